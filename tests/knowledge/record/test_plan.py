"""What a plan says is what is written: random changes on random records, shown before and read back after."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError
from knowledge.facts import Facts
from knowledge.model import Names, Team, Voice
from knowledge.record.changes import (
    AddDecoy,
    AddName,
    AddStatement,
    AddStatements,
    AddTeam,
    Change,
    Correct,
    Correction,
    Grant,
    Load,
    NewSource,
    NewStatement,
    PutNames,
    Reinstate,
    RemoveDecoy,
    RemoveName,
    Retract,
    Revoke,
    Stamp,
    Undo,
    others_of_source,
)
from knowledge.record.editor import Editor
from knowledge.record.rules import plan
from knowledge.said import Said
from knowledge.store import Store
from tests.databases import Engines
from tests.knowledge.lighthouse import START, Clock, lit, new_statement

EDITORS = ("tg:1", "tg:2")
TEAMS = st.sampled_from(("harbour", "dl", "sora", "new", "nobody"))
NAMES = st.sampled_from(("한빛", "소라", "DL등대", "hanbit harbour", "새팀", "새 팀", "New", "한빛항만은행"))
QUOTES = st.sampled_from(("간다.", "안 간다.", "갈지도 모른다고 한다.", '한빛항만은 "입찰한다"고 밝혔다.'))
DAYS = st.sampled_from((None, date(2026, 3, 9), date(2026, 3, 12)))
TEXTS = st.sampled_from((None, None, "간다. 안 간다.", "갈지도 모른다고 한다."))
SOURCES = st.one_of(
    st.sampled_from(("sea-1", "sea-2", "nothing")),
    st.builds(
        NewSource,
        publisher=st.sampled_from((None, "바다신문")),
        title=st.sampled_from((None, "등대 1보", "등대 3보")),
        published=DAYS,
        text=TEXTS,
    ),
)
STATEMENTS = st.builds(
    NewStatement,
    team=TEAMS,
    stance=st.sampled_from(("bids", "stays_out", "lost", "nothing")),
    voice=st.sampled_from(tuple(Voice)),
    said=st.sampled_from((None, Said.parse("2026-03-10"), Said.parse("2026-03-09/2026-03-11"))),
    quote=QUOTES,
    source=SOURCES,
)
CORRECTIONS = st.fixed_dictionaries(
    {},
    optional={
        "team": TEAMS,
        "stance": st.sampled_from(("bids", "stays_out")),
        "speaker": st.sampled_from((None, "누구")),
        "quote": QUOTES,
        "source": st.sampled_from(("sea-1", "sea-2")),
        "publisher": st.sampled_from((None, "산신문")),
        "title": st.sampled_from(("등대 1보", "등대 4보")),
        "published": DAYS,
    },
).map(Correction.model_validate)
WHICH = st.integers(min_value=0, max_value=12)
REVISIONS = st.integers(min_value=1, max_value=3)
TEAM_NAMES = st.builds(Names, ko=st.lists(NAMES, min_size=1, max_size=3).map(tuple))
FILES = st.builds(
    lambda team, name, quote: (
        f"""format: ipjang-programme/1
teams:
  - {{id: {team}, names: {{ko: [{name}]}}}}
sources:
  - {{id: file-1, publisher: 파일, published: 2026-03-01}}
statements:
  - {{id: {team}-file, team: {team}, stance: bids, voice: own, source: file-1, quote: "{quote}"}}
"""
    ),
    st.sampled_from(("harbour", "filed")),
    NAMES,
    st.sampled_from(("간다.", "안 간다.")),
)
OF_A_STATEMENT = ("correct", "correct all", "retract", "reinstate", "undo")
Drawn = tuple[str, Any]
CHANGES = st.one_of(
    st.tuples(st.just("change"), st.builds(AddStatement, statement=STATEMENTS)),
    st.tuples(
        st.just("change"), st.builds(AddStatements, statements=st.lists(STATEMENTS, min_size=1, max_size=3).map(tuple))
    ),
    *(
        st.tuples(st.just(kind), st.tuples(WHICH, REVISIONS, CORRECTIONS, st.sampled_from(("오기", "r"))))
        for kind in OF_A_STATEMENT
    ),
    st.tuples(
        st.just("change"),
        st.builds(
            AddTeam, team=st.builds(Team, id=TEAMS, names=TEAM_NAMES, decoys=st.lists(NAMES, max_size=1).map(tuple))
        ),
    ),
    st.tuples(st.just("change"), st.builds(PutNames, team=TEAMS, names=TEAM_NAMES)),
    st.tuples(
        st.just("change"),
        st.builds(AddName, team=TEAMS, name=NAMES, language=st.sampled_from(("ko", "en"))),
    ),
    *(
        st.tuples(st.just("change"), st.builds(each, team=TEAMS, name=NAMES))
        for each in (RemoveName, AddDecoy, RemoveDecoy)
    ),
    st.tuples(st.just("change"), st.builds(Load, name=st.just("x.yaml"), content=FILES)),
    *(st.tuples(st.just("change"), st.builds(each, user=st.integers(1, 3))) for each in (Grant, Revoke)),
)


def drawn_change(drawn: Drawn, facts: Facts) -> Change:
    """The change that was drawn, of the statements as they are now."""
    kind, what = drawn
    if kind == "change":
        change: Change = what
        return change
    place, revision, correction, reason = what
    name = list(facts.statements)[place % len(facts.statements)]
    match kind:
        case "correct":
            return Correct(id=name, revision=revision, correction=correction, reason=reason)
        case "correct all":
            newest = facts.statements[name].current.number
            correct = Correct(id=name, revision=newest, correction=correction, reason=reason)
            return correct.model_copy(update={"also": others_of_source(correct, facts)})
        case "retract":
            return Retract(id=name, revision=revision if revision < 3 else None, reason=reason)
        case "reinstate":
            return Reinstate(id=name, reason=reason if revision > 1 else None)
        case _:
            return Undo(statements=tuple(list(facts.statements)[-revision:]))


def unsigned(facts: Facts) -> Facts:
    """The facts without who changed them and when: a preview is made before anybody saves."""
    statements = {
        each.id: each.model_copy(
            update={"revisions": tuple(one.model_copy(update={"by": "", "at": START}) for one in each.revisions)}
        )
        for each in facts.statements.values()
    }
    return replace(facts, statements=statements)


async def try_it(store: Store, drawn: list[Drawn]) -> None:
    """Plan each change, save it, and hold what was written against what the plan said."""
    clock = Clock()
    editor, keys = await lit(store, clock), count()
    for place, each in enumerate(drawn):
        clock.now += timedelta(minutes=4)
        before, by, key = await store.facts(), EDITORS[place % 3 // 2], f"k{next(keys)}"
        granted = frozenset(one.user for one in await store.editors.all())
        change, last = drawn_change(each, before), await store.audit.newest()
        try:
            shown = plan(change, before, Stamp(by, clock.now, ""), editors=granted)
        except KnowledgeError as error:
            with pytest.raises(type(error), match=str(error.code)):
                await editor.save(change, by=by, key=key, known=before)
            assert await store.facts() == before
            assert await store.audit.newest() == last
            continue
        receipt = await editor.save(change, by=by, key=key, known=before if place % 2 else None)
        after = await store.facts()
        assert shown.after is not None
        assert unsigned(shown.after) == unsigned(after)
        made = plan(change, before, Stamp(by, receipt.at, key), editors=granted)
        assert made.after == after
        assert made.receipt.model_copy(update={"version": after.version}) == receipt
        written = await store.audit.page(size=len(made.rows) + 1)
        assert [row.subject for row in made.rows] == [one.subject for one in reversed(written) if one.number > last]
    assert await store.verify() == ()


FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(st.lists(CHANGES, min_size=1, max_size=8))
async def test_what_a_plan_says_is_what_is_written(engines: Engines, drawn: list[Drawn]) -> None:
    store = await Store.open(engines.sqlite())
    try:
        await try_it(store, drawn)
    finally:
        await store.close()


TWO = (new_statement(), new_statement(quote="또 말했다."))


async def test_several_statements_are_planned_as_one_after_the_other(store: Store) -> None:
    await lit(store)
    facts, stamp = await store.facts(), Stamp("tg:1", START, "k")
    new = (
        new_statement(),
        new_statement(quote="또 말했다."),
        new_statement(team="dl", source="sea-1", quote="나선다."),
    )
    together, one_by_one = plan(AddStatements(statements=new), facts, stamp), facts
    for each in new:
        one_by_one = plan(AddStatement(statement=each), one_by_one, stamp).after or facts
    assert together.after == replace(one_by_one, version=facts.version + 1)
    assert together.receipt.ids == ("sora-20260318", "sora-20260318-2", "dl-20260318")


async def test_a_batch_is_undone_whole_or_not_at_all(store: Store) -> None:
    editor = await lit(store)
    saved = await editor.save(AddStatements(statements=TWO), by="tg:1", key="a")
    undo = Undo(statements=saved.ids)
    await editor.save(Retract(id=saved.ids[1], reason="r"), by="tg:2", key="b")
    with pytest.raises(KnowledgeError, match="changed_meanwhile"):
        await editor.save(undo, by="tg:1", key="c")
    assert not (await store.facts()).statements[saved.ids[0]].is_retracted
    again = await editor.save(AddStatements(statements=TWO), by="tg:1", key="d")
    receipt = await editor.save(Undo(statements=again.ids), by="tg:1", key="e")
    assert receipt.ids == again.ids
    facts = await store.facts()
    assert all(facts.statements[each].is_undone for each in again.ids)


async def test_facts_that_are_no_longer_the_records_are_read_again(store: Store) -> None:
    editor = await lit(store)
    old = await store.facts()
    await editor.save(AddName(team="sora", name="소라", language="ko"), by="tg:1", key="a")
    with pytest.raises(KnowledgeError, match="name_taken"):
        await editor.save(AddName(team="dl", name="소라", language="ko"), by="tg:2", key="b", known=old)


async def test_a_record_without_a_programme_takes_no_statement(store: Store) -> None:
    with pytest.raises(KnowledgeError, match="no_programme"):
        await Editor(store).save(AddStatement(statement=new_statement()), by="tg:1", key="k")
