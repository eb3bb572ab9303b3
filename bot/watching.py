"""Builds what looks at a running bot: for the console's pages about checkpoints and health, and for the probes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import logs
from bot.doctor.rounds import Rounds
from bot.domain.checkpoint_run import KnownRun
from bot.domain.pulse import Pulse
from bot.flow.watched_writer import WatchedWriter
from bot.laboratory import HomeLaboratory
from bot.ports import Writer
from bot.retraining import Retraining, is_at_work
from bot.settings import Home, Settings
from bot.storage.api_keys import ApiKeys
from bot.storage.census import Census
from bot.storage.chores import Chores
from bot.storage.database import Database
from bot.web.readiness import Readiness
from bot.web.vitals import Vitals
from bot.web.watched import Watched
from model.checkpoint import LIVE

if TYPE_CHECKING:
    from bot.web.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Watching:
    """All of it. Close it in the end."""

    laboratory: HomeLaboratory
    rounds: Rounds
    vitals: Vitals
    watched: Watched

    async def close(self) -> None:
        """End what is under way."""
        await asyncio.gather(self.laboratory.close(), self.rounds.close())


def watching_of(
    home: Home,
    settings: Settings,
    database: Database,
    writer: Writer,
    watch: WatchedWriter,
    retraining: Retraining,
    pulses: Mapping[str, Pulse],
    metrics: "Metrics",
) -> Watching:
    """`writer` is the one behind the guards, `watch` stands before the process itself."""
    laboratory = HomeLaboratory(home, database, writer, retraining)
    readiness = Readiness(database, watch, pulses, (home.checkpoints / LIVE).exists)
    census = Census(database)

    async def live() -> KnownRun | None:
        return next((run for run in await laboratory.runs() if run.is_live), None)

    return Watching(
        laboratory,
        Rounds(home, settings, database),
        Vitals(readiness, census, Chores(database), laboratory.runs, logs.last_troubles),
        Watched(
            readiness=readiness,
            metrics=metrics,
            census=census,
            pulses=pulses,
            live=live,
            is_training=lambda: is_at_work(home),
            find_key=ApiKeys(database).name_of,
            has_proxy=bool(settings.web.behind_proxy or settings.web.public_url),
        ),
    )
