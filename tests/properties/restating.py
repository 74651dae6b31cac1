"""The ways in which one deal can be stated otherwise: docs/restatements.md, as functions.

A restatement takes a transaction as plain JSON and yields others that state the same deal, or less of it. None may turn
a duty into a clearance.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

from app.domain.facts.dictionary import Kind
from app.domain.facts.transaction import Transaction
from tests.properties.law import PERCENTS, SHARES
from tests.properties.strategies import facts_of, records

Plain = dict[str, Any]
Restatement = Callable[[Plain], Iterator[Plain]]

_PASSING = {"acquire_equity", "convert_contingent_equity", "foreclose_on_pledged_equity", "acquire_fund_interest"}
_PART, _HALF, _WHOLE = Decimal(10), Decimal("0.5"), Decimal(100)
_DAY = "2019-03-01"
"""A day before every deal of the golden cases."""
_FAR_DAY = "2035-12-31"

_VERBS = {
    "electronic_design_automation_software": ("develops", "designs", "produces", "other"),
    "front_end_fabrication_equipment": ("develops", "designs", "produces", "other"),
    "advanced_packaging_equipment": ("develops", "designs", "produces", "other"),
    "extreme_ultraviolet_item": ("develops", "designs", "produces", "other"),
    "integrated_circuit": ("other",),
    "supercomputer": ("develops", "produces", "installs", "sells", "other"),
    "quantum_computer": ("develops", "designs", "other"),
    "quantum_computer_component": ("produces", "fabricates", "other"),
    "quantum_sensing_platform": ("develops", "designs", "produces", "other"),
    "quantum_network_or_communication_system": ("develops", "designs", "produces", "other"),
    "ai_system": ("develops", "designs", "other"),
}
"""The verbs that whoever is within the paragraph of an item may choose for what it does."""
_MAKERS = {
    "builds_own_model": ("sells", "produces", "installs", "other"),
    "substantive_modification": ("sells", "produces", "installs", "other"),
}
"""The further verbs of whoever builds or modifies the model of an AI system."""


def after_with_new_shares(plain: Plain) -> Iterator[Plain]:
    """The table after the deal, which issues new shares to the buyer, with what passes."""
    for other, target, table in _tables_before(plain):
        _dilute(table, _PART)
        _add_buyer(other, target)
        other["deal"]["passes"] = _passes(other, newly_issued=True)
        yield other


def after_with_a_seller(plain: Plain) -> Iterator[Plain]:
    """The table after the deal, in which one holder sells a part to the buyer, with what passes."""
    for place in range(8):
        for other, target, table in _tables_before(plain):
            if place < len(table) and table[place]["holder"] != other["acquirer"]:
                seller = table[place]
                if all(_exact(seller, name) is None or _exact(seller, name) >= _PART for name in SHARES):
                    _change(seller, lambda percent: percent - _PART)
                    _add_buyer(other, target)
                    other["deal"]["passes"] = _passes(other, seller=seller["holder"])
                    yield other


def after_with_another_buyer(plain: Plain) -> Iterator[Plain]:
    """The table after a round in which another buys new shares too, with what passes."""
    for other, target, table in _tables_before(plain):
        _dilute(table, 2 * _PART)
        _add_buyer(other, target)
        other["parties"].append({"id": "another-buyer", "kind": "entity", "organized_in": "US"})
        other["interests"].append({"holder": "another-buyer", "subject": target, **_shares(_PART)})
        passes = _passes(other, newly_issued=True)
        passes["items"].append({"buyer": "another-buyer", "newly_issued": True, **_shares(_PART)})
        other["deal"]["passes"] = passes
        yield other


def after_without_what_passes(plain: Plain) -> Iterator[Plain]:
    """The table after the deal, without what passes; or without a word on which moment it shows."""
    for restate in (after_with_new_shares, after_with_a_seller, after_with_another_buyer):
        for other in restate(plain):
            del other["deal"]["passes"]
            yield other
            silent = deepcopy(other)
            del silent["interests_show"]
            yield silent
            if holders := _party(silent, silent["deal"]["target"]):
                holders.pop("holders_complete", None)
                yield silent


def silent_on_the_moment(plain: Plain) -> Iterator[Plain]:
    """The table before the deal, without a word on which moment it shows."""
    other = deepcopy(plain)
    if other.pop("interests_show", None) is not None:
        yield other


def two_tables(plain: Plain) -> Iterator[Plain]:
    """The tables before and after the deal side by side."""
    for other, target, table in _tables_before(plain):
        after = deepcopy(table)
        for each in table:
            each["moment"] = "before_the_deal"
        _dilute(after, _PART)
        for each in after:
            each["moment"] = "after_the_deal"
        buyer = {"holder": other["acquirer"], "subject": target, "moment": "after_the_deal", **_shares(_PART)}
        other["interests"] += [*after, buyer]
        yield other


def dated(plain: Plain) -> Iterator[Plain]:
    """Every interest with the day since which it is held, and one on which it may end."""
    for dates in (
        {"term": "from_first_day", "first_day": _DAY},
        {"term": "between_days", "first_day": _DAY, "last_day": _FAR_DAY},
        {"term": "until_last_day", "last_day": _FAR_DAY},
    ):
        other = deepcopy(plain)
        for each in other.get("interests", ()):
            if "term" not in each:
                each.update(dates)
        yield other


def split_into_lots(plain: Plain) -> Iterator[Plain]:
    """Every interest in two lots."""
    other = deepcopy(plain)
    lots = []
    for each in other.get("interests", ()):
        if each["holder"] != each["subject"] and any(_exact(each, name) for name in SHARES):
            lot = {
                name: each[name]
                for name in ("holder", "subject", "moment", "term", "first_day", "last_day")
                if name in each
            }
            for name in SHARES & each.keys():
                if (percent := _exact(each, name)) is not None:
                    each[name] = lot[name] = _text(percent * _HALF)
                else:
                    lot[name] = "0"
            lots.append(lot | {"roles": {"items": [], "complete": True}, "directs_management": False})
    if lots:
        other["interests"] += lots
        yield other


def behind_a_holding_company(plain: Plain) -> Iterator[Plain]:
    """One holder behind a holding company of its own."""
    for place, interest in enumerate(plain.get("interests", ())):
        if interest["holder"] == interest["subject"] or (interest.get("roles") or {}).get("items"):
            continue
        other = deepcopy(plain)
        other["parties"].append(
            {
                "id": "a-holding-company",
                "kind": "entity",
                "organized_in": "KY",
                "headquarters": "KY",
                "principal_place_of_business": "KY",
                "in_united_states": False,
                "holders_complete": True,
                "holdings_complete": True,
                "pooled_investment_fund": False,
                "activities": {"items": [], "complete": True},
                "government_links": {"items": [], "complete": True},
                "restricted_lists": {"items": [], "complete": True},
            }
        )
        other["interests"][place]["holder"] = "a-holding-company"
        whole = {"holder": interest["holder"], "subject": "a-holding-company", **_shares(_WHOLE)}
        other["interests"].append(whole | {"roles": {"items": [], "complete": True}})
        yield other


def open_lists(plain: Plain) -> Iterator[Plain]:
    """Every list, one after the other, without the word that it is complete."""
    for _, where in list(records(Transaction, plain)):
        for value in where.values():
            if isinstance(value, dict) and value.get("complete") is True:
                value["complete"] = None
                yield deepcopy(plain)
                value["complete"] = True
        for name in ("holders_complete", "holdings_complete"):
            if where.get(name) is True:
                del where[name]
                yield deepcopy(plain)
                where[name] = True


def facts_left_out(plain: Plain) -> Iterator[Plain]:
    """Every fact, one after the other, left out or null."""
    for record, where in list(records(Transaction, plain)):
        for field in facts_of(record):
            if field.nullable and where.get(field.name) is not None:
                value = where.pop(field.name)
                yield deepcopy(plain)
                where[field.name] = None
                yield deepcopy(plain)
                where[field.name] = value


def ranges_around_values(plain: Plain) -> Iterator[Plain]:
    """Every number, one after the other, as a range around it."""
    for record, where in list(records(Transaction, plain)):
        for field in facts_of(record):
            percent = _exact(where, field.name) if field.type.kind is Kind.QUANTITY else None
            if percent is not None and percent > 0:
                value = where[field.name]
                high = min(_WHOLE, percent * 2) if field.name in PERCENTS else percent * 2
                where[field.name] = {"at_least": _text(percent * _HALF), "at_most": _text(high)}
                yield deepcopy(plain)
                where[field.name] = value


def other_verbs(plain: Plain) -> Iterator[Plain]:
    """Every activity, one after the other, with another verb that its maker may use."""
    for party in plain["parties"]:
        for activity in (party.get("activities") or {}).get("items", ()):
            verb = activity.get("verb")
            verbs = _VERBS.get(activity.get("item"), ()) + _MAKERS.get(activity.get("model_work"), ())
            if verb in verbs or activity.get("item") == "integrated_circuit":
                for other in verbs:
                    activity["verb"] = other
                    yield deepcopy(plain)
                activity["verb"] = verb


def in_another_order(plain: Plain) -> Iterator[Plain]:
    """Parties and interests the other way round. Inquiries name places, so that they would be of something else."""
    if plain.get("inquiries"):
        return
    other = deepcopy(plain)
    other["parties"].reverse()
    other["interests"] = list(reversed(other.get("interests", [])))
    yield other


RESTATEMENTS: dict[str, Restatement] = {
    "The table after the deal, which issues new shares": after_with_new_shares,
    "The table after the deal, in which a holder sells": after_with_a_seller,
    "The table after a round in which others buy too": after_with_another_buyer,
    "The table after the deal, without what passes": after_without_what_passes,
    "Nothing said on which moment the table shows": silent_on_the_moment,
    "Two tables, before and after the deal": two_tables,
    "Days on which interests are held": dated,
    "Interests split into lots": split_into_lots,
    "A holder behind a holding company": behind_a_holding_company,
    "A list that may go on": open_lists,
    "A fact left out, or null": facts_left_out,
    "A range around a number": ranges_around_values,
    "Another verb that the maker may use": other_verbs,
    "Parties and interests in another order": in_another_order,
}
"""The restatements by the names that docs/restatements.md gives them."""


def _tables_before(plain: Plain) -> Iterator[tuple[Plain, str, list[Plain]]]:
    """A copy of the transaction if its target's holders before the deal are listed, the target, and those interests."""
    deal = plain.get("deal") or {}
    acts = (deal.get("acts") or {}).get("items") or []
    other = deepcopy(plain)
    table = [each for each in other.get("interests", ()) if each["subject"] == deal.get("target")]
    plainly = all("moment" not in each and "term" not in each and each["holder"] != each["subject"] for each in table)
    if not (table and plainly and _PASSING & set(acts) and plain.get("interests_show") == "before_the_deal"):
        return
    if plain.get("acquirer") is not None and deal.get("passes") is None and plain["acquirer"] != deal["target"]:
        other["interests_show"] = "after_the_deal"
        yield other, deal["target"], table


def _dilute(table: list[Plain], issued: Decimal) -> None:
    for each in table:
        _change(each, lambda percent: percent * (_WHOLE - issued) / _WHOLE)


def _change(interest: Plain, change: Callable[[Decimal], Decimal]) -> None:
    for name in SHARES & interest.keys():
        value = interest[name]
        if isinstance(value, dict):
            interest[name] = {
                bound: _text(max(Decimal(0), change(Decimal(str(each))))) for bound, each in value.items()
            }
        elif value is not None:
            interest[name] = _text(max(Decimal(0), change(Decimal(str(value)))))


def _add_buyer(plain: Plain, target: str) -> None:
    plain["interests"].append({"holder": plain["acquirer"], "subject": target, **_shares(_PART)})


def _passes(plain: Plain, **how: Any) -> Plain:
    return {"items": [{"buyer": plain["acquirer"], **how, **_shares(_PART)}], "complete": True}


def _shares(percent: Decimal) -> Plain:
    return dict.fromkeys(sorted(SHARES), _text(percent))


def _exact(plain: Plain, name: str) -> Decimal | None:
    value = plain.get(name)
    return None if value is None or isinstance(value, dict | bool) else Decimal(str(value))


def _text(number: Decimal) -> str:
    return f"{number:f}"


def _party(plain: Plain, name: str) -> Plain | None:
    return next((each for each in plain["parties"] if each["id"] == name), None)
