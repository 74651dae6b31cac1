"""Reads the parties out of the statements on their records, each with what all statements that count agree on."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from app.api.wire.identifiers import SCHEMES
from app.bods.companies import register_number
from app.bods.report import JsonObject, StatementPart, content_key
from app.bods.statements import Statement, counting_in_order, day_of_group, grouped, is_line
from app.domain.facts import limits
from app.domain.facts.countries import COUNTRIES

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
_DIFFERS = "The statements that count do not agree on this, and it stays open. Which is right on the day of the deal?"
_GIVE_DAY = " Say the day with `as_of` to have what was stated then."


_PartyFacts = Mapping[str, StatementPart]
"""The facts of a party, each as the part of a statement that says it, with the value that a transaction states."""


def read_parties(
    records: Mapping[str, Sequence[Statement]], party_of: Mapping[str, str], *, as_of: date | None
) -> dict[str, JsonObject]:
    """Returns the parties by id, in the order of the statements; ``party_of`` names the party of a record.

    They are as of a day or, without one, what the statements of all days agree on.
    """
    parties = {}
    for party, members in grouped(records, by=lambda record: party_of.get(record, record)).items():
        read = [each for record in members for each in _counting(records[record], as_of)]
        facts, left_out = _agreed([facts for _, facts in sorted(read, key=lambda each: each[0])])
        for name, stated in left_out:
            if name == "name":
                stated.leave_out("A party has one name, and the last one stated is kept.")
            else:
                stated.ask(_DIFFERS + ("" if as_of is not None else _GIVE_DAY))
        parties[party] = {"id": party, **facts}
    _drop_contested(parties.values())
    return parties


def _counting(statements: Sequence[Statement], as_of: date | None) -> list[tuple[date, _PartyFacts]]:
    """Returns the facts in those statements on a record that count, each with the day from which on it counts."""
    groups = counting_in_order(statements)
    # As of a day count the last statements made by then; the first ones where all were made after it.
    by_then = [group for group in groups if day_of_group(group) <= (as_of or date.max)]
    counting = groups if as_of is None else by_then[-1:] or groups[:1]
    found, seen = list[tuple[date, _PartyFacts]](), set[str]()
    for group in reversed(counting):
        for each in group:
            said = content_key(each.details.value)
            if said in seen:
                each.details.use()  # it is kept as the same thing that another statement says
                continue
            seen.add(said)
            facts = _entity(each.details) if each.type == "entity" else _person(each.details)
            found.append((day_of_group(group), dict(facts)))
    for group in groups:
        for each in group if group not in counting else ():
            each.part.leave_out(f"On {as_of} another statement on this record counts.")
            if group not in by_then and content_key(each.details.value) not in seen:
                asks = f"This later statement says something else of the party: was it so already on {as_of}?"
                each.details.ask(asks)
    if any(each.closes for each in groups[-1]):
        says = "The record is closed. The party stays: its interests end by statements of their own."
        closed = groups[-1][0].part
        closed.report.leave_out(f"{closed.pointer}/recordStatus", says)
    return found


def _entity(details: StatementPart) -> Iterator[tuple[str, StatementPart]]:
    type_ = details.get("entityType").get("type")
    form = type_.value if isinstance(type_.value, str) else None
    if form in _ENTITIES:
        yield "kind", type_._replace(value="entity")
        if (says := _ENTITIES[form]) is not None:
            type_.leave_out(says)
        type_.use()
    else:
        type_.leave_out("What kind of party it is stays unknown.")
    yield from _name(details.get("name"))
    jurisdiction = details.get("jurisdiction")
    country = _country(jurisdiction)
    if form in ("state", "stateBody"):
        link = {"tie": "part_of_government", **({"country": country} if country else {})}
        yield "government_links", type_._replace(value={"items": [link]})
    elif country:
        yield "organized_in", jurisdiction._replace(value=country)
    seen = set()
    for each in details.get("identifiers").items():
        number = register_number(each.value)
        if number is None or not number.is_valid or number.register in seen:
            each.leave_out("Only a valid LEI and unified social credit code are kept, one of each.")
            continue
        seen.add(number.register)
        each.get("id").use()
        each.get("scheme").use()
        if each.get("scheme").value is None:
            each.get("schemeName").use()
        yield number.register, each.get("id")._replace(value=number.number)


def _person(details: StatementPart) -> Iterator[tuple[str, StatementPart]]:
    type_ = details.get("personType")
    yield "kind", type_._replace(value="individual")
    form = type_.use()
    says = _PERSONS.get(form, "What is known of this person is not said.") if isinstance(form, str) else None
    if says is not None:
        type_.leave_out(says)
    for place, each in enumerate(details.get("names").items()):
        if place == 0:
            yield from _name(each.get("fullName"))
        else:
            each.leave_out("A party has one name.")
    nationalities = details.get("nationalities")
    countries = map(_country, nationalities.items())
    if citizenships := list(dict.fromkeys(country for country in countries if country)):
        yield "citizenships", nationalities._replace(value={"items": citizenships})


def _name(name: StatementPart) -> Iterator[tuple[str, StatementPart]]:
    if is_line(name.value, longest=limits.TEXT):
        name.use()
        yield "name", name
    else:
        name.leave_out("A name is one line of text.")


def _country(place: StatementPart) -> str | None:
    if place.value is None:
        return None
    code = place.get("code")
    country = code.value[:2] if isinstance(code.value, str) else None
    if country not in COUNTRIES:
        place.leave_out("It has no code of ISO 3166-1; names of countries are not guessed at.")
        return None
    if code.use() != country:
        code.leave_out("The subdivision is left out, the country is kept.")
    return country


def _agreed(stated: Sequence[_PartyFacts]) -> tuple[JsonObject, list[tuple[str, StatementPart]]]:
    """Returns the facts on which all agree who state them, and those left out, each where it is stated last.

    Citizenships are kept that all have in common. Names may differ: the last one counts.
    """
    facts: JsonObject = {}
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


def _drop_contested(parties: Collection[JsonObject]) -> None:
    """Removes the numbers that two parties claim, which are not one by another number."""
    for name in SCHEMES:
        claimed = Counter(party[name] for party in parties if name in party)
        for party in parties:
            if claimed[party.get(name)] > 1:
                del party[name]
