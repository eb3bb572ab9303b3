"""what the bot does by the clock in its own house, and how it went the last time"""

from alembic import op
import sqlalchemy as sa

from bot.storage.database import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chores",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("begun_at", Instant()),
        sa.Column("lease_until", Instant()),
        sa.Column("ended_at", Instant()),
        sa.Column("outcome", sa.String(20)),
        sa.Column("details", sa.Text()),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chores")),
    )


def downgrade() -> None:
    op.drop_table("chores")
