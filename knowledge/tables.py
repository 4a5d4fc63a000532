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

HEAD = "0007"
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
    source_passages,
    statements,
    statement_revisions,
    requests,
    audit,
)
