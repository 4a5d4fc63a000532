"""Four eyes: changes that wait for another editor's approval, and who was sent what of them."""

import sqlalchemy as sa
from alembic import op

from knowledge.columns import JsonText, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build it."""
    op.create_table(
        "pending_changes",
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("user", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("team", sa.Text),
        sa.Column("payload", JsonText, nullable=False),
        sa.Column("proposed", UtcDateTime, nullable=False),
        sa.Column("expires", UtcDateTime, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("decided", UtcDateTime),
        sa.Column("decided_by", sa.Text),
        sa.Column("reason", sa.Text),
        sa.CheckConstraint("outcome IN ('approved', 'rejected', 'expired')", name=op.f("ck_pending_changes_outcome")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_pending_changes")),
    )
    op.create_index(op.f("ix_pending_changes_outcome"), "pending_changes", ["outcome"])
    op.create_table(
        "pending_change_posts",
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("user", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("claimed", UtcDateTime, nullable=False),
        sa.Column("sent", UtcDateTime),
        sa.PrimaryKeyConstraint("change", "user", name=op.f("pk_pending_change_posts")),
    )


def downgrade() -> None:
    """Take it down again."""
    op.drop_table("pending_change_posts")
    op.drop_table("pending_changes")
