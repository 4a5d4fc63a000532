from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from telegram import User

from bot.chat.notes import REMEMBERED_ANSWERS, WAITING, Notes, Preferences
from knowledge.store import Store
from tests.bot.stage import user

TODAY = date(2026, 1, 24)


@pytest.fixture
async def opened(sqlite_url: str) -> AsyncIterator[Store]:
    store = await Store.open(sqlite_url)
    yield store
    await store.close()


async def test_gaps_are_counted_by_day_and_kind(opened: Store) -> None:
    notes = Notes(opened)
    for text in ("삼성은?", "삼성은?", "  삼성은? "):
        notes.gap(TODAY, "unknown", text)
    notes.gap(TODAY, "ambiguous", "네이")
    await notes.write()
    await notes.write()
    found = {(gap.text, gap.kind): gap.count for gap in await opened.gaps.most_frequent()}
    assert found == {("삼성은?", "unknown"): 3, ("네이", "ambiguous"): 1}


async def test_answers_are_remembered_in_memory_and_in_the_store(opened: Store) -> None:
    notes = Notes(opened)
    notes.answered(7, 1, [11, 12])
    assert await notes.answers_to(7, 1) == (11, 12)
    await notes.write()
    assert await Notes(opened).answers_to(7, 1) == (11,)
    assert await notes.answers_to(7, 2) == ()


async def test_an_answer_that_was_never_sent_is_not_remembered(opened: Store) -> None:
    notes = Notes(opened)
    notes.answered(7, 1, [])
    assert await notes.answers_to(7, 1) == ()


async def test_memory_does_not_grow_without_end(opened: Store) -> None:
    notes = Notes(opened)
    for number in range(REMEMBERED_ANSWERS + 10):
        notes.answered(7, number, [number])
    for number in range(WAITING + 10):
        notes.gap(TODAY, "unknown", str(number))
        notes.answered(8, number, [number])
    assert len(notes._answers) == REMEMBERED_ANSWERS
    assert len(notes._gaps) == len(notes._unwritten) == WAITING
    await notes.write()
    assert not notes._unwritten


async def test_what_cannot_be_written_waits_for_the_database(
    opened: Store, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    notes = Notes(opened)
    notes.answered(7, 1, [11])
    notes.gap(TODAY, "unknown", "삼성은?")
    file = Path(sqlite_url.partition(":///")[2])
    away = file.rename(file.with_suffix(".away"))  # noqa: ASYNC240 -- nothing else runs here
    caplog.set_level("DEBUG", "bot.chat.notes")
    await notes.write()
    assert "notes wait" in caplog.text
    assert await notes.answers_to(7, 1) == (11,)
    away.rename(file)
    await notes.write()
    assert await Notes(opened).answers_to(7, 1) == (11,)
    assert [gap.count for gap in await opened.gaps.most_frequent()] == [1]


async def test_odd_texts_are_noted_without_harm(opened: Store) -> None:
    notes = Notes(opened)
    for text in ("\x00", "\ud800", "가" * 100_000, "", "\u202e"):
        notes.gap(TODAY, "unknown", text)
    await notes.write()
    assert all(len(gap.text) <= 200 for gap in await opened.gaps.most_frequent())


@pytest.mark.parametrize(
    ("code", "language"), [("ko", "ko"), ("ko-KR", "ko"), ("KO", "ko"), ("en", "en"), ("de", "en"), ("", "ko")]
)
async def test_telegrams_language_serves_until_somebody_chooses(opened: Store, code: str, language: str) -> None:
    preferences = Preferences(opened.chats, "ko")
    person = User.de_json(user(7, code), None)
    assert await preferences.language(person) == language
    await preferences.choose(7, "en")
    assert await preferences.language(person) == "en"
    assert await Preferences(opened.chats, "ko").language(person) == "en"
    assert await preferences.language(None) == "ko"


async def test_without_the_database_the_last_known_choice_holds(opened: Store, sqlite_url: str) -> None:
    preferences = Preferences(opened.chats, "ko")
    person = User.de_json(user(7, "en"), None)
    await opened.close()
    Path(sqlite_url.partition(":///")[2]).unlink()  # noqa: ASYNC240 -- nothing else runs here
    assert await preferences.language(person) == "en"
