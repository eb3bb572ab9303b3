"""Writes a migration from the difference between bot/storage/tables.py and the newest migration.

.venv/bin/python -m migrations "add a column"
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command

from bot.storage import schema
from bot.storage.database import Database


async def write(message: str) -> None:
    """Migrate a fresh database to the newest tables and let Alembic compare."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'fresh.db'}")
        if any((Path(__file__).parent / "versions").glob("*.py")):
            await schema.migrate(database)
        async with database.begin() as connection:

            def compare(sync_connection: object) -> None:
                config = schema.config()
                config.attributes["connection"] = sync_connection
                command.revision(config, message, autogenerate=True)

            await connection.run_sync(compare)
        await database.close()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
