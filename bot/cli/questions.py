"""`ipjang ask`, `match` and `propose`: one question or article, or a stream of questions, for people and programs."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.chat.asking import Steps
from bot.chat.snapshot import Snapshot
from bot.chat.terminal import has_colours, terminal_reply, terminal_width
from bot.cli.files import read_bytes
from bot.cli.parser import Options
from bot.cli.session import LineError, Request, Session, input_lines, stream, write_object, write_text
from bot.editing.lines import published_on, publisher_of, title_of
from bot.extraction import extract, kind_of
from bot.rendering.answer_json import as_json
from bot.rendering.answers import render
from bot.settings import SettingsError
from knowledge.answer import Answer
from knowledge.answering import answer
from knowledge.articles.claims import ArticleReading, Found
from knowledge.articles.page import Page
from knowledge.articles.reading import ArticleReader
from knowledge.errors import FileProblem, FileRefusedError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.followup import Exchange, follow_up
from knowledge.matching import NameIndex
from knowledge.question import Question

EMPTY = {
    "no_sentence": "No sentence here states anything.",
    "no_team": "No team of the programme is named.",
    "no_stance": "Teams are named, and no sentence tells where one of them stands.",
}


def propose(options: Options) -> int:
    """Say which statements an article makes."""
    settings = options.settings()
    page = _with_options(_read(options.file), options)
    with Session(settings, fill=not options.empty) as session:
        snapshot = session.record.snapshot
        reading = ArticleReader(snapshot.facts, snapshot.index).read(page.text, published=page.published)
        told = _as_json(reading) if options.json else _as_text(reading, page, snapshot.facts)
        if told:
            write_text(told)
    return 0


def _read(file: Path) -> Page:
    content = read_bytes(file)
    kind = kind_of("" if str(file) == "-" else file.name, content)
    if kind is None:
        raise FileRefusedError(FileProblem.NOT_TEXT, line=None)
    return asyncio.run(extract(content, kind))


def _with_options(page: Page, options: Options) -> Page:
    """What is told of the source on the command line, else in the page's markup, else in its text."""
    try:
        told = date.fromisoformat(options.published) if options.published else None
    except ValueError:
        raise SettingsError(f"--published: {options.published!r} is not a day such as 2026-01-20.") from None
    return replace(
        page,
        published=told or page.published or published_on(page.text),
        publisher=options.publisher or page.publisher or publisher_of(page.text),
        title=page.title or title_of(page.text),
    )


def _as_json(reading: ArticleReading) -> str:
    return "\n".join(json.dumps(_fields(each), ensure_ascii=False) for each in reading.found)


def _fields(found: Found) -> dict[str, object]:
    """The seven fields of one statement, as DESIGN has them."""
    fields = found.model_dump(mode="json", include={"team", "stance", "voice", "said", "speaker", "sentence"})
    return {**fields, "sure": found.sure}


def _as_text(reading: ArticleReading, page: Page, facts: Facts) -> str:
    """A numbered list for people, below what is known of the source."""
    source = " · ".join(str(each) for each in (page.publisher, page.title, page.published) if each)
    if reading.empty is not None:
        return "\n".join(filter(None, [source, EMPTY[reading.empty]]))
    lines = [source] if source else []
    for number, each in enumerate(reading.found, start=1):
        team, stance = facts.teams[each.team].names.official("ko"), facts.stances[each.stance].label.ko
        told = " · ".join(str(part) for part in (team, stance, each.voice, each.speaker, each.said) if part)
        surety = "sure" if each.sure else f"to check: {', '.join(each.doubts)}"
        lines += [f"{number}. {told} ({surety})", f"   {each.sentence}"]
    return "\n".join(lines)


STDIN = ["-"]


def ask(options: Options) -> int:
    """Answer one question, or each line of standard input."""
    settings, steps = options.settings(), Steps()
    with Session(settings, fill=not options.empty) as session:
        _check_now(options, session.record.snapshot)
        if options.why:
            _tell(options, lambda request: why_text(request, session.fresh().snapshot))
        elif options.json:
            _serve(options, lambda request: answered(request, session.fresh().snapshot, settings.language, steps))
        else:
            _tell(options, lambda request: reply_text(request, session.fresh().snapshot, settings.language))
    return 0


def match(options: Options) -> int:
    """Say which teams a text names, or each line of standard input."""
    with Session(options.settings(), fill=not options.empty) as session:
        if options.json:
            _serve(options, lambda request: matched(request, session.fresh().snapshot))
        else:
            _tell(options, lambda request: match_text(session.fresh().snapshot.index, request.text))
    return 0


def _serve(options: Options, answer: Callable[[Request], object]) -> None:
    """As JSON; `--now` stands in for every line that does not say its own."""
    if options.text == STDIN:
        stream(lambda request: answer(replace(request, now=request.now or options.now)))
    else:
        _one(options, lambda request: write_object(answer(request)))


def _tell(options: Options, answer: Callable[[Request], str]) -> None:
    """As text."""
    if options.text != STDIN:
        _one(options, lambda request: write_text(answer(request)))
        return
    for line in input_lines():
        write_text(answer(Request(line.decode("utf-8-sig", errors="replace"), options.now)) + "\n")


def _one(options: Options, tell: Callable[[Request], None]) -> None:
    tell(Request(" ".join(options.text), options.now))


def _check_now(options: Options, snapshot: Snapshot) -> None:
    """Refuse what is no moment before anything is answered; raises SettingsError."""
    try:
        Request("", options.now).moment(snapshot.facts.zone)
    except LineError as error:
        raise SettingsError(f"--now: {error}.") from None


def answered(request: Request, snapshot: Snapshot, language: Language, steps: Steps) -> dict[str, object]:
    """The answer to one request, as a follow-up of its chat; `ms` is the time of reading and answering it."""
    now = request.moment(snapshot.facts.zone)
    before = steps.before(request.chat, now) if request.chat is not None else None
    began = time.perf_counter()
    question, found = _asked(request, snapshot, language, before)
    told = {"text": request.text, "ms": _milliseconds(began), "answer": as_json(found)}
    if request.chat is not None:
        steps.keep(request.chat, now, Exchange.of(question, found, before))
    return told


def _asked(
    request: Request, snapshot: Snapshot, language: Language, before: Exchange | None = None
) -> tuple[Question, Answer]:
    now = request.moment(snapshot.facts.zone)

    def read(text: str) -> Question:
        return snapshot.reader.read(text, now=now, context=request.context)

    own = read(request.text)
    question = follow_up(own, before, snapshot.facts, read) or own
    if request.as_of is not None:
        question = question.model_copy(update={"as_of": request.as_of})
    return question, answer(question, snapshot.facts, now=now, language=language)


def reply_text(request: Request, snapshot: Snapshot, language: Language) -> str:
    """The reply to one request, as the terminal shows it."""
    _, found = _asked(request, snapshot, language)
    return terminal_reply(render(found), styled=has_colours(), width=terminal_width())


def why_text(request: Request, snapshot: Snapshot) -> str:
    """How one request is understood: its tokens with their tags, its marks, what decided, and the margin."""
    lines = snapshot.reader.why(request.text, now=request.moment(snapshot.facts.zone), context=request.context)
    return "\n".join(lines)


def matched(request: Request, snapshot: Snapshot) -> dict[str, object]:
    """What one text names; `ms` is the time of finding it."""
    began = time.perf_counter()
    finding = snapshot.index.find(request.text)
    return {
        "text": request.text,
        "ms": _milliseconds(began),
        "mentions": [
            {
                "team": each.team, "name": each.name, "surface": each.surface, "start": each.start, "end": each.end,
                "score": round(each.score, 4), "view": each.view,
            }
            for each in finding.mentions
        ],
        "candidates": [
            {"team": each.team, "name": each.name, "score": round(each.score, 4), "view": each.view}
            for each in finding.candidates
        ],
    }  # fmt: skip


def match_text(index: NameIndex, text: str) -> str:
    """A finding for people: what was found as which team, by which form of its name, how near, and by which rules."""
    finding = index.find(text)
    lines = [
        f"{each.surface!r} at {each.start}-{each.end}: {each.name} ({each.team}), by {each.view}, {each.score:.3f}"
        for each in finding.mentions
    ]
    lines += [f"perhaps {each.name} ({each.team}), by {each.view}, {each.score:.3f}" for each in finding.candidates]
    lines += [f"somebody else's name at {start}-{end}" for start, end in finding.others]
    return "\n".join([*(lines or ["no team"]), *(f"  {each}" for each in index.thresholds.in_words())])


def _milliseconds(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 3)
