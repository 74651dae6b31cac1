"""Reads what the statements on relationships say: between which parties interests are held, and in which periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from app.bods.periods import DatedInterest, dated_interests
from app.bods.report import JsonObject, StatementPart, content_key
from app.bods.statements import (
    Statement,
    counting_in_order,
    day_of_group,
    grouped,
    in_order,
    is_line,
    uncorrected,
)
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits

Ends = tuple[str, str]
"""The holder and the subject of an interest, by the ids of their parties."""
_MOST = 100


@dataclass(frozen=True, slots=True)
class RelationshipReader:
    """Reads relationships, and adds to ``parties`` those that only a relationship names.

    ``party_of`` is the party of each record that has one of its own.
    """

    parties: dict[str, JsonObject]
    party_of: Mapping[str, str]
    as_of: date | None

    def read(
        self, statements: Sequence[Statement], *, since: Mapping[int, date]
    ) -> list[tuple[Ends, list[DatedInterest]]]:
        """Returns the interests of each relationship, in the order of the statements; ``since`` is as for periods."""
        return [
            found for relationship in self._relationships(statements) for found in self._interests(relationship, since)
        ]

    def add_party(self, name: str) -> str:
        """Adds a party of whom nothing is known, and returns its id, which no other party has."""
        added, number = name[: limits.IDENTIFIER], 1
        while added in self.parties:
            number += 1
            added = f"{name[: limits.IDENTIFIER - 10]} ({number})"
        self.parties[added] = {"id": added}
        return added

    def _relationships(self, statements: Sequence[Statement]) -> list[list[Statement]]:
        """Returns the statements on each relationship.

        A relationship is known by its ends, so that records of several declarations, and those that show a chain, can
        be of one. Several records of one declaration that show no chain are lots, which add up.
        """
        by_record = grouped(statements, by=lambda each: each.record)
        found: dict[tuple[Any, ...], list[Statement]] = {}
        lots: dict[tuple[Any, ...], int] = {}
        for record in sorted(by_record):
            last = uncorrected(in_order(by_record[record])[-1])[0]
            ends = tuple(self._party(last.details.value.get(name)) for name in ("interestedParty", "subject"))
            if None in ends:
                ends = (record,)
            lot = 1
            if last.details.value.get("isComponent") is not True:
                about = last.part.value.get("declarationSubject")
                declared = (*ends, about if isinstance(about, str) else "")
                lot = lots[declared] = lots.get(declared, 0) + 1
            relationship = found.setdefault((ends, lot), [])
            if relationship:
                asks = "Another record states this relationship too. Is it one? It counts once, by the later statement."
                by_record[record][0].part.ask(asks)
            relationship += by_record[record]
        return sorted(found.values(), key=lambda relationship: min(each.place for each in relationship))

    def _interests(
        self, relationship: Sequence[Statement], since: Mapping[int, date]
    ) -> list[tuple[Ends, list[DatedInterest]]]:
        groups = [_distinct(group) for group in counting_in_order(relationship)]
        self._ask_about_changes(groups)
        by_ends: dict[Ends, list[DatedInterest]] = {}
        statements = [each for group in groups for each in group]
        ends_of = {each.place: self._ends(each) for each in statements}
        dated = list(dated_interests(groups, since=since, as_of=self.as_of))
        for interest in dated:
            if (ends := ends_of[interest.statement.place]) is not None:
                interests = by_ends.setdefault(ends, [])
                interests.append(interest)
                if len(interests) > _MOST:
                    detail = f"Give at most {_MOST} interests of one party in another, at all times together."
                    raise InvalidTransaction([Problem(interest.statement.part.pointer, detail, "too_many_items")])
        if self.as_of is not None:
            counting = {each.statement.place for each in dated if each.period.includes(self.as_of)}
            for each in statements:
                if each.place not in counting and ends_of[each.place] is not None:
                    each.part.leave_out(f"Nothing that it states was held on {self.as_of}.")
        return [*by_ends.items()]

    def _ask_about_changes(self, groups: Sequence[Sequence[Statement]]) -> None:
        """Asks which statements are right that say different things of one moment, or of different days."""
        for group in groups:
            for each in group[1:]:
                each.details.ask(
                    "Statements of the same moment say different things of this relationship: which is right?"
                )
        for before, after in pairwise(groups):
            if set(map(_said, before)) == set(map(_said, after)):
                continue
            if self.as_of is None:
                asks = "This changes what was stated before: each statement counts from its own day on. Is that right?"
            elif day_of_group(after) > self.as_of:
                asks = f"This later statement says something else of the relationship: was it so on {self.as_of}?"
            else:
                continue
            after[0].details.ask(asks)
        if self.as_of is not None and day_of_group(groups[0]) > self.as_of:
            asks = f"The first statement on this relationship is later than {self.as_of}: was it so already?"
            groups[0][0].part.get("statementDate").ask(asks)

    def _ends(self, statement: Statement) -> Ends | None:
        details = statement.details
        found = []
        for name in ("interestedParty", "subject"):
            end = details.get(name)
            party = self._party(end.value)
            if party is None and name == "interestedParty" and _has_share(details):
                party = self.add_party(f"unnamed holder of {statement.record}")
                end.ask(f"Who is this? The party `{party}` stands for whom the file does not name.")
            if party is None:
                end.report.leave_out(end.pointer, "Nobody is named here; whether there are more holders stays unknown.")
                return None
            end.use()
            if party not in self.parties:
                self.parties[party] = {"id": party}
                end.leave_out("It names a record without a statement of its own: nothing is known of it.")
            found.append(party)
        if found[0] == found[1] and details.value["interestedParty"] != details.value["subject"]:
            details.ask("By their numbers both ends are one company: are these its own shares?")
        details.get("componentRecords").leave_out("Which interests make up a chain is read off their ends.")
        return found[0], found[1]

    def _party(self, record: Any) -> str | None:
        return self.party_of.get(record, record) if is_line(record, longest=limits.IDENTIFIER) else None


def first_days(statements: Sequence[Statement]) -> dict[int, date]:
    """Returns by the place of a statement the first day on which its declaration says anything."""
    first: dict[int, date] = {}
    for declared in grouped(statements, by=lambda each: str(each.part.value.get("declarationSubject"))).values():
        first.update(dict.fromkeys((each.place for each in declared), day_of_group(declared)))
    return first


def _distinct(group: Sequence[Statement]) -> list[Statement]:
    """Returns the statements of a group that say different things."""
    found: dict[str, Statement] = {}
    for each in sorted(group, key=lambda each: each.place):
        if found.setdefault(_said(each), each) is not each:
            each.details.use()
    return [*found.values()]


def _said(statement: Statement) -> str:
    """Returns what a statement says of the relationship, as a key."""
    said = [statement.details.value.get(name) for name in ("interestedParty", "subject", "interests")]
    return content_key(said, statement.closes)


def _has_share(details: StatementPart) -> bool:
    """Returns whether an interest is stated of a holder who is not named, and not only that there is none."""
    if details.get("interestedParty").get("reason").value == "noBeneficialOwners":
        return False
    return any(each.get("share").value is not None for each in details.get("interests").items())
