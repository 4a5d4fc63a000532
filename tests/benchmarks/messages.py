"""Labelled messages: names with and without slips in sentences, other companies, other things, small talk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from knowledge.text.hangul import is_syllable, take_apart
from tests.benchmarks import templates
from tests.benchmarks.slips_of_hand import SLIPS, is_hangul, plain


@dataclass(frozen=True)
class Company:
    """An organisation with its names, Korean first."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A message, the companies that it names, and the words in it that do."""

    text: str
    kind: str
    expect: tuple[str, ...] = ()
    typed: tuple[str, ...] = field(default=(), compare=False)


def with_particle(name: str, chance: Random) -> str:
    """A name with a particle of the right form for its last sound; after Latin letters, any."""
    last = name[-1]
    ends_open = is_syllable(last) and not take_apart(last)[2]
    forms = templates.PARTICLES_AFTER_VOWEL if ends_open else templates.PARTICLES_AFTER_CONSONANT
    return name + chance.choice(forms)


def sentence(name: str, chance: Random) -> str:
    """A sentence around a name as typed."""
    pools = [templates.KOREAN, templates.KOREAN, templates.PARTICLE]
    if name.isascii():
        pools = [templates.ENGLISH, templates.ENGLISH, templates.KOREAN]
    template = chance.choice(chance.choice(pools))
    return template.replace("{p}", with_particle(name, chance)).replace("{}", name)


def rows(teams: Sequence[Company], strangers: Sequence[Company], seed: int, each: int) -> Iterator[Row]:
    """`each` messages of every kind."""
    chance = Random(seed)
    for kind, slip in SLIPS.items():
        found = 0
        for company in chance.choices(teams, k=each * 40):
            if found == each:
                break
            name = plain(chance.choice(company.names))
            typed = slip(name, chance) if len(name) > 1 else None
            if typed and (typed != name or kind == "exact"):
                found += 1
                yield Row(sentence(typed, chance), kind, (company.id,), (typed,))
    yield from _sentences(teams, strangers, chance, each)


def _korean(companies: Sequence[Company], chance: Random, count: int) -> Iterator[tuple[Company, str]]:
    names = [(company, plain(company.names[0])) for company in companies if is_hangul(plain(company.names[0]))]
    return iter(chance.choices(names, k=count))


def _sentences(teams: Sequence[Company], strangers: Sequence[Company], chance: Random, each: int) -> Iterator[Row]:
    for company, name in _korean(teams, chance, each):
        yield Row(chance.choice(templates.GLUED).format(name), "glued", (company.id,), (name,))
    for company, name in _korean(teams, chance, each):
        yield Row(f"{name} {chance.choice(templates.TALK_NOUNS)}", "talk-noun", (company.id,), (name,))
    for company, name in _korean(teams, chance, each):
        yield Row(sentence(name, chance), "korean", (company.id,), (name,))
    for one, other in zip(chance.choices(teams, k=each), chance.choices(teams, k=each), strict=True):
        if one.id != other.id:
            names = [plain(chance.choice(company.names)) for company in (one, other)]
            text = chance.choice(templates.TWO)
            text = text.replace("{p}", with_particle(names[0], chance), 1)
            text = text.replace("{}", names[1]) if text.count("{}") == 1 else text.format(*names)
            yield Row(text, "two", (one.id, other.id), tuple(names))
    for _, name in _korean(teams, chance, each):
        space = chance.choice(("", " "))
        yield Row(sentence(f"{name}{space}{chance.choice(templates.OTHER_THINGS)}", chance), "other-thing", (), (name,))
    for company in chance.choices(strangers, k=each * 2):
        yield Row(sentence(plain(chance.choice(company.names)), chance), "stranger", (company.id,))
    for text in templates.SMALL_TALK:
        yield Row(text, "small-talk")
