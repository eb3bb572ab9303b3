"""When a training that nobody started by hand last began: so that none begins too soon, in whatever process."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage import tables
from bot.storage.database import Database

_CONTROL = "retrain_begun_at"

controls = tables.controls


class Retrains:
    """Queries on the last such training."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, every: timedelta) -> bool:
        """Whether one may begin now: of several processes that ask, one hears yes, and that counts as the beginning."""
        # As texts of one form and zone, instants stand in their order.
        said, before = (instant.isoformat(timespec="microseconds") for instant in (now, now - every))
        insert = sqlite.insert(controls) if self._database.is_sqlite else postgresql.insert(controls)
        first = insert.values(name=_CONTROL, value=said).on_conflict_do_nothing().returning(controls.c.name)
        again = update(controls).where(controls.c.name == _CONTROL, controls.c.value <= before).values(value=said)
        async with self._database.begin() as connection:
            if (await connection.execute(first)).first() is not None:
                return True
            return (await connection.execute(again)).rowcount == 1
