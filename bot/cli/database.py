"""`ipjang verify`, `migrate`, `backup`, `restore` and `copy`: what keeps a record safe."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.parser import Options
from bot.cli.session import missing_file, opened, progress
from bot.messages.refusals import fault_sentence
from bot.settings import Settings, SettingsError, database_url
from knowledge.errors import Outage, StoreError
from knowledge.record.audit import Fault
from knowledge.storage import backup as storage
from knowledge.store import Store

MANY = 50
"""Faults that are told one by one."""


def verify(options: Options) -> int:
    """Check the record against its sources, its rules and its audit."""
    faults = asyncio.run(_verified(options.settings(), fill=not options.empty))
    if faults:
        raise SettingsError(_listed(faults))
    sys.stdout.write("The record is sound: every quote is in its source, and its audit explains all of it.\n")
    return 0


async def _verified(settings: Settings, *, fill: bool) -> Sequence[Fault]:
    async with opened(settings, fill=fill) as store:
        with progress("verifying") as shown:
            return await store.verify(shown.at)


def _listed(faults: Sequence[Fault]) -> str:
    told = [fault_sentence(fault) for fault in faults[:MANY]]
    more = [f"… and {len(faults) - MANY} more."] if len(faults) > MANY else []
    return "\n".join([f"the record is not sound; faults found: {len(faults)}.", *told, *more])


def migrate(options: Options) -> int:
    """Bring the schema up to date."""
    asyncio.run(_migrated(options.settings()))
    sys.stdout.write("The database has this version's schema.\n")
    return 0


async def _migrated(settings: Settings) -> None:
    with progress("migrating"):
        store = await Store.open(settings.database_url.get_secret_value())
    await store.close()


def backup(options: Options) -> int:
    """Copy the database into a file."""
    url = options.settings().database_url.get_secret_value()
    missing = missing_file(url)
    if missing is not None:
        raise SettingsError(f"{missing} cannot be read: there is no database yet.")
    with progress("backing up") as shown:
        asyncio.run(storage.backup(url, options.file, progress=shown.at))
    sys.stdout.write(f"{options.file}: a copy of everything on record; keep it as safe as the database.\n")
    return 0


def restore(options: Options) -> int:
    """Fill the database from a backup."""
    url = options.settings().database_url.get_secret_value()
    if not options.file.is_file():
        raise SettingsError(f"{options.file} cannot be read: there is no such file.")
    try:
        with progress("restoring") as shown:
            asyncio.run(storage.restore(options.file, url, force=options.force, progress=shown.at))
    except StoreError as error:
        raise _refusal(options.file, error) from None
    sys.stdout.write(f"The database holds what {options.file} held.\n")
    return 0


def _refusal(file: Path, error: StoreError) -> Exception:
    """What is wrong with a backup in one sentence; the error itself where nothing is."""
    if error.code == Outage.CORRUPT:
        detail = error.facts.get("detail")
        return SettingsError(f"{file} is no backup, or a damaged one ({detail}): nothing was restored.")
    if error.code == Outage.TAMPERED:
        faults = error.facts.get("faults") or ()
        told = fault_sentence(faults[0]).rstrip(".") if faults else str(error.facts.get("detail"))
        more = f", and {len(faults) - 1} faults more" if len(faults) > 1 else ""
        return SettingsError(f"{file} was changed by another program ({told}{more}): nothing was restored.")
    return error


def copy(options: Options) -> int:
    """Move everything from one database into another."""
    urls = [_checked(name, url) for name, url in (("FROM_URL", options.from_url), ("TO_URL", options.to_url))]
    missing = missing_file(urls[0])
    if missing is not None:
        raise SettingsError(f"FROM_URL: {missing} cannot be read: there is no such file.")
    try:
        with progress("copying") as shown:
            counts = asyncio.run(storage.copy(*urls, progress=shown.at))
    except StoreError as error:
        if error.code != Outage.OCCUPIED:
            raise
        raise SettingsError("TO_URL holds a record already and was left as it is: name an empty database.") from None
    rows = sum(counts.values())
    sys.stdout.write(f"{rows:,} rows copied and compared: both databases hold the same.\n")
    return 0


def _checked(name: str, url: str) -> str:
    try:
        return database_url(url)
    except ValueError as error:
        raise SettingsError(f"{name} {error}.") from None
