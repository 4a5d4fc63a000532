"""Names that are ordinary words: when such a name is only a word, and when it is meant all the same."""

from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.matching.context import DETERMINERS, SUBJECT_FOLLOWS, has, is_everyday_english, is_listed
from knowledge.matching.message import Hit, Message
from knowledge.text.hangul import is_syllable
from knowledge.text.korean import is_stopword, is_talk_by_chance
from knowledge.text.lexicon import EVERYDAY, PLAIN, words
from knowledge.text.normalise import LEGAL_WORDS
from knowledge.text.tokens import Gap, is_talk

_CAPITALS, _ASKED = words("en", "capitals"), words("en", "asked")
_SUBJECT: Final = frozenset(("", "은", "는", "이", "가", "은요", "는요", "요", "측", "측은", "측이"))
"""What a subject ends with, or a name that is asked after alone."""
_PLAIN_SUBJECT: Final = frozenset(("은", "는", "이", "가", "도"))
_TOO: Final = frozenset(("도", "도요", "측도"))
"""After a number it says how many: 하나도 없어."""
_AND: Final = frozenset(("랑", "이랑", "와", "과", "하고"))
_LINKS: Final = frozenset(("and", "or", "vs", "versus", "&", "및", "그리고", "랑", "이랑", "와", "과", "하고"))
_BETWEEN: Final = frozenset(("still", "already", "also", "ever", "never", "not", "just", "really", "now", "even"))
FEWEST_IN_ROW: Final = 2
"""Names beside an ordinary word, nothing but spaces between, that make it one more of them: 롯데 신라 신세계."""


def is_meant(message: Message, hit: Hit) -> bool:
    """True if an ordinary word, written as the name is listed, can hardly mean anything but the team."""
    if hit.offset:
        return False
    word = message.words[hit.first][: hit.cut]
    return _is_meant_latin(message, hit, word) if word.isascii() else _is_meant_hangul(message, hit, word)


def is_nobody(message: Message, hit: Hit) -> bool:
    """True if an ordinary word is not even worth a suggestion: let us know, is it in, 하나만."""
    if hit.first != hit.last or hit.offset:
        return False
    word = message.words[hit.first][: hit.cut]
    if word.isascii():
        is_set_apart = _is_as_listed(message, hit, word) and message.is_shouted(hit) and word not in _CAPITALS
        return has(word, "function") and not is_set_apart
    return is_listed(word, "numeral")


def _is_meant_latin(message: Message, hit: Hit, word: str) -> bool:
    as_listed = _is_as_listed(message, hit, word)
    if is_listed(word, "thing"):
        is_found = _is_alone(message, hit) or is_said_of(message, hit)
        return is_found or (as_listed and _is_marked_by_case(message, hit))
    if not as_listed:
        return False
    if has(word, "function"):
        is_found = message.is_shouted(hit) and is_said_of(message, hit)
        return is_found or (word not in _CAPITALS and (_is_alone(message, hit) or _is_marked_by_case(message, hit)))
    return _is_alone(message, hit) or is_said_of(message, hit)


def _is_meant_hangul(message: Message, hit: Hit, word: str) -> bool:
    if not _is_noun(word):
        # 나주는 신청하나?: a form of a verb has no such particle behind it, and nothing said of it.
        return _rest(message, hit)[0] in _PLAIN_SUBJECT and not is_listed(word, *PLAIN) and is_said_of(message, hit)
    if is_listed(word, "numeral") and message.gaps[hit.first] is not Gap.BREAK:
        return False  # 영국 하나 서명했어: how many they are.
    return _is_alone(message, hit) or is_said_of(message, hit) or _is_asked_after(message, hit)


def _is_noun(word: str) -> bool:
    """True if a Hangul word names a thing, or is talk by chance: 중면 is no 중 with a particle."""
    return len(word) == 1 or is_listed(word, "thing") or is_listed(word, "numeral") or is_talk_by_chance(word)


def _is_as_listed(message: Message, hit: Hit, word: str) -> bool:
    """True if a word has the capitals of the name: US, Reading; not us, reading."""
    start, end = message.span(hit)
    return message.tokens.given[start:end] in message.index.capitals.get(word, ())


def _rest(message: Message, hit: Hit) -> tuple[str, int]:
    """What is stuck to a hit, and the word that follows it."""
    after = hit.last + 1
    if hit.cut < len(message.words[hit.last]):
        return message.words[hit.last][hit.cut :], after
    if message.gaps[after] is Gap.GLUED and not message.words[after].isascii():
        return message.words[after], after + 1
    return "", after


def _is_subject(message: Message, hit: Hit, rest: str) -> bool:
    return rest in _SUBJECT or (rest in _TOO and not is_listed(message.words[hit.first][: hit.cut], "numeral"))


def _is_alone(message: Message, hit: Hit) -> bool:
    """True if a name is the whole message but for particles and punctuation: 대상은?, the US?"""
    rest, after = _rest(message, hit)
    is_first = message.words[: hit.first] in ([], ["the"])
    return is_first and after == len(message.words) and _is_subject(message, hit, rest)


def is_said_of(message: Message, hit: Hit) -> bool:
    """True if a name is the subject of a stance, or asked for one: 신세계가 포기했어?, 대상 입장, Reading ratified?"""
    rest, after = _rest(message, hit)
    if not _is_subject(message, hit, rest) or (hit.first and message.words[hit.first - 1] in DETERMINERS):
        return False
    while message.gaps[after] is Gap.SPACE and _may_stand_between(message.words[after]):
        after += 1
    if message.gaps[after] is not Gap.SPACE:
        return False
    word = message.words[after]
    if word.isascii() and has(word, "function") and not _ends_a_choice(message, after + 1):
        return False  # reading in the paper; is Reading in?
    return word in message.index.terms or word in _ASKED or (not rest and not word.isascii() and has(word, "topic"))


def _ends_a_choice(message: Message, number: int) -> bool:
    """True if nothing follows, or the other side of a choice: in?, in or out."""
    return message.gaps[number] is Gap.BREAK or message.words[number] == "or"


def _may_stand_between(word: str) -> bool:
    return (
        (word in _BETWEEN or has(word, "adverb"))
        if word.isascii()
        else has(word, "adverb", "interrogative", "time") and not has(word, "topic")
    )


def _is_asked_after(message: Message, hit: Hit) -> bool:
    """True if it is asked how somebody is or fared: 대상은 어때, 대상은 어떻게 됐어; 대상은 누구 asks for the word."""
    rest, after = _rest(message, hit)
    if not rest or not _is_subject(message, hit, rest) or message.gaps[after] is not Gap.SPACE:
        return False
    word = message.words[after]
    is_outcome = word == "어떻게" and message.gaps[after + 1] is Gap.SPACE and message.words[after + 1][0] in "됐된됨"
    return is_outcome or word.startswith("어때")


def _is_marked_by_case(message: Message, hit: Hit) -> bool:
    """True if capitals set a name apart from the words around it: the US, in Reading; not Reading is fun, THE US."""
    start, end = message.span(hit)
    given = message.tokens.given
    others = [number for number in range(len(message.words)) if not hit.first <= number <= hit.last]
    if not any(message.is_in_small_letters(number) for number in others):
        return any(map(is_syllable, given)) and _rest(message, hit)[0] != ""  # US는; IT 업계 says nothing of a team.
    return given[start:end].isupper() or not _opens(message, hit)


def _opens(message: Message, hit: Hit) -> bool:
    """True if a word begins a sentence, where every word has a capital."""
    return message.gaps[hit.first] is Gap.BREAK and not message.tokens.between(hit.first).startswith((",", "/", "·"))


def conjoined(message: Message, doubtful: Sequence[Hit], sure: Sequence[Hit]) -> Iterator[Hit]:
    """Those ordinary words that stand beside sure names as one more of them: 신세계랑 신라, US and UK."""
    found = list(sure)
    waiting = [hit for hit in doubtful if _may_be_one_more(message, hit)]
    while more := [hit for hit in waiting if _is_one_more(message, hit, found)]:
        found.extend(more)
        waiting = [hit for hit in waiting if hit not in more]
        yield from more


def _may_be_one_more(message: Message, hit: Hit) -> bool:
    if hit.first != hit.last or hit.offset:
        return False
    word = message.words[hit.first][: hit.cut]
    if word.isascii():
        return is_listed(word, "thing") or _is_as_listed(message, hit, word)
    is_marked = _rest(message, hit)[0] in _SUBJECT - {""}
    return _is_noun(word) and (is_marked or not is_listed(word, "numeral"))  # KT랑 하나는?, not KT랑 하나 더


def _is_one_more(message: Message, hit: Hit, found: Sequence[Hit]) -> bool:
    if any(_is_linked(message, *sorted((hit, other))) for other in found):
        return True
    row = _in_row(hit, found, 1) + _in_row(hit, found, -1)
    return row >= FEWEST_IN_ROW and _closes(message, hit) and not _is_denied(message, hit)


def _is_linked(message: Message, one: Hit, other: Hit) -> bool:
    """True if a sign, a particle or a word for `and` is all that stands between two names."""
    rest, after = _rest(message, one)
    if rest and rest not in _AND:
        return False
    is_link = after < other.first and message.words[after] in _LINKS
    if after + is_link != other.first or other.offset or not _closes(message, other):
        return False
    signs = "".join(message.tokens.between(number).strip() for number in range(after, other.first + 1))
    return signs in ("", ",", "/", "·", "&", "+", "-") and (is_link or rest in _AND or signs != "")


def _is_denied(message: Message, hit: Hit) -> bool:
    """True if it is said to be none, as what teams are may be: 카카오 KT 대상 아니야?"""
    _, after = _rest(message, hit)
    return message.gaps[after] is Gap.SPACE and message.words[after].startswith("아니")


def _closes(message: Message, hit: Hit) -> bool:
    """True if nothing but a subject's particle, or one for `and`, is stuck to the last of several names."""
    rest, _ = _rest(message, hit)
    return rest in _SUBJECT or rest in _AND or rest in _TOO


def _in_row(hit: Hit, found: Sequence[Hit], step: int) -> int:
    """How many sure names stand without a gap on one side."""
    at, count = hit.first + step, 0
    while any(other.first <= at <= other.last for other in found):
        at, count = at + step, count + 1
    return count


INNER: Final = frozenset(("the", "i", "it", "id", "im", "up", "nice"))
"""Words of talk that begin the names of companies in a register."""
LONGEST_ORDINARY = 7
"""Letters of the longest Latin word in small letters that is rather an ordinary word than a name with a slip."""
NAMES_FOLLOW = words("en", "before-name")
_CALLS = frozenset(("야", "아", "어", "음", "네", "응", "와", "오", "자", "예"))
"""Interjections that stand before anything."""


def _is_topic_next(message: Message, hit: Hit) -> bool:
    """True if a bare name is followed by what people ask of a company: 대상 입장, not 대상이 누구."""
    after = hit.last + 1
    is_bare = hit.cut == len(message.words[hit.last]) and message.gaps[after] is Gap.SPACE
    return is_bare and not message.words[after].isascii() and has(message.words[after], "topic")


def _is_asked_about(message: Message, hit: Hit) -> bool:
    """True if an everyday word in capitals stands where a name does: `BET 입장`, `is BET in`; not `I lost the BET`."""
    if not message.is_shouted(hit) or has(message.words[hit.first], "function"):
        return False
    before = message.words[hit.first - 1] if hit.first else ""
    return _is_topic_next(message, hit) or before in SUBJECT_FOLLOWS


def _is_split_name(message: Message, hit: Hit, words: list[str]) -> bool:
    """True if a word of one syllable is rather the beginning of a name with a wrong space: 이 엠넷, not 야 스포츠."""
    following = hit.last + 1
    is_closed = (
        hit.cut < len(message.words[hit.last]) or message.gaps[following] is Gap.BREAK or message.is_talk(following)
    )
    rest = "".join(words[1:])
    is_call = message.is_interjection(hit.first)
    if is_call and (
        message.index.is_written(rest) or is_stopword(rest) or has(rest, "business", "thing", "dictionary")
    ):
        return False
    return len(rest) > 1 and is_closed


def is_used_as_word(message: Message, hit: Hit) -> bool:
    """True if what nearly is a name stands where an ordinary word does: stuck in traffic, 네이비 색."""
    after, before = hit.last + 1, hit.first - 1
    if (
        hit.cut == len(message.words[hit.last])
        and message.gaps[after] is Gap.SPACE
        and is_listed(message.words[after], "thing")
    ):
        return True
    start, end = message.span(hit)
    surface = message.tokens.given[start:end]
    is_small = surface.islower() or (surface.istitle() and hit.first == 0 and hit.first == hit.last)
    is_short = hit.first == hit.last and len(surface) <= LONGEST_ORDINARY
    if not (surface.isascii() and is_small and is_short) or any(map(is_syllable, message.tokens.folded)):
        return False
    if is_said_of(message, hit):  # kakoa out?
        return False
    return before < 0 or (message.words[before] not in SUBJECT_FOLLOWS and message.words[before] not in NAMES_FOLLOW)


def _is_proven(message: Message, hit: Hit) -> bool:
    """True if the form proves an English name of several words: its listed capitals, or two capitalised words."""
    if not message.text_of(hit).isascii():
        return False
    surface = message.surface(hit)
    if surface in message.index.capitals.get(message.text_of(hit), ()):
        return not surface.islower()
    parts = [message.tokens.surface(number) for number in range(hit.first, hit.last + 1)]
    others = [number for number in range(len(message.words)) if not hit.first <= number <= hit.last]
    is_mixed = any(message.is_in_small_letters(number) for number in others) or not others
    return sum(part[:1].isupper() for part in parts) > 1 and is_mixed


def is_homograph(message: Message, hit: Hit) -> bool:
    """True if a name is nothing but words of everyday talk, and so names nobody: 요즘, 나온(대), 우리 기술, `bet`."""
    after = hit.last + 1
    is_legal = message.gaps[after] is Gap.SPACE and message.words[after] in LEGAL_WORDS
    if not message.thresholds.everyday or (is_legal and message.words[hit.first].isascii()):
        return False
    if hit.first == hit.last:
        return _is_ordinary_word(message, hit, message.words[hit.first][hit.offset : hit.cut])
    return _are_ordinary_words(message, hit, [*message.words[hit.first : hit.last], message.words[hit.last][: hit.cut]])


def _is_ordinary_word(message: Message, hit: Hit, word: str) -> bool:
    if message.is_own_place(word) or is_meant(message, hit):
        return False
    if word.isascii():
        is_known = is_everyday_english(word) and not word.isdigit()
        return word in LEGAL_WORDS or (is_known and not _is_asked_about(message, hit))
    if is_listed(word, "thing") or len(word) == 1:
        return not _is_topic_next(message, hit)
    return is_listed(word, *EVERYDAY) or (len(word) == 2 and not hit.offset and message.items[hit.first].is_stopword)


def _are_ordinary_words(message: Message, hit: Hit, words: list[str]) -> bool:
    if is_listed(words[0], "time") and not message.index.is_crowded:
        return not (_is_alone(message, hit) or is_said_of(message, hit))  # 오늘 극장 갈래
    if len(words[0]) == 1 and is_listed(words[0], *PLAIN) and not _is_split_name(message, hit, words):
        return True
    if _is_proven(message, hit):
        return False
    if message.index.is_crowded and has(words[0], "function") and words[0] not in INNER:
        return True
    return all(is_talk(word) if word.isascii() else is_listed(word, *PLAIN) for word in words)
