"""Builds what is to be done: the obligations that follow from a determination, each with its last day."""

from datetime import date, timedelta
from typing import Any

from app.domain.answers.determination import Class, ObligationJson
from app.domain.evaluation.run import Run
from app.domain.language.ruleset import Due
from app.domain.regime import AnyTransaction
from app.domain.truth import MET, NOT_MET


def obligations_of(run: Run, answer: Class) -> list[ObligationJson]:
    """Give the duties that follow, or may: ``certain`` says which. The run applies the notes that they rest on."""
    found: list[ObligationJson] = []
    for duty in run.rule_set.obligations:
        if answer not in duty.outcomes:
            continue
        applies = MET if duty.when is None else run.program.truth[duty.when](run.transaction, run)
        if applies != NOT_MET:
            run.applied.update(duty.notes)
            found.append(
                {
                    "kind": duty.kind,
                    "who": duty.who,
                    "what": duty.statement,
                    "due": None if duty.due is None else _last_day(duty.due, run.transaction),
                    "citation": duty.citation,
                    "certain": applies == MET,
                }
            )
    return found


def _last_day(due: Due, transaction: AnyTransaction) -> str | None:
    """Count calendar days from the day after the event; ``None`` while its day is not known."""
    day: Any = transaction
    for step in due.after.steps:
        day = None if day is None else getattr(day, step.field.name)
    if day is None:
        return None
    try:
        last: date = day + timedelta(days=due.days)
    except OverflowError:  # the calendar has no later day
        last = date.max
    return last.isoformat()
