"""What is told of a change of the record, when, to whom, and what is no change at all."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from telegram.error import BadRequest, Forbidden, RetryAfter, TimedOut

from knowledge.errors import RefusedError
from knowledge.model import Voice
from knowledge.record.changes import AddDecoy, AddName, Correct, Correction, LoadFile, Reinstate, Retract, Undo
from knowledge.said import Said
from knowledge.storage.backup import backup, restore
from knowledge.storage.follows import EVERY_TEAM
from knowledge.store import Store
from tests.bot.telling.town import SETTLE, Told, told
from tests.knowledge.lighthouse import START, lighthouse

DAY = timedelta(days=1)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Told]:
    async with told(sqlite_url) as opened:
        yield opened


async def test_a_change_is_told_once_it_has_stood_with_its_sentence_and_buttons(town: Told) -> None:
    await town.follow("소라테크")
    await town.record(quote="소라테크는 입찰한다고 말했다.")
    assert await town.wait(SETTLE - timedelta(seconds=1)) == []
    (text,) = await town.wait(timedelta(seconds=1))
    assert text.startswith("소라테크: 기록 없음 → 입찰\n")
    assert "소라테크는 입찰한다고 말했다." in text
    assert "3월 18일 · 본인 발언" in text
    assert "뉴스등대" in text
    (_, _, reply) = town.sent[-1]
    assert [[key.label for key in row] for row in reply.buttons] == [["발언 기록", "출처"], ["알림 끄기"]]
    assert len(reply.parts) == 1
    assert await town.wait(DAY) == []


async def test_it_is_told_in_the_language_and_the_topic_of_each_place(town: Told) -> None:
    await town.follow("소라테크", place=(-100, 5), language="en")
    await town.follow(place=(8, 0))
    await town.record()
    first, second = sorted(await town.wait())
    assert first.startswith("Sora Tech: no record → Bidding") or "Sora Tech" in first
    assert second.startswith("소라테크: ")
    assert {(chat, topic) for chat, topic, _ in town.sent} == {(-100, 5), (8, 0)}


async def test_only_who_follows_the_team_is_told(town: Told) -> None:
    await town.follow("DL등대")
    await town.record()
    assert await town.wait() == []


async def test_who_follows_all_leaves_out_what_was_stopped(town: Told) -> None:
    await town.follow()
    await town.subscriptions.unfollow(["sora"], (7, 0), "ko")
    await town.record()
    await town.record(team="dl")
    assert [text.partition(":")[0] for text in await town.wait()] == ["DL등대"]


async def test_several_changes_of_one_team_are_one_notice(town: Told) -> None:
    await town.follow()
    await town.record(said=Said.parse("2026-03-18"))
    await town.wait(SETTLE / 2)
    await town.record(stance="stays_out", said=Said.parse("2026-03-19"))
    assert await town.wait(SETTLE / 2) == []
    (text,) = await town.wait()
    assert text.startswith("소라테크: 기록 없음 → 불참")


async def test_a_team_that_waits_keeps_no_other_waiting_and_is_told_from_where_it_was(town: Told) -> None:
    await town.follow()
    await town.record()
    await town.wait(SETTLE / 2)
    await town.record(team="dl")
    (first,) = await town.wait(SETTLE / 2)
    assert first.startswith("소라테크: 기록 없음 → 입찰")
    await town.record(stance="stays_out", said=Said.parse("2026-03-19"))
    (second,) = await town.wait(SETTLE / 2)
    assert second.startswith("DL등대")
    (third,) = await town.wait(SETTLE / 2)
    assert third.startswith("소라테크: 입찰 → 불참")


async def test_a_mistake_of_ours_is_called_one(town: Told) -> None:
    await town.follow()
    name = await town.record()
    await town.wait()
    await town.editor.save(
        Correct(id=name, correction=Correction(stance="stays_out"), revision=1, reason="잘못 적음"), by="tg:1", key="c"
    )
    (text,) = await town.wait()
    assert text.startswith("정정 · 소라테크: 입찰 → 불참")
    assert "사유: 잘못 적음" in text
    await town.editor.save(Retract(id=name, reason="다른 회사"), by="tg:1", key="r")
    (text,) = await town.wait()
    assert text.startswith("정정 · 소라테크: 불참 → 기록 없음")
    assert "철회됐습니다. 사유: 다른 회사" in text
    await town.editor.save(Reinstate(id=name), by="tg:1", key="i")
    (text,) = await town.wait()
    assert text.startswith("정정 · 소라테크: 기록 없음 → 불참")


async def test_a_correction_to_another_team_is_told_of_both(town: Told) -> None:
    await town.follow()
    name = await town.record()
    await town.wait()
    await town.editor.save(
        Correct(id=name, correction=Correction(team="dl"), revision=1, reason="다른 팀"), by="tg:1", key="c"
    )
    texts = sorted(await town.wait())
    assert [text.partition("\n")[0] for text in texts] == [
        "정정 · DL등대: 기록 없음 → 입찰",
        "정정 · 소라테크: 입찰 → 기록 없음",
    ]


async def test_new_unconfirmed_reports_are_told_where_they_were_chosen(town: Told) -> None:
    await town.follow(place=(7, 0))
    await town.follow(place=(8, 0))
    await town.store.follows.choose((8, 0), "ko", reports=True)
    await town.record()
    await town.wait()
    await town.record(stance="stays_out", voice=Voice.REPORTED, said=Said.parse("2026-03-20"))
    (text,) = await town.wait()
    assert text.startswith("소라테크: 새 미확인 보도, 불참")
    assert town.sent[-1][0] == 8


async def _same_stance(town: Told, first: str) -> None:
    await town.record(said=Said.parse("2026-03-19"))


async def _older(town: Told, first: str) -> None:
    await town.record(stance="stays_out", said=Said.parse("2026-03-01"))


async def _alias(town: Told, first: str) -> None:
    await town.editor.save(AddName(team="sora", name="소라텍", language="ko"), by="tg:1", key="alias")


async def _retracted_and_reinstated(town: Told, first: str) -> None:
    await town.editor.save(Retract(id=first, reason="r"), by="tg:1", key="r")
    await town.editor.save(Reinstate(id=first), by="tg:1", key="i")


async def _undone(town: Told, first: str) -> None:
    name = await town.record(stance="stays_out", said=Said.parse("2026-03-19"))
    await town.editor.save(Undo(statements=(name,)), by="tg:1", key="undo")


async def _corrected_back(town: Told, first: str) -> None:
    await town.editor.save(
        Correct(id=first, correction=Correction(stance="stays_out"), revision=1, reason="r"), by="tg:1", key="c1"
    )
    await town.editor.save(
        Correct(id=first, correction=Correction(stance="bids"), revision=2, reason="r"), by="tg:1", key="c2"
    )


async def _same_file(town: Told, first: str) -> None:
    await town.editor.save(LoadFile(file=lighthouse()), by="cli", key="again")


async def _title(town: Told, first: str) -> None:
    await town.editor.save(
        Correct(id=first, correction=Correction(title="다른 제목"), revision=1, reason="r"), by="tg:1", key="title"
    )


async def _decoy(town: Told, first: str) -> None:
    await town.editor.save(AddDecoy(team="sora", name="소라테크은행"), by="tg:1", key="decoy")


async def _speaker(town: Told, first: str) -> None:
    await town.editor.save(
        Correct(id=first, correction=Correction(speaker="대표"), revision=1, reason="r"), by="tg:1", key="speaker"
    )


async def _refused(town: Told, first: str) -> None:
    await town.store.audit.note_refusal(by="tg:9", at=START, action="add", reason="stranger")


FALSE_TRIGGERS = (
    _same_stance, _older, _alias, _retracted_and_reinstated, _undone, _corrected_back, _same_file, _title, _decoy,
    _speaker, _refused,
)  # fmt: skip


@pytest.mark.parametrize("nothing", FALSE_TRIGGERS, ids=lambda each: each.__name__)
async def test_what_changes_no_headline_is_told_to_nobody(town: Told, nothing: object) -> None:
    first = await town.record()
    await town.wait()
    await town.follow()
    await nothing(town, first)  # type: ignore[operator] # one of the functions above
    assert await town.wait() == []
    assert await town.wait(DAY) == []


async def test_a_restart_tells_nothing_again_and_what_waits_is_told_after_it(sqlite_url: str) -> None:
    async with told(sqlite_url) as town:
        await town.follow()
        await town.record()
        assert len(await town.wait()) == 1
        await town.record(team="dl")
    async with told(sqlite_url) as again:
        again.clock.now = town.clock.now
        assert await again.look() == []
        assert [text.partition(":")[0] for text in await again.wait()] == ["DL등대"]
        assert await again.wait(DAY) == []


async def test_without_a_wait_a_change_is_told_at_the_next_look(sqlite_url: str) -> None:
    async with told(sqlite_url, settle=timedelta()) as town:
        await town.follow()
        await town.record()
        assert len(await town.look()) == 1


async def test_a_clock_that_was_set_back_hides_no_change(town: Told) -> None:
    await town.follow()
    await town.record()
    await town.wait()
    town.clock.now -= timedelta(hours=3)
    await town.record(stance="stays_out", said=Said.parse("2026-03-19"))
    assert await town.look() == []
    (text,) = await town.wait(timedelta(hours=4))
    assert text.startswith("소라테크: 입찰 → 불참")


# Quiet hours


async def at(town: Told, hour: int, minute: int = 0, *, day: int = 21) -> None:
    """Turn the clock to a time in Seoul."""
    town.clock.now = datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=9)


async def test_quiet_hours_keep_and_merge_and_end_on_the_minute(sqlite_url: str) -> None:
    async with told(sqlite_url, quiet="22:00-08:00") as town:
        await town.follow()
        await at(town, 23)
        await town.record()
        assert await town.wait() == []
        await town.record(stance="stays_out", said=Said.parse("2026-03-19"))
        assert await town.wait() == []
        await at(town, 7, 59, day=22)
        assert await town.look() == []
        await at(town, 8, day=22)
        (text,) = await town.look()
        assert text.startswith("소라테크: 기록 없음 → 불참")


async def test_what_is_as_before_at_the_end_of_quiet_hours_is_not_told(sqlite_url: str) -> None:
    async with told(sqlite_url, quiet="22:00-08:00") as town:
        await town.follow()
        await at(town, 23)
        name = await town.record()
        assert await town.wait() == []
        await town.editor.save(Retract(id=name, reason="r"), by="tg:1", key="r")
        assert await town.wait() == []
        await at(town, 8, day=22)
        assert await town.look() == []


async def test_a_place_has_quiet_hours_of_its_own(sqlite_url: str) -> None:
    async with told(sqlite_url, quiet="22:00-08:00") as town:
        await town.follow(place=(7, 0))
        await town.follow(place=(8, 0))
        await at(town, 23)
        await town.store.follows.choose((8, 0), "ko", quiet="off")
        await town.record()
        await town.wait()
        assert [chat for chat, _, _ in town.sent] == [8]


async def test_a_notice_that_is_older_than_a_day_says_of_which_day_it_is(town: Told) -> None:
    await town.follow()
    await town.record()
    await town.record(stance="stays_out", said=Said.parse("2026-03-19"))
    (text,) = await town.wait(3 * DAY)
    assert text.startswith("소라테크: 기록 없음 → 불참")
    assert text.endswith("에 기록된 일입니다.")


# Sending


async def test_a_chat_that_refuses_is_tried_once_and_revived_by_somebody_there(town: Told) -> None:
    await town.follow(place=(7, 0))
    await town.follow(place=(8, 0))
    town.refusing[7] = Forbidden("Forbidden: bot was blocked by the user")
    await town.record()
    await town.wait()
    assert await town.store.follows.paused() == {7}
    town.refusing.clear()
    await town.record(stance="stays_out", said=Said.parse("2026-03-19"))
    await town.wait()
    assert [chat for chat, _, _ in town.sent] == [8, 8]
    revived = await town.store.follows.revive(7)
    assert revived is not None
    assert await town.store.follows.revive(7) is None
    await town.record(said=Said.parse("2026-03-20"))
    await town.wait()
    assert sorted(chat for chat, _, _ in town.sent[2:]) == [7, 8]


async def test_a_paused_chat_is_kept_for_ninety_days(town: Told) -> None:
    await town.follow(place=(7, 0))
    await town.store.follows.pause(7, START)
    await town.store.sweep(START + timedelta(days=89))
    assert await town.store.follows.paused() == {7}
    await town.store.sweep(START + timedelta(days=91))
    assert await town.store.follows.paused() == frozenset()
    assert await town.store.follows.all() == {}


@pytest.mark.parametrize("is_flood", [True, False])
async def test_what_cannot_be_sent_now_is_sent_later_once(
    town: Told, is_flood: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await town.follow()
    town.refusing[7] = RetryAfter(timedelta(seconds=30)) if is_flood else TimedOut()
    await town.record()
    assert await town.wait() == []
    assert await town.look() == []
    town.refusing.clear()
    assert len(await town.wait(timedelta(minutes=1))) == 1
    assert await town.wait(DAY) == []


async def test_what_telegram_finds_wrong_is_given_up(town: Told) -> None:
    await town.follow()
    town.refusing[7] = BadRequest("Bad Request: can't parse entities")
    await town.record()
    assert await town.wait() == []
    town.refusing.clear()
    assert await town.wait(DAY) == []


async def test_what_was_being_sent_when_the_process_ended_is_sent_again(sqlite_url: str) -> None:
    async with told(sqlite_url) as town:
        await town.follow()
        await town.record()
        await town.wait(SETTLE - timedelta(seconds=1))
        town.clock.now += timedelta(seconds=1)
        await town.settlement.look()
        (notice,) = await town.store.follows.due(town.clock.now, here=False)
        assert await town.store.follows.claim(notice.key, (), town.clock.now)
        assert not await town.store.follows.claim(notice.key, (), town.clock.now)
    async with told(sqlite_url) as again:
        again.clock.now = town.clock.now
        assert len(await again.look()) == 1
        assert await again.wait(DAY) == []


async def test_a_group_that_moves_takes_what_it_follows_along(town: Told) -> None:
    await town.follow(place=(-7, 0))
    await town.record()
    await town.wait(SETTLE / 2)
    await town.store.chats.move(-7, -1007)
    await town.wait(SETTLE / 2)
    assert [chat for chat, _, _ in town.sent] == [-1007]


async def test_two_hundred_follows_are_the_most(town: Told) -> None:
    many = [f"team-{number}" for number in range(201)]
    assert not await town.store.follows.add((7, 0), many, "ko", START)
    assert await town.store.follows.all() == {}
    assert await town.store.follows.add((7, 0), many[:200], "ko", START)
    assert not await town.store.follows.add((7, 3), ["sora"], "ko", START)
    assert "200" in (await town.subscriptions.follow(["sora"], (7, 3), "ko")).parts[0]


# Digests


async def test_a_digest_has_a_line_with_a_link_for_each_change_and_correction(town: Told) -> None:
    first = await town.record(team="dl")
    await town.wait()
    await at(town, 8, day=22)
    await town.subscriptions.digest("daily 8:30", (7, 0), "ko")
    await town.record()
    await town.editor.save(
        Correct(id=first, correction=Correction(said=Said.parse("2026-03-17")), revision=1, reason="r"),
        by="tg:1",
        key="c",
    )
    await at(town, 8, 29, day=22)
    assert await town.look() == []
    await at(town, 8, 30, day=22)
    (text,) = await town.look()
    assert "소식 모음 · 3월 22일" in text
    assert "• 소라테크: 기록 없음 → 입찰 (3월 18일, 본인) · 출처" in text
    assert "정정 · DL등대" in text
    await at(town, 8, 30, day=23)
    assert await town.look() == []


async def test_a_digest_speaks_of_what_is_followed(town: Told) -> None:
    await town.follow("DL등대")
    await town.subscriptions.digest("daily 8:30", (7, 0), "ko")
    await town.record()
    await town.wait()
    town.sent.clear()
    assert await town.wait(DAY) == []
    await town.record(team="dl")
    texts = await town.wait(DAY)
    assert any("• DL등대" in text and "소라" not in text for text in texts)


async def test_a_week_of_absence_is_one_digest(town: Told) -> None:
    await town.subscriptions.digest("daily 8:30", (7, 0), "ko")
    await town.record()
    await town.wait()
    texts = await town.wait(7 * DAY)
    assert len([text for text in texts if "소식 모음" in text]) <= 1


async def test_a_notice_is_claimed_and_the_one_before_it_noted_in_one_statement(database_url: str) -> None:
    async with told(database_url) as town:
        for chat in (7, 8):
            await town.follow(place=(chat, 0))
        await town.record()
        town.clock.now += SETTLE
        await town.settlement.look()
        first, second = await town.store.follows.due(town.clock.now, here=False)
        executed: list[str] = []
        engine = town.store.follows._database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *given: executed.append(given[2]))
        assert await town.store.follows.claim(first.key, (), town.clock.now)
        assert await town.store.follows.claim(second.key, [first.key], town.clock.now)
        assert sum(each.startswith("UPDATE") for each in executed) == 2
        assert not await town.store.follows.claim(second.key, [first.key], town.clock.now)
        assert await town.store.follows.recover(here=False) == 1  # the second: nobody knows whether it arrived
        assert [each.tries for each in await town.store.follows.due(town.clock.now, here=False)] == [1]


# Both engines, several processes, copies


async def test_the_whole_way_on_each_engine(database_url: str) -> None:
    async with told(database_url) as town:
        await town.follow("소라테크", place=(7, 0))
        await town.follow(place=(-8, 5))
        await town.subscriptions.unfollow(["dl"], (-8, 5), "ko")
        await town.subscriptions.digest("daily 8:30", (7, 0), "ko")
        await town.store.follows.requiet((7, 0), town.clock.now)
        await town.record()
        await town.record(team="dl")
        assert len(await town.wait()) == 2
        await town.record(stance="stays_out", said=Said.parse("2026-03-19"))
        assert len(await town.wait(DAY)) == 3  # two notices and a digest
        await town.store.follows.pause(7, town.clock.now)
        assert await town.store.follows.revive(7) is not None
        await town.store.chats.move(-8, -1008)
        await town.store.sweep(town.clock.now + timedelta(days=400))
        assert set(await town.store.follows.all()) == {(7, 0), (-1008, 5)}


async def test_two_processes_settle_and_send_once(sqlite_url: str) -> None:
    async with told(sqlite_url) as one, told(sqlite_url) as other:
        await one.follow()
        await one.record()
        one.clock.now = other.clock.now = one.clock.now + SETTLE
        before = await one.store.follows.settled()
        assert await one.settlement.look() == 1
        assert not await other.store.follows.settle(before, {EVERY_TEAM: 10_000}, ())
        assert await other.settlement.look() == 0
        assert await one.outbox.send_due() + await other.outbox.send_due() == 1


async def test_one_process_of_several_tells(postgresql_url: str) -> None:
    one, other = await Store.open(postgresql_url), await Store.open(postgresql_url)
    try:
        assert [await one.replicas.tells(), await other.replicas.tells(), await one.replicas.tells()] == [
            True, False, True,
        ]  # fmt: skip
        await one.close()
        assert await other.replicas.tells()
    finally:
        await other.close()


async def test_a_restored_backup_is_no_news(sqlite_url: str, tmp_path: Path) -> None:
    async with told(sqlite_url) as town:
        await town.follow()
        await town.record()
        await town.wait(SETTLE / 2)
        await backup(sqlite_url, tmp_path / "copy.db")
    fresh = f"sqlite+aiosqlite:///{tmp_path / 'fresh.db'}"
    await restore(tmp_path / "copy.db", fresh)
    async with told(fresh) as again:
        again.clock.now = town.clock.now
        assert await again.wait(DAY) == []
        assert set(await again.store.follows.all()) == {(7, 0)}


async def test_undo_works_for_as_long_as_a_change_waits(sqlite_url: str) -> None:
    async with told(sqlite_url) as town:
        town.editor.undo_within = timedelta(seconds=2)
        name = await town.record()
        town.clock.now += timedelta(seconds=3)
        with pytest.raises(RefusedError, match="undo_expired"):
            await town.editor.save(Undo(statements=(name,)), by="tg:1", key="undo")
