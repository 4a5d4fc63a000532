"""Lists, documents and usage in English."""

from collections.abc import Mapping, Sequence

USAGES: Mapping[str, str] = {
    "correct": (
        "/correct ID, then the lines to change and a ‘reason:’ line.\n"
        "For example:\n/correct {id}\nsaid: Jan 22\nreason: wrong date"
    ),
    "retract": "/retract ID REASON\nFor example: /retract {id} the article was about another company",
    "reinstate": "/reinstate ID REASON\nFor example: /reinstate {id} the article was right after all",
    "statements": "/statements TEAM\nFor example: /statements {team}",
    "team": (
        "/team names {team} shows all names and decoys.\n"
        "/team names {team} with lines ‘ko: …’ and ‘en: …’ replaces the names; commas between them.\n"
        "/team add TEAM_ID with lines ‘ko: …’, ‘en: …’, ‘ticker: …’ adds a team.\n"
        "For example:\n/team add hangang\nko: 한강연구소\nen: Hangang Lab"
    ),
    "alias": "/alias TEAM NAME adds a name, /alias remove TEAM NAME removes one.\nFor example: /alias {team} Nickname",
    "decoy": (
        "/decoy TEAM NAME notes another company that looks like the team, /decoy remove TEAM NAME takes it back.\n"
        "For example: /decoy {team} {team} Bank"
    ),
    "grant": "/grant USER_ID makes an editor. Or forward me that person's message and reply /grant to it.",
    "revoke": "/revoke USER_ID ends an editor's rights. Or forward me that person's message and reply /revoke to it.",
}
MENU: Mapping[str, str] = {
    "add": "Record a statement",
    "correct": "Correct a statement: id and lines",
    "retract": "Retract a statement: id and reason",
    "reinstate": "Undo a retraction: id",
    "statements": "A team's statements and their ids",
    "team": "Add a team, see a team's names",
    "alias": "Add or remove a team's name",
    "decoy": "Note a look-alike company",
    "gaps": "Questions that had no answer",
    "proposals": "Changes that wait for approval",
    "audit": "Who changed what",
    "export": "Get the programme file",
    "cancel": "Drop what you are writing",
}
OWNERS_MENU: Mapping[str, str] = {
    "grant": "Make somebody an editor",
    "revoke": "End somebody's editing",
    "editors": "Who may edit",
}
ACTIONS: Mapping[str, str] = {
    "record": "recorded",
    "correct": "corrected",
    "retract": "retracted",
    "reinstate": "reinstated",
    "add": "added",
    "change": "changed",
    "remove": "removed",
    "grant": "granted",
    "revoke": "revoked",
    "refused": "refused",
}
ATTEMPTS: Mapping[str, str] = {"/press": "a button", "/document": "a file", "/type": "an answer"}
"""What was tried and is no command."""
REASONS: Mapping[str, str] = {
    "not_a_message": "not a message",
    "edited": "an edited message",
    "channel": "a channel's post",
    "business": "a business account",
    "guest": "guest mode",
    "no_sender": "no sender",
    "on_behalf": "on behalf of a channel or as an anonymous admin",
    "forwarded": "a forwarded message",
    "via_bot": "sent via another bot",
    "deep_link": "a deep link",
    "other_bot": "addressed to another bot",
    "not_private": "not in a private chat",
    "stranger": "not an editor",
    "not_owner": "not an owner",
    "undecided": "could not be checked",
    "forged": "an unknown button",
    "not_yours": "somebody else's button",
    "used": "a button used before",
    "superseded": "the button of an earlier preview",
    "expired": "an expired button",
    "expired_list": "an expired list",
    "undo_expired": "an Undo that came too late",
    "flood": "too many: later ones are not noted",
}
PARTS: Mapping[str, str] = {
    "team": "Team",
    "stance": "Stance",
    "said": "Date said",
    "voice": "Voice",
    "speaker": "Speaker",
    "source": "Source",
    "quote": "Sentence",
    "reason": "Reason",
    "publisher": "Publisher",
    "title": "Title",
    "url": "Link",
    "published": "Published",
    "revises": "Revises",
    "ko": "Korean names",
    "en": "English names",
    "ticker": "Ticker",
    "decoys": "Other companies",
    "timezone": "Time zone",
    "kind": "Kind",
}
SECTIONS: Mapping[str, tuple[str, str]] = {
    "programme": ("programme", "programmes"),
    "stances": ("stance", "stances"),
    "teams": ("team", "teams"),
    "sources": ("source", "sources"),
    "statements": ("statement", "statements"),
}


class EnglishEditingLists:
    """EditingLists in English."""

    def usage(self, command: str, team: str, statement: str) -> str:
        return USAGES[command].format(team=team, id=statement)

    def menu(self) -> Mapping[str, str]:
        return MENU

    def owners_menu(self) -> Mapping[str, str]:
        return OWNERS_MENU

    def welcome(self) -> str:
        return "You are an editor now. You keep the record in this private chat: paste an article, or use a command."

    def editors_commands(self) -> str:
        return "Editors' commands"

    def statements(self, name: str, count: int, page: int, pages: int) -> str:
        where = f" (page {page} of {pages})" if pages > 1 else ""
        return f"{name}: {count} statement{'s' if count != 1 else ''}{where}"

    def no_statements(self, name: str) -> str:
        return f"{name}: no statement on record."

    def retracted(self) -> str:
        return "retracted"

    def corrected(self, times: int) -> str:
        return "corrected" if times == 1 else f"corrected {times} times"

    def audit(self, subject: str | None) -> str:
        return f"Changes · {subject}" if subject else "Changes"

    def no_audit(self) -> str:
        return "No changes yet."

    def audited(self, at: str, by: str, action: str, subject: str, identifier: str) -> str:
        return f"{at} · {by} · {subject} {ACTIONS.get(action, action)} · {identifier}"

    def attempt(self, at: str, by: str, command: str, reason: str) -> str:
        return f"{at} · {by} · refused: {ATTEMPTS.get(command, command)} · {REASONS.get(reason, reason)}"

    def part(self, key: str) -> str:
        return PARTS.get(key, key)

    def listed(self, part: str, added: Sequence[str], removed: Sequence[str]) -> str:
        both = (("added", added), ("removed", removed))
        return f"{part}: " + " / ".join(f"{what} {', '.join(names)}" for what, names in both if names)

    def changed(self, part: str, before: str, after: str) -> str:
        return f"{part}: {before} → {after}"

    def editors(self, count: int) -> str:
        return "One person may edit" if count == 1 else f"{count} people may edit"

    def owner(self, user: int) -> str:
        return f"{user} · owner"

    def editor(self, user: int, by: str, day: str) -> str:
        return f"{user} · editor · since {day}, by {by}"

    def whom(self) -> str:
        return "Whom do you mean? Please give the numeric user id."

    def hidden_person(self) -> str:
        return "This person's id is hidden in forwarded messages. Please give the numeric user id."

    def reading(self, name: str) -> str:
        return f"{name} was checked; nothing is saved yet."

    def difference(self, new: Sequence[tuple[str, int]], changed: Sequence[tuple[str, int]], unchanged: int) -> str:
        lines = [f"{count} new {SECTIONS[section][count != 1]}" for section, count in new]
        lines += [f"{count} changed {SECTIONS[section][count != 1]}" for section, count in changed]
        return "\n".join([*lines, f"{unchanged} unchanged"])

    def nothing_new(self) -> str:
        return "There is nothing new to save."

    def refused(self, count: int) -> str:
        return (
            "One thing was refused; nothing was saved."
            if count == 1
            else (f"{count} things were refused; nothing was saved.")
        )

    def too_large(self, limit: int) -> str:
        return f"The file is too large: {limit} MB are the limit."

    def not_a_text(self) -> str:
        return (
            "This file cannot be read. Paste an article's text or send it as a .txt, .html or .pdf file; "
            "a programme file as YAML, JSON or CSV. Archives are not read."
        )

    def too_long_a_text(self, limit: int) -> str:
        return f"The text is too long: {limit:,} characters are the limit. Please paste the part that you need."

    def left_out(self, section: str, count: int, names: Sequence[str]) -> str:
        listed = ", ".join(names) + (" …" if count > len(names) else "")
        return f"Still on record, not in this file: {count} {SECTIONS[section][count != 1]} ({listed})"

    def export_here(self) -> str:
        return "In a terminal, ipjang export --output FILE writes the file."

    def export(self, format_name: str) -> str:
        return {"yaml": "The programme file (YAML).", "csv": "The statements as CSV, for a spreadsheet."}[format_name]

    def many_lines_here(self) -> str:
        return 'Put several lines (an article, /add with lines) between two lines of """, or paste them at once.'

    def gaps(self, days: int) -> str:
        return f"Questions without an answer in the last {days} days"

    def no_gaps(self) -> str:
        return "Every question had an answer."

    def gap(self, number: int, text: str, count: int) -> str:
        return f"{number}. {text} ({count}×)"

    def whose_name(self, name: str) -> str:
        return f"Which team is called ‘{name}’?"

    def like_whose(self, name: str) -> str:
        return f"Which team does the other company ‘{name}’ look like?"

    def as_alias(self, number: int) -> str:
        return f"{number} a team's name"

    def as_decoy(self, number: int) -> str:
        return f"{number} another company"

    def or_type(self, command: str) -> str:
        return f"If it is not listed, type: {command}"
