"""Four eyes: a change that one editor saved is shown to every other, who approves or rejects it, once."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta

from telegram import User
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.editing.access import EditingServices, Refusal, user_of
from bot.editing.draft import Draft, Step
from bot.editing.form import Form, Verb, answer_to
from bot.editing.form_view import moment, refusal, verb_button, who
from bot.editing.preview import basis, differences
from bot.editing.reach import keep_quiet, speak_again
from bot.editing.save import pending_title, preview_parts
from bot.editing.state import PAYLOADS, PreviewedChange, Rejecting, Review, derived, keep, kept_payload
from bot.editing.update import CONSOLE, EditorUpdate, Outlet, press_data
from bot.messages.approvals import approvals
from bot.messages.editing_changes import editing_changes
from bot.rendering.reply import Button, Reply, bold, escape, italic, split
from knowledge.errors import KnowledgeError, RefusedError, StoreError
from knowledge.facts import Facts
from knowledge.fields import LINE_LENGTH
from knowledge.record.changes import (
    AddStatements,
    Approval,
    Correct,
    EditorsChange,
    Load,
    Outcome,
    PendingChange,
    Reinstate,
    Retract,
    Rule,
    line,
    rebased,
    team_of,
)

logger = logging.getLogger(__name__)

APPROVE, REJECT = "approve", "reject"
ASKED_FOR = timedelta(hours=1)
"""How long the reason for a rejection is waited for."""
SHOWN = 10
"""Pending changes of one list: each is a message of its own, with its buttons."""
UNREACHED_FOR = timedelta(hours=1)
"""Between two tries to reach an editor who has never written to the bot, or has blocked it."""
TRIES = 5
"""Times that an approval begins anew because the record moved between the look and the transaction."""
DEAD_AFTER = timedelta(days=2)
"""How long the buttons still say what became of a change that has expired."""


async def proposals(update: EditorUpdate) -> None:
    """`/proposals`: what waits, each with its buttons; the own ones without."""
    services, said = update.services, approvals(update.language)
    now = services.clock()
    await services.store.pending.expire(now)
    waiting = await services.store.pending.waiting(now)
    if not waiting:
        await update.say(Reply(parts=(escape(said.none()),)))
        return
    await update.say(Reply(parts=(bold(said.listed(count=len(waiting))),)))
    for pending in waiting[:SHOWN]:
        if pending.author == update.by:
            title, due = _title(pending, update), moment(pending.expires, update.context(), update.language)
            await update.post(Reply(parts=(escape(said.own(title=title, due=due)),)))
        else:
            await update.post(await _shown(update, pending))
    if len(waiting) > SHOWN:
        await update.post(Reply(parts=(escape(said.more(count=len(waiting) - SHOWN)),)))


async def circulate(services: EditingServices, outlet: Outlet) -> None:
    """Send each other editor what waits, and each author what became of a change; what was sent is not sent again.

    What cannot be sent now is tried again later; an author who has left the bot is told nothing more.
    """
    if outlet.to(0) is None:
        return
    store, now = services.store.pending, services.clock()
    try:
        await store.expire(now)
        waiting = await store.waiting(now)
        sent = await store.sent() if waiting else frozenset()
        others = sorted(await services.everybody()) if waiting else []
        for pending in waiting:
            for user in others:
                if user != pending.user and (pending.token, user) not in sent:
                    await _send(services, outlet, pending, user)
        for pending in await store.untold():
            await _send(services, outlet, pending, pending.user)
    except StoreError as error:
        logger.warning("what waits for approval cannot be read: %s", error)


async def _send(services: EditingServices, outlet: Outlet, pending: PendingChange, user: int) -> None:
    """Send one person the change, or its author what became of it."""
    there, waits = outlet.to(user), pending.outcome is None
    if there is None or not await services.store.pending.claim(pending.token, user, services.clock(), waits=waits):
        return
    language = await services.language_of(User(user, "", is_bot=False))
    update = EditorUpdate(services, there, user, user, language)
    try:
        await update.post(await _shown(update, pending) if waits else _told(update, pending))
    except (BadRequest, Forbidden) as error:
        logger.info("an editor cannot be reached: %s", type(error).__name__)
        if waits:
            await services.store.pending.postpone(pending.token, user, services.clock() + UNREACHED_FOR)
            return
    except TelegramError as error:
        logger.warning("what waits for approval could not be sent: %s", type(error).__name__)
        return
    await services.store.pending.mark_sent(pending.token, user, services.clock())


def _told(update: EditorUpdate, pending: PendingChange) -> Reply:
    """What became of a change, for its author."""
    return Reply(parts=(escape(approvals(update.language).outcome(pending, _title(pending, update), None)),))


async def _shown(update: EditorUpdate, pending: PendingChange, note: str | None = None) -> Reply:
    """The preview of a pending change on the record as it is, with Approve and Reject; `note` stands above it."""
    context, said = update.context(), approvals(update.language)
    change = _change(pending)
    proposal = rebased(change.proposal, context.facts)
    verbs: tuple[str, ...] = (APPROVE, REJECT)
    try:
        parts = await preview_parts(proposal, update)
    except StoreError:
        raise
    except KnowledgeError as error:
        # The record would refuse it as it is now: there is nothing to approve, and it can be rejected.
        parts, verbs = (escape(refusal(error, context, update.language)),), (REJECT,)
    token = derived(pending.token, f"review:{update.user}:{update.chat}")
    lasting = pending.expires + DEAD_AFTER - update.services.clock()
    await keep(update, Review(change=pending.token, basis=seen(proposal, context.facts)), lasting=lasting, token=token)
    at, due = (moment(each, context, update.language) for each in (pending.proposed, pending.expires))
    heading = [
        *([escape(note)] if note is not None else []),
        bold(said.request(title=_title(pending, update))),
        italic(said.details(author=who(pending.author), at=at, due=due)),
    ]
    moved = list(_moved(change.proposal, update))
    paragraphs: list[Sequence[str]] = [heading, *((part,) for part in parts), *([moved] if moved else [])]
    labels = {APPROVE: said.approve(), REJECT: said.reject()}
    row = tuple(Button(label=labels[verb], data=press_data(token, verb)) for verb in verbs)
    return Reply(parts=split(paragraphs), buttons=(row,))


def _moved(proposal: EditorsChange, update: EditorUpdate) -> Iterator[str]:
    """What others changed of the statement since its author saw it."""
    context = update.context()
    if not isinstance(proposal, Correct | Retract | Reinstate) or proposal.id not in context.facts.statements:
        return
    statement = context.facts.statements[proposal.id]
    before = next((each for each in statement.revisions if each.number == proposal.revision), statement.current)
    lines = list(differences(before.claim, statement.claim, context.facts, context, update.language))
    if lines:
        yield bold(approvals(update.language).moved_parts())
        yield from map(escape, lines)


def seen(proposal: EditorsChange, facts: Facts) -> str:
    """What the preview of a pending change rests on; another value: the record has moved, and it is shown again."""
    team = team_of(proposal, facts)
    match proposal:
        case Correct(also=also):
            rest = f"{basis(team, facts) if team is not None else ''} {also}"
        case Load() | AddStatements():
            rest = f"version {facts.version}"
        case _ if team is not None:
            rest = f"{basis(team, facts)} {facts.teams.get(team)!r}"
        case _:
            rest = ""
    return hashlib.sha256(rest.encode()).hexdigest()[:16]


async def pressed(update: EditorUpdate, review: Review, word: str) -> Refusal | None:
    """Take the press of Approve or Reject; a refusal where there is no such button."""
    pending = await update.services.store.pending.get(review.change)
    if pending is None or word not in (APPROVE, REJECT):
        return Refusal.FORGED
    if await _is_over(update, pending):
        await update.acknowledge()
    elif word == APPROVE:
        await _approve(update, pending, review)
    else:
        token = await keep(update, Rejecting(change=pending.token), lasting=ASKED_FOR, token=_asking(update))
        await update.acknowledge()
        text = approvals(update.language).ask_reason(author=who(pending.author))
        await update.post(Reply(parts=(escape(text),), buttons=((verb_button(Verb.CANCEL, token, update.language),),)))
    await circulate(update.services, update.outlet)
    return None


async def _is_over(update: EditorUpdate, pending: PendingChange) -> bool:
    """True where a change was decided or has expired, which is said in the place of its preview."""
    if pending.outcome is None and pending.expires <= update.services.clock():
        await update.services.store.pending.expire(update.services.clock())
        pending = await update.services.store.pending.get(pending.token) or pending
    if pending.outcome is None:
        return False
    said, title = approvals(update.language), _title(pending, update)
    if pending.decided_by == update.by:
        word = (said.approved if pending.outcome is Outcome.APPROVED else said.rejected)(title)
    else:
        word = said.outcome(pending, title, who(pending.decided_by or ""))
    await update.say(Reply(parts=(escape(word),)))
    return True


async def _approve(update: EditorUpdate, pending: PendingChange, review: Review) -> None:
    """Write the change as its author's, on the record that this editor was shown, or show it again."""
    services, change = update.services, _change(pending)
    for _ in range(TRIES):
        await services.record.refresh()
        facts = update.context().facts
        proposal = rebased(change.proposal, facts)
        if seen(proposal, facts) != review.basis:
            await update.acknowledge()
            await update.say(await _shown(update, pending, approvals(update.language).moved()))
            return
        approval = _approval(update, pending, facts.version)
        quiet = change.model_copy(update={"proposal": proposal})
        await keep_quiet(update, quiet, pending.author)
        try:
            await services.editor.save(proposal, by=pending.author, key=pending.token, approval=approval, known=facts)
        except StoreError:
            raise
        except KnowledgeError as error:
            await speak_again(update, quiet, pending.author)
            if error.code == Rule.RECORD_MOVED:
                continue
            await _refused(update, pending, error)
            return
        await update.acknowledge()
        await _settle(update, pending, change)
        return
    await update.acknowledge(editing_changes(update.language).refused(Rule.RECORD_MOVED, {}), alert=True)


async def _settle(update: EditorUpdate, pending: PendingChange, change: PreviewedChange) -> None:
    """Answer from the new record at once, and say that it was approved."""
    await update.services.record.refresh()
    if change.gap is not None:
        await update.services.store.gaps.forget(change.gap)
    await _is_over(update, await update.services.store.pending.get(pending.token) or pending)


async def _refused(update: EditorUpdate, pending: PendingChange, error: KnowledgeError) -> None:
    """Somebody else decided meanwhile, or the record refuses the change."""
    await update.acknowledge()
    newest = await update.services.store.pending.get(pending.token)
    if newest is None or not await _is_over(update, newest):
        text = refusal(error, update.context(), update.language)
        await update.post(Reply(parts=split([tuple(map(escape, text.split("\n")))])))


def _approval(update: EditorUpdate, pending: PendingChange, version: int) -> Approval:
    """Who decides; whoever is no owner has to be an editor still, the author too."""
    users = (user_of(each) for each in (update.by, pending.author) if each != CONSOLE)
    editors = tuple(user for user in users if user is not None and user not in update.services.owners)
    return Approval(token=pending.token, by=update.by, version=version, editors=editors)


async def take_reason(update: EditorUpdate) -> bool:
    """Take a message as the reason for a rejection; False where none is asked for, and for a question."""
    asked = await kept_payload(update, _asking(update))
    text = update.text
    is_forwarded = update.message is not None and update.message.forward_origin is not None
    if not isinstance(asked, Rejecting) or is_forwarded or not text.strip():
        return False
    if answer_to(Form(draft=Draft(), step=Step.REASON), text, update.context()) is None:
        return False
    try:
        reason = line(" ".join(text.split()))
    except RefusedError:
        await update.say(Reply(parts=(escape(approvals(update.language).bad_reason(limit=LINE_LENGTH)),)))
        return True
    pending = await update.services.store.pending.get(asked.change)
    if pending is not None:
        await _reject(update, pending, reason)
        await circulate(update.services, update.outlet)
    await update.services.store.previews.use(_asking(update), update.services.clock())
    return True


async def _reject(update: EditorUpdate, pending: PendingChange, reason: str) -> None:
    try:
        await update.services.editor.reject(_approval(update, pending, 0), reason)
    except StoreError:
        raise
    except KnowledgeError as error:
        await _refused(update, pending, error)
        return
    await _is_over(update, await update.services.store.pending.get(pending.token) or pending)


async def rejecting_pressed(update: EditorUpdate, word: str) -> Refusal | None:
    """Take the press that stops asking for a reason; a refusal for any other."""
    if word != Verb.CANCEL or not await cancel(update):
        return Refusal.FORGED
    await update.acknowledge()
    return None


async def cancel(update: EditorUpdate) -> bool:
    """Stop asking for the reason of a rejection; False where none is asked for."""
    if not isinstance(await kept_payload(update, _asking(update)), Rejecting):
        return False
    await update.services.store.previews.use(_asking(update), update.services.clock())
    await update.say(Reply(parts=(escape(approvals(update.language).not_rejected()),)))
    return True


def _asking(update: EditorUpdate) -> str:
    """The token under which it is kept that this editor is asked for a reason."""
    return derived(f"{update.user}:{update.chat}", "rejecting")


def _change(pending: PendingChange) -> PreviewedChange:
    change = PAYLOADS.validate_python(pending.payload)
    if not isinstance(change, PreviewedChange):
        raise TypeError(pending.kind)
    return change


def _title(pending: PendingChange, update: EditorUpdate) -> str:
    return pending_title(pending, update.context(), update.language)
