"""Limits the work that one transaction may make: in steps and not in time, so that no answer depends on a clock."""

from typing import Final

from app.domain.errors import TooMuchWork

STEPS: Final = 400_000
"""The most steps of one request, a second or so: holders looked at, facts quoted, conditions still open."""

FEW_STEPS: Final = 2_000
"""As many steps as take a few milliseconds: ordinary deals need fewer."""

UNBOUNDED: Final = 10**18
"""As many steps as anything takes."""


class Effort:
    """The steps that are left to a request, and to all that is screened and tried out for it.

    Where a call would cost as much as the step, ``left`` is counted down in place, and the next call ends it.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    @property
    def exhausted(self) -> bool:
        """Say whether more steps were to be taken than there were."""
        return self.left < 0

    def spend(self, steps: int = 1) -> None:
        """Take away so many steps; raises ``TooMuchWork`` where none are left."""
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork
