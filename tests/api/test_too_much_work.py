"""Small bodies that leave very much open are refused after so many steps, with the cure."""

import json
from itertools import pairwise

import pytest

from tests.api.asgi import ask

LINKS = 400


def started(**parts):
    parties = [{"id": "fund", "kind": "entity", "organized_in": "US"}, {"id": "target"}]
    return {
        "parties": parties + parts.pop("parties", []),
        "acquirer": "fund",
        "deal": {"acts": {"items": ["acquire_equity"]}, "target": "target"},
        **parts,
    }


def chain():
    names = ["target", *(f"p{number}" for number in range(LINKS))]
    interests = [{"holder": holder, "subject": held} for holder, held in pairwise(names)]
    return started(parties=[{"id": name} for name in names[1:]], interests=interests)


def web():
    names = [f"p{number}" for number in range(60)]
    among = [{"holder": one, "subject": other} for one in names for other in names if one != other]
    ends = [{"holder": "p0", "subject": "target"}, {"holder": "target", "subject": "p1"}]
    return started(parties=[{"id": name} for name in names], interests=among + ends)


def subsidiaries():
    held = [{"id": f"p{number}", "activities": {"items": [{}] * 20}} for number in range(50)]
    return started(parties=held, interests=[{"holder": "target", "subject": each["id"]} for each in held])


@pytest.mark.parametrize("explain", ["brief", "full"])
@pytest.mark.parametrize("transaction", [chain(), web(), subsidiaries()], ids=["chain", "web", "subsidiaries"])
def test_what_leaves_too_much_open_is_refused_after_so_many_steps(app, transaction, explain):
    status, _, body, _ = ask(app, parts=[json.dumps(transaction).encode()], query=f"explain={explain}".encode())
    assert status == 422
    assert [each["code"] for each in json.loads(body)["errors"]] == ["too_much_work"]


def test_more_activities_of_all_parties_than_anybody_has_are_refused(app):
    parties = [{"id": f"p{number}", "activities": {"items": [{}] * 100}} for number in range(11)]
    status, _, body, _ = ask(app, parts=[json.dumps(started(parties=parties)).encode()])
    assert status == 422
    assert [each["code"] for each in json.loads(body)["errors"]] == ["too_many_items"]
