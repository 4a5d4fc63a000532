"""What is said about a change in English."""

from collections.abc import Mapping, Sequence

from bot.messages.dates import english_span

PREVIEWS: Mapping[str, str] = {
    "record": "Preview, nothing saved yet · new statement of {name}",
    "correct": "Preview, nothing saved yet · correction for {name}",
    "retract": "Preview, nothing saved yet · retraction for {name}",
    "reinstate": "Preview, nothing saved yet · reinstatement for {name}",
    "team": "Preview, nothing saved yet · new team {name}",
    "names": "Preview, nothing saved yet · names of {name}",
    "alias": "Preview, nothing saved yet · another name of {name}",
    "unalias": "Preview, nothing saved yet · a name less for {name}",
    "decoy": "Preview, nothing saved yet · not to be taken for {name}",
    "undecoy": "Preview, nothing saved yet · a decoy less for {name}",
    "load": "Preview, nothing saved yet · file {name}",
    "grant": "Preview, nothing saved yet · new editor",
    "revoke": "Preview, nothing saved yet · an editor less",
}
SAVED: Mapping[str, str] = {
    "record": "Saved. The statement's id is {id}.",
    "correct": "Corrected. The statement's id is {id}.",
    "retract": "Retracted. The statement's id is {id}.",
    "reinstate": "Reinstated. The statement's id is {id}.",
    "team": "The team was added. Its id is {id}.",
    "names": "The names were changed, and hold for every question from now on.",
    "alias": "The name was added, and holds for every question from now on.",
    "unalias": "The name was removed, and this holds for every question from now on.",
    "decoy": "Noted as another company, for every question from now on.",
    "undecoy": "The decoy was removed, and this holds for every question from now on.",
    "load": "The file was saved, and holds for every question from now on.",
    "grant": "Now an editor: {id}",
    "revoke": "An editor no longer: {id}",
}
NAME_CHANGES: Mapping[str, str] = {
    "alias": "‘{name}’ will be understood as {team}.",
    "unalias": "‘{name}’ will no longer be understood as {team}.",
    "decoy": "‘{name}’ will be understood as another company, not as {team}.",
    "undecoy": "‘{name}’ will no longer be set apart as another company.",
}
PARTS: Mapping[str, str] = {
    "team": "Team",
    "stance": "Stance",
    "quote": "Sentence",
    "said": "Date said",
    "voice": "Voice",
    "speaker": "Speaker",
    "source": "Source",
    "publisher": "Publisher",
    "title": "Title",
    "url": "Link",
    "published": "Published",
    "ko": "Korean names",
    "en": "English names",
    "ticker": "Ticker",
    "decoys": "Other companies",
}
ACTIONS: Mapping[str, str] = {
    "record": "recorded",
    "correct": "corrected",
    "retract": "retracted",
    "reinstate": "reinstated",
}
REFUSALS: Mapping[str, str] = {
    "no_statement": "There is no statement {id}; /statements TEAM lists the ids.",
    "no_team": "There is no team {id}.",
    "no_stance": "There is no stance {id}.",
    "no_source": "There is no source {id}.",
    "no_name": "{team} has no name ‘{name}’.",
    "no_editor": "{user} is not an editor.",
    "quote_not_in_source": "This sentence is not in the text kept of its source ({id}). Is it exactly as printed?",
    "source_differs": "The text kept of the source {id} is another one. Tell them apart by title or date.",
    "no_reason": "A reason is needed: write it behind the command.",
    "nothing_changes": "Nothing would change.",
    "is_retracted": "{id} is retracted already. /reinstate {id} brings it back.",
    "not_retracted": "{id} is not retracted.",
    "undo_expired": "Undo works for {minutes} minutes after saving, and {id} stands. Use /retract {id} REASON instead.",
    "undo_not_yours": "Another editor saved this, and it stands. Use /retract {id} REASON instead.",
    "team_taken": "There is a team {id} already.",
    "name_taken": "‘{name}’ is noted for {team} already.",
    "name_is_decoy": "‘{name}’ is noted as another company that looks like {team}.",
    "decoy_is_name": "‘{name}’ is a name of {team} and cannot be another company.",
    "name_blank": "The name shows nothing: type one that can be seen.",
    "name_hidden": "‘{name}’ has the character {character}, which nobody sees: type the name without it.",
    "last_name": "‘{name}’ is the last name of {team} and has to stay.",
    "editor_taken": "{user} is an editor already.",
    "no_pending": "No such change waits for approval.",
    "own_change": "Nobody approves or rejects a change of their own.",
    "decided": "Another editor has decided on this change already.",
    "lapsed": "The time to approve this change is over.",
    "record_moved": "The record has changed meanwhile. Please look again with /proposals.",
}
STANDING = frozenset({"undo_not_yours", "undo_expired"})
"""Refusals of an Undo: what was saved stands."""
WARNINGS: Mapping[str, str] = {
    "duplicate": "The same is on record already ({id}).",
    "older": "It was said before the present headline ({said}), which will stay.",
    "lower_voice": "A weightier voice is on record ({said}), and stays the headline.",
    "future": "The date said is in the future.",
    "after_source": "The date said is later than the day its source was published: please check both.",
    "contradicts": "The team's own word ‘{label}’ ({id}) of the same day says otherwise; both will be shown.",
    "mends_text": "The kept article does not have this sentence; saving mends it there too. Is it exactly as printed?",
    "team_not_in_quote": "The sentence does not name the team.",
    "stance_not_in_quote": "The words of the sentence do not seem to support this stance.",
    "keys_in_quote": "The sentence holds a ‘key: value’ line: it takes all that follows, so put it last.",
}


class EnglishEditingChanges:
    """EditingChanges in English."""

    def preview(self, kind: str, name: str) -> str:
        return PREVIEWS[kind].format(name=name)

    def readers_see(self) -> str:
        return "Readers will see this:"

    def changes(self) -> str:
        return "What changes"

    def headline(self, name: str, *, is_result: bool, before: str | None, after: str | None) -> str:
        subject = f"{'Result' if is_result else 'Headline'} of {name}"
        if before == after:
            return f"{subject}: stays {after or 'empty'}"
        return f"{subject}: {before or 'nothing on record'} → {after or 'nothing on record'}"

    def reason(self, reason: str) -> str:
        return f"Reason: {reason}"

    def warning(self, code: str, facts: Mapping[str, str]) -> str:
        return f"⚠ {WARNINGS[code].format_map(facts)}"

    def part(self, part: str, before: str | None, after: str | None) -> str:
        return f"{PARTS[part]}: {before or 'none'} → {after or 'none'}"

    def name_change(self, kind: str, team: str, name: str) -> str:
        return NAME_CHANGES[kind].format(team=team, name=name)

    def team_names(self, team: str, identifier: str) -> str:
        return f"{team} ({identifier})"

    def names_line(self, part: str, names: Sequence[str]) -> str:
        return f"{PARTS[part]}: {', '.join(names) or 'none'}"

    def clash(self, names: Sequence[str], teams: Sequence[str], *, is_shared: bool) -> str:
        first, second = (f"‘{name}’ of {team}" for team, name in zip(teams, names, strict=True))
        if is_shared:
            return f"⚠ {first} and {second} read the same: whoever asks by this name will be asked which one."
        return f"⚠ {first} and {second} are one keystroke apart: a slip between them will be asked about."

    def no_clash(self) -> str:
        return "It clashes with no name of another team."

    def access(self, kind: str, user: int) -> str:
        if kind == "grant":
            return f"User {user} will be able to edit the record."
        if kind == "owner":
            return f"{user} is an owner and may always edit. Owners change in the settings only (BOT_OWNERS)."
        return f"User {user} will no longer be able to edit, and this user's buttons stop at once."

    def save_all(self, count: int) -> str:
        return f"Save for all {count} of this source"

    def saved(self, kind: str, identifier: str) -> str:
        return SAVED[kind].format(id=identifier)

    def undone(self, identifier: str) -> str:
        return f"Undone: {identifier} is retracted."

    def undone_at_once(self) -> str:
        return "undone right after it was saved"

    def undo_too_late(self, identifier: str, minutes: int, *, is_live: bool) -> str:
        if not is_live:
            return f"Undo works for {minutes} minutes. {identifier} is retracted already."
        return (
            f"Undo works for {minutes} minutes, and they are over. {identifier} is saved and stands. "
            f"To take it back: /retract {identifier} REASON"
        )

    def undo_for(self, seconds: int) -> str:
        return f"You can undo this for {english_span(seconds)}."

    def changed_since_preview(self) -> str:
        return "The record has changed since this preview. Nothing was saved; please look at the new one."

    def refused(self, code: str, facts: Mapping[str, str]) -> str:
        told = REFUSALS[code].format_map(facts)
        return told if code in STANDING else f"Nothing was saved. {told}"

    def newer_revision(self, action: str, by: str, at: str) -> str:
        return f"Meanwhile it was {ACTIONS[action]} ({at}, {by}). Nothing was saved and nothing was overwritten."
