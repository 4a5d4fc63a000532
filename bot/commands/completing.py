"""Shell completion: a script for bash, zsh or fish, made from the command line as it is declared."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.commands.catalogue import COMMANDS
from bot.commands.options import Options


@dataclass(frozen=True, slots=True)
class Completion:
    """What may follow a command: its options with their help, its fixed words, and whether it takes files."""

    options: Mapping[str, str]
    words: tuple[str, ...]
    takes_files: bool


def completion(options: Options) -> int:
    """Print the script of one shell."""
    from bot.cli import build_parser

    known = {name: _completion(parser) for name, parser in _places(build_parser())}
    sys.stdout.write({"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](known))
    return 0


def _places(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:  # noqa: SLF001 -- argparse has no public way to walk a parser
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield from action.choices.items()


def _completion(parser: argparse.ArgumentParser) -> Completion:
    actions = parser._actions  # noqa: SLF001 -- as above
    choices = (choice for action in actions for choice in action.choices or ())
    return Completion(
        options={option: action.help or "" for action in actions for option in action.option_strings if "--" in option},
        words=tuple(str(choice) for choice in choices),
        takes_files=any(action.metavar == "FILE" for action in actions),
    )


def _bash(known: Mapping[str, Completion]) -> str:
    cases = "\n".join(
        f'        {name}) words="{" ".join((*each.options, *each.words))}"; files={int(each.takes_files)} ;;'
        for name, each in known.items()
    )
    return f"""\
_ipjang() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" words="" files=0
    case "${{COMP_WORDS[1]}}" in
{cases}
    esac
    [ "$COMP_CWORD" -eq 1 ] && {{ words="{" ".join(known)} --help --version"; files=0; }}
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    [ "$files" -eq 1 ] && COMPREPLY+=($(compgen -f -- "$current"))
}}
complete -o filenames -F _ipjang ipjang
"""


def _zsh(known: Mapping[str, Completion]) -> str:
    return "autoload -U +X bashcompinit && bashcompinit\n" + _bash(known)


def _fish(known: Mapping[str, Completion]) -> str:
    summaries = {command.name: command.summary for command in COMMANDS}
    lines = ["complete -c ipjang -f"]
    for name, each in known.items():
        here = f"complete -c ipjang -n '__fish_seen_subcommand_from {name}'"
        lines.append(f"complete -c ipjang -n __fish_use_subcommand -a {name} -d {_quoted(summaries[name])}")
        lines += [f"{here} -l {option[2:]} -d {_quoted(text)}" for option, text in each.options.items()]
        lines += [f"{here} -a {word}" for word in each.words]
        lines += [f"{here} -F"] if each.takes_files else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
