"""Builds and runs the bot of one community: desk, cards, notices, and all that a chat can reach.

Apart from app.py because aiogram takes more than a second to import, and no other verb needs it.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial

import structlog

from bot.app import SystemClock, forgetter, guard_rules, opened, own_wall, style, wall_learning, writing
from bot.chat.answer import Habits, Reach
from bot.chat.cards import Cards
from bot.chat.carrying_out import CarryingOut
from bot.chat.delivery import Delivery
from bot.chat.desk import Desk
from bot.chat.house_news import HouseNews
from bot.chat.inline import InlineDesk
from bot.chat.language import Languages
from bot.chat.notices import Notices
from bot.chat.reminders import Reminders
from bot.connecting import CommandsMenu, Connected, connect, ears
from bot.disk import refuse_when_low
from bot.domain.chore import News
from bot.domain.member import Platform
from bot.domain.post_form import PostForms
from bot.domain.quiet_hours import parse_quiet_hours
from bot.domain.votes import VotingRules
from bot.errors import Misconfigured, WallflowerError
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning
from bot.flow.cleaning_report import read_report
from bot.flow.compose import Compose
from bot.flow.decide import Decide
from bot.flow.filling import Filling
from bot.flow.forget import Forget
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.publish import Publish
from bot.flow.silence import Silence
from bot.flow.wall_learning import WallLearning
from bot.flow.watched_writer import WatchedWriter
from bot.housework import Housework
from bot.jobs import jobs
from bot.neighbours import Neighbours
from bot.painter.client import PainterProcess
from bot.painter.keeper import ProcessTemplates
from bot.painter.painter import ProcessPainter
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.inline import TelegramInline
from bot.ports import MOST_BANNED_WORDS, Painter, TemplateKeeper, Writer
from bot.retraining import Retraining, retraining_of
from bot.scheduler import Job, Scheduler
from bot.serving import console_url, metrics_of, offering, refuse_nested_console, web_of
from bot.settings import Home, Settings
from bot.storage.api_keys import ApiKeys
from bot.storage.audit import AuditLog
from bot.storage.banned_words import BannedWords
from bot.storage.chances import Chances
from bot.storage.chores import Chores
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.inbox import Inbox
from bot.storage.logins import Logins
from bot.storage.members import Members
from bot.storage.occurrences import StoredOccurrences
from bot.storage.posts import Posts
from bot.storage.processes import Processes
from bot.storage.publications import Publications
from bot.storage.questions import Questions
from bot.storage.queue import Queue
from bot.storage.replies import Replies
from bot.storage.requests import Requests
from bot.storage.sessions import Sessions
from bot.storage.shelves import Shelves
from bot.storage.slots import Slots
from bot.storage.statistics import Statistics
from bot.storage.stored_posts import StoredPosts
from bot.storage.visits import Visits
from bot.watching import Watching, watching_of
from bot.web.console.house import House
from bot.web.console.lookout import Lookout
from bot.writer.banned_words import GuardsWordFinder
from bot.writer.protocol import Refusal

_log = structlog.get_logger(__name__)

# How long a publication or an answer that is under way may take at the end, before it is cut off and looked into at the
# next start. Together with the writer's five seconds that is less than the ten in which all is to be over.
_ENDING_S = 4.0
_RETRAIN_S = 60.0
_OFFER_S = 60.0
_CHORES_S = 20.0
_DISK_S = 3_600.0


async def serve(home: Home, settings: Settings, neighbours: Neighbours) -> None:
    """Run one community's bot until cancelled, which takes a few seconds: what is under way is let end.

    Raises Misconfigured when something is missing, is a neighbour's, or a key is refused.
    """
    refuse_nested_console(settings.web)
    neighbours.move_in(home, settings)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(home, settings))
        metrics = metrics_of(settings.web)
        watch = WatchedWriter(metrics)
        connected = await connect(home, settings, neighbours, stack, metrics)
        refusals: deque[Refusal] = deque()
        writer = await stack.enter_async_context(
            writing(home, settings, database, on_refusal=refusals.append, watch=watch)
        )
        easel = await stack.enter_async_context(PainterProcess(meter=metrics))
        drawing = ProcessPainter(easel, home.templates, watermark=settings.pictures.watermark)
        keeper = ProcessTemplates(easel, home.templates, home.pictures)
        forget = forgetter(home, settings, database)
        learning = partial(_wall_learning, home, settings, connected, keeper, database)
        reach = _reach(database, writer, drawing, keeper, settings, connected, forget, learning)
        chats = connected.chats()
        languages = Languages(reach.community, settings.community.language)
        delivery = Delivery(reach, chats)
        cards = Cards(reach, languages, delivery)
        notices = Notices(reach, languages, delivery, cards)
        processes = Processes(database, secrets.token_hex(8))
        inbox = Inbox(database, processes.me)
        desk = Desk(reach, languages, cards, notices, inbox, chats, processes=processes)
        carrying_out = CarryingOut(cards, notices, chats)
        inline = _inline(connected, reach, languages, settings)
        commands_menu = CommandsMenu(connected, settings)
        await commands_menu.offer()
        await desk.recover()
        reminders = Reminders(reach, languages, delivery, cards)
        regular = [
            *jobs(reach, cards, notices, reminders, desk, inbox, settings, refusals),
            Job("menu", _OFFER_S, commands_menu.offer),
        ]
        retraining = retraining_of(home, settings, database, neighbours.training, lambda: refuse_when_low(home))
        told_by = partial(HouseNews, reach, languages, delivery)
        regular += await stack.enter_async_context(_keeping_house(home, settings, database, retraining, told_by))
        scheduler = Scheduler(regular)
        try:
            hearing = await ears(connected, desk, inline, reach.community, settings)
            if metrics is not None:
                seen = watching_of(home, settings, database, writer, watch, retraining, hearing.pulses, metrics)
                stack.push_async_callback(seen.close)
                house = _house(home, reach, settings, database, carrying_out, seen) if settings.web.console else None
                # Before any job begins: it keeps the loop busy for a second, on a busy machine for many, and what waits
                # for the database meanwhile would find its patience gone.
                hearing.listening.append(
                    web_of(
                        settings.web, database, drawing, reach.captioning, reach.banning, hearing.hooks, house,
                        seen.watched,
                    )
                )  # fmt: skip
            scheduler.start()
            _log.info("the bot runs", home=str(home.folder), platforms=", ".join(sorted(connected.on)))
            await _listen(hearing.listening)
        finally:
            _log.info("the bot stops")
            closing = [scheduler.stop(_ENDING_S), desk.close(_ENDING_S), carrying_out.close(_ENDING_S)]
            await asyncio.gather(*closing, *([] if inline is None else [inline.close(_ENDING_S)]))


@asynccontextmanager
async def _keeping_house(
    home: Home,
    settings: Settings,
    database: Database,
    retraining: Retraining,
    told_by: Callable[[Callable[[], Awaitable[Sequence[News]]]], HouseNews],
) -> AsyncIterator[list[Job]]:
    """What the bot does by the clock in its own house; at the end what is under way there is stopped."""
    chores = Chores(database)
    housework = Housework(home, settings, chores, AuditLog(database), retraining)
    try:
        yield [
            *([Job("retrain", _RETRAIN_S, retraining.tick)] if settings.training.retrain else []),
            Job("chores", _CHORES_S, housework.tick),
            Job("disk", _DISK_S, housework.look_at_the_disk),
            Job("news", _CHORES_S, told_by(chores.take_news).tell),
        ]
    finally:
        await housework.close()
        await retraining.close()


def _reach(
    database: Database,
    writer: Writer,
    drawing: Painter,
    keeper: TemplateKeeper,
    settings: Settings,
    connected: Connected,
    forget: Forget,
    learning: Callable[[], Awaitable[WallLearning]],
) -> Reach:
    clock = SystemClock()
    queue, community = Queue(database), Community(database)
    slots, publications = Slots(database), Publications(database)
    members = Members(database, settings.roles.roles())
    compose = Compose(writer, queue, community, clock, style(settings))
    captioning = Captioning(writer, drawing, style(settings), compose.temperature)
    filling = Filling(compose, captioning, drawing, queue, clock, settings.pictures.share)
    catch_up = timedelta(minutes=settings.schedule.catch_up_minutes)
    by_settings = settings.writing.banned_words
    room = MOST_BANNED_WORDS - len(by_settings)
    banning = Banning(
        BannedWords(database), GuardsWordFinder(), room, by_settings, ban_coarse=settings.writing.ban_coarse_words
    )
    place = connected.default_place(settings)
    zone = settings.community.zone
    silence = Silence(community, clock, parse_quiet_hours(settings.schedule.quiet, zone), zone)
    serving = ServingRules(catch_up=catch_up, voting=_voting_rules(settings), guards=guard_rules(settings))
    occurrences = Occurrences(
        slots, publications, StoredOccurrences(database), silence, clock, serving, banning
    )  # fmt: skip
    return Reach(
        compose=compose,
        filling=filling,
        painter=drawing,
        own_templates=keeper,
        wall_learning=learning,
        captioning=captioning,
        photos=connected.photos(),
        decide=Decide(queue, filling, banning, slots, members, clock, _voting_rules(settings), place),
        publish=Publish(
            occurrences,
            publications,
            silence,
            connected.channels(),
            clock,
            slots=slots,
            queue=queue,
            painter=drawing,
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
            platforms=frozenset(connected.on),
            pictures_share=settings.pictures.share,
            console_url=console_url(settings.web),
        ),
        visits=Visits(database, members),
        requests=Requests(database, settings.limits.limits()),
        replies=Replies(database),
        chances=Chances(database),
        logins=Logins(database),
        hearing={} if connected.telegram is None else {Platform.TELEGRAM: TelegramChat(connected.telegram)},
    )


async def _wall_learning(
    home: Home, settings: Settings, connected: Connected, keeper: TemplateKeeper, database: Database
) -> WallLearning:
    """Made when it is asked for: VK may have to be asked whose wall it is. Raises Misconfigured, Retryable, Refused."""
    if connected.vk is None:
        raise Misconfigured("VK is off: set enabled = true under [vk] in wallflower.toml")
    return wall_learning(home, await own_wall(connected.vk, settings), keeper, database)


def _inline(connected: Connected, reach: Reach, languages: Languages, settings: Settings) -> InlineDesk | None:
    if connected.telegram is None:
        return None
    return InlineDesk(reach, languages, TelegramInline(connected.telegram), offered=offering(settings.web))


def _house(
    home: Home, reach: Reach, settings: Settings, database: Database, carrying_out: CarryingOut, seen: Watching
) -> House:
    telegram = settings.telegram
    return House(
        reach=reach,
        carry_out=carrying_out.soon,
        sessions=Sessions(database),
        logins=reach.logins,
        shelves=Shelves(database),
        lookout=Lookout(Shelves(database)),
        posts=StoredPosts(database),
        api_keys=ApiKeys(database),
        cleaning=partial(read_report, home.corpus_file),
        statistics=Statistics(database, settings.community.zone),
        laboratory=seen.laboratory,
        examiner=seen.rounds,
        vitals=seen.vitals,
        url=reach.habits.console_url,
        telegram_token=telegram.token.get_secret_value() if telegram.enabled else "",
        telegram_login=settings.web.telegram_login,
        framed_by=settings.web.framed_by,
    )


def _voting_rules(settings: Settings) -> VotingRules:
    return VotingRules(
        approvals=settings.moderation.approvals,
        by_place={one.place: one.approvals for one in settings.places if one.approvals is not None},
        editor_may_approve=settings.moderation.editor_may_approve,
    )


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
