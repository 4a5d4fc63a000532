"""The command line: which commands there are, how they are called, and how a refusal reads."""

import argparse
import os
import sys
from collections.abc import Sequence

from bot.commands.catalogue import COMMANDS
from bot.commands.options import Options
from bot.settings import SettingsError
from knowledge.errors import KnowledgeError
from knowledge.resting import collector_resting

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
    """Looks the version up only when asked: reading the metadata of packages costs 30 ms."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

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
    from bot.messages.refusals import refusals

    return "\n".join(refusals(refusal, "en"))
