"""What statements say of one party, and what all of those that count agree on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.api.wire import limits
from app.api.wire.bods.told import Json, Node
from app.api.wire.identifiers import SCHEMES
from app.api.wire.shape import LINE
from app.domain.facts.countries import COUNTRIES

_LINE = re.compile(LINE)
_ENTITIES = {
    "registeredEntity": None,
    "legalEntity": "It is kept that this is an entity, and not of which form.",
    "arrangement": "It is kept that this is an entity, and not that it is an arrangement without a legal identity.",
    "anonymousEntity": "It is kept that this is an entity, and not that its identity is withheld.",
    "state": "It is kept that this is part of a government, and not that it is the state itself.",
    "stateBody": None,
}
_PERSONS = {
    "knownPerson": None,
    "anonymousPerson": "It is kept that this is an individual, and not that the identity is withheld.",
    "unknownPerson": "It is kept that this is an individual, and not that nobody knows who it is.",
}
_LEI_REGISTERS = {"xi-lei", "lei", "legal entity identifier", "global legal entity identifier index"}
_USCC_REGISTERS = {"ra000092", "unified social credit code", "统一社会信用代码"}
_USCC_COUNTRIES = ("cn-", "chn-")


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact of a party, and where it is stated."""

    value: Any
    pointer: str


Facts = Mapping[str, Stated]


def is_line(value: Any, *, longest: int = limits.IDENTIFIER) -> bool:
    """Whether the value is one line of text of no more characters than that."""
    return isinstance(value, str) and len(value) <= longest and _LINE.fullmatch(value) is not None


def facts_of(kind: str, details: Node) -> Facts:
    """The facts that a statement on an entity or a person says."""
    return dict(_entity(details) if kind == "entity" else _person(details))


def identified(details: Any) -> Iterator[tuple[str, str]]:
    """The registers in which an entity is listed, each with the number there; ``lei`` and ``uscc`` are two of them."""
    listed = details.get("identifiers") if isinstance(details, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if (known := _number(each)) is not None:
            yield known
        elif isinstance(each, dict) and isinstance(each.get("id"), str):
            number = "".join(each["id"].split()).upper()
            register = next((each[name] for name in ("scheme", "schemeName") if isinstance(each.get(name), str)), "")
            # Words such as "none" and rows of noughts stand where there is no number.
            if register.strip() and any(sign in "123456789" for sign in number):
                yield register.strip().casefold(), number


def agreed(stated: Sequence[Facts]) -> tuple[Json, list[tuple[str, Stated]]]:
    """The facts on which all agree who state them, and those left out, each where it is stated last.

    Citizenships are kept that all have in common. Names may differ: the last one counts.
    """
    facts: Json = {}
    left_out = []
    for name in dict.fromkeys(name for each in stated for name in each):
        said = [each[name] for each in stated if name in each]
        values = [each.value for each in said]
        if name == "citizenships":
            common = [country for country in values[-1]["items"] if all(country in each["items"] for each in values)]
            if common:
                facts[name] = {"items": common}
        elif name == "name" or all(value == values[0] for value in values):
            facts[name] = values[-1]
        left_out += [(name, each) for each in said if each.value != facts.get(name)][-1:]
    return facts, left_out


def _entity(details: Node) -> Iterator[tuple[str, Stated]]:
    type_ = details.get("entityType").get("type")
    form = type_.value if isinstance(type_.value, str) else None
    if form in _ENTITIES:
        yield "kind", Stated("entity", type_.pointer)
        if (says := _ENTITIES[form]) is not None:
            type_.leave(says)
        type_.take()
    else:
        type_.leave("What kind of party it is stays unknown.")
    yield from _name(details.get("name"))
    country = _country(details.get("jurisdiction"))
    if form in ("state", "stateBody"):
        link = {"tie": "part_of_government", **({"country": country} if country else {})}
        yield "government_links", Stated({"items": [link]}, type_.pointer)
    elif country:
        yield "organized_in", Stated(country, details.get("jurisdiction").pointer)
    seen = set()
    for each in details.get("identifiers").each():
        known = _number(each.value)
        if known is None or known[0] in seen:
            each.leave("Only a valid LEI and unified social credit code are kept, one of each.")
            continue
        seen.add(known[0])
        each.get("id").take()
        each.get("scheme").take()
        if each.get("scheme").value is None:
            each.get("schemeName").take()
        yield known[0], Stated(known[1], each.get("id").pointer)


def _number(identifier: Any) -> tuple[str, str] | None:
    """``lei`` or ``uscc`` and the number, if the identifier is a valid one."""
    if not isinstance(identifier, dict) or not isinstance(identifier.get("id"), str):
        return None
    number = "".join(identifier["id"].split()).upper()
    for given in (identifier.get("scheme"), identifier.get("schemeName")):
        register = given.strip().casefold() if isinstance(given, str) else ""
        if register in _LEI_REGISTERS and SCHEMES["lei"].is_valid(number):
            return "lei", number
        if (register in _USCC_REGISTERS or register.startswith(_USCC_COUNTRIES)) and SCHEMES["uscc"].is_valid(number):
            return "uscc", number
    return None


def _person(details: Node) -> Iterator[tuple[str, Stated]]:
    type_ = details.get("personType")
    yield "kind", Stated("individual", type_.pointer)
    form = type_.take()
    says = _PERSONS.get(form, "What is known of this person is not said.") if isinstance(form, str) else None
    if says is not None:
        type_.leave(says)
    for place, each in enumerate(details.get("names").each()):
        if place == 0:
            yield from _name(each.get("fullName"))
        else:
            each.leave("A party has one name.")
    countries = map(_country, details.get("nationalities").each())
    citizenships = list(dict.fromkeys(country for country in countries if country))
    if citizenships:
        yield "citizenships", Stated({"items": citizenships}, details.get("nationalities").pointer)


def _name(name: Node) -> Iterator[tuple[str, Stated]]:
    if is_line(name.value, longest=limits.TEXT):
        yield "name", Stated(name.take(), name.pointer)
    else:
        name.leave("A name is one line of text.")


def _country(place: Node) -> str | None:
    if place.value is None:
        return None
    code = place.get("code")
    country = code.value[:2] if isinstance(code.value, str) else None
    if country not in COUNTRIES:
        place.leave("It has no code of ISO 3166-1; names of countries are not guessed at.")
        return None
    if code.take() != country:
        code.leave("The subdivision is left out, the country is kept.")
    return country
