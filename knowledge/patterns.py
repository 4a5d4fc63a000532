"""Regular expressions that are compiled when they are first used."""

import re
from typing import Any, cast


class LazyPattern:
    """Stands for a pattern, and becomes as quick as one: each method that was used is the compiled pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name == "_compiled":
            self._compiled = re.compile(self._source, self._flags)
            return self._compiled
        if name.startswith("_"):  # what copying and inspecting look for
            raise AttributeError(name)
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but made at its first use.

    Some four hundred patterns tell what a question asks; compiling them all took 70 ms of each start, and a plain
    question needs a tenth of them. A mistake in one shows only at its use: a test uses every one.
    """
    return cast("re.Pattern[str]", LazyPattern(source, flags))
