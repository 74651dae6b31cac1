"""The graph of parties and interests, indexed when first asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.bounds import DOWN, HUNDRED, UP, ZERO, bounds_of
from app.domain.ownership.question import Measure
from app.domain.truth import Truth

ADVISER = "investment_adviser"


class Link(NamedTuple):
    """One interest in one measure: its place in the transaction, its holder and the bounds on its percentage."""

    place: int
    holder: PartyId
    lower: Decimal
    lower_open: bool
    upper: Decimal
    upper_open: bool


@dataclass(frozen=True, slots=True)
class Column:
    """All that is listed about one entity in one measure.

    Each percentage is bounded by what the others leave of 100. ``rest`` is the most that holders who are not listed may
    have; it is zero when the list of holders is complete.
    """

    links: tuple[Link, ...]
    rest: Decimal
    rest_open: bool
    complete: bool


class OwnershipGraph:
    """Answers who holds what in whom. The transaction has passed :func:`graph_problems`."""

    __slots__ = ("_columns", "_into", "_out_of", "_parties", "interests", "parties")

    def __init__(self, parties: Sequence[Party], interests: Sequence[Interest]) -> None:
        self.parties = parties
        self.interests = interests
        self._parties: dict[PartyId, Party] | None = None
        self._into: dict[PartyId, list[int]] | None = None
        self._out_of: dict[PartyId, list[int]] | None = None
        self._columns: dict[tuple[PartyId, Measure], Column] = {}

    def party(self, party: PartyId) -> Party:
        """The party of this id."""
        if self._parties is None:
            self._parties = {each.id: each for each in self.parties}
        return self._parties[party]

    def into(self, party: PartyId) -> Sequence[int]:
        """The places of the interests in this party."""
        if self._into is None:
            self._into = {}
            for index, interest in enumerate(self.interests):
                self._into.setdefault(interest.subject, []).append(index)
        return self._into.get(party, ())

    def out_of(self, party: PartyId) -> Sequence[int]:
        """The places of the interests that this party holds."""
        if self._out_of is None:
            self._out_of = {}
            for index, interest in enumerate(self.interests):
                self._out_of.setdefault(interest.holder, []).append(index)
        return self._out_of.get(party, ())

    def column(self, party: PartyId, measure: Measure) -> Column:
        """What is listed about this party in this measure."""
        key = (party, measure)
        column = self._columns.get(key)
        if column is None:
            column = self._columns[key] = self._read(party, measure)
        return column

    def role(self, index: int) -> int:
        """Whether the holder is a parent by role, without a percentage: 850.219(b) and (c)."""
        interest = self.interests[index]
        roles = interest.roles
        if roles is None:
            return Truth.UNKNOWN
        verdict: int = Truth.NOT_MET if roles.complete is True else Truth.UNKNOWN
        for role in roles.items:
            if role != ADVISER:
                return Truth.MET
            fund = self.party(interest.subject).pooled_investment_fund
            verdict = max(verdict, Truth.UNKNOWN if fund is None else Truth.MET if fund else Truth.NOT_MET)
        return verdict

    def _read(self, party: PartyId, measure: Measure) -> Column:
        stated: list[tuple[int, PartyId, Decimal, bool, Decimal | None, bool]] = []
        total, total_open = ZERO, 0
        field = measure.value
        for index in self.into(party):
            interest = self.interests[index]
            value = getattr(interest, field)
            if value is None:
                stated.append((index, interest.holder, ZERO, False, None, False))
                continue
            if type(value) is Decimal:
                total = DOWN.add(total, value)
                stated.append((index, interest.holder, value, False, value, False))
                continue
            lower, above, upper, below = bounds_of(value)
            if lower is None:
                lower = ZERO
            total = DOWN.add(total, lower)
            total_open += above
            stated.append((index, interest.holder, lower, above, upper, below))
        links = []
        for place, holder, lower, above, upper, below in stated:
            if lower == upper:
                links.append(Link(place, holder, lower, above, lower, below))
                continue
            left, left_open = UP.subtract(HUNDRED, DOWN.subtract(total, lower)), total_open > above
            if upper is None or left < upper:
                links.append(Link(place, holder, lower, above, left, left_open))
            else:
                links.append(Link(place, holder, lower, above, upper, below or (left == upper and left_open)))
        complete = self.party(party).holders_complete is True
        rest = ZERO if complete or total >= HUNDRED else UP.subtract(HUNDRED, total)
        return Column(tuple(links), rest, bool(rest) and total_open > 0, complete)
