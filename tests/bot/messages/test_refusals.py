import re

import pytest

from bot.messages.refusals import FILES, OUTAGES, refusals
from knowledge.errors import FileProblem, FileRefusedError, KnowledgeError, Outage, StoreError
from knowledge.fields import Language
from knowledge.files.programme_file import read_programme_file

LANGUAGES: tuple[Language, ...] = ("ko", "en")


def test_every_code_has_a_sentence_in_both_languages() -> None:
    assert set(FILES) == set(FileProblem)
    assert set(OUTAGES) == set(Outage)
    hangul = re.compile("[가-힣]")
    for texts in (*FILES.values(), *OUTAGES.values()):
        assert hangul.search(texts["ko"].text)
        assert not hangul.search(texts["en"].text)
        assert texts["ko"].names <= texts["en"].names


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*Outage])
def test_an_outage_without_its_facts_still_reads_as_a_sentence(code: Outage, language: Language) -> None:
    (sentence,) = refusals(StoreError(code), language)
    assert "{" not in sentence


def test_each_problem_of_a_file_is_told_with_its_line() -> None:
    text = "format: ipjang-programme/1\nfoo: 1\nteams:\n  - {id: KT, names: {ko: [케이티]}}\n"
    with pytest.raises(FileRefusedError) as refused:
        read_programme_file(text)
    refused.value.facts["file"] = "a.yaml"
    assert refusals(refused.value, "en") == [
        "a.yaml, line 2: The key foo is not part of the format.",
        "a.yaml, line 4: teams[0].id is not right (KT): an id has small letters a to z, digits, _ . and -.",
    ]
    assert refusals(refused.value, "ko")[0] == "a.yaml, 2번째 줄: 키 foo는 형식에 없습니다."


BROKEN = """\
format: ipjang-programme/1
teams: {id: a}
sources:
  - {id: s, url: "javascript:alert(1)"}
statements:
  - {id: t, team: a, stance: b, voice: loud, source: s, quote: ""}
"""


def test_what_was_expected_of_a_value_is_told_in_plain_words() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_programme_file(BROKEN)
    assert refusals(refused.value, "en") == [
        "line 2: teams is not right ({…}): a list is wanted here, like [one, two].",
        "line 4: sources[0].url is not right (javascript:alert(1)): an address begins with https:// or http://.",
        "line 6: statements[0].voice is not right (loud): it has to be 'own', 'authority' or 'reported'.",
        'line 6: statements[0].quote is not right (""): it is empty.',
    ]
    korean = " ".join(refusals(refused.value, "ko"))
    assert "https:// 또는 http://로 시작해야 합니다" in korean
    assert "should" not in korean


def test_only_the_first_of_very_many_problems_are_told() -> None:
    text = "format: ipjang-programme/1\n" + "".join(f"k{number}: 1\n" for number in range(50))
    with pytest.raises(FileRefusedError) as refused:
        read_programme_file(text)
    told = refusals(refused.value, "en")
    assert (len(told), told[-1]) == (21, "… and 30 more.")


def test_a_code_without_a_sentence_is_told_by_its_name() -> None:
    assert refusals(KnowledgeError("odd_{thing}", place="{x}"), "en") == ["odd {thing} (place {x})."]


def test_keys_that_are_wanted_are_shown_in_braces() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_programme_file("format: ipjang-programme/1\nprogramme: [1]\n")
    assert "keys with values are wanted here, like {ko: [이름]}." in refusals(refused.value, "en")[0]
