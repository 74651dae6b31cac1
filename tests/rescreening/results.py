"""Results as files have them: answers to the golden cases and to deals made for a test, a line each."""

import json
from functools import cache

from app.api.batch.line_reader import LineOptions
from app.main import line_screener
from app.settings import Settings
from tests.analysis.laws import document, example, golden_bodies, law_of
from tests.lifecycle.laws import a_deal, a_law


@cache
def law():
    return law_of(document())


def deal(reference, **changes):
    """A notifiable deal; ``changes`` are members of the transaction."""
    return {**example(), "reference": reference, **changes}


def with_operations(reference, operations, **changes):
    """The deal with a system trained with so many operations: 2e25 are prohibited, 2e24 notifiable, 2e20 neither."""
    made = deal(reference, **changes)
    target = next(each for each in made["parties"] if "activities" in each)
    target["activities"]["items"][0]["training_operations"] = operations
    return made


def completed(reference, day):
    made = deal(reference)
    made["deal"]["completion_date"] = day
    return made


def answers(deals, *, cache=None, options=None):
    """The answers to deals, a line each, as the batch route writes them."""
    screener = line_screener((cache or law()).snapshot, Settings())
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in deals]
    return [screener.answer(number, line, options or LineOptions()).body for number, line in enumerate(lines, start=1)]


@cache
def golden_answers():
    """The answers to some golden cases of every file, each with a reference of its own."""
    bodies = (json.loads(body) | {"reference": f"GOLDEN-{number}"} for number, body in enumerate(golden_bodies()[::23]))
    return tuple(answers(bodies))


def small_law(version, begins, **more):
    """A small law with a day to file by, so that answers are quick; ``prohibits`` names what is prohibited."""
    duty = {
        "kind": "file_notification",
        "step": "file",
        "outcomes": ["notifiable"],
        "who": "The U.S. person",
        "says": "File a notification.",
        "brief": "File a notification",
        "cites": "Article 7",
        "due": {"days": "30", "after": "transaction.deal.completion_date"},
    }
    return a_law(version, rule_set="us-oisp", begins=begins, **{"obligations": [duty], **more})


def small_deal(reference, *, completed="2025-06-16", circumstance="syndicated_loan_default", **more):
    """A deal under a small law: notifiable, unless another circumstance is named."""
    return {**a_deal(circumstance, completed=completed), "reference": reference, **more}


def concluding(reference, as_of):
    """A deal whose answer rests on a conclusion about the owners of the target, from evidence of a day."""
    made = next(
        found for found in map(json.loads, golden_bodies()) if any(each.get("conclusions") for each in found["parties"])
    )
    for party in made["parties"]:
        for conclusion in party.get("conclusions", ()):
            conclusion["as_of"] = as_of
    return {**made, "reference": reference}


def two_laws():
    """A law, and another from 2026 on that prohibits what the first lets be notified, and the other way round."""
    second = small_law("second", "2026-01-01", prohibits="syndicated_loan_default")
    second["definitions"][1]["when"] = {"transaction.deal.circumstances": {"includes": "designated_country"}}
    return small_law("first", "2025-01-02"), second
