"""What stands behind `/add` on one line: team, stance, day and keys first, and then the sentence itself (pure)."""

import re
from collections.abc import Iterator

from bot.editing.answers import typed
from bot.editing.conversation import Conversation, Turn, at, begin
from bot.editing.desk import Desk
from bot.editing.draft import Draft, Step
from bot.editing.lines import SPELLINGS, Key, Slip, SlipCode
from bot.editing.sentences import is_article, tells
from bot.editing.typed_dates import read_said
from knowledge.fields import QUOTE_LENGTH, Frozen
from knowledge.said import Said

_SEPARATORS = re.compile(r"[\s,/|·]*(?:[-–—:]\s+)?")
_WORD = re.compile(r"\S+")
_KEY = re.compile(r"([가-힣A-Za-z]{1,9}(?: [가-힣]{1,3})?)\s*[:：]\s*")
_OPENING = re.compile(r"[\s\"'“‘「『(\[]*")
_MARKS = frozenset(":-–—|/")
"""What sets an instruction off from the sentence."""
LONGEST_NAME = 5
"""Words of a team's name, a stance or a day."""
_MAY_OPEN_A_SENTENCE = re.compile(r"(?:\d{1,2}월\s*)?\d{1,2}일|어제|오늘|전날")
"""A day that may as well be the sentence's first word."""


class Instruction(Frozen):
    """What an editor types before a sentence, taken off it; `readings` are what the sentence may be where that is not
    plain, the shortest first.
    """

    team: str | None = None
    stance: str | None = None
    said: Said | None = None
    said_words: str | None = None
    rest: str = ""
    readings: tuple[str, ...] = ()


def read_instruction(text: str, desk: Desk) -> Instruction:
    """Take team, stance, day and keys off the beginning of a text.

    `KT 불참 KT는 23일 … 밝혔다.` -> KT, 불참 and the sentence from `KT는`; `KT 불참 확정했다고 밝혔다.` may be either.
    """
    found: dict[str, object] = {}
    place, is_plain = _SEPARATORS.match(text).end(), False  # type: ignore[union-attr] # it matches nothing too
    starts = [place]
    while place < len(text):
        key = _key_at(text, place)
        if key == Key.QUOTE:
            place, is_plain = _KEY.match(text, place).end(), True  # type: ignore[union-attr] # it was matched just now
            break
        start = _KEY.match(text, place).end() if key is not None else place  # type: ignore[union-attr]
        taken = _item(text, start, found, desk)
        if taken is None:
            break
        parts, end = taken
        found.update(parts)
        after = _SEPARATORS.match(text, end).end()  # type: ignore[union-attr]
        is_plain = "\n" in text[end:after] or text[end - 1] in ":：" or text[end:after].strip() in _MARKS
        place = after
        starts.append(place)
    rest = text[place:].strip()
    readings = () if is_plain or not found or not rest else _readings(text, starts, rest, desk)
    return Instruction.model_validate({**found, "rest": rest, "readings": readings})


def _key_at(text: str, place: int) -> str | None:
    match = _KEY.match(text, place)
    return SPELLINGS.get(re.sub(r"\s", "", match[1]).lower()) if match is not None else None


def _item(text: str, start: int, found: dict[str, object], desk: Desk) -> tuple[dict[str, object], int] | None:
    """The team, stance or day that the text has at a place, the longest first, with its end; each is told once."""
    for end in reversed([*_ends(text, start)]):
        words = text[start:end].strip(" ,:·/")
        if "team" not in found and (team := desk.team_named(words)) is not None:
            return {"team": team.id}, end
        if "stance" not in found and len(stances := desk.stances_for(words)) == 1:
            return {"stance": stances[0].code}, end
        if found and "said" not in found and (said := read_said(words, desk.today)) is not None:
            return {"said": said, "said_words": words}, end
    return None


def _ends(text: str, start: int) -> Iterator[int]:
    line_end = text.find("\n", start)
    for count, match in enumerate(_WORD.finditer(text, start, line_end if line_end >= 0 else len(text))):
        if count == LONGEST_NAME:
            return
        yield match.end()


def _readings(text: str, starts: list[int], rest: str, desk: Desk) -> tuple[str, ...]:
    """What the sentence may be where it is not plain: it is where what is left begins with a team's name."""
    opens = _OPENING.match(rest).end()  # type: ignore[union-attr] # it matches nothing too
    begins_with_team = any(mention.start <= opens for mention in desk.index.find(rest).mentions)
    last = text[starts[-2] : starts[-1]].strip(" ,:·/")
    if begins_with_team and not _MAY_OPEN_A_SENTENCE.fullmatch(last):
        return ()
    cuts = (starts[-1], starts[-2]) if begins_with_team else (starts[-1], starts[0])
    return tuple(dict.fromkeys(text[cut:].strip() for cut in cuts))


def begin_with(instruction: Instruction, text: str, desk: Desk) -> Turn | None:
    """The conversation that such a text begins, at the first thing that it does not tell; None for other texts."""
    draft = _told(instruction)
    if not instruction.rest:
        return Turn(conversation=begin(draft, desk))
    if instruction.readings:
        if any(len(each) > QUOTE_LENGTH for each in instruction.readings):
            return None
        draft = draft.model_copy(update={"readings": instruction.readings})
        return Turn(conversation=_at_its_team(draft, desk))
    other = desk.team_named(instruction.rest)
    if other is not None and draft.team is not None:
        slip = Slip(code=SlipCode.TEAM_UNCLEAR, key=Key.TEAM, text=text, options=(draft.team, other.id))
        asked = at(Draft(), Step.TEAM, desk).model_copy(update={"options": slip.options})
        return Turn(conversation=asked, slip=slip)
    if draft.told or tells(instruction.rest) or is_article(instruction.rest):
        return _with_sentence(draft, instruction.rest, desk)
    return _without_team(draft, text, desk)


def _told(instruction: Instruction) -> Draft:
    draft = Draft()
    if instruction.team is not None:
        draft = draft.telling(Step.TEAM, team=instruction.team)
    if instruction.stance is not None:
        draft = draft.telling(Step.STANCE, stance=instruction.stance)
    if instruction.said is not None:
        draft = draft.telling(Step.SAID, said=instruction.said, said_words=instruction.said_words)
    return draft


def _with_sentence(draft: Draft, sentence: str, desk: Desk) -> Turn:
    teams = desk.teams_in(sentence)
    if draft.team is None and len(teams) == 1:
        draft = draft.telling(Step.TEAM, team=teams[0])
    told = typed(draft, Step.QUOTE, sentence, desk)
    if isinstance(told, Slip):
        return Turn(conversation=begin(draft, desk), slip=told)
    if told.team is not None and told.stance is None and told.quote is not None:
        stance = desk.stance_told(told.quote, told.team)
        told = told if stance is None else told.telling(Step.STANCE, stance=stance)
    return Turn(conversation=_at_its_team(told, desk))


def _at_its_team(draft: Draft, desk: Desk) -> Conversation:
    """The conversation's beginning, which offers the teams of the sentence where it names more than one."""
    conversation = begin(draft, desk)
    named = desk.teams_in(draft.quote or "") if conversation.step is Step.TEAM else ()
    return conversation.model_copy(update={"options": named}) if named else conversation


def _without_team(draft: Draft, text: str, desk: Desk) -> Turn | None:
    """`/add 크래프톤 불참`: a name that is no team's is told, and the rest is kept; None for text in lines."""
    if "\n" in text.strip():
        return None
    words = text.split()
    for cut in range(len(words)):
        behind = desk.stances_for(" ".join(words[len(words) - cut :])) if cut else ()
        if len(behind) == 1:
            words, draft = words[: len(words) - cut], draft.telling(Step.STANCE, stance=behind[0].code)
            break
    conversation = at(draft, Step.TEAM, desk)
    told = typed(draft, Step.TEAM, " ".join(words), desk)
    if not isinstance(told, Slip):
        return Turn(conversation=begin(told, desk))
    options = told.options if told.code in (SlipCode.TEAM_UNCLEAR, SlipCode.TEAM_UNKNOWN) else ()
    return Turn(conversation=conversation.model_copy(update={"options": options}), slip=told)
