"""Counts the facts in a transaction: the things that somebody has to state, names and references apart.

One fact is one reply: where a party is organized, one holding (one figure if votes and equity are equal), a date, the
words chosen from a list, or that a list has nothing more. What is done with which item is one fact, with its status.
"""

from typing import Any

NOT_COUNTED = frozenset(
    {"reference", "id", "name", "lei", "uscc", "kind", "acquirer", "target", "holder", "subject", "moment"}
    | {"person", "buyer", "seller", "currency", "year_end", "inquiries"}
)
"""Names and references, and what only says of which day or currency a figure is; the kind of a party goes with it."""
ONE_REPLY = (
    frozenset({"verb", "item", "status"}),
    frozenset({"voting_percent", "equity_percent"}),
    frozenset({"planned", "results"}),
)
"""Members that one reply states together; shares only where they are equal."""


def facts_in(value: Any) -> int:
    """How many facts somebody stated."""
    if isinstance(value, list):
        return sum(map(facts_in, value))
    if not isinstance(value, dict):
        return 1
    if "conclusion" in value or "element" in value:
        return 1
    if "items" in value or "complete" in value:
        return _in_a_listing(value)
    counted = {name: each for name, each in value.items() if name not in NOT_COUNTED and each is not None}
    return sum(facts_in(each) for each in counted.values()) - _said_together(counted)


def _in_a_listing(listing: dict[str, Any]) -> int:
    items, closed = listing.get("items", []), listing.get("complete") is True
    records = [each for each in items if isinstance(each, dict)]
    return sum(map(facts_in, records)) + closed if records else 1


def _said_together(stated: dict[str, Any]) -> int:
    """How many members were counted that another reply stated with its own."""
    more = 0
    for together in ONE_REPLY:
        said = [stated[name] for name in together if name in stated]
        if together != {"voting_percent", "equity_percent"} or all(each == said[0] for each in said):
            more += max(len(said) - 1, 0)
    return more
