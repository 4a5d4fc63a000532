"""What a database says when it cannot serve or will not accept, as StoreError and RefusedError."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from knowledge.errors import ConflictError, Outage, RefusedError, StoreError

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
    "57014": Outage.LOCKED,
    "40P01": Outage.LOCKED,
    "40001": Outage.LOCKED,
    "57": Outage.UNREACHABLE,
    "08": Outage.UNREACHABLE,
    "28": Outage.UNREACHABLE,
    "3D": Outage.UNREACHABLE,
    "42501": Outage.READ_ONLY,
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
    except DBAPIError as error:
        raise _from_driver(error) from error
    except (PoolTimeoutError, TimeoutError) as error:
        raise StoreError(Outage.UNREACHABLE, detail="no answer in time") from error
    except OSError as error:
        raise StoreError(file_outage(error), detail=error.strerror or type(error).__name__) from error


def _from_driver(error: DBAPIError) -> Exception:
    message = str(error.orig)
    if isinstance(error, IntegrityError):
        return next((kind(code) for code, kind in GUARDED.items() if code in message), error)
    outage = _outage_of(error.orig)
    if outage is None and (error.connection_invalidated or isinstance(error, InterfaceError)):
        outage = Outage.UNREACHABLE
    return error if outage is None else StoreError(outage, detail=message.partition("\n")[0][:200])


def _outage_of(cause: BaseException | None) -> Outage | None:
    """By SQLite's error name or PostgreSQL's SQLSTATE; None for what is a bug and not an outage."""
    if isinstance(cause, sqlite3.Error):
        return sqlite_outage(cause)
    state = getattr(cause, "sqlstate", None) or ""
    return POSTGRESQL_OUTAGES.get(state) or POSTGRESQL_OUTAGES.get(state[:2])


def sqlite_outage(error: sqlite3.Error) -> Outage | None:
    """What an error of SQLite means; None for what is a bug and not an outage."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return next((outage for known, outage in SQLITE_OUTAGES.items() if name.startswith(known)), None)


def file_outage(error: OSError) -> Outage:
    """What an error of the file system means."""
    full = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    read_only = {errno.EROFS, errno.EACCES, errno.EPERM}
    return Outage.FULL if error.errno in full else Outage.READ_ONLY if error.errno in read_only else Outage.UNREACHABLE
