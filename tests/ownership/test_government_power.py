"""Power of a government over the management, stated as an interest, must show among the party's ties to governments."""

import json

import pytest

from app.api.wire.reader import TransactionReader
from app.domain.errors import InvalidTransaction

READER = TransactionReader()


def problems(links, *, tie="part_of_government", day=None, more_parties=(), more_interests=(), **interest):
    ties = {"items": [{"country": "CN", "tie": tie}]}
    power = {"holder": "ministry", "subject": "company", "directs_management": True, **interest}
    stated = {
        "parties": [
            {"id": "ministry", "kind": "entity", "government_links": ties},
            {"id": "company", "kind": "entity", "government_links": links},
            *more_parties,
        ],
        "interests": [power, *more_interests],
        "deal": {"completion_date": day},
    }
    try:
        READER.read(json.dumps(stated).encode())
    except InvalidTransaction as error:
        return [(each.pointer, each.code) for each in error.problems]
    return []


NONE = {"items": [], "complete": True}
AT_FAULT = [("/parties/1/government_links", "contradicts_power")]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (NONE, AT_FAULT),
        ({"items": [{"country": "SG", "tie": "acts_for_government"}], "complete": True}, AT_FAULT),
        ({"items": [{"country": "CN", "tie": "none"}], "complete": True}, AT_FAULT),
        ({"items": [{"country": "CN", "tie": "directed_by_government"}], "complete": True}, []),
        ({"items": [{"country": "CN"}], "complete": True}, []),
        ({"items": []}, []),
        (None, []),
    ],
)
def test_a_complete_list_without_the_directing_government_is_refused(links, expected):
    assert problems(links) == expected


def test_power_that_is_not_stated_or_is_of_another_day_contradicts_nothing():
    assert problems(NONE, directs_management=None) == []
    assert problems(NONE, directs_management=False) == []
    assert problems(NONE, term="until_last_day", last_day="2020-01-01") == []
    assert problems(NONE, day="2025-06-16", term="until_last_day", last_day="2025-06-15") == []


def test_power_on_the_day_of_the_deal_counts_however_its_term_is_stated():
    assert problems(NONE, day="2025-06-16", term="until_last_day", last_day="2025-06-16") == AT_FAULT


@pytest.mark.parametrize("role", ["general_partner", "managing_member", "equivalent_of_general_partner"])
def test_a_directing_role_is_power(role):
    assert problems(NONE, directs_management=None, roles={"items": [role]}) == AT_FAULT


@pytest.mark.parametrize("tie", ["acts_for_government", "directed_by_government"])
def test_a_government_directs_through_whoever_acts_for_it_or_is_directed_by_it(tie):
    assert problems(NONE, tie=tie) == AT_FAULT


@pytest.mark.parametrize("tie", ["veto_or_appointment_power", "none", None])
def test_it_does_not_direct_through_others(tie):
    assert problems(NONE, tie=tie) == []


@pytest.mark.parametrize(
    ("interest", "expected"),
    [
        ({"voting_percent": 51}, AT_FAULT),
        ({"board_percent": {"more_than": 50}}, AT_FAULT),
        ({"directs_management": True}, [("/parties/2/government_links", "contradicts_power"), *AT_FAULT]),
        ({"voting_percent": 50, "board_percent": 50, "equity_percent": 100}, []),
        ({"voting_percent": {"at_least": 30}}, []),
    ],
)
def test_a_government_directs_through_a_company_that_it_controls(interest, expected):
    between = {"id": "group", "kind": "entity", "government_links": NONE}
    held = {"holder": "ministry", "subject": "group", **interest}
    found = problems(NONE, holder="group", more_parties=[between], more_interests=[held])
    assert sorted(found) == sorted(expected)
