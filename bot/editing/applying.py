"""Applying a proposal: the one place where this room asks the Editor to write."""

from typing import assert_never

from bot.editing.documents import read_document
from bot.editing.proposals import (
    AddingDecoy,
    AddingName,
    AddingTeam,
    Correcting,
    Granting,
    Loading,
    Proposal,
    Recording,
    RecordingSeveral,
    Reinstating,
    RemovingDecoy,
    RemovingName,
    Retracting,
    Revoking,
    SettingNames,
)
from knowledge.editing import Editor
from knowledge.facts import Facts
from knowledge.record.changes import Receipt


async def apply(editor: Editor, proposal: Proposal, facts: Facts, *, by: str, key: str) -> Receipt:
    """Write a proposal; the same key has one effect, however often it comes. Raises KnowledgeError where refused.

    `facts` are what a spreadsheet's teams, stances and sources are looked up in.
    """
    match proposal:
        case Recording() | Correcting() | Retracting() | Reinstating():
            return await _apply_statement(editor, proposal, by, key)
        case RecordingSeveral(statements=statements):
            return await editor.record_all(statements, by=by, key=key)
        case AddingTeam() | SettingNames() | AddingName() | RemovingName() | AddingDecoy() | RemovingDecoy():
            return await _apply_names(editor, proposal, by, key)
        case Loading(name=name, content=content):
            return await editor.load(read_document(content, name, facts), by=by, key=key)
        case Granting(user=user):
            return await editor.grant(user, by=by, key=key)
        case Revoking(user=user):
            return await editor.revoke(user, by=by, key=key)
        case _:
            assert_never(proposal)


async def _apply_statement(
    editor: Editor, proposal: Recording | Correcting | Retracting | Reinstating, by: str, key: str
) -> Receipt:
    match proposal:
        case Recording(statement=statement):
            return await editor.record(statement, by=by, key=key)
        case Correcting(id=identifier, revision=seen, correction=correction, reason=reason, also=also):
            return await editor.correct(identifier, correction, expected=seen, reason=reason, by=by, key=key, also=also)
        case Retracting(id=identifier, revision=expected, reason=reason):
            return await editor.retract(identifier, reason=reason, expected=expected, by=by, key=key)
        case Reinstating(id=identifier, revision=expected, reason=why):
            return await editor.reinstate(identifier, reason=why, expected=expected, by=by, key=key)


async def _apply_names(
    editor: Editor,
    proposal: AddingTeam | SettingNames | AddingName | RemovingName | AddingDecoy | RemovingDecoy,
    by: str,
    key: str,
) -> Receipt:
    match proposal:
        case AddingTeam(team=team):
            return await editor.add_team(team, by=by, key=key)
        case SettingNames(team=identifier, names=names):
            return await editor.set_names(identifier, names, by=by, key=key)
        case AddingName(team=identifier, name=name, language=language):
            return await editor.add_name(identifier, name, language, by=by, key=key)
        case RemovingName(team=identifier, name=name):
            return await editor.remove_name(identifier, name, by=by, key=key)
        case AddingDecoy(team=identifier, name=name):
            return await editor.add_decoy(identifier, name, by=by, key=key)
        case RemovingDecoy(team=identifier, name=name):
            return await editor.remove_decoy(identifier, name, by=by, key=key)
