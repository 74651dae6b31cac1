import copy
import json

import orjson
import pytest

from app.api.wire.reader import TransactionReader
from app.domain.facts.dictionary import entry_at
from app.domain.facts.transaction import Transaction
from app.main import screener, templates
from app.rulefiles.json_pointer import set_value
from app.rulefiles.yaml_tree import read_filled_in
from app.service.templates.kinds import TemplateNotFound, stated
from app.settings import Settings
from tests import at_hand
from tests.templates.deals import FILLED_IN

KNOWN = templates(Settings())
KINDS = [each["kind"] for each in KNOWN.all()]
READER = TransactionReader()


@pytest.fixture(scope="module")
def screen():
    settings = Settings()
    use_case = screener(at_hand.law(), settings)
    return lambda transaction: json.loads(use_case.screen(orjson.dumps(transaction)).body)


def test_there_is_a_template_for_each_kind_of_deal():
    assert KINDS == [
        "buy-out",
        "convertible",
        "directed-deal",
        "fund-commitment",
        "greenfield",
        "joint-venture",
        "loan",
        "purchase-of-shares",
        "secondary",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_as_it_stands_is_undetermined_and_asks(kind, screen):
    answer = screen(KNOWN.one(kind)["transaction"])
    assert answer["determination"] == "undetermined"
    assert answer["possible_determinations"] == ["prohibited", "notifiable", "excepted", "not_covered"]
    assert answer["missing_facts"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_to_be_filled_in_is_a_fact_that_is_not_stated_yet(kind):
    template = KNOWN.one(kind)
    pointers = [each["pointer"] for each in template["fill_in"]]
    assert len(set(pointers)) == len(pointers)
    for pointer in pointers:
        assert entry_at(Transaction, pointer) is not None
        set_value(copy.deepcopy(template["transaction"]), pointer, "none")


def test_what_is_to_be_filled_in_is_asked_of_a_party():
    asked = {each["pointer"]: each for each in KNOWN.one("secondary")["fill_in"]}
    assert asked["/parties/2/organized_in"]["about"] == "company"
    assert asked["/interests/0/voting_percent"]["about"] == "seller in company"
    assert asked["/interests/0/voting_percent"]["unit"] == "percent"
    assert "about" not in asked["/deal/completion_date"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_commented_file_states_the_same_as_the_template(kind):
    filled_in = stated(read_filled_in(KNOWN.commented(kind).encode(), "new.yaml").document)
    begun = KNOWN.one(kind)["transaction"]
    assert filled_in == begun
    assert READER.read(orjson.dumps(filled_in)).canonical == READER.read(orjson.dumps(begun)).canonical


@pytest.mark.parametrize("kind", KINDS)
def test_the_comments_ask_every_question_with_its_choices_and_units(kind):
    text = KNOWN.commented(kind)
    words = " ".join(" ".join(line.strip().lstrip("#") for line in text.splitlines()).split())
    for question in KNOWN.one(kind)["fill_in"]:
        assert question["question"] in words
        assert question["citation"] in words
        assert question.get("unit", "") in words
        for choice in question.get("choices", ()):
            assert choice["value"] in words
            assert choice["says"] in words


@pytest.mark.parametrize("kind", KINDS)
def test_the_commented_file_can_be_read_on_a_narrow_screen(kind):
    lines = KNOWN.commented(kind).splitlines()
    assert max(map(len, lines)) <= 110
    assert all(line == line.rstrip() and line.isprintable() for line in lines)


@pytest.mark.parametrize("deal", FILLED_IN)
def test_an_ordinary_deal_filled_in_gets_a_definite_answer_from_few_facts(deal, screen):
    kind, facts, determination = FILLED_IN[deal]
    transaction = copy.deepcopy(KNOWN.one(kind)["transaction"])
    for pointer, value in facts.items():
        set_value(transaction, pointer, value)
    answer = screen(transaction)
    assert (answer["determination"], answer["missing_facts"]) == (determination, [])
    assert len(facts) <= 20


def test_every_kind_has_an_ordinary_deal():
    assert {each.kind for each in FILLED_IN.values()} == set(KINDS)


def test_an_unknown_kind_is_told_which_there_are():
    with pytest.raises(TemplateNotFound, match="Did you mean `loan`"):
        KNOWN.one("laon")
    with pytest.raises(TemplateNotFound, match="Known are `buy-out`, `convertible`"):
        KNOWN.commented("x")
