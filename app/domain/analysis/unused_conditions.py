"""Finds conditions that never matter: those that nothing can meet, and those that others settle in every case.

A condition matters if some facts make its definition turn on it: all conditions joined to it by ``all`` are met, those
joined by ``any`` are not, and it is met in one case and not met in another. Readings and alternatives are left open,
so that a condition that serves another reading is not called unused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from app.domain.analysis.counterexamples import Counterexamples
from app.domain.analysis.findings import FindingKind, RuleSetFinding
from app.domain.analysis.solver import SUBJECT, Env, Goal, Solver, env_of, key_of
from app.domain.answers.lifecycle import FindingLevel
from app.domain.evaluation.branches import BranchPlace, words_of
from app.domain.evaluation.coverage import Report
from app.domain.language.nodes import All, AnyOf, Condition, ForAny, Meets, Not
from app.domain.language.ruleset import Definition, whole_of
from app.domain.language.soundness import names_in
from app.domain.truth import MET, NOT_MET


def unused_conditions(examples: Counterexamples, coverage: Report) -> Iterator[RuleSetFinding]:
    """Yield a finding for each condition that never matters, the outermost ones only, definition by definition.

    ``coverage`` saves work: where golden cases have told a verdict from the others, that verdict matters.
    """
    untold = {gap.branch.place: frozenset(gap.never) for gap in (*coverage.gaps, *coverage.untold)}
    for definition in examples.rule_set.definitions.values():
        search = _Search(definition, examples, examples.solver, untold)
        yield from search.within(whole_of(definition), _Position(env_of(definition.variable, SUBJECT)))


@dataclass(frozen=True, slots=True)
class _Position:
    """Where a condition stands: ``beside`` it are goals met together with it, ``instead`` of it others that may be."""

    env: Env
    beside: tuple[Goal, ...] = ()
    instead: tuple[Goal, ...] = ()
    way: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Search:
    """A search in one definition; ``untold`` are the verdicts that nothing has told from others yet."""

    definition: Definition
    examples: Counterexamples
    solver: Solver
    untold: dict[BranchPlace, frozenset[int]]

    def within(self, condition: Condition, here: _Position) -> Iterator[RuleSetFinding]:
        """Find the unused conditions from this one on."""
        goal = Goal(condition, here.env, met=True)
        verdicts = self.untold.get((self.definition.id, here.way), frozenset())
        context = (*here.beside, *(other.negated() for other in here.instead))
        if MET in verdicts and not self.solver.possible(goal, *context):
            if isinstance(condition, Meets) and self.solver.impossible(condition.definition):
                return  # which is told where that definition stands
            if self._told_beside_a_wider(condition, here):
                return
            known = self.solver.possible(goal, *here.beside)
            yield self._subsumed(goal, here) if known else self._impossible(goal, here.beside)
        elif NOT_MET in verdicts and not self.solver.possible(goal.negated(), *context):
            sentence = f"`{_said(goal)}` is met wherever it is asked, so that it never decides."
            yield self._finding(FindingKind.NEEDLESS, sentence, (goal,), shown_by=(goal, *here.beside))
        else:
            yield from self._parts(condition, here)

    def _parts(self, condition: Condition, here: _Position) -> Iterator[RuleSetFinding]:
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

    def _told_beside_a_wider(self, condition: Condition, here: _Position) -> bool:
        """Whether an ``unless`` narrows this definition, and its alternatives are met without regard to the ``unless``.

        They decide, as they are met while the exception is unknown; the narrower one is told where it is met.
        """
        narrow = self.examples.rule_set.definitions[condition.definition] if isinstance(condition, Meets) else None
        if narrow is None or narrow.unless is None:
            return False
        others = {name for each in here.instead for name in _named(each)}
        return bool(asked := set(names_in(narrow.when))) and asked <= others

    def _impossible(self, goal: Goal, beside: tuple[Goal, ...]) -> RuleSetFinding:
        parts = goal.condition.parts if isinstance(goal.condition, All) else (goal.condition,)
        near = (*(Goal(part, goal.env, met=True) for part in parts), *beside)
        for one, two in combinations(near, 2):
            if all(map(self.solver.possible, (one, two))) and not self.solver.possible(one, two):
                sentence = f"Nothing can meet both `{_said(one)}` and `{_said(two)}`."
                # Definitions that exclude each other are at odds; tests that do are a slip within one definition.
                kind = FindingKind.CONFLICT if _named(one) and _named(two) else FindingKind.UNREACHABLE
                return self._finding(kind, sentence, (one, two), shown_by=(one,), near=near)
        beside_it = ", given what stands beside it" if self.solver.possible(goal) else ""
        sentence = f"Nothing can meet `{words_of(goal.condition)}`{beside_it}."
        return self._finding(FindingKind.UNREACHABLE, sentence, (goal,), near=near)

    def _subsumed(self, goal: Goal, here: _Position) -> RuleSetFinding:
        beside, instead = here.beside, here.instead
        others = [other for other in instead if not self.solver.possible(goal, *beside, other.negated())] or instead
        wider = " or ".join(f"`{_said(other)}`" for other in others[:3])
        sentence = f"Whatever meets `{_said(goal)}` meets {wider} too, so that it never decides."
        return self._finding(FindingKind.SUBSUMED, sentence, (goal, *others), shown_by=(goal, *beside))

    def _finding(
        self,
        kind: FindingKind,
        sentence: str,
        concerned: tuple[Goal, ...],
        *,
        shown_by: tuple[Goal, ...] = (),
        near: tuple[Goal, ...] = (),
    ) -> RuleSetFinding:
        """Show a transaction that reaches all of ``shown_by`` or, where none can, as much of ``near`` as any does."""
        about, shown = self.definition, None
        if shown_by:
            shown = next(self.examples.reaching(shown_by, about=about), None)
        if shown is None:
            shown = self.examples.nearest(near, about=about)
        rules = dict.fromkeys((about.id, *(name for each in concerned for name in _named(each))))
        level = FindingLevel.WARN if kind is FindingKind.NEEDLESS else FindingLevel.REFUSE
        return RuleSetFinding(kind, tuple(rules), f"{about.id}: {sentence}", shown, level)


def _said(goal: Goal) -> str:
    words = words_of(goal.condition)
    return words if goal.met else f"not ({words})"


def _named(goal: Goal) -> tuple[str, ...]:
    return (goal.condition.definition,) if isinstance(goal.condition, Meets) else ()
