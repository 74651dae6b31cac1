"""Reads a portfolio from tables as lines, and says what is wrong with them at the place of the cell."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import orjson

from app.api.batch.line_reader import TRANSACTION, Envelope
from app.api.problems import line_problem
from app.api.wire.parsing import parse_json
from app.commands.portfolio_source import SourceLine, identity_of
from app.domain.errors import InvalidTransaction, MalformedBody, Problem, ScreeningError
from app.tables.composing import ComposedDeal, composed
from app.tables.error_workbook import write_errors
from app.tables.flat_files import folder_files, read_folder, records_of
from app.tables.rows import NOTES
from app.tables.table import PlacedFault
from app.tables.workbook import read_workbook

_UNREADABLE: Final = "unreadable_cell"
_VARIANTS: Final = "variants"
_OPTIONS: Final = frozenset(Envelope.model_fields)
_SHOWN: Final = 50


class TableSource:
    """Reads the deals of a workbook, or of a folder with four tables; raises ``InvalidTables`` and others."""

    again = True

    def __init__(self, file: Path) -> None:
        self._file = file
        self._deals = {deal.row: deal for deal in composed(read_folder(file) if file.is_dir() else read_workbook(file))}
        self._done = 0
        self.size: int | None = len(self._deals)

    def lines(self) -> Iterator[SourceLine]:
        """Give each deal by the number of its row in `deals`, or what is wrong with its cells."""
        self._done = 0
        for row, deal in self._deals.items():
            self._done += 1
            if deal.faults:
                yield SourceLine(row, b"", _problem(deal))
            else:
                yield SourceLine(row, orjson.dumps(deal.transaction))

    def done(self) -> int:
        """Say how many deals are read."""
        return self._done

    def identity(self) -> Any:
        """Say which files it is."""
        return [identity_of(each) for each in (folder_files(self._file) if self._file.is_dir() else [self._file])]

    def placed(self, answers: bytes) -> bytes:
        """Give answers with the cell before what is wrong with it."""
        return b"".join(self._placed(line) + b"\n" for line in answers.splitlines())

    def cell_faults(self, answers: Iterable[bytes]) -> Iterator[PlacedFault]:
        """Give what is wrong with single cells, from all answers."""
        for answer in answers:
            said = orjson.loads(answer)
            if "determination" not in said:
                deal = self._deals[said["line"]]
                for error in said.get("errors") or [{"pointer": "", "detail": said["detail"]}]:
                    place = deal.place_of(error["pointer"])
                    yield PlacedFault(place, error["detail"].removeprefix(f"{place}: "))

    def _placed(self, answer: bytes) -> bytes:
        said = orjson.loads(answer)
        if "determination" in said or "errors" not in said:
            return answer
        deal = self._deals[said["line"]]
        for error in said["errors"]:
            if error["code"] != _UNREADABLE:
                error["detail"] = f"{deal.place_of(error['pointer'])}: {error['detail']}"
        return orjson.dumps(said)


class TransactionColumn:
    """Reads transactions that stand as JSON in a column of a file, with their options beside them."""

    again = True
    size: int | None = None

    def __init__(self, file: Path) -> None:
        self._file = file
        self._done = 0
        self._header = _header(file)

    def lines(self) -> Iterator[SourceLine]:
        """Give each row with something in it as a line, by its number.

        A note is something too, and so is a null: a row that has lost its transaction is told, and not passed over.
        """
        self._done = 0
        records = records_of(self._file)
        next(records)
        for number, values in records:
            if all(value == "" for value in values):
                continue
            said = {name: value for name, value in zip(self._header, values, strict=False) if value not in (None, "")}
            self._done += 1
            yield SourceLine(number, _line({name: said[name] for name in said if not name.startswith(NOTES)}))

    def done(self) -> int:
        """Say how many rows are read."""
        return self._done

    def identity(self) -> Any:
        """Say which file it is."""
        return [identity_of(self._file)]

    def placed(self, answers: bytes) -> bytes:
        """Give answers as they are: a problem names the row."""
        return answers


def write_error_workbook(file: Path, target: Path, faults: Sequence[PlacedFault]) -> None:
    """Write a copy of a workbook in which the faulty cells are marked, and say where it is."""
    write_errors(file, target, faults)
    print(f"{target} is a copy in which the cells are marked.", file=sys.stderr)


def say_faults(faults: Sequence[PlacedFault]) -> None:
    """Say on standard error what is wrong, cell by cell."""
    for place, detail in faults[:_SHOWN]:
        print(f"{place}: {detail}", file=sys.stderr)
    if len(faults) > _SHOWN:
        print(f"… and {len(faults) - _SHOWN} more.", file=sys.stderr)


def _problem(deal: ComposedDeal) -> bytes:
    problems = [Problem(pointer, f"{place}: {detail}", _UNREADABLE) for pointer, (place, detail) in deal.faults]
    return orjson.dumps(line_problem(InvalidTransaction(problems), line=deal.row, reference=deal.reference))


def _header(file: Path) -> list[str]:
    _, found = next(records_of(file), (1, ()))
    header = [str(name).strip() for name in found]
    if TRANSACTION not in header:
        detail = f"no column is called `{TRANSACTION}`. Tables of deals, parties, interests and activities are a folder"
        raise MalformedBody(f"{file}: {detail}.")
    known = {TRANSACTION, *_OPTIONS}
    for at, name in enumerate(header):
        if not name.startswith(NOTES) and (name not in known or name in header[:at]):
            detail = f"column {at + 1} is not one of {', '.join(f'`{each}`' for each in sorted(known))}, each once"
            raise MalformedBody(f"{file}: {detail}. Notes of your own begin with `#`.")
    return header


def _line(read: dict[str, Any]) -> bytes:
    """Make the line of a row: its transaction, in an envelope where options stand beside it."""
    stated = read.pop(TRANSACTION, "")
    if not isinstance(stated, str):
        return b"null"
    body = stated.encode()
    if not read:
        return body if body.strip() else b"null"
    try:
        parse_json(body)
    except ScreeningError:
        return body if body.strip() else b"null"  # its problem is told, as of a line
    options = {name: _option(name, value) for name, value in read.items()}
    return b'{"transaction":%b,%b' % (body, orjson.dumps(options, default=_foreign)[1:])


def _option(name: str, value: Any) -> Any:
    """Give an option as JSON. Variants that cannot be read stay text, which is refused: none is left out."""
    if name == _VARIANTS and isinstance(value, str):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value.isoformat() if isinstance(value, date) else value


def _foreign(_: Any) -> list[Any]:
    """Stand for a value that no option can have, as a number in columns, so that the option is refused."""
    return []
