"""slots that are switched off, and what was due by its time"""

from alembic import op
import sqlalchemy as sa

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slots", sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Until now a slot was switched off by nothing but its removal.
    slots = sa.table("slots", sa.column("enabled", sa.Boolean()), sa.column("removed", sa.Boolean()))
    op.execute(slots.update().where(~slots.c.enabled).values(removed=True))
    op.create_index("ix_publications_due_at", "publications", ["due_at"])


def downgrade() -> None:
    op.drop_index("ix_publications_due_at", "publications")
    op.drop_column("slots", "removed")
