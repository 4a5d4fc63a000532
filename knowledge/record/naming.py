"""The rules of teams and their names: which name may be added to which team, and which removed, inside one change."""

from collections.abc import Callable, Collection

from knowledge.errors import ConflictError, NotFoundError, RefusedError
from knowledge.fields import Language
from knowledge.model import Names, Team
from knowledge.record.changes import Receipt, Rule, Stamp, Subject, refuse_unseen, without_name
from knowledge.storage.ledger import Ledger
from knowledge.text.normalise import compact_core


async def add_team(ledger: Ledger, stamp: Stamp, team: Team) -> Receipt:
    """Add a team whose id and names nobody has."""
    if await ledger.look.team(team.id) is not None:
        raise ConflictError(Rule.TEAM_TAKEN, id=team.id)
    await _refuse_taken(ledger, team.names.every, team)
    await _refuse_named(ledger, team.decoys)
    await ledger.put_teams([(None, team)])
    return _receipt(stamp, team)


async def set_names(ledger: Ledger, stamp: Stamp, identifier: str, names: Names) -> Receipt:
    """Give a team other names, whole: the first of each language is the official one."""
    team = await _known(ledger, identifier)
    await _refuse_taken(ledger, names.every, team)
    return await _put(ledger, stamp, team, Names(ko=_once(names.ko), en=_once(names.en)))


async def add_name(ledger: Ledger, stamp: Stamp, identifier: str, name: str, language: Language) -> Receipt:
    """Add an alias behind the names that a team has."""
    team = await _known(ledger, identifier)
    await _refuse_taken(ledger, (name,), team)
    if compact_core(name) in map(compact_core, getattr(team.names, language)):
        raise ConflictError(Rule.NAME_TAKEN, name=name, team=team.id)
    own = {"ko": team.names.ko, "en": team.names.en}
    own[language] = (*own[language], name)
    return await _put(ledger, stamp, team, Names(ko=own["ko"], en=own["en"]))


async def remove_name(ledger: Ledger, stamp: Stamp, identifier: str, name: str) -> Receipt:
    """Take a name from a team that has another one."""
    team = await _known(ledger, identifier)
    left = {language: without_name(names, name) for language, names in (("ko", team.names.ko), ("en", team.names.en))}
    if len(left["ko"]) + len(left["en"]) == len(team.names.every):
        raise NotFoundError(Rule.NO_NAME, name=name, team=team.id)
    if not left["ko"] and not left["en"]:
        raise RefusedError(Rule.LAST_NAME, name=name, team=team.id)
    return await _put(ledger, stamp, team, Names(ko=left["ko"], en=left["en"]))


async def add_decoy(ledger: Ledger, stamp: Stamp, identifier: str, name: str) -> Receipt:
    """Note that a name looks like a team's and is somebody else's."""
    team = await _known(ledger, identifier)
    await _refuse_named(ledger, (name,))
    if compact_core(name) in map(compact_core, team.decoys):
        raise ConflictError(Rule.NAME_TAKEN, name=name, team=team.id)
    return await _put_decoys(ledger, stamp, team, lambda decoys: (*decoys, name))


async def remove_decoy(ledger: Ledger, stamp: Stamp, identifier: str, name: str) -> Receipt:
    """Take a decoy from a team."""
    team = await _known(ledger, identifier)
    kept = without_name(team.decoys, name)
    if kept == team.decoys:
        raise NotFoundError(Rule.NO_NAME, name=name, team=team.id)
    return await _put_decoys(ledger, stamp, team, lambda _: kept)


async def _known(ledger: Ledger, identifier: str) -> Team:
    team = await ledger.look.team(identifier)
    if team is None:
        raise NotFoundError(Rule.NO_TEAM, id=identifier)
    return team


async def _refuse_taken(ledger: Ledger, names: Collection[str], team: Team) -> None:
    """A name that was not the team's before has to be seen, and to be nobody else's, as names are compared."""
    owners, decoys = await ledger.look.owners(), set(map(compact_core, team.decoys))
    held = await ledger.look.team(team.id)
    refuse_unseen(name for name in names if held is None or name not in held.names.every)
    for name in names:
        owner = owners.get(compact_core(name))
        if owner is not None and owner != team.id:
            raise ConflictError(Rule.NAME_TAKEN, name=name, team=owner)
        if compact_core(name) in decoys:
            raise ConflictError(Rule.NAME_IS_DECOY, name=name, team=team.id)


async def _refuse_named(ledger: Ledger, decoys: Collection[str]) -> None:
    """A decoy has to be seen, and to be no team's name."""
    refuse_unseen(decoys)
    owners = await ledger.look.owners()
    for name in decoys:
        owner = owners.get(compact_core(name))
        if owner is not None:
            raise ConflictError(Rule.DECOY_IS_NAME, name=name, team=owner)


async def _put(ledger: Ledger, stamp: Stamp, team: Team, names: Names) -> Receipt:
    if names == team.names:
        raise RefusedError(Rule.NOTHING_CHANGES, id=team.id)
    await ledger.put_teams([(team, team.model_copy(update={"names": names}))])
    return _receipt(stamp, team)


async def _put_decoys(
    ledger: Ledger, stamp: Stamp, team: Team, change: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> Receipt:
    await ledger.put_teams([(team, team.model_copy(update={"decoys": change(team.decoys)}))])
    return _receipt(stamp, team)


def _receipt(stamp: Stamp, team: Team) -> Receipt:
    return Receipt(subject=Subject.TEAM, id=team.id, version=0, at=stamp.at)


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
