"""Under the proposal of 2024, what is possible is what the alternatives that go together give, and nothing else."""

from itertools import product

import pytest

from tests.golden.versions import BATCHES, law_of, own_cases_in

PROPOSAL = "nprm-2024"


def alternatives():
    variants = law_of(PROPOSAL).rule_set.variants
    return {axis: tuple(variants[axis].alternatives) for axis in ("ai_notify", "ai_prohibit")}


def permitted():
    axes, excluded = alternatives(), law_of(PROPOSAL).rule_set.excluded
    combinations = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
    return [each for each in combinations if not any(other.choices == each for other in excluded)]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_class_is_possible_if_and_only_if_a_permitted_combination_gives_it(batch):
    law, axes, combinations = law_of(PROPOSAL), alternatives(), permitted()
    partial = [{}, *({axis: each} for axis, values in axes.items() for each in values)]
    for case, transaction in own_cases_in(PROPOSAL, batch):
        others = {axis: each for axis, each in case.variants.items() if axis not in axes}
        outlines = [law.outline(transaction, variants={**others, **each}) for each in combinations]
        for chosen in partial:
            under = zip(combinations, outlines, strict=True)
            given = [each["possible_determinations"] for other, each in under if chosen.items() <= other.items()]
            answer = law.screen(transaction, variants={**others, **chosen})
            assert set(answer["possible_determinations"]) == set().union(*given), f"{case.place}: under {chosen}"
            if answer["determination"] in {"prohibited", "notifiable"}:
                reasons = answer["reasons"]
                assert any(each["verdict"] == "met" and each["element"] == "outcome" for each in reasons), case.place


def test_three_of_the_nine_combinations_are_excluded():
    assert len(permitted()) == 6
