"""The commands that load, keep, move and verify a record, as the person at the terminal calls them."""

import os
import sqlite3
from pathlib import Path

import pytest

from bot.cli.parser import main
from bot.messages.refusals import FAULTS, fault_sentence
from knowledge.record.audit import Fault, FaultKind
from knowledge.record.changes import Subject
from tests.knowledge.test_keeping import tamper

PROGRAMME = """\
format: ipjang-programme/1
programme: {id: lighthouses, timezone: Asia/Seoul, names: {ko: [등대 공모]}}
stances:
  - {code: bids, kind: position, label: {ko: 입찰, en: Bidding}, words: {ko: [입찰], en: [bids]}}
teams:
  - {id: harbour, names: {ko: [한빛항만]}}
sources:
  - {id: s1, publisher: 등대신문, published: 2026-03-02}
statements:
  - id: harbour-1
    team: harbour
    stance: bids
    voice: own
    said: 2026-03-02
    source: s1
    quote: 한빛항만은 입찰한다고 밝혔다.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to call commands in, with a programme file and without settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOT_DATABASE_URL", raising=False)
    (tmp_path / "lighthouses.yaml").write_text(PROGRAMME, encoding="utf-8")
    return tmp_path


@pytest.fixture
def loaded(folder: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """The same with the programme on record."""
    assert main(["load", "lighthouses.yaml"]) == 0
    capfd.readouterr()
    return folder


def refused(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The sentence of a refusal, the only thing that is said."""
    assert main(arguments) == 1
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.startswith("ipjang: ")
    assert "Traceback" not in told.err
    return told.err.removeprefix("ipjang: ").strip()


def test_a_programme_of_ones_own_takes_the_place_of_the_shipped_one(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", "lighthouses.yaml"]) == 0
    assert "1 team" in capfd.readouterr().out
    assert main(["ask", "한빛항만은?"]) == 0
    assert "입찰" in capfd.readouterr().out


def test_loading_again_changes_nothing(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "lighthouses.yaml"]) == 0
    assert capfd.readouterr().out.startswith("lighthouses.yaml: nothing is new; ")


def test_a_dry_run_shows_the_difference_and_makes_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "lighthouses.yaml", "--dry-run"]) == 0
    assert "1 statement new" in capfd.readouterr().out
    assert [each.name for each in folder.iterdir()] == ["lighthouses.yaml"]


def test_another_programme_is_refused_where_one_is_on_record(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "KT는?"]) == 0
    capfd.readouterr()
    told = refused(capfd, "load", "lighthouses.yaml")
    assert told.startswith("lighthouses.yaml, line 2: This database follows another programme (dokpamo)")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "format: ipjang-programme/1\nteams: [{id: a, names: {ko: [가]}}, {id: a, names: {ko: [나]}}]\n",
            2,
            "second time",
        ),
        ("format: ipjang-programme/1\nx: &a 1\n", 2, "Anchors"),
        ("format: something-else\n", 1, "no programme file"),
        ("format: ipjang-programme/1\nteams: [\n", 3, "cannot be read as YAML"),
        ('{"format": "ipjang-programme/1",\n "teams": }', 2, "cannot be read as YAML or JSON"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(
    folder: Path, capfd: pytest.CaptureFixture[str], text: str, line: int, words: str
) -> None:
    name = "broken.json" if text.startswith("{") else "broken.yaml"
    (folder / name).write_text(text, encoding="utf-8")
    told = refused(capfd, "load", "--empty", name)
    assert told.startswith(f"{name}, line {line}: ")
    assert words in told


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_file_that_cannot_be_read_is_named(folder: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    assert refused(capfd, "load", name).startswith(f"{name} cannot be read: ")


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_an_export_fills_another_database(loaded: Path, capfd: pytest.CaptureFixture[str], form: str) -> None:
    assert main(["export", "--format", form, "--output", f"out.{form}"]) == 0
    assert (loaded / f"out.{form}").stat().st_mode & 0o777 == 0o600
    assert main(["load", f"out.{form}", "--database", "sqlite:///other.db"]) == 0
    assert "1 statement new" in capfd.readouterr().out


ROW = "harbour,bids,own,{quote},2026-03-03,등대신문,2026-03-03"
HEAD = "team,stance,voice,quote,said,publisher,published"


def sheet(folder: Path, *rows: str, head: str = HEAD) -> None:
    """Write a spreadsheet of statements."""
    (folder / "rows.csv").write_text("\n".join((head, *rows)), encoding="utf-8")


def test_a_spreadsheet_that_was_exported_can_be_edited_and_loaded(
    loaded: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--format", "csv", "--output", "out.csv"]) == 0
    assert main(["load", "out.csv"]) == 0
    assert "out.csv: nothing is new; 1 statement unchanged." in capfd.readouterr().out
    header, first = (loaded / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    row = dict.fromkeys(header.split(","), "")
    row |= {"team": "한빛항만", "stance": "입찰", "voice": "본인", "quote": "다시 입찰한다.", "publisher": "등대신문"}
    (loaded / "out.csv").write_text("\n".join((header, first, ",".join(row.values()))), encoding="utf-8")
    assert main(["load", "out.csv", "--dry-run"]) == 0
    assert main(["load", "out.csv"]) == 0
    assert capfd.readouterr().out.count("1 statement new") == 2


def test_what_left_a_file_is_told_and_stays(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sheet(loaded, *(ROW.format(quote=f"{number}번 입찰한다.") for number in range(3)))
    assert main(["load", "rows.csv"]) == 0
    assert "not in this file" not in capfd.readouterr().out
    sheet(loaded, ROW.format(quote="0번 입찰한다."))
    assert main(["load", "rows.csv"]) == 0
    assert "Still on record, not in this file: 3 statements (harbour-1, " in capfd.readouterr().out
    more = PROGRAMME.replace("statements:", "  - {id: s2, publisher: 등대신문}\nstatements:").replace(
        "harbour-1", "new"
    )
    (loaded / "lighthouses.yaml").write_text(
        more.replace("harbour, names", "sora, names").replace("한빛항만", "소라테크"), encoding="utf-8"
    )
    assert main(["load", "lighthouses.yaml", "--dry-run"]) == 0
    assert "not in this file" not in capfd.readouterr().out
    assert main(["verify"]) == 0


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("harbour,bids,,말.", "row 2 (line 2), column ‘voice’: The cell is empty."),
        ("nobody,bids,own,말.", "row 2 (line 2), column ‘team’: The team nobody is neither"),
        ("harbour,maybe,own,말.", "row 2 (line 2), column ‘stance’: The stance maybe is neither"),
        ("harbour,bids,loud,말.", "row 2 (line 2), column ‘voice’: voice is not right (loud)"),
        ("harbour,bids,own,말.,3/1/2026", "row 2 (line 2), column ‘said’: said is not right"),
        ("harbour,bids,own,말.,,,,x", "row 2 (line 2): The row has more cells (8)"),
    ],
)
def test_what_is_wrong_in_a_spreadsheet_is_told_by_row_and_column(
    loaded: Path, capfd: pytest.CaptureFixture[str], row: str, told: str
) -> None:
    sheet(loaded, row)
    assert told in refused(capfd, "load", "rows.csv")


def test_a_row_is_counted_as_spreadsheets_count_it(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sheet(
        loaded, ROW.format(quote='"입찰한다.\n두 줄이다."'), "harbour,bids,,말.", head=HEAD.replace("voice", "화자구분")
    )
    assert "row 3 (line 4), column ‘화자구분’" in refused(capfd, "load", "rows.csv")


def test_a_changed_cell_of_a_statement_on_record_is_named(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "csv", "--output", "out.csv"]) == 0
    text = (loaded / "out.csv").read_text(encoding="utf-8-sig").replace("입찰한다고", "입찰한다며")
    (loaded / "out.csv").write_text(text, encoding="utf-8")
    assert "row 2 (line 2), column ‘quote’: The statement harbour-1 differs" in refused(capfd, "load", "out.csv")


def test_a_retracted_row_does_not_come_back_to_life_elsewhere(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sheet(loaded, "x-1,retract,harbour,bids,own,말.", head="id,state,team,stance,voice,quote")
    assert main(["load", "rows.csv"]) == 0
    assert "1 row is marked as retracted and not on record" in capfd.readouterr().out


def test_an_export_goes_to_standard_output(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export"]) == 0
    assert capfd.readouterr().out.startswith("format: ipjang-programme/1\n")
    assert main(["export", "--format", "csv"]) == 0
    assert "harbour-1" in capfd.readouterr().out


def test_what_a_killed_export_left_is_in_nobodys_way(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (loaded / f".out.yaml.{os.getpid()}.part").write_bytes(b"half of it")
    assert main(["export", "--output", "out.yaml"]) == 0
    assert (loaded / "out.yaml").read_text(encoding="utf-8").startswith("format: ipjang-programme/1\n")
    assert not list(loaded.glob(".out*"))


def test_an_export_that_cannot_be_written_leaves_nothing(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = set(loaded.iterdir())
    assert "cannot be written" in refused(capfd, "export", "--output", "missing/out.yaml")
    assert set(loaded.iterdir()) == before


def test_registers_keep_other_companies_from_being_mistaken(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (loaded / "names.txt").write_text("한빛항만은행\n한빛향만\n", encoding="utf-8")
    assert main(["decoys", "names.txt"]) == 0
    assert capfd.readouterr().out == "names.txt: 2 names, 2 of them new.\n"
    assert main(["decoys", "names.txt"]) == 0
    assert capfd.readouterr().out == "names.txt: 2 names, 0 of them new.\n"
    assert "missing.txt" in refused(capfd, "decoys", "names.txt", "missing.txt")


def test_a_backup_restores_into_an_empty_place_and_over_nothing_else(
    loaded: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "kept.db"]) == 0
    assert (loaded / "kept.db").stat().st_mode & 0o777 == 0o600
    assert main(["restore", "kept.db", "--database", "sqlite:///new.db"]) == 0
    assert main(["ask", "한빛항만은?", "--database", "sqlite:///new.db"]) == 0
    assert "입찰" in capfd.readouterr().out
    assert "--force" in refused(capfd, "restore", "kept.db")
    assert main(["restore", "kept.db", "--force"]) == 0
    assert main(["verify"]) == 0


def test_a_backup_that_another_program_changed_is_refused_in_a_sentence(
    loaded: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "kept.db"]) == 0
    tamper(loaded / "kept.db", "CREATE TABLE recipes (name TEXT)")
    tamper(loaded / "kept.db", "UPDATE statement_revisions SET quote = '한빛항만은 접는다고 밝혔다.'")
    capfd.readouterr()
    told = refused(capfd, "restore", "kept.db", "--force")
    assert told.startswith("kept.db was changed by another program")
    assert "table recipes" in told
    assert "접는다" not in told
    assert len(told.splitlines()) == 1
    (loaded / "kept.db").write_text("no database at all")
    assert refused(capfd, "restore", "kept.db", "--force").startswith("kept.db is no backup, or a damaged one")
    tamper(loaded / "ipjang.db", "UPDATE statement_revisions SET quote = '한빛항만은 접는다고 밝혔다.'")
    assert "statement harbour-1: its quote is not in the text of its source" in refused(capfd, "verify")


def test_a_backup_of_nothing_and_a_restore_of_nothing_are_refused(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "no database yet" in refused(capfd, "backup", "kept.db")
    assert "no such file" in refused(capfd, "restore", "kept.db")
    assert not (folder / "ipjang.db").exists()


def test_a_copy_tells_how_much_it_moved_and_refuses_an_occupied_place(
    loaded: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["copy", "sqlite:///ipjang.db", "sqlite:///copy.db"]) == 0
    assert "rows copied and compared" in capfd.readouterr().out
    assert "holds a record already" in refused(capfd, "copy", "sqlite:///ipjang.db", "sqlite:///copy.db")
    assert "no such file" in refused(capfd, "copy", "sqlite:///none.db", "sqlite:///copy2.db")
    assert refused(capfd, "copy", "nonsense", "sqlite:///x.db").startswith("FROM_URL is not a database URL")


def test_migrating_a_current_database_does_no_harm(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["verify"]) == 0
    assert "sound" in capfd.readouterr().out


def test_a_record_that_another_program_changed_does_not_pass(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect("ipjang.db") as changed:
        (trigger,) = changed.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()
        changed.execute(f"DROP TRIGGER {trigger}")
    changed.close()
    told = refused(capfd, "verify")
    assert "faults found: 1" in told
    assert trigger in told


def test_a_database_that_is_no_file_is_told_in_one_sentence(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = refused(capfd, "ask", "--database", f"sqlite:///{folder}", "KT는?")
    assert told.startswith("The database cannot be reached")
    assert "\n" not in told


def test_a_newer_database_is_left_alone(loaded: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect("ipjang.db") as changed:
        changed.execute("UPDATE alembic_version SET version_num = '9999'")
    changed.close()
    for arguments in (["ask", "KT는?"], ["load", "lighthouses.yaml"], ["export"], ["migrate"], ["chat"]):
        assert "written by a newer version" in refused(capfd, *arguments)


@pytest.mark.parametrize("kind", [*FaultKind])
def test_every_fault_has_a_sentence(kind: FaultKind) -> None:
    assert kind in FAULTS
    assert fault_sentence(Fault(kind=kind, detail="x")).endswith("x.")
    assert fault_sentence(Fault(kind=kind, subject=Subject.STATEMENT, id="a")).startswith("statement a: ")
