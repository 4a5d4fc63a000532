"""Which language a question is asked in: that of its grammar, not that of the names in it."""

import re
from collections.abc import Iterable

from knowledge.fields import Language
from knowledge.question import Mention

HANGUL = re.compile(r"[\u1100-\u115e\u1161-\u11ff\u3131-\u3163\u3165-\u318e\ua960-\ua97f\uac00-\ud7ff]")
LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f']*")
LAYOUT = "layout"
"""The view of a name that was typed in the wrong keyboard layout."""
ENOUGH_WORDS = 2
"""Latin words beside a Hangul name that make a sentence English: `Is 카카오 in`, but not `카카오 out`."""


def without(text: str, mentions: Iterable[Mention]) -> str:
    """The text with a space in the place of each mention's characters."""
    characters = list(text)
    for mention in mentions:
        characters[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(characters)


def language_of(text: str, mentions: Iterable[Mention] = ()) -> Language | None:
    """The language of what stands around the names, else of the names; None where neither shows one.

    `Kakao는 out이야?` is Korean, `Is 카카오 in?` English; `KT`, `kakao?` could be either: a name alone shows none.
    """
    named = tuple(mentions)
    around = without(text, named)
    if HANGUL.search(around):
        return "ko"
    words = LATIN_WORD.findall(around)
    surfaces = " ".join(mention.surface for mention in named)
    if any(mention.view == LAYOUT for mention in named):
        # The other keyboard: `zkzkdh` was meant to be 카카오; ㅏ마매, kakao, says nothing of the language around it.
        return None if HANGUL.search(surfaces) else "ko"
    if HANGUL.search(surfaces):
        return "en" if len(words) >= ENOUGH_WORDS else "ko"
    return "en" if words else None
