"""Telegram's exports of all years are read, without filling the memory and without reading talks that nobody chose."""

import json
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers import read

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
Message = dict[str, object]
Save = Callable[[object], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Writes a document as Telegram Desktop does: indented, in UTF-8."""

    def save(document: object) -> Path:
        path = tmp_path / "result.json"
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        return path

    return save


def message(**fields: object) -> Message:
    """A message as today's exports have it."""
    return {
        "id": 17,
        "type": "message",
        "date": "2024-05-01T15:00:00",
        "date_unixtime": "1714564800",
        "from": "Аня",
        "from_id": "user1",
        "text": "Привет",
        "text_entities": [{"type": "plain", "text": "Привет"}],
        **fields,
    }


def chat(*messages: object, name: str | None = "Флудилка", number: int = 1234) -> Message:
    """A chat with its messages."""
    return {"name": name, "type": "private_supergroup", "id": number, "messages": list(messages)}


def account(*chats: Message, left: tuple[Message, ...] = ()) -> Message:
    """The export of a whole account."""
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "Аня", "bio": ["messages", {"chats": []}]},
        "contacts": {"about": "", "list": [{"first_name": "Боря", "messages": "none"}]},
        "chats": {"about": "This page lists all chats.", "list": list(chats)},
        "left_chats": {"about": "", "list": list(left)},
    }


def test_a_message_of_today_is_read_with_all_that_is_known_of_it(save: Save) -> None:
    edited = message(edited="2024-05-01T16:00:00", edited_unixtime="1714568400")
    assert list(read(save(chat(edited)))) == [
        Post("Привет", "telegram:1234", "17", "user1", NOON, datetime(2024, 5, 1, 13, 0, tzinfo=UTC))
    ]


def test_a_message_of_2021_is_read_in_the_zone_of_the_computer_that_exported_it(save: Save) -> None:
    old = {"id": 1, "type": "message", "date": "2024-05-01T15:00:00", "from": "Аня", "from_id": 4242, "text": "Привет"}
    posts = read(save(chat(old)), zone=ZoneInfo("Europe/Moscow"))
    assert list(posts) == [Post("Привет", "telegram:1234", "1", "user4242", NOON)]
    assert next(read(save(chat(old)))).posted_at == datetime(2024, 5, 1, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"text": "просто"}, "просто"),
        ({"text": ["вот ", {"type": "bold", "text": "тут"}, " и ", {"type": "text_link", "text": "там", "href": "h"}]},
         "вот тут и там"),
        ({"text": "", "text_entities": [{"type": "plain", "text": "а "}, {"type": "spoiler", "text": "б"}]}, "а б"),
        ({"text": "", "text_entities": []}, ""),
        ({"text": None, "text_entities": None}, ""),
        ({"photo": "photos/photo_1.jpg", "width": 9, "text": "подпись"}, "подпись"),
        ({"text": [{"type": "custom_emoji", "text": "😀", "document_id": "x"}]}, "😀"),
    ],
)  # fmt: skip
def test_a_text_is_read_in_all_its_forms(save: Save, fields: Message, text: str) -> None:
    assert [post.text for post in read(save(chat(message(**fields))))] == [text]


def test_somebody_whose_account_is_gone_has_no_name_but_may_have_an_id(save: Save) -> None:
    posts = read(save(chat(message(**{"from": None}), message(**{"from": None, "from_id": None}))))
    assert [post.author for post in posts] == ["user1", None]


def test_forwards_are_reposts_even_from_somebody_whose_account_is_gone(save: Save) -> None:
    posts = read(save(chat(message(), message(forwarded_from="Паблик"), message(forwarded_from=None))))
    assert [post.is_repost for post in posts] == [False, True, True]


def test_service_and_unsupported_messages_are_no_posts(save: Save) -> None:
    service = {
        "id": 1,
        "type": "service",
        "date": "2024-05-01T15:00:00",
        "actor": "Аня",
        "action": "pin_message",
        "text": "",
    }
    posts = read(save(chat(service, message(id=2), {"id": 3, "type": "unsupported"})))
    assert [post.remote_id for post in posts] == ["2"]


@pytest.mark.parametrize("choice", ["Флудилка", "флудилка", "1234"])
def test_a_chat_of_an_account_is_chosen_by_its_name_or_id(save: Save, choice: str) -> None:
    secret = chat(message(text="тайна"), name="Мама", number=1)
    document = account(secret, chat(message()), left=(chat(message(text="старое"), name="Старое", number=3),))
    assert [(post.source, post.text) for post in read(save(document), chat=choice)] == [("telegram:1234", "Привет")]
    assert [post.text for post in read(save(document), chat="Старое")] == ["старое"]


def test_the_only_chat_of_an_account_needs_no_choice(save: Save) -> None:
    assert [post.text for post in read(save(account(chat(message()))))] == ["Привет"]


@pytest.mark.parametrize(
    ("document", "choice", "why"),
    [
        (account(chat(message()), chat(message(), name=None, number=2)), None,
         "it holds 2 chats. Say which one by its name or its id. It holds “Флудилка” .1234., “without a name” .2."),
        (account(chat(message())), "Кухня", "it holds no chat “Кухня”"),
        (chat(message()), "Кухня", "it holds no chat “Кухня”"),
        (account(chat(message()), chat(message(), number=2)), "Флудилка", "2 of its chats are called “Флудилка”"),
        (account(), None, "it holds no chat"),
        (chat(message(id="17")), None, "one of its messages has no id"),
        (chat(message(id=True)), None, "one of its messages has no id"),
        (chat(message(text=5)), None, "message 17: its text is neither a text nor a list"),
        (chat(message(text=["a", 5])), None, "message 17: a part of its text is none"),
        (chat(message(text=[{"type": "bold"}])), None, "message 17: a part of its text is none"),
        (chat(message(from_id=["user1"])), None, "message 17: its from_id is neither a text nor a number"),
        (chat(message(date_unixtime="soon")), None, "message 17: "),
        (chat(message(date_unixtime="9" * 400)), None, "message 17: "),
        (chat(message(date_unixtime=None, date="yesterday")), None, "message 17: "),
    ],
)  # fmt: skip
def test_an_export_that_gives_no_posts_says_why(save: Save, document: Message, choice: str | None, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        list(read(save(document), chat=choice))


def test_a_truncated_export_gives_the_posts_before_the_break_and_then_refuses(save: Save) -> None:
    path = save(chat(*(message(id=number) for number in range(500))))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    posts: list[str] = []
    with pytest.raises(UnreadableFile, match="breaks off"):
        posts += (post.remote_id for post in read(path))
    assert posts == [str(number) for number in range(len(posts))]
    assert 200 < len(posts) < 260


def test_a_big_export_takes_the_memory_of_a_small_one(tmp_path: Path) -> None:
    def peak_of(messages: int) -> int:
        path = tmp_path / f"{messages}.json"
        part = json.dumps(message(text=["текст " * 20, {"type": "bold", "text": "б"}], reactions=[{"count": 1}] * 5))
        with path.open("w", encoding="utf-8") as file:
            file.write('{"chats": {"list": [{"name": "не тот", "id": 1, "messages": [' + ",".join([part] * messages))
            file.write(']}, {"name": "тот", "id": 2, "messages": [' + ",".join([part] * messages) + "]}]}}")
        tracemalloc.start()
        assert sum(1 for _ in read(path, chat="тот")) == messages
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    small, big = peak_of(1_000), peak_of(8_000)
    assert big < small + 300_000
    assert big < 8_000_000
