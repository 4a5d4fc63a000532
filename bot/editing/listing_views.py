"""Statements with their ids, and the trail of changes, page by page (pure)."""

from collections.abc import Iterator, Mapping, Sequence

from bot.editing.desk import Desk
from bot.editing.refusing import moment, who, why
from bot.i18n.approvals import approvals
from bot.i18n.editing import editing_changes, editing_lists, editing_steps
from bot.messages.answers import phrases
from bot.rendering.answers import label, name
from bot.rendering.reply import blockquote, bold, escape, italic
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Action, Statement
from knowledge.record.changes import AuditEntry, Subject

PER_PAGE = 5
"""Statements of a page: with their quotes they fill a phone's screen twice."""
ENTRIES_PER_PAGE = 8
VALUE_LENGTH = 120
"""Characters of a value before or after a change; the whole of it is in the record."""
CONTEXT = 20
"""Of them, those shown before the place where two long values part."""

TOLD_BY_HEADING = frozenset({"action", "at", "by", "id", "number"})
UNTOLD_SUBJECTS = frozenset({Subject.PASSAGE, Subject.EDITOR})
"""The private text of a source is never shown, and of an editor the heading tells all."""

Paragraph = Sequence[str]


def page_count(team: str, facts: Facts) -> int:
    """How many pages a team's statements fill."""
    return max(1, -(-len(facts.history(team)) // PER_PAGE))


def statement_page(team: str, page: int, desk: Desk, language: Language) -> Iterator[Paragraph]:
    """One page of a team's statements, newest first, retracted ones too."""
    said, called = editing_lists(language), name(desk.facts.teams[team], language)
    every = desk.facts.history(team)[::-1]
    if not every:
        yield (escape(said.no_statements(called)),)
        return
    yield (bold(said.statements(called, len(every), page + 1, page_count(team, desk.facts))),)
    for each in every[page * PER_PAGE : (page + 1) * PER_PAGE]:
        yield _statement(each, desk, language)


def _statement(statement: Statement, desk: Desk, language: Language) -> Paragraph:
    claim, facts, said = statement.claim, desk.facts, editing_lists(language)
    day = phrases(language).said(claim.said, facts.zone, desk.today)
    voice = phrases(language).voice(claim.voice, facts.stances[claim.stance].kind)
    voice = f"{voice} · {claim.speaker}" if claim.speaker else voice
    lines = [
        f"<code>{escape(statement.id)}</code>",
        escape(f"{label(facts.stances[claim.stance], language)} · {day} · {voice}"),
    ]
    corrections = sum(revision.action is Action.CORRECT for revision in statement.revisions)
    if statement.is_retracted:
        reason = why(statement.current.reason or "", language)
        lines.append(italic(f"{said.retracted()}. {editing_changes(language).reason(reason)}"))
    elif corrections:
        lines.append(italic(said.corrected(corrections)))
    return [*lines, blockquote(claim.quote)]


def audit_page(
    entries: Sequence[AuditEntry], subject: str | None, desk: Desk, language: Language
) -> Iterator[Paragraph]:
    """One page of the trail, newest first: who, when, what, from what to what."""
    said = editing_lists(language)
    if not entries:
        yield (escape(said.no_audit()),)
        return
    yield (bold(said.audit(subject)),)
    for each in entries:
        yield _entry(each, desk, language)


def _entry(entry: AuditEntry, desk: Desk, language: Language) -> Paragraph:
    said, at, by = editing_lists(language), moment(entry.at, desk, language), who(entry.by)
    if entry.action == "refused":
        reason = entry.after.get("reason", "") if isinstance(entry.after, Mapping) else ""
        return (escape(said.attempt(at, by, entry.id, str(reason))),)
    if entry.subject is Subject.APPROVAL and isinstance(entry.after, Mapping):
        return _decision(entry, entry.after, desk, language)
    head = bold(said.audited(at, by, entry.action, str(entry.subject), entry.id))
    return [head, *(escape(line) for line in _differences(entry, desk, language))]


def _decision(entry: AuditEntry, told: Mapping[str, object], desk: Desk, language: Language) -> Paragraph:
    """Who approved or rejected whose change, and why."""
    at, by, author = moment(entry.at, desk, language), who(entry.by), who(str(told["author"]))
    said = approvals(language)
    team, about = desk.facts.teams.get(entry.team or ""), str(told["about"])
    title = said.kinds[str(told["kind"])].format(name=about if team is None else name(team, language))
    head = bold(said.decision[entry.action].format(at=at, by=by, author=author, title=title, about=about))
    reason = told.get("reason")
    return (head, escape(editing_changes(language).reason(str(reason)))) if reason else (head,)


def _differences(entry: AuditEntry, desk: Desk, language: Language) -> Iterator[str]:
    """What changed, key by key; nothing is said of keys that stayed as they were, nor of what the heading tells."""
    if entry.subject in UNTOLD_SUBJECTS:
        return
    before, after = (_flat(value) for value in (entry.before, entry.after))
    said = editing_lists(language)
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ""), after.get(key, "")
        if old == new or key in TOLD_BY_HEADING:
            continue
        if isinstance(old, list) and isinstance(new, list):
            yield said.listed(said.part(key), *_apart(old, new))
        else:
            values = [_value(key, _joined(value), desk, language) for value in (old, new)]
            nothing = editing_steps(language).nothing_told()
            yield said.changed(said.part(key), *(value or nothing for value in _shortened(*values)))


def _apart(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """What was added to a list and what was taken from it; of one in another order, all of it as it is now."""
    added, removed = [each for each in new if each not in old], [each for each in old if each not in new]
    return (added, removed) if added or removed else (new, [])


def _joined(value: str | list[str]) -> str:
    return ", ".join(value) if isinstance(value, list) else value


def _value(key: str, value: str, desk: Desk, language: Language) -> str:
    """A stored value as readers know it: labels and names in the place of codes and ids."""
    facts = desk.facts
    match key:
        case "stance" if value in facts.stances:
            return label(facts.stances[value], language)
        case "team" if value in facts.teams:
            return name(facts.teams[value], language)
        case "voice" if value:
            return editing_steps(language).voice(value)
        case "reason":
            return why(value, language)
        case _:
            return value


def _flat(value: object) -> dict[str, str | list[str]]:
    """A stored value as keys and texts: `names.ko` becomes `ko`."""
    if not isinstance(value, Mapping):
        return {} if value is None else {"": str(value)}
    flat: dict[str, str | list[str]] = {}
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            flat |= _flat(inner)
        elif inner is not None:
            flat[str(key)] = list(map(str, inner)) if isinstance(inner, list) else str(inner)
    return flat


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Two values in short: where both are long, from a little before they part."""
    if min(len(old), len(new)) <= VALUE_LENGTH:
        return _cut(old), _cut(new)
    same = next((place for place, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
    start = max(0, same - CONTEXT)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int = 0) -> str:
    shown = text[start:] if start == 0 else "…" + text[start:]
    return shown if len(shown) <= VALUE_LENGTH else shown[: VALUE_LENGTH - 1] + "…"
