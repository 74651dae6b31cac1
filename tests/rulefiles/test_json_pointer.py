"""A golden case changes the places it names and no others."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rulefiles.json_pointer import PointerError, holds, is_pointer, overlap, set_value, without

DEAL = {"deal": {"price": "10", "rights": None}, "parties": [{"id": "fund"}, {"id": "target"}], "a/b": {"c~d": "x"}}


def changed(pointer, value):
    document = deepcopy(DEAL)
    set_value(document, pointer, value)
    return document


def removed(*pointers, document=DEAL):
    return without(document, pointers)


@pytest.mark.parametrize("text", ["/a", "/a/0/-", "/", "/a~0b/c~1d", "//"])
def test_a_pointer_begins_with_a_slash(text):
    assert is_pointer(text)


@pytest.mark.parametrize("text", ["", "a", "a/b", "#/a", "/a~", "/a~2"])
def test_other_text_is_no_pointer(text):
    assert not is_pointer(text)
    with pytest.raises(PointerError, match="is not a JSON Pointer"):
        changed(text, "x")


def test_a_value_is_set_where_one_was():
    assert changed("/deal/price", "11")["deal"]["price"] == "11"
    assert changed("/parties/1", "x")["parties"] == [{"id": "fund"}, "x"]
    assert changed("/a~1b/c~0d", "y")["a/b"] == {"c~d": "y"}


def test_objects_on_the_way_are_made_also_in_the_place_of_null():
    assert changed("/deal/listing/exchange/country", "HK")["deal"]["listing"] == {"exchange": {"country": "HK"}}
    assert changed("/deal/rights/board_seat", "yes")["deal"]["rights"] == {"board_seat": "yes"}


def test_a_dash_appends_and_makes_the_list_it_needs():
    assert changed("/parties/-", {"id": "spv"})["parties"][2:] == [{"id": "spv"}]
    assert changed("/parties/-/id", "spv")["parties"][2:] == [{"id": "spv"}]
    assert changed("/interests/items/-", "x")["interests"] == {"items": ["x"]}


@pytest.mark.parametrize(
    ("pointer", "message"),
    [
        ("/parties/2", "`/parties` is a list of 2: write a place in it, or `-` to append."),
        ("/parties/2/id", "`/parties` is a list of 2: write a place in it, or `-` to append."),
        ("/parties/01", "`/parties` is a list: write a place in it counted from 0, or `-`, not `01`."),
        ("/parties/id", "`/parties` is a list: write a place in it counted from 0, or `-`, not `id`."),
        ("/deal/price/amount", "`/deal/price` is a single value: nothing can be put inside it."),
        ("/a~1b/c~0d/e", "`/a~1b/c~0d` is a single value: nothing can be put inside it."),
    ],
)
def test_a_pointer_that_leads_nowhere_says_where_it_ends(pointer, message):
    with pytest.raises(PointerError) as caught:
        changed(pointer, "x")
    assert str(caught.value) == message


def test_a_document_holds_what_is_there_and_null_too():
    there = ["/deal", "/deal/rights", "/parties/1/id", "/a~1b/c~0d"]
    not_there = ["/deal/x", "/deal/price/x", "/parties/2", "/parties/-", "/parties/01", "/parties/x"]
    assert [holds(DEAL, pointer) for pointer in there + not_there] == [True] * 4 + [False] * 6


def test_removals_say_where_things_were_before_anything_is_removed():
    numbers = {"list": [str(number) for number in range(12)]}
    assert removed("/list/2", "/list/10", "/list/0", document=numbers) == {"list": [*"13456789", "11"]}
    assert removed("/deal", "/deal/price", "/parties/0/id", "/parties/0") == {
        "parties": [{"id": "target"}],
        "a/b": {"c~d": "x"},
    }


@given(st.sets(st.integers(0, 14)))
def test_removing_places_of_a_list_leaves_the_others_in_their_order(places):
    document = {"list": [str(number) for number in range(15)]}
    kept = [str(number) for number in range(15) if number not in places]
    assert removed(*(f"/list/{place}" for place in places), document=document) == {"list": kept}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("/a", "/a/b", True), ("/a/b", "/a", True), ("/a", "/a", True), ("/a/b", "/a/c", False), ("/a", "/ab", False)],
)
def test_pointers_overlap_when_one_leads_into_the_other(one, other, expected):
    assert overlap(one, other) is expected
