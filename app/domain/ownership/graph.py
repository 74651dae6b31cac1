"""The graph of parties and interests, indexed when first asked."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.bounds import SUM_DOWN, SUM_UP, bounds_of
from app.domain.ownership.question import Measure
from app.domain.truth import Truth

if TYPE_CHECKING:
    from app.domain.ownership.lineage import Lineage

ADVISER = "investment_adviser"
HUNDRED = Decimal(100)
ZERO = Decimal(0)

RawLink = tuple[int, PartyId, Decimal, bool, Decimal, bool]


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
    have; it is zero when the list of holders is complete. ``rows`` are the links as plain tuples; ``largest`` is the
    most that one holder may have by its links.
    """

    rows: tuple[RawLink, ...]
    rest: Decimal
    rest_open: bool
    complete: bool
    largest: Decimal

    @property
    def links(self) -> tuple[Link, ...]:
        """The links by name."""
        return tuple(Link(*row) for row in self.rows)


class OwnershipGraph:
    """Answers who holds what in whom. The transaction has passed :func:`graph_problems`."""

    __slots__ = ("_columns", "_into", "_out_of", "_parties", "interests", "lineages", "parties")

    def __init__(self, parties: Sequence[Party], interests: Sequence[Interest]) -> None:
        self.parties = parties
        self.interests = interests
        self.lineages: dict[bool, Lineage] = {}
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
            into: dict[PartyId, list[int]] = {}
            self._into = into
            for index, interest in enumerate(self.interests):
                if interest.subject in into:
                    into[interest.subject].append(index)
                else:
                    into[interest.subject] = [index]
        return self._into.get(party, ())

    def out_of(self, party: PartyId) -> Sequence[int]:
        """The places of the interests that this party holds."""
        if self._out_of is None:
            self._out_of = {}
            for index, interest in enumerate(self.interests):
                self._out_of.setdefault(interest.holder, []).append(index)
        return self._out_of.get(party, ())

    def holders(self, party: PartyId) -> list[PartyId]:
        """The listed holders of this party; one that holds two interests is named twice."""
        interests = self.interests
        return [interests[index].holder for index in self.into(party)]

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
        rows: list[RawLink] = []
        loose: list[tuple[int, Decimal | None, bool]] = []
        total, total_open = ZERO, 0
        name, plus, interests = measure.value, SUM_DOWN.add, self.interests
        for index in self.into(party):
            interest = interests[index]
            value = getattr(interest, name)
            if type(value) is Decimal:
                total = plus(total, value)
                rows.append((index, interest.holder, value, False, value, False))
                continue
            lower, above, upper, below = (None, False, None, False) if value is None else bounds_of(value)
            if lower is None:
                lower = ZERO
            total = plus(total, lower)
            total_open += above
            loose.append((len(rows), upper, below))
            rows.append((index, interest.holder, lower, above, lower, False))
        for number, upper, below in loose:
            place, holder, lower, above, _, _ = rows[number]
            left, left_open = SUM_UP.subtract(HUNDRED, SUM_DOWN.subtract(total, lower)), total_open > above
            if upper is None or left < upper:
                rows[number] = (place, holder, lower, above, left, left_open)
            else:
                rows[number] = (place, holder, lower, above, upper, below or (left == upper and left_open))
        complete = self.party(party).holders_complete is True
        rest = ZERO if complete or total >= HUNDRED else SUM_UP.subtract(HUNDRED, total)
        direct: dict[PartyId, Decimal] = {}
        for _, holder, _, _, high, _ in rows:
            direct[holder] = SUM_UP.add(direct[holder], high) if holder in direct else high
        largest = SUM_UP.add(max(direct.values(), default=ZERO), rest)
        return Column(tuple(rows), rest, bool(rest) and total_open > 0, complete, largest)


def holders_first(
    roots: Iterable[PartyId], holders: Callable[[PartyId], Iterable[PartyId]], settled: Container[PartyId]
) -> Iterator[list[PartyId]]:
    """The roots and all above them that are not settled, each after its holders; those that hold one another together.

    Whoever iterates settles what it is given before it asks for more. Tarjan's algorithm, with a list for a stack,
    since a chain may have ten thousand links.
    """
    order: dict[PartyId, int] = {}
    lowest: dict[PartyId, int] = {}
    waiting: list[PartyId] = []
    for root in roots:
        if root in settled:
            continue
        order[root] = lowest[root] = len(order)
        waiting.append(root)
        trail = [(root, iter(holders(root)))]
        while trail:
            entity, above = trail[-1]
            for holder in above:
                if holder in order:
                    if holder not in settled and order[holder] < lowest[entity]:
                        lowest[entity] = order[holder]
                elif holder not in settled:
                    order[holder] = lowest[holder] = len(order)
                    waiting.append(holder)
                    trail.append((holder, iter(holders(holder))))
                    break
            else:
                trail.pop()
                if trail and lowest[entity] < lowest[trail[-1][0]]:
                    lowest[trail[-1][0]] = lowest[entity]
                if lowest[entity] == order[entity]:
                    start = len(waiting) - 1
                    while waiting[start] != entity:
                        start -= 1
                    ring = waiting[start:]
                    del waiting[start:]
                    yield ring
