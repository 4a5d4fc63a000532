"""The methods and types of the Bot API that this stand-in serves: `name:type`, `name!:type` where it is required.

Types: `int`, `str`, `bool`, `chat` (a number or @name), `file`, or names of types; `[]` before one is a list of it.
`tests/loopback/test_table.py` holds it against the published description of the Bot API.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_MARKUP = "reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply"
_SENT = (
    "business_connection_id:str chat_id!:chat message_thread_id:int direct_messages_topic_id:int parse_mode:str "
    "disable_notification:bool protect_content:bool allow_paid_broadcast:bool message_effect_id:str "
    "suggested_post_parameters:SuggestedPostParameters reply_parameters:ReplyParameters " + _MARKUP
)
_EDITED = (
    "business_connection_id:str chat_id:chat message_id:int inline_message_id:str reply_markup:InlineKeyboardMarkup"
)
_SCOPE = "scope:BotCommandScope language_code:str"

METHODS: Mapping[str, str] = {
    "getMe": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:[]str",
    "setWebhook": "url!:str certificate:file ip_address:str max_connections:int allowed_updates:[]str "
    "drop_pending_updates:bool secret_token:str",
    "deleteWebhook": "drop_pending_updates:bool",
    "getWebhookInfo": "",
    "sendMessage": _SENT + " text!:str entities:[]MessageEntity link_preview_options:LinkPreviewOptions",
    "sendDocument": _SENT + " document!:file thumbnail:file caption:str caption_entities:[]MessageEntity "
    "disable_content_type_detection:bool",
    "sendPhoto": _SENT + " photo!:file caption:str caption_entities:[]MessageEntity show_caption_above_media:bool "
    "has_spoiler:bool",
    "sendChatAction": "business_connection_id:str chat_id!:chat message_thread_id:int action!:str",
    "editMessageText": _EDITED
    + " text!:str parse_mode:str entities:[]MessageEntity link_preview_options:LinkPreviewOptions",
    "editMessageReplyMarkup": _EDITED,
    "deleteMessage": "chat_id!:chat message_id!:int",
    "answerCallbackQuery": "callback_query_id!:str text:str show_alert:bool url:str cache_time:int",
    "answerInlineQuery": "inline_query_id!:str results!:[]InlineQueryResult cache_time:int is_personal:bool "
    "next_offset:str button:InlineQueryResultsButton",
    "answerGuestQuery": "guest_query_id!:str result!:InlineQueryResult",
    "setMyCommands": "commands!:[]BotCommand " + _SCOPE,
    "deleteMyCommands": _SCOPE,
    "getMyCommands": _SCOPE,
    "setMyName": "name:str language_code:str",
    "setMyDescription": "description:str language_code:str",
    "setMyShortDescription": "short_description:str language_code:str",
    "getMyName": "language_code:str",
    "getMyDescription": "language_code:str",
    "getMyShortDescription": "language_code:str",
    "getChat": "chat_id!:chat",
    "getChatMember": "chat_id!:chat user_id!:int",
    "leaveChat": "chat_id!:chat",
    "getFile": "file_id!:str",
}

TYPES: Mapping[str, str] = {
    "InlineKeyboardMarkup": "inline_keyboard!:[][]InlineKeyboardButton",
    "InlineKeyboardButton": "text!:str icon_custom_emoji_id:str style:str url:str callback_data:str web_app:WebAppInfo "
    "login_url:LoginUrl switch_inline_query:str switch_inline_query_current_chat:str "
    "switch_inline_query_chosen_chat:SwitchInlineQueryChosenChat copy_text:CopyTextButton callback_game:CallbackGame "
    "pay:bool",
    "SwitchInlineQueryChosenChat": "query:str allow_user_chats:bool allow_bot_chats:bool allow_group_chats:bool "
    "allow_channel_chats:bool",
    "CopyTextButton": "text!:str",
    "ReplyKeyboardMarkup": "keyboard!:[][]KeyboardButton is_persistent:bool resize_keyboard:bool "
    "one_time_keyboard:bool input_field_placeholder:str selective:bool",
    "ReplyKeyboardRemove": "remove_keyboard!:bool selective:bool",
    "ForceReply": "force_reply!:bool input_field_placeholder:str selective:bool",
    "LinkPreviewOptions": "is_disabled:bool url:str prefer_small_media:bool prefer_large_media:bool "
    "show_above_text:bool",
    "ReplyParameters": "message_id!:int chat_id:chat allow_sending_without_reply:bool quote:str quote_parse_mode:str "
    "quote_entities:[]MessageEntity quote_position:int checklist_task_id:int poll_option_id:str",
    "MessageEntity": "type!:str offset!:int length!:int url:str user:User language:str custom_emoji_id:str "
    "unix_time:int date_time_format:str",
    "BotCommand": "command!:str description!:str",
    "BotCommandScopeDefault": "type!:str",
    "BotCommandScopeAllPrivateChats": "type!:str",
    "BotCommandScopeAllGroupChats": "type!:str",
    "BotCommandScopeAllChatAdministrators": "type!:str",
    "BotCommandScopeChat": "type!:str chat_id!:chat",
    "BotCommandScopeChatAdministrators": "type!:str chat_id!:chat",
    "BotCommandScopeChatMember": "type!:str chat_id!:chat user_id!:int",
    "InlineQueryResultArticle": "type!:str id!:str title!:str input_message_content!:InputMessageContent "
    "reply_markup:InlineKeyboardMarkup url:str description:str thumbnail_url:str thumbnail_width:int "
    "thumbnail_height:int",
    "InputTextMessageContent": "message_text!:str parse_mode:str entities:[]MessageEntity "
    "link_preview_options:LinkPreviewOptions",
    "InlineQueryResultsButton": "text!:str web_app:WebAppInfo start_parameter:str",
}

BY_KIND: Mapping[tuple[str, str], str] = {
    ("InlineQueryResult", "article"): "InlineQueryResultArticle",
    ("BotCommandScope", "default"): "BotCommandScopeDefault",
    ("BotCommandScope", "all_private_chats"): "BotCommandScopeAllPrivateChats",
    ("BotCommandScope", "all_group_chats"): "BotCommandScopeAllGroupChats",
    ("BotCommandScope", "all_chat_administrators"): "BotCommandScopeAllChatAdministrators",
    ("BotCommandScope", "chat"): "BotCommandScopeChat",
    ("BotCommandScope", "chat_administrators"): "BotCommandScopeChatAdministrators",
    ("BotCommandScope", "chat_member"): "BotCommandScopeChatMember",
}
"""Which type a value of a family is, by its `type` field."""
ONLY: Mapping[str, str] = {"InputMessageContent": "InputTextMessageContent"}
"""Families of which this stand-in knows one type."""


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a method, or one field of a type."""

    name: str
    kind: str
    required: bool


def fields(description: str) -> tuple[Field, ...]:
    """Read a line of the tables above."""
    pairs = (each.split(":") for each in description.split())
    return tuple(Field(name.rstrip("!"), kind, name.endswith("!")) for name, kind in pairs)
