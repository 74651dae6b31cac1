"""The golden cases together reach all of the law: every definition, and every condition both met and not met.

A condition that the readings taken have settled, such as one beside a reading that already satisfies the rule, is no
branch; see ``app/domain/evaluation/branches.py``.
"""

from functools import cache

import pytest

from app.domain.answers.lifecycle import FindingLevel
from app.rulefiles.gate import analysed
from app.rulefiles.golden import check_golden_cases
from tests.golden.versions import VERSIONS

every_version = pytest.mark.parametrize("version", VERSIONS)


@cache
def report_on(version):
    return check_golden_cases(VERSIONS[version])


@every_version
def test_every_branch_of_the_law_is_reached_by_a_golden_case(version):
    coverage = report_on(version).coverage
    assert not coverage.gaps, str(coverage)


@every_version
def test_every_golden_case_gets_what_it_expects(version):
    faults = report_on(version).faults
    assert not faults, "\n".join(map(str, faults))


@every_version
def test_nothing_found_in_a_rule_set_forbids_publishing_it(version):
    report = report_on(version)
    findings = analysed(report.rule_set, report.samples, report.coverage)
    assert [finding["sentence"] for finding in findings if finding["level"] == FindingLevel.REFUSE] == []
