"""Defines the conditions of the rule language, after their paths, types and operands have been settled.

Every node is a frozen value. What a node means is said twice, and the two are tested against each other:
``app/domain/evaluation/judging.py`` compiles it to functions, ``tests/properties/plain_walk.py`` walks the tree.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.domain.facts.dictionary import Field, FieldType
from app.domain.truth import Verdict

Operand = Decimal | date | str | bool | frozenset[str]


class Operator(StrEnum):
    """Names the tests that a single fact can be put to, with the words that responses use for them."""

    IS = "is"
    IN = "in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ON_OR_AFTER = "on_or_after"
    AFTER = "after"
    ON_OR_BEFORE = "on_or_before"
    BEFORE = "before"
    INCLUDES = "includes"
    INCLUDES_ANY = "includes_any"

    @property
    def words(self) -> str:
        """Give the operator as read aloud."""
        return {Operator.IN: "is one of", Operator.INCLUDES_ANY: "includes any of"}.get(self, self.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Step:
    """Is one step of a path: a field, and whether it leads through a party's identifier to the party."""

    field: Field
    through_party: bool = False


_FEW = 4


def first_of(words: frozenset[str]) -> str:
    """List a few words, or the first of many with the number of the others."""
    listed = sorted(words)
    if len(listed) <= _FEW:
        return ", ".join(listed)
    return f"{', '.join(listed[:2])} and {len(listed) - 2} more"


TRANSACTION = "transaction"
"""The name of the whole transaction in rules."""


@dataclass(frozen=True, slots=True)
class Path:
    """Says where a value stands: a variable in scope and the steps from it; ``type`` is the type of the value."""

    variable: str
    steps: tuple[Step, ...]
    type: FieldType

    @property
    def text(self) -> str:
        """Give the path as written in a rule."""
        return ".".join((self.variable, *(step.field.name for step in self.steps)))


@dataclass(frozen=True, slots=True)
class All:
    """Is met if every part is met."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Is met if at least one part is met."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Is met if the part is not met."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Test:
    """Puts one fact to one test. ``words`` is the test as full answers quote it, such as ``at most 16``."""

    path: Path
    operator: Operator
    operand: Operand
    words: str

    @property
    def operands(self) -> frozenset[Any]:
        """Give what the fact is compared with, be it one value or several."""
        return self.operand if isinstance(self.operand, frozenset) else frozenset({self.operand})

    @property
    def short(self) -> str:
        """Give the test as brief answers quote it: of many words to choose from, the first and the number of others."""
        if not isinstance(self.operand, frozenset):
            return self.words
        return f"{self.operator.words} {first_of(self.operand)}"

    @property
    def open_choice(self) -> str | None:
        """Give the choice that leaves open which of the others it is, and so the test unknown, if the fact has one."""
        fact = self.path.steps[-1].field.fact if self.path.steps else None
        if fact is None or fact.open_choice is None:
            return None
        return None if fact.open_choice in self.operands else fact.open_choice


@dataclass(frozen=True, slots=True)
class Meets:
    """Is met if what stands at the path meets a named definition."""

    path: Path
    definition: str


@dataclass(frozen=True, slots=True)
class ForAny:
    """Is met if at least one item of a list meets the part, in which the item is called ``variable``."""

    variable: str
    path: Path
    part: "Condition"


@dataclass(frozen=True, slots=True)
class Reading:
    """Is met if a stated reading of an open point of law is the one in use."""

    interpretation: str
    reading: str


@dataclass(frozen=True, slots=True)
class Variant:
    """Is met if a stated alternative of an axis that a proposal leaves open is the one chosen."""

    axis: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Pending:
    """Is met if a regulation that the law awaits will say so: nobody can know, so the verdict is always unknown."""

    regulation: str


@dataclass(frozen=True, slots=True)
class Inquired:
    """Is met if a documented inquiry had one of the outcomes, other than into the parts in ``not_into``.

    It tells what is documented; without an inquiry of that outcome it is not met.
    """

    not_into: tuple[Path, ...]
    outcomes: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True)
class PartyCondition:
    """Asks of the party at the path who holds or directs it; ``words`` is what it asks."""

    path: Path
    words: str

    @property
    def short(self) -> str:
        """Give what it asks as brief answers quote it."""
        return self.words


@dataclass(frozen=True, slots=True)
class OwnershipCondition(PartyCondition):
    """Asks :mod:`app.domain.ownership`; ``interpretations`` are those that the answer may turn on."""

    interpretations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatedHolder(PartyCondition):
    """Is met if a stated interest of one ``among`` these parties in the party meets a definition about interests.

    It tells what the interests say, not what they leave open: it is never unknown, and what is not stated is not met.
    """

    among: tuple[Path, ...]
    definition: str


@dataclass(frozen=True, slots=True)
class DirectedBy(PartyCondition):
    """Is met if somebody who meets a definition directs the management of the party at the path (850.221(c)).

    It tells what the interests state, of those who are known to meet the definition and of those whom they control: it
    is never unknown, and what is not stated is not met.
    """

    definition: str


@dataclass(frozen=True, slots=True)
class Concluded(PartyCondition):
    """Is met if it is stated, as a conclusion on evidence, that a definition about the party has this verdict.

    It tells what is stated: it is never unknown, and where nothing is concluded it is not met.
    """

    definition: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class OwnSide:
    """Names the parties behind whom nobody is looked for: those ``among`` these that meet the definition.

    They are not among the persons asked about either, unless that is stated; ``says`` tells what is assumed of them.
    """

    among: tuple[Path, ...]
    definition: str
    says: str


@dataclass(frozen=True, slots=True)
class HeldBy(OwnershipCondition):
    """Is met if persons meeting any of ``persons`` together hold a share of the party, directly or indirectly.

    ``measures`` are never mixed. What "indirectly" means is a method of :mod:`app.domain.ownership`: ``method``, or the
    reading in use of the interpretation ``method_by``. ``attribution_by`` names the interpretation that says whether,
    where a method reckons as 850.206(b) does, parent status alone attributes holdings in full; without one it does not.
    With ``pooled``, entities so held count as holders in turn. ``assumes`` is what is assumed of whoever held something
    before the deal and is not on a list of holders that is said to be complete; without it such persons may count.
    ``own_side`` are holders that are taken not to count, nor anybody behind them.
    """

    persons: tuple[str, ...]
    measures: tuple[str, ...]
    threshold: Decimal
    strict: bool
    method: str | None
    method_by: str | None
    attribution_by: str | None
    pooled: bool
    assumes: str | None = None
    own_side: OwnSide | None = None

    @property
    def short(self) -> str:
        """Give the share alone."""
        return f"{'more than' if self.strict else 'at least'} {self.threshold:f} percent"


@dataclass(frozen=True, slots=True)
class HasParent(OwnershipCondition):
    """Is met if a person meeting any of ``persons`` is a parent (850.219, 850.206(b)) of the party at the path.

    Where ``among`` names parties of the transaction, that person is one of them; with ``persons`` empty, any of them
    will do. ``attribution_by`` names the interpretation that says whether parent status alone attributes holdings in
    full.
    """

    persons: tuple[str, ...]
    among: tuple[Path, ...]
    attribution_by: str | None


@dataclass(frozen=True, slots=True)
class DerivesMajority(OwnershipCondition):
    """Is met if the party gets or incurs more than a share of its figures through related persons (850.209(a)(2)).

    ``floor_by``, ``losses_by`` and ``year_by`` name the interpretations on the reach of the floor, on net losses, and
    on an unaudited year after an audited one. With ``every_holding``, those within 850.501(a) relate persons as well.
    With ``one_meets``, at least one of the persons whose amounts count meets that definition too (850.224(l)).
    """

    persons: tuple[str, ...]
    threshold: Decimal
    floor: Decimal
    floor_by: str | None
    losses_by: str | None
    year_by: str | None
    every_holding: bool = False
    one_meets: str | None = None

    @property
    def short(self) -> str:
        """Give the share alone."""
        return f"more than {self.threshold:f} percent of a yearly figure"


OwnershipNode = HeldBy | HasParent | DerivesMajority
"""Questions about ownership and control that the graph of interests answers."""
Stated = StatedHolder | DirectedBy | Concluded
"""Questions that are only read off what is stated of interests and conclusions."""
Condition = All | AnyOf | Not | Test | Meets | ForAny | Reading | Variant | Pending | OwnershipNode | Stated | Inquired
