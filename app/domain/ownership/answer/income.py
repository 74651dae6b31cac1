"""Answers whether a person gets most of its income, or does most of its spending, through certain others in whom it
holds something: 850.209(a)(2).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.facts.fact import PartyId
from app.domain.facts.party import FinancialStatement
from app.domain.ownership.answer.income_figures import (
    NOBODY,
    IncomeTest,
    Metric,
    MetricFinding,
    Standings,
    finding_on,
    governing,
)
from app.domain.ownership.answer.question import Member
from app.domain.ownership.answer.related_parties import RelatedParties
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

NOT_NAMED = PartyId("")
Findings = Mapping[int, list[MetricFinding]]
"""The findings on each metric of the governing statements, by their places."""


@dataclass(frozen=True, slots=True, eq=False)
class Income:
    """The answer: a verdict, and the findings on each metric of the governing statements.

    There are no findings if no person can count, so that no figure matters, and if there is no statement.
    ``membership`` says whether somebody is among the persons that count, ``counting`` has it of those to whom the
    person is or may be related. ``figures_are_enough`` where the figures stated would show it if all who may count did,
    so that only that is open.
    """

    graph: OwnershipGraph
    person: PartyId
    membership: Member
    verdict: int
    findings: tuple[MetricFinding, ...]
    related: RelatedParties
    counting: Standings
    figures_are_enough: bool = False


def derives_majority(
    graph: OwnershipGraph,
    person: PartyId,
    member: Member,
    test: IncomeTest,
    decisive: Member = lambda _: MET,
) -> Income:
    """Say whether the person meets 850.209(a)(2), in three values; ``member``: who is described in 850.209(a)(1).

    At least one of those whose amounts count has to be ``decisive`` too, as in 850.224(l). Where nobody in whom the
    person holds anything can be both, no figure is looked at.
    """
    statements = graph.party(person).statements

    def membership(each: PartyId) -> int:
        """Say whether somebody is a member; of a member, unknown where it is not known if it is decisive."""
        found = member(each)
        return UNKNOWN if found == MET and decisive(each) == UNKNOWN else found

    related = RelatedParties(graph, person)
    listed = statements.items if statements is not None else ()
    named = {amounts.person for each in listed if each.persons is not None for amounts in each.persons.items}
    counting: dict[PartyId, tuple[int, int]] = {}
    for each in dict.fromkeys([*sorted(related.through), *sorted(name for name in named if name is not None)]):
        counts = related.verdict(each)
        counts = counts if counts == NOT_MET else min(counts, member(each))
        counting[each] = counts, counts if counts == NOT_MET else min(counts, decisive(each))
    possible = related.unlisted or any(decides for _, decides in counting.values())
    counting[NOT_NAMED] = (UNKNOWN, UNKNOWN) if possible else NOBODY
    if not possible or not listed or statements is None:
        verdict = UNKNOWN if possible else NOT_MET
        return Income(graph, person, membership, verdict, (), related, counting)
    readings = [governing(listed, latest_year_first=False)]
    if test.either_year:
        readings.append(governing(listed, latest_year_first=True))
    governed = sorted({place for reading in readings for place in reading})

    def found_if(standings: Standings) -> tuple[int, Findings]:
        """Give the verdict and the findings on each governing statement if the persons stand so."""
        findings = {place: _findings(listed[place], place, standings, related, test) for place in governed}
        found = NOT_MET
        for reading in readings:
            verdicts = {max(finding.verdict for finding in findings[place]) for place in reading}
            agreed = verdicts.pop() if len(verdicts) == 1 and statements.complete is True else UNKNOWN
            found = max(found, agreed)
        return found, findings

    found, findings = found_if(counting)
    every = tuple(finding for place in findings for finding in findings[place])
    enough = found == UNKNOWN and found_if(_all_counting(counting))[0] == MET
    return Income(graph, person, membership, found, every, related, counting, enough)


def _findings(
    statement: FinancialStatement, place: int, counting: Standings, related: RelatedParties, test: IncomeTest
) -> list[MetricFinding]:
    others = _others(statement, counting, unlisted=related.unlisted)
    return [
        finding_on(place, statement, metric=metric, counting=counting, others=others, test=test) for metric in Metric
    ]


def _all_counting(standings: Standings) -> Standings:
    """Give the standings if everybody who is named and may count did."""
    return {
        name: standing if name == NOT_NAMED else (MET if standing[0] else NOT_MET, MET if standing[1] else NOT_MET)
        for name, standing in standings.items()
    }


def _others(statement: FinancialStatement, counting: Standings, *, unlisted: bool) -> Verdict:
    """Say whether persons may decide whose amounts are not listed; unknown if such persons may only count."""
    if statement.persons is not None and statement.persons.complete is True:
        return NOT_MET
    listed = {amounts.person for amounts in statement.persons.items} if statement.persons is not None else set()
    others = [membership for name, membership in counting.items() if name != NOT_NAMED and name not in listed]
    if unlisted or any(decides for _, decides in others):
        return MET
    return UNKNOWN if any(counts for counts, _ in others) else NOT_MET
