"""Says how the answer to a question is written, for a person who types it."""

from typing import Final

from app.domain.answers.determination import QuestionJson
from app.domain.facts.dictionary import Kind

_FORMS: Final = {
    Kind.TRUTH: "true or false",
    Kind.CHOICE: "one of these words",
    Kind.DATE: "a day, as YYYY-MM-DD",
    Kind.COUNTRY: "the two letters of a country, such as US, CN, HK or KY",
    Kind.CURRENCY: "the three letters of a currency, such as USD",
    Kind.PARTY: "the id of a party",
}
_ITEMS: Final = {Kind.COUNTRY: "the letters of countries", Kind.PARTY: "the ids of parties", Kind.CHOICE: "these words"}


def value_form(kind: Kind) -> str:
    """Say in which form a single value of a kind is written."""
    return _FORMS.get(kind, "it out")


def answer_form(question: QuestionJson) -> str:
    """Say in which form the answer to a question is written in a file."""
    kind = question.get("type", Kind.CHOICE)
    if kind == Kind.QUANTITY:
        unit = f" of {question['unit']}" if "unit" in question else ""
        return f"a number{unit}, or bounds, such as {{at_least: 10, less_than: 50}}"
    if kind == Kind.LISTING and question.get("stated"):
        of = " of these words" if "choices" in question else ""
        return f"true if nothing{of} is left out, false if something may be"
    if kind == Kind.LISTING:
        what = _ITEMS.get(question["items"], "what there is")
        return f"none, or {{items: [...], complete: true}} of {what}; complete: false if there may be more"
    return value_form(kind)
