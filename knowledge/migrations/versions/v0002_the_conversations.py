"""The conversations: editors, drafts, previews, gaps, the settings of chats, answers sent."""

import sqlalchemy as sa
from alembic import op

from knowledge.columns import JsonText, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CREATED = ("editors", "drafts", "previews", "gaps", "chats", "answers_sent")


def upgrade() -> None:
    """Build it."""
    _editor_tables()
    _chat_tables()


def downgrade() -> None:
    """Take it down again."""
    for table in reversed(CREATED):
        op.drop_table(table)


def _editor_tables() -> None:
    op.create_table(
        "editors",
        sa.Column("user", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("granted_by", sa.Text, nullable=False),
        sa.Column("granted_at", UtcDateTime, nullable=False),
        sa.Column("revoked_by", sa.Text),
        sa.Column("revoked_at", UtcDateTime),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_editors")),
    )
    op.create_table(
        "drafts",
        sa.Column("user", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("chat", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("state", JsonText, nullable=False),
        sa.Column("expires", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("user", "chat", name=op.f("pk_drafts")),
    )
    op.create_table(
        "previews",
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("user", sa.BigInteger, nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("payload", JsonText, nullable=False),
        sa.Column("expires", UtcDateTime, nullable=False),
        sa.Column("used", UtcDateTime),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_previews")),
    )
    op.create_index(op.f("ix_previews_expires"), "previews", ["expires"])


def _chat_tables() -> None:
    op.create_table(
        "gaps",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.CheckConstraint("kind IN ('unknown', 'ambiguous')", name=op.f("ck_gaps_kind")),
        sa.PrimaryKeyConstraint("day", "kind", "text", name=op.f("pk_gaps")),
    )
    op.create_table(
        "chats",
        sa.Column("chat", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("language", sa.Text),
        sa.Column("greeted", UtcDateTime),
        sa.Column("blocked", UtcDateTime),
        sa.CheckConstraint("language IN ('ko', 'en')", name=op.f("ck_chats_language")),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_chats")),
    )
    op.create_table(
        "answers_sent",
        sa.Column("chat", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("question", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("answer", sa.BigInteger, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("chat", "question", name=op.f("pk_answers_sent")),
    )
    op.create_index(op.f("ix_answers_sent_at"), "answers_sent", ["at"])
