import pytest

from app.commands.typed_answers import Misunderstood, items_of, left_open, says_that_is_all, value_of, words_of

CHOICES = [
    {"value": word, "says": "It is so.", "citation": "31 CFR 850.1"} for word in ("ai_system", "other", "No_one")
]
WORDS = ["ai_system", "other", "No_one"]


def typed(text, *, words=(), **question):
    return value_of({"question": "?", **question}, text, words)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24", "24"),
        (" 49.99999999999999999999 ", "49.99999999999999999999"),
        ("3.1e24", "3.1e24"),
        ("24%", "24"),
        ("24 %", "24"),
        ("24 percent", "24"),
        ("at least 10", {"at_least": "10"}),
        ("At least 10 %, less than 50 percent.", {"at_least": "10", "less_than": "50"}),
        ("more than 10 and at most 50", {"more_than": "10", "at_most": "50"}),
    ],
)
def test_a_number_keeps_its_digits_and_can_be_known_within_bounds(text, number):
    assert typed(text, type="quantity", unit="percent") == number


@pytest.mark.parametrize(
    "text", ["", "about 24", "1,216", "1 216", "24 USD", "10-50", "١٢", "at least", "0x10", "010", ".5"]
)
def test_what_is_no_number_is_explained(text):
    with pytest.raises(Misunderstood, match="Type a number of percent, such as 24"):
        typed(text, type="quantity", unit="percent")


@pytest.mark.parametrize(("text", "truth"), [("yes", True), ("Y", True), ("true", True), ("No.", False), ("n", False)])
def test_yes_and_no_are_read(text, truth):
    assert typed(text, type="truth") is truth


@pytest.mark.parametrize("text", ["", "maybe", "1", "none", "not"])
def test_what_is_neither_yes_nor_no_is_explained(text):
    with pytest.raises(Misunderstood, match="Type `yes` or `no`"):
        typed(text, type="truth")


@pytest.mark.parametrize(
    ("text", "word"),
    [("1", "ai_system"), ("ai_system", "ai_system"), ("AI system", "ai_system"), ("3", "No_one"), ("no one", "No_one")],
)
def test_a_word_is_chosen_by_itself_or_by_its_number(text, word):
    assert typed(text, type="choice", words=WORDS) == word


@pytest.mark.parametrize("text", ["", "0", "4", "-1", "ai", "¹", "9" * 100])
def test_a_word_that_there_is_not_is_explained(text):
    with pytest.raises(Misunderstood, match="a number from 1 to 3"):
        typed(text, type="choice", words=WORDS)


@pytest.mark.parametrize("text", ["1, 2", "ai_system,other", "ai_system other", "1;2;1", " 1 2 "])
def test_items_of_a_list_stand_with_commas_or_spaces_between(text):
    assert items_of({"type": "listing", "items": "choice"}, text, WORDS) == ["ai_system", "other"]


def test_countries_are_listed_in_capitals():
    assert items_of({"type": "listing", "items": "country"}, "cn, hk", []) == ["CN", "HK"]


@pytest.mark.parametrize(("text", "code"), [("cn", "CN"), ("Cayman Islands", "KY"), ("Georgia", "GEORGIA"), ("x", "X")])
def test_a_country_can_be_typed_by_its_name_where_that_is_the_name_of_one(text, code):
    assert typed(text, type="country") == code
    assert items_of({"type": "listing", "items": "country"}, f"US, {text}", []) == ["US", code]


@pytest.mark.parametrize("text", ["no", "No "])
def test_no_is_not_taken_for_norway(text):
    with pytest.raises(Misunderstood, match="NO in capitals"):
        typed(text, type="country")
    assert typed("NO", type="country") == typed("Norway", type="country") == "NO"


def test_a_code_of_a_country_is_not_taken_for_what_is_not_known():
    assert left_open("dk") is None
    assert typed("dk", type="country") == "DK"


def test_none_is_said_of_a_list_that_was_not_begun():
    assert items_of({"type": "listing", "items": "choice"}, "None", WORDS) == []
    with pytest.raises(Misunderstood):
        items_of({"type": "listing", "items": "choice", "stated": 1}, "none", WORDS)


def test_an_item_with_particulars_is_added():
    question = {"type": "listing", "items": "record"}
    assert items_of(question, "add", []) == [{}]
    with pytest.raises(Misunderstood, match="`add`"):
        items_of(question, "designs chips", [])


@pytest.mark.parametrize(
    ("text", "whole"), [("That is all.", True), ("that’s all", True), ("yes", True), ("more", False)]
)
def test_whether_a_list_is_whole_is_read(text, whole):
    assert says_that_is_all(text) is whole


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("don't know", "asked_and_not_known"), ("Don’t know.", "asked_and_not_known"), ("refused", "asked_and_refused")],
)
def test_what_cannot_be_found_out_is_an_outcome_and_no_answer(text, outcome):
    assert left_open(text) == outcome


@pytest.mark.parametrize("text", ["no", "none", "", "?", "0"])
def test_an_answer_is_never_taken_for_what_is_not_known(text):
    assert left_open(text) is None


def test_parties_are_chosen_by_their_ids():
    assert words_of({"type": "party"}, ["a", "b"]) == ["a", "b"]
    assert words_of({"type": "listing", "items": "party"}, ["a", "b"]) == ["a", "b"]
    assert words_of({"type": "choice", "choices": CHOICES}, ["a"]) == WORDS
    assert items_of({"type": "listing", "items": "party"}, "Fund two, b", ["Fund two", "b"]) == ["Fund two", "b"]
    assert items_of({"type": "listing", "items": "party"}, "fund two", ["Fund two", "b"]) == ["Fund two"]
