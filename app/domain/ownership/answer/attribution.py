"""Attributes holdings to the group asked about, from its ultimate holders down to the entities asked about."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.full_attribution import Claims, FullAttribution, LinearForm
from app.domain.ownership.answer.person_bounds import persons_of
from app.domain.ownership.answer.question import PARENTAL, Member, Method, Question
from app.domain.ownership.answer.rings import Equation, Spot, least_solution
from app.domain.ownership.answer.shares import share_of
from app.domain.ownership.resolve.bounds import (
    ANYTHING,
    NONE,
    WHOLE,
    Arithmetic,
    Interval,
    Number,
    as_fraction,
    hundredth,
    reaches,
)
from app.domain.ownership.resolve.graph import LARGEST_RING, OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.order import holders_first, walk
from app.domain.truth import MET, NOT_MET, UNKNOWN

SWEEPS = 8
SWEPT = 10_000
"""A large ring is swept ``SWEEPS`` times; fewer where that would visit more than ``SWEPT`` entities."""
SCRUTINIZED_UP_TO = 80
"""In a graph of more interests, no person behind an entity is looked at alone to see whether it is a parent."""


class _Scrutiny:
    """Says whether a person alone counts in full for the holdings of an entity in a measure.

    The links above are then taken as they are listed, without scrutiny of their own.
    """

    def __init__(self, graph: OwnershipGraph, question: Question, arithmetic: Arithmetic) -> None:
        self._graph, self._question, self._arithmetic = graph, question, arithmetic
        self._alone: dict[tuple[PartyId, Measure], Attribution] = {}

    def __call__(self, person: PartyId, entity: PartyId, measure: Measure) -> int:
        run = self._alone.get((person, measure))
        if run is None:
            any_parent = self._question.any_parent
            question = Question(
                tuple(dict.fromkeys((measure, *PARENTAL))) if any_parent else (measure,),
                self._question.threshold,
                strict=True,
                method=Method.ATTRIBUTE_206B,
                any_parent=any_parent,
            )
            run = self._alone[person, measure] = Attribution(
                self._graph, only(person), question, self._arithmetic, scrutinize=False
            )
        return run.full.together(run.shares(entity), 0)


@dataclass(slots=True, eq=False)
class Attribution:
    """The claims of the holders under one question, and the shares that the group holds.

    ``claims`` has the part of each party's holdings that counts as held by the group, ``held`` the share of each party
    that the group holds, in percent, and ``rings`` the entities that hold one another. All are kept, so that the same
    question about another entity costs little. ``known_claims`` gives claims that need no computation.
    """

    graph: OwnershipGraph
    member: Member
    question: Question
    arithmetic: Arithmetic
    known_claims: Callable[[PartyId], Claims | None] | None = None
    scrutinize: bool = True
    claims: dict[PartyId, Claims] = field(default_factory=dict)
    held: dict[PartyId, Claims] = field(default_factory=dict)
    rings: dict[PartyId, list[PartyId]] = field(default_factory=dict)
    full: FullAttribution = field(init=False)
    positions: range = field(init=False)
    _memberships: dict[PartyId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        graph, question = self.graph, self.question
        self.positions = range(len(question.measures))
        scrutinize = self.scrutinize and len(graph.interests) <= SCRUTINIZED_UP_TO
        self.full = FullAttribution(
            graph,
            question,
            persons_of(graph, any_parent=question.any_parent),
            scrutiny=_Scrutiny(graph, question, self.arithmetic) if scrutinize else None,
        )

    def shares(self, entity: PartyId) -> Claims:
        """Give the share of the entity that the group holds, in percent, one for each measure asked about."""
        held = self.held.get(entity)
        if held is None:
            self._settle(self._unsettled(entity))
            held = self.held[entity] = self.present_shares(entity)
        return held

    def claims_of(self, party: PartyId) -> Claims:
        """Give the part of the party's holdings that counts as held by the group, for each measure asked about."""
        if party not in self.claims and not self._settle_directly(party):
            self._settle([party])
        return self.claims[party]

    def _settle(self, entities: list[PartyId]) -> None:
        for ring in holders_first(entities, self._unsettled, self.claims):
            if len(ring) == 1:
                held = self.held[ring[0]] = self.present_shares(ring[0])
                self.claims[ring[0]] = self.claim(ring[0], held)
            else:
                self._settle_ring(sorted(ring))

    def membership(self, party: PartyId) -> int:
        """Say whether the party belongs to the group by itself."""
        verdict = self._memberships.get(party)
        if verdict is None:
            verdict = self._memberships[party] = self.member(party)
        return verdict

    def verdict(self, held: Interval) -> int:
        """Say whether a share within these bounds is what the question asks for."""
        return reaches(held, self.question.threshold, strict=self.question.strict)

    def reached(self, held: Claims) -> int:
        """Say whether these shares answer the question with yes, in any of the measures."""
        threshold, strict = self.question.threshold, self.question.strict
        return max([reaches(each, threshold, strict=strict) for each in held])

    def answer(self, entity: PartyId) -> int:
        """Say whether the group holds what the question asks of the entity."""
        return self.reached(self.shares(entity))

    def present_shares(self, entity: PartyId) -> Claims:
        """Give the shares of an entity from the present claims of its holders."""
        graph, claims, arithmetic = self.graph, self.claims, self.arithmetic
        measures = enumerate(self.question.measures)
        return tuple([share_of(graph.column(entity, name), claims, place, arithmetic) for place, name in measures])

    def _unsettled(self, entity: PartyId) -> list[PartyId]:
        """Give the holders whose claims depend on who holds them; the claims of all others are settled at once."""
        claims = self.claims
        return [
            holder
            for holder in self.graph.holders(entity)
            if holder not in claims and not self._settle_directly(holder)
        ]

    def _settle_directly(self, party: PartyId) -> bool:
        """Settle the claims of the party if nobody above it matters; say whether that was so."""
        membership = self.membership(party)
        if membership == MET:
            self.claims[party] = self._alike(WHOLE)
        elif not self.graph.into(party):
            nobody = membership == NOT_MET and self.graph.closed_by(party)
            self.claims[party] = self._alike(NONE if nobody else ANYTHING)
        else:
            claims = self.known_claims(party) if self.known_claims is not None else None
            if claims is None:
                return False
            self.claims[party] = claims
        return True

    def _alike(self, claim: Interval) -> Claims:
        """Give the same claim in each measure."""
        return (claim,) * len(self.positions)

    def claim(self, entity: PartyId, held: Claims) -> Claims:
        """Give the claims of an entity in which the group holds these shares."""
        reached = self.reached(held) if self.question.pooled else NOT_MET
        if reached == MET:
            return self._alike(WHOLE)
        possibly = max(self.membership(entity), reached) != NOT_MET
        return tuple([self._part(entity, held, place, possibly=possibly) for place in self.positions])

    def _part(self, entity: PartyId, held: Claims, place: int, *, possibly: bool) -> Interval:
        """Give the claim of an entity in one measure; ``possibly`` says that it may belong to the group by itself."""
        least, above, most, below = held[place]
        arithmetic = self.arithmetic
        lower, upper = hundredth(least, arithmetic.down), hundredth(most, arithmetic.up)
        if self.full:
            together = self.full.together(held, place)
            if together == MET:
                return WHOLE
            possibly = possibly or together != NOT_MET
            if not self.full.in_part:
                return ANYTHING if possibly else NONE
            if self._link_may_be_full(entity, place):
                more = self._total(self.full.least_form(entity, self.question.measures[place]), place, lower=True)
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
        """Say whether some link counts in full, perhaps, and gives the group more than the share it has together.

        Where a whole claim makes the group a parent by shares, the share that it has together shows it; so only a role,
        or a holder with a claim to a part, can add to it.
        """
        full = self.full
        claims = [self.claims[each][place] for each in self.graph.holders(entity)]
        claims = [claim for claim in claims if claim[2]]
        if full.seen_together or not claims:
            parts = [claim for claim in claims if 0 < claim[0] < 1 or 0 < claim[2] < 1]
            if not parts and not full.by_roles(entity):
                return False
        return not full.none(entity, self.question.measures[place], alone=len(claims) < 2)

    def most_forms(self, entity: PartyId, place: int, partial: Container[PartyId] = ()) -> tuple[LinearForm, ...]:
        """Give how the upper bounds of the holders' claims make up the entity's.

        ``partial`` are holders not yet settled, with claims that may turn out less than the whole.
        """
        claimed: dict[PartyId, bool] = {}
        for holder in self.graph.holders(entity) if self.full else ():
            most = self.claims[holder][place][2]
            if most:
                claimed[holder] = holder in partial or most != 1 or not self.full.seen_together
        return self.full.most_forms(entity, self.question.measures[place], claimed=claimed)

    def _total(self, form: LinearForm, place: int, *, lower: bool) -> Number:
        rounding = self.arithmetic.down if lower else self.arithmetic.up
        total: Number = form[0]
        for holder, part in form[1].items():
            least, _, most, _ = self.claims[holder][place]
            total = rounding.add(total, rounding.multiply(part, least if lower else most))
        return hundredth(total, rounding)

    # ----------------------------------------------------------------------------------- entities that hold one another

    def _settle_ring(self, ring: list[PartyId]) -> None:
        """Give each entity of the ring its claims and its shares.

        Belonging to the group and counting in full are found by adding one entity after the other, as long as what is
        found so far makes another one qualify; so no two entities qualify only by each other.
        """
        self.rings.update(dict.fromkeys(ring, ring))
        self.claims.update(dict.fromkeys(ring, self._alike(ANYTHING)))
        if len(ring) <= LARGEST_RING:
            self._bound_above(ring, self._solve_below(ring))
        else:
            self._approach(ring)
        for each in ring:
            claims = self.claims[each]
            self.claims[each] = tuple([WHOLE if claim[0] == 1 else claim if claim[2] else NONE for claim in claims])
        for each in ring:
            self.held[each] = self.present_shares(each)

    def _solve_below(self, ring: list[PartyId]) -> dict[Spot, Number]:
        """Solve for the lower bounds of the claims, and set them."""
        spots = [(each, place) for each in ring for place in self.positions]
        forms = {(each, place): (self.full.least_form(each, self.question.measures[place]),) for each, place in spots}
        whole: set[Spot] = set()
        growing = True
        while growing:
            solved = self._solve(forms, whole, bound=0)
            least = {spot: self.arithmetic.down.bound(claim) for spot, claim in solved.items()}
            self._set_lower(ring, least)
            self._raise(ring, least)
            growing = self._grown(whole, ring, MET)
        return least

    def _bound_above(self, ring: list[PartyId], least: Mapping[Spot, Number]) -> None:
        """Solve for the upper bounds of the claims beside these lower ones, and set both."""
        spots = [(each, place) for each in ring for place in self.positions]
        partial: set[PartyId] = set()
        whole = {spot for spot in spots if self.membership(spot[0]) != NOT_MET}
        forms = {spot: self.most_forms(*spot, partial) for spot in spots}
        while True:
            solved = self._solve(forms, whole, bound=2)
            most = {spot: self.arithmetic.up.bound(claim) for spot, claim in solved.items()}
            for each in ring:
                self.claims[each] = tuple([(least[each, at], False, most[each, at], False) for at in self.positions])
            grown = self._grown(whole, ring, UNKNOWN)
            partial |= {each for each in ring if any(claim[2] != 1 for claim in self.claims[each])}
            # Which links may count in full depends on who has a claim at all, so also on what has grown meanwhile.
            before, forms = forms, {spot: self.most_forms(*spot, partial) for spot in spots}
            if forms == before and not grown:
                return

    def _set_lower(self, ring: Iterable[PartyId], least: Mapping[Spot, Number]) -> None:
        for each in ring:
            self.claims[each] = tuple([(least[each, place], False, 1, False) for place in self.positions])

    def _raise(self, ring: list[PartyId], least: dict[Spot, Number]) -> None:
        """Raise the lower bounds by what others leave to the group, as far as that goes from entity to entity."""
        measures = self.question.measures
        if not any(self.graph.column(each, measure).comes_to_100 for each in ring for measure in measures):
            return
        for _ in ring:
            raised = False
            for each in ring:
                for place, claim in enumerate(self.claim(each, self.present_shares(each))):
                    if claim[0] > least[each, place]:
                        least[each, place], raised = claim[0], True
                self._set_lower([each], least)
            if not raised:
                return

    def _solve(
        self, forms: Mapping[Spot, tuple[LinearForm, ...]], whole: Container[Spot], *, bound: Literal[0, 2]
    ) -> dict[Spot, Fraction]:
        """Solve for the least claims that satisfy the forms, those of the whole spots being one."""
        equations: dict[Spot, tuple[Equation, ...]] = {}
        for spot in sorted(forms):
            equations[spot] = tuple(self._equation(form, spot[1], forms, bound=bound) for form in forms[spot])
            if spot in whole:
                equations[spot] = ((Fraction(1), {}),)
        return least_solution(equations)

    def _equation(self, form: LinearForm, place: int, ring: Container[Spot], *, bound: Literal[0, 2]) -> Equation:
        """Give the form with the claims of those outside the ring taken into its constant part."""
        total = Fraction(form[0]) / 100
        parts: dict[Spot, Fraction] = {}
        for holder, percent in form[1].items():
            part = Fraction(percent) / 100
            if (holder, place) not in ring:
                total += part * as_fraction(self.claims[holder][place][bound])
            elif part:
                parts[holder, place] = part
        return total, parts

    def _grown(self, whole: set[Spot], ring: Iterable[PartyId], verdict: int) -> bool:
        """Say whether more claims became whole, now that the entities of the ring have their present claims."""
        before = len(whole)
        for each in ring:
            held = self.present_shares(each)
            if self.question.pooled and self.reached(held) >= verdict:
                whole.update((each, place) for place in self.positions)
            elif self.full:
                whole.update((each, place) for place in self.positions if self.full.together(held, place) >= verdict)
        return len(whole) > before

    def _approach(self, ring: list[PartyId]) -> None:
        """Close in on the claims of a large ring from both sides, for some rounds.

        The lower bounds start from nothing and the upper bounds from the whole, so both are right at every step.
        Entities that nothing feeds have no claim.
        """
        graph, inside = self.graph, set(ring)

        def held(entity: PartyId) -> Iterator[PartyId]:
            return (each for place in graph.out_of(entity) if (each := graph.interests[place].subject) in inside)

        reached = set(walk([each for each in ring if self._is_fed(each, ring=inside)], held))
        self.claims.update((each, self._alike(NONE)) for each in ring if each not in reached)
        for _ in range(max(2, min(SWEEPS, SWEPT // len(ring)))):
            before = [self.claims[each] for each in ring]
            for each in ring:
                if each in reached:
                    self.claims[each] = self.claim(each, self.present_shares(each))
            if before == [self.claims[each] for each in ring]:
                return

    def _is_fed(self, entity: PartyId, *, ring: Container[PartyId]) -> bool:
        """Say whether the entity may have a claim that does not come from within the ring."""
        if self.membership(entity) != NOT_MET or not self.graph.closed_by(entity):
            return True
        above = (holder for holder in self.graph.holders(entity) if holder not in ring)
        return any(claim[2] for holder in above for claim in self.claims[holder])


def only(person: PartyId) -> Member:
    """Give the group of one person."""
    return lambda party: MET if party == person else NOT_MET
