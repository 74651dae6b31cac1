"""Builds what is to be done: the obligations that follow from a determination, each with its last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.domain.answers.determination import Class, ObligationJson
from app.domain.evaluation.program import Judge, Program
from app.domain.evaluation.run import Run
from app.domain.language.ruleset import Due, Obligation
from app.domain.regime import AnyTransaction
from app.domain.truth import MET, NOT_MET


class ObligationBuilder:
    """Builds the obligations of one rule set, by the determinations that they follow from. Made once."""

    __slots__ = ("_following",)

    def __init__(self, program: Program) -> None:
        answers = program.rule_set.regime.determinations
        ready = [(each.outcomes, _ready(each, program)) for each in program.rule_set.obligations]
        self._following = {answer: [duty for outcomes, duty in ready if answer in outcomes] for answer in answers}

    def build(self, run: Run, answer: Class) -> list[ObligationJson]:
        """Give the duties that follow, or may: ``certain`` says which. The run applies the notes that they rest on."""
        found: list[ObligationJson] = []
        for duty in self._following[answer]:
            applies = duty.when(run.transaction, run) if duty.when is not None else MET
            if applies != NOT_MET:
                run.applied.update(duty.obligation.notes)
                due = duty.due.last_day(run.transaction) if duty.due is not None else None
                found.append(
                    {
                        "kind": duty.obligation.kind,
                        "who": duty.obligation.who,
                        "what": duty.obligation.statement,
                        "due": due,
                        "citation": duty.obligation.citation,
                        "certain": applies == MET,
                    }
                )
        return found


@dataclass(frozen=True, slots=True)
class _Deadline:
    """Counts calendar days from the day after the event that stands at ``steps``."""

    days: timedelta
    steps: tuple[str, ...]

    def last_day(self, transaction: AnyTransaction) -> str | None:
        value: Any = transaction
        for step in self.steps:
            value = None if value is None else getattr(value, step)
        if value is None:
            return None
        try:
            last: date = value + self.days
        except OverflowError:  # the calendar has no later day
            last = date.max
        return last.isoformat()


@dataclass(frozen=True, slots=True)
class _Duty:
    obligation: Obligation
    when: Judge | None
    due: _Deadline | None


def _ready(obligation: Obligation, program: Program) -> _Duty:
    return _Duty(
        obligation,
        when=program.truth[obligation.when] if obligation.when is not None else None,
        due=_deadline(obligation.due) if obligation.due is not None else None,
    )


def _deadline(due: Due) -> _Deadline:
    return _Deadline(timedelta(days=due.days), tuple(step.field.name for step in due.after.steps))
