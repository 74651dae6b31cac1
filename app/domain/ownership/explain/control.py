"""Explains an answer on a parent: by which shares or roles somebody is one, why nobody is, or what keeps it open."""

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.control import Control, Parenthood
from app.domain.ownership.explain.evidence import Evidence, EvidenceNotes, PathStep
from app.domain.ownership.explain.share import ShareNotes
from app.domain.ownership.resolve.graph import ADVISER
from app.domain.ownership.resolve.order import walk
from app.domain.truth import MET, NOT_MET, UNKNOWN


def control_evidence(answer: Control) -> Evidence:
    """Give what the verdict rests on; for an unknown one, also what would settle it."""
    notes, search, subject = EvidenceNotes(), answer.search, answer.subject
    everyone = search.everyone
    if answer.verdict == MET:
        for person in answer.parents:
            _note_met(search.person(person), subject, notes)
    elif answer.verdict == UNKNOWN:
        _note_open(everyone, subject, notes)
    elif not everyone.possibly(subject):
        _note_not_met(everyone, subject, notes)
    else:
        ShareNotes(everyone.run, notes, with_roles=True).everything(subject)
    return notes.evidence(subject, settled=answer.verdict != UNKNOWN)


def _note_met(person: Parenthood, entity: PartyId, notes: EvidenceNotes) -> None:
    """Note by which shares or roles the person is a parent."""
    graph, shares, top = person.run.graph, ShareNotes(person.run, notes), entity
    route = person.route(entity, MET) or []
    for place in route:
        interest = graph.interests[place]
        shares.role(place)
        notes.step(PathStep(place, interest.holder, interest.subject, None, in_full=True))
        top = interest.holder
    if route and person.run.membership(top) == MET:
        notes.members.add(top)
    else:
        shares.verdict(top, MET)


def _note_not_met(everyone: Parenthood, entity: PartyId, notes: EvidenceNotes) -> None:
    """Note why nobody is a parent by shares or roles."""
    graph = everyone.run.graph
    shares = ShareNotes(everyone.run, notes)
    for each in walk([entity], graph.holders_by_role):
        shares.verdict(each, NOT_MET)
        notes.closed(graph, each)
        notes.non_members.update(graph.holders_by_role(each))
        for place in graph.into(each):
            shares.role(place)


def _note_open(everyone: Parenthood, entity: PartyId, notes: EvidenceNotes) -> None:
    """Note what keeps open whether somebody is a parent."""
    graph, membership = everyone.run.graph, everyone.run.membership
    shares = ShareNotes(everyone.run, notes)
    for each in walk([entity], lambda party: (holder for holder in graph.holders(party) if membership(holder) != MET)):
        party = graph.party(each)
        shares.verdict(each, UNKNOWN)
        if not graph.closed_by(each):
            notes.open_parties.add((each, "holders_complete"))
        for place in graph.into(each):
            role, interest = graph.role(place), graph.interests[place]
            if role == UNKNOWN:
                notes.open_interests.add((place, "roles"))
                if interest.roles and ADVISER in interest.roles.items and party.pooled_investment_fund is None:
                    notes.open_parties.add((each, "pooled_investment_fund"))
            if role != NOT_MET and membership(interest.holder) == UNKNOWN:
                notes.open_members.add(interest.holder)
