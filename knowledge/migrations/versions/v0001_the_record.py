"""The record: programme, teams, names, decoys, sources, statements and their past, requests, audit."""

import sqlalchemy as sa
from alembic import op

from knowledge.columns import JsonText, UtcDateTime
from knowledge.migrations.guards import postgresql_functions, postgresql_guards, sqlite_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CREATED = (
    "record",
    "programme",
    "stances",
    "teams",
    "team_names",
    "team_decoys",
    "register_decoys",
    "sources",
    "source_passages",
    "statements",
    "statement_revisions",
    "requests",
    "audit",
)


def upgrade() -> None:
    """Build it, with its guards, and the one row that carries the version."""
    _programme_tables()
    _team_tables()
    _source_tables()
    _statement_tables()
    _trail_tables()
    op.execute("INSERT INTO record (id, version) VALUES (1, 0)")
    for statement in postgresql_guards() if op.get_bind().dialect.name == "postgresql" else sqlite_guards():
        op.execute(statement)


def downgrade() -> None:
    """Take it down again."""
    for table in reversed(CREATED):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in postgresql_functions():
            op.execute(f"DROP FUNCTION {function}()")


def _not_blank(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length(trim({column})) > 0", name=op.f(f"ck_{table}_not_blank"))


def _one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_{table}_{column}"))


def _programme_tables() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_record_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_table(
        "programme",
        sa.Column("place", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("names", JsonText, nullable=False),
        sa.CheckConstraint("place = 1", name=op.f("ck_programme_one")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_programme")),
    )
    op.create_table(
        "stances",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("label", JsonText, nullable=False),
        sa.Column("words", JsonText, nullable=False),
        _one_of("stances", "kind", "'position', 'result'"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_stances")),
    )


def _team_tables() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("ticker", sa.Text),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_table(
        "team_names",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        _one_of("team_names", "language", "'ko', 'en'"),
        _not_blank("team_names", "name"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name=op.f("fk_team_names_team")),
        sa.PrimaryKeyConstraint("team", "language", "name", name=op.f("pk_team_names")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team_decoys",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        _not_blank("team_decoys", "name"),
        sa.ForeignKeyConstraint(["team"], ["teams.id"], name=op.f("fk_team_decoys_team")),
        sa.PrimaryKeyConstraint("team", "name", name=op.f("pk_team_decoys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register_decoys",
        sa.Column("hash", sa.BigInteger, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_register_decoys")),
    )


def _source_tables() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("published", sa.Date),
        sa.Column("revises", sa.Text),
        sa.ForeignKeyConstraint(["revises"], ["sources.id"], name=op.f("fk_sources_revises")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("sequence", name=op.f("uq_sources_sequence")),
    )
    op.create_table(
        "source_passages",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_source_passages_number")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_source_passages_not_empty")),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_source_passages_source")),
        sa.PrimaryKeyConstraint("source", "number", name=op.f("pk_source_passages")),
    )


def _statement_tables() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("sequence", name=op.f("uq_statements_sequence")),
    )
    op.create_table("statement_revisions", *_revision_columns(), *_revision_rules(), *_revision_references())


def _revision_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("stance", sa.Text, nullable=False),
        sa.Column("voice", sa.Text, nullable=False),
        sa.Column("speaker", sa.Text),
        sa.Column("said", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("reason", sa.Text),
    ]


def _revision_rules() -> list[sa.Constraint]:
    table = "statement_revisions"
    return [
        sa.CheckConstraint("number > 0", name=op.f(f"ck_{table}_number")),
        _one_of(table, "action", "'record', 'correct', 'retract', 'reinstate'"),
        _one_of(table, "voice", "'own', 'authority', 'reported'"),
        sa.CheckConstraint("length(quote) > 0", name=op.f(f"ck_{table}_quote")),
        sa.CheckConstraint('length("by") > 0', name=op.f(f"ck_{table}_by")),
        sa.CheckConstraint("(action = 'record') = (number = 1)", name=op.f(f"ck_{table}_first_records")),
        # A CHECK passes on NULL, so the absence of a reason is asked for by name.
        sa.CheckConstraint(
            "action IN ('record', 'reinstate') OR (reason IS NOT NULL AND length(trim(reason)) > 0)",
            name=op.f(f"ck_{table}_reason"),
        ),
        sa.PrimaryKeyConstraint("statement", "number", name=op.f(f"pk_{table}")),
    ]


def _revision_references() -> list[sa.Constraint]:
    targets = {"statement": "statements.id", "team": "teams.id", "stance": "stances.code", "source": "sources.id"}
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_statement_revisions_{column}"))
        for column, target in targets.items()
    ]


def _trail_tables() -> None:
    op.create_table(
        "requests",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("result", JsonText, nullable=False),
        sa.CheckConstraint("length(key) > 0", name=op.f("ck_requests_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_requests")),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("team", sa.Text),
        sa.Column("before", JsonText),
        sa.Column("after", JsonText),
        sa.Column("request", sa.Text),
        sa.CheckConstraint('length("by") > 0', name=op.f("ck_audit_by")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_team"), "audit", ["team"])
    op.create_index(op.f("ix_audit_by"), "audit", ["by"])
