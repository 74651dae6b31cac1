"""A version written as its differences from another is the whole document, with every part in its own place."""

import pytest

from app.domain.errors import InvalidRuleSet
from app.domain.located import plain
from app.rulefiles.case_files import draft_of
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import find_versions, read_version

BASE = """\
rule_set: us-oisp
version: "1"
title: The rule
status: in_force
effective_from: "2025-01-02"
language: "1"
sources:
  - {cites: 31 CFR 850, says: The rule.}
parameters:
  floor: {value: "50000", cites: 31 CFR 850.209}
  days: {value: "30", cites: 31 CFR 850.404}
definitions:
  - {id: a, says: First, cites: 31 CFR 850.1}
  - {id: b, says: Second, cites: Note 1 to 31 CFR 850.2}
"""
HEAD = """\
rule_set: us-oisp
version: "2"
title: The proposal
status: proposed
language: "1"
amends:
  version: "1"
  cites: {31 CFR 850: proposed 31 CFR 850}
"""


@pytest.fixture
def write(tmp_path):
    def write(version, text):
        path = tmp_path / "rules" / "us-oisp" / version / "rule-set.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    write("1", BASE)
    return write


@pytest.fixture
def amended(tmp_path, write):
    """The document of version 2, given the lines after its head."""

    def amended(changes="", head=HEAD):
        write("2", head + changes)
        (folder,) = [each for each in find_versions(tmp_path / "rules") if each.version == "2"]
        return read_version(folder)

    return amended


def test_an_amendment_that_changes_nothing_is_the_version_amended_under_its_own_head(amended):
    whole = plain(amended())
    assert [whole[key] for key in ("version", "title", "status")] == ["2", "The proposal", "proposed"]
    assert "effective_from" not in whole
    assert "amends" not in whole
    assert [each["id"] for each in whole["definitions"]] == ["a", "b"]


def test_citations_of_the_version_amended_read_as_the_amendment_says(amended):
    whole = plain(amended())
    assert [each["cites"] for each in whole["definitions"]] == [
        "proposed 31 CFR 850.1",
        "Note 1 to proposed 31 CFR 850.2",
    ]
    assert whole["parameters"]["days"]["cites"] == "proposed 31 CFR 850.404"


def test_what_has_the_same_name_is_replaced_what_is_new_added_and_what_is_named_removed(amended):
    whole = plain(
        amended(
            "removes: {parameters: [floor]}\n"
            "parameters: {days: {value: '45', cites: 89 FR 1}}\n"
            "definitions: [{id: b, says: Changed}, {id: c, says: New}]\n"
        )
    )
    assert whole["parameters"] == {"days": {"value": "45", "cites": "89 FR 1"}}
    assert {each["id"]: each["says"] for each in whole["definitions"]} == {"a": "First", "b": "Changed", "c": "New"}


def test_a_list_whose_items_have_no_names_is_replaced_as_a_whole(amended):
    assert plain(amended("sources: [{cites: 89 FR 1, says: The proposal.}]\n"))["sources"] == [
        {"cites": "89 FR 1", "says": "The proposal."}
    ]


def test_duties_taken_over_can_begin_with_words_of_their_own(amended, write):
    write("1", BASE + "obligations: [{kind: file, says: File a notification.}]\n")
    whole = plain(amended(head=HEAD + "  duties_begin: Under the proposal, it would be to\n"))
    assert [each["says"] for each in whole["obligations"]] == [
        "Under the proposal, it would be to File a notification."
    ]


CASES = """\
topic: Thresholds
base: {parties: []}
cases:
  - {case: Ten is too few., cites: [a], expect: not_covered}
  - {case: Eleven is enough., cites: [a], expect: notifiable}
  - {case: Twelve is too many., cites: [a], expect: prohibited}
"""


@pytest.fixture
def with_cases(tmp_path, write):
    """The golden cases of version 2, given those of its own and what its head says of those it takes over."""

    def with_cases(own="", how=""):
        write("2", HEAD + how)
        for version, text in (("1", CASES), ("2", own)):
            if text:
                path = tmp_path / "rules" / "us-oisp" / version / "cases" / "thresholds.yaml"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
        (folder,) = [each for each in find_versions(tmp_path / "rules") if each.version == "2"]
        return [(case.case, case.expect, dict(case.variants)) for case in read_cases(folder)]

    return with_cases


def test_an_amendment_takes_over_the_cases_of_what_it_amends_under_the_alternatives_named(with_cases):
    assert with_cases(how="  cases_under: {ai: low}\n") == [
        ("Ten is too few.", "not_covered", {"ai": "low"}),
        ("Eleven is enough.", "notifiable", {"ai": "low"}),
        ("Twelve is too many.", "prohibited", {"ai": "low"}),
    ]


def test_a_case_of_the_same_sentence_and_one_left_out_are_not_taken_over(with_cases):
    own = (
        CASES.split("  - {case: Ten", maxsplit=1)[0] + "  - {case: Eleven is enough., cites: [a], expect: prohibited}\n"
    )
    assert with_cases(own, "  without_cases: [Ten is too few.]\n") == [
        ("Eleven is enough.", "prohibited", {}),
        ("Twelve is too many.", "prohibited", {}),
    ]


def test_leaving_out_a_case_that_is_not_there_is_a_fault(with_cases):
    with pytest.raises(InvalidRuleSet) as refused:
        with_cases(how="  without_cases: [Ten is to few.]\n")
    (fault,) = refused.value.faults
    assert fault.message == "The version amended has no such case: did you mean `Ten is too few.`?"


def test_what_is_wrong_with_the_alternatives_to_take_cases_over_under_is_told_once(with_cases):
    with pytest.raises(InvalidRuleSet) as refused:
        with_cases(how="  cases_under: {ai: [low]}\n")
    (fault,) = refused.value.faults
    assert fault.message == "`ai` takes text: write it, in quotes if it is a word like `true`."


def test_a_draft_of_an_amendment_is_refused_for_the_same_faults(with_cases, tmp_path):
    with_cases()
    head = tmp_path / "rules" / "us-oisp" / "2" / "rule-set.yaml"
    head.write_text(HEAD + "  without_cases: [Ten is to few.]\n", "utf-8")
    with pytest.raises(InvalidRuleSet, match="no such case"):
        draft_of(find_versions(tmp_path / "rules")[1])


def test_inherited_parts_keep_their_places_in_the_files_of_the_version_amended(amended):
    whole = amended("definitions: [{id: b, says: Changed}]\n")
    assert [str(node.place).rpartition("/")[0] for node in whole.get("definitions")] == [
        "rules/us-oisp/1",
        "rules/us-oisp/2",
    ]


def test_an_amendment_can_be_amended(amended, write):
    write("0", BASE.replace('version: "1"', 'version: "0"', 1))
    write("1", HEAD.replace('version: "1"', 'version: "0"').replace('version: "2"', 'version: "1"'))
    assert [each["id"] for each in plain(amended())["definitions"]] == ["a", "b"]


FITS_NOT = {
    "removes: {definitions: [bb]}\n": "9:25: The version amended has no `bb` to remove: did you mean `b`?",
    "removes: {variants: [ai]}\n": "9:22: The version amended has no `variants`: remove nothing of it.",
    "removes: {definitions: [b]}\ndefinitions: [{id: b, says: Changed}]\n": "9:25: `b` is given here as well",
    "definitions: [{id: a, says: First, cites: proposed 31 CFR 850.1}]\n": "9:15: `a` stands in the version",
    "removes: {sources: [a]}\n": "9:11: `sources` is no part of a removal",
    "removes: [a]\n": "9:10: A removal is a mapping, not a list: begin it with `parameters:`.",
}


@pytest.mark.parametrize("changes", FITS_NOT)
def test_a_change_that_does_not_fit_is_a_fault_at_its_place(amended, changes):
    with pytest.raises(InvalidRuleSet) as refused:
        amended(changes)
    (fault,) = refused.value.faults
    assert str(fault).startswith(f"rules/us-oisp/2/rule-set.yaml:{FITS_NOT[changes]}")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("3", "There is no version `3` of this rule set to amend."),
        ("../us-oisp/1", "There is no version `../us-oisp/1` of this rule set to amend."),
        ("2", "The amendments go in a circle: let one version stand by itself."),
    ],
)
def test_a_version_that_cannot_be_amended_is_a_fault(amended, version, told):
    with pytest.raises(InvalidRuleSet) as refused:
        amended(head=HEAD.replace('  version: "1"', f'  version: "{version}"'))
    assert [each.message for each in refused.value.faults] == [told]


def test_amendments_of_one_another_are_a_fault(amended, write):
    write("1", HEAD.replace('version: "2"', 'version: "1"', 1).replace('  version: "1"', '  version: "2"'))
    with pytest.raises(InvalidRuleSet) as refused:
        amended()
    assert "go in a circle" in str(refused.value)
