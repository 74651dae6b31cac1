"""Puts one rule set to many transactions, quickly: classes and verdicts without reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.analysis.findings import Sample
from app.domain.analysis.solver import Goal
from app.domain.answers.determination import Class, ObligationJson
from app.domain.evaluation.classes import NO_DUTY, determined
from app.domain.evaluation.judging import Judging
from app.domain.evaluation.paths import Variables
from app.domain.evaluation.program import Judge
from app.domain.evaluation.run import Run
from app.domain.facts.places import records
from app.domain.language.ruleset import Definition, RuleSet
from app.domain.screening import Explain, Law
from app.domain.truth import MET, NOT_MET


@dataclass(frozen=True, slots=True)
class JudgedSample:
    """What the rules say of a sample. Equal ``marks`` mean that the same definitions had the same verdicts."""

    sample: Sample
    possible: tuple[Class, ...]
    verdicts: tuple[tuple[str, int, int], ...]
    marks: frozenset[tuple[int, int]]

    @property
    def determination(self) -> Class:
        """Give the class, or that it is undetermined."""
        return determined(self.possible)

    @property
    def words(self) -> str:
        """Give the class as it is read aloud."""
        return self.determination.replace("_", " ")

    @property
    def has_duty(self) -> bool:
        """Whether the deal is certainly in a class with a duty."""
        return NO_DUTY.isdisjoint(self.possible)


class SampleJudge:
    """Judges samples under one rule set; ``failures`` are the exceptions that rules raised, with their sample."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.failures: list[tuple[Exception, Sample]] = []
        self._at: Sample | None = None
        self._judging = Judging(rule_set)
        self._judges: dict[int, tuple[Goal, Judge]] = {}
        self._law = Law(rule_set, on_failure=self._failed)
        self._readings = rule_set.readings

    def judge(self, sample: Sample) -> JudgedSample:
        """Find the verdicts on the outcomes and the classes possible."""
        self._at = sample
        run = self._run(sample)
        verdicts = self._law.verdicts(run)
        marks = frozenset((key[0] if isinstance(key, tuple) else key, each) for key, each in run.memory.items())
        run.ownership.forget()
        return JudgedSample(sample, self._law.possible(run, verdicts), verdicts, marks)

    def facts_read(self, sample: Sample, *, explain: Explain) -> tuple[str, ...]:
        """List the pointers of the stated facts that the answer quotes, sorted."""
        self._at = sample
        answer = self._law.screen(sample.transaction, explain=explain, variants=sample.variants)
        quoted = (fact for reason in answer["reasons"] for fact in reason["facts"])
        return tuple(sorted({fact["pointer"] for fact in quoted if fact["value"] is not None}))

    def duties(self, sample: Sample) -> list[ObligationJson]:
        """List the obligations of the answer."""
        self._at = sample
        return self._law.screen(sample.transaction, variants=sample.variants)["obligations"]

    def reached(
        self, sample: Sample, goals: Sequence[Goal], *, about: Definition, at: str | None = None
    ) -> Iterator[tuple[int, str]]:
        """Count for each record that the definition is about, or for that ``at`` a place, the goals certainly reached.

        The record is told by its pointer. A goal about something else, such as an item of a list, counts as reached.
        """
        run = self._run(sample)
        for subject in records(sample.transaction):
            if isinstance(subject.value, about.record) and at in (None, subject.pointer):
                missed = (
                    dict(goal.env).keys() <= {"transaction", about.variable}
                    and self._judging_of(goal, about)(subject.value, run) != (MET if goal.met else NOT_MET)
                    for goal in goals
                )
                yield len(goals) - sum(missed), subject.pointer

    def _judging_of(self, goal: Goal, about: Definition) -> Judge:
        """Compile the condition of a goal once; the goal is kept, so that nothing else has its identity."""
        if id(goal) not in self._judges:
            self._judges[id(goal)] = goal, self._judging.condition(goal.condition, Variables.about(about))
        return self._judges[id(goal)][1]

    def _run(self, sample: Sample) -> Run:
        decisions = {each.interpretation: each.reading for each in sample.transaction.legal_decisions}
        return Run(self._law.program, sample.transaction, {**self._readings, **sample.variants, **decisions})

    def _failed(self, failure: Exception) -> None:
        if self._at is not None:
            self.failures.append((failure, self._at))
