"""The building blocks of choices: words that a fact can be stated in, and what each of them means.

A type of choices is an annotated ``Literal``: the type checker reads the words, and the sentences stand beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from app.domain.facts.fact import full_citation


@dataclass(frozen=True, slots=True)
class Choice:
    """What whoever chooses a word says, as a sentence, and the paragraph that it is read in."""

    says: str
    cites: str

    @property
    def citation(self) -> str:
        """The full citation."""
        return full_citation(self.cites)


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """The words of one type by what each means, with the name of the type and what is chosen, as a sentence."""

    name: str
    says: str
    words: Mapping[str, Choice]


def words_of(type_: Any) -> tuple[str, ...]:
    """List the words of a type of choices."""
    words: tuple[str, ...] = get_args(get_args(type_)[0])
    return words


def meanings_of(type_: Any) -> Choices:
    """Say what the words of a type of choices mean; raise ``TypeError`` unless each word has its sentence."""
    meanings: Choices = get_args(type_)[1]
    if tuple(meanings.words) != words_of(type_):
        raise TypeError(f"{meanings.name}: give a sentence for each word, in their order")
    return meanings
