"""The triggers by which the database itself refuses to forget, to renumber, and to keep a quote without its source."""

from collections.abc import Iterator
from dataclasses import dataclass

APPEND_ONLY = ("sources", "source_passages", "statements", "statement_revisions", "requests", "audit")
"""Tables whose rows are never changed and never deleted."""


@dataclass(frozen=True)
class Guard:
    """A refusal before a row is written: `refused` is a condition on NEW (and OLD), in SQL that both engines read."""

    table: str
    event: str
    code: str
    refused: str


def _next(table: str, number: str, within: str | None = None) -> str:
    """Whether NEW's number is not the next one; SQLite's `INSERT OR REPLACE` is caught by it too."""
    where = f" WHERE {within} = NEW.{within}" if within else ""
    return f"NEW.{number} IS DISTINCT FROM 1 + (SELECT coalesce(max({number}), 0) FROM {table}{where})"  # noqa: S608 - names written in this file


_LAST = "(SELECT action FROM statement_revisions r WHERE r.statement = NEW.statement ORDER BY r.number DESC LIMIT 1)"

GUARDS = (
    Guard("record", "UPDATE", "version_must_rise", "NEW.version < OLD.version"),
    Guard("sources", "INSERT", "out_of_order", _next("sources", "sequence")),
    Guard("sources", "INSERT", "taken", "EXISTS (SELECT 1 FROM sources s WHERE s.id = NEW.id)"),
    Guard("source_passages", "INSERT", "out_of_order", _next("source_passages", "number", "source")),
    Guard(
        "source_passages",
        "INSERT",
        "source_is_whole",
        "EXISTS (SELECT 1 FROM source_passages p WHERE p.source = NEW.source AND p.whole)",
    ),
    Guard("statements", "INSERT", "out_of_order", _next("statements", "sequence")),
    Guard("statements", "INSERT", "taken", "EXISTS (SELECT 1 FROM statements s WHERE s.id = NEW.id)"),
    Guard("statement_revisions", "INSERT", "out_of_order", _next("statement_revisions", "number", "statement")),
    Guard(
        "statement_revisions",
        "INSERT",
        "quote_not_in_source",
        "NOT EXISTS (SELECT 1 FROM source_passages p "
        "WHERE p.source = NEW.source AND {position}(p.text, NEW.quote) > 0)",
    ),
    Guard(
        "statement_revisions",
        "INSERT",
        "not_retracted",
        f"NEW.action = 'reinstate' AND {_LAST} IS DISTINCT FROM 'retract'",
    ),
    Guard(
        "statement_revisions",
        "INSERT",
        "is_retracted",
        f"NEW.action <> 'reinstate' AND {_LAST} = 'retract'",
    ),
    Guard("requests", "INSERT", "request_repeated", "EXISTS (SELECT 1 FROM requests q WHERE q.key = NEW.key)"),
    Guard("audit", "INSERT", "out_of_order", _next("audit", "number")),
)


def sqlite_guards() -> Iterator[str]:
    """The statements that create the guards on SQLite."""
    for table in (*APPEND_ONLY, "record"):
        for event in ("DELETE",) if table == "record" else ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
            )
    for guard in GUARDS:
        # `IS DISTINCT FROM` came to SQLite in 3.39; its `IS NOT` has always meant the same.
        refused = guard.refused.format(position="instr").replace("IS DISTINCT FROM", "IS NOT")
        yield (
            f"CREATE TRIGGER {guard.table}_{guard.code} BEFORE {guard.event} ON {guard.table} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.code}'); END"
        )


def postgresql_guards() -> Iterator[str]:
    """The statements that create the guards on PostgreSQL: one function a table, as a condition cannot query there."""
    yield (
        "CREATE FUNCTION ipjang_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'append_only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in (*APPEND_ONLY, "record"):
        events = "DELETE" if table == "record" else "UPDATE OR DELETE"
        run = "EXECUTE FUNCTION ipjang_append_only()"
        yield f"CREATE TRIGGER {table}_append_only BEFORE {events} ON {table} FOR EACH ROW {run}"
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}"
    for table, event in dict.fromkeys((guard.table, guard.event) for guard in GUARDS):
        checks = " ".join(
            f"IF {guard.refused.format(position='strpos')} THEN "
            f"RAISE EXCEPTION '{guard.code}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            for guard in GUARDS
            if guard.table == table
        )
        yield (
            f"CREATE FUNCTION ipjang_guard_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {checks} RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_guard BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION ipjang_guard_{table}()"
        )


def postgresql_functions() -> Iterator[str]:
    """The names of the functions that the guards use."""
    yield "ipjang_append_only"
    for table in dict.fromkeys(guard.table for guard in GUARDS):
        yield f"ipjang_guard_{table}"
