"""Reasons as responses give them: one for each element of the law and subject, with the facts read."""

from typing import Any

from app.domain.evaluation.run import Run
from app.domain.language.order import natural
from app.domain.language.ruleset import Definition, RuleSet

_WORDS = {0: "not_met", 1: "unknown", 3: "met"}


class ReasonBook:
    """The parts of a rule set's reasons that are the same in every answer, and their order. Built once."""

    __slots__ = ("_fixed", "_order")

    def __init__(self, rule_set: RuleSet) -> None:
        definitions = tuple(rule_set.definitions.values())
        self._fixed = [
            {"code": each.id, "element": each.element, "citation": each.citation, "statement": each.statement}
            for each in definitions
        ]
        place = {name: index for index, name in enumerate(rule_set.elements)}
        ranked = sorted(range(len(definitions)), key=lambda i: _rank(definitions[i], place))
        self._order = [0] * len(definitions)
        for rank, number in enumerate(ranked):
            self._order[number] = rank

    def reasons(self, run: Run) -> list[dict[str, Any]]:
        """The reasons found in the run, in the order of the elements, then of the paragraphs."""
        order = self._order
        found = sorted(run.reasons, key=lambda each: (order[each[0]], each[3]))
        return [
            {
                **self._fixed[number],
                "verdict": _WORDS[verdict] if applicable else "not_applicable",
                "subject": pointer,
                "facts": [{"pointer": at, "value": value, "test": test} for at, (value, test) in facts.items()],
            }
            for number, verdict, applicable, pointer, facts in found
        ]


def _rank(definition: Definition, place: dict[str, int]) -> tuple[int, bool, list[tuple[int, str]]]:
    """Elements in order; in each, the named steps before the paragraphs, and 850.9 before 850.10."""
    named = not definition.citation.endswith(f" {definition.id}")
    return place[definition.element], not named, natural(definition.id)
