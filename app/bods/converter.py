"""Converts bodies: statements to parties and interests, and back."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.bods.companies import IsValidNumber
from app.bods.exporting import export_ownership
from app.bods.importing import import_ownership
from app.bods.report import ConversionReport, JsonObject
from app.bods.statements import VERSION
from app.domain.answers.bods import BodsExport, BodsImport
from app.domain.errors import InvalidTransaction, MalformedBody, Problem
from app.domain.facts.export import ExportRequest

_OF_STATEMENTS = ("recordId", "recordType", "statementType", "statementId")
_PLACE = re.compile(r"at line 1 column (\d+)\.\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodsConverter:
    """Converts between statements and what a transaction states. Nothing of a body outlives the call.

    ``parse`` reads exact JSON and refuses a body over the limit, ``read_export`` reads what is to be exported,
    ``check`` raises ``InvalidTransaction`` where a screening of a transaction would, and ``write`` writes JSON.
    """

    parse: Callable[[bytes], object]
    read_export: Callable[[bytes], ExportRequest]
    check: Callable[[JsonObject], object]
    is_valid_number: IsValidNumber
    write: Callable[[Mapping[str, object]], bytes]

    def import_statements(self, body: bytes, *, as_of: date | None = None) -> bytes:
        """Returns the parties and interests that a list of statements tells of, as JSON; of a day, if one is given.

        The body is a JSON array or JSON Lines. ``problems`` are those that a screening of them would be refused for:
        the statements contradict one another. Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction``
        where a statement is none, or one of another version.
        """
        found = import_ownership(self._parse_statements(body), as_of=as_of, is_valid_number=self.is_valid_number)
        day = as_of.isoformat() if as_of is not None else None
        deal = {"deal": {"completion_date": day}} if day is not None else {}
        problems: Sequence[Problem] = ()
        try:
            self.check({"parties": found.parties, "interests": found.interests, **deal})
        except InvalidTransaction as error:
            problems = error.problems
        answer: BodsImport = {
            "bods_version": VERSION,
            "as_of": day,
            "parties": found.parties,
            "interests": found.interests,
            "joined": found.joined,
            "questions": found.report.questions,
            "not_carried_over": found.report.not_carried_over,
            "problems": [{"pointer": each.pointer, "detail": each.detail, "code": each.code} for each in problems],
        }
        return self.write(answer)

    def export_statements(self, body: bytes) -> bytes:
        """Returns the statements on parties and interests, as JSON.

        Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction`` with the problems found.
        """
        report = ConversionReport()
        answer: BodsExport = {
            "bods_version": VERSION,
            "statements": export_ownership(self.read_export(body), report),
            "not_carried_over": report.not_carried_over,
        }
        return self.write(answer)

    def _parse_statements(self, body: bytes) -> object:
        """Parses a JSON array, one statement, or JSON Lines, told apart by what the body holds.

        One statement by itself is a list of one. Raises ``BodyTooLarge``, or ``MalformedBody`` with line and column.
        """
        try:
            value = self.parse(body)
        except MalformedBody as error:
            if not body.lstrip(b" \t\r\n").startswith(b"{"):
                raise
            return self._parse_lines(body, error)
        return [value] if isinstance(value, dict) and not value.keys().isdisjoint(_OF_STATEMENTS) else value

    def _parse_lines(self, body: bytes, failure: MalformedBody) -> list[object]:
        """Parses the value of each line; raises ``failure`` where the first is none: one object over several lines."""
        values: list[object] = []
        for number, line in enumerate(body.split(b"\n"), start=1):
            if not line.strip(b" \t\r"):
                continue
            try:
                values.append(self.parse(line))
            except MalformedBody as error:
                if not values:
                    raise failure from None
                raise MalformedBody(_PLACE.sub(rf"at line {number} column \1.", error.detail)) from None
        return values
