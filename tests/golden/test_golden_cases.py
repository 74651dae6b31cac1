"""The golden cases beside the rules, each screened as a caller's transaction would be.

A case that fails shows where it is written, what it expects, what the law says, and the reasons that the law gives.
"""

from app.domain.errors import ScreeningError
from app.domain.screening import Explain
from app.rulefiles.golden import unmet
from tests.golden.versions import VERSIONS, every_batch, law_of, own_cases_in

OPEN = "an open answer asks or waits for a regulation, a settled one does not"


def screened(law, case, transaction, explain):
    try:
        return law.screen(transaction, explain=explain, variants=case.variants)
    except ScreeningError as refused:
        problems = getattr(refused, "problems", None) or [refused]
        raise AssertionError(f"{case.place}: {case.case} is refused: {' '.join(map(str, problems))}") from None


def faults(brief, full):
    """What is wrong with the two answers to one case, beside one another."""
    for part in ("determination", "possible_determinations", "obligations"):
        if brief[part] != full[part]:
            yield f"{part}: brief {brief[part]}, full {full[part]}"
    asked = [[each["pointer"] for each in answer["missing_facts"]] for answer in (brief, full)]
    if asked[0] != asked[1]:
        yield f"asked: brief {asked[0]}, full {asked[1]}"
    open_answer = brief["determination"] == "undetermined"
    waits = "pending_regulations" in brief
    if bool(brief["missing_facts"]) is not open_answer and not (open_answer and waits):
        yield OPEN


def shown(case, answer, found):
    reasons = [f"{each['verdict']:>14}  {each['code']} {each['subject']['pointer']}" for each in answer["reasons"]]
    return "\n".join([f"{case.place}: {case.case}", *(f"  {each}" for each in found), "  reasons:", *reasons])


@every_batch
def test_the_law_says_what_the_case_expects_briefly_and_in_full(version, batch):
    law, failures = law_of(version), []
    for case, transaction in own_cases_in(version, batch):
        brief, full = (screened(law, case, transaction, explain) for explain in (Explain.BRIEF, Explain.FULL))
        if found := [*unmet(case, full), *faults(brief, full)]:
            failures.append(shown(case, full, found))
    assert not failures, "\n\n".join(failures)


def test_there_are_golden_cases_for_every_version():
    assert all(any(True for _ in own_cases_in(version, 0)) for version in VERSIONS)
