"""A proposal's alternatives: nothing is decided by not choosing, and only what goes together can be chosen."""

from datetime import date
from itertools import combinations, product

import pytest

from app.domain.errors import InvalidVariants
from app.domain.screening import Explain
from tests.language.documents import (
    AGREED,
    AI_NOTIFY,
    AI_PROHIBIT,
    COMPLETED,
    EXCLUDED,
    a_transaction,
    document,
    faults,
    law,
)

BEFORE, AFTER = date(2024, 6, 1), date(2025, 6, 1)


def a_proposal(**more):
    """Prohibited if agreed late under `high`; notifiable if completed late under `low`, agreed late under any."""
    return document(
        prohibited={"all": [AGREED, {"variant": {"ai_prohibit": "high"}}]},
        notifiable={"any": [AGREED, {"all": [COMPLETED, {"variant": {"ai_notify": "low"}}]}]},
        **{"variants": [AI_NOTIFY, AI_PROHIBIT], "excluded_combinations": [EXCLUDED], **more},
    )


PROPOSAL = law(a_proposal())
MANY = {f"number_{index}": f"{index}." for index in range(50)}


@pytest.mark.parametrize(
    ("variants", "determination"),
    [
        ({"ai_prohibit": "high"}, "prohibited"),
        ({"ai_prohibit": "highest"}, "notifiable"),
        ({}, "undetermined"),
    ],
)
def test_the_alternative_chosen_decides_and_without_one_it_stays_open(variants, determination):
    deal = a_transaction(agreement_date=AFTER, completion_date=BEFORE)
    assert PROPOSAL.screen(deal, variants=variants)["determination"] == determination


def test_what_does_not_turn_on_an_alternative_is_settled_without_choosing_one():
    answer = PROPOSAL.screen(a_transaction(agreement_date=BEFORE, completion_date=BEFORE))
    assert (answer["determination"], answer["missing_facts"]) == ("not_covered", [])


@pytest.mark.parametrize("explain", Explain)
def test_the_answer_asks_which_alternative_to_choose(explain):
    answer = PROPOSAL.screen(a_transaction(agreement_date=AFTER), explain=explain)
    assert answer["missing_facts"] == [
        {
            "pointer": "/variants/ai_prohibit",
            "question": "Above how many operations is a system prohibited? (variant ai_prohibit)",
            "group": "For counsel",
            "citation": "89 FR 55846",
            "variant": "ai_prohibit",
            "choices": [
                {"value": each, "says": AI_PROHIBIT["alternatives"][each], "citation": "89 FR 55846"}
                for each in ("high", "highest")
            ],
        }
    ]
    assert set(answer["possible_determinations"]) == {"prohibited", "notifiable"}


def test_choosing_never_overturns_what_was_settled_and_only_narrows_what_was_possible():
    for agreed in (None, BEFORE, AFTER):
        for completed in (None, BEFORE, AFTER):
            deal = a_transaction(agreement_date=agreed, completion_date=completed)
            open_classes = set(PROPOSAL.screen(deal)["possible_determinations"])
            for choice in ({"ai_notify": "low"}, {"ai_notify": "high"}, {"ai_prohibit": "highest"}):
                assert set(PROPOSAL.screen(deal, variants=choice)["possible_determinations"]) <= open_classes


@pytest.mark.parametrize(
    ("variants", "code", "told"),
    [
        ({"ai_notfy": "low"}, "unknown_variant", "Did you mean `ai_notify`?"),
        ({"ai_notify": "lowest"}, "unknown_alternative", "Did you mean `low`?"),
        ({"ai_notify": "high", "ai_prohibit": "high"}, "excluded_combination", "No band between the two is left."),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_with_its_cure(variants, code, told):
    with pytest.raises(InvalidVariants) as refused:
        PROPOSAL.screen(a_transaction(), variants=variants)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.code) == ("/variant", code)
    assert told in problem.detail


NOTIFY = {**AI_NOTIFY, "alternatives": {"low": "1.", "middle": "2.", "high": "3."}}
PROHIBIT = {**AI_PROHIBIT, "alternatives": {"middle": "2.", "high": "3.", "highest": "4."}}
BANDLESS = [
    {"combine": {"ai_notify": low, "ai_prohibit": high}, "says": "No band between the two is left."}
    for low, high in (("middle", "middle"), ("high", "middle"), ("high", "high"))
]
AXES = {"ai_notify": NOTIFY["alternatives"], "ai_prohibit": PROHIBIT["alternatives"]}
CHOSEN = [{"variant": {axis: each}} for axis, alternatives in AXES.items() for each in alternatives]


def a_banded_proposal(*, prohibited, notifiable):
    return law(
        document(
            prohibited=prohibited,
            notifiable={"all": [notifiable, {"any": CHOSEN}]},  # so that both axes are used
            variants=[NOTIFY, PROHIBIT],
            excluded_combinations=BANDLESS,
        )
    )


def permitted_under(choice):
    for values in product(*AXES.values()):
        combination = dict(zip(AXES, values, strict=True))
        excluded = any(each["combine"] == combination for each in BANDLESS)
        if not excluded and choice.items() <= combination.items():
            yield combination


def test_what_is_possible_is_exactly_what_some_permitted_combination_gives():
    deal = a_transaction()
    partial = [{}, *({axis: each} for axis, alternatives in AXES.items() for each in alternatives)]
    checked = 0
    for one, other in combinations(CHOSEN, 2):
        for prohibited, notifiable in (
            ({"all": [one, other]}, {"any": [one, other]}),
            (one, other),
            ({"not": {"any": [one, other]}}, {"any": [one, {"not": other}]}),
        ):
            proposal = a_banded_proposal(prohibited=prohibited, notifiable=notifiable)
            for choice in partial:
                under = permitted_under(choice)
                given = {proposal.screen(deal, variants=each)["determination"] for each in under}
                answer = proposal.screen(deal, variants=choice)
                assert set(answer["possible_determinations"]) == given
                outline = proposal.outline(deal, variants=choice)
                assert outline["possible_determinations"] == answer["possible_determinations"]
                checked += 1
    assert checked == 15 * 3 * 7


def test_a_class_that_only_an_excluded_combination_could_give_is_not_possible():
    impossible = {"all": [{"variant": {"ai_notify": "high"}}, {"variant": {"ai_prohibit": "high"}}]}
    proposal = a_banded_proposal(prohibited=impossible, notifiable=COMPLETED)
    answer = proposal.screen(a_transaction(completion_date=BEFORE))
    assert (answer["determination"], answer["possible_determinations"]) == ("not_covered", ["not_covered"])


def test_an_alternative_that_the_choice_leaves_alone_is_taken_and_told_as_a_reason():
    proposal = a_banded_proposal(prohibited={"variant": {"ai_prohibit": "highest"}}, notifiable=COMPLETED)
    answer = proposal.screen(a_transaction(completion_date=BEFORE), variants={"ai_notify": "high"})
    assert (answer["determination"], answer["missing_facts"]) == ("prohibited", [])
    assert [(each["element"], each["verdict"]) for each in answer["reasons"]] == [("outcome", "met")]


def test_only_the_alternatives_that_the_choice_leaves_are_asked_for():
    proposal = a_banded_proposal(prohibited={"variant": {"ai_prohibit": "highest"}}, notifiable=COMPLETED)
    (question,) = proposal.screen(a_transaction(completion_date=BEFORE), variants={"ai_notify": "middle"})[
        "missing_facts"
    ]
    assert question["variant"] == "ai_prohibit"
    assert [each["value"] for each in question["choices"]] == ["high", "highest"]


def test_an_axis_whose_question_the_choice_has_settled_is_no_further_question():
    proposal = a_banded_proposal(prohibited={"variant": {"ai_prohibit": "middle"}}, notifiable=COMPLETED)
    answer = proposal.screen(a_transaction(), variants={"ai_notify": "middle"})
    assert [each["pointer"] for each in answer["missing_facts"]] == ["/deal/completion_date"]
    assert answer["further_questions"] == []


def test_a_choice_that_leaves_another_variant_no_alternative_is_refused():
    third = {**AI_NOTIFY, "id": "third", "alternatives": {"a": "A.", "b": "B."}}
    cross = [
        {"combine": {"third": "a", "ai_notify": "low"}, "says": "No."},
        {"combine": {"third": "b", "ai_prohibit": "high"}, "says": "No."},
    ]
    turns = {
        "any": [{"variant": {"third": "a"}}, {"variant": {"ai_notify": "low"}}, {"variant": {"ai_prohibit": "high"}}]
    }
    proposal = law(
        document(
            prohibited=turns,
            notifiable=COMPLETED,
            variants=[AI_NOTIFY, AI_PROHIBIT, third],
            excluded_combinations=cross,
        )
    )
    with pytest.raises(InvalidVariants) as refused:
        proposal.screen(a_transaction(), variants={"ai_notify": "low", "ai_prohibit": "high"})
    assert [(each.pointer, each.code) for each in refused.value.problems] == [("/variant", "excluded_combination")]


def test_a_rule_set_without_alternatives_takes_no_choice():
    settled = law(document(prohibited=AGREED, notifiable=COMPLETED))
    with pytest.raises(InvalidVariants) as refused:
        settled.screen(a_transaction(), variants={"ai_notify": "low"})
    assert [each.code for each in refused.value.problems] == ["no_variants"]


@pytest.mark.parametrize(
    ("sections", "fault"),
    [
        ({"variants": [AI_NOTIFY]}, "no variant is called `ai_prohibit`"),
        (
            {"variants": [AI_NOTIFY, {**AI_PROHIBIT, "alternatives": {"highest": "One thousand."}}]},
            "`alternatives` names at least two alternatives, each with a sentence",
        ),
        (
            {"variants": [AI_NOTIFY, AI_PROHIBIT, AI_NOTIFY]},
            "`ai_notify` is the name of what stands at trial#/variants/0 already",
        ),
        (
            {"excluded_combinations": [{"combine": {"ai_notify": "hih", "ai_prohibit": "high"}, "says": "No."}]},
            "`ai_notify` has no alternative `hih`: did you mean `high`?",
        ),
        (
            {"excluded_combinations": [{"combine": {"ai_notify": "high"}, "says": "No."}]},
            "`combine` names at least two variants, each with one alternative",
        ),
        (
            {
                "excluded_combinations": [
                    {"combine": {"ai_notify": one, "ai_prohibit": other}, "says": "No."}
                    for one in ("low", "high")
                    for other in ("high", "highest")
                ]
            },
            "`excluded_combinations` leaves no combination that can be chosen",
        ),
        (
            {"variants": [{**AI_NOTIFY, "alternatives": {"low": "1.", "high": "2.", **MANY}}, AI_PROHIBIT]},
            "the variants that exclude one another have 104 combinations; at most 100 can be weighed",
        ),
        (
            {"variants": [AI_NOTIFY, AI_PROHIBIT, {**AI_NOTIFY, "id": "unused"}]},
            "variant `unused` is never used",
        ),
        (
            {"pending": [{"id": "ai_notify", "cites": "1", "awaits": "a", "says": "s"}]},
            "`ai_notify` is the name of what stands at trial#/variants/0 already",
        ),
    ],
)
def test_a_fault_in_the_alternatives_is_told(sections, fault):
    assert any(told.startswith(fault) for told in faults(a_proposal(**sections))), faults(a_proposal(**sections))


@pytest.mark.parametrize(
    ("variant", "fault"),
    [
        ({"ai_prohibt": "high"}, "no variant is called `ai_prohibt`: did you mean `ai_prohibit`?"),
        ({"ai_prohibit": "hgh"}, "`ai_prohibit` has no alternative `hgh`: did you mean `high`?"),
        ("ai_prohibit", "`variant` names one variant and one of its alternatives: `{ai_notify: above_1e24}`"),
    ],
)
def test_a_condition_on_what_is_no_alternative_is_a_fault(variant, fault):
    proposal = a_proposal()
    proposal["definitions"][0]["when"] = {"variant": variant}
    assert fault in faults(proposal)
