"""The page of replies shows what is really answered."""

from tests.loopback.markup import plain_text
from tests.replies import PAGE, asked, notices, page, sections, told


def test_the_page_is_what_the_bot_answers_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.replies"


def test_every_reply_on_it_parses_and_every_kind_is_there() -> None:
    for section in sections():
        for question in section.questions:
            assert all(plain_text(part) for part in asked(question).parts)
    for notice in notices():
        (part,) = told(notice).parts
        assert plain_text(part)
