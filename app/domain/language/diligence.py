"""Defines what a rule set says of inquiry: cautions, sides to ask, evidence, representations, and what is weighed."""

from dataclasses import dataclass, field

from app.domain.facts.fact import Fact
from app.domain.located import Place


@dataclass(frozen=True, slots=True)
class Caution:
    """Describes what is to be said with every answer, or draft, of a kind: ``about`` names the kind."""

    about: str
    citation: str
    statement: str
    place: Place


@dataclass(frozen=True, slots=True)
class Side:
    """Describes whom to ask: ``acts`` are those of a deal in which the target is of this side and of no other."""

    name: str
    statement: str
    acts: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class EvidenceWanted:
    """Says what evidence would do for questions of some ``groups``, or for some ``facts``, which come first."""

    statement: str
    kinds: tuple[str, ...]
    groups: tuple[str, ...]
    facts: tuple[Fact, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Representation:
    """Describes a draft of what a side would represent.

    It would settle questions on ``facts``, and support conclusions on the definitions in ``supports``. One without
    either belongs to every deal with that side.
    """

    id: str
    sides: tuple[str, ...]
    statement: str
    facts: tuple[Fact, ...]
    supports: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Traces:
    """Names what a transaction may show of an inquiry.

    ``inquiries`` are outcomes of single inquiries, ``evidence`` what conclusions rest on, ``diligent_inquiry`` whether
    one is stated to have been made.
    """

    inquiries: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    diligent_inquiry: frozenset[bool] = frozenset()


@dataclass(frozen=True, slots=True)
class Factor:
    """Describes what is weighed to tell whether an inquiry was reasonable and diligent.

    ``shown_by`` are the traces that speak for it, ``warned_by`` those against; ``fill`` says what would fill it.
    """

    id: str
    citation: str
    statement: str
    fill: str
    shown_by: Traces
    warned_by: Traces
    place: Place


@dataclass(frozen=True, slots=True)
class Diligence:
    """Holds all that a rule set says of inquiry, which may be nothing."""

    cautions: tuple[Caution, ...] = ()
    sides: dict[str, Side] = field(default_factory=dict)
    evidence: tuple[EvidenceWanted, ...] = ()
    representations: tuple[Representation, ...] = ()
    factors: tuple[Factor, ...] = ()

    def cautions_on(self, about: str) -> tuple[Caution, ...]:
        """Give what is to be said with every answer of a kind."""
        return tuple(each for each in self.cautions if each.about == about)
