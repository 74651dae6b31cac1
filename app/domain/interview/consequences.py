"""Says what answers to one question would mean: which of them settle the matter by themselves, and how."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from app.domain.answers.determination import UNDETERMINED, Class, QuestionJson
from app.domain.answers.questions import ConsequenceJson
from app.domain.facts.dictionary import Kind
from app.domain.facts.fact import Listing
from app.domain.facts.party import Conclusion
from app.domain.interview.interview import Interview
from app.domain.interview.telling_answers import TellingAnswers
from app.domain.interview.trials import Trials
from app.domain.quantity import Range, number_text
from app.domain.quoting import quoted
from app.domain.screening import Law

_LONG = 9
"""Numbers of more digits are written as a power of ten."""
_OF_NUMBERS = {"at_least": "at least", "more_than": "more than", "at_most": "at most", "less_than": "less than"}
_OF_DAYS = {"at_least": "on or after", "more_than": "after", "at_most": "on or before", "less_than": "before"}

_Tried = tuple[Any, Class]
"""An answer, and the determination after it."""


class Consequences:
    """Finds what answers would mean under one law."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._telling = TellingAnswers(law.rule_set)

    def of(self, question: QuestionJson, interview: Interview) -> list[ConsequenceJson]:
        """List the answers after which the determination is definite, whatever else is answered.

        Raises what :meth:`Law.screen` raises.
        """
        trials = Trials(self._law)
        tried: list[_Tried] = []
        for value in self._telling.to(question, interview.transaction):
            said = _in_part(value, question)
            trial = None if said is None else trials.answered(interview, question, said)
            tried.append((said, UNDETERMINED if trial is None else trial.determination))
        match question.get("type"):
            case Kind.QUANTITY | Kind.DATE:
                thresholds = self._telling.values.thresholds(self._telling.field(question))
                found = _of_spans(sorted(tried), thresholds, question.get("unit")) if thresholds else iter(())
            case Kind.COUNTRY:
                found = _of_countries(tried, self._telling.values.thresholds(self._telling.field(question)))
            case _:
                found = (_consequence(each, _words(value), answer=_stated(value)) for value, each in tried)
        return [each for each in found if each["determination"] != UNDETERMINED]


def _in_part(value: Any, question: QuestionJson) -> Any:
    """Give the answer as something that may be said beside more; ``None`` for one that says nothing yet."""
    if not isinstance(value, Listing):
        return value if question.get("type") is not Kind.RECORD else None
    if len(value.items) == question.get("stated", 0):
        return value
    return replace(value, complete=None) if question.get("items") is not Kind.RECORD else None


def _of_spans(tried: Sequence[_Tried], thresholds: frozenset[Any], unit: str | None) -> Iterator[ConsequenceJson]:
    """Put numbers or days that mean the same together, from the least to the most."""
    for determination, group in groupby(range(len(tried)), key=lambda place: tried[place][1]):
        first, *rest = group
        last = rest[-1] if rest else first
        bounds: dict[str, Any] = {}
        if first > 0:
            at = tried[first][0]
            bounds |= {"at_least": at} if at in thresholds else {"more_than": tried[first - 1][0]}
        if last < len(tried) - 1:
            at = tried[last][0]
            bounds |= {"at_most": at} if at in thresholds else {"less_than": tried[last + 1][0]}
        if not bounds:
            continue  # no answer that was tried tells one number from another
        if isinstance(tried[first][0], date):
            words = " and ".join(f"{_OF_DAYS[name]} {bound.isoformat()}" for name, bound in bounds.items())
            yield _consequence(determination, words)
        else:
            words = " and ".join(f"{_OF_NUMBERS[name]} {_number(bound)}" for name, bound in bounds.items())
            yield _consequence(determination, f"{words} {unit or ''}".rstrip(), answer=quoted(Range(**bounds)))


def _of_countries(tried: Sequence[_Tried], named: frozenset[Any]) -> Iterator[ConsequenceJson]:
    """Put countries that mean the same together; one that no rule names stands for all such."""
    means: dict[Class, list[str]] = {}
    for country, determination in tried:
        means.setdefault(determination, []).append(f"`{country}`" if country in named else "any other country")
    for determination, countries in means.items():
        yield _consequence(determination, " or ".join(countries))


def _consequence(determination: Class, words: str, **answer: object) -> ConsequenceJson:
    says = f"{determination.replace('_', ' ').capitalize()} if {words}."
    found: ConsequenceJson = {"determination": determination, "says": says}
    return {**found, "answer": answer["answer"]} if answer else found


def _stated(value: Any) -> object:
    """Write an answer as it is stated in a transaction; of a conclusion, whether the element is met."""
    if isinstance(value, Conclusion):
        return value.met
    return {"items": list(value.items)} if isinstance(value, Listing) and value.complete is None else quoted(value)


def _words(value: Any) -> str:
    match value:
        case bool() | Conclusion():
            return "yes" if _stated(value) else "no"
        case Listing(items=items, complete=True):
            return "that is all" if items else "none"
        case Listing(items=(*_, last)):
            return f"`{last}` is among them"
        case _:
            return f"`{value}`"


def _number(number: Decimal) -> str:
    text = number_text(number)
    return f"{number.normalize():e}".replace("e+", "e") if len(text) > _LONG else text
