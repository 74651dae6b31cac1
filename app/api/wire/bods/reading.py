"""Beneficial ownership statements (BODS 0.4) into parties and interests, with a list of what could not be carried over.

What the standard does not say stays unknown: whether all holders are listed, votes where only shares are stated, power
by contract. Only direct interests are taken; an indirect one is made up of others, and would count twice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.api.wire import limits
from app.api.wire.bods.shares import share_of
from app.api.wire.identifiers import SCHEMES
from app.api.wire.shape import LINE
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts.countries import COUNTRIES

VERSION = "0.4"
Json = dict[str, Any]

_LINE = re.compile(LINE)
_PERCENT_OF = {
    "shareholding": "equity_percent",
    "votingRights": "voting_percent",
    "appointmentOfBoard": "board_percent",
}
_SEATS = ("boardMember", "boardChair")
_NO_FACT = "There is no fact for this."
_CARRIED = {
    "entity": {"isComponent", "entityType", "name", "jurisdiction", "identifiers"},
    "person": {"isComponent", "personType", "names", "nationalities"},
    "relationship": {"isComponent", "componentRecords", "subject", "interestedParty", "interests"},
}


@dataclass(frozen=True, slots=True)
class Imported:
    """Parties and interests as a transaction states them, and what was left behind, by JSON Pointer."""

    parties: list[Json] = field(default_factory=list)
    interests: list[Json] = field(default_factory=list)
    not_carried_over: list[dict[str, str]] = field(default_factory=list)

    def leave(self, pointer: str, says: str) -> None:
        """What stands at the pointer is not carried over."""
        self.not_carried_over.append({"pointer": pointer, "says": says})


def imported(statements: Any) -> Imported:
    """The parties and interests that the statements tell of; raises ``InvalidTransaction`` for what are no statements.

    Of several statements on one record the latest counts; a record that is closed is left out.
    """
    problems = list(_problems(statements))
    if problems:
        raise InvalidTransaction(problems[: limits.PROBLEMS])
    found = Imported()
    latest = _latest(statements, found)
    known: set[str] = set()
    for place in latest:
        kind, details = statements[place]["recordType"], statements[place]["recordDetails"]
        pointer = f"/{place}/recordDetails"
        for name in details.keys() - _CARRIED[kind]:
            found.leave(f"{pointer}/{name}", _NO_FACT)
        record = statements[place]["recordId"]
        if kind != "relationship" and record in known:
            found.leave(f"/{place}", "There is another party of this record identifier.")
        elif kind != "relationship":
            known.add(record)
            found.parties.append((_entity if kind == "entity" else _person)(record, details, pointer, found))
    for place in latest:
        if statements[place]["recordType"] == "relationship":
            _relationship(statements[place]["recordDetails"], f"/{place}/recordDetails", known, found=found)
    found.not_carried_over.sort(key=lambda each: [(len(part), part) for part in each["pointer"].split("/")])
    return found


def _problems(statements: Any) -> Iterator[Problem]:
    if not isinstance(statements, list):
        yield Problem("", "Give a list of statements.", "wrong_type")
        return
    for place, statement in enumerate(statements):
        if not isinstance(statement, dict) or not isinstance(statement.get("recordDetails"), dict):
            yield Problem(f"/{place}", "Give a statement with `recordDetails`.", "not_a_statement")
        elif statement.get("recordType") not in [*_CARRIED]:
            detail = "Give `entity`, `person` or `relationship`; statements of versions before 0.4 have no such field."
            yield Problem(f"/{place}/recordType", detail, "unknown_choice")
        elif not _is_line(statement.get("recordId")):
            yield Problem(f"/{place}/recordId", "Give the identifier of the record, a text.", "wrong_type")


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= limits.IDENTIFIER and _LINE.fullmatch(value) is not None


def _latest(statements: list[Json], found: Imported) -> list[int]:
    """The places of the latest statement on each record, in their order, without the closed ones."""
    by_record: dict[tuple[str, str], int] = {}
    for place, statement in enumerate(statements):
        key = statement["recordType"], statement["recordId"]
        earlier = by_record.get(key)
        if earlier is not None and _day_of(statement) < _day_of(statements[earlier]):
            found.leave(f"/{place}", "There is a later statement on this record.")
            continue
        if earlier is not None:
            found.leave(f"/{earlier}", "There is a later statement on this record.")
        by_record[key] = place
    closed = {place for place in by_record.values() if statements[place].get("recordStatus") == "closed"}
    for place in closed:
        found.leave(f"/{place}", "The record is closed.")
    return sorted(set(by_record.values()) - closed)


def _day_of(statement: Json) -> str:
    day = statement.get("statementDate")
    return day if isinstance(day, str) else ""


def _entity(record: str, details: Json, pointer: str, found: Imported) -> Json:
    kind = details.get("entityType")
    type_ = kind.get("type") if isinstance(kind, dict) else None
    party: Json = {"id": record}
    if type_ in ("registeredEntity", "legalEntity", "arrangement", "anonymousEntity", "state", "stateBody"):
        party["kind"] = "entity"
    else:
        found.leave(f"{pointer}/entityType", "What kind of party it is stays unknown.")
    _name(details.get("name"), party, f"{pointer}/name", found)
    country = _country(details.get("jurisdiction"), f"{pointer}/jurisdiction", found)
    if type_ in ("state", "stateBody"):
        link = {"tie": "part_of_government", **({"country": country} if country else {})}
        party["government_links"] = {"items": [link]}
    elif country:
        party["organized_in"] = country
    identifiers = details.get("identifiers")
    for place, each in enumerate(identifiers if isinstance(identifiers, list) else ()):
        number = each.get("id") if isinstance(each, dict) else None
        name = _scheme_of(each, number) if isinstance(number, str) else None
        if name is None or name in party:
            found.leave(f"{pointer}/identifiers/{place}", "Only a valid LEI and unified social credit code are kept.")
        else:
            party[name] = number
    return party


def _scheme_of(identifier: Json, number: str) -> str | None:
    scheme = identifier.get("scheme")
    name = "lei" if scheme == "XI-LEI" else "uscc" if isinstance(scheme, str) and scheme.startswith("CN-") else None
    if name is not None and SCHEMES[name].form.fullmatch(number) and SCHEMES[name].is_valid(number):
        return name
    return None


def _person(record: str, details: Json, pointer: str, found: Imported) -> Json:
    party: Json = {"id": record, "kind": "individual"}
    names = details.get("names")
    for place, each in enumerate(names if isinstance(names, list) else ()):
        if place == 0 and isinstance(each, dict):
            _name(each.get("fullName"), party, f"{pointer}/names/0/fullName", found)
        else:
            found.leave(f"{pointer}/names/{place}", "A party has one name.")
    nationalities = details.get("nationalities")
    countries = [
        _country(each, f"{pointer}/nationalities/{place}", found)
        for place, each in enumerate(nationalities if isinstance(nationalities, list) else ())
    ]
    citizenships = list(dict.fromkeys(country for country in countries if country))
    if citizenships:
        party["citizenships"] = {"items": citizenships}
    return party


def _name(value: Any, party: Json, pointer: str, found: Imported) -> None:
    if isinstance(value, str) and len(value) <= limits.TEXT and _LINE.fullmatch(value):
        party["name"] = value
    elif value is not None:
        found.leave(pointer, "A name is one line of text.")


def _country(value: Any, pointer: str, found: Imported) -> str | None:
    if value is None:
        return None
    code = value.get("code") if isinstance(value, dict) else None
    country = code[:2] if isinstance(code, str) else None
    if country not in COUNTRIES:
        found.leave(pointer, "It has no code of ISO 3166-1; names of countries are not guessed at.")
        return None
    if code != country:
        found.leave(f"{pointer}/code", "The subdivision is left out, the country is kept.")
    return country


def _relationship(details: Json, pointer: str, known: set[str], *, found: Imported) -> None:
    ends: dict[str, str] = {}
    for end, name in (("holder", "interestedParty"), ("subject", "subject")):
        record = details.get(name)
        if not isinstance(record, str) or not _is_line(record):
            found.leave(f"{pointer}/{name}", "Nobody is named here; whether there are more holders stays unknown.")
            return
        ends[end] = record
    for record in ends.values():
        if record not in known:
            known.add(record)
            found.parties.append({"id": record})
            found.leave(pointer, "It names a record without a statement of its own, of which nothing is known.")
    stated = details.get("interests")
    listed = stated if isinstance(stated, list) and stated else [{}]
    by_term: dict[tuple[tuple[str, Any], ...], list[Json]] = {}
    for place, interest in enumerate(listed):
        at = f"{pointer}/interests/{place}"
        if not isinstance(interest, dict) or interest.get("directOrIndirect") == "indirect":
            found.leave(at, "Only direct interests count by themselves; an indirect one is made up of others.")
            continue
        _add(interest, at, by_term.setdefault(tuple(_term(interest, at, found).items()), []), found=found)
    # A percentage that is stated without days is the whole of it: the other parts of the relationship add none to it.
    whole = {name for each in by_term.get((), ()) for name in each if name in _PERCENT_OF.values()}
    own = {"treasury": True} if ends["holder"] == ends["subject"] else {}
    for term, facts in by_term.items():
        for each in facts:
            each.update((name, "0") for name in sorted(whole - each.keys()))
        found.interests.extend({**ends, **own, **dict(term), **each} for each in facts)


def _add(interest: Json, pointer: str, beside: list[Json], *, found: Imported) -> None:
    """The facts of one interest, put beside others of the same holder where they do not say the same thing twice."""
    kind = interest.get("type")
    fact: Json = {}
    if isinstance(kind, str) and kind in _PERCENT_OF:
        share = share_of(interest.get("share"), f"{pointer}/share", found.leave)
        fact = {_PERCENT_OF[kind]: share} if share is not None else {}
    elif kind in _SEATS:
        fact = {"board_seat": True}
    elif kind is not None:
        found.leave(f"{pointer}/type", "There is no fact for this kind of interest; what it amounts to stays unknown.")
    for name, says in (("directOrIndirect", "The interest is taken as a direct one."), ("details", _NO_FACT)):
        if interest.get(name) not in (None, "direct"):
            found.leave(f"{pointer}/{name}", says)
    for each in beside:
        if each.keys().isdisjoint(fact) or "board_seat" in fact:
            each.update(fact)
            return
    beside.append(fact)


def _term(interest: Json, pointer: str, found: Imported) -> Json:
    """The days on which the interest is held; a day that cannot be read is an unknown one."""
    days: Json = {}
    for name, fact, before in (("startDate", "first_day", 0), ("endDate", "last_day", 1)):
        value = interest.get(name)
        if value is None:
            continue
        try:
            days[fact] = (date.fromisoformat(value) - timedelta(days=before)).isoformat()
        except (TypeError, ValueError, OverflowError):
            days[fact] = None
            found.leave(f"{pointer}/{name}", "This is no day; which one is meant stays unknown.")
    if not days:
        return {}
    term = "between_days" if len(days) == 2 else "from_first_day" if "first_day" in days else "until_last_day"
    return {"term": term, **days}
