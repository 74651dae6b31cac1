import pytest

from tests.api.builders import codes, problems, read, transaction

TWO = [{"id": "a"}, {"id": "b"}]


def test_every_reference_names_a_party():
    value = transaction(
        parties=[{"id": "a", "statements": {"items": [{"persons": {"items": [{"person": "x1"}]}}]}}],
        interests=[{"holder": "x2", "subject": "x3"}],
        acquirer="x4",
        acting_for={"items": ["x5", "a"]},
        directed_by={"items": [{"person": "x6"}]},
        deal={"target": "x7", "partners": {"items": ["x8"]}},
        fund_deal={"target": "x9"},
    )
    assert codes(value) == dict.fromkeys(
        [
            "/acquirer",
            "/parties/0/statements/items/0/persons/items/0/person",
            "/interests/0/holder",
            "/interests/0/subject",
            "/acting_for/items/0",
            "/directed_by/items/0/person",
            "/deal/target",
            "/deal/partners/items/0",
            "/fund_deal/target",
        ],
        "unknown_party",
    )


def test_a_dangling_reference_is_not_repeated():
    assert all("x4" not in problem.detail for problem in problems(transaction(acquirer="x4")))


def test_parties_have_ids_of_their_own():
    assert codes(transaction(parties=[{"id": "a"}, {"id": "a"}])) == {"/parties/1/id": "duplicate_party"}


def test_an_id_is_not_empty():
    assert codes(transaction(parties=[{"id": ""}])) == {"/parties/0/id": "not_a_line"}


def test_nobody_owns_themselves():
    value = transaction(interests=[{"holder": "a", "subject": "a", "voting_percent": 10}])
    assert list(codes(value)) == ["/interests/0"]


def test_shares_that_an_entity_holds_in_itself_are_said_to_be_treasury_shares():
    own = {"holder": "a", "subject": "a", "voting_percent": 10, "treasury": True}
    assert read(transaction(interests=[own])).transaction.interests[0].treasury is True
    assert list(codes(transaction(interests=[{**own, "holder": "b"}], parties=TWO))) == ["/interests/0"]


def test_nobody_is_owned_by_more_than_100_percent():
    value = transaction(
        parties=[*TWO, {"id": "c"}],
        interests=[
            {"holder": "a", "subject": "c", "voting_percent": "50.00000000000000000001"},
            {"holder": "b", "subject": "c", "voting_percent": "50"},
        ],
    )
    assert list(codes(value)) == ["/interests/1/voting_percent"]


@pytest.mark.parametrize(
    "pointer",
    [
        "/deal/completion_date",
        "/fund_deal/target",
        "/parties/0/headquarters",
        "/parties/0/activities",
        "/parties/0/activities/complete",
        "/parties/0/activities/items/0/node_nm",
        "/parties/0/activities/items/0/training_operations",
        "/interests/0/voting_percent",
    ],
)
def test_an_unknown_fact_can_be_documented(pointer):
    value = transaction(
        parties=[
            {"id": "a", "activities": {"items": [{"training_operations": {"at_least": 1}}]}},
            {"id": "b"},
        ],
        interests=[{"holder": "a", "subject": "b"}],
        inquiries=[{"pointer": pointer, "outcome": "asked_and_refused", "asked_on": "2025-05-01"}],
    )
    assert read(value).transaction.inquiries[0].pointer == pointer


@pytest.mark.parametrize(
    "pointer",
    [
        "x",
        "/",
        "/deal",
        "/deal/nothing",
        "/parties",
        "/parties/1/headquarters",
        "/parties/00/headquarters",
        "/parties/-1/headquarters",
        "/parties/-/headquarters",
        "/parties/²/headquarters",
        "/parties/" + "9" * 9000 + "/headquarters",
        "/parties/0/activities/items/0/node_nm",
        "/parties/0/headquarters/x",
        "/parties/0/__class__",
        "/inquiries/0/outcome",
    ],
)
def test_an_inquiry_names_a_fact_that_this_transaction_could_state(pointer):
    value = transaction(inquiries=[{"pointer": pointer, "outcome": "never_asked"}])
    assert codes(value) == {"/inquiries/0/pointer": "unknown_place"}


@pytest.mark.parametrize(
    ("pointer", "deal"),
    [
        ("/deal/target", {"target": "a"}),
        ("/deal/acts", {"acts": {"items": ["other"], "complete": True}}),
        ("/deal/knowledge/at_acquisition/held", {}),
    ],
)
def test_a_fact_is_not_both_stated_and_unknown(pointer, deal):
    value = transaction(deal=deal, inquiries=[{"pointer": pointer, "outcome": "never_asked"}])
    assert codes(value) == {"/inquiries/0/pointer": "stated_and_unknown"}


def test_an_inquiry_is_told_once():
    inquiry = {"pointer": "/deal/target", "outcome": "never_asked"}
    assert codes(transaction(inquiries=[inquiry, inquiry])) == {"/inquiries/1/pointer": "repeated"}


def listed_shares(interest, *, rights=(), **deal):
    return transaction(
        parties=TWO,
        interests=[{"holder": "a", "subject": "b", **interest}],
        acquirer="a",
        deal={
            "target": "b",
            "security": {"publicly_traded": True},
            "rights": {"items": list(rights), "complete": True},
            **deal,
        },
    )


@pytest.mark.parametrize(
    "power",
    [
        {"board_seat": True},
        {"directs_management": True},
        {"board_percent": "0.1"},
        {"board_percent": {"more_than": "0"}},
        {"roles": {"items": ["managing_member"]}},
    ],
    ids=["a seat", "a contract", "a vote", "some vote", "a role"],
)
def test_power_in_the_issuer_contradicts_a_complete_list_of_rights_without_any(power):
    assert codes(listed_shares(power)) == {f"/interests/0/{next(iter(power))}": "contradicts_rights"}


@pytest.mark.parametrize(
    "right", ["board_seat", "board_observer", "budget_or_operational_veto", "other_beyond_standard"]
)
def test_power_in_the_issuer_agrees_with_a_right_beyond_the_standard(right):
    assert read(listed_shares({"board_seat": True}, rights=[right])).transaction.deal.rights.items == (right,)


@pytest.mark.parametrize(
    "value",
    [
        listed_shares({"board_seat": False, "board_percent": {"at_most": "10"}}),
        listed_shares({"board_seat": True}, security={"publicly_traded": False}),
        listed_shares({"board_seat": True}, rights=["anti_dilution_purchase"])
        | {"parties": [*TWO, {"id": "c"}], "acquirer": "c"},
        listed_shares({"board_seat": True}, rights=[]) | {"deal": {"target": "b", "security": {"derivative": True}}},
    ],
    ids=["no power", "no exception in sight", "another's seat", "rights not all listed"],
)
def test_a_seat_contradicts_only_what_the_investor_says_of_an_excepted_investment(value):
    assert read(value).transaction.interests


def test_a_fund_is_asked_for_its_own_rights_and_the_investor_for_those_behind_it():
    value = transaction(
        parties=[*TWO, {"id": "c"}],
        interests=[
            {"holder": "a", "subject": "b", "board_seat": True},
            {"holder": "a", "subject": "c", "board_seat": True},
            {"holder": "b", "subject": "c", "directs_management": True},
        ],
        acquirer="a",
        deal={"acts": {"items": ["acquire_fund_interest"]}, "target": "b", "rights": {"items": [], "complete": True}},
        fund_deal={
            "target": "c",
            "security": {"issuer": "business_development_company"},
            "rights": {"items": [], "complete": True},
        },
    )
    assert codes(value) == {
        "/interests/1/board_seat": "contradicts_rights",
        "/interests/2/directs_management": "contradicts_rights",
    }
