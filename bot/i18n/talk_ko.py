"""Talk in Korean."""

from collections.abc import Mapping

from bot.i18n.particles import with_particle
from bot.rendering.reply import escape


class KoreanTalk:
    """Talk in Korean, in the polite form of newspapers."""

    def greeting(self, programme: str, bot: str, team: str, *, reads_all: bool) -> str:
        question = escape(with_particle(team, "은") + "?")
        about = f"안녕하세요. <b>{escape(programme)}</b>에 대해 각 팀의 입장을 근거 문장과 함께 알려 드립니다."
        ways = [f"/ask@{bot} {question}", f"@{bot} {question}", "제 메시지에 답장"]
        if not reads_all:
            # Under privacy mode the command always arrives; a plain mention does not reach every bot in every group.
            ways[1] += " (답이 없으면 위의 /ask를 써 주세요)"
        listed = "\n".join(f"• {way}" for way in ways)
        return f"{about}\n\n이렇게 물어보시면 됩니다.\n{listed}\n\n그 밖의 대화에는 끼어들지 않습니다."

    def choose_language(self) -> str:
        return "질문의 언어로 답합니다. 언어를 알 수 없을 때는 어느 언어로 답할까요?"

    def language_chosen(self) -> str:
        return "앞으로 언어를 알 수 없을 때는 한국어로 답하겠습니다."

    def own_name(self) -> str:
        return "한국어"

    def outdated(self) -> str:
        return "오래된 버튼입니다. 현재 기준의 답을 보여 드립니다."

    def not_ours(self) -> str:
        return "쓸 수 없는 버튼입니다. 질문을 다시 보내 주세요."

    def ask_privately(self) -> str:
        return "개인 대화에서 물어보기"

    def continue_privately(self) -> str:
        return "개인 대화에서 더 보기"

    def apology(self, reference: str) -> str:
        return f"죄송합니다. 문제가 생겨 답하지 못했습니다. 잠시 뒤 다시 시도해 주세요. (참조 번호 {reference})"

    def patience(self) -> str:
        return "한꺼번에 너무 많은 메시지를 받아 잠시 답을 멈춥니다. 조금 뒤에 다시 물어봐 주세요."

    def media_unread(self) -> str:
        return "사진, 파일, 음성 같은 것은 읽지 못합니다. 궁금한 것을 글로 보내 주세요."

    def commands(self, team: str, label: str) -> Mapping[str, str]:
        return {
            "ask": f"질문하기: /ask {with_particle(team, '은')}?",
            "status": "전체 현황",
            "list": f"입장별 팀 목록: /list {label}",
            "history": f"입장이 바뀐 과정: /history {team}",
            "board": "현황을 그림으로",
            "changes": "최근 달라진 것",
            "follow": f"바뀌면 알림 받기 (예: {team})",
            "unfollow": "알림 끄기",
            "following": "알림 받는 팀과 설정",
            "digest": "매일, 매주 소식 모음",
            "quiet": "방해 금지 시간",
            "language": "답변 언어 고르기",
            "help": "사용법",
            "start": "시작하기",
        }

    def description(self, programme: str, team: str, label: str) -> str:
        about = f"{programme}에 대해 각 팀이 지금 어떤 입장인지, 근거가 된 문장과 날짜, 출처까지 함께 알려 드립니다."
        return f"{about}\n\n“{with_particle(team, '은')}?”, “{label} 팀은 어디야?”, “전체 현황”처럼 물어보세요."

    def short_description(self, programme: str) -> str:
        return f"{programme}: 각 팀의 입장을 근거 문장과 함께 알려 드립니다."

    def terminal_welcome(self, programme: str) -> str:
        return f"{programme}에 대해 물어보세요. 버튼은 번호로 누르고, ‘끝’이나 Ctrl-D로 끝냅니다. 사용법은 /help입니다."

    def terminal_unknown(self, command: str) -> str:
        return f"알 수 없는 명령입니다: {command}. 사용법은 /help입니다."

    def terminal_choose(self) -> str:
        return "그런 번호의 버튼이 없습니다."

    def terminal_picture(self, command: str) -> str:
        return f"그림 파일은 이 명령으로 만듭니다: {command}"
