"""What a Telegram of our own remembers: chats, the bot's messages, and questions that want one answer."""

from itertools import count
from time import time

from tests.loopback.refusal import Refusal
from tests.loopback.updates import Json, chat

BOT: Json = {
    "id": 4200, "is_bot": True, "first_name": "입장", "username": "ipjang_bot", "can_join_groups": True,
    "can_read_all_group_messages": False, "supports_inline_queries": True, "supports_guest_queries": True,
}  # fmt: skip


class Chats:
    """Known chats, messages in them, and which of them refuse the bot."""

    def __init__(self) -> None:
        self.known: set[int] = set()
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.questions: dict[str, bool] = {}
        self._numbers = count(5001)

    def see(self, update: Json) -> None:
        """Remember the chats and the open questions of an update."""
        for kind, content in update.items():
            if not isinstance(content, dict):
                continue
            place = content.get("chat") or (content.get("message") or {}).get("chat")
            if isinstance(place, dict) and isinstance(place.get("id"), int):
                self.known.add(place["id"])
            question = content.get("guest_query_id") or (content.get("id") if kind.endswith("_query") else None)
            if isinstance(question, str):
                self.questions.setdefault(question, False)

    def check(self, place: object) -> int:
        """The id of a chat that the bot may write to; raises Refusal."""
        if not isinstance(place, int) or place not in self.known:
            raise Refusal("chat not found")
        if place in self.blocked:
            raise Refusal(
                "bot was blocked by the user" if place > 0 else "bot was kicked from the supergroup chat", 403
            )
        if place in self.migrated:
            new = self.migrated[place]
            raise Refusal("group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        return place

    def answer(self, question: object) -> None:
        """Note that a question was answered; raises Refusal for an unknown one or a second answer."""
        if self.questions.get(str(question), True):
            raise Refusal("query is too old and response timeout expired or query ID is invalid")
        self.questions[str(question)] = True

    def send(self, parameters: dict[str, object]) -> Json:
        """A new message of the bot."""
        place = self.check(parameters["chat_id"])
        self._check_reply(place, parameters.get("reply_parameters"))
        message: Json = {
            "message_id": next(self._numbers), "date": int(time()), "chat": chat(place), "from": BOT,
            **{name: parameters[name] for name in ("text", "reply_markup", "caption") if name in parameters},
        }  # fmt: skip
        if "document" in parameters:
            message["document"] = {"file_id": "f1", "file_unique_id": "u1"}
        if "photo" in parameters:
            size = {"file_id": "p1", "file_unique_id": "v1", "width": 1080, "height": 1920}
            message["photo"] = [size]
        self.messages[place, int(str(message["message_id"]))] = message
        return message

    def edit(self, parameters: dict[str, object]) -> object:
        """Change a message of the bot; raises Refusal where there is nothing to change."""
        if "inline_message_id" in parameters:
            return True
        place = self.check(parameters.get("chat_id"))
        message = self.messages.get((place, int(str(parameters.get("message_id", 0)))))
        if message is None:
            raise Refusal("message to edit not found")
        if "text" in parameters and "text" not in message:
            raise Refusal("there is no text in the message to edit")
        changes = {"text": parameters.get("text", message.get("text")), "reply_markup": parameters.get("reply_markup")}
        if all(message.get(name) == value for name, value in changes.items()):
            raise Refusal(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        message.update(changes)
        message = {name: value for name, value in message.items() if value is not None}
        self.messages[place, int(str(message["message_id"]))] = message
        return message

    def _check_reply(self, place: int, reply: object) -> None:
        if not isinstance(reply, dict) or reply.get("allow_sending_without_reply"):
            return
        if reply["message_id"] > 5000 and (place, reply["message_id"]) not in self.messages:
            raise Refusal("message to be replied not found")
