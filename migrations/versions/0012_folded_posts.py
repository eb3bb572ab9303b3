"""posts in the form in which they are searched"""

import unicodedata

from alembic import op
import sqlalchemy as sa

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000


def upgrade() -> None:
    op.add_column("posts", sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    posts = sa.table("posts", sa.column("id", sa.BigInteger()), sa.column("text"), sa.column("folded"))
    change = posts.update().where(posts.c.id == sa.bindparam("post")).values(folded=sa.bindparam("form"))
    connection, after = op.get_bind(), -1
    while True:
        query = sa.select(posts.c.id, posts.c.text).where(posts.c.id > after).order_by(posts.c.id).limit(_AT_ONCE)
        rows = connection.execute(query).all()
        if not rows:
            return
        # As `bot.storage.folding` did when this was written.
        forms = [unicodedata.normalize("NFC", row.text).casefold().replace("ё", "е") for row in rows]
        connection.execute(change, [{"post": row.id, "form": form} for row, form in zip(rows, forms, strict=True)])
        after = rows[-1].id


def downgrade() -> None:
    op.drop_column("posts", "folded")
