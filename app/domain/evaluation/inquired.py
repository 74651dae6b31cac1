"""Judges what became of the questions put to the other side: 850.104 makes what was never asked no excuse."""

from collections.abc import Iterator
from typing import Any

from app.domain.evaluation.named_parties import places
from app.domain.evaluation.run import Facts, Run
from app.domain.facts.dictionary import Kind
from app.domain.facts.transaction import Inquiry
from app.domain.language.nodes import Inquired
from app.domain.quoting import fact
from app.domain.truth import MET, NOT_MET, UNKNOWN


def inquired(node: Inquired, run: Run) -> int:
    """Met if a documented inquiry came out so, other than into the parts that do not count.

    Unknown while the inquiry may be into one of those, because nobody has said which party stands there.
    """
    verdict = NOT_MET
    for _, _, counts in _found(node, run):
        verdict |= counts
    return verdict


def explain_inquired(node: Inquired, run: Run, facts: Facts) -> None:
    """Quote the inquiries that show it, or may; there is nothing to quote where none does."""
    for index, inquiry, counts in _found(node, run):
        if counts != NOT_MET:
            said = [(f"/inquiries/{index}/pointer", inquiry.pointer), (f"/inquiries/{index}/outcome", inquiry.outcome)]
            said += [(place, standing) for place, standing, is_party in _barred(node, run) if is_party]
            for pointer, value in said:
                facts[pointer] = fact(pointer, value, node.words)


def open_parties(node: Inquired, run: Run) -> tuple[str, ...]:
    """Give the JSON Pointers of the parties not named yet into whom an inquiry would not count."""
    return tuple(place for place, standing, is_party in _barred(node, run) if is_party and standing is None)


def _barred(node: Inquired, run: Run) -> Iterator[tuple[str, Any, bool]]:
    """Give the places into which an inquiry does not count, what stands there, and whether that is a party."""
    for path, (place, standing) in zip(node.not_into, places(node.not_into, run.transaction), strict=True):
        yield place, standing, path.type.kind is Kind.PARTY


def _found(node: Inquired, run: Run) -> Iterator[tuple[int, Inquiry, int]]:
    """Give the inquiries that came out so, each with whether it counts."""
    for index, inquiry in enumerate(run.transaction.inquiries):
        if inquiry.outcome in node.outcomes:
            yield index, inquiry, _counts(inquiry.pointer, node, run)


def _counts(pointer: str, node: Inquired, run: Run) -> int:
    verdict = MET
    for place, standing, is_party in _barred(node, run):
        if _within(pointer, place):
            return NOT_MET
        if not is_party or not pointer.startswith(("/parties/", "/interests/")):
            continue
        if standing is None:
            verdict = UNKNOWN
        elif _within(pointer, run.at(standing)) or standing in _ends(pointer, run):
            return NOT_MET
    return verdict


def _within(pointer: str, place: str) -> bool:
    return f"{pointer}/".startswith(f"{place}/")


def _ends(pointer: str, run: Run) -> tuple[str, ...]:
    """Give the holder and the subject of the interest that the pointer leads into."""
    _, kind, index, *_ = pointer.split("/")
    if kind != "interests":
        return ()
    interest = run.transaction.interests[int(index)]
    return interest.holder, interest.subject
