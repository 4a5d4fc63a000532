"""The programme that ships with the bot: what its article says, each in its exact sentence."""

from importlib.resources import files
from pathlib import Path

import pytest

from knowledge.files.programme_file import ProgrammeFile, StatementEntry, read_programme_file
from knowledge.model import Kind, Voice

NOT_JOINING = {
    "naver_cloud": "2026-01-15/2026-01-16",
    "kakao": "2026-01-16",
    "nc_ai": "2026-01-16",
}
CONSIDERING = ("motif", "konan", "kaist")
OUT_OF_THE_FIVE = ("kakao", "kt", "motif", "konan", "kaist")
OUT_AT_FIRST = ("lunit", "bionexus", "sionic", "junctionmed", "pion")
SILENT = ("upstage", "skt", "lg_ai", "trillion")


@pytest.fixture(scope="module")
def dokpamo() -> ProgrammeFile:
    return read_programme_file((files("knowledge") / "programmes" / "dokpamo.yaml").read_bytes(), name="dokpamo.yaml")


def _of(file: ProgrammeFile, team: str, kind: Kind) -> list[StatementEntry]:
    kinds = {stance.code: stance.kind for stance in file.stances}
    return [each for each in file.statements if each.team == team and kinds[each.stance] is kind]


def test_it_declares_the_eight_stances(dokpamo: ProgrammeFile) -> None:
    assert [(stance.code, stance.kind.value) for stance in dokpamo.stances] == [
        ("joining", "position"),
        ("not_joining", "position"),
        ("considering", "position"),
        ("undecided", "position"),
        ("applied", "position"),
        ("selected", "result"),
        ("advanced", "result"),
        ("eliminated", "result"),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_no_word_asks_for_two_stances_of_one_kind(dokpamo: ProgrammeFile, kind: Kind) -> None:
    """Of two kinds it may: out is not joining, and apart from that eliminated."""
    stances = [stance for stance in dokpamo.stances if stance.kind is kind]
    words = [word for stance in stances for word in (*stance.words.ko, *stance.words.en)]
    assert sorted(set(words)) == sorted(words)


def test_no_name_belongs_to_two_teams_or_is_somebody_elses(dokpamo: ProgrammeFile) -> None:
    names = [name.casefold() for team in dokpamo.teams for name in {each.casefold() for each in team.names.every}]
    decoys = [decoy.casefold() for team in dokpamo.teams for decoy in team.decoys]
    # The two portals in one word: both are meant.
    assert {name for name in names if names.count(name) > 1} == {"네카오"}
    assert not set(names) & set(decoys)


@pytest.mark.parametrize(("team", "said"), NOT_JOINING.items())
def test_who_said_no(dokpamo: ProgrammeFile, team: str, said: str) -> None:
    (statement,) = _of(dokpamo, team, Kind.POSITION)
    assert (statement.stance, statement.voice, str(statement.said)) == ("not_joining", Voice.OWN, said)


def test_the_official_of_kakao_is_named_as_the_article_names_him(dokpamo: ProgrammeFile) -> None:
    assert _of(dokpamo, "kakao", Kind.POSITION)[0].speaker == "카카오 고위 관계자"


def test_the_sentence_of_nc_ai_is_the_one_that_says_so(dokpamo: ProgrammeFile) -> None:
    assert "출전하지 않겠다고 밝혔다" in _of(dokpamo, "nc_ai", Kind.POSITION)[0].quote


def test_kt_is_undecided_in_its_own_word(dokpamo: ProgrammeFile) -> None:
    (statement,) = _of(dokpamo, "kt", Kind.POSITION)
    assert (statement.stance, statement.voice, str(statement.said)) == ("undecided", Voice.OWN, "2026-01-16")


@pytest.mark.parametrize("team", CONSIDERING)
def test_what_is_only_reported_is_marked_so(dokpamo: ProgrammeFile, team: str) -> None:
    (statement,) = _of(dokpamo, team, Kind.POSITION)
    assert (statement.stance, statement.voice, str(statement.said)) == ("considering", Voice.REPORTED, "2026-01-16")


@pytest.mark.parametrize("team", OUT_OF_THE_FIVE + OUT_AT_FIRST)
def test_who_was_eliminated(dokpamo: ProgrammeFile, team: str) -> None:
    (statement,) = _of(dokpamo, team, Kind.RESULT)
    assert (statement.stance, statement.voice, statement.said) == ("eliminated", Voice.REPORTED, None)
    assert ("5개 정예팀 선발 당시" in statement.quote) == (team in OUT_OF_THE_FIVE)


@pytest.mark.parametrize("team", SILENT)
def test_who_is_on_the_list_without_a_statement(dokpamo: ProgrammeFile, team: str) -> None:
    assert team in {each.id for each in dokpamo.teams}
    assert not [each for each in dokpamo.statements if each.team == team]


def test_every_sentence_stands_in_the_article_whole(dokpamo: ProgrammeFile, shared: Path) -> None:
    article = (shared / "article" / "yonhap-2026-01-16.txt").read_text(encoding="utf-8")
    lines = article.splitlines()
    for statement in dokpamo.statements:
        assert statement.quote in lines, statement.id


def test_it_quotes_the_sentences_that_it_needs_and_keeps_no_text(dokpamo: ProgrammeFile) -> None:
    assert [source.text for source in dokpamo.sources] == [None]
    assert len({statement.quote for statement in dokpamo.statements}) == 6


def test_the_teams_are_those_of_the_list(dokpamo: ProgrammeFile, shared: Path) -> None:
    listed = (shared / "programme" / "teams.json").read_text(encoding="utf-8")
    assert len(dokpamo.teams) == 16
    for team in dokpamo.teams:
        assert f'"id": "{team.id}"' in listed
        assert all(f'"{name}"' in listed for name in (team.names.ko[0], team.names.en[0]))
