"""A long chain of holders is screened in time that grows with its length, though each holder's standing is asked."""

import json
import time

JSON = {"content-type": "application/json"}
LINKS = 2_500
SECONDS = 8
"""Several times what it takes on a busy machine; asking anew for each holder took longer than this."""
NONE = {"items": [], "complete": True}


def individual(name, country):
    facts = {
        "in_united_states": False,
        "restricted_lists": NONE,
        "government_links": NONE,
        "permanent_residences": NONE,
    }
    return {"id": name, "kind": "individual", "citizenships": {"items": [country], "complete": True}, **facts}


def entity(name):
    places = {"organized_in": "KY", "headquarters": "SG", "principal_place_of_business": "SG"}
    lists = {"holders_complete": True, "holdings_complete": True, "government_links": NONE, "restricted_lists": NONE}
    return {"id": name, "kind": "entity", **places, **lists}


def held(holder, subject, percent):
    measures = dict.fromkeys(("voting_percent", "board_percent", "equity_percent"), percent)
    return {"holder": holder, "subject": subject, **measures}


def test_each_holder_in_a_long_chain_is_looked_at_once(client):
    chain = [f"e{number}" for number in range(LINKS)]
    develops = {"verb": "develops", "item": "ai_system", "ai_limb": "machine_based_system"}
    trained = {"model_work": "builds_own_model", "training_operations": "2e25"}
    target = {**entity(chain[-1]), "activities": {"items": [{**develops, **trained}], "complete": True}}
    people = [individual("a", "CN"), individual("z", "FR"), {"id": "fund", "kind": "entity", "organized_in": "US"}]
    transaction = {
        "parties": [*people, *map(entity, chain[:-1]), target],
        "interests": [
            *(held(one, two, 60) for one, two in zip(["a", *chain], chain, strict=False)),
            *(held("z", each, 40) for each in chain),
        ],
        "acquirer": "fund",
        "deal": {
            "acts": {"items": ["acquire_equity"], "complete": True},
            "target": chain[-1],
            "completion_date": "2025-06-16",
            "security": {"publicly_traded": False, "issuer": "other", "derivative": False},
            "circumstances": NONE,
        },
    }
    start = time.process_time()
    answer = client.post("/v1/screenings", content=json.dumps(transaction).encode(), headers=JSON)
    assert answer.json()["determination"] == "prohibited"
    assert time.process_time() - start < SECONDS
