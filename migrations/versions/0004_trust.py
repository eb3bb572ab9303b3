"""votes, several places a slot, banned words, opt-outs, reactions."""

from alembic import op
import sqlalchemy as sa

from bot.storage.database import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Columns are added one by one where other tables point to the table: SQLite would have to drop it otherwise.
    op.add_column("drafts", sa.Column("approvals", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE drafts SET approvals = 1 WHERE approved_at IS NOT NULL")
    op.add_column("decisions", sa.Column("reason", sa.Text()))
    op.add_column("questions", sa.Column("kind", sa.String(20), nullable=False, server_default="text"))
    op.add_column("slots", sa.Column("places", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE slots SET places = place")
    op.drop_column("slots", "place")
    op.execute("ALTER TABLE slots RENAME COLUMN created_at TO counts_from")
    op.add_column("slots", sa.Column("temperature", sa.Float()))
    op.add_column("slots", sa.Column("needs_approval", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("slots", sa.Column("if_nothing", sa.String(20), nullable=False, server_default="skip"))
    op.add_column("slots", sa.Column("remind_minutes", sa.Integer()))
    with op.batch_alter_table("publications") as table:
        table.alter_column("slot_id", existing_type=_KEY, nullable=True)
        table.alter_column("local_date", existing_type=sa.Date(), nullable=True)
        table.add_column(sa.Column("sent_text", sa.Text()))
        table.add_column(sa.Column("published_at", Instant(timezone=True)))
        table.add_column(sa.Column("taken_down_at", Instant(timezone=True)))
        table.drop_constraint("uq_publications_slot_id_local_date", type_="unique")
        table.create_unique_constraint("uq_publications_slot_id_local_date_place", ["slot_id", "local_date", "place"])
        table.create_unique_constraint("uq_publications_draft_id_place", ["draft_id", "place"])
    op.execute("UPDATE publications SET published_at = sent_at WHERE state = 'published'")
    op.create_table(
        "banned_words",
        sa.Column("word", sa.String(100), nullable=False),
        sa.Column("banned_by", sa.String(40), nullable=False),
        sa.Column("banned_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_banned_words"),
    )
    op.create_table(
        "opt_outs",
        sa.Column("author_hash", sa.String(64), nullable=False),
        sa.Column("person_hash", sa.String(64), nullable=False),
        sa.Column("opted_out_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("author_hash", name="pk_opt_outs"),
    )
    op.create_index("ix_opt_outs_person_hash", "opt_outs", ["person_hash"])
    op.create_table(
        "forgotten_phrases",
        sa.Column("person_hash", sa.String(64), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("windows", sa.LargeBinary(), nullable=False),
        sa.Column("openings", sa.LargeBinary(), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_hash", name="pk_forgotten_phrases"),
    )
    op.create_table(
        "replies",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("temperature", sa.Float(), nullable=False),
        sa.Column("checkpoint", sa.String(200), nullable=False),
        sa.Column("is_primed", sa.Boolean(), nullable=False),
        sa.Column("written_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
    )
    op.create_index("ix_replies_written_at", "replies", ["written_at"])
    op.create_table(
        "reactions",
        sa.Column("reply_id", _KEY, nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["replies.id"], name="fk_reactions_reply_id"),
        sa.PrimaryKeyConstraint("reply_id", "person", name="pk_reactions"),
    )
    op.create_table(
        "chances",
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("percent", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_chances"),
    )
    op.add_column("requests", sa.Column("kind", sa.String(20), nullable=False, server_default="meme"))
    op.add_column("inbox", sa.Column("owner", sa.String(40)))
    op.create_table(
        "processes",
        sa.Column("process", sa.String(40), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("process", name="pk_processes"),
    )


def downgrade() -> None:
    op.drop_table("processes")
    op.drop_column("inbox", "owner")
    op.execute("DELETE FROM requests WHERE kind <> 'meme'")
    op.drop_column("requests", "kind")
    for table in ("chances", "reactions", "replies", "forgotten_phrases", "opt_outs", "banned_words"):
        op.drop_table(table)
    op.execute("DELETE FROM publications WHERE slot_id IS NULL")
    op.execute(
        "DELETE FROM publications WHERE id NOT IN (SELECT MIN(id) FROM publications GROUP BY slot_id, local_date)"
    )
    with op.batch_alter_table("publications") as publications:
        publications.drop_constraint("uq_publications_draft_id_place", type_="unique")
        publications.drop_constraint("uq_publications_slot_id_local_date_place", type_="unique")
        publications.create_unique_constraint("uq_publications_slot_id_local_date", ["slot_id", "local_date"])
        publications.drop_column("taken_down_at")
        publications.drop_column("published_at")
        publications.drop_column("sent_text")
        publications.alter_column("local_date", existing_type=sa.Date(), nullable=False)
        publications.alter_column("slot_id", existing_type=_KEY, nullable=False)
    for column in ("remind_minutes", "if_nothing", "needs_approval", "temperature"):
        op.drop_column("slots", column)
    op.execute("ALTER TABLE slots RENAME COLUMN counts_from TO created_at")
    op.add_column("slots", sa.Column("place", sa.String(60), nullable=False, server_default=""))
    op.execute("UPDATE slots SET place = places")
    op.drop_column("slots", "places")
    op.drop_column("questions", "kind")
    op.drop_column("decisions", "reason")
    op.drop_column("drafts", "approvals")
