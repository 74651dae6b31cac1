"""Parties and interests as beneficial ownership statements (BODS 0.4), and a list of what could not be carried over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import orjson

from app.api.wire.bods.versions import VERSION
from app.domain.canonical import digest
from app.domain.facts.party import Interest, Party
from app.domain.ownership.bounds import bounds_of
from app.domain.quantity import Quantity, number_text

Json = dict[str, Any]

_TYPE_OF = {
    "equity_percent": "shareholding",
    "voting_percent": "votingRights",
    "board_percent": "appointmentOfBoard",
}
_OF_PARTIES = frozenset({"id", "name", "kind", "lei", "uscc", "organized_in", "citizenships"})
_OF_INTERESTS = frozenset({"holder", "subject", "term", "first_day", "last_day", "treasury", "board_seat", *_TYPE_OF})
_DAYS_OF = {
    "held": (),
    "from_first_day": ("first_day",),
    "until_last_day": ("last_day",),
    "between_days": ("first_day", "last_day"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """Statements, with numbers as exact JSON, and what was left behind, by JSON Pointer."""

    statements: list[Json] = field(default_factory=list)
    not_carried_over: list[dict[str, str]] = field(default_factory=list)

    def leave(self, pointer: str, says: str) -> None:
        """What stands at the pointer is not carried over."""
        self.not_carried_over.append({"pointer": pointer, "says": says})


def exported(parties: Sequence[Party], interests: Sequence[Interest], *, about: str, day: date) -> Exported:
    """Statements on every party and interest, declared on this day about the party with the id ``about``.

    The same input always gives the same statements, with the same identifiers. A party of whom neither a name nor a
    number is stated is an anonymous one: it is known to the author, who does not say who it is.
    """
    found = Exported()
    for place, party in enumerate(parties):
        kind, details = _party(party, f"/parties/{place}", found)
        found.statements.append(_statement(kind, str(party.id), details, about=about, day=day))
    for place, interest in enumerate(interests):
        pointer = f"/interests/{place}"
        if any(getattr(interest, name) is None for name in _DAYS_OF[interest.term]):
            found.leave(pointer, "An interest held from or until an unknown day cannot be told from one always held.")
            continue
        details = _relationship(interest, pointer, found)
        record = f"{interest.holder} in {interest.subject}, {place}"
        found.statements.append(_statement("relationship", record, details, about=about, day=day))
    return found


def _statement(kind: str, record: str, details: Json, *, about: str, day: date) -> Json:
    statement = {
        "declarationSubject": about,
        "statementDate": day.isoformat(),
        "recordId": record,
        "recordType": kind,
        "recordStatus": "new",
        "recordDetails": {"isComponent": False, **details},
    }
    identifier = digest(orjson.dumps([VERSION, statement], option=orjson.OPT_SORT_KEYS)).removeprefix("sha256:")
    return {"statementId": identifier, **statement}


def _party(party: Party, pointer: str, found: Exported) -> tuple[str, Json]:
    details: Json = {}
    for name in _stated(party, _OF_PARTIES):
        if name != "government_links" or not _is_state_body(party):
            found.leave(f"{pointer}/{name}", "The standard has no place for this.")
    if party.kind == "individual":
        if party.name is not None:
            details["names"] = [{"fullName": party.name}]
        if party.citizenships is not None:
            details["nationalities"] = [{"name": code, "code": code} for code in party.citizenships.items]
            if party.citizenships.complete is not None:
                found.leave(f"{pointer}/citizenships/complete", "The standard does not say whether a list is whole.")
        _leave_stated(party, ("organized_in", "lei", "uscc"), pointer, found)
        return "person", {"personType": "anonymousPerson" if party.name is None else "knownPerson", **details}
    if party.name is not None:
        details["name"] = party.name
    _leave_stated(party, ("citizenships",), pointer, found)
    numbers = [("XI-LEI", party.lei), ("CN-SAIC", party.uscc)]
    identifiers = [{"scheme": scheme, "id": number} for scheme, number in numbers if number is not None]
    if identifiers:
        details["identifiers"] = identifiers
    country = party.organized_in
    is_named = any(name is not None for name in (party.name, party.lei, party.uscc))
    type_ = "unknownEntity" if party.kind is None else "registeredEntity" if is_named else "anonymousEntity"
    if party.kind is not None and _is_state_body(party):
        type_, country = "stateBody", party.government_links.items[0].country if party.government_links else None
    if country is not None:
        details["jurisdiction"] = {"name": country, "code": country}
    return "entity", {"entityType": {"type": type_}, **details}


def _is_state_body(party: Party) -> bool:
    """Whether being part of a government is all that is said of where the party belongs."""
    links = party.government_links
    if links is None or party.organized_in is not None or len(links.items) != 1 or links.complete is not None:
        return False
    return party.kind == "entity" and links.items[0].tie == "part_of_government"


def _leave_stated(party: Party, names: Sequence[str], pointer: str, found: Exported) -> None:
    for name in names:
        if getattr(party, name) is not None:
            found.leave(f"{pointer}/{name}", "A party of this kind has no such property in the standard.")


def _stated(record: Any, carried: frozenset[str]) -> Iterator[str]:
    for each in fields(record):
        if each.name not in carried and getattr(record, each.name) != each.default:
            yield each.name


def _relationship(interest: Interest, pointer: str, found: Exported) -> Json:
    for name in _stated(interest, _OF_INTERESTS):
        found.leave(f"{pointer}/{name}", "The standard has no place for this.")
    days = {}
    if interest.first_day is not None:
        days["startDate"] = interest.first_day.isoformat()
    if interest.last_day is not None:
        days["endDate"] = (interest.last_day + timedelta(days=1)).isoformat()
    held = [
        {"type": type_, "directOrIndirect": "direct", "share": _share(getattr(interest, name)), **days}
        for name, type_ in _TYPE_OF.items()
        if getattr(interest, name) is not None
    ]
    if interest.board_seat:
        held.append({"type": "boardMember", "directOrIndirect": "direct", **days})
    elif interest.board_seat is False:
        found.leave(f"{pointer}/board_seat", "The standard has no place for what is not held.")
    if not held:
        held.append({"type": "unknownInterest", "directOrIndirect": "direct", **days})
    return {"subject": str(interest.subject), "interestedParty": str(interest.holder), "interests": held}


def _share(value: Quantity) -> Json:
    if isinstance(value, Decimal):
        return {"exact": _number(value)}
    lower, above, upper, below = bounds_of(value)
    share: Json = {}
    if lower is not None:
        share["exclusiveMinimum" if above else "minimum"] = _number(lower)
    if upper is not None:
        share["exclusiveMaximum" if below else "maximum"] = _number(upper)
    return share


def _number(number: Decimal) -> Any:
    """The number as JSON, with all its digits."""
    return orjson.Fragment(number_text(number))
