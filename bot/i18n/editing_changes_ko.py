"""What is said about a change in Korean."""

from collections.abc import Mapping, Sequence

from bot.messages.dates import korean_span
from knowledge.text.particles import Particle, with_particle

PREVIEWS: Mapping[str, str] = {
    "record": "저장 전 미리보기 · {name} 새 기록",
    "correct": "저장 전 미리보기 · {name} 정정",
    "retract": "저장 전 미리보기 · {name} 철회",
    "reinstate": "저장 전 미리보기 · {name} 철회 취소",
    "team": "저장 전 미리보기 · 새 팀 {name}",
    "names": "저장 전 미리보기 · {name} 이름 바꾸기",
    "alias": "저장 전 미리보기 · {name} 이름 추가",
    "unalias": "저장 전 미리보기 · {name} 이름 삭제",
    "decoy": "저장 전 미리보기 · {name} 혼동 이름 추가",
    "undecoy": "저장 전 미리보기 · {name} 혼동 이름 삭제",
    "load": "저장 전 미리보기 · 파일 {name}",
    "grant": "저장 전 미리보기 · 편집자 추가",
    "revoke": "저장 전 미리보기 · 편집자 해제",
}
SAVED: Mapping[str, str] = {
    "record": "저장했습니다. 기록 번호는 {id}입니다.",
    "correct": "정정했습니다. 기록 번호는 {id}입니다.",
    "retract": "철회했습니다. 기록 번호는 {id}입니다.",
    "reinstate": "철회를 취소했습니다. 기록 번호는 {id}입니다.",
    "team": "팀을 추가했습니다. 팀 아이디는 {id}입니다.",
    "names": "이름을 바꿨습니다. 지금부터 모든 질문에 적용됩니다.",
    "alias": "이름을 추가했습니다. 지금부터 모든 질문에 적용됩니다.",
    "unalias": "이름을 삭제했습니다. 지금부터 모든 질문에 적용됩니다.",
    "decoy": "다른 회사로 등록했습니다. 지금부터 모든 질문에 적용됩니다.",
    "undecoy": "혼동 이름에서 뺐습니다. 지금부터 모든 질문에 적용됩니다.",
    "load": "파일을 저장했습니다. 지금부터 모든 질문에 적용됩니다.",
    "grant": "편집자로 추가했습니다: {id}",
    "revoke": "편집자에서 해제했습니다: {id}",
}
NAME_CHANGES: Mapping[str, str] = {
    "alias": "‘{name}’{name_을} {team}의 이름으로 알아듣습니다.",
    "unalias": "‘{name}’{name_을} 더 이상 {team}의 이름으로 알아듣지 않습니다.",
    "decoy": "‘{name}’{name_은} {team}의 이름이 아니라 다른 회사로 알아듣습니다.",
    "undecoy": "‘{name}’{name_을} 다른 회사로 정해 두지 않습니다.",
}
PARTS: Mapping[str, str] = {
    "team": "팀",
    "stance": "입장",
    "quote": "문장",
    "said": "발언일",
    "voice": "화자 구분",
    "speaker": "발언자",
    "source": "출처",
    "publisher": "매체",
    "title": "제목",
    "url": "링크",
    "published": "보도일",
    "ko": "한국어 이름",
    "en": "영어 이름",
    "ticker": "종목코드",
    "decoys": "다른 회사",
}
ACTIONS: Mapping[str, str] = {"record": "기록", "correct": "정정", "retract": "철회", "reinstate": "철회 취소"}
REFUSALS: Mapping[str, str] = {
    "no_statement": "{id}{id_이라}는 기록이 없습니다. /statements 팀 으로 번호를 찾을 수 있습니다.",
    "no_team": "{id}{id_이라}는 팀이 없습니다.",
    "no_stance": "{id}{id_이라}는 입장이 없습니다.",
    "no_source": "{id}{id_이라}는 출처가 없습니다.",
    "no_name": "{team}에는 ‘{name}’{name_이라}는 이름이 없습니다.",
    "no_editor": "{user}{user_은} 편집자가 아닙니다.",
    "quote_not_in_source": "이 문장은 보관된 출처 원문({id})에 없습니다. 기사에 적힌 그대로인지 확인해 주세요.",
    "source_differs": "출처 {id}의 원문이 보관된 것과 다릅니다. 제목이나 보도일을 구분해 새 출처로 적어 주세요.",
    "no_reason": "사유가 필요합니다. 명령에 사유를 이어 적어 주세요.",
    "nothing_changes": "바뀌는 것이 없습니다.",
    "is_retracted": "{id}{id_은} 이미 철회된 기록입니다. 먼저 /reinstate {id} 로 되살려 주세요.",
    "not_retracted": "{id}{id_은} 철회된 기록이 아닙니다.",
    "undo_expired": "되돌리기는 저장 후 {minutes}분까지라 {id}{id_은} 그대로입니다. /retract {id} 사유 로 철회하세요.",
    "undo_not_yours": "다른 편집자가 저장한 기록이라 그대로 두었습니다. /retract {id} 사유 로 철회해 주세요.",
    "team_taken": "{id}{id_이라}는 팀 아이디가 이미 있습니다.",
    "name_taken": "‘{name}’{name_은} 이미 {team}에 등록돼 있습니다.",
    "name_is_decoy": "‘{name}’{name_은} {team}의 혼동 이름(다른 회사)으로 등록돼 있습니다.",
    "decoy_is_name": "‘{name}’{name_은} {team}의 이름으로 등록돼 있어 다른 회사로 정할 수 없습니다.",
    "name_blank": "보이는 글자가 없는 이름입니다. 보이는 이름을 적어 주세요.",
    "name_hidden": "‘{name}’에 보이지 않는 문자({character})가 들어 있습니다. 빼고 다시 적어 주세요.",
    "last_name": "‘{name}’{name_은} {team}의 마지막 이름이라 지울 수 없습니다.",
    "editor_taken": "{user}{user_은} 이미 편집자입니다.",
    "no_pending": "그런 변경이 승인을 기다리고 있지 않습니다.",
    "own_change": "자신이 올린 변경은 승인하거나 반려할 수 없습니다.",
    "decided": "다른 편집자가 이미 결정한 변경입니다.",
    "lapsed": "승인 기한이 지난 변경입니다.",
    "record_moved": "그사이 기록이 바뀌었습니다. /proposals 로 다시 확인해 주세요.",
}
STANDING = frozenset({"undo_not_yours", "undo_expired"})
"""Refusals of an Undo: what was saved stands."""
WARNINGS: Mapping[str, str] = {
    "duplicate": "같은 내용이 이미 기록돼 있습니다({id}).",
    "older": "지금 대표 입장({said})보다 앞선 발언입니다. 대표 입장은 바뀌지 않습니다.",
    "lower_voice": "팀의 공식 입장이 우선합니다. 대표 입장({said})은 바뀌지 않습니다.",
    "future": "발언일이 아직 오지 않은 날짜입니다.",
    "after_source": "발언일이 보도일보다 뒤입니다. 발언일과 보도일을 확인해 주세요.",
    "contradicts": "같은 날 본인 발언 ‘{label}’({id}){label_과} 엇갈립니다. 두 가지가 함께 표시됩니다.",
    "mends_text": "보관된 기사에 없는 문장입니다. 저장하면 기사 속 문장도 고칩니다. 인쇄된 그대로인지 확인해 주세요.",
    "team_not_in_quote": "문장에 팀 이름이 없습니다.",
    "stance_not_in_quote": "문장의 표현이 이 입장과 맞지 않아 보입니다.",
    "keys_in_quote": "문장 안에 ‘항목: 내용’ 줄이 들어 있습니다. 문장은 메시지 끝까지로 읽으니 맨 아래에 적어 주세요.",
}


PARTICLES: tuple[Particle, ...] = ("은", "을", "과", "이라")


def _filled(text: str, facts: Mapping[str, str]) -> str:
    """A sentence with its facts; {name_은} is the particle that follows the sound of {name}."""
    forms = {f"{key}_{particle}": _particle(value, particle) for key, value in facts.items() for particle in PARTICLES}
    return text.format_map({**forms, **facts})


def _particle(word: str, particle: Particle) -> str:
    return with_particle(word, particle)[len(word) :]


class KoreanEditingChanges:
    """EditingChanges in Korean."""

    def preview(self, kind: str, name: str) -> str:
        return PREVIEWS[kind].format(name=name)

    def readers_see(self) -> str:
        return "독자에게는 이렇게 보입니다."

    def changes(self) -> str:
        return "바뀌는 것"

    def headline(self, name: str, *, is_result: bool, before: str | None, after: str | None) -> str:
        subject = f"{name}의 {'결과' if is_result else '대표 입장'}"
        if before == after:
            return f"{subject}: 그대로 {after or '기록 없음'}"
        return f"{subject}: {before or '기록 없음'} → {after or '기록 없음'}"

    def reason(self, reason: str) -> str:
        return f"사유: {reason}"

    def warning(self, code: str, facts: Mapping[str, str]) -> str:
        return f"⚠ {_filled(WARNINGS[code], facts)}"

    def part(self, part: str, before: str | None, after: str | None) -> str:
        return f"{PARTS[part]}: {before or '없음'} → {after or '없음'}"

    def name_change(self, kind: str, team: str, name: str) -> str:
        return _filled(NAME_CHANGES[kind], {"team": team, "name": name})

    def team_names(self, team: str, identifier: str) -> str:
        return f"{team} ({identifier})"

    def names_line(self, part: str, names: Sequence[str]) -> str:
        return f"{PARTS[part]}: {', '.join(names) or '없음'}"

    def clash(self, names: Sequence[str], teams: Sequence[str], *, is_shared: bool) -> str:
        first, second = (f"{team}의 ‘{name}’" for team, name in zip(teams, names, strict=True))
        pair = f"⚠ {first}{_particle(names[0], '과')} {second}"
        if is_shared:
            return f"{pair}{_particle(names[1], '이')} 같게 읽혀, 이 이름으로 물으면 어느 팀인지 되묻게 됩니다."
        return f"{pair}{_particle(names[1], '은')} 자판 하나 차이입니다. 오타가 있으면 되묻습니다."

    def no_clash(self) -> str:
        return "다른 팀의 이름과 부딪히지 않습니다."

    def access(self, kind: str, user: int) -> str:
        if kind == "grant":
            return f"사용자 {user}에게 기록을 편집할 권한을 줍니다."
        if kind == "owner":
            return f"{user}{_particle(str(user), '은')} 소유자입니다. 소유자는 설정(BOT_OWNERS)에서만 바꿀 수 있습니다."
        return f"사용자 {user}의 편집 권한을 거둡니다. 이 사용자의 버튼도 바로 멈춥니다."

    def save_all(self, count: int) -> str:
        return f"같은 출처의 기록 {count}건에 모두 반영"

    def saved(self, kind: str, identifier: str) -> str:
        return SAVED[kind].format(id=identifier)

    def undone(self, identifier: str) -> str:
        return f"되돌렸습니다. {identifier} 기록은 철회됐습니다."

    def undone_at_once(self) -> str:
        return "저장 직후 되돌림"

    def undo_too_late(self, identifier: str, minutes: int, *, is_live: bool) -> str:
        if not is_live:
            return f"되돌릴 수 있는 {minutes}분이 지났습니다. {identifier} 기록은 이미 철회돼 있습니다."
        return (
            f"되돌릴 수 있는 {minutes}분이 지났습니다. {identifier} 기록은 저장된 그대로 남아 있습니다. "
            f"철회하려면 /retract {identifier} 사유 를 보내 주세요."
        )

    def undo_for(self, seconds: int) -> str:
        return f"{korean_span(seconds)} 안에는 되돌릴 수 있습니다."

    def changed_since_preview(self) -> str:
        return "미리보기 뒤에 기록이 바뀌었습니다. 저장하지 않았으니, 새 미리보기를 확인해 주세요."

    def refused(self, code: str, facts: Mapping[str, str]) -> str:
        told = _filled(REFUSALS[code], facts)
        return told if code in STANDING else f"저장하지 않았습니다. {told}"

    def newer_revision(self, action: str, by: str, at: str) -> str:
        return f"그사이 다른 변경이 있었습니다: {at} {ACTIONS[action]}, {by}. 저장하지 않았고 덮어쓴 것도 없습니다."
