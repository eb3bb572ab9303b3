"""Which of the processes on this database live.

Each counts its own number up; one whose number stands still for a while is dead. Nobody's clock is compared with
another's: they may be minutes apart.
"""

import time
from collections.abc import Callable

from sqlalchemy import delete, select, update

from bot.storage import tables
from bot.storage.database import Database

processes = tables.processes

# A process beats every few seconds (`bot.jobs`); one that is suspended for longer may find its work done by others.
DEAD_AFTER_S = 15.0


class Processes:
    """Beats for this process and watches the others. `clock` gives seconds and only goes forward."""

    def __init__(self, database: Database, me: str, clock: Callable[[], float] = time.monotonic) -> None:
        """`me` is a name that no other process ever had."""
        self._database = database
        self.me = me
        self._clock = clock
        self._seen: dict[str, tuple[int, float]] = {}

    async def beat(self) -> set[str]:
        """Say that this process lives; returns the names of all that do, as far as anybody can tell."""
        async with self._database.begin() as connection:
            mine = processes.c.process == self.me
            beaten = await connection.execute(update(processes).where(mine).values(beat=processes.c.beat + 1))
            if beaten.rowcount == 0:
                await connection.execute(processes.insert().values(process=self.me, beat=1))
            rows = (await connection.execute(select(processes))).all()
            now = self._clock()
            for row in rows:
                if self._seen.get(row.process, (None, 0.0))[0] != row.beat:
                    self._seen[row.process] = row.beat, now
            living = {row.process for row in rows if now - self._seen[row.process][1] < DEAD_AFTER_S}
            dead = {row.process for row in rows} - living - {self.me}
            if dead:
                await connection.execute(delete(processes).where(processes.c.process.in_(dead)))
        self._seen = {name: seen for name, seen in self._seen.items() if name in living}
        return living | {self.me}

    async def leave(self) -> None:
        """This process ends in good order: what it did not finish may be taken up at once."""
        async with self._database.begin() as connection:
            await connection.execute(delete(processes).where(processes.c.process == self.me))
