"""Limits the work that one transaction may make: in steps and not in time, so that no answer depends on a clock."""

from typing import Final

from app.domain.errors import InvalidTransaction, Problem

STEPS: Final = 1_000_000
"""The most steps of one screening, a few seconds' worth: holders looked at, facts quoted, conditions still open."""

UNBOUNDED: Final = 10**18
"""As many steps as anything takes."""


class Effort:
    """The steps that are left to a screening and to what it tries out under other readings.

    Where a call would cost as much as the step, ``left`` is counted down in place, and the next call ends it.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take away so many steps; raises ``InvalidTransaction`` where none are left."""
        self.left -= steps
        if self.left < 0:
            detail = (
                "So many parts hang together here, with so much open about them, that no answer can be given in time: "
                "state more of them, or leave out what has no bearing on the deal."
            )
            raise InvalidTransaction([Problem("", detail, "too_much_work")])
