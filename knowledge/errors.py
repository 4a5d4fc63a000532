"""Refusals, the expected outcomes of a request to change or load something: facts, and no sentence for readers."""

from typing import Any


class KnowledgeError(Exception):
    """A request was refused. `code` names the rule; `facts` hold what a sentence about it needs."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: {', '.join(f'{key}={value!r}' for key, value in self.facts.items())}"


class NotFoundError(KnowledgeError):
    """What the request names is not there: a team, a stance, a source, a statement."""


class ConflictError(KnowledgeError):
    """The request contradicts what is on record: a taken id, a taken alias, somebody else's newer correction."""


class RefusedError(KnowledgeError):
    """The request breaks a rule of the record: a quote that is not in its source, a missing reason, a blank name."""


class FileRefusedError(KnowledgeError):
    """A file was refused; `facts["line"]` is the 1-based line, or None where it concerns the whole file."""


class StoreError(KnowledgeError):
    """The database cannot serve: unreachable, read-only, full, locked, corrupt, or of a newer schema than this code."""
