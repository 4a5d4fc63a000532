"""What the words beside a hit make of it: a name, a doubt, a part of another name, or an ordinary word."""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from knowledge.matching.message import Hit, MatchClass, Message
from knowledge.text import english, korean
from knowledge.text.hangul import is_syllable
from knowledge.text.lexicon import COMPOUNDING, listed_tags, words
from knowledge.text.normalise import LEGAL_WORDS
from knowledge.text.particles import PARTICLES, before_particles
from knowledge.text.tokens import Gap, analyse

SUBJECT_FOLLOWS = frozenset(words("en", "before-subject"))
"""What stands before the subject of a question, so that a verb follows it: did Kakao pay, is Kakao planning."""
DETERMINERS = words("en", "determiner")
_OBJECTS = frozenset(
    ("me", "you", "him", "her", "us", "them", "it", "someone", "somebody", "anyone", "anybody", "everyone", "everybody")
)
_BE = frozenset(("is", "are", "was", "were", "be", "isn", "aren", "wasn", "weren"))
"""After these and a subject a verb stands in -ing, never in its plain form."""
HANJA: Final = frozenset("社側兩両")
"""Characters of Chinese that Koreans put behind or between names: KT社, 카카오側."""
LONGEST_ABBREVIATION = 3
"""Letters of an abbreviation that another thing may have too."""
LONG_LEGAL_FORM = 7
"""Letters of the shortest legal form that is known with a slip in it: Incorpration."""


def has(word: str, *tags: str) -> bool:
    """True if a word, with whatever ending, has one of these tags."""
    return not analyse(word)[1].tags.isdisjoint(tags)


def is_listed(word: str, *tags: str) -> bool:
    """True if a word as it stands is listed with one of these tags."""
    return not listed_tags(word).isdisjoint(tags)


def _is_topic_only(word: str) -> bool:
    """True if a Latin word of talk is a noun or an adjective that a name could hold too: information, new, group."""
    return is_listed(word, "topic") and not has(word, "function", "verb")


def _is_bare_noun(word: str) -> bool:
    """True if a Hangul word is a noun of talk without a particle, as in 참가 대상: it makes one thing with the next."""
    return is_listed(word, *COMPOUNDING) and not is_listed(word, "aside")


def is_everyday_english(word: str) -> bool:
    """True if a Latin word is too common to be taken for a name in small letters: talk, and everyday things."""
    return english.is_stopword(word) or is_listed(word, "thing")


@lru_cache(256)
def is_legal(word: str) -> bool:
    """True if a word is a legal form, or one slip away from a long one."""
    if word in LEGAL_WORDS:
        return True
    return len(word) >= LONG_LEGAL_FORM - 1 and any(
        len(form) >= LONG_LEGAL_FORM and OSA.distance(form, word, score_cutoff=1) <= 1 for form in LEGAL_WORDS
    )


def classify(message: Message, hit: Hit) -> MatchClass:
    """What the words on both sides make of a hit; what is stuck to it was judged before."""
    found = MatchClass.NAME if hit.offset else _left(message, hit)
    if found is MatchClass.NAME and hit.cut == len(message.words[hit.last]):
        found = _right(message, hit)
    is_guarded = message.index.is_crowded and message.thresholds.noun_guard
    if found is MatchClass.NAME and is_guarded and _is_beside_noun(message, hit):
        return MatchClass.DOUBT
    return found


def is_no_name(message: Message, hit: Hit) -> bool:
    """True if the words beside a short Latin name leave nothing of it: from NC to SC, a trillion won, Kt tape."""
    if hit.first != hit.last or not message.words[hit.first].isascii():
        return False
    return _is_way_between_states(message, hit) or _is_amount(message, hit) or _is_abbreviated_ware(message, hit)


def _is_amount(message: Message, hit: Hit) -> bool:
    """True if a name in small letters counts money: a trillion won, two trillion dollars."""
    after = hit.last + 1
    before = message.words[hit.first - 1] if hit.first else ""
    is_counting = before == "a" or before.isdigit() or is_listed(before, "numeral")
    is_money = message.gaps[after] is Gap.SPACE and is_listed(message.words[after], "currency")
    return is_counting and is_money and message.is_in_small_letters(hit.first)


def _is_abbreviated_ware(message: Message, hit: Hit) -> bool:
    """True if an abbreviation, not as it is listed, stands before an everyday thing: Kt tape, kt tape; not KT tape."""
    after = hit.last + 1
    is_short = len(message.words[hit.first]) <= LONGEST_ABBREVIATION and not message.surface(hit).isupper()
    if not is_short or message.gaps[after] is not Gap.SPACE or not is_listed(message.words[after], "thing"):
        return False
    return message.is_in_small_letters(after)


def _is_way_between_states(message: Message, hit: Hit) -> bool:
    """True if a short name is one end of a way between two states of America: from NC to SC."""
    if not is_listed(message.words[hit.first], "state"):
        return False
    ends = ((hit.last + 1, hit.last + 2), (hit.first - 1, hit.first - 2))
    count = len(message.words)
    return any(
        0 <= end < count and message.words[link] == "to" and is_listed(message.words[end], "state")
        for link, end in ends
    )


def _is_beside_noun(message: Message, hit: Hit) -> bool:
    """True if a name stands before a noun that nobody listed (윙입푸드 서포터즈), or is one itself: 흥국 이론."""
    after = hit.last + 1
    is_bare = hit.cut == len(message.words[hit.last]) and message.gaps[after] is Gap.SPACE
    if is_bare and _is_content(message, after) and has(message.words[after], "noun", "dictionary"):
        return not message.items[after].particle or has(message.words[after], "dictionary")
    if hit.first != hit.last or not is_listed(message.text_of(hit), "dictionary", "thing"):
        return False
    before = hit.first - 1
    is_after_content = message.gaps[hit.first] is Gap.SPACE and _is_content(message, before)
    return is_after_content or (message.gaps[after] is Gap.SPACE and _is_content(message, after))


def _is_content(message: Message, number: int) -> bool:
    """True if a Hangul word is neither talk nor one of the programme's own words, nor a name already found."""
    word = message.words[number]
    is_chance = is_listed(word, "dictionary") and korean.is_talk_by_chance(word)  # 이론 is no 이 with a particle.
    if message.taken[number] or (message.is_talk(number) and not is_chance) or word in PARTICLES:
        return False
    return is_syllable(word[0]) and len(word) > 1 and not message.may_be_name(number)


def _left(message: Message, hit: Hit) -> MatchClass:
    first, gap = hit.first, message.gaps[hit.first]
    if gap is Gap.BREAK:
        return MatchClass.NAME
    before = message.words[first - 1]
    is_latin = before.isascii()
    if message.taken[first - 1]:
        return _beside_taken(message, first)
    is_talk = (len(before) > 1 and english.is_stopword(before) if is_latin else korean.is_stopword(before)) or (
        before in message.index.terms
    )
    if gap is Gap.GLUED:
        return _glued_before(message, first, is_talk=is_talk)
    if gap is Gap.JOINED:
        return _joined_before(message, first, is_talk=is_talk)
    if not message.thresholds.neighbours:
        return MatchClass.NAME
    if is_latin:
        return _after_latin(message, hit, before, is_talk=is_talk)
    return _after_hangul(message, hit, before, is_talk=is_talk)


def _glued_before(message: Message, first: int, *, is_talk: bool) -> MatchClass:
    """After a word of the other script without a space: 내생각엔KT, 카카오&KT, 側KT; not 빅KT."""
    before = message.words[first - 1]
    if before == "&" and first > 1 and message.taken[first - 2] and not message.index.is_crowded:
        return MatchClass.NAME
    is_led = not before.isascii() and (is_talk or message.is_glued(before))
    is_against = before == "vs" or (before.endswith("vs") and message.index.is_written(before[:-2]))
    return MatchClass.NAME if is_against or is_led or before in HANJA else MatchClass.PART


def _joined_before(message: Message, first: int, *, is_talk: bool) -> MatchClass:
    """After a word and a sign: 네이버·KT, Kakao-KT; not 010-KT, AT&KT."""
    before, sign = message.words[first - 1], message.tokens.between(first)
    if sign in ("·", "'"):
        return MatchClass.NAME
    if sign == "-" and before.isdigit():
        return MatchClass.PART
    return MatchClass.NAME if sign != "&" and (is_talk or not before.isascii()) else MatchClass.PART


def _after_latin(message: Message, hit: Hit, before: str, *, is_talk: bool) -> MatchClass:
    """After a Latin word and a space: is KT, L.C. Hyosung, report on Kakao; not Hyundai Motor."""
    if _is_common_noun(message, hit, before):
        return MatchClass.DOUBT
    first = hit.first
    is_initial = len(before) == 1 and not (first > 1 and message.words[first - 2] == "&")  # C&S Int is no Int.
    known = is_talk or has(before, "adverb") or before in LEGAL_WORDS or is_initial
    known = known or (message.is_in_small_letters(first - 1) and message.is_capitalised(hit))
    return MatchClass.NAME if known else MatchClass.DOUBT


def _is_common_noun(message: Message, hit: Hit, before: str) -> bool:
    """True if a Latin name in small letters is used as a word: a motif, the motif of, 5 trillion, to upstage her."""
    start, end = message.span(hit)
    if not message.tokens.given[start:end].islower():
        return False
    if hit.first != hit.last:
        return before in DETERMINERS and _are_everyday(message, hit)
    after = message.words[hit.last + 1] if hit.last + 1 < len(message.words) else ""
    word = message.words[hit.first]
    is_described = before in DETERMINERS or _is_topic_only(before)
    if before in ("a", "an") or before.isdigit() or (is_described and is_listed(word, "countable")):
        return True
    return (before == "the" and after == "of") or after in _OBJECTS


def _are_everyday(message: Message, hit: Hit) -> bool:
    """True if a name of several words is nothing but words of talk, and no stance is asked: the green line is late."""
    words = message.words[hit.first : hit.last + 1]
    is_asked = message.gaps[hit.last + 1] is Gap.SPACE and message.words[hit.last + 1] in message.index.terms
    return all(map(listed_tags, words)) and not is_asked


def is_described(message: Message, number: int) -> bool:
    """True if a plural stands behind what describes wares: new Jordans, my Jordans; not the Jordans."""
    before = message.words[number - 1] if message.gaps[number] is Gap.SPACE else ""
    return _is_topic_only(before) or (before != "the" and before in DETERMINERS)


def _beside_taken(message: Message, first: int) -> MatchClass:
    """Names side by side are several names, but where names are everywhere they are pieces of one: HYUNDAI WIA."""
    gap = message.gaps[first]
    if message.index.is_crowded:
        if gap is Gap.GLUED:
            return MatchClass.PART
        if gap is Gap.SPACE and message.words[first - 1].isascii() and message.words[first].isascii():
            return MatchClass.DOUBT
    return MatchClass.PART if message.tokens.between(first) == "." else MatchClass.NAME


def _after_hangul(message: Message, hit: Hit, before: str, *, is_talk: bool) -> MatchClass:
    """Two syllables after a bare noun are the second half of a compound: 참가 대상, 명탐정 코난."""
    word = message.words[hit.first]
    if word.isascii() or hit.first != hit.last or hit.cut > 2:
        return MatchClass.NAME
    if not message.index.is_crowded and message.starts_name(hit.first - 1):
        return MatchClass.NAME  # One more of several: 신라 대상 롯데.
    if _is_bare_noun(before) or message.index.terms.is_bare_noun(before):
        return MatchClass.DOUBT
    if message.may_be_name(hit.first - 1):
        return MatchClass.NAME
    # After a Latin name its particle is a word of its own: KT랑 루닛.
    return MatchClass.NAME if is_talk or before in PARTICLES or before_particles(before) else MatchClass.DOUBT


def _right(message: Message, hit: Hit) -> MatchClass:
    after = hit.last + 1
    while message.gaps[after] is not Gap.BREAK and message.words[after] in LEGAL_WORDS:
        after += 1
    gap = message.gaps[after]
    if gap is Gap.BREAK:
        return MatchClass.DOUBT if _is_abbreviated(message, after) else MatchClass.NAME
    if gap is Gap.GLUED:
        return _stuck(message, after)
    if gap is Gap.JOINED:
        return _joined(message, after)
    return _beside(message, hit, after) if message.thresholds.neighbours else MatchClass.NAME


def _is_abbreviated(message: Message, after: int) -> bool:
    """True if a full stop is that of an abbreviation in a longer name: Sea Chem. Japan."""
    is_within = after < len(message.words) and message.tokens.between(after) == ". "
    return is_within and message.words[after - 1].isascii() and has(message.words[after], "business", "place")


def _stuck(message: Message, after: int) -> MatchClass:
    """A word of the other script without a space: KT는, KT위즈, 카카오vs, 카카오KT, 카카오VX."""
    word = message.words[after]
    if word == "&" and after + 1 < len(message.words) and not message.index.is_crowded:
        return MatchClass.NAME if message.starts_name(after + 1) else MatchClass.PART
    if word.isascii():
        return _stuck_latin(message, after)
    if word in HANJA and _goes_on_in_hanja(message, after):
        return MatchClass.PART
    is_suffix = word in HANJA or message.is_glued(word)  # KT社, KT側
    return MatchClass.NAME if is_suffix or message.starts_name(after, or_programme=True) else MatchClass.PART


def _stuck_latin(message: Message, after: int) -> MatchClass:
    """Latin letters or digits without a space: 카카오vs, 카카오KT, 카카오go, 네이버3줄로; 네이버Z may be anybody's."""
    word = message.words[after]
    if word == "vs" or (word.startswith("vs") and message.index.is_written(word[2:])):
        return MatchClass.NAME
    if message.index.is_crowded:
        return MatchClass.PART
    if word.isdigit() and is_counted(message, after):
        return MatchClass.NAME
    is_said = (english.is_stopword(word) or word in message.index.terms) and not word.isdigit()
    if is_said or message.starts_name(after, or_programme=True):
        return MatchClass.NAME
    return MatchClass.PART if has(word, "business") else MatchClass.DOUBT


def is_counted(message: Message, number: int) -> bool:
    """True if something to count is stuck to a word that ends with a number: 네이버3줄로, KT2월에; not 카카오2는."""
    following = number + 1
    return message.gaps[following] is Gap.GLUED and message.words[following] not in PARTICLES


def _goes_on_in_hanja(message: Message, after: int) -> bool:
    """True if another Chinese character follows without a space: KT社長 is no KT."""
    following = after + 1
    is_glued = following < len(message.words) and message.gaps[following] is Gap.GLUED
    return is_glued and "\u4e00" <= message.words[following][0] <= "\u9fff"


def _joined(message: Message, after: int) -> MatchClass:
    """A word after a sign: KT&G, KT-카카오, Kakao's."""
    word, sign = message.words[after], message.tokens.between(after)
    if not word.isascii() or sign == "·":
        return MatchClass.NAME
    if sign in "'’":
        return MatchClass.NAME if word == "s" else MatchClass.PART
    is_said = (english.is_stopword(word) and not word.isdigit()) or word in message.index.terms
    is_known = message.starts_name(after) or (sign == "-" and is_said)
    return MatchClass.NAME if is_known else MatchClass.PART


def _beside(message: Message, hit: Hit, after: int) -> MatchClass:
    """A word after a space: 카카오 주가, 네이버 웹툰, KT wiz, Hyundai Motor."""
    word = message.words[after]
    if not word.isascii():
        return _beside_hangul(message, hit, after)
    if word == "&" and after + 1 < len(message.words) and message.may_be_name(after + 1):
        return MatchClass.NAME  # 한패스 & 동국씨엠
    if not english.is_stopword(word) and message.is_near_with_next(hit):
        return MatchClass.DOUBT  # SK gynix is SK hynix.
    if word.isdigit() and _is_count(message, after):
        return MatchClass.DOUBT
    if word in message.index.terms and message.is_in_small_letters(after):
        return MatchClass.NAME
    if has(word, "business", "place") and not _is_registered(message, after):
        return MatchClass.NAME if _is_asked_for_verb(message, hit, after) else MatchClass.OTHER
    if english.is_stopword(word) or has(word, "adverb"):
        return MatchClass.DOUBT if _leads_on(message, after) else MatchClass.NAME
    if len(word) == 1 and message.gaps[after + 1] is Gap.GLUED:  # KT e스포츠, 카카오 T는
        return MatchClass.OTHER if has(message.words[after + 1], "business", "compound") else MatchClass.NAME
    reads_on = message.is_in_small_letters(after) and message.is_capitalised(hit) and _reads_on(message, after)
    if is_legal(word) or word[0].isdigit() or reads_on:
        return MatchClass.NAME
    is_apart = not message.index.is_crowded or not message.text_of(hit).isascii()  # 로스웰 HL홀딩스
    return MatchClass.NAME if message.starts_name(after) and is_apart else MatchClass.DOUBT


def _beside_hangul(message: Message, hit: Hit, after: int) -> MatchClass:
    word = message.words[after]
    if word in message.index.terms:
        return MatchClass.NAME
    if not korean.is_stopword(word) and message.is_near_with_next(hit):
        return MatchClass.DOUBT
    if message.index.is_crowded and has(word, "business"):
        return MatchClass.OTHER
    if message.starts_name(after) or message.is_decoy_word(after):
        return MatchClass.NAME
    if has(word, "site"):
        return MatchClass.DOUBT
    return MatchClass.OTHER if has(word, "business", "compound") else MatchClass.NAME


def _is_registered(message: Message, number: int) -> bool:
    """True if a word that makes another thing of a name is itself a team of few: Norway Korea, but Kakao Bank."""
    return not message.index.is_crowded and message.starts_name(number)


def _is_count(message: Message, after: int) -> bool:
    """True if a number is a share (카카오 99% is chocolate) or begins the score of a match: NC 5대3 승리, KT 8회말."""
    if message.tokens.folded.startswith("%", message.items[after].end):
        return True
    glued = message.words[after + 1] if message.gaps[after + 1] is Gap.GLUED else ""
    return glued.startswith(("회초", "회말", "이닝")) or (glued == "대" and message.gaps[after + 2] is Gap.GLUED)


def _is_department(message: Message, number: int) -> bool:
    """True if a word is where a person comes from: Chad from accounting; not Kakao from yesterday."""
    is_next = number < len(message.words) and message.gaps[number] is Gap.SPACE
    return is_next and has(message.words[number], "business") and message.is_in_small_letters(number)


def _reads_on(message: Message, after: int) -> bool:
    """True if a word goes on with the sentence: KT mulls re-entry, Kakao chicken out; but not Kakao piccoma?"""
    word = message.words[after]
    is_last = after + 1 == len(message.words)
    return word.endswith(("ing", "ed", "s")) or (not is_last and english.is_stopword(message.words[after + 1]))


def _is_asked_for_verb(message: Message, hit: Hit, after: int) -> bool:
    """True if a business noun is the verb of a question: did Kakao pay, is Kakao planning; not was Kakao Pay out."""
    word, before = message.words[after], message.words[hit.first - 1] if hit.first else ""
    if before not in SUBJECT_FOLLOWS or not message.is_in_small_letters(after):
        return False
    return word.endswith("ing") or (english.is_stopword(word) and before not in _BE)


def _leads_on(message: Message, after: int) -> bool:
    """True if words that a name could hold lead to one that is no talk: Hyundai + Information Tchnology, Chad from …"""
    if message.words[after] == "from":
        return _is_department(message, after + 1)
    while _is_topic_only(message.words[after]) and message.gaps[after + 1] is Gap.SPACE:
        after += 1
        word = message.words[after]
        if not word.isascii() or message.starts_name(after):
            return False
        if not english.is_stopword(word) and not is_legal(word):
            return True
    return False
