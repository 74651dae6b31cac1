"""An indirect holder is a holder, and counts once where the chain is stated as well."""

import pytest

from tests.bods.builders import DAY, determination, entity, imported, person, pointers, relationship, shares

PARTIES = [entity("T"), person("A", "US"), person("B", "CN"), person("C", "CN")]
A_40 = relationship("a", "A", shares(40))
INDIRECT = shares(60, way="indirect")
VEHICLE = entity("H", "KY")
CHAIN = [VEHICLE, relationship("h", "H", shares(60)), relationship("bh", "B", shares(100), subject="H")]

WITHOUT_CHAIN = {
    "all that is known is an indirect holder": [A_40, relationship("b", "B", INDIRECT)],
    "the vehicle is unknown, and the holder a U.S. person": [
        relationship("c", "C", shares(40)),
        relationship("a", "A", shares(60, way="indirect")),
    ],
    "the chain misses its last link": [A_40, VEHICLE, CHAIN[2], relationship("b", "B", INDIRECT)],
    "the chain misses its first link": [A_40, *CHAIN[:2], relationship("b", "B", INDIRECT)],
    "the chain ended before the deal": [
        A_40,
        VEHICLE,
        relationship("h", "H", shares(60, endDate="2025-02-01")),
        CHAIN[2],
        relationship("b", "B", INDIRECT),
    ],
    "the first link of the chain ended before the deal": [
        A_40,
        *CHAIN[:2],
        relationship("bh", "B", shares(100, endDate="2025-02-01"), subject="H"),
        relationship("b", "B", INDIRECT),
    ],
    "the chain is broken for some weeks around the deal": [
        A_40,
        VEHICLE,
        CHAIN[2],
        relationship("h", "H", [*shares(60, endDate="2025-05-30"), *shares(60, startDate="2025-07-04")]),
        relationship("b", "B", INDIRECT),
    ],
    "the chain brings less than the holder has": [
        A_40,
        VEHICLE,
        relationship("h", "H", shares(10)),
        CHAIN[2],
        relationship("b", "B", INDIRECT),
    ],
    "two hold indirectly": [
        A_40,
        relationship("b", "B", shares(30, way="indirect")),
        relationship("c", "C", shares(30, way="indirect")),
    ],
    "the components are named, and are not in the file": [
        A_40,
        relationship("b", "B", INDIRECT, details={"componentRecords": ["h", "bh", "H"]}),
    ],
    "the parent is one by consolidation, as GLEIF has it": [
        A_40,
        relationship("b", "B", [{"type": "otherInfluenceOrControl", "directOrIndirect": "indirect"}]),
    ],
}


@pytest.mark.parametrize("as_of", [None, DAY])
@pytest.mark.parametrize("name", WITHOUT_CHAIN)
def test_an_indirect_holder_without_a_chain_is_never_cleared(name, as_of):
    assert determination([*PARTIES, *WITHOUT_CHAIN[name]], as_of=as_of) == "undetermined"


@pytest.mark.parametrize("name", WITHOUT_CHAIN)
def test_a_party_stands_for_those_through_whom_it_is_held(name):
    found = imported([*PARTIES, *WITHOUT_CHAIN[name]])
    unnamed = [each["id"] for each in found["parties"] if each["id"].startswith("between ")]
    assert unnamed
    for each in unnamed:
        assert {interest["subject"] for interest in found["interests"] if interest["holder"] == each} == {"T"}
        assert [interest["holder"] for interest in found["interests"] if interest["subject"] == each]
    assert any("through whom" in each["asks"].lower() for each in found["questions"])


SUMMARY = relationship("b", "B", INDIRECT, details={"componentRecords": ["h", "bh", "H"]})


def as_components(statements):
    return [{**each, "recordDetails": {**each["recordDetails"], "isComponent": True}} for each in statements]


LONG = [
    entity("G"),
    VEHICLE,
    relationship("g", "G", shares(60)),
    relationship("hg", "H", shares(80), subject="G"),
    relationship("bh", "B", shares(100), subject="H"),
]


@pytest.mark.parametrize("as_of", [None, DAY])
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    "chain", [CHAIN, as_components(CHAIN), LONG], ids=["stated by itself", "stated as components", "of three links"]
)
def test_an_indirect_interest_does_not_count_beside_the_chain(chain, order, as_of):
    statements = [*PARTIES, A_40, *chain, SUMMARY][::order]
    found = imported(statements, as_of)
    place = statements.index(SUMMARY)
    assert not [each for each in found["interests"] if (each["holder"], each["subject"]) == ("B", "T")]
    assert not [each for each in found["parties"] if each["id"].startswith("between ")]
    assert {f"/{place}/recordDetails/interests/{each}" for each in (0, 1)} <= pointers(found)
    assert found["problems"] == []


def test_an_indirect_interest_that_was_over_by_the_day_of_the_deal_leaves_nobody_behind():
    over = relationship("b", "B", shares(60, way="indirect", endDate="2025-03-15"))
    found = imported([*PARTIES, A_40, over], DAY)
    assert [each["id"] for each in found["parties"]] == ["T", "A", "B", "C"]
    assert [each["holder"] for each in found["interests"]] == ["A"]
    assert "/5" in pointers(found)


def test_a_component_that_states_a_relationship_again_adds_nothing_to_it():
    (again,) = as_components([relationship("h again", "H", shares(60))])
    found = imported([*PARTIES, A_40, *CHAIN, again])
    assert [each["equity_percent"] for each in found["interests"] if each["holder"] == "H"] == ["60"]
    assert found["problems"] == []


def test_a_direct_and_an_indirect_interest_of_one_holder_both_count():
    both = relationship("b", "B", [*shares(20), *shares(30, way="indirect")])
    found = imported([*PARTIES, A_40, both])
    direct = [each for each in found["interests"] if (each["holder"], each["subject"]) == ("B", "T")]
    assert direct == [{"holder": "B", "subject": "T", "equity_percent": "20", "voting_percent": "20"}]
    assert ("B", "between B and T") in {(each["holder"], each["subject"]) for each in found["interests"]}


def test_what_may_be_direct_counts_for_anything_where_a_chain_is_stated_as_well():
    unknown = relationship("b", "B", shares(60, way="unknown"))
    alone = imported([*PARTIES, A_40, unknown])
    assert alone["interests"][1]["equity_percent"] == "60"
    assert "/5/recordDetails/interests/0/directOrIndirect" in pointers(alone)
    beside = imported([*PARTIES, A_40, *CHAIN, unknown])
    (found,) = [each for each in beside["interests"] if (each["holder"], each["subject"]) == ("B", "T")]
    assert found["equity_percent"] == {"at_most": "60"}
    assert "/8/recordDetails/interests/0" in pointers(beside, "questions")
    assert beside["problems"] == []


@pytest.mark.parametrize(
    "reason", ["interestedPartyHasNotProvidedInformation", "unknown", "subjectExemptFromDisclosure"]
)
def test_an_unnamed_holder_with_a_share_is_a_party(reason):
    unnamed = relationship("u", {"reason": reason}, shares(60))
    found = imported([*PARTIES, A_40, unnamed])
    assert found["interests"][1]["holder"] == "unnamed holder of u"
    assert determination([*PARTIES, A_40, unnamed]) == "undetermined"


def test_nobody_is_made_up_where_there_is_no_beneficial_owner():
    nobody = relationship("u", {"reason": "noBeneficialOwners"}, [])
    found = imported([*PARTIES, A_40, nobody])
    assert [each["id"] for each in found["parties"]] == ["T", "A", "B", "C"]
    assert "/5/recordDetails/interestedParty" in pointers(found)


def test_many_indirect_holders_cost_no_more_than_they_weigh():
    chain = [relationship(f"r{place}", f"e{place}", shares(1), subject=f"e{place - 1}") for place in range(1, 900)]
    above = [relationship(f"s{place}", f"e{place}", INDIRECT, subject="e0") for place in range(2, 900)]
    found = imported([*chain, *above])
    assert {each["holder"] for each in found["interests"]} >= {f"e{place}" for place in range(1, 900)}
