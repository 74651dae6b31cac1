"""Whether persons of a class hold enough of an entity: 850.221(c), (d), (e) and 850.224(m)(4)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import cast

from app.domain.facts.fact import PartyId
from app.domain.ownership.account import Account, worked_out
from app.domain.ownership.attribution import Attribution
from app.domain.ownership.bounds import EXACT_UP_TO, Arithmetic, Bounds, Number, exactly
from app.domain.ownership.direct import DirectHolders
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.grounds import Grounds
from app.domain.ownership.lineage import PARENTAL, Lineage
from app.domain.ownership.question import Measure, Question, Share
from app.domain.ownership.witness import Notes, Witness
from app.domain.truth import MET, NOT_MET, UNKNOWN

Kept = dict[Question, Attribution]
"""What has been worked out for one class in a large graph, by the question."""


class Holding:
    """The answer: a verdict, the share in each measure, and on request what they rest on."""

    __slots__ = ("_direct", "_graph", "_member", "_question", "_run", "_subject", "verdict")

    def __init__(
        self,
        graph: OwnershipGraph,
        subject: PartyId,
        member: Callable[[PartyId], int],
        *,
        question: Question,
        verdict: int,
        found_by: DirectHolders | Attribution | None = None,
    ) -> None:
        self.verdict = verdict
        self._graph = graph
        self._subject = subject
        self._member = member
        self._question = question
        self._direct = found_by if isinstance(found_by, DirectHolders) else None
        self._run = found_by if isinstance(found_by, Attribution) else None

    @property
    def by_measure(self) -> dict[Measure, Share]:
        """The share that the class holds in each measure asked about, in percent. An individual is not held."""
        if self._graph.party(self._subject).kind == "individual":
            return {}
        run = _closely(self._graph, self._subject, self._member, self._question)
        held = run.shares(self._subject)
        return {name: _share(bounds) for name, bounds in zip(self._question.measures, held, strict=True)}

    def witness(self) -> Witness:
        """What the verdict rests on; for an unknown one, also what would settle it."""
        if self._direct is not None:
            return self._direct.why_held(self.verdict, self._question)
        run = self._worked_out()
        notes = Notes()
        grounds = Grounds(run, notes)
        if self.verdict == MET:
            grounds.met(self._subject)
        elif self.verdict == NOT_MET:
            grounds.not_met(self._subject)
        else:
            grounds.open(self._subject)
        return notes.witness(self._subject, settled=self.verdict != UNKNOWN)

    @property
    def by_others(self) -> bool:
        """Whether the direct holders show that it is not met, and nobody among them is known to be of the class."""
        return self._direct is not None and self.verdict == NOT_MET and not self._direct.has_member

    def account(self) -> Account | None:
        """The answer as it is told; ``None`` for an individual, who is not held, and where no holder is listed."""
        if self._direct is not None:
            return self._direct.account(self._question, self.verdict)
        if self._graph.party(self._subject).kind == "individual" or not self._graph.into(self._subject):
            return None
        return worked_out(self._worked_out(), self._subject, self.verdict)

    def close_account(self) -> Account | None:
        """The answer as it is told, with bounds as close as the facts allow; ``None`` for an individual."""
        if self._graph.party(self._subject).kind == "individual":
            return None
        run = _closely(self._graph, self._subject, self._member, self._question)
        return worked_out(run, self._subject, self.verdict)

    def _worked_out(self) -> Attribution:
        if self._run is None:
            work_out = _closely if self.verdict == UNKNOWN else attributed
            self._run = work_out(self._graph, self._subject, self._member, self._question)
        return self._run


def held_by(
    graph: OwnershipGraph,
    subject: PartyId,
    member: Callable[[PartyId], int],
    question: Question,
    *,
    kept: Kept | None = None,
) -> Holding:
    """Whether the members of a class, individually or together, directly or indirectly, hold what the question asks.

    ``member`` says whether a party belongs to the class by itself, in three values; it is asked about those parties
    only that could matter. Facts that are not known leave the verdict unknown unless no value of theirs could change
    it. ``kept`` is where to find what was worked out for other subjects of this graph and class, and to leave more.
    """
    party = graph.party(subject)
    if party.kind == "individual":
        return Holding(graph, subject, member, question=question, verdict=NOT_MET)
    if not graph.into(subject):
        verdict = NOT_MET if party.holders_complete is True else UNKNOWN
        return Holding(graph, subject, member, question=question, verdict=verdict)
    direct = DirectHolders(graph, subject, member)
    verdict = direct.held(question)
    if verdict != UNKNOWN:
        return Holding(graph, subject, member, question=question, verdict=verdict, found_by=direct)
    asked = question
    if question.any_parent:
        asked = without_parents(graph, subject, question)
    elif len(question.measures) > 1:
        asked = replace(question, measures=graph.apart(question.measures))
    run = attributed(graph, subject, member, asked, kept=kept)
    verdict = run.answer(subject)
    explains = asked is question or verdict == MET
    return Holding(graph, subject, member, question=question, verdict=verdict, found_by=run if explains else None)


def without_parents(graph: OwnershipGraph, subject: PartyId, question: Question) -> Question:
    """The question asked without regard to parents, where that cannot make a difference; otherwise the question itself.

    It cannot where every interest says the same in all measures, so that a majority of one is a majority of each, and
    nobody above the subject can be a parent by a role.
    """
    same = graph.apart(tuple(dict.fromkeys((*question.measures, *PARENTAL))))
    if len(same) > 1 or not _free_of_roles(graph, subject):
        return question
    return _of_one_measure(question)


@cache
def _of_one_measure(question: Question) -> Question:
    closest = next((each for each in question.measures if each is not Measure.BOARD), Measure.BOARD)
    return replace(question, measures=(closest,), any_parent=False)


def _free_of_roles(graph: OwnershipGraph, subject: PartyId) -> bool:
    """Whether no holder above the subject, listed or not, can be the parent by a role of another above it."""
    lineage = Lineage.of_graph(graph, any_parent=True)
    if lineage.free_of_roles:
        return True
    seen, ahead = {subject}, [subject]
    while ahead:
        for holder in graph.holders(ahead.pop()):
            if holder not in seen:
                seen.add(holder)
                if graph.party(holder).kind != "individual":
                    if lineage.may_have_role(holder):
                        return False
                    ahead.append(holder)
    return True


def attributed(
    graph: OwnershipGraph,
    subject: PartyId,
    member: Callable[[PartyId], int],
    question: Question,
    *,
    kept: Kept | None = None,
) -> Attribution:
    """The question worked out for this subject; in a large graph, with what was worked out for others."""
    run = kept.get(question) if kept is not None else None
    if run is None:
        run = _closely(graph, subject, member, question)
        if kept is not None and len(graph.interests) > EXACT_UP_TO:
            kept[question] = run
    return run


def _closely(
    graph: OwnershipGraph, subject: PartyId, member: Callable[[PartyId], int], question: Question
) -> Attribution:
    """The question worked out as closely as can be."""
    lineage = Lineage.of_graph(graph, any_parent=question.any_parent)

    def run_in(arithmetic: Arithmetic) -> Attribution:
        run = Attribution(graph, member, question, arithmetic=arithmetic, lineage=lineage)
        run.answer(subject)
        return run

    return exactly(run_in, size=len(graph.interests), solvable=graph.solvable)


def _share(held: Bounds) -> Share:
    lower, above, upper, below = held
    return Share(_public(lower), above, _public(upper), below)


def _public(number: Number) -> Decimal | Fraction:
    return Decimal(int(bool(number)) * 100) if isinstance(number, int) else cast("Decimal | Fraction", number)
