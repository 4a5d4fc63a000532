"""What a refused file and an outage of the database mean, in one sentence of either language; plain text."""

from collections.abc import Iterable, Mapping

from knowledge.errors import FileProblem, KnowledgeError, Outage, StoreError
from knowledge.fields import IDENTIFIER_PATTERN, WEB_PATTERN, Language
from knowledge.files.programme_file import FileProblemAt

Pair = tuple[str, str]
"""The sentence in Korean and in English; in braces, the facts of the refusal."""

OUTAGES: Mapping[str, Pair] = {
    Outage.BAD_URL: (
        "데이터베이스 주소를 읽을 수 없습니다. sqlite+aiosqlite:///파일 또는 postgresql+asyncpg://주소로 적어 주세요.",
        "The database URL cannot be read: write sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME.",
    ),
    Outage.UNREACHABLE: (
        "데이터베이스에 연결할 수 없습니다({detail}). 주소와 서버 상태를 확인해 주세요.",
        "The database cannot be reached ({detail}): see that BOT_DATABASE_URL is right and that it is running.",
    ),
    Outage.BAD_OPTION: (
        "데이터베이스 주소의 옵션을 쓸 수 없습니다({options}). 쓸 수 있는 옵션: {known}.",
        "The database URL has options that ipjang does not know or cannot fulfil ({options}); it knows {known}.",
    ),
    Outage.DENIED: (
        "PostgreSQL 서버가 거절했습니다({detail}). BOT_DATABASE_URL의 사용자와 비밀번호, 그 권한을 확인해 주세요.",
        "The PostgreSQL server refuses it ({detail}): see to the user, password and rights in BOT_DATABASE_URL.",
    ),
    Outage.TLS: (
        "PostgreSQL 서버와 TLS 암호화가 맞지 않습니다({detail}). BOT_DATABASE_URL의 sslmode 또는 ssl을 확인해 주세요.",
        "TLS with the PostgreSQL server does not come about ({detail}): see to sslmode or ssl in BOT_DATABASE_URL.",
    ),
    Outage.POOLER: (
        "PgBouncer 같은 풀러가 세션을 나눠 쓰거나 설정을 막습니다({detail}). "
        "BOT_DATABASE_URL에 PostgreSQL 서버의 주소를 바로 적어 주세요.",
        "A pooler such as PgBouncer stands before the server and gives no session of its own ({detail}): "
        "name the PostgreSQL server itself in BOT_DATABASE_URL.",
    ),
    Outage.ENCODING: (
        "데이터베이스의 인코딩이 {encoding}입니다. UTF8로 만든 데이터베이스를 적어 주세요.",
        "The database is encoded in {encoding}, which cannot hold every character: name one made with ENCODING 'UTF8'.",
    ),
    Outage.TIMEOUT: (
        "PostgreSQL 서버가 오래 걸린 작업을 멈췄습니다({detail}). 서버의 부하와 statement_timeout을 확인해 주세요.",
        "The PostgreSQL server stopped a command that took too long ({detail}): see to its load and statement_timeout.",
    ),
    Outage.READ_ONLY: (
        "데이터베이스에 쓸 수 없습니다({detail}). 파일과 폴더의 권한을, 서버라면 읽기 전용인지 확인해 주세요.",
        "The database cannot be written ({detail}): see to the permissions of its file and folder, "
        "or whether its server is read-only.",
    ),
    Outage.FULL: (
        "디스크가 가득 차 저장하지 못했습니다({detail}). 공간을 확보한 뒤 다시 시도해 주세요.",
        "The disk is full ({detail}): make room and try again. Nothing was half-written.",
    ),
    Outage.LOCKED: (
        "다른 작업이 데이터베이스를 쓰고 있습니다({detail}). 잠시 뒤 다시 시도해 주세요.",
        "Somebody else is writing to the database ({detail}): try again in a moment.",
    ),
    Outage.CORRUPT: (
        "데이터베이스가 손상됐습니다({detail}). 백업에서 복원해 주세요.",
        "This is no database, or a damaged one ({detail}): restore a backup with `ipjang restore`.",
    ),
    Outage.TAMPERED: (
        "다른 프로그램이 데이터베이스를 바꿨습니다({detail}). `ipjang verify`로 확인해 주세요.",
        "Another program has changed this database ({detail}): see `ipjang verify`.",
    ),
    Outage.REPLACED: (
        "데이터베이스 파일 {file} 자리에 다른 파일이 놓였습니다. 원래 파일을 되돌리거나 프로그램을 다시 시작해 주세요.",
        "Another file lies where the database {file} was: put the first one back, or start ipjang anew with this one.",
    ),
    Outage.FOREIGN: (
        "다른 프로그램의 데이터베이스입니다({tables}). 다른 주소를 적어 주세요.",
        "This database belongs to another program (it has {tables}): name another one.",
    ),
    Outage.NEWER: (
        "데이터베이스가 이 버전보다 새로운 형식입니다({revision}). 프로그램을 최신 버전으로 올려 주세요.",
        "The database was written by a newer version of ipjang (schema {revision}, known here {known}): update ipjang.",
    ),
    Outage.OLDER: (
        "데이터베이스가 이전 형식입니다({revision}). `ipjang migrate`로 올려 주세요.",
        "The database has an older schema ({revision}): run `ipjang migrate`, which keeps a copy first.",
    ),
    Outage.NO_PROGRAMME: (
        "데이터베이스가 비어 있습니다. `ipjang load 파일`로 프로그램 파일을 불러와 주세요.",
        "The database holds no programme: load one with `ipjang load FILE`.",
    ),
    Outage.OCCUPIED: (
        "데이터베이스에 이미 기록이 있어 덮어쓰지 않았습니다. 덮어쓰려면 --force를 붙여 주세요.",
        "The database holds a record already and was left as it is: add --force to overwrite it.",
    ),
    Outage.DIFFERS: (
        "복사본의 {table} 표가 원본과 달라 복사를 취소했습니다.",
        "The copy was taken back: its table {table} is not what the original has.",
    ),
}

FILES: Mapping[str, Pair] = {
    FileProblem.TOO_LARGE: (
        "파일이 너무 큽니다({size}바이트, 한도 {limit}바이트).",
        "The file is too large: {size} bytes, and {limit} are the limit.",
    ),
    FileProblem.TOO_MANY_PARTS: (
        "파일의 항목이 너무 많습니다(한도 {limit}개).",
        "The file has too many parts; {limit} are the limit.",
    ),
    FileProblem.TOO_LONG: (
        "글이 너무 깁니다(한도 {limit}자).",
        "The text is too long; {limit} characters are the limit.",
    ),
    FileProblem.TOO_HEAVY: (
        "이 문서는 읽는 데 너무 많은 시간이나 메모리가 듭니다. 기사 본문을 복사해 보내 주세요.",
        "This document takes too much time or memory to read: send the text of the article instead.",
    ),
    FileProblem.ENCRYPTED: (
        "암호가 걸린 PDF는 읽을 수 없습니다. 기사 본문을 복사해 보내 주세요.",
        "An encrypted PDF cannot be read: send the text of the article instead.",
    ),
    FileProblem.NO_TEXT: (
        "문서에 글자가 없습니다. 스캔한 문서라면 기사 본문을 옮겨 적어 보내 주세요.",
        "The document holds no text: of a scanned one, type the sentences that matter.",
    ),
    FileProblem.NOT_A_PDF: (
        "PDF가 아니거나 손상된 파일입니다.",
        "This is no PDF, or a damaged one.",
    ),
    FileProblem.NO_PDF_READER: (
        "PDF를 읽는 라이브러리가 설치돼 있지 않습니다. pip install 'ipjang[pdf]' 뒤에 다시 보내 주세요.",
        "The library that reads PDFs is not installed: pip install 'ipjang[pdf]', and send it again.",
    ),
    FileProblem.TOO_DEEP: (
        "파일이 너무 깊게 중첩돼 있습니다(한도 {limit}단계).",
        "The file is nested too deeply; {limit} levels are the limit.",
    ),
    FileProblem.NOT_TEXT: ("UTF-8 텍스트가 아닙니다.", "This is not UTF-8 text."),
    FileProblem.ODD_CHARACTER: (
        "쓸 수 없는 문자 {character}가 있습니다.",
        "The character {character} is not allowed here.",
    ),
    FileProblem.SYNTAX: (
        "YAML 또는 JSON 형식이 아닙니다: {detail}.",
        "This cannot be read as YAML or JSON: {detail}.",
    ),
    FileProblem.SECOND_DOCUMENT: (
        "한 파일에 문서가 둘 이상 있습니다.",
        "A second document begins here; a file holds one.",
    ),
    FileProblem.BAD_KEY: ("키가 일반 문자열이 아닙니다.", "A key has to be plain text."),
    FileProblem.REPEATED_KEY: ("키 {key}가 두 번 나옵니다.", "The key {key} stands here a second time."),
    FileProblem.ANCHOR: (
        "앵커와 별칭(&, *)은 쓸 수 없습니다.",
        "Anchors and aliases (&, *) are not allowed: write the value out.",
    ),
    FileProblem.TAG: ("YAML 태그 {tag}는 쓸 수 없습니다.", "YAML tags such as {tag} are not allowed."),
    FileProblem.UNKNOWN_FORMAT: (
        "프로그램 파일이 아닙니다. 첫 줄에 format: {expected}가 있어야 합니다.",
        "This is no programme file: it has to say `format: {expected}`.",
    ),
    FileProblem.UNKNOWN_KEY: ("키 {key}는 형식에 없습니다.", "The key {key} is not part of the format."),
    FileProblem.MISSING_KEY: ("{path} 항목이 빠졌습니다.", "{path} is missing."),
    FileProblem.EMPTY_CELL: ("칸이 비었습니다.", "The cell is empty."),
    FileProblem.UNKNOWN_COLUMN: (
        "모르는 열 이름 {key}. 쓸 수 있는 열: {known}.",
        "There is no column {key}. The columns are {known}.",
    ),
    FileProblem.MISSING_COLUMN: ("{key} 열이 없습니다.", "The column {key} is missing."),
    FileProblem.TOO_MANY_CELLS: (
        "열보다 칸이 많습니다({cells}칸). 쉼표가 든 문장은 큰따옴표로 감싸 주세요.",
        "The row has more cells ({cells}) than there are columns: put a sentence with commas into quotation marks.",
    ),
    FileProblem.BAD_VALUE: (
        "{path}의 값을 쓸 수 없습니다({value}): {detail}.",
        "{path} is not right ({value}): {detail}.",
    ),
    FileProblem.REPEATED_ID: ("{section}에 {id}가 두 번 나옵니다.", "{id} stands in {section} a second time."),
    FileProblem.NAME_TAKEN: (
        "‘{name}’: 같은 이름으로 읽히는 이름이 이미 {team} 팀에 있습니다.",
        "{name} reads like a name of the team {team}: give it one that nobody else has.",
    ),
    FileProblem.UNKNOWN_TEAM: (
        "{id}라는 팀은 파일에도 기록에도 없습니다.",
        "The team {id} is neither in the file nor on record.",
    ),
    FileProblem.UNKNOWN_STANCE: (
        "{id}라는 입장은 파일에도 기록에도 없습니다.",
        "The stance {id} is neither in the file nor on record.",
    ),
    FileProblem.UNKNOWN_SOURCE: (
        "{id}라는 출처는 파일에도 기록에도 없습니다.",
        "The source {id} is neither in the file nor on record.",
    ),
    FileProblem.QUOTE_NOT_IN_SOURCE: (
        "{id}의 문장이 출처의 본문에 없습니다.",
        "The quote of {id} is not in its source's text.",
    ),
    FileProblem.OTHER_PROGRAMME: (
        "이 데이터베이스는 다른 프로그램({stands})을 기록합니다. {id} 파일은 새 데이터베이스에 불러와 주세요.",
        "This database follows another programme ({stands}): load {id} into a new one, with --empty.",
    ),
    FileProblem.NO_PROGRAMME: (
        "파일에도 데이터베이스에도 프로그램이 없습니다.",
        "Neither the file nor the database says what the programme is.",
    ),
    FileProblem.TIMEZONE_DIFFERS: (
        "시간대를 {stands}에서 바꿀 수 없습니다. 기록된 날짜가 모두 달라집니다.",
        "The time zone cannot change from {stands}: every date on record would mean something else.",
    ),
    FileProblem.KIND_DIFFERS: (
        "쓰이고 있는 입장 {id}의 종류({stands})는 바꿀 수 없습니다.",
        "The stance {id} is in use as a {stands} and cannot become another kind.",
    ),
    FileProblem.SOURCE_DIFFERS: (
        "출처 {id}가 기록과 다릅니다. 바뀐 기사는 revises로 새 출처를 만들어 주세요.",
        "The source {id} differs from the one on record: a changed article is a new source that `revises` it.",
    ),
    FileProblem.STATEMENT_DIFFERS: (
        "발언 {id}가 기록과 다릅니다. 고치려면 /correct {id}를 써 주세요.",
        "The statement {id} differs from the one on record: use /correct {id} to correct it.",
    ),
}

REGISTERS: Mapping[str, Pair] = {
    "register_unreadable": ("파일을 읽을 수 없습니다: {reason}.", "The file cannot be read: {reason}."),
    "register_archive_members": (
        "압축 파일에는 파일이 하나만 있어야 합니다(현재 {members}개).",
        "The archive has to hold one file, and holds {members}.",
    ),
    "register_archive": ("압축 파일을 풀 수 없습니다: {reason}.", "The archive cannot be read: {reason}."),
    "register_too_large": (
        "명부가 너무 큽니다(한도 {limit}바이트).",
        "The register is too large; {limit} bytes are the limit.",
    ),
    "register_too_many": (
        "이름이나 줄이 {limit}개를 넘습니다. 다른 회사의 명부가 맞는지 확인해 주세요.",
        "There are more than {limit} names or lines: is this a register of companies?",
    ),
    "register_line_too_long": (
        "한 줄이 너무 깁니다(한도 {limit}바이트).",
        "A line is too long; {limit} bytes are the limit.",
    ),
    "register_not_utf8": ("UTF-8 텍스트가 아닙니다.", "This is not UTF-8 text."),
    "register_not_json": ("JSON이 아닙니다.", "This is not JSON."),
    "register_is_programme": (
        "프로그램 파일이므로 ipjang load로 읽어야 합니다. decoys는 다른 회사 이름의 목록을 읽습니다.",
        "This is a programme file, for ipjang load; decoys takes a list of other companies' names.",
    ),
    "register_without_name": ("이름이 없습니다.", "There is no name here."),
    "register_doctype": ("XML에 DOCTYPE을 쓸 수 없습니다.", "A DOCTYPE is not allowed in the XML."),
    "register_not_xml": ("CORPCODE 형식의 XML이 아닙니다.", "This is no XML as CORPCODE has it."),
}
OF_FILES: Mapping[str, Pair] = {**REGISTERS, **FILES}
MORE: Mapping[Language, str] = {"ko": "그 밖에 {count}건이 더 있습니다.", "en": "… and {count} more."}
MANY = 20
"""Problems of one file that are told one by one."""
SHOWN_LENGTH = 120

A_LIST: Pair = ("[가, 나]처럼 목록으로 적어야 합니다", "a list is wanted here, like [one, two]")
A_MAPPING: Pair = ("‘키: 값’으로 적어야 합니다", "keys with values are wanted here, like {ko: [이름]}")
RULES: Mapping[str, Pair] = {
    IDENTIFIER_PATTERN: (
        "아이디에는 영문 소문자와 숫자, _ . -만 쓸 수 있습니다",
        "an id has small letters a to z, digits, _ . and -",
    ),
    WEB_PATTERN: ("주소는 https:// 또는 http://로 시작해야 합니다", "an address begins with https:// or http://"),
    "name_blank": ("보이는 글자가 없습니다", "nobody sees a character of it"),
    "name_hidden": ("보이지 않는 문자({character})가 들어 있습니다", "it has the invisible character {character}"),
    "string_type": ("글자로 적어야 합니다", "text is wanted here, in quotation marks where it is a number"),
    "string_too_short": ("비어 있습니다", "it is empty"),
    "string_too_long": ("{max_length}자까지 쓸 수 있습니다", "{max_length} characters are the limit"),
    "enum": ("{expected} 가운데 하나여야 합니다", "it has to be {expected}"),
    "tuple_type": A_LIST,
    "list_type": A_LIST,
    "model_type": A_MAPPING,
    "dict_type": A_MAPPING,
}
"""What was expected of a refused value, by the pattern or the rule of pydantic's that it breaks."""


def refusals(error: KnowledgeError, language: Language) -> list[str]:
    """A sentence about a refusal; for a file one for each of its problems, with the file and the line."""
    file, problems = error.facts.get("file"), error.facts.get("problems") or ()
    if not problems:
        table = OUTAGES if isinstance(error, StoreError) else OF_FILES
        place = _place(error.facts.get("line"), error.facts, language)
        return [_placed(file, place, _sentence(table, error.code, error.facts, language))]
    told = [
        _placed(file, _place(each.line, each.facts, language), problem_sentence(each, language))
        for each in problems[:MANY]
    ]
    if len(problems) > MANY:
        told.append(MORE[language].format(count=len(problems) - MANY))
    return told


def problem_sentence(problem: FileProblemAt, language: Language) -> str:
    """One sentence about one problem of a file, without its line."""
    return _sentence(OF_FILES, problem.code, problem.facts, language)


def _sentence(table: Mapping[str, Pair], code: str, facts: Mapping[str, object], language: Language) -> str:
    pair = table.get(code) or (_plainly(code, facts),) * 2
    shown = _Shown({key: _shown(value) for key, value in facts.items()})
    rule = RULES.get(str(facts.get("pattern"))) or RULES.get(str(facts.get("rule")))
    if rule is not None:
        shown["detail"] = rule[language == "en"].format_map(shown)
    return pair[language == "en"].format_map(shown)


def _placed(file: object, place: str, sentence: str) -> str:
    places = ", ".join(filter(None, [str(file) if file else "", place]))
    return f"{places}: {sentence}" if places else sentence


def _place(line: object, facts: Mapping[str, object], language: Language) -> str:
    """Where a problem is: the line of a file; of a spreadsheet the row, and the column by its heading too."""
    row, column = facts.get("row"), facts.get("column")
    if row is None:
        return "" if line is None else f"line {line}" if language == "en" else f"{line}번째 줄"
    if language == "en":
        return f"row {row} (line {line})" + (f", column ‘{column}’" if column else "")
    return f"{row}행({line}번째 줄)" + (f", ‘{column}’ 열" if column else "")


class _Shown(dict[str, str]):
    """The facts of a sentence; one that is not known is a dash."""

    def __missing__(self, _: str) -> str:
        return "-"


def _shown(value: object) -> str:
    if value is None:
        return "-"
    listed = ", ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)
    line = " ".join(listed.split()).rstrip(".").removeprefix("Value error, ")
    return line if len(line) <= SHOWN_LENGTH else f"{line[:SHOWN_LENGTH]}…"


def _plainly(code: str, facts: Mapping[str, object]) -> str:
    told = ", ".join(f"{key} {_shown(value)}" for key, value in facts.items() if value is not None)
    sentence = f"{code.replace('_', ' ')} ({told})." if told else f"{code.replace('_', ' ')}."
    return sentence.replace("{", "{{").replace("}", "}}")
