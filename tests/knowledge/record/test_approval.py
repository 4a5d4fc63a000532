"""Four eyes on both engines: a pending change gets exactly one outcome, whoever decides when."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from knowledge.errors import KnowledgeError
from knowledge.record.audit import Fault
from knowledge.record.changes import (
    APPROVED_WITHIN,
    AddStatement,
    Approval,
    Grant,
    Outcome,
    PendingChange,
    Retract,
    Revoke,
)
from knowledge.record.editor import Editor
from knowledge.storage.drafts import CLAIMED_FOR
from knowledge.store import Store
from tests.knowledge.lighthouse import START, Clock, lit, new_statement

AUTHOR, SECOND, THIRD = 1, 2, 3
EDITORS = (AUTHOR, SECOND, THIRD)


def named(user: int) -> str:
    return f"telegram:{user}"


def waiting(token: str = "t") -> PendingChange:
    """A new statement that the author saved."""
    return PendingChange(
        token=token,
        author=named(AUTHOR),
        user=AUTHOR,
        kind="record",
        about="sora",
        team="sora",
        payload={"kind": "change"},
        proposed=START,
        expires=START + APPROVED_WITHIN,
    )


async def desk(store: Store) -> Editor:
    """The lighthouse record with three editors and one change that waits."""
    editor = await lit(store)
    for user in EDITORS:
        await editor.save(Grant(user=user), by="owner", key=f"grant-{user}")
    await store.pending.put(waiting())
    return editor


async def approval(store: Store, by: int, *, version: int | None = None) -> Approval:
    seen = await store.version() if version is None else version
    return Approval(token="t", by=named(by), version=seen, editors=(by, AUTHOR))


async def approve(editor: Editor, given: Approval) -> str:
    change = AddStatement(statement=new_statement())
    return (await editor.save(change, by=named(AUTHOR), key="t", approval=given)).id


async def outcome_of(work: Awaitable[object]) -> str:
    """What came of it: `done`, or the code of the refusal."""
    try:
        await work
    except KnowledgeError as error:
        return error.code
    return "done"


async def faults(store: Store) -> tuple[Fault, ...]:
    return await store.verify()


async def test_an_approved_change_is_its_authors_and_the_audit_names_who_approved_it(store: Store) -> None:
    editor = await desk(store)
    identifier = await approve(editor, await approval(store, SECOND))
    facts = await store.facts()
    assert facts.statements[identifier].current.by == named(AUTHOR)
    decision, change, *_ = await store.audit.page()
    assert (decision.action, decision.by, decision.request) == ("approve", named(SECOND), "t")
    assert decision.after["author"] == named(AUTHOR)
    assert (decision.after["about"], decision.team) == (identifier, "sora")
    assert (change.by, change.id) == (named(AUTHOR), identifier)
    pending = await store.pending.get("t")
    assert pending is not None
    assert (pending.outcome, pending.decided_by, pending.about) == (Outcome.APPROVED, named(SECOND), identifier)
    assert await faults(store) == ()


async def test_nobody_decides_on_a_change_of_their_own(store: Store) -> None:
    editor = await desk(store)
    own = await approval(store, AUTHOR)
    version = await store.version()
    assert await outcome_of(approve(editor, own)) == "own_change"
    assert await outcome_of(editor.reject(own, "no")) == "own_change"
    assert await store.version() == version


async def test_many_editors_at_once_come_to_one_outcome(store: Store) -> None:
    editor = await desk(store)
    before = await store.version()
    given = [await approval(store, user) for user in (SECOND, THIRD)]
    pressed = [approve(editor, each) for each in given * 3] + [editor.reject(each, "no") for each in given * 3]
    outcomes = await asyncio.gather(*map(outcome_of, pressed))
    assert outcomes.count("done") == 1
    pending = await store.pending.get("t")
    assert pending is not None
    approved = pending.outcome is Outcome.APPROVED
    assert await store.version() == before + approved
    assert len((await store.facts()).statements) == 2 + approved
    decisions = [each for each in await store.audit.page(size=100) if each.subject == "approval"]
    assert len(decisions) == 1
    assert await faults(store) == ()


@pytest.mark.parametrize("rejects_first", [True, False])
async def test_the_first_decision_stands(store: Store, *, rejects_first: bool) -> None:
    editor = await desk(store)
    given = await approval(store, SECOND)
    if rejects_first:
        await editor.reject(given, "wrong team")
        assert await outcome_of(approve(editor, given)) == "decided"
        assert len((await store.facts()).statements) == 2
    else:
        await approve(editor, given)
        assert await outcome_of(editor.reject(given, "wrong team")) == "decided"
        assert len((await store.facts()).statements) == 3


@pytest.mark.parametrize("revoked", [SECOND, AUTHOR])
async def test_who_was_revoked_meanwhile_neither_approves_nor_is_approved(store: Store, revoked: int) -> None:
    editor = await desk(store)
    await editor.save(Revoke(user=revoked), by="owner", key="revoke")
    assert await outcome_of(approve(editor, await approval(store, SECOND))) == "no_editor"
    pending = await store.pending.get("t")
    assert pending is not None
    assert pending.outcome is None
    wanted = "no_editor" if revoked == SECOND else "done"
    assert await outcome_of(editor.reject(await approval(store, SECOND), "left")) == wanted


async def test_a_revocation_at_the_same_moment_leaves_one_outcome(store: Store) -> None:
    editor = await desk(store)
    given = await approval(store, SECOND)
    outcome, _ = await asyncio.gather(
        outcome_of(approve(editor, given)), editor.save(Revoke(user=SECOND), by="owner", key="revoke")
    )
    pending = await store.pending.get("t")
    assert pending is not None
    assert (outcome == "done") is (pending.outcome is Outcome.APPROVED)
    assert (outcome == "done") is (len((await store.facts()).statements) == 3)


async def test_a_record_that_moved_since_the_look_is_not_written_upon(store: Store) -> None:
    editor = await desk(store)
    given = await approval(store, SECOND)
    await editor.save(Retract(id="dl-lost", reason="r"), by="tg:9", key="k")
    assert await outcome_of(approve(editor, given)) == "record_moved"
    assert await outcome_of(approve(editor, await approval(store, SECOND))) == "done"


async def test_what_the_record_refuses_stays_undecided(store: Store) -> None:
    editor = await desk(store)
    given = await approval(store, SECOND)
    stale = editor.save(Retract(id="dl-lost", reason="r", revision=7), by=named(AUTHOR), key="t", approval=given)
    assert await outcome_of(stale) == "changed_meanwhile"
    pending = await store.pending.get("t")
    assert pending is not None
    assert pending.outcome is None
    assert [each.subject for each in await store.audit.page(size=1)] == ["editor"]


async def test_a_decision_that_is_cut_off_before_the_commit_has_not_happened(store: Store) -> None:
    editor = await desk(store)
    given, before = await approval(store, SECOND), await store.version()
    for _ in range(5):
        work = asyncio.create_task(approve(editor, given))
        await asyncio.sleep(0)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        pending = await store.pending.get("t")
        assert pending is not None
        assert (await store.version() == before) is (pending.outcome is None)


async def test_after_72_hours_it_has_expired_and_its_author_is_told_once(store: Store) -> None:
    clock = Clock()
    await desk(store)
    editor = Editor(store, clock)
    given = await approval(store, SECOND)
    clock.now = START + APPROVED_WITHIN
    assert await outcome_of(approve(editor, given)) == "lapsed"
    assert await store.pending.waiting(START + APPROVED_WITHIN - timedelta(seconds=1))
    assert not await store.pending.waiting(clock.now)
    await store.pending.expire(clock.now)
    (expired,) = await store.pending.untold()
    assert expired.outcome is Outcome.EXPIRED
    assert await outcome_of(editor.reject(given, "late")) == "lapsed"
    assert await store.pending.claim("t", AUTHOR, clock.now, waits=False)
    assert not await store.pending.claim("t", AUTHOR, clock.now, waits=False)
    await store.pending.mark_sent("t", AUTHOR, clock.now)
    assert not await store.pending.untold()
    assert not await store.pending.has_open()


async def test_what_was_claimed_and_not_sent_may_be_claimed_again_later(store: Store) -> None:
    await desk(store)
    assert await store.pending.claim("t", SECOND, START, waits=True)
    claims = [store.pending.claim("t", SECOND, START + CLAIMED_FOR, waits=True) for _ in range(5)]
    assert (await asyncio.gather(*claims)).count(True) == 1
    assert not await store.pending.claim("t", THIRD, START, waits=False)
    await store.pending.mark_sent("t", SECOND, START)
    assert await store.pending.sent() == {("t", SECOND)}
    assert not await store.pending.claim("t", SECOND, START + 9 * CLAIMED_FOR, waits=True)


async def test_the_same_save_twice_is_one_pending_change(store: Store) -> None:
    editor = await desk(store)
    await store.pending.put(waiting())
    await approve(editor, await approval(store, SECOND))
    await store.pending.put(waiting())
    pending = await store.pending.get("t")
    assert pending is not None
    assert pending.outcome is Outcome.APPROVED
    assert not await store.pending.waiting(START)


async def test_a_decided_change_is_forgotten_after_a_month_and_one_that_waits_is_not(store: Store) -> None:
    editor = await desk(store)
    await store.pending.put(waiting("other"))
    await store.pending.claim("t", SECOND, START, waits=True)
    await editor.reject(await approval(store, SECOND), "no")
    await store.sweep(START + timedelta(days=29))
    assert await store.pending.get("t") is not None
    await store.sweep(START + timedelta(days=31))
    assert await store.pending.get("t") is None
    assert await store.pending.get("other") is not None
