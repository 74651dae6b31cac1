"""Explains an answer that the direct holders of an entity show by themselves."""

from collections.abc import Iterator
from itertools import islice

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.ownership.answer.direct_holders import DirectHolders, least_of, suffices
from app.domain.ownership.answer.question import Question
from app.domain.ownership.explain.breakdown import Breakdown, broken_down
from app.domain.ownership.explain.evidence import Evidence, EvidenceNotes, PathStep
from app.domain.ownership.resolve.bounds import HUNDRED, SUM_DOWN, SUM_UP, ZERO, percent_bounds
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import MET, NOT_MET, UNKNOWN


def direct_evidence(graph: OwnershipGraph, direct: DirectHolders, question: Question, verdict: int) -> Evidence:
    """Give what this definite verdict on a share rests on."""
    notes = EvidenceNotes()
    if verdict == MET:
        _note_met(direct, question, notes)
    else:
        for measure in question.measures:
            _note_not_met(graph, direct, measure, question=question, notes=notes)
    return notes.evidence(direct.subject, settled=True)


def _note_met(direct: DirectHolders, question: Question, notes: EvidenceNotes) -> None:
    """Note the largest holdings of members that suffice, in one measure."""
    measure = next(each for each in question.measures if suffices(direct.least(each)[0], question))
    total = ZERO
    for place, interest in _largest_first(direct, measure, MET):
        total = SUM_DOWN.add(total, least_of(interest, measure))
        notes.interests.add((place, measure.value))
        notes.members.add(interest.holder)
        notes.step(_step(place, interest, measure))
        if suffices(total, question):
            return


def _note_not_met(
    graph: OwnershipGraph, direct: DirectHolders, measure: Measure, *, question: Question, notes: EvidenceNotes
) -> None:
    """Note the largest holdings of outsiders, if they suffice; otherwise all holders, of whom none is left out."""
    outside, used = ZERO, []
    for place, interest in _largest_first(direct, measure, NOT_MET):
        outside = SUM_DOWN.add(outside, least_of(interest, measure))
        used.append((place, interest))
        if not suffices(SUM_UP.subtract(HUNDRED, outside), question):
            for each, held in used:
                notes.interests.add((each, measure.value))
                _note_outsider(graph, held.holder, notes)
            return
    notes.parties.add((direct.subject, "holders_complete"))
    for place, interest, standing in direct.rows:
        if standing == NOT_MET:
            _note_outsider(graph, interest.holder, notes)
        else:
            notes.interests.add((place, measure.value))


def _note_outsider(graph: OwnershipGraph, holder: PartyId, notes: EvidenceNotes) -> None:
    notes.non_members.add(holder)
    notes.parties.add((holder, "kind" if graph.party(holder).kind == "individual" else "holders_complete"))


def direct_breakdown(graph: OwnershipGraph, direct: DirectHolders, question: Question, verdict: int) -> Breakdown:
    """Break the share down, with the bounds that the direct holders give."""
    shares = [direct.bounds(measure) for measure in question.measures]
    if verdict == MET:
        place = next(i for i, share in enumerate(shares) if suffices(share[0], question))
    else:
        place = max(range(len(shares)), key=lambda i: (shares[i][2], -i))
    measure = question.measures[place]
    members, others, outsiders = (
        [(_step(*row, measure),) for row in islice(_largest_first(direct, measure, standing), _SHOWN)]
        for standing in (MET, UNKNOWN, NOT_MET)
    )
    possible = () if verdict == MET or not others else others[0]
    return broken_down(graph, measure, shares[place], held=members, possible=possible, outside=outsiders)


def _largest_first(direct: DirectHolders, measure: Measure, standing: int) -> Iterator[tuple[int, Interest]]:
    """Give the interests of holders of this standing that are above zero in the measure, or may be, largest first."""
    bound = 2 if standing == UNKNOWN else 0
    held = [
        (percent_bounds(getattr(interest, measure.value))[bound], place, interest)
        for place, interest, found in direct.rows
        if found == standing
    ]
    held.sort(key=lambda each: each[0], reverse=True)
    yield from ((place, interest) for percent, place, interest in held if percent)


def _step(place: int, interest: Interest, measure: Measure) -> PathStep:
    return PathStep(place, interest.holder, interest.subject, measure)


_SHOWN = 20
"""So many holders are shown."""
