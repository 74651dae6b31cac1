"""Reasons as responses give them: one for each element of the law and subject, with the facts read."""

from collections.abc import Sequence
from typing import Any

from app.domain.evaluation.graphs import Accounts
from app.domain.evaluation.run import Facts, Run
from app.domain.language.ruleset import RuleSet
from app.domain.truth import word

Found = Sequence[tuple[tuple[int, str], tuple[int, bool, Facts]]]
"""The reasons of a run in order: number of the definition and pointer of the subject; verdict, applicable, facts."""


def found_in(run: Run) -> Found:
    """The reasons in the order of the elements, then of the paragraphs, as the program numbers them."""
    reasons = run.reasons
    return [(key, reasons[key]) for key in sorted(reasons)]


class ReasonBook:
    """The parts of a rule set's reasons that are the same in every answer. Built once."""

    __slots__ = ("_fixed", "_paragraphs")

    def __init__(self, rule_set: RuleSet) -> None:
        definitions = rule_set.definitions.values()
        self._fixed = [
            {"code": each.id, "element": each.element, "citation": each.citation, "statement": each.statement}
            for each in definitions
        ]
        self._paragraphs = [each.id if each.is_paragraph else None for each in definitions]

    def told(self, found: Found, accounts: Accounts) -> list[dict[str, Any]]:
        """The reasons as responses give them, with the answers on ownership that belong to each."""
        fixed = self._fixed
        told = [
            {
                **fixed[number],
                "verdict": word(verdict) if applicable else "not_applicable",
                "subject": pointer,
                "facts": [*facts.values()],
            }
            for (number, pointer), (verdict, applicable, facts) in found
        ]
        if accounts:
            for reason, (_, (_, _, facts)) in zip(told, found, strict=True):
                if id(facts) in accounts:
                    reason["ownership"] = accounts[id(facts)][1]
        return told

    def paragraphs(self, found: Found, verdict: int) -> list[str]:
        """The paragraphs that have this verdict and quote facts for it, each once."""
        numbers = {
            number: None
            for (number, _), (given, applicable, facts) in found
            if given == verdict and facts and applicable
        }
        return [code for code in map(self._paragraphs.__getitem__, numbers) if code is not None]
