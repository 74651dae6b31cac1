"""One company in two declarations is one party, known by its number."""

import random

import pytest

from tests.bods.builders import (
    determination,
    entity,
    imported,
    person,
    pointers,
    published,
    relationship,
    shares,
    without_ids,
)

LEI = {"scheme": "XI-LEI", "id": "30030096HNNZNN7BZK36"}
LEI_OF_GLEIF = {**LEI, "schemeName": "Global Legal Entity Identifier Index"}
OTHER_LEI = {"scheme": "XI-LEI", "id": "5493001KJTIIGC8Y1R12"}
USCC = {"scheme": "CN-SAIC", "id": "91330783717672584H"}
USCC_OF_GLEIF = {"schemeName": "RA000092", "id": "91330783717672584H"}
NUMBER = {"scheme": "GB-COH", "id": "01234567"}
TARGET, ANN, BO = entity("T"), person("A", "US"), person("B", "CN", about="b2")


def declared_twice(first, second, *, country="KY", other_country="KY"):
    """The target names a holder by one record, and the holder declares its own holder under another."""
    return [
        TARGET,
        ANN,
        entity("b1", country, identifiers=first),
        relationship("1", "b1", shares(60)),
        relationship("2", "A", shares(40)),
        entity("b2", other_country, identifiers=second, about="b2"),
        BO,
        relationship("3", "B", shares(100), subject="b2", about="b2"),
    ]


SAME = {
    "a LEI": ([LEI], [LEI], "lei"),
    "a LEI, once as GLEIF has it": ([LEI], [LEI_OF_GLEIF], "lei"),
    "a LEI beside numbers of different registers": ([LEI, NUMBER], [{"scheme": "SG-ACRA", "id": "9"}, LEI], "lei"),
    "a unified social credit code": ([USCC], [USCC], "uscc"),
    "a unified social credit code under the registers of two sources": ([USCC], [USCC_OF_GLEIF], "uscc"),
    "a unified social credit code under another scheme": ([{**USCC, "scheme": "CHN-USCC"}], [USCC], "uscc"),
    "a number in a register": ([NUMBER], [NUMBER], "gb-coh"),
    "a number in a register that has no code": (
        [{"schemeName": "RA000585", "id": "10415749"}],
        [{"schemeName": "RA000585", "id": "10415749"}],
        "ra000585",
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_records_with_one_number_are_of_one_company(name):
    first, second, by = SAME[name]
    statements = declared_twice(first, second)
    found = imported(statements)
    assert found["joined"] == [{"id": "b2", "by": [by], "pointers": ["/2", "/5"]}]
    assert [each["id"] for each in found["parties"]] == ["T", "A", "b2", "B"]
    assert {(each["holder"], each["subject"]) for each in found["interests"]} == {("b2", "T"), ("A", "T"), ("B", "b2")}
    assert found["problems"] == []
    assert determination(statements) in ("undetermined", "notifiable")


APART = {
    "numbers in different registers": ([NUMBER], [{"scheme": "SG-ACRA", "id": "01234567"}]),
    "different numbers": ([NUMBER], [{**NUMBER, "id": "01234568"}]),
    "words instead of a number": ([{**NUMBER, "id": "none"}], [{**NUMBER, "id": "none"}]),
    "noughts instead of a number": ([{**NUMBER, "id": "00000000"}], [{**NUMBER, "id": "00000000"}]),
    "one number and two LEIs": ([LEI, NUMBER], [OTHER_LEI, NUMBER]),
    "one unified social credit code and two LEIs": ([LEI, USCC], [OTHER_LEI, USCC]),
}


@pytest.mark.parametrize("name", APART)
def test_records_are_not_joined_for_less(name):
    first, second = APART[name]
    statements = declared_twice(first, second)
    found = imported(statements)
    assert found["joined"] == []
    assert {"b1", "b2"} <= {each["id"] for each in found["parties"]}
    assert found["problems"] == []
    asked = "/5/recordDetails/identifiers" in pointers(found, "questions")
    assert asked is ("two LEIs" in name)


@pytest.mark.parametrize("name", SAME)
def test_the_order_of_the_statements_does_not_choose_the_company(name):
    statements = declared_twice(*SAME[name][:2])
    expected = imported(statements)
    for seed in range(5):
        found = imported(random.Random(seed).sample(statements, len(statements)))
        assert without_ids(found["interests"]) == without_ids(expected["interests"])
        assert without_ids(found["parties"]) == without_ids(expected["parties"])


def test_what_two_records_say_differently_stays_open_and_is_asked():
    found = imported(declared_twice([LEI], [LEI], country="KY", other_country="CN"))
    assert found["parties"][2] == {"id": "b2", "kind": "entity", "lei": LEI["id"], "name": "Company b2"}
    assert {"/2/recordDetails/jurisdiction", "/5/recordDetails/jurisdiction"} & pointers(found, "questions")
    assert pointers(found) >= {"/2/recordDetails/name"}


def test_what_only_one_of_two_records_says_is_kept():
    found = imported(declared_twice([LEI, USCC], [LEI], other_country=None))
    assert found["parties"][2]["organized_in"] == "KY"
    assert found["parties"][2]["uscc"] == USCC["id"]


def test_a_relationship_in_two_declarations_counts_once():
    again = relationship("1 again", "b2", shares(60), subject="T", about="b2")
    found = imported([*declared_twice([LEI], [LEI]), again])
    assert [each["equity_percent"] for each in found["interests"]] == ["60", "40", "100"]
    assert pointers(found, "questions") & {"/3", "/8"}
    less = relationship("1 again", "b2", shares(45), subject="T", about="b2", **published("2025-03-01"))
    statements = declared_twice([LEI], [LEI])
    statements[3] |= published("2025-02-01")  # what one register publishes later does not correct another
    found = imported([*statements, less])
    assert found["interests"][0]["equity_percent"] == {"at_least": "45", "at_most": "60"}


def test_two_lots_in_one_declaration_add_up():
    found = imported([TARGET, ANN, relationship("1", "A", shares(30)), relationship("2", "A", shares(30))])
    assert [each["equity_percent"] for each in found["interests"]] == ["30", "30"]


def test_a_company_that_is_joined_with_its_own_subject_is_asked_about():
    statements = [
        entity("T", identifiers=[NUMBER]),
        entity("t", identifiers=[NUMBER], about="t"),
        relationship("1", "t", shares(5)),
    ]
    found = imported(statements)
    assert found["interests"][0]["treasury"] is True
    assert "/2/recordDetails" in pointers(found, "questions")


@pytest.mark.parametrize(
    "identifier",
    [
        USCC,
        USCC_OF_GLEIF,
        {"scheme": "CHN-USCC", "id": "91330783717672584H"},
        {"scheme": "RA000092", "id": "91330783717672584h"},
        {"scheme": "CN-USCC", "schemeName": "Unified Social Credit Code", "id": " 91330783717672584H "},
        {"schemeName": "统一社会信用代码", "id": "91330783717672584H"},
    ],
)
def test_a_unified_social_credit_code_is_known_under_each_of_its_names(identifier):
    found = imported([entity("e", "CN", identifiers=[LEI, identifier])])
    assert (found["parties"][0]["lei"], found["parties"][0]["uscc"]) == (LEI["id"], USCC["id"])


@pytest.mark.parametrize(
    "identifier",
    [
        {"schemeName": "RA000092", "id": "913307837176725841"},
        {"schemeName": "RA000585", "id": "91330783717672584H"},
        {"scheme": "XI-LEI", "id": "30030096HNNZNN7BZK37"},
        {"id": "91330783717672584H"},
    ],
)
def test_what_is_no_such_code_is_told(identifier):
    found = imported([entity("e", "CN", identifiers=[identifier])])
    assert found["parties"][0].keys() == {"id", "kind", "name", "organized_in"}
    assert "/0/recordDetails/identifiers/0" in pointers(found)
