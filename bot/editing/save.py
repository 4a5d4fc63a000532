"""Showing a change before it is saved, and saving it once: Save, Cancel and Undo."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.editing.access import Refusal
from bot.editing.context import EditContext
from bot.editing.draft import Draft, Step
from bot.editing.form import Form, Verb, answer_to
from bot.editing.form_view import command_of, command_of_change, copied, moment, refusal, rows, verb_button
from bot.editing.preview import Parts, basis, meanwhile, preview
from bot.editing.reach import (
    REASONS,
    SAVE_ONLY,
    ask_why,
    asking_why,
    keep_quiet,
    reach_line,
    reach_of,
    save_buttons,
    speak_again,
)
from bot.editing.state import (
    OFFERED,
    PAYLOADS,
    WAITING,
    Clipped,
    Item,
    PreviewedChange,
    Proposed,
    Silencing,
    Undoing,
    derived,
    keep,
    kept_payload,
    read_form,
    resuming,
)
from bot.editing.update import EditorUpdate, editors_welcome, press_data
from bot.messages.approvals import approvals
from bot.messages.articles import article_messages
from bot.messages.editing_changes import editing_changes
from bot.messages.editing_steps import editing_steps
from bot.rendering.answers import name
from bot.rendering.reply import Button, Reply, bold, escape, italic, split
from bot.settings import FourEyes
from knowledge.errors import KnowledgeError, RefusedError, StoreError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Claim
from knowledge.record.changes import (
    APPROVED_WITHIN,
    AddStatement,
    AddStatements,
    Correct,
    EditorsChange,
    Grant,
    PendingChange,
    Receipt,
    Reinstate,
    Retract,
    Revoke,
    Rule,
    Stamp,
    Undo,
    line,
    others_of_source,
    subject_of,
    team_of,
)
from knowledge.record.rules import plan
from knowledge.storage.drafts import Preview

logger = logging.getLogger(__name__)

Rows = tuple[tuple[Button, ...], ...]
UNDO = "undo"
ALERT_LENGTH = 200
"""Characters of the text that a press is answered with (Bot API, answerCallbackQuery)."""


def needs_approval(change: EditorsChange, four_eyes: FourEyes) -> bool:
    """True if the change takes effect only when another editor approves it.

    Who may edit is the owners' to say, at once: otherwise a lone owner could never name a second pair of eyes.
    """
    match four_eyes:
        case "off":
            return False
        case "corrections":
            return isinstance(change, Correct | Retract | Reinstate)
        case "all":
            return not isinstance(change, Grant | Revoke)


async def show(update: EditorUpdate, change: EditorsChange) -> None:
    """Send the preview of a change with Save and Cancel; raises KnowledgeError where saving would be refused."""
    await show_change(update, PreviewedChange(proposal=change))


async def show_change(
    update: EditorUpdate, change: PreviewedChange, token: str | None = None, note: str | None = None
) -> None:
    """Send a preview, under a token that is known already where one is given; `note` stands above it."""
    parts = await preview_parts(change.proposal, update)
    offer = change.model_copy(update={"basis": _basis(change.proposal, update.context().facts)})
    token = await keep(update, offer, lasting=WAITING, token=token)
    verbs = [(Verb.SAVE, Verb.CANCEL), *([(Verb.BACK, Verb.FIX)] if change.from_draft else [])]
    first, *further = ([verb_button(verb, token, update.language) for verb in row] for row in verbs)
    reach = await reach_of(update, change.proposal)
    buttons = (*save_buttons(reach, token, update, first), *map(tuple, further))
    others = len(others_of_source(change.proposal, update.context().facts))
    if others:
        label = editing_changes(update.language).save_all(others + 1)
        buttons = (buttons[0], (Button(label=label, data=press_data(token, Verb.SAVE_ALL)),), *buttons[1:])
    noted = [(escape(note),)] if note is not None else []
    waits = needs_approval(change.proposal, update.services.four_eyes)
    held = [(italic(approvals(update.language).save_waits()),)] if waits else []
    if reach.answers:
        held.insert(0, (bold(reach_line(reach, update)),))
    await update.say(Reply(parts=split([*noted, *((part,) for part in parts), *held]), buttons=buttons))


async def preview_parts(change: EditorsChange, update: EditorUpdate) -> Parts:
    """The messages of a preview; raises KnowledgeError where saving would be refused.

    In a thread: a large file, or the names of many teams, take most of a second, and others are answered meanwhile.
    """
    context, services = update.context(), update.services
    granted = await services.store.editors.all() if isinstance(change, Grant | Revoke) else ()
    stamp, editors = Stamp(update.by, context.now, ""), frozenset(each.user for each in granted)

    def made() -> Parts:
        planned = plan(change, context.facts, stamp, editors=editors, undo_within=services.editor.undo_within)
        return preview(change, planned, context, services.index_of, update.language)

    return await asyncio.to_thread(made)


def _basis(proposal: EditorsChange, facts: Facts) -> str:
    """What the preview of a new statement rests on; the others carry the revision that was seen, or name no other."""
    if isinstance(proposal, AddStatements):
        return " ".join(basis(team, facts) for team in sorted({each.team for each in proposal.statements}))
    return basis(proposal.statement.team, facts) if isinstance(proposal, AddStatement) else ""


async def pressed(update: EditorUpdate, kept: Preview, change: PreviewedChange, word: str) -> Refusal | None:
    """Take the press of a preview's button; a refusal where there is nothing for it to do."""
    is_save = word in (Verb.SAVE, Verb.SAVE_ALL, *REASONS)
    if word in REASONS:
        change = change.model_copy(update={"quiet": word})
    pending = await update.services.store.pending.get(kept.token)
    if pending is not None:
        if is_save:
            await _finish_pending(update, kept, change, pending)
        return await _answered(update, kept) if is_save else Refusal.USED
    saved = await update.services.editor.earlier(kept.token)
    if is_save and saved is not None:
        # Pressed again, or delivered again after a crash: the first press had the effect, this one shows it.
        await _finish(update, kept, change, saved)
        return await _answered(update, kept)
    if saved is not None:
        return Refusal.USED
    if kept.used is not None:
        return Refusal.SUPERSEDED if is_save else Refusal.USED
    if is_save:
        await _save(update, kept, _for_all(change, update) if word == Verb.SAVE_ALL else change)
    elif word == SAVE_ONLY:
        await update.acknowledge()
        await ask_why(update, kept.token)
    elif word == Verb.CANCEL:
        await _cancel(update, kept)
    else:
        return Refusal.FORGED
    return None


async def take_quiet_reason(update: EditorUpdate) -> bool:
    """Take a message as the reason why nobody is told; False where none is asked for, and for a question."""
    kept = await _to_be_silenced(update)
    is_forwarded = update.message is not None and update.message.forward_origin is not None
    if kept is None or is_forwarded or not update.text.strip():
        return False
    if answer_to(Form(draft=Draft(), step=Step.REASON), update.text, update.context()) is None:
        return False
    change = PAYLOADS.validate_python(kept.payload)
    try:
        reason = line(" ".join(update.text.split()))
    except RefusedError:
        return False  # an article, say
    if not isinstance(change, PreviewedChange):
        raise TypeError(kept.payload)
    await pressed(update, kept, change.model_copy(update={"quiet": reason}), Verb.SAVE)
    await update.services.store.previews.use(asking_why(update), update.services.clock())
    return True


async def cancel_quiet(update: EditorUpdate) -> bool:
    """Give up a change whose reason for telling nobody was asked for; False where none is."""
    kept = await _to_be_silenced(update)
    if kept is None:
        return False
    await update.services.store.previews.use(asking_why(update), update.services.clock())
    await _cancel(update, kept)
    return True


async def _to_be_silenced(update: EditorUpdate) -> Preview | None:
    """The preview, not saved nor cancelled yet, whose editor was asked why nobody is to be told."""
    asked = await kept_payload(update, asking_why(update))
    if not isinstance(asked, Silencing) or await kept_payload(update, asked.preview) is None:
        return None
    return await update.services.store.previews.get(asked.preview)


def _for_all(change: PreviewedChange, update: EditorUpdate) -> PreviewedChange:
    """The change with every other statement of the source in it."""
    if not isinstance(change.proposal, Correct):
        return change
    also = others_of_source(change.proposal, update.context().facts)
    return change.model_copy(update={"proposal": change.proposal.model_copy(update={"also": also})})


async def _answered(update: EditorUpdate, kept: Preview) -> Refusal | None:
    """End the press; one of a button that was used before counts as refused, and is answered as such."""
    if kept.used is not None:
        return Refusal.USED
    await update.acknowledge()
    return None


async def _cancel(update: EditorUpdate, kept: Preview) -> None:
    await update.services.store.previews.use(kept.token, update.services.clock())
    await _forget_draft(update, kept.token)
    await update.acknowledge()
    await update.say(Reply(parts=(escape(editing_steps(update.language).cancelled()),)))


async def _save(update: EditorUpdate, kept: Preview, change: PreviewedChange) -> None:
    """Write the change, under the preview's token as the key of the request."""
    services = update.services
    await services.record.refresh()
    if _basis(change.proposal, services.record.snapshot.facts) != change.basis:
        note = editing_changes(update.language).changed_since_preview()
        await update.acknowledge()
        await show_change(update, change, kept.token, note)
        return
    if needs_approval(change.proposal, services.four_eyes):
        await _propose(update, kept, change)
        return
    await keep_quiet(update, change, update.by)
    try:
        known = update.context().facts
        receipt = await services.editor.save(change.proposal, by=update.by, key=kept.token, known=known)
    except KnowledgeError as error:
        if isinstance(error, StoreError):
            raise
        await speak_again(update, change, update.by)
        await update.acknowledge()
        await services.record.refresh()
        await _tell_refused(update, kept, change.proposal, error)
        return
    await update.acknowledge()
    await _finish(update, kept, change, receipt)


async def _propose(update: EditorUpdate, kept: Preview, change: PreviewedChange) -> None:
    """Keep the change for another editor to approve, under the preview's token; nothing is on record yet."""
    services, proposal, facts = update.services, change.proposal, update.context().facts
    try:
        await preview_parts(proposal, update)
    except KnowledgeError as error:
        if isinstance(error, StoreError):
            raise
        await update.acknowledge()
        await _tell_refused(update, kept, proposal, error)
        return
    now = services.clock()
    pending = PendingChange(
        token=kept.token,
        author=update.by,
        user=update.user,
        kind=proposal.kind,
        about=subject_of(proposal),
        team=team_of(proposal, facts),
        payload=PAYLOADS.dump_python(change, mode="json"),
        proposed=now,
        expires=now + APPROVED_WITHIN,
    )
    await services.store.pending.put(pending)
    await update.acknowledge()
    await _finish_pending(update, kept, change, pending)


async def _finish_pending(update: EditorUpdate, kept: Preview, change: PreviewedChange, pending: PendingChange) -> None:
    """Say that the change waits, or what became of it, and go on with what the editor was at."""
    further: Rows = ()
    said, context = approvals(update.language), update.context()
    title = pending_title(pending, context, update.language)
    try:
        aside = await _forget_draft(update, kept.token)
        article = await _of_the_article(update, change, (), pending.team)
        further = (*article, *await resuming(update, aside))
    except StoreError as error:
        logger.warning("a change that waits for approval is not settled yet: %s", error)
    lines = [bold(said.outcome(pending, title, None))]
    if pending.outcome is None:
        others = len(set(await update.services.everybody()) - {update.user})
        due = moment(pending.expires, context, update.language)
        lines.append(escape(said.waits_for(count=others, due=due) if others else said.waits_for_nobody()))
    if further:
        lines.append(escape(editing_steps(update.language).further()))
    await update.say(Reply(parts=split([lines]), buttons=further))
    await _close(update, kept)


def pending_title(pending: PendingChange, context: EditContext, language: Language) -> str:
    """What a pending change is called: `KT 정정 · kt-20260123`."""
    team = context.facts.teams.get(pending.team or "")
    called = name(team, language) if team is not None else pending.about
    title = approvals(language).kind(pending.kind, name=called)
    is_named = pending.about in (called, pending.team)
    return title if is_named else f"{title} · {pending.about}"


async def _tell_refused(update: EditorUpdate, kept: Preview, proposal: EditorsChange, error: KnowledgeError) -> None:
    """Why nothing was saved; where somebody else was quicker, what changed meanwhile, and the own lines to copy."""
    context, language = update.context(), update.language
    told = [refusal(error, context, language), *meanwhile(error, proposal, context, language)]
    lines: list[Sequence[str]] = []
    if error.code in (Rule.CHANGED_MEANWHILE, Rule.IS_RETRACTED, Rule.NOT_RETRACTED):
        saved_form = await read_form(update)
        draft = saved_form.form.draft if saved_form is not None and saved_form.token == kept.token else None
        command = command_of(draft, context, language) if draft is not None else command_of_change(proposal)
        lines = [*copied(command, editing_steps(language).typed_was())] if command is not None else []
        if draft is not None:
            await update.services.store.drafts.drop(update.user, update.chat)
    await update.post(Reply(parts=split([[*map(escape, told)], *lines])))


async def _finish(update: EditorUpdate, kept: Preview, change: PreviewedChange, receipt: Receipt) -> None:
    """What follows a saved change; each part of it may come twice, and none of it can unsave it."""
    further: Rows = ()
    try:
        further = await _settle(update, kept, change, receipt)
        buttons = await _undo_buttons(update, kept.token, change.proposal, receipt)
    except StoreError as error:
        logger.warning("a saved change is not settled yet: %s", error)
        buttons = ()
    await _confirm(update, change.proposal, receipt, buttons, further)
    await _change_menus(update, change.proposal)
    await _close(update, kept)


async def _close(update: EditorUpdate, kept: Preview) -> None:
    """Note that the editor was told; before that, a press that comes again is no second one and must not look so."""
    try:
        await update.services.store.previews.use(kept.token, update.services.clock())
    except StoreError as error:
        logger.warning("a button that was pressed is not noted as used yet: %s", error)


async def _settle(update: EditorUpdate, kept: Preview, change: PreviewedChange, receipt: Receipt) -> Rows:
    """Close the conversation and the gap of a preview, and answer from the new record at once.

    Gives the buttons of what may be recorded next: the other statements of the article, and those put aside.
    """
    services = update.services
    await services.record.refresh()
    aside = await _forget_draft(update, kept.token)
    if change.gap is not None:
        await services.store.gaps.forget(change.gap)
    article = await _of_the_article(update, change, receipt.ids or (receipt.id,))
    return (*article, *await resuming(update, aside))


async def _of_the_article(
    update: EditorUpdate, change: PreviewedChange, saved: Sequence[str], waiting: str | None = None
) -> Rows:
    """Note the source that an article has become, and offer what is left of it.

    `saved` are the ids of what was recorded; `waiting` is the team of what waits for approval, which has no source yet.
    """
    clipped = await kept_payload(update, change.article) if change.article is not None else None
    statements = update.context().facts.statements
    claims = [statements[each].claim for each in saved if each in statements]
    if change.article is None or not (claims or waiting):
        return ()
    source = claims[0].source if claims else None
    if isinstance(clipped, Proposed):
        return await _of_the_items(update, change.article, clipped, claims)
    if not isinstance(clipped, Clipped):
        return ()
    teams = [each.team for each in claims] or [waiting or ""]
    recorded = tuple(dict.fromkeys((*clipped.recorded, *teams)))
    after = clipped.model_copy(update={"source": source or clipped.source, "recorded": recorded})
    await keep(update, after, lasting=OFFERED, token=change.article)
    return offer_buttons(change.article, after, update)


async def _of_the_items(update: EditorUpdate, article: str, listed: Proposed, claims: Sequence[Claim]) -> Rows:
    """Mark the items of an article's list that were recorded; a button to those that are open."""
    if not claims:
        return ()
    saved = {(claim.team, claim.stance, claim.quote) for claim in claims}
    places = {place for place, item in enumerate(listed.items) if item.claim in saved or _is_mended(item, claims)}
    after = listed.with_state(places, "saved").model_copy(update={"source": claims[0].source})
    await keep(update, after, lasting=OFFERED, token=article)
    count = sum(item.state == "open" for item in after.items)
    word = article_messages(update.language).rest(count=count)
    return ((Button(label=word, data=press_data(article, f"p{after.page}")),),) if count else ()


def _is_mended(item: Item, claims: Sequence[Claim]) -> bool:
    """True if one of these claims is what an editor made of an item: another stance of its team in its sentence."""
    return any((item.draft.team, item.draft.quote) == (claim.team, claim.quote) for claim in claims)


def offer_buttons(token: str, clipped: Clipped, update: EditorUpdate) -> Rows:
    """The buttons of an article's statements, but for the teams that were recorded from it already."""
    said, teams = editing_steps(update.language), update.context().facts.teams
    buttons = [
        Button(label=said.record_for(name(teams[draft.team], update.language)), data=press_data(token, place))
        for place, draft in enumerate(clipped.drafts)
        if draft.team in teams and draft.team is not None and draft.team not in clipped.recorded
    ]
    return tuple(rows(buttons, 2))


async def _change_menus(update: EditorUpdate, proposal: EditorsChange) -> None:
    """Whoever becomes an editor gets the commands in the menu, and loses them afterwards."""
    if isinstance(proposal, Grant | Revoke):
        stays = isinstance(proposal, Grant) or proposal.user in update.services.owners
        if stays:
            await update.outlet.welcome(proposal.user, editors_welcome(update.services, proposal.user))
        else:
            await update.outlet.dismiss(proposal.user)


async def _forget_draft(update: EditorUpdate, token: str) -> Sequence[str]:
    """Forget the conversation that led to this preview, unless another one has begun; gives those put aside for it."""
    saved_form = await read_form(update)
    if saved_form is None or saved_form.token != token:
        return ()
    await update.services.store.drafts.drop(update.user, update.chat)
    return saved_form.aside


async def _confirm(
    update: EditorUpdate, proposal: EditorsChange, receipt: Receipt, buttons: tuple[Button, ...] | None, further: Rows
) -> None:
    """Name the statement's id, and say for how long Undo works; without `buttons`, that it was pressed already."""
    said = editing_changes(update.language)
    if buttons is None:
        await update.say(Reply(parts=(bold(_undone(receipt.ids or (receipt.id,), update.language)),)))
        return
    if isinstance(proposal, AddStatements):
        lines = [bold(article_messages(update.language).batch_saved(count=len(receipt.ids), ids=receipt.ids))]
    else:
        lines = [bold(said.saved(proposal.kind, receipt.id))]
    if buttons:
        lines.append(italic(said.undo_for(update.services.editor.undo_within // timedelta(seconds=1))))
    if further:
        lines.append(escape(editing_steps(update.language).further()))
    await update.say(Reply(parts=split([lines]), buttons=(*((buttons,) if buttons else ()), *further)))


async def _undo_buttons(
    update: EditorUpdate, token: str, change: EditorsChange, receipt: Receipt
) -> tuple[Button, ...] | None:
    """Undo, for as long as it works; None where it was pressed already."""
    left, undo = _left_to_undo(change, receipt, update), derived(token, UNDO)
    if left <= timedelta():
        return ()
    if await update.services.editor.earlier(undo) is not None:
        return None
    await keep(update, Undoing(statement=receipt.id, others=receipt.ids[1:]), lasting=left, token=undo)
    return (Button(label=editing_steps(update.language).button(UNDO), data=press_data(undo, UNDO)),)


def _left_to_undo(change: EditorsChange, receipt: Receipt, update: EditorUpdate) -> timedelta:
    """How long Undo will still work; only new statements have it, those of a batch together."""
    if not isinstance(change, AddStatement | AddStatements):
        return timedelta()
    # The record's clock never goes back, this one may have: Undo is not offered for longer than it is meant.
    within = update.services.editor.undo_within
    return min(receipt.at + within - update.services.clock(), within)


async def undo_expired(update: EditorUpdate, undoing: Undoing) -> Refusal:
    """Say of an Undo that came too late what became of the statement, and how to retract it."""
    kept = map(update.context().facts.statements.get, undoing.statements)
    live = [each.id for each in kept if each is not None and not each.is_retracted]
    minutes = update.services.editor.undo_within // timedelta(minutes=1)
    # What stands is named, and how to retract the first of it; where nothing does, all that was recorded.
    told = live[0] if live else ", ".join(undoing.statements)
    word = editing_changes(update.language).undo_too_late(told, minutes, is_live=bool(live))
    await update.acknowledge(word[:ALERT_LENGTH], alert=True)
    return Refusal.UNDO_EXPIRED


async def undo_pressed(update: EditorUpdate, kept: Preview, undoing: Undoing, word: str) -> Refusal | None:
    """Take back what was just recorded; a refusal where there is nothing for the press to do."""
    if word != UNDO:
        return Refusal.FORGED
    services = update.services
    try:
        change = Undo(statements=undoing.statements)
        await services.editor.save(change, by=update.by, key=kept.token, known=update.context().facts)
    except StoreError:
        raise
    except KnowledgeError as error:
        if error.code == Rule.UNDO_EXPIRED:
            return await undo_expired(update, undoing)
        await update.acknowledge(refusal(error, update.context(), update.language)[:ALERT_LENGTH], alert=True)
        return None
    await services.record.refresh()
    await update.say(Reply(parts=(bold(_undone(undoing.statements, update.language)),)))
    await _close(update, kept)
    return await _answered(update, kept)


def _undone(names: Sequence[str], language: Language) -> str:
    """What was taken back, by the ids."""
    if len(names) == 1:
        return editing_changes(language).undone(names[0])
    return article_messages(language).batch_undone(count=len(names), ids=names)
