"""Statements as schema.org's JSON-LD, and links to the very sentence at the publisher's (pure).

The types are Claim with `appearance`, and CorrectionComment; the links are text fragments as the WICG's specification
of them (https://wicg.github.io/scroll-to-text-fragment/) writes them.
"""

import re
from typing import Any
from urllib.parse import quote as percent_encoded

import orjson

from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Action, Claim, Revision, Source, Statement, Voice

EXACT_LENGTH = 300
"""Characters of a sentence that a link spells out; a longer one is named by its first and last words."""
EDGE_LENGTH = 20
"""Characters, in whole words, of each end of a longer one."""
DIRECTIVE_LENGTH = 3_000
"""Characters of a directive; a text without spaces that would need more is not looked for."""

JsonLd = dict[str, Any]


def statement_path(programme: str, statement: str, language: Language = "ko") -> str:
    """The permanent path of a statement's page: `/p/dokpamo/s/kakao-20260116`, English below `/en`."""
    return f"{'/en' if language == 'en' else ''}/p/{programme}/s/{statement}"


def sentence_link(url: str, quote: str) -> str:
    """The address of a page with a directive that shows the sentence: `https://a.example/1#:~:text=one%2C%20two`."""
    page, _, fragment = url.partition("#")
    directive = _directive(quote)
    if len(directive) > DIRECTIVE_LENGTH:
        return url
    return f"{page}#{fragment.partition(':~:')[0]}:~:text={directive}"


def _directive(quote: str) -> str:
    """`textStart`, or `textStart,textEnd` where the sentence is long or stands in several paragraphs."""
    text = " ".join(quote.split())
    if len(text) <= EXACT_LENGTH and "\n" not in quote.strip():
        return _term(text)
    first, *_, last = (text, text) if "\n" not in quote.strip() else quote.strip().splitlines()
    start, end = _edge(first.split()), _edge(last.split()[::-1])[::-1]
    return f"{_term(' '.join(start))},{_term(' '.join(end))}"


def _edge(words: list[str]) -> list[str]:
    """The first words that are long enough together to find the place."""
    taken: list[str] = []
    for word in words:
        taken.append(word)
        if len(" ".join(taken)) >= EDGE_LENGTH:
            break
    return taken


def _term(text: str) -> str:
    """Percent-encoded, also the comma, the ampersand and the dash, which part one term from another."""
    return percent_encoded(text, safe="").replace("-", "%2D")


def claim_of(
    statement: Statement, facts: Facts, *, base: str = "", language: Language = "ko", corrections: int | None = None
) -> JsonLd:
    """A statement as a Claim; `base` is the root of the page, `corrections` how many of the newest are told of."""
    claim, source = statement.claim, facts.sources[statement.claim.source]
    team = facts.teams[claim.team]
    label = facts.stances[claim.stance].label
    address = base + statement_path(facts.programme.id, statement.id, language)
    data: JsonLd = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": address,
        "url": address,
        "identifier": statement.id,
        "name": f"{team.names.official(language)}: {label.en if language == 'en' else label.ko}",
        "about": {"@type": "Organization", "identifier": team.id, "name": team.names.official(language)},
        "author": _author(claim, facts, language),
        "dateCreated": statement.recorded.isoformat(),
        "appearance": _appearance(source, claim.quote),
    }
    if source.share:
        data["text"] = claim.quote
    if claim.said is not None:
        data["temporalCoverage"] = str(claim.said)
    if statement.is_retracted:
        data["creativeWorkStatus"] = "Retracted"
    told = [each for each in statement.revisions if each.action is not Action.RECORD]
    told = told if corrections is None else told[-corrections:]
    return data | ({"correction": [_correction(each) for each in told]} if told else {})


def _author(claim: Claim, facts: Facts, language: Language) -> JsonLd:
    """Whose word it is: the team's, the authority's, or the publisher's."""
    team = {"@type": "Organization", "name": facts.teams[claim.team].names.official(language)}
    if claim.voice is Voice.OWN:
        return team if claim.speaker is None else {"@type": "Person", "name": claim.speaker, "affiliation": team}
    if claim.voice is Voice.AUTHORITY:
        named = facts.programme.authority.en if language == "en" else facts.programme.authority.ko
        name = claim.speaker or next(iter(named), facts.programme.names.official(language))
        return {"@type": "Organization", "name": name}
    publisher = facts.sources[claim.source].publisher
    return {"@type": "Organization", "name": claim.speaker or publisher or "unknown"}


def _appearance(source: Source, quote: str) -> JsonLd:
    data: JsonLd = {"@type": "Article", "identifier": source.id}
    if source.title is not None:
        data["headline"] = source.title
    if source.publisher is not None:
        data["publisher"] = {"@type": "Organization", "name": source.publisher}
    if source.published is not None:
        data["datePublished"] = source.published.isoformat()
    if source.url is not None:
        data["url"] = sentence_link(source.url, quote) if source.share else source.url
    return data


def _correction(revision: Revision) -> JsonLd:
    data = {"@type": "CorrectionComment", "name": revision.action.value, "dateCreated": revision.at.isoformat()}
    return data | ({"text": revision.reason} if revision.reason is not None else {})


def to_jsonld(facts: Facts, base: str = "") -> str:
    """The whole record as one JSON-LD document."""
    ordered = sorted(facts.statements.values(), key=lambda each: each.sequence)
    graph = [{k: v for k, v in claim_of(each, facts, base=base).items() if k != "@context"} for each in ordered]
    document = {"@context": "https://schema.org", "@graph": graph}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def script_safe(data: JsonLd) -> str:
    """JSON that no `</script>` or comment in a quote ends early: `<`, `>` and `&` are written as escapes."""
    return re.sub(r"[<>&]", lambda found: f"\\u{ord(found[0]):04x}", orjson.dumps(data).decode())
