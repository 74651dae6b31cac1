"""The record of checked texts: what it spares a start, and what it does not let through."""

import json
import shutil
from pathlib import Path

import pytest

from app.domain.errors import InvalidRuleSet
from app.domain.screening import ENGINE_VERSION
from app.rulefiles import shipped_texts as module
from app.rulefiles.shipped_texts import RECORD, read_record, shipped_texts, write_record
from app.shipped_files import RULES
from tests.service.builders import LONG_AGO

HEAD = """\
rule_set: eu
version: "1"
title: A small law
status: proposed
language: "1"
elements: [{name: outcome, says: The class}]
"""
AMENDMENT = """\
rule_set: eu
version: "2"
title: An amendment
status: proposed
language: "1"
amends: {version: "1"}
"""


@pytest.fixture
def rules(tmp_path):
    for version, head in (("1", HEAD), ("2", AMENDMENT)):
        folder = tmp_path / "rules/eu" / version
        (folder / "cases").mkdir(parents=True)
        (folder / "rule-set.yaml").write_text(head, "utf-8")
        (folder / "cases/golden.yaml").write_text("topic: Nothing yet\n", "utf-8")
    return tmp_path / "rules"


def change(rules, before, after, version="1", name="rule-set.yaml"):
    path = rules / "eu" / version / name
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def record(rules):
    return write_record(rules, recorded_at=LONG_AGO).texts


def shipped(rules):
    return {text.version: text for text in shipped_texts(rules, recorded_at=LONG_AGO)}


def test_the_committed_record_is_that_of_the_committed_rules():
    """Otherwise: `python -m app rules check --record`."""
    record = read_record(RULES)
    texts = {f"{each.rule_set}/{each.version}": each for each in shipped_texts(RULES, recorded_at=LONG_AGO)}
    assert record is not None
    assert record.engine_version == ENGINE_VERSION
    assert set(record.texts) == set(texts)
    for name, text in texts.items():
        assert text.checked, f"the files of {name} are not those that were recorded"
        assert text.read().digest == text.digest == record.texts[name].digest
        assert text.digest not in text.supersedes


def test_what_is_recorded_is_taken_for_granted_and_read_only_when_it_is_needed(rules, monkeypatch):
    record(rules)
    with monkeypatch.context() as unread:
        unread.setattr(module, "read_version", lambda _: pytest.fail("it was read"))
        texts = shipped(rules)
    assert [(text.checked, text.supersedes) for text in texts.values()] == [(True, frozenset())] * 2
    assert texts["1"].read().digest == texts["1"].digest


def test_without_a_record_every_text_is_read_and_none_is_checked(rules):
    texts = shipped(rules)
    assert [(name, text.checked, text.read().title) for name, text in texts.items()] == [
        ("1", False, "A small law"),
        ("2", False, "An amendment"),
    ]


def test_a_changed_file_is_read_and_supersedes_nothing_until_it_is_recorded(rules):
    first = record(rules)["eu/1"]
    change(rules, "A small law", "A law")
    text = shipped(rules)["1"]
    assert (text.checked, text.supersedes) == (False, frozenset())
    assert text.digest != first.digest
    recorded = record(rules)["eu/1"]
    assert (recorded.digest, recorded.supersedes) == (text.digest, [first.digest])
    again = shipped(rules)["1"]
    assert (again.checked, again.supersedes) == (True, {first.digest})


def test_a_changed_golden_case_is_another_check_of_the_same_text(rules):
    change(rules, "A small law", "A law")
    first = record(rules)["eu/1"]
    change(rules, "Nothing yet", "Something", name="cases/golden.yaml")
    text = shipped(rules)["1"]
    assert (text.digest, text.checked) == (first.digest, False)
    again = record(rules)["eu/1"]
    assert (again.digest, again.supersedes) == (first.digest, [])
    assert again.files != first.files


def test_what_an_amendment_amends_counts_as_its_own(rules):
    before = record(rules)
    change(rules, "[{name: outcome, says: The class}]", "[{name: outcome, says: Which class}]")
    texts = shipped(rules)
    assert not texts["2"].checked
    assert texts["2"].digest != before["eu/2"].digest


def test_files_are_told_apart_by_name_and_not_only_by_content(rules):
    before = record(rules)["eu/1"]
    cases = rules / "eu/1/cases"
    (cases / "golden.yaml").rename(cases / "renamed.yaml")
    assert record(rules)["eu/1"].files != before.files


def test_another_engine_checks_again(rules):
    record(rules)
    path = rules / RECORD
    path.write_text(path.read_text("utf-8").replace(ENGINE_VERSION, "0.9.9"), "utf-8")
    assert [text.checked for text in shipped(rules).values()] == [False, False]


def test_a_record_that_names_another_digest_for_the_same_files_stores_nothing(rules):
    record(rules)
    path = rules / RECORD
    stated = json.loads(path.read_text("utf-8"))
    stated["texts"]["eu/1"]["digest"] = f"sha256:{'0' * 64}"
    path.write_text(json.dumps(stated), "utf-8")
    with pytest.raises(InvalidRuleSet, match=r"rules/texts\.json: It gives another digest for `eu/1`"):
        shipped(rules)["1"].read()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"engine_version": "1", "texts": {"eu/1": {}}}', '{"texts": 1}'])
def test_a_record_that_is_none_is_refused_with_the_cure(rules, content):
    (rules / RECORD).write_text(content, "utf-8")
    with pytest.raises(InvalidRuleSet, match=r"rules/texts\.json: .* `python -m app rules check --record`"):
        shipped(rules)


def test_a_text_that_was_superseded_is_not_recorded_again(rules):
    record(rules)
    change(rules, "A small law", "A law")
    record(rules)
    change(rules, "A law", "A small law")
    with pytest.raises(InvalidRuleSet, match="never comes back: change something in it"):
        record(rules)


def test_the_faults_of_all_changed_folders_are_told_at_once(rules):
    record(rules)
    for version in ("1", "2"):
        change(rules, "status: proposed", "status: propsed", version)
    with pytest.raises(InvalidRuleSet) as failure:
        shipped(rules)
    assert [fault.place.source for fault in failure.value.faults] == [f"rules/eu/{each}/rule-set.yaml" for each in "12"]


def test_a_record_travels_with_its_folder(rules, tmp_path):
    record(rules)
    moved = Path(shutil.copytree(rules, tmp_path / "elsewhere/rules"))
    assert all(text.checked for text in shipped(moved).values())
