"""A law small enough to see through: one circumstance prohibited, one notifiable, and the cases that show it."""

from typing import Any


def a_law(version: str = "2027-03-15", *, rule_set: str = "eu", begins: str | None = "2027-03-15", **more: Any) -> Any:
    """The document of a version; ``prohibits`` names the circumstance that is prohibited."""
    prohibits = more.pop("prohibits", "designated_country")
    head = {
        "rule_set": rule_set,
        "version": version,
        "title": f"Small law of {version}",
        "status": "in_force",
        "language": "1",
        "elements": [{"name": "outcome", "says": "The class of the transaction"}],
        "definitions": [_definition("prohibited", prohibits), _definition("notifiable", "syndicated_loan_default")],
        "outcomes": [{"outcome": name, "when": name} for name in ("prohibited", "notifiable")],
    }
    return head | ({"effective_from": begins} if begins else {}) | more


def cases(*, prohibits: str = "designated_country") -> Any:
    """Golden cases that the law meets and that reach all of it; ``prohibits`` as in the law."""
    pointer = "/deal/circumstances/items"
    base = {"parties": [], "deal": {"circumstances": {"items": [], "complete": True}}}
    expected = {"prohibited": prohibits, "notifiable": "syndicated_loan_default"}
    told = [
        {"case": f"It is {word}.", "cites": ["1"], "change": {pointer: [name]}, "expect": word}
        for word, name in expected.items()
    ]
    return [
        {
            "topic": "Circumstances",
            "base": base,
            "cases": [*told, {"case": "It is neither.", "cites": ["1"], "expect": "not_covered"}],
        }
    ]


def a_deal(circumstance: str, *, completed: str | None = None) -> Any:
    """A transaction with one circumstance."""
    day = {"completion_date": completed} if completed else {}
    return {"parties": [], "deal": {"circumstances": {"items": [circumstance], "complete": True}, **day}}


def _definition(name: str, circumstance: str) -> Any:
    return {
        "id": name,
        "of": "transaction",
        "element": "outcome",
        "cites": f"Article {name}",
        "says": f"The transaction is {name}.",
        "when": {"transaction.deal.circumstances": {"includes": circumstance}},
    }
