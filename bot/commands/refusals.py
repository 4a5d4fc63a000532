"""What a refusal means to the person at the terminal."""

from knowledge.errors import FileRefusedError, KnowledgeError


def explain(refusal: KnowledgeError) -> str:
    """One sentence about a refusal, with the line where it concerns a file."""
    line = refusal.facts.get("line") if isinstance(refusal, FileRefusedError) else None
    facts = ", ".join(f"{key} {value}" for key, value in refusal.facts.items() if key != "line" and value is not None)
    words = refusal.code.replace("_", " ")
    return f"{f'line {line}: ' if line is not None else ''}{words}{f' ({facts})' if facts else ''}."
