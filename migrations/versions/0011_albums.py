"""drafts, decisions and replies with several pictures: their captions as a list; room for the names of all of them"""

from alembic import op
import sqlalchemy as sa

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_CAPTIONS = (
    ("drafts", "caption", "captions"),
    ("decisions", "caption_before", "captions_before"),
    ("decisions", "caption_after", "captions_after"),
    ("replies", "caption", "captions"),
)


def upgrade() -> None:
    for table, one, many in _CAPTIONS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {one} TO {many}")
        # What was one JSON object is a list of one.
        op.execute(f"UPDATE {table} SET {many} = '[' || {many} || ']' WHERE {many} IS NOT NULL")
    op.add_column("cards", sa.Column("album", sa.String(200)))
    _change_type("remote_id", sa.String(200))
    _change_type("attachment", sa.Text())


def downgrade() -> None:
    """Of several pictures only the first stays."""
    connection = op.get_bind()
    for table, one, many in reversed(_CAPTIONS):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {many} TO {one}")
        first = "json_extract({0}, '$[0]')" if connection.dialect.name == "sqlite" else "({0}::json -> 0)::text"
        op.execute(f"UPDATE {table} SET {one} = {first.format(one)} WHERE {one} IS NOT NULL")
    op.drop_column("cards", "album")
    _change_type("attachment", sa.String(200))
    _change_type("remote_id", sa.String(100))


def _change_type(name: str, wanted: sa.types.TypeEngine[str]) -> None:
    """SQLite changes no column's type: a new one takes its place, on PostgreSQL as well."""
    op.add_column("publications", sa.Column(f"{name}_new", wanted))
    op.execute(f"UPDATE publications SET {name}_new = {name}")
    op.drop_column("publications", name)
    op.execute(f"ALTER TABLE publications RENAME COLUMN {name}_new TO {name}")
