"""Alembic's migrations. `bot.storage.schema` runs them; `wallflower migrate` is their command."""
