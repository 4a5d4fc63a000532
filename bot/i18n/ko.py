"""What replies say in Korean."""

from collections.abc import Sequence
from datetime import date, tzinfo

from bot.i18n.dates import korean_day, korean_said
from bot.i18n.particles import with_particle
from knowledge.conversation import Mark, Verdict
from knowledge.model import Action, Voice
from knowledge.said import Said

VOICES = {
    Voice.OWN: "본인 발언",
    Voice.AUTHORITY: "주관 기관 발표",
    Voice.REPORTED: "보도 내용, 팀이 확인하지 않음",
}
MARKS = {
    Action.RECORD: "기록",
    Action.CORRECT: "정정",
    Action.RETRACT: "철회",
    Action.REINSTATE: "철회 취소",
}
LEADS = {Verdict.YES: "네, ", Verdict.NO: "아니요, "}


def _quoted(labels: Sequence[str]) -> str:
    return ", ".join(f"‘{label}’" for label in labels)


def _joined(names: Sequence[str]) -> str:
    """카카오와 KT / 카카오, NC AI, KT."""
    if len(names) == 2:
        return f"{with_particle(names[0], '과')} {names[1]}"
    return ", ".join(names)


class Korean:
    """Phrases in Korean, in the polite form of newspapers."""

    def day(self, day: date, today: date) -> str:
        return korean_day(day, today)

    def said(self, said: Said | None, zone: tzinfo, today: date) -> str:
        return "발언일 미상" if said is None else korean_said(said, zone, today)

    def holds(self, name: str, label: str) -> str:
        return f"{with_particle(name, '은')} {label}입니다."

    def verdict(self, verdict: Verdict, name: str, label: str) -> str:
        return f"{LEADS.get(verdict, '')}{self.holds(name, label)}"

    def has_result(self, name: str, label: str) -> str:
        return f"{name}의 결과는 {label}입니다."

    def result_verdict(self, verdict: Verdict, name: str, label: str) -> str:
        return f"{LEADS.get(verdict, '')}{self.has_result(name, label)}"

    def nobody_said(self, labels: Sequence[str]) -> str:
        return f"{with_particle(_quoted(labels), '이라')}는 기록은 없습니다."

    def all_hold(self, names: Sequence[str], label: str) -> str:
        return f"네, {_joined(names)} 모두 {label}입니다."

    def no_position(self, name: str) -> str:
        return f"{name}의 입장은 기록에 없습니다."

    def no_result(self, name: str) -> str:
        return f"{name}의 결과는 기록에 없습니다."

    def no_statement(self, name: str) -> str:
        return f"{with_particle(name, '은')} 명단에 있지만 기록된 발언이 없습니다."

    def contradicts(self, name: str, labels: Sequence[str]) -> str:
        return f"{name}에 대한 기록이 엇갈립니다: {', '.join(labels)}."

    def result(self, label: str) -> str:
        return f"결과: {label}"

    def position(self, label: str) -> str:
        return f"입장: {label}"

    def unconfirmed(self, label: str) -> str:
        return f"이후 보도(미확인): {label}"

    def retracted(self, label: str, said: str, on: str, reason: str | None) -> str:
        line = f"‘{label}’({said}) 기록은 {on}에 철회됐습니다."
        return f"{line} 사유: {reason}" if reason else line

    def voice(self, voice: Voice, speaker: str | None) -> str:
        return f"{VOICES[voice]} · {speaker}" if speaker else VOICES[voice]

    def published(self, day: str) -> str:
        return f"{day} 보도"

    def no_source(self) -> str:
        return "매체 미상"

    def source(self) -> str:
        return "출처"

    def no_link(self) -> str:
        return "원문 링크는 기록에 없습니다."

    def mark(self, mark: Mark, on: str) -> str:
        line = f"{on} {MARKS[mark.action]}"
        return f"{line}. 사유: {mark.reason}" if mark.reason else line

    def counted(self, label: str, count: int) -> str:
        return f"{label} {count}팀"

    def nobody(self, label: str) -> str:
        return f"기록상 ‘{label}’인 팀은 없습니다. (0팀)"

    def apart(self, label: str, count: int) -> str:
        return f"이와 별도로 결과가 ‘{label}’인 팀은 {count}팀입니다."

    def silent(self, count: int) -> str:
        return f"입장 기록 없음 {count}팀"

    def more_teams(self, count: int) -> str:
        return f"그 밖에 {count}팀이 더 있습니다."

    def overview(self, programme: str, count: int) -> str:
        return f"{programme} 현황 · {count}팀"

    def sentences(self) -> str:
        return "근거 문장"

    def history(self, names: Sequence[str], count: int) -> str:
        return f"{_joined(names)} 발언 기록 {count}건" if names else f"전체 발언 기록 {count}건"

    def no_history(self, names: Sequence[str]) -> str:
        return f"{_joined(names)}: 기록된 발언이 없습니다." if names else "기록된 발언이 없습니다."

    def since(self, day: str) -> str:
        return f"{day}부터"

    def reach(self, day: str) -> str:
        return f"기록은 {day}까지의 발언을 담고 있습니다."

    def empty_record(self) -> str:
        return "아직 기록된 발언이 없습니다."

    def as_of(self, day: str) -> str:
        return f"{day} 기준"

    def before_record(self, day: str) -> str:
        return f"기록은 {day}부터 있습니다. 그 전의 입장은 알 수 없습니다."

    def after_today(self) -> str:
        return "아직 오지 않은 날짜입니다. 지금까지의 기록으로 답합니다."

    def which(self) -> str:
        return "어느 팀을 말씀하시나요?"

    def stranger(self, names: Sequence[str]) -> str:
        return f"{with_particle(_joined([f'‘{name}’' for name in names]), '은')} 이 명단에 있는 팀이 아닙니다."

    def unknown(self) -> str:
        return "이 명단에 있는 팀이 아니거나, 제가 알아듣지 못한 이름입니다."

    def perhaps(self) -> str:
        return "혹시 이 팀을 찾으시나요?"

    def help(self, programme: str) -> str:
        return f"{programme}에 대해 각 팀이 지금 어떤 입장인지, 근거 문장과 함께 알려 드립니다. 이렇게 물어보세요."

    def help_examples(self, names: Sequence[str], labels: Sequence[str]) -> Sequence[str]:
        lines = [f"{with_particle(name, '은')}?" for name in names[:1]]
        lines += [f"{label} 팀은 어디야?" for label in labels[:1]]
        lines += [f"{name} 입장 어떻게 바뀌었어?" for name in names[:1]]
        return [*lines, "전체 현황"]

    def button_history(self, name: str | None) -> str:
        return f"{name} 발언 기록" if name else "발언 기록"

    def button_source(self, name: str | None) -> str:
        return f"{name} 출처" if name else "출처"

    def button_others(self, label: str, count: int) -> str:
        return f"{label} {count}팀"

    def button_overview(self) -> str:
        return "전체 현황"

    def button_stance(self, name: str) -> str:
        return name

    def button_article(self) -> str:
        return "기사 열기"

    def button_more(self) -> str:
        return "더 보기"
