"""The transaction that is screened, in the four variants that its law gives four answers to, and others of its kind."""

import copy
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from app.domain.facts.dictionary import FieldType, Kind, fields_of
from app.domain.facts.transaction import Transaction

THIRTY_FACTS = Path(__file__).with_name("thirty-facts.json")
_FIRST_DAY, _DAYS = date(2025, 1, 2), 355
"""The days on which the law that is measured governs every part of the deal."""
OUTCOMES = ("notifiable", "prohibited", "undetermined", "excepted")


def thirty_facts() -> dict[str, Any]:
    """A U.S. fund with a tenth of a Cayman AI developer managed from Shanghai buys more of its unlisted shares."""
    stated: dict[str, Any] = json.loads(THIRTY_FACTS.read_bytes())
    return stated


def variants() -> dict[str, bytes]:
    """Request bodies by the determination they get: thirty facts each, but one less where it is undetermined."""
    return {outcome: json.dumps(_variant(outcome)).encode() for outcome in OUTCOMES}


def _variant(outcome: str) -> dict[str, Any]:
    stated = thirty_facts()
    activity = stated["parties"][1]["activities"]["items"][0]
    match outcome:
        case "prohibited":
            activity["training_operations"] = "2e25"
        case "undetermined":
            del activity["training_operations"]
        case "excepted":
            # Bought in the market in Hong Kong; who issued it then makes no difference and is not stated.
            stated["deal"]["security"] = {"publicly_traded": True, "traded_at_signing": True}
        case _:
            pass
    return stated


def deals(outcome: str, count: int) -> list[bytes]:
    """Request bodies of so many deals that get this determination, no two of which share a reference, an id or a name.

    They state the same facts; percentages, days and numbers are drawn from all that give the determination.
    """
    chance = Random(outcome)  # noqa: S311 (deals are to repeat, not to be secret)
    return [json.dumps(_another(_variant(outcome), number, chance)).encode() for number in range(count)]


def _another(stated: dict[str, Any], number: int, chance: Random) -> dict[str, Any]:
    ids = {party["id"]: f"{chance.getrandbits(32):08x}-{number}" for party in stated["parties"]}
    stated["reference"] = f"DEAL-2025-{number:05}"
    for party in stated["parties"]:
        party["id"] = ids[party["id"]]
        if "name" in party:
            party["name"] = f"Company {chance.getrandbits(40):x} Ltd"
    share = Decimal(chance.randrange(1, 5_000)) / 100
    for interest, percent in zip(stated["interests"], (100 - share, share), strict=True):
        interest["holder"], interest["subject"] = ids[interest["holder"]], ids[interest["subject"]]
        for measure in interest.keys() - {"holder", "subject"}:
            interest[measure] = f"{percent:f}"
    deal, activity = stated["deal"], stated["parties"][1]["activities"]["items"][0]
    stated["acquirer"], deal["target"] = ids[stated["acquirer"]], ids[deal["target"]]
    deal["completion_date"] = (_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))).isoformat()
    if "training_operations" in activity:
        exponent = 25 if activity["training_operations"] == "2e25" else 23
        activity["training_operations"] = f"{chance.randrange(1001, 9999)}e{exponent - 3}"
    return stated


def facts_stated(body: bytes) -> int:
    """How many facts of the fact dictionary a transaction states.

    A value counts as one, and so does a whole list of words. Records and lists of records count what is within. The
    reference, names, ids and the two ends of an interest are no facts.
    """
    return _count(FieldType(Kind.RECORD, record=Transaction), json.loads(body))


def _count(type_: FieldType, value: Any) -> int:
    match type_:
        case FieldType(kind=Kind.RECORD, record=record):
            known = fields_of(record)
            return sum(
                _count(known[name].type, inner) or (known[name].fact is not None) for name, inner in value.items()
            )
        case FieldType(kind=Kind.LISTING, item=FieldType(kind=Kind.RECORD) as item):
            return sum(_count(item, inner) for inner in value["items"])
        case FieldType(kind=Kind.SERIES, item=FieldType(kind=Kind.RECORD) as item):
            return sum(_count(item, inner) for inner in value)
        case _:
            return 0


def with_parties(count: int) -> bytes:
    """The transaction with that many more parties that have nothing to do with it."""
    stated = thirty_facts()
    stated["parties"] += [
        {"id": f"bystander-{number}", "kind": "entity", "organized_in": "SG"} for number in range(count)
    ]
    return json.dumps(stated).encode()


def with_interests(count: int) -> bytes:
    """The transaction with that many holders sharing the founder's ninety percent evenly."""
    stated = thirty_facts()
    founder = stated["parties"].pop()
    stated["interests"] = stated["interests"][1:]
    share = f"{90 / count:.6f}"
    for number in range(count):
        stated["parties"].append({**founder, "id": f"holder-{number}"})
        stated["interests"].append(
            {"holder": f"holder-{number}", "subject": "target", "equity_percent": share, "voting_percent": share}
        )
    return json.dumps(stated).encode()


def with_activities(count: int) -> bytes:
    """The transaction with that many activities of the target, all like the first one."""
    stated = thirty_facts()
    activities = stated["parties"][1]["activities"]["items"]
    activities += [copy.deepcopy(activities[0]) for _ in range(count - 1)]
    return json.dumps(stated).encode()
