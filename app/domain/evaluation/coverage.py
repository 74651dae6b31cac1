"""Measures how much of a rule set a series of transactions has put to use.

A branch is reached with a verdict when some transaction gives it that verdict. The verdict also tells when no other
part of the same definition has settled the matter already: then the definition would be judged otherwise if the
condition were missing or turned round. Where conditions overlap, as those on one date do, not every verdict can tell.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from app.domain.evaluation.branches import Branch, BranchPlace, branches
from app.domain.evaluation.judging import Judging, lists_parties
from app.domain.evaluation.paths import Variables, record_at, value_at
from app.domain.evaluation.program import Program
from app.domain.evaluation.run import Run
from app.domain.language.nodes import All, Condition, ForAny, Meets
from app.domain.language.ruleset import RuleSet
from app.domain.language.soundness import parts_of
from app.domain.regime import AnyTransaction
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

_WORDS = {NOT_MET: "not met", MET: "met"}
SeenVerdicts = defaultdict[BranchPlace, set[int]]


@dataclass(frozen=True, slots=True)
class Gap:
    """Describes a branch that never had one or both of the verdicts that it can have."""

    branch: Branch
    never: tuple[int, ...]

    def __str__(self) -> str:
        definition = self.branch.place[0]
        head = f"{definition}: {self.branch.words}" if self.branch.words else definition
        return f"{head} — never {' and never '.join(_WORDS[verdict] for verdict in self.never)}"


@dataclass(frozen=True, slots=True)
class Report:
    """Says what was reached, in lines for a lawyer.

    ``verdicts`` is the number of definite verdicts that the ``branches`` can have, ``reached`` and ``telling`` how many
    of them some transaction gave, and gave tellingly; ``unknown`` is the number of branches that were unknown at times.
    ``gaps`` are the branches not reached with every verdict, ``untold`` those reached whose verdict never told.
    """

    branches: int
    verdicts: int
    reached: int
    telling: int
    unknown: int
    gaps: tuple[Gap, ...]
    untold: tuple[Gap, ...]

    @property
    def complete(self) -> bool:
        """Say whether every branch was reached with every verdict that it can have."""
        return not self.gaps

    def __str__(self) -> str:
        counts = (
            f"{self.reached} of {self.verdicts} verdicts on {self.branches} conditions reached, {self.telling} of them "
            f"telling; {self.unknown} conditions were unknown at times"
        )
        return "\n".join([counts, *map(str, self.gaps)])


@dataclass(frozen=True, slots=True)
class _Judged:
    """A condition, what it was called with, and its verdict."""

    condition: Condition
    variables: Variables
    subject: Any
    verdict: Verdict


class Coverage:
    """Watches transactions being judged under one rule set."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._reached: SeenVerdicts = defaultdict(set)
        self._telling: SeenVerdicts = defaultdict(set)
        self._known: dict[tuple[str, int], int] = {}
        self._branches = branches(rule_set)
        self._judging = Judging(rule_set)
        watched = {name: partial(self._defined, name) for name in rule_set.definitions}
        self._rule_set = rule_set
        self._program = Program(rule_set, truth=watched, explain={}, full={}, conditions={}, computed={}, forks={})

    def watch(
        self, transactions: Iterable[AnyTransaction], *, variants: Mapping[str, str] = MappingProxyType({})
    ) -> "Coverage":
        """Give the same watch after all of the law has been applied to the transactions, with ``variants`` chosen."""
        for transaction in transactions:
            decisions = {each.interpretation: each.reading for each in transaction.legal_decisions}
            run = Run(self._program, transaction, {**self._rule_set.readings, **variants, **decisions})
            self._known.clear()
            for name in self._rule_set.asked:
                self._defined(name, transaction, run)
            run.ownership.forget()
        return self

    def forget(self) -> None:
        """Start anew, as if nothing had been watched."""
        self._reached.clear()
        self._telling.clear()

    def has_seen(self, place: BranchPlace, verdict: int) -> bool:
        """Say whether the condition at the place has had the verdict."""
        return verdict in self._reached[place]

    def report(self) -> Report:
        """Say what has been seen so far, and what has not."""
        gaps, untold = self._gaps(self._reached), self._gaps(self._telling)
        unreached = {gap.branch.place for gap in gaps}
        verdicts = sum(len(branch.verdicts) for branch in self._branches)
        return Report(
            branches=len(self._branches),
            verdicts=verdicts,
            reached=verdicts - sum(len(gap.never) for gap in gaps),
            telling=verdicts - sum(len(gap.never) for gap in untold),
            unknown=sum(UNKNOWN in self._reached[branch.place] for branch in self._branches),
            gaps=gaps,
            untold=tuple(gap for gap in untold if gap.branch.place not in unreached),
        )

    def _gaps(self, seen: SeenVerdicts) -> tuple[Gap, ...]:
        missing = (
            (branch, tuple(v for v in (MET, NOT_MET) if v in branch.verdicts and v not in seen[branch.place]))
            for branch in self._branches
        )
        return tuple(Gap(branch, never) for branch, never in missing if never)

    def _defined(self, name: str, subject: Any, run: Run) -> Verdict:
        key = (name, id(subject))
        if key not in self._known:
            variables = Variables.about(self._rule_set.definitions[name])
            whole = self._judged(self._judging.conditions[name], variables, subject, run)
            self._known[key] = whole.verdict
            self._look(whole, run, place=(name, ()), tells=True)
        return self._known[key]

    def _judged(self, condition: Condition, variables: Variables, subject: Any, run: Run) -> _Judged:
        verdict = self._judging.condition(condition, variables)(subject, run)
        return _Judged(condition, variables, subject, verdict)

    def _look(self, judged: _Judged, run: Run, *, place: BranchPlace, tells: bool) -> None:
        """Note the verdicts on a condition and its parts; ``tells`` says whether this one does."""
        self._reached[place].add(judged.verdict)
        if tells:
            self._telling[place].add(judged.verdict)
        settles = NOT_MET if isinstance(judged.condition, All) else MET
        parts = list(self._parts(judged, run))
        settling = [part for _, part in parts if part.verdict == settles]
        for index, part in parts:
            alone = not settling or (len(settling) == 1 and settling[0] is part)
            self._look(part, run, place=(place[0], (*place[1], index)), tells=tells and alone)

    def _parts(self, judged: _Judged, run: Run) -> Iterator[tuple[int, _Judged]]:
        """Judge the parts of a condition, each with its number; the definition that it names is looked at by itself."""
        condition, variables, subject = judged.condition, judged.variables, judged.subject
        if isinstance(condition, Meets):
            record = record_at(condition.path, variables)(subject, run)
            if record is not None:
                self._defined(condition.definition, record, run)
        elif isinstance(condition, ForAny):
            inner, listing = variables.within(condition.variable, condition.part), value_at(condition.path, variables)
            found, joined, of_parties = listing(subject, run), variables.joined(inner), lists_parties(condition)
            for item in found.items if found is not None else ():
                within = joined(subject, run.parties[item] if of_parties else item)
                yield 0, self._judged(condition.part, inner, within, run)
        else:
            for index, part in enumerate(parts_of(condition)):
                yield index, self._judged(part, variables, subject, run)
