"""Counts how things have gone: what was approved, liked, asked for and published, since when one likes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Float, Integer, Row, case, cast, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.draft import DraftState, Verdict
from bot.domain.figures import Figures, Share, Waits, by_hour_of_day, by_week, hour_of, waits
from bot.domain.publication import PublicationState
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.hours import hour, seconds_between
from bot.storage.requests import COUNTED_KINDS

# Drafts of more checkpoints than these nobody compares at one look: the newest.
_CHECKPOINTS = 12
_ACCEPTED = (
    DraftState.APPROVED,
    DraftState.PUBLISHING,
    DraftState.PUBLISHED,
    DraftState.UNSURE,
    DraftState.TAKEN_DOWN,
)
_ARRIVED = (PublicationState.PUBLISHED.value, PublicationState.TAKEN_DOWN.value)


class Statistics:
    """Queries over all that was written, decided and said. Drafts and replies count by when they were written."""

    def __init__(self, database: Database, zone: str) -> None:
        """`zone` is the community's: by it a day has its hours and a week begins."""
        self._database = database
        self._zone = ZoneInfo(zone)

    async def figures(self, since: datetime | None, now: datetime) -> Figures:
        """What there is since an instant, or ever."""
        async with self._database.begin() as connection:
            drafts = await self._drafts(connection, since)
            likes = await self._likes(connection, since)
            asked = await self._by_hour(connection, tables.replies.c.written_at, since)
            decided = await self._by_hour(connection, tables.decisions.c.decided_at, since)
            published = await self._published(connection, since)
            requests = await self._requests(connection, since)
            waited = await self._waits(connection, since)
        return Figures(
            approved_by_temperature=_by_temperature(drafts),
            approved_by_checkpoint=_by_checkpoint(drafts),
            liked_by_temperature=_by_temperature(likes),
            liked_by_checkpoint=_by_checkpoint(likes),
            asked=by_hour_of_day(asked, self._zone),
            decided=by_hour_of_day(decided, self._zone),
            published=by_week(published, self._zone, now),
            requests=requests,
            waits=waited,
        )

    @staticmethod
    async def _drafts(connection: AsyncConnection, since: datetime | None) -> list[Row[Any]]:
        """Of each temperature and checkpoint how many drafts were decided on, and how many of them accepted."""
        drafts = tables.drafts
        accepted = drafts.c.state.in_([state.value for state in _ACCEPTED])
        query = (
            select(
                drafts.c.temperature,
                drafts.c.checkpoint,
                func.sum(cast(accepted, Integer)).label("part"),
                func.count().label("whole"),
                func.max(drafts.c.created_at).label("newest"),
            )
            .where(drafts.c.state.in_([*(state.value for state in _ACCEPTED), DraftState.REJECTED.value]))
            .group_by(drafts.c.temperature, drafts.c.checkpoint)
        )
        if since is not None:
            query = query.where(drafts.c.created_at >= since)
        return list(await connection.execute(query))

    @staticmethod
    async def _likes(connection: AsyncConnection, since: datetime | None) -> list[Row[Any]]:
        """Of each temperature and checkpoint how many reactions there were, and how many of them likes."""
        replies, reactions = tables.replies, tables.reactions
        query = (
            select(
                replies.c.temperature,
                replies.c.checkpoint,
                func.sum(case((reactions.c.value > 0, 1), else_=0)).label("part"),
                func.count().label("whole"),
                func.max(replies.c.written_at).label("newest"),
            )
            .join_from(replies, reactions, reactions.c.reply_id == replies.c.id)
            .group_by(replies.c.temperature, replies.c.checkpoint)
        )
        if since is not None:
            query = query.where(replies.c.written_at >= since)
        return list(await connection.execute(query))

    @staticmethod
    async def _by_hour(
        connection: AsyncConnection, column: Column[Any], since: datetime | None
    ) -> Mapping[datetime, int]:
        named = hour(column, connection).label("hour")
        query = select(named, func.count().label("rows")).where(column.is_not(None)).group_by(named)
        if since is not None:
            query = query.where(column >= since)
        return {hour_of(row.hour): row.rows for row in await connection.execute(query)}

    @staticmethod
    async def _published(connection: AsyncConnection, since: datetime | None) -> Mapping[datetime, int]:
        """Posts that arrived, each once for each place."""
        publications = tables.publications
        named = hour(publications.c.published_at, connection).label("hour")
        query = (
            select(named, func.count().label("rows"))
            .where(publications.c.state.in_(_ARRIVED), publications.c.published_at.is_not(None))
            .group_by(named)
        )
        if since is not None:
            query = query.where(publications.c.published_at >= since)
        return {hour_of(row.hour): row.rows for row in await connection.execute(query)}

    @staticmethod
    async def _requests(connection: AsyncConnection, since: datetime | None) -> tuple[tuple[str, int], ...]:
        """What members asked for, by kind: what is counted and folded already, and what is kept singly still."""
        activity, requests = tables.activity, tables.requests
        folded = select(activity.c.kind, func.sum(activity.c.count).label("rows")).group_by(activity.c.kind)
        single = (
            select(requests.c.kind, func.count().label("rows"))
            .where(requests.c.kind.in_(COUNTED_KINDS))
            .group_by(requests.c.kind)
        )
        if since is not None:
            # As text of one form hours stand in their order; the hour in which the period begins counts whole.
            folded = folded.where(activity.c.hour >= f"{since:%Y-%m-%d %H}")
            single = single.where(requests.c.requested_at >= since)
        found: defaultdict[str, int] = defaultdict(int)
        for query in (folded, single):
            for row in await connection.execute(query):
                found[row.kind] += int(row.rows)
        return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    @staticmethod
    async def _waits(connection: AsyncConnection, since: datetime | None) -> Waits | None:
        """From when a draft was written to the first verdict on it."""
        drafts, decisions = tables.drafts, tables.decisions
        first = (
            select(decisions.c.draft_id, func.min(decisions.c.decided_at).label("at"))
            .where(decisions.c.verdict.in_([Verdict.APPROVE.value, Verdict.REJECT.value]))
            .group_by(decisions.c.draft_id)
            .subquery()
        )
        seconds = type_coerce(cast(seconds_between(drafts.c.created_at, first.c.at, connection), Float), Float)
        query = select(seconds).join_from(drafts, first, first.c.draft_id == drafts.c.id)
        if since is not None:
            query = query.where(drafts.c.created_at >= since)
        return waits((await connection.execute(query)).scalars())


def _by_temperature(rows: Iterable[Row[Any]]) -> tuple[Share, ...]:
    """To a tenth: a slot may have a temperature of its own, and an admin turns it as they like."""
    found: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        tenth = found[int(row.temperature * 10 + 0.5)]
        tenth[0] += int(row.part)
        tenth[1] += row.whole
    return tuple(Share(f"{tenth / 10:.1f}", part, whole) for tenth, (part, whole) in sorted(found.items()))


def _by_checkpoint(rows: Iterable[Row[Any]]) -> tuple[Share, ...]:
    """The newest, oldest first."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    newest: dict[str, datetime] = {}
    for row in rows:
        found[row.checkpoint][0] += int(row.part)
        found[row.checkpoint][1] += row.whole
        newest[row.checkpoint] = max(row.newest, newest.get(row.checkpoint, row.newest))
    shown = sorted(newest, key=lambda name: (newest[name], name))[-_CHECKPOINTS:]
    return tuple(Share(name, *found[name]) for name in shown)
