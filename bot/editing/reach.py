"""Whom a change of a statement reaches that were told it before: counted before it is saved, told or kept quiet."""

from collections.abc import Sequence
from datetime import timedelta

from bot.editing.state import PreviewedChange, Silencing, derived, keep
from bot.editing.update import EditorUpdate, press_data
from bot.messages.telling import telling
from bot.rendering.reply import Button, Reply, escape
from bot.telling.corrections import Corrections, ReachOfCorrection
from knowledge.record.changes import Correct, EditorsChange, Reinstate, Retract, Stamp
from knowledge.record.rules import plan
from knowledge.storage.told import QuietCorrection

SAVE_ONLY = "only"
REASONS = ("onlytypo", "onlysame", "onlytold")
"""Why a correction is told to nobody, as the words of buttons."""
ASKED_FOR = timedelta(minutes=10)
"""For how long the next message may be the reason."""
Rows = tuple[tuple[Button, ...], ...]


async def reach_of(update: EditorUpdate, proposal: EditorsChange) -> ReachOfCorrection:
    """How many answers, in how many chats, a change would put right; raises what saving it would raise."""
    if not isinstance(proposal, Correct | Retract | Reinstate):
        return ReachOfCorrection()
    context = update.context()
    after = plan(proposal, context.facts, Stamp(update.by, context.now, "")).after
    if after is None:
        return ReachOfCorrection()
    first = {name: context.facts.statements[name].current.number + 1 for name, _ in _statements(proposal)}
    return await Corrections(update.services.record).reach(after, first, context.now)


def _statements(proposal: Correct | Retract | Reinstate) -> tuple[tuple[str, int | None], ...]:
    """The statements that a change is about, with the revisions that were seen."""
    also = proposal.also if isinstance(proposal, Correct) else ()
    return ((proposal.id, proposal.revision), *also)


def save_buttons(reach: ReachOfCorrection, token: str, update: EditorUpdate, plain: Sequence[Button]) -> Rows:
    """Save and tell, Save only and Cancel where anybody was told; else the plain Save and Cancel."""
    save, cancel = plain
    if not reach.answers:
        return ((save, cancel),)
    said = telling(update.language)
    only = Button(label=said.save_only(), data=press_data(token, SAVE_ONLY))
    return ((Button(label=said.save_and_tell(), data=save.data), only), (cancel,))


def reach_line(reach: ReachOfCorrection, update: EditorUpdate) -> str:
    """`이 정정은 대화 37곳의 답 52개에 전해집니다.`"""
    return telling(update.language).reach(chats=reach.chats, answers=reach.answers)


async def ask_why(update: EditorUpdate, token: str) -> None:
    """Ask why nobody is to be told: by a button, or by the next message."""
    await keep(update, Silencing(preview=token), lasting=ASKED_FOR, token=asking_why(update))
    said = telling(update.language)
    buttons = tuple((Button(label=said.quiet_reason(each), data=press_data(token, each)),) for each in REASONS)
    await update.say(Reply(parts=(escape(said.why_quiet()),), buttons=buttons))


def asking_why(update: EditorUpdate) -> str:
    """The token under which it is kept that this editor is asked why nobody is told."""
    return derived(f"{update.user}:{update.chat}", "silencing")


def quieted(change: PreviewedChange, by: str) -> list[QuietCorrection]:
    """The revisions that a change is about to make of which nobody is to be told."""
    proposal = change.proposal
    if change.quiet is None or not isinstance(proposal, Correct | Retract | Reinstate):
        return []
    seen = ((name, number) for name, number in _statements(proposal) if number is not None)
    return [QuietCorrection(name, number + 1, change.quiet, by) for name, number in seen]


async def keep_quiet(update: EditorUpdate, change: PreviewedChange, by: str) -> None:
    """Note before the change is made that nobody is to be told of it."""
    await update.services.store.told.keep_quiet(quieted(change, by), update.services.clock())


async def speak_again(update: EditorUpdate, change: PreviewedChange, by: str) -> None:
    """Forget that, where the change was refused."""
    await update.services.store.told.speak_again(quieted(change, by))
