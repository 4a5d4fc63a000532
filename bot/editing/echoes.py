"""What an editor typed, given back to be copied, mended and sent again (pure)."""

from collections.abc import Iterator, Sequence

from bot.editing.desk import Desk
from bot.editing.draft import Draft, as_lines
from bot.editing.proposals import Proposal, Reinstating, Retracting
from bot.i18n.editing import editing_steps
from bot.rendering.answers import label
from bot.rendering.reply import escape, utf16_length
from knowledge.fields import Language

PIECE = 3000
"""UTF-16 units of one copied block: with what stands above it, it fits a message."""


def command_of(draft: Draft, desk: Desk, language: Language) -> str:
    """The command that would tell what a draft tells; for a correction with a line for the reason."""
    name = editing_steps(language).key
    lines = [f"{name(key)}: {_shown(key, value, desk, language)}" for key, value in as_lines(draft)]
    if draft.correcting is None:
        return "\n".join(["/add", *lines])
    reason = [] if draft.correcting.reason is not None else [f"{name('reason')}: "]
    return "\n".join([f"/correct {draft.correcting.id}", *reason, *lines])


def command_of_change(proposal: Proposal) -> str | None:
    """The command that asked for a change, where it is one line."""
    match proposal:
        case Retracting(id=identifier, reason=reason):
            return f"/retract {identifier} {reason}"
        case Reinstating(id=identifier, reason=why):
            return f"/reinstate {identifier} {why or ''}".rstrip()
        case _:
            return None


def copied(text: str, heading: str) -> Iterator[Sequence[str]]:
    """A text to copy by one tap, in as many blocks as it needs, under a heading."""
    yield (escape(heading),)
    for piece in _pieces(text):
        yield (f"<pre>{escape(piece)}</pre>",)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that fit a message each, cut at line ends where there are any."""
    while utf16_length(text) > PIECE:
        cut = text.rfind("\n", 1, PIECE // 2)
        cut = cut if cut > 0 else PIECE // 2
        yield text[:cut]
        text = text[cut:]
    yield text


def _shown(key: str, value: str, desk: Desk, language: Language) -> str:
    if key == "team":
        return desk.facts.teams[value].names.official(language) if value in desk.facts.teams else value
    if key == "stance":
        return label(desk.facts.stances[value], language) if value in desk.facts.stances else value
    return value
