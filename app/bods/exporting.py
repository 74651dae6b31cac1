"""Exports parties and interests as beneficial ownership statements, with a list of what could not be carried over."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

import orjson

from app.bods.periods import PERCENT_OF
from app.bods.report import ConversionReport, JsonObject
from app.bods.shares import share_in_statement
from app.bods.statements import ONE_DAY, VERSION
from app.domain.canonical import digest
from app.domain.facts.ownership import ExportRequest
from app.domain.facts.party import Interest, Party

_OF_PARTIES = frozenset({"id", "name", "kind", "lei", "uscc", "organized_in", "citizenships"})
_OF_INTERESTS = frozenset(
    {"holder", "subject", "term", "first_day", "last_day", "treasury", "board_seat", *PERCENT_OF.values()}
)
_DAYS_OF = {
    "held": (),
    "from_first_day": ("first_day",),
    "until_last_day": ("last_day",),
    "between_days": ("first_day", "last_day"),
}
_NO_PLACE = "The standard has no place for this."


def export_ownership(request: ExportRequest, report: ConversionReport) -> list[JsonObject]:
    """Returns statements on every party and interest, with numbers as exact JSON.

    The same input always gives the same statements, with the same identifiers. A party of whom neither a name nor a
    number is stated is an anonymous one: it is known to the author, who does not say who it is.
    """
    statements = []
    for place, party in enumerate(request.parties):
        kind, details = _party(party, f"/parties/{place}", report)
        statements.append(_statement(kind, str(party.id), details, request))
    for place, interest in enumerate(request.interests):
        pointer = f"/interests/{place}"
        if any(getattr(interest, name) is None for name in _DAYS_OF[interest.term]):
            report.leave_out(
                pointer, "An interest held from or until an unknown day cannot be told from one always held."
            )
            continue
        details = _relationship(interest, pointer, report)
        record = f"{interest.holder} in {interest.subject}, {place}"
        statements.append(_statement("relationship", record, details, request))
    return statements


def _statement(kind: str, record: str, details: JsonObject, request: ExportRequest) -> JsonObject:
    statement = {
        "declarationSubject": str(request.about),
        "statementDate": request.day.isoformat(),
        "recordId": record,
        "recordType": kind,
        "recordStatus": "new",
        "recordDetails": {"isComponent": False, **details},
    }
    identifier = digest(orjson.dumps([VERSION, statement], option=orjson.OPT_SORT_KEYS)).removeprefix("sha256:")
    return {"statementId": identifier, **statement}


def _party(party: Party, pointer: str, report: ConversionReport) -> tuple[str, JsonObject]:
    for name in _stated(party, without=_OF_PARTIES):
        if name != "government_links" or not _is_state_body(party):
            report.leave_out(f"{pointer}/{name}", _NO_PLACE)
    if party.kind == "individual":
        _leave_out_stated(party, ("organized_in", "lei", "uscc"), pointer, report)
        return "person", _person(party, pointer, report)
    _leave_out_stated(party, ("citizenships",), pointer, report)
    return "entity", _entity(party)


def _person(party: Party, pointer: str, report: ConversionReport) -> JsonObject:
    details: JsonObject = {"personType": "anonymousPerson" if party.name is None else "knownPerson"}
    if party.name is not None:
        details["names"] = [{"fullName": party.name}]
    if party.citizenships is not None:
        details["nationalities"] = [{"name": code, "code": code} for code in party.citizenships.items]
        if party.citizenships.complete is not None:
            report.leave_out(f"{pointer}/citizenships/complete", "The standard does not say whether a list is whole.")
    return details


def _entity(party: Party) -> JsonObject:
    numbers = [("XI-LEI", party.lei), ("CN-SAIC", party.uscc)]
    identifiers = [{"scheme": scheme, "id": number} for scheme, number in numbers if number is not None]
    country = party.organized_in
    type_ = "registeredEntity" if party.name is not None or identifiers else "anonymousEntity"
    if party.kind is None:
        type_ = "unknownEntity"
    elif party.government_links is not None and _is_state_body(party):
        type_, country = "stateBody", party.government_links.items[0].country
    details: JsonObject = {"entityType": {"type": type_}}
    if party.name is not None:
        details["name"] = party.name
    if identifiers:
        details["identifiers"] = identifiers
    if country is not None:
        details["jurisdiction"] = {"name": country, "code": country}
    return details


def _is_state_body(party: Party) -> bool:
    """Returns whether being part of a government is all that is said of where the party belongs."""
    links = party.government_links
    if links is None or party.organized_in is not None or len(links.items) != 1 or links.complete is not None:
        return False
    return party.kind == "entity" and links.items[0].tie == "part_of_government"


def _leave_out_stated(party: Party, names: Sequence[str], pointer: str, report: ConversionReport) -> None:
    for name in names:
        if getattr(party, name) is not None:
            report.leave_out(f"{pointer}/{name}", "A party of this kind has no such property in the standard.")


def _stated(record: Any, *, without: frozenset[str]) -> Iterator[str]:
    """Yields the names of what is stated of a party or interest."""
    for each in fields(record):
        if each.name not in without and getattr(record, each.name) != each.default:
            yield each.name


def _relationship(interest: Interest, pointer: str, report: ConversionReport) -> JsonObject:
    for name in _stated(interest, without=_OF_INTERESTS):
        report.leave_out(f"{pointer}/{name}", _NO_PLACE)
    stated: JsonObject = {"directOrIndirect": "direct"}
    if interest.first_day is not None:
        stated["startDate"] = interest.first_day.isoformat()
    if interest.last_day is not None:
        stated["endDate"] = (interest.last_day + ONE_DAY).isoformat()
    percents = {type_: getattr(interest, name) for type_, name in PERCENT_OF.items()}
    held = [
        {"type": type_, "share": share_in_statement(percent), **stated}
        for type_, percent in percents.items()
        if percent is not None
    ]
    if interest.board_seat:
        held.append({"type": "boardMember", **stated})
    elif interest.board_seat is False:
        report.leave_out(f"{pointer}/board_seat", "The standard has no place for what is not held.")
    return {
        "subject": str(interest.subject),
        "interestedParty": str(interest.holder),
        "interests": held or [{"type": "unknownInterest", **stated}],
    }
