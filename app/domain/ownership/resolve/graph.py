"""Indexes the parties and interests as a graph: who holds what in whom, within which bounds."""

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from operator import attrgetter, eq
from typing import Any, NamedTuple, TypeVar

from app.domain.effort import UNBOUNDED, Effort
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.resolve.bounds import HUNDRED, SUM_DOWN, SUM_UP, ZERO, percent_bounds
from app.domain.ownership.resolve.counted import CountedInterests
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.order import holders_first
from app.domain.quantity import is_exact
from app.domain.truth import MET, NOT_MET, UNKNOWN

ADVISER = "investment_adviser"

LARGEST_RING = 16
"""Where more entities hold one another, their claims are bounded step by step; solving would take too long."""

MadeT = TypeVar("MadeT")


class Link(NamedTuple):
    """One interest in one measure: its place in the transaction, its holder and the bounds on its percentage."""

    place: int
    holder: PartyId
    lower: Decimal
    lower_open: bool
    upper: Decimal
    upper_open: bool


class Column(NamedTuple):
    """All that is listed about one entity in one measure.

    Each percentage is bounded above by what the others leave of 100, and below as well where the others leave it to
    nobody else (``comes_to_100``). ``rest`` is the most that holders who are not listed may have; it is zero when the
    list of holders is complete. All of the links are ``exact``, or some are bounds.

    ``comes_to_100`` is asked only where some are bounds. It says that the list is complete and the shares listed are
    the whole: in votes and equity, if any of them is above zero, since an entity may have no votes at all. The votes on
    a board need not be anybody's, since a director needs no holder behind it. Where some interest in the entity does
    not count, or perhaps not, the list may be of another day. ``raised`` are the places of the links whose lower bounds
    rest on all this.
    """

    links: Sequence[Link]
    rest: Decimal
    rest_open: bool
    complete: bool
    exact: bool
    comes_to_100: bool = False
    raised: frozenset[int] = frozenset()

    @property
    def largest(self) -> Decimal:
        """The most that one holder may have by its links and unlisted."""
        direct: dict[PartyId, Decimal] = {}
        most = ZERO
        for _, holder, _, _, high, _ in self.links:
            direct[holder] = total = SUM_UP.add(direct[holder], high) if holder in direct else high
            most = max(most, total)
        return SUM_UP.add(most, self.rest) if self.rest else most


_AT_ONCE = 32
"""How many interests are looked at in one step of an effort, beyond the first."""


class OwnershipGraph:
    """Answers who holds what in whom. The transaction has passed :func:`graph_problems`.

    Made of parties and interests, all of which count, or :meth:`of` those that do.
    """

    def __init__(
        self,
        parties: Sequence[Party],
        interests: Sequence[Interest],
        *,
        counting: CountedInterests | None = None,
        effort: Effort | None = None,
    ) -> None:
        counting = counting or CountedInterests([])
        self._effort = effort or Effort(UNBOUNDED)
        self.parties = parties
        self.interests = interests
        self._left_out = counting.left_out
        self.open_because = counting.open_because
        self._changing = frozenset(interests[place].subject for place in (*self._left_out, *self.open_because))
        self.party = (counting.parties or {each.id: each for each in parties}).__getitem__
        """The party of an id."""
        self._into: dict[PartyId, list[int]] | None = None
        self._out_of: dict[PartyId, list[int]] | None = None
        self._holders: dict[PartyId, list[PartyId]] = {}
        self._columns: dict[Measure, dict[PartyId, Column]] = {measure: {} for measure in Measure}
        self._made: dict[tuple[Hashable, ...], Any] = {}

    @classmethod
    def of(cls, counting: CountedInterests, *, effort: Effort | None = None) -> "OwnershipGraph":
        """Make the graph of the interests that count."""
        return cls(tuple(counting.parties.values()), counting.interests, counting=counting, effort=effort)

    def once(self, make: Callable[..., MadeT], *key: Hashable) -> MadeT:
        """Give what is made of this graph and this key, made when first asked for."""
        made: MadeT | None = self._made.get((make, *key))
        if made is None:
            made = self._made[make, *key] = make(self, *key)
        return made

    def into(self, party: PartyId) -> Sequence[int]:
        """Give the places of the interests in this party."""
        if self._into is None:
            self._into = {}
            for index, interest in enumerate(self.interests):
                if index not in self._left_out:
                    self._into.setdefault(interest.subject, []).append(index)
        found = self._into.get(party, ())
        effort = self._effort
        effort.left -= 1 + len(found) // _AT_ONCE
        if effort.left < 0:
            effort.spend()
        return found

    def out_of(self, party: PartyId) -> Sequence[int]:
        """Give the places of the interests that this party holds."""
        if self._out_of is None:
            self._out_of = {}
            for index, interest in enumerate(self.interests):
                if index not in self._left_out:
                    self._out_of.setdefault(interest.holder, []).append(index)
        return self._out_of.get(party, ())

    def holders(self, party: PartyId) -> Sequence[PartyId]:
        """Give the listed holders of this party; one that holds two interests is named twice."""
        found = self._holders.get(party)
        if found is None:
            found = self._holders[party] = [self.interests[place].holder for place in self.into(party)]
        self._effort.left -= 1 + len(found) // _AT_ONCE
        return found

    def closed_by(self, party: PartyId) -> str | None:
        """Give the field that says that no holder of this party is left out; ``None`` where some may be."""
        facts = self.party(party)
        if facts.kind == "individual":
            return "kind"
        return "holders_complete" if facts.holders_complete is True else None

    def column(self, party: PartyId, measure: Measure) -> Column:
        """Give what is listed about this party in this measure."""
        self._effort.left -= 1
        columns = self._columns[measure]
        column = columns.get(party)
        if column is None:
            column = columns[party] = self._read(party, measure)
        return column

    def distinct(self, measures: Sequence[Measure]) -> tuple[Measure, ...]:
        """Leave out the measures in which every interest says the same as in another one that is kept.

        The votes on the board are kept last, since bounds on votes and equity can be closer.
        """
        kept: list[Measure] = []
        for measure in sorted(measures, key=Measure.BOARD.__eq__):
            if not any(self.once(_say_the_same, other, measure) for other in kept):
                kept.append(measure)
        return tuple(each for each in measures if each in kept)

    def solvable(self) -> bool:
        """Say whether no more entities hold one another than can be solved for at once."""
        return self.once(_is_solvable)

    def role(self, index: int) -> int:
        """Say whether the holder is a parent by role, without a percentage: 850.219(b) and (c)."""
        interest = self.interests[index]
        roles = interest.roles
        if roles is None:
            return UNKNOWN
        verdict = NOT_MET if roles.complete is True else UNKNOWN
        for role in roles.items:
            if role != ADVISER:
                return MET
            fund = self.party(interest.subject).pooled_investment_fund
            verdict = max(verdict, UNKNOWN if fund is None else MET if fund else NOT_MET)
        return verdict

    def holders_by_role(self, party: PartyId) -> list[PartyId]:
        """Give the listed holders of this party who are, or may be, its parents by a role."""
        return [self.interests[place].holder for place in self.into(party) if self.role(place) != NOT_MET]

    def _read(self, party: PartyId, measure: Measure) -> Column:
        links: list[Link] = []
        name, interests = measure.value, self.interests
        for index in self.into(party):
            interest = interests[index]
            value = getattr(interest, name)
            if type(value) is not Decimal and not is_exact(value):
                return self._read_bounds(party, measure)
            links.append(Link(index, interest.holder, value, False, value, False))  # noqa: FBT003 (pairs of a bound)
        if self.closed_by(party):
            return Column(links, ZERO, rest_open=False, complete=True, exact=True)
        total = ZERO
        for link in links:
            total = SUM_DOWN.add(total, link.lower)
        rest = ZERO if total >= HUNDRED else SUM_UP.subtract(HUNDRED, total)
        return Column(links, rest, rest_open=False, complete=False, exact=True)

    def _read_bounds(self, party: PartyId, measure: Measure) -> Column:
        """Read the column where some percentages are bounds: each bounded by what those of the others leave."""
        links: list[Link] = []
        least, above_least, most, below_most = ZERO, 0, ZERO, 0
        for index in self.into(party):
            interest = self.interests[index]
            lower, above, upper, below = percent_bounds(getattr(interest, measure.value))
            least, most = SUM_DOWN.add(least, lower), SUM_UP.add(most, upper)
            above_least, below_most = above_least + above, below_most + below
            links.append(Link(index, interest.holder, lower, above, upper, below))
        complete = self.closed_by(party) is not None
        # Bounds that do not reach 100 contradict the list; nothing is concluded from them.
        reaches_100 = most > HUNDRED or (most == HUNDRED and not below_most)
        comes_to_100 = bool(least or above_least) and reaches_100 and complete
        comes_to_100 = comes_to_100 and measure is not Measure.BOARD and party not in self._changing
        raised: set[int] = set()
        for number, (place, holder, lower, above, upper, below) in enumerate(links):
            if lower == upper:
                continue
            low, low_open, high, high_open = lower, above, upper, below
            left, left_open = SUM_UP.subtract(HUNDRED, SUM_DOWN.subtract(least, lower)), above_least > above
            if left < upper:
                high, high_open = left, left_open
            elif left == upper:
                high_open = below or left_open
            if comes_to_100:
                left, left_open = SUM_DOWN.subtract(HUNDRED, SUM_UP.subtract(most, upper)), below_most > below
                if left > lower or (left == lower and left_open and not above):
                    low, low_open = left, left_open
                    raised.add(place)
            links[number] = Link(place, holder, low, low_open, high, high_open)
        rest = ZERO if complete or least >= HUNDRED else SUM_UP.subtract(HUNDRED, least)
        rest_open = bool(rest) and above_least > 0
        return Column(
            links, rest, rest_open, complete, exact=False, comes_to_100=comes_to_100, raised=frozenset(raised)
        )


def _say_the_same(graph: OwnershipGraph, one: Measure, other: Measure) -> bool:
    return all(map(eq, map(attrgetter(one.value), graph.interests), map(attrgetter(other.value), graph.interests)))


def _is_solvable(graph: OwnershipGraph) -> bool:
    settled: set[PartyId] = set()
    largest = 0
    for ring in holders_first([party.id for party in graph.parties], graph.holders, settled):
        settled.update(ring)
        largest = max(largest, len(ring))
    return largest <= LARGEST_RING
