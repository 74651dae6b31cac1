"""Lists the branches of a rule set: definitions and conditions, with the verdicts that they can have and that count.

A reading that the rule set takes is fixed, and so is a test against a list with nothing in it; what they settle no
transaction can turn. A part beside something that already settles the whole is no branch.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    ForAny,
    Inquired,
    Meets,
    Not,
    PartyCondition,
    Pending,
    Reading,
    Test,
    Variant,
)
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.soundness import names_in, parts_of
from app.domain.truth import MET, NOT_MET, negated

Verdicts = frozenset[int]
BranchPlace = tuple[str, tuple[int, ...]]
"""A condition's definition, and the way to it through the parts; the empty way leads to the definition's whole."""

EITHER: Verdicts = frozenset({MET, NOT_MET})


@dataclass(frozen=True, slots=True)
class Branch:
    """Describes a definition or condition, in words, and the definite verdicts that it can have."""

    place: BranchPlace
    words: str
    verdicts: Verdicts


def branches(rule_set: RuleSet) -> tuple[Branch, ...]:
    """Give the branches of all definitions that can bear on an answer, definition by definition."""
    reach = _Reach(rule_set)
    return tuple(branch for name in reach.definitions() for branch in reach.within(name))


def words_of(condition: Condition) -> str:
    """Give a condition as it is read aloud."""
    match condition:
        case All(parts):
            return f"all of ({'; '.join(map(words_of, parts))})"
        case AnyOf(parts):
            return f"any of ({'; '.join(map(words_of, parts))})"
        case Not(part):
            return f"not ({words_of(part)})"
        case ForAny(variable, path, part):
            return f"any {variable} in {path.text} with ({words_of(part)})"
        case Meets(path, definition):
            return f"{path.text} meets {definition}"
        case Reading(interpretation, reading):
            return f"{interpretation} read as {reading}"
        case Variant(axis, alternative):
            return f"{axis} as {alternative}"
        case Pending(regulation):
            return f"the pending regulation {regulation}"
        case Inquired(words=words):
            return f"an inquiry {words}"
        case Test() | PartyCondition():
            return f"{condition.path.text} {condition.words}"


class _Reach:
    """Says what can be reached in one rule set under the readings that it takes."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._rule_set = rule_set
        self._known: dict[str, Verdicts] = {}

    def definitions(self) -> tuple[str, ...]:
        """Give the definitions that outcomes and obligations lead to, in the order of the rule set."""
        rules = self._rule_set
        ahead = rules.asked
        reached: set[str] = set()
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                leaves = (part for _, part in self._live(whole_of(rules.definitions[name]), ()))
                ahead += [other for leaf in leaves if not parts_of(leaf) for other in names_in(leaf)]
        return tuple(name for name in rules.definitions if name in reached)

    def within(self, name: str) -> Iterator[Branch]:
        """Give the branches of one definition, the definition itself first."""
        for way, part in self._live(whole_of(self._rule_set.definitions[name]), ()):
            fixed = isinstance(part, Reading) and self._rule_set.interpretations[part.interpretation].taken is not None
            if not way or not (isinstance(part, Not) or fixed):
                yield Branch((name, way), words_of(part) if way else "", self.of(part))

    def of(self, condition: Condition) -> Verdicts:
        """Give the definite verdicts that a condition can have."""
        match condition:
            case All(parts):
                return _joined([self.of(part) for part in parts], together=MET)
            case AnyOf(parts):
                return _joined([self.of(part) for part in parts], together=NOT_MET)
            case Not(part):
                return frozenset(negated(verdict) for verdict in self.of(part))
            case Test(operand=operand):
                return frozenset({NOT_MET}) if operand == frozenset() else EITHER
            case Meets(definition=name):
                if name not in self._known:
                    self._known[name] = self.of(whole_of(self._rule_set.definitions[name]))
                return self._known[name]
            case ForAny(part=part):
                return EITHER if MET in self.of(part) else frozenset({NOT_MET})
            case Reading(interpretation, reading):
                taken = self._rule_set.interpretations[interpretation].taken
                return EITHER if taken is None else frozenset({MET if taken == reading else NOT_MET})
            case Pending():
                return frozenset()
            case PartyCondition() | Inquired() | Variant():
                return EITHER

    def _live(self, condition: Condition, way: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Condition]]:
        """Give the condition and the parts of it that can count, each with the way to it."""
        yield way, condition
        match condition:
            case All(parts) | AnyOf(parts):
                settles = frozenset({NOT_MET if isinstance(condition, All) else MET})
                settling = [index for index, part in enumerate(parts) if self.of(part) == settles]
                for index, part in enumerate(parts):
                    if all(index == other for other in settling):
                        yield from self._live(part, (*way, index))
            case Not(part) | ForAny(part=part):
                yield from self._live(part, (*way, 0))
            case _:
                pass


def _joined(parts: list[Verdicts], *, together: int) -> Verdicts:
    """Give the verdicts of a whole that has the verdict ``together`` only if every part has it."""
    found = set()
    if all(together in part for part in parts):
        found.add(together)
    if any(negated(together) in part for part in parts):
        found.add(negated(together))
    return frozenset(found)
