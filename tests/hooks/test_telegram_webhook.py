"""Telegram brings updates to the webhook, and only what Telegram brings is taken, once, after it is kept."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.utils.backoff import BackoffConfig
from structlog.testing import capture_logs

from bot.domain.message import InlineQuery, Press
from bot.errors import Misconfigured, Retryable
from bot.platforms.telegram import Limits, TelegramPolling, make_bot
from bot.platforms.telegram.rate_limits import Rate
from bot.platforms.telegram.webhook import SECRET_HEADER, TelegramWebhook, path_of, secrets_of
from bot.sandbox.telegram import Patience, TelegramSandbox
from tests.hooks.conftest import Kept, ServeHooks

TOKEN = "4711:sandbox-token"
BOT_ID = 4711
FAST = BackoffConfig(min_delay=0.001, max_delay=0.002, factor=2.0, jitter=0.0)
_WIDE = Rate(1000, 0.001)
UNLIMITED = Limits(chat=_WIDE, group=_WIDE, overall=_WIDE)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    """A sandbox that brings again, soon, what was not taken."""
    sandbox = TelegramSandbox(patience=Patience(webhook_retry_s=0.02))
    sandbox.add_bot(TOKEN, "WallflowerBot", supports_inline_queries=True)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def bot(telegram: TelegramSandbox) -> AsyncIterator[Bot]:
    """A bot at the sandbox."""
    made = make_bot(TOKEN, telegram.base_url, limits=UNLIMITED)
    yield made
    await made.session.close()


@pytest.fixture
def anna(telegram: TelegramSandbox) -> int:
    """A person."""
    return telegram.add_user("Anna").id


@pytest.fixture
def webhook(bot: Bot, kept: Kept, public_url: str) -> TelegramWebhook:
    """What is to take the updates."""
    return TelegramWebhook(bot, public_url, kept.take, kept.take, backoff=FAST, look_s=0.05)


def update(number: int = 5, text: str = "/meme") -> dict[str, Any]:
    """Anna writes."""
    person = {"id": 42, "is_bot": False, "first_name": "Anna"}
    chat = {"id": 42, "type": "private", "first_name": "Anna"}
    return {
        "update_id": number,
        "message": {"message_id": 7, "date": 1_700_000_000, "chat": chat, "from": person, "text": text},
    }


def credentials(token: str = TOKEN) -> dict[str, str]:
    """What Telegram proves itself by."""
    return {SECRET_HEADER: secrets_of(token)[1]}


async def set_up(telegram: TelegramSandbox) -> None:
    """Wait until Telegram knows the webhook."""
    bot = telegram.backend.state.bot_by_id(BOT_ID)
    await telegram.wait_until(lambda: bot is not None and bot.webhook is not None)


async def test_what_people_write_and_press_is_brought_in_order(
    telegram: TelegramSandbox, anna: int, webhook: TelegramWebhook, kept: Kept, serving_hooks: ServeHooks
) -> None:
    """Also what waited from before."""
    for number in range(3):
        telegram.say(anna, BOT_ID, f"/meme {number}")
    async with serving_hooks(webhook):
        await kept.until(lambda: len(kept.taken) == 3)
        telegram.say(anna, BOT_ID, "/meme 3")
        await kept.until(lambda: len(kept.taken) == 4)
    assert kept.texts == [f"/meme {number}" for number in range(4)]


async def test_a_question_asked_inline_is_heard(
    telegram: TelegramSandbox, bot: Bot, anna: int, kept: Kept, public_url: str, serving_hooks: ServeHooks
) -> None:
    heard: asyncio.Queue[InlineQuery] = asyncio.Queue()
    hook = TelegramWebhook(bot, public_url, kept.take, kept.take, on_inline=heard.put_nowait, backoff=FAST)
    async with serving_hooks(hook):
        await set_up(telegram)
        telegram.inline_query(anna, "cats", bot=BOT_ID)
        assert (await asyncio.wait_for(heard.get(), 10)).text == "cats"


async def test_what_can_not_be_kept_now_comes_again_and_nothing_overtakes_it(
    telegram: TelegramSandbox, anna: int, webhook: TelegramWebhook, kept: Kept, serving_hooks: ServeHooks
) -> None:
    kept.troubles = [Retryable("the database is out of reach"), Retryable("still")]
    telegram.say(anna, BOT_ID, "one")
    telegram.say(anna, BOT_ID, "two")
    async with serving_hooks(webhook):
        await kept.until(lambda: len(kept.taken) == 2)
    assert kept.texts == ["one", "two"]
    assert kept.offered == [kept.offered[0]] * 3 + [kept.offered[-1]]


async def test_an_update_that_breaks_the_code_is_left_out_after_some_tries(
    telegram: TelegramSandbox, anna: int, webhook: TelegramWebhook, kept: Kept, serving_hooks: ServeHooks
) -> None:
    """Telegram would bring it for ever, and nothing behind it."""
    kept.troubles = [ZeroDivisionError(), ZeroDivisionError(), ZeroDivisionError()]
    telegram.say(anna, BOT_ID, "one")
    telegram.say(anna, BOT_ID, "two")
    with capture_logs():
        async with serving_hooks(webhook):
            await kept.until(lambda: kept.texts == ["two"])
    assert len(kept.offered) == 4


@pytest.mark.parametrize("secret", ["", "wrong", "é", secrets_of("4711:another-token")[1]])
async def test_whoever_does_not_know_the_secret_is_refused(
    webhook: TelegramWebhook, kept: Kept, serving_hooks: ServeHooks, stranger: aiohttp.ClientSession, public_url: str,
    secret: str,
) -> None:  # fmt: skip
    """Even with a good update and the right path."""
    async with serving_hooks(webhook):
        for headers in ({SECRET_HEADER: secret}, {}):
            async with stranger.post(public_url + webhook.path, json=update(), headers=headers) as answer:
                assert answer.status == 403
    assert kept.offered == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"update_id": -1}', "application/json", 400),
        (b'{"update_id": true}', "application/json", 400),
        (json.dumps(update()).encode(), "text/plain", 415),
        (b" " * (1024 * 1024 + 1), "application/json", 413),
        (b'{"update_id": 1}', "application/json; charset=utf-8", 200),
        (b'{"update_id": 1, "message": 7}', "application/json", 200),
    ],
    ids=["cut off", "too deep", "not UTF-8", "a list", "negative", "no number", "as text", "too large", "empty", "odd"],
)
async def test_what_is_no_update_is_answered_so_and_stops_nothing(
    telegram: TelegramSandbox, webhook: TelegramWebhook, kept: Kept, serving_hooks: ServeHooks,
    stranger: aiohttp.ClientSession, public_url: str, body: bytes, kind: str, status: int,
) -> None:  # fmt: skip
    """One that has a number but can't be read is taken: it would come for ever."""
    url = public_url + webhook.path
    async with serving_hooks(webhook):
        await set_up(telegram)
        async with stranger.post(url, data=io.BytesIO(body), headers=credentials() | {"Content-Type": kind}) as answer:
            assert answer.status == status
        async with stranger.post(url, json=update(), headers=credentials()) as answer:
            assert answer.status == 200
    assert kept.texts == ["/meme"]


async def test_at_any_other_path_a_large_body_is_refused_unread(
    webhook: TelegramWebhook, serving_hooks: ServeHooks, stranger: aiohttp.ClientSession, public_url: str
) -> None:
    """Only who knows the whole path may bring much."""
    async with serving_hooks(webhook):
        async with stranger.post(f"{public_url}/hooks/telegram/guess", data=b" " * 100_000) as answer:
            assert answer.status == 413
        async with stranger.post(f"{public_url}/hooks/telegram/guess", json=update()) as answer:
            assert answer.status == 404
        async with stranger.get(public_url + webhook.path) as answer:
            assert answer.status == 405


async def test_a_replayed_update_is_answered_and_not_taken_again(
    telegram: TelegramSandbox, webhook: TelegramWebhook, kept: Kept, serving_hooks: ServeHooks,
    stranger: aiohttp.ClientSession, public_url: str,
) -> None:  # fmt: skip
    """Many at once, too."""

    async def bring() -> int:
        async with stranger.post(public_url + webhook.path, json=update(), headers=credentials()) as answer:
            return answer.status

    async with serving_hooks(webhook):
        await set_up(telegram)
        assert set(await asyncio.gather(*(bring() for _ in range(50)))) == {200}
    assert len(kept.offered) == 50
    assert len(kept.taken) == 1


async def test_telegram_is_told_what_is_of_use_and_drops_nothing(
    telegram: TelegramSandbox, anna: int, webhook: TelegramWebhook, serving_hooks: ServeHooks, bot: Bot
) -> None:
    telegram.say(anna, BOT_ID, "before")
    async with serving_hooks(webhook):
        await set_up(telegram)
        (form,) = [call.parameters for call in telegram.calls.of("setWebhook")]
        assert json.loads(str(form["allowed_updates"])) == ["callback_query", "message"]
        assert "drop_pending_updates" not in form or form["drop_pending_updates"] in ("false", False)
        info = await bot.get_webhook_info()
    assert info.url.endswith(path_of(TOKEN))


async def test_a_webhook_that_somebody_took_away_is_set_again(
    telegram: TelegramSandbox, webhook: TelegramWebhook, serving_hooks: ServeHooks, bot: Bot
) -> None:
    async with serving_hooks(webhook):
        await set_up(telegram)
        await bot.delete_webhook()
        await set_up(telegram)


async def test_what_telegram_could_not_bring_stands_in_the_log_once(
    telegram: TelegramSandbox, anna: int, webhook: TelegramWebhook, kept: Kept, serving_hooks: ServeHooks
) -> None:
    kept.troubles = [Retryable("no")] * 3
    with capture_logs() as log:
        async with serving_hooks(webhook):
            await set_up(telegram)
            telegram.say(anna, BOT_ID, "one")
            await kept.until(lambda: kept.texts == ["one"])
            looks = len(telegram.calls.of("getWebhookInfo"))
            await telegram.wait_until(lambda: len(telegram.calls.of("getWebhookInfo")) > looks + 2)
    told = [entry for entry in log if entry["event"] == "Telegram could not bring an update"]
    assert len(told) == 1
    assert "503" in told[0]["said"]


async def test_whoever_polls_again_takes_the_webhook_away_and_loses_nothing(
    telegram: TelegramSandbox, anna: int, webhook: TelegramWebhook, kept: Kept, serving_hooks: ServeHooks, bot: Bot
) -> None:
    async with serving_hooks(webhook):
        await set_up(telegram)
        telegram.say(anna, BOT_ID, "one")
        await kept.until(lambda: kept.texts == ["one"])
    telegram.say(anna, BOT_ID, "two")
    polling = asyncio.create_task(TelegramPolling(bot, kept.take, kept.take, timeout_s=5, backoff=FAST).run())
    await kept.until(lambda: kept.texts == ["one", "two"])
    polling.cancel()
    assert [one.key for one in kept.taken if not isinstance(one, Press)] == sorted({*kept.offered}, key=int)


async def test_an_address_that_telegram_does_not_take_is_one_clear_sentence(
    bot: Bot, kept: Kept, telegram: TelegramSandbox
) -> None:
    webhook = TelegramWebhook(bot, "http://wall.example.org", kept.take, kept.take, backoff=FAST)
    with pytest.raises(Misconfigured, match="HTTPS URL must be provided"):
        await webhook.run()


def test_nobody_learns_the_token_from_path_or_secret_and_each_bot_has_its_own() -> None:
    """And Telegram takes the secret: 1 to 256 of A-Z, a-z, 0-9, _ and -."""
    path, secret = secrets_of(TOKEN)
    assert path != secret
    assert {path, secret}.isdisjoint(secrets_of("4712:sandbox-token"))
    assert secret.isalnum()
    assert TOKEN not in path_of(TOKEN)
