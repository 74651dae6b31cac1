"""Builds what an answer says of its ground: regulations awaited, guidance that touches it, what is unverified."""

from datetime import date

from app.domain.answers.determination import Guidance, PendingRegulationJson, Provenance, UnverifiedJson
from app.domain.evaluation.run import Run
from app.domain.language.ruleset import ReferenceEntry, RuleSet


class ProvenanceBuilder:
    """Builds what answers quote of one rule set. Its entries are the same in every answer and made once."""

    __slots__ = ("_always", "_guidance", "_pending", "_unverified")

    def __init__(self, rule_set: RuleSet) -> None:
        self._pending: list[tuple[str, PendingRegulationJson]] = [
            (name, {"id": name, "citation": each.citation, "awaits": each.awaits, "note": each.statement})
            for name, each in rule_set.pending.items()
        ]
        self._guidance = [(each, _guidance(each)) for each in rule_set.reference if each.touches]
        self._unverified: list[tuple[str, UnverifiedJson]] = []
        self._always: list[UnverifiedJson] = []
        for key, part in rule_set.unverified.items():
            entry: UnverifiedJson = {"kind": part.kind, "citation": part.citation, "note": part.statement}
            if part.kind == "source":
                self._always.append(entry)
            else:
                self._unverified.append((key, {**entry, "id": part.id}))

    def __bool__(self) -> bool:
        return bool(self._always or self._unverified or self._guidance or self._pending)

    def build(self, run: Run) -> Provenance:
        """Give the parts of the response, as far as there is something to tell; nothing here changes the determination.

        Guidance is told with deals completed from its first day to its last. A source that was not checked is told with
        every answer, anything else where the answer rests on it.
        """
        applied = run.applied
        told: Provenance = {}
        if pending := [entry for key, entry in self._pending if key in applied]:
            told["pending_regulations"] = pending
        completed = next(iter(run.regime.days(run.transaction).values()), None)
        if guidance := [entry for each, entry in self._guidance if each.id in applied and _holds(each, completed)]:
            told["guidance"] = guidance
        if unverified := self._always + [entry for key, entry in self._unverified if key in applied]:
            told["unverified"] = unverified
        return told


def _holds(entry: ReferenceEntry, completed: date | None) -> bool:
    return completed is not None and entry.holds_on(completed)


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
