"""Finds the facts that decide whether an interest counts, and for how much: its days, its moment, treasury shares."""

from collections.abc import Iterator

from app.domain.evaluation.run import Run
from app.domain.facts.fact import PartyId
from app.domain.facts.places import value_at
from app.domain.ownership.explain.evidence import Evidence
from app.domain.ownership.resolve.counted import THE_DAY
from app.domain.quantity import Range


def deciding_facts(evidence: Evidence, run: Run) -> Iterator[tuple[str, object]]:
    """Give the JSON Pointers and values of what decided which interests count, where any was not plainly held.

    What decided it for all interests in one entity is quoted with answers that rest on one of them.
    """
    counting, transaction = run.ownership.counted, run.transaction
    for index, field in counting.decided_by:
        yield f"/interests/{index}/{field}", getattr(transaction.interests[index], field)
    if any(field == "term" for _, field in counting.decided_by):
        yield from _days(run)
    if counting.decided_in:
        read = (*evidence.interests, *evidence.open_interests)
        subjects = {transaction.interests[place].subject for place, _ in read}
        subjects.update(party for party, _ in (*evidence.parties, *evidence.open_parties))
        for subject, pointers in counting.decided_in.items():
            if subject in subjects:
                yield from ((pointer, value_at(transaction, pointer)) for pointer in pointers)


def open_facts_of(evidence: Evidence, run: Run) -> Iterator[tuple[str, object]]:
    """Give the JSON Pointers and values of the facts about interests that keep an answer open.

    Where it is open whether an interest counts, that is asked, and not its percentage if that was stated.
    """
    counting, transaction = run.ownership.counted, run.transaction
    for index, field in evidence.open_interests:
        because = counting.open_because.get(index, ())
        for place, name in because:
            if name == THE_DAY:
                yield from ((pointer, day) for pointer, day in _days(run) if day is None)
            elif name.startswith("/"):
                yield name, value_at(transaction, name)
            else:
                yield f"/interests/{place}/{name}", getattr(transaction.interests[place], name)
        value = getattr(transaction.interests[index], field)
        if not because or value is None or isinstance(value, Range):
            yield f"/interests/{index}/{field}", value


def open_facts_about(party: PartyId, field: str, run: Run) -> tuple[str, ...]:
    """Give the JSON Pointers of what would tell this of a party: the field, or what keeps its list of holders open."""
    pointer = f"{run.at(party)}/{field}"
    because = run.ownership.counted.open_lists.get(party, ()) if field == "holders_complete" else ()
    return because if because and run.parties[party].holders_complete is True else (*because, pointer)


def _days(run: Run) -> Iterator[tuple[str, object]]:
    """Give the days on which interests must be held, each once."""
    told = set[object]()
    for pointer, day in run.regime.days(run.transaction).items():
        if day not in told:
            yield pointer, day
        told.add(day)
