"""Whether persons of a class hold enough of an entity: 850.221(c), (d), (e) and 850.224(m)(4)."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from app.domain.facts.fact import PartyId
from app.domain.ownership.attribution import Attribution
from app.domain.ownership.bounds import ROUNDED, Arithmetic, Bounds, Number, exactly
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.grounds import Grounds
from app.domain.ownership.lineage import Lineage
from app.domain.ownership.question import Measure, Question, Share
from app.domain.ownership.witness import Notes, Witness
from app.domain.truth import Truth


class Holding:
    """The answer: a verdict, the share in each measure, and on request what they rest on."""

    __slots__ = ("_member", "_run", "_subject", "verdict")

    def __init__(self, subject: PartyId, verdict: int, run: Attribution, member: Callable[[PartyId], int]) -> None:
        self.verdict = verdict
        self._subject = subject
        self._run = run
        self._member = member

    @property
    def by_measure(self) -> dict[Measure, Share]:
        """The share that the class holds in each measure asked about, in percent. An individual is not held."""
        run = self._run
        if run.graph.party(self._subject).kind == "individual":
            return {}
        run = attributed(run.graph, self._subject, self._member, run.question)
        held = run.shares(self._subject)
        return {name: _share(bounds) for name, bounds in zip(run.question.measures, held, strict=True)}

    def witness(self) -> Witness:
        """What the verdict rests on; for an unknown one, also what would settle it."""
        notes = Notes()
        grounds = Grounds(self._run, notes)
        if self.verdict == Truth.MET:
            grounds.met(self._subject)
        elif self.verdict == Truth.NOT_MET:
            grounds.not_met(self._subject)
        else:
            grounds.open(self._subject)
        return notes.witness(self._subject, settled=self.verdict != Truth.UNKNOWN)


def held_by(graph: OwnershipGraph, subject: PartyId, member: Callable[[PartyId], int], question: Question) -> Holding:
    """Whether the members of a class, individually or together, directly or indirectly, hold what the question asks.

    ``member`` says whether a party belongs to the class by itself, in three values; it is asked about those parties
    only that could matter. Facts that are not known leave the verdict unknown unless no value of theirs could change
    it.
    """
    run = Attribution(
        graph, member, question, arithmetic=ROUNDED, lineage=Lineage.of_graph(graph, any_parent=question.any_parent)
    )
    party = graph.party(subject)
    if party.kind == "individual":
        return Holding(subject, Truth.NOT_MET, run, member)
    if not graph.into(subject):
        verdict = Truth.NOT_MET if party.holders_complete is True else Truth.UNKNOWN
        return Holding(subject, verdict, run, member)
    glimpse = run.glance(subject)
    if glimpse != Truth.UNKNOWN:
        return Holding(subject, glimpse, run, member)
    run = attributed(graph, subject, member, question)
    return Holding(subject, run.answer(subject), run, member)


def attributed(
    graph: OwnershipGraph, subject: PartyId, member: Callable[[PartyId], int], question: Question
) -> Attribution:
    """The question worked out for this subject."""
    lineage = Lineage.of_graph(graph, any_parent=question.any_parent)

    def run_in(arithmetic: Arithmetic) -> Attribution:
        run = Attribution(graph, member, question, arithmetic=arithmetic, lineage=lineage)
        run.answer(subject)
        return run

    return exactly(run_in, size=len(graph.interests))


def _share(held: Bounds) -> Share:
    lower, above, upper, below = held
    return Share(_public(lower), above, _public(upper), below)


def _public(number: Number) -> Decimal | Fraction:
    return number if isinstance(number, Decimal | Fraction) else Decimal(int(bool(number)) * 100)
