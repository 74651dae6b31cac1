"""How the texts in answers are written."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Written:
    """Says how a text is written: its format, a pattern that it matches, its length, or the only words it can be."""

    format: str | None = None
    pattern: str | None = None
    max_length: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedComponent:
    """Gives the words of a choice, or a mapping, a component of its own: clients get a type of this name."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class DescribedElsewhere:
    """Names the component of a value without a type here: a class, a record of a transaction, or a statement."""

    component: str


DayText = Annotated[str, Written(format="date")]
"""A day of the calendar, YYYY-MM-DD."""

Digest = Annotated[str, Written(pattern="^sha256:[0-9a-f]{64}$")]
"""The SHA-256 of some bytes."""

Percent = Annotated[str, Written(pattern=r"^\d+(\.\d+)?$")]
"""A number of percent, digit by digit."""

LINE = Written(max_length=1000, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$")

LineText = Annotated[str, LINE]
"""One line of text."""

ChosenVariants = Annotated[
    dict[str, str],
    NamedComponent("ChosenVariants", "Alternatives of a proposal, by the variant that each answers."),
]
"""The alternatives chosen of what a proposal leaves open, by variant."""

AnyObject = Annotated[dict[str, object], NamedComponent("JsonObject", "A JSON object, as its document has it.")]
"""A JSON object whose members no type tells."""
