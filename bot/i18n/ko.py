"""What replies say in Korean, in the polite form of newspapers."""

from collections.abc import Sequence
from datetime import UTC, date, tzinfo

from bot.i18n.dates import korean_day, korean_said
from bot.i18n.particles import with_particle
from knowledge.answer import Mark
from knowledge.model import UNDONE, Action, Kind, KoreanMembers, Voice
from knowledge.question import Rank
from knowledge.said import Said

VOICES = {Voice.OWN: "본인 발언", Voice.AUTHORITY: "공식 발표"}
BRIEFLY = {Voice.OWN: "본인", Voice.AUTHORITY: "공식 발표", Voice.REPORTED: "보도"}
TEAMS = KoreanMembers()
KINDS = {Kind.POSITION: "입장", Kind.RESULT: "결과"}
RANKS: dict[Rank, str] = {"first": "맨 먼저", "last": "가장 나중에"}
MARKS = {Action.RECORD: "기록", Action.CORRECT: "정정", Action.RETRACT: "철회", Action.REINSTATE: "철회 취소"}


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"‘{name}’" for name in names)


def _said_so(labels: Sequence[str]) -> str:
    return with_particle(_quoted(labels), "을") if labels else "입장을"


def _why(reason: str) -> str:
    """The reason as an editor gave it; of what was undone at once the record keeps one word for both languages."""
    return "저장 직후 되돌림" if reason == UNDONE else reason


class Korean:
    """The Korean phrases, with the word that a programme has for its teams (가게) and the one that counts them (곳)."""

    def __init__(self, members: KoreanMembers = TEAMS) -> None:
        self._member, self._count = members.one, members.count

    def day(self, day: date, today: date) -> str:
        return korean_day(day, today)

    def said(self, said: Said | None, zone: tzinfo, today: date) -> str:
        return "시점 미상" if said is None else korean_said(said, zone, today)

    def joined(self, names: Sequence[str]) -> str:
        if len(names) == 2:
            return f"{with_particle(names[0], '과')} {names[1]}"
        return ", ".join(names)

    def holds(self, names: str, label: str) -> str:
        return f"{with_particle(names, '은')} {label}입니다."

    def has_result(self, names: str, label: str) -> str:
        return f"{names}의 결과는 {label}입니다."

    def in_short(self, kind: Kind, label: str) -> str:
        return f"{KINDS[kind]}: {label}"

    def all_hold(self, names: str, label: str) -> str:
        return f"{names} 모두 {label}입니다."

    def all_have_result(self, names: str, label: str) -> str:
        return f"{names} 모두 결과는 {label}입니다."

    def yes(self, heading: str, *, is_negative: bool = False) -> str:  # noqa: ARG002  # Korean answers the claim
        return f"네, {heading}"

    def no(self, heading: str, *, is_negative: bool = False) -> str:  # noqa: ARG002  # as above
        return f"아니요, {heading}"

    def nobody_said(self, labels: Sequence[str]) -> str:
        return f"{with_particle(_quoted(labels), '이라')}는 기록은 없습니다."

    def said_before(self, label: str, day: str) -> str:
        return f"앞서 {with_particle(f'‘{label}’', '이라')}는 기록이 있습니다({day})."

    def said_too(self, label: str, day: str) -> str:
        return f"{with_particle(f'‘{label}’', '이라')}는 기록도 있습니다({day})."

    def no_position(self, names: str) -> str:
        return f"{names}의 입장은 기록에 없습니다."

    def no_result(self, names: str) -> str:
        return f"{names}의 결과는 기록에 없습니다."

    def no_statement(self, names: str) -> str:
        return f"{with_particle(names, '은')} 명단에 있지만 기록된 발언이 없습니다."

    def contradicts(self, name: str, labels: Sequence[str]) -> str:
        return f"{name}에 대한 기록이 엇갈립니다: {', '.join(labels)}"

    def contrary(self, label: str) -> str:
        return f"엇갈리는 기록: {label}"

    def unconfirmed(self, label: str) -> str:
        return f"이후 미확인 보도: {label}"

    def retracted(self, label: str, said: str, on: str, reason: str | None) -> str:
        line = f"‘{label}’({said}) 기록은 {on} 철회됐습니다."
        return f"{line} 사유: {_why(reason)}" if reason else line

    def of_team(self, name: str, line: str) -> str:
        return f"{name} · {line}"

    def voice(self, voice: Voice, kind: Kind) -> str:
        if voice is not Voice.REPORTED:
            return VOICES[voice]
        if kind is Kind.RESULT:
            return "보도, 공식 발표 아님"
        return f"보도, {with_particle(self._member, '이')} 확인하지 않음"

    def brief_voice(self, voice: Voice) -> str:
        return BRIEFLY[voice]

    def published(self, day: str) -> str:
        return f"{day} 보도"

    def source(self) -> str:
        return "출처"

    def common_source(self) -> str:
        return "출처(모두 같음)"

    def no_source(self) -> str:
        return "매체 미상"

    def no_link(self) -> str:
        return "원문 링크는 기록에 없습니다."

    def recorded(self, statement: str, day: str) -> str:
        return f"기록 {statement}, {day} 등록"

    def mark(self, mark: Mark, on: str) -> str:
        line = f"{on} {MARKS[mark.action]}"
        return f"{line} · 사유: {_why(mark.reason)}" if mark.reason else line

    def _counted(self, count: int) -> str:
        return f"{count}{self._count}"

    def not_all(self, names: str) -> str:
        return f"{names} 모두 그런 것은 아닙니다."

    def some(self, names: str) -> str:
        return f"{with_particle(names, '이')} 그렇습니다."

    def unread(self, words: Sequence[str]) -> str:
        return f"{_quoted(words)}에 대해서는 기록에 아무것도 없습니다."

    def beyond(self, day: str | None) -> str:
        return f"{day}까지의 기록으로는 알 수 없습니다." if day else "기록으로는 알 수 없습니다."

    def excluding(self, labels: Sequence[str], count: int) -> str:
        return f"{with_particle(_quoted(labels), '이')} 아닌 {self._member} {self._counted(count)}"

    def narrowed(self, label: str, among: Sequence[str]) -> str:
        return f"{label} ({_quoted(among)} 가운데)"

    def less(self, label: str, without: Sequence[str]) -> str:
        return f"{label} ({_quoted(without)} 제외)"

    def reported(self, names: str) -> str:
        return f"확인되지 않은 최근 보도로는 {names}도 있습니다."

    def counted(self, label: str, count: int) -> str:
        return f"{label} {self._counted(count)}"

    def nobody(self, label: str, considered: int) -> str:
        among, none = self._counted(considered), with_particle(self._member, "은")
        return (
            f"명단의 {among} 가운데 {with_particle(f'‘{label}’', '으로')} 기록된 {none} 없습니다({self._counted(0)})."
        )

    def apart(self, label: str, count: int) -> str:
        return f"이와 별도로, 결과가 ‘{label}’인 {with_particle(self._member, '은')} {self._counted(count)}입니다."

    def besides(self, names: str) -> str:
        return f"{names} 제외"

    def silent(self, count: int) -> str:
        return f"입장 기록 없음 {self._counted(count)}"

    def more_teams(self, count: int) -> str:
        return f"외 {self._counted(count)}"

    def overview(self, programme: str, count: int) -> str:
        return f"{programme} 현황 · {self._counted(count)}"

    def sentences(self) -> str:
        return "근거 문장"

    def history(self, names: str, count: int) -> str:
        return f"{names} 발언 기록 {count}건" if names else f"전체 발언 기록 {count}건"

    def no_history(self, names: str) -> str:
        return f"{names}: 기록된 발언이 없습니다." if names else "기록된 발언이 없습니다."

    def since(self, heading: str, day: str) -> str:
        return f"{heading} ({day}부터)"

    def entry(self, said: str, name: str, label: str) -> str:
        return f"{said} · {name}: {label}"

    def between(self, since: date, until: date, today: date) -> str:
        return korean_said(Said(start=since, end=until), UTC, today)

    def changes(self, count: int, span: str) -> str:
        return f"{span}에 달라진 것 {count}건"

    def no_changes(self, names: str, span: str) -> str:
        return f"{span}에 {with_particle(names, '은') if names else '입장이나 결과가'} 달라진 것이 없습니다."

    def change(self, name: str, before: str | None, after: str | None) -> str:
        return f"{name}: {before or '기록 없음'} → {after or '기록 없음'}"

    def contradicted(self, name: str, label: str | None) -> str:
        return f"{name}: ‘{label}’ 기록과 엇갈리는 기록이 달라졌습니다."

    def other_voice(self, name: str, label: str | None) -> str:
        return f"{name}: {label} 그대로, 말한 쪽이 달라졌습니다."

    def new_report(self, name: str, label: str) -> str:
        return f"{name}: 새 미확인 보도, {label}"

    def recorded_meanwhile(self, count: int) -> str:
        return f"발언은 더 이르지만 이 기간에 기록하거나 고친 것 {count}건"

    def ranked(self, rank: Rank, labels: Sequence[str], names: str) -> str:
        return f"{_said_so(labels)} {RANKS[rank]} 밝힌 팀은 {names}입니다."

    def rank_unknown(self, rank: Rank, labels: Sequence[str], names: str) -> str:
        return f"{_said_so(labels)} 누가 {RANKS[rank]} 밝혔는지는 기록으로 알 수 없습니다. 때가 겹치는 팀: {names}"

    def nobody_ranked(self, labels: Sequence[str]) -> str:
        return f"{_said_so(labels)} 밝힌 팀은 기록에 없습니다."

    def reach(self, day: str) -> str:
        return f"기록은 {day}까지의 발언을 담고 있습니다."

    def empty_record(self) -> str:
        return "아직 기록된 발언이 없습니다."

    def as_of(self, heading: str, day: str) -> str:
        return f"{heading} ({day} 기준)"

    def before_record(self, day: str) -> str:
        return f"기록은 {day}부터 있습니다. 그 전의 입장은 알 수 없습니다."

    def after_today(self) -> str:
        return "아직 오지 않은 날짜라, 지금까지의 기록으로 답했습니다."

    def which(self, names: Sequence[str]) -> str:
        return (
            f"{with_particle(names[0], '을')} 말씀하시나요?"
            if len(names) == 1
            else f"어느 {with_particle(self._member, '을')} 말씀하시나요?"
        )

    def strangers(self, names: Sequence[str]) -> str:
        return f"{with_particle(_quoted(names), '은')} 이 명단에 있는 {with_particle(self._member, '이')} 아닙니다."

    def unknown(self) -> str:
        return "이 명단에 없는 이름입니다."

    def perhaps(self, count: int) -> str:
        if count == 1:
            return f"혹시 이 {with_particle(self._member, '을')} 찾으시나요?"
        return f"혹시 이 가운데 찾으시는 {with_particle(self._member, '이')} 있나요?"

    def perhaps_also(self) -> str:
        return f"혹시 이 {self._member}도 찾으시나요?"

    def help(self, programme: str) -> str:
        return f"{programme}에 대해 각 {self._member}의 최신 입장을 근거 문장과 함께 알려 드립니다. 이렇게 물어보세요."

    def examples(self, names: Sequence[str], label: str | None) -> Sequence[str]:
        asked = [f"{with_particle(names[0], '은')}?", f"{names[-1]} 입장 어떻게 바뀌었어?"] if names else []
        listed = [f"{label} {with_particle(self._member, '은')} 어디야?"] if label else []
        return [*asked[:1], *listed, *asked[1:], "어제 기준 현황"]

    def no_entry(self) -> str:
        return "기록 없음"

    def struck(self) -> str:
        return "정정·철회된 기록"

    def button_history(self) -> str:
        return "발언 기록"

    def button_source(self) -> str:
        return "출처"

    def button_now(self) -> str:
        return "지금 입장"

    def button_overview(self) -> str:
        return "전체 현황"

    def button_all_history(self) -> str:
        return "전체 발언 기록"

    def button_earlier(self) -> str:
        return "이전 기록"

    def button_follow(self) -> str:
        return "알림 받기"

    def button_more(self) -> str:
        return "더 보기"

    def button_picture(self) -> str:
        return "그림"

    def button_timeline(self) -> str:
        return "타임라인"

    def button_text(self) -> str:
        return "글로 보기"
