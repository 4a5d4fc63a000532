"""A made-up programme for tests of questions and replies: a lighthouse competition, with other teams and stances."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from knowledge.facts import Facts
from knowledge.model import (
    Action,
    Claim,
    Kind,
    Label,
    Names,
    Programme,
    Revision,
    Source,
    Stance,
    Statement,
    Team,
    Voice,
    Words,
)
from knowledge.said import Said

RECORDED = datetime(2026, 3, 20, 9, tzinfo=UTC)

STANCES = (
    Stance(
        code="bids",
        kind=Kind.POSITION,
        label=Label(ko="입찰", en="Bidding"),
        words=Words(ko=("입찰", "입찰한다", "뛰어든다"), en=("in", "bid", "bidding", "join")),
    ),
    Stance(
        code="stays_out",
        kind=Kind.POSITION,
        label=Label(ko="불참", en="Not bidding"),
        words=Words(ko=("불참", "입찰 안 한다", "안 뛰어든다", "접는다"), en=("out", "not bidding", "pull out")),
    ),
    Stance(
        code="weighs",
        kind=Kind.POSITION,
        label=Label(ko="저울질", en="Weighing"),
        words=Words(ko=("저울질", "고민 중"), en=("weighing", "considering")),
    ),
    Stance(
        code="won",
        kind=Kind.RESULT,
        label=Label(ko="낙찰", en="Won"),
        words=Words(ko=("낙찰", "따냈다", "붙었다"), en=("won", "win")),
    ),
    Stance(
        code="lost",
        kind=Kind.RESULT,
        label=Label(ko="유찰", en="Lost"),
        words=Words(ko=("유찰", "떨어졌다"), en=("lost", "out")),
    ),
)

TEAMS = (
    Team(id="harbour", names=Names(ko=("한빛항만",), en=("Hanbit Harbour",)), decoys=("한빛항만은행",)),
    Team(id="dl", names=Names(ko=("DL등대", "디엘등대"), en=("DL Lighthouse", "DL"))),
    Team(id="sora", names=Names(ko=("소라테크", "소라테크놀로지"), en=("Sora Tech",))),
    Team(id="byeol", names=Names(ko=("별빛연구원",), en=("Byeol Research Institute",))),
    Team(id="neul", names=Names(ko=("늘푸른바다",), en=("Neul Blue Sea",))),
)

PROGRAMME = Programme(
    id="lights",
    timezone="Asia/Seoul",
    names=Names(ko=("무인등대 사업", "등대 사업"), en=("Unmanned Lighthouse Programme",)),
)


def source(number: int, **fields: object) -> Source:
    """A source with an id of its own."""
    known: dict[str, object] = {"publisher": "바다신문", "title": f"등대 {number}보", "published": date(2026, 3, 10)}
    return Source.model_validate({"id": f"source-{number}"} | known | fields)


def statement(
    number: int,
    team: str,
    stance: str,
    said: str | None = "2026-03-10",
    *,
    voice: Voice = Voice.OWN,
    quote: str | None = None,
    speaker: str | None = None,
    past: Iterable[tuple[Action, str, datetime]] = (),
) -> Statement:
    """A statement from the source of its number; `past` adds later revisions of the same claim."""
    claim = Claim(
        team=team,
        stance=stance,
        voice=voice,
        speaker=speaker,
        said=Said.parse(said) if said else None,
        source=f"source-{number}",
        quote=quote or f"{team}의 {number}번째 말이다.",
    )
    first = Revision(number=1, action=Action.RECORD, claim=claim, by="test", at=RECORDED)
    later = (
        Revision(number=index, action=action, claim=claim, by="test", at=at, reason=reason)
        for index, (action, reason, at) in enumerate(past, start=2)
    )
    return Statement(id=f"{team}-{number}", sequence=number, revisions=(first, *later))


def facts(
    statements: Iterable[Statement],
    *,
    sources: Iterable[Source] = (),
    teams: Iterable[Team] = TEAMS,
    stances: Iterable[Stance] = STANCES,
    programme: Programme = PROGRAMME,
    texts: dict[str, str] | None = None,
) -> Facts:
    """The record of these statements; a source that is not given is made, and its text is what is quoted from it."""
    known = {each.id: each for each in sources}
    held: dict[str, str] = {}
    recorded = {each.id: each for each in statements}
    for each in recorded.values():
        claim = each.claim
        known.setdefault(claim.source, source(int(claim.source.rsplit("-", 1)[1])))
        held[claim.source] = f"{held.get(claim.source, '')}{claim.quote}\n"
    return Facts(
        programme=programme,
        stances={each.code: each for each in stances},
        teams={each.id: each for each in teams},
        sources=known,
        statements=recorded,
        source_texts=held | (texts or {}),
        version=7,
    )


def lighthouse() -> Facts:
    """A record with every case: own words, reports, results, a conflict, a newer report, and a silent team."""
    return facts(
        (
            statement(1, "harbour", "bids", "2026-03-02", speaker="항만 관계자"),
            statement(2, "harbour", "stays_out", "2026-03-10/2026-03-12"),
            statement(3, "dl", "weighs", "2026-03-09", voice=Voice.REPORTED),
            statement(4, "sora", "bids", "2026-03-11"),
            statement(5, "sora", "stays_out", "2026-03-15", voice=Voice.REPORTED),
            statement(6, "byeol", "bids", "2026-03-11"),
            statement(7, "byeol", "stays_out", "2026-03-11"),
            statement(8, "sora", "lost", None, voice=Voice.REPORTED),
            statement(9, "dl", "lost", None, voice=Voice.REPORTED),
        )
    )
