"""Answers whether persons of a group hold enough of an entity: 850.221(c), (d), (e) and 850.224(m)(4)."""

from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.attribution import Attribution
from app.domain.ownership.answer.person_bounds import persons_of
from app.domain.ownership.answer.question import PARENTAL, Member, Question
from app.domain.ownership.resolve.bounds import EXACT_UP_TO, Arithmetic, exactly
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.order import walk
from app.domain.truth import MET, NOT_MET

Known = dict[Question, Attribution]
"""What has been worked out for one group in a large graph, by the question."""


@dataclass(frozen=True, eq=False)
class HeldShare:
    """The answer: whether the group holds the share asked about; ``run`` is the computation if it explains that."""

    graph: OwnershipGraph
    subject: PartyId
    member: Member
    question: Question
    verdict: int
    run: Attribution | None = None

    @cached_property
    def worked_out(self) -> Attribution:
        """The computation that explains the verdict; unless it is met, of all measures asked about."""
        return self.run or closely(self.graph, self.subject, self.member, self.question)

    @property
    def by_others(self) -> bool:
        """Whether it is not met, and nobody is known to be of the group and to hold anything."""
        if self.verdict != NOT_MET:
            return False
        return not any(least or above for least, above, _, _ in self.worked_out.shares(self.subject))


def held_by(
    graph: OwnershipGraph, subject: PartyId, member: Member, question: Question, *, known: Known | None = None
) -> HeldShare:
    """Say whether members of a group, individually or together, directly or indirectly, hold what the question asks.

    ``member`` is asked about those parties only that could matter. Facts that are not known leave the verdict unknown
    unless no value of theirs could change it. ``known`` is where to find what was worked out for other subjects of this
    graph and group, and to leave more.
    """
    asked = question
    if question.any_parent:
        asked = without_parents(graph, subject, question)
    elif len(question.measures) > 1:
        asked = replace(question, measures=graph.distinct(question.measures))
    run = known.get(asked) if known is not None else None
    if run is None:
        run = closely(graph, subject, member, asked)
        if known is not None and len(graph.interests) > EXACT_UP_TO:
            known[asked] = run
    verdict = run.answer(subject)
    explains = asked is question or verdict == MET
    return HeldShare(graph, subject, member, question, verdict, run=run if explains else None)


def without_parents(graph: OwnershipGraph, subject: PartyId, question: Question) -> Question:
    """Ask without regard to parents, where that cannot make a difference; otherwise give the question itself.

    It cannot where every interest says the same in all measures, so that a majority of one is a majority of each, and
    nobody above the subject can be a parent by a role.
    """
    same = graph.distinct(tuple(dict.fromkeys((*question.measures, *PARENTAL))))
    if len(same) > 1 or not _free_of_roles(graph, subject):
        return question
    closest = next((each for each in question.measures if each is not Measure.BOARD), Measure.BOARD)
    return replace(question, measures=(closest,), any_parent=False)


def _free_of_roles(graph: OwnershipGraph, subject: PartyId) -> bool:
    """Say whether no holder above the subject, listed or not, can be the parent by a role of another above it."""
    if graph.once(_nobody_has_a_role):
        return True
    persons = persons_of(graph, any_parent=True)
    above = walk(graph.holders(subject), graph.holders)
    return not any(persons.may_have_role(each) for each in above if each != subject)


def _nobody_has_a_role(graph: OwnershipGraph) -> bool:
    """Say whether all holders of all entities are listed, and all of them without any role."""
    listed = all(graph.closed_by(each.id) for each in graph.parties)
    return listed and all(
        roles is not None and roles.complete is True and not roles.items for roles in map(_ROLES, graph.interests)
    )


_ROLES = attrgetter("roles")


def closely(graph: OwnershipGraph, subject: PartyId, member: Member, question: Question) -> Attribution:
    """Work the question out with bounds as close as can be."""

    def run_in(arithmetic: Arithmetic) -> Attribution:
        run = Attribution(graph, member, question, arithmetic)
        run.answer(subject)
        return run

    return exactly(run_in, size=len(graph.interests), solvable=graph.solvable)
