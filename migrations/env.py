"""Alembic's entry. The connection, already in a transaction, comes from `bot.storage.schema`.

To write a new migration after changing bot/storage/tables.py:
    .venv/bin/python -m migrations "add a column"
"""

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # The caller's transaction is the only one: a migration is done whole or not at all, on SQLite too.
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()
