"""Finds the records that are of one company: those that name the same number in the same register."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from app.api.wire.identifiers import SCHEMES
from app.bods.report import StatementPart
from app.bods.statements import Statement
from app.domain.answers.bods import JoinedParty

_REGISTERS = {
    "lei": re.compile("xi-lei|lei|legal entity identifier|global legal entity identifier index"),
    "uscc": re.compile("ra000092|unified social credit code|统一社会信用代码|(cn|chn)-.*", re.DOTALL),
}
"""The names of the registers of the identifiers that a transaction states. No company has two of one of them."""


@dataclass(frozen=True, slots=True)
class RegisterNumber:
    """A number in a register; ``is_valid`` only for a ``lei`` or ``uscc`` with the right check digits."""

    register: str
    number: str
    is_valid: bool = False


@dataclass(slots=True)
class _Company:
    records: list[str]
    numbers: set[tuple[str, str]]
    joined_by: set[str] = field(default_factory=set)


def joined_records(
    entities: Mapping[str, Sequence[Statement]],
) -> tuple[dict[str, str], list[JoinedParty]]:
    """Joins records of entities where a LEI, then a unified social credit code, then another number agrees.

    Two records of which either of the first two differs are not of one company, whatever else they share. Returns the
    party of each record, and of each party that was joined the registers and the pointers of its statements.
    """
    companies = {record: _Company([record], _numbers(statements)) for record, statements in entities.items()}
    holders: dict[tuple[str, str], list[str]] = {}
    for record in sorted(companies):
        for key in companies[record].numbers:
            holders.setdefault(key, []).append(record)
    for key in sorted(holders, key=lambda key: (*(key[0] != name for name in SCHEMES), key)):
        first, *others = holders[key]
        for other in others:
            _join(companies, first, other, register=key[0], asked_at=entities[other][-1].details.get("identifiers"))
    party_of: dict[str, str] = {}
    joined: list[JoinedParty] = []
    for company in {id(each): each for each in companies.values()}.values():
        # A company that declares for itself is best known by the identifier of that declaration.
        party = min(company.records, key=lambda record: (not _declares_itself(record, entities[record]), record))
        party_of.update(dict.fromkeys(company.records, party))
        if len(company.records) > 1:
            places = sorted(each.place for record in company.records for each in entities[record])
            pointers = [f"/{place}" for place in places]
            joined.append({"id": party, "by": sorted(company.joined_by), "pointers": pointers})
    return party_of, sorted(joined, key=lambda each: each["id"])


def register_number(identifier: Any) -> RegisterNumber | None:
    """Reads an identifier of an entity; ``None`` for words such as "none" and rows of noughts."""
    if not isinstance(identifier, dict) or not isinstance(identifier.get("id"), str):
        return None
    number = "".join(identifier["id"].split()).upper()
    given = [identifier[name] for name in ("scheme", "schemeName") if isinstance(identifier.get(name), str)]
    names = [each.strip().casefold() for each in given]
    for name, (scheme, register) in product(names, _REGISTERS.items()):
        if register.fullmatch(name) and SCHEMES[scheme].is_valid(number):
            return RegisterNumber(scheme, number, is_valid=True)
    has_digit = any(sign in "123456789" for sign in number)
    return RegisterNumber(names[0], number) if has_digit and names and names[0] else None


def _join(companies: dict[str, _Company], left: str, right: str, *, register: str, asked_at: StatementPart) -> None:
    one, other = companies[left], companies[right]
    if one is other:
        one.joined_by.add(register)
        return
    for name in SCHEMES:
        if len({number for held_in, number in one.numbers | other.numbers if held_in == name}) > 1:
            asked_at.ask(
                f"This is of one company with another record by its number, and of two by the `{name}`: which is right?"
            )
            return
    one.records += other.records
    one.joined_by |= {*other.joined_by, register}
    one.numbers |= other.numbers
    companies.update(dict.fromkeys(other.records, one))


def _numbers(statements: Sequence[Statement]) -> set[tuple[str, str]]:
    identifiers = [each for statement in statements for each in statement.details.get("identifiers").items()]
    found = [register_number(each.value) for each in identifiers]
    return {(each.register, each.number) for each in found if each is not None}


def _declares_itself(record: str, statements: Sequence[Statement]) -> bool:
    return any(each.part.value.get("declarationSubject") == record for each in statements)
