"""Finds answers that cannot be given, because other facts of the transaction leave no room for them."""

from collections.abc import Collection
from datetime import date, timedelta

from app.domain.consistency.activities import uses_left
from app.domain.consistency.deals import earliest_completion
from app.domain.consistency.funds import FUND_INTEREST, needs_an_interest_in_a_fund
from app.domain.consistency.parties import is_seated_in_the_united_states, kinds_left, known_to_act
from app.domain.consistency.records import choices_beside_facts, words_needed
from app.domain.consistency.rights import seats_by_debt_alone
from app.domain.evaluation.reference import tested
from app.domain.evaluation.run import Run
from app.domain.facts.transaction import activities_of, deals_of
from app.domain.language.nodes import Test
from app.domain.truth import MET, NOT_MET


class Possible:
    """What a transaction leaves possible of the facts that are still to be learned, by their JSON Pointers.

    Nobody holds an interest in an individual, only an entity has a seat and only an individual a citizenship, no public
    float acts, a deal is not completed before it is agreed, an entity with its seat in the United States is there,
    particulars of one kind of item are said of no other, and whoever says something of an act or of a circumstance has
    it. Of what is planned one result or another comes about, so that none is taken to fail. Nor is any answer possible
    that a fact of the same record excludes.
    """

    __slots__ = ("_choices", "_earliest", "_left", "_spoken_of")

    def __init__(self, run: Run) -> None:
        transaction = run.transaction
        self._choices: dict[str, Collection[object]] = dict(choices_beside_facts(transaction))
        self._spoken_of: dict[str, list[frozenset[str]]] = {}
        for pointer, words in words_needed(transaction):
            self._spoken_of.setdefault(pointer, []).append(words)
        self._left: dict[str, frozenset[str]] = {
            f"{place}/{name}": frozenset(left)
            for place, activity in activities_of(transaction)
            for name, left in uses_left(activity)
        }
        held = {each.subject for each in transaction.interests}
        acting = known_to_act(transaction)
        for each in transaction.parties:
            if each.kind is None:
                kinds = ("entity",) if each.id in held else kinds_left(each, acts=each.id in acting)
                self._choices[f"{run.at(each.id)}/kind"] = kinds
            if each.in_united_states is None and is_seated_in_the_united_states(each):
                self._choices[f"{run.at(each.id)}/in_united_states"] = (True,)
        self._earliest: dict[str, date] = {}
        for place, deal, _ in deals_of(transaction):
            if (earliest := earliest_completion(deal)) is not None:
                self._earliest[f"{place}/completion_date"] = earliest
            if needs_an_interest_in_a_fund(transaction, deal):
                self._spoken_of.setdefault(f"{place}/acts", []).append(frozenset({FUND_INTEREST}))
            if seats_by_debt_alone(deal):
                self._spoken_of.setdefault(f"{place}/debt/affords", []).append(frozenset({"board_appointment"}))
            if deal.development.planned:
                self._spoken_of.setdefault(f"{place}/development/results", []).append(frozenset())

    def choices(self, pointer: str) -> Collection[object] | None:
        """Give the only choices that the fact at the pointer has; ``None`` where other facts leave all there are."""
        return self._choices.get(pointer)

    def can_turn_out(self, test: Test, pointer: str, *, met: bool) -> bool:
        """Say whether some answer about the fact at the pointer meets the test, or fails it."""
        choices = self._choices.get(pointer)
        if choices is not None:
            return any(tested(test, each) == (MET if met else NOT_MET) for each in choices)
        if pointer in self._spoken_of or pointer in self._left:
            operand = test.operand if isinstance(test.operand, frozenset) else frozenset({test.operand})
            if met:
                return pointer not in self._left or not operand.isdisjoint(self._left[pointer])
            return not any(items <= operand for items in self._spoken_of.get(pointer, ()))
        earliest = self._earliest.get(pointer)
        if earliest is None or not isinstance(test.operand, date):
            return True
        days = (test.operand + timedelta(days=by) for by in (-1, 0, 1))
        return any((tested(test, day) == MET) == met for day in (earliest, *days) if day >= earliest)
