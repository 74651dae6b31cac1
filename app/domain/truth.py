"""Three-valued truth (strong Kleene logic).

What the connectives give, in words:

* ``all``: not met as soon as one part is not met; met only if every part is met; otherwise unknown.
* ``any``: met as soon as one part is met; not met only if every part is not met; otherwise unknown.
* ``not``: exchanges met and not met; unknown stays unknown.

The order of the parts never matters, and replacing an unknown by met or not met never changes a result
that was already definite. Ordering the values as numbers makes the three connectives ``min``, ``max`` and
``2 - x``.
"""

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """The verdict on one condition."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2

    @property
    def word(self) -> str:
        """The verdict as the responses spell it: ``met``, ``not_met`` or ``unknown``."""
        return self.name.lower()

    def negated(self) -> "Truth":
        """The verdict on the opposite condition."""
        return Truth(2 - self)


def every(parts: Iterable[int]) -> Truth:
    """The verdict on ``all`` of the parts; met for no parts."""
    return Truth(min(parts, default=Truth.MET))


def some(parts: Iterable[int]) -> Truth:
    """The verdict on ``any`` of the parts; not met for no parts."""
    return Truth(max(parts, default=Truth.NOT_MET))
