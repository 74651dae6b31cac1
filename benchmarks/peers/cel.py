"""cel-expr-python: one expression for the determination, without reasons.

Numbers are doubles there, so a value next to a threshold is not exact. Verdicts are 0 (not met), 1 (unknown) and 2
(met); the least and the greatest of them are comparisons here.
"""

import json
from collections.abc import Callable, Iterable

import orjson

from benchmarks.peers.paragraphs import (
    BEYOND_STANDARD,
    BOUGHT,
    COUNTRIES_OF_CONCERN,
    EFFECTIVE_DATE,
    LISTS,
    PARAGRAPHS,
    UNITED_STATES,
    Paragraph,
    Test,
)

_SIGNS = {"at_least": ">=", "at_most": "<=", "more_than": ">"}


def cel() -> Callable[[bytes], bytes]:
    """From request bytes to the answer's bytes; raises ``ImportError``."""
    from cel_expr_python import cel as engine  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 (a peer may be missing)

    environment = engine.NewEnv(variables={"t": engine.Type.DYN})
    expression = environment.compile(_determination())

    def screen(body: bytes) -> bytes:
        stated = orjson.loads(body)
        answer = expression.eval(data={"t": stated}).plain_value()
        return orjson.dumps({"reference": stated.get("reference"), "determination": answer})

    return screen


def _words(words: Iterable[str | bool]) -> str:
    return json.dumps(list(words))


def _test(test: Test, *, unknown: bool) -> str:
    """Whether a test is passed, or may be."""
    fact = f"a.{test.fact}"
    if test.operator == "includes_any":
        return _includes(fact, test.operand, unknown=unknown)
    if test.operator in _SIGNS:
        passed = f"double({fact}) {_SIGNS[test.operator]} {_double(str(test.operand))}"
    else:
        passed = f"{fact} in {_words(test.operand)}"
        passed = f"!({passed})" if test.operator == "not_in" else passed
    return f"(!has({fact}) || {passed})" if unknown else f"(has({fact}) && {passed})"


def _double(number: str) -> str:
    return number if set(number) & set(".e") else f"{number}.0"


def _includes(listing: str, words: Iterable[str | bool], *, unknown: bool) -> str:
    found = f"{listing}.items.exists(i, i in {_words(words)})"
    if unknown:
        return f"(!has({listing}) || {found} || !(has({listing}.complete) && {listing}.complete))"
    return f"(has({listing}) && {found})"


def _paragraph(paragraph: Paragraph, *, unknown: bool) -> str:
    groups = [f"({' || '.join(_test(test, unknown=unknown) for test in group)})" for group in paragraph.groups]
    return " && ".join([f"a.item in {_words(paragraph.items)}", f"a.verb in {_words(paragraph.verbs)}", *groups])


def _tier(*, prohibited: bool, unknown: bool) -> str:
    rows = [f"({_paragraph(each, unknown=unknown)})" for each in PARAGRAPHS if each.prohibited is prohibited]
    found = f"p.activities.items.exists(a, {' || '.join(rows)})"
    if unknown:
        return f"(!has(p.activities) || !p.activities.complete || {found})"
    return f"(has(p.activities) && {found})"


def _determination() -> str:
    places = ("principal_place_of_business", "headquarters", "organized_in")
    concern = " || ".join(f"(has(p.{place}) && p.{place} in {_words(COUNTRIES_OF_CONCERN)})" for place in places)
    states = _words(UNITED_STATES)
    covered = " && ".join(
        [
            f't.parties.exists(b, b.id == t.acquirer && b.kind == "entity" && b.organized_in in {states})',
            f'has(t.deal.completion_date) && t.deal.completion_date >= "{EFFECTIVE_DATE}"',
            _includes("t.deal.acts", BOUGHT, unknown=False),
            f'p.kind == "entity" && ({concern})',
        ]
    )
    security = "t.deal.security"
    market = " && ".join(
        f"(has({security}.{name}) && {security}.{name})" for name in ("publicly_traded", "traded_at_signing")
    )
    issuers = _words(["registered_investment_company", "business_development_company"])
    heads = f"(({market}) || (has({security}.issuer) && {security}.issuer in {issuers}))"
    excepted = f"{heads} && !{_includes('t.deal.rights', BEYOND_STANDARD, unknown=True)}"
    open_exception = "!(t.deal.circumstances.complete && size(t.deal.circumstances.items) == 0)"
    listed, maybe_listed = (_includes("p.restricted_lists", LISTS, unknown=unknown) for unknown in (False, True))
    tier = {
        (prohibited, unknown): _tier(prohibited=prohibited, unknown=unknown)
        for prohibited in (True, False)
        for unknown in (True, False)
    }
    answer = " : ".join(
        [
            f'!({covered}) ? "undetermined"',
            f'({excepted}) ? "excepted"',
            f'({open_exception}) ? "undetermined"',
            f'({tier[True, False]} || ({tier[False, False]} && {listed})) ? "prohibited"',
            f'({tier[True, True]} || ({tier[False, True]} && {maybe_listed})) ? "undetermined"',
            f'{tier[False, False]} ? "notifiable"',
            f'{tier[False, True]} ? "undetermined" : "not_covered"',
        ]
    )
    return f"t.parties.filter(p, p.id == t.deal.target).map(p, {answer})[0]"
