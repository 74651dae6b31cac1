"""One evaluation of a question: what part of each party's holdings counts as held by the class."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from decimal import Context
from functools import reduce
from typing import Literal

from app.domain.facts.fact import PartyId
from app.domain.ownership.bounds import (
    ANYTHING,
    DOWN,
    NONE,
    ONE,
    UP,
    WHOLE,
    Bounds,
    Number,
    add,
    compare,
    lesser,
    multiply,
    percent,
)
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.links import Claims, Form, FullLinks, least_form, most_forms, weigh
from app.domain.ownership.question import Question
from app.domain.ownership.rings import Row, folded, least_solution
from app.domain.truth import Truth

Membership = Callable[[PartyId], int]
"""Whether a party belongs to the class by itself, in three values."""


class Attribution:
    """Claims of the holders, worked out from the ultimate holders down to the entities asked about.

    ``claims`` has the part of each party's holdings that counts as held by the class, ``held`` the share of each party
    that the class holds, in percent. Both are kept, so that the same question about another entity costs little.
    """

    __slots__ = ("_member", "_standing", "claims", "full", "graph", "held", "question", "rings")

    def __init__(self, graph: OwnershipGraph, member: Membership, question: Question) -> None:
        self.graph = graph
        self.question = question
        self._member = member
        self._standing: dict[PartyId, int] = {}
        self.claims: dict[PartyId, Claims] = {}
        self.rings: dict[PartyId, list[PartyId]] = {}
        self.held: dict[PartyId, Claims] = {}
        self.full = FullLinks(graph, question)

    def shares(self, entity: PartyId) -> Claims:
        """The share of the entity that the class holds, in percent, one for each measure asked about."""
        held = self.held.get(entity)
        if held is None:
            self._settle(self._unsettled(entity))
            held = self.held[entity] = self._weigh(entity)
        return held

    def standing(self, party: PartyId) -> int:
        """Whether the party belongs to the class by itself."""
        verdict = self._standing.get(party)
        if verdict is None:
            verdict = self._standing[party] = self._member(party)
        return verdict

    def reached(self, held: Claims) -> int:
        """Whether these shares answer the question with yes, in any of the measures."""
        return max(map(self.question.verdict, held))

    def _weigh(self, entity: PartyId) -> Claims:
        graph, claims = self.graph, self.claims
        return tuple(
            [weigh(graph.column(entity, name), claims, place) for place, name in enumerate(self.question.measures)]
        )

    def _unsettled(self, entity: PartyId) -> list[PartyId]:
        """The holders whose claims depend on who holds them; the claims of all others are settled at once."""
        claims, count = self.claims, len(self.question.measures)
        unsettled = []
        for index in self.graph.into(entity):
            holder = self.graph.interests[index].holder
            if holder in claims:
                continue
            standing = self.standing(holder)
            party = self.graph.party(holder)
            if standing == Truth.MET:
                claims[holder] = (WHOLE,) * count
            elif party.kind == "individual":
                claims[holder] = (NONE if standing == Truth.NOT_MET else ANYTHING,) * count
            elif self.graph.into(holder):
                unsettled.append(holder)
            else:
                held_by_nobody = standing == Truth.NOT_MET and party.holders_complete is True
                claims[holder] = (NONE if held_by_nobody else ANYTHING,) * count
        return unsettled

    def _settle(self, roots: Iterable[PartyId]) -> None:
        """Settle the claims of these entities, holders first; entities that hold one another are settled together.

        Tarjan's algorithm, with a list for a stack, since a chain may have ten thousand links.
        """
        order: dict[PartyId, int] = {}
        lowest: dict[PartyId, int] = {}
        open_: list[PartyId] = []
        for root in roots:
            if root in self.claims:
                continue
            trail = [(root, iter(self._entered(root, order, lowest, open_)))]
            while trail:
                entity, holders = trail[-1]
                for holder in holders:
                    if holder in self.claims:
                        continue
                    if holder not in order:
                        trail.append((holder, iter(self._entered(holder, order, lowest, open_))))
                        break
                    lowest[entity] = min(lowest[entity], order[holder])
                else:
                    trail.pop()
                    if trail:
                        below = trail[-1][0]
                        lowest[below] = min(lowest[below], lowest[entity])
                    if lowest[entity] == order[entity]:
                        ring = open_[open_.index(entity) :] if open_[-1] != entity else [entity]
                        del open_[-len(ring) :]
                        self._close(ring)

    def _entered(
        self, entity: PartyId, order: dict[PartyId, int], lowest: dict[PartyId, int], open_: list[PartyId]
    ) -> list[PartyId]:
        order[entity] = lowest[entity] = len(order)
        open_.append(entity)
        return self._unsettled(entity)

    def _close(self, ring: list[PartyId]) -> None:
        if len(ring) == 1:
            entity = ring[0]
            held = self.held[entity] = self._weigh(entity)
            self.claims[entity] = self._claim(entity, held)
            return
        self._close_ring(sorted(ring))

    def _claim(self, entity: PartyId, held: Claims) -> Claims:
        """The claims of an entity in which the class holds these shares."""
        standing = self.standing(entity)
        reached: int = Truth.NOT_MET
        if self.question.pooled:
            reached = self.reached(held)
            if reached == Truth.MET:
                return (WHOLE,) * len(held)
        possibly = max(standing, reached) != Truth.NOT_MET
        return tuple([self._part(entity, held, place, possibly=possibly) for place in range(len(held))])

    def _part(self, entity: PartyId, held: Claims, place: int, *, possibly: bool) -> Bounds:
        least, above, most, below = held[place]
        lower, upper = percent(DOWN, least), percent(UP, most)
        if self.full:
            definite, possible = self.full.together(held, place)
            if definite:
                return WHOLE
            possibly = possibly or possible
            if lower != ONE and any(each[place][0] for each in self._holders(entity)):
                more = lesser(ONE, self._total(self._least_form(entity, place), place, DOWN))
                if compare(more, lower) > 0:
                    lower, above = more, False
            if not possibly and any(each[place][2] for each in self._holders(entity)):
                more = reduce(lesser, (self._total(form, place, UP) for form in self._most_forms(entity, place)))
                if compare(more, upper) > 0:
                    upper, below = lesser(ONE, more), False
        if possibly:
            return lower, above, ONE, False
        return (lower, above, upper, below) if upper else NONE

    def _holders(self, entity: PartyId) -> Iterator[Claims]:
        """The claims of the entity's holders."""
        return (self.claims[self.graph.interests[index].holder] for index in self.graph.into(entity))

    def _least_form(self, entity: PartyId, place: int) -> Form:
        return least_form(self.full, self.graph, entity, measure=self.question.measures[place])

    def _most_forms(self, entity: PartyId, place: int, ring: Container[PartyId] = ()) -> tuple[Form, ...]:
        claimed: dict[PartyId, bool] = {}
        for index in self.graph.into(entity) if self.full else ():
            holder = self.graph.interests[index].holder
            most = self.claims[holder][place][2]
            if most:
                claimed[holder] = holder in ring or most != ONE or not self.full.seen_together
        return most_forms(self.full, self.graph, entity, measure=self.question.measures[place], claimed=claimed)

    def _total(self, form: Form, place: int, context: Context) -> Number:
        total, coefficients = form
        bound: Literal[0, 2] = 0 if context is DOWN else 2
        for holder, part in coefficients.items():
            total = add(context, total, multiply(context, part, self.claims[holder][place][bound]))
        return total

    def _close_ring(self, ring: list[PartyId]) -> None:
        """Settle entities that hold one another.

        Belonging to the class and counting in full are found by adding one entity after the other, as long as what is
        found so far makes another one qualify; so no two entities qualify only by each other.
        """
        self.rings.update(dict.fromkeys(ring, ring))
        places = range(len(self.question.measures))
        forms = {(each, place): (self._least_form(each, place),) for each in ring for place in places}
        whole: set[tuple[PartyId, int]] = set()
        while True:
            least = self._solved(forms, whole, 0)
            for each in ring:
                self.claims[each] = tuple([(least[each, place], False, ONE, False) for place in places])
            if not self._grown(whole, ring, Truth.MET):
                break
        more = {(each, place): self._most_forms(each, place, ring) for each in ring for place in places}
        whole = {(each, place) for each in ring if self.standing(each) != Truth.NOT_MET for place in places}
        while True:
            most = self._solved(more, whole, 2)
            for each in ring:
                self.claims[each] = tuple([(least[each, place], False, most[each, place], False) for place in places])
            if not self._grown(whole, ring, Truth.UNKNOWN):
                break
        for each in ring:
            self.claims[each] = tuple(
                [WHOLE if claim[0] == 1 else NONE if not claim[2] else claim for claim in self.claims[each]]
            )
        for each in ring:
            self.held[each] = self._weigh(each)

    def _solved(
        self,
        forms: Mapping[tuple[PartyId, int], tuple[Form, ...]],
        whole: Container[tuple[PartyId, int]],
        bound: Literal[0, 2],
    ) -> dict[tuple[PartyId, int], Number]:
        solved: dict[tuple[PartyId, int], Number] = {}
        for place in range(len(self.question.measures)):
            ring = [each for each, measure in forms if measure == place]
            variable = {each for each in ring if (each, place) not in whole}
            known: dict[PartyId, Number] = {each: ONE for each in ring if each not in variable}
            rows: dict[PartyId, tuple[Row, ...]] = {}
            for each in variable:
                for form in forms[each, place]:
                    for holder in form[1]:
                        if holder not in variable and holder not in known:
                            known[holder] = self.claims[holder][place][bound]
                rows[each] = tuple(folded(form, known) for form in forms[each, place])
            solution = least_solution(rows)
            for each in ring:
                solved[each, place] = solution.get(each, ONE)
        return solved

    def _grown(self, whole: set[tuple[PartyId, int]], ring: Iterable[PartyId], verdict: int) -> bool:
        """Whether more claims became whole, now that the entities of the ring have their present claims."""
        before = len(whole)
        for each in ring:
            held = self._weigh(each)
            if self.question.pooled and self.reached(held) >= verdict:
                whole.update((each, place) for place in range(len(held)))
            elif self.full:
                for place in range(len(held)):
                    if self.full.together(held, place)[verdict == Truth.UNKNOWN]:
                        whole.add((each, place))
        return len(whole) > before
