"""What is said of following, as data: one dataclass of templates, one instance a language.

A placeholder may ask for a particle by its form after a consonant: `{team:은}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from knowledge.fields import Language
from knowledge.text.particles import Particle, with_particle


class Word(str):
    """A word in a sentence, which takes the right form of a Korean particle."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        return with_particle(self, cast("Particle", form)) if form else str(self)


@dataclass(frozen=True, slots=True)
class Messages:
    """Plain text; each is completed by `say`."""

    # Buttons
    follow: str
    stop: str
    follow_all: str
    stop_all: str
    stop_one: str
    with_reports: str
    without_reports: str
    in_private: str

    # Following
    every_team: str
    following: str
    following_all: str
    stopped: str
    stopped_all: str
    offer: str
    offer_stop: str
    list: str
    list_all: str
    left_out: str
    nothing: str
    reports_on: str
    reports_off: str
    not_a_team: str
    too_many: str
    only_admins: str
    settle: str
    at_once: str
    quiet_now: str
    no_quiet: str
    quiet_usage: str
    digest_now: str
    no_digest: str
    digest_usage: str
    only_owners: str
    not_a_channel: str
    daily: str
    weekly: str
    weekdays: tuple[str, ...]
    revived: str

    # What the record knew on a day
    known_then: str
    nothing_then: str
    nothing_yet: str
    first_recorded: str
    alike_now: str
    told_today: str
    known_footer: str
    recorded_on: str
    button_said: str
    button_known: str

    # Corrections
    corrected_word: str
    retraction: str
    corrected_line: str
    earlier: str
    put_right: str
    reason: str
    undone: str
    now_line: str
    none_now: str
    see_first: str
    corrections_on: str
    corrections_off: str
    corrections_usage: str
    reach: str
    chat_words: tuple[str, str]
    answer_words: tuple[str, str]
    """Of several, and of one."""
    save_and_tell: str
    save_only: str
    why_quiet: str
    quiet_reasons: Mapping[str, str]
    told_quietly: str
    reached: str
    not_reached: str

    # Notices
    correction: str
    late: str
    digest: str
    corrected: str
    taken_back: str
    more: str
    source: str

    def was(self, wrong: Sequence[str]) -> str:
        """`앞선 답은 ‘카카오: 검토 중’이었습니다.`, with the verb in the form that the last sound wants."""
        if self is ENGLISH:
            return self.say("earlier", told=", ".join(f"“{each}”" for each in wrong))
        quoted = ", ".join(f"‘{each}’" for each in wrong)
        verb = "였습니다" if with_particle(wrong[-1], "은").endswith("는") else "이었습니다"
        return self.say("earlier", told=f"{quoted}{verb}")

    def say(self, name: str, **values: object) -> str:
        """One of the sentences, completed."""
        template: str = getattr(self, name)
        return template.format(
            **{each: Word(value) if isinstance(value, str) else value for each, value in values.items()}
        )


KOREAN: Final = Messages(
    follow="알림 받기",
    stop="알림 끄기",
    follow_all="모든 팀 알림 받기",
    stop_all="알림 모두 끄기",
    stop_one="{team} 알림 끄기",
    with_reports="미확인 보도도 받기",
    without_reports="미확인 보도는 빼기",
    in_private="개인 대화에서 알림 받기",
    every_team="모든 팀",
    following="{team}의 입장이나 결과가 바뀌면 알려 드립니다.",
    following_all="어느 팀이든 입장이나 결과가 바뀌면 알려 드립니다.",
    stopped="{team:은} 이제 알리지 않습니다.",
    stopped_all="이제 아무 팀도 알리지 않습니다.",
    offer="{team}의 입장이나 결과가 바뀌면 알려 드릴까요?",
    offer_stop="{team} 알림을 끌까요?",
    list="알림을 받고 있습니다({count}): {teams}",
    list_all="모든 팀의 알림을 받고 있습니다.",
    left_out="뺀 팀: {teams}",
    nothing="알림을 받는 팀이 없습니다. ‘/follow {team}’처럼 보내 주세요.",
    reports_on="확인되지 않은 새 보도도 알립니다.",
    reports_off="확인되지 않은 보도는 알리지 않습니다.",
    not_a_team="이 명단에서 찾지 못했습니다: {text}",
    too_many="한 대화에서 {count}팀까지 받을 수 있습니다. 모든 팀은 /follow만 보내시면 됩니다.",
    only_admins="이 대화방의 알림은 관리자만 정할 수 있습니다. 개인 대화에서는 누구나 받을 수 있습니다.",
    settle="바뀐 기록은 {span} 동안 그대로일 때 알립니다.",
    at_once="바뀐 기록은 바로 알립니다.",
    quiet_now="방해 금지 시간: {start}~{end} ({zone}). 그동안의 알림은 모았다가 끝날 때 보냅니다.",
    no_quiet="방해 금지 시간이 없습니다. 알림을 언제든 보냅니다.",
    quiet_usage="이렇게 보내 주세요: /quiet 23-7 또는 /quiet off",
    digest_now="소식 모음: {when} ({zone}). 바뀐 것이 없는 날에는 보내지 않습니다.",
    no_digest="소식 모음을 보내지 않습니다.",
    digest_usage="이렇게 보내 주세요: /digest daily 8:30, /digest weekly mon 9:00 또는 /digest off",
    only_owners="채널로 보내는 소식 모음은 봇의 소유자만 개인 대화에서 정할 수 있습니다.",
    not_a_channel="{channel}에 글을 올릴 수 없습니다. 봇을 그 채널의 관리자로 추가하고 글 올리기를 허용해 주세요.",
    daily="매일 {clock}",
    weekly="매주 {day} {clock}",
    weekdays=("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"),
    revived="알림을 다시 보내 드립니다. 그동안 바뀐 것은 /changes, 받는 팀은 /following에서 볼 수 있습니다.",
    known_then="{day}의 기록 · {team}: {label}",
    nothing_then="{day}에 이 기록에는 {team}에 대한 것이 없었습니다.",
    nothing_yet="지금도 없습니다.",
    first_recorded="첫 기록: {day}.",
    alike_now="그날에 대해 오늘의 기록도 같습니다.",
    told_today="그날에 대한 오늘의 기록 · {team}: {label}",
    known_footer="{day}까지 등록된 기록으로 답했습니다.",
    recorded_on="{day} 등록",
    button_said="그날의 입장",
    button_known="그날의 기록",
    corrected_word="정정",
    retraction="철회",
    corrected_line="⚠️ {heading}({day}): {told}",
    earlier="앞선 답은 {told}.",
    put_right="앞선 답에 쓰인 {team}의 기록을 고쳤습니다.",
    reason="사유: {reason}",
    undone="저장 직후 되돌림",
    now_line="지금 기록 · {told}",
    none_now="기록 없음",
    see_first="정정된 답입니다. 첫 메시지를 봐 주세요.",
    corrections_on="이 대화에 드린 답이 정정되면 알려 드립니다. 끄려면 /corrections off",
    corrections_off="이 대화에 드린 답이 정정되어도 알리지 않습니다. 켜려면 /corrections on",
    corrections_usage="이렇게 보내 주세요: /corrections off 또는 /corrections on",
    reach="이 정정은 {chats}의 {answers}에 전해집니다.",
    chat_words=("대화 {:,}곳", "대화 {}곳"),
    answer_words=("답 {:,}개", "답 {}개"),
    save_and_tell="저장하고 알리기",
    save_only="저장만",
    why_quiet="왜 알리지 않나요? 사유는 감사 기록(/audit)에 남습니다.",
    quiet_reasons={"onlytypo": "오탈자일 뿐임", "onlysame": "뜻이 달라지지 않음", "onlytold": "다른 곳에서 이미 알림"},
    told_quietly="알리지 않음 · 사유: {reason}",
    reached="정정이 전해진 대화: {count}곳",
    not_reached="전하지 못한 대화: {count}곳",
    correction="정정 · {line}",
    late="{day}에 기록된 일입니다.",
    digest="{programme} 소식 모음 · {day}",
    corrected="정정 · {team}: ‘{label}’ 기록({said})을 고쳤습니다.",
    taken_back="정정 · {team}: ‘{label}’ 기록({said})을 철회했습니다.",
    more="외 {count}건",
    source="출처",
)
ENGLISH: Final = Messages(
    follow="Notify me",
    stop="Stop",
    follow_all="Notify me of every team",
    stop_all="Stop all",
    stop_one="Stop {team}",
    with_reports="Unconfirmed reports too",
    without_reports="No unconfirmed reports",
    in_private="Be notified in private",
    every_team="every team",
    following="You will be told when the stance or the result of {team} changes.",
    following_all="You will be told when the stance or the result of any team changes.",
    stopped="You will not be told about {team} any more.",
    stopped_all="You will not be told about any team any more.",
    offer="Shall I tell you when the stance or the result of {team} changes?",
    offer_stop="Shall I stop telling you about {team}?",
    list="Following {count}: {teams}",
    list_all="Following every team.",
    left_out="Except: {teams}",
    nothing="Following no team. Send for instance /follow {team}",
    reports_on="You will be told of new unconfirmed reports as well.",
    reports_off="You will not be told of unconfirmed reports.",
    not_a_team="Not found in this programme: {text}",
    too_many="One chat can follow {count} teams. For every team, send /follow alone.",
    only_admins="Only the admins of this chat decide what it is told. In a private chat anybody can be.",
    settle="A change is told once it has stood for {span}.",
    at_once="A change is told at once.",
    quiet_now="Quiet hours: {start}–{end} ({zone}). What changes meanwhile is told at their end.",
    no_quiet="No quiet hours: you are told at any time.",
    quiet_usage="Send for instance /quiet 23-7, or /quiet off",
    digest_now="Digest: {when} ({zone}). Nothing is sent where nothing changed.",
    no_digest="No digest is sent.",
    digest_usage="Send for instance /digest daily 8:30, /digest weekly mon 9:00, or /digest off",
    only_owners="Only the bot's owners, in their private chat, can have a digest sent to a channel.",
    not_a_channel="I cannot post in {channel}. Add the bot as an admin of that channel who may post messages.",
    daily="daily at {clock}",
    weekly="every {day} at {clock}",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    revived="You are told of changes again. What changed meanwhile: /changes; whom you follow: /following",
    known_then="On record on {day} · {team}: {label}",
    nothing_then="On {day} this record held nothing about {team}.",
    nothing_yet="It still does not.",
    first_recorded="First recorded: {day}.",
    alike_now="Today's record says the same of that day.",
    told_today="Today's record of that day · {team}: {label}",
    known_footer="Answered from what was on record by {day}.",
    recorded_on="recorded on {day}",
    button_said="The stance that day",
    button_known="The record that day",
    corrected_word="Corrected",
    retraction="Retracted",
    corrected_line="⚠️ {heading} ({day}): {told}",
    earlier="the earlier answer was {told}.",
    put_right="the record of {team} that the earlier answer used was put right.",
    reason="Reason: {reason}",
    undone="undone at once",
    now_line="On record now · {told}",
    none_now="nothing on record",
    see_first="This answer was corrected: see its first message.",
    corrections_on="Where an answer given here is corrected, you are told. To stop: /corrections off",
    corrections_off="You are not told where an answer given here is corrected. To be told: /corrections on",
    corrections_usage="Send for instance /corrections off, or /corrections on",
    reach="This correction will reach {answers} in {chats}.",
    chat_words=("{:,} chats", "{} chat"),
    answer_words=("{:,} answers", "{} answer"),
    save_and_tell="Save and tell",
    save_only="Save only",
    why_quiet="Why is nobody told? The reason stays in the /audit.",
    quiet_reasons={"onlytypo": "Only a typo", "onlysame": "The meaning is the same", "onlytold": "Told elsewhere"},
    told_quietly="Told to nobody · Reason: {reason}",
    reached="Chats that the correction reached: {count}",
    not_reached="Chats that it could not reach: {count}",
    correction="Correction · {line}",
    late="This was recorded on {day}.",
    digest="{programme} · digest, {day}",
    corrected="Correction · {team}: the record of “{label}” ({said}) was corrected.",
    taken_back="Correction · {team}: the record of “{label}” ({said}) was retracted.",
    more="and {count} more",
    source="source",
)
MESSAGES: Final[Mapping[Language, Messages]] = {"ko": KOREAN, "en": ENGLISH}


def messages(language: Language) -> Messages:
    """What is said of following in a language."""
    return MESSAGES[language]
