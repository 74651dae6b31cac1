"""Imports beneficial ownership statements: parties and interests, with a list of what could not be carried over.

What the standard does not say stays unknown: whether all holders are listed, votes where only shares are stated, power
by contract. Without a day every interest has the days on which it was held, and a particular of a party that was stated
in two ways stays open. As of a day, what had been stated by that day counts.
"""

from dataclasses import dataclass
from datetime import date

from app.bods.companies import IsValidNumber, joined_records
from app.bods.interests import InterestWriter
from app.bods.parties import PartyReader
from app.bods.relationships import RelationshipReader, first_days
from app.bods.report import ConversionReport, JsonObject
from app.bods.statements import Statement, statements_in
from app.domain.answers.bods import JoinedParty

_USED = (
    "recordId",
    "recordType",
    "recordStatus",
    "declarationSubject",
    "statementDate",
    "publicationDetails/publicationDate",
    "publicationDetails/bodsVersion",
)


@dataclass(frozen=True, slots=True)
class ImportedOwnership:
    """Parties and interests as a transaction states them; ``joined`` are the parties of which several records tell."""

    parties: list[JsonObject]
    interests: list[JsonObject]
    joined: list[JoinedParty]
    report: ConversionReport


def import_ownership(value: object, *, as_of: date | None, is_valid_number: IsValidNumber) -> ImportedOwnership:
    """Reads parties and interests out of a list of statements; raises ``InvalidTransaction`` for what are none.

    The order of the statements makes no difference to what is said. With ``as_of``, interests that were not held on
    that day are left out.
    """
    report = ConversionReport()
    statements = statements_in(value, report)
    records: dict[str, list[Statement]] = {}
    for each in statements:
        if each.made is None:
            each.part.get("statementDate").ask("On which day was this stated? Without it any order is possible.")
        if each.type != "relationship":
            records.setdefault(each.record, []).append(each)
    entities = {record: stated for record, stated in records.items() if all(each.type == "entity" for each in stated)}
    party_of, joined = joined_records(entities, is_valid=is_valid_number)
    parties = PartyReader(as_of, is_valid_number).read(records, party_of)
    reader = RelationshipReader(parties, party_of, as_of)
    on_relationships = [each for each in statements if each.type == "relationship"]
    interests = InterestWriter(reader, as_of).write(reader.read(on_relationships, since=first_days(statements)))
    for each in statements:
        for name in _USED:
            report.use(f"{each.part.pointer}/{name}")
        report.leave_out_unused(each.part)
    report.sort()
    return ImportedOwnership([*parties.values()], interests, joined, report)
