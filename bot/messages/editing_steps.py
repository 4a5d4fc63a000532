"""What the conversation with an editor says before anything is saved: questions, buttons, mistakes; plain text."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from bot.messages.dates import written_day, written_point
from bot.messages.template import Messages, fixed, message, tables
from knowledge.fields import Language

EDITING = tables("editing")
QUESTIONS = EDITING["question"]
CHOICES = EDITING["choice"]
"""The questions where there is something to choose from."""
PARTS = EDITING["part"]
"""What a statement, a team and a source are made of, and the steps that ask for them."""
KEYS = EDITING["key"]
"""The keys of a message with lines; of English they are the keys themselves."""
VOICES = EDITING["voice"]
BUTTONS = EDITING["button"]
SLIPS = EDITING["slip"]
"""Mistakes in what was typed."""


def spellings_of_keys(keys: Sequence[str]) -> Mapping[str, str]:
    """How keys may be typed, which is how they are shown, in either language -> the key."""
    return {KEYS[key][language].text: key for language in ("en", "ko") for key in keys}


class EditingSteps(Messages):
    """Names, labels and keys come ready to show."""

    # Who may
    editors_only = fixed("편집자만 쓸 수 있는 기능입니다.", "Only editors can do that.")
    owners_only = fixed("소유자만 쓸 수 있는 기능입니다.", "Only owners can do that.")
    go_private = fixed("편집은 저와의 1:1 대화에서만 할 수 있습니다.", "Editing works only in a private chat with me.")
    open_private = fixed("1:1 대화 열기", "Open the private chat")
    forwarded_command = fixed(
        "전달된 메시지에 적힌 명령은 실행하지 않습니다. 직접 보내 주세요.",
        "Commands in forwarded messages are not carried out. Please send it yourself.",
    )
    edited_command = fixed(
        "수정한 메시지의 명령은 실행하지 않습니다. 새 메시지로 보내 주세요.",
        "Commands in edited messages are not carried out. Please send a new message.",
    )
    dead_button = fixed("이 버튼은 더 이상 쓸 수 없습니다.", "This button no longer works.")
    used_button = fixed("이미 처리한 버튼입니다.", "This button was used already.")
    superseded_button = fixed(
        "지난 미리보기의 버튼이라 저장하지 않았습니다. 이어서 하려면 가장 새로운 메시지의 버튼을 누르세요.",
        "This preview was left, and nothing was saved. Please use the buttons of the newest message.",
    )
    expired_button = fixed(
        "시간이 지나 만료된 버튼입니다. 이 버튼으로 저장된 것은 없으니 다시 시작해 주세요.",
        "This button has expired. Nothing was saved by it; please begin again.",
    )
    expired_list = fixed(
        "시간이 지나 만료된 버튼입니다. 지금 누른 것으로 바뀐 것은 없습니다. 명령이나 기사를 다시 보내 주세요.",
        "This button has expired, and pressing it changed nothing. Please send the command or the article again.",
    )
    try_later = fixed(
        "지금은 처리할 수 없습니다. 잠시 뒤 다시 보내 주세요.",
        "This cannot be done right now. Please send it again in a moment.",
    )

    # The steps
    def ask(self, step: str, *, has_options: bool) -> str:
        return self.fill(CHOICES[step] if has_options and step in CHOICES else QUESTIONS[step])

    def step(self, step: str) -> str:
        return self.fill(PARTS[step])

    def voice(self, voice: str) -> str:
        return self.fill(VOICES[voice])

    def button(self, verb: str) -> str:
        return self.fill(BUTTONS[verb])

    @message("지금 값: {value}", "So far: {value}")
    def so_far(self, value: str) -> str: ...

    nothing_told = fixed("없음", "nothing")
    unknown = fixed("모름", "Unknown")
    unnamed = fixed("밝히지 않음", "Not named")
    today = fixed("오늘", "Today")
    yesterday = fixed("어제", "Yesterday")

    def unknown_option(self, step: str) -> str:
        return self.unnamed() if step == "speaker" else self.unknown()

    @message("{name}({day})", "{name} ({day})")
    def _named_day(self, name: str, day: str) -> str: ...

    def day_option(self, day: date, today: date) -> str:
        written = written_day(day, today, self.language)
        named = {today: self.today, today - timedelta(days=1): self.yesterday}.get(day)
        return self._named_day(named(), written) if named else written

    def moment(self, moment: datetime, zone: tzinfo, today: date) -> str:
        return written_point(moment, zone, today, self.language)

    cancelled = fixed("취소했습니다. 저장된 것은 없습니다.", "Cancelled. Nothing was saved.")
    nothing_to_cancel = fixed("취소할 작업이 없습니다.", "There is nothing to cancel.")
    typed_was = fixed(
        "적으신 내용입니다. 복사해 고친 뒤 다시 보내 주세요.",
        "This is what you typed. Copy it, mend it and send it again.",
    )
    as_it_stands = fixed(
        "지금 기록입니다. 고칠 줄과 ‘사유:’ 줄만 남겨 보내거나, 아래에서 고칠 것을 고르세요.",
        "This is on record. Send it with only the lines to change and a ‘reason:’ line, or choose below.",
    )
    continue_steps = fixed("나머지는 하나씩 답하기", "Answer the rest step by step")

    @message(
        "작성하던 기록은 {minutes}분이 지나 만료됐습니다. 저장된 것은 없습니다.",
        "The statement you were writing expired after {minutes} minutes. Nothing was saved.",
    )
    def expired(self, minutes: int) -> str: ...
    @message(
        "쓰던 기록(‘{title}’)은 버리지 않고 남겨 두었습니다. 아래 버튼을 누르면 이어서 쓸 수 있습니다.",
        "The statement you were writing (‘{title}’) is kept. Press the button to come back to it.",
    )
    def put_aside(self, title: str) -> str: ...
    @message("이어 쓰기: {title}", "Go on with: {title}")
    def resume(self, title: str) -> str: ...
    @message(
        "질문에 답하고 하던 단계로 돌아왔습니다. 기록할 내용이었다면 ‘{key}: …’처럼 보내 주세요.",
        "Your question is answered; this is where you were. If it was meant as the answer, send ‘{key}: …’.",
    )
    def _question_answered(self, key: str) -> str: ...

    def question_answered(self, key: str) -> str:
        return self._question_answered(self.key(key))

    @message("문장에 나오는 날짜: {days}", "Days in the sentence: {days}")
    def _days_read(self, days: Sequence[str]) -> str: ...

    def days_read(self, days: Sequence[tuple[str, str]]) -> str:
        return self._days_read([word if word == day else f"{word} → {day}" for word, day in days])

    @message(
        "‘어제’나 ‘23일’ 같은 날짜는 보도일({day}) 기준으로 읽습니다.",
        "Days such as ‘yesterday’ count from the day it was published ({day}).",
    )
    def counted_from(self, day: str) -> str: ...
    @message("읽은 내용: {parts}. 적지 않은 것은 그대로 둡니다.", "Read so far: {parts}. What you leave out stays.")
    def read_of_source(self, parts: str) -> str: ...

    # Mistakes
    def key(self, key: str) -> str:
        return self.fill(KEYS[key]) if key in KEYS else key

    @message(
        "저장하지 않았습니다. 고칠 곳이 {count}군데 있습니다.",
        "Nothing was saved: {count:one thing needs|# things need} mending.",
    )
    def mistakes(self, count: int) -> str: ...
    @message("빠진 항목: {keys}", "Missing: {keys}")
    def _missing(self, keys: Sequence[str]) -> str: ...

    def missing(self, keys: Sequence[str]) -> str:
        return self._missing([self.key(key) for key in keys])

    @message("{line}번째 줄: {mistake}", "Line {line}: {mistake}")
    def in_line(self, line: int, mistake: str) -> str: ...

    def slip(self, code: str, key: str, text: str, options: Sequence[str]) -> str:
        return self.fill(SLIPS[code], key=self.key(key), text=text, options=options)

    # A message that may be worth recording
    further = fixed("이어서 기록할 수 있습니다.", "There is more to record:")
    no_team_in_text = fixed(
        "이 글에서 명단에 있는 팀의 문장을 찾지 못했습니다. 기록하려면 /add 팀 이름으로 시작해 주세요.",
        "No sentence of this text names a team of the list. To record one all the same, begin with /add TEAM.",
    )

    @message(
        "{sentence_count:이 문장을 기록할까요?|이 가운데 기록할 것이 있나요?}",
        "{sentence_count:Record this?|Is one of these worth recording?}",
    )
    def offer(self, sentence_count: int) -> str: ...
    @message("{team} 기록하기", "Record for {team}")
    def record_for(self, team: str) -> str: ...


STEPS: Mapping[Language, EditingSteps] = {"ko": EditingSteps("ko"), "en": EditingSteps("en")}


def editing_steps(language: Language) -> EditingSteps:
    """What the conversation with an editor says in a language."""
    return STEPS[language]
