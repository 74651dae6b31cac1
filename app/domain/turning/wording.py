"""Words facts and turning points: what an answer depends on and what is to be verified, and no advice."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from app.domain.answers.determination import NOT_COVERED, UNDETERMINED, Class
from app.domain.facts.fact import Listing
from app.domain.quantity import Range, number_text
from app.domain.turning.attempts import Turn

_LONG: Final = 9
_MANY: Final = 12
_OF_NUMBERS = {"at_least": "at least", "more_than": "more than", "at_most": "at most", "less_than": "less than"}
_OF_DAYS = {"at_least": "on or after", "more_than": "after", "at_most": "on or before", "less_than": "before"}


def value_text(value: Any, unit: str | None = None, *, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Write a value in words; ``names`` are those of parties by their identifiers."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{number(value)} {unit or ''}".rstrip()
        case date():
            return value.isoformat()
        case Range():
            given = ((name, getattr(value, name)) for name in _OF_NUMBERS)
            return bounds_text({name: bound for name, bound in given if bound is not None}, unit)
        case Listing(items=items, complete=complete):
            if not items:
                return "none" if complete else "none named so far"
            said = [names.get(each, f"`{each}`") if isinstance(each, str) else "" for each in items]
            listed = f"{len(items)} listed" if "" in said else listed_text(said)
            return f"{listed}, and that is all" if complete else f"{listed}, and perhaps more"
        case _:
            return names.get(value, f"`{value}`")


def number(value: Decimal) -> str:
    """Write a number; one of many digits as a power of ten."""
    text = number_text(value)
    return f"{value.normalize():e}".replace("e+", "e").replace("E+", "e") if len(text) > _LONG else text


def bounds_text(bounds: dict[str, Any], unit: str | None = None) -> str:
    """Write the bounds of numbers or days."""
    if any(isinstance(each, date) for each in bounds.values()):
        return " and ".join(f"{_OF_DAYS[name]} {bound.isoformat()}" for name, bound in bounds.items())
    words = " and ".join(f"{_OF_NUMBERS[name]} {number(bound)}" for name, bound in bounds.items())
    return f"{words} {unit or ''}".rstrip()


def listed_text(words: Sequence[str], *, last: str = "and") -> str:
    """List words, with ``last`` before the last of them."""
    if len(words) > _MANY:
        words = [*words[: _MANY - 1], f"{len(words) - _MANY + 1} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def fact_says(question: str, text: str, *, whom: str, citation: str) -> str:
    """Say what a fact is, and that it is to be verified."""
    return f"{whom}{question} {text} ({citation}). Verify this."


def turn_says(turn: Turn, condition: str, *, whom: str, question: str, citation: str) -> str:
    """Say on which condition the determination would be another, and which: in words that advise nothing."""
    then = would_be(turn.determination, turn.possible)
    return f"{whom}{question} The answer depends on this: if {condition}, {then} ({citation}). Verify this."


def would_be(determination: Class, possible: Sequence[Class]) -> str:
    """Say what the deal would then be."""
    if determination == UNDETERMINED:
        words = [each.replace("_", " ") for each in possible]
        return f"it would be open whether the deal is {', '.join(words[:-1])} or {words[-1]}"
    if determination == NOT_COVERED:
        return "the deal would not be covered"
    return f"the deal would be {determination.replace('_', ' ')}"


def condition_text(turn: Turn, stated: Any, *, unit: str | None, unnamed: frozenset[str]) -> str:
    """Write the condition on which it turns; the ``unnamed`` stand for all that no rule names."""
    first = turn.values[0]
    if turn.bounds is not None:
        return f"it were {bounds_text(turn.bounds, unit)}"
    if turn.stays_at is not None:
        return f"it were {value_text(first, unit)} (tried; at {value_text(turn.stays_at, unit)} the answer stays)"
    if isinstance(stated, Listing):
        return _of_lists(turn.values, stated, unnamed)
    if isinstance(first, str):
        return f"it were {_alternatives(turn.values, unnamed)}"
    return f"it were {value_text(first, unit)}"


def _of_lists(values: Sequence[Listing[Any]], stated: Listing[Any], unnamed: frozenset[str]) -> str:
    """Name what would be among the items, or not among them."""
    there = stated.items
    more = [each for value in values for each in value.items if each not in there]
    less = [each for value in values if len(value.items) < len(there) for each in there if each not in value.items]
    words = [f"{_alternatives(more, unnamed)} were among them"] if more else []
    words += [f"{_alternatives(less, unnamed)} were not among them"] if less else []
    return " or if ".join(words)


def _alternatives(values: Sequence[str], unnamed: frozenset[str]) -> str:
    named = [each for each in values if each not in unnamed]
    others = [f"another, such as `{each}`" for each in values if each in unnamed]
    return " or ".join([*([listed_text([f"`{each}`" for each in named], last="or")] if named else []), *others])
