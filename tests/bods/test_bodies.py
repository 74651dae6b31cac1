"""What a body of statements may be: a JSON array or JSON Lines, of version 0.4."""

import json

import pytest

from app.domain.errors import InvalidTransaction, MalformedBody
from tests.bods.builders import CONVERTER, entity, imported, person, published, relationship, shares

STATEMENTS = [entity("T"), person("A", "US"), relationship("a", "A", shares({"exact": 40.125}))]
LINES = [json.dumps(each) for each in STATEMENTS]


def read(text):
    return json.loads(CONVERTER.import_statements(text.encode()))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        "\n".join(LINES) + "\n",
        "\r\n".join(LINES),
        "\n\n" + "\n \t\n".join(LINES) + "\n\n",
        json.dumps(STATEMENTS, indent=2),
        "[" + ",\n".join(LINES) + "]",
    ],
    ids=["lines", "lines with an end", "lines of Windows", "empty lines", "array over lines", "array of lines"],
)
def test_statements_are_read_from_an_array_and_from_lines(text):
    assert read(text) == imported(STATEMENTS)


@pytest.mark.parametrize("indent", [None, 2])
def test_one_statement_by_itself_is_a_list_of_one(indent):
    assert read(json.dumps(STATEMENTS[0], indent=indent)) == imported(STATEMENTS[:1])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LINES[0] + "\n" + LINES[1][:-1], "line 2 column"),
        (LINES[0] + "\n\n{nothing}", "line 3 column"),
        (LINES[0] + "\n" + LINES[1] + LINES[2], "line 2 column"),
        (json.dumps(STATEMENTS[0], indent=2)[:-1], "ends in the middle"),
        ("\n".join(json.dumps(each, indent=2) for each in STATEMENTS), "follows after the end"),
        ("[" + LINES[0], "ends in the middle"),
        ("", "empty"),
        ("\ufeff" + LINES[0], "byte order mark"),
        (LINES[0] + '\n{"a": 1, "a": 2}', "line 2 column"),
    ],
)
def test_what_is_neither_is_refused_with_its_place(text, says):
    with pytest.raises(MalformedBody) as refused:
        read(text)
    assert says in str(refused.value)
    assert "Company" not in str(refused.value)


@pytest.mark.parametrize("text", ["{}", "7", '"text"', '{"statements": []}', "null"])
def test_other_json_is_no_list_of_statements(text):
    with pytest.raises(InvalidTransaction) as refused:
        read(text)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.code) == ("", "wrong_type")


def test_a_line_that_is_no_statement_is_refused_with_its_place_in_the_list():
    with pytest.raises(InvalidTransaction) as refused:
        read("\n".join([LINES[0], "", "[7]", LINES[1]]))
    assert [each.pointer for each in refused.value.problems] == ["/1"]


OLD = {
    "0.2": {"statementID": "x", "statementType": "entityStatement", "publicationDetails": {"bodsVersion": "0.2"}},
    "0.3": {"statementID": "x", "statementType": "personStatement", "publicationDetails": {"bodsVersion": "0.3"}},
    "0.1, 0.2 or 0.3": {"statementID": "x", "statementType": "ownershipOrControlStatement", "subject": {}},
    "0.5": {**STATEMENTS[0], "publicationDetails": {"bodsVersion": "0.5"}},
    "1.0": {**STATEMENTS[0], "publicationDetails": {"bodsVersion": "1.0"}},
}


@pytest.mark.parametrize("version", OLD)
def test_another_version_is_refused_by_its_name_with_the_cure(version):
    with pytest.raises(InvalidTransaction) as refused:
        imported([STATEMENTS[0], OLD[version], OLD[version]])
    (problem,) = refused.value.problems
    assert problem.code == "unsupported_version"
    assert problem.pointer in ("/1/publicationDetails/bodsVersion", "/1/statementType")
    assert f"version {version} of the standard" in problem.detail
    assert "0.4" in problem.detail
    assert "publisher" in problem.detail


def test_one_older_statement_by_itself_is_refused_by_its_name():
    with pytest.raises(InvalidTransaction) as refused:
        read(json.dumps(OLD["0.2"]))
    assert "version 0.2" in refused.value.problems[0].detail


@pytest.mark.parametrize("version", ["new", "", 0.3, None, "0.4"])
def test_what_names_no_other_version_is_read_by_its_form(version):
    details = {**published("2025-02-01")["publicationDetails"], "bodsVersion": version}
    assert imported([{**STATEMENTS[0], "publicationDetails": details}])["parties"]


@pytest.mark.parametrize(
    ("statements", "pointer"),
    [
        ([relationship("a", "A", shares(place % 100)) for place in range(201)], "/200"),
        ([entity("T", stated=f"2025-01-{place % 28 + 1:02}") for place in range(201)], "/200"),
        ([relationship("a", "A", shares(1) * 51)], "/0"),
    ],
    ids=["statements on a relationship", "statements on a party", "interests of one holder"],
)
def test_more_than_anybody_states_is_refused(statements, pointer):
    with pytest.raises(InvalidTransaction) as refused:
        imported(statements)
    assert [(each.pointer, each.code) for each in refused.value.problems] == [(pointer, "too_many_items")]
