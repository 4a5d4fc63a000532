"""What replies say in English."""

from collections.abc import Sequence
from datetime import date, tzinfo

from bot.i18n.dates import english_day, english_said
from knowledge.conversation import Mark, Verdict
from knowledge.model import Action, Voice
from knowledge.said import Said

VOICES = {
    Voice.OWN: "own word",
    Voice.AUTHORITY: "announced by the programme",
    Voice.REPORTED: "reported, not confirmed by the team",
}
MARKS = {
    Action.RECORD: "recorded",
    Action.CORRECT: "corrected",
    Action.RETRACT: "retracted",
    Action.REINSTATE: "reinstated",
}
LEADS = {Verdict.YES: "Yes. ", Verdict.NO: "No. "}


def _quoted(labels: Sequence[str]) -> str:
    return " or ".join(f"“{label}”" for label in labels)


def _joined(names: Sequence[str]) -> str:
    """Kakao and KT / Kakao, NC AI and KT."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _teams(count: int) -> str:
    return "1 team" if count == 1 else f"{count} teams"


class English:
    """Phrases in English, in the plain style of a news desk."""

    def day(self, day: date, today: date) -> str:
        return english_day(day, today)

    def said(self, said: Said | None, zone: tzinfo, today: date) -> str:
        return "day unknown" if said is None else english_said(said, zone, today)

    def holds(self, name: str, label: str) -> str:
        return f"{name}: {label}."

    def verdict(self, verdict: Verdict, name: str, label: str) -> str:
        return f"{LEADS.get(verdict, '')}{self.holds(name, label)}"

    def has_result(self, name: str, label: str) -> str:
        return f"{name}, result: {label}."

    def result_verdict(self, verdict: Verdict, name: str, label: str) -> str:
        return f"{LEADS.get(verdict, '')}{self.has_result(name, label)}"

    def nobody_said(self, labels: Sequence[str]) -> str:
        return f"Nothing on record says {_quoted(labels)}."

    def all_hold(self, names: Sequence[str], label: str) -> str:
        return f"Yes. {_joined(names)}: {label}."

    def no_position(self, name: str) -> str:
        return f"No position of {name} is on record."

    def no_result(self, name: str) -> str:
        return f"No result for {name} is on record."

    def no_statement(self, name: str) -> str:
        return f"{name} is on the list, but no statement is on record."

    def contradicts(self, name: str, labels: Sequence[str]) -> str:
        return f"The record on {name} conflicts: {', '.join(labels)}."

    def result(self, label: str) -> str:
        return f"Result: {label}"

    def position(self, label: str) -> str:
        return f"Position: {label}"

    def unconfirmed(self, label: str) -> str:
        return f"Newer, unconfirmed report: {label}"

    def retracted(self, label: str, said: str, on: str, reason: str | None) -> str:
        line = f"“{label}” ({said}) was retracted on {on}."
        return f"{line} Reason: {reason}" if reason else line

    def voice(self, voice: Voice, speaker: str | None) -> str:
        return f"{VOICES[voice]} · {speaker}" if speaker else VOICES[voice]

    def published(self, day: str) -> str:
        return f"published {day}"

    def no_source(self) -> str:
        return "publisher unknown"

    def source(self) -> str:
        return "Source"

    def no_link(self) -> str:
        return "The record has no link to the original."

    def mark(self, mark: Mark, on: str) -> str:
        line = f"{MARKS[mark.action]} {on}"
        return f"{line}. Reason: {mark.reason}" if mark.reason else line

    def counted(self, label: str, count: int) -> str:
        return f"{label}: {_teams(count)}"

    def nobody(self, label: str) -> str:
        return f"No team is on record as “{label}” (0 teams)."

    def apart(self, label: str, count: int) -> str:
        return f"Apart from that, {_teams(count)} with the result “{label}”."

    def silent(self, count: int) -> str:
        return f"No position on record: {_teams(count)}"

    def more_teams(self, count: int) -> str:
        return f"And {_teams(count)} more."

    def overview(self, programme: str, count: int) -> str:
        return f"{programme}: {_teams(count)}"

    def sentences(self) -> str:
        return "The sentences"

    def history(self, names: Sequence[str], count: int) -> str:
        statements = "1 statement" if count == 1 else f"{count} statements"
        return f"{_joined(names)}: {statements} on record" if names else f"All {statements} on record"

    def no_history(self, names: Sequence[str]) -> str:
        return f"{_joined(names)}: no statement on record." if names else "No statement on record."

    def since(self, day: str) -> str:
        return f"since {day}"

    def reach(self, day: str) -> str:
        return f"The record reaches {day}."

    def empty_record(self) -> str:
        return "The record is still empty."

    def as_of(self, day: str) -> str:
        return f"As of {day}"

    def before_record(self, day: str) -> str:
        return f"The record begins on {day}; nothing is known of the time before."

    def after_today(self) -> str:
        return "That day has not come yet; this is the record as it stands."

    def which(self) -> str:
        return "Which one do you mean?"

    def stranger(self, names: Sequence[str]) -> str:
        verb = "is not a team" if len(names) == 1 else "are not teams"
        return f"{_joined([f'“{name}”' for name in names])} {verb} on this list."

    def unknown(self) -> str:
        return "That is not a team on this list, or not a name that I understood."

    def perhaps(self) -> str:
        return "Did you mean this team?"

    def help(self, programme: str) -> str:
        return f"I tell where each team stands on {programme}, with the sentence that says so. Ask like this:"

    def help_examples(self, names: Sequence[str], labels: Sequence[str]) -> Sequence[str]:
        lines = [f"Where does {name} stand?" for name in names[:1]]
        lines += [f"Which teams are “{label}”?" for label in labels[:1]]
        lines += [f"Timeline of {name}" for name in names[:1]]
        return [*lines, "Overview"]

    def button_history(self, name: str | None) -> str:
        return f"History of {name}" if name else "History"

    def button_source(self, name: str | None) -> str:
        return f"Source for {name}" if name else "Source"

    def button_others(self, label: str, count: int) -> str:
        return f"{label}: {count}"

    def button_overview(self) -> str:
        return "Overview"

    def button_stance(self, name: str) -> str:
        return name

    def button_article(self) -> str:
        return "Open the article"

    def button_more(self) -> str:
        return "More"
