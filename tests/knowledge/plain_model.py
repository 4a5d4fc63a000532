"""The record once more, as plainly as it can be said: a list of what was done, and the rules read off the design."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
KINDS = {"bids": "position", "stays_out": "position", "lost": "result"}
BELIEVED = {"position": ("own", "authority", "reported"), "result": ("authority", "own", "reported")}
NEVER = datetime(1, 1, 2, tzinfo=UTC)

Claim = dict[str, str | None]


@dataclass
class Step:
    """One thing that was done to a statement."""

    action: str
    claim: Claim
    at: datetime


@dataclass
class PlainRecord:
    """Statements by their id, in the order of recording, each with its steps; and when each source was published."""

    statements: dict[str, list[Step]] = field(default_factory=dict)
    published: dict[str, date | None] = field(default_factory=dict)

    def stands(self, name: str) -> bool:
        """Whether a statement is not retracted."""
        return self.statements[name][-1].action != "retract"

    def latest(self, team: str, kind: str, as_of: date | None, known_at: datetime | None) -> str | None:
        """The id of the headline."""
        found: list[tuple[tuple[int, datetime, date, int], str]] = []
        for place, (name, steps) in enumerate(self.statements.items()):
            known = [step for step in steps if known_at is None or step.at <= known_at]
            if not known or known[-1].action == "retract":
                continue
            claim = known[-1].claim
            if claim["team"] != team or KINDS[str(claim["stance"])] != kind:
                continue
            published = self.published[str(claim["source"])]
            placed = self._end(claim["said"]) or self._end(published.isoformat() if published else None)
            placed = placed or steps[0].at
            if as_of is not None and placed.astimezone(SEOUL).date() > as_of:
                continue
            rank = -BELIEVED[kind].index(str(claim["voice"]))
            said = self._end(claim["said"]) or NEVER
            found.append(((rank, said, published or date.min, place), name))
        return max(found)[1] if found else None

    @staticmethod
    def _end(said: str | None) -> datetime | None:
        """The last moment of `2026-03-10`, `2026-03-10T14:00` or an interval of them, in Seoul."""
        if said is None:
            return None
        end = said.rpartition("/")[2]
        if len(end) > 10:
            return datetime.fromisoformat(end).replace(tzinfo=SEOUL)
        day = datetime.fromisoformat(end).replace(tzinfo=SEOUL)
        return day + timedelta(days=1, microseconds=-1)
