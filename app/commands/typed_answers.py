"""Reads what a person types in answer to a question."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.api.wire.country_names import countries_meant
from app.api.wire.currencies import currencies_meant
from app.api.wire.quantities import BOUNDS, NUMBER
from app.api.wire.shape import NOTHING
from app.domain.answers.determination import QuestionJson
from app.domain.facts.dictionary import Kind
from app.service.templates.answer_forms import value_form

_OUTCOMES: Final = {
    **dict.fromkeys(("don't know", "dont know", "do not know", "not known", "unknown"), "asked_and_not_known"),
    **dict.fromkeys(("refused", "they refuse", "declined"), "asked_and_refused"),
}
_YES: Final = {**dict.fromkeys(("yes", "y", "true"), True), **dict.fromkeys(("no", "n", "false"), False)}
_ALL: Final = {
    **dict.fromkeys(("that is all", "that's all", "all"), True),
    **dict.fromkeys(("there may be more", "there are more", "more"), False),
}
_MEANT: Final[Mapping[object, Callable[[str], Sequence[str]]]] = {
    Kind.COUNTRY: countries_meant,
    Kind.CURRENCY: currencies_meant,
}
_END_OF_LIST: Final = "`that is all`, `there may be more`"
_BOUNDS: Final = {name.replace("_", " "): name for name in BOUNDS}
_bound = re.compile(f"({'|'.join(_BOUNDS)}) (.+)").fullmatch
_is_number = re.compile(NUMBER, re.ASCII).fullmatch


class Misunderstood(ValueError):
    """What was typed is no answer to the question; the message says what would be."""


def left_open(text: str) -> str | None:
    """Read that nobody knows the answer, or that it was refused, as the outcome of an inquiry; else ``None``."""
    return _OUTCOMES.get(_plain(text))


def yes_or_no(text: str) -> bool:
    """Read yes or no; raises ``Misunderstood``."""
    return _one_of(_YES, text, "Type `yes` or `no`.")


def that_is_all(text: str) -> bool:
    """Read whether there is nothing more to list; raises ``Misunderstood``."""
    return _one_of({**_YES, **_ALL}, text, "Type `yes` if that is all, and `no` if there may be more.")


def says_that_is_all(text: str) -> bool | None:
    """Read that there is nothing more to list, or may be; ``None`` for anything else."""
    return {**_YES, **_ALL}.get(_plain(text))


def chosen(text: str, words: Sequence[str]) -> str:
    """Read one of the words, or its number; raises ``Misunderstood``."""
    typed = _plain(text)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= len(words):
        return words[int(typed) - 1]
    for word in words:
        if word.lower() in (typed, typed.replace(" ", "_")):
            return word
    raise Misunderstood(f"Type a number from 1 to {len(words)}, or one of the words.")


def words_of(question: QuestionJson, parties: Sequence[str]) -> list[str]:
    """List the words that can be chosen, by number too; none where the answer is written out."""
    if Kind.PARTY in (question.get("type"), question.get("items")):
        return list(parties)
    return [each["value"] for each in question.get("choices", ())]


def typed_form(question: QuestionJson, words: Sequence[str]) -> str:
    """Say what to type in answer to a question."""
    kind = question.get("type")
    if kind == Kind.LISTING and question.get("items") == Kind.RECORD:
        return f"{_END_OF_LIST if question.get('stated') else '`none`'}, or `add` to state one"
    if kind == Kind.LISTING and question.get("stated"):
        return f"{_END_OF_LIST}, or what else there is"
    if kind == Kind.LISTING:
        return f"`none`, or {'numbers or words' if words else value_form(question['items'])}, with commas between"
    if words:
        return "a number or a word"
    if kind == Kind.TRUTH or "conclusion" in question:
        return "yes or no"
    if kind == Kind.QUANTITY:
        return f"a number of {question.get('unit', 'units')}, or bounds, such as `at least 10, less than 50`"
    return "`add` to state it" if kind == Kind.RECORD or kind is None else value_form(kind)


def value_of(question: QuestionJson, text: str, words: Sequence[str]) -> Any:
    """Read the value of a fact or the reading of a point of law, as it is stated; raises ``Misunderstood``.

    What only the reading of transactions can tell, such as whether there is such a country, is not looked at.
    """
    match question.get("type"):
        case Kind.TRUTH:
            return yes_or_no(text)
        case Kind.QUANTITY:
            return _quantity(text, question.get("unit", ""))
        case Kind.RECORD:
            _one_of({"add": True}, text, "Type `add` to state it; what belongs to it is asked then.")
            return {}
        case Kind.COUNTRY | Kind.CURRENCY as kind:
            return _code(text, _MEANT[kind])
        case _ if words:
            return chosen(text, words)
        case _ if not text.strip():
            raise Misunderstood("Type an answer.")
        case _:
            return text.strip()


def items_of(question: QuestionJson, text: str, words: Sequence[str]) -> list[Any]:
    """Read what is to be listed; nothing for the word that says so. Raises ``Misunderstood``."""
    if _plain(text) == NOTHING and not question.get("stated"):
        return []
    if question.get("items") == Kind.RECORD:
        _one_of({"add": True}, text, "Type `add` to state one, and what belongs to it is asked then, or `none`.")
        return [{}]
    by_commas = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    parts = by_commas if len(by_commas) > 1 or _plain(text) in map(str.lower, words) else text.split()
    if not parts:
        raise Misunderstood("Type what is to be listed, with commas between, or `none`.")
    meant = _MEANT.get(question.get("items"), lambda _: [])
    return list(dict.fromkeys(chosen(part, words) if words else _code(part, meant) for part in parts))


def _code(text: str, meant: Callable[[str], Sequence[str]]) -> str:
    """Read a code, or a name that has one code; what else is typed is left to the reading of transactions.

    Raises ``Misunderstood`` for what is an answer to another question rather than a country.
    """
    if text.strip() in ("no", "No"):
        raise Misunderstood("Type NO in capitals, or Norway, if that is the country.")
    codes = meant(text)
    return codes[0] if len(codes) == 1 else text.strip().upper()


def _quantity(text: str, unit: str) -> str | dict[str, str]:
    """Read a number, or bounds such as "at least 10, less than 50"."""
    bounds = [_bound(part.strip()) for part in re.split(r",|\band\b", _plain(text)) if part.strip()]
    if bounds and all(bounds):
        return {_BOUNDS[each[1]]: _number(each[2], unit) for each in bounds if each is not None}
    return _number(_plain(text), unit)


def _number(text: str, unit: str) -> str:
    number = text.removesuffix("%").removesuffix(unit.lower()).strip()
    if not _is_number(number):
        of = f" of {unit}" if unit else ""
        raise Misunderstood(
            f"Type a number{of}, such as 24, 49.5 or 3.1e24, without separators; or bounds, such as `at least 10, less "
            "than 50`."
        )
    return number


def _one_of(words: dict[str, bool], text: str, otherwise: str) -> bool:
    if _plain(text) not in words:
        raise Misunderstood(otherwise)
    return words[_plain(text)]


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().rstrip(" .").split())
