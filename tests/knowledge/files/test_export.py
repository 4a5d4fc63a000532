"""Export and spreadsheets: what is written is read back to the same, shows no private text, and runs no formula."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import FileProblem, FileRefusedError
from knowledge.facts import Facts
from knowledge.fields import is_odd
from knowledge.files.difference import compare
from knowledge.files.export import to_json, to_yaml
from knowledge.files.programme_file import read_programme_file
from knowledge.files.sheet import read_sheet, to_csv
from knowledge.model import Kind, Names, Team, Voice
from knowledge.record.changes import AddStatement, Correct, Correction, LoadFile, NewSource, Reinstate, Retract
from knowledge.record.editor import Editor
from knowledge.said import Said
from knowledge.standing import holders
from knowledge.store import Store
from tests.databases import Engines
from tests.knowledge.lighthouse import Clock, lit, new_statement
from tests.knowledge.records import facts, statement


async def _with_a_past(store: Store) -> Editor:
    """A record with corrections, a retraction, a reinstatement and a statement of an unknown day."""
    clock = Clock()
    editor = await lit(store, clock)
    receipt = await editor.save(AddStatement(statement=new_statement(said=None)), by="tg:1", key="k1")
    clock.now += timedelta(days=1)
    for number, speaker in enumerate(("누구", None), start=1):
        correction = Correction(speaker=speaker, quote=f"소라테크는 {number}번째로 말했다.")
        await editor.save(
            Correct(id=receipt.id, correction=correction, revision=number, reason=f"{number}: '사유'"),
            by="tg:1",
            key=f"c{number}",
        )
    clock.now += timedelta(days=1)
    await editor.save(Retract(id="dl-lost", reason="오보"), by="tg:2", key="k3")
    await editor.save(Retract(id="harbour-1", reason="no"), by="tg:2", key="k4")
    await editor.save(Reinstate(id="harbour-1", reason="- 확인"), by="tg:2", key="k5")
    return editor


def _answers(record: Facts) -> list[object]:
    """Everything that answers are made of, now, as of and known at days around the changes."""
    days = [None, date(2026, 3, 11), date(2026, 3, 20), date(2026, 4, 1)]
    moments = [None, *(datetime(2026, 3, day, 12, tzinfo=UTC) for day in (19, 20, 21, 22, 23))]
    found: list[object] = []
    for team in record.teams:
        for kind in Kind:
            for day in days:
                for moment in moments:
                    latest = record.latest(team, kind, as_of=day, known_at=moment)
                    statements = (latest.statement, latest.unconfirmed, *latest.conflict)
                    found.append([each and (each.id, each.claim, each.recorded) for each in statements])
        for each in record.history(team):
            marks = [(step.action, step.at, step.reason, step.claim) for step in each.revisions]
            found.append((each.id, each.recorded, marks))
    return found


@pytest.mark.parametrize("form", ["yaml", "json"])
async def test_an_export_loaded_into_an_empty_database_answers_alike(store: Store, engines: Engines, form: str) -> None:
    await _with_a_past(store)
    record = await store.facts()
    content = to_yaml(record) if form == "yaml" else to_json(record)
    other = await Store.open(engines.sqlite())
    await Editor(other).save(LoadFile(file=read_programme_file(content, name=f"x.{form}")), by="cli", key="k")
    again = await other.facts()
    assert (again.programme, again.stances, again.teams, again.sources) == (
        record.programme,
        record.stances,
        record.teams,
        record.sources,
    )
    assert list(again.statements) == list(record.statements)
    assert _answers(again) == _answers(record)
    assert await other.verify() == ()
    await other.close()


async def test_an_export_loaded_where_it_came_from_changes_nothing(store: Store) -> None:
    await _with_a_past(store)
    record = await store.facts()
    for content in (to_yaml(record), to_json(record)):
        found = compare(read_programme_file(content), record)
        assert found.is_empty
        assert not found.refused


async def test_an_older_export_is_still_known_after_further_changes(store: Store) -> None:
    editor = await _with_a_past(store)
    content = to_yaml(await store.facts())
    await editor.save(Retract(id="harbour-1", reason="wieder"), by="tg:2", key="later")
    assert compare(read_programme_file(content), await store.facts()).is_empty


async def test_an_export_with_another_past_is_refused(store: Store) -> None:
    await _with_a_past(store)
    record = await store.facts()
    forged = to_yaml(record).replace("reason: 오보", "reason: 다른 사유")
    assert [each.code for each in compare(read_programme_file(forged), record).refused] == [
        FileProblem.STATEMENT_DIFFERS
    ]


async def test_nobody_records_into_the_past_of_a_living_record(store: Store) -> None:
    clock = Clock()
    editor = await lit(store, clock)
    old = """format: ipjang-programme/1
statements:
  - {id: old, team: sora, stance: bids, voice: own, source: sea-1, quote: 예전 말이다., recorded: 2020-01-01T00:00:00Z}
"""
    await editor.save(LoadFile(file=read_programme_file(old)), by="tg:1", key="old")
    assert (await store.facts()).statements["old"].recorded == clock.now


def test_a_private_text_is_never_written() -> None:
    record = facts([statement(1, "dl", "bids", quote="공개된 문장.")], texts={"source-1": "공개된 문장. 비밀 문장."})
    assert "공개된 문장" in to_yaml(record)
    for content in (to_yaml(record), to_json(record), to_csv(record)):
        assert "비밀" not in content


IMPOSSIBLE_PASTS = {
    "begins with a correction": "[{action: correct, at: 2026-01-01T00:00:00Z, reason: r}]",
    "records twice": "[{action: record, at: 2026-01-01T00:00:00Z}, {action: record, at: 2026-01-01T00:00:00Z}]",
    "reinstates what stands": "[{action: record, at: 2026-01-01T00:00:00Z}, "
    "{action: reinstate, at: 2026-01-01T00:00:00Z}]",
    "has no reason": "[{action: record, at: 2026-01-01T00:00:00Z}, {action: retract, at: 2026-01-01T00:00:00Z}]",
    "has a moment of nowhere": "[{action: record, at: 2026-01-01T00:00:00}]",
    "ends elsewhere": "[{action: record, at: 2026-01-01T00:00:00Z, claim: {team: dl, stance: bids, voice: own, "
    "source: sea-1, quote: x}}]",
}


@pytest.mark.parametrize("what", IMPOSSIBLE_PASTS)
def test_an_impossible_past_is_refused(what: str) -> None:
    content = f"""format: ipjang-programme/1
statements:
  - id: x
    team: sora
    stance: bids
    voice: own
    source: sea-1
    quote: 말이다.
    revisions: {IMPOSSIBLE_PASTS[what]}
"""
    with pytest.raises(FileRefusedError, match=FileProblem.BAD_VALUE) as refusal:
        read_programme_file(content, name="x.yaml")
    assert refusal.value.facts["line"] in {3, 9}


LINES = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() == text and not any(map(is_odd, text)))
QUOTES = st.text(min_size=1, max_size=80).filter(
    lambda text: bool(text.strip()) and not any(is_odd(each) and each not in "\n\t" for each in text)
)
AWKWARD = st.sampled_from(
    (
        *("no", "~", "null", "035720", "2026-01-16", "- a", "a: b", "#x", "'x", '"', "{", "[a]", "&a", "*a", "!x", "|"),
        *(">", "%", "@a", "`a", "=1+1", "+1", "-1", "1_000", "0o7", "1:30", "<<", "ㄱ", "\ufeffx", "\U0001f600"),
        *("a\u200bb", "x\u00a0y"),
    )
)


@given(LINES | AWKWARD, QUOTES | AWKWARD, LINES | AWKWARD)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_may_be_stored_survives_yaml_json_and_csv(name: str, quote: str, title: str) -> None:
    team = Team(id="t", names=Names(ko=(name,), en=("T",)), ticker=name, decoys=(title,))
    made = statement(1, "t", "bids", quote=quote, speaker=title)
    record = facts([made], teams=[team], texts={"source-1": quote})
    for content, form in ((to_yaml(record), "yaml"), (to_json(record), "json")):
        file = read_programme_file(content.encode(), name=f"x.{form}")
        assert file.teams == (team,)
        assert [entry.claim for entry in file.statements] == [made.claim]
    sheet = read_sheet(to_csv(record).encode(), record)
    assert [(entry.id, entry.claim) for entry in sheet.statements] == [(made.id, made.claim)]


def test_yaml_reads_for_people() -> None:
    content = to_yaml(facts([statement(1, "dl", "bids", quote="첫 문장이다. " * 20)]))
    assert f"quote: '{'첫 문장이다. ' * 20}'" in content
    assert yaml.safe_load(content)["teams"][0]["names"]["ko"] == ["한빛항만"]
    assert "&id" not in content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    quote = f"{start}HYPERLINK(1)" if start not in "\t\r" else "=1\n"
    record = facts([statement(1, "dl", "bids", quote=quote, speaker=f"{start}cmd".strip())])
    for row in csv.reader(io.StringIO(to_csv(record).removeprefix("\ufeff"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def _sheet(*rows: str, head: str = "team,stance,voice,quote,said,publisher,published") -> bytes:
    return "\n".join((head, *rows)).encode()


async def test_an_editors_spreadsheet_is_loaded_once(store: Store) -> None:
    editor = await lit(store)
    content = _sheet(
        '소라테크,입찰,본인,"소라테크는 말했다: ""간다"".",2026-03-18,뉴스등대,2026-03-19',
        "Hanbit Harbour,Not bidding,reported,한빛항만은 접는다.,,뉴스등대,2026-03-19",
        ",,,,,,",
    )
    for key in ("one", "two"):
        record = await store.facts()
        await editor.save(LoadFile(file=read_sheet(content, record)), by="tg:1", key=key)
    record = await store.facts()
    assert [each.id for each in record.statements.values()] == [
        "harbour-1",
        "dl-lost",
        "sora-20260318",
        "harbour-20260319",
    ]
    sora, harbour = record.statements["sora-20260318"].claim, record.statements["harbour-20260319"].claim
    assert (sora.quote, sora.voice, str(sora.said)) == ('소라테크는 말했다: "간다".', Voice.OWN, "2026-03-18")
    assert (harbour.stance, harbour.voice, harbour.said) == ("stays_out", Voice.REPORTED, None)
    assert sora.source == harbour.source == "source-20260319"


async def test_an_exported_spreadsheet_comes_back_unchanged(store: Store) -> None:
    await _with_a_past(store)
    record = await store.facts()
    assert compare(read_sheet(to_csv(record), record), record).is_empty


def test_korean_headings_and_semicolons_are_read() -> None:
    record = facts([statement(1, "dl", "bids")])
    content = _sheet("DL등대;불참;보도;DL등대는 접는다.;2026-03-18", head="팀;입장;화자구분;문장;발언일")
    (entry,) = read_sheet(content, record).statements
    assert (entry.team, entry.stance, entry.voice, str(entry.said)) == ("dl", "stays_out", Voice.REPORTED, "2026-03-18")


SHEETS_REFUSED = {
    "an unknown column": (_sheet(head="team,stance,voice,quote,colour"), FileProblem.UNKNOWN_COLUMN, 1),
    "no sentences": (_sheet(head="team,stance,voice"), FileProblem.MISSING_COLUMN, 1),
    "a column twice": (_sheet(head="team,stance,voice,quote,team"), FileProblem.REPEATED_KEY, 1),
    "an unknown team": (_sheet("dl,bids,own,a.", "없는팀,bids,own,b."), FileProblem.UNKNOWN_TEAM, 3),
    "an unknown stance": (_sheet('dl,bids,own,"a\nb."', "dl,perhaps,own,b."), FileProblem.UNKNOWN_STANCE, 4),
    "an unknown voice": (_sheet("dl,bids,loud,a."), FileProblem.BAD_VALUE, 2),
    "no team": (_sheet(",bids,own,a."), FileProblem.EMPTY_CELL, 2),
    "a day that is none": (_sheet("dl,bids,own,a.,1/23/2026"), FileProblem.BAD_VALUE, 2),
    "more cells than columns": (_sheet("dl,bids,own,a.,,,,x"), FileProblem.TOO_MANY_CELLS, 2),
    "an id twice": (
        _sheet("x,dl,bids,own,a.", "x,dl,bids,own,b.", head="id,team,stance,voice,quote"),
        FileProblem.REPEATED_ID,
        3,
    ),
    "too many rows": (_sheet(*["dl,bids,own,a."] * 6_000), FileProblem.TOO_MANY_PARTS, 5_002),
    "no text": (b"team,stance\xff", FileProblem.NOT_TEXT, 1),
}


@pytest.mark.parametrize("what", SHEETS_REFUSED)
def test_a_spreadsheet_is_refused_with_the_line(what: str) -> None:
    content, code, line = SHEETS_REFUSED[what]
    with pytest.raises(FileRefusedError) as refusal:
        read_sheet(content, facts([statement(1, "dl", "bids")]))
    assert (refusal.value.code, refusal.value.facts["line"]) == (code, line)


async def test_a_source_that_says_otherwise_in_a_spreadsheet_is_refused(store: Store) -> None:
    editor = await lit(store)
    await editor.save(
        AddStatement(statement=new_statement(source=NewSource(title="제목", publisher="매체"))), by="tg:1", key="k"
    )
    record = await store.facts()
    head = "source,publisher,team,stance,voice,quote"
    with pytest.raises(FileRefusedError, match=FileProblem.SOURCE_DIFFERS):
        read_sheet(_sheet("sea-1,다른 매체,dl,bids,own,a.", head=head), record)


def test_said_is_read_as_it_may_be_typed() -> None:
    record = facts([statement(1, "dl", "bids")])
    (entry,) = read_sheet(_sheet("dl,bids,own,a.,2026-03-18 14:00"), record).statements
    assert entry.said == Said.parse("2026-03-18T14:00")


MEMBERS = """
format: ipjang-programme/1
programme:
  id: shops
  timezone: Asia/Seoul
  names: {ko: [골목 상점]}
  members: {ko: {one: 가게, count: 곳, also: [매장]}, en: {one: shop, many: shops}}
  authority: {ko: [구청], en: [the district]}
stances:
  - {code: final, kind: result, label: {ko: 결선, en: Final}}
  - {code: won, kind: result, label: {ko: 우승, en: Won}, includes: [final]}
teams:
  - {id: sea, names: {ko: [바다]}}
sources:
  - {id: paper, publisher: 신문}
statements:
  - {id: one, team: sea, stance: won, voice: authority, said: 2026-01-02, source: paper, quote: 바다가 우승했다.}
"""


async def test_what_a_programme_calls_its_members_and_which_results_imply_others_is_kept(store: Store) -> None:
    file = read_programme_file(MEMBERS.encode(), name="shops.yaml")
    await Editor(store).save(LoadFile(file=file), by="tg:1", key="k")
    facts = await store.facts()
    assert (facts.programme.members.ko.one, facts.programme.members.en.many) == ("가게", "shops")
    assert facts.programme.authority.ko == ("구청",)
    assert [each.team.id for each in holders(facts.stances["final"], facts).standings] == ["sea"]
    again = read_programme_file(to_yaml(facts).encode(), name="again.yaml")
    assert (again.programme, again.stances) == (file.programme, file.stances)
    assert await store.verify() == ()
