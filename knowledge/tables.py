"""The schema: the record (facts, their past, who changed what) and what the conversations keep."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from knowledge.columns import JsonText, UtcDateTime

HEAD = "0010"
"""The newest revision of `migrations/versions`: a database that is at it needs no Alembic to open."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

record = Table(
    "record",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one"), primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("filling", Text, nullable=False),
)
"""One row; `version` is raised by every change of the facts, and a writer holds this row while it works.

`filling` is a random id of how the record came into this database: a new one, a restored and a copied one differ by it
even where their versions are equal.
"""

programme = Table(
    "programme",
    metadata,
    Column("place", Integer, CheckConstraint("place = 1", name="one"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("names", JsonText, nullable=False),
)

programme_words = Table(
    "programme_words",
    metadata,
    Column("place", Integer, CheckConstraint("place = 1", name="one"), primary_key=True, autoincrement=False),
    Column("members", JsonText, nullable=False),
    Column("authority", JsonText, nullable=False),
)
"""What the programme calls its teams and who runs it; no row where its file says neither."""

stances = Table(
    "stances",
    metadata,
    Column("code", Text, primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('position', 'result')", name="kind"), nullable=False),
    Column("label", JsonText, nullable=False),
    Column("words", JsonText, nullable=False),
)

stance_includes = Table(
    "stance_includes",
    metadata,
    Column("stance", Text, ForeignKey("stances.code"), primary_key=True),
    Column("codes", JsonText, nullable=False),
)
"""The results that a result implies; no row where it implies none."""

teams = Table(
    "teams",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("ticker", Text),
)

team_names = Table(
    "team_names",
    metadata,
    Column("team", Text, ForeignKey("teams.id"), primary_key=True),
    Column("language", Text, CheckConstraint("language IN ('ko', 'en')", name="language"), primary_key=True),
    Column("name", Text, CheckConstraint("length(trim(name)) > 0", name="not_blank"), primary_key=True),
    Column("place", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Names in the order of `place`, per language: the first is the official one."""

team_decoys = Table(
    "team_decoys",
    metadata,
    Column("team", Text, ForeignKey("teams.id"), primary_key=True),
    Column("name", Text, CheckConstraint("length(trim(name)) > 0", name="not_blank"), primary_key=True),
    Column("place", Integer, nullable=False),
    sqlite_with_rowid=False,
)

register_decoys = Table(
    "register_decoys",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
)
"""Names of companies that are no teams, from whole registers, as signed 64-bit hashes."""

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False, unique=True),
    Column("publisher", Text),
    Column("title", Text),
    Column("url", Text),
    Column("published", Date),
    Column("revises", Text, ForeignKey("sources.id")),
)

source_sharing = Table(
    "source_sharing",
    metadata,
    Column("source", Text, ForeignKey("sources.id"), primary_key=True),
    Column("share", Boolean, nullable=False),
)
"""Whether a source's quotes are shown on the web; no row where nobody said that they are not."""

source_passages = Table(
    "source_passages",
    metadata,
    Column("source", Text, ForeignKey("sources.id"), primary_key=True),
    Column("number", Integer, CheckConstraint("number > 0", name="number"), primary_key=True, autoincrement=False),
    Column("whole", Boolean, nullable=False),
    Column("text", Text, CheckConstraint("length(text) > 0", name="not_empty"), nullable=False),
)
"""A source's private text: one whole text, or the sentences quoted, one a row, each added when it was first quoted."""

statements = Table(
    "statements",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False, unique=True),
)

statement_revisions = Table(
    "statement_revisions",
    metadata,
    Column("statement", Text, ForeignKey("statements.id"), primary_key=True),
    Column("number", Integer, CheckConstraint("number > 0", name="number"), primary_key=True, autoincrement=False),
    Column(
        "action",
        Text,
        CheckConstraint("action IN ('record', 'correct', 'retract', 'reinstate')", name="action"),
        nullable=False,
    ),
    Column("team", Text, ForeignKey("teams.id"), nullable=False),
    Column("stance", Text, ForeignKey("stances.code"), nullable=False),
    Column("voice", Text, CheckConstraint("voice IN ('own', 'authority', 'reported')", name="voice"), nullable=False),
    Column("speaker", Text),
    Column("said", Text),
    Column("source", Text, ForeignKey("sources.id"), nullable=False),
    Column("quote", Text, CheckConstraint("length(quote) > 0", name="quote"), nullable=False),
    Column("by", Text, CheckConstraint('length("by") > 0', name="by"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("reason", Text),
    CheckConstraint("(action = 'record') = (number = 1)", name="first_records"),
    CheckConstraint(
        "action IN ('record', 'reinstate') OR (reason IS NOT NULL AND length(trim(reason)) > 0)", name="reason"
    ),
)

requests = Table(
    "requests",
    metadata,
    Column("key", Text, CheckConstraint("length(key) > 0", name="key"), primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("result", JsonText, nullable=False),
)
"""Every request that took effect, with what it was answered: the same key never has a second effect."""

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, CheckConstraint('length("by") > 0', name="by"), nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("team", Text),
    Column("before", JsonText),
    Column("after", JsonText),
    Column("request", Text),
    Index(None, "team"),
    Index(None, "by"),
)
"""Who changed what, when, from what to what: one row a change, numbered without a gap, replayed by `verify`.

`request` is null for an attempt that was refused.
"""

FACT_TABLES: tuple[Table, ...] = (
    record,
    programme,
    programme_words,
    stances,
    stance_includes,
    teams,
    team_names,
    team_decoys,
    register_decoys,
    sources,
    source_sharing,
    source_passages,
    statements,
    statement_revisions,
    requests,
    audit,
)


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

no_corrections = Table("no_corrections", metadata, Column("chat", BigInteger, primary_key=True, autoincrement=False))
"""Chats that want to hear of no corrections."""

told = Table(
    "told",
    metadata,
    Column("key", Text, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("topic", BigInteger, nullable=False),
    Column("messages", Text, nullable=False),
    Column("inline", Text),
    Column("question", Text, nullable=False),
    Column("statements", Text, nullable=False),
    Column("language", Text, CheckConstraint("language IN ('ko', 'en')", name="language"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "chat"),
    Index(None, "at"),
)
"""Which answer showed which revisions of which statements, and what makes it again; no text, and nobody who asked."""

told_teams = Table(
    "told_teams",
    metadata,
    Column("team", Text, primary_key=True),
    Column("told", Text, primary_key=True),
    Index(None, "told"),
)
"""The teams that an answer of `told` is about; '' where it is about them all."""

quiet_corrections = Table(
    "quiet_corrections",
    metadata,
    Column("statement", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""Revisions that an editor saved without telling those who were told otherwise, and why."""

reports = Table(
    "reports",
    metadata,
    Column("statement", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column(
        "kind",
        Text,
        CheckConstraint("kind IN ('name', 'stance', 'day', 'sentence', 'link')", name="kind"),
        primary_key=True,
    ),
    Column("day", Date, primary_key=True),
    Column("mark", Text, primary_key=True),
)
"""What readers say is wrong of a statement, a row a chat and day; the chat only as a mark that leads back to none."""

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
    told,
    told_teams,
    no_corrections,
    quiet_corrections,
    reports,
)
