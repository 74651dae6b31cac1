"""Turns what a validator found into problems that a person can mend; no message repeats a value of the body."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_args

from pydantic_core import ErrorDetails, ValidationError, core_schema

from app.api.wire.country_names import countries_meant
from app.api.wire.currencies import currencies_meant
from app.api.wire.nearest_names import either, names_below, property_meant, words_meant
from app.api.wire.unknown_names import unknown_name
from app.domain.errors import Problem
from app.domain.facts import limits
from app.domain.facts.dictionary import FieldType, Kind, fields_of
from app.domain.pointers import below


def problems_of(error: ValidationError, record: type[Any]) -> tuple[Problem, ...]:
    """Gives the problems behind a validation error of this record, in the order of the schema.

    There are at most ``limits.PROBLEMS``.
    """
    count = error.error_count()
    if count > limits.FINDINGS:
        detail = f"There are {count} problems in this body: check that it is a transaction at all."
        return (Problem("", detail, "too_many_problems"),)
    found = error.errors(include_url=False)[: limits.PROBLEMS]
    return tuple(_problem(details, FieldType(Kind.RECORD, record=record)) for details in found)


def pointer_to(location: Sequence[str | int]) -> str:
    """Writes the JSON Pointer (RFC 6901) to a location."""
    return "".join(below("", str(step)) for step in location)


def _problem(details: ErrorDetails, root: FieldType) -> Problem:
    location, given = details["loc"], details["input"]
    pointer = pointer_to(location)
    match details["type"]:
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return Problem(pointer, "This property is required.", "missing")
        case "unexpected_keyword_argument":
            return _unknown_property(location, root)
        case "too_long":
            context = details["ctx"]
            detail = f"Give at most {context['max_length']} items; here are {context['actual_length']}."
            return Problem(pointer, detail, "too_many_items")
        case "string_too_long":
            return Problem(pointer, f"Give at most {details['ctx']['max_length']} characters.", "text_too_long")
        case "string_pattern_mismatch":
            return Problem(pointer, "Give one line of text, not empty and without control characters.", "not_a_line")
        case code if code not in _BUILT_IN:
            return Problem(pointer, details["msg"], code)
        case _:
            type_, needed = _type_at(location, root)
            if given is None:
                cure = "" if needed else " Leave it out, and its default stands."
                return Problem(pointer, f"This cannot be null.{cure}", "null")
            return _misfit(pointer, type_, given, listed=location[-1:] == ("items",))


_BUILT_IN = frozenset(get_args(core_schema.ErrorType))
"""The codes of the validator itself; any other comes from a function of the shape, with words made for the caller."""


def _misfit(pointer: str, type_: FieldType, given: object, *, listed: bool) -> Problem:
    match type_.kind:
        case Kind.CHOICE:
            return _misfit_choice(pointer, type_, given)
        case Kind.COUNTRY:
            detail = "Give the two-letter country code of ISO 3166-1 in capitals, such as `CN` or `US`."
            return Problem(pointer, detail + _meant(countries_meant, given), "unknown_country")
        case Kind.CURRENCY:
            detail = "Give the three-letter currency code of ISO 4217 in capitals, such as `USD`."
            return Problem(pointer, detail + _meant(currencies_meant, given), "unknown_currency")
        case Kind.LISTING if not listed:
            return Problem(pointer, _LISTING_WANTED, "wrong_type")
        case kind:
            return Problem(pointer, _WANTED[kind], "wrong_type")


_LISTING_WANTED = (
    'A list says whether it is whole. Write {"items": [...], "complete": true} if nothing is left out, '
    '{"items": [...], "complete": false} if something may be, and "none" if there is nothing to list.'
)

_WANTED = {
    Kind.QUANTITY: "Give a quantity.",
    Kind.TRUTH: "Give true or false, without quotation marks.",
    Kind.DATE: "Give a day as YYYY-MM-DD.",
    Kind.PARTY: "Give the id of a party, a text.",
    Kind.TEXT: "Give a text in quotation marks.",
    Kind.ELEMENT: "Give the name of an element of the law, a text such as `850.224(m)(4)`.",
    Kind.RECORD: "Give an object.",
    Kind.LISTING: "Give a list.",
    Kind.SERIES: "Give a list.",
}


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _misfit_choice(pointer: str, type_: FieldType, given: object) -> Problem:
    meant = _meant(lambda word: words_meant(word, type_), given)
    return Problem(pointer, f"Give one of {_named(type_.choices)}.{meant}", "unknown_choice")


def _asked(meant: str) -> str:
    return f" Did you mean {meant}?" if meant else ""


def _meant(find: Callable[[str], Sequence[str]], given: object) -> str:
    """Asks whether one of the words that are found for what was given was meant, if that is a text."""
    return _asked(either(find(given)) if isinstance(given, str) else "")


def _unknown_property(location: Sequence[str | int], root: FieldType) -> Problem:
    *above, name = location
    at = pointer_to(above)
    record: Any = _type_at(above, root)[0].record
    whole: Any = root.record
    if record is None:
        known = ("items", "complete")
        return unknown_name(str(name), known, "property", at=at, cure=f"Known are {_named(known)}.")
    meant = property_meant(str(name), record, at=at, root=whole)
    cure = _asked(meant).strip() or f"Known are {_named(fields_of(record))}."
    return unknown_name(str(name), names_below(whole), "property", at=at, cure=cure)


def _type_at(location: Sequence[str | int], root: FieldType) -> tuple[FieldType, bool]:
    """Gives the type of the field, item or ``complete`` mark at a place, and whether it has to be stated."""
    type_, needed = root, True
    for step in location:
        if isinstance(step, int) and type_.item is not None:
            type_, needed = type_.item, True
        elif type_.record is not None:
            field = fields_of(type_.record)[str(step)]
            type_, needed = field.type, field.required
        elif step == "complete":
            type_, needed = FieldType(Kind.TRUTH), True
    return type_, needed
