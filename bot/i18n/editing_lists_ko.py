"""Lists, documents and usage in Korean."""

from collections.abc import Mapping, Sequence

from knowledge.text.particles import with_particle

USAGES: Mapping[str, str] = {
    "correct": (
        "/correct 기록번호 다음 줄부터 고칠 항목과 ‘사유:’를 적어 주세요.\n"
        "예:\n/correct {id}\n발언일: 1월 22일\n사유: 날짜 오기"
    ),
    "retract": "/retract 기록번호 사유\n예: /retract {id} 다른 회사 기사를 잘못 기록함",
    "reinstate": "/reinstate 기록번호 사유\n예: /reinstate {id} 기사 내용을 다시 확인함",
    "statements": "/statements 팀\n예: /statements {team}",
    "team": (
        "/team names {team} : 이름과 혼동 이름 보기\n"
        "/team names {team} 다음 줄에 ‘한국어: …’, ‘영어: …’를 적으면 이름 전체를 바꿉니다. 쉼표로 나눕니다.\n"
        "/team add 팀아이디 다음 줄에 ‘한국어: …’, ‘영어: …’, ‘종목코드: …’를 적으면 팀을 추가합니다.\n"
        "예:\n/team add hangang\n한국어: 한강연구소\n영어: Hangang Lab"
    ),
    "alias": "/alias 팀 이름 : 이름 추가\n/alias remove 팀 이름 : 이름 삭제\n예: /alias {team} 줄임말",
    "decoy": (
        "/decoy 팀 이름 : 그 팀과 헷갈리는 다른 회사 등록\n"
        "/decoy remove 팀 이름 : 등록 해제\n예: /decoy {team} {team}은행"
    ),
    "grant": (
        "/grant 사용자아이디 : 편집자로 추가합니다.\n"
        "그 사람이 쓴 메시지를 저에게 전달한 뒤 그 메시지에 /grant로 답장해도 됩니다."
    ),
    "revoke": (
        "/revoke 사용자아이디 : 편집자에서 해제합니다.\n"
        "그 사람이 쓴 메시지를 저에게 전달한 뒤 그 메시지에 /revoke로 답장해도 됩니다."
    ),
}
MENU: Mapping[str, str] = {
    "add": "새 입장 기록하기",
    "correct": "기록 정정: 번호와 고칠 항목",
    "retract": "기록 철회: 번호와 사유",
    "reinstate": "철회 취소: 번호",
    "statements": "팀의 기록과 번호 보기",
    "team": "팀 추가, 팀 이름 보기",
    "alias": "팀 이름 추가·삭제",
    "decoy": "헷갈리는 다른 회사 등록",
    "gaps": "답하지 못한 질문 보기",
    "proposals": "승인을 기다리는 변경 보기",
    "audit": "누가 무엇을 바꿨는지 보기",
    "export": "프로그램 파일 내려받기",
    "cancel": "작성 중인 기록 취소",
}
OWNERS_MENU: Mapping[str, str] = {
    "grant": "편집자 추가",
    "revoke": "편집자 해제",
    "editors": "편집자 목록",
}
ACTIONS: Mapping[str, str] = {
    "record": "추가",
    "correct": "정정",
    "retract": "철회",
    "reinstate": "철회 취소",
    "add": "추가",
    "change": "변경",
    "remove": "삭제",
    "grant": "추가",
    "revoke": "해제",
    "refused": "거절",
}
ATTEMPTS: Mapping[str, str] = {"/press": "버튼", "/document": "파일", "/type": "답"}
"""What was tried and is no command."""
SUBJECTS: Mapping[str, str] = {
    "programme": "프로그램",
    "stance": "입장 종류",
    "team": "팀",
    "source": "출처",
    "passage": "출처 원문",
    "statement": "기록",
    "register": "회사 명부",
    "editor": "편집자",
    "file": "파일",
    "access": "권한",
}
REASONS: Mapping[str, str] = {
    "not_a_message": "메시지가 아님",
    "edited": "수정된 메시지",
    "channel": "채널 게시물",
    "business": "비즈니스 계정",
    "guest": "게스트 모드",
    "no_sender": "보낸 사람 없음",
    "on_behalf": "채널이나 익명 관리자 명의",
    "forwarded": "전달된 메시지",
    "via_bot": "다른 봇을 거침",
    "deep_link": "링크로 시작",
    "other_bot": "다른 봇에게 보낸 명령",
    "not_private": "1:1 대화가 아님",
    "stranger": "편집자가 아님",
    "not_owner": "소유자가 아님",
    "undecided": "확인할 수 없음",
    "forged": "모르는 버튼",
    "not_yours": "다른 사람의 버튼",
    "used": "이미 쓴 버튼",
    "superseded": "지난 미리보기의 버튼",
    "expired": "만료된 버튼",
    "expired_list": "만료된 목록",
    "undo_expired": "늦은 되돌리기",
    "flood": "너무 많아 이후 시도는 기록하지 않음",
}
PARTS: Mapping[str, str] = {
    "team": "팀",
    "stance": "입장",
    "said": "발언일",
    "voice": "화자 구분",
    "speaker": "발언자",
    "source": "출처",
    "quote": "문장",
    "reason": "사유",
    "publisher": "매체",
    "title": "제목",
    "url": "링크",
    "published": "보도일",
    "revises": "고친 출처",
    "ko": "한국어 이름",
    "en": "영어 이름",
    "ticker": "종목코드",
    "decoys": "다른 회사",
    "timezone": "시간대",
    "kind": "종류",
}
SECTIONS: Mapping[str, str] = {
    "programme": "프로그램",
    "stances": "입장 종류",
    "teams": "팀",
    "sources": "출처",
    "statements": "기록",
}


class KoreanEditingLists:
    """EditingLists in Korean."""

    def usage(self, command: str, team: str, statement: str) -> str:
        return USAGES[command].format(team=team, id=statement)

    def menu(self) -> Mapping[str, str]:
        return MENU

    def owners_menu(self) -> Mapping[str, str]:
        return OWNERS_MENU

    def welcome(self) -> str:
        return "이제 편집자입니다. 기록은 이 1:1 대화에서 남기고 고칩니다. 기사를 붙여 넣거나 아래 명령을 쓰세요."

    def editors_commands(self) -> str:
        return "편집자 명령"

    def statements(self, name: str, count: int, page: int, pages: int) -> str:
        where = f" ({page}/{pages}쪽)" if pages > 1 else ""
        return f"{name} 기록 {count}건{where}"

    def no_statements(self, name: str) -> str:
        return f"{name}의 기록이 없습니다."

    def retracted(self) -> str:
        return "철회됨"

    def corrected(self, times: int) -> str:
        return f"정정 {times}회"

    def audit(self, subject: str | None) -> str:
        return f"변경 내역 · {subject}" if subject else "변경 내역"

    def no_audit(self) -> str:
        return "변경 내역이 없습니다."

    def audited(self, at: str, by: str, action: str, subject: str, identifier: str) -> str:
        return f"{at} · {by} · {SUBJECTS.get(subject, subject)} {ACTIONS.get(action, action)} · {identifier}"

    def attempt(self, at: str, by: str, command: str, reason: str) -> str:
        return f"{at} · {by} · 거절된 시도: {ATTEMPTS.get(command, command)} · {REASONS.get(reason, reason)}"

    def part(self, key: str) -> str:
        return PARTS.get(key, key)

    def listed(self, part: str, added: Sequence[str], removed: Sequence[str]) -> str:
        both = (("추가", added), ("삭제", removed))
        return f"{part}: " + " / ".join(f"{', '.join(names)} {what}" for what, names in both if names)

    def changed(self, part: str, before: str, after: str) -> str:
        return f"{part}: {before} → {after}"

    def editors(self, count: int) -> str:
        return f"편집할 수 있는 사람 {count}명"

    def owner(self, user: int) -> str:
        return f"{user} · 소유자"

    def editor(self, user: int, by: str, day: str) -> str:
        return f"{user} · 편집자 · {day}, {by} 추가"

    def whom(self) -> str:
        return "누구를 말씀하시나요? 숫자로 된 사용자 아이디를 적어 주세요."

    def hidden_person(self) -> str:
        return "이 사람은 전달할 때 아이디를 숨기도록 설정했습니다. 숫자로 된 사용자 아이디를 적어 주세요."

    def reading(self, name: str) -> str:
        return f"{name} 파일을 검사했습니다. 아직 저장하지 않았습니다."

    def difference(self, new: Sequence[tuple[str, int]], changed: Sequence[tuple[str, int]], unchanged: int) -> str:
        lines = [f"새 {SECTIONS[section]} {count}건" for section, count in new]
        lines += [f"바뀌는 {SECTIONS[section]} {count}건" for section, count in changed]
        return "\n".join([*lines, f"그대로 {unchanged}건"])

    def nothing_new(self) -> str:
        return "저장할 새 내용이 없습니다."

    def refused(self, count: int) -> str:
        return f"받아들일 수 없는 곳이 {count}군데 있어 저장하지 않았습니다."

    def too_large(self, limit: int) -> str:
        return f"파일이 너무 큽니다. {limit}MB까지 받을 수 있습니다."

    def not_a_text(self) -> str:
        return (
            "이 파일은 읽을 수 없습니다. 기사는 글을 복사해 붙여 넣거나 .txt, .html, .pdf 파일로, "
            "프로그램 파일은 YAML, JSON, CSV로 보내 주세요. 압축 파일은 받지 않습니다."
        )

    def too_long_a_text(self, limit: int) -> str:
        return f"글이 너무 깁니다. {limit:,}자까지 받을 수 있습니다. 필요한 부분만 붙여 넣어 주세요."

    def left_out(self, section: str, count: int, names: Sequence[str]) -> str:
        listed = ", ".join(names) + (" …" if count > len(names) else "")
        return f"이 파일에 없지만 기록에는 그대로 남는 {SECTIONS[section]} {count}건: {listed}"

    def export_here(self) -> str:
        return "터미널에서는 ipjang export --output 파일 로 내려받을 수 있습니다."

    def export(self, format_name: str) -> str:
        return {"yaml": "프로그램 파일(YAML)입니다.", "csv": "표 계산 프로그램에서 열 수 있는 CSV입니다."}[format_name]

    def many_lines_here(self) -> str:
        return '여러 줄(기사, /add와 항목)은 """만 적은 줄 사이에 넣거나 한꺼번에 붙여 넣으세요.'

    def gaps(self, days: int) -> str:
        return f"최근 {days}일 동안 답하지 못한 질문"

    def no_gaps(self) -> str:
        return "답하지 못한 질문이 없습니다."

    def gap(self, number: int, text: str, count: int) -> str:
        return f"{number}. {text} ({count}번)"

    def whose_name(self, name: str) -> str:
        return f"‘{name}’{with_particle(name, '을')[len(name) :]} 어느 팀의 이름으로 등록할까요?"

    def like_whose(self, name: str) -> str:
        return f"‘{name}’{with_particle(name, '은')[len(name) :]} 어느 팀과 헷갈리는 다른 회사인가요?"

    def as_alias(self, number: int) -> str:
        return f"{number} 팀 이름"

    def as_decoy(self, number: int) -> str:
        return f"{number} 다른 회사"

    def or_type(self, command: str) -> str:
        return f"목록에 없으면 직접 적어 주세요: {command}"
