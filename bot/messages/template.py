"""Messages as data: a text in Korean and in English with the same placeholders, called like a method.

    class Answers(Messages):
        source = fixed("출처", "Source")

        @message("{names:은} {label}입니다.", "{names}: {label}")
        def holds(self, names: str, label: str) -> str: ...

The signature is what the type checker holds callers to; its parameters are the placeholders. What may follow the colon:

- `{team:은}`: the Korean particle, in the form that the sound before it wants; `{team:-은}` is the particle alone.
- `{names:‘’}`, `{labels:“”or}`, `{label:‘’은}`: the word, or each of a list, in these quotes; a list has commas,
  or `or`, or `and` before the last.
- `{count:one team|# teams}`: the first text for 1, True, and a word or a list that is not empty; the second for
  all else. `#` is the value. Either text may be empty, and may have placeholders that choose nothing.
- `{limit:,}`: a number with its thousands set apart.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar, cast

from knowledge.fields import Language
from knowledge.text.particles import Particle, with_particle

P = ParamSpec("P")
Key = TypeVar("Key", bound=str)
Values = Mapping[str, object]
_FORM: Final = re.compile(
    r"(?P<comma>,)|(?P<alone>-)?(?P<quotes>‘’|“”)?(?P<last>or|and)?(?P<particle>은|이|을|과|이라|이었|으로)?"
)


class Template:
    """A text whose placeholders are filled by name: `Template("{team:은}?")({"team": "카카오"})` is `카카오는?`.

    It is taken apart at its first use, as few of all messages are said in one run.
    """

    __slots__ = ("_parts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts: list[str | Callable[[Values], str]] | None = None

    def __call__(self, values: Values) -> str:
        if self._parts is None:
            self._parts = list(_taken_apart(self.text))
        return "".join([part if isinstance(part, str) else part(values) for part in self._parts])

    @property
    def names(self) -> set[str]:
        """The placeholders, those in the wordings of others too."""
        found = [(name, form or "") for _, name, form, _ in Formatter().parse(self.text) if name is not None]
        within = (Template(each).names for _, form in found if "|" in form for each in form.split("|"))
        return {name for name, _ in found}.union(*within)


def _taken_apart(text: str) -> Iterator[str | Callable[[Values], str]]:
    for literal, name, form, _ in Formatter().parse(text):
        yield literal
        if name is not None:
            yield _placeholder(name, form or "")


def _placeholder(name: str, form: str) -> Callable[[Values], str]:
    """What stands in the place of a placeholder. Raises ValueError for a form that there is not."""
    if "|" in form:
        first, second = (Template(each.replace("#", f"{{{name}}}")) for each in form.split("|"))
        return lambda values: (first if _is_one(values[name]) else second)(values)
    found = _FORM.fullmatch(form)
    if found is None:
        raise ValueError(f"{form} is no form of a placeholder")
    if found["comma"]:
        return lambda values: format(values[name], ",")
    quotes, last, particle = found["quotes"] or "", found["last"], cast("Particle | None", found["particle"])
    if particle is None:
        return lambda values: _written(values[name], quotes, last)
    if found["alone"]:
        return lambda values: with_particle(_written(values[name], "", None), particle)[len(str(values[name])) :]
    return lambda values: with_particle(_written(values[name], quotes, last), particle)


def _is_one(value: object) -> bool:
    return value == 1 if isinstance(value, int) else bool(value)


def _written(value: object, quotes: str, last: str | None) -> str:
    if not isinstance(value, (list, tuple)):
        return f"{quotes[:1]}{value}{quotes[1:]}" if quotes else str(value)
    words = [f"{quotes[:1]}{each}{quotes[1:]}" for each in value]
    if last == "or":
        return " or ".join(words)
    if last == "and" and len(words) > 1:
        return f"{', '.join(words[:-1])} and {words[-1]}"
    return ", ".join(words)


Texts = Mapping[Language, Template]
"""One text in every language."""


def texts(ko: str, en: str) -> Texts:
    """One text in every language."""
    return {"ko": Template(ko), "en": Template(en)}


def table(pairs: Mapping[Key, tuple[str, str]]) -> Mapping[Key, Texts]:
    """Texts by a code of the record or of the program, each written as Korean and English."""
    return {key: texts(*pair) for key, pair in pairs.items()}


def tables(name: str) -> Mapping[str, Mapping[str, Texts]]:
    """The tables of `NAME.tsv`: in a row stand a table, a code, the Korean text and the English one."""
    found: dict[str, dict[str, Texts]] = {}
    for row in Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            title, code, ko, en = row.replace("\\n", "\n").split("\t")
            found.setdefault(title, {})[code] = texts(ko, en)
    return found


class Messages:
    """The messages of one subject in one language; `words` are placeholders that each of them may use."""

    def __init__(self, language: Language, words: Mapping[str, str] | None = None) -> None:
        self.language: Language = language
        self.words = words or {}

    def fill(self, each: Texts, **values: object) -> str:
        """A text of a table, completed."""
        return each[self.language]({**self.words, **values})


class MessageText(Generic[P]):
    """A method of `Messages` that is a text and nothing else."""

    __slots__ = ("defaults", "parameters", "texts")

    def __init__(self, ko: str, en: str, parameters: tuple[str, ...] = (), defaults: Values | None = None) -> None:
        self.texts = texts(ko, en)
        self.parameters = parameters
        self.defaults = defaults or {}

    def __get__(self, messages: Messages, _: object = None) -> Callable[P, str]:
        def say(*args: P.args, **kwargs: P.kwargs) -> str:
            named = dict(zip(self.parameters, args, strict=False))
            return self.texts[messages.language]({**messages.words, **self.defaults, **named, **kwargs})

        return say


def fixed(ko: str, en: str) -> "MessageText[[]]":
    """A message that takes nothing."""
    return MessageText(ko, en)


def message(ko: str, en: str) -> Callable[[Callable[Concatenate[Any, P], str]], MessageText[P]]:
    """A message whose placeholders are the parameters of the method that it decorates."""

    def decorated(signature: Callable[Concatenate[Any, P], str]) -> MessageText[P]:
        code = signature.__code__
        parameters = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
        return MessageText(ko, en, parameters, signature.__kwdefaults__)

    return decorated
