"""Builds reasons as responses give them: one for each element of the law and subject, with the facts read."""

from collections.abc import Sequence

from app.domain.answers.determination import Reason
from app.domain.evaluation.run import Facts, Run
from app.domain.truth import Verdict, word

Reasons = Sequence[tuple[tuple[int, str], tuple[Verdict, bool, Facts]]]
"""The reasons of a run in order: number of the definition and pointer of the subject; verdict, applicable, facts."""


def found_in(run: Run) -> Reasons:
    """Give the reasons in the order of the elements, then of the paragraphs, as the program numbers them."""
    return [(key, run.reasons[key]) for key in sorted(run.reasons)]


def reasons_of(run: Run, found: Reasons) -> list[Reason]:
    """Give the reasons as responses give them, with the answers on ownership that belong to each."""
    elements = [*run.rule_set.definitions.values()]
    told: list[Reason] = []
    for (number, pointer), (verdict, applicable, facts) in found:
        element = elements[number]
        reason: Reason = {
            "code": element.id,
            "element": element.element,
            "citation": element.citation,
            "statement": element.statement,
            "verdict": word(verdict) if applicable else "not_applicable",
            "subject": pointer,
            "facts": [*facts.values()],
        }
        if id(facts) in run.ownership.accounts:
            reason["ownership"] = run.ownership.accounts[id(facts)][1]
        told.append(reason)
    return told


def paragraphs_of(run: Run, found: Reasons, verdict: Verdict) -> list[str]:
    """Give the paragraphs that have this verdict and quote facts for it, each once."""
    elements = [*run.rule_set.definitions.values()]
    numbers = dict.fromkeys(
        number for (number, _), (given, applicable, facts) in found if given == verdict and facts and applicable
    )
    return [elements[number].id for number in numbers if elements[number].is_paragraph]
