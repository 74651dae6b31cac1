"""Words facts as the rows of a draft tell them."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.domain.facts.countries import COUNTRY_NAMES
from app.domain.facts.dictionary import Field, FieldType, Kind
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.quantity import Range, number_text

_NO_UNIT: Final = (None, "currency units")
"""Units that are not told beside a number: of an amount, the currency is another fact."""
_MEASURES: Final = {
    "voting_percent": "of the votes",
    "board_percent": "of the votes on the board",
    "equity_percent": "of the equity",
}
_MOMENTS: Final = {
    "before_the_deal": "before the deal",
    "after_the_deal": "after the deal",
    "before_and_after": "before and after the deal",
}


def name_of(party: Party) -> str:
    """Give the name of a party, or its id where none is stated."""
    return party.name or party.id


def told(value: Any, field: Field, parties: dict[PartyId, Party]) -> str:
    """Word what a fact says."""
    if isinstance(value, Listing):
        items = [_single(each, field.type.item or field.type, parties) for each in value.items]
        if not items:
            return "None." if value.complete else "Nothing stated so far."
        return " ".join(items) if (field.type.item or field.type).kind is Kind.CHOICE else ", ".join(items)
    text = _single(value, field.type, parties)
    unit = field.fact.unit if field.fact is not None else None
    return text if unit in _NO_UNIT or field.type.kind is not Kind.QUANTITY else f"{text} {unit}"


def _single(value: Any, type_: FieldType, parties: dict[PartyId, Party]) -> str:
    match value:
        case bool():
            return "Yes." if value else "No."
        case Decimal() | Range():
            return number(value)
        case date():
            return value.isoformat()
        case str() if type_.kind is Kind.CHOICE and type_.meanings is not None:
            return type_.meanings.words[value].says
        case str() if type_.kind is Kind.COUNTRY and value in COUNTRY_NAMES:
            name = COUNTRY_NAMES[value]
            return f"{name[0].upper()}{name[1:]} ({value})"
        case str() if type_.kind is Kind.PARTY:
            return name_of(parties[PartyId(value)])
        case _:
            return str(value)


def number(value: Decimal | Range) -> str:
    """Word a number, exact or within bounds."""
    if isinstance(value, Decimal):
        return number_text(value)
    bounds = [(each.name.replace("_", " "), getattr(value, each.name)) for each in fields(value)]
    return " and ".join(f"{words} {number_text(bound)}" for words, bound in bounds if bound is not None)


def holding(interest: Interest, moment: str | None, parties: dict[PartyId, Party]) -> str:
    """Word an interest: who holds how much of whom, by what else, and at which moment of the deal."""
    holder, subject = (name_of(parties[each]) for each in (interest.holder, interest.subject))
    shares = [
        f"{number(share)} percent {of}"
        for name, of in _MEASURES.items()
        if (share := getattr(interest, name)) is not None
    ]
    roles = [each.replace("_", " ") for each in interest.roles.items] if interest.roles is not None else []
    powers = [
        words
        for stated, words in (
            (interest.directs_management, "power by contract over the management"),
            (interest.board_seat, "a seat on the board"),
        )
        if stated
    ]
    held = ", ".join([*shares, *roles, *powers]) or "an interest of a size that is not stated"
    return f"{holder} in {subject}: {held} ({_MOMENTS.get(moment or '', 'the moment is not stated')})."
