"""Names what can be asked about a share, and how indirect holdings are reckoned."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.facts.fact import PartyId
from app.domain.ownership.resolve.measures import Measure

Member = Callable[[PartyId], int]
"""Whether a party belongs to the group asked about by itself, in three values."""
PARENTAL = (Measure.VOTING, Measure.BOARD)
"""The measures by which somebody is a parent: 850.219(a)."""


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
    """An entity counts in full if the group together has 50 percent or more of it, and otherwise not at all.

    So the Office of Foreign Assets Control reads "indirectly" in its guidance on entities owned by blocked persons.
    """


@dataclass(frozen=True, slots=True)
class Question:
    """Whether persons of a group together hold a share of an entity in any one of the measures.

    ``threshold`` is in percent and above zero; ``strict`` asks for more than it, otherwise for at least it. With
    ``pooled``, an entity held to that extent belongs to the group in turn (850.221(d) and (e), read without a last
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
class ParentTest:
    """How a parent is found: more than ``threshold`` percent of the votes or of the board's voting power, or a role.

    With ``any_parent``, whoever is a parent has all of its subsidiary's holdings attributed to it, however it came to
    be one; without, only those of the measure in which it holds more than 50 percent.
    """

    threshold: Decimal = Decimal(50)
    any_parent: bool = True

    @property
    def question(self) -> Question:
        """The question about one person's shares."""
        return Question(
            measures=PARENTAL,
            threshold=self.threshold,
            strict=True,
            method=Method.ATTRIBUTE_206B,
            pooled=self.any_parent,
            any_parent=self.any_parent,
        )
