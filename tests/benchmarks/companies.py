"""Companies that never were: Korean and English names, made as company names are made, from a fixed seed."""

from collections.abc import Iterator, Sequence
from random import Random

from knowledge.text.hangul import is_syllable, put_together
from knowledge.text.normalise import LETTER_NAMES
from knowledge.text.romanise import romanised
from tests.benchmarks.messages import Company
from tests.benchmarks.slips_of_hand import other_jamo

ONSETS, VOWELS, CODAS = (
    "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅎㅍㅌㅋ",
    "ㅏㅓㅗㅜㅡㅣㅐㅔㅕㅛ",
    ("", "", "", "ㄴ", "ㄴ", "ㄹ", "ㅇ", "ㅁ", "ㄱ"),
)
HEADS = (
    *("대한", "동양", "신성", "한국", "현대", "우진", "삼화", "태광", "세원", "미래", "유니", "에코"),
    *("바이오", "글로벌", "코스모", "이노", "솔라", "네오", "메디", "테라", "하나로", "아이", "그린", "스마트"),
)
"""What many names begin with, so that names come as near to each other as they do in a register."""
TAILS = {
    "전자": "Electronics", "화학": "Chemical", "제약": "Pharm", "산업": "Industrial", "테크": "Tech",
    "시스템": "Systems", "바이오": "Bio",
    "에너지": "Energy", "홀딩스": "Holdings", "건설": "Construction", "소프트": "Soft", "금속": "Metal",
    "로보틱스": "Robotics",
    "네트웍스": "Networks", "메디칼": "Medical", "증권": "Securities", "푸드": "Food", "정밀": "Precision", "": "",
}  # fmt: skip
LEGAL = (" Co., Ltd.", " CO.,LTD", " Inc.", " Corp.", " Corporation", "")


def _syllable(chance: Random) -> str:
    return put_together(chance.choice(ONSETS), chance.choice(VOWELS), chance.choice(CODAS))


def _head(chance: Random) -> tuple[str, str]:
    """The beginning of a name, in Hangul and in Latin letters."""
    kind = chance.random()
    if kind < 0.2:
        letters = "".join(chance.choice("abcdefghijklmnpqrstuvwxy") for _ in range(chance.choice((2, 3, 3))))
        return "".join(LETTER_NAMES[each] for each in letters), letters.upper()
    made = "".join(_syllable(chance) for _ in range(chance.choice((1, 2, 2, 3))))
    hangul = chance.choice(HEADS) + made if kind < 0.6 else made + _syllable(chance)
    return hangul, romanised(hangul).capitalize()


EVERYDAY = (
    ("요즘", "Yozm"),
    ("대박", "Daebak"),
    ("대상", "Daesang"),
    ("코드", "CODE"),
    ("오늘", "ONUL"),
    ("비이티", "BET"),
)
"""Companies whose names are words of everyday talk: the first of all."""


def near_strangers(teams: Sequence[Company], count: int, seed: int = 11) -> Iterator[Company]:
    """Companies of a register whose names are one jamo away from a team's."""
    chance = Random(seed)
    known = {company.names[0] for company in teams}
    found = 0
    while found < count:
        name = other_jamo(chance.choice(teams).names[0], chance)
        if name and name not in known and all(map(is_syllable, name)):
            known.add(name)
            found += 1
            yield Company(f"n{found}", (name,))


def companies(count: int, seed: int = 20260116) -> Iterator[Company]:
    """That many companies, no two with the same Korean name."""
    chance = Random(seed)
    known: set[str] = set()
    for names in EVERYDAY:
        known.add(names[0])
        yield Company(f"c{len(known)}", names)
    while len(known) < count:
        hangul, latin = _head(chance)
        korean_tail, english_tail = chance.choice(list(TAILS.items()))
        name = hangul + korean_tail
        if len(name) < 3 or name in known:
            continue
        known.add(name)
        english = f"{latin} {english_tail}".strip() + chance.choice(LEGAL)
        yield Company(f"c{len(known)}", (name, english))
