"""Whether a person gets most of its income, or does most of its spending, through certain others in whom it holds
something: 850.209(a)(2).
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.facts.fact import PartyId
from app.domain.facts.party import FinancialStatement
from app.domain.ownership.account import Account, by_relation
from app.domain.ownership.figures import NOBODY, Finding, IncomeTest, Metric, Standings, find
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.relationship import Relationships
from app.domain.ownership.statements import governing
from app.domain.ownership.witness import Notes, Witness
from app.domain.quantity import Range
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

NOT_NAMED = PartyId("")
Figure = tuple[int | None, int | None, str]
"""The place of the statement, the place among its amounts and the field: see :class:`IncomeWitness`."""


@dataclass(frozen=True, slots=True)
class IncomeWitness:
    """What an answer about income rests on.

    ``relationship`` has the interests, parties and memberships. A figure is given by the place of the statement, the
    place among its amounts (``None`` for the statement itself) and the field; the field ``persons`` stands for the
    completeness of the list of amounts, and with no statement ``statements`` for the completeness of that list.
    """

    relationship: Witness
    figures: tuple[Figure, ...] = ()
    open_figures: tuple[Figure, ...] = ()


class Income:
    """The answer: a verdict, the findings on each metric of the governing statements, and on request the facts."""

    __slots__ = ("_counting", "_graph", "_member", "_person", "_relationships", "findings", "verdict")

    def __init__(
        self,
        verdict: int,
        findings: tuple[Finding, ...],
        *,
        graph: OwnershipGraph,
        person: PartyId,
        member: Callable[[PartyId], int],
        relationships: Relationships | None = None,
        counting: Standings = MappingProxyType({}),
    ) -> None:
        self.verdict = verdict
        self.findings = findings
        """Empty if no person can count, so that no figure matters, and if there is no statement."""
        self._graph = graph
        self._person = person
        self._relationships = relationships
        self._member = member
        self._counting = counting

    def witness(self) -> IncomeWitness:
        """What the verdict rests on; for an unknown one, also what would settle it."""
        if self.verdict == NOT_MET and self._relationships is None:
            return IncomeWitness(Witness(parties=((self._person, "holdings_complete"),)))  # who holds nothing
        notes = Notes()
        figures: set[Figure] = set()
        unknown: set[Figure] = set()
        person = self._person
        relationships = self._relationships or Relationships(self._graph, person)
        statements = self._graph.party(person).statements
        decisive = [each for each in self.findings if each.verdict == MET]
        if self.verdict == MET:
            for each in {name for finding in decisive for name in finding.persons if self._counting[name][0] == MET}:
                notes.members.add(each)
                relationships.explain_link(each, notes)
        else:
            relationships.explain(self._member, notes)
            for each, (counts, _) in self._counting.items():
                if counts == NOT_MET and each != NOT_NAMED:
                    if relationships.verdict(each) == NOT_MET:
                        relationships.explain_unrelated(each, notes)
                    else:
                        notes.non_members.add(each)
        if self.verdict != NOT_MET or self.findings:
            told = statements is not None and statements.complete is True and statements.items
            (figures if told else unknown).add((None, None, "statements"))
        if statements is not None and self.findings:
            for place, statement in enumerate(statements.items):
                self._note(place, statement, figures=figures, unknown=unknown)
        settled = self.verdict != UNKNOWN
        return IncomeWitness(
            relationship=notes.witness(person, settled=settled),
            figures=tuple(sorted(figures, key=_order)),
            open_figures=() if settled else tuple(sorted(unknown, key=_order)),
        )

    def account(self, witness: Witness) -> Account | None:
        """By which interests the person is related to those that count; ``witness`` is that of the relationship."""
        if self.verdict != MET:
            return None
        return by_relation(self._graph, witness.paths)

    def _note(
        self,
        place: int,
        statement: FinancialStatement,
        *,
        figures: set[Figure],
        unknown: set[Figure],
    ) -> None:
        """Notes the basis and year of a statement and, if it governs, its figures."""
        metrics = [each.metric for each in self.findings if each.statement == place and self._matters(each)]
        fields = ["basis", "year_end", *metrics]
        if metrics:
            fields += ["currency"] if statement.currency == "USD" else ["currency", "units_per_usd"]
        for field in fields:
            _sort((place, None, str(field)), getattr(statement, field), figures=figures, unknown=unknown)
        if not metrics:
            return
        if statement.persons is None or statement.persons.complete is not True:
            unknown.add((place, None, "persons"))
        else:
            figures.add((place, None, "persons"))
        for index, listed in enumerate(statement.persons.items if statement.persons is not None else ()):
            (unknown if listed.person is None else figures).add((place, index, "person"))
            if self._counting.get(listed.person or NOT_NAMED, NOBODY)[0] != NOT_MET:
                for metric in metrics:
                    _sort((place, index, str(metric)), getattr(listed, metric), figures=figures, unknown=unknown)

    def _matters(self, finding: Finding) -> bool:
        return finding.verdict == self.verdict if self.verdict != NOT_MET else True


def _sort(figure: Figure, value: object, *, figures: set[Figure], unknown: set[Figure]) -> None:
    """Notes a figure as stated or unknown; one stated within bounds is both, for a nearer answer may settle it."""
    if value is not None:
        figures.add(figure)
    if value is None or isinstance(value, Range):
        unknown.add(figure)


def _order(figure: Figure) -> tuple[int, int, str]:
    statement, amounts, field = figure
    return -1 if statement is None else statement, -1 if amounts is None else amounts, field


def derives_majority(
    graph: OwnershipGraph,
    person: PartyId,
    member: Callable[[PartyId], int],
    test: IncomeTest,
    decisive: Callable[[PartyId], int] = lambda _: MET,
) -> Income:
    """Whether the person meets 850.209(a)(2), in three values; ``member`` says who is described in 850.209(a)(1).

    At least one of those whose amounts count has to be ``decisive`` too, as in 850.224(l). Where nobody in whom the
    person holds anything can be both, no figure is looked at.
    """
    facts = graph.party(person)
    statements = facts.statements

    def standing(each: PartyId) -> int:
        """Whether somebody is a member, and of a member whether it is known if it is decisive."""
        found = member(each)
        return UNKNOWN if found == MET and decisive(each) == UNKNOWN else found

    if not graph.out_of(person) and (facts.holdings_complete is True or statements is None):
        verdict = NOT_MET if facts.holdings_complete is True else UNKNOWN
        return Income(verdict, (), graph=graph, person=person, member=standing)
    relationships = Relationships(graph, person)
    listed = statements.items if statements is not None else ()
    named = {amounts.person for each in listed if each.persons is not None for amounts in each.persons.items}
    counting: dict[PartyId, tuple[int, int]] = {}
    for each in [*relationships.reached(), *sorted(name for name in named if name is not None)]:
        if each not in counting:
            counts = relationships.verdict(each)
            counts = counts if counts == NOT_MET else min(counts, member(each))
            counting[each] = counts, counts if counts == NOT_MET else min(counts, decisive(each))
    possible = relationships.unlisted or any(decides for _, decides in counting.values())
    counting[NOT_NAMED] = (UNKNOWN, UNKNOWN) if possible else NOBODY

    def answer(verdict: int, findings: tuple[Finding, ...]) -> Income:
        return Income(
            verdict,
            findings,
            graph=graph,
            person=person,
            member=standing,
            relationships=relationships,
            counting=counting,
        )

    if not possible:
        return answer(NOT_MET, ())
    if not listed or statements is None:
        return answer(UNKNOWN, ())
    readings = [governing(listed, latest_year_first=False)]
    if test.either_year:
        readings.append(governing(listed, latest_year_first=True))
    findings = {
        place: [
            find(
                place,
                listed[place],
                metric=metric,
                counting=counting,
                others=_others(listed[place], counting, unlisted=relationships.unlisted),
                test=test,
            )
            for metric in Metric
        ]
        for place in sorted({place for reading in readings for place in reading})
    }
    verdict = NOT_MET
    for reading in readings:
        verdicts = {max(finding.verdict for finding in findings[place]) for place in reading}
        agreed = verdicts.pop() if len(verdicts) == 1 and statements.complete is True else UNKNOWN
        verdict = max(verdict, agreed)
    return answer(verdict, tuple(finding for place in findings for finding in findings[place]))


def _others(statement: FinancialStatement, counting: Standings, *, unlisted: bool) -> Verdict:
    """Whether persons may decide whose amounts the statement does not list; unknown if such persons may only count."""
    if statement.persons is not None and statement.persons.complete is True:
        return NOT_MET
    listed = {amounts.person for amounts in statement.persons.items} if statement.persons is not None else set()
    others = [standing for name, standing in counting.items() if name != NOT_NAMED and name not in listed]
    if unlisted or any(decides for _, decides in others):
        return MET
    return UNKNOWN if any(counts for counts, _ in others) else NOT_MET
