"""Builds and runs the bot of one community: desk, cards, notices, and all that a chat can reach.

Apart from app.py because aiogram takes more than a second to import, and no other verb needs it.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta

import structlog

from bot.app import SystemClock, forgetter, guard_rules, opened, style, writing
from bot.chat.answer import Habits, Reach
from bot.chat.cards import Cards
from bot.chat.carrying_out import CarryingOut
from bot.chat.delivery import Delivery
from bot.chat.desk import Desk
from bot.chat.inline import InlineDesk
from bot.chat.language import Languages
from bot.chat.notices import Notices
from bot.chat.reminders import Reminders
from bot.connecting import CommandsMenu, Connected, connect, ears
from bot.domain.member import Platform
from bot.domain.post_form import PostForms
from bot.domain.quiet_hours import parse_quiet_hours
from bot.domain.votes import VotingRules
from bot.errors import WallflowerError
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning
from bot.flow.compose import Compose
from bot.flow.decide import Decide
from bot.flow.filling import Filling
from bot.flow.forget import Forget
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.publish import Publish
from bot.flow.silence import Silence
from bot.jobs import jobs
from bot.neighbours import Neighbours
from bot.painter.client import PainterProcess
from bot.painter.keeper import ProcessTemplates
from bot.painter.painter import ProcessPainter
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.inline import TelegramInline
from bot.ports import MOST_BANNED_WORDS, Painter, TemplateKeeper, Writer
from bot.retraining import retraining_of
from bot.scheduler import Job, Scheduler
from bot.serving import console_url, offering, refuse_nested_console, web_of
from bot.settings import Home, Settings
from bot.storage.audit import AuditLog
from bot.storage.banned_words import BannedWords
from bot.storage.chances import Chances
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
from bot.storage.slots import Slots
from bot.storage.visits import Visits
from bot.web.console.house import House
from bot.writer.banned_words import GuardsWordFinder
from bot.writer.protocol import Refusal

_log = structlog.get_logger(__name__)

# How long a publication or an answer that is under way may take at the end, before it is cut off and looked into at the
# next start. Together with the writer's five seconds that is less than the ten in which all is to be over.
_ENDING_S = 4.0
_RETRAIN_S = 60.0
_OFFER_S = 60.0


async def serve(home: Home, settings: Settings, neighbours: Neighbours) -> None:
    """Run one community's bot until cancelled, which takes a few seconds: what is under way is let end.

    Raises Misconfigured when something is missing, is a neighbour's, or a key is refused.
    """
    refuse_nested_console(settings.web)
    neighbours.move_in(home, settings)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(home, settings))
        connected = await connect(home, settings, neighbours, stack)
        refusals: deque[Refusal] = deque()
        writer = await stack.enter_async_context(writing(home, settings, database, on_refusal=refusals.append))
        easel = await stack.enter_async_context(PainterProcess())
        drawing = ProcessPainter(easel, home.templates, watermark=settings.pictures.watermark)
        keeper = ProcessTemplates(easel, home.templates, home.pictures)
        forget = forgetter(home, settings, database)
        reach = _reach(database, writer, drawing, keeper, settings, connected, forget)
        chats = connected.chats()
        languages = Languages(reach.community, settings.community.language)
        delivery = Delivery(reach, chats)
        cards = Cards(reach, languages, delivery)
        notices = Notices(reach, languages, delivery, cards)
        processes = Processes(database, secrets.token_hex(8))
        inbox = Inbox(database, processes.me)
        desk = Desk(reach, languages, cards, notices, inbox, chats, processes=processes)
        carrying_out = CarryingOut(cards, notices, chats)
        inline = None
        if connected.telegram is not None:
            inline = InlineDesk(reach, languages, TelegramInline(connected.telegram), offered=offering(settings.web))
        commands_menu = CommandsMenu(connected, settings)
        await commands_menu.offer()
        await desk.recover()
        reminders = Reminders(reach, languages, delivery, cards)
        regular = jobs(reach, cards, notices, reminders, desk, inbox, settings, refusals)
        regular.append(Job("menu", _OFFER_S, commands_menu.offer))
        if settings.training.retrain:
            retraining = retraining_of(home, settings, database, neighbours.training)
            stack.push_async_callback(retraining.close)
            regular.append(Job("retrain", _RETRAIN_S, retraining.tick))
        scheduler = Scheduler(regular)
        scheduler.start()
        _log.info("the bot runs", home=str(home.folder), platforms=", ".join(sorted(connected.on)))
        try:
            hearing = await ears(connected, desk, inline, reach.community, settings)
            listening = hearing.listening
            if settings.web.listen:
                house = _house(reach, settings, database, carrying_out) if settings.web.console else None
                listening.append(
                    web_of(settings.web, database, drawing, reach.captioning, reach.banning, hearing.hooks, house)
                )
            await _listen(listening)
        finally:
            _log.info("the bot stops")
            closing = [scheduler.stop(_ENDING_S), desk.close(_ENDING_S), carrying_out.close(_ENDING_S)]
            await asyncio.gather(*closing, *([] if inline is None else [inline.close(_ENDING_S)]))


def _reach(
    database: Database,
    writer: Writer,
    drawing: Painter,
    keeper: TemplateKeeper,
    settings: Settings,
    connected: Connected,
    forget: Forget,
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


def _house(reach: Reach, settings: Settings, database: Database, carrying_out: CarryingOut) -> House:
    telegram = settings.telegram
    return House(
        reach=reach,
        carry_out=carrying_out.soon,
        sessions=Sessions(database),
        logins=reach.logins,
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
