"""What a question wants: decided from the names, the stances, the days and the turns of phrase that were heard."""

from dataclasses import dataclass
from functools import cached_property

from knowledge.conversation import Intent
from knowledge.questions import cues
from knowledge.questions.chatter import is_chatter, without_chatter, without_courtesy
from knowledge.questions.days import Days
from knowledge.questions.framing import is_thankful, without_frame
from knowledge.questions.hearing import PROGRAMME, STRANGER, TEAM, Heard
from knowledge.questions.languages import HANGUL
from knowledge.questions.senses import Hit
from knowledge.questions.somebody import is_asked_about, is_introduced, stands_as_a_name, stands_out
from knowledge.questions.unexplained import Strange, unexplained, with_hits_marked

SIDES = 3
"""Stances that are named side by side where all of them are asked for: 참여 불참 미정 보여줘."""


@dataclass(frozen=True)
class Gist:
    """What was heard of one question; `said` is its text with marks for names and days, `hits` count in it."""

    heard: Heard
    said: str
    days: Days
    hits: tuple[Hit, ...]
    offers_opposites: bool
    known: frozenset[str] = frozenset()
    """Words of the record that name no team: the programme's names, who speaks in it, who printed it."""

    @cached_property
    def plain(self) -> str:
        """The text with a mark for each stance word too, without greetings where it says something beyond doubt."""
        text = with_hits_marked(self.said, self.hits)
        bare = without_frame(text)
        return bare if self._is_plain(text, bare) else text

    def _is_plain(self, text: str, bare: str) -> bool:
        if bare == text or not bare.strip():
            return False
        asks = cues.REQUEST.search(bare) or not HANGUL.search(text) or not is_thankful(text)
        names = not is_chatter(bare) and self._asks_of_somebody(bare)
        says = cues.PLAINLY.search(bare) or cues.SAID in bare or cues.HISTORY.search(bare) or names
        return bool(asks and says)

    def _asks_of_somebody(self, bare: str) -> bool:
        return cues.REQUEST.search(bare) is not None and any(each.is_name for each in unexplained(bare, self.known))

    @cached_property
    def strange(self) -> list[Strange]:
        """Words that nothing explains, and that are no verbs."""
        said = without_chatter(self.plain) if self.is_chatter else self.plain
        return [each for each in unexplained(said, self.known) if each.is_name]

    @cached_property
    def put_aside(self) -> range:
        """Which of the names it puts aside for another one: 카카오 말고 KT는?"""
        text = self.plain
        for each in reversed(self.strange):
            if is_asked_about(self.plain, each, asks=True):
                text = each.marked_in(text, STRANGER)
        match = cues.INSTEAD.search(text)
        if match is None:
            return range(0)
        first = text.count(TEAM, 0, match.start())
        return range(first, first + text.count(TEAM, match.start(), match.end() - 1))

    @property
    def beside_teams(self) -> list[Strange]:
        """Those whom nothing explains and who are asked about together with a team: Norway and Japan."""
        return [each for each in self.strange if cues.TOGETHER.search(each.marked_in(self.plain, STRANGER))]

    @property
    def may_name_a_team(self) -> bool:
        """Whether a word that is written like a team's name may mean the team, and nothing else is asked about."""
        candidates = self.heard.finding.candidates
        return not self.asks_of_all and any(each.view == "exact" for each in candidates)

    @cached_property
    def introduced(self) -> Strange | None:
        """Who is introduced by name: 딥무브라는 스타트업."""
        return next((each for each in self.strange if is_introduced(self.plain, each)), None)

    @cached_property
    def somebody(self) -> Strange | None:
        """The one word that nothing explains and that is asked about as a team would be."""
        if self.introduced is not None or not self.strange:
            return self.introduced
        likely = self.strange
        if self.heard.teams and self.put_aside:
            likely = [each for each in likely if each.start > self.plain.index(TEAM)][:1]
        if len(likely) > 1:
            likely = [each for each in likely if stands_out(self.plain, each)]
        return likely[0] if len(likely) == 1 and self._asks_about(likely[0]) else None

    def _asks_about(self, name: Strange) -> bool:
        if self.is_chatter:
            asks = bool(self.hits) or cues.PLAINLY.search(self.plain) is not None
            return asks and stands_as_a_name(self.plain, name)
        asks = bool(self.hits) or (self.asks_overview and not self.asks_of_all)
        return is_asked_about(self.plain, name, asks=asks)

    @cached_property
    def is_chatter(self) -> bool:
        """Whether some of it is small talk."""
        return is_chatter(self.plain)

    @cached_property
    def asks_who(self) -> bool:
        """Whether it asks for teams."""
        return cues.WHO.search(self.plain) is not None

    @cached_property
    def asks_history(self) -> bool:
        """Whether it asks how things came about, or what came after a day."""
        return self.days.since is not None or cues.HISTORY.search(self.plain) is not None

    @cached_property
    def asks_overview(self) -> bool:
        """Whether it asks about this sort of thing at all."""
        return cues.OVERVIEW.search(self.plain) is not None

    @property
    def asks_of_all(self) -> bool:
        """Whether it asks about all teams beyond doubt, whatever words nothing explains."""
        return cues.OF_ALL.search(self.plain) is not None

    @property
    def asks_seriously(self) -> bool:
        """Whether some of it asks about the record, whatever small talk is beside it."""
        is_request = PROGRAMME in self.plain or cues.REQUEST.search(self.plain) is not None
        return self.asks_politely or (self.asks_of_all and is_request)

    @property
    def asks_politely(self) -> bool:
        """Whether the small talk only opens or closes a request: 안녕하세요 현황 알려주세요."""
        rest = without_courtesy(self.plain)
        return not is_chatter(rest) and cues.REQUEST.search(rest) is not None and cues.PLAINLY.search(rest) is not None

    @property
    def is_bare(self) -> bool:
        """Whether stance words are all there is: 불참?, 미정 좀 알려줘."""
        return not cues.FILLER.sub("", self.plain).replace(cues.SAID, "").strip()


def intent_of(gist: Gist) -> Intent:
    """The intent of a question."""
    if gist.heard.teams and len(gist.put_aside) == len(gist.heard.finding.mentions):
        return Intent.UNKNOWN
    return _with_teams(gist) if gist.heard.teams else _without_teams(gist)


def leaves_out(gist: Gist) -> bool:
    """Whether the teams that are named are those that a list leaves out: 카카오 말고 누가 빠졌어?"""
    asks = gist.asks_who or cues.ALL.search(gist.plain) is not None
    return bool(gist.hits) and asks and cues.BESIDES.search(gist.said) is not None


def _with_teams(gist: Gist) -> Intent:
    if leaves_out(gist):
        return _list_of(gist)
    if gist.asks_who and not gist.hits and cues.OTHERS.search(gist.said):
        return Intent.OVERVIEW
    return Intent.HISTORY if gist.asks_history else Intent.STANCE


def _without_teams(gist: Gist) -> Intent:
    if gist.heard.strangers:
        return Intent.UNKNOWN
    if gist.heard.finding.candidates and (gist.strange or not _is_understood(gist)):
        return Intent.HELP if gist.is_chatter and not gist.strange else Intent.AMBIGUOUS
    if gist.introduced is not None:
        return Intent.UNKNOWN
    if _lists(gist):
        return _list_of(gist)
    if gist.somebody is not None:
        return Intent.UNKNOWN
    if (gist.strange and not gist.asks_of_all) or (gist.is_chatter and not gist.asks_seriously):
        return Intent.HELP
    if gist.may_name_a_team:
        return Intent.AMBIGUOUS
    return _about_all(gist)


def _list_of(gist: Gist) -> Intent:
    """A list of who holds the stances asked for; of those who do not, or of both sides, the whole programme tells.

    What came after a day is a matter of the statements since then.
    """
    if gist.days.since is not None:
        return Intent.HISTORY
    leaves_open = gist.offers_opposites or any(hit.negated for hit in gist.hits) or cues.NOT_THOSE.search(gist.plain)
    return Intent.OVERVIEW if leaves_open else Intent.LIST


def _is_understood(gist: Gist) -> bool:
    return bool(gist.hits) or gist.asks_history or gist.asks_overview


def _lists(gist: Gist) -> bool:
    if not gist.hits or (gist.asks_history and not gist.asks_who):
        return False
    if len(gist.strange) == 1 and cues.CONSORTIUM.match(gist.plain, gist.strange[0].stop):
        return False
    if all(hit.is_weak for hit in gist.hits) and not gist.asks_who:  # 다들 뭐라고 하는데
        return False
    names_sides = len(gist.hits) >= SIDES and cues.REQUEST.search(gist.plain) is not None
    return gist.is_bare or gist.asks_who or names_sides or cues.ALL.search(gist.plain) is not None


def _about_all(gist: Gist) -> Intent:
    if gist.asks_history:
        return Intent.HISTORY
    if gist.asks_overview or gist.days.as_of is not None or cues.TEAMS.search(gist.plain):
        return Intent.OVERVIEW
    return Intent.HELP
