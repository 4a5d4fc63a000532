"""What the bot says of itself and of the conversation, in menus and on a terminal; plain text."""

from collections.abc import Mapping

from bot.messages.template import Messages, fixed, message, table
from bot.rendering.reply import escape
from knowledge.fields import Language

COMMANDS = table(
    {
        "ask": ("질문하기: /ask {team:은}?", "Ask: /ask where does {team} stand?"),
        "status": ("전체 현황", "Where everybody stands"),
        "list": ("입장별 팀 목록: /list {label}", "Teams by stance: /list {label}"),
        "history": ("입장이 바뀐 과정: /history {team}", "How a stance changed: /history {team}"),
        "board": ("현황을 그림으로", "Where everybody stands, as a picture"),
        "changes": ("최근 달라진 것", "What changed lately"),
        "follow": ("바뀌면 알림 받기 (예: {team})", "Be told when it changes (for instance {team})"),
        "unfollow": ("알림 끄기", "Be told no more"),
        "following": ("알림 받는 팀과 설정", "Whom you follow, and how you are told"),
        "digest": ("매일, 매주 소식 모음", "A daily or weekly digest"),
        "quiet": ("방해 금지 시간", "Quiet hours"),
        "corrections": ("정정 알림 켜고 끄기", "Corrections of answers: on or off"),
        "language": ("답변 언어 고르기", "Choose the language of answers"),
        "help": ("사용법", "How to ask"),
        "start": ("시작하기", "Begin"),
    }
)


class Talk(Messages):
    """`bot` is the bot's username without the @; `team` and `label` are examples."""

    # Under privacy mode the command always arrives; a plain mention does not reach every bot in every group.
    @message(
        "안녕하세요. <b>{programme}</b>에 대해 각 팀의 입장을 근거 문장과 함께 알려 드립니다.\n\n"
        "이렇게 물어보시면 됩니다.\n• /ask@{bot} {question}\n"
        "• @{bot} {question}{reads_all:| (답이 없으면 위의 /ask를 써 주세요)}\n• 제 메시지에 답장\n\n"
        "그 밖의 대화에는 끼어들지 않습니다.",
        "Hello. I say where each team in <b>{programme}</b> stands, with the sentence that says so.\n\n"
        "Ask me like this:\n• /ask@{bot} {question}\n"
        "• @{bot} {question}{reads_all:| (if I stay silent, use /ask above)}\n• a reply to a message of mine\n\n"
        "I stay out of everything else.",
    )
    def _greeting(self, programme: str, bot: str, question: str, *, reads_all: bool) -> str: ...
    @message("{team:은}?", "Where does {team} stand?")
    def _question(self, team: str) -> str: ...

    def greeting(self, programme: str, bot: str, team: str, *, reads_all: bool) -> str:
        """HTML: on joining a group, who this is and how to ask; `reads_all` where privacy mode is off."""
        return self._greeting(escape(programme), bot, escape(self._question(team)), reads_all=reads_all)

    choose_language = fixed(
        "질문의 언어로 답합니다. 언어를 알 수 없을 때는 어느 언어로 답할까요?",
        "I answer in the language of the question. Which one when it shows none?",
    )
    language_chosen = fixed(
        "앞으로 언어를 알 수 없을 때는 한국어로 답하겠습니다.",
        "From now on I answer in English when a question shows no language.",
    )
    own_name = fixed("한국어", "English")

    # Presses
    outdated = fixed(
        "오래된 버튼입니다. 현재 기준의 답을 보여 드립니다.",
        "This button is out of date. Here is the answer as it is now.",
    )
    not_ours = fixed(
        "쓸 수 없는 버튼입니다. 질문을 다시 보내 주세요.", "This button does not work any more. Please ask again."
    )

    # Inline and guest mode
    ask_privately = fixed("개인 대화에서 물어보기", "Ask in a private chat")
    continue_privately = fixed("개인 대화에서 더 보기", "More in a private chat")

    # Trouble
    patience = fixed(
        "한꺼번에 너무 많은 메시지를 받아 잠시 답을 멈춥니다. 조금 뒤에 다시 물어봐 주세요.",
        "That is more than I can read at once. Please ask again in a little while.",
    )
    media_unread = fixed(
        "사진, 파일, 음성 같은 것은 읽지 못합니다. 궁금한 것을 글로 보내 주세요.",
        "I cannot read pictures, files or voice messages. Please send your question as text.",
    )

    @message(
        "죄송합니다. 문제가 생겨 답하지 못했습니다. 잠시 뒤 다시 시도해 주세요. (참조 번호 {reference})",
        "Sorry, something went wrong and I could not answer. Please try again in a moment. (reference {reference})",
    )
    def apology(self, reference: str) -> str: ...

    # Menus: what Telegram shows before anything was said
    def commands(self, team: str, label: str) -> Mapping[str, str]:
        """The commands for everybody and what each does, in the order of the menu."""
        shown = self._in_running_text(label)
        return {command: self.fill(said, team=team, label=shown) for command, said in COMMANDS.items()}

    @message(
        "{programme}에 대해 각 팀이 지금 어떤 입장인지, 근거가 된 문장과 날짜, 출처까지 함께 알려 드립니다.\n\n"
        "“{team:은}?”, “{label} 팀은 어디야?”, “전체 현황”처럼 물어보세요.",
        "Where each team in {programme} stands now, with the sentence that says so, its date and its source.\n\n"
        "Ask “where does {team} stand?”, “{label}: which teams?” or “status”.",
    )
    def _description(self, programme: str, team: str, label: str) -> str: ...

    def description(self, programme: str, team: str, label: str) -> str:
        """At most 512 characters, with short names: what an empty chat shows."""
        return self._description(programme, team, self._in_running_text(label))

    def _in_running_text(self, label: str) -> str:
        return label.lower() if self.language == "en" else label

    @message(
        "{programme}: 각 팀의 입장을 근거 문장과 함께 알려 드립니다.",
        "{programme}: where each team stands, and which sentence says so.",
    )
    def short_description(self, programme: str) -> str:
        """At most 120 characters, with a short name: what the profile and shared links show."""

    # The terminal
    terminal_choose = fixed("그런 번호의 버튼이 없습니다.", "There is no button of that number.")

    @message(
        "{programme}에 대해 물어보세요. 버튼은 번호로 누르고, ‘끝’이나 Ctrl-D로 끝냅니다. 사용법은 /help입니다.",
        "Ask about {programme}. Buttons are pressed by their number; exit or Ctrl-D ends. /help: how to ask",
    )
    def terminal_welcome(self, programme: str) -> str: ...
    @message("알 수 없는 명령입니다: {command}. 사용법은 /help입니다.", "Unknown command: {command}. /help: how to ask")
    def terminal_unknown(self, command: str) -> str: ...
    @message("그림 파일은 이 명령으로 만듭니다: {command}", "This command makes the picture: {command}")
    def terminal_picture(self, command: str) -> str: ...


TALK: Mapping[Language, Talk] = {"ko": Talk("ko"), "en": Talk("en")}


def talk(language: Language) -> Talk:
    """What the bot says of itself in a language."""
    return TALK[language]
