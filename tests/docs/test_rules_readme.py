"""rules/README.md, kept true: its rules compile, it names every form of the language, and its messages are real."""

import json
import re
import shutil
from pathlib import Path

import pytest

from app.domain.errors import InvalidRuleSet
from app.domain.facts.dictionary import FieldType, Kind
from app.domain.facts.transaction import Transaction
from app.domain.fields import Faults
from app.domain.language import conditions, open_points, ownership_questions, sections
from app.domain.language.compiler import compile_rule_set
from app.domain.language.head import STATUSES, document_fields
from app.domain.language.nodes import Operator
from app.domain.language.ruleset import Vocabulary
from app.domain.language.scope import Scope, records_of
from app.domain.located import Mapping, Sequence, plain
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.domain.ownership.answer.income_figures import Losses
from app.domain.ownership.answer.question import Method
from app.domain.ownership.resolve.measures import Measure
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import HEAD, VersionFolder, read_version
from app.rulefiles.yaml_tree import read_yaml

ROOT = Path(__file__).parents[2]
VERSION = VersionFolder(ROOT / "rules/us-oisp/2025-01-02", "rules/us-oisp/2025-01-02")
PAGE = (ROOT / "rules/README.md").read_text("utf-8")
SNIPPETS = [read_yaml(block.encode(), "page") for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
DEFINITIONS = [item for node in SNIPPETS if isinstance(node, Sequence) for item in node]
SECTIONS = ("parameters", "interpretations", "outcomes", "obligations", "elements", "sources", "notification_items")
CONDITIONS = [
    node
    for node in SNIPPETS
    if isinstance(node, Mapping)
    and node.keys[0] in {"party", "deal.target", "for_any", "for_all", "inquiry", "all", "any", "none", "not"}
]
IN_TABLES = re.findall(r"`([a-z_.]+: \{[^`]*\})`", PAGE)


@pytest.fixture(scope="module")
def document():
    return read_version(VERSION)


@pytest.fixture
def faults():
    return Faults()


@pytest.fixture
def reader(document, faults):
    """A reader that knows the parameters, interpretations and definitions of the rule set."""
    fields = document_fields(document, faults)
    vocabulary = Vocabulary(
        sections.read_parameters(fields),
        open_points.read_interpretations(fields),
        {},
        {},
        "31 CFR",
        OUTBOUND_INVESTMENT,
    )
    return sections.read_definitions(fields, vocabulary, sections.read_elements(fields))[1]


def everything():
    known = records_of(Transaction)
    return Scope({name: FieldType(Kind.RECORD, record=each) for name, each in known.items()}, OUTBOUND_INVESTMENT)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda node: str(node.get("id").value))
def test_a_definition_on_the_page_is_the_one_in_the_rules(document, definition):
    (same,) = [node for node in document.get("definitions") if node.get("id").value == definition.get("id").value]
    assert plain(definition) == plain(same)


@pytest.mark.parametrize("section", SECTIONS)
def test_what_the_page_shows_of_a_section_stands_in_the_rules(document, section):
    shown = [node.get(section) for node in SNIPPETS if isinstance(node, Mapping) and section in node.keys]
    assert shown
    for node in map(plain, shown):
        if isinstance(node, dict):
            assert node.items() <= plain(document.get(section)).items()
        else:
            assert [item for item in node if item not in plain(document.get(section))] == []


def test_the_page_shows_the_head_of_the_rule_set():
    (shown,) = [node for node in SNIPPETS if isinstance(node, Mapping) and node.keys[0] == "rule_set"]
    head = plain(read_yaml((VERSION.path / HEAD).read_bytes(), HEAD))
    assert plain(shown).items() <= head.items()


@pytest.mark.parametrize("node", CONDITIONS, ids=[f"{number}-{node.keys[0]}" for number, node in enumerate(CONDITIONS)])
def test_every_condition_on_the_page_can_be_read(reader, faults, node):
    assert reader.read(node, everything()) is not None, faults.found


@pytest.mark.parametrize("text", IN_TABLES)
def test_every_condition_in_the_text_can_be_read(reader, faults, text):
    assert reader.read(read_yaml(text.encode(), "page"), everything()) is not None, faults.found


def test_every_form_test_and_question_of_the_language_is_described():
    forms = {*conditions._FORMS, "meets", "meets_any", *ownership_questions.QUESTIONS, *map(str, Operator)}
    assert {form for form in forms if f"`{form}`" not in PAGE} == set()


def test_the_tests_are_named_for_the_kinds_of_fact_that_they_fit():
    rows = {
        Kind.QUANTITY: "a quantity",
        Kind.DATE: "a date",
        Kind.TRUTH: "true or false",
        Kind.CHOICE: "one of several choices",
        Kind.COUNTRY: "a country",
        Kind.LISTING: "a list of choices or countries",
    }
    for kind, words in rows.items():
        named = re.search(rf"^\| {words} \| ([^|]*) \|", PAGE, re.MULTILINE)[1]
        assert named.replace("`", "").split() == [str(operator) for operator in conditions._ALLOWED[kind]]


def test_every_part_of_a_question_about_ownership_is_named():
    text = PAGE.split("## Ownership and control")[1].split("\n## ")[0]
    words = {key for _, needs, may in ownership_questions.QUESTIONS.values() for key in needs + may}
    words |= {
        *map(str, Measure),
        *map(str, Method),
        *ownership_questions.ATTRIBUTIONS,
        *ownership_questions.FLOORS,
        *ownership_questions.YEARS,
    }
    words |= {str(each) for each in Losses if each is not Losses.UNDECIDED}
    assert {word for word in words if word not in text} == set()


def test_every_key_of_a_definition_and_every_status_is_named():
    keys = (*sections._DEFINITION_NEEDS, "cites", "given", "unless", "notes", *STATUSES)
    assert {key for key in keys if f"`{key}`" not in PAGE} == set()


def test_the_page_lists_what_a_definition_can_be_of():
    listed = re.search(r"A definition can be `of`: (.*?)\.\n", PAGE, re.DOTALL)[1]
    assert re.findall(r"`(\w+)`", listed) == list(records_of(Transaction))


def test_the_golden_case_on_the_page_is_one(tmp_path):
    shown = re.search(r"```yaml\n(topic:.*?)```", PAGE, re.DOTALL)[1]
    folder = VersionFolder(tmp_path / VERSION.rule_set / VERSION.version, VERSION.source)
    shutil.copytree(VERSION.path / "cases" / "bases", folder.path / "cases" / "bases")
    (folder.path / "cases" / "page.yaml").write_text(shown, "utf-8")
    (case,) = read_cases(folder)
    assert [(each.expect, each.asks) for each in read_cases(VERSION) if each.case == case.case] == [
        (case.expect, case.asks)
    ]


SLIPS_OF_THE_PEN = [
    ("actors.yaml", "    element: actor", "    element:"),
    ("exceptions.yaml", "publicly_traded: {is: true}", "publicly_traded: {is: yes}"),
    ("parameters.yaml", "[CN, HK, MO]", "[CN, HK, NO]"),
    ("tiers.yaml", "    cites: 31 CFR 850.224(a)-(k)\n", "    cites: 31 CFR 850.224(a)-(k)\n" * 2),
]
MISTAKES = [
    ("parameters.yaml", 'value: "18"\n    unit:', 'value: "18"\n    unt:'),
    ("activities-semiconductors-quantum.yaml", "activity.node_nm: {at_most", "activity.node_mn: {at_most"),
    ("activities-semiconductors-quantum.yaml", "A22: every_node", "A22: all_nodes"),
    ("activities-semiconductors-quantum.yaml", "nand_layers: {at_least:", "nand_layers: {includes:"),
    ("activities-semiconductors-quantum.yaml", "{at_most: $dram_half_pitch}", "{at_most: 18 nm}"),
    (
        "activities-semiconductors-quantum.yaml",
        "activity.verb: {in: $fabricate}",
        "activity.verb: {is: fabricate}",
    ),
    ("persons-of-concern.yaml", 'party: {meets: "850.221(a)"}', 'party: {meets: "850.221a"}'),
]


@pytest.mark.parametrize(("block", "mistakes"), [(0, MISTAKES), (1, SLIPS_OF_THE_PEN)])
def test_the_messages_on_the_page_are_those_of_the_check(tmp_path, block, mistakes):
    folder = VersionFolder(tmp_path / VERSION.rule_set / VERSION.version, VERSION.source)
    shutil.copytree(VERSION.path, folder.path)
    for name, right, wrong in mistakes:
        file = folder.path / name
        text = file.read_text("utf-8")
        assert right in text, name
        file.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(InvalidRuleSet) as caught:
        compile_rule_set(read_version(folder))
    messages = {without_line(str(fault)) for fault in caught.value.faults}
    shown = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[block].splitlines()
    assert [line for line in shown if without_line(line) not in messages] == []


def without_line(message):
    """The message without the numbers that move when a rule is added above."""
    return re.sub(r":\d+:\d+: ", ": ", re.sub(r"in line \d+", "in line", message))


def test_every_base_and_example_is_json():
    for file in (*VERSION.path.glob("examples/*"), *VERSION.path.glob("cases/bases/*")):
        assert isinstance(json.loads(file.read_bytes()), dict)
