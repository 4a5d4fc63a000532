"""Whom a change of a statement reaches that were told it before: counted before it is saved, told or kept quiet."""

from collections.abc import Sequence

from bot.editing.foresight import foresee
from bot.editing.proposals import Correcting, Proposal, Reinstating, Retracting
from bot.editing.state import Change
from bot.editing.update import Visit, press_data
from bot.rendering.reply import Button, Reply, escape
from bot.telling.corrections import Corrections, ReachOfCorrection
from bot.telling.messages import messages
from knowledge.storage.told import QuietCorrection

SAVE_ONLY = "only"
REASONS = ("onlytypo", "onlysame", "onlytold")
"""Why a correction is told to nobody, as the words of buttons."""
Rows = tuple[tuple[Button, ...], ...]


async def reach_of(visit: Visit, proposal: Proposal) -> ReachOfCorrection:
    """How many answers, in how many chats, a change would put right; raises what saving it would raise."""
    if not isinstance(proposal, Correcting | Retracting | Reinstating):
        return ReachOfCorrection()
    desk = visit.desk()
    after, statement = foresee(proposal, desk.facts, desk.now)
    corrections = Corrections(visit.office.record)
    return await corrections.reach(after, {statement.id: statement.current.number}, desk.now)


def save_buttons(reach: ReachOfCorrection, token: str, visit: Visit, plain: Sequence[Button]) -> Rows:
    """Save and tell, Save only and Cancel where anybody was told; else the plain Save and Cancel."""
    save, cancel = plain
    if not reach.answers:
        return ((save, cancel),)
    said = messages(visit.language)
    only = Button(label=said.save_only, data=press_data(token, SAVE_ONLY))
    return ((Button(label=said.save_and_tell, data=save.data), only), (cancel,))


def reach_line(reach: ReachOfCorrection, visit: Visit) -> str:
    """`이 정정은 대화 37곳의 답 52개에 전해집니다.`"""
    said = messages(visit.language)
    one = reach.chats == 1, reach.answers == 1
    chats, answers = said.chat_words[one[0]], said.answer_words[one[1]]
    return said.say("reach", chats=chats.format(reach.chats), answers=answers.format(reach.answers))


async def ask_why(visit: Visit, token: str) -> None:
    """Ask why nobody is to be told."""
    said = messages(visit.language)
    buttons = tuple((Button(label=said.quiet_reasons[each], data=press_data(token, each)),) for each in REASONS)
    await visit.say(Reply(parts=(escape(said.why_quiet),), buttons=buttons))


def quieted(change: Change, by: str) -> list[QuietCorrection]:
    """The revisions that a change is about to make of which nobody is to be told."""
    proposal = change.proposal
    if change.quiet is None or not isinstance(proposal, Correcting | Retracting | Reinstating):
        return []
    also = proposal.also if isinstance(proposal, Correcting) else ()
    every = ((proposal.id, proposal.revision), *also)
    return [QuietCorrection(name, seen + 1, change.quiet, by) for name, seen in every]


async def keep_quiet(visit: Visit, change: Change, by: str) -> None:
    """Note before the change is made that nobody is to be told of it."""
    await visit.office.store.told.keep_quiet(quieted(change, by), visit.office.clock())


async def speak_again(visit: Visit, change: Change, by: str) -> None:
    """Forget that, where the change was refused."""
    await visit.office.store.told.speak_again(quieted(change, by))
