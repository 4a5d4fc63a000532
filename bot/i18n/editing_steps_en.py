"""What the conversation with an editor says in English."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from bot.messages.dates import english_day, english_point

QUESTIONS: Mapping[str, str] = {
    "team": "Which team? Send its name.",
    "stance": "Which stance?",
    "quote": "Send the sentence that says so, exactly as printed. You may also paste or forward the whole article.",
    "said": (
        "When was it said? Press a button or type a date.\nFor example: Jan 23, 2026-01-23 14:00, 2026-01-15/2026-01-16"
    ),
    "voice": "Whose word is it?",
    "speaker": "Who said it? For example: a spokesperson",
    "source": (
        "Where was it printed? Send the publisher; the title, the link and the date may follow, each on its own line.\n"
        "For example:\nThe Morning Paper\n2026-01-23\nhttps://…"
    ),
    "reason": "Why is it corrected? Readers will see this.",
    "fix": "What needs changing?",
}
CHOICES: Mapping[str, str] = {
    "team": "Which team do you mean? Press a button or send the name again.",
    "quote": "Which sentence? Press its number or send the sentence.",
    "source": (
        "Where was it printed? Choose a recent source or send the publisher; the title, the link and the date may "
        "follow, each on its own line.\nFor example:\nThe Morning Paper\n2026-01-23\nhttps://…"
    ),
}
STEPS: Mapping[str, str] = {
    "team": "Team",
    "stance": "Stance",
    "quote": "Sentence",
    "said": "Date said",
    "voice": "Voice",
    "speaker": "Speaker",
    "source": "Source",
    "reason": "Reason",
    "preview": "Preview",
}
ALL_KEYS = "team, stance, said, voice, speaker, publisher, title, url, published, reason, quote"
DATE_FORMS = "Write it like Jan 23, 2026-01-23 14:00 or 2026-01-15/2026-01-16, or ‘unknown’."
VOICES: Mapping[str, str] = {
    "own": "The team's own word",
    "authority": "Official announcement",
    "reported": "Reported, not confirmed by the team",
}
BUTTONS: Mapping[str, str] = {
    "back": "← Back",
    "keep": "Leave as it is",
    "fix": "Change something",
    "cancel": "Cancel",
    "save": "Save",
    "undo": "Undo",
    "older": "Older",
    "newer": "Newer",
    "alias": "It is a team's name",
    "decoy": "It is another company",
}


class EnglishEditingSteps:
    """EditingSteps in English."""

    def editors_only(self) -> str:
        return "Only editors can do that."

    def owners_only(self) -> str:
        return "Only owners can do that."

    def go_private(self) -> str:
        return "Editing works only in a private chat with me."

    def open_private(self) -> str:
        return "Open the private chat"

    def forwarded_command(self) -> str:
        return "Commands in forwarded messages are not carried out. Please send it yourself."

    def edited_command(self) -> str:
        return "Commands in edited messages are not carried out. Please send a new message."

    def dead_button(self) -> str:
        return "This button no longer works."

    def used_button(self) -> str:
        return "This button was used already."

    def superseded_button(self) -> str:
        return "This preview was left, and nothing was saved. Please use the buttons of the newest message."

    def expired_button(self) -> str:
        return "This button has expired. Nothing was saved by it; please begin again."

    def expired_list(self) -> str:
        return "This button has expired, and pressing it changed nothing. Please send the command or the article again."

    def try_later(self) -> str:
        return "This cannot be done right now. Please send it again in a moment."

    def ask(self, step: str, *, has_options: bool) -> str:
        return CHOICES[step] if has_options and step in CHOICES else QUESTIONS[step]

    def step(self, step: str) -> str:
        return STEPS[step]

    def so_far(self, value: str) -> str:
        return f"So far: {value}"

    def nothing_told(self) -> str:
        return "nothing"

    def voice(self, voice: str) -> str:
        return VOICES[voice]

    def day_option(self, day: date, today: date) -> str:
        written = english_day(day, today)
        named = {today: "Today", today - timedelta(days=1): "Yesterday"}.get(day)
        return f"{named} ({written})" if named else written

    def unknown_option(self, step: str) -> str:
        return "Not named" if step == "speaker" else "Unknown"

    def moment(self, moment: datetime, zone: tzinfo, today: date) -> str:
        return english_point(moment, zone, today)

    def button(self, verb: str) -> str:
        return BUTTONS[verb]

    def cancelled(self) -> str:
        return "Cancelled. Nothing was saved."

    def nothing_to_cancel(self) -> str:
        return "There is nothing to cancel."

    def expired(self, minutes: int) -> str:
        return f"The statement you were writing expired after {minutes} minutes. Nothing was saved."

    def typed_was(self) -> str:
        return "This is what you typed. Copy it, mend it and send it again."

    def as_it_stands(self) -> str:
        return "This is on record. Send it with only the lines to change and a ‘reason:’ line, or choose below."

    def continue_steps(self) -> str:
        return "Answer the rest step by step"

    def put_aside(self, title: str) -> str:
        return f"The statement you were writing (‘{title}’) is kept. Press the button to come back to it."

    def resume(self, title: str) -> str:
        return f"Go on with: {title}"

    def question_answered(self, key: str) -> str:
        return f"Your question is answered; this is where you were. If it was meant as the answer, send ‘{key}: …’."

    def days_read(self, days: Sequence[tuple[str, str]]) -> str:
        return "Days in the sentence: " + ", ".join(word if word == day else f"{word} → {day}" for word, day in days)

    def counted_from(self, day: str) -> str:
        return f"Days such as ‘yesterday’ count from the day it was published ({day})."

    def read_of_source(self, parts: str) -> str:
        return f"Read so far: {parts}. What you leave out stays."

    def key(self, key: str) -> str:
        return key

    def mistakes(self, count: int) -> str:
        return (
            "Nothing was saved: one thing needs mending."
            if count == 1
            else (f"Nothing was saved: {count} things need mending.")
        )

    def missing(self, keys: Sequence[str]) -> str:
        return f"Missing: {', '.join(keys)}"

    def in_line(self, line: int, mistake: str) -> str:
        return f"Line {line}: {mistake}"

    def slip(self, code: str, key: str, text: str, options: Sequence[str]) -> str:
        listed = ", ".join(options)
        near = f" Did you mean {listed}?" if options else ""
        return {
            "no_key": f"‘{text}’ does not begin with a key such as ‘team:’ or ‘quote:’. Write ‘key: value’.",
            "unknown_key": f"‘{text}’ is not a key.{near} The keys are {ALL_KEYS}.",
            "repeated": f"‘{key}’ is given twice. Please keep one of them.",
            "missing": f"‘{key}’ is needed.",
            "empty": f"‘{key}’ is empty.",
            "team_unknown": f"‘{text}’ is not a team here.{near}",
            "team_unclear": f"‘{text}’ may be more than one team: {listed}.",
            "stance_unknown": f"‘{text}’ is not a stance. The stances are {listed}.",
            "stance_unclear": f"‘{text}’ may be more than one stance: {listed}.",
            "date": f"‘{text}’ is not a date that I can read. {DATE_FORMS}",
            "voice": f"The voice is own, authority or reported, not ‘{text}’.",
            "in_quote": f"‘{key}’ stands below ‘quote’ and was read as part of it. Put the quote last.",
            "url": "A link begins with https:// or http:// and has no spaces and no < >.",
            "too_long": f"‘{key}’ is too long: a line holds 300 characters, a quote 2,000.",
            "odd": f"‘{key}’ is blank or has a character that cannot be kept.",
            "id": f"‘{text}’ cannot be an id: small Latin letters, digits, _ . - only.",
        }[code]

    def offer(self, sentence_count: int) -> str:
        return "Record this?" if sentence_count == 1 else "Is one of these worth recording?"

    def record_for(self, team: str) -> str:
        return f"Record for {team}"

    def no_team_in_text(self) -> str:
        return "No sentence of this text names a team of the list. To record one all the same, begin with /add TEAM."

    def further(self) -> str:
        return "There is more to record:"
