"""What an answer says first, held against what it is: class, grounds, names, days and the next step."""

import re
from datetime import date
from functools import cache
from statistics import median

import orjson
import pytest

from app.domain.days import in_words
from app.domain.errors import ScreeningError
from app.domain.screening import Explain
from tests.api.builders import read
from tests.golden.frozen import cases, forgetful
from tests.golden.versions import law_of

VERSIONS = sorted({folder.version for folder, _ in cases()})
PARTS = 4
LAW = ("2025-01-02", "nprm-2024")
"""The versions that have sentences of their own; the statute waits for its regulations."""

everything = pytest.mark.parametrize(
    ("version", "part"), [(version, part) for version in VERSIONS for part in range(PARTS)]
)


@cache
def answers(version, part):
    """The brief answers to the golden cases, with their bodies; refusals are left out."""
    return [*_answered(version, part)]


def _answered(version, part):
    of_version = [(folder, case) for folder, case in cases() if folder.version == version]
    for folder, case in of_version[part::PARTS]:
        body = orjson.dumps(case.transaction)
        options = {"rule_set": folder.rule_set, "version": version, "variants": case.variants}
        try:
            answer = forgetful().screen(body, explain=Explain.BRIEF, **options).body
        except ScreeningError:
            continue
        yield case.case, case.transaction, orjson.loads(answer), len(answer)


def definite(version, part, *classes):
    """The answers of these classes."""
    return [each for each in answers(version, part) if each[2]["determination"] in classes]


def name_of(transaction, party):
    """The name or the id of a party."""
    return next(each.get("name") or each["id"] for each in transaction["parties"] if each["id"] == party)


@everything
def test_a_duty_names_its_paragraphs_the_parties_and_the_days(version, part):
    for case, transaction, answer, _ in definite(version, part, "prohibited", "notifiable"):
        summary = answer["summary"]
        tier = "850.224" if answer["determination"] == "prohibited" else "850.217"
        deals = (transaction["deal"], transaction.get("fund_deal") or {})
        through_fund = any(each.get("fund", {}).get("lower_deal") for each in deals)
        assert tier in summary or "850.209(a)(2)" in summary or through_fund, case
        assert "850.210(a)" in summary or "Note 1 to 850.210" in summary, case
        for party in (transaction["acquirer"], transaction["deal"]["target"]):
            assert name_of(transaction, party) in summary, case
        for duty in answer["obligations"]:
            if duty["due"] is not None and duty["kind"].startswith("file_"):
                assert in_words(date.fromisoformat(duty["due"])) in summary, case


@everything
def test_an_exception_is_named_where_it_applies(version, part):
    for case, _, answer, _ in definite(version, part, "excepted"):
        assert re.search(r"850\.50[123]|850\.210\(b\)|4589\(4\)\(B\)", answer["summary"]), case


@pytest.mark.parametrize(("version", "part"), [(version, part) for version in LAW for part in range(PARTS)])
def test_what_is_not_covered_names_the_element_that_fails_and_no_other(version, part):
    for case, _, answer, _ in definite(version, part, "not_covered"):
        head, _, ground = answer["summary"].partition(". ")
        assert head.startswith("Not covered"), case
        ground = ground.partition(" Watch what ")[0].partition(" Under the proposal")[0]
        assert "Not met:" not in ground, case
        cited = re.findall(r"\(([^()]*850[^ ]*)\)", ground)
        assert len(cited) == 1, (case, ground)


@everything
def test_an_open_answer_says_what_it_can_be_and_asks(version, part):
    for case, _, answer, _ in definite(version, part, "undetermined"):
        for each in answer["possible_determinations"]:
            assert each.replace("_", " ") in answer["summary"], case
        for asked in answer["missing_facts"][:1]:
            assert asked["question"] in answer["summary"], case
        assert answer["next_step"] == "ask", case


@everything
def test_the_next_step_is_the_most_urgent_duty(version, part):
    for case, _, answer, _ in definite(version, part, "prohibited", "notifiable"):
        steps = {duty["step"] for duty in answer["obligations"]}
        expected = ("stop", "file") if answer["determination"] == "prohibited" else ("file",)
        assert answer["next_step"] in expected, case
        assert answer["next_step"] in steps, case
        days = [duty["due"] for duty in answer["obligations"]]
        dated = [day for day in days if day is not None]
        assert days == [*sorted(dated), *[None] * (len(days) - len(dated))], case


@everything
def test_a_brief_answer_is_a_chain_from_the_outcomes_down(version, part):
    for case, _, answer, _ in answers(version, part):
        reasons = answer["reasons"]
        assert len(reasons) <= 15, case
        places = {f"/reasons/{index}": reason for index, reason in enumerate(reasons)}
        assert all(each in places for reason in reasons for each in reason["rests_on"]), case
        rested_on = {each for reason in reasons for each in reason["rests_on"]}
        assert len(set(places) - rested_on) <= 4, case


def test_the_facts_of_the_chain_are_those_that_the_answer_rests_on():
    law = law_of("2025-01-02")
    for case, transaction, answer, _ in answers("2025-01-02", 0):
        deciding, _ = law.reasons(read(transaction).transaction)
        rested_on = {fact["pointer"] for reason in deciding for fact in reason["facts"]}
        assert rested_on == {fact["pointer"] for reason in answer["reasons"] for fact in reason["facts"]}, case


def test_the_median_brief_answer_is_under_eight_kilobytes():
    sizes = [size for version in VERSIONS for part in range(PARTS) for *_, size in answers(version, part)]
    assert median(sizes) < 8 * 1024


def test_the_share_that_passes_is_told_where_one_passage_says_it():
    bodies = [transaction for _, transaction, answer, _ in definite("2025-01-02", 0, "notifiable")]
    transaction = next(each for each in bodies if each["deal"]["acts"]["items"] == ["acquire_equity"])
    buyer, target = (name_of(transaction, each) for each in (transaction["acquirer"], transaction["deal"]["target"]))
    passes = {"buyer": transaction["acquirer"], "newly_issued": True, "voting_percent": "8", "equity_percent": "8.25"}
    deal = transaction["deal"] | {"passes": {"items": [passes], "complete": True}}
    answer = orjson.loads(forgetful().screen(orjson.dumps(transaction | {"deal": deal})).body)
    assert (
        f"{buyer} is a U.S. person (850.229) and acquires 8.25 percent of the equity of {target} (" in answer["summary"]
    )
