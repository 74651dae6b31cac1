"""In whom a person holds a seat, an interest or power, directly or indirectly: the first half of 850.209(a)(2)."""

from collections.abc import Callable

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.ownership.bounds import bounds_of
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.witness import Notes, Step
from app.domain.quantity import Quantity, Range
from app.domain.truth import MET, NOT_MET, UNKNOWN, negated


class Relationships:
    """The parties that a person is related to downwards, each with the verdict on whether it is.

    ``unlisted`` is whether it may be related to someone who is not listed.
    """

    __slots__ = ("_reached", "_through", "graph", "person", "unlisted")

    def __init__(self, graph: OwnershipGraph, person: PartyId) -> None:
        self.graph = graph
        self.person = person
        self._reached: dict[PartyId, int] = {person: MET}
        self._through: dict[PartyId, int] = {}
        self._follow(MET)
        self._follow(UNKNOWN)
        self.unlisted = any(graph.party(each).holdings_complete is not True for each in self._reached)

    def verdict(self, party: PartyId) -> int:
        """Whether the person is related to this party."""
        if party == self.person:
            return NOT_MET
        listed = self._reached.get(party, NOT_MET)
        if listed == NOT_MET and self.unlisted and not self._all_holders_are_others(party):
            return UNKNOWN
        return listed

    def reached(self) -> list[PartyId]:
        """The parties that listed interests relate the person to, definitely or possibly, in the order of their ids."""
        return sorted(self._through)

    def _follow(self, verdict: int) -> None:
        pending = list(self._reached)
        while pending:
            for index in self.graph.out_of(pending.pop()):
                interest = self.graph.interests[index]
                if interest.subject not in self._reached and relates(interest) >= verdict:
                    self._reached[interest.subject] = verdict
                    self._through[interest.subject] = index
                    pending.append(interest.subject)

    def _all_holders_are_others(self, party: PartyId) -> bool:
        """Whether the list of holders shows that nobody whom the person may be behind holds anything in the party."""
        seen, pending = {party}, [party]
        while pending:
            each = pending.pop()
            if each == self.person:
                return False
            facts = self.graph.party(each)
            if facts.kind == "individual":
                continue
            if facts.holders_complete is not True:
                return False
            for index in self.graph.into(each):
                interest = self.graph.interests[index]
                if interest.holder not in seen and relates(interest) != NOT_MET:
                    seen.add(interest.holder)
                    pending.append(interest.holder)
        return True

    def explain_unrelated(self, party: PartyId, notes: Notes) -> None:
        """Notes the lists of holders that show that the person holds nothing in the party, not even unlisted."""
        if not self.unlisted:
            return
        seen, pending = {party}, [party]
        while pending:
            each = pending.pop()
            if self.graph.party(each).kind == "individual":
                notes.parties.add((each, "kind"))
                continue
            notes.parties.add((each, "holders_complete"))
            for index in self.graph.into(each):
                self.note_link(index, notes)
                holder = self.graph.interests[index].holder
                if holder not in seen and relates(self.graph.interests[index]) != NOT_MET:
                    seen.add(holder)
                    pending.append(holder)

    def explain(self, member: Callable[[PartyId], int], notes: Notes) -> None:
        """Notes why the person is related to no member, or what would show it."""
        for each in self._reached:
            complete = self.graph.party(each).holdings_complete
            (notes.parties if complete is True else notes.open_parties).add((each, "holdings_complete"))
            for index in self.graph.out_of(each):
                self.note_link(index, notes)
            if each != self.person:
                notes.note_standing(each, member(each))

    def explain_link(self, party: PartyId, notes: Notes) -> None:
        """Notes the chain of interests that relates the person to this party."""
        while party != self.person:
            index = self._through[party]
            self.note_link(index, notes)
            interest = self.graph.interests[index]
            notes.step(Step(index, interest.holder, interest.subject, None, in_full=False))
            party = interest.holder

    def note_link(self, index: int, notes: Notes) -> None:
        """Notes the fields that decide whether the interest is a relationship; the open ones if that is unknown."""
        interest = self.graph.interests[index]
        unknown = relates(interest) == UNKNOWN
        for field in _FIELDS:
            value = getattr(interest, field)
            if value is not None:
                notes.interests.add((index, field))
            if unknown and (value is None or isinstance(value, Range)):
                notes.open_interests.add((index, field))


_FIELDS = ("board_seat", "directs_management", "voting_percent", "equity_percent", "excepted_securities_only")


def relates(interest: Interest) -> int:
    """Whether the interest is a board seat, contractual power, or votes or equity that 850.501(a) does not except."""
    owned = max(_positive(interest.voting_percent), _positive(interest.equity_percent))
    return max(
        _truth(interest.board_seat),
        _truth(interest.directs_management),
        min(owned, negated(_truth(interest.excepted_securities_only))),
    )


def _truth(value: bool | None) -> int:  # noqa: FBT001 (a fact)
    return UNKNOWN if value is None else MET if value else NOT_MET


def _positive(value: Quantity | None) -> int:
    if value is None:
        return UNKNOWN
    lower, above, upper, _ = bounds_of(value)
    if lower is not None and (lower > 0 or (lower == 0 and above)):
        return MET
    return NOT_MET if upper is not None and upper <= 0 else UNKNOWN
