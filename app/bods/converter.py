"""Converts beneficial ownership statements to parties and interests, and back, with a list of what is not carried over.

What the standard does not say stays unknown: whether all holders are listed, votes where only shares are stated, power
by contract. Without a day every interest has the days on which it was held, and a particular of a party that was stated
in two ways stays open. As of a day, what had been stated by that day counts.
"""

import re
from datetime import date

from app.api.wire.canonical import canonical_bytes
from app.api.wire.parsing import parse_json
from app.api.wire.reader import ExportReader, TransactionReader
from app.bods.companies import joined_records
from app.bods.exporting import export_ownership
from app.bods.interests import InterestWriter
from app.bods.parties import read_parties
from app.bods.relationships import RelationshipReader, first_days
from app.bods.report import ConversionReport
from app.bods.statements import VERSION, grouped, statements_in
from app.domain.answers.bods import BodsExport, BodsImport
from app.domain.errors import InvalidTransaction, MalformedBody

_OF_STATEMENTS = ("recordId", "recordType", "statementType", "statementId")
_PLACE = re.compile(r"at line 1 column (\d+)\.\Z")


_USED = (
    "recordId",
    "recordType",
    "recordStatus",
    "declarationSubject",
    "statementDate",
    "publicationDetails/publicationDate",
    "publicationDetails/bodsVersion",
)
"""What is made use of in each statement, beside the details of its record."""


class BodsConverter:
    """Converts between statements and what a transaction states. Nothing of a body outlives the call."""

    def __init__(self, *, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._read_export = ExportReader(limit_bytes=limit_bytes).read
        self._check = TransactionReader().read_plain

    def import_statements(self, body: bytes, as_of: date | None = None) -> bytes:
        """Returns the parties and interests that a list of statements tells of, as JSON; of a day, if one is given.

        The body is a JSON array or JSON Lines. ``problems`` are those that a screening of them would be refused for:
        the statements contradict one another. Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction``
        where a statement is none, or one of another version.
        """
        answer = _imported(self._parse_statements(body), as_of=as_of)
        deal = {"deal": {"completion_date": answer["as_of"]}} if as_of is not None else {}
        try:
            self._check({"parties": answer["parties"], "interests": answer["interests"], **deal})
        except InvalidTransaction as error:
            answer["problems"] = [
                {"pointer": each.pointer, "detail": each.detail, "code": each.code} for each in error.problems
            ]
        return canonical_bytes(answer)

    def export_statements(self, body: bytes) -> bytes:
        """Returns the statements on parties and interests, as JSON.

        Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction`` with the problems found.
        """
        report = ConversionReport()
        answer: BodsExport = {
            "bods_version": VERSION,
            "statements": export_ownership(self._read_export(body), report),
            "not_carried_over": report.not_carried_over,
        }
        return canonical_bytes(answer)

    def _parse_statements(self, body: bytes) -> object:
        """Parses a JSON array, one statement, or JSON Lines, told apart by what the body holds.

        One statement by itself is a list of one. Raises ``BodyTooLarge``, or ``MalformedBody`` with line and column.
        """
        try:
            value = parse_json(body, limit_bytes=self._limit_bytes)
        except MalformedBody as error:
            if not body.lstrip(b" \t\r\n").startswith(b"{"):
                raise
            return _parse_lines(body, error)
        return [value] if isinstance(value, dict) and not value.keys().isdisjoint(_OF_STATEMENTS) else value


def _imported(value: object, *, as_of: date | None) -> BodsImport:
    """Reads parties and interests out of a list of statements; raises ``InvalidTransaction`` for what are none.

    The order of the statements makes no difference to what is said. With ``as_of``, interests that were not held on
    that day are left out. ``problems`` are not looked for.
    """
    report = ConversionReport()
    statements = statements_in(value, report)
    for each in statements:
        if each.made is None:
            each.part.get("statementDate").ask("On which day was this stated? Without it any order is possible.")
    on_relationships = [each for each in statements if each.type == "relationship"]
    on_parties = [each for each in statements if each.type != "relationship"]
    records = grouped(on_parties, by=lambda each: each.record)
    entities = {record: stated for record, stated in records.items() if all(each.type == "entity" for each in stated)}
    party_of, joined = joined_records(entities)
    parties = read_parties(records, party_of, as_of=as_of)
    reader = RelationshipReader(parties, party_of, as_of)
    interests = InterestWriter(reader, as_of).write(reader.read(on_relationships, since=first_days(statements)))
    for each in statements:
        for name in _USED:
            report.use(f"{each.part.pointer}/{name}")
        report.leave_out_unused(each.part)
    report.sort()
    return {
        "bods_version": VERSION,
        "as_of": as_of.isoformat() if as_of is not None else None,
        "parties": [*parties.values()],
        "interests": interests,
        "joined": joined,
        "questions": report.questions,
        "not_carried_over": report.not_carried_over,
        "problems": [],
    }


def _parse_lines(body: bytes, failure: MalformedBody) -> list[object]:
    """Parses the value of each line; raises ``failure`` where the first is none: one object over several lines."""
    values: list[object] = []
    for number, line in enumerate(body.split(b"\n"), start=1):
        if not line.strip(b" \t\r"):
            continue
        try:
            values.append(parse_json(line))
        except MalformedBody as error:
            if not values:
                raise failure from None
            raise MalformedBody(_PLACE.sub(rf"at line {number} column \1.", str(error))) from None
    return values
