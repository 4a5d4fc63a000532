"""The step-by-step conversation: which step it is at, what its buttons stand for, and how it moves (pure)."""

import re
from datetime import timedelta
from enum import StrEnum

from bot.editing import answers
from bot.editing.answers import UNKNOWN
from bot.editing.desk import Desk
from bot.editing.draft import Draft, Step
from bot.editing.from_lines import fill
from bot.editing.lines import Slip, SlipCode, looks_like_lines, read_lines
from knowledge.fields import Frozen
from knowledge.model import Kind, Voice

EXPIRY = timedelta(hours=1)
"""How long an unfinished conversation waits for its next word: while it waits, what its editor types answers it."""
RECENT_SOURCES = 4
"""Sources offered by a button; the one wanted is nearly always the article that was recorded from a minute ago."""


QUESTION_LENGTH = 120
_ASKS = re.compile(
    r"[?？][\s!~.…ㅋㅎㅠ]*$|(?:나요|까요|[인는은한될할]가요|인가|일까|할까|어때|어때요|알려\s?줘|알려\s?줘요|알려\s?주세요|궁금해|궁금해요|뭐야|뭐지|누구야|어디야)$"
)
"""How a question ends."""


class Verb(StrEnum):
    """What a button of a conversation does beside choosing an option."""

    BACK = "back"
    KEEP = "keep"
    """Leave this step's answer as it is."""
    FIX = "fix"
    CANCEL = "cancel"
    SAVE = "save"
    SAVE_ALL = "all"
    """Save, for every statement of the source that is corrected."""


class Conversation(Frozen):
    """A draft at one of its steps; `options` is what the numbered buttons under the question stand for."""

    draft: Draft
    step: Step
    options: tuple[str, ...] = ()

    @property
    def may_keep(self) -> bool:
        """Whether the step was answered before, so that its answer may stay."""
        return self.step in self.draft.told

    @property
    def may_go_back(self) -> bool:
        """Whether there is a step before this one."""
        if self.step is Step.FIX:
            return self.draft.next_step is Step.PREVIEW
        return self.draft.before(self.step) is not None


class Turn(Frozen):
    """Where a conversation stands after an editor's word; `slip` says why it has not moved."""

    conversation: Conversation
    slip: Slip | None = None


def at(draft: Draft, step: Step, desk: Desk) -> Conversation:
    """The conversation at a step, with its options as they are at this moment."""
    return Conversation(draft=draft, step=step, options=options(draft, step, desk))


def begin(draft: Draft, desk: Desk) -> Conversation:
    """The conversation at the first thing that the draft does not tell yet."""
    draft = answers.recounted(draft, desk)
    return at(draft, draft.next_step, desk)


def typed(conversation: Conversation, text: str, desk: Desk) -> Turn | None:
    """Take a typed text; None where the step does not ask for one and the text is no line of a statement."""
    step, draft = conversation.step, conversation.draft
    lines = read_lines(text) if looks_like_lines(text) else None
    if lines is not None and (step is not Step.QUOTE or not lines.slips):
        filled = fill(draft, lines, desk)
        return Turn(conversation=begin(filled.draft, desk), slip=next(iter(filled.slips), None))
    if step in (Step.PREVIEW, Step.FIX):
        return None
    told = answers.typed(draft, step, text, desk)
    if isinstance(told, Draft):
        return Turn(conversation=begin(told, desk))
    meant = told.options if told.code in (SlipCode.TEAM_UNCLEAR, SlipCode.TEAM_UNKNOWN) else conversation.options
    return Turn(conversation=conversation.model_copy(update={"options": meant}), slip=told)


def answer_to(conversation: Conversation, text: str, desk: Desk) -> str | None:
    """A text as the answer to a step; None for a question, which is no answer: `카카오 재도전해?` is nobody's name.

    `KT?` answers which team, and what a key stands before is an answer whatever it looks like.
    """
    bare = text.strip().rstrip("?？ ")
    is_asked = _ASKS.search(text.strip()) is not None and "\n" not in text.strip() and len(text) <= QUESTION_LENGTH
    if not is_asked or looks_like_lines(text):
        return text
    match conversation.step:
        case Step.TEAM if desk.team_named(bare) is not None:
            return bare
        case Step.STANCE if desk.stances_for(bare):
            return bare
        case Step.SAID if answers.is_day(conversation.draft, bare, desk):
            return bare
        case _:
            return None


def chosen(conversation: Conversation, place: int, desk: Desk) -> Conversation | None:
    """Take a numbered button; None where there is no such option."""
    if not 0 <= place < len(conversation.options):
        return None
    option = conversation.options[place]
    if conversation.step is Step.FIX:
        return at(conversation.draft, Step(option), desk)
    if not _is_known(conversation.step, option, desk):
        return None
    return begin(answers.chosen(conversation.draft, conversation.step, option, desk), desk)


def moved(conversation: Conversation, verb: Verb, desk: Desk) -> Conversation | None:
    """Go back, keep an answer, or choose what to mend; None where that is not possible here."""
    draft, step = conversation.draft, conversation.step
    match verb:
        case Verb.BACK:
            if step is Step.FIX:
                return begin(draft, desk)
            before = draft.before(step)
            return at(draft, before, desk) if before is not None else None
        case Verb.KEEP if conversation.may_keep:
            return begin(draft, desk)
        case Verb.FIX if step is Step.PREVIEW:
            return at(draft, Step.FIX, desk)
        case _:
            return None


def options(draft: Draft, step: Step, desk: Desk) -> tuple[str, ...]:
    """What may be chosen at a step by a button."""
    match step:
        case Step.STANCE:
            return _stances(desk)
        case Step.QUOTE:
            return answers.quote_options(draft, desk)
        case Step.SAID:
            counted = answers.counted_from(draft, desk)
            days = (*(day for _, day in answers.days_of_quote(draft, desk)), counted, counted - timedelta(days=1))
            return (*dict.fromkeys(day.isoformat() for day in days), UNKNOWN)
        case Step.VOICE:
            return tuple(Voice)
        case Step.SPEAKER:
            return (UNKNOWN,)
        case Step.SOURCE:
            return _recent_sources(desk)
        case Step.FIX:
            return tuple(each for each in draft.steps if each is not Step.PREVIEW)
        case Step.TEAM | Step.REASON | Step.PREVIEW:
            return ()


def _stances(desk: Desk) -> tuple[str, ...]:
    every = desk.facts.stances.values()
    return tuple(stance.code for kind in Kind for stance in every if stance.kind is kind)


def _recent_sources(desk: Desk) -> tuple[str, ...]:
    """The sources that statements were recorded from last, newest first."""
    statements = sorted(desk.facts.statements.values(), key=lambda each: each.sequence, reverse=True)
    return tuple(dict.fromkeys(each.claim.source for each in statements))[:RECENT_SOURCES]


def _is_known(step: Step, option: str, desk: Desk) -> bool:
    """Whether the record still has what an option stands for."""
    match step:
        case Step.TEAM:
            return option in desk.facts.teams
        case Step.STANCE:
            return option in desk.facts.stances
        case Step.SOURCE:
            return option in desk.facts.sources
        case _:
            return True
