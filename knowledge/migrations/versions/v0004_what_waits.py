"""What waits: updates that were confirmed to Telegram and are not handled yet."""

import sqlalchemy as sa
from alembic import op

from knowledge.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build it."""
    op.create_table(
        "waiting_updates",
        sa.Column("update", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("due", UtcDateTime, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("update", name=op.f("pk_waiting_updates")),
    )
    op.create_index(op.f("ix_waiting_updates_due"), "waiting_updates", ["due"])


def downgrade() -> None:
    """Take it down again."""
    op.drop_table("waiting_updates")
