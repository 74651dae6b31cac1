"""A long chain of holders is screened with work that grows with its length, though each holder's standing is asked."""

from tests.properties.law import LAW, read
from tests.work import calls

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


def owned_through(links):
    """The purchase of a developer that a citizen of China owns through a chain of so many companies."""
    chain = [f"e{number}" for number in range(links)]
    develops = {"verb": "develops", "item": "ai_system", "ai_limb": "machine_based_system"}
    trained = {"model_work": "builds_own_model", "training_operations": "2e25"}
    target = {**entity(chain[-1]), "activities": {"items": [{**develops, **trained}], "complete": True}}
    people = [individual("a", "CN"), individual("z", "FR"), {"id": "fund", "kind": "entity", "organized_in": "US"}]
    return {
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


def test_each_holder_in_a_long_chain_is_looked_at_once():
    small, large = (read(owned_through(links)) for links in (200, 400))
    assert LAW.screen(large)["determination"] == "prohibited"
    assert calls(lambda: LAW.screen(large)) < 2.6 * calls(lambda: LAW.screen(small))
