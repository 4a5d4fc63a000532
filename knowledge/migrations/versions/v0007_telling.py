"""Who follows, what they were told, and up to which change."""

import sqlalchemy as sa
from alembic import op

from knowledge.columns import JsonText, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build it."""
    op.create_table(
        "subscribers",
        sa.Column("chat", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("topic", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("programme", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("reports", sa.Boolean, nullable=False),
        sa.Column("quiet", sa.Text),
        sa.Column("digest", sa.Text),
        sa.Column("digest_due", UtcDateTime),
        sa.Column("digest_number", sa.BigInteger, nullable=False),
        sa.Column("paused", UtcDateTime),
        sa.CheckConstraint("language IN ('ko', 'en')", name=op.f("ck_subscribers_language")),
        sa.PrimaryKeyConstraint("chat", "topic", name=op.f("pk_subscribers")),
    )
    op.create_index(op.f("ix_subscribers_digest_due"), "subscribers", ["digest_due"])
    op.create_table(
        "follows",
        sa.Column("chat", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("topic", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("programme", sa.Text),
        sa.Column("muted", sa.Boolean, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("chat", "topic", "team", name=op.f("pk_follows")),
    )
    op.create_index(op.f("ix_follows_team"), "follows", ["team"])
    op.create_table(
        "notices",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.BigInteger, nullable=False),
        sa.Column("programme", sa.Text),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("content", JsonText, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made", UtcDateTime, nullable=False),
        sa.Column("due", UtcDateTime, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'dropped')", name=op.f("ck_notices_state")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_state_due"), "notices", ["state", "due"])
    op.create_index(op.f("ix_notices_chat"), "notices", ["chat"])
    op.create_table(
        "settlements",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("programme", sa.Text),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_settlements")),
    )


def downgrade() -> None:
    """Take it down again."""
    for table in ("settlements", "notices", "follows", "subscribers"):
        op.drop_table(table)
