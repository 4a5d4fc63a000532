"""SQLite files: private from their first byte, copied whole while in use, put in place by one rename."""

import contextlib
import os
import sqlite3
from pathlib import Path

from knowledge.errors import Outage, StoreError
from knowledge.storage.outages import file_outage, sqlite_outage


def make_private_file(path: Path) -> None:
    """Create an empty file that only its owner can read, where there is none; SQLite's side files follow it."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def copy_file(source: Path, target: Path) -> None:
    """Copy a database while others use it; `target` is complete and on disk, or as it was before.

    Raises StoreError where the source cannot be read or the target's disk is full or read-only.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        make_private_file(beside)
        _vacuum_into(source, beside)
        _put_in_place(beside, target)
    except sqlite3.Error as error:
        raise StoreError(sqlite_outage(error) or Outage.CORRUPT, detail=str(error)) from error
    except OSError as error:
        raise StoreError(file_outage(error), detail=error.strerror) from error
    finally:
        beside.unlink(missing_ok=True)


def _vacuum_into(source: Path, target: Path) -> None:
    connection = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=30.0)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()


def _put_in_place(beside: Path, target: Path) -> None:
    """The rename is the moment at which the new file is there; both it and its name are on disk afterwards."""
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    beside.replace(target)
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
