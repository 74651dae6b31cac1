"""Searches for facts under which conditions hold together: each test narrows the values that are left for one fact.

Definitions are followed into what they name, lists get items as conditions ask for them, and readings, alternatives
and regulations yet to be made can turn out either way. Where nothing is found there is nothing, except that two
references are taken for two parties and figures on ownership for independent of each other; so nothing is called
impossible that is possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from app.domain.analysis.values import FactValues, Values
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    ForAny,
    HeldBy,
    Inquired,
    Meets,
    Not,
    Operator,
    PartyCondition,
    Path,
    Pending,
    Reading,
    Test,
    Variant,
)
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.soundness import names_in

Env = tuple[tuple[str, str], ...]
"""Each variable with the key of the record that it stands for."""


class FactKey(NamedTuple):
    """A fact that a search narrows: where it stands, seen from the subject, and which ``item`` a list has or not."""

    place: str
    item: str = ""


Model = dict[FactKey, Values]
"""The values left for each fact that conditions ask for."""

SUBJECT = "subject"
"""The key of the record that a definition is about."""
_FREE: Mapping[str, str | None] = MappingProxyType({})
_NONE_CHOSEN = ""
_EITHER: Values = frozenset({True, False})
_TRUE: Values = frozenset({True})
_DEPTH = 4
"""How far ahead a possibility is looked into before it is tried."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A condition that is to be met, or not met."""

    condition: Condition
    env: Env
    met: bool

    def negated(self) -> "Goal":
        """Give the opposite."""
        return Goal(self.condition, self.env, not self.met)


_Seen = tuple[int, Env, bool]


class Undecided(Exception):
    """The search was given up."""


@dataclass(slots=True)
class _State:
    """What is settled so far: the facts, the items of every list, and what holds of all items of a list."""

    facts: Model = field(default_factory=dict)
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: dict[str, tuple[tuple[ForAny, Env], ...]] = field(default_factory=dict)

    def copy(self) -> "_State":
        return _State(dict(self.facts), dict(self.items), dict(self.excluded))


class Solver:
    """Searches for facts under which conditions hold, in one rule set, each time within ``steps`` steps."""

    def __init__(self, rule_set: RuleSet, *, steps: int = 100_000) -> None:
        self._rule_set = rule_set
        self._steps = steps
        self._left = 0
        self._known_parts: dict[_Seen, tuple[bool, tuple[Goal, ...]] | None] = {}
        self._known_tests: dict[tuple[int, Env], tuple[FactKey, Values, Values]] = {}
        self.values = FactValues(rule_set)
        self._kept: list[Condition] = []

    def find(self, goals: tuple[Goal, ...], *, readings: Mapping[str, str | None] = _FREE) -> Model | None:
        """Find what facts can be where all goals are reached; ``None`` if they cannot be. Raises ``Undecided``.

        ``readings`` are those in use; an interpretation that has none can be read in any way.
        """
        self._left = self._steps
        fixed = {FactKey(f"reading {name}"): frozenset({each}) for name, each in readings.items() if each is not None}
        state = self._solve(list(reversed(goals)), [], _State(dict[FactKey, Values](fixed)))
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
        key, left = self._narrowed(goal, state)
        state.facts[key] = left
        return bool(left)

    def _parts(self, goal: Goal) -> tuple[bool, tuple[Goal, ...]] | None:
        """List the goals that a goal consists of and whether all are needed; ``None`` for a single condition."""
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
            case Test(path, Operator.INCLUDES_ANY, operand, words) if operand and isinstance(operand, frozenset):
                tests = (Test(path, Operator.INCLUDES, each, words) for each in sorted(operand))
                return not met, tuple(Goal(test, env, met) for test in tests)
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
        return isinstance(goal.condition, ForAny) or bool(self._narrowed(goal, state)[1])

    def _narrowed(self, goal: Goal, state: _State) -> tuple[FactKey, Values]:
        """Find which fact a single condition asks for, and the values left of it where the goal is reached."""
        self._left -= 1
        if self._left < 0:
            raise Undecided
        seen = id(goal.condition), goal.env
        if seen not in self._known_tests:
            self._kept.append(goal.condition)
            self._known_tests[seen] = self._asked(goal.condition, goal.env)
        key, every, meeting = self._known_tests[seen]
        left = state.facts.get(key, every)
        return key, left & meeting if goal.met else left - meeting

    def _asked(self, condition: Condition, env: Env) -> tuple[FactKey, Values, Values]:
        """Find which fact a single condition asks for, the values that it can have, and those that meet it."""
        match condition:
            case Test(path, operator, operand, words) if operand == frozenset():
                # A list of the law that is empty for the time being: the test serves the day when it is not.
                return FactKey(f"{key_of(path, env)} {operator} {words}"), _EITHER, _TRUE
            case Test(path, Operator.INCLUDES, operand):
                return FactKey(key_of(path, env), str(operand)), _EITHER, _TRUE
            case Test(path):
                return FactKey(key_of(path, env)), self.values.of(condition), self.values.meeting(condition)
            case Reading(interpretation, reading):
                readings = frozenset(self._rule_set.interpretations[interpretation].readings)
                return FactKey(f"reading {interpretation}"), readings, frozenset({reading})
            case Variant(axis, alternative):
                # None may be chosen: then only what holds under every alternative decides, and it is not unused.
                alternatives = frozenset({*self._rule_set.variants[axis].alternatives, _NONE_CHOSEN})
                return FactKey(f"variant {axis}"), alternatives, frozenset({alternative})
            case Inquired(words=named) | Pending(regulation=named):
                return FactKey(f"{type(condition).__name__} {named}"), _EITHER, _TRUE
            case HeldBy(path=path, persons=persons, measures=measures, threshold=threshold, strict=strict):
                how = condition.method or condition.method_by, condition.attribution_by
                key = FactKey(f"{key_of(path, env)} held by {persons} {measures} {how} {condition.pooled}")
                shares = self.values.shares
                return key, shares, frozenset(s for s in shares if s > threshold or (s == threshold and not strict))
            case PartyCondition(path=path):
                key = FactKey(f"{key_of(path, env)} {condition.words} {tuple(names_in(condition))}")
                return key, _EITHER, _TRUE
            case _:
                raise TypeError(type(condition).__name__)


def key_of(path: Path, env: Env) -> str:
    """Name what stands at a path."""
    return "/".join((dict(env)[path.variable], *(step.field.name for step in path.steps)))


def env_of(variable: str, key: str) -> Env:
    """List the variables of a definition about the record under the key."""
    whole = ("transaction", "transaction")
    return (whole,) if variable == "transaction" else (whole, (variable, key))


def _listed(condition: ForAny, goal: Goal, state: _State) -> Iterator[Goal]:
    """List what an item that meets the part, or that none does, asks of the items of the list."""
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
