"""text -> Question: which teams, what is wanted of them, by which stance, as of which day, in which language."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from knowledge.conversation import Finding, Intent, Presumed, Question
from knowledge.facts import Facts
from knowledge.questions import cues
from knowledge.questions.days import asked_days, day_spans
from knowledge.questions.hearing import TEAM, Heard, Listener, Names
from knowledge.questions.intents import Gist, intent_of, leaves_out
from knowledge.questions.languages import language_of
from knowledge.questions.partial import PartialNames
from knowledge.questions.presuming import presuming_hits
from knowledge.questions.stance_words import StanceWords
from knowledge.text.normalise import fold

PASTED_LENGTH = 160
"""Characters from which a text is a passage that somebody pasted; what is asked of it stands in a line of its own."""
OWN_LINE_LENGTH = 60
_BLANKS: Final = re.compile(r"\s{8,}")


class Reader:
    """Reads questions against one version of the facts and the index of its names."""

    def __init__(self, facts: Facts, index: Names) -> None:
        self._listener = Listener(index, facts.programme.names.every)
        self._words = StanceWords(facts.stances.values())
        self._known = frozenset(_words_of(facts))
        self._parts = PartialNames(facts.teams.values())
        self._zone = facts.zone

    def read(self, text: str, *, now: datetime, context: str = "dm") -> Question:
        """Understand a text; `now` is an aware moment, against which relative dates are read."""
        today = now.astimezone(self._zone).date()
        whole = self._listener.hear(_squeezed(text), lambda said: day_spans(said, today))
        heard = without_supposition(whole, lambda said: bool(self._words.find(said)))
        own = own_words(heard.text)
        days = asked_days(own, today)
        hits = tuple(self._words.find(days.text))
        listed = self._words.listed(hits)
        gist = Gist(heard, days.text, days, hits, self._words.offers_opposites(listed), self._known)
        intent = Intent.OVERVIEW if context == "inline" and not text.strip() else intent_of(gist)
        intent, finding = self._with_parts(intent, gist)
        leaving_out = intent is not Intent.UNKNOWN and leaves_out(gist)
        return Question(
            text=text,
            intent=intent,
            language=language_of(heard.typed, heard.finding.mentions),
            finding=finding,
            teams=() if leaving_out else heard.teams_without(gist.put_aside),
            besides=heard.teams if leaving_out else (),
            strangers=heard.strangers or _strangers(gist, intent),
            stances=listed if intent is Intent.LIST else (),
            apart=self._words.apart(hits) if intent is Intent.LIST else (),
            presumed=self._presumed(gist) if intent is Intent.STANCE else None,
            as_of=days.as_of,
            since=days.since,
            wants_source=cues.SOURCE.search(own) is not None,
        )

    def _with_parts(self, intent: Intent, gist: Gist) -> tuple[Intent, Finding]:
        """What a name that nothing explains may be a part of: several teams are a question back, one is near."""
        finding = gist.heard.finding
        if intent is not Intent.UNKNOWN or finding.candidates or gist.heard.strangers or gist.somebody is None:
            return intent, finding
        near = self._parts.holding(gist.somebody.text)
        meant = Intent.AMBIGUOUS if len(near) > 1 else intent
        return meant, finding.model_copy(update={"candidates": near}) if near else finding

    def _presumed(self, gist: Gist) -> Presumed | None:
        hits = presuming_hits(gist.said, gist.hits)
        presumed = self._words.presumed(hits)
        if presumed is None or cues.PERIOD.search(own_words(gist.heard.text)):
            return None
        if any(cue.search(gist.said) for cue in (cues.WHETHER, cues.QUALIFIED, cues.OF_ALL_TIME)):
            return None
        asks = cues.OPEN_QUESTION.search(gist.said) is None
        own_word = cues.CONFIRMED.search(gist.said) is not None
        of_now = cues.OF_NOW.search(gist.said) is not None and cues.OF_THEN.search(gist.said) is None
        return presumed.model_copy(update={"asks": asks, "is_of_now": of_now, "is_own_word": own_word})


def _words_of(facts: Facts) -> Iterator[str]:
    """Words of the record that name no team: the programme's names, who speaks in it, who printed it."""
    speakers = (each.claim.speaker for each in facts.statements.values())
    publishers = (each.publisher for each in facts.sources.values())
    for name in dict.fromkeys((*facts.programme.names.every, *speakers, *publishers)):
        yield from fold(name or "").text.split()


def _strangers(gist: Gist, intent: Intent) -> tuple[str, ...]:
    """The names that nothing explains, as they were typed as far as that can still be seen."""
    asked = [gist.somebody] if intent is Intent.UNKNOWN else gist.beside_teams if intent is Intent.STANCE else []
    return tuple(_as_typed(each.text, gist.heard.typed) for each in asked if each is not None)


def _as_typed(name: str, typed: str) -> str:
    match = re.search(re.escape(name), typed, re.IGNORECASE)
    return " ".join((match.group() if match else name).split())


def without_supposition(heard: Heard, asks: Callable[[str], bool]) -> Heard:
    """Without a clause that only supposes something of teams, where others are asked for: 카카오가 빠지면 누가 나와?

    `asks` tells whether what is left asks for a stance.
    """
    clause = cues.SUPPOSED.search(heard.text)
    if clause is None:
        return heard
    text = heard.text[: clause.start()] + " " * len(clause.group()) + heard.text[clause.end() :]
    if not cues.WHO.search(text) or cues.REFERS_BACK.search(text) or not asks(text):
        return heard
    first, count = heard.text.count(TEAM, 0, clause.start()), clause.group().count(TEAM)
    mentions = (*heard.finding.mentions[:first], *heard.finding.mentions[first + count :])
    return replace(heard, text=text, finding=heard.finding.model_copy(update={"mentions": mentions}))


def _squeezed(text: str) -> str:
    """The text with no long run of blanks, through which every pattern would go from each of its places anew."""
    return _BLANKS.sub(lambda run: "\n" if "\n" in run.group() else " ", text)


def own_words(text: str) -> str:
    """What the asker says of a pasted passage: its first and its last line where they are short; else all of it."""
    if len(text) <= PASTED_LENGTH:
        return text
    lines = [line for line in text.splitlines() if line.strip()]
    ends = dict.fromkeys((lines[0], lines[-1]) if lines else ())
    return "\n".join(line for line in ends if len(line) <= OWN_LINE_LENGTH)
