"""What the direct holders of an entity show by themselves, before anybody above them is looked at.

Most questions end here: everything is held by known outsiders, or a member holds enough itself. What is found is what
the whole computation would find; where the direct holders do not tell, the verdict is unknown.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.ownership.account import Account, account
from app.domain.ownership.bounds import SUM_DOWN, SUM_UP, bounds_of
from app.domain.ownership.graph import HUNDRED, ZERO, OwnershipGraph
from app.domain.ownership.lineage import PARENTAL
from app.domain.ownership.question import Measure, Question
from app.domain.ownership.telling import Chain
from app.domain.ownership.witness import Notes, Step, Witness
from app.domain.quantity import Quantity, is_exact
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

_TOLD = 20
"""So many holders are told."""

Row = tuple[int, Interest, int]
"""The place of an interest, the interest, and the standing of its holder: a member, an outsider, or neither for sure.

An outsider is no member, and nobody is behind it.
"""


class DirectHolders:
    """The direct holders of one entity, each asked once whether it belongs to the class."""

    __slots__ = ("_complete", "_found", "_graph", "_rows", "_subject")

    def __init__(self, graph: OwnershipGraph, subject: PartyId, member: Callable[[PartyId], int]) -> None:
        self._graph = graph
        self._subject = subject
        standings: dict[PartyId, int] = {}
        self._rows: list[Row] = []
        rows, interests = self._rows, graph.interests
        for place in graph.into(subject):
            interest = interests[place]
            holder = interest.holder
            standing = standings.get(holder)
            if standing is None:
                standing = member(holder)
                if standing == NOT_MET and not _is_alone(graph, holder):
                    standing = UNKNOWN
                standings[holder] = standing
            rows.append((place, interest, standing))
        self._found = standings.values()
        self._complete = graph.party(subject).holders_complete is True

    @property
    def outsiders_only(self) -> bool:
        """Whether every listed holder is an outsider."""
        return MET not in self._found and UNKNOWN not in self._found

    @property
    def has_member(self) -> bool:
        """Whether a listed holder is a member."""
        return MET in self._found

    def held(self, question: Question) -> int:
        """Whether the class holds what the question asks, as far as the direct holders tell."""
        if self._complete and self.outsiders_only:
            return NOT_MET
        threshold, strict = question.threshold, question.strict
        spared = SUM_UP.subtract(HUNDRED, threshold)
        out_of_reach = True
        for measure in question.measures:
            inside, outside = self._sums(measure)
            if inside > threshold or (inside == threshold and not strict):
                return MET
            if out_of_reach and not (outside > spared or (outside == spared and strict)):
                out_of_reach = self._complete and not _reaches(self._most(measure), question)
        return NOT_MET if out_of_reach else UNKNOWN

    def parent(self, threshold: Decimal) -> int:
        """Whether a member is a parent: 850.219, as far as the direct holders tell.

        A member is a parent by a role, or by more than the threshold of the votes or the board. No member is one where
        all of them together have no more, and none has a role.
        """
        direct: dict[tuple[PartyId, Measure], Decimal] = {}
        roles = NOT_MET
        for place, interest, standing in self._rows:
            if standing != MET:
                continue
            roles = max(roles, self._graph.role(place))
            for measure in PARENTAL:
                key = interest.holder, measure
                direct[key] = total = SUM_DOWN.add(direct.get(key, ZERO), least(getattr(interest, measure.value)))
                if total > threshold:
                    return MET
        if roles == MET:
            return MET
        if roles == UNKNOWN or not self._complete or UNKNOWN in self._found:
            return UNKNOWN
        return NOT_MET if all(self._most(measure) <= threshold for measure in PARENTAL) else UNKNOWN

    def why_held(self, verdict: int, question: Question) -> Witness:
        """What this definite verdict of :meth:`held` rests on."""
        notes = Notes()
        if verdict == MET:
            self._explain_met(question, notes)
        else:
            for measure in question.measures:
                self._explain_not_met(measure, question, notes)
        return notes.witness(self._subject, settled=True)

    def account(self, question: Question, verdict: int) -> Account:
        """The answer as it is told, with the bounds that the direct holders give."""
        measures = question.measures
        shares = [self._bounds(measure) for measure in measures]
        if verdict == MET:
            place = next(i for i, share in enumerate(shares) if _reaches(share[0], question))
        else:
            place = max(range(len(measures)), key=lambda i: (shares[i][2], -i))
        measure = measures[place]
        name = measure.value
        found: dict[Verdict, list[_Ranked]] = {NOT_MET: [], UNKNOWN: [], MET: []}
        for index, interest, standing in self._rows:
            value = getattr(interest, name)
            percent = _most(value) if standing == UNKNOWN else least(value)
            if percent:
                found[standing].append((-percent, index, interest))
        outside, possible, held = ([_chain(each, measure) for each in _ranked(ranked)] for ranked in found.values())
        return account(
            self._graph,
            measure,
            shares[place],
            held=held,
            possible=() if verdict == MET or not possible else possible[0],
            outside=outside,
        )

    def _bounds(self, measure: Measure) -> tuple[Decimal, bool, Decimal, bool]:
        inside, outside = self._sums(measure)
        most = SUM_UP.subtract(HUNDRED, outside)
        return inside, False, min(most, self._most(measure)) if self._complete else most, False

    def _sums(self, measure: Measure) -> tuple[Decimal, Decimal]:
        """The least that the members have, and the least that the outsiders have."""
        inside = outside = ZERO
        name, add = measure.value, SUM_DOWN.add
        for _, interest, standing in self._rows:
            if standing == UNKNOWN:
                continue
            value = getattr(interest, name)
            if value is not None:
                percent = value if type(value) is Decimal else least(value)
                if standing == MET:
                    inside = add(inside, percent) if inside else percent
                else:
                    outside = add(outside, percent) if outside else percent
        return inside, outside

    def _most(self, measure: Measure) -> Decimal:
        """The most that the members may have, if all holders are listed."""
        total = ZERO
        for _, interest, standing in self._rows:
            if standing != NOT_MET:
                total = SUM_UP.add(total, _most(getattr(interest, measure.value)))
        return total

    def _explain_met(self, question: Question, notes: Notes) -> None:
        for measure in question.measures:
            total, used = ZERO, []
            for place, interest in self._largest_first(measure, MET):
                total = SUM_DOWN.add(total, least(getattr(interest, measure.value)))
                used.append((place, interest))
                if _reaches(total, question):
                    for each, held in used:
                        notes.interests.add((each, measure.value))
                        notes.members.add(held.holder)
                        notes.step(_step(each, held, measure))
                    return

    def _explain_not_met(self, measure: Measure, question: Question, notes: Notes) -> None:
        """Notes the largest holdings of outsiders, if they suffice; otherwise all holders, of whom none is left out."""
        outside, used = ZERO, []
        for place, interest in self._largest_first(measure, NOT_MET):
            if not _reaches(SUM_UP.subtract(HUNDRED, outside), question):
                break
            outside = SUM_DOWN.add(outside, least(getattr(interest, measure.value)))
            used.append((place, interest))
        if not _reaches(SUM_UP.subtract(HUNDRED, outside), question):
            for place, interest in used:
                notes.interests.add((place, measure.value))
                self._outsider(interest.holder, notes)
            return
        notes.parties.add((self._subject, "holders_complete"))
        for place, interest, standing in self._rows:
            if standing == NOT_MET:
                self._outsider(interest.holder, notes)
            else:
                notes.interests.add((place, measure.value))

    def _outsider(self, holder: PartyId, notes: Notes) -> None:
        notes.non_members.add(holder)
        individual = self._graph.party(holder).kind == "individual"
        notes.parties.add((holder, "kind" if individual else "holders_complete"))

    def _largest_first(self, measure: Measure, standing: int) -> Iterator[tuple[int, Interest]]:
        """The interests of holders of this standing with a percentage above zero in the measure."""
        held: Sequence[tuple[Decimal, int, Interest]] = [
            (least(getattr(interest, measure.value)), place, interest)
            for place, interest, found in self._rows
            if found == standing
        ]
        for percent, place, interest in sorted(held, key=lambda each: (-each[0], each[1])):
            if percent:
                yield place, interest


def least(value: Quantity | None) -> Decimal:
    """The least that a percentage can be."""
    if is_exact(value):
        return value
    return ZERO if value is None else bounds_of(value)[0] or ZERO


_Ranked = tuple[Decimal, int, Interest]
"""A percentage taken negative, the place of the interest, and the interest."""


def _ranked(found: list[_Ranked]) -> list[_Ranked]:
    """The largest, in order."""
    return sorted(found, key=lambda each: each[:2])[:_TOLD] if len(found) > 1 else found


def _chain(ranked: _Ranked, measure: Measure) -> Chain:
    return (_step(ranked[1], ranked[2], measure),)


def _most(value: Quantity | None) -> Decimal:
    """The most that a percentage can be."""
    upper = None if value is None else bounds_of(value)[2]
    return HUNDRED if upper is None else upper


def _step(place: int, interest: Interest, measure: Measure) -> Step:
    return Step(place, interest.holder, interest.subject, measure, in_full=False)


def _is_alone(graph: OwnershipGraph, party: PartyId) -> bool:
    """Whether nobody is behind the party."""
    facts = graph.party(party)
    return facts.kind == "individual" or (facts.holders_complete is True and not graph.into(party))


def _reaches(percent: Decimal, question: Question) -> bool:
    return percent > question.threshold or (percent == question.threshold and not question.strict)
