"""The page `docs/replies.md`: each kind of reply as it is sent, made from the shipped programme and a made-up one.

python -m tests.replies        # write the page anew
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bot.markup import escape
from bot.rendering import render
from bot.reply import Reply
from knowledge.answering import answer
from knowledge.facts import Facts
from knowledge.model import Action
from tests.knowledge.asked import NOW
from tests.knowledge.programme import reader, reader_of, shipped
from tests.knowledge.records import facts, lighthouse, source, statement

PAGE = Path(__file__).resolve().parent.parent / "docs" / "replies.md"
TITLE = """# Replies

What the bot answers, as it is sent: bold, italic, folded quotations, and the buttons below. Made by
`python -m tests.replies`; a test keeps it true. The questions are asked on 28 January 2026.
"""


class Section(NamedTuple):
    """Questions of one kind, asked of one record."""

    title: str
    remark: str
    questions: tuple[str, ...]
    record: Facts


def marked() -> Facts:
    """A record with a link, a correction, a retraction and a long sentence."""
    corrected = (Action.CORRECT, "발언일을 잘못 적었음", datetime(2026, 1, 21, 3, tzinfo=UTC))
    retracted = (Action.RETRACT, "다른 회사의 발언이었음", datetime(2026, 1, 22, 3, tzinfo=UTC))
    quote = "한빛항만은 이번 사업에 뛰어들지 않기로 했다며 " + "사정을 길게 설명했다, " * 12 + "라고 말했다."
    return facts(
        (
            statement(1, "harbour", "bids", "2026-01-05", past=[corrected]),
            statement(2, "harbour", "stays_out", "2026-01-15T14:00", quote=quote, speaker="항만 관계자"),
            statement(3, "harbour", "weighs", "2026-01-17", past=[retracted]),
        ),
        sources=(source(2, url="https://example.org/lights/2"),),
    )


def sections() -> Iterator[Section]:
    """Every kind of reply."""
    dokpamo, made_up = shipped(), lighthouse()
    yield Section(
        "One team", "The stance first, its sentence, the result below.", ("카카오는?", "Where does KT stand?"), dokpamo
    )
    yield Section(
        "Yes or no",
        "The record's word first; where it says a third thing, that nothing says so.",
        ("카카오 나가?", "didn't NC AI drop out?", "KT 나가?", "KT가 불참한 이유", "루닛 붙었어?"),
        dokpamo,
    )
    yield Section(
        "Neither yes nor no",
        "A made-up record: where an older statement says otherwise, both are told, each with its day and sentence.",
        ("한빛항만 뛰어들었지?", "did Hanbit Harbour bid?"),
        made_up,
    )
    yield Section(
        "Several teams",
        "Teams of one sentence together.",
        ("네이버랑 NC AI 둘 다 안 나가?", "KT, Konan and Motif?"),
        dokpamo,
    )
    yield Section(
        "No statement on record", "On the list is not unknown.", ("업스테이지는?", "what about Trillion Labs?"), dokpamo
    )
    yield Section(
        "Conflicts and newer reports",
        "A made-up record: two words of the same day, and a report later than the team's own word.",
        ("별빛연구원은?", "what about Sora Tech?"),
        made_up,
    )
    yield Section(
        "Corrections, retractions, links, long quotes",
        "A made-up record; a long quotation folds.",
        ("한빛항만은?", "timeline of Hanbit Harbour"),
        marked(),
    )
    yield Section("The source", "Which record it is, and whether there is a link.", ("카카오 불참 출처",), dokpamo)
    yield Section(
        "Who holds a stance",
        "Counted; results that share the word are told apart.",
        ("불참 선언한 데 어디야?", "who is out?", "누가 신청했어?"),
        dokpamo,
    )
    yield Section("The whole programme", "", ("현황", "status board"), dokpamo)
    yield Section("History", "Oldest first.", ("카카오 입장 어떻게 바뀌었어?",), dokpamo)
    yield Section("As of a day", "", ("1월 20일 기준 KT", "as of Jan 10, where was KT?"), dokpamo)
    yield Section("Which one?", "Near names are offered, not guessed.", ("루넷은?",), dokpamo)
    yield Section("Not a team here", "", ("KT&G는?", "Is Krafton in?"), dokpamo)
    yield Section("Help", "", ("안녕", "what can you do?"), dokpamo)


def asked(question: str, record: Facts) -> Reply:
    """The reply to a question about a record."""
    listening = reader() if record is shipped() else reader_of(record)
    return render(answer(listening.read(question, now=NOW), record, now=NOW, language="ko"))


def page() -> str:
    """The whole page."""
    return "\n".join([TITLE, *(line for section in sections() for line in _written(section))])


def _written(section: Section) -> Iterator[str]:
    yield f"## {section.title}\n"
    if section.remark:
        yield f"{section.remark}\n"
    for question in section.questions:
        reply = asked(question, section.record)
        yield f"**“{escape(question)}”**\n"
        yield "\n\n---\n\n".join(f"<blockquote>{_shown(part)}</blockquote>" for part in reply.parts) + "\n"
        if reply.buttons:
            yield "<br>".join(" ".join(f"`[ {button.label} ]`" for button in row) for row in reply.buttons) + "\n"


def _shown(part: str) -> str:
    """Telegram's HTML as Markdown shows it, line by line."""
    return part.replace("\n", "<br>\n").replace("</blockquote><br>", "</blockquote>")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
