"""/statements and /audit, page by page; /editors, /grant and /revoke."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

from telegram import Message, MessageOriginHiddenUser, MessageOriginUser

from bot.editing.access import signature
from bot.editing.context import EditContext
from bot.editing.form_view import mistake, moment, who, why
from bot.editing.lines import InputError, InputErrorCode
from bot.editing.save import show
from bot.editing.state import READING, AuditPages, StatementPages, keep
from bot.editing.statements import rest_of, usage
from bot.editing.update import EditorUpdate, press_data
from bot.messages.answers import phrases
from bot.messages.approvals import approvals
from bot.messages.editing_changes import editing_changes
from bot.messages.editing_lists import editing_lists
from bot.messages.editing_steps import editing_steps
from bot.messages.telling import telling
from bot.rendering.answers import label, name
from bot.rendering.reply import Button, Reply, blockquote, bold, escape, italic, split
from knowledge.errors import ConflictError, NotFoundError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Action, Statement
from knowledge.record.changes import AuditEntry, Grant, Revoke, Rule, Subject

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


def statement_page(team: str, page: int, context: EditContext, language: Language) -> Iterator[Paragraph]:
    """One page of a team's statements, newest first, retracted ones too."""
    said, called = editing_lists(language), name(context.facts.teams[team], language)
    every = context.facts.history(team)[::-1]
    if not every:
        yield (escape(said.no_statements(called)),)
        return
    yield (bold(said.statements(called, len(every), page + 1, page_count(team, context.facts))),)
    for each in every[page * PER_PAGE : (page + 1) * PER_PAGE]:
        yield _statement(each, context, language)


def _statement(statement: Statement, context: EditContext, language: Language) -> Paragraph:
    claim, facts, said = statement.claim, context.facts, editing_lists(language)
    day = phrases(language).said(claim.said, facts.zone, context.today)
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
    entries: Sequence[AuditEntry],
    subject: str | None,
    context: EditContext,
    language: Language,
    told: Mapping[int, Sequence[str]] | None = None,
) -> Iterator[Paragraph]:
    """One page of the trail, newest first: who, when, what, from what to what; and whom a correction reached."""
    said = editing_lists(language)
    if not entries:
        yield (escape(said.no_audit()),)
        return
    yield (bold(said.audit(subject)),)
    for each in entries:
        yield (*_entry(each, context, language), *map(escape, (told or {}).get(each.number, ())))


def _entry(entry: AuditEntry, context: EditContext, language: Language) -> Paragraph:
    said, at, by = editing_lists(language), moment(entry.at, context, language), who(entry.by)
    if entry.action == "refused":
        reason = entry.after.get("reason", "") if isinstance(entry.after, Mapping) else ""
        return (escape(said.attempt(at, by, entry.id, str(reason))),)
    if entry.subject is Subject.APPROVAL and isinstance(entry.after, Mapping):
        return _decision(entry, entry.after, context, language)
    head = bold(said.audited(at, by, entry.action, str(entry.subject), entry.id))
    return [head, *(escape(line) for line in _differences(entry, context, language))]


def _decision(entry: AuditEntry, told: Mapping[str, object], context: EditContext, language: Language) -> Paragraph:
    """Who approved or rejected whose change, and why."""
    at, by, author = moment(entry.at, context, language), who(entry.by), who(str(told["author"]))
    said = approvals(language)
    team, about = context.facts.teams.get(entry.team or ""), str(told["about"])
    title = said.kind(str(told["kind"]), name=about if team is None else name(team, language))
    head = bold(said.decision(entry.action, at=at, by=by, author=author, title=title, about=about))
    reason = told.get("reason")
    return (head, escape(editing_changes(language).reason(str(reason)))) if reason else (head,)


def _differences(entry: AuditEntry, context: EditContext, language: Language) -> Iterator[str]:
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
            values = [_value(key, _joined(value), context, language) for value in (old, new)]
            nothing = editing_steps(language).nothing_told()
            yield said.changed(said.part(key), *(value or nothing for value in _shortened(*values)))


def _apart(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """What was added to a list and what was taken from it; of one in another order, all of it as it is now."""
    added, removed = [each for each in new if each not in old], [each for each in old if each not in new]
    return (added, removed) if added or removed else (new, [])


def _joined(value: str | list[str]) -> str:
    return ", ".join(value) if isinstance(value, list) else value


def _value(key: str, value: str, context: EditContext, language: Language) -> str:
    """A stored value as readers know it: labels and names in the place of codes and ids."""
    facts = context.facts
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


async def statements(update: EditorUpdate) -> None:
    """`/statements TEAM`."""
    typed, context = rest_of(update).strip(), update.context()
    if not typed:
        await usage(update, "statements")
        return
    teams = context.teams_for(typed)
    if len(teams) != 1:
        code = InputErrorCode.TEAM_UNCLEAR if teams else InputErrorCode.TEAM_UNKNOWN
        error = InputError(code=code, key="team", text=typed, options=tuple(team.id for team in teams))
        await update.say(Reply(parts=(escape(mistake(error, context, update.language)),)))
        return
    pages = StatementPages(team=teams[0].id)
    token = await keep(update, pages, lasting=READING)
    await show_statements(update, pages, token, 0)


async def show_statements(update: EditorUpdate, pages: StatementPages, token: str, page: int) -> bool:
    """Show one page; false where there is no such page any more."""
    context = update.context()
    if pages.team not in context.facts.teams or not 0 <= page < page_count(pages.team, context.facts):
        return False
    around = (page - 1 if page > 0 else None, page + 1 if page + 1 < page_count(pages.team, context.facts) else None)
    parts = split(statement_page(pages.team, page, context, update.language))
    await update.say(Reply(parts=parts, buttons=_turning(update, token, *around)))
    return True


async def audit(update: EditorUpdate) -> None:
    """`/audit`, `/audit TEAM`, `/audit USER_ID`."""
    typed = rest_of(update).strip()
    if typed.isdigit():
        pages = AuditPages(by=signature(int(typed)))
    elif typed:
        teams = update.context().teams_for(typed)
        if len(teams) != 1:
            error = InputError(
                code=InputErrorCode.TEAM_UNKNOWN, key="team", text=typed, options=tuple(team.id for team in teams)
            )
            await update.say(Reply(parts=(escape(mistake(error, update.context(), update.language)),)))
            return
        pages = AuditPages(team=teams[0].id)
    else:
        pages = AuditPages()
    token = await keep(update, pages, lasting=READING)
    await show_audit(update, pages, token, 0)


async def show_audit(update: EditorUpdate, pages: AuditPages, token: str, page: int) -> bool:
    """Show one page; false where there is no such page."""
    if not 0 <= page < len(pages.starts):
        return False
    start, trail = pages.starts[page], update.services.store.audit
    found = await trail.page(team=pages.team, by=pages.by, before=start, size=ENTRIES_PER_PAGE + 1)
    entries, is_last = found[:ENTRIES_PER_PAGE], len(found) <= ENTRIES_PER_PAGE
    if not is_last and page + 1 == len(pages.starts):
        # Where the next page begins is kept: entries that are added meanwhile do not move it.
        further = pages.model_copy(update={"starts": (*pages.starts, entries[-1].number)})
        await keep(update, further, lasting=READING, token=token)
    told = {each.number: [line async for line in _told(each, update)] for each in entries}
    parts = split(audit_page(entries, _subject(pages, update), update.context(), update.language, told))
    around = (page - 1 if page > 0 else None, None if is_last else page + 1)
    await update.say(Reply(parts=parts, buttons=_turning(update, token, *around)))
    return True


async def _told(entry: AuditEntry, update: EditorUpdate) -> AsyncIterator[str]:
    """How many of those who were told the old answer the correction reached, or why nobody was to be told."""
    if entry.subject is not Subject.STATEMENT or not isinstance(entry.after, Mapping) or entry.before is None:
        return
    said, store = telling(update.language), update.services.store
    reason = await store.told.quiet_reason(entry.id, int(entry.after["number"]))
    if reason is not None:
        yield said.told_quietly(reason=said.quiet_reason(reason))
    reached, missed = await store.follows.reached(entry.number)
    if reached:
        yield said.reached(count=reached)
    if missed:
        yield said.not_reached(count=missed)


async def editors(update: EditorUpdate) -> None:
    """`/editors`: the owners of the settings, and everyone who was granted."""
    said, context = editing_lists(update.language), update.context()
    owners, granted = sorted(update.services.owners), await update.services.store.editors.all()
    lines = [bold(said.editors(len(set(owners) | {each.user for each in granted})))]
    lines += [escape(said.owner(owner)) for owner in owners]
    for each in granted:
        day = phrases(update.language).day(context.day_of(each.granted_at), context.today)
        lines.append(escape(said.editor(each.user, who(each.granted_by), day)))
    await update.say(Reply(parts=split([lines])))


def _subject(pages: AuditPages, update: EditorUpdate) -> str | None:
    teams = update.context().facts.teams
    if pages.team is not None and pages.team in teams:
        return name(teams[pages.team], update.language)
    return who(pages.by) if pages.by is not None else None


def _turning(update: EditorUpdate, token: str, newer: int | None, older: int | None) -> tuple[tuple[Button, ...], ...]:
    said = editing_steps(update.language)
    turns = (("newer", newer), ("older", older))
    row = tuple(
        Button(label=said.button(verb), data=press_data(token, f"p{page}")) for verb, page in turns if page is not None
    )
    return (row,) if row else ()


LARGEST_USER = 2**52
"""User ids have at most 52 significant bits (Bot API, User)."""


async def grant(update: EditorUpdate) -> None:
    """`/grant USER_ID`."""
    user = await _whom(update, "grant")
    if user is None or await _is_owner(update, user):
        return
    if await update.services.store.editors.includes(user):
        raise ConflictError(Rule.EDITOR_TAKEN, user=user)
    await show(update, Grant(user=user))


async def revoke(update: EditorUpdate) -> None:
    """`/revoke USER_ID`."""
    user = await _whom(update, "revoke")
    if user is None or await _is_owner(update, user):
        return
    if not await update.services.store.editors.includes(user):
        raise NotFoundError(Rule.NO_EDITOR, user=user)
    await show(update, Revoke(user=user))


async def _is_owner(update: EditorUpdate, user: int) -> bool:
    """Whether somebody is an owner, of whom no command makes or takes anything; that is said."""
    if user not in update.services.owners:
        return False
    await update.say(Reply(parts=(escape(editing_changes(update.language).access("owner", user)),)))
    return True


async def _whom(update: EditorUpdate, command: str) -> int | None:
    """The user who is meant; None where it cannot be told, and that is said."""
    typed = rest_of(update).strip()
    replied = update.message.reply_to_message if update.message is not None else None
    if typed:
        if typed.isascii() and typed.isdigit() and 0 < int(typed) < LARGEST_USER:
            return int(typed)
        await update.say(Reply(parts=(escape(editing_lists(update.language).whom()),)))
        return None
    user = _author(replied) if replied is not None else None
    if user is None and replied is not None and isinstance(replied.forward_origin, MessageOriginHiddenUser):
        await update.say(Reply(parts=(escape(editing_lists(update.language).hidden_person()),)))
    elif user is None:
        await usage(update, command)
    return user


def _author(message: Message) -> int | None:
    """The person whose message, or contact, was replied to; never a bot, nor whoever merely passed it on."""
    if isinstance(message.forward_origin, MessageOriginUser):
        user = message.forward_origin.sender_user
        return None if user.is_bot else user.id
    if message.contact is not None:
        return message.contact.user_id
    if message.forward_origin is not None or message.from_user is None or message.from_user.is_bot:
        return None
    return message.from_user.id
