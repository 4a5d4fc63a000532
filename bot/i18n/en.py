"""What replies say in English, in the plain style of a news desk."""

from collections.abc import Sequence
from datetime import UTC, date, tzinfo

from bot.i18n.dates import english_day, english_said
from knowledge.answer import Mark
from knowledge.model import Action, EnglishMembers, Kind, Voice
from knowledge.question import Rank
from knowledge.said import Said

VOICES = {Voice.OWN: "own word", Voice.AUTHORITY: "official announcement"}
BRIEFLY = {Voice.OWN: "own word", Voice.AUTHORITY: "official", Voice.REPORTED: "reported"}
TEAMS = EnglishMembers()
KINDS = {Kind.POSITION: "Position", Kind.RESULT: "Result"}
MARKS = {
    Action.RECORD: "recorded",
    Action.CORRECT: "corrected",
    Action.RETRACT: "retracted",
    Action.REINSTATE: "reinstated",
}


def _said_so(labels: Sequence[str]) -> str:
    return " or ".join(f"“{label}”" for label in labels) if labels else "where they stand"


class English:
    """The English phrases, with the words that a programme has for its teams (shop, shops)."""

    def __init__(self, members: EnglishMembers = TEAMS) -> None:
        self._one, self._many = members.one, members.many

    def _counted(self, count: int) -> str:
        return f"1 {self._one}" if count == 1 else f"{count} {self._many}"

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

    def yes(self, heading: str, *, is_negative: bool = False) -> str:
        return f"Right: {heading}" if is_negative else f"Yes. {heading}"

    def no(self, heading: str, *, is_negative: bool = False) -> str:
        return f"Not so: {heading}" if is_negative else f"No. {heading}"

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
        if voice is not Voice.REPORTED:
            return VOICES[voice]
        if kind is Kind.RESULT:
            return "reported, not an official announcement"
        return f"reported, not confirmed by the {self._one}"

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

    def not_all(self, names: str) -> str:
        return f"{names}: not all of them"

    def some(self, names: str) -> str:
        return f"{names}: so it is"

    def unread(self, words: Sequence[str]) -> str:
        return f"The record holds nothing on {self.joined([f'“{word}”' for word in words])}."

    def beyond(self, day: str | None) -> str:
        return f"The record, to {day}, does not say so." if day else "The record does not say so."

    def excluding(self, labels: Sequence[str], count: int) -> str:
        return f"Not {' or '.join(f'“{label}”' for label in labels)}: {self._counted(count)}"

    def narrowed(self, label: str, among: Sequence[str]) -> str:
        return f"{label}, of those “{' or '.join(among)}”"

    def less(self, label: str, without: Sequence[str]) -> str:
        return f"{label}, without “{' or '.join(without)}”"

    def reported(self, names: str) -> str:
        return f"By a newer, unconfirmed report also: {names}"

    def counted(self, label: str, count: int) -> str:
        return f"{label}: {self._counted(count)}"

    def nobody(self, label: str, considered: int) -> str:
        return f"None of the {self._counted(considered)} is on record as “{label}” (0 {self._many})."

    def apart(self, label: str, count: int) -> str:
        return f"Apart from that, {self._counted(count)} with the result “{label}”."

    def besides(self, names: str) -> str:
        return f"without {names}"

    def silent(self, count: int) -> str:
        return f"No position on record: {self._counted(count)}"

    def more_teams(self, count: int) -> str:
        return f"and {count} more"

    def overview(self, programme: str, count: int) -> str:
        return f"{programme} · {self._counted(count)}"

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
        return f"{quoted} {f'is no {self._one}' if len(names) == 1 else f'are no {self._many}'} on this list."

    def unknown(self) -> str:
        return "That name is not on this list."

    def perhaps(self, count: int) -> str:
        return "Did you mean this one?" if count == 1 else "Did you mean one of these?"

    def perhaps_also(self) -> str:
        return "Did you also mean this one?"

    def help(self, programme: str) -> str:
        return f"I tell where each {self._one} stands on {programme}, with the sentence that says so. Ask like this:"

    def examples(self, names: Sequence[str], label: str | None) -> Sequence[str]:
        asked = [f"Where does {names[0]} stand?", f"Timeline of {names[-1]}"] if names else []
        listed = [f"Which {self._many} are “{label}”?"] if label else []
        return [*asked[:1], *listed, *asked[1:], "Overview as of yesterday"]

    def no_entry(self) -> str:
        return "No record"

    def struck(self) -> str:
        return "corrected or retracted"

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

    def button_picture(self) -> str:
        return "Picture"

    def button_timeline(self) -> str:
        return "Timeline"

    def button_text(self) -> str:
        return "As text"
