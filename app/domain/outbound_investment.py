"""Defines the regime of outbound investment: 31 CFR part 850, what was proposed before it, and 50 U.S.C. 4581-4589."""

from collections.abc import Mapping
from datetime import date

from app.domain.answers.determination import Class
from app.domain.consistency import contradictions
from app.domain.consistency.possible import possible_facts
from app.domain.facts.fact import PartyId
from app.domain.facts.transaction import Transaction
from app.domain.ownership.resolve.before_deal import before_the_deal, held_before_the_deal
from app.domain.quantity import is_exact, number_text
from app.domain.regime import Regime, party_at


def _days(transaction: Transaction) -> Mapping[str, date | None]:
    deals = {"/deal/completion_date": transaction.deal, "/fund_deal/completion_date": transaction.fund_deal}
    return {pointer: deal.completion_date for pointer, deal in deals.items() if deal is not None}


def _ordinary_answers(transaction: Transaction) -> Mapping[str, object]:
    """Whoever acts is ordinarily a U.S. person: others ask themselves this only if one stands behind them."""
    parties = enumerate(transaction.parties)
    return {f"/parties/{index}/organized_in": "US" for index, party in parties if party.id == transaction.acquirer}


def _speaks_of(transaction: Transaction, pointer: str) -> PartyId | None:
    """Say of whom a summary tells what is so of a record: of a deal its acquiring side, of a direction its person."""
    first = pointer.split("/")[1] if pointer else ""
    match first:
        case "fund_deal":
            return transaction.deal.target
        case "directed_by" if transaction.directed_by is not None and pointer.count("/") > 1:
            return transaction.directed_by.items[int(pointer.split("/")[3])].person
        case "" | "deal":
            return transaction.acquirer
        case _:
            return party_at(transaction, pointer)


def _share(transaction: Transaction, pointer: str) -> str | None:
    """Put into words which share of the target the acquiring side acquires in the deal, where one passage says it."""
    if pointer != "/deal" or transaction.deal.passes is None:
        return None
    bought = [each for each in transaction.deal.passes.items if each.buyer == transaction.acquirer]
    if len(bought) != 1 or not is_exact(share := bought[0].equity_percent):
        return None
    return f"{number_text(share)} percent of the equity"


OUTBOUND_INVESTMENT = Regime(
    name="outbound_investment",
    transaction=Transaction,
    outcomes=(Class("prohibited"), Class("notifiable")),
    paragraphs_of="31 CFR",
    days=_days,
    counted_interests=before_the_deal,
    held_for_sure=held_before_the_deal,
    contradictions=contradictions,
    possible_facts=possible_facts,
    ordinary_answers=_ordinary_answers,
    speaks_of=_speaks_of,
    worded={"share": _share},
)

REGIMES = {OUTBOUND_INVESTMENT.name: OUTBOUND_INVESTMENT}
"""The regimes that a rule set can name. One that names none is of outbound investment."""
