"""Defines three-valued truth (strong Kleene logic), the only verdicts that there are.

A verdict is one of three plain numbers: ``NOT_MET`` 0, ``UNKNOWN`` 1 and ``MET`` 3. Read as bits, ``&`` gives the
verdict on ``all`` and ``|`` the verdict on ``any``; read as numbers, ``min`` and ``max`` give the same:

* ``all``: not met as soon as one part is not met; met only if every part is met; otherwise unknown.
* ``any``: met as soon as one part is met; not met only if every part is not met; otherwise unknown.
* ``not``: exchanges met and not met; unknown stays unknown.

The order of the parts never matters, and replacing an unknown by met or not met never changes a result
that was already definite.

Verdicts are numbers and not members of an enumeration because screenings combine thousands of them, and ``&`` on
members costs ten times as much. ``Verdict`` is their type in signatures, :func:`word` what responses call them.
"""

from collections.abc import Mapping
from typing import Literal

Verdict = int
"""The verdict on one condition: ``NOT_MET``, ``UNKNOWN`` or ``MET``."""

NOT_MET, UNKNOWN, MET = 0, 1, 3

VerdictWord = Literal["not_met", "unknown", "met"]
"""A verdict as answers spell it."""

_WORDS: Mapping[Verdict, VerdictWord] = {NOT_MET: "not_met", UNKNOWN: "unknown", MET: "met"}
_NEGATED = (MET, UNKNOWN, UNKNOWN, NOT_MET)


def word(verdict: Verdict) -> VerdictWord:
    """Give the verdict as answers spell it."""
    return _WORDS[verdict]


def negated(verdict: Verdict) -> Verdict:
    """Give the verdict on the opposite condition."""
    return _NEGATED[verdict]
