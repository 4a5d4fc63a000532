"""Who was told what, for corrections; which chats want none; and which corrections are told to nobody."""

import sqlalchemy as sa
from alembic import op

from knowledge.columns import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build it."""
    op.create_table(
        "told",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.BigInteger, nullable=False),
        sa.Column("messages", sa.Text, nullable=False),
        sa.Column("inline", sa.Text),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("statements", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.CheckConstraint("language IN ('ko', 'en')", name=op.f("ck_told_language")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_chat"), "told", ["chat"])
    op.create_index(op.f("ix_told_at"), "told", ["at"])
    op.create_table(
        "told_teams",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("team", "told", name=op.f("pk_told_teams")),
    )
    op.create_index(op.f("ix_told_teams_told"), "told_teams", ["told"])
    op.create_table(
        "quiet_corrections",
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("statement", "revision", name=op.f("pk_quiet_corrections")),
    )
    op.create_table(
        "no_corrections",
        sa.Column("chat", sa.BigInteger, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_no_corrections")),
    )


def downgrade() -> None:
    """Take it down again."""
    op.drop_table("no_corrections")
    op.drop_table("quiet_corrections")
    op.drop_table("told_teams")
    op.drop_table("told")
