"""When a name that is an ordinary word is meant all the same: alone, in its capitals, as the subject, beside a name."""

from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.finding.hits import Hit
from knowledge.finding.old import (
    is_between,
    is_english_adverb,
    is_english_function,
    is_english_thing,
    is_numeral,
    is_plain_word,
    is_talk_by_chance,
    is_thing,
    is_topic,
)
from knowledge.finding.scene import Scene
from knowledge.finding.views import View, surest, view_of
from knowledge.text.hangul import is_syllable
from knowledge.text.lexicon import words
from knowledge.text.tokens import Gap

_CAPITALS, _ASKED, _DETERMINERS = words("en", "capitals"), words("en", "asked"), words("en", "determiner")
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


def is_meant(scene: Scene, hit: Hit) -> bool:
    """Whether an ordinary word, written as the name is listed, can hardly mean anything but the team."""
    if hit.first != hit.last or hit.offset or view_of(surest(hit.owners)[0]) is not View.EXACT:
        return False
    word = scene.words[hit.first][: hit.cut]
    return _is_meant_latin(scene, hit, word) if word.isascii() else _is_meant_hangul(scene, hit, word)


def is_nobody(scene: Scene, hit: Hit) -> bool:
    """Whether an ordinary word is not even worth a suggestion: let us know, is it in, 하나만."""
    if hit.first != hit.last or hit.offset:
        return False
    word = scene.words[hit.first][: hit.cut]
    if word.isascii():
        is_set_apart = _is_as_listed(scene, hit, word) and scene.is_shouted(hit) and word not in _CAPITALS
        return is_english_function(word) and not is_set_apart
    return is_numeral(word)


def _is_meant_latin(scene: Scene, hit: Hit, word: str) -> bool:
    is_listed = _is_as_listed(scene, hit, word)
    if is_english_thing(word):
        is_found = _is_alone(scene, hit) or is_said_of(scene, hit)
        return is_found or (is_listed and _is_marked_by_case(scene, hit))
    if not is_listed:
        return False
    if is_english_function(word):
        is_found = scene.is_shouted(hit) and is_said_of(scene, hit)
        return is_found or (word not in _CAPITALS and (_is_alone(scene, hit) or _is_marked_by_case(scene, hit)))
    return _is_alone(scene, hit) or is_said_of(scene, hit)


def _is_meant_hangul(scene: Scene, hit: Hit, word: str) -> bool:
    if not _is_noun(word):
        # 나주는 신청하나?: a form of a verb has no such particle behind it, and nothing said of it.
        return _rest(scene, hit)[0] in _PLAIN_SUBJECT and not is_plain_word(word) and is_said_of(scene, hit)
    if is_numeral(word) and scene.gaps[hit.first] is not Gap.BREAK:
        return False  # 영국 하나 서명했어: how many they are.
    return _is_alone(scene, hit) or is_said_of(scene, hit) or _is_asked_after(scene, hit)


def _is_noun(word: str) -> bool:
    """Whether a Hangul word names a thing, or is talk by chance: 중면 is no 중 with a particle."""
    return is_thing(word) or is_numeral(word) or is_talk_by_chance(word)


def _is_as_listed(scene: Scene, hit: Hit, word: str) -> bool:
    """Whether a word has the capitals of the name: US, Reading; not us, reading."""
    start, end = scene.span(hit)
    return scene.message.given[start:end] in scene.index.capitals.get(word, ())


def _rest(scene: Scene, hit: Hit) -> tuple[str, int]:
    """What is stuck to a hit, and the word that follows it."""
    after = hit.last + 1
    if hit.cut < len(scene.words[hit.last]):
        return scene.words[hit.last][hit.cut :], after
    if scene.gaps[after] is Gap.GLUED and not scene.words[after].isascii():
        return scene.words[after], after + 1
    return "", after


def _is_subject(scene: Scene, hit: Hit, rest: str) -> bool:
    return rest in _SUBJECT or (rest in _TOO and not is_numeral(scene.words[hit.first][: hit.cut]))


def _is_alone(scene: Scene, hit: Hit) -> bool:
    """Whether a name is the whole message but for particles and punctuation: 대상은?, the US?"""
    rest, after = _rest(scene, hit)
    is_first = scene.words[: hit.first] in ([], ["the"])
    return is_first and after == len(scene.words) and _is_subject(scene, hit, rest)


def is_said_of(scene: Scene, hit: Hit) -> bool:
    """Whether a name is the subject of a stance, or asked for one: 신세계가 포기했어?, 대상 입장, Reading ratified?"""
    rest, after = _rest(scene, hit)
    if not _is_subject(scene, hit, rest) or (hit.first and scene.words[hit.first - 1] in _DETERMINERS):
        return False
    while scene.gaps[after] is Gap.SPACE and _may_stand_between(scene.words[after]):
        after += 1
    if scene.gaps[after] is not Gap.SPACE:
        return False
    word = scene.words[after]
    if word.isascii() and is_english_function(word) and not _ends_a_choice(scene, after + 1):
        return False  # reading in the paper; is Reading in?
    return word in scene.index.talk or word in _ASKED or (not rest and not word.isascii() and is_topic(word))


def _ends_a_choice(scene: Scene, number: int) -> bool:
    """Whether nothing follows, or the other side of a choice: in?, in or out."""
    return scene.gaps[number] is Gap.BREAK or scene.words[number] == "or"


def _may_stand_between(word: str) -> bool:
    return (word in _BETWEEN or is_english_adverb(word)) if word.isascii() else is_between(word) and not is_topic(word)


def _is_asked_after(scene: Scene, hit: Hit) -> bool:
    """Whether it is asked how somebody is or fared: 대상은 어때, 대상은 어떻게 됐어; 대상은 누구 asks for the word."""
    rest, after = _rest(scene, hit)
    if not rest or not _is_subject(scene, hit, rest) or scene.gaps[after] is not Gap.SPACE:
        return False
    word = scene.words[after]
    is_outcome = word == "어떻게" and scene.gaps[after + 1] is Gap.SPACE and scene.words[after + 1][0] in "됐된됨"
    return is_outcome or word.startswith("어때")


def _is_marked_by_case(scene: Scene, hit: Hit) -> bool:
    """Whether capitals set a name apart from the words around it: the US, in Reading; not Reading is fun, THE US."""
    start, end = scene.span(hit)
    given = scene.message.given
    others = [number for number in range(len(scene.words)) if not hit.first <= number <= hit.last]
    if not any(scene.is_in_small_letters(number) for number in others):
        return any(map(is_syllable, given)) and _rest(scene, hit)[0] != ""  # US는; IT 업계 says nothing of a team.
    return given[start:end].isupper() or not _opens(scene, hit)


def _opens(scene: Scene, hit: Hit) -> bool:
    """Whether a word begins a sentence, where every word has a capital."""
    return scene.gaps[hit.first] is Gap.BREAK and not scene.message.between(hit.first).startswith((",", "/", "·"))


def coordinated(scene: Scene, doubtful: Sequence[Hit], sure: Sequence[Hit]) -> Iterator[Hit]:
    """Those ordinary words that stand beside sure names as one more of them: 신세계랑 신라, US and UK."""
    found = list(sure)
    waiting = [hit for hit in doubtful if _may_be_one_more(scene, hit)]
    while more := [hit for hit in waiting if _is_one_more(scene, hit, found)]:
        found.extend(more)
        waiting = [hit for hit in waiting if hit not in more]
        yield from more


def _may_be_one_more(scene: Scene, hit: Hit) -> bool:
    if hit.first != hit.last or hit.offset:
        return False
    word = scene.words[hit.first][: hit.cut]
    if word.isascii():
        return is_english_thing(word) or _is_as_listed(scene, hit, word)
    is_marked = _rest(scene, hit)[0] in _SUBJECT - {""}
    return _is_noun(word) and (is_marked or not is_numeral(word))  # KT랑 하나는?, not KT랑 하나 더


def _is_one_more(scene: Scene, hit: Hit, found: Sequence[Hit]) -> bool:
    if any(_is_linked(scene, *sorted((hit, other))) for other in found):
        return True
    row = _in_row(hit, found, 1) + _in_row(hit, found, -1)
    return row >= FEWEST_IN_ROW and _closes(scene, hit) and not _is_denied(scene, hit)


def _is_linked(scene: Scene, one: Hit, other: Hit) -> bool:
    """Whether a sign, a particle or a word for `and` is all that stands between two names."""
    rest, after = _rest(scene, one)
    if rest and rest not in _AND:
        return False
    is_link = after < other.first and scene.words[after] in _LINKS
    if after + is_link != other.first or other.offset or not _closes(scene, other):
        return False
    signs = "".join(scene.message.between(number).strip() for number in range(after, other.first + 1))
    return signs in ("", ",", "/", "·", "&", "+", "-") and (is_link or rest in _AND or signs != "")


def _is_denied(scene: Scene, hit: Hit) -> bool:
    """Whether it is said to be none, as what teams are may be: 카카오 KT 대상 아니야?"""
    _, after = _rest(scene, hit)
    return scene.gaps[after] is Gap.SPACE and scene.words[after].startswith("아니")


def _closes(scene: Scene, hit: Hit) -> bool:
    """Whether nothing but a subject's particle, or one for `and`, is stuck to the last of several names."""
    rest, _ = _rest(scene, hit)
    return rest in _SUBJECT or rest in _AND or rest in _TOO


def _in_row(hit: Hit, found: Sequence[Hit], step: int) -> int:
    """How many sure names stand without a gap on one side."""
    at, count = hit.first + step, 0
    while any(other.first <= at <= other.last for other in found):
        at, count = at + step, count + 1
    return count
