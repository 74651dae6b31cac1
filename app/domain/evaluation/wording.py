"""Puts phrases of a rule set into words, with the facts of one transaction."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.days import in_words
from app.domain.evaluation.paths import Variables, pointer_of, value_at
from app.domain.evaluation.run import Facts, Run
from app.domain.evaluation.subjects import called
from app.domain.facts.countries import COUNTRY_NAMES
from app.domain.facts.dictionary import FieldType, Kind
from app.domain.facts.fact import Listing
from app.domain.language.nodes import Path
from app.domain.language.phrases import Phrase, PhraseWords, Worded
from app.domain.quantity import Range, number_text

Telling = Callable[[Any, str, Run, Facts | None], str]
"""Words a phrase: ``(record spoken of, its JSON Pointer, run, facts that it may name in brackets; None for all)``."""

_Slot = Callable[[Any, str, Run, Facts | None], str | None]
_BOUNDS = {
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
}


def telling(phrase: Phrase, variables: Variables) -> Telling:
    """Compile a phrase. In brackets it names only facts that are known and, given facts, that are among those."""
    pieces = [
        [_words(each, variables, optional=optional) for each in alternatives]
        for alternatives, optional in zip(phrase.pieces, phrase.optional, strict=True)
    ]

    def tell(subject: Any, pointer: str, run: Run, facts: Facts | None) -> str:
        told = ""
        for piece in pieces:
            for alternative in piece:
                words = alternative(subject, pointer, run, facts)
                if words is not None:
                    told += words
                    break
        return told

    return tell


def _words(words: PhraseWords, variables: Variables, *, optional: bool) -> _Slot:
    """Compile words with slots; within brackets they are ``None`` where a fact in them is not to be told."""
    slots = [_slot(each, variables, optional=optional) for each in words]

    def tell(subject: Any, pointer: str, run: Run, facts: Facts | None) -> str | None:
        told = [each if isinstance(each, str) else each(subject, pointer, run, facts) for each in slots]
        if optional and None in told:
            return None
        return "".join("somebody not named" if each is None else each for each in told)

    return tell


def _slot(slot: str | Path | Worded, variables: Variables, *, optional: bool) -> str | _Slot:
    if isinstance(slot, str):
        return slot
    if isinstance(slot, Worded):
        name = slot.name
        return lambda _, pointer, run, __: run.regime.worded[name](run.transaction, pointer)
    value, place, type_ = value_at(slot, variables), pointer_of(slot, variables), slot.type

    def tell(subject: Any, pointer: str, run: Run, facts: Facts | None) -> str | None:
        found = value(subject, run)
        if found is None or (optional and facts is not None and place(subject, pointer, run) not in facts):
            return None
        return written(found, type_, run)

    return tell


def written(value: Any, type_: FieldType, run: Run) -> str:
    """Write a value as a sentence has it: parties by name, countries in words, numbers digit by digit."""
    match value:
        case Listing(items=items) if type_.item is not None:
            return _joined([written(each, type_.item, run) for each in items])
        case date():
            return in_words(value)
        case Decimal():
            return number_text(value)
        case Range():
            bounds = ((words, getattr(value, name)) for name, words in _BOUNDS.items())
            return " and ".join(f"{words} {number_text(bound)}" for words, bound in bounds if bound is not None)
        case _:
            return _word(value, type_, run)


def _word(value: Any, type_: FieldType, run: Run) -> str:
    if type_.kind is Kind.PARTY:
        return called(run.parties[value])
    if type_.kind is Kind.COUNTRY:
        return COUNTRY_NAMES[value]
    return str(value).replace("_", " ")


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
