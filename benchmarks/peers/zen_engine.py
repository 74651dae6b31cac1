"""zen-engine: a JSON decision model with one decision table of the activity paragraphs and one of the answers.

Verdicts are 0 (not met), 1 (unknown) and 2 (met), so ``min`` and ``max`` are the three-valued connectives.
"""

import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import orjson

from benchmarks.peers.paragraphs import (
    BEYOND_STANDARD,
    BOUGHT,
    COUNTRIES_OF_CONCERN,
    EFFECTIVE_DATE,
    LISTS,
    PARAGRAPHS,
    UNITED_STATES,
    Test,
)

_FUNDS = ("registered_investment_company", "business_development_company")
_SIGNS = {"at_least": ">=", "at_most": "<=", "more_than": ">"}


def zen_engine() -> Callable[[bytes], bytes]:
    """From request bytes to the answer's bytes, with the paragraphs met and possible; raises ``ImportError``."""
    import zen  # noqa: PLC0415 (a peer may be missing)

    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(_model())))

    def screen(body: bytes) -> bytes:
        return orjson.dumps(decision.evaluate(orjson.loads(body))["result"])

    return screen


def _model() -> dict[str, Any]:
    nodes = [
        {"id": "in", "name": "transaction", "type": "inputNode", "content": {}},
        _expressions("parties", buyer=_party("acquirer"), target=_party("deal.target")),
        _paragraphs(),
        _expressions("elements", **_elements()),
        _expressions(
            "tiers",
            covered="min([elements.actor, elements.time, elements.head, elements.person])",
            prohibited="max([elements.tier_224, min([elements.tier_217, elements.listed])])",
            notifiable="elements.tier_217",
            excepted="max([min([elements.a1, 2 - elements.a2]), elements.others])",
        ),
        _answers(),
        {"id": "out", "name": "determination", "type": "outputNode", "content": {}},
    ]
    edges = [
        {"id": f"{one['id']}-{next_['id']}", "sourceId": one["id"], "targetId": next_["id"], "type": "edge"}
        for one, next_ in pairwise(nodes)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _party(reference: str) -> str:
    return f"filter(parties, #.id == $root.{reference})[0]"


def _expressions(name: str, **expressions: str) -> dict[str, Any]:
    rows = [{"id": f"{name}-{key}", "key": f"{name}.{key}", "value": value} for key, value in expressions.items()]
    return {
        "id": name,
        "name": name,
        "type": "expressionNode",
        "content": {"expressions": rows, "passThrough": True, "executionMode": "single"},
    }


def _words(words: Iterable[str | bool]) -> str:
    return f"[{', '.join(json.dumps(word) for word in words)}]"


def _test(test: Test) -> str:
    """The expression for the verdict on one test."""
    if test.operator in _SIGNS:
        passed = f"number({test.fact}) {_SIGNS[test.operator]} {test.operand}"
    elif test.operator == "includes_any":
        return _includes(test.fact, test.operand)
    else:
        passed = f"{test.fact} {test.operator.replace('_', ' ')} {_words(test.operand)}"
    return f"({test.fact} == null ? 1 : {passed} ? 2 : 0)"


def _includes(listing: str, words: Iterable[str | bool]) -> str:
    found = f"some({listing}.items, # in {_words(words)})"
    return f"({listing} == null ? 1 : {found} ? 2 : {listing}.complete == true ? 0 : 1)"


def _paragraphs() -> dict[str, Any]:
    """A table run for each activity of the target: all rows that apply, each with its verdict."""
    rows = [
        {
            "_id": str(number),
            "item": ", ".join(json.dumps(item) for item in paragraph.items),
            "verb": ", ".join(json.dumps(verb) for verb in paragraph.verbs),
            "code": json.dumps(paragraph.code),
            "tier": "224" if paragraph.prohibited else "217",
            "verdict": _all([_any([_test(test) for test in group]) for group in paragraph.groups]),
        }
        for number, paragraph in enumerate(PARAGRAPHS)
    ]
    columns = {
        "inputs": [{"id": name, "name": name, "field": name} for name in ("item", "verb")],
        "outputs": [{"id": name, "name": name, "field": name} for name in ("code", "tier", "verdict")],
    }
    loop = {"executionMode": "loop", "inputField": "parties.target.activities.items", "outputPath": "found"}
    content = {"hitPolicy": "collect", "rules": rows, "passThrough": True, **columns, **loop}
    return {"id": "paragraphs", "name": "paragraphs", "type": "decisionTableNode", "content": content}


def _all(verdicts: list[str]) -> str:
    return f"min([{', '.join(verdicts)}])" if verdicts else "2"


def _any(verdicts: list[str]) -> str:
    return f"max([{', '.join(verdicts)}])" if len(verdicts) > 1 else verdicts[0]


def _elements() -> dict[str, str]:
    concern, states = _words(COUNTRIES_OF_CONCERN), _words(UNITED_STATES)
    places = [f"parties.target.{place}" for place in ("principal_place_of_business", "headquarters", "organized_in")]
    at_places = _any([f"({place} == null ? 1 : {place} in {concern} ? 2 : 0)" for place in places])
    security = "deal.security"
    return {
        "actor": f'(parties.buyer.kind == "entity" and parties.buyer.organized_in in {states} ? 2 : 1)',
        "time": f'(deal.completion_date == null ? 1 : d(deal.completion_date) >= d("{EFFECTIVE_DATE}") ? 2 : 0)',
        "head": _includes("deal.acts", BOUGHT),
        "person": f'(parties.target.kind == "entity" ? {at_places} : 1)',
        "listed": _includes("parties.target.restricted_lists", LISTS),
        "tier_224": _tier(224),
        "tier_217": _tier(217),
        "a1": _any(
            [
                _all(
                    [
                        f"({security}.{fact} == null ? 1 : {security}.{fact} == true ? 2 : 0)"
                        for fact in ("publicly_traded", "traded_at_signing")
                    ]
                ),
                f"({security}.issuer == null ? 1 : {security}.issuer in {_words(_FUNDS)} ? 2 : 0)",
            ]
        ),
        "a2": _includes("deal.rights", BEYOND_STANDARD),
        "others": "(deal.circumstances.complete == true and len(deal.circumstances.items) == 0 ? 0 : 1)",
    }


def _tier(tier: int) -> str:
    def some(verdict: int) -> str:
        return f"some(found, some(#, #.tier == {tier} and #.verdict == {verdict}))"

    return f"({some(2)} ? 2 : {some(1)} or not (parties.target.activities.complete == true) ? 1 : 0)"


def _answers() -> dict[str, Any]:
    met, missing, unknown = "2", "0", "1"
    rows = [
        ({"covered": missing}, "not_covered"),
        ({"excepted": met}, "excepted"),
        ({"excepted": unknown}, "undetermined"),
        ({"covered": met, "prohibited": met}, "prohibited"),
        ({"prohibited": "> 0"}, "undetermined"),
        ({"covered": met, "notifiable": met}, "notifiable"),
        ({"notifiable": "> 0"}, "undetermined"),
        ({}, "not_covered"),
    ]
    names = ("covered", "excepted", "prohibited", "notifiable")
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": f"tiers.{name}"} for name in names],
        "outputs": [
            {"id": "determination", "name": "determination", "field": "determination"},
            {"id": "reasons", "name": "reasons", "field": "reasons"},
            {"id": "elements", "name": "elements", "field": "elements"},
            {"id": "reference", "name": "reference", "field": "reference"},
        ],
        "rules": [
            {
                "_id": str(number),
                **row,
                "determination": json.dumps(answer),
                "reasons": "found",
                "elements": "elements",
                "reference": "reference",
            }
            for number, (row, answer) in enumerate(rows)
        ],
        "passThrough": False,
        "executionMode": "single",
    }
    return {"id": "answers", "name": "answers", "type": "decisionTableNode", "content": content}
