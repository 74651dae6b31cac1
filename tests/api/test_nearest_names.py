"""Words that deal teams use are answered with the name and the place here, and no word of the body is repeated."""

import pytest

from app.api.wire.country_names import NAMES
from app.domain.facts.aliases import CHOICES, FACTS
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import entries, fields_of
from app.domain.facts.transaction import Transaction
from tests.api.builders import problems, transaction, with_activity, with_deal, with_party, with_statement

TYPES = {
    type_.meanings.name: type_
    for type_ in (each.field.type.item or each.field.type for each in entries(Transaction))
    if type_.meanings is not None
}


def asked(value):
    """What the one problem of a body asks whether it was meant."""
    (problem,) = problems(value)
    return problem.detail.partition(" Did you mean ")[2].removesuffix("?")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("investor", "acquirer"),
        ("buyer", "acquirer"),
        ("purchaser", "acquirer"),
        ("shareholders", "interests"),
        ("cap_table", "interests"),
        ("owners", "interests"),
        ("Cap Table", "interests"),
    ],
)
def test_a_word_for_a_property_of_the_transaction_is_answered_with_its_name(word, name):
    assert asked(transaction(**{word: 1})) == f"`{name}`"


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("signing_date", "agreement_date"),
        ("signed_on", "agreement_date"),
        ("closing_date", "completion_date"),
        ("closing", "completion_date"),
        ("closingDate", "completion_date"),
        ("issuer", "target"),
        ("company", "target"),
        ("borrower", "target"),
        ("portfolio_company", "target"),
        ("signing_dat", "agreement_date"),
    ],
)
def test_a_word_for_a_property_of_a_deal_is_answered_with_its_name(word, name):
    assert asked(with_deal(**{word: 1})) == f"`{name}`"
    assert asked(transaction(fund_deal={word: 1})) == f"`{name}`"


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("incorporated_in", "organized_in"),
        ("jurisdiction", "organized_in"),
        ("country", "organized_in"),
        ("hq", "headquarters"),
        ("nationality", "citizenships"),
    ],
)
def test_a_word_for_a_property_of_a_party_is_answered_with_its_name(word, name):
    assert asked(with_party(**{word: "DE"})) == f"`{name}`"


@pytest.mark.parametrize("word", ["listed", "is_listed", "traded", "publicly_traded", "publiclyTraded"])
@pytest.mark.parametrize("stated", [with_deal, with_party, transaction])
def test_a_name_known_elsewhere_is_answered_with_its_place(word, stated):
    assert asked(stated(**{word: True})) == "`publicly_traded`, which belongs in `/deal/security`"


def test_of_twins_the_one_of_the_same_deal_is_named():
    assert asked(transaction(fund_deal={"listed": True})).endswith("`/fund_deal/security`")
    assert asked(with_party(shareholders=[])) == "`interests`, which belongs at the top level"


def test_a_word_for_several_properties_is_answered_with_all_of_them():
    held = transaction(interests=[{"holder": "a", "subject": "a", "percent": 10}])
    assert asked(held) == "`voting_percent` or `equity_percent`"
    assert asked(with_deal(buyer="a")) == (
        "`buyer`, which belongs in `/deal/passes/items/{i}`, or `acquirer`, which belongs at the top level"
    )


@pytest.mark.parametrize("word", ["zanzibar", "kind_of_zanzibar", "x" * 500, "", "/", "_"])
def test_a_name_that_means_nothing_is_answered_with_what_is_known_and_not_repeated(word):
    (problem,) = problems(transaction(**{word: 1}))
    assert "Known are `reference`, `parties`" in problem.detail
    assert "zanzibar" not in problem.detail


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        (("limited_partner", "lp_interest", "LP interest"), "acquire_fund_interest"),
        (("convertible_note", "safe", "SAFE", "warrant", "option"), "acquire_contingent_equity"),
        (("shares", "purchase_of_shares"), "acquire_equity"),
        (("loan",), "provide_debt"),
        (("joint_venture", "joint-venture", "JV"), "enter_joint_venture"),
        (("greenfield",), "acquire_or_develop_assets"),
    ],
)
def test_a_word_for_an_act_is_answered_with_it(words, choice):
    for word in words:
        assert asked(with_deal(acts={"items": [word]})) == f"`{choice}`"


def test_a_word_for_a_choice_of_another_fact_is_answered_with_it():
    assert asked(with_party(restricted_lists={"items": ["sdn"]})) == "`ofac_sdn_list`"
    assert asked(with_activity(item="ai")) == "`ai_system`"
    assert asked(with_activity(item="zanzibar")) == ""


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("US-DE", "`US`"),
        ("Delaware", "`US`"),
        ("USA", "`US`"),
        ("U.S.A.", "`US`"),
        ("PRC", "`CN`"),
        ("China", "`CN`"),
        ("P.R.C.", "`CN`"),
        ("Hong Kong", "`HK`"),
        ("CN-HK", "`HK`"),
        ("CN-31", "`CN`"),
        ("US-PR", "`PR`"),
        ("the Netherlands", "`NL`"),
        ("UK", "`GB`"),
        ("Georgia", "`GE` or `US`"),
        ("hk", "`HK`"),
        ("Zanzibar", ""),
        ("XX-1", ""),
        ("", ""),
    ],
)
def test_a_country_written_otherwise_is_answered_with_its_code(given, code):
    assert asked(with_party(organized_in=given)) == code
    assert "Zanzibar" not in problems(with_party(organized_in=given))[0].detail


@pytest.mark.parametrize(("given", "code"), [("RMB", "`CNY`"), ("usd", "`USD`"), ("Zanzibar", "")])
def test_a_currency_written_otherwise_is_answered_with_its_code(given, code):
    assert asked(with_statement(currency=given)) == code


@pytest.mark.parametrize("record", FACTS)
def test_every_alias_is_a_word_for_a_property_that_there_is(record):
    known = fields_of(record)
    for name, words in FACTS[record].items():
        assert name in known
        assert not {*words.split()} & {*known}


@pytest.mark.parametrize("name", CHOICES)
def test_every_alias_is_a_word_for_a_choice_that_there_is(name):
    for choice, words in CHOICES[name].items():
        assert choice in TYPES[name].choices
        assert not {*words.split()} & {*TYPES[name].choices}


def test_every_code_of_a_name_is_that_of_a_country():
    assert {*NAMES} <= COUNTRIES
