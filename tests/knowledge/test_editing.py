"""The Editor: every change checked, audited, and made once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from pydantic import ValidationError

from knowledge.errors import ConflictError, KnowledgeError, NotFoundError, RefusedError
from knowledge.model import Action, Kind, Names, Team, Voice
from knowledge.record.changes import (
    AddDecoy,
    AddName,
    AddRegister,
    AddStatement,
    AddTeam,
    Correct,
    Correction,
    Grant,
    NewSource,
    NewStatement,
    PutNames,
    Receipt,
    Reinstate,
    RemoveDecoy,
    RemoveName,
    Retract,
    Revoke,
    Undo,
)
from knowledge.record.editor import Editor
from knowledge.said import Said
from knowledge.standing import standing
from knowledge.store import Store
from tests.knowledge.lighthouse import START, Clock, lit, new_statement

Refused = Callable[[Editor], Awaitable[Receipt]]


async def test_a_recorded_statement_is_the_teams_latest(store: Store) -> None:
    editor = await lit(store)
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    facts = await store.facts()
    latest = facts.latest("sora", Kind.POSITION).statement
    assert receipt.id == "sora-20260318"
    assert latest is not None
    assert latest.id == receipt.id
    assert (latest.claim.stance, latest.claim.quote) == ("bids", "소라테크는 입찰한다고 말했다.")
    assert facts.sources[latest.claim.source].id == "lamp-20260320"
    assert facts.version == receipt.version


async def test_a_second_statement_of_the_day_gets_a_number(store: Store) -> None:
    editor = await lit(store)
    ids = [
        (
            await editor.save(
                AddStatement(statement=new_statement(quote=f"소라테크는 {n}번 말했다.")), by="tg:1", key=f"k{n}"
            )
        ).id
        for n in range(3)
    ]
    assert ids == ["sora-20260318", "sora-20260318-2", "sora-20260318-3"]


async def test_the_same_request_takes_effect_once_and_is_answered_alike(store: Store) -> None:
    editor = await lit(store)
    first = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="update:7")
    again = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="update:7")
    assert again == first
    assert len((await store.facts()).statements) == 3
    assert await store.version() == first.version


async def test_requests_delivered_at_once_take_effect_once(store: Store) -> None:
    editor = await lit(store)
    receipts = await asyncio.gather(
        *(editor.save(AddStatement(statement=new_statement()), by="tg:1", key="update:7") for _ in range(10))
    )
    assert len({receipt.id for receipt in receipts}) == 1
    assert len((await store.facts()).statements) == 3


async def test_an_article_quoted_twice_is_one_source(store: Store) -> None:
    editor = await lit(store)
    await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    await editor.save(AddStatement(statement=new_statement(team="dl", quote="DL등대도 나선다.")), by="tg:1", key="k2")
    facts = await store.facts()
    assert len(facts.sources) == 3
    assert all(facts.is_verbatim(each.claim) for each in facts.statements.values())


async def test_a_quote_outside_a_whole_text_is_refused(store: Store) -> None:
    editor = await lit(store)
    with pytest.raises(RefusedError, match="quote_not_in_source"):
        await editor.save(
            AddStatement(statement=new_statement(source="sea-2", quote="한빛항만은 접는다고 밝혔다.")),
            by="tg:1",
            key="k1",
        )
    assert len((await store.facts()).statements) == 2


async def test_a_quote_across_two_quoted_sentences_is_not_verbatim(store: Store) -> None:
    editor = await lit(store)
    await editor.save(AddStatement(statement=new_statement(source="sea-1", quote="한 줄")), by="tg:1", key="k1")
    await editor.save(
        AddStatement(statement=new_statement(source="sea-1", quote="떨어졌다.\n\n한 줄")), by="tg:1", key="k2"
    )
    facts = await store.facts()
    assert facts.source_texts["sea-1"].split("\x1e") == ["DL등대는 지난해 떨어졌다.", "한 줄", "떨어졌다.\n\n한 줄"]


async def test_a_whole_text_given_with_a_statement_is_kept_and_holds_later_quotes(store: Store) -> None:
    editor = await lit(store)
    article = NewSource(title="전문", text="소라테크는 입찰한다고 말했다.\nDL등대는 접는다.")
    first = await editor.save(AddStatement(statement=new_statement(source=article)), by="tg:1", key="k1")
    source = (await store.facts()).statements[first.id].claim.source
    await editor.save(
        AddStatement(statement=new_statement(team="dl", source=source, quote="DL등대는 접는다.")), by="tg:1", key="k2"
    )
    with pytest.raises(RefusedError, match="quote_not_in_source"):
        await editor.save(
            AddStatement(statement=new_statement(source=source, quote="그런 문장은 없다.")), by="tg:1", key="k3"
        )


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (new_statement(team="nobody"), "no_team"),
        (new_statement(stance="perhaps"), "no_stance"),
        (new_statement(source="nowhere"), "no_source"),
    ],
)
async def test_what_is_not_on_record_is_refused_and_nothing_stays_behind(
    store: Store, new: NewStatement, code: str
) -> None:
    editor = await lit(store)
    before = await store.facts()
    with pytest.raises(NotFoundError, match=code):
        await editor.save(AddStatement(statement=new), by="tg:1", key="k1")
    assert await store.facts() == before
    await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")


async def test_a_correction_keeps_what_it_does_not_name(store: Store) -> None:
    editor = await lit(store)
    correction = Correction(said=Said.parse("2026-03-11/2026-03-12"), speaker="항만 관계자")
    receipt = await editor.save(
        Correct(id="harbour-1", correction=correction, revision=1, reason="날짜"), by="tg:1", key="k1"
    )
    statement = (await store.facts()).statements["harbour-1"]
    assert receipt.revision == 2
    assert [revision.action for revision in statement.revisions] == [Action.RECORD, Action.CORRECT]
    assert (str(statement.claim.said), statement.claim.speaker) == ("2026-03-11/2026-03-12", "항만 관계자")
    assert (statement.claim.stance, statement.claim.quote) == ("bids", '한빛항만은 "입찰한다"고 밝혔다.')
    assert statement.current.reason == "날짜"
    assert str(statement.revisions[0].claim.said) == "2026-03-12"


async def test_none_given_in_a_correction_means_unknown(store: Store) -> None:
    editor = await lit(store)
    await editor.save(
        Correct(id="harbour-1", correction=Correction(said=None), revision=1, reason="모름"), by="tg:1", key="k1"
    )
    assert (await store.facts()).statements["harbour-1"].claim.said is None


async def test_a_corrected_source_revises_the_old_one_and_keeps_its_text(store: Store) -> None:
    editor = await lit(store)
    correction = Correction(publisher="바다일보")
    await editor.save(Correct(id="harbour-1", correction=correction, revision=1, reason="매체"), by="tg:1", key="k1")
    facts = await store.facts()
    source = facts.sources[facts.statements["harbour-1"].claim.source]
    assert (source.publisher, source.title, source.revises) == ("바다일보", "등대 2보", "sea-2")
    assert facts.sources["sea-2"].publisher == "바다신문"
    assert facts.source_texts[source.id] == facts.source_texts["sea-2"]


async def test_a_corrected_quote_has_to_stand_in_the_whole_text(store: Store) -> None:
    editor = await lit(store)
    for number, quote in enumerate(("한빛항만은 접는다.", "소라테크는 아직 말이 없다.")):
        correct = editor.save(
            Correct(id="harbour-1", correction=Correction(quote=quote), revision=1, reason="문장"),
            by="tg:1",
            key=f"k{number}",
        )
        if number == 0:
            with pytest.raises(RefusedError, match="quote_not_in_source"):
                await correct
        else:
            await correct
    assert (await store.facts()).statements["harbour-1"].claim.quote == "소라테크는 아직 말이 없다."


async def test_the_second_of_two_corrections_is_told_what_changed(store: Store) -> None:
    editor = await lit(store)
    await editor.save(
        Correct(id="harbour-1", correction=Correction(voice=Voice.REPORTED), revision=1, reason="a"),
        by="tg:1",
        key="k1",
    )
    with pytest.raises(ConflictError, match="changed_meanwhile") as refusal:
        await editor.save(
            Correct(id="harbour-1", correction=Correction(speaker="x"), revision=1, reason="b"), by="tg:2", key="k2"
        )
    assert refusal.value.facts["by"] == "tg:1"
    assert (refusal.value.facts["number"], refusal.value.facts["expected"]) == (2, 1)
    assert (await store.facts()).statements["harbour-1"].claim.speaker is None


async def test_of_twenty_corrections_at_once_exactly_one_is_accepted(store: Store) -> None:
    editor = await lit(store)
    outcomes = await asyncio.gather(
        *(
            editor.save(
                Correct(id="harbour-1", correction=Correction(speaker=f"{n}"), revision=1, reason="r"),
                by=f"tg:{n}",
                key=f"k{n}",
            )
            for n in range(20)
        ),
        return_exceptions=True,
    )
    accepted = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
    assert len(accepted) == 1
    assert all(isinstance(outcome, (Receipt, ConflictError)) for outcome in outcomes)
    assert len((await store.facts()).statements["harbour-1"].revisions) == 2


async def test_of_twenty_corrections_by_two_processes_exactly_one_is_accepted(database_url: str) -> None:
    stores = [await Store.open(database_url) for _ in range(4)]
    await lit(stores[0])
    outcomes = await asyncio.gather(
        *(
            Editor(stores[n % 4]).save(
                Correct(id="harbour-1", correction=Correction(speaker=f"{n}"), revision=1, reason="r"),
                by=f"tg:{n}",
                key=f"k{n}",
            )
            for n in range(20)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Receipt) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ConflictError) for outcome in outcomes) == 19
    for each in stores:
        await each.close()


async def test_a_retracted_statement_is_no_longer_latest_and_a_reinstated_one_is_again(store: Store) -> None:
    editor = await lit(store)
    await editor.save(Retract(id="harbour-1", reason="오보"), by="tg:1", key="k1")
    assert (await store.facts()).latest("harbour", Kind.POSITION).statement is None
    await editor.save(Reinstate(id="harbour-1"), by="tg:1", key="k2")
    latest = (await store.facts()).latest("harbour", Kind.POSITION).statement
    assert latest is not None
    assert [each.action.value for each in latest.revisions] == ["record", "retract", "reinstate"]


REFUSED: dict[str, Refused] = {
    "not_retracted": lambda editor: editor.save(Reinstate(id="harbour-1"), by="tg:1", key="k1"),
    "no_statement": lambda editor: editor.save(Retract(id="nothing", reason="r"), by="tg:1", key="k1"),
    "nothing_changes": lambda editor: editor.save(
        Correct(id="harbour-1", correction=Correction(team="harbour"), revision=1, reason="r"), by="tg:1", key="k1"
    ),
    "undo_not_yours": lambda editor: editor.save(Undo(statements=("harbour-1",)), by="tg:1", key="k1"),
    "no_team": lambda editor: editor.save(AddName(team="nobody", name="이름", language="ko"), by="tg:1", key="k1"),
    "name_taken": lambda editor: editor.save(
        AddName(team="sora", name="hanbit harbour", language="en"), by="tg:1", key="k1"
    ),
    "name_is_decoy": lambda editor: editor.save(
        AddName(team="harbour", name="한빛항만은행", language="ko"), by="tg:1", key="k1"
    ),
    "decoy_is_name": lambda editor: editor.save(AddDecoy(team="sora", name="한빛"), by="tg:1", key="k1"),
    "no_name": lambda editor: editor.save(RemoveName(team="sora", name="한빛"), by="tg:1", key="k1"),
    "team_taken": lambda editor: editor.save(
        AddTeam(team=Team(id="dl", names=Names(ko=("디엘",)))), by="tg:1", key="k1"
    ),
    "no_editor": lambda editor: editor.save(Revoke(user=7), by="owner", key="k1"),
}


@pytest.mark.parametrize("code", REFUSED)
async def test_a_broken_rule_is_named_and_nothing_is_written(store: Store, code: str) -> None:
    editor = await lit(store)
    before, trail = await store.facts(), await store.audit.page()
    with pytest.raises(KnowledgeError, match=code):
        await REFUSED[code](editor)
    assert await store.facts() == before
    assert await store.audit.page() == trail


@pytest.mark.parametrize("reason", ["  ", "a\x00b"])
def test_a_reason_that_says_nothing_or_cannot_be_kept_makes_no_change(reason: str) -> None:
    with pytest.raises(ValidationError):
        Retract(id="harbour-1", reason=reason)


async def test_a_retracted_statement_is_reinstated_before_it_is_corrected(store: Store) -> None:
    editor = await lit(store)
    await editor.save(Retract(id="harbour-1", reason="r"), by="tg:1", key="k1")
    with pytest.raises(ConflictError, match="is_retracted"):
        await editor.save(Retract(id="harbour-1", reason="r"), by="tg:1", key="k2")
    with pytest.raises(ConflictError, match="is_retracted"):
        await editor.save(
            Correct(id="harbour-1", correction=Correction(speaker="x"), revision=2, reason="r"), by="tg:1", key="k3"
        )


async def test_an_editor_undoes_what_they_just_recorded(store: Store) -> None:
    editor = await lit(store)
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    await editor.save(Undo(statements=(receipt.id,)), by="tg:1", key="k2")
    statement = (await store.facts()).statements[receipt.id]
    assert (statement.is_retracted, statement.current.reason) == (True, "undone")


async def test_what_was_undone_is_no_news_and_a_retraction_is(store: Store) -> None:
    editor = await lit(store)
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    before = standing("sora", await store.facts()).retracted
    await editor.save(Undo(statements=(receipt.id,)), by="tg:1", key="k2")
    facts = await store.facts()
    assert (facts.statements[receipt.id].is_undone, standing("sora", facts).retracted, before) == (True, None, None)
    again = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k3")
    await editor.save(Retract(id=again.id, reason="wrong"), by="tg:1", key="k4")
    shown = standing("sora", await store.facts()).retracted
    assert shown is not None
    assert shown.id == again.id


async def test_a_mended_source_is_that_of_all_its_statements_at_once(store: Store) -> None:
    editor = await lit(store)
    first = await editor.save(
        AddStatement(statement=new_statement(source=NewSource(title="제목", publisher="매체"))), by="tg:1", key="k1"
    )
    source = (await store.facts()).statements[first.id].claim.source
    second = await editor.save(
        AddStatement(statement=new_statement(quote="둘째 말이다.", source=source)), by="tg:1", key="k2"
    )
    mended = Correction(title="고친 제목")
    await editor.save(
        Correct(id=first.id, correction=mended, revision=1, reason="r", also=[(second.id, 1)]), by="tg:1", key="k3"
    )
    facts = await store.facts()
    sources = {facts.statements[each.id].claim.source for each in (first, second)}
    assert {facts.sources[each].title for each in sources} == {"고친 제목"}
    assert all(facts.is_verbatim(facts.statements[each.id].claim) for each in (first, second))
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await editor.save(
            Correct(id=first.id, correction=Correction(title="x"), revision=2, reason="r", also=[(second.id, 1)]),
            by="tg:1",
            key="k4",
        )
    assert len((await store.facts()).statements[first.id].revisions) == 2


async def test_a_typo_is_mended_in_the_kept_article_and_another_sentence_is_not(store: Store) -> None:
    editor = await lit(store)
    article = "소라테크는 입찰에 참여한다고 밝혔다. 다른 말도 있었다."
    source = NewSource(title="제목", text=article)
    made = await editor.save(
        AddStatement(statement=new_statement(quote="소라테크는 입찰에 참여한다고 밝혔다.", source=source)),
        by="tg:1",
        key="k1",
    )
    typo = Correction(quote="소라테크는 입찰에 참가한다고 밝혔다.")
    await editor.save(Correct(id=made.id, correction=typo, revision=1, reason="오타"), by="tg:1", key="k2")
    facts = await store.facts()
    claim = facts.statements[made.id].claim
    assert facts.source_texts[claim.source] == article.replace("참여", "참가")
    assert facts.sources[claim.source].revises is not None
    with pytest.raises(RefusedError, match="quote_not_in_source"):
        await editor.save(
            Correct(id=made.id, correction=Correction(quote="아무도 하지 않은 말이다."), revision=2, reason="r"),
            by="tg:1",
            key="k3",
        )


async def test_after_ten_minutes_it_takes_a_reason(store: Store) -> None:
    clock = Clock()
    editor = await lit(store, clock)
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    clock.now += timedelta(minutes=10, seconds=1)
    with pytest.raises(RefusedError, match="undo_expired"):
        await editor.save(Undo(statements=(receipt.id,)), by="tg:1", key="k2")


async def test_a_clock_that_is_set_back_does_not_reorder_the_record(store: Store) -> None:
    clock = Clock()
    editor = await lit(store, clock)
    await editor.save(
        Correct(id="harbour-1", correction=Correction(speaker="a"), revision=1, reason="r"), by="tg:1", key="k1"
    )
    clock.now = START - timedelta(days=400)
    await editor.save(
        Correct(id="harbour-1", correction=Correction(speaker="b"), revision=2, reason="r"), by="tg:1", key="k2"
    )
    moments = [revision.at for revision in (await store.facts()).statements["harbour-1"].revisions]
    assert moments == sorted(moments)


async def test_names_and_decoys_come_and_go(store: Store) -> None:
    editor = await lit(store)
    await editor.save(AddName(team="sora", name="소라", language="ko"), by="tg:1", key="k1")
    await editor.save(AddDecoy(team="sora", name="소라빵집"), by="tg:1", key="k2")
    team = (await store.facts()).teams["sora"]
    assert (team.names.ko, team.decoys) == (("소라테크", "소라"), ("소라빵집",))
    await editor.save(RemoveName(team="sora", name="소라"), by="tg:1", key="k3")
    await editor.save(RemoveDecoy(team="sora", name="소라빵집"), by="tg:1", key="k4")
    assert (await store.facts()).teams["sora"] == team.model_copy(
        update={"names": Names(ko=("소라테크",), en=("Sora Tech",)), "decoys": ()}
    )


TAKEN = [
    "한빛",
    "(주)한빛항만",
    "한빛 항만",
    "ＨＡＮＢＩＴ ｈａｒｂｏｕｒ",
    "Hanbit-Harbour Co., Ltd.",
    "hanbitharbour",
    "한빛",
]
"""What is found as a name of 한빛항만: spacing, case, width, legal forms and composition make no difference."""


@pytest.mark.parametrize("name", TAKEN)
async def test_a_name_is_judged_as_it_is_found(store: Store, name: str) -> None:
    editor = await lit(store)
    before = await store.facts()
    attempts = (
        editor.save(AddName(team="sora", name=name, language="ko"), by="tg:1", key="k1"),
        editor.save(PutNames(team="sora", names=Names(ko=("소라테크", name))), by="tg:1", key="k2"),
        editor.save(AddTeam(team=Team(id="new", names=Names(ko=(name,)))), by="tg:1", key="k3"),
    )
    for attempt in attempts:
        with pytest.raises(ConflictError, match=r"name_taken.*harbour"):
            await attempt
    new = Team(id="new", names=Names(ko=("새팀",)), decoys=(name,))
    for attempt in (
        editor.save(AddDecoy(team="sora", name=name), by="tg:1", key="k4"),
        editor.save(AddTeam(team=new), by="tg:1", key="k5"),
    ):
        with pytest.raises(ConflictError, match=r"decoy_is_name.*harbour"):
            await attempt
    assert await store.facts() == before


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("\u3164", "name_blank"),
        ("\u200b", "name_blank"),
        ("\u2800\u2800", "name_blank"),
        ("소라\u200b", "name_hidden.*200B"),
        ("\u3164소라", "name_hidden.*3164"),
        ("소\xad라", "name_hidden.*00AD"),
        ("소라\u2060빵", "name_hidden.*2060"),
    ],
)
async def test_a_name_that_is_not_wholly_seen_is_refused(store: Store, name: str, rule: str) -> None:
    editor = await lit(store)
    before = await store.facts()
    attempts = (
        editor.save(AddName(team="sora", name=name, language="ko"), by="tg:1", key="k1"),
        editor.save(PutNames(team="sora", names=Names(ko=("소라테크", name))), by="tg:1", key="k2"),
        editor.save(AddDecoy(team="sora", name=name), by="tg:1", key="k3"),
        editor.save(AddTeam(team=Team(id="new", names=Names(ko=(name,)))), by="tg:1", key="k4"),
        editor.save(AddTeam(team=Team(id="new", names=Names(ko=("새팀",)), decoys=(name,))), by="tg:1", key="k5"),
    )
    for attempt in attempts:
        with pytest.raises(RefusedError, match=rule):
            await attempt
    assert await store.facts() == before


async def test_of_names_that_are_found_alike_the_one_that_is_written_goes(store: Store) -> None:
    editor = await lit(store)
    await editor.save(PutNames(team="sora", names=Names(ko=("소라테크", "(주)소라테크", "소라"))), by="tg:1", key="k1")
    await editor.save(RemoveName(team="sora", name="(주)소라테크"), by="tg:1", key="k2")
    assert (await store.facts()).teams["sora"].names.ko == ("소라테크", "소라")


async def test_a_team_keeps_its_last_name(store: Store) -> None:
    editor = await lit(store)
    await editor.save(RemoveName(team="sora", name="Sora Tech"), by="tg:1", key="k1")
    with pytest.raises(RefusedError, match="last_name"):
        await editor.save(RemoveName(team="sora", name="소라테크"), by="tg:1", key="k2")


async def test_a_new_team_is_there_at_once(store: Store) -> None:
    editor = await lit(store)
    team = Team(id="byeol", names=Names(ko=("별빛연구원",), en=("Byeol",)), ticker="123456", decoys=("별빛",))
    await editor.save(AddTeam(team=team), by="tg:1", key="k1")
    facts = await store.facts()
    assert facts.teams["byeol"] == team
    assert list(facts.teams) == ["harbour", "dl", "sora", "byeol"]


async def test_names_set_whole_put_the_official_one_first(store: Store) -> None:
    editor = await lit(store)
    await editor.save(
        PutNames(team="harbour", names=Names(ko=("한빛", "한빛항만"), en=("HANBIT",))), by="tg:1", key="k1"
    )
    assert (await store.facts()).teams["harbour"].names == Names(ko=("한빛", "한빛항만"), en=("HANBIT",))


async def test_every_change_leaves_who_when_what_before_and_after(store: Store) -> None:
    editor = await lit(store)
    await editor.save(
        Correct(id="harbour-1", correction=Correction(speaker="누구"), revision=1, reason="r"), by="tg:42", key="k1"
    )
    newest = (await store.audit.page(by="tg:42"))[0]
    assert (newest.by, newest.action, newest.subject, newest.id, newest.team) == (
        "tg:42",
        "correct",
        "statement",
        "harbour-1",
        "harbour",
    )
    assert (newest.before["claim"]["speaker"], newest.after["claim"]["speaker"]) == (None, "누구")
    assert newest.at > START


async def test_the_audit_is_read_in_pages_by_team_or_editor(store: Store) -> None:
    editor = await lit(store)
    for number in range(5):
        await editor.save(
            AddName(team="sora", name=f"소라{number}", language="ko"), by=f"tg:{number}", key=f"k{number}"
        )
    page = await store.audit.page(team="sora", size=3)
    rest = await store.audit.page(team="sora", size=9, before=page[-1].number)
    assert [entry.by for entry in (*page, *rest)] == ["tg:4", "tg:3", "tg:2", "tg:1", "tg:0", "cli"]


async def test_the_audit_shows_no_private_text(store: Store) -> None:
    await lit(store)
    (passage,) = [entry for entry in await store.audit.page(size=99) if entry.id == "sea-2#1"]
    assert set(passage.after) == {"whole", "length", "sha256"}


async def test_editors_are_granted_and_revoked(store: Store) -> None:
    editor = await lit(store)
    await editor.save(Grant(user=7), by="tg:1", key="k1")
    with pytest.raises(ConflictError, match="editor_taken"):
        await editor.save(Grant(user=7), by="tg:1", key="k2")
    assert [each.user for each in await store.editors.all()] == [7]
    await editor.save(Revoke(user=7), by="tg:1", key="k3")
    assert not await store.editors.includes(7)
    await editor.save(Grant(user=7), by="tg:2", key="k4")
    assert (await store.editors.all())[0].granted_by == "tg:2"


async def test_a_refused_attempt_leaves_a_row_and_no_new_version(store: Store) -> None:
    await lit(store)
    version = await store.version()
    await store.audit.note_refusal(by="tg:666", at=START, action="add", reason="not an editor")
    newest = (await store.audit.page())[0]
    assert (newest.by, newest.action, newest.id, newest.after) == (
        "tg:666",
        "refused",
        "add",
        {"reason": "not an editor"},
    )
    assert await store.version() == version


async def test_a_register_is_kept_as_hashes_and_counted_once(store: Store) -> None:
    editor = await lit(store)
    receipt = await editor.save(AddRegister(name="dart", hashes=[-(2**63), 0, 5, 5, 2**63 - 1]), by="cli", key="k1")
    assert receipt.counts == {"new": {"names": 4}}
    assert (await editor.save(AddRegister(name="dart", hashes=[5, 6]), by="cli", key="k2")).counts == {
        "new": {"names": 1}
    }
    assert sorted(await store.register()) == [-(2**63), 0, 5, 6, 2**63 - 1]
