"""Builds and runs the bot of one community: both platforms, the desk, the cards, the jobs.

Apart from app.py because aiogram takes more than a second to import, and no other verb needs it.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiogram import Bot

from bot.app import SystemClock, forgetter, guard_rules, opened, style, vk_clients, writing
from bot.chat.answer import Habits, Reach
from bot.chat.cards import Cards
from bot.chat.commands import menu
from bot.chat.delivery import Delivery
from bot.chat.desk import Desk
from bot.chat.inline import InlineDesk
from bot.chat.language import LANGUAGES, Languages
from bot.chat.notices import Notices
from bot.chat.reminders import Reminders
from bot.chat.unasked import Unasked
from bot.domain.member import Platform, Role
from bot.domain.place import Place
from bot.domain.post_form import PostForms
from bot.domain.quiet_hours import parse_quiet_hours
from bot.domain.votes import VotingRules
from bot.errors import Misconfigured, Retryable, WallflowerError
from bot.flow.banning import Banning
from bot.flow.compose import Compose
from bot.flow.decide import Decide
from bot.flow.forget import Forget
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.publish import Publish
from bot.flow.silence import Silence
from bot.neighbours import Neighbours
from bot.platforms.telegram.channel import TelegramChannel
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.commands import DEFAULT, set_commands
from bot.platforms.telegram.inline import TelegramInline
from bot.platforms.telegram.polling import TelegramPolling
from bot.platforms.vk.channel import VkChannel
from bot.platforms.vk.chat import VkChat
from bot.platforms.vk.group_settings import prepare_group
from bot.platforms.vk.keys import VkClients
from bot.platforms.vk.long_poll import VkLongPoll
from bot.platforms.vk.owner import own_group
from bot.ports import MOST_BANNED_WORDS, Channel, Chat, Writer
from bot.retraining import retraining_of
from bot.scheduler import Job, Scheduler
from bot.settings import Home, Settings
from bot.storage.audit import AuditLog
from bot.storage.banned_words import BannedWords
from bot.storage.chances import Chances
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.inbox import Inbox
from bot.storage.members import Members
from bot.storage.occurrences import StoredOccurrences
from bot.storage.posts import Posts
from bot.storage.processes import Processes
from bot.storage.publications import Publications
from bot.storage.questions import Questions
from bot.storage.queue import Queue
from bot.storage.replies import Replies
from bot.storage.requests import Requests
from bot.storage.slots import Slots
from bot.storage.visits import Visits
from bot.writer.banned_words import GuardsWordFinder
from bot.writer.protocol import Refusal

_log = structlog.get_logger(__name__)

_VK_CURSOR = "vk_long_poll"

# How long a publication or an answer that is under way may take at the end, before it is cut off and looked into at the
# next start. Together with the writer's five seconds that is less than the ten in which all is to be over.
_ENDING_S = 4.0
# How often the queue is looked at: an empty one fills within this time.
_REFILL_S = 10.0
# For so long ahead each slot has its draft.
_PROVIDED_FOR = timedelta(hours=48)
_TIDY_S = 3_600.0
_EXPIRE_S = 60.0
_RETRAIN_S = 60.0
# Telegram repeats updates for a day, VK's long poll for hours.
_INBOX_KEPT = timedelta(days=7)
_REQUESTS_KEPT = timedelta(hours=1)
# How often this process says that it lives and looks for what dead ones left.
_RECOVER_S = 4.0
# How often the numbers under a reply may change.
_LIKES_S = 2.0


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


async def _connect(home: Home, settings: Settings, neighbours: Neighbours, stack: AsyncExitStack) -> _Platforms:
    """Make the clients of the platforms that are on. Raises Misconfigured with the setting that is missing."""
    vk: VkClients | None = None
    group_id = settings.vk.group_id
    if settings.vk.enabled:
        vk = vk_clients(settings, neighbours.paces)
        stack.callback(vk.close)
        if vk.community is None:
            raise Misconfigured(
                "VK is on but has no community key: put WALLFLOWER_VK_COMMUNITY_KEY=… into .env, "
                "or set enabled = false under [vk]"
            )
        if not group_id:
            group_id = await own_group(vk.community)
            neighbours.take_group(home, settings, group_id)
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


async def serve(home: Home, settings: Settings, neighbours: Neighbours) -> None:
    """Run one community's bot until cancelled, which takes a few seconds: what is under way is let end.

    Raises Misconfigured when something is missing, is a neighbour's, or a key is refused.
    """
    neighbours.move_in(home, settings)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(home, settings))
        platforms = await _connect(home, settings, neighbours, stack)
        refusals: deque[Refusal] = deque()
        writer = await stack.enter_async_context(writing(home, settings, database, on_refusal=refusals.append))
        reach = _reach(database, writer, settings, platforms, forgetter(home, settings, database))
        chats = _chats(platforms)
        languages = Languages(reach.community, settings.community.language)
        delivery = Delivery(reach, chats)
        cards = Cards(reach, languages, delivery)
        notices = Notices(reach, languages, delivery, cards)
        processes = Processes(database, secrets.token_hex(8))
        inbox = Inbox(database, processes.me)
        desk = Desk(reach, languages, cards, notices, inbox, chats, processes=processes)
        inline = None
        if platforms.telegram is not None:
            inline = InlineDesk(reach, languages, TelegramInline(platforms.telegram))
        await _offer_commands(platforms, settings)
        await desk.recover()
        reminders = Reminders(reach, languages, delivery, cards)
        jobs = _jobs(reach, cards, notices, reminders, desk, inbox, settings, refusals)
        if settings.training.retrain:
            retraining = retraining_of(home, settings, database)
            stack.push_async_callback(retraining.close)
            jobs.append(Job("retrain", _RETRAIN_S, retraining.tick))
        scheduler = Scheduler(jobs)
        scheduler.start()
        _log.info("the bot runs", home=str(home.folder), platforms=", ".join(sorted(platforms.on)))
        try:
            await _listen(_receive(platforms, desk, inline, reach.community))
        finally:
            _log.info("the bot stops")
            closing = [scheduler.stop(_ENDING_S), desk.close(_ENDING_S)]
            await asyncio.gather(*closing, *([] if inline is None else [inline.close(_ENDING_S)]))


def _reach(database: Database, writer: Writer, settings: Settings, platforms: _Platforms, forget: Forget) -> Reach:
    clock = SystemClock()
    queue, community = Queue(database), Community(database)
    slots, publications = Slots(database), Publications(database)
    members = Members(database, settings.roles.roles())
    compose = Compose(writer, queue, community, clock, style(settings))
    catch_up = timedelta(minutes=settings.schedule.catch_up_minutes)
    room = MOST_BANNED_WORDS - len(settings.writing.banned_words)
    banning = Banning(BannedWords(database), GuardsWordFinder(), room)
    place = _default_place(settings, platforms)
    zone = settings.community.zone
    silence = Silence(community, clock, parse_quiet_hours(settings.schedule.quiet, zone), zone)
    serving = ServingRules(catch_up=catch_up, voting=_voting_rules(settings), guards=guard_rules(settings))
    occurrences = Occurrences(
        slots, publications, StoredOccurrences(database), silence, clock, serving, banning
    )  # fmt: skip
    return Reach(
        compose=compose,
        decide=Decide(queue, compose, banning, slots, members, clock, _voting_rules(settings), place),
        publish=Publish(
            occurrences,
            publications,
            silence,
            _channels(platforms),
            clock,
            slots=slots,
            queue=queue,
            catch_up=catch_up,
            forms=PostForms({one.place: one.form for one in settings.places}),
            voting=_voting_rules(settings),
            default_place=place,
        ),
        occurrences=occurrences,
        silence=silence,
        forget=forget,
        queue=queue,
        slots=slots,
        publications=publications,
        community=community,
        members=members,
        questions=Questions(database),
        banning=banning,
        audit_log=AuditLog(database),
        posts=Posts(database),
        clock=clock,
        habits=Habits(
            limits=settings.limits.limits(),
            language=settings.community.language,
            zone=settings.community.zone,
            place=place,
            moderation_chats=settings.moderation.chats,
            platforms=frozenset(platforms.on),
        ),
        visits=Visits(database, members),
        requests=Requests(database, settings.limits.limits()),
        replies=Replies(database),
        chances=Chances(database),
        hearing={} if platforms.telegram is None else {Platform.TELEGRAM: TelegramChat(platforms.telegram)},
    )


def _voting_rules(settings: Settings) -> VotingRules:
    return VotingRules(
        approvals=settings.moderation.approvals,
        by_place={one.place: one.approvals for one in settings.places if one.approvals is not None},
        editor_may_approve=settings.moderation.editor_may_approve,
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
    reach: Reach,
    cards: Cards,
    notices: Notices,
    reminders: Reminders,
    desk: Desk,
    inbox: Inbox,
    settings: Settings,
    refusals: deque[Refusal],
) -> list[Job]:
    unasked = Unasked(reach, cards, notices)

    async def publish() -> None:
        await unasked.report(await reach.publish.tick())

    async def refill() -> None:
        lacking = await reach.occurrences.lacking(_PROVIDED_FOR)
        try:
            await reach.compose.refill(settings.queue.keep, lacking)
            await reminders.tell_writer_trouble(None)
        except Misconfigured as error:
            if lacking:
                await reminders.tell_writer_trouble(str(error))
            raise
        except Retryable as error:
            # Members are served first, or the writer is just starting again. The queue is looked at again right away.
            _log.debug("the queue is filled later", problem=str(error))
        finally:
            await unasked.show_missing()

    async def warn() -> None:
        while refusals and not await reach.silence.is_quiet():
            refusal = refusals.popleft()
            await notices.report_checkpoint(refusal.run, refusal.why, refusal.kept)

    async def tidy() -> None:
        now = reach.clock.now()
        await inbox.forget_before(now - _INBOX_KEPT)
        await reach.requests.forget_before(now - max(_REQUESTS_KEPT, reach.habits.limits.window))
        await reach.replies.forget_before(now - timedelta(days=settings.limits.keep_replies_days))

    async def recover() -> None:
        await desk.recover()

    async def expire() -> None:
        hours = settings.moderation.expire_hours
        for draft_id in await reach.decide.expire(timedelta(hours=hours)) if hours else []:
            await cards.redraw(draft_id)

    return [
        Job("publish", settings.schedule.tick_s, publish),
        Job("refill", _REFILL_S, refill),
        Job("remind", _REFILL_S, reminders.remind),
        Job("warn", _REFILL_S, warn),
        Job("tidy", _TIDY_S, tidy),
        Job("expire", _EXPIRE_S, expire),
        Job("recover", _RECOVER_S, recover),
        Job("likes", _LIKES_S, desk.faces.redraw),
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


def _receive(
    platforms: _Platforms, desk: Desk, inline: InlineDesk | None, community: Community
) -> list[Coroutine[None, None, None]]:
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
        on_inline = None if inline is None else inline.receive
        polling = TelegramPolling(platforms.telegram, desk.receive, desk.receive, on_inline=on_inline)
        listening.append(polling.run())
    return listening


async def _listen(listening: Sequence[Coroutine[None, None, None]]) -> None:
    """Listen until cancelled. The first error of a listener ends all and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for listener in listening:
                group.create_task(listener)
    except* WallflowerError as errors:
        raise _first(errors) from None


def _first(errors: BaseExceptionGroup[WallflowerError]) -> WallflowerError:
    found = errors.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found
