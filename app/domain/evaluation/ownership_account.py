"""Builds answers on ownership and control: the share, the paths behind it, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR

from app.domain.answers.ownership import MissingLink, OwnershipAnswer, OwnershipPath
from app.domain.facts.fact import PartyId
from app.domain.ownership.explain.breakdown import Breakdown, CountsAs
from app.domain.ownership.explain.evidence import Evidence
from app.domain.ownership.explain.wording import ChainInWords, missing_words
from app.domain.ownership.resolve.bounds import in_digits
from app.domain.ownership.resolve.counted import THE_DAY
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.quantity import number_text


def answer_about(
    breakdown: Breakdown | None,
    evidence: Evidence,
    *,
    graph: OwnershipGraph,
    party: PartyId,
    asks: str,
    at: Callable[[PartyId], str],
    day: str,
) -> OwnershipAnswer:
    """Give one answer about a party. ``asks`` is the question in words; ``at`` gives the JSON Pointer of a party.

    ``day`` is the JSON Pointer of the day on which interests must be held.
    """
    told: OwnershipAnswer = {
        "party": at(party),
        "asks": asks,
        "paths": [_path(counts, chain) for counts, chain in (breakdown.chains if breakdown is not None else ())],
        "missing": list(missing_facts_of(graph, evidence, at, day=day)),
    }
    if breakdown is not None and breakdown.measure is not None and breakdown.bounds is not None:
        least, _, most, _ = breakdown.bounds
        told["measure"] = breakdown.measure
        told["at_least"] = number_text(in_digits(least, ROUND_FLOOR))
        told["at_most"] = number_text(in_digits(most, ROUND_CEILING))
    if breakdown is not None and breakdown.rings:
        told["rings"] = [
            {"says": ring.says, "parties": [at(each) for each in ring.parties]} for ring in breakdown.rings
        ]
    return told


def _path(counts: CountsAs, chain: ChainInWords) -> OwnershipPath:
    return {"says": chain.says, "counts": counts, "interests": [f"/interests/{i}/{f}" for i, f in chain.interests]}


def missing_facts_of(
    graph: OwnershipGraph, evidence: Evidence, at: Callable[[PartyId], str], *, day: str
) -> Iterator[MissingLink]:
    """Give the facts that would settle an open answer, each with its JSON Pointer and in words."""
    for where, field, words in missing_words(graph, evidence):
        if field == THE_DAY or field.startswith("/"):
            yield {"pointer": day if field == THE_DAY else field, "says": words}
            continue
        place = f"/interests/{where}" if isinstance(where, int) else at(where)
        yield {"pointer": f"{place}/{field}" if field else place, "says": words}
