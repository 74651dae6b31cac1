"""The words to choose from, as questions and the dictionary of facts give them."""

from functools import cache
from typing import Annotated, TypedDict

from app.domain.facts.choice import Choices
from app.domain.facts.dictionary import FieldType


class ChoiceJson(TypedDict):
    """One word to choose."""

    value: Annotated[str, "The word, as it is stated."]
    says: Annotated[str, "What whoever chooses it says, as a sentence."]
    citation: Annotated[str, "The paragraph that it is read in."]


def choices_of(type_: FieldType) -> list[ChoiceJson] | None:
    """List the words in which a fact of this type, or an item of its list, is stated; ``None`` for any other value."""
    meanings = (type_.item or type_).meanings
    return None if meanings is None else _told(meanings)


@cache
def _told(meanings: Choices) -> list[ChoiceJson]:
    return [{"value": word, "says": each.says, "citation": each.citation} for word, each in meanings.words.items()]
