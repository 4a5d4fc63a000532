"""The schema of what the conversations keep: editors, drafts, previews, pending changes, gaps, chats, what waits."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Table, Text

from knowledge.columns import JsonText, UtcDateTime
from knowledge.tables import metadata

editors = Table(
    "editors",
    metadata,
    Column("user", BigInteger, primary_key=True, autoincrement=False),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
    Column("revoked_by", Text),
    Column("revoked_at", UtcDateTime),
)
"""Who may write, beside the owners of the settings; a revoked editor keeps the row."""

drafts = Table(
    "drafts",
    metadata,
    Column("user", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("state", JsonText, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
)
"""An editor's unfinished conversation: it survives a restart, and says so when it has expired."""

previews = Table(
    "previews",
    metadata,
    Column("token", Text, primary_key=True),
    Column("user", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("payload", JsonText, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Column("used", UtcDateTime),
    Index(None, "expires"),
)
"""A change that was shown and waits for its Save; only the same editor can press it, and only once."""

gaps = Table(
    "gaps",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", Text, CheckConstraint("kind IN ('unknown', 'ambiguous')", name="kind"), primary_key=True),
    Column("text", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""Questions that nobody could answer, counted a day; the text only, never who asked."""

chats = Table(
    "chats",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("language", Text, CheckConstraint("language IN ('ko', 'en')", name="language")),
    Column("greeted", UtcDateTime),
    Column("blocked", UtcDateTime),
)
"""What a chat chose: its language; when it was greeted, and when it stopped taking messages."""

answers_sent = Table(
    "answers_sent",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("question", BigInteger, primary_key=True, autoincrement=False),
    Column("answer", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)
"""Which message answered which, for a day or two, so that an edited question gets its answer edited."""

waiting_updates = Table(
    "waiting_updates",
    metadata,
    Column("update", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("content", Text, nullable=False),
    Index(None, "due"),
)
"""Updates that were confirmed to Telegram and are not handled yet: what came, for which chat, and not before when.

The content is ASCII JSON: texts of Telegram's may hold what neither engine takes. It goes when the update was handled.
"""

hook_cursors = Table(
    "hook_cursors",
    metadata,
    Column("hook", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
"""How far each address of `BOT_HOOKS`, by the SHA-256 of it, was told: the audit's number of the last change posted."""

pending_changes = Table(
    "pending_changes",
    metadata,
    Column("token", Text, primary_key=True),
    Column("author", Text, nullable=False),
    Column("user", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("team", Text),
    Column("payload", JsonText, nullable=False),
    Column("proposed", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Column("outcome", Text, CheckConstraint("outcome IN ('approved', 'rejected', 'expired')", name="outcome")),
    Column("decided", UtcDateTime),
    Column("decided_by", Text),
    Column("reason", Text),
    Index(None, "outcome"),
)
"""Changes that were saved by one editor and take effect when another approves them; `outcome` is null until then."""

pending_change_posts = Table(
    "pending_change_posts",
    metadata,
    Column("change", Text, primary_key=True),
    Column("user", BigInteger, primary_key=True, autoincrement=False),
    Column("claimed", UtcDateTime, nullable=False),
    Column("sent", UtcDateTime),
)
"""Who was sent what of a pending change: each other editor the change itself, its author what became of it."""

TALK_TABLES: tuple[Table, ...] = (
    editors,
    drafts,
    previews,
    gaps,
    chats,
    answers_sent,
    waiting_updates,
    hook_cursors,
    pending_changes,
    pending_change_posts,
)
