"""A small record to edit, made in memory: three teams, one article, four stances."""

from datetime import UTC, date, datetime

from bot.editing.context import EditContext
from knowledge.facts import Facts
from knowledge.matching import NameIndex
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

NOW = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
"""Monday 26 January 2026, noon in Seoul."""
ARTICLE = "카카오 관계자는 재도전할 계획이 없다고 말했다.\nKT는 정해진 게 없다고 했다."


def _stance(code: str, kind: Kind, ko: str, en: str, *words: str) -> Stance:
    return Stance(code=code, kind=kind, label=Label(ko=ko, en=en), words=Words(ko=words))


STANCES = (
    _stance("joining", Kind.POSITION, "참여", "Joining", "참여한다", "나간다"),
    _stance("not_joining", Kind.POSITION, "불참", "Not joining", "안 나간다", "계획이 없다", "불참"),
    _stance("undecided", Kind.POSITION, "미정", "Undecided", "정해진 게 없다"),
    _stance("eliminated", Kind.RESULT, "탈락", "Eliminated", "탈락"),
)
TEAMS = (
    Team(id="kakao", names=Names(ko=("카카오",), en=("Kakao",)), ticker="035720", decoys=("카카오뱅크",)),
    Team(id="kt", names=Names(ko=("KT", "케이티"), en=("KT",)), ticker="030200", decoys=("KT&G",)),
    Team(id="nc_ai", names=Names(ko=("NC AI", "엔씨AI"), en=("NC AI",))),
)
SOURCE = Source(id="yna-20260116", publisher="연합뉴스", title="재도전 안 한다", published=date(2026, 1, 16))


def statement(team: str, stance: str, quote: str, said: str, sequence: int) -> Statement:
    """One recorded statement, in the team's own voice."""
    claim = Claim(
        team=team, stance=stance, voice=Voice.OWN, said=Said.parse(said), source=SOURCE.id, quote=quote, speaker=None
    )
    revision = Revision(number=1, action=Action.RECORD, claim=claim, by="file", at=datetime(2026, 1, 17, tzinfo=UTC))
    return Statement(id=f"{team}-{said.replace('-', '')}", sequence=sequence, revisions=(revision,))


def facts() -> Facts:
    """카카오 is not joining, KT undecided, NC AI silent."""
    kakao, kt = ARTICLE.split("\n")
    statements = (
        statement("kakao", "not_joining", kakao, "2026-01-16", 1),
        statement("kt", "undecided", kt, "2026-01-16", 2),
    )
    return Facts(
        programme=Programme(id="test", timezone="Asia/Seoul", names=Names(ko=("독파모",))),
        stances={stance.code: stance for stance in STANCES},
        teams={team.id: team for team in TEAMS},
        sources={SOURCE.id: SOURCE},
        statements={each.id: each for each in statements},
        source_texts={SOURCE.id: ARTICLE},
        version=1,
    )


def desk(now: datetime = NOW) -> EditContext:
    """The record with the index of its names, at a moment."""
    record = facts()
    return EditContext(facts=record, index=NameIndex.build(record.teams.values()), now=now)
