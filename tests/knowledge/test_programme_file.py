"""The programme file: read as it is written, refused with the line and the reason, loaded whole or not at all."""

import json
import time

import pytest

from knowledge.errors import FileProblem, FileRefusedError
from knowledge.files.difference import Section, compare
from knowledge.files.document import FROM_AN_EDITOR
from knowledge.files.programme_file import ProgrammeFile, read_programme_file
from knowledge.model import Names
from knowledge.record.changes import AddName, Correct, Correction, LoadFile, Retract, Stamp
from knowledge.record.editor import Editor
from knowledge.store import Store
from tests.knowledge.lighthouse import LIGHTHOUSE, START, lighthouse, lit

HEAD = "format: ipjang-programme/1\n"


def _refusal(content: str | bytes, name: str = "x.yaml") -> FileRefusedError:
    with pytest.raises(FileRefusedError) as refusal:
        read_programme_file(content, name=name)
    return refusal.value


def _team(names: str) -> ProgrammeFile:
    return read_programme_file(f"{HEAD}teams:\n  - {{id: a, names: {{ko: [{names}]}}}}\n", name="x.yaml")


@pytest.mark.parametrize(
    "written", ["no", "yes", "on", "035720", "1e3", "0x1F", "2026-01-16", "3.14", "true", "1:30", "=", "<<"]
)
def test_strings_stay_strings(written: str) -> None:
    assert _team(written).teams[0].names.ko == (written,)


@pytest.mark.parametrize("written", ["null", "~", ""])
def test_nothing_is_none_unless_it_is_quoted(written: str) -> None:
    source = f"{HEAD}sources:\n  - {{id: a, publisher: {written}}}\n"
    assert read_programme_file(source, name="x.yaml").sources[0].publisher is None
    assert _team('"null"').teams[0].names.ko == ("null",)


def test_dates_need_no_quotes() -> None:
    file = lighthouse()
    assert str(file.sources[0].published) == "2026-03-10"
    assert str(file.statements[0].said) == "2026-03-12"


def test_json_is_read_like_yaml() -> None:
    assert read_programme_file('{"format": "ipjang-programme/1", "teams": []}').teams == ()
    as_json = json.dumps(lighthouse().document.data, ensure_ascii=False)
    again = read_programme_file(as_json, name="lights.json")
    assert (again.teams, again.statements, again.sources) == (
        lighthouse().teams,
        lighthouse().statements,
        lighthouse().sources,
    )


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_programme_file(b"\xef\xbb\xbf" + LIGHTHOUSE.encode()).programme is not None


TEAM = "  - {id: a, names: {ko: [가]}}\n"
SOURCE = "  - {id: s}\n"
YAML_REFUSED: dict[str, tuple[str, FileProblem, int | None]] = {
    "nothing": ("", FileProblem.UNKNOWN_FORMAT, 1),
    "a list": ("- a\n", FileProblem.UNKNOWN_FORMAT, 1),
    "another format": ("teams: []\nformat: ipjang-programme/2\n", FileProblem.UNKNOWN_FORMAT, 2),
    "no format": ("teams: []\n", FileProblem.UNKNOWN_FORMAT, 1),
    "broken": (f"{HEAD}teams:\n  - {{id: a\n", FileProblem.SYNTAX, 4),
    "a tab": (f"{HEAD}teams:\n\t- x\n", FileProblem.SYNTAX, 3),
    "an unknown section": (f"{HEAD}team: []\n", FileProblem.UNKNOWN_KEY, 2),
    "an unknown key": (
        f"{HEAD}teams:\n{TEAM}  - id: b\n    names: {{ko: [나]}}\n    nam: x\n",
        FileProblem.UNKNOWN_KEY,
        6,
    ),
    "an unknown language": (f"{HEAD}teams:\n  - {{id: a, names: {{ko: [가], fr: [a]}}}}\n", FileProblem.UNKNOWN_KEY, 3),
    "a key twice": (f"{HEAD}teams:\n  - id: a\n    names: {{ko: [가]}}\n    id: b\n", FileProblem.REPEATED_KEY, 5),
    "a section twice": (f"{HEAD}teams: []\nsources: []\nteams: []\n", FileProblem.REPEATED_KEY, 4),
    "an anchor": (f"{HEAD}teams:\n  - &a {{id: a, names: {{ko: [가]}}}}\n", FileProblem.ANCHOR, 3),
    "an alias": (f"{HEAD}teams:\n{TEAM}  - *a\n", FileProblem.ANCHOR, 4),
    "a merge": (f"{HEAD}teams:\n  - {{<<: {{id: a}}, names: {{ko: [가]}}}}\n", FileProblem.MISSING_KEY, 3),
    "a tag": (f"{HEAD}teams: !!python/object:os.system [x]\n", FileProblem.TAG, 2),
    "a number's tag": (f"{HEAD}teams:\n  - {{id: !!int 5, names: {{ko: [가]}}}}\n", FileProblem.TAG, 3),
    "a list as a key": (f"{HEAD}? [a]\n: b\n", FileProblem.BAD_KEY, 2),
    "two documents": (f"{HEAD}---\n{HEAD}", FileProblem.SECOND_DOCUMENT, 2),
    "a control character": (f"{HEAD}teams:\n  - \x01\n", FileProblem.ODD_CHARACTER, 3),
    "a NUL": (f'{HEAD}teams:\n  - {{id: a, names: {{ko: ["a\\0"]}}}}\n', FileProblem.BAD_VALUE, 3),
    "half a character": (f'{HEAD}teams:\n  - {{id: a, names: {{ko: ["\\uD800"]}}}}\n', FileProblem.SYNTAX, 3),
    "a hidden turn of direction": (
        f'{HEAD}teams:\n  - {{id: a, names: {{ko: ["\\u202Ea"]}}}}\n',
        FileProblem.BAD_VALUE,
        3,
    ),
    "a control after Korean": (f"{HEAD}teams:\n{TEAM}# 가나다라마바사\n# \x01\n", FileProblem.ODD_CHARACTER, 5),
    "a missing key": (f"{HEAD}teams:\n{TEAM}  - {{names: {{ko: [나]}}}}\n", FileProblem.MISSING_KEY, 4),
    "no name": (f"{HEAD}teams:\n  - {{id: a, names: {{}}}}\n", FileProblem.BAD_VALUE, 3),
    "a blank name": (f'{HEAD}teams:\n  - {{id: a, names: {{ko: [" "]}}}}\n', FileProblem.BAD_VALUE, 3),
    "a name without its list": (f"{HEAD}teams:\n  - {{id: a, names: {{ko: 가}}}}\n", FileProblem.BAD_VALUE, 3),
    "a capital id": (f"{HEAD}teams:\n  - {{id: A, names: {{ko: [가]}}}}\n", FileProblem.BAD_VALUE, 3),
    "an id twice": (f"{HEAD}teams:\n{TEAM}{TEAM}", FileProblem.REPEATED_ID, 4),
    "a date without hyphens": (f"{HEAD}sources:\n  - {{id: s, published: 20260116}}\n", FileProblem.BAD_VALUE, 3),
    "a date as seconds": (f"{HEAD}sources:\n  - {{id: s, published: 1768521600}}\n", FileProblem.BAD_VALUE, 3),
    "a day that is none": (f"{HEAD}sources:\n{SOURCE}  - {{id: t, published: 2026-02-30}}\n", FileProblem.BAD_VALUE, 4),
    "an address that is none": (
        f'{HEAD}sources:\n  - {{id: s, url: "javascript:alert(1)"}}\n',
        FileProblem.BAD_VALUE,
        3,
    ),
    "a time zone that is none": (
        f"{HEAD}programme: {{id: p, names: {{ko: [가]}},\n  timezone: Asia/Pyeongyang}}\n",
        FileProblem.BAD_VALUE,
        3,
    ),
    "a section that is no list": (f"{HEAD}teams: {{a: b}}\n", FileProblem.BAD_VALUE, 2),
}


@pytest.mark.parametrize("what", YAML_REFUSED)
def test_a_yaml_file_is_refused_with_the_line(what: str) -> None:
    content, code, line = YAML_REFUSED[what]
    refusal = _refusal(content)
    assert (refusal.code, refusal.facts["line"]) == (code, line)


JSON_HEAD = '{"format": "ipjang-programme/1",\n'
A_TEAM = '"teams": [{"id": "a", "names": {"ko": ["가"]}'
JSON_REFUSED: dict[str, tuple[str, FileProblem, int | None]] = {
    "broken": (JSON_HEAD + '"teams": [\n}', FileProblem.SYNTAX, 3),
    "a key twice": (f'{JSON_HEAD}{A_TEAM},\n\n"id": "b"}}]}}', FileProblem.REPEATED_KEY, 4),
    "a key twice, once escaped": (f'{JSON_HEAD}{A_TEAM},\n"\\u0069d": "b"}}]}}', FileProblem.REPEATED_KEY, 3),
    "a number": (f'{JSON_HEAD}{A_TEAM}}},\n{{"id": 7, "names": {{"ko": ["나"]}}}}]}}', FileProblem.BAD_VALUE, 3),
    "a number as a date": (JSON_HEAD + '"sources": [\n{"id": "s", "published": 20260116}]}', FileProblem.BAD_VALUE, 3),
    "a truth value": (JSON_HEAD + '"sources": [\n{"id": "s",\n"title": false}]}', FileProblem.BAD_VALUE, 4),
    "half a character": (
        JSON_HEAD + '"teams": [{"id": "a",\n"names": {"ko": ["\\ud800"]}}]}',
        FileProblem.BAD_VALUE,
        3,
    ),
    "brackets in a text": (
        JSON_HEAD + '"sources": [{"id": "s", "title": "[{\\" :"},\n{"id": "t", "x": 1}]}',
        FileProblem.UNKNOWN_KEY,
        3,
    ),
    "an escaped pair": (
        JSON_HEAD + '"sources": [{"id": "s", "title": "\\ud83d\\ude00 \\\\ud83d \\/"},\n{"id": "t", "x": 1}]}',
        FileProblem.UNKNOWN_KEY,
        3,
    ),
    "a tab, and what ends a line elsewhere": (
        JSON_HEAD + '"sources": [{"id":\t"s\u2028\x7f"},\n\t{"id": "t", "x": 1}]}',
        FileProblem.BAD_VALUE,
        2,
    ),
    "too deep": ('{"teams":\n' + "[" * 100_000, FileProblem.TOO_DEEP, 2),
    "a number longer than Python reads": (JSON_HEAD + '"teams":\n' + "1" * 5_000 + "}", FileProblem.BAD_VALUE, 2),
    "a number without an end": (JSON_HEAD + '"teams":\n1e999999999}', FileProblem.BAD_VALUE, 2),
    "no object": ("[1]", FileProblem.UNKNOWN_FORMAT, 1),
}


@pytest.mark.parametrize("what", JSON_REFUSED)
def test_a_json_file_is_refused_with_the_line(what: str) -> None:
    content, code, line = JSON_REFUSED[what]
    refusal = _refusal(content, "x.json")
    assert (refusal.code, refusal.facts["line"]) == (code, line)


def test_text_that_is_not_utf_8_is_refused_with_the_line() -> None:
    refusal = _refusal(HEAD.encode() + "teams:\n - 카카오".encode("euc-kr"))
    assert (refusal.code, refusal.facts["line"]) == (FileProblem.NOT_TEXT, 3)


def test_every_problem_is_told_in_the_order_of_lines() -> None:
    refusal = _refusal(f"{HEAD}teams:\n  - {{id: A, names: {{ko: [가]}}}}\n  - {{id: b}}\nwhat: x\n")
    assert [(problem.line, problem.code) for problem in refusal.facts["problems"]] == [
        (3, FileProblem.BAD_VALUE),
        (4, FileProblem.MISSING_KEY),
        (5, FileProblem.UNKNOWN_KEY),
    ]


def test_what_is_repeated_of_a_refused_value_can_be_printed_anywhere() -> None:
    refusal = _refusal(JSON_HEAD + '"teams": [{"id": "\\ud800\\u0007", "names": {"ko": ["a"]}}]}', "x.json")
    assert refusal.facts["value"] == "\\ud800\\u0007"


NESTED_BOMB = HEAD + "a: &a [x, x, x]\n" + "".join(f"{n}: &{n} [*a, *a, *a]\n" for n in "bcdefghi")
BOMBS = {
    "aliases": (NESTED_BOMB, "x.yaml"),
    "a million rows": (HEAD + "teams:\n" + "- a\n" * 500_000, "x.yaml"),
    "a million numbers": ('{"format": "ipjang-programme/1", "teams": [' + "0," * 999_000 + "0]}", "x.json"),
    "a deep list": (HEAD + "teams: " + "[" * 500_000, "x.yaml"),
    "a long text": (HEAD + "teams: " + "x" * 2_000_000, "x.yaml"),
    "keys": (HEAD + "".join(f"k{n}: 1\n" for n in range(150_000)), "x.yaml"),
    "three megabytes": ("x" * 3_000_000, "x.yaml"),
    "references": (HEAD + "teams: &x [" + "*x, " * 400_000 + "]", "x.yaml"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_quickly(bomb: str) -> None:
    content, name = BOMBS[bomb]
    began = time.monotonic()
    with pytest.raises(FileRefusedError):
        read_programme_file(content.encode(), name=name, limits=FROM_AN_EDITOR)
    assert time.monotonic() - began < 10, (
        "it is meant to take a tenth of a second; this only says that it does not hang"
    )


async def test_loading_twice_changes_nothing(store: Store) -> None:
    editor = await lit(store)
    before, trail = await store.facts(), await store.audit.page(size=999)
    receipt = await editor.save(LoadFile(file=lighthouse()), by="cli", key="again")
    assert await store.facts() == before
    assert await store.audit.page(size=999) == trail
    assert receipt.counts["new"] == receipt.counts["changed"] == {}
    assert receipt.counts["unchanged"] == {"programme": 1, "stances": 3, "teams": 3, "sources": 2, "statements": 2}


async def test_a_dry_run_tells_what_loading_would_do(store: Store) -> None:
    assert compare(lighthouse(), None).new == {
        Section.PROGRAMME: 1,
        Section.STANCES: 3,
        Section.TEAMS: 3,
        Section.SOURCES: 2,
        Section.STATEMENTS: 2,
    }
    await lit(store)
    assert compare(lighthouse(), await store.facts()).is_empty


@pytest.mark.parametrize(
    ("names", "code", "fact"),
    [
        ("ko: [새팀, (주)한빛항만]", FileProblem.NAME_TAKEN, "harbour"),
        ("en: [hanbit harbour inc.]", FileProblem.NAME_TAKEN, "harbour"),
        ('ko: [새팀, "\\u3164"]', FileProblem.BAD_VALUE, "name_blank"),
        ('ko: ["새\\u200b팀"]', FileProblem.BAD_VALUE, "U+200B"),
        ('ko: ["⠀"]', FileProblem.BAD_VALUE, "name_blank"),
    ],
)
async def test_a_name_in_a_file_is_judged_as_an_editors_is(
    store: Store, names: str, code: FileProblem, fact: str
) -> None:
    editor = await lit(store)
    for line in (f"{{id: new, names: {{{names}}}}}", f"{{id: new, names: {{ko: [아무개]}}, decoys: {_listed(names)}}}"):
        file = read_programme_file(f"{HEAD}teams:\n  - {{id: sora, names: {{ko: [소라테크]}}}}\n  - {line}\n")
        with pytest.raises(FileRefusedError) as refusal:
            await editor.save(LoadFile(file=file), by="cli", key="new")
        (problem,) = refusal.value.facts["problems"]
        assert (problem.code, problem.line) == (code, 4)
        assert fact in problem.facts.values()


def _listed(names: str) -> str:
    """The last of the names, as a list."""
    return "[" + names.partition("[")[2].rpartition("]")[0].rpartition(", ")[2] + "]"


async def test_a_nickname_may_be_of_several_teams_where_the_file_says_so(store: Store) -> None:
    editor = await lit(store)
    both = f"{HEAD}teams:\n  - {{id: a, names: {{ko: [가팀, 둘이]}}}}\n  - {{id: b, names: {{ko: [나팀, 둘이]}}}}\n"
    await editor.save(LoadFile(file=read_programme_file(both)), by="cli", key="both")
    assert (await store.facts()).teams["b"].names.ko == ("나팀", "둘이")
    alike = read_programme_file(both.replace("나팀, 둘이", "다팀, (주)둘이").replace("id: b", "id: c"))
    with pytest.raises(FileRefusedError, match="name_taken"):
        await editor.save(LoadFile(file=alike), by="cli", key="alike")


async def test_what_was_on_record_before_names_were_judged_loads_again(store: Store) -> None:
    editor = await lit(store)
    async with store.changing() as ledger:
        team = (await store.facts()).teams["sora"]
        older = team.model_copy(update={"names": Names(ko=("소라테크", "소\u200b라", "한빛"))})
        await ledger.put_teams([(team, older)])
        await ledger.finish(Stamp("old", await ledger.last_moment() or START, "old"))
    again = read_programme_file(
        f'{HEAD}teams:\n  - {{id: sora, names: {{ko: [소라테크, "소\\u200b라", 한빛, 새이름]}}}}\n'
    )
    await editor.save(LoadFile(file=again), by="cli", key="again")
    assert (await store.facts()).teams["sora"].names.ko[-1] == "새이름"
    assert await store.verify() == ()


async def test_editors_names_outlive_a_load_and_the_files_come_first(store: Store) -> None:
    editor = await lit(store)
    await editor.save(AddName(team="sora", name="소라", language="ko"), by="tg:1", key="k1")
    await editor.save(LoadFile(file=lighthouse()), by="cli", key="again")
    assert (await store.facts()).teams["sora"].names == Names(ko=("소라테크", "소라"), en=("Sora Tech",))
    renamed = LIGHTHOUSE.replace("ko: [소라테크], en", "ko: [소라, 소라바다], en")
    await editor.save(LoadFile(file=read_programme_file(renamed, name="x.yaml")), by="cli", key="renamed")
    assert (await store.facts()).teams["sora"].names.ko == ("소라", "소라바다", "소라테크")


async def test_neither_a_correction_nor_a_retraction_is_undone_by_the_file_that_brought_the_statement(
    store: Store,
) -> None:
    editor = await lit(store)
    await editor.save(Retract(id="dl-lost", reason="r"), by="tg:1", key="k1")
    await editor.save(
        Correct(id="harbour-1", correction=Correction(speaker="누구"), revision=1, reason="r"), by="tg:1", key="k2"
    )
    receipt = await editor.save(LoadFile(file=lighthouse()), by="cli", key="again")
    assert receipt.counts["unchanged"]["statements"] == 2
    facts = await store.facts()
    assert facts.statements["dl-lost"].is_retracted
    assert facts.statements["harbour-1"].claim.speaker == "누구"


CHANGED: dict[str, tuple[str, str, FileProblem, str]] = {
    "a statement's stance": (
        "stance: bids\n    voice: own",
        "stance: stays_out\n    voice: own",
        FileProblem.STATEMENT_DIFFERS,
        "  - id: harbour-1",
    ),
    "a statement's sentence": (
        "quote: DL등대는 지난해 떨어졌다.",
        "quote: DL등대는 떨어졌다.",
        FileProblem.STATEMENT_DIFFERS,
        "  - {id: dl-lost",
    ),
    "a source's publisher": (
        "바다신문, title: 등대 1보",
        "산신문, title: 등대 1보",
        FileProblem.SOURCE_DIFFERS,
        "  - {id: sea-1",
    ),
    "a source's whole text": (
        "소라테크는 아직 말이 없다.",
        "소라테크는 말이 많다.",
        FileProblem.SOURCE_DIFFERS,
        "  - id: sea-2",
    ),
    "another programme": ("{id: lights,", "{id: lamps,", FileProblem.OTHER_PROGRAMME, "programme:"),
    "another time zone": (
        "timezone: Asia/Seoul",
        "timezone: Asia/Tokyo",
        FileProblem.TIMEZONE_DIFFERS,
        "programme:",
    ),
    "another kind of stance": (
        "{code: lost, kind: result",
        "{code: lost, kind: position",
        FileProblem.KIND_DIFFERS,
        "  - {code: lost",
    ),
}


@pytest.mark.parametrize("what", CHANGED)
async def test_what_is_on_record_otherwise_is_refused_with_the_line_and_changes_nothing(
    store: Store, what: str
) -> None:
    old, new, code, marker = CHANGED[what]
    another_team = "  - {id: new, names: {ko: [새 팀]}}\n  - {id: sora,"
    changed = LIGHTHOUSE.replace(old, new, 1).replace("  - {id: sora,", another_team)
    editor = await lit(store)
    before = await store.facts()
    with pytest.raises(FileRefusedError) as refusal:
        await editor.save(LoadFile(file=read_programme_file(changed, name="x.yaml")), by="cli", key="changed")
    assert refusal.value.code == code
    assert changed.splitlines()[refusal.value.facts["line"] - 1].startswith(marker)
    assert await store.facts() == before


MORE = f"""{HEAD}
sources:
  - {{id: sea-3, revises: sea-2, title: 등대 2보 수정}}
statements:
  - {{id: x, team: TEAM, stance: STANCE, voice: own, said: 2026-03-13, source: SOURCE, quote: "QUOTE"}}
"""
REFERRED = {"TEAM": "sora", "STANCE": "bids", "SOURCE": "sea-1", "QUOTE": "소라테크는 입찰한다."}


def _more(**other: str) -> ProgrammeFile:
    content = MORE
    for word, meant in (REFERRED | other).items():
        content = content.replace(word, meant)
    return read_programme_file(content, name="more.yaml")


async def test_a_file_may_add_to_the_record_without_repeating_it(store: Store) -> None:
    editor = await lit(store)
    await editor.save(LoadFile(file=_more()), by="cli", key="more")
    facts = await store.facts()
    assert facts.is_verbatim(facts.statements["x"].claim)
    assert facts.source_texts["sea-1"].split("\x1e") == ["DL등대는 지난해 떨어졌다.", "소라테크는 입찰한다."]
    assert facts.sources["sea-3"].revises == "sea-2"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"TEAM": "nobody"}, FileProblem.UNKNOWN_TEAM),
        ({"STANCE": "perhaps"}, FileProblem.UNKNOWN_STANCE),
        ({"SOURCE": "nowhere"}, FileProblem.UNKNOWN_SOURCE),
        ({"SOURCE": "sea-2"}, FileProblem.QUOTE_NOT_IN_SOURCE),
    ],
)
async def test_what_is_neither_in_the_file_nor_on_record_is_refused(
    store: Store, other: dict[str, str], code: FileProblem
) -> None:
    editor = await lit(store)
    with pytest.raises(FileRefusedError, match=code) as refusal:
        await editor.save(LoadFile(file=_more(**other)), by="cli", key="more")
    assert refusal.value.facts["line"] == 6
    assert "sea-3" not in (await store.facts()).sources


async def test_an_empty_record_needs_a_programme(store: Store) -> None:
    with pytest.raises(FileRefusedError, match=FileProblem.NO_PROGRAMME):
        await Editor(store).save(LoadFile(file=_more()), by="cli", key="more")


async def test_a_whole_text_is_taken_later_where_it_has_what_was_quoted(store: Store) -> None:
    editor = await lit(store)
    known = "id: sea-1, publisher: 바다신문, title: 등대 1보, published: 2026-03-10"
    whole = f'{HEAD}sources:\n  - {{{known}, text: "%s"}}\n'
    with pytest.raises(FileRefusedError, match=FileProblem.SOURCE_DIFFERS):
        await editor.save(LoadFile(file=read_programme_file(whole % "다른 글이다.")), by="cli", key="k1")
    await editor.save(
        LoadFile(file=read_programme_file(whole % "앞. DL등대는 지난해 떨어졌다. 뒤.")), by="cli", key="k2"
    )
    facts = await store.facts()
    assert "sea-1" in facts.whole_sources
    assert facts.is_verbatim(facts.statements["dl-lost"].claim)


async def test_a_source_stands_below_the_one_that_it_revises(store: Store) -> None:
    editor = await lit(store)
    upside_down = f"{HEAD}sources:\n  - {{id: b, revises: a}}\n  - {{id: a}}\n"
    with pytest.raises(FileRefusedError, match=FileProblem.UNKNOWN_SOURCE) as refusal:
        await editor.save(LoadFile(file=read_programme_file(upside_down)), by="cli", key="k1")
    assert refusal.value.facts["line"] == 3
