"""Puts the parts of every condition in one order, whatever order they were written in.

The order of rules never matters: two documents that differ only in it compile to the same program and give the same
answers to the byte. Light parts come first, so that the cheap and telling test is made before the costly one.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from app.domain.language.nodes import (
    All,
    AnyOf,
    Concluded,
    Condition,
    DirectedBy,
    ForAny,
    Inquired,
    Meets,
    Not,
    OwnershipCondition,
    PartyCondition,
    Pending,
    Reading,
    StatedHolder,
    Test,
    Variant,
)
from app.domain.language.ruleset import Definition, RuleSet
from app.domain.language.soundness import conditions_of

_PARTS = re.compile(r"[0-9]+|[^0-9]")
_GRAPH = 1_000
_LIST = 4


class _Order:
    def __init__(self, definitions: dict[str, Definition]) -> None:
        self.definitions = definitions
        self.weights: dict[str, int] = {}

    def weight(self, condition: Condition) -> int:
        """Estimate how much work the condition is; the same for every order of its parts."""
        match condition:
            case All(parts) | AnyOf(parts):
                return sum(map(self.weight, parts))
            case Not(part):
                return self.weight(part)
            case ForAny(part=part):
                return _LIST * self.weight(part)
            case Meets(definition=name):
                if name not in self.weights:
                    self.weights[name] = 1 + sum(map(self.weight, conditions_of(self.definitions[name])))
                return self.weights[name]
            case PartyCondition():
                return _GRAPH
            case _:
                return 1

    def settled(self, condition: Condition) -> Condition:
        """Give the same condition with its parts in order, all the way down."""
        match condition:
            case All(parts):
                return All(self._sorted(parts))
            case AnyOf(parts):
                return AnyOf(self._sorted(parts))
            case Not(part):
                return Not(self.settled(part))
            case ForAny(part=part):
                return replace(condition, part=self.settled(part))
            case _:
                return condition

    def _sorted(self, parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
        settled = map(self.settled, parts)
        return tuple(sorted(settled, key=lambda part: (self.weight(part), written(part))))


def written(condition: Condition) -> str:
    """Give a text that is equal for equal conditions, in every run."""
    match condition:
        case All(parts) | AnyOf(parts):
            return f"{type(condition).__name__}({', '.join(sorted(map(written, parts)))})"
        case Not(part):
            return f"Not({written(part)})"
        case ForAny(variable, path, part):
            return f"ForAny({variable} in {path.text}, {written(part)})"
        case Meets(path, definition):
            return f"{path.text} meets {definition}"
        case OwnershipCondition():
            by = [getattr(condition, name, "") for name in ("pooled", "method", "one_meets", "own_side")]
            persons = sorted(condition.persons)
            return f"{condition.path.text} {condition.words} {persons} {by} {condition.interpretations}"
        case Test() | StatedHolder() | DirectedBy() | Concluded():
            return f"{condition.path.text} {condition.words}"
        case Reading(interpretation, reading):
            return f"reading {interpretation} {reading}"
        case Variant(axis, alternative):
            return f"variant {axis} {alternative}"
        case Inquired(words=words):
            return f"inquiry {words}"
        case Pending(regulation):
            return f"pending {regulation}"


def in_order(rule_set: RuleSet) -> RuleSet:
    """Give the rule set with definitions, interpretations, obligations and the parts of all conditions in one order.

    Definitions come in the order in which answers give their reasons.
    """
    order = _Order(rule_set.definitions)
    places = {name: place for place, name in enumerate(rule_set.elements)}

    def settled(condition: Condition | None) -> Condition | None:
        return order.settled(condition) if condition is not None else None

    definitions = {
        name: replace(
            definition,
            given=settled(definition.given),
            when=order.settled(definition.when),
            unless=settled(definition.unless),
        )
        for name, definition in sorted(rule_set.definitions.items(), key=lambda item: rank(item[1], places))
    }
    notification = rule_set.notification
    if notification is not None:
        notification = replace(
            notification,
            sections=tuple(sorted(notification.sections, key=lambda each: natural(each.id))),
            items=tuple(sorted(notification.items, key=lambda each: natural(each.id))),
        )
    interpretations = dict(sorted(rule_set.interpretations.items(), key=lambda item: natural(item[0])))
    obligations = sorted(rule_set.obligations, key=lambda each: (each.kind, each.citation, each.who, each.statement))
    return replace(
        rule_set,
        definitions=definitions,
        interpretations=interpretations,
        variants=dict(sorted(rule_set.variants.items())),
        excluded=tuple(sorted(rule_set.excluded, key=lambda each: sorted(each.choices.items()))),
        pending=dict(sorted(rule_set.pending.items(), key=lambda item: natural(item[0]))),
        obligations=tuple(obligations),
        notification=notification,
        reference=tuple(sorted(rule_set.reference, key=lambda each: (each.begins, natural(each.id)))),
        unverified=dict(sorted(rule_set.unverified.items(), key=lambda item: (item[1].kind, natural(item[0])))),
    )


def rank(definition: Definition, places: Mapping[str, int]) -> tuple[int, bool, list[tuple[int, str]]]:
    """Rank elements in order; in each, the named steps before the paragraphs, and 850.9 before 850.10."""
    return places[definition.element], not definition.is_paragraph, natural(definition.id)


def natural(text: str) -> list[tuple[int, str]]:
    """Give a sort key in which numbers within a text count as numbers."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _PARTS.findall(f"{text}\0")]
