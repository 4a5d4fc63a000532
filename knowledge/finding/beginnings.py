"""Beginnings: the names that begin with a word that nothing explains."""

from bisect import bisect_left
from collections.abc import Iterator

from knowledge.finding.hits import Hit
from knowledge.finding.scene import Scene
from knowledge.finding.views import SCORES, View, each_of, with_view
from knowledge.text.tokens import Gap


def beginnings(scene: Scene) -> Iterator[Hit]:
    """The names that begin with a word that nothing explains, few for each."""
    for number, word in enumerate(scene.words):
        is_piece = scene.gaps[number + 1] in (Gap.GLUED, Gap.JOINED)
        if scene.taken[number] or number in scene.nobody or is_piece or len(word) < 2 or scene.is_talk(number):
            continue
        end = scene.end_of(number) - scene.message.items[number].start
        yield from _beginning_with(scene, word[:end], Hit(number, 0, number, end, ()))


def _beginning_with(scene: Scene, text: str, place: Hit) -> Iterator[Hit]:
    index = scene.index
    at = bisect_left(index.in_order, text)
    for form in index.in_order[at : at + index.rules.candidates]:
        if len(text) > 1 and form.startswith(text):
            owners = tuple(with_view(owner, View.BEGINNING) for owner in each_of(index.written[form]))
            yield place._replace(owners=owners, score=SCORES[View.BEGINNING] * len(text) / len(form))
