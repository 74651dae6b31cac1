"""Says what an answer takes for granted because nothing was stated: defaults, and which table is shown."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from app.domain.answers.determination import Assumption
from app.domain.evaluation.run import Facts, Run
from app.domain.facts.dictionary import entries, entry_at
from app.domain.ownership.resolve.before_deal import SHOWN

_HELD = "/interests/{i}/term"
_TAKEN_FOR_BEFORE = (
    "The holders listed are those before the deal, for none of them is the acquiring party or a person it acts for."
)


@cache
def _defaults(record: Any) -> dict[str, str]:
    """Say what is assumed while a fact that has a default is not stated, by the JSON Pointer in the dictionary."""
    return {entry.pointer: entry.fact.silence for entry in entries(record) if entry.fact.silence is not None}


@cache
def _names(record: Any) -> frozenset[str]:
    """Give the names of the facts that have a default, by which most others are passed over quickly."""
    return frozenset(pointer.rpartition("/")[2] for pointer in _defaults(record))


def assumptions_of(run: Run) -> list[Assumption]:
    """Give the assumptions behind what was explained, each with the JSON Pointer of the fact that would replace it.

    That interests are held on the day of the deal is told once for all of them.
    """
    told = dict(_assumed(run))
    return [{"pointer": pointer, "statement": statement} for pointer, statement in told.items()]


def _assumed(run: Run) -> Iterator[tuple[str, str]]:
    interests, record = run.transaction.interests, run.regime.transaction
    defaults = _defaults(record)
    quoted: Facts = {}
    for key in sorted(run.reasons):
        quoted |= run.reasons[key].facts
    if run.ownership.taken_for_before and SHOWN in quoted:
        yield SHOWN, _TAKEN_FOR_BEFORE
    yield from run.ownership.assumed.items()
    if any(each.term == "held" for each in interests) and any(each.startswith("/interests/") for each in quoted):
        yield "/interests", defaults[_HELD]
    for pointer, fact in quoted.items():
        entry = entry_at(record, pointer) if pointer.rpartition("/")[2] in _names(record) else None
        silence = entry.fact.silence if entry is not None and entry.pointer != _HELD else None
        if entry is not None and silence is not None and fact["value"] == entry.field.default:
            yield pointer, silence
