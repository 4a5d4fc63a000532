"""What the conversations keep: drafts, previews, gaps, chats, answers sent; and for how long."""

from datetime import date, timedelta

import pytest

from knowledge.storage.chats import GAP_LENGTH, PORTION, ChatSettings, UnansweredQuestion
from knowledge.storage.drafts import Preview, SavedDraft
from knowledge.store import Store
from tests.knowledge.lighthouse import START

TODAY = START.date()
BIG = 2**53 + 1
"""An id that no 32 bits hold: Telegram's have up to 52."""


async def test_a_draft_is_kept_as_it_was_left_and_dropped(store: Store) -> None:
    state = {"step": "quote", "fields": {"team": "kt", "said": None}, "list": [1, "둘", True]}
    await store.drafts.put(BIG, -BIG, {"step": "team"}, expires=START)
    await store.drafts.put(BIG, -BIG, state, expires=START + timedelta(hours=1))
    assert await store.drafts.get(BIG, -BIG) == SavedDraft(state, START + timedelta(hours=1))
    assert await store.drafts.get(BIG, 1) is None
    await store.drafts.drop(BIG, -BIG)
    assert await store.drafts.get(BIG, -BIG) is None


async def test_a_preview_is_used_once(store: Store) -> None:
    preview = Preview("token", BIG, BIG, {"kind": "add"}, START + timedelta(minutes=30), None)
    await store.previews.put(preview)
    assert await store.previews.get("token") == preview
    assert await store.previews.get("forged") is None
    assert await store.previews.use("token", START)
    assert not await store.previews.use("token", START)
    assert not await store.previews.use("forged", START)
    used = await store.previews.get("token")
    assert used is not None
    assert used.used == START


async def test_gaps_are_counted_by_text_and_never_by_user(store: Store) -> None:
    await store.gaps.count([("없는 회사?", "unknown"), ("없는 회사?", "unknown"), ("한?", "ambiguous")], day=TODAY)
    await store.gaps.count([("없는 회사?", "unknown")], day=TODAY + timedelta(days=1))
    assert await store.gaps.most_frequent() == (
        UnansweredQuestion("없는 회사?", "unknown", 3, TODAY + timedelta(days=1)),
        UnansweredQuestion("한?", "ambiguous", 1, TODAY),
    )
    assert [gap.count for gap in await store.gaps.most_frequent(since=TODAY + timedelta(days=1))] == [1]
    await store.gaps.forget("없는 회사?")
    assert [gap.text for gap in await store.gaps.most_frequent()] == ["한?"]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("  여러\n줄 \t질문  ", "여러 줄 질문"),
        ("a\x00b\ud800c\u202ed", "a b c d"),
        ("긴" * 5000, "긴" * GAP_LENGTH),
        (" \n ", None),
        ("\x00", None),
    ],
)
async def test_a_gap_is_kept_as_one_short_clean_line(store: Store, asked: str, kept: str | None) -> None:
    await store.gaps.count([(asked, "unknown")], day=TODAY)
    assert [gap.text for gap in await store.gaps.most_frequent()] == ([kept] if kept else [])


async def test_a_chat_keeps_its_language_greeting_and_block(store: Store) -> None:
    assert await store.chats.get(-BIG) == ChatSettings()
    await store.chats.set_language(-BIG, "en")
    assert await store.chats.greet(-BIG, START)
    assert not await store.chats.greet(-BIG, START)
    await store.chats.block(-BIG, START)
    assert await store.chats.all() == {-BIG: ChatSettings("en", START, START)}
    await store.chats.unblock(-BIG)
    await store.chats.set_language(-BIG, None)
    assert await store.chats.get(-BIG) == ChatSettings(None, START, None)


async def test_a_group_that_became_a_supergroup_keeps_its_settings(store: Store) -> None:
    await store.chats.set_language(-5, "en")
    await store.chats.move(-5, -1005)
    assert await store.chats.all() == {-1005: ChatSettings("en", None, None)}


async def test_an_answer_is_found_by_its_question(store: Store) -> None:
    await store.answers.remember({(1, 10): 11}, at=START)
    await store.answers.remember({(1, 10): 12}, at=START)
    assert await store.answers.answer_to(1, 10) == 12
    assert await store.answers.answer_to(2, 10) is None


async def test_the_answers_of_a_flood_are_kept_and_replaced_at_once(store: Store) -> None:
    flood = {(-BIG + number, BIG): number for number in range(2 * PORTION + 1)}
    await store.answers.remember(flood, at=START)
    await store.answers.remember({**flood, (1, 2): 3, (-BIG, BIG): BIG}, at=START + timedelta(days=3))
    await store.answers.remember({}, at=START)
    assert await store.answers.answer_to(1, 2) == 3
    assert await store.answers.answer_to(-BIG, BIG) == BIG
    assert await store.answers.answer_to(-BIG + 2 * PORTION, BIG) == 2 * PORTION
    assert await store.answers.answer_to(-BIG + 2 * PORTION + 1, BIG) is None
    await store.sweep(START + timedelta(days=3))
    assert await store.answers.answer_to(-BIG + PORTION, BIG) == PORTION, "kept from the second time on"


async def test_what_has_been_kept_long_enough_is_forgotten(store: Store) -> None:
    day = timedelta(days=1)
    await store.gaps.count([("alt", "unknown")], day=TODAY - 91 * day)
    await store.gaps.count([("neu", "unknown")], day=TODAY - 90 * day)
    await store.answers.remember({(1, 1): 1}, at=START - 3 * day)
    await store.answers.remember({(1, 2): 2}, at=START - day)
    await store.drafts.put(1, 1, {}, expires=START - 3 * day)
    await store.drafts.put(1, 2, {}, expires=START - day)
    await store.previews.put(Preview("alt", 1, 1, {}, START - 3 * day, None))
    await store.sweep(START)
    assert [gap.text for gap in await store.gaps.most_frequent()] == ["neu"]
    assert (await store.answers.answer_to(1, 1), await store.answers.answer_to(1, 2)) == (None, 2)
    assert await store.drafts.get(1, 1) is None
    assert await store.drafts.get(1, 2) is not None
    assert await store.previews.get("alt") is None


async def test_a_day_is_a_day_on_both_engines(store: Store) -> None:
    await store.gaps.count([("x", "unknown")], day=date(2026, 2, 28))
    assert (await store.gaps.most_frequent())[0].last == date(2026, 2, 28)
