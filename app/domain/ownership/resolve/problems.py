"""Finds what a graph of parties and interests must not say, before anything is computed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.domain.errors import Problem
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.resolve.bounds import HUNDRED, SUM_DOWN, ZERO, percent_bounds
from app.domain.ownership.resolve.counted import NOT_HELD, held_on
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import Quantity, is_exact

Places = frozenset[int]
"""Places of interests among those of a transaction."""


def graph_problems(
    parties: Sequence[Party],
    interests: Sequence[Interest],
    *,
    days: Sequence[date | None] = (None,),
    tables: Sequence[Places] = (frozenset(),),
) -> list[Problem]:
    """Find everything that keeps the parties and interests from being a graph of shares, each with its place.

    Two parties of one id; an interest of or in nobody listed, or in an individual or a public float; a day that does
    not belong to the term of an interest; a percentage outside 0 to 100; percentages in one entity that come to more
    than 100 in one measure, on these days and in one of the ``tables``, each given by the interests that are not in it;
    an interest of a party in itself that is not marked as treasury shares, or one so marked that is not. Two interests
    of one holder in one entity are allowed and add up; two amounts of one person in one statement are not.
    """
    problems = repeated_amounts(parties)
    kinds: dict[PartyId, str | None] = {}
    for index, party in enumerate(parties):
        if party.id in kinds:
            detail = "This id is taken by another party. Give each party its own."
            problems.append(Problem(f"/parties/{index}/id", detail, "duplicate_party"))
        kinds[party.id] = party.kind
    for index, interest in enumerate(interests):
        holder, subject = interest.holder, interest.subject
        if holder not in kinds or subject not in kinds or kinds[subject] in NOT_HELD:
            problems += _wrong_ends(index, interest, kinds)
        if (holder == subject) is not (interest.treasury is True):
            problems.append(Problem(f"/interests/{index}", _OWN if holder == subject else _NOT_OWN, "self_interest"))
        if interest.first_day is not None or interest.last_day is not None:
            problems += _wrong_days(index, interest)
    counted = held_on(interests, days)
    for measure in Measure:
        for not_in_it in tables:
            found = _wrong_percentages(counted.interests, measure, left_out=not_in_it | counted.left_out)
            problems += (each for each in found if each not in problems)
    problems.sort(key=_in_order)
    return problems


def _wrong_ends(index: int, interest: Interest, kinds: Mapping[PartyId, str | None]) -> Iterator[Problem]:
    """Find what is wrong with the holder and the subject of the interest at this place."""
    place = f"/interests/{index}"
    for end, party in (("holder", interest.holder), ("subject", interest.subject)):
        if party not in kinds:
            detail = "No party has this id. Add the party, or mend the id."
            yield Problem(f"{place}/{end}", detail, "unknown_party")
    if kinds.get(interest.subject) in NOT_HELD:
        detail = "Nobody holds an interest in an individual or in a public float. Name the entity, or mend its `kind`."
        yield Problem(f"{place}/subject", detail, "held_individual")


def _wrong_days(index: int, interest: Interest) -> Iterator[Problem]:
    """Find days that the term of the interest does not speak of, or that leave no day between them."""
    for name, terms in _TERMS_WITH.items():
        if getattr(interest, name) is not None and interest.term not in terms:
            detail = f"The term of this interest speaks of no such day: give `term` as one of `{'`, `'.join(terms)}`."
            yield Problem(f"/interests/{index}/{name}", detail, "day_without_term")
    if interest.first_day is not None and interest.last_day is not None and interest.last_day < interest.first_day:
        yield Problem(
            f"/interests/{index}/last_day", "The last day lies before the first. Mend one of the two.", "empty_term"
        )


_OWN = (
    "A party cannot own itself. If these are shares that it holds in itself, and so are not outstanding, say "
    "`treasury: true`."
)
_NOT_OWN = "Treasury shares are held by the entity that issued them: name it as the holder, or leave `treasury` out."
_OVER_THE_WHOLE = (
    "With this interest the `{}` in its subject comes to more than 100 in all. Mend one of them. If some are held "
    "before the deal and others after it, these are two tables: keep them apart."
)
_TERMS_WITH = {
    "first_day": ("from_first_day", "between_days"),
    "last_day": ("until_last_day", "between_days"),
}


def _wrong_percentages(interests: Sequence[Interest], measure: Measure, *, left_out: Places) -> Iterator[Problem]:
    """Find the percentages that cannot be, and those with which the whole comes to more than 100."""
    totals: dict[PartyId, Decimal] = {}
    beyond: set[PartyId] = set()  # of these somebody holds more than the least that is counted
    name, add = measure.value, SUM_DOWN.add
    for index, interest in enumerate(interests):
        value = getattr(interest, name)
        if value is None or index in left_out:
            continue
        exact = type(value) is Decimal or is_exact(value)
        lower = value if exact and value.is_finite() and ZERO <= value <= HUNDRED else _lower(value)
        if lower is None:
            detail = "Give a percentage between 0 and 100."
            yield Problem(f"/interests/{index}/{measure}", detail, "percentage_out_of_range")
            continue
        subject = interest.subject
        total = add(totals[subject], lower) if subject in totals else lower
        if not exact and percent_bounds(value)[1]:
            beyond.add(subject)
        if total > HUNDRED or (total == HUNDRED and subject in beyond):
            yield Problem(f"/interests/{index}/{measure}", _OVER_THE_WHOLE.format(name), "over_100_percent")
        else:
            totals[subject] = total


def _in_order(problem: Problem) -> tuple[str, int]:
    """Put parties before interests, and interests in their order."""
    _, table, index, *_ = problem.pointer.split("/")
    return "" if table == "parties" else table, int(index) if table == "interests" else 0


def repeated_amounts(parties: Sequence[Party]) -> list[Problem]:
    """Find statements that give the amounts of one person twice: it would be open which of them is meant."""
    problems = []
    for index, party in enumerate(parties):
        for place, statement in enumerate(party.statements.items if party.statements is not None else ()):
            seen: set[PartyId] = set()
            for number, amounts in enumerate(statement.persons.items if statement.persons is not None else ()):
                if amounts.person in seen:
                    pointer = f"/parties/{index}/statements/items/{place}/persons/items/{number}/person"
                    detail = "The amounts of this person are given already. Give one item for each person."
                    problems.append(Problem(pointer, detail, "duplicate_amounts"))
                elif amounts.person is not None:
                    seen.add(amounts.person)
    return problems


def _lower(value: Quantity) -> Decimal | None:
    """Give the least the percentage can be; ``None`` if it may leave 0 to 100 altogether."""
    lower, above, upper, below = percent_bounds(value)
    if not all(bound.is_finite() and ZERO <= bound <= HUNDRED for bound in (lower, upper)):
        return None
    return None if lower > upper or (lower == upper and (above or below)) else lower
