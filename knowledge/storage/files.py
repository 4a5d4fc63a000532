"""SQLite files: private from their first byte, copied whole while in use, put in place by one rename."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import Outage, StoreError
from knowledge.storage.outages import file_outage, sqlite_outage

SIDE_FILES = ("-wal", "-shm", "-journal")
COPY_WAIT = 30.0
"""Seconds that a copy waits for a writer to finish."""


def make_private_file(path: Path) -> None:
    """Create an empty file that only its owner can read, where there is none; SQLite's side files follow it."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def copy_file(source: Path, target: Path) -> None:
    """Copy a database while others use it; `target` is complete and on disk, or as it was before.

    Raises StoreError where the source cannot be read or the target's disk is full or read-only.
    """
    with file_outages_told(), beside(target) as part:
        make_private_file(part)
        with _opened(source, "ro") as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        put_in_place(part, target)


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A name in the target's directory under which to build what will take its place; free, and gone at the end.

    One that was killed may have left its own, and in a container the next process has the same number.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    _unlink(part)
    try:
        yield part
    finally:
        _unlink(part)


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file its name. The rename is the moment; both the file and its name are on disk afterwards."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def seal(path: Path) -> None:
    """Make a database one file again, without a log beside it: a copy to be moved or kept."""
    with file_outages_told(), _opened(path, "rw") as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def check_sound(path: Path) -> None:
    """Look through a whole database; raises StoreError (`corrupt`) where a page of it is damaged."""
    with file_outages_told(), _opened(path, "ro") as connection:
        found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if found != "ok":
        raise StoreError(Outage.CORRUPT, detail=found[:200])


def clear_the_way(target: Path) -> None:
    """Remove the log of a database that is about to be replaced: it must not be read into the new one.

    What is in the log goes into the old file first, so that an interruption here loses nothing.
    """
    with contextlib.suppress(sqlite3.Error), _opened(target, "rw") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _unlink_side_files(target)


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)
    _unlink_side_files(path)


def _unlink_side_files(path: Path) -> None:
    for suffix in SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=COPY_WAIT, isolation_level=None
    )
    try:
        yield connection
    finally:
        connection.close()


@contextlib.contextmanager
def file_outages_told() -> Iterator[None]:
    """Turn what SQLite and the file system raise inside the block into StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(sqlite_outage(error) or Outage.CORRUPT, detail=str(error)) from error
    except OSError as error:
        raise StoreError(file_outage(error), detail=error.strerror or type(error).__name__) from error
