"""A golden case is a complete transaction, changed in the places it names, and what the law says of it."""

import json
from datetime import date

import pytest

from app.domain.errors import InvalidRuleSet
from app.domain.located import Place
from app.rulefiles.cases import Case, ExpectedObligation, read_cases
from app.rulefiles.rule_folder import VersionFolder

FOLDER = "rules/us-oisp/2025-01-02"
FILE = f"{FOLDER}/cases/training.yaml"
BASE = {
    "reference": "DEAL-1",
    "parties": [
        {"id": "fund", "share": 10.50},
        {"id": "target", "activities": {"complete": True, "items": [{"kind": "develops_ai"}]}},
    ],
    "deal": {"rights": {"board_seat": False}, "closing": None, "price": 12345678901234567890},
}
TRAINING = "/parties/1/activities/items/0/training_operations"


@pytest.fixture
def folder(tmp_path):
    """A version folder with one base transaction."""
    home = VersionFolder(tmp_path / "us-oisp" / "2025-01-02", FOLDER)
    write(home, "examples/ai-developer.json", json.dumps(BASE))
    return home


def write(folder, name, text):
    path = folder.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def case_file(*cases, base="ai-developer.json"):
    return "\n".join(["topic: Training thresholds", f"base: {base}", "cases:", *cases])


def case(sentence="A model is trained.", extra=""):
    return f"  - case: {sentence}\n    cites: [850.217(d)(3)]\n    expect: notifiable\n{extra}"


def read(folder, text):
    write(folder, "cases/training.yaml", text)
    return read_cases(folder)


def faults(folder, text):
    with pytest.raises(InvalidRuleSet) as caught:
        read(folder, text)
    return [str(fault).removeprefix(f"{FILE}:") for fault in caught.value.faults]


def test_a_case_says_everything_it_expects(folder):
    (found,) = read(
        folder,
        f"""
topic: Artificial intelligence training thresholds
base: ai-developer.json
cases:
  - case: A model trained with exactly 10^25 operations stays notifiable because the threshold must be exceeded.
    cites: ["850.224(k)(1)", "850.217(d)(3)"]
    change:
      {TRAINING}: 1e25
      /parties/-: {{id: spv, citizenships: [], listed: true}}
    remove: [/deal/rights, /reference]
    expect: notifiable
    possible: [notifiable, prohibited]
    because: ["850.217(d)(3)"]
    not_met: ["850.224(k)(1)"]
    asks: [{TRAINING}]
    interpretations: [A26]
    obligations: {{file_notification: 2025-07-16, retain_records: true, update: false}}
""",
    )
    assert found == Case(
        place=Place(FILE, 5, 5),
        topic="Artificial intelligence training thresholds",
        case="A model trained with exactly 10^25 operations stays notifiable because the threshold must be exceeded.",
        cites=("850.224(k)(1)", "850.217(d)(3)"),
        transaction={
            "parties": [
                {"id": "fund", "share": "10.5"},
                {
                    "id": "target",
                    "activities": {
                        "complete": True,
                        "items": [{"kind": "develops_ai", "training_operations": "1e25"}],
                    },
                },
                {"id": "spv", "citizenships": [], "listed": True},
            ],
            "deal": {"price": "12345678901234567890"},
        },
        expect="notifiable",
        possible=("notifiable", "prohibited"),
        because=("850.217(d)(3)",),
        not_met=("850.224(k)(1)",),
        asks=(TRAINING,),
        interpretations=("A26",),
        obligations=(
            ExpectedObligation("file_notification", date(2025, 7, 16)),
            ExpectedObligation("retain_records", None),
            ExpectedObligation("update", None, arises=False),
        ),
    )


def test_a_case_that_states_only_its_word_expects_only_that(folder):
    (found,) = read(folder, case_file(case()))
    assert (found.possible, found.because, found.not_met, found.asks, found.interpretations, found.obligations) == (
        (),
    ) * 6
    assert found.transaction["reference"] == "DEAL-1"


def test_numbers_of_a_base_keep_every_digit(folder):
    write(folder, "examples/exact.json", '{"share": 49.99999999999999999999, "operations": 1E+25, "floor": -0.50}')
    (found,) = read(folder, case_file(case(), base="exact.json"))
    assert found.transaction == {"share": "49.99999999999999999999", "operations": "1E+25", "floor": "-0.50"}


def test_cases_of_one_file_do_not_see_each_other_s_changes(folder):
    changes = f"    change: {{/parties/0/id: other, {TRAINING}: '1'}}\n    remove: [/parties/1/activities/complete]"
    first, second = read(folder, case_file(case("One.", changes), case("Two.")))
    assert first.transaction["parties"][0]["id"] == "other"
    assert second.transaction["parties"][0]["id"] == "fund"
    assert second.transaction["parties"][1] == BASE["parties"][1]


def test_a_base_may_lie_beside_the_cases(folder):
    write(folder, "cases/bases/deal.json", '{"reference": "from bases"}')
    (found,) = read(folder, case_file(case(), base="deal.json"))
    assert found.transaction == {"reference": "from bases"}


def test_a_base_may_be_written_out(folder):
    (found,) = read(folder, case_file(case(), base="{reference: X, deal: {rights: {board_seat: false}}}"))
    assert found.transaction == {"reference": "X", "deal": {"rights": {"board_seat": False}}}


def test_cases_stand_in_the_order_of_the_file_names_and_as_written(folder):
    write(folder, "cases/b.yaml", case_file(case("Three.")))
    write(folder, "cases/a.yaml", case_file(case("Two."), case("One.")))
    write(folder, "cases/README.md", "a note")
    write(folder, "cases/.hidden.yaml", "- x")
    assert [found.case for found in read_cases(folder)] == ["Two.", "One.", "Three."]


def test_a_version_without_cases_has_none(folder):
    assert read_cases(folder) == ()


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (
            "ai-developper.json",
            ("There is no `ai-developper.json` in `examples/` or `cases/bases/`: did you mean `ai-developer.json`?"),
        ),
        ("/etc/passwd", "There is no `/etc/passwd` in `examples/` or `cases/bases/`: known are `ai-developer.json`."),
        (
            "../rule-set.yaml",
            ("There is no `../rule-set.yaml` in `examples/` or `cases/bases/`: known are `ai-developer.json`."),
        ),
        ("[x]", "`base` takes a transaction written out, or in a file the name of a JSON file."),
        ("true", "`base` takes a transaction written out, or in a file the name of a JSON file."),
        ("''", "`base` takes a transaction written out, or in a file the name of a JSON file."),
    ],
)
def test_a_base_that_is_not_there_is_told_once_and_not_again_by_every_case(folder, base, expected):
    write(folder, "rule-set.yaml", "a: b\n")
    cases = [case("One.", "    remove: [/deal]\n"), case("Two.", "    change: {/deal/x/y: z}\n")]
    assert faults(folder, case_file(*cases, base=base)) == [f"2:7: {expected}"]


def test_a_base_in_both_places_is_a_fault(folder):
    write(folder, "cases/bases/ai-developer.json", "{}")
    message = "`ai-developer.json` is both in `examples/` and in `cases/bases/`: rename one of the two."
    assert faults(folder, case_file(case())) == [f"2:7: {message}"]


def test_a_base_that_links_out_of_the_version_is_not_followed(folder, tmp_path):
    (tmp_path / "deal.json").write_text("{}")
    (folder.path / "examples/deal.json").symlink_to(tmp_path / "deal.json")
    message = "`deal.json` is a link that leads out of the folder of its version: put the file there."
    assert faults(folder, case_file(case(), base="deal.json")) == [f"2:7: {message}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n "b": }', ":2:7: This is not JSON (Expecting value): mend it."),
        ("[]", ": The file holds no transaction: a transaction is a JSON object."),
        ('{"a": {"b": 1, "c": 2, "b": 3}}', ": The file is not JSON: the member `b` is given twice in one object."),
        ('{"a": [null]}', ": The file has a null in a list: take it out."),
        ('{"a": NaN}', ": The file is not JSON: `NaN` is no number."),
        ("[" * 100_000, ": The file is nested too deep for a transaction: flatten it."),
    ],
)
def test_a_base_that_is_no_transaction_is_told_at_its_own_place(folder, text, expected):
    write(folder, "examples/bad.json", text)
    assert faults(folder, case_file(case(), base="bad.json")) == [f"{FOLDER}/examples/bad.json{expected}"]


def test_a_base_that_is_not_utf8_is_a_fault(folder):
    (folder.path / "examples/bad.json").write_bytes(b'{"a": "\xe9"}')
    expected = f"{FOLDER}/examples/bad.json: The file is not JSON: it is not UTF-8."
    assert faults(folder, case_file(case(), base="bad.json")) == [expected]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("expcet: x", "7:5: `expcet` is no part of a case: did you mean `expect`?"),
        ("because: []", "7:14: `because` is a list: write its items, or remove the key."),
        ("because: 850.217", "7:14: `because` is a list: write its items, or remove the key."),
        ("because: [a, b, a]", "7:21: `a` stands in `because` already: keep one of the two."),
        ("because: [a, [b]]", "7:18: `because` takes text: write it, in quotes if it is a word like `true`."),
        (
            "possible: [notifiable, undetermined]",
            (
                "7:28: `undetermined` has no meaning in `possible`: "
                "known are `prohibited`, `notifiable`, `excepted`, `not_covered`."
            ),
        ),
        ("asks: [parties/0]", "7:12: `parties/0` is not a JSON Pointer: write `/part/part`."),
        ("remove: [/deal/x]", "7:14: `/deal/x` is not in the transaction: remove only what is there."),
        ("remove: [/parties/2]", "7:14: `/parties/2` is not in the transaction: remove only what is there."),
        ("remove: [deal]", "7:14: `deal` is not a JSON Pointer: write `/part/part`."),
        ("change: {deal: x}", "7:14: `deal` is not a JSON Pointer: write `/part/part`."),
        (
            "change: {/deal: x, /parties/2/id: z}",
            ("7:24: `/parties` is a list of 2: write a place in it, or `-` to append."),
        ),
        ("change: {}", "7:13: `change` is a mapping: write its entries, or remove the key."),
        ("change: [/deal]", "7:13: `change` is a mapping: write its entries, or remove the key."),
        (
            "change: {/deal/price: null}",
            ("7:27: `null` means no value to readers of YAML: quote it, or leave the entry out."),
        ),
        (
            "obligations: [file_notification]",
            ("7:18: `obligations` is a mapping: write its entries, or remove the key."),
        ),
        (
            "obligations: {file: 2025-02-30}",
            "7:25: `file` takes a day as YYYY-MM-DD, true for any, false for no duty, or `until` with a day.",
        ),
        (
            "obligations: {file: 2025-W01-1}",
            "7:25: `file` takes a day as YYYY-MM-DD, true for any, false for no duty, or `until` with a day.",
        ),
    ],
)
def test_what_does_not_fit_a_case_is_told_at_its_place(folder, extra, expected):
    assert faults(folder, case_file(case(extra=f"    {extra}\n"))) == [expected]


def test_an_unknown_determination_is_told_with_the_nearest(folder):
    text = case_file("  - {case: One., cites: [a], expect: notifyable}")
    assert faults(folder, text) == ["4:38: `notifyable` has no meaning in `expect`: did you mean `notifiable`?"]


def test_what_a_case_needs_is_told_when_it_is_missing(folder):
    assert faults(folder, case_file("  - {case: One.}", "  - One.")) == [
        "4:5: `cites` is missing: a case needs it.",
        "4:5: `expect` is missing: a case needs it.",
        "5:5: A case is a mapping, not a single value: begin it with `case:`.",
    ]


def test_what_a_file_of_cases_needs_is_told_when_it_is_missing(folder):
    assert faults(folder, "topic: x\ncase: []\n") == [
        "2:1: `case` is no part of a file of cases: did you mean `cases`?",
        "1:1: `base` is missing: a file of cases needs it.",
        "1:1: `cases` is missing: a file of cases needs it.",
    ]


def test_nothing_is_both_changed_and_removed(folder):
    extra = "    change:\n      /deal/rights/board_seat: true\n    remove: [/deal/rights]\n"
    expected = "9:14: `/deal/rights` is changed in line 8: change it only."
    assert faults(folder, case_file(case(extra=extra))) == [expected]


def test_a_sentence_stands_for_one_case_only_across_all_files(folder):
    write(folder, "cases/a.yaml", case_file(case("A model is trained.")))
    message = f"The case `A model is trained.` stands at {FOLDER}/cases/a.yaml:4:5 already: say what is different here."
    assert faults(folder, case_file(case(">-\n      A model\n      is  trained."))) == [f"4:5: {message}"]


def test_the_faults_of_all_files_are_told_together(folder):
    write(folder, "cases/a.yaml", "topic: NO\n")
    write(folder, "cases/a.txt", "")
    write(folder, "cases/more/b.yaml", "")
    assert faults(folder, case_file(case(extra="    asks: [x]\n"))) == [
        f"{FOLDER}/cases/a.txt: `a.txt` is not read as a rule file: let its name end in .yaml, or move it away.",
        f"{FOLDER}/cases/more: No rules are read from a folder `more`: only `bases` may lie here.",
        f"{FOLDER}/cases/a.yaml:1:8: `NO` is a truth value to some readers of YAML: quote it, or write true or false.",
        "7:12: `x` is not a JSON Pointer: write `/part/part`.",
    ]
