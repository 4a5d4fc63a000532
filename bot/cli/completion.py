"""Shell completion: a script for bash, zsh or fish, made from the command line as it is declared."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from shlex import quote

from bot.cli.parser import COMMANDS, Options, build_parser

FILE = "FILE"
"""How an argument that takes a file is written in its help."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its help, and what may follow it; `values` is None for one that stands alone."""

    help: str
    values: tuple[str, ...] | None
    takes_file: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """What may follow a command: its options, its fixed words, and whether it takes files."""

    options: Mapping[str, Option]
    words: tuple[str, ...]
    takes_files: bool


def completion(options: Options) -> int:
    """Print the script of one shell."""
    known = {name: _completion(parser) for name, parser in _places(build_parser())}
    sys.stdout.write({"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](known))
    return 0


def _places(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:  # noqa: SLF001 -- argparse has no public way to walk a parser
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield from action.choices.items()


def _completion(parser: argparse.ArgumentParser) -> Completion:
    actions = parser._actions  # noqa: SLF001 -- as above
    bare = [action for action in actions if not action.option_strings]
    return Completion(
        options={name: _option(action) for action in actions for name in action.option_strings if "--" in name},
        words=tuple(str(choice) for action in bare for choice in action.choices or ()),
        takes_files=any(action.metavar == FILE for action in bare),
    )


def _option(action: argparse.Action) -> Option:
    values = None if action.nargs == 0 else tuple(map(str, action.choices or ()))
    return Option(action.help or "", values, takes_file=action.metavar == FILE)


def _values(known: Mapping[str, Completion]) -> Mapping[str, Option]:
    """The options that take a value, whichever command has them."""
    every = {name: option for each in known.values() for name, option in each.options.items()}
    return {name: option for name, option in every.items() if option.values is not None}


def _case(word: str, options: str, words: Sequence[str], *, files: bool) -> str:
    return f"        {word}) flags=({options}) offered=({' '.join(words)}) files={int(files)} ;;"


def _cases(known: Mapping[str, Completion], shown: Callable[[str, Option], str]) -> tuple[str, str]:
    """What is offered after each command, and after each option that takes a value: such values only."""
    commands = [
        _case(name, " ".join(starmap(shown, each.options.items())), each.words, files=each.takes_files)
        for name, each in known.items()
    ]
    values = [_case(name, "", each.values or (), files=each.takes_file) for name, each in _values(known).items()]
    return "\n".join(commands), "\n".join(values)


def _bash(known: Mapping[str, Completion]) -> str:
    commands, values = _cases(known, lambda name, _: name)
    return f"""\
_ipjang() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" files=0
    local -a flags=(--help --version) offered=({" ".join(known)})
    [ "$COMP_CWORD" -gt 1 ] && case "${{COMP_WORDS[1]}}" in
{commands}
    esac
    case "$before" in
{values}
    esac
    case "$current" in -*) offered=("${{flags[@]}}"); files=0 ;; esac
    COMPREPLY=($(compgen -W "${{offered[*]}}" -- "$current"))
    [ "$files" -eq 1 ] && COMPREPLY+=($(compgen -f -- "$current"))
    return 0
}}
complete -o filenames -F _ipjang ipjang
"""


def _zsh(known: Mapping[str, Completion]) -> str:
    """Sourced, or as a file `_ipjang` in `fpath`; zsh's completion is begun where the start-up file has not done so."""
    commands, values = _cases(known, lambda name, option: quote(f"{name}:{option.help}"))
    summaries = " ".join(quote(f"{command.name}:{command.summary}") for command in COMMANDS)
    return f"""\
#compdef ipjang
_ipjang() {{
    local files=0
    local -a flags=('--help:show the help page' '--version:show the version') offered=()
    local -a known=({summaries})
    (( CURRENT > 2 )) && case "${{words[2]}}" in
{commands}
    esac
    case "${{words[CURRENT-1]}}" in
{values}
    esac
    if [[ "$PREFIX" == -* ]]; then
        _describe option flags
    elif (( CURRENT == 2 )); then
        _describe command known
    else
        compadd -- "${{offered[@]}}"
        (( files )) && _files
    fi
}}
(( ${{+functions[compdef]}} )) || {{ autoload -Uz compinit && compinit; }}
if [[ "${{funcstack[1]}}" == _ipjang ]]; then _ipjang "$@"; else compdef _ipjang ipjang; fi
"""


def _fish(known: Mapping[str, Completion]) -> str:
    summaries = {command.name: command.summary for command in COMMANDS}
    lines = ["complete -c ipjang -f", "complete -c ipjang -n __fish_use_subcommand -l help -d 'show the help page'"]
    lines += ["complete -c ipjang -n __fish_use_subcommand -l version -d 'show the version'"]
    for name, each in known.items():
        here = f"complete -c ipjang -n '__fish_seen_subcommand_from {name}'"
        lines.append(f"complete -c ipjang -n __fish_use_subcommand -a {name} -d {_quoted(summaries[name])}")
        lines += [f"{here} {_fish_option(option, taken)}" for option, taken in each.options.items()]
        lines += [f"{here} -a {word}" for word in each.words]
        lines += [f"{here} -F"] if each.takes_files else []
    return "\n".join(lines) + "\n"


def _fish_option(name: str, option: Option) -> str:
    """`-x` takes a value and no file, `-r` a value that may be one."""
    told = f"-l {name.removeprefix('--')} -d {_quoted(option.help)}"
    if option.values is None:
        return told
    return f"{told} -r -F" if option.takes_file else f"{told} -x -a {_quoted(' '.join(option.values))}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
