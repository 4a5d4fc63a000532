"""Names that readers will be asked back about are told of when a programme is loaded and when it is checked."""

from pathlib import Path

import pytest

from bot.cli.findings import SHOWN, Grade, check_names
from bot.cli.parser import main
from knowledge.matching import NameIndex
from knowledge.model import Names, Team
from tests.knowledge.programme import shipped

FILE = """\
format: ipjang-programme/1
programme: {id: kitchens, timezone: Asia/Seoul, names: {ko: [급식 사업]}}
stances:
  - {code: bids, kind: position, label: {ko: 입찰, en: Bidding}}
teams:
  - {id: daesang, names: {ko: [대상], en: [Daesang]}}
  - {id: hana, names: {ko: [하나푸드, 하나]}}
"""


def test_the_names_of_the_shipped_programme_tell_their_teams() -> None:
    facts = shipped()
    index = NameIndex.of(facts.programme, facts.stances.values(), facts.teams.values())
    assert check_names(index, facts.teams.values()).grade is Grade.WELL


def test_everyday_words_are_named_with_their_teams() -> None:
    teams = [Team(id="bet", names=Names(en=("BET", "Better Energy"))), Team(id="hana", names=Names(ko=("하나",)))]
    found = check_names(NameIndex.build(teams), teams)
    assert found.grade is Grade.NOTE
    assert found.text.endswith(": BET (bet), 하나 (hana).")


def test_many_of_them_are_counted() -> None:
    teams = [Team(id=f"t{number}", names=Names(ko=("하나",))) for number in range(SHOWN + 2)]
    assert check_names(NameIndex.build(teams), teams).text.endswith(" and 2 more.")


def test_loading_and_checking_tell_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for setting in ("BOT_DATABASE_URL", "BOT_TOKEN", "BOT_OWNERS"):
        monkeypatch.delenv(setting, raising=False)
    (tmp_path / "kitchens.yaml").write_text(FILE, encoding="utf-8")
    for command in (["load", "--dry-run", "kitchens.yaml"], ["load", "kitchens.yaml"], ["check"]):
        assert main(command) == 0
        assert "대상 (daesang), 하나 (hana)." in capfd.readouterr().out
