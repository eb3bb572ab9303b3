"""Polling: nothing is confirmed before it is taken, nothing malformed or broken stops it, and it ends at once."""

import asyncio
import contextlib
import copy
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from aiogram import Bot
from aiogram.utils.backoff import BackoffConfig
from structlog.testing import capture_logs

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming, Press
from bot.domain.pulse import Pulse
from bot.errors import Misconfigured, Retryable
from bot.platforms.telegram.counting import CountedCalls
from bot.platforms.telegram.polling import TelegramPolling
from bot.web.metrics import Metrics

if TYPE_CHECKING:
    from tests.platforms.telegram.conftest import Inbox, ScriptedApi

Poll = Callable[..., "asyncio.Task[None]"]
Update = dict[str, Any]

ANNA = {"id": 42, "is_bot": False, "first_name": "Anna", "language_code": "ru"}
GROUP = {"id": -1001234, "type": "supergroup", "title": "Wall"}
FAST = BackoffConfig(min_delay=0.001, max_delay=0.002, factor=2.0, jitter=0.0)
SLOW = BackoffConfig(min_delay=60.0, max_delay=61.0, factor=2.0, jitter=0.0)


def said(update_id: int, text: Any = "/meme", **changes: Any) -> Update:
    """An update in which Anna writes `text` in the group."""
    message = {"message_id": 7, "date": 1_700_000_000, "chat": GROUP, "from": ANNA, "text": text} | changes
    return {"update_id": update_id, "message": {name: value for name, value in message.items() if value is not None}}


def pressed(update_id: int, **changes: Any) -> Update:
    """An update in which Anna presses a button under message 9."""
    message = {"message_id": 9, "date": 1_700_000_000, "chat": GROUP, "from": ANNA, "text": "card"}
    query = {"id": "q1", "from": ANNA, "message": message, "chat_instance": "1", "data": "a:1"} | changes
    return {
        "update_id": update_id,
        "callback_query": {name: value for name, value in query.items() if value is not None},
    }


async def test_a_message_arrives_with_everything_that_is_known_of_it(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    boris = said(0)["message"] | {"message_id": 3, "from": ANNA | {"id": 43}}
    api.updates(said(5, "/meme cats", reply_to_message=boris, **{"from": ANNA | {"username": "Anna_W"}}))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 1)
    assert inbox.taken == [
        Incoming(
            key="5",
            chat=Address(Platform.TELEGRAM, -1001234),
            sender=Address(Platform.TELEGRAM, 42),
            message_id=7,
            text="/meme cats",
            is_private=False,
            sent_at=datetime.fromtimestamp(1_700_000_000, UTC),
            reply_to=3,
            language="ru",
            reply_author=Address(Platform.TELEGRAM, 43),
            username="Anna_W",
        )
    ]


async def test_who_is_answered_is_a_person_or_nobody(api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll) -> None:
    """A bot, who writes in a group's name, and who opened the forum's topic are not meant by an answer."""
    plain = said(0)["message"]
    answered = [
        plain | {"from": ANNA | {"is_bot": True}},
        plain | {"sender_chat": GROUP},
        plain | {"text": None, "forum_topic_created": {"name": "News", "icon_color": 7322096}},
    ]
    without_none = [{name: value for name, value in one.items() if value is not None} for one in answered]
    api.updates(*(said(number, "/ban", reply_to_message=one) for number, one in enumerate(without_none, 5)))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 3)
    assert [one.reply_author for one in inbox.taken if isinstance(one, Incoming)] == [None] * 3


async def test_a_press_arrives_also_when_its_message_is_too_old_to_be_shown(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    api.updates(pressed(5), pressed(6, message={"message_id": 9, "date": 0, "chat": GROUP}))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 2)
    chat, anna = Address(Platform.TELEGRAM, -1001234), Address(Platform.TELEGRAM, 42)
    assert inbox.taken == [Press(key, chat, anna, 9, "a:1", "q1", "ru") for key in ("5", "6")]


@pytest.mark.parametrize(
    "written_and_read",
    [
        ("/meme@WallflowerBot cats", "/meme cats"),
        ("/meme@wallflowerbot", "/meme"),
        ("/meme cats@home", "/meme cats@home"),
        ("/meme@", "/meme@"),
        ("@WallflowerBot hello", "@WallflowerBot hello"),
        ("a\x00b", "ab"),
        ("half an emoji \ud83d", "half an emoji \ufffd"),
        ("😀" * 4096, "😀" * 4096),
    ],
)
async def test_a_command_addressed_to_this_bot_loses_the_address(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll, written_and_read: tuple[str, str]
) -> None:
    written, read = written_and_read
    api.updates(said(5, written))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 1)
    assert isinstance(inbox.taken[0], Incoming)
    assert inbox.taken[0].text == read


async def test_a_private_chat_and_a_caption_are_told_as_such(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    api.updates(said(5, None, caption="look", chat={"id": 42, "type": "private", "first_name": "Anna"}))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 1)
    assert isinstance(inbox.taken[0], Incoming)
    assert inbox.taken[0].text == "look"
    assert inbox.taken[0].is_private


async def test_who_writes_in_a_groups_or_a_channels_name_is_heard_too(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    stand_in = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    api.updates(said(5, "/help", sender_chat=GROUP, **{"from": stand_in}))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 1)
    assert isinstance(inbox.taken[0], Incoming)
    assert inbox.taken[0].sender == Address(Platform.TELEGRAM, 1_087_968_824)


NOT_FOR_US = [
    pytest.param(said(5, "/meme@OtherBot"), id="another bot's command"),
    pytest.param(said(5, **{"from": ANNA | {"is_bot": True}}), id="a bot"),
    pytest.param(said(5, **{"from": None}), id="nobody"),
    pytest.param(said(5, is_automatic_forward=True), id="the linked channel"),
    pytest.param(said(5, None), id="no text"),
    pytest.param({"update_id": 5, "channel_post": said(5)["message"]}, id="channel post"),
    pytest.param({"update_id": 5, "edited_message": said(5)["message"]}, id="edited"),
    pytest.param(pressed(5, data=None, game_short_name="chess"), id="game button"),
    pytest.param(pressed(5, message=None, inline_message_id="i"), id="inline message's button"),
]
MALFORMED = [
    pytest.param({"update_id": 5, "a_kind_of_next_year": {}}, id="unknown kind"),
    pytest.param({"update_id": 5}, id="empty"),
    pytest.param({"update_id": 5, "message": {"text": "no more"}}, id="fields missing"),
    pytest.param({"update_id": 5, "message": "text"}, id="wrong type"),
    pytest.param(said(5, chat=GROUP | {"id": 10**30}), id="chat number beyond 64 bits"),
    pytest.param(said(5, **{"from": ANNA | {"id": -(2**60)}}), id="sender number out of range"),
    pytest.param(said(5, date=10**18), id="date beyond the calendar"),
    pytest.param(pressed(5, message={"message_id": 2**70, "date": 0, "chat": GROUP}), id="message number out of range"),
]


@pytest.mark.parametrize("update", NOT_FOR_US + MALFORMED)
async def test_an_update_that_is_not_for_us_is_left_out_and_confirmed(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll, update: Update
) -> None:
    api.updates(said(4), update, said(6))
    poll(bot)
    await api.until(lambda: len(api.forms("getUpdates")) == 2)
    assert inbox.keys == ["4", "6"]
    assert api.forms("getUpdates")[1]["offset"] == "7"


@pytest.mark.parametrize(
    "stray", ["text", None, 5, [], {}, {"update_id": "6"}, {"update_id": True}, {"update_id": -9}, {"update_id": 2**60}]
)
async def test_what_has_no_number_never_moves_the_offset(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll, stray: object
) -> None:
    api.updates(stray, said(4), stray)
    api.updates(stray)
    poll(bot)
    await api.until(lambda: len(api.forms("getUpdates")) == 3)
    assert inbox.keys == ["4"]
    assert [form.get("offset") for form in api.forms("getUpdates")] == [None, "5", "5"]


async def test_numbers_that_begin_lower_are_confirmed_as_they_come(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    """After a week without updates Telegram chooses the next number at random."""
    api.updates(said(900_000_000))
    api.updates(said(7), said(8))
    poll(bot)
    await api.until(lambda: len(api.forms("getUpdates")) == 3)
    assert inbox.keys == ["900000000", "7", "8"]
    assert [form.get("offset") for form in api.forms("getUpdates")] == [None, "900000001", "9"]


async def test_two_thousand_spoilt_updates_do_not_keep_a_good_one_away(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    chance = random.Random(0)
    for batch in range(20):
        ids = range(batch * 100, batch * 100 + 100)
        api.updates(*(_spoil(chance, chance.choice([said, pressed])(update_id)) for update_id in ids))
    api.updates(said(9_999))
    task = poll(bot)
    await inbox.until(lambda: "9999" in inbox.keys)
    assert not task.done()
    assert inbox.asked == len(inbox.taken)


def _spoil(chance: random.Random, update: Update) -> Update:
    """A copy of `update` with one value somewhere inside replaced or gone."""
    spoilt = copy.deepcopy(update)
    node: Any = spoilt
    while True:
        name = chance.choice([name for name in node if name != "update_id"])
        if isinstance(node[name], dict) and chance.random() < 0.7:
            node = node[name]
            continue
        if chance.random() < 0.2:
            del node[name]
        else:
            node[name] = chance.choice(
                [
                    None,
                    -1,
                    0,
                    2**31,
                    2**63,
                    10**400,
                    1.5,
                    True,
                    "",
                    "\x00",
                    "\udc00",
                    "я" * 9_000,
                    [],
                    [1],
                    {},
                    {"id": 1},
                ]
            )
        return spoilt


async def test_an_update_is_confirmed_only_after_it_was_taken(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    inbox.gate.clear()
    api.updates(said(5))
    poll(bot)
    await inbox.until(lambda: inbox.asked == 1)
    assert len(api.forms("getUpdates")) == 1
    inbox.gate.set()
    await api.until(lambda: len(api.forms("getUpdates")) == 2)
    assert inbox.keys == ["5"]
    assert api.forms("getUpdates")[1]["offset"] == "6"


async def test_an_update_that_comes_again_has_the_same_key(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    api.updates(said(5))
    api.updates(said(5), said(6))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 3)
    assert inbox.keys == ["5", "5", "6"]


async def test_an_inbox_that_is_out_of_reach_is_asked_until_it_takes_the_update(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    inbox.troubles.extend(Retryable("the database restarts", retry_after_s=0.001) for _ in range(10))
    api.updates(said(5), said(6))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 2)
    assert inbox.keys == ["5", "6"]
    assert inbox.asked == 12


async def test_an_update_that_breaks_the_code_is_given_up_and_the_next_one_taken(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    inbox.troubles.extend(ValueError("a bug") for _ in range(3))
    api.updates(said(5), said(6))
    with capture_logs() as logs:
        poll(bot)
        await inbox.until(lambda: len(inbox.taken) == 1)
    assert inbox.keys == ["6"]
    assert [entry["tries_left"] for entry in logs if entry["log_level"] == "error"] == [2, 1, 0]


async def test_only_what_has_a_handler_is_asked_for_and_a_webhook_is_removed_with_nothing_lost(
    api: "ScriptedApi", bot: Bot, poll: Poll
) -> None:
    poll(bot, timeout_s=5)
    await api.until(lambda: len(api.forms("getUpdates")) == 1)
    assert api.forms("getUpdates")[0] == {"timeout": "5", "allowed_updates": '["callback_query", "message"]'}
    assert api.forms("deleteWebhook") == [{"drop_pending_updates": "false"}]


async def test_a_server_that_knows_no_webhooks_is_polled_all_the_same(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    not_found = {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
    api.answer("deleteWebhook", api.reply(not_found, 404))
    api.updates(said(5))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 1)


PASSING = [
    pytest.param(({"ok": False, "error_code": 500, "description": "Internal Server Error"}, 500), id="500"),
    pytest.param(("<html>Bad Gateway</html>", 502), id="gateway"),
    pytest.param(('{"ok": true, "result": [{"upd', 200), id="truncated"),
    pytest.param(({"ok": True, "result": {"0": said(4)}}, 200), id="wrong types"),
    pytest.param(({"ok": True}, 200), id="no result"),
    pytest.param((b"\xff\xfe", 200), id="not UTF-8"),
    pytest.param(("<html>Not Found</html>", 404), id="404 in between"),
    pytest.param(({"ok": False, "error_code": 403, "description": "Forbidden"}, 403), id="403"),
]


@pytest.mark.parametrize("answer", PASSING)
async def test_polling_survives_every_answer_that_may_pass(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll, answer: tuple[object, int]
) -> None:
    api.answer("getUpdates", *[api.reply(*answer)] * 3)
    api.updates(said(5))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 1)
    assert inbox.keys == ["5"]
    assert [form.get("offset") for form in api.forms("getUpdates")[:4]] == [None] * 4


async def test_polling_waits_as_long_as_a_429_asks(api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll) -> None:
    wait = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
    api.answer("getUpdates", api.reply(wait, 429))
    api.updates(said(5))
    began = time.monotonic()
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 1)
    assert time.monotonic() - began >= 1


async def test_trouble_at_the_start_is_waited_out_too(api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll) -> None:
    api.answer("getMe", api.reply("", 502), api.reply({"ok": True}))
    api.answer("deleteWebhook", api.reply("", 503))
    api.updates(said(5))
    poll(bot)
    await inbox.until(lambda: len(inbox.taken) == 1)
    assert inbox.keys == ["5"]


@pytest.mark.parametrize(
    "description",
    [
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ],
)
async def test_a_second_receiver_is_named_in_the_log_and_polling_goes_on(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll, description: str
) -> None:
    api.answer("getUpdates", api.reply({"ok": False, "error_code": 409, "description": description}, 409))
    api.updates(said(5))
    with capture_logs() as logs:
        poll(bot)
        await inbox.until(lambda: len(inbox.taken) == 1)
    assert [entry["said"] for entry in logs if "stop the other instance" in entry["event"]] == [description]


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_is_refused_ends_polling_with_what_to_do(
    api: "ScriptedApi", bot: Bot, poll: Poll, status: int
) -> None:
    api.answer("getMe", api.reply({"ok": False, "error_code": status, "description": "Unauthorized"}, status))
    with pytest.raises(Misconfigured, match="token"):
        await poll(bot)


async def test_a_token_that_is_revoked_ends_polling(api: "ScriptedApi", bot: Bot, poll: Poll) -> None:
    api.answer("getUpdates", api.reply({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401))
    with pytest.raises(Misconfigured, match="token"):
        await poll(bot)


@pytest.mark.parametrize("moment", ["long poll", "callback", "backoff", "waiting for a 429"])
async def test_polling_ends_at_once_whatever_it_is_doing(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll, moment: str
) -> None:
    if moment == "callback":
        inbox.gate.clear()
        api.updates(said(5))
    elif moment == "backoff":
        api.answer("getUpdates", api.reply("", 502))
    elif moment == "waiting for a 429":
        wait = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 60}}
        api.answer("getUpdates", api.reply(wait, 429))
    task = poll(bot, timeout_s=50, backoff=SLOW)
    await api.until(lambda: len(api.forms("getUpdates")) == 1)
    if moment == "callback":
        await inbox.until(lambda: inbox.asked == 1)
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 2
    assert inbox.taken == []


async def test_it_beats_while_telegram_answers(api: "ScriptedApi", bot: Bot, inbox: "Inbox") -> None:
    """From its first answer on; each call is counted by what came of it."""
    pulse, metrics = Pulse(), Metrics()
    bot.session.middleware(CountedCalls(metrics))
    api.answer("getMe", api.reply({"ok": False, "error_code": 500, "description": "x"}, 500))
    polling = TelegramPolling(bot, inbox.take, inbox.take, timeout_s=5, backoff=FAST, on_success=pulse.beat)
    task = asyncio.create_task(polling.run())
    await api.until(lambda: bool(api.forms("getUpdates")))
    assert pulse.age_s is not None
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    told = metrics.text(None, None, {}, is_training=False).decode()
    for outcome in ("unsure", "ok"):
        assert f'wallflower_api_calls_total{{method="getMe",outcome="{outcome}",platform="telegram"}} 1.0' in told
