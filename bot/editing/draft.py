"""What an editor has told so far about one statement, and how an answer to one step is read into it (pure)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from pydantic import ValidationError

from bot.editing.context import NOTHING, VOICES, EditContext, plain, sentences, without_byline
from bot.editing.lines import (
    InputError,
    InputErrorCode,
    days_in,
    is_dateline,
    link_of,
    published_on,
    read_day,
    read_said,
)
from knowledge.facts import Facts
from knowledge.fields import QUOTE_LENGTH, SOURCE_TEXT_LENGTH, Frozen, Identifier, Line, Quote, SourceText, Url
from knowledge.model import Source, Statement, Voice
from knowledge.record.changes import (
    SOURCE_PARTS,
    AddStatement,
    Correct,
    Correction,
    NewSource,
    NewStatement,
)
from knowledge.said import Said


class Step(StrEnum):
    """One thing that the conversation asks for, in the order asked."""

    TEAM = "team"
    STANCE = "stance"
    QUOTE = "quote"
    SAID = "said"
    VOICE = "voice"
    SPEAKER = "speaker"
    SOURCE = "source"
    REASON = "reason"
    PREVIEW = "preview"
    FIX = "fix"
    """Which of the others to go back to."""


class CorrectedStatement(Frozen):
    """The statement that a draft corrects, the revision that the editor saw, and why."""

    id: Identifier
    revision: int
    reason: Line | None = None


class Draft(Frozen):
    """The parts of a claim, each None until it is told; `told` holds the steps that are answered, with nothing too."""

    team: Identifier | None = None
    stance: Identifier | None = None
    quote: Quote | None = None
    text: SourceText | None = None
    """The whole text that the quote was taken from, where the editor supplied one."""
    readings: tuple[Quote, ...] = ()
    """Ways to tell the sentence from the instruction before it (`KT 불참 …`), to choose from."""
    said: Said | None = None
    said_words: Line | None = None
    """The day as it was typed: 어제 and 23일 count from the day of the article, which may be told later."""
    voice: Voice | None = None
    speaker: Line | None = None
    source: Identifier | None = None
    """A source that is on record already; otherwise the four that follow describe a new one."""
    publisher: Line | None = None
    title: Line | None = None
    url: Url | None = None
    published: date | None = None
    article: str | None = None
    """The token of the offers of the article that the sentence was taken from."""
    told: frozenset[Step] = frozenset()
    correcting: CorrectedStatement | None = None

    def telling(self, step: Step, **parts: object) -> "Draft":
        """The draft with the answer to one step."""
        return Draft.model_validate({**dict(self), **parts, "told": self.told | {step}})

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that this draft goes through: a correction asks for its reason too."""
        asked = STEPS if self.correcting is None else (*STEPS, Step.REASON)
        return (*asked, Step.PREVIEW)

    @property
    def next_step(self) -> Step:
        """The first step that is not answered yet, at last the preview."""
        return next(step for step in self.steps if step not in self.told)

    def before(self, step: Step) -> Step | None:
        """The step to go back to, or None at the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None


CLAIM_PARTS = ("team", "stance", "voice", "speaker", "said", "quote")
"""What is told of a statement beside its source."""
STEPS = (Step.TEAM, Step.STANCE, Step.QUOTE, Step.SAID, Step.VOICE, Step.SPEAKER, Step.SOURCE)
"""What every statement is asked for."""


def draft_of(statement: Statement, facts: Facts) -> Draft:
    """The draft that corrects a statement: everything told as it stands, except the reason."""
    claim, source = statement.claim, facts.sources[statement.claim.source]
    return Draft(
        team=claim.team,
        stance=claim.stance,
        quote=claim.quote,
        said=claim.said,
        voice=claim.voice,
        speaker=claim.speaker,
        source=claim.source,
        publisher=source.publisher,
        title=source.title,
        url=source.url,
        published=source.published,
        told=frozenset(STEPS),
        correcting=CorrectedStatement(id=statement.id, revision=statement.current.number),
    )


def as_lines(draft: Draft) -> Iterator[tuple[str, str]]:
    """The parts of a draft as `/add` takes them, key and value, the quote last."""
    for key in ("team", "stance", "said", "voice", "speaker", "publisher", "title", "url", "published"):
        value = getattr(draft, key)
        if value is not None:
            yield key, str(value)
    if draft.correcting is not None and draft.correcting.reason is not None:
        yield "reason", draft.correcting.reason
    if draft.quote is not None:
        yield "quote", draft.quote


WHOLE_QUOTE = 600
"""Characters up to which a text that is sent as the sentence is taken as it is; of a longer one, one is chosen."""
FEW_SENTENCES = 3
"""Sentences of a text up to which it is taken as it is: a person's word often takes two or three."""
SENTENCE_CHOICES = 8
TEAM_CHOICES = 12
UNKNOWN = "unknown"
"""The option that tells nothing: no speaker named, no day known."""

AnsweredDraft = Draft | InputError
"""The draft with the answer, or what is wrong with it."""


def read_answer(draft: Draft, step: Step, text: str, context: EditContext) -> AnsweredDraft:
    """Take a text as the answer to a step."""
    try:
        return _READERS[step](draft, text.strip(), context)
    except ValidationError as error:
        return input_error(error, str(step))


def choose(draft: Draft, step: Step, option: str, context: EditContext) -> Draft:
    """Take an option of a step, one that `options` of the form gave, as its answer."""
    match step:
        case Step.TEAM | Step.STANCE:
            return draft.telling(step, **{str(step): option})
        case Step.QUOTE:
            return draft.telling(step, quote=option, readings=())
        case Step.SAID:
            words = {day.isoformat(): word for word, day in days_of_quote(draft, context)}.get(option)
            return draft.telling(step, said=None if option == UNKNOWN else Said.parse(option), said_words=words)
        case Step.VOICE:
            return draft.telling(step, voice=Voice(option))
        case Step.SPEAKER:
            return draft.telling(step, speaker=None)
        case Step.SOURCE:
            return from_source(draft, option, context)
        case Step.REASON | Step.PREVIEW | Step.FIX:
            raise ValueError(f"{step} has no options")


def counted_from(draft: Draft, context: EditContext) -> date:
    """The day that the days of a sentence or an answer count from: its article's, or today where that is not known."""
    return draft.published or context.today


def days_of_quote(draft: Draft, context: EditContext) -> tuple[tuple[str, date], ...]:
    """The days that the draft's sentence names, with their words."""
    return days_in(draft.quote, counted_from(draft, context)) if draft.quote is not None else ()


def recounted(draft: Draft, context: EditContext) -> Draft:
    """The draft with its day read again, now that the day of the article may be known."""
    if draft.said_words is None:
        return draft
    said = read_said(draft.said_words, counted_from(draft, context), context.today)
    return draft if said is None or said == draft.said else draft.model_copy(update={"said": said})


def is_day(draft: Draft, text: str, context: EditContext) -> bool:
    """True if a text is a day."""
    return read_said(text, counted_from(draft, context), context.today) is not None


def from_source(draft: Draft, source: str, context: EditContext) -> Draft:
    """The draft with a source that is on record."""
    kept = context.facts.sources[source]
    return draft.telling(
        Step.SOURCE,
        source=source,
        publisher=kept.publisher,
        title=kept.title,
        url=kept.url,
        published=kept.published,
    )


def input_error(error: ValidationError, key: str, line: int | None = None) -> InputError:
    """What is wrong with a value that the record would not take."""
    kind = error.errors()[0]["type"]
    too_long = kind == "string_too_long"
    return InputError(code=InputErrorCode.TOO_LONG if too_long else InputErrorCode.ODD, line=line, key=key)


def _team(draft: Draft, text: str, context: EditContext) -> AnsweredDraft:
    teams = context.teams_for(text)
    if len(teams) == 1:
        return draft.telling(Step.TEAM, team=teams[0].id)
    code = InputErrorCode.TEAM_UNCLEAR if teams else InputErrorCode.TEAM_UNKNOWN
    return InputError(code=code, key=str(Step.TEAM), text=text, options=tuple(team.id for team in teams)[:TEAM_CHOICES])


def _stance(draft: Draft, text: str, context: EditContext) -> AnsweredDraft:
    stances = context.stances_for(text)
    if len(stances) == 1:
        return draft.telling(Step.STANCE, stance=stances[0].code)
    code = InputErrorCode.STANCE_UNCLEAR if stances else InputErrorCode.STANCE_UNKNOWN
    meant = stances or tuple(context.facts.stances.values())
    return InputError(code=code, key=str(Step.STANCE), text=text, options=tuple(stance.code for stance in meant))


def _quote(draft: Draft, text: str, context: EditContext) -> AnsweredDraft:
    """The sentence; an article is kept as the source's text, and its sentences are offered to choose from."""
    if _is_a_quote(text):
        kept = draft.text if draft.text is not None and text in draft.text else None
        return draft.telling(Step.QUOTE, quote=text, text=kept, readings=())
    if len(text) > SOURCE_TEXT_LENGTH or not _sentences_to_choose(draft, text, context):
        return InputError(code=InputErrorCode.TOO_LONG, key=str(Step.QUOTE))
    untold = {"quote": None, "readings": (), "told": draft.told - {Step.QUOTE}}
    return Draft.model_validate({**dict(draft), **untold, "text": text})


def _is_a_quote(text: str) -> bool:
    """Whether a text is the sentence itself, or a few; an article has more of them, or says where it was printed."""
    if len(text) > WHOLE_QUOTE or link_of(text) is not None:
        return False
    return len(sentences(text)) <= FEW_SENTENCES


def quote_options(draft: Draft, context: EditContext) -> tuple[str, ...]:
    """The sentences of the draft's text that its quote may be chosen from."""
    if draft.readings:
        return draft.readings
    return _sentences_to_choose(draft, draft.text, context) if draft.text is not None else ()


def _sentences_to_choose(draft: Draft, text: str, context: EditContext) -> tuple[str, ...]:
    """Those that name the team, or all where none does; at last a short text itself, which may be one quote."""
    pieces = dict.fromkeys(without_byline(piece) for piece in sentences(text))
    fitting = [piece for piece in pieces if 0 < len(piece) <= QUOTE_LENGTH]
    naming = [piece for piece in fitting if draft.team is None or draft.team in context.teams_in(piece)]
    offered = (naming or fitting)[: SENTENCE_CHOICES - 1]
    is_short = len(text) <= WHOLE_QUOTE and link_of(text) is None
    return (*offered, text) if is_short and text not in offered else tuple(offered)


def _said(draft: Draft, text: str, context: EditContext) -> AnsweredDraft:
    if plain(text) in NOTHING:
        return draft.telling(Step.SAID, said=None, said_words=None)
    said = read_said(text, counted_from(draft, context), context.today)
    if said is None:
        return InputError(code=InputErrorCode.DATE, key=str(Step.SAID), text=text)
    return draft.telling(Step.SAID, said=said, said_words=text)


def _voice(draft: Draft, text: str, _: EditContext) -> AnsweredDraft:
    voice = VOICES.get(plain(text))
    return (
        draft.telling(Step.VOICE, voice=voice)
        if voice
        else InputError(code=InputErrorCode.VOICE, key=str(Step.VOICE), text=text)
    )


def _speaker(draft: Draft, text: str, _: EditContext) -> AnsweredDraft:
    return draft.telling(Step.SPEAKER, speaker=None if plain(text) in NOTHING else text)


def _reason(draft: Draft, text: str, _: EditContext) -> AnsweredDraft:
    if draft.correcting is None:
        return draft
    correcting = type(draft.correcting).model_validate({**dict(draft.correcting), "reason": text})
    return draft.telling(Step.REASON, correcting=correcting)


def _source(draft: Draft, text: str, context: EditContext) -> AnsweredDraft:
    """Publisher, title, link and day, each on a line of its own: a link and a day show what they are.

    What was read of an article before, or stands on record, stays where no line says otherwise.
    """
    parts: dict[str, object] = {}
    for row in filter(None, (row.strip() for row in text.split("\n"))):
        part, value = _source_part(row, parts, context)
        if part is None:
            return InputError(code=InputErrorCode.NO_KEY, key=str(Step.SOURCE), text=row)
        parts[part] = value
    kept = {part: getattr(draft, part) for part in SOURCE_PARTS if _is_the_same_source(draft)}
    if (parts.get("publisher") or kept.get("publisher")) is None:
        return InputError(code=InputErrorCode.MISSING, key="publisher")
    return draft.telling(Step.SOURCE, source=None, **{**dict.fromkeys(SOURCE_PARTS), **kept, **parts})


def _is_the_same_source(draft: Draft) -> bool:
    """True unless a recent source was chosen for a new statement: what is typed then is another source."""
    return draft.source is None or draft.correcting is not None


def _source_part(row: str, parts: Mapping[str, object], context: EditContext) -> tuple[str | None, str | date | None]:
    if "://" in row:
        return "url", link_of(row)
    day = published_on(row) if is_dateline(row) else read_day(row, context.today)
    if day is not None:
        return "published", day
    return next((part for part in ("publisher", "title") if part not in parts), None), row


_READERS: Mapping[Step, Callable[[Draft, str, EditContext], AnsweredDraft]] = {
    Step.TEAM: _team,
    Step.STANCE: _stance,
    Step.QUOTE: _quote,
    Step.SAID: _said,
    Step.VOICE: _voice,
    Step.SPEAKER: _speaker,
    Step.SOURCE: _source,
    Step.REASON: _reason,
}


def recording(draft: Draft, facts: Facts) -> AddStatement:
    """The new statement of a draft that tells everything."""
    parts = {name: getattr(draft, name) for name in CLAIM_PARTS}
    return AddStatement(statement=NewStatement.model_validate({**parts, "source": _source_of(draft, facts)}))


def correcting(draft: Draft, statement: Statement, facts: Facts) -> Correct:
    """What a draft says otherwise than the statement that it corrects."""
    if draft.correcting is None or draft.correcting.reason is None:
        raise ValueError("a correction has a reason")
    claim, source = statement.claim, facts.sources[statement.claim.source]
    changed = {name: getattr(draft, name) for name in CLAIM_PARTS if getattr(draft, name) != getattr(claim, name)}
    if draft.source is not None and draft.source != source.id:
        changed["source"] = draft.source
    elif draft.source is None:
        told = {name: getattr(draft, name) for name in SOURCE_PARTS}
        changed |= {name: value for name, value in told.items() if value != getattr(source, name)}
    return Correct(
        id=statement.id,
        revision=draft.correcting.revision,
        correction=Correction.model_validate(changed),
        reason=draft.correcting.reason,
    )


def _source_of(draft: Draft, facts: Facts) -> str | NewSource:
    """The source on record that the draft names or describes, else a new one with as much text as is at hand."""
    if draft.source is not None:
        return draft.source
    parts = {name: getattr(draft, name) for name in SOURCE_PARTS}
    known = next((each for each in reversed(tuple(facts.sources.values())) if _is_described(each, parts)), None)
    if known is not None and _serves(known, draft, facts):
        return known.id
    return NewSource.model_validate({**parts, "text": draft.text if known is None else None})


def _is_described(source: Source, parts: dict[str, object]) -> bool:
    """Whether all that is told of a source is what this one has; publisher and day alone name no single article."""
    if parts["title"] is None and parts["url"] is None:
        return False
    return all(getattr(source, name) == value for name, value in parts.items())


def _serves(source: Source, draft: Draft, facts: Facts) -> bool:
    """Whether the quote is in the source's text, or may be added to it."""
    text = facts.source_texts.get(source.id, "")
    return draft.quote is not None and (draft.quote in text or source.id not in facts.whole_sources)
