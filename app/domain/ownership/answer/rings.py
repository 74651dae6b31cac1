"""Solves for the claims of entities that hold one another: the least that satisfy all their equations at once.

A claim that is supported by nothing but itself is no claim, hence the least solution. Each equation says that a claim
is the least of one and some linear forms in the other claims; the coefficients of a form are not negative.
"""

from collections.abc import Mapping
from fractions import Fraction

from app.domain.facts.fact import PartyId

Spot = tuple[PartyId, int]
"""An entity and the place of a measure among those asked about. Claims in different measures have nothing in common."""
Equation = tuple[Fraction, dict[Spot, Fraction]]
"""A constant part, and the coefficients of the claims."""


def least_solution(equations: Mapping[Spot, tuple[Equation, ...]]) -> dict[Spot, Fraction]:
    """Solve for the least claims with each the least of one and its forms, exactly.

    Claims that nothing feeds are zero. Among the others the solution is unique, because the equations are concave. It
    is approached from above: start with the whole for each, let each entity choose the form that gives it least, solve
    the chosen linear equations, and choose again until no choice changes.
    """
    fed = _fed(equations)
    claims = {entity: Fraction(entity in fed) for entity in equations}
    chosen: dict[Spot, Equation] = {}
    while True:
        changed = False
        for entity in fed:
            for form in equations[entity]:
                value = _value(form, claims)
                if value < claims[entity]:
                    claims[entity], chosen[entity], changed = value, form, True
        if not changed:
            return claims
        claims.update(_solved(chosen, claims))


def _value(form: Equation, claims: Mapping[Spot, Fraction]) -> Fraction:
    total = form[0]
    for holder, part in form[1].items():
        total += part * claims[holder]
    return total


def _fed(equations: Mapping[Spot, tuple[Equation, ...]]) -> list[Spot]:
    """Give the entities whose least claim is above zero: every form of theirs has something above zero in it."""
    fed: set[Spot] = set()
    growing = True
    while growing:
        growing = False
        for entity, forms in equations.items():
            if entity not in fed and all(form[0] > 0 or not fed.isdisjoint(form[1]) for form in forms):
                fed.add(entity)
                growing = True
    return [entity for entity in equations if entity in fed]


def _solved(chosen: Mapping[Spot, Equation], claims: Mapping[Spot, Fraction]) -> dict[Spot, Fraction]:
    """Solve the chosen equations, the claims of the entities without one being given."""
    equations: dict[Spot, Equation] = {}
    for entity, (constant, parts) in chosen.items():
        given = sum((part * claims[other] for other, part in parts.items() if other not in chosen), constant)
        equations[entity] = given, {other: part for other, part in parts.items() if other in chosen}
    order = list(equations)
    for place, entity in enumerate(order):
        constant, parts = equations[entity]
        own = parts.pop(entity, None)
        if own is not None:
            constant /= 1 - own
            parts = {other: part / (1 - own) for other, part in parts.items()}
            equations[entity] = constant, parts
        for later in order[place + 1 :]:
            total, others = equations[later]
            share = others.pop(entity, None)
            if share is not None:
                for other, part in parts.items():
                    others[other] = others.get(other, Fraction(0)) + share * part
                equations[later] = total + share * constant, others
    solution: dict[Spot, Fraction] = {}
    for entity in reversed(order):
        solution[entity] = _value(equations[entity], solution)
    return solution
