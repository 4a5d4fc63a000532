"""The page `docs/replies.md`: each kind of reply once, as it is sent, made from a small made-up record.

python -m tests.replies        # write the page anew
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.rendering.answers import render
from bot.rendering.reply import Reply, escape
from bot.telling.corrections import CorrectionContent
from bot.telling.notices import Content, DigestContent, NoticeContent, rendered
from bot.telling.reports import ReportContent, what_is_wrong
from knowledge.answering import answer
from knowledge.facts import Facts
from knowledge.headlines import settled_change
from knowledge.model import Action, Voice
from tests.knowledge.programme import reader_of
from tests.knowledge.records import facts, source, statement

PAGE = Path(__file__).resolve().parent.parent / "docs" / "replies.md"
NOW = datetime(2026, 3, 23, 12, tzinfo=ZoneInfo("Asia/Seoul"))
PUBLISHED = (2, 11, 12, 9, 18, 11, 15, 11, 11)
"""The days of March on which the sources came out."""
WITH_PICTURE = """**그림** (Picture) sends the board as a picture below it, as `/board` does, with the counts as its
caption; **글로 보기** (As text) leads back. A history has the timeline in its place. What both look like:
[the board](pictures/board.png), [in English](pictures/board-english.png), [the timeline](pictures/timeline.png)."""
TITLE = """# Replies

Each kind of reply once, as it is sent: bold, italic, quotations, and the buttons below. The programme is made up: five
teams that may bid for a lighthouse, asked about on 23 March 2026. [The README](../README.md) shows a real one.

`python -m tests.replies` makes this page; a test keeps it true.
"""


class Section(NamedTuple):
    """Questions of one kind."""

    title: str
    remark: str
    questions: tuple[str, ...]


@cache
def record() -> Facts:
    """A record with every case: own words, reports, results, a conflict, a correction, a retraction, a silent team."""
    corrected = (Action.CORRECT, "날짜를 잘못 적음", datetime(2026, 3, 21, 3, tzinfo=UTC))
    retracted = (Action.RETRACT, "다른 회사의 말이었음", datetime(2026, 3, 22, 3, tzinfo=UTC))
    press, office = Voice.REPORTED, Voice.AUTHORITY
    return facts(
        (
            statement(
                1, "harbour", "bids", "2026-03-02", speaker="항만 대표", quote='항만 대표는 "등대를 짓겠다"고 말했다.'
            ),
            statement(
                2, "harbour", "stays_out", "2026-03-11", quote="한빛항만은 입찰하지 않기로 했다.", past=[corrected]
            ),
            statement(3, "harbour", "weighs", "2026-03-12", quote="항만 쪽은 고민 중이라고 했다.", past=[retracted]),
            statement(4, "dl", "bids", "2026-03-09", quote="DL등대는 입찰에 나선다고 9일 밝혔다."),
            statement(5, "dl", "won", "2026-03-18", voice=office, speaker="등대청", quote="등대청은 DL등대를 뽑았다."),
            statement(6, "sora", "bids", "2026-03-11", quote="소라테크는 입찰한다고 했다."),
            statement(7, "sora", "stays_out", "2026-03-15", voice=press, quote="소라테크가 발을 뺄 것으로 전해졌다."),
            statement(8, "byeol", "bids", "2026-03-11", quote="연구원 측은 입찰을 준비한다고 했다."),
            statement(9, "byeol", "stays_out", "2026-03-11", quote="연구원장은 입찰 계획이 없다고 했다."),
        ),
        sources=[
            source(number, published=date(2026, 3, day), url="https://example.org/lights/2" if number == 2 else None)
            for number, day in enumerate(PUBLISHED, start=1)
        ],
    )


def sections() -> Iterator[Section]:
    """Every kind of reply."""
    yield Section(
        "One team", "The stance first, then its sentence and source; what happened to the team below.", ("DL등대는?",)
    )
    yield Section("Yes or no", "A yes or a no only where the record says so.", ("한빛항만 불참이야?", "is DL bidding?"))
    yield Section(
        "Neither",
        "Where the record says a third thing, the reply is that, and what is not on record.",
        ("DL등대 저울질해?",),
    )
    yield Section("Several teams", "", ("DL등대랑 소라테크는?",))
    yield Section(
        "A newer report",
        "The team's own word stays on top; a later report of the press stands below it.",
        ("소라테크는?",),
    )
    yield Section("Statements that contradict each other", "Both are shown.", ("별빛연구원은?",))
    yield Section("No statement on record", "A team on the list is not an unknown one.", ("늘푸른바다는?",))
    yield Section("Who holds a stance", "", ("입찰하는 팀은?", "who won?"))
    yield Section("The whole programme", WITH_PICTURE, ("현황",))
    yield Section("History, with a correction and a retraction", "Oldest first.", ("timeline of Hanbit Harbour",))
    yield Section("As of a day", "", ("3월 5일 기준 한빛항만",))
    yield Section("The source", "Which record it is, and the link where there is one.", ("한빛항만 출처",))
    yield Section(
        "What the record knew on a day",
        "Asked of the bot (네가, this bot); where today's record says otherwise of that day, both are shown.",
        ("3월 20일에 네가 한빛항만에 대해 뭐라고 답했어?",),
    )
    yield Section("How sure is that?", "Also as a follow-up: 이거 확실해?", ("DL등대 확실해?",))
    yield Section("Which one?", "Near names are offered, not guessed.", ("한빛항구는?",))
    yield Section("Not a team here", "", ("한빛항만은행은?",))
    yield Section("Help", "", ("안녕",))


class Notice(NamedTuple):
    """A notice, or a digest, as it is sent."""

    title: str
    remark: str
    content: Content
    facts: Facts | None = None
    """The record that it is made from; None for that of the answers."""


def notices() -> Iterator[Notice]:
    """Every kind of notice: what the newest revisions of a statement made of its team's headline."""
    at = NOW - timedelta(minutes=10)
    changes = {
        name: settled_change(name.partition("-")[0], record(), {name: first}, at)
        for name, first in (("harbour-2", 1), ("dl-5", 1), ("sora-7", 1))
    }
    corrected = settled_change("harbour", _corrected(), {"harbour-2": 2}, at)
    changed, won, report = (changes[name] for name in ("harbour-2", "dl-5", "sora-7"))
    assert changed is not None
    assert won is not None
    assert report is not None
    assert corrected is not None
    yield Notice(
        "A notice", "Who follows a team is told of a changed headline.", NoticeContent(change=changed, language="ko")
    )
    yield Notice("A notice of a result, in English", "", NoticeContent(change=won, language="en"))
    yield Notice("A correction of ours", "", NoticeContent(change=corrected, language="ko"))
    yield Notice(
        "A new unconfirmed report",
        "Only where the chat chose them.",
        NoticeContent(change=report, language="ko", reports=True),
    )
    yield Notice(
        "A notice that comes late",
        "After an outage of more than a day.",
        NoticeContent(change=changed.model_copy(update={"at": NOW - timedelta(days=2)}), language="ko"),
    )
    yield Notice(
        "A digest", "",
        DigestContent(day=NOW.date(), language="ko", changes=(changed, won), corrected=(("harbour-2", 2),)),
    )  # fmt: skip
    question = reader_of(record()).read("한빛항만은?", now=NOW).model_copy(update={"text": ""})
    correction = CorrectionContent(
        told="c7:1",
        question=question.model_dump_json(exclude_defaults=True),
        language="ko",
        messages=(1,),
        corrected=(("harbour-2", 1, 2),),
    )
    yield Notice(
        "An answer that is corrected where it was given", "In the place of the message.", correction, _corrected()
    )
    yield Notice(
        "The short reply to it",
        "Once a chat, to the newest such answer.",
        correction.model_copy(update={"is_reply": True}),
        _corrected(),
    )
    yield Notice(
        "What readers say is wrong, for the owners",
        "At the third chat of a day.",
        ReportContent(report="sora-7", language="ko"),
    )


def _corrected() -> Facts:
    """The record in which the stance of a statement was corrected."""
    held = record().statements["harbour-2"]
    past, newest = held.revisions[:-1], held.current
    wrong = past[-1].model_copy(update={"claim": newest.claim.model_copy(update={"stance": "weighs"})})
    statement = held.model_copy(update={"revisions": (wrong, newest)})
    return replace(record(), statements={**record().statements, "harbour-2": statement})


def told(notice: Notice) -> Reply:
    """A notice as it is sent."""
    reply = rendered(notice.content, notice.facts or record(), now=NOW, bot="your_bot")
    assert reply is not None
    return reply


def asked(question: str) -> Reply:
    """The reply to a question about the record."""
    return render(answer(reader_of(record()).read(question, now=NOW), record(), now=NOW, language="ko"))


def page() -> str:
    """The whole page."""
    answers = (line for section in sections() for line in _written(section))
    return "\n".join([TITLE, *answers, *_reported(), *(line for notice in notices() for line in _told(notice))])


def _reported() -> Iterator[str]:
    """What a reader is asked who says that an answer is wrong."""
    yield "## Something is wrong\n\nIn reply to an answer, or by **오류 신고** under a source.\n\n**“틀렸어”**\n"
    yield from _replied(what_is_wrong(record().statements["sora-7"], record(), "ko", NOW.date()))


def _told(notice: Notice) -> Iterator[str]:
    yield f"## {notice.title}\n"
    if notice.remark:
        yield f"{notice.remark}\n"
    yield from _replied(told(notice))


def _written(section: Section) -> Iterator[str]:
    yield f"## {section.title}\n"
    if section.remark:
        yield f"{section.remark}\n"
    for question in section.questions:
        yield f"**“{escape(question)}”**\n"
        yield from _replied(asked(question))


def _replied(reply: Reply) -> Iterator[str]:
    yield "\n\n---\n\n".join(f"<blockquote>{_shown(part)}</blockquote>" for part in reply.parts) + "\n"
    if reply.buttons:
        yield "<br>".join(" ".join(f"`[ {button.label} ]`" for button in row) for row in reply.buttons) + "\n"


def _shown(part: str) -> str:
    """Telegram's HTML as Markdown shows it, line by line."""
    return part.replace("\n", "<br>\n").replace("</blockquote><br>", "</blockquote>")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
