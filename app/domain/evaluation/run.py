"""Holds one screening in progress: what its conditions ask for while they are judged and explained."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.domain.answers.determination import QuotedFact
from app.domain.answers.ownership import OwnershipAnswer
from app.domain.effort import Effort
from app.domain.evaluation.program import Program
from app.domain.evaluation.variants import left
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Party
from app.domain.ownership.answer.direction import Directed
from app.domain.ownership.answer.held_share import Known
from app.domain.ownership.explain.answers import Answer
from app.domain.ownership.resolve.counted import CountedInterests
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.regime import AnyTransaction
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

Facts = dict[str, QuotedFact]
"""The facts read for one reason by JSON Pointer, as responses quote them."""

ReasonKey = tuple[int, str]
"""The number of a definition, in the order in which reasons are told, and the JSON Pointer of the subject."""


class Explained(NamedTuple):
    """Says what a reason tells: the verdict, whether the definition has anything to say of the subject, the subject
    itself (a record of the transaction), and the facts read.
    """

    verdict: Verdict
    applicable: bool
    subject: Any
    facts: Facts


OwnershipReadings = tuple[tuple[str, str | None], ...]
"""The reading in use of each interpretation that a question on ownership turns on."""

Accounts = dict[int, tuple[Facts, list[OwnershipAnswer]]]
"""Answers on ownership as responses give them, by the identity of the facts of their reason, and those facts."""

NAMES_PARTY = "names the party"


@dataclass(slots=True)
class OwnershipFindings:
    """Says what one screening has found out about ownership and control, so that it is worked out once.

    ``graph`` is the graph of the interests that count, ``counted`` what decided which do; the other graphs suppose
    something else of them. ``own_sides`` are the parties behind whom nobody is looked for, by question. ``answers`` are
    by question, party and other readings than those in use. ``accounts`` are the answers that reasons tell, ``assumed``
    what was assumed, by JSON Pointer.
    """

    graph: OwnershipGraph | None = None
    counted: CountedInterests = field(default_factory=lambda: CountedInterests([]))
    with_every_holding: OwnershipGraph | None = None
    supposed: dict[tuple[frozenset[PartyId], bool], OwnershipGraph] = field(default_factory=dict)
    own_sides: dict[int, frozenset[PartyId]] = field(default_factory=dict)
    known: dict[int, Known] = field(default_factory=dict)
    answers: dict[tuple[int, PartyId, OwnershipReadings | None], Answer] = field(default_factory=dict)
    accounts: Accounts = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)

    @property
    def taken_for_before(self) -> bool:
        """Say whether holders of a target were taken for those before the deal, though nothing says so."""
        return self.graph is not None and bool(self.counted.taken_for_before)

    def accounts_of(self, facts: Facts) -> Sequence[OwnershipAnswer]:
        """Give the answers on ownership that belong to the reason with these facts."""
        return self.accounts[id(facts)][1] if id(facts) in self.accounts else ()

    def forget(self) -> None:
        """Let go of all but the accounts, so that nothing waits for the collector of circular references."""
        self.answers.clear()
        self.known.clear()
        self.supposed.clear()
        self.own_sides.clear()
        self.graph = self.with_every_holding = None
        self.counted = CountedInterests([])


class Run:
    """Holds one screening in progress.

    ``readings`` gives the reading in use of each interpretation, ``None`` if open, and the alternative chosen on each
    axis of a proposal, ``None`` if none is. ``combinations`` are the permitted ones of alternatives, on the axes that
    exclude one another, and ``left`` the alternatives that they have, by axis. ``applied`` are the interpretations,
    axes and pending regulations that the answer rests on, ``open_readings`` those of them that are undecided.

    ``memory`` has the verdicts on definitions, ``directed`` who is directed by whom, by definition, and ``positions``
    the JSON Pointers of parties. ``reasons`` maps the key of each reason to what it says, ``rests_on`` to the keys of
    those that it rests on; ``explaining`` is the key of the one that is being explained. A ``thorough`` run also looks
    for readings that would turn a failed condition on ownership. ``relied_on`` are the places of the stated conclusions
    that the answer rests on, ``open_conclusions`` those of conclusions that would settle what the facts leave open.
    """

    __slots__ = (
        "applied",
        "combinations",
        "directed",
        "effort",
        "explaining",
        "left",
        "memory",
        "open_conclusions",
        "open_readings",
        "ownership",
        "parties",
        "positions",
        "program",
        "readings",
        "reasons",
        "regime",
        "relied_on",
        "rests_on",
        "rule_set",
        "thorough",
        "transaction",
    )

    def __init__(
        self,
        program: Program,
        transaction: AnyTransaction,
        readings: dict[str, str | None],
        *,
        thorough: bool = False,
        effort: Effort | None = None,
    ) -> None:
        self.effort = effort or Effort()
        self.program = program
        self.rule_set = rule_set = program.rule_set
        self.regime = rule_set.regime
        self.thorough = thorough
        self.transaction = transaction
        self.readings = readings
        self.combinations = rule_set.permitted(readings) if rule_set.excluded else []
        self.left = left(self.combinations)
        self.parties: dict[PartyId, Party] = {party.id: party for party in transaction.parties}
        self.memory: dict[int | tuple[int, int], Verdict] = {}
        self.ownership = OwnershipFindings()
        self.directed: dict[str, Directed] = {}
        self.positions: dict[PartyId, str] | None = None
        self.reasons: dict[ReasonKey, Explained] = {}
        self.rests_on: dict[ReasonKey | None, dict[ReasonKey, None]] = {None: {}}
        self.explaining: ReasonKey | None = None
        self.applied: set[str] = set()
        self.open_readings: set[str] = set()
        self.relied_on: set[str] = set()
        self.open_conclusions: set[str] = set()

    def reading(self, interpretation: str, reading: str) -> Verdict:
        """Say whether that reading of the interpretation is the one in use, or the only alternative left of an axis."""
        in_use = self.readings[interpretation]
        if in_use is not None:
            return MET if in_use == reading else NOT_MET
        alternatives = self.left.get(interpretation)
        if alternatives is None:
            return UNKNOWN
        return NOT_MET if reading not in alternatives else MET if len(alternatives) == 1 else UNKNOWN

    def at(self, party: PartyId) -> str:
        """Give the JSON Pointer of a party."""
        if self.positions is None:
            self.positions = {each.id: f"/parties/{i}" for i, each in enumerate(self.transaction.parties)}
        return self.positions[party]

    def pointer_in_party(self, party: PartyId | None, reference: str, rest: str) -> str:
        """Give the JSON Pointer of a field of a party; of the reference to the party if that is missing."""
        return reference if party is None else self.at(party) + rest

    def forget_reasons(self) -> None:
        """Let go of all that was explained."""
        self.reasons.clear()
        self.rests_on = {None: {}}
        self.ownership.accounts.clear()

    def rest_on(self, name: str) -> None:
        """Note that the verdict rests on a reading, an alternative or a regulation, or waits for it."""
        self.applied.add(name)
        if self.readings.get(name, "") is None:
            self.open_readings.add(name)
