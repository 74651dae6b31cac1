"""One rule set put to many transactions, quickly: classes and verdicts without reasons."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from app.domain.analysis.findings import Witness
from app.domain.analysis.models import Goal
from app.domain.answers.determination import Class, ObligationJson
from app.domain.evaluation.classes import NO_DUTY, determined
from app.domain.evaluation.reference import Found, truth
from app.domain.evaluation.run import Run
from app.domain.language.ruleset import RuleSet
from app.domain.screening import Explain, Law
from app.domain.truth import MET

SEVERITY = {Class.NOT_COVERED: 0, Class.EXCEPTED: 0, Class.NOTIFIABLE: 1, Class.PROHIBITED: 2}
"""How grave a definite class is; an undetermined answer has no place in the order."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a witness. Equal ``marks`` mean that the same definitions had the same verdicts."""

    witness: Witness
    possible: tuple[Class, ...]
    verdicts: tuple[tuple[str, int, int], ...]
    marks: frozenset[tuple[int, int]]

    @property
    def determination(self) -> Class:
        """The class, or that it is undetermined."""
        return determined(self.possible)

    @property
    def has_duty(self) -> bool:
        """Whether the deal is certainly in a class with a duty."""
        return NO_DUTY.isdisjoint(self.possible)


class Bench:
    """Judges witnesses under one rule set; ``failures`` are the exceptions that rules raised, with their witness."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.failures: list[tuple[Exception, Witness]] = []
        self._at: Witness | None = None
        self._law = Law(rule_set, on_failure=self._failed)
        self._taken: dict[str, str | None] = {each.id: each.taken for each in rule_set.interpretations.values()}
        self._taken.update(dict.fromkeys(rule_set.variants))

    def run(self, witness: Witness) -> Run:
        """A screening of the witness that has only begun."""
        decisions = {each.interpretation: each.reading for each in witness.transaction.legal_decisions}
        return Run(self.rule_set, witness.transaction, {**self._taken, **witness.variants, **decisions})

    def judge(self, witness: Witness) -> Judged:
        """The verdicts on the outcomes and the classes possible."""
        self._at = witness
        run = self.run(witness)
        verdicts = self._law.verdicts(run)
        marks = frozenset((key[0] if isinstance(key, tuple) else key, each) for key, each in run.memory.items())
        run.graphs.forget()
        return Judged(witness, self._law.possible(run, verdicts), verdicts, marks)

    def facts_read(self, witness: Witness, *, explain: Explain) -> tuple[str, ...]:
        """The pointers of the stated facts that the answer quotes, sorted."""
        self._at = witness
        answer = self._law.screen(witness.transaction, explain=explain, variants=witness.variants)
        quoted = (fact for reason in answer["reasons"] for fact in reason["facts"])
        return tuple(sorted({fact["pointer"] for fact in quoted if fact["value"] is not None}))

    def duties(self, witness: Witness) -> list[ObligationJson]:
        """The obligations of the answer."""
        self._at = witness
        return self._law.screen(witness.transaction, variants=witness.variants)["obligations"]

    def meets(self, goals: tuple[Goal, ...], subject: Found, *, variable: str, run: Run) -> bool:
        """Whether all goals are certainly reached for the subject, whatever the rest of the transaction says."""
        names = {"transaction": Found(run.transaction, ""), variable: subject}
        known = [goal for goal in goals if dict(goal.env).keys() <= names.keys()]
        return all(truth(goal.condition, names, run) == (MET if goal.met else 0) for goal in known)

    def _failed(self, failure: Exception) -> None:
        if self._at is not None:
            self.failures.append((failure, self._at))


def records(value: Any, pointer: str = "") -> Iterator[Found]:
    """Every record in a transaction, the transaction included, with its pointer."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from records(item, f"{pointer}/{index}")
    elif is_dataclass(value):
        yield Found(value, pointer)
        for each in fields(value):
            inner = getattr(value, each.name)
            if inner is not None:
                yield from records(inner, f"{pointer}/{each.name}")


def records_of(witness: Witness, record: type[Any]) -> Iterator[Found]:
    """Every record of this type in the transaction of a witness, with its pointer."""
    return (found for found in records(witness.transaction) if isinstance(found.value, record))
