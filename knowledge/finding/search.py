"""One search of one message: what is written there, then what is a slip away from it, then what may be meant."""

from knowledge.conversation import Candidate, Finding, Mention
from knowledge.finding.beginnings import beginnings
from knowledge.finding.everyday import is_everyday_name
from knowledge.finding.hits import Hit, Next, Verdict
from knowledge.finding.index import Index
from knowledge.finding.meant import coordinated, is_nobody
from knowledge.finding.old import is_of_place
from knowledge.finding.scene import Scene
from knowledge.finding.slips import Slips
from knowledge.finding.strangers import Strangers
from knowledge.finding.surroundings import judge
from knowledge.finding.views import PROGRAMME, SCORES, Owner, View, is_alias, surest, team_of, view_of
from knowledge.text.particles import PARTICLES


class Search:
    """The search of one message; `finding` is its result."""

    def __init__(self, index: Index, text: str) -> None:
        self.index = index
        self.scene = Scene(index, text)
        self.slips = Slips(self.scene)
        self.strangers = Strangers(self.scene)
        self.hits: list[Hit] = []
        self.doubts: list[Hit] = []
        self.ordinary: list[Hit] = []
        """Names that are ordinary words, where nothing around them speaks against the name."""

    def finding(self) -> Finding:
        """What the message names."""
        if not self.scene.words:
            return Finding()
        self._search_written()
        self.slips.search()
        mentions = self._mentions()
        if not mentions:
            self.strangers.search()
        return Finding(
            mentions=tuple(mentions),
            candidates=self._candidates(mentions),
            others=self.strangers.spans(mentions),
        )

    def _search_written(self) -> None:
        """Go through the message from left to right and take the longest name that stands at each place."""
        scene = self.scene
        place: Next | None = Next(0)
        while place is not None and place.word < len(scene.words):
            after = self._take_written(place) if scene.may_begin(*place) else None
            place = after or self._inside(place)
        for hit in coordinated(scene, self.ordinary, self.hits):
            self.hits.append(hit)
            scene.take(hit.first, hit.last)

    def _inside(self, place: Next) -> Next:
        """The next place where a name may begin: the next word, or after talk stuck before it, as in 혹시카카오."""
        inner = self.scene.after_talk(place)
        return inner or Next(place.word + 1)

    def _take_written(self, place: Next) -> Next | None:
        """Take the best name written at a place; where to go on, None where there is none."""
        if is_of_place(self.scene.words[place.word]) and self.scene.words[place.word] not in self.index.written:
            return None
        rejected: Hit | None = None
        for hit in self.scene.written_at(*place):
            after = self.scene.after(hit)
            if after is None or (rejected is not None and not self._is_closed(hit)):
                rejected = rejected or hit
                continue
            if hit.owners == PROGRAMME:
                self.scene.take(hit.first, hit.last)
                return after
            return self._weigh(hit, after)
        if rejected is not None and rejected.owners != PROGRAMME:
            self.strangers.meet_word(rejected)
        return None

    def _is_closed(self, hit: Hit) -> bool:
        """Whether nothing but particles follows a name in its word: talk after a shorter name of several is chance."""
        rest = self.scene.words[hit.last][hit.cut :]
        return not rest or rest in PARTICLES

    def _weigh(self, hit: Hit, after: Next) -> Next | None:
        verdict = judge(self.scene, hit)
        is_doubtful = verdict is Verdict.DOUBT
        if is_everyday_name(self.scene, hit):
            is_doubtful = not is_nobody(self.scene, hit)
            if not is_doubtful:
                self.scene.nobody.add(hit.first)
            if verdict is Verdict.NAME:
                self.ordinary.append(hit)
        elif verdict is Verdict.NAME:
            self.hits.append(hit)
            self.scene.take(hit.first, hit.last)
            return after
        elif verdict is Verdict.OTHER:
            self.strangers.meet_compound(hit)
            if not self.scene.words[hit.last + 1].isascii():  # A longer Latin name may still hold both, with a slip.
                self.scene.take(hit.first, hit.last + 1)
            return Next(hit.last + 2)
        elif verdict is Verdict.PART:
            self.strangers.meet_word(hit)
        if is_doubtful:
            self.doubts.append(hit._replace(score=DOUBTFUL))
        return after if verdict is Verdict.NAME else None

    def _mentions(self) -> list[Mention]:
        found: list[Mention] = []
        for hit in sorted((*self.hits, *self.slips.hits), key=lambda each: (each.first, each.offset)):
            owners = surest(hit.owners)
            if len(owners) > 1 and not all(map(is_alias, owners)):
                self.doubts.insert(0, hit._replace(owners=owners))
            elif self.strangers.claim(hit, view_of(owners[0])):
                continue
            else:
                found.extend(self._mention(hit, owner) for owner in owners)
        return found

    def _mention(self, hit: Hit, owner: Owner) -> Mention:
        start, end = self.scene.span(hit)
        view = view_of(owner)
        return Mention(
            team=self.index.team_ids[team_of(owner)],
            name=self.index.team_names[team_of(owner)],
            surface=self.scene.message.given[start:end],
            start=start,
            end=end,
            score=_score(view, hit.score),
            view=view.name.lower(),
        )

    def _candidates(self, mentions: list[Mention]) -> tuple[Candidate, ...]:
        """What may be meant beside what is mentioned, best first; beginnings of names where there is nothing else."""
        named = {mention.team for mention in mentions}
        doubts = (*self.doubts, *self.slips.doubts)
        if not (named or doubts or self.strangers.met):
            doubts = tuple(beginnings(self.scene))
        best: dict[str, Candidate] = {}
        for hit in sorted(doubts, key=lambda each: -each.score):
            for owner in surest(hit.owners):
                candidate = self._candidate(owner, hit.score)
                if candidate.team not in named:
                    best.setdefault(candidate.team, candidate)
        return tuple(best.values())[: self.index.rules.candidates]

    def _candidate(self, owner: Owner, score: float) -> Candidate:
        view = view_of(owner)
        return Candidate(
            team=self.index.team_ids[team_of(owner)],
            name=self.index.team_names[team_of(owner)],
            score=_score(view, score),
            view=view.name.lower(),
        )


DOUBTFUL = 0.95
"""The score of a name that is written out where it may be something else."""


def _score(view: View, score: float) -> float:
    return round(min(SCORES.get(view, 1.0), score), 3)
