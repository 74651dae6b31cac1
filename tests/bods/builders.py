"""Statements of the standard, what is imported of them, and a deal that rests on it."""

import json
from datetime import date
from pathlib import Path

from app.bods.converter import BodsConverter
from app.domain.errors import InvalidTransaction
from app.settings import Settings
from tests.properties.law import screen

EXAMPLE = Path(__file__).parents[2] / "openapi" / "bods" / "company-and-founder.json"
STATEMENTS = json.loads(EXAMPLE.read_text("utf-8"))
CONVERTER = BodsConverter(limit_bytes=Settings().body_limit_bytes)
DAY = "2025-06-16"
"""The day of the deal."""
STATED = "2025-01-15"


def statement(record, kind, details, *, stated=STATED, status="new", about="T", **more):
    return {
        "statementId": f"{record}-{stated}".ljust(32, "0"),
        "declarationSubject": about,
        "statementDate": stated,
        "recordId": record,
        "recordType": kind,
        "recordStatus": status,
        "recordDetails": {"isComponent": False, **details},
        **more,
    }


def entity(record, country="KY", *, identifiers=(), details=None, **more):
    jurisdiction = {"jurisdiction": {"name": country, "code": country}} if country else {}
    listed = {"identifiers": list(identifiers)} if identifiers else {}
    form = {"entityType": {"type": "registeredEntity"}, "name": f"Company {record}"}
    return statement(record, "entity", {**form, **jurisdiction, **listed, **(details or {})}, **more)


def person(record, country, **more):
    nationality = {"nationalities": [{"name": country, "code": country}]}
    form = {"personType": "knownPerson", "names": [{"fullName": f"Person {record}"}]}
    return statement(record, "person", {**form, **nationality}, **more)


def shares(percent, *, way="direct", kinds=("shareholding", "votingRights"), **days):
    share = percent if isinstance(percent, dict) else {"exact": percent}
    return [{"type": kind, "directOrIndirect": way, "share": share, **days} for kind in kinds]


def relationship(record, holder, interests, *, subject="T", details=None, **more):
    ends = {"subject": subject, "interestedParty": holder, "interests": interests}
    return statement(record, "relationship", {**ends, **(details or {})}, **more)


def published(moment):
    return {"publicationDetails": {"publicationDate": moment, "bodsVersion": "0.4", "publisher": {"name": "Register"}}}


def imported(statements, as_of=None):
    body = json.dumps(statements).encode()
    return json.loads(CONVERTER.import_statements(body, as_of=date.fromisoformat(as_of) if as_of else None))


def pointers(found, name="not_carried_over"):
    return {each["pointer"] for each in found[name]}


def without_ids(interests):
    return sorted(json.dumps(each, sort_keys=True) for each in interests)


NOBODY = {"items": [], "complete": True}


def deal(found, *, target="T", day=DAY):
    """A U.S. company buys unlisted shares of the target, which packages chips; its holders are said to be complete."""
    parties = []
    for party in found["parties"]:
        known = {"government_links": NOBODY, "restricted_lists": NOBODY}
        if party.get("kind") == "individual":
            known |= {"permanent_residences": NOBODY}
            known |= {"citizenships": {**party["citizenships"], "complete": True}} if "citizenships" in party else {}
        if party["id"] == target:
            known |= {
                "pooled_investment_fund": False,
                "headquarters": "SG",
                "principal_place_of_business": "SG",
                "in_united_states": False,
                "holders_complete": True,
                "holdings_complete": True,
                "activities": {
                    "items": [{"verb": "packages", "item": "integrated_circuit", "advanced_packaging": False}],
                    "complete": True,
                },
            }
        parties.append({**party, **known})
    investor = {"id": "investor", "kind": "entity", "organized_in": "US", "pooled_investment_fund": False}
    return {
        "parties": [investor, *parties],
        "interests": found["interests"],
        "acquirer": "investor",
        "deal": {
            "acts": {"items": ["acquire_equity"], "complete": True},
            "target": target,
            "agreement_date": day,
            "completion_date": day,
            "security": {
                "publicly_traded": False,
                "traded_at_signing": False,
                "issuer": "other",
                "derivative": False,
            },
            "rights": NOBODY,
            "circumstances": NOBODY,
        },
    }


def determination(statements, *, as_of=None, day=DAY, target="T"):
    """The word for the deal, or ``refused``."""
    try:
        return str(screen(deal(imported(statements, as_of), target=target, day=day))["determination"])
    except InvalidTransaction:
        return "refused"
