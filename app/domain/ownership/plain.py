"""Entities in which no link counts in full and no bound is open: most of a large graph, and settled in one pass."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.ownership.bounds import NONE, WHOLE, Bounds, Number, hundredth
from app.domain.ownership.links import HALF, Claims
from app.domain.quantity import is_exact
from app.domain.truth import Truth

if TYPE_CHECKING:
    from app.domain.facts.fact import PartyId
    from app.domain.ownership.attribution import Attribution


def held_by_outsiders(run: Attribution, entity: PartyId) -> bool:
    """Whether none of the holders, all listed and settled, has a claim, so that no percentage matters."""
    claims = run.claims
    for holder in run.graph.holders(entity):
        for claim in claims[holder]:
            if claim is not NONE:
                return False
    return True


def plain_claims(run: Attribution, entity: PartyId) -> Claims | None:
    """The claims of an entity whose holders' are settled; ``None`` where more must be looked at.

    The entity does not belong to the class by itself, all of its holders are listed, and no role bears on the question.
    What is found is what the whole computation would find. The shares are kept, unless one of them alone makes the
    entity belong to a pooled class.
    """
    graph, claims, limit = run.graph, run.claims, run.plain_below
    interests, into = graph.interests, graph.into(entity)
    down, up = run.arithmetic.down, run.arithmetic.up
    held: list[Bounds] = []
    found: list[Bounds] = []
    for place, name in enumerate(run.names):
        lower: Number = 0
        upper: Number = 0
        largest: Number = 0
        partial: list[PartyId] = []
        for index in into:
            interest = interests[index]
            holder = interest.holder
            claim = claims[holder][place]
            if claim is NONE:
                continue
            percent = getattr(interest, name)
            if type(percent) is not Decimal and not is_exact(percent):
                return None
            if claim is WHOLE:
                lower, upper = down.add(lower, percent), up.add(upper, percent)
                continue
            least, above, most, below = claim
            if above or below:
                return None
            partial.append(holder)
            largest = max(largest, percent)
            if least:
                lower = down.add(lower, down.multiply(percent, least))
            upper = up.add(upper, up.multiply(percent, most))
        if upper >= limit:
            met = run.question.pooled and run.verdict((lower, False, upper, False)) == Truth.MET
            return run.everything if met else None
        if partial and run.full and (largest >= HALF or run.full.by_others(entity) or _repeated(partial)):
            return None
        held.append((lower, False, upper, False))
        claimed = upper and run.full.in_part
        found.append((hundredth(lower, down), False, hundredth(upper, up), False) if claimed else NONE)
    run.held[entity] = tuple(held)
    return tuple(found)


def _repeated(holders: list[PartyId]) -> bool:
    return len(holders) > 1 and len(set(holders)) < len(holders)
