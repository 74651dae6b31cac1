"""Builds what an answer says of the readings that it rests on or waits for."""

from collections.abc import Callable, Mapping

from app.domain.answers.determination import AppliedReading, Class
from app.domain.evaluation.run import Run
from app.domain.language.ruleset import Interpretation


class InterpretationBuilder:
    """Builds the readings of one rule set for answers. What is the same in every answer is written once."""

    __slots__ = ("_interpretations", "_order", "_taken")

    def __init__(self, interpretations: Mapping[str, Interpretation]) -> None:
        self._interpretations = interpretations
        self._order = {name: place for place, name in enumerate(interpretations)}
        self._taken = {
            name: _applied(each, each.taken) for name, each in interpretations.items() if each.taken is not None
        }

    def build(
        self, run: Run, answer: Class, class_under: Callable[[Run, str, str], Class] | None
    ) -> list[AppliedReading]:
        """Give the readings that the answer rests on or waits for; with ``class_under``, what each other one gives."""
        found: list[AppliedReading] = []
        for name in sorted(run.applied & self._order.keys(), key=self._order.__getitem__):
            interpretation, in_use = self._interpretations[name], run.readings[name]
            fixed = self._taken.get(name) if in_use == interpretation.taken else None
            entry = fixed.copy() if fixed is not None else _applied(interpretation, in_use)
            if class_under is not None:
                others = {each: class_under(run, name, each) for each in interpretation.readings if each != in_use}
                entry["other_readings_give"] = {each: given for each, given in others.items() if given is not answer}
            found.append(entry)
        return found


def _applied(interpretation: Interpretation, in_use: str | None) -> AppliedReading:
    return {
        "id": interpretation.id,
        "citation": interpretation.citation,
        "reading": in_use,
        "note": _note(interpretation, in_use),
    }


def _note(interpretation: Interpretation, in_use: str | None) -> str:
    if in_use is None:
        found = " ".join(f"Either: {each}" for each in interpretation.readings.values())
        return f"{interpretation.question} {found} {interpretation.otherwise or ''}".rstrip()
    decided = "by counsel's decision" if interpretation.taken is None else "on the reading taken"
    reading, otherwise = interpretation.readings[in_use], interpretation.otherwise or ""
    return f"{interpretation.question} Here, {decided}: {reading} {otherwise}".rstrip()
