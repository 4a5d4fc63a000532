"""Sentences of the matching benchmark: `{}` stands for a name, `{p}` for a name with a particle stuck to it."""

KOREAN = (
    "{} 지금 어느 쪽이야",
    "{} 아직도 고민 중인가요?",
    "아까 기사 보니까 {} 얘기 있던데",
    "{} 참가 여부 알려줘",
    "팀장님이 {} 어떻게 하기로 했냐고 물어보시는데요",
    "{} 공식 입장 나온 거 있나요",
    "혹시나 해서 그러는데 {} 신청서 냈어?",
    "오늘자로 {} 상태 정리해줘",
    "{} 안 한다고 했었나?",
    "저번에 {} 뭐라 그랬지",
    "{}!! 진짜 빠지는 거야??",
    "누가 그러던데 {} 접었다며",
    "- {}: 현황 좀",
    "'{}' 최근 발언 찾아봐",
    "속보) {} 철회",
    "결국 {} 남은 거네",
    "그래서 말인데, {} 계획은 아직 없는 거죠?",
    "ㅇㅇ {} 나온다더라",
    "{}... 왜 말을 바꿔",
    "방금 뉴스에서 {} 나왔는데 무슨 내용이야",
    "{}",
    "{}?",
    "저기요 {} 검토한다던데 맞나요",
    "{} 확정이래 미정이래",
    "{} 언제 발표한대요",
)
PARTICLE = (
    "{p} 이번에 신청한다고 했나요",
    "{p} 뭐라고 답했어?",
    "어제부터 {p} 얘기 많던데",
    "{p} 포기했다는 말이 있어",
    "솔직히 {p} 될 것 같음?",
    "{p}요?",
    "음.. {p} 아니지 않나",
    "근데 왜 {p} 빠졌어",
)
PARTICLES_AFTER_VOWEL = (
    "는", "가", "를", "랑", "도", "만", "한테는",
    "에서도", "까지", "라도", "로는", "와", "부터", "측은", "야말로",
)  # fmt: skip
PARTICLES_AFTER_CONSONANT = (
    "은", "이", "을", "이랑", "도", "만", "한테는",
    "에서도", "까지", "이라도", "과", "부터", "측은", "이야말로",
)  # fmt: skip
ENGLISH = (
    "has {} said anything yet?",
    "anyone know whether {} applied",
    "I heard {} might withdraw",
    "what did {} decide",
    "is it true that {} pulled out?",
    "latest on {} pls",
    "{} still undecided?",
    "did {} change their mind",
    "So {} won't be in the next round?",
    "quote from {} please",
    "when will {} announce",
    "{}'s stance as of today",
    "Who said {} was out?",
    "give me the status of {}",
    "{} yes or no",
)
GLUED = ("{}안나간대", "{}참여하나요", "{}불참이야?", "{}입장알려줘", "혹시{}나가?", "{}는언제발표해", "{}탈락했어?")
TWO = (
    "{} 아니면 {}",
    "{}, {} 둘 중 누가 나가",
    "{p} {} 둘 다 빠진 거야?",
    "compare {} and {}",
    "{}/{} 현황",
    "{} 하고 {} 차이 알려줘",
)
OTHER_THINGS = (
    "뱅크", "페이", "웹툰", "증권", "모빌리티", "야구단", "게임즈", "벤처스", "카드", "스토어", "뮤직",
    "엔터테인먼트", "생명",
    "파이낸셜", "트윈스", "캐피탈", "커머스", "물류", "헬스케어", "쇼핑", "택시", "지도", "로지스틱스", "중공업",
    "건설", "호텔",
)  # fmt: skip
"""Nouns that make of a company's name the name of another company, a team or a product."""
TALK_NOUNS = (
    "주가", "입장", "결과", "소식", "전망", "반응", "논란", "대표", "발표", "계획", "실적", "관계자", "인터뷰",
    "기자회견",
    "신청", "탈락", "불참", "재도전", "발언", "근황", "채용", "연봉",
)  # fmt: skip
"""Nouns that speak of the company itself."""
SMALL_TALK = (
    "오늘 점심 뭐 먹을까요", "회의실 예약했어?", "다들 고생하셨습니다", "내일 휴가예요", "커피 한 잔 하실 분",
    "비 많이 온다",
    "파일 첨부했습니다 확인 부탁드려요", "ㅋㅋㅋㅋ 아 웃겨", "주말에 뭐 해", "집에 가고 싶다",
    "can we move the meeting to 3?",
    "thanks, see you tomorrow", "I am running late", "that sounds good to me", "who is bringing the cake",
    "no worries!",
    "노트북 충전기 있는 사람", "감사합니다 좋은 하루 되세요", "이거 어떻게 켜는 거야", "버스 놓쳤어", "네 알겠습니다",
    "음 글쎄", "생일 축하해", "어제 축구 봤어?", "엘리베이터 또 고장이야", "ok let's do it", "did you win the bet",
    "와 대박이다", "요즘 어떻게 지내", "코드 리뷰 부탁해요", "오늘 날씨 좋네", "신청 대상이 누구예요",
    "I bet it rains",
)  # fmt: skip
