"""Articles with keys, and how well they are read: `python -m tests.knowledge.articles_measure [--misses] [--closed]`.

`articles/*.yaml` hold articles as they are written, with the statements that an editor would record (`accepted`:
team | stance | voice | said | speaker | opening … ending of the sentence) and sentences of which nothing is to be
recorded (`rejected`). A third of them is `closed`: their misses were not looked at before the last measurement.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.articles.claims import Found
from knowledge.articles.reading import ArticleReader
from knowledge.facts import Facts
from knowledge.files.programme_file import read_programme_file
from knowledge.matching import NameIndex
from tests.knowledge.programme import facts_of, shipped

FOLDER = Path(__file__).with_name("articles")


@dataclass(frozen=True)
class Key:
    """One accepted statement."""

    team: str
    stance: str
    voice: str
    said: str | None
    speaker: str | None
    sentence: str


@dataclass(frozen=True)
class Keyed:
    """One article with its keys."""

    id: str
    programme: str
    closed: bool
    published: Any
    text: str
    accepted: tuple[Key, ...]
    rejected: tuple[str, ...]


def _sentence(text: str, form: str) -> str:
    opening, _, ending = form.partition(" … ")
    match = re.search(re.escape(opening) + ".*?" + re.escape(ending), text)
    assert match is not None, form
    return match.group()


def _key(text: str, line: str) -> Key:
    team, stance, voice, said, speaker, form = line.split(" | ")
    return Key(
        team,
        stance,
        voice,
        None if said == "-" else said,
        None if speaker == "-" else speaker,
        _sentence(text, form),
    )


def articles() -> Iterator[Keyed]:
    """All articles."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for each in yaml.safe_load(path.read_text(encoding="utf-8"))["articles"]:
            yield Keyed(
                each["id"],
                path.stem,
                each.get("closed", False),
                each["published"],
                each["text"],
                tuple(_key(each["text"], line) for line in each["accepted"]),
                tuple(_sentence(each["text"], form) for form in each["rejected"]),
            )


@cache
def facts(programme: str) -> Facts:
    """The record of a programme."""
    if programme == "dokpamo":
        return shipped()
    path = FOLDER / "programmes" / f"{programme}.yaml"
    return facts_of(read_programme_file(path.read_bytes(), name=path.name))


@cache
def reader(programme: str) -> ArticleReader:
    """The reader of a programme's articles."""
    record = facts(programme)
    return ArticleReader(record, NameIndex.of(record.programme, record.stances.values(), record.teams.values()))


def read(article: Keyed) -> tuple[Found, ...]:
    """What is found in an article."""
    return reader(article.programme).read(article.text, published=article.published).found


def measured(chosen: list[Keyed], misses: list[str] | None = None) -> Counter[str]:
    """Counts: proposals that are sure and right, rejected sentences among them, statements found, voices right."""
    counts: Counter[str] = Counter()
    told = [] if misses is None else misses
    for article in chosen:
        found = read(article)
        keys = {(key.team, key.stance, key.sentence): key for key in article.accepted}
        hits = {(each.team, each.stance, each.sentence): each for each in found}
        counts["accepted"] += len(keys)
        counts["rejected"] += len(article.rejected)
        counts["check"] += sum(not each.sure for each in found)
        for place, each in hits.items():
            counts["sure"] += each.sure
            counts["sure_right"] += each.sure and place in keys
            if place not in keys:
                told.append(f"{article.id} {'SURE ' if each.sure else 'check'} {place} {each.doubts}")
        counts["rejected_sure"] += sum(any(e.sure and e.sentence == s for e in found) for s in article.rejected)
        for place, key in keys.items():
            if place in hits:
                _compare(hits[place], key, counts, told, f"{article.id}: {place}")
            else:
                told.append(f"{article.id} MISSED {place}")
    return counts


def _compare(found: Found, key: Key, counts: Counter[str], told: list[str], where: str) -> None:
    """Count a statement that was found, and which of its parts are as the key has them."""
    counts["found"] += 1
    counts["found_sure"] += found.sure
    parts = {"voice": found.voice, "said": str(found.said) if found.said else None, "speaker": found.speaker}
    for name, value in parts.items():
        counts[name] += value == getattr(key, name)
        if value != getattr(key, name):
            told.append(f"{name} {value} for {getattr(key, name)}: {where}")


def line(name: str, counts: Counter[str]) -> str:
    """The figures in one line."""

    def share(part: str, whole: str) -> str:
        return f"{counts[part]}/{counts[whole]} ({100 * counts[part] / max(1, counts[whole]):.0f} %)"

    return (
        f"{name}: sure right {share('sure_right', 'sure')}, rejected among sure {share('rejected_sure', 'rejected')},"
        f" found {share('found', 'accepted')}, of them sure {share('found_sure', 'found')}, to check {counts['check']},"
        f" voice {share('voice', 'found')}, day {share('said', 'found')}, speaker {share('speaker', 'found')}"
    )


def main(arguments: list[str]) -> None:
    """Print the figures."""
    every = list(articles())
    misses: list[str] | None = [] if "--misses" in arguments else None
    chosen = [each for each in every if "--closed" in arguments or not each.closed]
    for programme in ("dokpamo", "haeon_h2bus", "meridian", "nuri_libraries"):
        print(line(programme, measured([each for each in chosen if each.programme == programme], misses)))
    print(line("open", measured([each for each in every if not each.closed])))
    if "--closed" in arguments:
        print(line("closed", measured([each for each in every if each.closed])))
    print("\n".join(misses or ()))


if __name__ == "__main__":
    main(sys.argv[1:])
