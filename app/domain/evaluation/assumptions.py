"""What an answer takes for granted because nothing was stated: declared defaults, and which table is shown."""

from collections.abc import Iterator
from functools import cache

from app.domain.evaluation.reasons import Found
from app.domain.evaluation.run import Run
from app.domain.facts.dictionary import Entry, entries
from app.domain.ownership import SHOWN
from app.domain.quoting import Quotable

_HELD = "/interests/{i}/term"
_TAKEN_FOR_BEFORE = "The holders listed are those before the deal, for the acquiring party is none of them."


@cache
def _defaults() -> dict[str, Entry]:
    """The facts that have a default, by the JSON Pointer in the dictionary."""
    return {entry.pointer: entry for entry in entries() if entry.fact.silence is not None}


@cache
def _names() -> frozenset[str]:
    return frozenset(entry.field.name for entry in _defaults().values())


def assumptions_told(run: Run, found: Found) -> list[dict[str, Quotable]]:
    """The assumptions behind these reasons, each with the JSON Pointer of the fact that would replace it.

    That interests are held on the day of the deal is told once for all of them.
    """
    told = dict(_assumed(run, found))
    return [{"pointer": pointer, "statement": told[pointer]} for pointer in told]


def _assumed(run: Run, found: Found) -> Iterator[tuple[str, str]]:
    interests = run.transaction.interests
    quoted = {pointer: fact["value"] for _, (_, _, facts) in found for pointer, fact in facts.items()}
    if run.graphs.taken_for_before and SHOWN in quoted:
        yield SHOWN, _TAKEN_FOR_BEFORE
    for pointer, statement in run.graphs.assumed.items():
        yield pointer, statement
    if any(each.term == "held" for each in interests) and any(each.startswith("/interests/") for each in quoted):
        yield "/interests", _defaults()[_HELD].fact.silence or ""
    for pointer, value in quoted.items():
        if pointer.rsplit("/", maxsplit=1)[-1] in _names():
            entry = _defaults().get("/".join("{i}" if part.isdigit() else part for part in pointer.split("/")))
            if entry is not None and value == entry.field.default and entry.pointer != _HELD:
                yield pointer, entry.fact.silence or ""
