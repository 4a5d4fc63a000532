"""A small programme of teams for the matcher's tests, with the traps that the issue names."""

from functools import cache

from knowledge.matching import NameIndex
from knowledge.model import Names, Team

TEAMS = (
    Team(id="naver", names=Names(ko=("네이버클라우드", "네이버", "네카오", "클로바"), en=("NAVER Cloud", "Naver"))),
    Team(
        id="kakao",
        names=Names(ko=("카카오", "네카오"), en=("Kakao", "Kakao Corp.")),
        ticker="035720",
        decoys=("카카오뱅크", "카카오톡", "코코아"),
    ),
    Team(id="kt", names=Names(ko=("케이티",), en=("KT", "KT Corporation")), ticker="030200", decoys=("KT&G",)),
    Team(id="nc", names=Names(ko=("NC AI", "엔씨"), en=("NC AI", "NC")), decoys=("NC 다이노스",)),
    Team(id="lg", names=Names(ko=("LG AI연구원", "엘지"), en=("LG AI Research", "LG"))),
    Team(
        id="konan",
        names=Names(ko=("코난테크놀로지", "코난"), en=("Konan Technology", "Konan")),
        decoys=("명탐정 코난",),
    ),
    Team(id="motif", names=Names(ko=("모티프테크놀로지스", "모티프"), en=("Motif Technologies",))),
    Team(id="skt", names=Names(ko=("SK텔레콤",), en=("SK Telecom", "SKT"))),
    Team(id="kolmar", names=Names(ko=("콜마홀딩스",), en=("Kolmar Holdings",))),
    Team(id="solus", names=Names(ko=("웹솔루스",), en=("WEBSOLUS CO.,LTD.",))),
    Team(id="hyundai", names=Names(ko=("현대",), en=("Hyundai",))),
    Team(id="yozm", names=Names(ko=("요즘",), en=("YOZM",))),
    Team(id="daebak", names=Names(ko=("대박",), en=("Daebak",))),
    Team(id="bet", names=Names(ko=("비이티",), en=("BET",))),
    Team(id="pr", names=Names(ko=("피알",), en=("PR",))),
    Team(id="win", names=Names(ko=("윈",), en=("WIN",))),
)
PROGRAMME_NAMES = ("독파모", "K-AI", "독자 AI 파운데이션 모델", "패자부활전")


@cache
def index() -> NameIndex:
    """The index of those teams."""
    return NameIndex.build(TEAMS, programme_names=PROGRAMME_NAMES)


def named(text: str) -> list[str]:
    """The teams that a text names, in order."""
    return [mention.team for mention in index().find(text).mentions]


def suggested(text: str) -> list[str]:
    """The teams that are suggested for a text."""
    return [candidate.team for candidate in index().find(text).candidates]


def strangers(text: str) -> list[str]:
    """What in a text is somebody else's."""
    return [text[start:end] for start, end in index().find(text).others]
