"""What the record refuses, as sentences for an editor (pure)."""

from datetime import datetime

from bot.editing.desk import Desk
from bot.editing.office import user_of
from bot.i18n.editing import editing_changes, editing_steps
from bot.i18n.refusals import refusals
from bot.rendering.answers import name
from knowledge.errors import FileRefusedError, KnowledgeError, StoreError
from knowledge.fields import Language
from knowledge.model import UNDONE
from knowledge.record.changes import Rule

RULES = frozenset(map(str, Rule))


def refusal(error: KnowledgeError, desk: Desk, language: Language) -> str:
    """Why nothing was saved, as plain text of one or more lines."""
    if isinstance(error, StoreError | FileRefusedError) or error.code not in RULES:
        return "\n".join(refusals(error, language))
    said = editing_changes(language)
    if error.code == Rule.CHANGED_MEANWHILE:
        at = error.facts["at"]
        return said.newer_revision(str(error.facts["action"]), who(str(error.facts["by"])), moment(at, desk, language))
    facts = {key: str(value) for key, value in error.facts.items()}
    if facts.get("team") in desk.facts.teams:
        facts["team"] = name(desk.facts.teams[facts["team"]], language)
    return said.refused(error.code, facts)


def who(by: str) -> str:
    """Who did something, as editors know each other: the user id; other writers by their own name."""
    user = user_of(by)
    return by if user is None else str(user)


def why(reason: str, language: Language) -> str:
    """A reason as an editor gave it; of what was undone at once the record keeps one word for both languages."""
    return editing_changes(language).undone_at_once() if reason == UNDONE else reason


def moment(at: datetime, desk: Desk, language: Language) -> str:
    """A moment in the programme's time zone."""
    return editing_steps(language).moment(at.astimezone(desk.facts.zone), desk.facts.zone, desk.today)
