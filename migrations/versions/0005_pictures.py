"""captions beside the texts of drafts, decisions and replies; uploaded pictures of publications."""

from alembic import op
import sqlalchemy as sa

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are added one by one where other tables point to the table: SQLite would have to drop it otherwise.
    op.add_column("drafts", sa.Column("caption", sa.Text()))
    op.add_column("decisions", sa.Column("caption_before", sa.Text()))
    op.add_column("decisions", sa.Column("caption_after", sa.Text()))
    op.add_column("replies", sa.Column("caption", sa.Text()))
    op.add_column("questions", sa.Column("box", sa.Integer()))
    op.add_column("publications", sa.Column("attachment", sa.String(200)))


def downgrade() -> None:
    op.drop_column("publications", "attachment")
    op.drop_column("questions", "box")
    op.drop_column("replies", "caption")
    op.drop_column("decisions", "caption_after")
    op.drop_column("decisions", "caption_before")
    op.drop_column("drafts", "caption")
