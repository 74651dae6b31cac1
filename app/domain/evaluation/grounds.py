"""Tells the ground of an answer: readings, regulations awaited, guidance that touches it, what is unverified."""

from collections.abc import Callable

from app.domain.answers.determination import (
    AppliedReading,
    Class,
    Guidance,
    PendingRegulationJson,
    Provenance,
    UnverifiedJson,
)
from app.domain.evaluation.run import Run
from app.domain.language.ruleset import Interpretation, PendingRegulation, ReferenceEntry, Unverified


def applied_readings(
    run: Run, answer: Class, class_under: Callable[[Run, str, str], Class] | None
) -> list[AppliedReading]:
    """Give the readings that the answer rests on or waits for; with ``class_under``, what each other one gives."""
    found: list[AppliedReading] = []
    for name, interpretation in run.rule_set.interpretations.items():
        if name not in run.applied:
            continue
        in_use = run.readings[name]
        entry: AppliedReading = {
            "id": interpretation.id,
            "citation": interpretation.citation,
            "reading": in_use,
            "note": _note(interpretation, in_use, thorough=run.thorough),
        }
        if class_under is not None:
            others = {each: class_under(run, name, each) for each in interpretation.readings if each != in_use}
            entry["other_readings_give"] = {each: given for each, given in others.items() if given is not answer}
        found.append(entry)
    return found


def _note(interpretation: Interpretation, in_use: str | None, *, thorough: bool) -> str:
    if in_use is None:
        found = " ".join(f"Either: {each}" for each in interpretation.readings.values())
        return f"{interpretation.question} {found} {interpretation.otherwise or ''}".rstrip()
    decided = "Decided by counsel" if interpretation.taken is None else "Taken here"
    reading, otherwise = interpretation.readings[in_use], (interpretation.otherwise or "") if thorough else ""
    return f"{interpretation.question} {decided}: {reading} {otherwise}".rstrip()


def provenance_of(run: Run) -> Provenance:
    """Give ``pending_regulations``, ``guidance`` and ``unverified``, each only where there is something to tell.

    Guidance is told with deals completed from its first day to its last. Sources that were not checked are the same for
    every answer: they are told with the rule set, and anything else where the answer rests on it.
    """
    rules, applied = run.rule_set, run.applied
    told: Provenance = {}
    if pending := [each for name, each in rules.pending.items() if name in applied]:
        told["pending_regulations"] = [_pending(each, run) for each in pending]
    day = next(iter(run.regime.days(run.transaction).values()), None)
    if day is not None and (held := [each for each in rules.reference if each.id in applied and each.holds_on(day)]):
        told["guidance"] = [_guidance(each) for each in held]
    unverified = [each for key, each in rules.unverified.items() if key in applied and each.kind != "source"]
    if unverified:
        told["unverified"] = [_unverified(each, run) for each in unverified]
    return told


def _pending(regulation: PendingRegulation, run: Run) -> PendingRegulationJson:
    told: PendingRegulationJson = {
        "id": regulation.id,
        "citation": regulation.citation,
        "awaits": regulation.awaits,
    }
    return {**told, "note": regulation.statement} if run.thorough else told


def _guidance(entry: ReferenceEntry) -> Guidance:
    told: Guidance = {
        "id": entry.id,
        "citation": entry.citation,
        "released": entry.begins.isoformat(),
        "note": entry.statement,
    }
    if entry.confidence is not None:
        told["confidence"] = entry.confidence
    return told


def _unverified(part: Unverified, run: Run) -> UnverifiedJson:
    told: UnverifiedJson = {"id": part.id, "kind": part.kind}
    return {**told, "citation": part.citation, "note": part.statement} if run.thorough else told
