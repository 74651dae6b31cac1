"""Whether persons of a class hold enough of an entity: 850.221(c), (d), (e) and 850.224(m)(4)."""

from collections.abc import Callable

from app.domain.facts.fact import PartyId
from app.domain.ownership.attribution import Attribution
from app.domain.ownership.bounds import UP
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.grounds import Grounds
from app.domain.ownership.question import Measure, Question, Share
from app.domain.ownership.witness import Notes, Witness
from app.domain.truth import Truth


class Holding:
    """The answer: a verdict, the share in each measure, and on request what they rest on."""

    __slots__ = ("_attribution", "_subject", "verdict")

    def __init__(self, subject: PartyId, verdict: int, attribution: Attribution) -> None:
        self.verdict = verdict
        self._subject = subject
        self._attribution = attribution

    @property
    def by_measure(self) -> dict[Measure, Share]:
        """The share that the class holds in each measure asked about, in percent. An individual is not held."""
        run = self._attribution
        if run.graph.party(self._subject).kind == "individual":
            return {}
        return {name: Share(*held) for name, held in zip(run.question.measures, run.shares(self._subject), strict=True)}

    def witness(self) -> Witness:
        """What the verdict rests on; for an unknown one, also what would settle it."""
        notes = Notes()
        grounds = Grounds(self._attribution, notes)
        if self.verdict == Truth.MET:
            grounds.met(self._subject)
        elif self.verdict == Truth.NOT_MET:
            grounds.not_met(self._subject)
        else:
            grounds.open(self._subject)
        return notes.witness(self._subject, settled=self.verdict != Truth.UNKNOWN)


def held_by(graph: OwnershipGraph, subject: PartyId, member: Callable[[PartyId], int], question: Question) -> Holding:
    """Whether the members of a class, individually or together, directly or indirectly, hold what the question asks.

    ``member`` says whether a party belongs to the class by itself, in three values; it is asked once for each party
    that could matter. Facts that are not known leave the verdict unknown unless no value of theirs could change it.
    """
    run = Attribution(graph, member, question)
    if graph.party(subject).kind == "individual":
        return Holding(subject, Truth.NOT_MET, run)
    if not _within_reach(graph, subject, member, question):
        return Holding(subject, Truth.NOT_MET, run)
    return Holding(subject, run.reached(run.shares(subject)), run)


def _within_reach(graph: OwnershipGraph, subject: PartyId, member: Callable[[PartyId], int], question: Question) -> bool:
    """Whether the holders listed and not listed could hold enough if every entity among them were the class's.

    That bound looks one link up and adds plainly, so it settles the ordinary case without the attribution.
    """
    for measure in question.measures:
        column = graph.column(subject, measure)
        most = column.rest
        for link in column.links:
            if graph.party(link.holder).kind != "individual" or member(link.holder) != Truth.NOT_MET:
                most = UP.add(most, link.upper)
        if most >= question.threshold:
            return True
    return False
