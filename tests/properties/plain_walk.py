"""Judges conditions by walking them one by one, in the plainest way: what the compiled functions are tested against."""

from app.domain.evaluation.inquired import inquired
from app.domain.evaluation.ownership_verdicts import ownership_verdict
from app.domain.facts.dictionary import Kind
from app.domain.facts.fact import Listing
from app.domain.language.nodes import (
    All,
    AnyOf,
    ForAny,
    Inquired,
    Meets,
    Not,
    Operator,
    PartyCondition,
    Pending,
    Reading,
    Test,
    Variant,
)
from app.domain.language.ruleset import whole_of
from app.domain.quantity import IN_RANGE, Range
from app.domain.truth import MET, NOT_MET, UNKNOWN, negated


def defined(name, subject, run):
    """The verdict on a definition about a subject."""
    definition = run.rule_set.definitions[name]
    names = {"transaction": run.transaction}
    if not definition.is_about_transaction:
        names[definition.variable] = subject
    verdict = truth(whole_of(definition), names, run)
    if verdict == UNKNOWN and definition.statable is not None:
        said = {each.met for each in subject.conclusions if each.element == name}
        return UNKNOWN if not said else MET if said == {True} else NOT_MET
    return verdict


def truth(condition, names, run):
    """The verdict on a condition; ``names`` are what its variables stand for."""
    match condition:
        case All(parts):
            return min(truth(part, names, run) for part in parts)
        case AnyOf(parts):
            return max(truth(part, names, run) for part in parts)
        case Not(part):
            return negated(truth(part, names, run))
        case ForAny(variable, path, part):
            listing = value_at(path, names, run)
            if listing is None:
                return UNKNOWN
            of_parties = path.type.item.kind is Kind.PARTY
            items = [run.parties[each] if of_parties else each for each in listing.items]
            of_rest = NOT_MET if listing.complete else UNKNOWN
            return max([of_rest, *(truth(part, {**names, variable: each}, run) for each in items)])
        case Test(path=path):
            return tested(condition, value_at(path, names, run))
        case Meets(path, name):
            found = value_at(path, names, run)
            if found is not None and path.type.kind is Kind.PARTY:
                found = run.parties[found]
            return UNKNOWN if found is None else run.program.truth[name](found, run)
        case Reading(name, choice) | Variant(name, choice):
            return run.reading(name, choice)
        case Pending():
            return UNKNOWN
        case Inquired():
            return inquired(condition, run)
        case PartyCondition(path=path):
            found = value_at(path, names, run)
            return ownership_verdict(condition, found if path.type.kind is Kind.PARTY else found.id, run)


def value_at(path, names, run):
    """What stands at a path; ``None`` where something is missing on the way."""
    value = names[path.variable]
    for step in path.steps:
        if value is None:
            return None
        value = getattr(run.parties[value] if step.through_party else value, step.field.name)
    return value


def tested(test, value):
    """The verdict on one value put to one test."""
    operand = test.operand
    if value is None:
        return UNKNOWN
    if isinstance(value, Range):
        return IN_RANGE[test.operator](value, operand)
    if isinstance(value, Listing):
        wanted = operand if isinstance(operand, frozenset) else {operand}
        if wanted & set(value.items):
            return MET
        return NOT_MET if value.complete and test.open_choice not in value.items else UNKNOWN
    match test.operator:
        case Operator.IS:
            passed = value == operand
        case Operator.IN:
            passed = value in operand
        case Operator.AT_LEAST | Operator.ON_OR_AFTER:
            passed = value >= operand
        case Operator.MORE_THAN | Operator.AFTER:
            passed = value > operand
        case Operator.AT_MOST | Operator.ON_OR_BEFORE:
            passed = value <= operand
        case _:
            passed = value < operand
    if passed:
        return MET
    return UNKNOWN if value == test.open_choice else NOT_MET
