"""One evaluation of a question: what part of each party's holdings counts as held by the class."""

from collections.abc import Callable, Container
from decimal import Decimal

from app.domain.facts.fact import PartyId
from app.domain.ownership.bounds import (
    ANYTHING,
    NONE,
    WHOLE,
    Arithmetic,
    Bounds,
    Number,
    hundredth,
    reaches,
)
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.lineage import PARENTAL, Lineage
from app.domain.ownership.links import Claims, Form, FullLinks, least_form, most_forms, weigh
from app.domain.ownership.order import holders_first
from app.domain.ownership.question import Measure, Method, Question
from app.domain.ownership.ring_claims import settle_ring
from app.domain.truth import MET, NOT_MET

SCRUTINIZED_UP_TO = 80
"""In a graph of more interests, no person behind an entity is looked at alone to see whether it is a parent."""

_NOTHING: Form = (Decimal(0), {})
Membership = Callable[[PartyId], int]
"""Whether a party belongs to the class by itself, in three values."""

Elsewhere = Callable[[PartyId], Claims | None]
"""The claims of an entity that are known from another evaluation, if they are."""


class Attribution:
    """Claims of the holders, worked out from the ultimate holders down to the entities asked about.

    ``claims`` has the part of each party's holdings that counts as held by the class, ``held`` the share of each party
    that the class holds, in percent. Both are kept, so that the same question about another entity costs little.
    """

    __slots__ = (
        "_columns",
        "_elsewhere",
        "_lineage",
        "_member",
        "_places",
        "_scrutinized",
        "_standing",
        "arithmetic",
        "claims",
        "everything",
        "full",
        "graph",
        "held",
        "question",
        "rings",
        "threshold",
    )

    def __init__(
        self,
        graph: OwnershipGraph,
        member: Membership,
        question: Question,
        *,
        arithmetic: Arithmetic,
        lineage: Lineage,
        elsewhere: Elsewhere | None = None,
        scrutinize: bool = True,
    ) -> None:
        self.graph = graph
        self.question = question
        self.arithmetic = arithmetic
        self.threshold = arithmetic.number(question.threshold)
        self.claims: dict[PartyId, Claims] = {}
        self.held: dict[PartyId, Claims] = {}
        self.rings: dict[PartyId, list[PartyId]] = {}
        self._columns = [graph.columns(measure) for measure in question.measures]
        self._places = range(len(question.measures))
        self.everything: Claims = (WHOLE,) * len(question.measures)
        self._lineage = lineage
        self._scrutinized: dict[tuple[PartyId, Measure], Attribution] = {}
        scrutinize = scrutinize and len(graph.interests) <= SCRUTINIZED_UP_TO
        scrutiny = self._scrutiny if scrutinize else None
        self.full = FullLinks(graph, question, lineage, scrutiny=scrutiny)
        self._elsewhere = elsewhere
        self._member = member
        self._standing: dict[PartyId, int] = {}

    def shares(self, entity: PartyId) -> Claims:
        """The share of the entity that the class holds, in percent, one for each measure asked about."""
        held = self.held.get(entity)
        if held is None:
            self._settle(self._unsettled(entity))
            held = self.held[entity] = self.weigh(entity)
        return held

    def claims_of(self, party: PartyId) -> Claims:
        """The part of the party's holdings that counts as held by the class, one for each measure asked about."""
        if party not in self.claims and not self._settled(party):
            self._settle([party])
        return self.claims[party]

    def _settle(self, entities: list[PartyId]) -> None:
        for ring in holders_first(entities, self._unsettled, self.claims):
            if len(ring) == 1:
                self.claims[ring[0]] = self._claim_by_holders(ring[0])
            else:
                settle_ring(self, sorted(ring))

    def _scrutiny(self, person: PartyId, entity: PartyId, measure: Measure) -> tuple[bool, bool]:
        """Whether this person alone counts in full for the holdings of the entity: definitely, possibly.

        The links above are then taken as they are listed, without scrutiny of their own.
        """
        key = person, measure
        if key not in self._scrutinized:
            measures = tuple(dict.fromkeys((measure, *PARENTAL))) if self.question.any_parent else (measure,)
            self._scrutinized[key] = Attribution(
                self.graph,
                lambda party: MET if party == person else NOT_MET,
                Question(
                    measures,
                    self.question.threshold,
                    strict=True,
                    method=Method.ATTRIBUTE_206B,
                    any_parent=self.question.any_parent,
                ),
                arithmetic=self.arithmetic,
                lineage=self._lineage,
                scrutinize=False,
            )
        run = self._scrutinized[key]
        return run.full.together(run.shares(entity), 0)

    def standing(self, party: PartyId) -> int:
        """Whether the party belongs to the class by itself."""
        verdict = self._standing.get(party)
        if verdict is None:
            verdict = self._standing[party] = self._member(party)
        return verdict

    def verdict(self, held: Bounds) -> int:
        """Whether a share within these bounds is what the question asks for."""
        return reaches(held, self.threshold, strict=self.question.strict)

    def reached(self, held: Claims) -> int:
        """Whether these shares answer the question with yes, in any of the measures."""
        return max([self.verdict(each) for each in held])

    def answer(self, entity: PartyId) -> int:
        """Whether the class holds what the question asks of the entity; measures that cannot change it are left out."""
        if entity in self.held:
            return self.reached(self.held[entity])
        self._settle(self._unsettled(entity))
        held = []
        for place in self._places:
            held.append(self._weigh_one(entity, place))
            if self.verdict(held[-1]) == MET:
                return MET
        self.held[entity] = tuple(held)
        return self.reached(self.held[entity])

    def _claim_by_holders(self, entity: PartyId) -> Claims:
        """The claims of an entity whose holders' are settled; with a pooled class one measure can suffice."""
        held = []
        for place in self._places:
            share = self._weigh_one(entity, place)
            held.append(share)
            if self.question.pooled and share[2] >= self.threshold and self.verdict(share) == MET:
                return self.everything
        self.held[entity] = tuple(held)
        return self.claim(entity, self.held[entity])

    def _weigh_one(self, entity: PartyId, place: int) -> Bounds:
        column = self._columns[place].get(entity) or self.graph.column(entity, self.question.measures[place])
        return weigh(column, self.claims, place, self.arithmetic)

    def weigh(self, entity: PartyId) -> Claims:
        """The shares of an entity from the present claims of its holders."""
        return tuple([self._weigh_one(entity, place) for place in self._places])

    def _unsettled(self, entity: PartyId) -> list[PartyId]:
        """The holders whose claims depend on who holds them; the claims of all others are settled at once."""
        claims = self.claims
        return [holder for holder in self.graph.holders(entity) if holder not in claims and not self._settled(holder)]

    def _settled(self, party: PartyId) -> bool:
        """Whether the claims of the party could be settled without asking who holds it."""
        graph, standing = self.graph, self.standing(party)
        facts = graph.party(party)
        if standing == MET:
            claim = WHOLE
        elif facts.kind == "individual":
            claim = NONE if standing == NOT_MET else ANYTHING
        elif graph.into(party):
            claims = self._elsewhere(party) if self._elsewhere is not None else None
            if claims is None:
                return False
            self.claims[party] = claims
            return True
        else:
            claim = NONE if standing == NOT_MET and facts.holders_complete is True else ANYTHING
        self.claims[party] = (claim,) * len(self.question.measures)
        return True

    def claim(self, entity: PartyId, held: Claims) -> Claims:
        """The claims of an entity in which the class holds these shares."""
        standing = self.standing(entity)
        reached = NOT_MET
        if self.question.pooled:
            reached = self.reached(held)
            if reached == MET:
                return self.everything
        possibly = max(standing, reached) != NOT_MET
        return tuple([self._part(entity, held, place, possibly=possibly) for place in self._places])

    def _part(self, entity: PartyId, held: Claims, place: int, *, possibly: bool) -> Bounds:
        least, above, most, below = held[place]
        arithmetic = self.arithmetic
        lower, upper = hundredth(least, arithmetic.down), hundredth(most, arithmetic.up)
        if self.full:
            definite, possible = self.full.together(held, place)
            if definite:
                return WHOLE
            possibly = possibly or possible
            if not self.full.in_part:
                return ANYTHING if possibly else NONE
            if self._link_may_be_full(entity, place):
                more = self._total(self.least_form(entity, place), place, lower=True)
                if more > lower:
                    lower, above = min(1, more), False
                if not possibly:
                    totals = [self._total(form, place, lower=False) for form in self.most_forms(entity, place)]
                    more = min(totals[0], totals[-1])
                    if more > upper:
                        upper, below = min(1, more), False
        if possibly:
            return lower, above, 1, False
        return (lower, above, upper, below) if upper else NONE

    def _link_may_be_full(self, entity: PartyId, place: int) -> bool:
        """Whether some link counts in full, perhaps, and gives the class more than the share it has together.

        Where a whole claim makes the class a parent by shares, the share that it has together shows it; so only a role,
        or a holder with a claim to a part, can add to it.
        """
        full, claims = self.full, self.claims
        claimed = {each for each in self.graph.holders(entity) if claims[each][place][2]}
        parts = any(claims[each][place][0] != 1 or claims[each][place][2] != 1 for each in claimed)
        if not parts and not full.roles(entity) and (full.seen_together or not claimed):
            return False
        return not full.none(entity, self.question.measures[place])

    def least_form(self, entity: PartyId, place: int) -> Form:
        """How the lower bounds of the holders' claims make up the entity's."""
        if not self.full.in_part:
            return _NOTHING
        return least_form(self.full, self.graph, entity, self.question.measures[place])

    def most_forms(self, entity: PartyId, place: int, partial: Container[PartyId] = ()) -> tuple[Form, ...]:
        """How the upper bounds of the holders' claims make up the entity's.

        ``partial`` are holders not yet settled, with claims that may turn out less than the whole.
        """
        if not self.full.in_part:
            return (_NOTHING,)
        claimed: dict[PartyId, bool] = {}
        for holder in self.graph.holders(entity) if self.full else ():
            most = self.claims[holder][place][2]
            if most:
                claimed[holder] = holder in partial or most != 1 or not self.full.seen_together
        return most_forms(self.full, self.graph, entity, measure=self.question.measures[place], claimed=claimed)

    def _total(self, form: Form, place: int, *, lower: bool) -> Number:
        rounding = self.arithmetic.down if lower else self.arithmetic.up
        total: Number = form[0]
        for holder, part in form[1].items():
            least, _, most, _ = self.claims[holder][place]
            total = rounding.add(total, rounding.multiply(part, least if lower else most))
        return hundredth(total, rounding)
