import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.parser import COMMANDS, build_parser, main

NAMES = [command.name for command in COMMANDS]


def completed(line: list[str], script: str) -> list[str]:
    """What bash offers for the last word of a command line."""
    words = " ".join(f"'{word}'" for word in line)
    ask = f"{script}\nCOMP_WORDS=({words}); COMP_CWORD={len(line) - 1}; _ipjang; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    run = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    return run.stdout.split()


@pytest.fixture
def bash_script(capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", "bash"]) == 0
    return capsys.readouterr().out


def test_the_help_page_names_every_command_and_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    page = capsys.readouterr().out
    assert left.value.code == 0
    assert "examples:" in page
    assert [name for name in NAMES if f"\n    {name}" not in page] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_a_page_and_takes_a_database(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert "--database URL" in capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_the_function_of_every_command_exists(name: str) -> None:
    assert callable(next(command for command in COMMANDS if command.name == name).load())


@pytest.mark.parametrize("arguments", [[], ["frob"], ["ask"], ["load"], ["export", "--format", "xml"], ["copy", "a"]])
def test_wrong_usage_leaves_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert (left.value.code, capsys.readouterr().out[:7]) == (0, "ipjang ")


def test_bash_completes_commands_options_and_words(bash_script: str) -> None:
    assert completed(["ipjang", "ex"], bash_script) == ["export"]
    assert completed(["ipjang", "export", "--f"], bash_script) == ["--format"]
    assert completed(["ipjang", "export", "--format", "ya"], bash_script) == ["yaml"]
    assert completed(["ipjang", "completion", ""], bash_script) == ["bash", "zsh", "fish"]


def test_bash_offers_only_its_values_after_an_option(bash_script: str) -> None:
    assert completed(["ipjang", "export", "--format", ""], bash_script) == ["yaml", "json", "csv", "jsonld"]
    assert completed(["ipjang", "load", "--database", ""], bash_script) == []


def test_bash_completes_files_where_a_command_takes_them(bash_script: str, tmp_path: Path) -> None:
    (tmp_path / "programme.yaml").touch()
    assert completed(["ipjang", "load", f"{tmp_path}/pro"], bash_script) == [f"{tmp_path}/programme.yaml"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_hear_of_every_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert [name for name in NAMES if name not in script] == []


FISH = """
for line in "ipjang ex" "ipjang export --fo" "ipjang export --format y" "ipjang completion z"
    complete -C $line
end
"""


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish here")
def test_fish_completes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["completion", "fish"]) == 0
    script = tmp_path / "ipjang.fish"
    script.write_text(capsys.readouterr().out + FISH, encoding="utf-8")
    run = subprocess.run(["fish", "--no-config", script], capture_output=True, text=True, check=True)
    assert [line.split("\t")[0] for line in run.stdout.splitlines()] == ["export", "--format", "yaml", "zsh"]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh here")
def test_zsh_takes_its_script(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["completion", "zsh"]) == 0
    script = tmp_path / "_ipjang"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    told = subprocess.run(
        ["zsh", "-f", "-c", f"autoload -Uz compinit; compinit -D -u; source {script}; print $_comps[ipjang]"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (told.stdout, told.stderr) == ("_ipjang\n", "")


def test_every_command_shows_examples() -> None:
    assert [each.name for each in COMMANDS if not each.examples.startswith("examples:\n  ")] == []


def test_the_command_line_is_read_without_telegram_or_a_database() -> None:
    heavy = "{'telegram', 'sqlalchemy', 'aiohttp', 'alembic'}"
    code = f"import sys, bot.cli.parser; bot.cli.parser.build_parser(); print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_argument_has_a_help_line() -> None:
    bare = [
        f"{name} {action.dest}"
        for name, place in build_parser()._subparsers._group_actions[0].choices.items()  # type: ignore[union-attr]
        for action in place._actions
        if not action.help
    ]
    assert bare == []
