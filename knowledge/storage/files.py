"""SQLite files: private from their first byte, copied whole while in use, filled anew in one transaction."""

import contextlib
import fcntl
import glob
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from time import monotonic

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
        with _opened(source, "ro") as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        put_in_place(part, target)


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty file in the target's directory in which to build what will take its place; gone at the end.

    Those that killed processes left are gone as well. Whoever is at work holds a lock on a file of its own: in a
    container the next process has the number of the last.
    """
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        with _locked(left) as is_free:
            if is_free:
                _unlink(left)
    part = target.with_name(f".{target.name}.{os.getpid()}-{token_hex(4)}.part")
    make_private_file(part)
    with _locked(part):
        try:
            yield part
        finally:
            _unlink(part)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """A block in which this process alone has a file; false where another one has it, or it is gone."""
    try:
        held = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(held)


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file its name. The rename is the moment; both the file and its name are on disk afterwards."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    target = target.resolve()  # a link stays one
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


def pour(source: Path, target: Path) -> None:
    """Fill a database with what another one holds, in one transaction under SQLite's own lock.

    Whoever has the target open sees the old content or the new, and so does the next start after a kill: no file is
    swapped, and no log is taken from under a save. Raises StoreError, and then the target is as it was.
    """
    is_new = not target.exists()
    make_private_file(target)
    try:
        with file_outages_told(), _opened(source, "rw") as given, _opened(target, "rw") as taking:
            (size,) = taking.execute("PRAGMA page_size").fetchone()
            if (size,) != given.execute("PRAGMA page_size").fetchone():
                given.execute(f"PRAGMA page_size = {size}")
                given.execute("VACUUM")
            given.backup(taking, progress=_patience(), sleep=0.1)
    except BaseException:
        if is_new:
            _unlink(target)
        raise


def _patience() -> Callable[[int, int, int], None]:
    """Asked between two tries to get the lock, which SQLite's backup would repeat for ever."""
    begun = monotonic()

    def look(status: int, *_: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and monotonic() - begun > COPY_WAIT:
            raise StoreError(Outage.LOCKED, detail="another process holds the database")

    return look


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
