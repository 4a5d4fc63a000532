"""The schema of what the conversations keep: editors, drafts, pending changes, gaps, chats, what waits, who is told."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, Index, Integer, Table, Text

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

subscribers = Table(
    "subscribers",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("topic", BigInteger, primary_key=True, autoincrement=False),
    Column("programme", Text),
    Column("language", Text, CheckConstraint("language IN ('ko', 'en')", name="language"), nullable=False),
    Column("reports", Boolean, nullable=False),
    Column("quiet", Text),
    Column("digest", Text),
    Column("digest_due", UtcDateTime),
    Column("digest_number", BigInteger, nullable=False),
    Column("paused", UtcDateTime),
    Index(None, "digest_due"),
)
"""A chat, or one topic of it (0 for none), that is told of changes; no user ids: a private chat is its person.

`quiet` and `digest` are as they were typed, in one form; `digest_number` is the audit number that the last digest
reached; `paused` tells since when the chat refuses messages.
"""

follows = Table(
    "follows",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("topic", BigInteger, primary_key=True, autoincrement=False),
    Column("team", Text, primary_key=True),
    Column("programme", Text),
    Column("muted", Boolean, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Index(None, "team"),
)
"""Which teams a subscriber follows, '' for every team; a `muted` one is left out of every team."""

notices = Table(
    "notices",
    metadata,
    Column("key", Text, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("topic", BigInteger, nullable=False),
    Column("programme", Text),
    Column("team", Text, nullable=False),
    Column("content", JsonText, nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'dropped')", name="state"),
        nullable=False,
    ),
    Column("made", UtcDateTime, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
    Index(None, "state", "due"),
    Index(None, "chat"),
)
"""What is to be sent to whom, once: the key names the chat, the topic, the team and the audit number, or the day.

`team` is '' for a digest.
"""

settlements = Table(
    "settlements",
    metadata,
    Column("team", Text, primary_key=True),
    Column("programme", Text),
    Column("number", BigInteger, nullable=False),
)
"""The audit number up to which changes were settled ('' for all teams), and of teams that are ahead of it."""

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
    subscribers,
    follows,
    notices,
    settlements,
)
