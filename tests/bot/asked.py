"""Replies for tests: questions asked of a record, without Telegram."""

from datetime import UTC, date, datetime

from bot.rendering.answers import render
from bot.rendering.reply import Reply
from knowledge.answer import Answer
from knowledge.answering import answer
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.question import Intent, Presumed, Question

NOW = datetime(2026, 3, 20, 3, tzinfo=UTC)


def answered(
    facts: Facts,
    intent: Intent,
    *teams: str,
    language: Language = "ko",
    presumed: Presumed | None = None,
    as_of: date | None = None,
    **more: object,
) -> Answer:
    """The answer to a question about these teams."""
    fields = {"teams": teams, "presumed": presumed, "as_of": as_of, **more}
    question = Question.model_validate({"text": "", "intent": intent, "language": language, **fields})
    return answer(question, facts, now=NOW, language=language)


def replied(facts: Facts, intent: Intent, *teams: str, language: Language = "ko", **more: object) -> Reply:
    """The reply to it."""
    return render(answered(facts, intent, *teams, language=language, **more))  # type: ignore[arg-type]  # passed on as they are


def text(reply: Reply) -> str:
    """All its parts."""
    return "\n\n".join(reply.parts)
