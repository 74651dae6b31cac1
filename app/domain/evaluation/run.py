"""One screening in progress: what the generated code asks for while it runs, and what it finds."""

from collections.abc import Callable
from typing import Any

from app.domain.answers.determination import QuotedFact
from app.domain.effort import Effort
from app.domain.evaluation.directed import explain_directed, is_directed
from app.domain.evaluation.graphs import GraphQuestions
from app.domain.evaluation.inquired import explain_inquired, inquired
from app.domain.evaluation.stated_holder import explain_stated_holder, has_stated_holder
from app.domain.evaluation.variants import left
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction
from app.domain.language.nodes import DirectedBy, Graph, Inquired, StatedHolder
from app.domain.language.ruleset import RuleSet
from app.domain.ownership.answer.direction import Directed
from app.domain.quoting import fact
from app.domain.truth import MET, NOT_MET, UNKNOWN

Facts = dict[str, QuotedFact]
"""The facts read for one reason by JSON Pointer, as responses quote them."""

Explain = Callable[..., None]
"""A generated function that explains a definition: ``(subject, pointer, run, verdict, facts to add to or None)``."""

NAMES_PARTY = "names the party"


class Run:
    """The state of one screening. ``readings`` gives the reading in use of each interpretation, ``None`` if open, and
    the alternative chosen on each axis of a proposal, ``None`` if none is. ``combinations`` are the permitted ones of
    alternatives, on the axes that exclude one another, and ``left`` the alternatives that they have, by axis.
    ``applied`` are the interpretations, axes and pending regulations that the answer rests on.

    ``reasons`` maps ``(number of the definition,
    pointer of the subject)`` to ``(verdict, applicable, facts)``. A ``thorough`` run also looks for readings that
    would turn a failed condition on ownership.
    """

    __slots__ = (
        "applied",
        "combinations",
        "deal",
        "directed",
        "effort",
        "graphs",
        "left",
        "memory",
        "open_readings",
        "parties",
        "positions",
        "readings",
        "reasons",
        "rule_set",
        "thorough",
        "transaction",
    )

    def __init__(
        self,
        rule_set: RuleSet,
        transaction: Transaction,
        readings: dict[str, str | None],
        *,
        thorough: bool = False,
        effort: Effort | None = None,
    ) -> None:
        self.effort = effort or Effort()
        self.rule_set = rule_set
        self.thorough = thorough
        self.transaction = transaction
        self.deal = transaction.deal
        self.readings = readings
        self.combinations = rule_set.permitted(readings) if rule_set.excluded else []
        self.left = left(self.combinations)
        self.parties: dict[PartyId, Party] = {party.id: party for party in transaction.parties}
        self.memory: dict[int | tuple[int, int], int] = {}
        self.graphs = GraphQuestions(self)
        self.directed: dict[str, Directed] = {}
        self.positions: dict[PartyId, str] | None = None
        self.reasons: dict[tuple[int, str], tuple[int, bool, Facts]] = {}
        self.applied: set[str] = set()
        self.open_readings: set[str] = set()

    def reading(self, interpretation: str, reading: str) -> int:
        """Whether that reading of the interpretation is the one in use, or the only alternative left of an axis."""
        in_use = self.readings[interpretation]
        if in_use is not None:
            return MET if in_use == reading else NOT_MET
        alternatives = self.left.get(interpretation)
        if alternatives is None:
            return UNKNOWN
        return NOT_MET if reading not in alternatives else MET if len(alternatives) == 1 else UNKNOWN

    def graph_truth(self, node: Graph | StatedHolder | DirectedBy, party: PartyId | None) -> int:
        """The verdict on a question about ownership or control of a party."""
        if isinstance(node, DirectedBy):
            return is_directed(node, party, self)
        if isinstance(node, StatedHolder):
            return has_stated_holder(node, party, self)
        return self.graphs.truth(node, party)

    def inquired(self, node: Inquired) -> int:
        """The verdict on what became of an inquiry."""
        return inquired(node, self)

    def explain_inquired(self, node: Inquired, facts: Facts) -> None:
        """Quote the inquiries that a verdict rests on."""
        explain_inquired(node, self, facts)

    def at(self, party: PartyId) -> str:
        """The JSON Pointer of a party."""
        if self.positions is None:
            self.positions = {each.id: f"/parties/{i}" for i, each in enumerate(self.transaction.parties)}
        return self.positions[party]

    def beyond(self, party: PartyId | None, reference: str, rest: str) -> str:
        """The JSON Pointer of a field of a party; of the reference to the party if that is missing."""
        return reference if party is None else self.at(party) + rest

    def follow(  # noqa: PLR0917 (called by generated code, where keywords would cost)
        self,
        party: PartyId | None,
        reference: str,
        explain: Explain,
        facts: Facts,
        verdict: int,
        told_in: Facts | None,
    ) -> None:
        """Explain a definition about the party that a reference names."""
        facts[reference] = fact(reference, party, NAMES_PARTY)
        if party is not None:
            explain(self.parties[party], self.at(party), self, verdict, told_in)

    def enter(  # noqa: PLR0917 (as above)
        self, record: Any, pointer: str, explain: Explain, facts: Facts, verdict: int, told_in: Facts | None
    ) -> None:
        """Explain a definition about a record that may be missing."""
        if record is None:
            facts[pointer] = fact(pointer, None, "is stated")
        else:
            explain(record, pointer, self, verdict, told_in)

    def apply_reading(self, interpretation: str, facts: Facts) -> None:
        """Note that the verdict rests on a reading, or waits for one."""
        self.applied.add(interpretation)
        if self.readings[interpretation] is None:
            self.open_readings.add(interpretation)

    def wait_for(self, name: str) -> None:
        """Note that the verdict waits for a choice among alternatives or for a regulation."""
        self.applied.add(name)
        if self.readings.get(name, "") is None:
            self.open_readings.add(name)

    def quote_reading(self, interpretation: str, facts: Facts) -> None:
        """Nothing: a full account quotes facts; readings are listed where the verdict rests on them."""

    def explain_graph(
        self,
        node: Graph | StatedHolder | DirectedBy,
        party: PartyId | None,
        reference: str | None,
        facts: Facts,
        *,
        full: bool,
    ) -> None:
        """Quote what a verdict on ownership or control rests on, and explain who the persons are."""
        if reference is not None:
            facts[reference] = fact(reference, party, NAMES_PARTY)
        if party is None:
            return
        if isinstance(node, DirectedBy):
            explain_directed(node, party, self, facts, full=full)
        elif isinstance(node, StatedHolder):
            explain_stated_holder(node, party, self, facts, full=full)
        else:
            self.graphs.explain(node, party, facts, full=full)
