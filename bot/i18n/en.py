"""What replies say in English, in the plain style of a news desk."""

from collections.abc import Sequence
from datetime import UTC, date, tzinfo

from bot.i18n.dates import english_day, english_said
from knowledge.conversation import Mark, Rank
from knowledge.model import Action, Kind, Voice
from knowledge.said import Said

VOICES = {Voice.OWN: "own word", Voice.AUTHORITY: "official announcement"}
REPORTED = {Kind.POSITION: "reported, not confirmed by the team", Kind.RESULT: "reported, not an official announcement"}
BRIEFLY = {Voice.OWN: "own word", Voice.AUTHORITY: "official", Voice.REPORTED: "reported"}
KINDS = {Kind.POSITION: "Position", Kind.RESULT: "Result"}
MARKS = {
    Action.RECORD: "recorded",
    Action.CORRECT: "corrected",
    Action.RETRACT: "retracted",
    Action.REINSTATE: "reinstated",
}


def _teams(count: int) -> str:
    return "1 team" if count == 1 else f"{count} teams"


def _said_so(labels: Sequence[str]) -> str:
    return " or ".join(f"“{label}”" for label in labels) if labels else "where they stand"


class English:
    """The English phrases."""

    def day(self, day: date, today: date) -> str:
        return english_day(day, today)

    def said(self, said: Said | None, zone: tzinfo, today: date) -> str:
        return "Date unknown" if said is None else english_said(said, zone, today)

    def joined(self, names: Sequence[str]) -> str:
        return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)

    def holds(self, names: str, label: str) -> str:
        return f"{names}: {label}"

    def has_result(self, names: str, label: str) -> str:
        return f"{names}, result: {label}"

    def in_short(self, kind: Kind, label: str) -> str:
        return f"{KINDS[kind]}: {label}"

    def all_hold(self, names: str, label: str) -> str:
        return f"{names}: {label}"

    def all_have_result(self, names: str, label: str) -> str:
        return f"{names}, result: {label}"

    def yes(self, heading: str) -> str:
        return f"Yes. {heading}"

    def no(self, heading: str) -> str:
        return f"No. {heading}"

    def nobody_said(self, labels: Sequence[str]) -> str:
        return f"Nothing on record says {' or '.join(f'“{label}”' for label in labels)}."

    def said_before(self, label: str, day: str) -> str:
        return f"Earlier on record: “{label}” ({day})."

    def said_too(self, label: str, day: str) -> str:
        return f"Also on record: “{label}” ({day})."

    def no_position(self, names: str) -> str:
        return f"{names}: no position on record"

    def no_result(self, names: str) -> str:
        return f"{names}: no result on record"

    def no_statement(self, names: str) -> str:
        return f"{names}: on the list, no statement on record"

    def contradicts(self, name: str, labels: Sequence[str]) -> str:
        return f"{name}: the record conflicts ({', '.join(labels)})"

    def contrary(self, label: str) -> str:
        return f"Conflicting statement: {label}"

    def unconfirmed(self, label: str) -> str:
        return f"Newer, unconfirmed report: {label}"

    def retracted(self, label: str, said: str, on: str, reason: str | None) -> str:
        line = f"“{label}” ({said}) was retracted on {on}."
        return f"{line} Reason: {reason}" if reason else line

    def of_team(self, name: str, line: str) -> str:
        return f"{name} · {line}"

    def voice(self, voice: Voice, kind: Kind) -> str:
        return REPORTED[kind] if voice is Voice.REPORTED else VOICES[voice]

    def brief_voice(self, voice: Voice) -> str:
        return BRIEFLY[voice]

    def published(self, day: str) -> str:
        return f"published {day}"

    def source(self) -> str:
        return "Source"

    def common_source(self) -> str:
        return "Source of all"

    def no_source(self) -> str:
        return "publisher unknown"

    def no_link(self) -> str:
        return "The record has no link to the original."

    def recorded(self, statement: str, day: str) -> str:
        return f"Record {statement}, entered {day}"

    def mark(self, mark: Mark, on: str) -> str:
        line = f"{MARKS[mark.action].capitalize()} on {on}"
        return f"{line} · Reason: {mark.reason}" if mark.reason else line

    def counted(self, label: str, count: int) -> str:
        return f"{label}: {_teams(count)}"

    def nobody(self, label: str, considered: int) -> str:
        return f"None of the {_teams(considered)} is on record as “{label}” (0 teams)."

    def apart(self, label: str, count: int) -> str:
        return f"Apart from that, {_teams(count)} with the result “{label}”."

    def besides(self, names: str) -> str:
        return f"without {names}"

    def silent(self, count: int) -> str:
        return f"No position on record: {_teams(count)}"

    def more_teams(self, count: int) -> str:
        return f"and {count} more"

    def overview(self, programme: str, count: int) -> str:
        return f"{programme} · {_teams(count)}"

    def sentences(self) -> str:
        return "The sentences"

    def history(self, names: str, count: int) -> str:
        statements = "1 statement" if count == 1 else f"{count} statements"
        return f"{names}: {statements} on record" if names else f"All {statements} on record"

    def no_history(self, names: str) -> str:
        return f"{names}: no statement on record" if names else "No statement on record"

    def since(self, heading: str, day: str) -> str:
        return f"{heading} (since {day})"

    def entry(self, said: str, name: str, label: str) -> str:
        return f"{said} · {name}: {label}"

    def between(self, since: date, until: date, today: date) -> str:
        return english_said(Said(start=since, end=until), UTC, today)

    def changes(self, count: int, span: str) -> str:
        return f"{count} {'change' if count == 1 else 'changes'}, {span}"

    def no_changes(self, names: str, span: str) -> str:
        return f"Nothing changed for {names}, {span}." if names else f"No position or result changed, {span}."

    def change(self, name: str, before: str | None, after: str | None) -> str:
        return f"{name}: {before or 'nothing on record'} → {after or 'nothing on record'}"

    def contradicted(self, name: str, label: str | None) -> str:
        return f"{name}: what contradicts “{label}” on record is not what it was."

    def other_voice(self, name: str, label: str | None) -> str:
        return f"{name}: still {label}, now said by somebody else."

    def new_report(self, name: str, label: str) -> str:
        return f"{name}: a new unconfirmed report, {label}"

    def recorded_meanwhile(self, count: int) -> str:
        return f"Recorded or put right in that time, though said earlier: {count}"

    def ranked(self, rank: Rank, labels: Sequence[str], names: str) -> str:
        return f"The {rank} to say {_said_so(labels)}: {names}."

    def rank_unknown(self, rank: Rank, labels: Sequence[str], names: str) -> str:
        return f"The record cannot tell who was the {rank} to say {_said_so(labels)}; the days overlap: {names}"

    def nobody_ranked(self, labels: Sequence[str]) -> str:
        return f"Nobody on record has said {_said_so(labels)}."

    def reach(self, day: str) -> str:
        return f"The record reaches {day}."

    def empty_record(self) -> str:
        return "The record is still empty."

    def as_of(self, heading: str, day: str) -> str:
        return f"{heading} (as of {day})"

    def before_record(self, day: str) -> str:
        return f"The record begins on {day}; it says nothing about the time before."

    def after_today(self) -> str:
        return "That day has not come yet; this is the record as it stands."

    def which(self, names: Sequence[str]) -> str:
        return f"Do you mean {names[0]}?" if len(names) == 1 else "Which one do you mean?"

    def strangers(self, names: Sequence[str]) -> str:
        quoted = self.joined([f"“{name}”" for name in names])
        return f"{quoted} {'is not a team' if len(names) == 1 else 'are not teams'} on this list."

    def unknown(self) -> str:
        return "That name is not on this list."

    def perhaps(self, count: int) -> str:
        return "Did you mean this one?" if count == 1 else "Did you mean one of these?"

    def perhaps_also(self) -> str:
        return "Did you also mean this one?"

    def help(self, programme: str) -> str:
        return f"I tell where each team stands on {programme}, with the sentence that says so. Ask like this:"

    def examples(self, names: Sequence[str], label: str | None) -> Sequence[str]:
        asked = [f"Where does {names[0]} stand?", f"Timeline of {names[-1]}"] if names else []
        listed = [f"Which teams are “{label}”?"] if label else []
        return [*asked[:1], *listed, *asked[1:], "Overview as of yesterday"]

    def button_history(self) -> str:
        return "History"

    def button_source(self) -> str:
        return "Source"

    def button_now(self) -> str:
        return "Now"

    def button_overview(self) -> str:
        return "Overview"

    def button_all_history(self) -> str:
        return "All statements"

    def button_earlier(self) -> str:
        return "Earlier"

    def button_follow(self) -> str:
        return "Notify me"

    def button_more(self) -> str:
        return "More"
