"""Under the proposal of 2024, what is possible is what the alternatives that go together give, and nothing else."""

from itertools import product
from pathlib import Path

import pytest

from app.api.wire.reader import TransactionReader
from app.domain.language.compiler import compile_rule_set
from app.domain.screening import Law
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import find_versions, read_version

RULES = Path(__file__).parents[2] / "rules"
[PROPOSAL] = [each for each in find_versions(RULES) if each.version == "nprm-2024"]
LAW = Law(compile_rule_set(read_version(PROPOSAL)))
CASES = [each for each in read_cases(PROPOSAL) if each.place.source.startswith(f"{PROPOSAL.source}/")]
AXES = {axis: tuple(LAW.rule_set.variants[axis].alternatives) for axis in ("ai_notify", "ai_prohibit")}
PARTIAL = [{}, *({axis: each} for axis, alternatives in AXES.items() for each in alternatives)]


def permitted():
    for values in product(*AXES.values()):
        combination = dict(zip(AXES, values, strict=True))
        if not any(each.choices == combination for each in LAW.rule_set.excluded):
            yield combination


PERMITTED = list(permitted())


@pytest.mark.parametrize("case", CASES, ids=[each.case.encode("ascii", "replace").decode() for each in CASES])
def test_a_class_is_possible_if_and_only_if_a_permitted_combination_gives_it(case):
    transaction = TransactionReader().read_plain(case.transaction).transaction
    others = {axis: each for axis, each in case.variants.items() if axis not in AXES}
    given = [
        (each, set(LAW.outline(transaction, variants={**others, **each})["possible_determinations"]))
        for each in PERMITTED
    ]
    for chosen in PARTIAL:
        answer = LAW.screen(transaction, variants={**others, **chosen})
        under = (classes for combination, classes in given if chosen.items() <= combination.items())
        assert set(answer["possible_determinations"]) == set().union(*under), chosen
        if answer["determination"] in {"prohibited", "notifiable"}:
            assert any(each["verdict"] == "met" and each["element"] == "outcome" for each in answer["reasons"]), chosen


def test_three_of_the_nine_combinations_are_excluded():
    assert len(PERMITTED) == 6
