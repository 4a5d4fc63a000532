"""What a database says when it cannot serve or will not accept, as StoreError and RefusedError, without any value."""

import errno
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from knowledge.errors import ConflictError, KnowledgeError, Outage, RefusedError, StoreError

SQLITE_OUTAGES = {
    "SQLITE_FULL": Outage.FULL,
    "SQLITE_IOERR": Outage.UNREACHABLE,
    "SQLITE_READONLY": Outage.READ_ONLY,
    "SQLITE_PERM": Outage.READ_ONLY,
    "SQLITE_BUSY": Outage.LOCKED,
    "SQLITE_LOCKED": Outage.LOCKED,
    "SQLITE_CORRUPT": Outage.CORRUPT,
    "SQLITE_NOTADB": Outage.CORRUPT,
    "SQLITE_CANTOPEN": Outage.UNREACHABLE,
}
POSTGRESQL_OUTAGES = {
    "25006": Outage.READ_ONLY,
    "53100": Outage.FULL,
    "53": Outage.UNREACHABLE,
    "55P03": Outage.LOCKED,
    "57014": Outage.TIMEOUT,
    "25P03": Outage.UNREACHABLE,
    "25P04": Outage.TIMEOUT,
    "40P01": Outage.LOCKED,
    "40001": Outage.LOCKED,
    "57": Outage.UNREACHABLE,
    "08": Outage.UNREACHABLE,
    "28": Outage.DENIED,
    "42P05": Outage.POOLER,
    "26000": Outage.POOLER,
    "3D": Outage.UNREACHABLE,
    "42501": Outage.DENIED,
    "XX001": Outage.CORRUPT,
    "XX002": Outage.CORRUPT,
}
"""By SQLSTATE, or by its class of two characters where the state itself is not listed."""

GUARDED = {
    "quote_not_in_source": RefusedError,
    "append_only": RefusedError,
    "out_of_order": ConflictError,
    "taken": ConflictError,
    "request_repeated": ConflictError,
    "source_is_whole": RefusedError,
    "is_retracted": ConflictError,
    "not_retracted": ConflictError,
}
"""What the guards of the schema say, as the kind of refusal that it is."""


@contextmanager
def outages_told() -> Iterator[None]:
    """Turn what the drivers raise inside the block into StoreError, or into the refusal of a guard."""
    try:
        yield
    except KnowledgeError:
        raise
    except (PoolTimeoutError, TimeoutError) as error:
        raise StoreError(Outage.UNREACHABLE, detail="no answer in time") from error
    except Exception as error:
        told = telling(error)
        if told is error:
            raise
        raise told from error


def telling(error: Exception) -> Exception:
    """What an error of a driver means; itself where it is a bug and not an outage. Values are taken out of its text."""
    _hide_values(error)
    if isinstance(error, OSError):
        return _from_system(error)
    cause = error.orig if isinstance(error, DBAPIError) else error
    message = plainly(error)
    if isinstance(error, IntegrityError) or getattr(cause, "sqlstate", "") == "23000":
        return next((kind(code) for code, kind in GUARDED.items() if code in message), error)
    outage = _outage_of(cause, message)
    if outage is None and isinstance(error, DBAPIError):
        is_cut = error.connection_invalidated or (isinstance(error, InterfaceError) and "argument" not in message)
        outage = Outage.UNREACHABLE if is_cut else None
    return error if outage is None else StoreError(outage, detail=message)


def plainly(error: Exception) -> str:
    """The first line of what a driver says, which names no value."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).partition("\n")[0][:200].removeprefix(f"{type(getattr(cause, '__cause__', None))}: ")


def _from_system(error: OSError) -> StoreError:
    tls = sys.modules.get("ssl")  # whoever met an error of it has it; a bot on SQLite never needs it
    if tls is not None and isinstance(error, tls.SSLError):
        return StoreError(Outage.TLS, detail=(error.reason or "no agreement").replace("_", " ").lower())
    if "rejected SSL upgrade" in str(error):
        return StoreError(Outage.TLS, detail="the server offers none")
    return StoreError(file_outage(error), detail=error.strerror or type(error).__name__)


def _outage_of(cause: BaseException | None, message: str) -> Outage | None:
    """By SQLite's error name or PostgreSQL's SQLSTATE; None for what is a bug and not an outage."""
    if isinstance(cause, sqlite3.Error):
        return sqlite_outage(cause)
    if type(cause).__module__.startswith("asyncpg") and "certificate" in message:
        return Outage.TLS  # it is asked to be verified, and there is none to verify it by
    state = getattr(cause, "sqlstate", None) or ""
    if "no encryption" in message and state.startswith("28"):
        return Outage.TLS
    if state.startswith("08") and ("startup parameter" in message or "pooling mode" in message):
        return Outage.POOLER
    return POSTGRESQL_OUTAGES.get(state) or POSTGRESQL_OUTAGES.get(state[:2])


_VALUE = re.compile(r"(query argument \$\d+).*|(?<=: )[\"'].*", re.DOTALL)
"""Where a driver repeats what it was given: `invalid input for query argument $1: '…'`, `type integer: "…"`."""


def _hide_values(error: BaseException | None) -> None:
    """Take values out of an error and of those that it came of: a server repeats the row that it refuses."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        kind = type(error)
        if isinstance(error, DBAPIError | sqlite3.Error) or "asyncpg" in f"{kind.__module__} {kind.__qualname__}":
            error.args = tuple(_hidden(each) if isinstance(each, str) else each for each in error.args)
            for name in ("detail", "where", "context", "query", "internal_query"):
                if isinstance(getattr(error, name, None), str):
                    setattr(error, name, None)
            if isinstance(error, DBAPIError):
                _hide_values(error.orig)
        error = error.__cause__ or error.__context__


def _hidden(text: str) -> str:
    return _VALUE.sub(lambda found: f"{found[1] or ''} […]".strip(), text.partition("\n")[0])


def sqlite_outage(error: sqlite3.Error) -> Outage | None:
    """What an error of SQLite means; None for what is a bug and not an outage."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return next((outage for known, outage in SQLITE_OUTAGES.items() if name.startswith(known)), None)


def file_outage(error: OSError) -> Outage:
    """What an error of the file system means."""
    full = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    read_only = {errno.EROFS, errno.EACCES, errno.EPERM}
    return Outage.FULL if error.errno in full else Outage.READ_ONLY if error.errno in read_only else Outage.UNREACHABLE
