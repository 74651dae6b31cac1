"""Beneficial ownership statements (BODS 0.4) into parties and interests, with a list of what could not be carried over.

What the standard does not say stays unknown: whether all holders are listed, votes where only shares are stated, power
by contract. Without a day every interest has the days on which it was held, and a particular of a party that was stated
in two ways stays open. As of a day, what had been stated by that day counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.api.wire import limits
from app.api.wire.bods.dating import START, Dated, dated
from app.api.wire.bods.joining import joined
from app.api.wire.bods.registry import parties_of
from app.api.wire.bods.relationships import Relationships
from app.api.wire.bods.told import Json, Told
from app.api.wire.bods.versions import problems_of
from app.domain.errors import InvalidTransaction

_READ = (
    "recordId",
    "recordType",
    "recordStatus",
    "declarationSubject",
    "statementDate",
    "publicationDetails/publicationDate",
    "publicationDetails/bodsVersion",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """Parties and interests as a transaction states them, and what there is to say about them, by JSON Pointer.

    ``joined`` are the parties of whom several records tell.
    """

    parties: list[Json]
    interests: list[Json]
    joined: list[Json]
    questions: list[dict[str, str]]
    not_carried_over: list[dict[str, str]]


def imported(statements: Any, *, as_of: date | None = None) -> Imported:
    """The parties and interests that the statements tell of; raises ``InvalidTransaction`` for what are no statements.

    The order of the statements makes no difference to what is said. With ``as_of``, interests that were not held on
    that day are left out.
    """
    problems = list(problems_of(statements))
    if problems:
        raise InvalidTransaction(problems[: limits.PROBLEMS])
    told = Told()
    made = [dated(place, statement) for place, statement in enumerate(statements)]
    records: dict[str, list[Dated]] = {}
    for each in made:
        if each.made is None:
            told.ask(f"/{each.place}/statementDate", "On which day was this stated? Without it any order is possible.")
        if each.statement["recordType"] != "relationship":
            records.setdefault(each.record, []).append(each)
    entities = {
        record: listed
        for record, listed in records.items()
        if all(each.statement["recordType"] == "entity" for each in listed)
    }
    join = joined(entities, told)
    parties = parties_of(records, join, as_of=as_of, told=told)
    relationships = [each for each in made if each.statement["recordType"] == "relationship"]
    reader = Relationships(parties, join.party_of, as_of, told)
    interests = reader.read(relationships, since=_since(made))
    for each in made:
        for name in _READ:
            told.read(f"/{each.place}/{name}")
        told.leave_rest(each.statement, f"/{each.place}")
    pointers: dict[str, list[str]] = {party: [] for party in sorted(join.by)}
    for each in made:
        if each.statement["recordType"] == "entity" and (party := join.party_of.get(each.record)) in pointers:
            pointers[party].append(f"/{each.place}")
    together = [{"id": party, "by": [*join.by[party]], "pointers": found} for party, found in pointers.items()]
    for listed in (told.not_carried_over, told.questions):
        listed.sort(key=lambda each: [(len(part), part) for part in each["pointer"].split("/")])
    return Imported([*parties.values()], interests, together, told.questions, told.not_carried_over)


def _since(made: Sequence[Dated]) -> dict[int, date]:
    """By the place of a statement, the first day on which its declaration says anything."""
    first: dict[str, date] = {}
    subjects = {each.place: str(each.statement.get("declarationSubject")) for each in made}
    for each in made:
        if each.made is not None:
            subject = subjects[each.place]
            first[subject] = min(first.get(subject, each.made.day), each.made.day)
    return {place: first.get(subject, START) for place, subject in subjects.items()}
