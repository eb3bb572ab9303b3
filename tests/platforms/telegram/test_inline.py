"""Inline mode and groups as the adapter sees them: the real aiogram against the small Telegram of the sandbox."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from aiogram import Bot
from aiogram.utils.backoff import BackoffConfig

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming, InlineQuery, Offer, OfferedPicture, Press
from bot.errors import Retryable
from bot.platforms.telegram import TelegramChat, TelegramPolling
from bot.platforms.telegram.inline import TelegramInline
from bot.sandbox.faults import Drop, FaultRule
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, User

TOKEN = "4711:sandbox-token"
BOT_ID = 4711
FAST = BackoffConfig(min_delay=0.001, max_delay=0.002, factor=2.0, jitter=0.0)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    """A sandbox; the bot's account is the next fixture."""
    sandbox = TelegramSandbox()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def account(telegram: TelegramSandbox) -> BotAccount:
    """The bot, with inline mode and with privacy mode."""
    return telegram.add_bot(TOKEN, "WallflowerBot", supports_inline_queries=True)


@pytest.fixture
async def bot(telegram: TelegramSandbox, account: BotAccount, bot_at: Callable[..., Bot]) -> Bot:
    return bot_at(await telegram.start(), token=TOKEN)


@pytest.fixture
def anna(telegram: TelegramSandbox) -> User:
    return telegram.add_user("Anna", language_code="en-GB")


def asked_by(telegram: TelegramSandbox, person: User, text: str) -> InlineQuery:
    """The query as the poll would hand it over."""
    query = telegram.inline_query(person.id, text)
    return InlineQuery("1", Address(Platform.TELEGRAM, person.id), text, query.id)


async def test_what_a_person_types_comes_in_beside_messages(telegram: TelegramSandbox, bot: Bot, anna: User) -> None:
    """`allowed_updates` names it; it never goes where messages go."""
    heard: list[InlineQuery] = []
    came = asyncio.Event()

    def hear(query: InlineQuery) -> None:
        heard.append(query)
        came.set()

    async def take(_what: Incoming | Press) -> None:
        raise AssertionError("nobody wrote or pressed")

    polling = asyncio.create_task(TelegramPolling(bot, take, take, on_inline=hear, timeout_s=5, backoff=FAST).run())
    await telegram.wait_until(lambda: any(call.method == "getUpdates" for call in telegram.calls))
    query = telegram.inline_query(anna.id, "cats \u0000 and dogs")
    await asyncio.wait_for(came.wait(), 5)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    (found,) = heard
    assert (found.sender, found.text, found.answer_to, found.language) == (
        Address(Platform.TELEGRAM, anna.id), "cats  and dogs", query.id, "en-GB",
    )  # fmt: skip


async def test_a_poll_without_inline_mode_does_not_ask_for_queries(
    telegram: TelegramSandbox, account: BotAccount, bot: Bot
) -> None:
    """Telegram keeps what is not wanted."""

    async def take(_what: Incoming | Press) -> None:
        return

    polling = asyncio.create_task(TelegramPolling(bot, take, take, timeout_s=5, backoff=FAST).run())
    await telegram.wait_until(lambda: account.updates.allowed_as_named is not None)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    assert set(account.updates.allowed_as_named or ()) == {"message", "callback_query"}


async def test_what_is_chosen_is_sent_as_it_was_offered(telegram: TelegramSandbox, bot: Bot, anna: User) -> None:
    """Each with a title to choose by; only for this person, for a short while."""
    texts = ("one line", "<b>two</b>\nlines", "😀" * 3_000, "   ")
    query = telegram.inline_query(anna.id, "cats")
    asked = InlineQuery("1", Address(Platform.TELEGRAM, anna.id), "cats", query.id)
    await TelegramInline(bot).answer_inline(asked, Offer(texts, kept_s=10))
    assert query.results is not None
    assert [result["title"] for result in query.results[:2]] == ["one line", "<b>two</b>"]
    assert (len(query.results), query.is_personal, query.cache_time_s, query.button) == (3, True, 10, None)
    group = telegram.add_chat("supergroup", "Chat", creator=anna.id)
    assert (await telegram.choose(query, "1", group.id)).words.text == texts[1]
    assert (await telegram.choose(query, "2", group.id)).words.text.endswith("…")


async def test_a_note_stands_above_and_leads_to_the_private_chat(
    telegram: TelegramSandbox, bot: Bot, anna: User
) -> None:
    """It is shown again for no longer than the platform must."""
    query = telegram.inline_query(anna.id, "cats")
    asked = InlineQuery("1", Address(Platform.TELEGRAM, anna.id), "cats", query.id)
    await TelegramInline(bot).answer_inline(asked, Offer(note="Wait for 45 seconds", start="wait"))
    assert (query.results, query.cache_time_s) == ([], 0)
    assert query.button == {"text": "Wait for 45 seconds", "start_parameter": "wait"}


async def test_fifty_results_are_the_most(telegram: TelegramSandbox, bot: Bot, anna: User) -> None:
    """What is beyond is left out, not refused."""
    query = telegram.inline_query(anna.id, "cats")
    asked = InlineQuery("1", Address(Platform.TELEGRAM, anna.id), "cats", query.id)
    await TelegramInline(bot).answer_inline(asked, Offer(tuple(f"text {number}" for number in range(60))))
    assert query.results is not None
    assert len(query.results) == 50


async def test_a_query_that_is_too_old_is_no_error(telegram: TelegramSandbox, bot: Bot, anna: User) -> None:
    """Nor one that was answered; a lost answer may be given again."""
    asked = asked_by(telegram, anna, "cats")
    telegram.faults.add(FaultRule("answerInlineQuery", Drop(when="after"), times=1))
    inline = TelegramInline(bot)
    with pytest.raises(Retryable):
        await inline.answer_inline(asked, Offer(("text",)))
    await inline.answer_inline(asked, Offer(("text",)))


@pytest.mark.parametrize(("reads_all", "is_admin"), [(False, False), (True, False), (False, True)])
async def test_privacy_mode_is_found_out(
    telegram: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, reads_all: bool, is_admin: bool
) -> None:
    """A bot hears everything with privacy mode off, and as an administrator."""
    account.can_read_all_group_messages = reads_all
    group = telegram.add_chat("supergroup", "Chat", creator=anna.id)
    telegram.join(BOT_ID, group.id)
    if is_admin:
        telegram.promote(BOT_ID, group.id, by=anna.id)
    hears = await TelegramChat(bot).hears_everything(Address(Platform.TELEGRAM, group.id))
    assert hears is (reads_all or is_admin)


async def test_pictures_are_offered_by_their_addresses_before_texts(
    telegram: TelegramSandbox, bot: Bot, anna: User
) -> None:
    """Telegram fetches them itself; what they say stands beside them in the client's list."""
    query = asked_by(telegram, anna, "drake")
    pictures = tuple(
        OfferedPicture(f"https://memes.example/{n}.jpg", f"https://memes.example/{n}-small.jpg", f"words {n} " * 20)
        for n in range(3)
    )
    await TelegramInline(bot).answer_inline(query, Offer(("a text",), pictures, kept_s=10))
    results = telegram.backend.state.inline_queries[query.answer_to].results
    assert results is not None
    assert [result["type"] for result in results] == ["photo", "photo", "photo", "article"]
    assert len({result["id"] for result in results}) == 4
    assert (results[1]["photo_url"], results[1]["thumbnail_url"]) == (pictures[1].address, pictures[1].thumbnail)
    assert len(str(results[1]["title"])) <= 60
