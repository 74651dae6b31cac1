"""What the rules hold as dated figures, and what the fact dictionary asks for, where no single transaction shows it."""

from functools import cache
from pathlib import Path

import pytest

from app.domain.facts.dictionary import entries
from app.domain.facts.transaction import Transaction
from app.domain.located import plain
from app.rulefiles.rule_folder import HEAD, find_versions, read_version

VERSIONS = {each.version: each for each in find_versions(Path(__file__).parents[2] / "rules")}
IN_FORCE = [name for name, each in VERSIONS.items() if "\nstatus: in_force\n" in (each.path / HEAD).read_text("utf-8")]
FACTS = {entry.pointer: entry.fact for entry in entries(Transaction)}
COMPARISONS = frozenset(
    ["at_least", "at_most", "more_than", "less_than", "before", "after", "on_or_before", "on_or_after", "floor"]
)

every_version = pytest.mark.parametrize("rules", VERSIONS, indirect=True)
every_version_in_force = pytest.mark.parametrize("rules", IN_FORCE, indirect=True)


@cache
def _document(version):
    return plain(read_version(VERSIONS[version]))


@pytest.fixture
def rules(request):
    """The document of a version."""
    return _document(request.param)


def compared(condition):
    """Every value that something is compared with, anywhere in ``condition``."""
    match condition:
        case dict():
            for key, value in condition.items():
                if key in COMPARISONS:
                    yield value
                yield from compared(value)
        case list():
            for each in condition:
                yield from compared(each)


def obligation(rules, kind):
    return next(each for each in rules["obligations"] if each["kind"] == kind)


@every_version
def test_no_condition_holds_a_figure_or_a_date_of_its_own(rules):
    values = list(compared(rules["definitions"]))
    assert values
    assert [each for each in values if not each.startswith("$")] == []


@every_version
def test_every_figure_names_its_source(rules):
    assert [name for name, figure in rules["parameters"].items() if not figure.get("cites")] == []


@every_version_in_force
def test_the_first_day_of_the_rule_is_a_figure_with_its_source(rules):
    first_day = rules["parameters"]["effective_date"]
    assert first_day["value"] == rules["effective_from"] == "2025-01-02"
    assert "FR" in first_day["cites"]


@every_version_in_force
def test_the_day_of_the_order_stands_in_no_figure_and_no_condition(rules):
    assert "2023-08-09" not in str([rules["parameters"], rules["definitions"]])


@every_version
def test_no_penalty_is_a_figure_of_the_rules(rules):
    assert [name for name, figure in rules["parameters"].items() if "850.701" in figure["cites"]] == []


@every_version_in_force
def test_an_early_filing_is_updated_only_for_a_material_change(rules):
    duty = obligation(rules, "update_notification")
    assert "before completion" in duty["who"]
    assert "materially changed" in duty["says"]


@every_version_in_force
def test_records_are_kept_for_ten_years_from_the_day_of_filing(rules):
    duty = obligation(rules, "keep_records")
    assert "ten years" in duty["says"]
    assert "from the day of filing" in duty["says"]


@every_version_in_force
def test_whoever_made_a_statement_corrects_it(rules):
    assert obligation(rules, "correct_statements")["who"] == "Whoever made a statement to Treasury"


def test_the_day_asked_for_is_the_day_of_the_first_transfer():
    asked = FACTS["/deal/completion_date"]
    assert "first" in asked.question
    assert "earliest" in asked.note


def test_a_statement_says_its_kind_and_where_its_rate_of_exchange_comes_from():
    statement = "/parties/{i}/statements/items/{i}"
    assert "audited" in FACTS[f"{statement}/basis"].question
    assert "Treasury" in FACTS[f"{statement}/units_per_usd"].question
    assert f"{statement}/rate_date" in FACTS


def test_a_list_of_another_agency_is_asked_as_it_stands_on_the_day_of_the_deal():
    assert "on the day of the deal" in FACTS["/parties/{i}/activities/items/{i}/meets_3a090a"].note


def test_no_fact_asks_for_a_license_under_other_law():
    told = [f"{pointer} {fact.question} {fact.note}".lower() for pointer, fact in FACTS.items()]
    assert [each for each in told if "license" in each] == []
