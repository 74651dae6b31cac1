"""Reads the cells of tables exactly: each becomes the JSON value that it says, or a fault with the cure."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from app.domain.facts.dictionary import FieldType, Kind
from app.domain.facts.fact import Fact

NONE: Final = "none"
_DIGITS: Final = 15
"""The digits of a number that a spreadsheet holds exactly."""
_TRUTH: Final = {"yes": True, "no": False, "true": True, "false": False}
_BOUND: Final = re.compile(r"(>=|<=|>|<)\s*([^\s<>=]+)\s*")
_BOUNDS: Final = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than"}
_TEXTS: Final = frozenset({Kind.CHOICE, Kind.COUNTRY, Kind.CURRENCY, Kind.PARTY, Kind.ELEMENT, Kind.TEXT})


class CellFault(Exception):
    """What is wrong with one cell; the message repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell as it was read: its value, whether it is shown in percent, or what is wrong with it already."""

    value: Any = None
    percent: bool = False
    plain: bool = True
    fault: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is stated."""
        return not self.fault and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


def text_of(cell: TableCell) -> str:
    """Read a cell as text; a whole number stands for its digits. Raises ``CellFault``."""
    value = _value(cell)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        raise CellFault("A text is wanted here, and the cell holds TRUE or FALSE: format it as text.")
    if isinstance(value, int) and cell.plain and not cell.percent and abs(value) < 10**_DIGITS:
        return str(value)
    if isinstance(value, date):
        raise CellFault("A text is wanted here, and the cell holds a date: format it as text, and write it again.")
    raise CellFault("A text is wanted here, and the cell holds a number: format it as text, and write it again.")


def value_of(cell: TableCell, type_: FieldType, fact: Fact | None) -> Any:
    """Read a cell as the JSON value of a fact. Words are not compared with those known here. Raises ``CellFault``."""
    if type_.kind is Kind.TRUTH:
        return truth_of(cell)
    if type_.kind is Kind.DATE:
        return _day_of(cell)
    if type_.kind is Kind.QUANTITY:
        return _quantity_of(cell, percent=fact is not None and fact.unit == "percent")
    if type_.kind in _TEXTS:
        return text_of(cell)
    raise CellFault("Nothing can be stated here.")


def words_of_cell(cell: TableCell) -> list[str] | str:
    """Read a list of words, or the word for a list of nothing. Raises ``CellFault``."""
    words = [word.strip() for word in text_of(cell).split(";")]
    words = [word for word in words if word]
    if NONE in words:
        if len(words) > 1:
            raise CellFault("`none` stands alone: it says that there is nothing else.")
        return NONE
    if not words:
        raise CellFault("Name what is listed, with `;` between, or write `none`.")
    return words


def truth_of(cell: TableCell) -> bool:
    """Read yes or no. Raises ``CellFault``."""
    value = _value(cell)
    if isinstance(value, bool):
        return value
    found = _TRUTH.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise CellFault("Write `yes` or `no`.")
    return found


def json_of(cell: TableCell) -> dict[str, Any]:
    """Read the JSON object of a cell, with numbers as text. Raises ``CellFault``."""
    try:
        found = json.loads(
            text_of(cell), parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_once
        )
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise CellFault("Write a JSON object here, with each name once.")
    return found


def _value(cell: TableCell) -> Any:
    if cell.fault:
        raise CellFault(cell.fault)
    return cell.value


def _day_of(cell: TableCell) -> str:
    value = _value(cell)
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            raise CellFault("Write a day without a time.")
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip()
    raise CellFault("Write a day as YYYY-MM-DD, or format the cell as a date.")


def _quantity_of(cell: TableCell, *, percent: bool) -> Any:
    value = _value(cell)
    if isinstance(value, str):
        return _range_of(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise CellFault("A number is wanted here; the cell holds something else.")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise CellFault("A number is wanted here; the cell holds something else.")
    if not isinstance(value, Decimal) and len(number.normalize().as_tuple().digits) > _DIGITS:
        raise CellFault("A spreadsheet holds 15 digits exactly, and this number has more: write it as text or a range.")
    if cell.percent:
        if not percent:
            raise CellFault("The cell is formatted in percent, and no percentage is wanted here.")
        number *= 100
    return format(number, "f")


def _range_of(text: str) -> Any:
    if not text.startswith((">", "<")):
        return text
    bounds: dict[str, str] = {}
    place = 0
    while place < len(text):
        found = _BOUND.match(text, place)
        if found is None or _BOUNDS[found[1]] in bounds:
            raise CellFault("Write a range with one lower and one upper bound, as `>=10 <50`.")
        bounds[_BOUNDS[found[1]]] = found[2]
        place = found.end()
    return bounds


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError
    return dict(pairs)


def _no_number(_: str) -> None:
    raise ValueError
