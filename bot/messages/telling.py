"""What those who follow are told, and what is said of corrections and of what the record knew on a day; plain text."""

from collections.abc import Mapping, Sequence

from bot.messages.template import Messages, fixed, message, table
from knowledge.fields import Language
from knowledge.model import ReportKind

QUIET_REASONS = table(
    {
        "onlytypo": ("오탈자일 뿐임", "Only a typo"),
        "onlysame": ("뜻이 달라지지 않음", "The meaning is the same"),
        "onlytold": ("다른 곳에서 이미 알림", "Told elsewhere"),
    }
)


REPORT_KINDS = table(
    {
        "name": ("팀 이름", "Team name"),
        "stance": ("입장", "Stance"),
        "day": ("날짜", "Day"),
        "sentence": ("문장", "Sentence"),
        "link": ("링크", "Link"),
    }
)


class Telling(Messages):
    """Names, labels and days come ready to show."""

    # Buttons
    follow = fixed("알림 받기", "Notify me")
    stop = fixed("알림 끄기", "Stop")
    follow_all = fixed("모든 팀 알림 받기", "Notify me of every team")
    stop_all = fixed("알림 모두 끄기", "Stop all")
    with_reports = fixed("미확인 보도도 받기", "Unconfirmed reports too")
    without_reports = fixed("미확인 보도는 빼기", "No unconfirmed reports")
    in_private = fixed("개인 대화에서 알림 받기", "Be notified in private")

    @message("{team} 알림 끄기", "Stop {team}")
    def stop_one(self, team: str) -> str: ...

    # Following
    every_team = fixed("모든 팀", "every team")
    following_all = fixed(
        "어느 팀이든 입장이나 결과가 바뀌면 알려 드립니다.",
        "You will be told when the stance or the result of any team changes.",
    )
    stopped_all = fixed("이제 아무 팀도 알리지 않습니다.", "You will not be told about any team any more.")
    list_all = fixed("모든 팀의 알림을 받고 있습니다.", "Following every team.")
    reports_on = fixed("확인되지 않은 새 보도도 알립니다.", "You will be told of new unconfirmed reports as well.")
    reports_off = fixed("확인되지 않은 보도는 알리지 않습니다.", "You will not be told of unconfirmed reports.")
    only_admins = fixed(
        "이 대화방의 알림은 관리자만 정할 수 있습니다. 개인 대화에서는 누구나 받을 수 있습니다.",
        "Only the admins of this chat decide what it is told. In a private chat anybody can be.",
    )
    at_once = fixed("바뀐 기록은 바로 알립니다.", "A change is told at once.")
    no_quiet = fixed("방해 금지 시간이 없습니다. 알림을 언제든 보냅니다.", "No quiet hours: you are told at any time.")
    quiet_usage = fixed(
        "이렇게 보내 주세요: /quiet 23-7 또는 /quiet off", "Send for instance /quiet 23-7, or /quiet off"
    )
    no_digest = fixed("소식 모음을 보내지 않습니다.", "No digest is sent.")
    digest_usage = fixed(
        "이렇게 보내 주세요: /digest daily 8:30, /digest weekly mon 9:00 또는 /digest off",
        "Send for instance /digest daily 8:30, /digest weekly mon 9:00, or /digest off",
    )
    only_owners = fixed(
        "채널로 보내는 소식 모음은 봇의 소유자만 개인 대화에서 정할 수 있습니다.",
        "Only the bot's owners, in their private chat, can have a digest sent to a channel.",
    )
    weekdays = fixed(
        "월요일 화요일 수요일 목요일 금요일 토요일 일요일", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
    )
    revived = fixed(
        "알림을 다시 보내 드립니다. 그동안 바뀐 것은 /changes, 받는 팀은 /following에서 볼 수 있습니다.",
        "You are told of changes again. What changed meanwhile: /changes; whom you follow: /following",
    )

    @message(
        "{team}의 입장이나 결과가 바뀌면 알려 드립니다.",
        "You will be told when the stance or the result of {team} changes.",
    )
    def following(self, team: str) -> str: ...
    @message("{team:은} 이제 알리지 않습니다.", "You will not be told about {team} any more.")
    def stopped(self, team: str) -> str: ...
    @message(
        "{team}의 입장이나 결과가 바뀌면 알려 드릴까요?",
        "Shall I tell you when the stance or the result of {team} changes?",
    )
    def offer(self, team: str) -> str: ...
    @message("{team} 알림을 끌까요?", "Shall I stop telling you about {team}?")
    def offer_stop(self, team: str) -> str: ...
    @message("알림을 받고 있습니다({count}): {teams}", "Following {count}: {teams}")
    def list(self, count: int, teams: str) -> str: ...
    @message("뺀 팀: {teams}", "Except: {teams}")
    def left_out(self, teams: str) -> str: ...
    @message(
        "알림을 받는 팀이 없습니다. ‘/follow {team}’처럼 보내 주세요.",
        "Following no team. Send for instance /follow {team}",
    )
    def nothing(self, team: str) -> str: ...
    @message("이 명단에서 찾지 못했습니다: {text}", "Not found in this programme: {text}")
    def not_a_team(self, text: str) -> str: ...
    @message(
        "한 대화에서 {count}팀까지 받을 수 있습니다. 모든 팀은 /follow만 보내시면 됩니다.",
        "One chat can follow {count} teams. For every team, send /follow alone.",
    )
    def too_many(self, count: int) -> str: ...
    @message("바뀐 기록은 {span} 동안 그대로일 때 알립니다.", "A change is told once it has stood for {span}.")
    def settle(self, span: str) -> str: ...
    @message(
        "방해 금지 시간: {start}~{end} ({zone}). 그동안의 알림은 모았다가 끝날 때 보냅니다.",
        "Quiet hours: {start}–{end} ({zone}). What changes meanwhile is told at their end.",
    )
    def quiet_now(self, start: str, end: str, zone: str) -> str: ...
    @message(
        "소식 모음: {when} ({zone}). 바뀐 것이 없는 날에는 보내지 않습니다.",
        "Digest: {when} ({zone}). Nothing is sent where nothing changed.",
    )
    def digest_now(self, when: str, zone: str) -> str: ...
    @message(
        "{channel}에 글을 올릴 수 없습니다. 봇을 그 채널의 관리자로 추가하고 글 올리기를 허용해 주세요.",
        "I cannot post in {channel}. Add the bot as an admin of that channel who may post messages.",
    )
    def not_a_channel(self, channel: str) -> str: ...
    @message("매일 {clock}", "daily at {clock}")
    def daily(self, clock: str) -> str: ...
    @message("매주 {day} {clock}", "every {day} at {clock}")
    def weekly(self, day: str, clock: str) -> str: ...

    def weekday(self, number: int) -> str:
        """The name of a day of the week, from 0 for Monday."""
        return self.weekdays().split()[number]

    # What the record knew on a day
    nothing_yet = fixed("지금도 없습니다.", "It still does not.")
    alike_now = fixed("그날에 대해 오늘의 기록도 같습니다.", "Today's record says the same of that day.")
    button_said = fixed("그날의 입장", "The stance that day")
    button_known = fixed("그날의 기록", "The record that day")

    @message("{day}의 기록 · {team}: {label}", "On record on {day} · {team}: {label}")
    def known_then(self, day: str, team: str, label: str) -> str: ...
    @message("{day}에 이 기록에는 {team}에 대한 것이 없었습니다.", "On {day} this record held nothing about {team}.")
    def nothing_then(self, day: str, team: str) -> str: ...
    @message("첫 기록: {day}.", "First recorded: {day}.")
    def first_recorded(self, day: str) -> str: ...
    @message("그날에 대한 오늘의 기록 · {team}: {label}", "Today's record of that day · {team}: {label}")
    def told_today(self, team: str, label: str) -> str: ...
    @message("{day}까지 등록된 기록으로 답했습니다.", "Answered from what was on record by {day}.")
    def known_footer(self, day: str) -> str: ...
    @message("{day} 등록", "recorded on {day}")
    def recorded_on(self, day: str) -> str: ...

    # How sure that is
    sure_no_conflict = fixed("엇갈리는 기록 없음", "nothing against it")

    @message("기록으로 보면: {told}", "What the record says: {told}")
    def sure(self, told: str) -> str: ...
    @message("출처 {sources}곳, 서로 다른 문장 {origins}개", "sources: {sources}, different sentences: {origins}")
    def sure_sources(self, sources: int, origins: int) -> str: ...
    @message("엇갈리는 기록 {count}건", "statements against it: {count}")
    def sure_conflicts(self, count: int) -> str: ...
    @message("{days}일 전의 말", "said {days} days ago")
    def sure_days(self, days: int) -> str: ...

    # Corrections
    corrected_word = fixed("정정", "Corrected")
    retraction = fixed("철회", "Retracted")
    undone = fixed("저장 직후 되돌림", "undone at once")
    none_now = fixed("기록 없음", "nothing on record")
    see_first = fixed("정정된 답입니다. 첫 메시지를 봐 주세요.", "This answer was corrected: see its first message.")
    corrections_on = fixed(
        "이 대화에 드린 답이 정정되면 알려 드립니다. 끄려면 /corrections off",
        "Where an answer given here is corrected, you are told. To stop: /corrections off",
    )
    corrections_off = fixed(
        "이 대화에 드린 답이 정정되어도 알리지 않습니다. 켜려면 /corrections on",
        "You are not told where an answer given here is corrected. To be told: /corrections on",
    )
    corrections_usage = fixed(
        "이렇게 보내 주세요: /corrections off 또는 /corrections on",
        "Send for instance /corrections off, or /corrections on",
    )
    save_and_tell = fixed("저장하고 알리기", "Save and tell")
    save_only = fixed("저장만", "Save only")
    why_quiet = fixed(
        "왜 알리지 않나요? 고르거나 적어 주세요. 사유는 감사 기록(/audit)에 남습니다.",
        "Why is nobody told? Choose or type a reason; it stays in the /audit.",
    )

    @message("⚠️ {heading}({day}): {told}", "⚠️ {heading} ({day}): {told}")
    def corrected_line(self, heading: str, day: str, told: str) -> str: ...
    @message(
        "앞선 답에 쓰인 {team}의 기록을 고쳤습니다.", "the record of {team} that the earlier answer used was put right."
    )
    def put_right(self, team: str) -> str: ...
    @message("사유: {reason}", "Reason: {reason}")
    def reason(self, reason: str) -> str: ...
    @message("지금 기록 · {told}", "On record now · {told}")
    def now_line(self, told: str) -> str: ...
    @message(
        "이 정정은 대화 {chats:,}곳의 답 {answers:,}개에 전해집니다.",
        "This correction will reach {answers:1 answer|{answers:,} answers} in {chats:1 chat|{chats:,} chats}.",
    )
    def reach(self, chats: int, answers: int) -> str: ...
    @message("앞선 답은 {wrong:‘’이었}습니다.", "the earlier answer was {wrong:“”}.")
    def was(self, wrong: Sequence[str]) -> str: ...
    @message("알리지 않음 · 사유: {reason}", "Told to nobody · Reason: {reason}")
    def told_quietly(self, reason: str) -> str: ...
    @message("정정이 전해진 대화: {count}곳", "Chats that the correction reached: {count}")
    def reached(self, count: int) -> str: ...
    @message("전하지 못한 대화: {count}곳", "Chats that it could not reach: {count}")
    def not_reached(self, count: int) -> str: ...

    def quiet_reason(self, code: str) -> str:
        """Why nobody is told, as a button and the audit say it; what an editor typed stays as it is."""
        return self.fill(QUIET_REASONS[code]) if code in QUIET_REASONS else code

    # What readers say is wrong
    report = fixed("오류 신고", "Report")
    which_is_wrong = fixed("어느 기록이 틀렸나요?", "Which record is wrong?")
    report_taken = fixed(
        "알려 주셔서 고맙습니다. 편집자가 확인합니다.", "Thank you for telling us. The editors will look at it."
    )
    report_settled = fixed(
        "그 사이 고쳐진 기록입니다. 다시 물어봐 주세요.", "This record has changed since. Please ask again."
    )
    see_gaps = fixed("편집자는 /gaps에서 보고 처리합니다.", "Editors see and settle it in /gaps")
    reports = fixed("독자가 틀렸다고 알린 기록", "What readers say is wrong")
    reported_by_readers = fixed("독자 신고로 확인", "Found after a reader's report")

    @message("오류 신고 · {label}", "Report · {label}")
    def report_of(self, label: str) -> str: ...
    @message("{what}: 무엇이 틀렸나요?", "{what}: what is wrong?")
    def what_is_wrong(self, what: str) -> str: ...
    @message("오늘 대화 {chats}곳에서 틀렸다고 한 기록 · {what}", "Said to be wrong in {chats} chats today · {what}")
    def report_alert(self, chats: int, what: str) -> str: ...
    @message("{letter}. {what} · {told} · {statement}", "{letter}. {what} · {told} · {statement}")
    def reported(self, letter: str, what: str, told: str, statement: str) -> str: ...
    @message("{letter} 정정", "{letter} correct")
    def settle_correct(self, letter: str) -> str: ...
    @message("{letter} 철회", "{letter} retract")
    def settle_retract(self, letter: str) -> str: ...
    @message("{letter} 이상 없음", "{letter} all right")
    def settle_all_right(self, letter: str) -> str: ...

    def report_kind(self, kind: ReportKind) -> str:
        """What of a statement may be wrong."""
        return self.fill(REPORT_KINDS[kind])

    # Notices
    source = fixed("출처", "source")

    @message("정정 · {line}", "Correction · {line}")
    def correction(self, line: str) -> str: ...
    @message("{day}에 기록된 일입니다.", "This was recorded on {day}.")
    def late(self, day: str) -> str: ...
    @message("{programme} 소식 모음 · {day}", "{programme} · digest, {day}")
    def digest(self, programme: str, day: str) -> str: ...
    @message(
        "정정 · {team}: ‘{label}’ 기록({said})을 고쳤습니다.",
        "Correction · {team}: the record of “{label}” ({said}) was corrected.",
    )
    def corrected(self, team: str, label: str, said: str) -> str: ...
    @message(
        "정정 · {team}: ‘{label}’ 기록({said})을 철회했습니다.",
        "Correction · {team}: the record of “{label}” ({said}) was retracted.",
    )
    def taken_back(self, team: str, label: str, said: str) -> str: ...
    @message("외 {count}건", "and {count} more")
    def more(self, count: int) -> str: ...


TELLING: Mapping[Language, Telling] = {"ko": Telling("ko"), "en": Telling("en")}


def telling(language: Language) -> Telling:
    """What is said of following and of corrections in a language."""
    return TELLING[language]
