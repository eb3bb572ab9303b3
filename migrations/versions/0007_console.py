"""sessions of the console, and what people log in by"""

from alembic import op
import sqlalchemy as sa

from bot.storage.database import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "console_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("language", sa.String(2)),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_sessions")),
        sa.UniqueConstraint("hash", name=op.f("uq_console_sessions_hash")),
    )
    op.create_index(op.f("ix_console_sessions_person"), "console_sessions", ["person"])
    op.create_table(
        "console_links",
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_console_links")),
        sa.UniqueConstraint("hash", name=op.f("uq_console_links_hash")),
    )
    op.create_table(
        "console_spent",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_console_spent")),
    )
    op.create_table(
        "console_passwords",
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(200), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_console_passwords")),
    )


def downgrade() -> None:
    for table in ("console_passwords", "console_spent", "console_links", "console_sessions"):
        op.drop_table(table)
