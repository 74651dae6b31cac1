"""Builds what is to be done: the obligations that follow from a determination, by day, and the next step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from app.domain.answers.determination import STEPS, UNDETERMINED, Class, NextStep, ObligationJson, WhoJson
from app.domain.days import CalendarYears
from app.domain.evaluation.classes import NO_DUTY
from app.domain.evaluation.named_parties import standing
from app.domain.evaluation.run import Run
from app.domain.evaluation.subjects import called
from app.domain.facts.fact import PartyId
from app.domain.language.ruleset import Due, Obligation, Until
from app.domain.regime import AnyTransaction
from app.domain.truth import MET, NOT_MET, Verdict


@dataclass(frozen=True, slots=True)
class Duty:
    """Holds an obligation that follows or may follow: whether it does, its last day, until when, and who owes it."""

    obligation: Obligation
    applies: Verdict
    due: date | None
    owed_by: tuple[PartyId, ...]
    until: date | None = None


def duties_of(run: Run, answer: Class) -> list[Duty]:
    """Find the duties that follow, or may, by day; those without a day last. The run applies the notes they rest on."""
    found: list[Duty] = []
    for each in run.rule_set.obligations:
        if answer not in each.outcomes:
            continue
        applies = MET if each.when is None else run.program.truth[each.when](run.transaction, run)
        if applies != NOT_MET:
            run.applied.update(each.notes)
            due = None if each.due is None else _last_day(each.due, run.transaction)
            found.append(Duty(each, applies, due, tuple(_owed_by(each, run))))
    found = [each if each.obligation.until is None else _lasting(each, each.obligation.until, found) for each in found]
    dated = sorted((each for each in found if each.due is not None), key=lambda each: cast("date", each.due))
    return [*dated, *(each for each in found if each.due is None)]


def obligations_of(run: Run, duties: Sequence[Duty]) -> list[ObligationJson]:
    """Write the duties, one for each party that owes it where they can be named."""
    written: list[ObligationJson] = []
    for duty in duties:
        for who in _who(run, duty):
            told: ObligationJson = {
                "kind": duty.obligation.kind,
                "step": duty.obligation.step,
                "who": who,
                "what": duty.obligation.statement,
                "due": duty.due.isoformat() if duty.due is not None else None,
                "citation": duty.obligation.citation,
                "certain": duty.applies == MET,
            }
            if duty.until is not None:
                told["until"] = duty.until.isoformat()
            written.append(told)
    return written


def next_step(answer: Class, duties: Sequence[Duty]) -> NextStep:
    """Give the most urgent of what the duties ask for.

    An undetermined answer asks, whatever its duties; so does a class with a duty of which the rule set says no step.
    """
    if answer == UNDETERMINED:
        return "ask"
    most: NextStep = "none" if answer in NO_DUTY else "ask"
    return min((duty.obligation.step for duty in duties), key=STEPS.index, default=most)


def _who(run: Run, duty: Duty) -> list[WhoJson]:
    role = duty.obligation.who
    named: list[WhoJson] = [
        {"role": role, "pointer": run.at(each), "name": called(run.parties[each])} for each in duty.owed_by
    ]
    return named or [{"role": role}]


def _owed_by(obligation: Obligation, run: Run) -> Iterator[PartyId]:
    """Name the parties that stand in the places where whoever owes the duty stands, and that meet what they must."""
    if obligation.by is None:
        return
    meets = run.program.truth[obligation.by.definition]
    there = {each for path in obligation.by.among for each in standing(path, run.transaction)}
    for name, party in run.parties.items():
        if name in there and meets(party, run) == MET:
            yield name


def _last_day(due: Due, transaction: AnyTransaction) -> date | None:
    """Count calendar days from the day after the event; ``None`` while its day is not known."""
    day: Any = transaction
    for step in due.after.steps:
        day = None if day is None else getattr(day, step.field.name)
    return None if day is None else _later(day, timedelta(days=due.days))


def _lasting(duty: Duty, until: Until, duties: Sequence[Duty]) -> Duty:
    """Say until when a duty lasts: counted from the latest day of those that it follows, if each of them has one."""
    days = [each.due for each in duties if each.obligation.kind in until.after_due_of]
    known = [day for day in days if day is not None]
    return replace(duty, until=_later(max(known), until.years)) if known and len(known) == len(days) else duty


def _later(day: date, by: timedelta | CalendarYears) -> date:
    try:
        last: date = day + by
    except OverflowError:  # the calendar has no later day
        return date.max
    return last
