"""Days that stand in the wrong order."""

from collections.abc import Iterator
from operator import attrgetter

from app.domain.errors import Problem
from app.domain.facts.transaction import Transaction, days_of

_BEFORE_COMPLETION = {
    "agreement_date": "The deal is agreed by its completion at the latest",
    "contingent_acquired_on": "A contingent interest is acquired before the deal that converts it is completed",
    "debt.pledged_on": "Equity is pledged before the deal that takes possession of it is completed",
    "particulars.commitment_date": "Capital is committed before the deal that it is called for is completed",
    "particulars.engaged_since": "What a deal maintains goes on before the deal is completed",
}
steps_of = attrgetter(*_BEFORE_COMPLETION)
"""The days of a deal that lie before its completion, each of which may be unknown."""
_NONE = (None,) * len(_BEFORE_COMPLETION)


def acts_before_their_time(transaction: Transaction) -> Iterator[Problem]:
    """Steps of a deal that are dated after its completion."""
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        if deal is not None and deal.completion_date is not None:
            days = steps_of(deal)
            if days == _NONE:
                continue
            for (name, why), day in zip(_BEFORE_COMPLETION.items(), days, strict=True):
                if day is not None and day > deal.completion_date:
                    detail = f"{why}. Mend this day or `completion_date`."
                    yield Problem(f"{place}/{name.replace('.', '/')}", detail, "days_out_of_order")


def learned_before_completion(transaction: Transaction) -> Iterator[Problem]:
    """Later knowledge from before any deal was completed."""
    later = transaction.later_knowledge
    if later.acquired_on is None:
        return
    deals = (transaction.deal, transaction.fund_deal)
    completions = [deal.completion_date for deal in deals if deal is not None and deal.completion_date is not None]
    if completions and later.acquired_on < min(completions):
        detail = "What is learned before completion is known at the time: state it in the `knowledge` of the deal."
        yield Problem("/later_knowledge/acquired_on", detail, "days_out_of_order")


def figures_of_a_year_to_come(transaction: Transaction) -> Iterator[Problem]:
    """Financial statements of a year that ends after every deal is completed, so that nobody could have had them."""
    if all(party.statements is None for party in transaction.parties):
        return
    days = days_of(transaction)
    completions = [day for day in days if day is not None]
    if len(completions) < len(days):
        return
    for index, party in enumerate(transaction.parties):
        for place, statement in enumerate(party.statements.items if party.statements is not None else ()):
            drawn_up = statement.basis in ("audited", "unaudited")
            if drawn_up and statement.year_end is not None and statement.year_end > max(completions):
                detail = (
                    "There was no statement of this year at completion. Give the latest before it, or mend the day."
                )
                yield Problem(f"/parties/{index}/statements/items/{place}/year_end", detail, "days_out_of_order")
