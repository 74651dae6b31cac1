"""Settling entities that hold one another within an attribution."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from app.domain.facts.fact import PartyId
from app.domain.ownership.bounds import NONE, WHOLE, Number, as_fraction
from app.domain.ownership.graph import LARGEST_RING
from app.domain.ownership.links import Form
from app.domain.ownership.rings import Row, least_solution
from app.domain.truth import MET, NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from app.domain.ownership.attribution import Attribution

SWEEPS = 8
SWEPT = 10_000
"""A ring is swept as often, and less often where that would be more entities than this."""

Spot = tuple[PartyId, int]
"""An entity and the place of a measure among those asked about."""


def settle_ring(run: Attribution, ring: list[PartyId]) -> None:
    """Gives each entity of the ring its claims and its shares.

    Belonging to the class and counting in full are found by adding one entity after the other, as long as what is found
    so far makes another one qualify; so no two entities qualify only by each other.
    """
    run.rings.update(dict.fromkeys(ring, ring))
    places = range(len(run.question.measures))
    for each in ring:
        run.claims[each] = tuple([(0, False, 1, False) for _ in places])
    if len(ring) <= LARGEST_RING:
        _solve(run, ring)
    else:
        _approach(run, ring)
    for each in ring:
        run.claims[each] = tuple(
            [WHOLE if claim[0] == 1 else claim if claim[2] else NONE for claim in run.claims[each]]
        )
    for each in ring:
        run.held[each] = run.weigh(each)


def _solve(run: Attribution, ring: list[PartyId]) -> None:
    places = range(len(run.question.measures))
    forms = {(each, place): (run.least_form(each, place),) for each in ring for place in places}
    whole: set[Spot] = set()
    while True:
        least = {spot: run.arithmetic.lower(claim) for spot, claim in _claims(run, forms, whole, bound=0).items()}
        for each in ring:
            run.claims[each] = tuple([(least[each, place], False, 1, False) for place in places])
        _raise(run, ring, least)
        if not _grown(run, whole, ring, MET):
            break
    partial: set[PartyId] = set()
    more = {(each, place): run.most_forms(each, place, partial) for each in ring for place in places}
    whole = {(each, place) for each in ring if run.standing(each) != NOT_MET for place in places}
    while True:
        most = {spot: run.arithmetic.upper(claim) for spot, claim in _claims(run, more, whole, bound=2).items()}
        for each in ring:
            run.claims[each] = tuple([(least[each, place], False, most[each, place], False) for place in places])
        grown = _grown(run, whole, ring, UNKNOWN)
        partial |= {each for each in ring if any(claim[2] != 1 for claim in run.claims[each])}
        # Which links may count in full depends on who has a claim at all, so also on what has grown meanwhile.
        before, more = more, {(each, place): run.most_forms(each, place, partial) for each in ring for place in places}
        if more == before and not grown:
            break


def _raise(run: Attribution, ring: list[PartyId], least: dict[Spot, Number]) -> None:
    """Raises the lower bounds by what others leave to the class, as far as that goes from entity to entity."""
    measures = run.question.measures
    if not any(run.graph.column(each, measure).comes_to_100 for each in ring for measure in measures):
        return
    places = range(len(measures))
    for _ in ring:
        raised = False
        for each in ring:
            for place, claim in enumerate(run.claim(each, run.weigh(each))):
                if claim[0] > least[each, place]:
                    least[each, place], raised = claim[0], True
            run.claims[each] = tuple([(least[each, place], False, 1, False) for place in places])
        if not raised:
            return


def _claims(
    run: Attribution, forms: Mapping[Spot, tuple[Form, ...]], whole: Container[Spot], *, bound: Literal[0, 2]
) -> dict[Spot, Fraction]:
    """The least claims that satisfy the forms, those of the whole spots being one."""
    claims: dict[Spot, Fraction] = {}
    for place in range(len(run.question.measures)):
        ring = [each for each, measure in forms if measure == place]
        variable = {each for each in ring if (each, place) not in whole}
        known = dict.fromkeys((each for each in ring if each not in variable), Fraction(1))
        rows: dict[PartyId, tuple[Row, ...]] = {}
        for each in sorted(variable):
            rows[each] = tuple(
                _row(run, form, place, known=known, variable=variable, bound=bound) for form in forms[each, place]
            )
        claims.update(((each, place), claim) for each, claim in {**known, **least_solution(rows)}.items())
    return claims


def _row(
    run: Attribution,
    form: Form,
    place: int,
    *,
    known: Mapping[PartyId, Fraction],
    variable: Container[PartyId],
    bound: Literal[0, 2],
) -> Row:
    """The form with the claims that are known already taken into its constant part."""
    total = Fraction(form[0]) / 100
    parts: dict[PartyId, Fraction] = {}
    for holder, percent in form[1].items():
        part = Fraction(percent) / 100
        if holder in variable:
            if part:
                parts[holder] = part
        else:
            total += part * (known[holder] if holder in known else as_fraction(run.claims[holder][place][bound]))
    return total, parts


def _grown(run: Attribution, whole: set[Spot], ring: Iterable[PartyId], verdict: int) -> bool:
    """Whether more claims became whole, now that the entities of the ring have their present claims."""
    before = len(whole)
    for each in ring:
        held = run.weigh(each)
        if run.question.pooled and run.reached(held) >= verdict:
            whole.update((each, place) for place in range(len(held)))
        elif run.full:
            for place in range(len(held)):
                if run.full.together(held, place)[verdict == UNKNOWN]:
                    whole.add((each, place))
    return len(whole) > before


def _approach(run: Attribution, ring: list[PartyId]) -> None:
    """Bounds that close in on the claims of a large ring from both sides, for some rounds.

    The lower bounds start from nothing and the upper bounds from the whole, so both are right at every step. Entities
    that nothing feeds have no claim.
    """
    inside = set(ring)
    fed = [each for each in ring if _is_fed(run, each, ring=inside)]
    reached = set(fed)
    while fed:
        for place in run.graph.out_of(fed.pop()):
            subject = run.graph.interests[place].subject
            if subject in inside and subject not in reached:
                reached.add(subject)
                fed.append(subject)
    nothing = (NONE,) * len(run.question.measures)
    run.claims.update((each, nothing) for each in ring if each not in reached)
    for _ in range(max(2, min(SWEEPS, SWEPT // len(ring)))):
        before = [run.claims[each] for each in ring]
        for each in ring:
            if each in reached:
                run.claims[each] = run.claim(each, run.weigh(each))
        if before == [run.claims[each] for each in ring]:
            return


def _is_fed(run: Attribution, entity: PartyId, *, ring: Container[PartyId]) -> bool:
    """Whether the entity may have a claim that does not come from within the ring."""
    if run.standing(entity) != NOT_MET or run.graph.party(entity).holders_complete is not True:
        return True
    above = (holder for holder in run.graph.holders(entity) if holder not in ring)
    return any(claim[2] for holder in above for claim in run.claims[holder])
