"""What replies say: Korean in the polite form of newspapers, English in the plain style of a news desk; plain text."""

from collections.abc import Sequence
from datetime import UTC, date, tzinfo
from functools import cache

from bot.messages.dates import written_day, written_said
from bot.messages.template import Messages, fixed, message, table
from knowledge.answer import Mark
from knowledge.fields import Language
from knowledge.model import UNDONE, Action, Kind, Members, Voice
from knowledge.question import Rank
from knowledge.said import Said

TEAMS = Members()
VOICES = table(
    {
        Voice.OWN: ("본인 발언", "own word"),
        Voice.AUTHORITY: ("공식 발표", "official announcement"),
        Voice.REPORTED: ("보도, {member:이} 확인하지 않음", "reported, not confirmed by the {member}"),
    }
)
BRIEF_VOICES = table(
    {Voice.OWN: ("본인", "own word"), Voice.AUTHORITY: ("공식 발표", "official"), Voice.REPORTED: ("보도", "reported")}
)
KINDS = table(
    {Kind.POSITION: ("입장: {label}", "Position: {label}"), Kind.RESULT: ("결과: {label}", "Result: {label}")}
)
MARKS = table(
    {
        Action.RECORD: ("{on} 기록", "Recorded on {on}"),
        Action.CORRECT: ("{on} 정정", "Corrected on {on}"),
        Action.RETRACT: ("{on} 철회", "Retracted on {on}"),
        Action.REINSTATE: ("{on} 철회 취소", "Reinstated on {on}"),
    }
)
RANKS = table({"first": ("맨 먼저", "first"), "last": ("가장 나중에", "last")})


class Phrases(Messages):
    """The sentences of an answer. Names and labels come from the record; a date of this year is shown without it.

    `names` may be several, joined. `{member}` is what the programme calls a team; `{members}` (teams) in English and
    `{counter}` (곳) in Korean count them.
    """

    def __init__(self, language: Language, members: Members) -> None:
        ko, en = members.ko, members.en
        named = {"member": ko.one, "counter": ko.count} if language == "ko" else {"member": en.one, "members": en.many}
        super().__init__(language, named)

    # Dates and names
    unknown_day = fixed("시점 미상", "Date unknown")

    def day(self, day: date, today: date) -> str:
        return written_day(day, today, self.language)

    def said(self, said: Said | None, zone: tzinfo, today: date) -> str:
        return self.unknown_day() if said is None else written_said(said, zone, today, self.language)

    def between(self, since: date, until: date, today: date) -> str:
        return written_said(Said(start=since, end=until), UTC, today, self.language)

    @message("{first:과} {second}", "{first} and {second}")
    def _both(self, first: str, second: str) -> str: ...
    @message("{names}", "{names:and}")
    def _all(self, names: Sequence[str]) -> str: ...

    def joined(self, names: Sequence[str]) -> str:
        return self._both(*names) if len(names) == 2 else self._all(names)

    # Where a team stands
    @message("{names:은} {label}입니다.", "{names}: {label}")
    def holds(self, names: str, label: str) -> str: ...
    @message("{names}의 결과는 {label}입니다.", "{names}, result: {label}")
    def has_result(self, names: str, label: str) -> str: ...
    @message("{names} 모두 {label}입니다.", "{names}: {label}")
    def all_hold(self, names: str, label: str) -> str: ...
    @message("{names} 모두 결과는 {label}입니다.", "{names}, result: {label}")
    def all_have_result(self, names: str, label: str) -> str: ...
    @message("네, {heading}", "{is_negative:Right:|Yes.} {heading}")
    def yes(self, heading: str, *, is_negative: bool = False) -> str: ...
    @message("아니요, {heading}", "{is_negative:Not so:|No.} {heading}")
    def no(self, heading: str, *, is_negative: bool = False) -> str: ...
    @message("{names} 모두 그런 것은 아닙니다.", "{names}: not all of them")
    def not_all(self, names: str) -> str: ...
    @message("{names:이} 그렇습니다.", "{names}: so it is")
    def some(self, names: str) -> str: ...
    @message("{day:#까지의 |}기록으로는 알 수 없습니다.", "The record{day:, to #,|} does not say so.")
    def beyond(self, day: str | None) -> str: ...
    @message("{words:‘’}에 대해서는 기록에 아무것도 없습니다.", "The record holds nothing on {words:“”and}.")
    def unread(self, words: Sequence[str]) -> str: ...
    @message("{labels:‘’이라}는 기록은 없습니다.", "Nothing on record says {labels:“”or}.")
    def nobody_said(self, labels: Sequence[str]) -> str: ...
    @message("앞서 {label:‘’이라}는 기록이 있습니다({day}).", "Earlier on record: {label:“”} ({day}).")
    def said_before(self, label: str, day: str) -> str: ...
    @message("{label:‘’이라}는 기록도 있습니다({day}).", "Also on record: {label:“”} ({day}).")
    def said_too(self, label: str, day: str) -> str: ...
    @message("{names}의 입장은 기록에 없습니다.", "{names}: no position on record")
    def no_position(self, names: str) -> str: ...
    @message("{names}의 결과는 기록에 없습니다.", "{names}: no result on record")
    def no_result(self, names: str) -> str: ...
    @message("{names:은} 명단에 있지만 기록된 발언이 없습니다.", "{names}: on the list, no statement on record")
    def no_statement(self, names: str) -> str: ...
    @message("{name}에 대한 기록이 엇갈립니다: {labels}", "{name}: the record conflicts ({labels})")
    def contradicts(self, name: str, labels: Sequence[str]) -> str: ...
    @message("엇갈리는 기록: {label}", "Conflicting statement: {label}")
    def contrary(self, label: str) -> str: ...
    @message("이후 미확인 보도: {label}", "Newer, unconfirmed report: {label}")
    def unconfirmed(self, label: str) -> str: ...
    @message("{name} · {line}", "{name} · {line}")
    def of_team(self, name: str, line: str) -> str: ...
    @message(
        "‘{label}’({said}) 기록은 {on} 철회됐습니다.{reason: 사유: #|}",
        "“{label}” ({said}) was retracted on {on}.{reason: Reason: #|}",
    )
    def _retracted(self, label: str, said: str, on: str, reason: str | None) -> str: ...

    def retracted(self, label: str, said: str, on: str, reason: str | None) -> str:
        return self._retracted(label, said, on, self._why(reason))

    def in_short(self, kind: Kind, label: str) -> str:
        return self.fill(KINDS[kind], label=label)

    # One statement
    source = fixed("출처", "Source")
    common_source = fixed("출처(모두 같음)", "Source of all")
    no_source = fixed("매체 미상", "publisher unknown")
    no_link = fixed("원문 링크는 기록에 없습니다.", "The record has no link to the original.")
    unofficial = fixed("보도, 공식 발표 아님", "reported, not an official announcement")
    undone = fixed("저장 직후 되돌림", "undone")

    @message("{day} 보도", "published {day}")
    def published(self, day: str) -> str: ...
    @message("기록 {statement}, {day} 등록", "Record {statement}, entered {day}")
    def recorded(self, statement: str, day: str) -> str: ...
    @message("{line}{reason: · 사유: #|}", "{line}{reason: · Reason: #|}")
    def _marked(self, line: str, reason: str | None) -> str: ...

    def mark(self, mark: Mark, on: str) -> str:
        return self._marked(self.fill(MARKS[mark.action], on=on), self._why(mark.reason))

    def _why(self, reason: str | None) -> str | None:
        """The reason as an editor gave it; of what was undone at once the record keeps one word for both languages."""
        return self.undone() if reason == UNDONE else reason

    def voice(self, voice: Voice, kind: Kind) -> str:
        is_report_of_result = voice is Voice.REPORTED and kind is Kind.RESULT
        return self.unofficial() if is_report_of_result else self.fill(VOICES[voice])

    def brief_voice(self, voice: Voice) -> str:
        return self.fill(BRIEF_VOICES[voice])

    # Many teams
    sentences = fixed("근거 문장", "The sentences")

    @message("{label} {count}{counter}", "{label}: {count:1 {member}|# {members}}")
    def counted(self, label: str, count: int) -> str: ...
    @message("{labels:‘’이} 아닌 {member} {count}{counter}", "Not {labels:“”or}: {count:1 {member}|# {members}}")
    def excluding(self, labels: Sequence[str], count: int) -> str: ...
    @message("{label} ({among:‘’} 가운데)", "{label}, of those “{among:or}”")
    def narrowed(self, label: str, among: Sequence[str]) -> str: ...
    @message("{label} ({without:‘’} 제외)", "{label}, without “{without:or}”")
    def less(self, label: str, without: Sequence[str]) -> str: ...
    @message("확인되지 않은 최근 보도로는 {names}도 있습니다.", "By a newer, unconfirmed report also: {names}")
    def reported(self, names: str) -> str: ...
    @message(
        "명단의 {considered}{counter} 가운데 {label:‘’으로} 기록된 {member:은} 없습니다(0{counter}).",
        "None of the {considered:1 {member}|# {members}} is on record as “{label}” (0 {members}).",
    )
    def nobody(self, label: str, considered: int) -> str: ...
    @message(
        "이와 별도로, 결과가 ‘{label}’인 {member:은} {count}{counter}입니다.",
        "Apart from that, {count:1 {member}|# {members}} with the result “{label}”.",
    )
    def apart(self, label: str, count: int) -> str: ...
    @message("입장 기록 없음 {count}{counter}", "No position on record: {count:1 {member}|# {members}}")
    def silent(self, count: int) -> str: ...
    @message("외 {count}{counter}", "and {count} more")
    def more_teams(self, count: int) -> str: ...
    @message("{programme} 현황 · {count}{counter}", "{programme} · {count:1 {member}|# {members}}")
    def overview(self, programme: str, count: int) -> str: ...
    @message("{names:#|전체} 발언 기록 {count}건", "{names:#: |All }{count:1 statement|# statements} on record")
    def history(self, names: str, count: int) -> str: ...
    @message("{names:#: |}기록된 발언이 없습니다.", "{names:#: no|No} statement on record")
    def no_history(self, names: str) -> str: ...
    @message("{heading} ({day}부터)", "{heading} (since {day})")
    def since(self, heading: str, day: str) -> str: ...
    @message("{said} · {name}: {label}", "{said} · {name}: {label}")
    def entry(self, said: str, name: str, label: str) -> str: ...

    # What changed, and who was the first
    @message("{span}에 달라진 것 {count}건", "{count:1 change|# changes}, {span}")
    def changes(self, count: int, span: str) -> str: ...
    @message(
        "{span}에 {names:{names:은}|입장이나 결과가} 달라진 것이 없습니다.",
        "{names:Nothing changed for #|No position or result changed}, {span}.",
    )
    def no_changes(self, names: str, span: str) -> str: ...
    @message(
        "{name}: {before:#|기록 없음} → {after:#|기록 없음}",
        "{name}: {before:#|nothing on record} → {after:#|nothing on record}",
    )
    def change(self, name: str, before: str | None, after: str | None) -> str: ...
    @message(
        "{name}: ‘{label}’ 기록과 엇갈리는 기록이 달라졌습니다.",
        "{name}: what contradicts “{label}” on record is not what it was.",
    )
    def contradicted(self, name: str, label: str | None) -> str: ...
    @message("{name}: {label} 그대로, 말한 쪽이 달라졌습니다.", "{name}: still {label}, now said by somebody else.")
    def other_voice(self, name: str, label: str | None) -> str: ...
    @message("{name}: 새 미확인 보도, {label}", "{name}: a new unconfirmed report, {label}")
    def new_report(self, name: str, label: str) -> str: ...
    @message(
        "발언은 더 이르지만 이 기간에 기록하거나 고친 것 {count}건",
        "Recorded or put right in that time, though said earlier: {count}",
    )
    def recorded_meanwhile(self, count: int) -> str: ...
    @message(
        "{labels:{labels:‘’을}|입장을} {rank} 밝힌 팀은 {names}입니다.",
        "The {rank} to say {labels:{labels:“”or}|where they stand}: {names}.",
    )
    def _ranked(self, rank: str, labels: Sequence[str], names: str) -> str: ...
    @message(
        "{labels:{labels:‘’을}|입장을} 누가 {rank} 밝혔는지는 기록으로 알 수 없습니다. 때가 겹치는 팀: {names}",
        "The record cannot tell who was the {rank} to say {labels:{labels:“”or}|where they stand}; "
        "the days overlap: {names}",
    )
    def _rank_unknown(self, rank: str, labels: Sequence[str], names: str) -> str: ...
    @message(
        "{labels:{labels:‘’을}|입장을} 밝힌 팀은 기록에 없습니다.",
        "Nobody on record has said {labels:{labels:“”or}|where they stand}.",
    )
    def nobody_ranked(self, labels: Sequence[str]) -> str: ...

    def ranked(self, rank: Rank, labels: Sequence[str], names: str) -> str:
        return self._ranked(self.fill(RANKS[rank]), labels, names)

    def rank_unknown(self, rank: Rank, labels: Sequence[str], names: str) -> str:
        return self._rank_unknown(self.fill(RANKS[rank]), labels, names)

    # How far the record goes
    empty_record = fixed("아직 기록된 발언이 없습니다.", "The record is still empty.")
    after_today = fixed(
        "아직 오지 않은 날짜라, 지금까지의 기록으로 답했습니다.",
        "That day has not come yet; this is the record as it stands.",
    )

    @message("기록은 {day}까지의 발언을 담고 있습니다.", "The record reaches {day}.")
    def reach(self, day: str) -> str: ...
    @message("{heading} ({day} 기준)", "{heading} (as of {day})")
    def as_of(self, heading: str, day: str) -> str: ...
    @message(
        "기록은 {day}부터 있습니다. 그 전의 입장은 알 수 없습니다.",
        "The record begins on {day}; it says nothing about the time before.",
    )
    def before_record(self, day: str) -> str: ...

    # Not knowing, and help
    unknown = fixed("이 명단에 없는 이름입니다.", "That name is not on this list.")
    perhaps_also = fixed("혹시 이 {member}도 찾으시나요?", "Did you also mean this one?")
    which_one = fixed("어느 {member:을} 말씀하시나요?", "Which one do you mean?")
    overview_example = fixed("어제 기준 현황", "Overview as of yesterday")

    @message("{name:을} 말씀하시나요?", "Do you mean {name}?")
    def _is_it(self, name: str) -> str: ...
    @message(
        "{names:‘’은} 이 명단에 있는 {member:이} 아닙니다.",
        "{names:“”and} {count:is no {member}|are no {members}} on this list.",
    )
    def _strangers(self, names: Sequence[str], count: int) -> str: ...
    @message(
        "{count:혹시 이 {member:을} 찾으시나요?|혹시 이 가운데 찾으시는 {member:이} 있나요?}",
        "Did you mean {count:this one|one of these}?",
    )
    def perhaps(self, count: int) -> str: ...
    @message(
        "{programme}에 대해 각 {member}의 최신 입장을 근거 문장과 함께 알려 드립니다. 이렇게 물어보세요.",
        "I tell where each {member} stands on {programme}, with the sentence that says so. Ask like this:",
    )
    def help(self, programme: str) -> str: ...
    @message("{name:은}?", "Where does {name} stand?")
    def _stance_example(self, name: str) -> str: ...
    @message("{name} 입장 어떻게 바뀌었어?", "Timeline of {name}")
    def _history_example(self, name: str) -> str: ...
    @message("{label} {member:은} 어디야?", "Which {members} are “{label}”?")
    def _list_example(self, label: str) -> str: ...

    def which(self, names: Sequence[str]) -> str:
        return self._is_it(names[0]) if len(names) == 1 else self.which_one()

    def strangers(self, names: Sequence[str]) -> str:
        return self._strangers(names, len(names))

    def examples(self, names: Sequence[str], label: str | None) -> Sequence[str]:
        asked = [self._stance_example(names[0]), self._history_example(names[-1])] if names else []
        listed = [self._list_example(label)] if label else []
        return [*asked[:1], *listed, *asked[1:], self.overview_example()]

    # Pictures
    no_entry = fixed("기록 없음", "No record")
    struck = fixed("정정·철회된 기록", "corrected or retracted")

    # Buttons
    button_history = fixed("발언 기록", "History")
    button_source = fixed("출처", "Source")
    button_now = fixed("지금 입장", "Now")
    button_overview = fixed("전체 현황", "Overview")
    button_all_history = fixed("전체 발언 기록", "All statements")
    button_earlier = fixed("이전 기록", "Earlier")
    button_follow = fixed("알림 받기", "Notify me")
    button_more = fixed("더 보기", "More")
    button_picture = fixed("그림", "Picture")
    button_timeline = fixed("타임라인", "Timeline")
    button_text = fixed("글로 보기", "As text")


@cache
def phrases(language: Language, members: Members = TEAMS) -> Phrases:
    """The sentences of a language; `members` says what a programme calls its teams."""
    return Phrases(language, members)
