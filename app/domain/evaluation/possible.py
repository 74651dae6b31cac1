"""Answers that cannot be given, because other facts of the transaction leave no room for them."""

from datetime import date, timedelta

from app.domain.comparison import MET, NOT_MET
from app.domain.contradictions.activities import activities_of, items_left
from app.domain.contradictions.acts import acts_spoken_of
from app.domain.contradictions.parties import is_seated_in_the_united_states
from app.domain.evaluation.reference import tested
from app.domain.evaluation.run import Run
from app.domain.facts.deal import Act, Deal
from app.domain.language.nodes import Test


class Possible:
    """What a transaction leaves possible of the facts that are still to be learned, by their JSON Pointers.

    Nobody holds an interest in an individual or organizes one under some law, a deal is not completed before it is
    agreed, an entity with its seat in the United States is there, particulars of one kind of item are said of no other,
    and whoever says something of an act undertakes it.
    """

    __slots__ = ("_earliest", "_items", "_kinds", "_seated", "_spoken_of")

    def __init__(self, run: Run) -> None:
        transaction = run.transaction
        self._kinds = {f"{run.at(each.subject)}/kind" for each in transaction.interests}
        self._kinds |= {f"{run.at(each.id)}/kind" for each in transaction.parties if each.organized_in is not None}
        self._items = {
            f"{place}/item": items_left(each) for place, each in activities_of(transaction) if each.item is None
        }
        self._seated = {
            f"{run.at(each.id)}/in_united_states"
            for each in transaction.parties
            if each.in_united_states is None and is_seated_in_the_united_states(each)
        }
        self._spoken_of: dict[str, list[frozenset[Act]]] = {}
        deals = (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal))
        self._earliest = {
            f"{place}/completion_date": max(days)
            for place, deal in deals
            if deal is not None and (days := [each for each in _steps(deal) if each is not None])
        }
        for place, deal in deals:
            if deal is not None and (acts := [acts for _, acts in acts_spoken_of(deal)]):
                self._spoken_of[f"{place}/acts"] = acts

    def can_turn_out(self, test: Test, pointer: str, *, met: bool) -> bool:
        """Whether some answer about the fact at the pointer meets the test, or fails it."""
        choices = ("entity",) if pointer in self._kinds else self._items.get(pointer)
        if choices is not None:
            return any(tested(test, each) == (MET if met else NOT_MET) for each in choices)
        if pointer in self._spoken_of and not met:
            operand = test.operand if isinstance(test.operand, frozenset) else frozenset({test.operand})
            return not any(acts <= operand for acts in self._spoken_of[pointer])
        if pointer in self._seated:
            return (tested(test, True) == MET) == met  # noqa: FBT003 (the only answer)
        earliest = self._earliest.get(pointer)
        if earliest is None or not isinstance(test.operand, date):
            return True
        days = (test.operand + timedelta(days=by) for by in (-1, 0, 1))
        return any((tested(test, day) == MET) == met for day in (earliest, *days) if day >= earliest)


def _steps(deal: Deal) -> tuple[date | None, ...]:
    return deal.agreement_date, deal.contingent_acquired_on, deal.debt.pledged_on
