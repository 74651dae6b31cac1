"""Counts the answers to a portfolio, and says with which code that ends."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final, Self

import orjson

from app.commands.exit_codes import BAD_INPUT, DETERMINATIONS, NO_DUTY
from app.domain.answers.determination import EXCEPTED, NOT_COVERED, UNDETERMINED, Class
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.tables.deciding import deciding_provisions

_SHOWN: Final = 10

SERIOUS: Final[tuple[Class, ...]] = (*OUTBOUND_INVESTMENT.outcomes[:1], UNDETERMINED, *OUTBOUND_INVESTMENT.outcomes[1:])
"""The determinations that are no pass, the most serious first: what is open can be prohibited."""


@dataclass(slots=True)
class Tally:
    """Counts answers: determinations, the provisions that decide them, and lines without a determination."""

    determinations: Counter[Class] = field(default_factory=Counter)
    provisions: Counter[tuple[Class, str]] = field(default_factory=Counter)
    bad: int = 0
    bad_lines: list[int] = field(default_factory=list)

    @property
    def answers(self) -> int:
        """How many answers there are."""
        return self.bad + self.determinations.total()

    def count(self, answer: bytes) -> None:
        """Count one answer, which is a determination or the problem of a line."""
        said: Any = orjson.loads(answer)
        if "determination" not in said:
            self.bad += 1
            self.bad_lines = [*self.bad_lines, said["line"]][:_SHOWN]
            return
        self.determinations[said["determination"]] += 1
        for provision in deciding_provisions(said):
            self.provisions[said["determination"], provision] += 1

    def add(self, other: Self) -> None:
        """Add what was counted of later answers."""
        self.determinations += other.determinations
        self.provisions += other.provisions
        self.bad += other.bad
        self.bad_lines = [*self.bad_lines, *other.bad_lines][:_SHOWN]

    @property
    def exit_code(self) -> int:
        """The code of the most serious answer; ``NO_DUTY`` if every deal has a determination without one."""
        if self.bad or not self.answers or set(self.determinations) - {*SERIOUS, EXCEPTED, NOT_COVERED}:
            return BAD_INPUT
        return next((DETERMINATIONS[each] for each in SERIOUS if self.determinations[each]), NO_DUTY)
