"""Finds in whom a person holds a seat, an interest or power, directly or indirectly: 850.209(a)(2), first half."""

from collections.abc import Iterator, Mapping
from functools import reduce

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.ownership.resolve.bounds import HALF, SUM_DOWN, SUM_UP, ZERO, percent_bounds, reaches
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.order import walk
from app.domain.quantity import Quantity
from app.domain.truth import MET, NOT_MET, UNKNOWN, negated


class RelatedParties:
    """The parties that a person is related to downwards, each with the verdict on whether it is.

    ``through`` has, for each of them but the person, the place of an interest that relates it. ``unlisted`` is whether
    the person may be related to someone who is not listed.
    """

    __slots__ = ("graph", "person", "reached", "through", "unlisted")

    def __init__(self, graph: OwnershipGraph, person: PartyId) -> None:
        self.graph = graph
        self.person = person
        self.reached: dict[PartyId, int] = {person: MET}
        self.through: dict[PartyId, int] = {}
        self._follow(MET)
        self._follow(UNKNOWN)
        self.unlisted = any(graph.party(each).holdings_complete is not True for each in self.reached)

    def verdict(self, party: PartyId) -> int:
        """Say whether the person is related to this party."""
        if party == self.person:
            return NOT_MET
        listed = self.reached.get(party, NOT_MET)
        if listed == NOT_MET and self.unlisted and self.all_holders(party) is None:
            return UNKNOWN
        return listed

    def _follow(self, verdict: int) -> None:
        pending = list(self.reached)
        while pending:
            for index in self.graph.out_of(pending.pop()):
                interest = self.graph.interests[index]
                if interest.subject not in self.reached and relates(self.graph, index) >= verdict:
                    self.reached[interest.subject] = verdict
                    self.through[interest.subject] = index
                    pending.append(interest.subject)

    def all_holders(self, party: PartyId) -> set[PartyId] | None:
        """Give the party and all who may stand behind it, if the lists show that the person is not among them."""
        graph, found = self.graph, set()

        def related(each: PartyId) -> Iterator[PartyId]:
            places = (place for place in graph.into(each) if relates(graph, place) != NOT_MET)
            return (graph.interests[place].holder for place in places)

        for each in walk([party], related):
            if each == self.person or not graph.closed_by(each):
                return None
            found.add(each)
        return found


def relates(graph: OwnershipGraph, place: int) -> int:
    """Say whether an interest is a board seat, contractual power, or votes or equity that 850.501(a) does not except.

    Who has more than half of the votes, in one lot or several, has more than a minority's protections: 850.501(a)(2)
    leaves no exception.
    """
    interest = graph.interests[place]
    majority = max(reaches(percent_bounds(interest.voting_percent), HALF, strict=True), _by_lots(graph, interest))
    counts = max(negated(_truth(interest.excepted_securities_only)), majority)
    return max(_truth(interest.board_seat), _truth(interest.directs_management), min(is_owner(interest), counts))


def _by_lots(graph: OwnershipGraph, interest: Interest) -> int:
    """Say whether the votes of all lots of the same holder are more than half together; not met where there is one."""
    lots = graph.once(_in_lots).get((interest.holder, interest.subject))
    if lots is None:
        return NOT_MET
    lower, above, upper, below = zip(
        *(percent_bounds(graph.interests[each].voting_percent) for each in lots), strict=True
    )
    votes = reduce(SUM_DOWN.add, lower), any(above), reduce(SUM_UP.add, upper), any(below)
    return reaches(votes, HALF, strict=True)


def _in_lots(graph: OwnershipGraph) -> Mapping[tuple[PartyId, PartyId], list[int]]:
    """Find the holders that have several interests in one entity, with the places of these."""
    found: dict[tuple[PartyId, PartyId], list[int]] = {}
    for party in graph.parties:
        for place in graph.into(party.id):
            found.setdefault((graph.interests[place].holder, party.id), []).append(place)
    return {ends: places for ends, places in found.items() if len(places) > 1}


def is_owner(interest: Interest) -> int:
    """Say whether the holder has votes or equity."""
    return max(_positive(interest.voting_percent), _positive(interest.equity_percent))


def _truth(value: bool | None) -> int:  # noqa: FBT001 (a fact)
    return UNKNOWN if value is None else MET if value else NOT_MET


def _positive(value: Quantity | None) -> int:
    return reaches(percent_bounds(value), ZERO, strict=True)
