"""Answers a question about ownership by several methods side by side."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from app.domain.answers.ownership import MeasuredShare, PersonAskedAbout, ReckonedShare
from app.domain.evaluation.ownership_account import answer_about
from app.domain.facts.fact import PartyId
from app.domain.facts.ownership import OwnershipRequest
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import Member, Method, Question
from app.domain.ownership.explain.answers import close_breakdown, evidence_of
from app.domain.ownership.resolve.counted import counted_on
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import is_exact, number_text
from app.domain.truth import word

HALF = Decimal(50)


def answers_by_method(request: OwnershipRequest, member: Member) -> list[MeasuredShare]:
    """For each subject and measure the verdict by each method, with bounds, paths and what is missing.

    ``member`` says, in three values, who the persons asked about are. The request's threshold is exact.
    """
    counting = counted_on(request.interests, (request.day,), parties={party.id: party for party in request.parties})
    graph = OwnershipGraph.of(counting)
    places = {party.id: f"/parties/{index}" for index, party in enumerate(request.parties)}
    memberships: dict[PartyId, int] = {}

    def membership(party: PartyId) -> int:
        if party not in memberships:
            memberships[party] = member(party)
        return memberships[party]

    found: list[MeasuredShare] = []
    for subject in request.subjects:
        for measure in map(Measure, request.measures):
            answers = [
                _answer(graph, subject, membership, question=_question(request, measure, method), at=places.__getitem__)
                for method in map(Method, request.methods)
            ]
            found.append(
                {
                    "subject": subject,
                    "party": places[subject],
                    "measure": measure,
                    "methods_agree": len({answer["verdict"] for answer in answers}) == 1,
                    "by_method": answers,
                }
            )
    return found


def persons_among(parties: Sequence[PartyId], member: Member) -> list[PersonAskedAbout]:
    """Which parties are among the persons asked about, and of which it is unknown."""
    told: list[PersonAskedAbout] = []
    for index, party in enumerate(parties):
        verdict = member(party)
        if verdict:
            told.append({"id": party, "party": f"/parties/{index}", "verdict": word(verdict)})
    return told


def asked(request: OwnershipRequest) -> str:
    """Give the question in words."""
    threshold = _threshold(request)
    return f"{request.comparison.replace('_', ' ')} {number_text(threshold)} percent"


def _threshold(request: OwnershipRequest) -> Decimal:
    return request.threshold if is_exact(request.threshold) else HALF


def _question(request: OwnershipRequest, measure: Measure, method: Method) -> Question:
    return Question(
        measures=(measure,),
        threshold=_threshold(request),
        strict=request.comparison == "more_than",
        method=method,
        pooled=request.pooled,
    )


def _answer(
    graph: OwnershipGraph,
    subject: PartyId,
    member: Member,
    *,
    question: Question,
    at: Callable[[PartyId], str],
) -> ReckonedShare:
    holding = held_by(graph, subject, member, question)
    told = answer_about(
        close_breakdown(holding), evidence_of(holding), graph=graph, party=subject, asks="", at=at, day="/day"
    )
    found: ReckonedShare = {
        "method": question.method,
        "verdict": word(holding.verdict),
        "paths": told["paths"],
        "rings": told.get("rings", []),
        "missing": told["missing"],
    }
    if "at_least" in told and "at_most" in told:
        found["at_least"], found["at_most"] = told["at_least"], told["at_most"]
    return found
