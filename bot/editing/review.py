"""Four eyes: a change that one editor saved is shown to every other, who approves or rejects it, once."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta

from telegram import User
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.editing.access import Office, Refusal, user_of
from bot.editing.draft import Draft, Step
from bot.editing.form import Conversation, Verb, answer_to
from bot.editing.form_view import moment, refusal, verb_button, who
from bot.editing.preview import basis, differences
from bot.editing.reach import keep_quiet, speak_again
from bot.editing.save import pending_title, preview_parts
from bot.editing.state import OFFERS, PreviewedChange, Rejecting, Review, derived, keep, kept_offer
from bot.editing.update import CONSOLE, Outlet, Visit, press_data
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


async def proposals(visit: Visit) -> None:
    """`/proposals`: what waits, each with its buttons; the own ones without."""
    office, said = visit.office, approvals(visit.language)
    now = office.clock()
    await office.store.pending.expire(now)
    waiting = await office.store.pending.waiting(now)
    if not waiting:
        await visit.say(Reply(parts=(escape(said.none()),)))
        return
    await visit.say(Reply(parts=(bold(said.listed(count=len(waiting))),)))
    for pending in waiting[:SHOWN]:
        if pending.author == visit.by:
            title, due = _title(pending, visit), moment(pending.expires, visit.desk(), visit.language)
            await visit.post(Reply(parts=(escape(said.own(title=title, due=due)),)))
        else:
            await visit.post(await _shown(visit, pending))
    if len(waiting) > SHOWN:
        await visit.post(Reply(parts=(escape(said.more(count=len(waiting) - SHOWN)),)))


async def circulate(office: Office, outlet: Outlet) -> None:
    """Send each other editor what waits, and each author what became of a change; what was sent is not sent again.

    What cannot be sent now is tried again later; an author who has left the bot is told nothing more.
    """
    if outlet.to(0) is None:
        return
    store, now = office.store.pending, office.clock()
    try:
        await store.expire(now)
        waiting = await store.waiting(now)
        sent = await store.sent() if waiting else frozenset()
        others = sorted(await office.everybody()) if waiting else []
        for pending in waiting:
            for user in others:
                if user != pending.user and (pending.token, user) not in sent:
                    await _send(office, outlet, pending, user)
        for pending in await store.untold():
            await _send(office, outlet, pending, pending.user)
    except StoreError as error:
        logger.warning("what waits for approval cannot be read: %s", error)


async def _send(office: Office, outlet: Outlet, pending: PendingChange, user: int) -> None:
    """Send one person the change, or its author what became of it."""
    there, waits = outlet.to(user), pending.outcome is None
    if there is None or not await office.store.pending.claim(pending.token, user, office.clock(), waits=waits):
        return
    language = await office.language_of(User(user, "", is_bot=False))
    visit = Visit(office, there, user, user, language)
    try:
        await visit.post(await _shown(visit, pending) if waits else _told(visit, pending))
    except (BadRequest, Forbidden) as error:
        logger.info("an editor cannot be reached: %s", type(error).__name__)
        if waits:
            await office.store.pending.postpone(pending.token, user, office.clock() + UNREACHED_FOR)
            return
    except TelegramError as error:
        logger.warning("what waits for approval could not be sent: %s", type(error).__name__)
        return
    await office.store.pending.mark_sent(pending.token, user, office.clock())


def _told(visit: Visit, pending: PendingChange) -> Reply:
    """What became of a change, for its author."""
    return Reply(parts=(escape(approvals(visit.language).outcome(pending, _title(pending, visit), None)),))


async def _shown(visit: Visit, pending: PendingChange, note: str | None = None) -> Reply:
    """The preview of a pending change on the record as it is, with Approve and Reject; `note` stands above it."""
    desk, said = visit.desk(), approvals(visit.language)
    change = _change(pending)
    proposal = rebased(change.proposal, desk.facts)
    verbs: tuple[str, ...] = (APPROVE, REJECT)
    try:
        parts = await preview_parts(proposal, visit)
    except StoreError:
        raise
    except KnowledgeError as error:
        # The record would refuse it as it is now: there is nothing to approve, and it can be rejected.
        parts, verbs = (escape(refusal(error, desk, visit.language)),), (REJECT,)
    token = derived(pending.token, f"review:{visit.user}:{visit.chat}")
    lasting = pending.expires + DEAD_AFTER - visit.office.clock()
    await keep(visit, Review(change=pending.token, basis=seen(proposal, desk.facts)), lasting=lasting, token=token)
    at, due = (moment(each, desk, visit.language) for each in (pending.proposed, pending.expires))
    heading = [
        *([escape(note)] if note is not None else []),
        bold(said.request(title=_title(pending, visit))),
        italic(said.details(author=who(pending.author), at=at, due=due)),
    ]
    moved = list(_moved(change.proposal, visit))
    paragraphs: list[Sequence[str]] = [heading, *((part,) for part in parts), *([moved] if moved else [])]
    labels = {APPROVE: said.approve(), REJECT: said.reject()}
    row = tuple(Button(label=labels[verb], data=press_data(token, verb)) for verb in verbs)
    return Reply(parts=split(paragraphs), buttons=(row,))


def _moved(proposal: EditorsChange, visit: Visit) -> Iterator[str]:
    """What others changed of the statement since its author saw it."""
    desk = visit.desk()
    if not isinstance(proposal, Correct | Retract | Reinstate) or proposal.id not in desk.facts.statements:
        return
    statement = desk.facts.statements[proposal.id]
    before = next((each for each in statement.revisions if each.number == proposal.revision), statement.current)
    lines = list(differences(before.claim, statement.claim, desk.facts, desk, visit.language))
    if lines:
        yield bold(approvals(visit.language).moved_parts())
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


async def pressed(visit: Visit, review: Review, word: str) -> Refusal | None:
    """Take the press of Approve or Reject; a refusal where there is no such button."""
    pending = await visit.office.store.pending.get(review.change)
    if pending is None or word not in (APPROVE, REJECT):
        return Refusal.FORGED
    if await _is_over(visit, pending):
        await visit.acknowledge()
    elif word == APPROVE:
        await _approve(visit, pending, review)
    else:
        token = await keep(visit, Rejecting(change=pending.token), lasting=ASKED_FOR, token=_asking(visit))
        await visit.acknowledge()
        text = approvals(visit.language).ask_reason(author=who(pending.author))
        await visit.post(Reply(parts=(escape(text),), buttons=((verb_button(Verb.CANCEL, token, visit.language),),)))
    await circulate(visit.office, visit.outlet)
    return None


async def _is_over(visit: Visit, pending: PendingChange) -> bool:
    """True where a change was decided or has expired, which is said in the place of its preview."""
    if pending.outcome is None and pending.expires <= visit.office.clock():
        await visit.office.store.pending.expire(visit.office.clock())
        pending = await visit.office.store.pending.get(pending.token) or pending
    if pending.outcome is None:
        return False
    said, title = approvals(visit.language), _title(pending, visit)
    if pending.decided_by == visit.by:
        word = (said.approved if pending.outcome is Outcome.APPROVED else said.rejected)(title)
    else:
        word = said.outcome(pending, title, who(pending.decided_by or ""))
    await visit.say(Reply(parts=(escape(word),)))
    return True


async def _approve(visit: Visit, pending: PendingChange, review: Review) -> None:
    """Write the change as its author's, on the record that this editor was shown, or show it again."""
    office, change = visit.office, _change(pending)
    for _ in range(TRIES):
        await office.record.refresh()
        facts = visit.desk().facts
        proposal = rebased(change.proposal, facts)
        if seen(proposal, facts) != review.basis:
            await visit.acknowledge()
            await visit.say(await _shown(visit, pending, approvals(visit.language).moved()))
            return
        approval = _approval(visit, pending, facts.version)
        quiet = change.model_copy(update={"proposal": proposal})
        await keep_quiet(visit, quiet, pending.author)
        try:
            await office.editor.save(proposal, by=pending.author, key=pending.token, approval=approval, known=facts)
        except StoreError:
            raise
        except KnowledgeError as error:
            await speak_again(visit, quiet, pending.author)
            if error.code == Rule.RECORD_MOVED:
                continue
            await _refused(visit, pending, error)
            return
        await visit.acknowledge()
        await _settle(visit, pending, change)
        return
    await visit.acknowledge(editing_changes(visit.language).refused(Rule.RECORD_MOVED, {}), alert=True)


async def _settle(visit: Visit, pending: PendingChange, change: PreviewedChange) -> None:
    """Answer from the new record at once, and say that it was approved."""
    await visit.office.record.refresh()
    if change.gap is not None:
        await visit.office.store.gaps.forget(change.gap)
    await _is_over(visit, await visit.office.store.pending.get(pending.token) or pending)


async def _refused(visit: Visit, pending: PendingChange, error: KnowledgeError) -> None:
    """Somebody else decided meanwhile, or the record refuses the change."""
    await visit.acknowledge()
    newest = await visit.office.store.pending.get(pending.token)
    if newest is None or not await _is_over(visit, newest):
        text = refusal(error, visit.desk(), visit.language)
        await visit.post(Reply(parts=split([tuple(map(escape, text.split("\n")))])))


def _approval(visit: Visit, pending: PendingChange, version: int) -> Approval:
    """Who decides; whoever is no owner has to be an editor still, the author too."""
    users = (user_of(each) for each in (visit.by, pending.author) if each != CONSOLE)
    editors = tuple(user for user in users if user is not None and user not in visit.office.owners)
    return Approval(token=pending.token, by=visit.by, version=version, editors=editors)


async def take_reason(visit: Visit) -> bool:
    """Take a message as the reason for a rejection; False where none is asked for, and for a question."""
    asked = await kept_offer(visit, _asking(visit))
    text = visit.text
    is_forwarded = visit.message is not None and visit.message.forward_origin is not None
    if not isinstance(asked, Rejecting) or is_forwarded or not text.strip():
        return False
    if answer_to(Conversation(draft=Draft(), step=Step.REASON), text, visit.desk()) is None:
        return False
    try:
        reason = line(" ".join(text.split()))
    except RefusedError:
        await visit.say(Reply(parts=(escape(approvals(visit.language).bad_reason(limit=LINE_LENGTH)),)))
        return True
    pending = await visit.office.store.pending.get(asked.change)
    if pending is not None:
        await _reject(visit, pending, reason)
        await circulate(visit.office, visit.outlet)
    await visit.office.store.previews.use(_asking(visit), visit.office.clock())
    return True


async def _reject(visit: Visit, pending: PendingChange, reason: str) -> None:
    try:
        await visit.office.editor.reject(_approval(visit, pending, 0), reason)
    except StoreError:
        raise
    except KnowledgeError as error:
        await _refused(visit, pending, error)
        return
    await _is_over(visit, await visit.office.store.pending.get(pending.token) or pending)


async def rejecting_pressed(visit: Visit, word: str) -> Refusal | None:
    """Take the press that stops asking for a reason; a refusal for any other."""
    if word != Verb.CANCEL or not await cancel(visit):
        return Refusal.FORGED
    await visit.acknowledge()
    return None


async def cancel(visit: Visit) -> bool:
    """Stop asking for the reason of a rejection; False where none is asked for."""
    if not isinstance(await kept_offer(visit, _asking(visit)), Rejecting):
        return False
    await visit.office.store.previews.use(_asking(visit), visit.office.clock())
    await visit.say(Reply(parts=(escape(approvals(visit.language).not_rejected()),)))
    return True


def _asking(visit: Visit) -> str:
    """The token under which it is kept that this editor is asked for a reason."""
    return derived(f"{visit.user}:{visit.chat}", "rejecting")


def _change(pending: PendingChange) -> PreviewedChange:
    change = OFFERS.validate_python(pending.payload)
    if not isinstance(change, PreviewedChange):
        raise TypeError(pending.kind)
    return change


def _title(pending: PendingChange, visit: Visit) -> str:
    return pending_title(pending, visit.desk(), visit.language)
