"""Builds reasons as responses give them: one for each element of the law and subject, with the facts read."""

from collections.abc import Sequence

from app.domain.answers.determination import Reason
from app.domain.evaluation.run import Accounts, Facts, Run
from app.domain.language.ruleset import RuleSet
from app.domain.truth import word

Reasons = Sequence[tuple[tuple[int, str], tuple[int, bool, Facts]]]
"""The reasons of a run in order: number of the definition and pointer of the subject; verdict, applicable, facts."""


def found_in(run: Run) -> Reasons:
    """Give the reasons in the order of the elements, then of the paragraphs, as the program numbers them."""
    reasons = run.reasons
    return [(key, reasons[key]) for key in sorted(reasons)]


class ReasonBuilder:
    """Describes the elements of a rule set, as its reasons name them."""

    __slots__ = ("_elements", "_paragraphs")

    def __init__(self, rule_set: RuleSet) -> None:
        self._elements = (*rule_set.definitions.values(),)
        self._paragraphs = [each.id if each.is_paragraph else None for each in self._elements]

    def build(self, found: Reasons, accounts: Accounts) -> list[Reason]:
        """Give the reasons as responses give them, with the answers on ownership that belong to each."""
        elements = self._elements
        told: list[Reason] = [
            {
                "code": (element := elements[number]).id,
                "element": element.element,
                "citation": element.citation,
                "statement": element.statement,
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

    def paragraphs(self, found: Reasons, verdict: int) -> list[str]:
        """Give the paragraphs that have this verdict and quote facts for it, each once."""
        numbers = {
            number: None
            for (number, _), (given, applicable, facts) in found
            if given == verdict and facts and applicable
        }
        return [code for code in map(self._paragraphs.__getitem__, numbers) if code is not None]
