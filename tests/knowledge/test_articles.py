"""Articles are read clause by clause: who holds which stance, in whose words, since when."""

from datetime import date

import pytest

from knowledge.articles.claims import Found
from knowledge.articles.page import TAGS_LIMIT, read_html, read_text, unwrapped
from knowledge.articles.sentences import sentences
from knowledge.errors import FileProblem, FileRefusedError
from knowledge.fields import SOURCE_TEXT_LENGTH
from tests.knowledge.articles_measure import Keyed, articles, measured, read, reader

EVERY = list(articles())
PUBLISHED = date(2026, 1, 23)


def found(text: str, programme: str = "dokpamo", published: date | None = PUBLISHED) -> tuple[Found, ...]:
    """What is found in a text."""
    return reader(programme).read(text, published=published).found


def told(text: str, programme: str = "dokpamo") -> set[str]:
    """Teams and stances, those to check with a question mark."""
    return {f"{each.team} {each.stance}{'' if each.sure else '?'}" for each in found(text, programme)}


def share(counts: dict[str, int], part: str, whole: str) -> float:
    """A part of a whole."""
    return counts[part] / counts[whole]


def test_the_corpus_is_of_three_programmes_and_a_third_of_it_is_closed() -> None:
    assert len(EVERY) >= 30
    assert len({each.programme for each in EVERY}) == 4
    assert sum(each.closed for each in EVERY) * 4 >= len(EVERY)


@pytest.mark.parametrize("closed", [False, True])
def test_articles_are_read_as_well_as_they_must_be(closed: bool) -> None:
    counts = measured([each for each in EVERY if each.closed is closed])
    assert share(counts, "sure_right", "sure") >= 0.9
    assert share(counts, "rejected_sure", "rejected") <= 0.04
    assert share(counts, "found", "accepted") >= 0.9
    assert share(counts, "voice", "found") >= 0.95
    assert share(counts, "said", "found") >= 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("책길재단은 온북이 신청해야 한다고 생각한다.", set()),
        ("온북은 신청을 생각하고 있다고 밝혔다.", {"onbook weighing"}),
        ("책길재단은 옆 도시 아라시의 도서관 위탁 운영자로 선정됐다.", set()),
        ("책길재단은 누리시의 도서관 위탁 운영자로 선정됐다.", {"chaekgil chosen"}),
    ],
)
def test_an_opinion_and_another_citys_programme_give_nothing(text: str, expected: set[str]) -> None:
    assert told(text, "nuri_libraries") == expected


@pytest.mark.parametrize("article", EVERY, ids=lambda each: each.id)
def test_every_sentence_is_an_exact_slice(article: Keyed) -> None:
    assert all(article.text[each.start : each.end] == each.sentence for each in read(article))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KT는 재공모에 참여하지 않기로 했다고 밝혔다.", {"kt not_joining"}),
        ("KT는 출전을 검토하고 있지 않다고 말했다.", {"kt not_joining"}),
        ("KT의 참여는 무산됐다.", {"kt not_joining?"}),
        ("카카오, KT, NC AI가 1차 평가를 통과했고 루닛은 떨어졌다.",
         {"kakao advanced", "kt advanced", "nc_ai advanced", "lunit eliminated"}),
        ("1차에서 탈락한 KT는 새 모델을 공개했다.", {"kt eliminated"}),
        ("KT가 참여하면 판이 커진다.", set()),
        ("협상이 풀리면 KT가 참여한다.", set()),
        ("한 교수는 \"KT가 참여해야 한다\"고 주장했다.", set()),
        ("업계는 KT가 참여할 것으로 내다봤다.", set()),
        ("KT는 참여 여부를 밝히지 않았다.", set()),
        ("KT는 일본 시장에 진출했다.", set()),
        ("KT는 'AI 바우처' 사업에 신청했다.", set()),
        ("KT 노조는 재공모 참여에 반대한다.", set()),
        ("카카오뱅크는 재공모에 참여한다고 밝혔다.", set()),
        ("KT는 왜 참여하지 않을까?", set()),
        ("KT, 재공모 불참", set()),
        ("If KT joins, the race gets tougher, an analyst said.", set()),
        ("KT said it will not join the re-run.", {"kt not_joining"}),
        ("KT will not appeal and is staying out, it said.", {"kt not_joining"}),
    ],
)  # fmt: skip
def test_a_clause_tells_of_its_own_subject(text: str, expected: set[str]) -> None:
    assert told(text) == expected


def test_a_team_of_the_sentence_before_is_never_sure() -> None:
    after = found('네이버클라우드는 입장을 냈다. 회사는 28일 "재공모에 나갈 계획이 없다"고 밝혔다.')
    assert [(each.team, each.sure, each.doubts) for each in after] == [("naver_cloud", False, ("context",))]


@pytest.mark.parametrize(
    ("text", "voice", "speaker"),
    [
        ('KT 고위 관계자는 "재공모에 참여한다"고 말했다.', "own", "KT 고위 관계자"),
        ("KT는 재공모에 참여한다고 밝혔다.", "own", None),
        ("KT는 재공모에 참여하는 것으로 알려졌다.", "reported", None),
        ("업계에 따르면 KT는 재공모에 참여한다고 밝혔다.", "reported", None),
        ("과기정통부는 12일 KT를 선정했다고 발표했다.", "authority", "과기정통부"),
        ("KT has reportedly decided to join.", "reported", None),
    ],
)
def test_the_voice_is_whose_word_it_is(text: str, voice: str, speaker: str | None) -> None:
    (each,) = found(text)
    assert (each.voice, each.speaker) == (voice, speaker)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("16일", "2026-01-16"), ("30일", "2025-12-30"), ("지난달 30일", "2025-12-30"), ("전날", "2026-01-22"),
        ("이날", "2026-01-23"), ("1월 5일", "2026-01-05"), ("전날 결과 공개 이후", "2026-01-22/2026-01-23"),
        ("", "None"), ("25일까지", "None"),
    ],
)  # fmt: skip
def test_days_count_from_the_day_of_the_article(day: str, said: str) -> None:
    (each,) = found(f"KT는 {day} 재공모에 참여한다고 밝혔다.")
    assert str(each.said) == said


def test_a_quotation_of_several_sentences_stays_whole() -> None:
    text = 'KT는 "참여한다. 준비는 끝났다. 두고 봐라."라고 말했다. 날씨가 맑다.'
    assert [each.text for each in sentences(text)] == [text.partition(" 날씨")[0], "날씨가 맑다."]


def test_why_nothing_is_found_is_said() -> None:
    empty = [reader("dokpamo").read(text).empty for text in ("머리글", "날씨가 정말 맑다.", "KT는 새 요금제를 냈다.")]
    assert empty == ["no_sentence", "no_team", "no_stance"]


def test_a_page_is_its_article_without_what_stands_around_it() -> None:
    page = read_html(
        b"<html><head><title>t</title><meta property='og:title' content='T'><meta property='og:url' "
        b"content='https://a.example/1'></head><body><nav>menu</nav><div class='article_body'><h1>T</h1>"
        b"<p>One.</p><p>Two &amp; three.</p><script>bad()</script></div><footer>foot</footer></body></html>"
    )
    assert (page.text, page.title, page.url) == ("T\nOne.\nTwo & three.", "T", "https://a.example/1")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<p>a" * (TAGS_LIMIT + 1), FileProblem.TOO_MANY_PARTS),
        (b"<html><body></body></html>", FileProblem.NO_TEXT),
        (b"<p>" + b"a" * (SOURCE_TEXT_LENGTH + 1), FileProblem.TOO_LONG),
    ],
)
def test_a_page_that_is_too_much_or_nothing_is_refused(content: bytes, problem: FileProblem) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_html(content)
    assert refused.value.code == problem


def test_a_text_of_a_million_lines_is_refused() -> None:
    with pytest.raises(FileRefusedError):
        read_text(b"a\n" * 1_000_000)


def test_lines_that_print_broke_are_joined() -> None:
    assert (
        unwrapped("제목\nKT는 23일 재공모에 참여하지\n않겠다고 밝혔다.\n끝.")
        == "제목\nKT는 23일 재공모에 참여하지 않겠다고 밝혔다.\n끝."
    )
