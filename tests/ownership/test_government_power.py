"""Power of a government over the management, stated as an interest, must show among the party's ties to governments."""

import json

import pytest

from app.api.wire.reader import TransactionReader
from app.domain.errors import InvalidTransaction

READER = TransactionReader()


def problems(links, *, country="CN", **interest):
    agency = {"items": [{"country": country, "tie": "part_of_government"}]}
    stated = {
        "parties": [
            {"id": "ministry", "kind": "entity", "government_links": agency},
            {"id": "company", "kind": "entity", "government_links": links},
        ],
        "interests": [{"holder": "ministry", "subject": "company", "directs_management": True, **interest}],
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
        ({"items": [{"country": "CN", "tie": "directed_by_government"}], "complete": True}, []),
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
