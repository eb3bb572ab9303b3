"""Counts what the database holds at a moment: for who watches the bot from outside. No texts, no people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.draft import DraftState, Verdict
from bot.domain.publication import PublicationState
from bot.storage import tables
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Counts:
    """All of it. `publications` are by place and state; `scraped_at` by source, when its last reading ended."""

    posts: int
    drafts: Mapping[DraftState, int]
    decisions: Mapping[Verdict, int]
    publications: Mapping[tuple[str, PublicationState], int]
    inbox_waiting: int
    scraped_at: Mapping[str, datetime]
    published_at: datetime | None


class Census:
    """Queries over whole tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self) -> Counts:
        """Of this moment. Raises Retryable."""
        drafts, decisions, publications = tables.drafts.c, tables.decisions.c, tables.publications.c
        inbox, scrapes = tables.inbox.c, tables.scrapes.c
        async with self._database.begin() as connection:
            posts = (await connection.execute(select(func.count()).select_from(tables.posts))).scalar_one()
            by_state = await connection.execute(select(drafts.state, func.count()).group_by(drafts.state))
            states = {DraftState(state): count for state, count in by_state}
            by_verdict = await connection.execute(select(decisions.verdict, func.count()).group_by(decisions.verdict))
            verdicts = {Verdict(verdict): count for verdict, count in by_verdict}
            by_place = await connection.execute(
                select(publications.place, publications.state, func.count()).group_by(
                    publications.place, publications.state
                )
            )
            places = {(place, PublicationState(state)): count for place, state, count in by_place}
            waiting = select(func.count()).select_from(tables.inbox).where(inbox.contents.is_not(None))
            inbox_waiting = (await connection.execute(waiting)).scalar_one()
            ended = select(scrapes.source, scrapes.finished_at).where(scrapes.finished_at.is_not(None))
            scraped_at = {row.source: row.finished_at for row in await connection.execute(ended)}
            published_at = (await connection.execute(select(func.max(publications.published_at)))).scalar_one()
        return Counts(
            posts=posts,
            drafts={state: states.get(state, 0) for state in DraftState},
            decisions={verdict: verdicts.get(verdict, 0) for verdict in Verdict},
            publications=places,
            inbox_waiting=inbox_waiting,
            scraped_at=scraped_at,
            published_at=published_at,
        )
