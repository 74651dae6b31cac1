"""Writes the values of an answer as a person reads them, and text from outside so that it cannot disturb a page."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from app.domain.answers.determination import STEPS as STEP_ORDER
from app.domain.answers.determination import ElementVerdict, ObligationJson
from app.domain.days import day_of, in_words
from app.domain.facts.countries import COUNTRY_NAMES
from app.domain.facts.dictionary import FieldType, Kind, entry_at
from app.domain.facts.fact import Fact
from app.domain.facts.transaction import Transaction

VERDICTS: Final[Mapping[ElementVerdict, str]] = {
    "met": "Met",
    "not_met": "Not met",
    "unknown": "Open",
    "not_applicable": "Not asked",
}
STEPS: Final[Mapping[str, str]] = {
    "stop": "Do not go on with the transaction",
    "file": "File with Treasury",
    "ask": "Ask for what is missing",
    "record": "Keep on record",
    "none": "Nothing is to be done",
}
_BOUNDS: Final = {"at_least": "at least", "more_than": "more than", "at_most": "at most", "less_than": "less than"}
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?:[^\\S\n]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*"
)
_LONG_NUMBER: Final = re.compile(r"(\d+?)(0{9,})")
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def urgent_first(duties: Iterable[ObligationJson]) -> list[ObligationJson]:
    """Put what stops a deal first, then what has a day, by day, and then the rest as it is urgent."""
    return sorted(
        duties,
        key=lambda each: (
            each["step"] != "stop",
            each["due"] is None,
            each["due"] or "",
            STEP_ORDER.index(each["step"]),
        ),
    )


def printable(text: str) -> str:
    """Put a mark in place of what would disturb a page, and end what runs from right to left where it ends."""
    return _RIGHT_TO_LEFT.sub(r"\g<0>" + "\u200e", _UNPRINTABLE.sub("\ufffd", text))


def spaced(word: str) -> str:
    """Write a word of the interface as words of a sentence."""
    return word.replace("_", " ")


def sentence(word: str) -> str:
    """Write a word of the interface as the beginning of a sentence."""
    return spaced(word[:1].upper() + word[1:])


def day_in_words(day: str | date | None) -> str:
    """Write a day as a sentence has it."""
    found = day_of(day) if isinstance(day, str) else day
    return in_words(found) if found is not None else str(day or "no stated day")


def fact_at(pointer: str) -> tuple[Fact, FieldType] | None:
    """Find the fact that stands at a JSON Pointer into a transaction, with its type."""
    entry = entry_at(Transaction, pointer)
    return (entry.fact, entry.field.type) if entry is not None else None


def value_in_words(value: Any, type_: FieldType | None = None, *, unit: str | None = None) -> str:
    """Write a quoted value; with its type, choices are written as what they mean and codes as names."""
    match value:
        case None:
            return "Not stated"
        case bool():
            return "Yes" if value else "No"
        case {"items": items, **rest}:
            item = type_.item if type_ is not None else None
            told = "; ".join(value_in_words(each, item).rstrip(".") for each in items) or "None"
            return told if rest.get("complete") else f"{told} (not said to be all)" if items else "Not stated"
        case dict():
            bounds = [f"{_BOUNDS[name]} {_number(str(each))}" for name, each in value.items() if name in _BOUNDS]
            return f"{' and '.join(bounds)}{f' {unit}' if unit else ''}" if bounds else _record(value)
        case list():
            return "; ".join(value_in_words(each, type_) for each in value) or "None"
        case _:
            return _plain(str(value), type_, unit)


def _plain(text: str, type_: FieldType | None, unit: str | None) -> str:
    kind = type_.kind if type_ is not None else None
    if kind is Kind.CHOICE and type_ is not None and type_.meanings is not None and text in type_.meanings.words:
        return type_.meanings.words[text].says
    if kind is Kind.COUNTRY:
        return f"{_capital(COUNTRY_NAMES[text])} ({text})" if text in COUNTRY_NAMES else printable(text)
    if kind is Kind.DATE:
        return day_in_words(text)
    if kind is Kind.QUANTITY:
        return f"{_number(text)}{f' {unit}' if unit else ''}"
    return printable(text)


def _capital(name: str) -> str:
    return name.removeprefix("the ")


def _record(value: dict[str, Any]) -> str:
    return ", ".join(f"{spaced(name)}: {value_in_words(each)}" for name, each in value.items() if each is not None)


def _number(text: str) -> str:
    """Write a number with many zeros as a power of ten, and other whole numbers in groups of three digits."""
    if (found := _LONG_NUMBER.fullmatch(text)) is not None:
        digits, zeros = found.groups()
        power = f"10{str(len(zeros)).translate(_SUPERSCRIPTS)}"
        return power if digits == "1" else f"{digits}·{power}"
    return f"{int(text):,}" if text.isascii() and text.isdigit() and len(text) < 40 else text
