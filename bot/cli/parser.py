"""The command line: which commands there are, what each takes, and how a refusal reads."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import cast

from bot.messages.refusals import refusals
from bot.settings import Settings, SettingsError, exposed_secrets, read_settings
from knowledge.errors import KnowledgeError
from knowledge.fields import Language
from knowledge.startup import collector_resting

ENV_FILE = Path(".env")


class Options(argparse.Namespace):
    """The parsed command line."""

    command: str
    database: str | None = None
    empty: bool = False
    json: bool = False
    why: bool = False
    now: str | None = None
    text: list[str]
    file: Path
    files: list[Path]
    dry_run: bool = False
    force: bool = False
    publisher: str | None = None
    published: str | None = None
    format: str = "yaml"
    output: Path | None = None
    timeline: bool = False
    language: Language | None = None
    as_of: date | None = None
    shell: str
    from_url: str
    to_url: str

    def settings(self) -> Settings:
        """The settings of the environment with this command line's database; raises SettingsError."""
        return read_settings(os.environ, ENV_FILE).with_database(self.database)

    def exposed(self) -> str | None:
        """A sentence about the file of settings where anybody can read it; None where all is well."""
        return exposed_secrets(ENV_FILE)


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `function` is `module:name` in `bot.cli`, imported only when it is called."""

    name: str
    summary: str
    function: str
    arguments: Callable[[argparse.ArgumentParser], None]
    examples: str = ""

    def load(self) -> Callable[[Options], int]:
        """The function that does it: the parsed command line -> the exit status."""
        module, _, name = self.function.partition(":")
        return cast("Callable[[Options], int]", getattr(import_module(f"bot.cli.{module}"), name))


def _article(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object for each statement")
    parser.add_argument("--publisher", metavar="P", help="who printed it, where the article does not say so")
    parser.add_argument("--published", metavar="DATE", help="the day it appeared, such as 2026-01-20")
    parser.add_argument("file", type=Path, metavar="FILE", help="a .txt, .html or .pdf file, or - for standard input")


def _nothing(_: argparse.ArgumentParser) -> None:
    """A command that takes nothing of its own."""


def _text(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object for each text")
    parser.add_argument(
        "text",
        nargs="+",
        metavar="TEXT",
        help="the words of one text, or - for standard input: a text a line, with --json a JSON value a line",
    )


def _question(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--now", metavar="ISO", help="answer as at this date and time, such as 2026-01-20T09:00")
    parser.add_argument("--why", action="store_true", help="show how it is understood: tokens, marks, what decided")
    _text(parser)


def _programme(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="show the difference and change nothing")
    parser.add_argument("file", type=Path, metavar="FILE", help="a programme file, YAML or JSON, or statements as CSV")


def _registers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="a name a line, JSON lines, or CORPCODE as .xml or .zip"
    )


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=("yaml", "json", "csv", "jsonld"), default="yaml", help="yaml unless told otherwise"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write this file instead of standard output")


def _board(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--timeline", action="store_true", help="what was said and when, instead of where all stand")
    parser.add_argument("--language", choices=("ko", "en"), help="BOT_LANGUAGE unless told otherwise")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DATE", help="at the end of a day, such as 2026-01-20"
    )
    parser.add_argument("file", type=Path, metavar="FILE.png", help="the picture; a page every 60 teams, as FILE-2.png")


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="replace a database that already holds something")
    _file(parser)


def _copy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("from_url", metavar="FROM_URL", help="the database to read")
    parser.add_argument("to_url", metavar="TO_URL", help="the empty database to fill")


def _shell(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="the shell to complete in: bash, zsh or fish"
    )


COMMANDS = (
    Command(
        "run",
        "answer: in Telegram when BOT_TOKEN is set, otherwise in the terminal",
        "run:run",
        _nothing,
        """examples:
  ipjang run
  BOT_TOKEN=123456789:AAF… BOT_OWNERS=12345678 ipjang run
  BOT_TOKEN_FILE=/run/secrets/token BOT_LOG_FORMAT=json ipjang run""",
    ),
    Command(
        "chat",
        "the same conversation in the terminal, buttons as numbers",
        "run:chat",
        _nothing,
        """examples:
  ipjang chat
  printf '%s\\n' "카카오 재도전해?" 1 | ipjang chat""",
    ),
    Command(
        "ask",
        "answer one question, or many from standard input",
        "questions:ask",
        _question,
        """examples:
  ipjang ask "네이버랑 NC AI 둘 다 안 나가?"
  ipjang ask --now 2026-01-20 "어제까지는?"
  ipjang ask --why "누가 안 빠졌어"
  printf '%s\\n' '"KT는?"' '{"text": "KT는?", "now": "2026-01-20T09:00+09:00"}' | ipjang ask --json -""",
    ),
    Command(
        "match",
        "say which teams a text names, by which form of the name, and how surely",
        "questions:match",
        _text,
        """examples:
  ipjang match "spdlqj랑 케이티"
  echo '"카카오뱅크는?"' | ipjang match --json -""",
    ),
    Command(
        "propose",
        "say which statements an article makes, to be recorded by an editor",
        "questions:propose",
        _article,
        """examples:
  ipjang propose article.txt
  ipjang propose --json --published 2026-01-20 page.html
  pbpaste | ipjang propose -""",
    ),
    Command(
        "load",
        "take a programme file onto the record: all of it or, when refused, nothing",
        "files:load",
        _programme,
        """examples:
  ipjang load programme.yaml --dry-run
  ipjang load programme.json""",
    ),
    Command(
        "decoys",
        "take registers of other companies, so that their names are not mistaken for a team's",
        "files:decoys",
        _registers,
        """examples:
  ipjang decoys CORPCODE.zip
  ipjang decoys names.txt more.jsonl""",
    ),
    Command(
        "export",
        "write everything public on record as a programme file",
        "files:export",
        _export,
        """examples:
  ipjang export > programme.yaml
  ipjang export --format csv --output statements.csv""",
    ),
    Command(
        "board",
        "draw where everybody stands, or with --timeline what was said when, as a PNG",
        "files:board",
        _board,
        """examples:
  ipjang board board.png
  ipjang board timeline.png --timeline --language en --as-of 2026-01-16""",
    ),
    Command(
        "verify",
        "check every quote against its source, and the record's rules",
        "database:verify",
        _nothing,
        """examples:
  ipjang verify
  ipjang verify --database sqlite+aiosqlite:///copy.db""",
    ),
    Command(
        "migrate",
        "bring the database to this version's schema, with a copy first",
        "database:migrate",
        _nothing,
        """examples:
  ipjang migrate""",
    ),
    Command(
        "backup",
        "copy the database into a file while the bot runs",
        "database:backup",
        _file,
        """examples:
  ipjang backup ipjang-$(date +%F).db""",
    ),
    Command(
        "restore",
        "fill an empty database from a backup",
        "database:restore",
        _restore,
        """examples:
  ipjang restore --database sqlite+aiosqlite:///new.db ipjang-2026-01-20.db
  ipjang restore --force ipjang-2026-01-20.db""",
    ),
    Command(
        "copy",
        "move everything from one database into another, and compare",
        "database:copy",
        _copy,
        """examples:
  ipjang copy sqlite+aiosqlite:///ipjang.db postgresql+asyncpg://ipjang:PASSWORD@localhost/ipjang""",
    ),
    Command(
        "web",
        "serve the public page, its feeds and the API alone, without Telegram",
        "web:web",
        _nothing,
        """examples:
  ipjang web
  BOT_WEB_LISTEN=0.0.0.0:8090 BOT_WEB_URL=https://ipjang.example.org ipjang web""",
    ),
    Command(
        "mcp",
        "offer the record as tools to a program, over standard input and output",
        "web:mcp",
        _nothing,
        """examples:
  ipjang mcp                                 needs the extra: pip install "ipjang[mcp]", or make extras""",
    ),
    Command(
        "health",
        "ask the running bot whether it is ready; for health checks",
        "health:health",
        _nothing,
        """examples:
  ipjang health && echo ready
  BOT_LISTEN=127.0.0.1:9090 ipjang health""",
    ),
    Command(
        "check",
        "say in plain words whether all is well, and what to do if not",
        "check:check",
        _nothing,
        """examples:
  ipjang check""",
    ),
    Command(
        "completion",
        "print a script that completes commands and options",
        "completion:completion",
        _shell,
        """examples:
  source <(ipjang completion bash)                                          a line for ~/.bashrc
  source <(ipjang completion zsh)                                           a line for ~/.zshrc
  ipjang completion fish > ~/.config/fish/completions/ipjang.fish""",
    ),
)


DONE, REFUSED, INTERRUPTED = 0, 1, 130

HEADER = """\
Says where each team in a public programme stands now, and which sentence says so.

Without a token everything works in the terminal; with BOT_TOKEN set, `ipjang run` answers in Telegram.
"""

EXAMPLES = """\
examples:
  ipjang chat                                ask in the terminal
  ipjang ask "카카오 재도전해?"                  one question, one answer
  ipjang ask --json --now 2026-01-20 "KT는?"  the same for programs
  ipjang match "네이버랑 NC AI"                which teams a text names, and how surely
  ipjang load programme.yaml --dry-run       what a programme file would change
  ipjang export > programme.yaml             everything public on record, as such a file
  ipjang check                               is all well? what is to be done?
  BOT_TOKEN=123456789:AAF… ipjang run        answer in Telegram

Settings come from the environment or from a file .env: BOT_TOKEN, BOT_DATABASE_URL and others; README.md lists them.
Exit status: 0 done, 1 refused with a sentence on standard error, 2 wrong usage, 78 a token that Telegram refuses.
"""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser("ipjang", description=HEADER, epilog=EXAMPLES, formatter_class=_Page)
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    places = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        place = places.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary[0].upper()}{command.summary[1:]}.",
            epilog=command.examples or None,
            formatter_class=_Page,
        )
        command.arguments(place)
        _shared(place)
    return parser


class _Page(argparse.RawDescriptionHelpFormatter):
    """A page of help: examples as they were written, and room for the longest command beside what it does."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=18, width=110)


class _Version(argparse.Action):
    """Looks the version up when asked: reading the metadata of packages costs 30 ms."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"ipjang {version('ipjang')}\n")
        parser.exit(0)


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", metavar="URL", help="use this database instead of BOT_DATABASE_URL")
    parser.add_argument("--empty", action="store_true", help="leave an empty database empty: no shipped programme")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status; wrong usage leaves with 2."""
    options = build_parser().parse_args(arguments, namespace=Options())
    command = next(each for each in COMMANDS if each.name == options.command)
    try:
        with collector_resting(for_good=True):
            carry_out = command.load()
        return carry_out(options)
    except (SettingsError, KnowledgeError) as refusal:
        sys.stderr.write(f"ipjang: {sentence(refusal)}\n")
        return refusal.status if isinstance(refusal, SettingsError) else REFUSED
    except BrokenPipeError:
        # Whoever read our output has had enough, as `head` has; nothing may be flushed into it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def sentence(refusal: SettingsError | KnowledgeError) -> str:
    """A refusal in plain words; one of a file is a line for each problem, with the file and the line."""
    if isinstance(refusal, SettingsError):
        return str(refusal)
    return "\n".join(refusals(refusal, "en"))
