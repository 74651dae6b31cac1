"""Two facts of one record that exclude each other: every such pair, with the reason and the cure.

``docs/contradictions.md`` lists them for lawyers, beside the pairs that were considered and can both be true.
"""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.consistency.activities import activities_of
from app.domain.consistency.measures import exceeds, over
from app.domain.consistency.pair import Pair, Pairs
from app.domain.errors import Problem
from app.domain.facts.fact import Listing
from app.domain.facts.transaction import Transaction
from app.domain.quantity import Quantity, Range, equal
from app.domain.truth import NOT_MET

_NOTHING = Decimal(0)
_ONE = Decimal(1)


def _some(value: Quantity) -> bool:
    return over(value, _NOTHING)


def _lacks(listing: Listing[str], items: Listing[str]) -> bool:
    """Whether a complete list leaves out one of the items. That a use is some other one says nothing of it."""
    return listing.complete is True and any(each != "other" and each not in listing.items for each in items.items)


_NO_SYSTEM = "`ai_limb` says that there is no AI system. Mend it, or `{}`, which says that there is one."

ACTIVITY = Pairs(
    Pair(
        "own_training_operations",
        "model_work",
        lambda own, work: work == "no_work_on_the_model" and _some(own),
        "Whoever trains a model works on it. Say which work under `model_work`, or mend these operations.",
    ),
    Pair(
        "own_training_operations",
        "training_operations",
        exceeds,
        "These are more than `training_operations`, which counts all of them together. Mend one.",
        "part_over_whole",
    ),
    Pair(
        "ai_limb",
        "training_operations",
        lambda limb, operations: limb == "neither" and _some(operations),
        _NO_SYSTEM.format("training_operations"),
    ),
    Pair(
        "ai_limb",
        "own_training_operations",
        lambda limb, operations: limb == "neither" and _some(operations),
        _NO_SYSTEM.format("own_training_operations"),
    ),
    Pair(
        "ai_limb",
        "model_work",
        lambda limb, work: limb == "neither" and work != "no_work_on_the_model",
        _NO_SYSTEM.format("model_work"),
    ),
    Pair(
        "ai_limb",
        "biological_sequence_data",
        lambda limb, share: limb == "neither" and share != "none",
        _NO_SYSTEM.format("biological_sequence_data"),
    ),
    Pair(
        "internal_uses",
        "strictly_internal_use",
        lambda uses, strictly: strictly is False and bool(uses.items),
        "These are the uses of a model that is strictly for internal use. State them under `intended_for`, or mend "
        "`strictly_internal_use`.",
    ),
    Pair(
        "strictly_internal_use",
        "verb",
        lambda strictly, verb: strictly is True and verb == "sells",
        "What is sold is not strictly for own internal, non-commercial use. Mend this, or `verb`.",
    ),
    Pair(
        "exclusively_designed_for",
        "designed_for",
        lambda exclusively, designed: _lacks(designed, exclusively),
        "Whatever is designed exclusively for a use is designed for it. Add it to the complete list `designed_for`, or "
        "mend this.",
    ),
    Pair(
        "meets_3a090",
        "meets_3a090a",
        lambda entry, paragraph: entry is False and paragraph is True,
        "3A090.a is a paragraph of 3A090, and `meets_3a090a` says that it is met. Mend one.",
    ),
    Pair(
        "fp64_petaflops_within_envelope",
        "fp64_petaflops",
        exceeds,
        "A part of the computer cannot have more than the whole, which is `fp64_petaflops`. Mend one.",
        "part_over_whole",
    ),
    Pair(
        "fp32_petaflops_within_envelope",
        "fp32_petaflops",
        exceeds,
        "A part of the computer cannot have more than the whole, which is `fp32_petaflops`. Mend one.",
        "part_over_whole",
    ),
)

STATEMENT = Pairs(
    Pair(
        "units_per_usd",
        "currency",
        lambda rate, currency: currency == "USD" and _is_not_one(rate),
        "Amounts in USD are at a rate of one. Say in which `currency` they are, or take this away.",
    ),
)

DEAL = Pairs(
    Pair(
        "fund.committed_with_affiliates",
        "fund.committed_capital",
        lambda together, own: exceeds(own, together),
        "The investor's own `committed_capital` is more than this, which counts both together. Mend one.",
        "part_over_whole",
    ),
    Pair(
        "fund.assured_by_acquisition",
        "fund.assurances",
        lambda assured, assurances: assured and assurances.complete is True and not assurances.items,
        "The complete list `assurances` is empty, so there was none to be binding. Mend one of the two.",
    ),
    Pair(
        "fund.likely_sectors",
        "fund.kind",
        lambda sectors, kind: kind == "not_a_fund" and bool(sectors.items),
        "Only a fund has sectors that it will likely invest in, and `kind` says that there is none. Mend one.",
    ),
    Pair(
        "fund.lower_deal",
        "fund.kind",
        lambda _, kind: kind == "not_a_fund",
        "Only a fund undertakes such a deal in its turn, and `kind` says that there is none. Mend one.",
    ),
    Pair(
        "security.derivative_confers",
        "security.derivative",
        lambda confers, derivative: derivative is False and any(each != "none" for each in confers.items),
        "This is said of a derivative, and `derivative` says that there is none. Mend one.",
    ),
    Pair(
        "security.derivative_confers",
        "security.derivative_confers",
        lambda confers, _: "none" in confers.items and len(confers.items) > 1,
        "Beside `none` there can be nothing else in this list. Take away whichever is wrong.",
    ),
    Pair(
        "security.derivative_of",
        "security.derivative",
        lambda underlying, derivative: derivative is False and underlying != "other",
        "This is said of a derivative, and `derivative` says that there is none. Mend one.",
    ),
    Pair(
        "development.planned",
        "development.results",
        lambda planned, results: planned and results.complete is True and not results.items,
        "The complete list `results` is empty, so there is none to be planned. Add the result planned, or mend this.",
    ),
)

DIRECTION = Pairs(
    Pair(
        "exercised",
        "authority",
        lambda exercised, authority: exercised and authority == "none",
        "Authority that is exercised is had. Say under `authority` which it is, or mend this.",
    ),
)

_NOT_GRANTED = "This is said of an exemption that was granted. State `granted` as true, or take this away."

EXEMPTION = Pairs(
    Pair("in_writing", "granted", lambda written, granted: written and not granted, _NOT_GRANTED),
    Pair("signed_by", "granted", lambda _, granted: not granted, _NOT_GRANTED),
    Pair("conditions_met", "granted", lambda met, granted: met and not granted, _NOT_GRANTED),
)

LATER_KNOWLEDGE = Pairs(
    Pair(
        "acquired_on",
        "way",
        lambda _, way: way == "nothing_learned",
        "Without a `way`, nothing was learned on this day. Say how it was learned, or take the day away.",
        "learned_nothing_on_a_day",
    ),
    Pair(
        "existed_at_completion",
        "way",
        lambda _, way: way == "nothing_learned",
        "Without a `way`, no fact was learned that this could be said of. Say how it was learned, or take this away.",
    ),
)

INQUIRY = Pairs(
    Pair(
        "asked_on",
        "outcome",
        lambda _, outcome: outcome == "never_asked",
        "What was never asked was asked on no day. Mend `outcome`, or take the day away.",
    ),
)

ALL = (ACTIVITY, STATEMENT, DEAL, DIRECTION, EXEMPTION, LATER_KNOWLEDGE, INQUIRY)


def facts_that_exclude_each_other(transaction: Transaction) -> Iterator[Problem]:
    """Pairs of facts of one record that cannot both be true."""
    for pairs, record, place in _records(transaction):
        yield from pairs.in_record(record, place)


def choices_beside_facts(transaction: Transaction) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The JSON Pointers of unknown facts with the choices that what is stated beside them leaves, and no other."""
    for pairs, record, place in _records(transaction):
        yield from pairs.choices_left(record, place)


def _records(transaction: Transaction) -> Iterator[tuple[Pairs, object, str]]:
    """Every record with pairs, and its JSON Pointer."""
    for place, activity in activities_of(transaction):
        yield ACTIVITY, activity, place
    for index, party in enumerate(transaction.parties):
        if party.statements is not None:
            for number, statement in enumerate(party.statements.items):
                yield STATEMENT, statement, f"/parties/{index}/statements/items/{number}"
    yield DEAL, transaction.deal, "/deal"
    if transaction.fund_deal is not None:
        yield DEAL, transaction.fund_deal, "/fund_deal"
    if transaction.directed_by is not None:
        for index, direction in enumerate(transaction.directed_by.items):
            yield DIRECTION, direction, f"/directed_by/items/{index}"
    yield EXEMPTION, transaction.exemption, "/exemption"
    yield LATER_KNOWLEDGE, transaction.later_knowledge, "/later_knowledge"
    for index, inquiry in enumerate(transaction.inquiries):
        yield INQUIRY, inquiry, f"/inquiries/{index}"


def _is_not_one(rate: Quantity) -> bool:
    return equal(rate, _ONE) == NOT_MET if isinstance(rate, Range) else rate != _ONE
