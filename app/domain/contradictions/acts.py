"""Particulars of an act that a complete list of acts leaves out, so that no rule would read them."""

from collections.abc import Iterator
from operator import attrgetter

from app.domain.errors import Problem
from app.domain.facts.deal import Act, Deal
from app.domain.facts.fact import Listing
from app.domain.facts.transaction import Transaction

_FUND: Act = "acquire_fund_interest"

_BELONGS: dict[str, frozenset[Act]] = {
    "partners": frozenset({"enter_joint_venture"}),
    "debt.affords": frozenset({"provide_debt", "acquire_secured_debt"}),
    "development.results": frozenset({"acquire_or_develop_assets"}),
    "development.planned": frozenset({"acquire_or_develop_assets"}),
}
"""Where what belongs to an act stands in a deal, and the acts of which one has to be there."""
_READ = attrgetter(*_BELONGS)
_NOTHING = (None,) * len(_BELONGS)

_NO_FUND = "The target is said to be no pooled investment fund."
_INTERMEDIARY = (
    "What an intermediary acquires for somebody is the deal itself: make the intermediary `acquirer` and that person "
    "one of `acting_for`. Or mend `pooled_investment_fund`."
)


def acts_left_out(transaction: Transaction) -> Iterator[Problem]:
    """What is said of an act that the deal, by its complete list of acts, does not have."""
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        if deal is not None and deal.acts is not None and deal.acts.complete is True:
            for name, acts in acts_spoken_of(deal):
                if acts.isdisjoint(deal.acts.items):
                    told = " or ".join(f"`{each}`" for each in sorted(acts))
                    detail = f"This belongs to {told}, which the complete list of acts leaves out. Mend one of the two."
                    yield Problem(f"{place}/{name}", detail, "act_left_out")


def acts_spoken_of(deal: Deal) -> Iterator[tuple[str, frozenset[Act]]]:
    """What is said in a deal of acts, each with the acts of which one has to be there."""
    said = _READ(deal)
    if said != _NOTHING:
        for (name, acts), value in zip(_BELONGS.items(), said, strict=True):
            if value is True or (isinstance(value, Listing) and value.items):
                yield name.replace(".", "/"), acts


def deals_of_no_fund(transaction: Transaction) -> Iterator[Problem]:
    """A fund's deal, or a kind of fund, where the other side is said to be no fund.

    Where an interest in a fund is only a part of what is acquired, they may be of the other part.
    """
    deal = transaction.deal
    kind = deal.fund.kind not in (None, "not_a_fund")
    if deal.target is None or (transaction.fund_deal is None and not kind):
        return
    target = next((party for party in transaction.parties if party.id == deal.target), None)
    if target is None or target.pooled_investment_fund is not False or deal.acts is None:
        return
    into_fund = _FUND in deal.acts.items
    if kind and (deal.acts.complete is True or into_fund) and not (into_fund and len(deal.acts.items) > 1):
        yield Problem("/deal/fund/kind", f"{_NO_FUND} Mend this, or `pooled_investment_fund` there.", "no_fund")
    if transaction.fund_deal is not None and deal.acts.complete is True and not into_fund:
        yield Problem("/fund_deal", f"{_NO_FUND} {_INTERMEDIARY}", "no_fund")
