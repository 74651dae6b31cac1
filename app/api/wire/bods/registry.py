"""The parties that the statements tell of, each with what all of its records agree on."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app.api.wire.bods.dating import Dated, group_day, in_order
from app.api.wire.bods.joining import Joined
from app.api.wire.bods.parties import Facts, agreed, facts_of
from app.api.wire.bods.told import Json, Node, Told, content

CORRECTED = "A statement of the same moment that was published later corrects it."
_OTHERWISE = "The statements that count do not agree on this, and it stays open. Which is right on the day of the deal?"
_DAY_TELLS = " Say the day with `as_of` to have what was stated then."
_NUMBERS = ("lei", "uscc")


def parties_of(
    records: Mapping[str, Sequence[Dated]], join: Joined, *, as_of: date | None, told: Told
) -> dict[str, Json]:
    """The parties by their ids, in the order of the statements."""
    together: dict[str, list[str]] = {}
    for record in records:
        together.setdefault(join.party_of.get(record, record), []).append(record)
    found = {}
    for party, members in together.items():
        read = [each for record in members for each in _read(records[record], as_of=as_of, told=told)]
        facts, left_out = agreed([facts for _, facts in sorted(read, key=lambda each: each[0])])
        for name, stated in left_out:
            if name == "name":
                told.leave(stated.pointer, "A party has one name, and the last one stated is kept.")
            else:
                told.ask(stated.pointer, _OTHERWISE + ("" if as_of is not None else _DAY_TELLS))
        found[party] = {"id": party, **facts}
    _drop_contested(found.values())
    return found


def _read(statements: Sequence[Dated], *, as_of: date | None, told: Told) -> list[tuple[date, Facts]]:
    """The facts in those statements on a record that count, each with the day from which on it counts."""
    groups = in_order(statements)
    kept = {id(each) for group in groups for each in group}
    for each in statements:
        if id(each) not in kept:
            told.leave(f"/{each.place}", CORRECTED)
    counting = groups if as_of is None else [_on(groups, as_of)]
    found, seen = [], set[str]()
    for group in reversed(counting):
        for each in group:
            details = Node(each.statement["recordDetails"], f"/{each.place}/recordDetails", told)
            said = content(details.value) if len(statements) > 1 else ""
            if said in seen:
                details.take()  # it is kept as the same thing that another statement says
                continue
            seen.add(said)
            found.append((group_day(group), facts_of(each.statement["recordType"], details)))
    for group in groups:
        if any(group is other for other in counting):
            continue
        for each in group:
            told.leave(f"/{each.place}", f"On {as_of} another statement on this record counts.")
            if as_of is not None and group_day(group) > as_of and content(each.statement["recordDetails"]) not in seen:
                asks = f"This later statement says something else of the party: was it so already on {as_of}?"
                told.ask(f"/{each.place}/recordDetails", asks)
    if any(each.statement.get("recordStatus") == "closed" for each in groups[-1]):
        says = "The record is closed. The party stays: its interests end by statements of their own."
        told.leave(f"/{groups[-1][0].place}/recordStatus", says)
    return found


def _on(groups: list[list[Dated]], day: date) -> list[Dated]:
    """The last statements made by that day; the first ones where all were made after it."""
    made = [group for group in groups if group_day(group) <= day]
    return made[-1] if made else groups[0]


def _drop_contested(parties: Collection[Json]) -> None:
    """Numbers that two parties claim, which are not one by another number, are those of neither."""
    for name in _NUMBERS:
        claimed = Counter(party[name] for party in parties if name in party)
        for party in parties:
            if claimed[party.get(name)] > 1:
                del party[name]
