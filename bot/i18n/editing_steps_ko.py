"""What the conversation with an editor says in Korean."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from bot.messages.dates import korean_day, korean_point
from knowledge.text.particles import with_particle

QUESTIONS: Mapping[str, str] = {
    "team": "어느 팀의 입장인가요? 팀 이름을 보내 주세요.",
    "stance": "어떤 입장인가요?",
    "quote": "근거가 되는 문장을 기사에 적힌 그대로 보내 주세요. 기사를 통째로 붙여 넣거나 전달하셔도 됩니다.",
    "said": "언제 한 말인가요? 버튼을 누르거나 날짜를 적어 주세요.\n예: 1월 23일, 2026-01-23 14:00, 1월 15일~16일",
    "voice": "누구의 말인가요?",
    "speaker": "말한 사람을 적어 주세요. 예: 대변인",
    "source": (
        "어디에 실렸나요? 매체 이름을 보내 주세요. 제목, 링크, 보도일은 한 줄에 하나씩 이어 적으시면 됩니다.\n"
        "예:\n아침신문\n2026-01-23\nhttps://…"
    ),
    "reason": "왜 정정하는지 적어 주세요. 독자에게도 보입니다.",
    "fix": "무엇을 고칠까요?",
}
CHOICES: Mapping[str, str] = {
    "team": "어느 팀을 말씀하시나요? 버튼을 누르거나 이름을 다시 보내 주세요.",
    "quote": "어느 문장을 기록할까요? 번호를 누르거나 문장을 보내 주세요.",
    "source": (
        "어디에 실렸나요? 최근 출처를 고르거나, 매체 이름을 보내 주세요. "
        "제목, 링크, 보도일은 한 줄에 하나씩 이어 적으시면 됩니다.\n"
        "예:\n아침신문\n2026-01-23\nhttps://…"
    ),
}
STEPS: Mapping[str, str] = {
    "team": "팀",
    "stance": "입장",
    "quote": "문장",
    "said": "발언일",
    "voice": "화자 구분",
    "speaker": "발언자",
    "source": "출처",
    "reason": "사유",
    "preview": "미리보기",
}
KEYS: Mapping[str, str] = {
    "team": "팀",
    "stance": "입장",
    "said": "발언일",
    "voice": "화자구분",
    "speaker": "발언자",
    "publisher": "매체",
    "title": "제목",
    "url": "링크",
    "published": "보도일",
    "reason": "사유",
    "quote": "문장",
    "source": "출처",
    "id": "아이디",
    "ko": "한국어",
    "en": "영어",
    "ticker": "종목코드",
    "decoys": "다른회사",
}
ALL_KEYS = "팀, 입장, 발언일, 화자구분, 발언자, 매체, 제목, 링크, 보도일, 사유, 문장"
DATE_FORMS = "1월 23일, 2026-01-23 14:00, 1월 15일~16일처럼 적어 주세요. 모르면 ‘모름’이라고 적습니다."
VOICES: Mapping[str, str] = {
    "own": "본인(팀이 직접)",
    "authority": "공식 발표(주관 기관)",
    "reported": "보도(팀 미확인)",
}
BUTTONS: Mapping[str, str] = {
    "back": "← 뒤로",
    "keep": "그대로 두기",
    "fix": "고치기",
    "cancel": "취소",
    "save": "저장",
    "undo": "되돌리기",
    "older": "이전 기록",
    "newer": "최근 기록",
    "alias": "팀 이름으로 등록",
    "decoy": "다른 회사로 등록",
}


def _topic(text: str) -> str:
    """‘카카오’는, ‘KT’는, ‘삼성’은: the particle follows the sound inside the quotation marks."""
    return f"‘{text}’{with_particle(text, '은')[len(text) :]}"


class KoreanEditingSteps:
    """EditingSteps in Korean."""

    def editors_only(self) -> str:
        return "편집자만 쓸 수 있는 기능입니다."

    def owners_only(self) -> str:
        return "소유자만 쓸 수 있는 기능입니다."

    def go_private(self) -> str:
        return "편집은 저와의 1:1 대화에서만 할 수 있습니다."

    def open_private(self) -> str:
        return "1:1 대화 열기"

    def forwarded_command(self) -> str:
        return "전달된 메시지에 적힌 명령은 실행하지 않습니다. 직접 보내 주세요."

    def edited_command(self) -> str:
        return "수정한 메시지의 명령은 실행하지 않습니다. 새 메시지로 보내 주세요."

    def dead_button(self) -> str:
        return "이 버튼은 더 이상 쓸 수 없습니다."

    def used_button(self) -> str:
        return "이미 처리한 버튼입니다."

    def superseded_button(self) -> str:
        return "지난 미리보기의 버튼이라 저장하지 않았습니다. 이어서 하려면 가장 새로운 메시지의 버튼을 누르세요."

    def expired_button(self) -> str:
        return "시간이 지나 만료된 버튼입니다. 이 버튼으로 저장된 것은 없으니 다시 시작해 주세요."

    def expired_list(self) -> str:
        return "시간이 지나 만료된 버튼입니다. 지금 누른 것으로 바뀐 것은 없습니다. 명령이나 기사를 다시 보내 주세요."

    def try_later(self) -> str:
        return "지금은 처리할 수 없습니다. 잠시 뒤 다시 보내 주세요."

    def ask(self, step: str, *, has_options: bool) -> str:
        return CHOICES[step] if has_options and step in CHOICES else QUESTIONS[step]

    def step(self, step: str) -> str:
        return STEPS[step]

    def so_far(self, value: str) -> str:
        return f"지금 값: {value}"

    def nothing_told(self) -> str:
        return "없음"

    def voice(self, voice: str) -> str:
        return VOICES[voice]

    def day_option(self, day: date, today: date) -> str:
        written = korean_day(day, today)
        named = {today: "오늘", today - timedelta(days=1): "어제"}.get(day)
        return f"{named}({written})" if named else written

    def unknown_option(self, step: str) -> str:
        return "밝히지 않음" if step == "speaker" else "모름"

    def moment(self, moment: datetime, zone: tzinfo, today: date) -> str:
        return korean_point(moment, zone, today)

    def button(self, verb: str) -> str:
        return BUTTONS[verb]

    def cancelled(self) -> str:
        return "취소했습니다. 저장된 것은 없습니다."

    def nothing_to_cancel(self) -> str:
        return "취소할 작업이 없습니다."

    def expired(self, minutes: int) -> str:
        return f"작성하던 기록은 {minutes}분이 지나 만료됐습니다. 저장된 것은 없습니다."

    def typed_was(self) -> str:
        return "적으신 내용입니다. 복사해 고친 뒤 다시 보내 주세요."

    def as_it_stands(self) -> str:
        return "지금 기록입니다. 고칠 줄과 ‘사유:’ 줄만 남겨 보내거나, 아래에서 고칠 것을 고르세요."

    def continue_steps(self) -> str:
        return "나머지는 하나씩 답하기"

    def put_aside(self, title: str) -> str:
        return f"쓰던 기록(‘{title}’)은 버리지 않고 남겨 두었습니다. 아래 버튼을 누르면 이어서 쓸 수 있습니다."

    def resume(self, title: str) -> str:
        return f"이어 쓰기: {title}"

    def question_answered(self, key: str) -> str:
        return f"질문에 답하고 하던 단계로 돌아왔습니다. 기록할 내용이었다면 ‘{self.key(key)}: …’처럼 보내 주세요."

    def days_read(self, days: Sequence[tuple[str, str]]) -> str:
        return "문장에 나오는 날짜: " + ", ".join(word if word == day else f"{word} → {day}" for word, day in days)

    def counted_from(self, day: str) -> str:
        return f"‘어제’나 ‘23일’ 같은 날짜는 보도일({day}) 기준으로 읽습니다."

    def read_of_source(self, parts: str) -> str:
        return f"읽은 내용: {parts}. 적지 않은 것은 그대로 둡니다."

    def key(self, key: str) -> str:
        return KEYS.get(key, key)

    def mistakes(self, count: int) -> str:
        return f"저장하지 않았습니다. 고칠 곳이 {count}군데 있습니다."

    def missing(self, keys: Sequence[str]) -> str:
        return f"빠진 항목: {', '.join(self.key(key) for key in keys)}"

    def in_line(self, line: int, mistake: str) -> str:
        return f"{line}번째 줄: {mistake}"

    def slip(self, code: str, key: str, text: str, options: Sequence[str]) -> str:
        listed = ", ".join(options)
        near = f" 혹시 {listed}인가요?" if options else ""
        topic, name = _topic(text), f"‘{self.key(key)}’ 항목"
        return {
            "no_key": f"‘{text}’에는 ‘팀:’이나 ‘문장:’ 같은 항목 이름이 없습니다. ‘항목: 내용’으로 적어 주세요.",
            "unknown_key": f"{topic} 모르는 항목입니다.{near} 쓸 수 있는 항목: {ALL_KEYS}.",
            "repeated": f"{name}이 두 번 나옵니다. 하나만 남겨 주세요.",
            "missing": f"{name}이 필요합니다.",
            "empty": f"{name}이 비어 있습니다.",
            "team_unknown": f"{topic} 명단에 있는 팀이 아닙니다.{near}",
            "team_unclear": f"‘{text}’만으로는 어느 팀인지 알 수 없습니다: {listed}.",
            "stance_unknown": f"{topic} 없는 입장입니다. 쓸 수 있는 입장: {listed}.",
            "stance_unclear": f"‘{text}’만으로는 어느 입장인지 알 수 없습니다: {listed}.",
            "date": f"‘{text}’에서 날짜를 읽지 못했습니다. {DATE_FORMS}",
            "voice": f"화자구분에 {topic} 쓸 수 없습니다. 본인, 주관, 보도 중 하나를 적어 주세요.",
            "in_quote": f"{name}이 ‘문장’보다 아래에 있어 문장으로 읽혔습니다. ‘문장’은 맨 아래에 적어 주세요.",
            "url": "링크는 https:// 또는 http://로 시작하고, 빈칸이나 < > 같은 기호가 없어야 합니다.",
            "too_long": f"{name}이 너무 깁니다. 한 줄은 300자, 문장은 2,000자까지 쓸 수 있습니다.",
            "odd": f"{name}에 쓸 수 없는 문자가 있거나 내용이 비어 있습니다.",
            "id": f"아이디 {topic} 쓸 수 없습니다. 영문 소문자, 숫자, _ . -만 쓸 수 있습니다.",
        }[code]

    def offer(self, sentence_count: int) -> str:
        return "이 문장을 기록할까요?" if sentence_count == 1 else "이 가운데 기록할 것이 있나요?"

    def record_for(self, team: str) -> str:
        return f"{team} 기록하기"

    def no_team_in_text(self) -> str:
        return "이 글에서 명단에 있는 팀의 문장을 찾지 못했습니다. 기록하려면 /add 팀 이름으로 시작해 주세요."

    def further(self) -> str:
        return "이어서 기록할 수 있습니다."
