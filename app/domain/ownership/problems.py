"""What a graph of parties and interests must not say, found before anything is computed."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.errors import Problem
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.bounds import SUM_DOWN, bounds_of
from app.domain.ownership.graph import HUNDRED, ZERO
from app.domain.ownership.question import Measure


def graph_problems(parties: Sequence[Party], interests: Sequence[Interest]) -> list[Problem]:
    """Everything that keeps the parties and interests from being a graph of shares, each with its place.

    Two parties of one id; an interest of or in nobody listed, of a party in itself, or in an individual; a percentage
    outside 0 to 100; percentages in one entity that come to more than 100 in one measure. Two interests of one holder
    in one entity are allowed and add up; two amounts of one person in one statement are not.
    """
    problems = _repeated(parties)
    kinds: dict[PartyId, str | None] = {}
    for index, party in enumerate(parties):
        if party.id in kinds:
            problems.append(_problem(f"/parties/{index}/id", "This id is taken by another party.", "duplicate_party"))
        kinds[party.id] = party.kind
    totals: dict[tuple[PartyId, Measure], Decimal] = {}
    for index, interest in enumerate(interests):
        place = f"/interests/{index}"
        problems += [
            _problem(f"{place}/{end}", "No party has this id. Add the party, or mend the id.", "unknown_party")
            for end, party_id in (("holder", interest.holder), ("subject", interest.subject))
            if party_id not in kinds
        ]
        if interest.holder == interest.subject:
            problems.append(
                _problem(
                    place,
                    "A party cannot hold an interest in itself. Leave treasury shares out: they are not outstanding.",
                    "self_interest",
                )
            )
        if kinds.get(interest.subject) == "individual":
            problems.append(
                _problem(f"{place}/subject", "Nobody holds an interest in an individual.", "held_individual")
            )
        for measure in Measure:
            lower = _lower(interest, measure)
            if lower is None:
                problems.append(
                    _problem(f"{place}/{measure}", "A percentage lies between 0 and 100.", "percentage_out_of_range")
                )
                continue
            key = (interest.subject, measure)
            total = SUM_DOWN.add(totals.get(key, ZERO), lower)
            if total > HUNDRED:
                problems.append(
                    _problem(
                        f"{place}/{measure}",
                        "With this interest the percentages in its subject come to more than 100 in this measure.",
                        "over_100_percent",
                    )
                )
                continue
            totals[key] = total
    return problems


def _repeated(parties: Sequence[Party]) -> list[Problem]:
    """A statement that gives the amounts of one person twice: it would be open which of them is meant."""
    problems = []
    for index, party in enumerate(parties):
        for place, statement in enumerate(party.statements.items if party.statements is not None else ()):
            seen: set[PartyId] = set()
            for number, amounts in enumerate(statement.persons.items if statement.persons is not None else ()):
                if amounts.person in seen:
                    pointer = f"/parties/{index}/statements/items/{place}/persons/items/{number}/person"
                    problems.append(
                        _problem(pointer, "The amounts of this person are given already.", "duplicate_amounts")
                    )
                elif amounts.person is not None:
                    seen.add(amounts.person)
    return problems


def _lower(interest: Interest, measure: Measure) -> Decimal | None:
    """The least the percentage can be; ``None`` if it may leave 0 to 100 altogether."""
    value = getattr(interest, measure.value)
    if value is None:
        return ZERO
    lower, above, upper, below = bounds_of(value)
    for bound in (lower, upper):
        if bound is not None and not (bound.is_finite() and ZERO <= bound <= HUNDRED):
            return None
    lower = ZERO if lower is None else lower
    upper = HUNDRED if upper is None else upper
    if lower > upper or (lower == upper and (above or below)):
        return None
    return lower


def _problem(pointer: str, detail: str, code: str) -> Problem:
    return Problem(pointer=pointer, detail=detail, code=code)
