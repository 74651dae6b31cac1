"""Conditions that never matter: those that nothing can meet, and those that others settle in every case.

A condition matters if some facts make its definition turn on it: all conditions joined to it by ``all`` are met, those
joined by ``any`` are not, and it is met in one case and not met in another. Readings and alternatives are left open,
so that a condition that serves another reading is not called idle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from app.domain.analysis.findings import Kind
from app.domain.analysis.models import SUBJECT, Env, Goal, Models, env_of, key_of
from app.domain.evaluation.branches import EITHER, Place, words_of
from app.domain.evaluation.coverage import Report
from app.domain.language.nodes import All, AnyOf, Condition, ForAny, Meets, Not
from app.domain.language.ruleset import Definition, RuleSet, whole_of
from app.domain.language.soundness import names_in
from app.domain.truth import MET, NOT_MET


@dataclass(frozen=True, slots=True)
class Idle:
    """A condition of a definition that never matters, and the goals that show it where it has a model at all.

    ``near`` are goals of which a transaction should reach as many as it can, where none can reach all.
    """

    kind: Kind
    definition: Definition
    rules: tuple[str, ...]
    sentence: str
    shown_by: tuple[Goal, ...]
    near: tuple[Goal, ...] = ()


def idle_conditions(rule_set: RuleSet, models: Models, *, coverage: Report | None = None) -> Iterator[Idle]:
    """Every condition that never matters, the outermost ones only, definition by definition.

    ``coverage`` saves work: where golden cases have told a verdict from the others, that verdict matters.
    """
    open_: dict[Place, frozenset[int]] | None = None
    if coverage is not None:
        open_ = {gap.branch.place: frozenset(gap.never) for gap in (*coverage.gaps, *coverage.untold)}
    for definition in rule_set.definitions.values():
        env = env_of(definition.variable, SUBJECT)
        look = _Look(definition, rule_set.definitions, models, open_)
        yield from look.within(whole_of(definition), _Here(env))


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a condition stands: ``beside`` it are goals met together with it, ``instead`` of it others that may be."""

    env: Env
    beside: tuple[Goal, ...] = ()
    instead: tuple[Goal, ...] = ()
    way: tuple[int, ...] = ()


class _Look:
    """A look into one definition; ``open_`` are the verdicts that nothing has told from others yet, or ``None``."""

    def __init__(
        self,
        definition: Definition,
        definitions: Mapping[str, Definition],
        models: Models,
        open_: dict[Place, frozenset[int]] | None,
    ) -> None:
        self._definition = definition
        self._definitions = definitions
        self._models = models
        self._open = open_

    def within(self, condition: Condition, here: _Here) -> Iterator[Idle]:
        """The idle conditions from this one on."""
        goal = Goal(condition, here.env, met=True)
        place = self._definition.id, here.way
        verdicts = EITHER if self._open is None else self._open.get(place, frozenset())
        context = (*here.beside, *(other.negated() for other in here.instead))
        if MET in verdicts and not self._models.possible(goal, *context):
            if isinstance(condition, Meets) and self._models.impossible(condition.definition):
                return  # which is told where that definition stands
            if self._told_beside_a_wider(condition, here):
                return
            known = self._models.possible(goal, *here.beside)
            yield self._subsumed(goal, here) if known else self._impossible(goal, here.beside)
        elif NOT_MET in verdicts and not self._models.possible(goal.negated(), *context):
            yield self._needless(goal, here.beside)
        else:
            yield from self._parts(condition, here)

    def _parts(self, condition: Condition, here: _Here) -> Iterator[Idle]:
        env = here.env
        match condition:
            case All(parts) | AnyOf(parts):
                for index, part in enumerate(parts):
                    others = tuple(Goal(other, env, met=True) for other in parts if other is not part)
                    inner = replace(here, way=(*here.way, index))
                    if isinstance(condition, All):
                        inner = replace(inner, beside=(*here.beside, *others))
                    else:
                        inner = replace(inner, instead=(*here.instead, *others))
                    yield from self.within(part, inner)
            case Not(part):
                yield from self.within(part, replace(here, way=(*here.way, 0)))
            case ForAny(variable, path, part):
                item = (*env, (variable, f"{key_of(path, env)}[one]"))
                yield from self.within(part, replace(here, env=item, way=(*here.way, 0)))
            case _:
                return

    def _told_beside_a_wider(self, condition: Condition, here: _Here) -> bool:
        """Whether an ``unless`` narrows this definition, and its alternatives are met without regard to the ``unless``.

        They decide, as they are met while the exception is unknown; the narrower one is told where it is met.
        """
        narrow = self._definitions[condition.definition] if isinstance(condition, Meets) else None
        if narrow is None or narrow.unless is None:
            return False
        others = {name for each in here.instead for name in _named(each)}
        return bool(asked := set(names_in(narrow.when))) and asked <= others

    def _impossible(self, goal: Goal, beside: tuple[Goal, ...]) -> Idle:
        name, words = self._definition.id, words_of(goal.condition)
        parts = [Goal(part, goal.env, met=True) for part in _joined(goal.condition)]
        near = (*parts, *beside)
        for one, two in combinations(near, 2):
            if all(map(self._models.possible, (one, two))) and not self._models.possible(one, two):
                said = " and ".join(f"`{_said(each)}`" for each in (one, two))
                sentence = f"Nothing can meet both {said}."
                # Definitions that exclude each other are at odds; tests that do are a slip within one definition.
                kind = Kind.CONFLICT if _named(one) and _named(two) else Kind.UNREACHABLE
                return Idle(kind, self._definition, (name, *_named(one), *_named(two)), sentence, (one,), near)
        beside_it = ", given what stands beside it" if self._models.possible(goal) else ""
        sentence = f"Nothing can meet `{words}`{beside_it}."
        return Idle(Kind.UNREACHABLE, self._definition, (name, *_named(goal)), sentence, (), near)

    def _subsumed(self, goal: Goal, here: _Here) -> Idle:
        name, beside, instead = self._definition.id, here.beside, here.instead
        others = [other for other in instead if not self._models.possible(goal, *beside, other.negated())] or instead
        wider = " or ".join(f"`{_said(other)}`" for other in others[:3])
        sentence = f"Whatever meets `{_said(goal)}` meets {wider} too, so that it never decides."
        rules = (name, *_named(goal), *(each for other in others for each in _named(other)))
        return Idle(Kind.SUBSUMED, self._definition, tuple(dict.fromkeys(rules)), sentence, (goal, *beside))

    def _needless(self, goal: Goal, beside: tuple[Goal, ...]) -> Idle:
        sentence = f"`{_said(goal)}` is met wherever it is asked, so that it never decides."
        return Idle(Kind.NEEDLESS, self._definition, (self._definition.id, *_named(goal)), sentence, (goal, *beside))


def _joined(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)


def _said(goal: Goal) -> str:
    words = words_of(goal.condition)
    return words if goal.met else f"not ({words})"


def _named(goal: Goal) -> tuple[str, ...]:
    return (goal.condition.definition,) if isinstance(goal.condition, Meets) else ()
