"""A folder as a draft says the same as the folder: nothing that its golden cases ask for gets lost on the way."""

from pathlib import Path

import pytest

from app.domain.located import located
from app.rulefiles.case_files import draft_of
from app.rulefiles.cases import read_cases, stated_cases
from app.rulefiles.rule_folder import find_versions

RULES = Path(__file__).parents[2] / "rules"
FOLDERS = find_versions(RULES)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.version)
def test_a_draft_has_every_golden_case_of_its_folder_also_those_taken_over(folder):
    _, files = draft_of(folder)
    stated = {" ".join(each.case.split()): each for each in stated_cases(located(files, "draft"))}
    read = {" ".join(each.case.split()): each for each in read_cases(folder)}
    assert stated.keys() == read.keys()
    for sentence, case in read.items():
        assert stated[sentence].variants == case.variants
        assert (stated[sentence].expect, stated[sentence].cites) == (case.expect, case.cites)
