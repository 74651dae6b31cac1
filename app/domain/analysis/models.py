"""Whether conditions can hold together, by search: each test narrows what is left open for one fact.

Definitions are followed into what they name, lists get items as conditions ask for them, and readings, alternatives
and regulations yet to be made can turn out either way. Where no model is found none exists, except that two references
are taken for two parties and figures on ownership for independent of each other; so nothing is called impossible that
is possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from app.domain.analysis.constraints import Constraint, OneOf, Span, narrowed, open_to
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    DerivesMajority,
    DirectedBy,
    ForAny,
    HasParent,
    HeldBy,
    Inquired,
    Meets,
    Not,
    Operator,
    Path,
    Pending,
    Reading,
    StatedHolder,
    Test,
    Variant,
)
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.soundness import names_in

Env = tuple[tuple[str, str], ...]
"""Each variable with the key of the record that it stands for."""

Facts = dict[str, Constraint]
SUBJECT = "subject"
"""The key of the record that a definition is about."""
_FREE: Mapping[str, str | None] = MappingProxyType({})
_NONE_CHOSEN = ""
_TRUTHS = OneOf(frozenset({True, False}))
_PERCENT = Span((Decimal(0), True), (Decimal(100), True))
_DEPTH = 4
"""How far ahead a possibility is looked into before it is tried."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A condition that is to be met, or not met."""

    condition: Condition
    env: Env
    met: bool

    def negated(self) -> "Goal":
        """The opposite."""
        return Goal(self.condition, self.env, not self.met)


_Seen = tuple[int, Env, bool]


class Undecided(Exception):
    """The search was given up."""


@dataclass(slots=True)
class _State:
    """What is settled so far: the facts, the items of every list, and what holds of all items of a list."""

    facts: Facts = field(default_factory=dict)
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: dict[str, tuple[tuple[ForAny, Env], ...]] = field(default_factory=dict)

    def copy(self) -> "_State":
        return _State(dict(self.facts), dict(self.items), dict(self.excluded))


class Models:
    """Searches for models under one rule set, each within ``steps`` steps."""

    def __init__(self, rule_set: RuleSet, *, steps: int = 20_000) -> None:
        self._rule_set = rule_set
        self._steps = steps
        self._left = 0
        self._known_parts: dict[_Seen, tuple[bool, tuple[Goal, ...]] | None] = {}
        self._known_tests: dict[_Seen, tuple[str, Constraint, Operator, Any]] = {}
        self._kept: list[Condition] = []

    def find(self, goals: tuple[Goal, ...], *, readings: Mapping[str, str | None] = _FREE) -> Facts | None:
        """What facts can be where all goals are reached; ``None`` if they cannot be. Raises ``Undecided``.

        ``readings`` are those in use; an interpretation that has none can be read in any way.
        """
        self._left = self._steps
        fixed = {f"reading {name}": OneOf(frozenset({each})) for name, each in readings.items() if each is not None}
        state = self._solve(list(reversed(goals)), [], _State(dict(fixed)))
        return None if state is None else state.facts

    def possible(self, *goals: Goal) -> bool:
        """Whether the goals can be reached together, as far as the search can tell."""
        try:
            return self.find(goals) is not None
        except Undecided:
            return True

    def impossible(self, definition: str) -> bool:
        """Whether nothing at all can meet the definition of this name, as far as the search can tell."""
        found = self._rule_set.definitions[definition]
        return not self.possible(Goal(whole_of(found), env_of(found.variable, SUBJECT), met=True))

    def _solve(self, agenda: list[Goal], choices: list[tuple[Goal, ...]], state: _State) -> _State | None:
        while True:
            while agenda:
                if not self._take(agenda.pop(), agenda, choices, state):
                    return None
            choices = [
                tuple(goal for goal in choice if self._viable(goal, state, _DEPTH))
                for choice in choices
                if all(self._viable(goal.negated(), state, _DEPTH) for goal in choice)  # or one of them holds already
            ]
            if not choices:
                return state
            narrowest = min(choices, key=len)
            choices.remove(narrowest)
            if len(narrowest) != 1:
                branches = (self._solve([goal], list(choices), state.copy()) for goal in narrowest)
                return next((found for found in branches if found is not None), None)
            agenda.append(narrowest[0])

    def _take(self, goal: Goal, agenda: list[Goal], choices: list[tuple[Goal, ...]], state: _State) -> bool:
        """Whether the goal is still possible: a test narrows a fact, all else goes on the agenda or to the choices."""
        parts = self._parts(goal)
        if parts is not None:
            together, goals = parts
            if together or len(goals) == 1:
                agenda.extend(goals)
            else:
                choices.append(goals)
            return True
        if isinstance(goal.condition, ForAny):
            agenda.extend(_listed(goal.condition, goal, state))
            return True
        key, constraint = self._narrowed(goal, state)
        if constraint is None:
            return False
        state.facts[key] = constraint
        return True

    def _parts(self, goal: Goal) -> tuple[bool, tuple[Goal, ...]] | None:
        """The goals that a goal consists of and whether all are needed; ``None`` for one that stands for itself."""
        key = id(goal.condition), goal.env, goal.met
        if key not in self._known_parts:
            self._kept.append(goal.condition)  # as long as it is kept, nothing else has its identity
            self._known_parts[key] = self._taken_apart(goal)
        return self._known_parts[key]

    def _taken_apart(self, goal: Goal) -> tuple[bool, tuple[Goal, ...]] | None:
        env, met = goal.env, goal.met
        match goal.condition:
            case All(parts):
                return met, tuple(Goal(part, env, met) for part in parts)
            case AnyOf(parts):
                return not met, tuple(Goal(part, env, met) for part in parts)
            case Not(part):
                return True, (Goal(part, env, not met),)
            case Meets(path, name):
                definition = self._rule_set.definitions[name]
                inner = env_of(definition.variable, key_of(path, env))
                return True, (Goal(whole_of(definition), inner, met),)
            case Test(path, Operator.INCLUDES_ANY, operand, words) if met and isinstance(operand, frozenset):
                tests = (Test(path, Operator.INCLUDES, each, words) for each in sorted(operand))
                return False, tuple(Goal(test, env, met) for test in tests)
            case _:
                return None

    def _viable(self, goal: Goal, state: _State, depth: int) -> bool:
        """Whether nothing settled so far rules the goal out at first sight."""
        if depth == 0:
            return True
        parts = self._parts(goal)
        if parts is not None:
            together, goals = parts
            deeper = depth - isinstance(goal.condition, Meets)
            return (all if together else any)(self._viable(each, state, deeper) for each in goals)
        return isinstance(goal.condition, ForAny) or self._narrowed(goal, state)[1] is not None

    def _narrowed(self, goal: Goal, state: _State) -> tuple[str, Constraint | None]:
        self._left -= 1
        if self._left < 0:
            raise Undecided
        seen = id(goal.condition), goal.env, True
        if seen not in self._known_tests:
            self._kept.append(goal.condition)
            self._known_tests[seen] = self._asked(goal.condition, goal.env)
        key, start, operator, operand = self._known_tests[seen]
        return key, narrowed(state.facts.get(key, start), operator, operand, met=goal.met)

    def _asked(self, condition: Condition, env: Env) -> tuple[str, Constraint, Operator, Any]:
        """Which fact a single condition asks for, what that can be, and the test."""
        match condition:
            case Test(path, operator, operand, words) if operand == frozenset():
                # A list of the law that is empty for the time being: the test serves the day when it is not.
                return f"{key_of(path, env)} {operator} {words}", _TRUTHS, Operator.IS, True
            case Test(path, operator, operand):
                fact = path.steps[-1].field.fact
                start = open_to(path.type, unit=fact.unit if fact else None)
                if fact is not None and fact.open_choice is not None:  # it says nothing, so no model needs it
                    start = narrowed(start, Operator.IS, fact.open_choice, met=False) or start
                return key_of(path, env), start, operator, operand
            case Reading(interpretation, reading):
                readings = frozenset(self._rule_set.interpretations[interpretation].readings)
                return f"reading {interpretation}", OneOf(readings), Operator.IS, reading
            case Variant(axis, alternative):
                # None may be chosen: then only what holds under every alternative decides, and it must not be idle.
                alternatives = frozenset({*self._rule_set.variants[axis].alternatives, _NONE_CHOSEN})
                return f"variant {axis}", OneOf(alternatives), Operator.IS, alternative
            case Inquired(words=words):
                return f"inquiry {words}", _TRUTHS, Operator.IS, True
            case Pending(regulation):
                return f"pending {regulation}", _TRUTHS, Operator.IS, True
            case HeldBy(path, persons, measures):
                how = condition.method or condition.method_by, condition.attribution_by
                key = f"{key_of(path, env)} held by {persons} {measures} {how} {condition.pooled}"
                operator = Operator.MORE_THAN if condition.strict else Operator.AT_LEAST
                return key, _PERCENT, operator, condition.threshold
            case HasParent(path=path) | DerivesMajority(path=path) | StatedHolder(path=path) | DirectedBy(path=path):
                return f"{key_of(path, env)} {condition.words} {tuple(names_in(condition))}", _TRUTHS, Operator.IS, True
            case _:
                raise TypeError(type(condition).__name__)


def key_of(path: Path, env: Env) -> str:
    """The key of what stands at a path."""
    return "/".join((dict(env)[path.variable], *(step.field.name for step in path.steps)))


def env_of(variable: str, key: str) -> Env:
    """The variables of a definition about the record under the key."""
    whole = ("transaction", "transaction")
    return (whole,) if variable == "transaction" else (whole, (variable, key))


def _listed(condition: ForAny, goal: Goal, state: _State) -> Iterator[Goal]:
    """What an item that meets the part, or that none does, asks of the items of the list."""
    listing = key_of(condition.path, goal.env)
    if not goal.met:
        state.excluded[listing] = (*state.excluded.get(listing, ()), (condition, goal.env))
        for item in state.items.get(listing, ()):
            yield Goal(condition.part, (*goal.env, (condition.variable, item)), met=False)
        return
    item = f"{listing}[{len(state.items.get(listing, ()))}]"
    state.items[listing] = (*state.items.get(listing, ()), item)
    yield Goal(condition.part, (*goal.env, (condition.variable, item)), met=True)
    for other, env in state.excluded.get(listing, ()):
        yield Goal(other.part, (*env, (other.variable, item)), met=False)
