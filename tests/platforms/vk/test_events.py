"""What the long poll brings is read as messages and presses, or skipped; hostile events do no harm."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming, Press
from bot.platforms.vk.answers import UnexpectedAnswerError
from bot.platforms.vk.events import read_event

GROUP = 7
MESSAGE: dict[str, object] = {
    "date": 1_700_000_000,
    "from_id": 5,
    "peer_id": 2_000_000_001,
    "conversation_message_id": 12,
    "text": "/meme о понедельнике",
    "out": 0,
}
PRESS: dict[str, object] = {
    "user_id": 5,
    "peer_id": 5,
    "event_id": "press-1",
    "payload": {"a": "ok:1"},
    "conversation_message_id": 12,
}


def message_new(**changes: object) -> dict[str, object]:
    thing = {"message": MESSAGE | changes, "client_info": {"lang_id": 0}}
    return {"type": "message_new", "event_id": "e1", "group_id": GROUP, "object": thing}


def message_event(**changes: object) -> dict[str, object]:
    return {"type": "message_event", "event_id": "e2", "group_id": GROUP, "object": PRESS | changes}


def read_text(text: str) -> str:
    event = read_event(message_new(text=text), GROUP)
    assert isinstance(event, Incoming)
    return event.text


def test_a_message_is_read_with_its_number_in_the_conversation() -> None:
    answered = {"conversation_message_id": 11, "from_id": 6}
    assert read_event(message_new(reply_message=answered), GROUP) == Incoming(
        key="e1",
        chat=Address(Platform.VK, 2_000_000_001),
        sender=Address(Platform.VK, 5),
        message_id=12,
        text="/meme о понедельнике",
        is_private=False,
        sent_at=datetime.fromtimestamp(1_700_000_000, UTC),
        reply_to=11,
        language="ru",
        reply_author=Address(Platform.VK, 6),
    )


@pytest.mark.parametrize("author", [-1, 0, "6", None])
def test_who_is_answered_is_a_person_or_nobody(author: object) -> None:
    event = read_event(message_new(reply_message={"conversation_message_id": 11, "from_id": author}), GROUP)
    assert isinstance(event, Incoming)
    assert (event.reply_to, event.reply_author) == (11, None)


def test_a_message_of_the_old_form_is_read_too() -> None:
    event = read_event({"type": "message_new", "event_id": "e1", "object": MESSAGE}, GROUP)

    assert isinstance(event, Incoming)
    assert (event.text, event.language) == ("/meme о понедельнике", None)


def test_a_press_is_read() -> None:
    person = Address(Platform.VK, 5)

    assert read_event(message_event(), GROUP) == Press("e2", person, person, 12, "ok:1", "press-1")


@pytest.mark.parametrize(
    ("payload", "action"),
    [
        ({"a": "ok:1"}, "ok:1"),
        (json.dumps({"a": "ok:1"}), "ok:1"),
        ({"a": "x" * 300}, "x" * 300),
        ({"a": "\ud800"}, "\ufffd"),
        ({"a": 5}, ""),
        ({"b": "ok:1"}, ""),
        ({}, ""),
        ("not json", ""),
        ("[" * 100_000, ""),
        ("[1]", ""),
        (None, ""),
        (["a"], ""),
        (7, ""),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_a_payload_is_an_object_or_its_json_and_a_forged_one_is_just_another_action(
    payload: object, action: str
) -> None:
    event = read_event(message_event(payload=payload), GROUP)

    assert isinstance(event, Press)
    assert event.action == action


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[club7|@stena] /meme", "/meme"),
        ("[club7|Стена], /meme", "/meme"),
        ("  [public7|@stena]: /meme", "/meme"),
        ("[club7|@stena]", ""),
        ("[club8|@other] /meme", "[club8|@other] /meme"),
        ("/meme [club7|@stena]", "/meme [club7|@stena]"),
        ("", ""),
    ],
)
def test_the_bots_own_name_in_front_is_taken_off(text: str, left: str) -> None:
    assert read_text(text) == left


@pytest.mark.parametrize("payload", ['{"command":"start"}', {"command": "start"}], ids=["as JSON", "as an object"])
def test_vks_own_start_button_is_the_command_start_whatever_its_label(payload: object) -> None:
    event = read_event(message_new(text="Начать", payload=payload), GROUP)

    assert isinstance(event, Incoming)
    assert event.text == "/start"


@pytest.mark.parametrize("payload", ['{"command":"stop"}', "not json", "[1]", 5, None, {"command": ["start"]}], ids=str)
def test_any_other_payload_of_a_message_leaves_its_text_alone(payload: object) -> None:
    event = read_event(message_new(text="Начать", payload=payload), GROUP)

    assert isinstance(event, Incoming)
    assert event.text == "Начать"


@pytest.mark.parametrize(
    "event",
    [
        message_new(out=1),
        message_new(from_id=-GROUP),
        message_new(from_id=-3),
        message_new(action={"type": "chat_invite_user"}),
        {"type": "like_add", "object": {}},
        {"type": 7},
        {},
    ],
    ids=["sent by us", "our own", "a community's", "an invitation", "a like", "a number", "nothing"],
)
def test_what_nobody_said_to_the_bot_is_passed_over(event: object) -> None:
    assert read_event(event, GROUP) is None


@pytest.mark.parametrize("field", ["date", "from_id", "peer_id", "conversation_message_id", "text"])
@pytest.mark.parametrize("value", [None, [], {}, "five", True, 10**30, -1.5], ids=str)
def test_a_message_with_a_field_of_the_wrong_type_is_skipped(field: str, value: object) -> None:
    if field == "text" and isinstance(value, str):
        value = 5
    with pytest.raises(UnexpectedAnswerError):
        read_event(message_new(**{field: value}), GROUP)


@pytest.mark.parametrize("event_id", [None, "", 5])
def test_an_event_without_an_id_is_skipped(event_id: object) -> None:
    with pytest.raises(UnexpectedAnswerError):
        read_event(message_new() | {"event_id": event_id}, GROUP)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    kind=st.sampled_from(["message_new", "message_event"]),
    fields=st.dictionaries(st.sampled_from([*MESSAGE, *PRESS, "reply_message", "action"]), JSON),
    client_info=JSON,
    wrapped=st.booleans(),
)
def test_no_event_whatever_raises_anything_else(
    kind: str, fields: dict[str, object], client_info: object, wrapped: bool
) -> None:
    thing = MESSAGE | PRESS | fields
    event = {
        "type": kind,
        "event_id": "e",
        "object": {"message": thing, "client_info": client_info} if wrapped else thing,
    }
    try:
        read = read_event(event, GROUP)
    except UnexpectedAnswerError:
        return
    assert read is None or read.key == "e"
