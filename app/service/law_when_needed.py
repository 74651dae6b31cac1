"""The law, read only when an answer first asks for it: most questions about ownership need none."""

from collections.abc import Callable
from functools import cached_property

from app.domain.screening import Law
from app.service.screening import LawAtHand
from app.service.snapshot import Snapshot


class LawWhenNeeded:
    """Has the snapshot of another holder of the law, which is made when it is first asked for."""

    def __init__(self, make: Callable[[], LawAtHand]) -> None:
        self._make = make

    @cached_property
    def snapshot(self) -> Snapshot[Law]:
        """The law at the moment when it was first asked for; raises what making it raises."""
        return self._make().snapshot
