"""Refuses names that are not known, without repeating what may be confidential."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final, Literal

from app.domain.errors import Problem
from app.domain.pointers import below

_LONGEST: Final = 80
_CLOSE: Final = 0.8
"""How much a name looks like a known one, at least, to be its misspelling and not a word of the caller's own."""


def unknown_name(
    name: str,
    known: Collection[str],
    kind: Literal["property", "member", "parameter"],
    *,
    at: str,
    cure: str,
) -> Problem:
    """Gives the problem of a name that is not known at the pointer ``at``.

    The name itself is repeated only if it misspells one of ``known``: any other may say something of the deal.
    """
    if get_close_matches(name[:_LONGEST].lower(), known, n=1, cutoff=_CLOSE):
        return Problem(below(at, name[:_LONGEST]), f"There is no such {kind} here. {cure}", f"unknown_{kind}")
    counted = f"{len(name)} character{'s' * (len(name) != 1)}"
    return Problem(at, f"A name of {counted} is no {kind} here. {cure}", f"unknown_{kind}")
