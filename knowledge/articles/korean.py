"""A Korean sentence: topic and subject marks bind its teams to its verbs, clause by clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from knowledge.articles.claims import Doubt
from knowledge.articles.marked import Told
from knowledge.articles.predicates import (
    FORECAST,
    GIVEN_OUT,
    PAST,
    QUOTATIVE,
    REPORTED,
    SPEECH,
    SUPPOSED,
    Cue,
    Mode,
    Predicate,
    StanceSentence,
    has_other_object,
    is_elsewhere,
    is_opinion,
    predicate,
)
from knowledge.articles.subjects import FILLER, NameRow, NounPhrase, SubjectRole, groups, subjects
from knowledge.model import Kind, Voice

_CLAUSE_END: Final = re.compile(
    r"[가-힣](?:고|며|면서|지만|으나|는데|은데|한데|어서|아서|해서|므로|자)(?=[\s,])|(?:했|됐|었|았|였)(?:으나|는데)(?=[\s,])"
    r"|데\s이어(?=\s)|(?:한|된|은|난)\s(?:뒤|후|가운데|반면)(?=[\s,])"
    r"|(?:한|된|던|할|될|하는|되는|있는|없는|않는|않은|나선|빠진|오른|떨어진|밝힌|겠다는|다는|라는|려는)(?=\s)"
)
"""Where the verb of a subject with 이 or 가 ends: connective and describing forms."""
_GENITIVE: Final = re.compile(r"의\s(?:[^\s은는이가을를]+\s){0,3}$")
_OBJECT: Final = re.compile(
    r"(?:\s?등(?:\s?\d*\s?(?:개|여)?\s?(?:팀|곳|사|업체|기업|컨소시엄)?)?)?(?:\s?컨소시엄)?(?:을|를|에\s대해|에\s대한|(?:의)?\s[^\s]+(?:을|를|에))(?=\s|,)"
)
_IS_ROW: Final = re.compile(
    r"\s?(?:등\s?)?(?:[가-힣\d]+\s?(?:개|곳|팀|명|사|나라)?\s?(?:곳|팀)?)?(?:이다|였다|이었다|다)\.?$"
)
_SAID_BEFORE: Final = re.compile(r"\"(?:라|이라|다|라고|고)?(?:며|면서|고)\s")
"""제주도는 "…"며 유치를 신청했다: what is told with the own words is the own word."""
_IS_NOUN: Final = re.compile(r"\S*인\s")
"""탈락팀인 NC AI."""
_WILL: Final = re.compile(r"[할될갈릴올설을일]\s?것|[할될]\s?거|겠|[아어해]야")
_HEAD_GAP: Final = re.compile(r"\s(?:[^\s,]+[^\s,은는이가을를에의고며한된]\s){0,2}")
_PLURAL: Final = re.compile(r"양사|두\s회사|이들")


@dataclass(frozen=True)
class KoreanSentence(StanceSentence):
    """One Korean sentence."""

    @cached_property
    def rows(self) -> list[NameRow]:
        """The rows of names."""
        return groups(self.marked.flat, self.marked.mentions)

    @cached_property
    def subjects(self) -> list[NounPhrase]:
        """The subjects, with speakers as they are printed."""
        found = subjects(self.marked.flat, self.rows, self.marked.others, self.authority)
        return [self._as_printed(each) for each in found]

    @property
    def last_spoken(self) -> tuple[str, ...]:
        """The teams that are spoken of behind this sentence."""
        named = [each.teams for each in self.subjects if each.role in (SubjectRole.TEAM, SubjectRole.PERSON)]
        outside = [each.teams for each in self._outside if each.role in (SubjectRole.TEAM, SubjectRole.PERSON)]
        return (outside or named or [self.before])[-1]

    def told(self) -> Iterator[Told]:
        """What the sentence tells of its teams."""
        for cue in self.cues:
            kind = self.lexicon.kind(cue.codes[0])
            yield from self._equated(cue, kind)
            found = predicate(self.marked.masked, cue, kind)
            if found is not None:
                yield from self._of(found, kind)

    def _as_printed(self, subject: NounPhrase) -> NounPhrase:
        if subject.speaker is None:
            return subject
        start = self.marked.flat.find(subject.speaker, subject.start)
        printed = self.marked.text[start : start + len(subject.speaker)] if start >= 0 else subject.speaker
        return replace(subject, speaker=printed)

    @cached_property
    def _outside(self) -> list[NounPhrase]:
        return [each for each in self.subjects if self.marked.quote_at(each.start) is None]

    def _of(self, found: Predicate, kind: Kind) -> Iterator[Told]:
        quote = self.marked.quote_at(found.cue.start)
        if found.mode is Mode.RELATIVE:
            yield from self._relative(found, kind, quote)
        elif quote is None:
            yield from self._stated(found, kind)
        else:
            yield from self._quoted(found, quote)

    # Who is meant

    def _subject(self, at: int, among: list[NounPhrase]) -> NounPhrase | None:
        """The subject of a verb: the nearest one whose own verb has not yet come, else the last topic."""
        ended: NounPhrase | None = None
        for each in reversed([each for each in among if each.end <= at]):
            if each.is_topic or not _CLAUSE_END.search(self.marked.unquoted, each.end, at):
                return each
            ended = ended or each
        return ended

    def _teams(self, subject: NounPhrase) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
        """The teams that a subject stands for, and what is doubtful about that."""
        if subject.role in (SubjectRole.TEAM, SubjectRole.PERSON):
            return subject.teams, () if subject.is_exact else (Doubt.NAME,)
        if subject.role is SubjectRole.ANAPHOR:
            inside = [each.teams for each in self.subjects if each.end <= subject.start and each.teams]
            teams = inside[-1] if inside else self.before
            single = len(teams) == 1 or _PLURAL.search(self.marked.flat[subject.start : subject.end])
            return (teams if single else ()), (Doubt.CONTEXT,)
        return (), ()

    def _doubts(self, found: Predicate, start: int) -> tuple[Doubt, ...] | None:
        """What is doubtful about a verb itself; None where it is about something else."""
        cue, flat = found.cue, self.marked.masked
        elsewhere = is_elsewhere(flat, start, found.end, self.generic, self.marked.programme)
        other = has_other_object(flat, cue, start, self.marked.programme)
        if other or elsewhere or self._is_supposed(cue) or is_opinion(flat, cue):
            return None
        doubts = [Doubt.SUBJECT] if other is None or elsewhere is None else []
        if PAST.search(flat, 0, cue.start):
            doubts.append(Doubt.PASSING)
        if cue.is_denied:
            doubts.append(Doubt.DENIAL)
        if len(cue.codes) > 1:
            doubts.append(Doubt.SEVERAL)
        return tuple(doubts)

    def _is_supposed(self, cue: Cue) -> bool:
        """True if a condition stands before a verb, in its quotation or in the sentence outside of quotations."""
        quote = self.marked.quote_at(cue.start)
        if quote is not None:
            return SUPPOSED.search(self.marked.flat, quote[0], cue.start) is not None
        return SUPPOSED.search(self.marked.unquoted, 0, cue.start) is not None

    def _codes(self, cue: Cue) -> tuple[str, ...]:
        return self.lexicon.opposed(cue.codes)[:1] if cue.is_denied else cue.codes

    # What is told

    def _stated(self, found: Predicate, kind: Kind) -> Iterator[Told]:
        subject, is_thing = self._stated_subject(found, kind)
        doubts = self._doubts(found, subject.end)
        if doubts is None:
            return
        if subject.role in (SubjectRole.AUTHORITY, SubjectRole.OTHER):
            yield from self._decided(found, kind, subject, doubts)
            return
        teams, more = self._teams(subject)
        if is_thing:
            more = (*more, Doubt.SUBJECT)
        end = self._segment_end(found)
        voice, speaker, outer = self._voice(subject, found, end, kind)
        if voice is Voice.REPORTED and FORECAST.search(self._tail(found, end)):
            return
        if outer is not None and outer.role is not SubjectRole.AUTHORITY:
            more = (*more, Doubt.HEARSAY)
        for code in self._codes(found.cue):
            yield Told(teams, code, voice, speaker, self._days(subject, end, outer), (*more, *doubts))

    def _stated_subject(self, found: Predicate, kind: Kind) -> tuple[NounPhrase, bool]:
        """Who a verb outside of quotations is about, and whether it is only a thing of the team's."""
        at = found.cue.start
        subject, genitive = self._subject(at, self._outside), self._genitive(at)
        thing = self._thing(at) if kind is Kind.RESULT else None
        if thing is not None and (subject is None or subject.end < thing.start):
            return thing, True
        if genitive is not None and found.cue.is_noun and (subject is None or subject.start < genitive.start):
            start = subject.end if subject else 0
            if kind is Kind.POSITION or self._objects(start, at) is None:
                return NounPhrase(
                    genitive.start, genitive.end, SubjectRole.TEAM, genitive.teams, is_exact=genitive.is_exact
                ), False
        if subject is None:
            return NounPhrase(0, 0, SubjectRole.OTHER), False  # no authority that we know: 상인회는 X를 올렸다
        if subject.role is SubjectRole.OTHER and not subject.is_topic:  # 토리노는 시장이 직접 신청서를 냈다고
            topics = [each for each in self._outside if each.end <= subject.start and each.is_topic]
            if topics and topics[-1].role is SubjectRole.TEAM:
                return replace(topics[-1], is_exact=False), False
        return subject, False

    def _decided(self, found: Predicate, kind: Kind, subject: NounPhrase, doubts: tuple[Doubt, ...]) -> Iterator[Told]:
        """A result that somebody else makes of teams: 과기정통부는 X를 선정했다."""
        row = self._objects(subject.end, found.cue.start) if kind is Kind.RESULT else None
        if row is None:
            return
        is_authority = subject.role is SubjectRole.AUTHORITY
        end = self._segment_end(found)
        more = () if is_authority else (Doubt.HEARSAY,)
        more = more if row.is_exact else (*more, Doubt.NAME)
        voice = Voice.AUTHORITY if is_authority and not REPORTED.search(self._tail(found, end)) else Voice.REPORTED
        for code in found.cue.codes:
            spans = ((subject.start, end), (0, len(self.marked.text)))
            yield Told(row.teams, code, voice, subject.speaker if is_authority else None, spans, (*more, *doubts))

    def _quoted(self, found: Predicate, quote: tuple[int, int]) -> Iterator[Told]:
        """What stands in a quotation is its speaker's word, of itself or of the team that it names."""
        inside = [each for each in self.subjects if quote[0] <= each.start and each.end <= quote[1]]
        speaker, inner = self._speaker(quote), self._subject(found.cue.start, inside)
        if speaker is None:
            return
        doubts = self._doubts(found, max(quote[0], inner.end if inner else 0))
        if doubts is None:
            return
        end = self._segment_end(found, quote[1])
        teams, voice, more = self._whose(speaker, inner, quote, end)
        days = self._days(speaker, end, None)
        for code in self._codes(found.cue):
            yield Told(teams, code, voice, speaker.speaker, days, (*more, *doubts))

    def _whose(
        self, speaker: NounPhrase, inner: NounPhrase | None, quote: tuple[int, int], end: int
    ) -> tuple[tuple[str, ...], Voice, tuple[Doubt, ...]]:
        """Which teams a quotation speaks of, and in whose voice; none where a speaker talks of somebody else."""
        if inner is None or inner.role in (SubjectRole.SELF, SubjectRole.ANAPHOR):
            teams, doubts = self._teams(speaker)
            return teams, self._quoted_voice(end, quote), doubts
        if inner.role is not SubjectRole.TEAM:
            return (), Voice.REPORTED, ()
        if speaker.role is SubjectRole.AUTHORITY:
            return inner.teams, Voice.AUTHORITY, ()
        if set(inner.teams) <= set(speaker.teams):
            return inner.teams, Voice.OWN, ()
        is_told = speaker.role is SubjectRole.OTHER and not _WILL.search(self.marked.flat, *quote)
        return (inner.teams if is_told else ()), Voice.REPORTED, (Doubt.HEARSAY,)

    def _quoted_voice(self, end: int, quote: tuple[int, int]) -> Voice:
        tail = self.marked.unquoted[quote[1] : end]
        return Voice.REPORTED if REPORTED.search(tail) and not re.search(r"입장", tail) else Voice.OWN

    def _relative(self, found: Predicate, kind: Kind, quote: tuple[int, int] | None) -> Iterator[Told]:
        """탈락한 X는: a result of the team behind it; a position only in passing."""
        if quote is not None:
            return
        end = found.end
        row = next((each for each in self.rows if each.start >= end), None)
        if row is None or not _HEAD_GAP.fullmatch(self.marked.masked[end : row.start]):
            return
        before = [each.end for each in self.subjects if each.end <= found.cue.start]
        start = before[-1] if before else 0
        doubts = self._doubts(found, start)
        if doubts is None:
            return
        if kind is Kind.POSITION or _IS_NOUN.match(self.marked.flat, found.cue.end):
            doubts = (Doubt.PASSING, *doubts)
        if not row.is_exact:
            doubts = (*doubts, Doubt.NAME)
        for code in self._codes(found.cue):
            yield Told(row.teams, code, Voice.REPORTED, None, ((start, found.cue.start),), doubts)

    def _equated(self, cue: Cue, kind: Kind) -> Iterator[Told]:
        """A result that is said to be a row of names: 최종 후보지는 수원, 코크, 토리노 세 곳이다."""
        row = next((each for each in self.rows if each.start >= cue.end), None)
        if kind is not Kind.RESULT or row is None or self.marked.quote_at(cue.start) is not None:
            return
        between, behind = self.marked.flat[cue.end : row.start], self.marked.flat[row.end :]
        if re.fullmatch(r"(?:에)?(?:은|는)\s", between) and _IS_ROW.match(behind):
            doubts = () if row.is_exact else (Doubt.NAME,)
            for code in cue.codes:
                yield Told(row.teams, code, Voice.REPORTED, None, ((0, cue.start),), doubts)

    # Whose word it is

    def _tail(self, found: Predicate, end: int) -> str:
        return self.marked.unquoted[found.cue.start : end]

    def _segment_end(self, found: Predicate, after: int | None = None) -> int:
        """Where the clause of a verb gives way to the next subject's."""
        at = found.end if after is None else after
        nexts = [
            each.start
            for each in self._outside
            if each.start >= at
            and each.is_topic
            and each.role in (SubjectRole.TEAM, SubjectRole.AUTHORITY, SubjectRole.OTHER, SubjectRole.PERSON)
        ]
        return min(nexts, default=len(self.marked.text))

    def _voice(
        self, subject: NounPhrase, found: Predicate, end: int, kind: Kind
    ) -> tuple[Voice, str | None, NounPhrase | None]:
        """Whose word a stated clause is, who speaks, and the one before the subject who says it of the team."""
        tail = self._tail(found, end)
        if REPORTED.search(tail) or GIVEN_OUT.search(self.marked.unquoted[: subject.start]):
            return Voice.REPORTED, None, None
        outer = self._outer(subject, tail, kind)
        if outer is not None and outer.role is SubjectRole.AUTHORITY:
            return Voice.AUTHORITY, outer.speaker, outer
        if outer is not None:
            return Voice.REPORTED, outer.speaker, outer
        if _SAID_BEFORE.search(self.marked.unquoted, subject.end, found.cue.start):
            return Voice.OWN, subject.speaker, None
        if SPEECH.search(tail[max(0, found.cue.end - found.cue.start - 2) :]):
            return Voice.OWN, subject.speaker, None
        return Voice.REPORTED, None, None

    def _outer(self, subject: NounPhrase, tail: str, kind: Kind) -> NounPhrase | None:
        """Who says it of the subject: 과기정통부는 … X가 탈락했다고 밝혔다."""
        before = [each for each in self._outside if each.end <= subject.start and each.is_topic]
        if not before:
            return None
        outer = before[-1]
        if not QUOTATIVE.search(tail) or not SPEECH.search(tail):
            return outer if outer.role is SubjectRole.AUTHORITY and kind is Kind.RESULT else None
        if outer.role is SubjectRole.AUTHORITY or outer.role is SubjectRole.OTHER:
            return outer
        return outer if outer.role in (SubjectRole.TEAM, SubjectRole.PERSON) and not subject.is_topic else None

    def _speaker(self, quote: tuple[int, int]) -> NounPhrase | None:
        """Who says a quotation: the subject before it, else the one behind it."""
        before = self._subject(quote[0], self._outside)
        if before is not None:
            return before
        return next((each for each in self._outside if each.start >= quote[1]), None)

    def _days(self, subject: NounPhrase, end: int, outer: NounPhrase | None) -> tuple[tuple[int, int], ...]:
        spans = [(subject.start, end)]
        earlier = [each for each in self._outside if each.end <= subject.start and each.role is not SubjectRole.OTHER]
        if outer is not None or not earlier:
            spans.append((0, len(self.marked.text)))
        return tuple(spans)

    def _genitive(self, at: int) -> NameRow | None:
        """The row whose 의 leads to a noun: X의 참여는 무산됐다."""
        row = next((each for each in reversed(self.rows) if each.end <= at), None)
        return row if row and _GENITIVE.fullmatch(self.marked.masked[row.end : at].replace(FILLER, "")) else None

    def _thing(self, at: int) -> NounPhrase | None:
        """A team as the owner of what passes or fails: X의 시제품은 시험을 통과했다."""
        for row in reversed([each for each in self.rows if each.end <= at]):
            match = re.compile(r"의?\s[가-힣]+(은|는|이|가)(?=\s)").match(self.marked.flat, row.end)
            if match is not None and match.end() <= at:
                return NounPhrase(
                    row.start, match.end(), SubjectRole.TEAM, row.teams, match[1] in "은는", None, row.is_exact
                )
        return None

    def _objects(self, start: int, end: int) -> NameRow | None:
        """The row that a verb is done to: X와 Y를 선정했다."""
        for row in reversed([each for each in self.rows if start <= each.start and each.end <= end]):
            if _OBJECT.match(self.marked.flat, row.end):
                return row
        return None
