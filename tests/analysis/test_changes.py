import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.__main__ import main
from app.domain.analysis.version_diff import changes
from app.domain.answers.comparison import ChangeAction
from app.domain.errors import VersionNotFound
from app.service.catalogue import Catalogue
from tests.analysis.laws import ROOT, archive_of, compiled, definition, document, with_parameter
from tests.profiles import examples


def told(change):
    """The sentences for what a change of the real rule set comes to."""
    law = document()
    change(law)
    return [str(each) for each in changes(document(), law)]


def test_a_version_changes_nothing_against_itself():
    assert changes(document(), document("another-name")) == ()


def test_order_is_no_change():
    law = document()
    for section in ("definitions", "obligations", "interpretations", "outcomes"):
        law[section].reverse()
    parts = definition(law, "850.224(d)(1)")["when"]["all"]
    parts.reverse()
    assert changes(document(), law) == ()


def test_a_number_is_told_once_with_its_unit_and_the_test_that_uses_it():
    law = with_parameter("training_notifiable", "1e24")
    [change] = changes(document(), law)
    assert str(change) == (
        "parameter training_notifiable changed (31 CFR 850.217(d)(3)): 10^23 → 10^24 operations; "
        "in 850.217(d)(3) (more than 10^24)."
    )


def test_a_list_is_told_by_what_came_and_went():
    def change(law):
        law["parameters"]["mainland"]["values"] = ["CN", "RU"]

    [sentence] = told(change)
    assert "RU was added; in 850.221(a)" in sentence


def test_an_added_condition_is_quoted():
    def change(law):
        whole = definition(law, "850.209(a)(2)")
        whole["when"] = {"all": [whole["when"], {"party.kind": {"is": "entity"}}]}

    assert told(change) == ["definition 850.209(a)(2) changed: the condition `party.kind is entity` was added."]


def test_an_exception_taken_out_is_told_as_one():
    def change(law):
        definition(law, "850.221(a)")["unless"]["any"].pop(0)

    [sentence] = told(change)
    assert sentence.startswith("definition 850.221(a) changed: exception: the alternative `party.citizenships")
    assert sentence.endswith("was taken out.")


def test_another_number_in_a_condition_is_told_on_both_sides():
    def change(law):
        definition(law, "850.224(d)(2)")["when"]["all"].append({"activity.node_nm": {"at_most": "20"}})

    law = document()
    change(law)
    other = document()
    change(other)
    definition(other, "850.224(d)(2)")["when"]["all"][-1] = {"activity.node_nm": {"at_most": "18"}}
    [one] = changes(law, other)
    assert one.details == ("`activity.node_nm`: at most 20 → at most 18",)


def test_a_new_definition_a_reading_and_a_day_are_told():
    def change(law):
        law["definitions"].append(
            {
                "id": "850.501(z)",
                "of": "deal",
                "element": "exception",
                "says": "The deal is of another kind.",
                "when": {"deal.acts": {"includes": "other"}},
            }
        )
        definition(law, "850.501 for notifiable transactions")["when"]["any"].append({"deal": {"meets": "850.501(z)"}})
        next(each for each in law["interpretations"] if each["id"] == "A26")["taken"] = "own_run"
        next(each for each in law["obligations"] if each.get("due"))["due"]["days"] = "45"

    sentences = told(change)
    assert "definition 850.501(z) added: The deal is of another kind." in sentences
    assert any("interpretation A26 changed" in each and "total_to_date → own_run" in each for each in sentences)
    assert any("days 30" in each and "days 45" in each for each in sentences)


def _leaves(value, place=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*place, index))
    elif isinstance(value, str):
        yield place


_WORDS = {"says", "cites", "question", "asks"}


@st.deferred
def places():
    told = ("says", "value", "cites", "who", "days", "question", "asks", "outside")
    found = [place for place in _leaves(document()) if place[-1] in told]
    # What a section of notifications cites is what an obligation cites, and cannot change by itself.
    return st.sampled_from([each for each in found if (each[1], each[-1]) != ("filings", "cites")])


@examples(12)
@given(places)
def test_no_word_or_number_changes_unseen(place):
    law = deepcopy(document())
    part = law
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = {"value": "77", "days": "77"}.get(place[-1], f"{part[place[-1]]} And more")
    if place[-1] == "value" and place[1] in ("effective_date", "public_securities_faq"):
        part["value"] = "2031-01-01"
    compiled(law)
    found = changes(document(), law)
    # What a part is known by, such as the paragraph of an obligation, makes it another part: one goes, and one comes.
    assert [each.action for each in found] in (
        [ChangeAction.CHANGED],
        [ChangeAction.ADDED, ChangeAction.REMOVED],
        [ChangeAction.REMOVED, ChangeAction.ADDED],
    ), place


# Outcomes have no words of their own.
@pytest.mark.parametrize(
    "section", sorted(document().keys() - {"rule_set", "version", "language", "status", "outcomes"})
)
def test_every_section_of_a_document_is_compared(section):
    within = (place for place in _leaves(document()) if place[0] == section)
    first = next(place for place in within if place[-1] in _WORDS or len(place) <= 2)
    law = deepcopy(document())
    part = law
    for step in first[:-1]:
        part = part[step]
    part[first[-1]] = "2025-01-03" if section.startswith("effective") else f"{part[first[-1]]} And more"
    assert changes(document(), law), first


def test_versions_are_compared_by_name():
    catalogue = Catalogue(archive_of(document(), with_parameter("training_notifiable", "1e24", version="next")))
    diff = catalogue.diff("us-oisp", "2025-01-02", after="next")
    assert (diff["from"]["version"], diff["to"]["version"]) == ("2025-01-02", "next")
    assert [each["name"] for each in diff["changes"]] == ["training_notifiable"]
    with pytest.raises(VersionNotFound):
        catalogue.diff("us-oisp", "2025-01-02", after="1999")


def test_the_command_line_tells_the_changes_or_that_there_are_none(capsys):
    options = ["--rules", str(ROOT / "rules")]
    assert main(["rules", "diff", "2025-01-02", "2025-01-02", *options]) == 0
    assert capsys.readouterr().out == "No differences.\n"
    assert main(["rules", "diff", "2025-01-02", "coins-2025", *options]) == 0
    assert "definition 4589(3)(A) added" in capsys.readouterr().out
    assert main(["rules", "diff", "2025-01-02", "coins-2025", "--json", *options]) == 0
    assert json.loads(capsys.readouterr().out)["to"]["version"] == "coins-2025"
    assert main(["rules", "diff", "2025-01-02", "1999", *options]) == 2
