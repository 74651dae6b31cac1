"""The golden cases beside the rules, each screened as a caller's transaction would be.

A case that fails shows where it is written, what it expects, what the law says, and the reasons that the law gives.
"""

from pathlib import Path

import pytest

from app.api.wire.reader import TransactionReader
from app.domain.errors import ScreeningError
from app.domain.language.compiler import compile_rule_set
from app.domain.screening import Explain, Law
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import find_versions, read_version

RULES = Path(__file__).parents[2] / "rules"
VERSIONS = find_versions(RULES)
LAWS = {version.source: Law(compile_rule_set(read_version(version))) for version in VERSIONS}
READER = TransactionReader()


def _parameters():
    for version in VERSIONS:
        for case in read_cases(version):
            if not case.place.source.startswith(f"{version.source}/"):
                continue  # taken over from the version that this one amends; test_coverage.py puts it to this one too
            name = f"{version.version} {Path(case.place.source).stem}: {case.case}"
            yield pytest.param(LAWS[version.source], case, id=name.encode("ascii", "replace").decode())


every_golden_case = pytest.mark.parametrize(("law", "case"), list(_parameters()))


def screened(law, case, explain):
    try:
        return law.screen(READER.read_plain(case.transaction).transaction, explain=explain, variants=case.variants)
    except ScreeningError as refused:
        problems = getattr(refused, "problems", None) or [refused]
        return pytest.fail(f"{case.place}: {case.case}\n  refused: " + "\n           ".join(map(str, problems)))


def unmet(case, answer):
    """What the case expects and the answer does not give, one line each."""
    verdicts = {(reason["code"], reason["verdict"]) for reason in answer["reasons"]}
    asked = {each["pointer"] for each in [*answer["missing_facts"], *answer["further_questions"]]}
    applied = {each["id"] for each in answer["interpretations"]}
    duties = [(each["kind"], each["due"]) for each in answer["obligations"]]

    if answer["determination"] != case.expect:
        yield f"expected {case.expect}, got {answer['determination']}"
    if case.possible and set(case.possible) != set(answer["possible_determinations"]):
        yield f"possible: expected {sorted(case.possible)}, got {sorted(answer['possible_determinations'])}"
    for word, expected in (("met", case.because), ("not_met", case.not_met)):
        for code in expected:
            if (code, word) not in verdicts:
                got = sorted(verdict for each, verdict in verdicts if each == code) or "no such reason"
                yield f"{code}: expected {word}, got {got}"
    awaited = {each["id"] for each in answer.get("pending_regulations", ())}
    for part, wanted, found in (
        ("asks", case.asks, asked),
        ("interpretations", case.interpretations, applied),
        ("pending", case.pending, awaited),
    ):
        yield from (f"{part}: expected {each}, got {sorted(found)}" for each in wanted if each not in found)
    for duty in case.obligations:
        due = duty.due.isoformat() if duty.due is not None else None
        if any(kind == duty.kind and due in (None, day) for kind, day in duties) is not duty.arises:
            yield f"obligations: expected {duty}, got {duties}"


def told(case, answer, failures):
    reasons = [f"{each['verdict']:>14}  {each['code']} {each['subject']}" for each in answer["reasons"]]
    return "\n".join([f"{case.place}: {case.case}", *(f"  {each}" for each in failures), "  reasons:", *reasons])


@every_golden_case
def test_the_law_says_what_the_case_expects(law, case):
    answer = screened(law, case, Explain.FULL)
    failures = list(unmet(case, answer))
    assert not failures, told(case, answer, failures)


@every_golden_case
def test_a_brief_answer_determines_and_asks_the_same_and_asks_only_while_open(law, case):
    brief, full = screened(law, case, Explain.BRIEF), screened(law, case, Explain.FULL)
    for part in ("determination", "possible_determinations", "obligations"):
        assert brief[part] == full[part], f"{case.place}: {part}"
    assert [each["pointer"] for each in brief["missing_facts"]] == [each["pointer"] for each in full["missing_facts"]]
    waits = "pending_regulations" in brief
    open_answer = brief["determination"] == "undetermined"
    assert bool(brief["missing_facts"]) is open_answer or (open_answer and waits), (
        f"{case.place}: an open answer asks or waits for a regulation, a settled one does not"
    )


def test_there_are_golden_cases_for_every_version():
    assert all(read_cases(version) for version in VERSIONS)
