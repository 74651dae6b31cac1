"""A version folder is one document, and nothing in it goes unread."""

from pathlib import Path

import pytest

from app.domain.errors import InvalidRuleSet
from app.domain.located import Entry, Mapping, Place, Scalar, plain
from app.rulefiles.rule_folder import VersionFolder, find_versions, read_version, rule_documents

HEAD = "rule_set: us-oisp\nversion: 2025-01-02\n"
FOLDER = "rules/us-oisp/2025-01-02"


@pytest.fixture
def rules(tmp_path):
    """A folder of rules with one version that has only a head."""
    write(tmp_path / "rules", "us-oisp/2025-01-02/rule-set.yaml", HEAD)
    return tmp_path / "rules"


def write(rules: Path, name: str, text: str) -> None:
    path = rules / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def topic(rules: Path, name: str, text: str) -> None:
    write(rules, f"us-oisp/2025-01-02/{name}", text)


def read(rules: Path) -> Mapping:
    (folder,) = find_versions(rules)
    return read_version(folder)


def faults(rules: Path) -> list[str]:
    with pytest.raises(InvalidRuleSet) as caught:
        read(rules)
    return [str(fault) for fault in caught.value.faults]


def test_a_head_alone_is_a_document_with_its_places(rules):
    head = f"{FOLDER}/rule-set.yaml"
    assert read(rules) == Mapping(
        (
            Entry("rule_set", Scalar("us-oisp", Place(head, 1, 11)), Place(head, 1, 1)),
            Entry("version", Scalar("2025-01-02", Place(head, 2, 10)), Place(head, 2, 1)),
        ),
        Place(FOLDER),
    )


def test_lists_of_all_files_stand_one_after_the_other_in_the_order_of_the_file_names(rules):
    topic(rules, "b.yaml", "outcomes: [b1, b2]\n")
    topic(rules, "a.yaml", "outcomes: [a]\n")
    topic(rules, "z.yaml", "outcomes: [z]\n")
    topic(rules, "rule-set.yaml", f"{HEAD}outcomes: [head]\n")
    assert plain(read(rules)) == {
        "rule_set": "us-oisp",
        "version": "2025-01-02",
        "outcomes": ["a", "b1", "b2", "head", "z"],
    }


def test_mappings_of_all_files_are_united(rules):
    topic(rules, "a.yaml", "parameters:\n  node: {value: 16}\n")
    topic(rules, "b.yaml", "parameters:\n  qubits: {value: 10}\n")
    tree = read(rules)
    parameters = tree.get("parameters")
    assert isinstance(parameters, Mapping)
    assert parameters.keys == ("node", "qubits")
    assert [entry.place for entry in parameters.entries] == [
        Place(f"{FOLDER}/a.yaml", 2, 3),
        Place(f"{FOLDER}/b.yaml", 2, 3),
    ]


def test_a_key_given_twice_in_a_united_mapping_names_both_places(rules):
    topic(rules, "a.yaml", "parameters:\n  node: {value: 16}\n")
    topic(rules, "b.yaml", "parameters:\n  qubits: {value: 10}\n  node: {value: 14}\n")
    assert faults(rules) == [
        f"{FOLDER}/b.yaml:3:3: `node` is given at {FOLDER}/a.yaml:2:3 already: keep one of the two."
    ]


def test_a_text_given_twice_names_both_places(rules):
    topic(rules, "a.yaml", "title: One\n")
    topic(rules, "b.yaml", "# a note\ntitle: One\n")
    assert faults(rules) == [
        f"{FOLDER}/b.yaml:2:1: `title` is given at {FOLDER}/a.yaml:1:1 already: keep one of the two."
    ]


def test_a_list_and_a_mapping_under_one_key_are_a_fault(rules):
    topic(rules, "a.yaml", "outcomes: []\n")
    topic(rules, "b.yaml", "outcomes: {a: b}\n")
    expected = f"{FOLDER}/b.yaml:1:1: `outcomes` is a mapping here and a list at {FOLDER}/a.yaml:1:1: make them alike."
    assert faults(rules) == [expected]


def test_the_faults_of_all_files_are_told_together(rules):
    topic(rules, "a.yaml", "outcomes: [NO]\n")
    topic(rules, "b.yaml", "title:\n")
    topic(rules, "c.yaml", "- x\n")
    told = faults(rules)
    assert [fault.split(": ")[0] for fault in told] == [
        f"{FOLDER}/a.yaml:1:12",
        f"{FOLDER}/b.yaml:1:1",
        f"{FOLDER}/c.yaml:1:1",
    ]
    assert told[2].endswith(": The file is a list: begin it with a key, such as `outcomes:`.")


def test_a_folder_without_a_head_is_a_fault(rules):
    (rules / "us-oisp/2025-01-02/rule-set.yaml").unlink()
    topic(rules, "a.yaml", "outcomes: [a]\n")
    assert faults(rules) == [f"{FOLDER}: There is no `rule-set.yaml`: it says which rule set and version this is."]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "rule_set: us-oisp\nversion: 2025-01-03\n",
            "rule-set.yaml:2:10: `2025-01-03` is not `2025-01-02`, the name of the folder: rename one of the two.",
        ),
        (
            "rule_set: oisp\nversion: 2025-01-02\n",
            "rule-set.yaml:1:11: `oisp` is not `us-oisp`, the name of the folder: rename one of the two.",
        ),
        (
            "rule_set: us-oisp\nversion: [2025-01-02]\n",
            "rule-set.yaml:2:10: `version` is not `2025-01-02`, the name of the folder: rename one of the two.",
        ),
        (
            "version: 2025-01-02\n",
            "rule-set.yaml:1:1: `rule_set` is missing in the head: write `rule_set: us-oisp`.",
        ),
    ],
)
def test_the_head_names_what_the_folders_are_named_after(rules, head, expected):
    topic(rules, "rule-set.yaml", head)
    assert faults(rules) == [f"{FOLDER}/{expected}"]


def test_cases_examples_notes_and_hidden_files_are_no_part_of_the_document(rules):
    for name in ("cases/a.yaml", "examples/b.yaml", "README.md", ".draft.yaml", ".git/c.yaml"):
        topic(rules, name, "outcomes: [x]\n")
    assert read(rules).keys == ("rule_set", "version")


@pytest.mark.parametrize("name", ["outcomes.yml", "outcomes.YAML", "outcomes.yaml~", "outcomes.json", "outcomes"])
def test_a_file_that_is_no_rule_file_is_a_fault(rules, name):
    topic(rules, name, "outcomes: [x]\n")
    cure = "let its name end in .yaml, or move it away."
    assert faults(rules) == [f"{FOLDER}/{name}: `{name}` is not read as a rule file: {cure}"]


def test_a_folder_of_unread_rules_is_a_fault(rules):
    topic(rules, "topics/a.yaml", "outcomes: [x]\n")
    cure = "only `cases` and `examples` may lie here."
    assert faults(rules) == [f"{FOLDER}/topics: No rules are read from a folder `topics`: {cure}"]


def test_a_link_out_of_the_version_folder_is_not_followed(rules, tmp_path):
    (tmp_path / "secret.yaml").write_text("outcomes: [x]\n")
    (rules / "us-oisp/2025-01-02/a.yaml").symlink_to(tmp_path / "secret.yaml")
    (rules / "us-oisp/2025-01-02/cases").symlink_to(tmp_path, target_is_directory=True)
    message = "The link leads out of the folder of its version: put the file itself here."
    assert faults(rules) == [f"{FOLDER}/a.yaml: {message}", f"{FOLDER}/cases: {message}"]


def test_a_link_within_the_version_folder_is_followed(rules):
    topic(rules, ".data/a.yaml", "outcomes: [x]\n")
    (rules / "us-oisp/2025-01-02/a.yaml").symlink_to(rules / "us-oisp/2025-01-02/.data/a.yaml")
    assert plain(read(rules))["outcomes"] == ["x"]


def test_a_broken_link_is_a_fault(rules):
    (rules / "us-oisp/2025-01-02/a.yaml").symlink_to("gone.yaml")
    (fault,) = faults(rules)
    assert fault.startswith(f"{FOLDER}/a.yaml: `a.yaml` is not read as a rule file")


def test_a_file_over_one_mebibyte_is_a_fault(rules):
    topic(rules, "a.yaml", "#" * (1024 * 1024 + 1))
    assert faults(rules) == [f"{FOLDER}/a.yaml: The file is over the limit of 1048576 bytes: split it by topic."]
    topic(rules, "a.yaml", "a: x\n".ljust(1024 * 1024, "#"))
    assert "a" in read(rules).keys


def test_a_file_that_cannot_be_opened_is_a_fault(rules, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert faults(rules) == [f"{FOLDER}/rule-set.yaml: The file cannot be read: Permission denied."]


def test_versions_are_found_in_the_order_of_rule_set_and_version(rules):
    for name in ("us-oisp/2026-03-01", "us-comins/2026-01-01", "us-oisp/2024-06-21", ".drafts/2020-01-01"):
        write(rules, f"{name}/rule-set.yaml", HEAD)
    write(rules, "README.md", "a note")
    write(rules, "us-oisp/README.md", "a note")
    write(rules, "us-oisp/.old/rule-set.yaml", HEAD)
    assert [folder.source for folder in find_versions(rules)] == [
        "rules/us-comins/2026-01-01",
        "rules/us-oisp/2024-06-21",
        "rules/us-oisp/2025-01-02",
        "rules/us-oisp/2026-03-01",
    ]
    assert find_versions(rules)[1] == VersionFolder(rules / "us-oisp/2024-06-21", "rules/us-oisp/2024-06-21")


def test_the_source_is_called_alike_wherever_the_reading_starts(rules, monkeypatch):
    monkeypatch.chdir(rules)
    assert [folder.source for folder in find_versions(Path())] == [FOLDER]
    assert [folder.source for folder in find_versions(Path("../rules"))] == [FOLDER]


@pytest.mark.parametrize("name", ["outcomes.yaml", "us-oisp/outcomes.yaml"])
def test_a_rule_file_outside_every_version_is_a_fault(rules, name):
    write(rules, name, "outcomes: [x]\n")
    assert faults(rules) == [f"rules/{name}: `outcomes.yaml` belongs to no version: move it to <rule set>/<version>/."]


def test_a_link_out_of_the_rules_is_not_followed(rules, tmp_path):
    write(tmp_path, "elsewhere/2025-01-02/rule-set.yaml", HEAD)
    (rules / "eu").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert faults(rules) == ["rules/eu: The link leads out of the folder of the rules: put the files here."]


def test_rules_that_are_not_there_are_a_fault(tmp_path):
    with pytest.raises(InvalidRuleSet, match="There is no such folder"):
        find_versions(tmp_path / "rules")


def test_a_folder_gives_the_document_of_every_version(rules):
    write(rules, "us-oisp/2026-03-01/rule-set.yaml", "rule_set: us-oisp\nversion: 2026-03-01\n")
    assert [(str(tree.place), plain(tree)) for tree in rule_documents(rules)] == [
        (FOLDER, {"rule_set": "us-oisp", "version": "2025-01-02"}),
        ("rules/us-oisp/2026-03-01", {"rule_set": "us-oisp", "version": "2026-03-01"}),
    ]


def test_a_folder_tells_the_faults_of_all_versions_together(rules):
    write(rules, "us-oisp/2026-03-01/rule-set.yaml", "rule_set: NO\nversion: 2026-03-01\n")
    topic(rules, "rule-set.yaml", f"{HEAD}title: ~\n")
    with pytest.raises(InvalidRuleSet) as caught:
        rule_documents(rules)
    assert [str(fault.place) for fault in caught.value.faults] == [
        f"{FOLDER}/rule-set.yaml:3:8",
        "rules/us-oisp/2026-03-01/rule-set.yaml:1:11",
    ]
