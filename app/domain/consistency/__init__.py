"""Finds facts of a transaction that cannot all be true, before any law is applied to them.

Most are pairs of facts of one record, in tables; the others are checks of their own. They run on every transaction, so
each asks first for what is rarely said. What can be true, however odd, is not refused: it stays for the law to judge.
"""

from collections.abc import Callable, Iterable, Iterator

from app.domain.consistency import deals, filings, funds, inquiries, parties, passing, records, rights, states
from app.domain.errors import Problem
from app.domain.facts import limits
from app.domain.facts.fact import stated_items
from app.domain.facts.transaction import Transaction, days_of
from app.domain.ownership.resolve.before_deal import incomplete_lists_of, tables
from app.domain.ownership.resolve.problems import graph_problems, repeated_amounts

_CHECKS: tuple[Callable[[Transaction], Iterable[Problem]], ...] = (
    parties.public_floats_that_act,
    parties.branches_with_a_part,
    passing.tables_at_odds,
    parties.outside_the_country_of_its_seat,
    states.states_taken_for_countries,
    records.facts_that_exclude_each_other,
    rights.powers_beside_no_rights,
    rights.seats_denied_beside_rights,
    rights.seats_by_debt,
    funds.power_beside_a_passive_interest,
    funds.acting_funds_without_a_manager,
    parties.directed_by_governments,
    parties.ties_that_exclude_each_other,
    deals.deals_in_which_nothing_is_done,
    deals.interests_in_individuals,
    deals.directing_oneself,
    deals.power_without_authority,
    funds.deals_of_no_fund,
    funds.more_than_investing,
    funds.funds_with_nothing_below,
    parties.new_entities_with_holdings,
    deals.ventures_and_their_partners,
    deals.learned_before_completion,
    deals.figures_of_a_year_to_come,
    filings.notices_after_closing,
    inquiries.inquiry_problems,
)


def contradictions(transaction: Transaction) -> list[Problem]:
    """Find everything in the transaction that contradicts something else in it, each with the cure.

    Its references name parties. First comes what keeps the interests from being a graph of shares.
    """
    if transaction.interests:
        days, seen = days_of(transaction), tables(transaction)
        problems = graph_problems(transaction.parties, transaction.interests, days=days, tables=seen)
    else:
        problems = repeated_amounts(transaction.parties)
    problems = problems or list(incomplete_lists_of(transaction))
    problems += _too_many_activities(transaction)
    problems += (problem for check in _CHECKS for problem in check(transaction))
    return problems


def _too_many_activities(transaction: Transaction) -> Iterator[Problem]:
    listed = sum(len(stated_items(party.activities)) for party in transaction.parties)
    if listed > limits.ACTIVITIES:
        detail = f"Give at most {limits.ACTIVITIES} activities of all parties together; here are {listed}."
        yield Problem("/parties", detail, "too_many_items")
