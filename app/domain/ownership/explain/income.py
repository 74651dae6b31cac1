"""Explains an answer about income: by which interests and figures it is met or not, or what keeps it open."""

from app.domain.facts.fact import PartyId
from app.domain.facts.party import FinancialStatement
from app.domain.ownership.answer.income import NOT_NAMED, Income
from app.domain.ownership.answer.income_figures import NOBODY
from app.domain.ownership.answer.related_parties import RelatedParties, is_owner, relates
from app.domain.ownership.explain.evidence import Evidence, EvidenceNotes, PathStep
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.quantity import Range
from app.domain.truth import MET, NOT_MET, UNKNOWN


def income_evidence(answer: Income) -> Evidence:
    """Give what the verdict rests on; for an unknown one, also what would settle it."""
    notes, person, related = EvidenceNotes(), answer.person, answer.related
    statements = answer.graph.party(person).statements
    if answer.verdict == MET:
        decisive = [each for each in answer.findings if each.verdict == MET]
        for each in {name for finding in decisive for name in finding.persons}:
            if answer.counting[each][0] == MET:
                notes.members.add(each)
                _note_relation(related, each, notes)
    else:
        _note_no_member(answer, related, notes)
        for each, (counts, _) in answer.counting.items():
            if counts == NOT_MET and each != NOT_NAMED:
                if related.verdict(each) == NOT_MET:
                    _note_unrelated(related, each, notes)
                else:
                    notes.non_members.add(each)
    # Of whoever is known to hold nothing that can count, no figure is asked: the holdings are, first.
    if answer.findings or any(decides for each, (_, decides) in answer.counting.items() if each != NOT_NAMED):
        closed = statements is not None and statements.complete is True and statements.items
        (notes.figures if closed else notes.open_figures).add((None, None, "statements"))
    if statements is not None and answer.findings:
        asked = set(notes.open_figures)
        for place, statement in enumerate(statements.items):
            _note_statement(answer, place, statement, notes=notes)
        if answer.figures_are_enough:
            notes.open_figures = asked
    return notes.evidence(person, settled=answer.verdict != UNKNOWN)


def _note_relation(related: RelatedParties, party: PartyId, notes: EvidenceNotes) -> None:
    """Note the chain of interests that relates the person to this party."""
    while party != related.person:
        index = related.through[party]
        _note_interest(related, index, notes)
        interest = related.graph.interests[index]
        notes.step(PathStep(index, interest.holder, interest.subject, None))
        party = interest.holder


def _note_no_member(answer: Income, related: RelatedParties, notes: EvidenceNotes) -> None:
    """Note why the person is related to no member, or what would show it."""
    for each in related.reached:
        complete = related.graph.party(each).holdings_complete is True
        (notes.parties if complete else notes.open_parties).add((each, "holdings_complete"))
        for index in related.graph.out_of(each):
            _note_interest(related, index, notes)
        if each != related.person:
            notes.member(each, answer.membership(each))


def _note_unrelated(related: RelatedParties, party: PartyId, notes: EvidenceNotes) -> None:
    """Note the lists of holders that show that the person holds nothing in the party, not even unlisted."""
    for each in (related.all_holders(party) or ()) if related.unlisted else ():
        notes.closed(related.graph, each)
        for index in related.graph.into(each):
            _note_interest(related, index, notes)


_FIELDS = ("board_seat", "directs_management", "voting_percent", "equity_percent", "excepted_securities_only")


def _note_interest(related: RelatedParties, index: int, notes: EvidenceNotes) -> None:
    """Note the fields that decide whether the interest is a relationship; the open ones if that is unknown."""
    interest = related.graph.interests[index]
    asked = _open_fields(related.graph, index)
    for field in _FIELDS:
        value = getattr(interest, field)
        if value is not None:
            notes.interests.add((index, field))
        if field in asked and (value is None or isinstance(value, Range)):
            notes.open_interests.add((index, field))


def _open_fields(graph: OwnershipGraph, place: int) -> tuple[str, ...]:
    """Name the fields of which something has to be learned: of an owner first what kind of securities it holds."""
    interest = graph.interests[place]
    if relates(graph, place) != UNKNOWN:
        return ()
    if interest.excepted_securities_only is None and is_owner(interest) == MET:
        return ("excepted_securities_only",)
    return _FIELDS


def _note_statement(answer: Income, place: int, statement: FinancialStatement, *, notes: EvidenceNotes) -> None:
    """Note the basis and year of a statement and, if it governs, its figures."""
    telling = [each for each in answer.findings if answer.verdict in (each.verdict, NOT_MET)]
    metrics = [each.metric for each in telling if each.statement == place]
    fields = ["basis", "year_end", *metrics]
    if metrics:
        fields += ["currency"] if statement.currency == "USD" else ["currency", "units_per_usd"]
    for field in fields:
        _note_figure(notes, place, None, field, value=getattr(statement, field))
    if not metrics:
        return
    listed = statement.persons.items if statement.persons is not None else ()
    closed = statement.persons is not None and statement.persons.complete is True
    (notes.figures if closed else notes.open_figures).add((place, None, "persons"))
    for index, amounts in enumerate(listed):
        (notes.open_figures if amounts.person is None else notes.figures).add((place, index, "person"))
        if answer.counting.get(amounts.person or NOT_NAMED, NOBODY)[0] != NOT_MET:
            for metric in metrics:
                _note_figure(notes, place, index, metric, value=getattr(amounts, metric))


def _note_figure(notes: EvidenceNotes, place: int, index: int | None, field: str, *, value: object) -> None:
    """Note a figure as stated or unknown; one stated within bounds is both, for a nearer answer may settle it."""
    if value is not None:
        notes.figures.add((place, index, str(field)))
    if value is None or isinstance(value, Range):
        notes.open_figures.add((place, index, str(field)))
