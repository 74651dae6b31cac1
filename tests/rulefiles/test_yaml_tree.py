"""A rule file means what it looks like, or it is refused with its place and the cure."""

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidRuleSet
from app.domain.located import Mapping, Node, Place, Scalar, Sequence, plain
from app.rulefiles import yaml_tree
from app.rulefiles.source_text import LIMIT_BYTES

FILE = "rules/us-oisp/2025-01-02/outcomes.yaml"


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def parser(request, monkeypatch):
    """Everything here holds with the parser in C and with the one in Python."""
    monkeypatch.setattr(yaml_tree, "Parser", getattr(yaml, request.param))


def read(text: str | bytes) -> Node:
    return yaml_tree.read_yaml(text.encode() if isinstance(text, str) else text, FILE)


def faults(text: str | bytes) -> list[str]:
    """The faults of a file as ``line:column: message``."""
    with pytest.raises(InvalidRuleSet) as caught:
        read(text)
    assert {fault.place.source for fault in caught.value.faults} == {FILE}
    return [str(fault).removeprefix(f"{FILE}:") for fault in caught.value.faults]


def the_fault(text: str | bytes) -> str:
    (fault,) = faults(text)
    return fault


def test_every_part_knows_its_line_and_column_from_one():
    tree = read("# a note\noutcomes:\n  - id: 850.210\n    all: [é, {is: logic}]\n")
    assert tree.place == Place(FILE, 2, 1)
    assert isinstance(tree, Mapping)
    (outcomes,) = tree.entries
    assert outcomes.place == Place(FILE, 2, 1)
    assert isinstance(outcomes.value, Sequence)
    assert outcomes.value.place == Place(FILE, 3, 3)
    (rule,) = outcomes.value.items
    assert isinstance(rule, Mapping)
    assert [entry.place for entry in rule.entries] == [Place(FILE, 3, 5), Place(FILE, 4, 5)]
    assert rule.get("id") == Scalar("850.210", Place(FILE, 3, 9))
    operands = rule.get("all")
    assert isinstance(operands, Sequence)
    assert [item.place for item in operands] == [Place(FILE, 4, 11), Place(FILE, 4, 14)]


@pytest.mark.parametrize(
    "typed",
    [
        "850.210", "1e25", "2025-01-02", "2025-01-02T10:00:00Z", "010", "0x1F", "0o17", "1_000", "12:30:45", ".5", "+1",
        ".inf", ".nan", "10000000000000000000000001", "49.99999999999999999999", "=", "Norway", "none", "N/A",
    ],
)  # fmt: skip
def test_what_is_typed_without_quotes_is_text_character_by_character(typed):
    assert plain(read(f"value: {typed}\n")) == {"value": typed}
    assert plain(read(f"{typed}: value\n")) == {typed: "value"}


def test_only_true_and_false_are_truth_values():
    assert plain(read("a: true\nb: false\nc: 'true'\nd: \"false\"\n")) == {
        "a": True,
        "b": False,
        "c": "true",
        "d": "false",
    }


@pytest.mark.parametrize(
    "typed",
    ["yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "OFF", "y", "Y", "n", "N", "True", "FALSE"],
)
def test_a_word_that_other_readers_take_for_a_truth_value_is_refused(typed):
    cure = "quote it, or write true or false."
    assert the_fault(f"a: x\nb: {typed}\n") == f"2:4: `{typed}` is a truth value to some readers of YAML: {cure}"
    assert the_fault(f"a: [x, {typed}]\n").startswith("1:8: ")
    assert the_fault(f"{typed}: x\n").startswith(f"1:1: `{typed}` is a truth value")
    assert plain(read(f"a: '{typed}'\n")) == {"a": typed}


@pytest.mark.parametrize("typed", ["null", "Null", "NULL", "~"])
def test_a_word_for_no_value_is_refused(typed):
    cure = "quote it, or leave the entry out."
    assert the_fault(f"a:\n  b: {typed}\n") == f"2:6: `{typed}` means no value to readers of YAML: {cure}"
    assert plain(read(f'a: "{typed}"\n')) == {"a": typed}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: x\nb:\n", "2:1: `b` has no value: write one, or remove the key."),
        ("a: x\nb: # later\n", "2:1: `b` has no value: write one, or remove the key."),
        ("a: {b, c: d}\n", "1:5: `b` has no value: write one, or remove the key."),
        ("a:\n  - x\n  -\n", "3:4: The list item is empty: write its value, or remove it."),
        ("? \n: x\n", "1:2: The key is empty: write its name before the colon."),
        ("'': x\n", "1:1: The key is empty: write its name before the colon."),
    ],
)
def test_an_empty_value_is_refused(text, expected):
    assert the_fault(text) == expected


def test_empty_text_and_empty_collections_can_be_written_out():
    assert plain(read("a: ''\nb: []\nc: {}\n")) == {"a": "", "b": [], "c": {}}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a note\n"])
def test_an_empty_file_is_refused(text):
    assert the_fault(text) == "1:1: The file is empty: write the document, or remove the file."


def test_a_key_given_twice_points_at_the_second_and_names_the_line_of_the_first():
    assert the_fault("a: x\nb: w\n'a': z\n") == "3:1: `a` stands in line 1 already: keep one of the two."
    assert the_fault("- when: {is: x, is: z}\n") == "1:17: `is` stands in line 1 already: keep one of the two."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &chip x\n", ["1:4: The anchor `&chip` has no use here: remove it, and write the value out each time."]),
        ("a: &chip\n", ["1:4: The anchor `&chip` has no use here: remove it, and write the value out each time."]),
        ("a: &all [x]\n", ["1:4: The anchor `&all` has no use here: remove it, and write the value out each time."]),
        ("a: *chip\n", ["1:4: The alias `*chip` hides what is meant: write the value out."]),
        ("a: !!float 1\n", ["1:4: The tag `!!float` has no use here: remove it, and quote the value if it is text."]),
        ("a: !secret 1\n", ["1:4: The tag `!secret` has no use here: remove it, and quote the value if it is text."]),
        ("a: !!set {x: z}\n", ["1:4: The tag `!!set` has no use here: remove it, and quote the value if it is text."]),
        ("a: ! 1\n", ["1:4: The tag `!` has no use here: remove it, and quote the value if it is text."]),
        ("a: !x!y 1\n", ["1:4: The tag `!` has no use here: quote text that begins with `!`."]),
        ("<<: {a: x}\n", ["1:1: The merge key `<<` hides what is meant: write the entries out."]),
        ("%YAML 1.2\n---\na: x\n", ["1:1: The directive `%YAML` has no use here: remove it."]),
        ("a: x\n---\nb: y\n", ["2:1: `---` starts a second document: give it its own file."]),
        ("[a]: x\n", ["1:1: A list or mapping stands for a key, and a key is text: quote it if it is text."]),
        ("{a: b}: x\n", ["1:1: A list or mapping stands for a key, and a key is text: quote it if it is text."]),
        ("true: x\n", ["1:1: The key `true` is a truth value, and a key is text: quote it."]),
        ("*a : x\n", ["1:1: The alias `*a` hides what is meant: write the value out."]),
    ],
)
def test_what_hides_or_converts_a_value_is_refused(text, expected):
    assert faults(text) == expected


def test_a_document_may_begin_and_end_with_its_marks():
    assert plain(read("---\na: x\n...\n")) == {"a": "x"}


def test_a_merge_key_in_quotes_is_text():
    assert plain(read("'<<': x\n")) == {"<<": "x"}


def test_block_text_is_text_whatever_it_looks_like():
    tree = read("a: |\n  no\n  true\nb: >-\n  two\n  lines\n")
    assert plain(tree) == {"a": "no\ntrue\n", "b": "two lines"}
    assert isinstance(tree, Mapping)
    assert tree.entries[0].value.place == Place(FILE, 1, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c\n", "1:5: A colon is not expected here: quote text that holds `: `, or mend the indentation."),
        ("a: b\n c: d\n", "2:3: A colon is not expected here: quote text that holds `: `, or mend the indentation."),
        ("a: - b\n", "1:4: A list is not expected here: begin its first `- ` on a line of its own."),
        ("a: @x\n", "1:4: Text cannot begin with this character: quote it."),
        ("a: %x\n", "1:4: Text cannot begin with this character: quote it."),
        ("a: 'x\n", "2:1: The file ends inside quoted text: close the quote."),
        ("a: x\nb:c\n", "3:1: A key without a colon: write `key: value`, with a space after the colon."),
        ("a: * b\n", "1:5: Text cannot begin with `*` or `&`: quote it."),
        ("a: [b\nc: d\n", "2:2: The list in brackets is not closed: add the `]` or a comma."),
        ("a: {b: c\n", "2:1: The mapping in braces is not closed: add the `}` or a comma."),
    ],
)
def test_a_syntax_error_is_told_with_its_cure(text, expected):
    assert the_fault(text) == expected


def test_any_other_syntax_error_still_has_a_place():
    assert the_fault("a: 'b' c\n").startswith("1:8: This is not readable YAML (")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n\tb: c\n", "2:1"),
        ("a:\n  \tb: c\n", "2:3"),
        ("a: x\tb\n", "1:5"),
        ("-\ta\n", "1:2"),
        ("a: |\n  x\n \ty\n", "3:2"),
    ],
)
def test_a_tab_is_refused(text, place):
    cure = "indent with spaces, or write `\\t` in double quotes to mean one."
    assert the_fault(text) == f"{place}: A tab shows as any number of spaces: {cure}"


@pytest.mark.parametrize(
    ("character", "code", "name"),
    [
        ("\u00a0", "U+00A0", "no-break space"),
        ("\u200b", "U+200B", "zero width space"),
        ("\u202e", "U+202E", "right-to-left override"),
        ("\u2028", "U+2028", "line separator"),
        ("\x85", "U+0085", "a control character"),
        ("\x00", "U+0000", "a control character"),
        ("\r", "U+000D", "a control character"),
        ("\ufeff", "U+FEFF", "zero width no-break space"),
        ("\U000e0041", "U+E0041", "tag latin capital letter a"),
    ],
)
def test_a_character_that_does_not_show_is_refused(character, code, name):
    cure = "remove it, or write its escape in double quotes."
    assert the_fault(f"a: é\nb: x{character}y\n") == f"2:5: The character `{code}` ({name}) does not show: {cure}"


def test_each_kind_of_unseen_character_is_told_once_at_its_first_place():
    told = faults("a: x\u00a0\u00a0\nb:\ty\n\tc: \u00a0\n")
    assert [fault.split(" ")[0] for fault in told] == ["1:5:", "2:3:"]


def test_an_unseen_character_can_be_written_as_an_escape():
    assert plain(read('a: "x\\u00a0y\\t"\n')) == {"a": "x\u00a0y\t"}


def test_an_escape_that_no_database_keeps_is_refused():
    message = "The text holds an escape for a character that no database keeps: remove it."
    assert the_fault('a: "x\\0"\n') == f"1:4: {message}"
    assert the_fault('"x\\0": a\n') == f"1:1: {message}"


def test_lines_may_end_as_on_windows():
    assert plain(read("a: x\r\nb: |-\r\n  y\r\n  z\r\n")) == {"a": "x", "b": "y\nz"}
    assert the_fault("a: x\r\nb: no\r\n").startswith("2:4: ")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_is_refused(mark):
    expected = "1:1: The file begins with a byte order mark: save it as UTF-8 without one."
    assert the_fault(mark + b"a: x\n") == expected


def test_bytes_that_are_not_utf8_are_refused_at_their_place():
    assert the_fault("a: é\nb: é".encode() + b"\xe9\n") == "2:5: The byte `0xe9` is not UTF-8: save the file as UTF-8."


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_nesting_ends_at_forty_levels(opening, closing):
    read(opening * 40 + "x" + closing * 40)
    place = f"1:{40 * len(opening) + 1}"
    cure = "give a part of it a name, and use the name here."
    assert the_fault(opening * 41 + "x" + closing * 41) == f"{place}: Nested over 40 levels deep: {cure}"


def test_a_file_of_nothing_but_brackets_is_refused_at_once():
    assert the_fault("[" * LIMIT_BYTES).startswith("1:41: Nested over 40 levels deep")


def test_all_faults_of_a_file_are_told_together_in_their_order():
    told = faults("a: NO\nb:\nc: &x [1, ~]\na: x\nd: *x\ne: 'f\n")
    assert [fault.split(" ")[0] for fault in told] == ["1:4:", "2:1:", "3:4:", "3:11:", "4:1:", "5:4:", "7:1:"]


@given(
    st.text(st.sampled_from("ab0 \n:-?,[]{}#&*!|>'\"%@~<\\u"), max_size=40)
    | st.text(max_size=20)
    | st.binary(max_size=20).map(lambda data: data.decode("latin-1"))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_either_read_or_refused_with_places_inside_it(text):
    try:
        read(f"{text}\n")
    except InvalidRuleSet as refused:
        for fault in refused.faults:
            assert 1 <= fault.place.line <= text.count("\n") + 2
            assert 1 <= fault.place.column <= len(text) + 1
            assert "\n" not in fault.message


def test_a_long_key_is_shortened_in_the_message():
    key = "x" * 200
    assert the_fault(f"a: b\n? {key}\n: \n") == f"2:3: `{'x' * 59}…` has no value: write one, or remove the key."


def filled_in(text: str) -> object:
    return yaml_tree.read_filled_in(text.encode(), FILE).document


def test_what_is_to_be_filled_in_and_was_not_is_null():
    assert filled_in("a:\nb: null\nc: {d: , e: null, f: x}\ng: [{h: }]\ni: 'null'\n") == {
        "a": None,
        "b": None,
        "c": {"d": None, "e": None, "f": "x"},
        "g": [{"h": None}],
        "i": "null",
    }


def test_every_part_of_what_is_filled_in_has_its_place_and_the_comment_behind_it():
    text = "# above\na: 'x # y' # one\nb:  # two\n  - {c: d, e: }   # three\n  - f # four\n"
    found = yaml_tree.read_filled_in(text.encode(), FILE)
    assert {pointer: (place.line, place.column) for pointer, place in found.places.items()} == {
        "": (2, 1),
        "/a": (2, 1),
        "/b": (3, 1),
        "/b/0": (4, 5),
        "/b/0/c": (4, 6),
        "/b/0/e": (4, 12),
        "/b/1": (5, 5),
    }
    assert found.remarks == {2: "# one", 3: "# two", 4: "# three", 5: "# four"}


def test_numbers_and_days_that_are_filled_in_are_text_to_the_last_digit():
    text = "a: 49.99999999999999999999\nb: 2026-03-01\nc: 010\nd: 1e25\ne: 0x1F\nf: 12:30\n"
    assert filled_in(text) == {
        "a": "49.99999999999999999999",
        "b": "2026-03-01",
        "c": "010",
        "d": "1e25",
        "e": "0x1F",
        "f": "12:30",
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a:\nb: x\na: z\n", "3:1: `a` stands in line 1 already: keep one of the two."),
        ("a: ~\n", "1:4: `~` means no value to readers of YAML: quote it, or leave the entry out."),
        ("a: NULL\n", "1:4: `NULL` means no value to readers of YAML: quote it, or leave the entry out."),
        ("a: NO\n", "1:4: `NO` is a truth value to some readers of YAML: quote it, or write true or false."),
        (
            "a: [x, ]\nb: [x, null]\n",
            "2:8: `null` means no value to readers of YAML: quote it, or leave the entry out.",
        ),
        ("a:\n  -\n", "2:4: The list item is empty: write its value, or remove it."),
        ("a: !!null\n", "1:4: The tag `!!null` has no use here: remove it, and quote the value if it is text."),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_in_a_file_to_fill_in_too(text, fault):
    with pytest.raises(InvalidRuleSet) as caught:
        filled_in(text)
    assert [str(each).removeprefix(f"{FILE}:") for each in caught.value.faults] == [fault]
