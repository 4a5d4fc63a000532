"""Talk in English."""

from collections.abc import Mapping

from bot.rendering.reply import escape


class EnglishTalk:
    """Talk in English."""

    def greeting(self, programme: str, bot: str, team: str, *, reads_all: bool) -> str:
        question = escape(f"Where does {team} stand?")
        about = f"Hello. I say where each team in <b>{escape(programme)}</b> stands, with the sentence that says so."
        ways = [f"/ask@{bot} {question}", f"@{bot} {question}", "a reply to a message of mine"]
        if not reads_all:
            # Under privacy mode the command always arrives; a plain mention does not reach every bot in every group.
            ways[1] += " (if I stay silent, use /ask above)"
        listed = "\n".join(f"• {way}" for way in ways)
        return f"{about}\n\nAsk me like this:\n{listed}\n\nI stay out of everything else."

    def choose_language(self) -> str:
        return "I answer in the language of the question. Which one when it shows none?"

    def language_chosen(self) -> str:
        return "From now on I answer in English when a question shows no language."

    def own_name(self) -> str:
        return "English"

    def outdated(self) -> str:
        return "This button is out of date. Here is the answer as it is now."

    def not_ours(self) -> str:
        return "This button does not work any more. Please ask again."

    def ask_privately(self) -> str:
        return "Ask in a private chat"

    def continue_privately(self) -> str:
        return "More in a private chat"

    def apology(self, reference: str) -> str:
        return (
            f"Sorry, something went wrong and I could not answer. Please try again in a moment. (reference {reference})"
        )

    def patience(self) -> str:
        return "That is more than I can read at once. Please ask again in a little while."

    def media_unread(self) -> str:
        return "I cannot read pictures, files or voice messages. Please send your question as text."

    def commands(self, team: str, label: str) -> Mapping[str, str]:
        return {
            "ask": f"Ask: /ask where does {team} stand?",
            "status": "Where everybody stands",
            "list": f"Teams by stance: /list {label.lower()}",
            "history": f"How a stance changed: /history {team}",
            "board": "Where everybody stands, as a picture",
            "changes": "What changed lately",
            "follow": f"Be told when it changes (for instance {team})",
            "unfollow": "Be told no more",
            "following": "Whom you follow, and how you are told",
            "digest": "A daily or weekly digest",
            "quiet": "Quiet hours",
            "language": "Choose the language of answers",
            "help": "How to ask",
            "start": "Begin",
        }

    def description(self, programme: str, team: str, label: str) -> str:
        about = f"Where each team in {programme} stands now, with the sentence that says so, its date and its source."
        return f"{about}\n\nAsk “where does {team} stand?”, “{label.lower()}: which teams?” or “status”."

    def short_description(self, programme: str) -> str:
        return f"{programme}: where each team stands, and which sentence says so."

    def terminal_welcome(self, programme: str) -> str:
        return f"Ask about {programme}. Buttons are pressed by their number; exit or Ctrl-D ends. /help: how to ask"

    def terminal_unknown(self, command: str) -> str:
        return f"Unknown command: {command}. /help: how to ask"

    def terminal_choose(self) -> str:
        return "There is no button of that number."

    def terminal_picture(self, command: str) -> str:
        return f"This command makes the picture: {command}"
