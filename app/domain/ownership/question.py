"""What can be asked about a share, and the answer in bounds."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Measure(StrEnum):
    """What a share is a share of. The values are the fields of an interest. Measures are never added to one another."""

    VOTING = "voting_percent"
    BOARD = "board_percent"
    EQUITY = "equity_percent"


class Method(StrEnum):
    """How much of what an entity holds counts as held by the persons behind it, link by link up the chain.

    Under each of them but the last a link counts at least proportionately; they differ in the links that count in full.
    The class asked about counts as one holder. Chains that run through a ring of cross-holdings count once for every
    round, up to the whole.
    """

    MULTIPLY = "multiply"
    """No link counts in full: the percentages along a chain are multiplied."""
    ATTRIBUTE_206B = "attribute_206b"
    """A link from parent to subsidiary counts in full: 850.206(b)."""
    FULL_FROM_HALF = "full_from_half"
    """A link of 50 percent or more, in the measure asked about, counts in full."""
    HIGHEST = "highest"
    """Each link counts by whichever of the others gives the most."""
    NOTHING_BELOW_HALF = "nothing_below_half"
    """An entity counts in full if the class together has 50 percent or more of it, and otherwise not at all.

    So the Office of Foreign Assets Control reads "indirectly" in its guidance on entities owned by blocked persons.
    """


@dataclass(frozen=True, slots=True)
class Question:
    """Whether persons of a class together hold a share of an entity in any one of the measures.

    ``threshold`` is in percent and above zero; ``strict`` asks for more than it, otherwise for at least it. With
    ``pooled``, an entity held to that extent belongs to the class in turn (850.221(d) and (e), read without a last
    tier). With ``any_parent``, a parent counts in full under 850.206(b) in every measure, however it came to be parent:
    by role, or by more than 50 percent of the other of votes and board. Without, more than 50 percent of the same
    measure is needed, and no role bears on the answer. ``listed`` asks of those holders alone who are on a list said to
    be complete, be it one after the deal.
    """

    measures: tuple[Measure, ...]
    threshold: Decimal
    strict: bool = False
    method: Method = Method.HIGHEST
    pooled: bool = False
    any_parent: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A share in percent, within bounds. An open bound is one that the share does not reach."""

    lower: Decimal | Fraction
    lower_open: bool
    upper: Decimal | Fraction
    upper_open: bool
