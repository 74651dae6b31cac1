"""The golden cases together reach all of the law: every definition, and every condition both met and not met.

A condition that the readings taken have settled, such as one beside a reading that already satisfies the rule, is no
branch; see ``app/domain/evaluation/branches.py``.
"""

from pathlib import Path

import pytest

from app.main import analysed, check_golden_cases
from app.service.gate import Level

REPORTS = check_golden_cases(Path(__file__).parents[2] / "rules")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.version.source)
def test_every_branch_of_the_law_is_reached_by_a_golden_case(report):
    assert not report.coverage.gaps, str(report.coverage)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.version.source)
def test_every_golden_case_gets_what_it_expects(report):
    assert not report.faults, "\n".join(map(str, report.faults))


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.version.source)
def test_nothing_found_in_a_rule_set_forbids_publishing_it(report):
    findings = analysed(report.rule_set, report.witnesses, report.coverage)
    assert [finding.sentence for finding in findings if finding.level is Level.REFUSE] == []
