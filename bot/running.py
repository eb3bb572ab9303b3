"""Builds and starts the bot that `wallflower run` runs: both platforms, the desk, the cards, the jobs.

Apart from app.py because aiogram takes more than a second to import, and no other verb needs it.
"""

import asyncio
import signal
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiogram import Bot

from bot.app import SystemClock, opened, style, vk_clients, writing
from bot.chat.answer import Habits, Reach
from bot.chat.cards import Cards
from bot.chat.commands import menu
from bot.chat.delivery import Delivery
from bot.chat.desk import Desk
from bot.chat.language import LANGUAGES, Languages
from bot.chat.notices import Notices
from bot.domain.limits import Limit
from bot.domain.member import Platform, Role
from bot.domain.place import Place
from bot.errors import Misconfigured, Retryable, WallflowerError
from bot.flow.compose import Compose
from bot.flow.decide import Decide
from bot.flow.occurrences import Occurrences
from bot.flow.publish import Publish
from bot.platforms.telegram.channel import TelegramChannel
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.commands import DEFAULT, set_commands
from bot.platforms.telegram.polling import TelegramPolling
from bot.platforms.vk.channel import VkChannel
from bot.platforms.vk.chat import VkChat
from bot.platforms.vk.group_settings import prepare_group
from bot.platforms.vk.keys import VkClients
from bot.platforms.vk.long_poll import VkLongPoll
from bot.platforms.vk.owner import own_group
from bot.ports import Channel, Chat, Writer
from bot.scheduler import Job, Scheduler
from bot.settings import Home, Settings
from bot.storage.audit import AuditLog
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.inbox import Inbox
from bot.storage.members import Members
from bot.storage.posts import Posts
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from bot.writer.protocol import Refusal

_log = structlog.get_logger(__name__)

_VK_CURSOR = "vk_long_poll"

# How often the queue is looked at: an empty one fills within this time.
_REFILL_S = 10.0
_TIDY_S = 3_600.0
# Telegram repeats updates for a day, VK's long poll for hours.
_INBOX_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Platforms:
    """What is switched on."""

    vk: VkClients | None
    group_id: int
    telegram: Bot | None

    @property
    def on(self) -> set[Platform]:
        found = {Platform.VK} if self.vk is not None else set()
        return found | ({Platform.TELEGRAM} if self.telegram is not None else set())


async def _connect(settings: Settings, stack: AsyncExitStack) -> _Platforms:
    """Make the clients of the platforms that are on. Raises Misconfigured with the setting that is missing."""
    vk: VkClients | None = None
    group_id = settings.vk.group_id
    if settings.vk.enabled:
        vk = vk_clients(settings)
        stack.callback(vk.close)
        if vk.community is None:
            raise Misconfigured(
                "VK is on but has no community key: put WALLFLOWER_VK_COMMUNITY_KEY=… into .env, "
                "or set enabled = false under [vk]"
            )
        group_id = group_id or await own_group(vk.community)
        try:
            await prepare_group(vk.community, group_id)
        except WallflowerError as error:
            # It may well be set up by hand; if it isn't, or the key is wrong, the long poll says so.
            _log.warning("the community's long poll could not be looked at", problem=str(error))
    telegram: Bot | None = None
    if settings.telegram.enabled:
        token = settings.telegram.token.get_secret_value()
        if not token:
            raise Misconfigured(
                "Telegram is on but has no token: put WALLFLOWER_TELEGRAM_TOKEN=… (from @BotFather) into .env, or set "
                "enabled = false under [telegram]"
            )
        telegram = make_bot(token, settings.telegram.api_url)
        stack.push_async_callback(telegram.session.close)
    if vk is None and telegram is None:
        raise Misconfigured("no platform is on: set enabled = true under [vk] or [telegram] in wallflower.toml")
    return _Platforms(vk, group_id, telegram)


def _default_place(settings: Settings, platforms: _Platforms) -> Place | None:
    if settings.schedule.place is not None:
        return settings.schedule.place
    return Place(Platform.VK, str(-platforms.group_id)) if platforms.vk is not None else None


async def run(home: Home, settings: Settings) -> None:
    """Run the bot until SIGINT or SIGTERM. Raises Misconfigured when something is missing or a key is refused."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(home, settings))
        platforms = await _connect(settings, stack)
        refusals: deque[Refusal] = deque()
        writer = await stack.enter_async_context(writing(home, settings, on_refusal=refusals.append))
        reach = _reach(database, writer, settings, platforms)
        chats = _chats(platforms)
        languages = Languages(reach.community, settings.community.language)
        delivery = Delivery(reach, chats)
        cards = Cards(reach, languages, delivery)
        notices = Notices(reach, languages, delivery, cards)
        desk = Desk(reach, languages, cards, notices, Inbox(database), chats)
        await _offer_commands(platforms, settings)
        await desk.recover()
        scheduler = Scheduler(_jobs(reach, cards, notices, Inbox(database), settings, refusals))
        scheduler.start()
        _log.info("the bot runs", home=str(home.folder), platforms=", ".join(sorted(platforms.on)))
        try:
            await _until_told(_receive(platforms, desk, reach.community))
        finally:
            _log.info("the bot stops")
            await scheduler.stop()
            await desk.close()


def _reach(database: Database, writer: Writer, settings: Settings, platforms: _Platforms) -> Reach:
    clock = SystemClock()
    queue, community = Queue(database), Community(database)
    slots, publications = Slots(database), Publications(database)
    compose = Compose(writer, queue, community, clock, style(settings))
    catch_up = timedelta(minutes=settings.schedule.catch_up_minutes)
    return Reach(
        compose=compose,
        decide=Decide(queue, compose, clock),
        publish=Publish(
            Occurrences(slots, publications, clock, catch_up), publications, community, _channels(platforms), clock
        ),
        queue=queue,
        slots=slots,
        publications=publications,
        community=community,
        members=Members(database, settings.roles.roles()),
        audit_log=AuditLog(database),
        posts=Posts(database),
        clock=clock,
        habits=Habits(
            limit=Limit(settings.limits.memes, timedelta(seconds=settings.limits.window_s)),
            language=settings.community.language,
            zone=settings.community.zone,
            place=_default_place(settings, platforms),
            moderation_chats=settings.moderation.chats,
            platforms=frozenset(platforms.on),
        ),
    )


def _channels(platforms: _Platforms) -> dict[Platform, Channel]:
    channels: dict[Platform, Channel] = {}
    if platforms.vk is not None:
        channels[Platform.VK] = VkChannel(platforms.vk)
    if platforms.telegram is not None:
        channels[Platform.TELEGRAM] = TelegramChannel(platforms.telegram)
    return channels


def _chats(platforms: _Platforms) -> dict[Platform, Chat]:
    chats: dict[Platform, Chat] = {}
    if platforms.vk is not None and platforms.vk.community is not None:
        chats[Platform.VK] = VkChat(platforms.vk.community)
    if platforms.telegram is not None:
        chats[Platform.TELEGRAM] = TelegramChat(platforms.telegram)
    return chats


def _jobs(
    reach: Reach, cards: Cards, notices: Notices, inbox: Inbox, settings: Settings, refusals: deque[Refusal]
) -> list[Job]:
    async def publish() -> None:
        for outcome in await reach.publish.tick():
            await notices.report(outcome)

    async def refill() -> None:
        try:
            await reach.compose.refill(settings.queue.keep)
        except Retryable as error:
            # Members are served first, or the writer is just starting again. The queue is looked at again right away.
            _log.debug("the queue is filled later", problem=str(error))
        finally:
            await cards.show_missing()
            await notices.show_missing()

    async def warn() -> None:
        while refusals:
            refusal = refusals.popleft()
            await notices.report_checkpoint(refusal.run, refusal.why, refusal.kept)

    async def tidy() -> None:
        await inbox.forget_before(reach.clock.now() - _INBOX_KEPT)

    return [
        Job("publish", settings.schedule.tick_s, publish),
        Job("refill", _REFILL_S, refill),
        Job("warn", _REFILL_S, warn),
        Job("tidy", _TIDY_S, tidy),
    ]


async def _offer_commands(platforms: _Platforms, settings: Settings) -> None:
    """Fill Telegram's menu of commands. A bot without a menu works; a wrong token is found by the polling."""
    if platforms.telegram is None:
        return
    menus = {code: menu(words, Role.MEMBER) for code, words in LANGUAGES.items()}
    try:
        await set_commands(platforms.telegram, {DEFAULT: menus[settings.community.language], **menus})
    except WallflowerError as error:
        _log.warning("the menu of commands could not be set", problem=str(error))


def _receive(platforms: _Platforms, desk: Desk, community: Community) -> list[Coroutine[None, None, None]]:
    """What listens to each platform, for ever."""
    listening: list[Coroutine[None, None, None]] = []
    if platforms.vk is not None and platforms.vk.community is not None:
        cursor = f"{_VK_CURSOR}_{platforms.group_id}"
        poll = VkLongPoll(
            platforms.vk.community,
            platforms.group_id,
            cursor_load=lambda: community.cursor(cursor),
            cursor_save=lambda ts: community.set_cursor(cursor, ts),
            on_message=desk.receive,
            on_press=desk.receive,
        )
        listening.append(poll.run())
    if platforms.telegram is not None:
        listening.append(TelegramPolling(platforms.telegram, desk.receive, desk.receive).run())
    return listening


async def _until_told(listening: Sequence[Coroutine[None, None, None]]) -> None:
    """Listen until SIGINT or SIGTERM. The first error of a listener ends all and is raised as it is."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)

    async def wait() -> None:
        await told.wait()
        raise _ToldToStop

    try:
        async with asyncio.TaskGroup() as group:
            for listener in (*listening, wait()):
                group.create_task(listener)
    except* _ToldToStop:
        pass
    except* WallflowerError as errors:
        raise _first(errors) from None
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class _ToldToStop(Exception):  # noqa: N818 - no error
    """A signal ended the run."""


def _first(errors: BaseExceptionGroup[WallflowerError]) -> WallflowerError:
    found = errors.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found
