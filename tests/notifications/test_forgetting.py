"""What is not known is lacking: forgetting a fact never makes an item one that is not asked for, nor fills one."""

from collections.abc import Iterator

import pytest

from app.domain.errors import NoNotificationOwed, NotificationOpen
from app.domain.facts.dictionary import fields_of
from app.domain.facts.fact import Listing
from app.domain.facts.places import records, unknown_at
from app.domain.notification.draft import draft_notifications
from tests.golden.versions import law_of
from tests.notifications.deals import base, draft_of, item_of, transaction_of, with_parts

CIRCUIT = {
    "item": "integrated_circuit",
    "chip": "logic",
    "node_nm": 28,
    "transistor": "planar",
    "fdsoi": False,
    "advanced_packaging": False,
    "meets_3a090a": False,
    "operating_temperature": 300,
    "gallium_compound": False,
    "graphene_or_nanotube": False,
}
"""A circuit that is in the notifiable class whatever is done with it, and in none if nothing listed is."""
VEHICLE = base("foreign-vehicle")
VEHICLE["parties"][3]["activities"]["items"][0]["node_nm"] = 28
DEALS = {
    "a purchase of shares": base("chip-maker"),
    "a purchase by a controlled foreign entity": VEHICLE,
    "a joint venture": base("joint-venture"),
    "an interest in a fund": base("fund-in-a-maker"),
    "a purchase learned of later": with_parts(
        base("chip-maker"),
        deal={
            **base("chip-maker")["deal"],
            "knowledge": {"at_acquisition": {"held": "none", "diligent_inquiry": True}},
        },
        later_knowledge={"way": "actual", "acquired_on": "2026-02-10", "existed_at_completion": True},
    ),
}


def facts_of(transaction) -> Iterator[str]:
    """The places of all facts that are stated and can be forgotten."""
    for record, pointer in records(transaction):
        if not isinstance(record, Listing):
            for name in fields_of(type(record)):
                place = f"{pointer}/{name}"
                if getattr(record, name) is not None and unknown_at(transaction, place) is not None:
                    yield place


def states(draft) -> dict[tuple[str, str | None, str], str]:
    return {
        (each["section"], each["filer"] and each["filer"]["pointer"], item["paragraph"]): item["state"]
        for each in draft["notifications"]
        for item in each["items"]
    }


@pytest.mark.parametrize("deal", DEALS.values(), ids=DEALS)
def test_a_fact_forgotten_fills_nothing_and_takes_no_item_away(deal):
    law, transaction = law_of("2025-01-02"), transaction_of(deal)
    before, turned, cleared = states(draft_of(deal)), set(), []
    for place in facts_of(transaction):
        try:
            after = states(draft_notifications(law, unknown_at(transaction, place)))
        except NotificationOpen:
            continue
        except NoNotificationOwed:
            cleared.append(place)
            continue
        for key, state in after.items():
            if key in before and before[key] != state:
                turned.add((place, key[2]))
                assert (before[key], state) != ("lacking", "filled"), (place, key)
                assert state != "not_applicable", (place, key)
    assert cleared == []
    expected = {
        "a purchase by a controlled foreign entity": ("/parties/3/activities/items/0/node_nm", "850.405(b)(12)"),
        "a purchase learned of later": ("/later_knowledge/acquired_on", "850.405(b)(13)(ii)"),
    }
    name = next(name for name, each in DEALS.items() if each is deal)
    assert name not in expected or expected[name] in turned, turned


def test_where_it_is_open_whether_a_node_is_asked_for_the_item_is_lacking_and_asks_what_decides_it():
    deal = base("chip-maker")
    activity = {
        "verb": "develops",
        "item": "ai_system",
        "ai_limb": "machine_based_system",
        "model_work": "builds_own_model",
        "training_operations": "5e23",
        "biological_sequence_data": "none",
        "designed_for": "none",
        "exclusively_designed_for": "none",
        "intended_for": "none",
    }
    deal["parties"][1]["activities"] = {"items": [activity], "complete": True}
    assert item_of(draft_of(deal), "850.405(b)(12)")["state"] == "not_applicable"
    deal["parties"][1]["activities"] = {"items": [activity, CIRCUIT], "complete": True}
    open_item = item_of(draft_of(deal), "850.405(b)(12)")
    assert open_item["state"] == "lacking"
    assert open_item["why"].startswith("Whether this is asked for is open")
    assert [each["pointer"] for each in open_item["lacking"] if each["label"] == "Whether it is asked for"]
