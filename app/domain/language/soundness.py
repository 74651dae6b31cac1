"""Checks what can only be seen over the whole rule set: circular definitions, and what nothing uses."""

from collections.abc import Iterator
from math import prod

from app.domain.fields import Faults
from app.domain.language.nodes import (
    All,
    AnyOf,
    Concluded,
    Condition,
    DerivesMajority,
    DirectedBy,
    ForAny,
    HasParent,
    HeldBy,
    Inquired,
    Meets,
    Not,
    OwnershipCondition,
    Pending,
    Reading,
    StatedHolder,
    Test,
    Variant,
)
from app.domain.language.ruleset import Definition, RuleSet

_COMBINATIONS = 100
"""The most combinations of alternatives that a screening weighs, where some of them are excluded."""


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Give the conditions directly within a condition."""
    match condition:
        case All(parts) | AnyOf(parts):
            return parts
        case Not(part) | ForAny(part=part):
            return (part,)
        case _:
            return ()


def conditions_of(definition: Definition) -> tuple[Condition, ...]:
    """Give a definition's own conditions: ``given``, ``when`` and ``unless`` as far as it has them."""
    return tuple(c for c in (definition.given, definition.when, definition.unless) if c is not None)


def walk(condition: Condition) -> Iterator[Condition]:
    """Give the condition and everything within it."""
    yield condition
    for part in parts_of(condition):
        yield from walk(part)


def names_in(condition: Condition) -> Iterator[str]:
    """Give the definitions that a condition names."""
    for inner in walk(condition):
        match inner:
            case Meets(definition=name) | StatedHolder(definition=name) | DirectedBy(definition=name):
                yield name
            case HeldBy(persons=names, own_side=own):
                yield from names if own is None else (*names, own.definition)
            case HasParent(persons=names):
                yield from names
            case DerivesMajority(persons=names, one_meets=further):
                yield from names if further is None else (*names, further)
            case Test() | All() | AnyOf() | Not() | ForAny() | Reading() | Variant() | Pending() | Inquired():
                pass
            case Concluded():
                pass  # it asks what is stated, and not what the definition asks, so that no circle goes through it


def readings_in(condition: Condition) -> Iterator[str]:
    """Read the interpretations, axes and pending regulations that a condition turns on."""
    for inner in walk(condition):
        match inner:
            case Reading(interpretation=name):
                yield name
            case Variant(axis=name) | Pending(regulation=name):
                yield name
            case OwnershipCondition():
                yield from inner.interpretations
            case _:
                pass


def check_soundness(rule_set: RuleSet, faults: Faults) -> None:
    """Add a fault for every circle of definitions, and for every definition, parameter or reading that nothing uses.

    So does what leaves a proposal no combination of its alternatives, or more than can be weighed.
    """
    _check_circles(rule_set, faults)
    _check_combinations(rule_set, faults)
    open_names = rule_set.asked + (rule_set.notification.definitions if rule_set.notification is not None else [])
    reached: set[str] = set()
    parameters = {name for definition in rule_set.definitions.values() for name in definition.parameters}
    readings = {note for obligation in rule_set.obligations for note in obligation.notes}
    while open_names:
        name = open_names.pop()
        if name not in reached:
            reached.add(name)
            definition = rule_set.definitions[name]
            readings.update(definition.notes)
            for condition in conditions_of(definition):
                open_names += names_in(condition)
                readings.update(readings_in(condition))
    for kind, named, used, never in (
        ("definition", rule_set.definitions, reached, "used"),
        ("parameter", rule_set.parameters, parameters, "used"),
        ("interpretation", rule_set.interpretations, readings, "applied"),
        ("variant", rule_set.variants, readings, "used"),
        ("pending regulation", rule_set.pending, readings, "used"),
    ):
        for name, each in named.items():
            if name not in used:
                faults.add(each.place, f"{kind} `{name}` is never {never}")


def _check_combinations(rule_set: RuleSet, faults: Faults) -> None:
    axes = {name for each in rule_set.excluded for name in each.choices}
    count = prod(len(rule_set.variants[name].alternatives) for name in axes)
    if count > _COMBINATIONS:
        told = (
            f"the variants that exclude one another have {count} combinations; at most {_COMBINATIONS} can be weighed"
        )
        faults.add(rule_set.excluded[0].place, told)
    elif not rule_set.permitted({}):
        faults.add(rule_set.excluded[0].place, "`excluded_combinations` leaves no combination that can be chosen")


def _check_circles(rule_set: RuleSet, faults: Faults) -> None:
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            circle = " → ".join((*trail[trail.index(name) :], name))
            faults.add(rule_set.definitions[name].place, f"definitions go in a circle: {circle}")
        elif name not in done:
            for condition in conditions_of(rule_set.definitions[name]):
                for inner in names_in(condition):
                    visit(inner, (*trail, name))
            done.add(name)

    for name in rule_set.definitions:
        visit(name, ())
