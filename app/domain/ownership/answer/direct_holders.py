"""Answers from the direct holders of an entity alone, before anybody above them is looked at.

Most questions end here: everything is held by known outsiders, or a member holds enough itself. What is found is what
the whole computation would find; where the direct holders do not tell, the verdict is unknown.
"""

from decimal import Decimal

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.ownership.answer.question import PARENTAL, Member, Question
from app.domain.ownership.resolve.bounds import HUNDRED, SUM_DOWN, SUM_UP, ZERO, percent_bounds
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import Quantity
from app.domain.truth import MET, NOT_MET, UNKNOWN

HolderRow = tuple[int, Interest, int]
"""The place of an interest, the interest, and the standing of its holder: a member, an outsider, or neither for sure.

An outsider is no member, and nobody is behind it.
"""


class DirectHolders:
    """The direct holders of one entity, each asked once whether it belongs to the class."""

    __slots__ = ("_graph", "_standings", "complete", "rows", "subject")

    def __init__(self, graph: OwnershipGraph, subject: PartyId, member: Member) -> None:
        self._graph = graph
        self.subject = subject
        self.complete = graph.party(subject).holders_complete is True
        standings: dict[PartyId, int] = {}
        self.rows: list[HolderRow] = []
        for place in graph.into(subject):
            interest = graph.interests[place]
            holder = interest.holder
            standing = standings.get(holder)
            if standing is None:
                standing = member(holder)
                if standing == NOT_MET and not _is_alone(graph, holder):
                    standing = UNKNOWN
                standings[holder] = standing
            self.rows.append((place, interest, standing))
        self._standings = standings.values()

    @property
    def has_member(self) -> bool:
        """Whether a listed holder is a member."""
        return MET in self._standings

    def held(self, question: Question) -> int:
        """Say whether the class holds what the question asks, as far as the direct holders tell."""
        if self.complete and not any(self._standings):
            return NOT_MET
        out_of_reach = True
        for measure in question.measures:
            inside, outside = self.least(measure)
            if suffices(inside, question):
                return MET
            if suffices(SUM_UP.subtract(HUNDRED, outside), question):
                out_of_reach = out_of_reach and self.complete and not suffices(self._most(measure), question)
        return NOT_MET if out_of_reach else UNKNOWN

    def parent(self, threshold: Decimal) -> int:
        """Say whether a member is a parent: 850.219, as far as the direct holders tell.

        A member is a parent by a role, or by more than the threshold of the votes or the board. No member is one where
        all of them together have no more, and none has a role.
        """
        direct: dict[tuple[PartyId, Measure], Decimal] = {}
        roles: int = NOT_MET
        for place, interest, standing in self.rows:
            if standing != MET:
                continue
            roles = max(roles, self._graph.role(place))
            for measure in PARENTAL:
                key = interest.holder, measure
                direct[key] = total = SUM_DOWN.add(direct.get(key, ZERO), least_of(interest, measure))
                if total > threshold:
                    return MET
        if roles == MET:
            return MET
        if roles == UNKNOWN or not self.complete or UNKNOWN in self._standings:
            return UNKNOWN
        return NOT_MET if all(self._most(measure) <= threshold for measure in PARENTAL) else UNKNOWN

    def bounds(self, measure: Measure) -> tuple[Decimal, bool, Decimal, bool]:
        """Bound, in percent, what the class holds in this measure."""
        inside, outside = self.least(measure)
        most = SUM_UP.subtract(HUNDRED, outside)
        return inside, False, min(most, self._most(measure)) if self.complete else most, False

    def least(self, measure: Measure) -> tuple[Decimal, Decimal]:
        """Give the least that the members have, and the least that the outsiders have."""
        inside = outside = ZERO
        for _, interest, standing in self.rows:
            if standing == MET:
                inside = SUM_DOWN.add(inside, least_of(interest, measure))
            elif standing == NOT_MET:
                outside = SUM_DOWN.add(outside, least_of(interest, measure))
        return inside, outside

    def _most(self, measure: Measure) -> Decimal:
        """Give the most that the members may have, if all holders are listed."""
        total = ZERO
        for _, interest, standing in self.rows:
            if standing != NOT_MET:
                total = SUM_UP.add(total, percent_bounds(getattr(interest, measure.value))[2])
        return total


def least_of(interest: Interest, measure: Measure) -> Decimal:
    """Give the least that the percentage of an interest can be."""
    value: Quantity | None = getattr(interest, measure.value)
    return percent_bounds(value)[0]


def suffices(percent: Decimal, question: Question) -> bool:
    """Say whether this share is what the question asks for."""
    return percent > question.threshold or (percent == question.threshold and not question.strict)


def _is_alone(graph: OwnershipGraph, party: PartyId) -> bool:
    """Say whether nobody is behind the party."""
    facts = graph.party(party)
    return facts.kind == "individual" or (facts.holders_complete is True and not graph.into(party))
