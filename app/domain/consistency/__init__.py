"""Finds facts of a transaction that cannot all be true, before any law is applied to them.

Most are pairs of facts of one record, in tables; the others are checks of their own. They run on every transaction, so
each asks first for what is rarely said. What can be true, however odd, is not refused: it stays for the law to judge.
"""

from collections.abc import Callable, Iterable, Iterator

from app.domain.consistency.deals import (
    deal_with_oneself,
    directing_oneself,
    figures_of_a_year_to_come,
    interests_in_individuals,
    learned_before_completion,
    power_without_authority,
    ventures_and_their_partners,
)
from app.domain.consistency.funds import (
    acting_funds_without_a_manager,
    deals_of_no_fund,
    power_beside_a_passive_interest,
)
from app.domain.consistency.inquiries import inquiry_problems
from app.domain.consistency.parties import (
    directed_by_governments,
    facts_of_another_kind,
    outside_the_country_of_its_seat,
    public_floats_that_act,
    ties_that_exclude_each_other,
)
from app.domain.consistency.passing import tables_at_odds
from app.domain.consistency.records import facts_that_exclude_each_other
from app.domain.consistency.rights import powers_beside_no_rights, seats_by_debt, seats_denied_beside_rights
from app.domain.errors import Problem
from app.domain.facts import limits
from app.domain.facts.transaction import Transaction, days_of
from app.domain.ownership.resolve.before_deal import incomplete_lists_of, tables
from app.domain.ownership.resolve.problems import graph_problems, repeated_amounts

_CHECKS: tuple[Callable[[Transaction], Iterable[Problem]], ...] = (
    facts_of_another_kind,
    public_floats_that_act,
    tables_at_odds,
    outside_the_country_of_its_seat,
    facts_that_exclude_each_other,
    powers_beside_no_rights,
    seats_denied_beside_rights,
    seats_by_debt,
    power_beside_a_passive_interest,
    acting_funds_without_a_manager,
    directed_by_governments,
    ties_that_exclude_each_other,
    deal_with_oneself,
    interests_in_individuals,
    directing_oneself,
    power_without_authority,
    deals_of_no_fund,
    ventures_and_their_partners,
    learned_before_completion,
    figures_of_a_year_to_come,
    inquiry_problems,
)


def contradictions(transaction: Transaction) -> list[Problem]:
    """Find everything in the transaction that contradicts something else in it, each with the cure.

    Its references name parties. First comes what keeps the interests from being a graph of shares.
    """
    if transaction.interests:
        days, apart = days_of(transaction), tables(transaction)
        problems = graph_problems(transaction.parties, transaction.interests, days=days, apart=apart)
    else:
        problems = repeated_amounts(transaction.parties)
    problems = problems or list(incomplete_lists_of(transaction))
    problems += _too_many_activities(transaction)
    problems += (problem for check in _CHECKS for problem in check(transaction))
    return problems


def _too_many_activities(transaction: Transaction) -> Iterator[Problem]:
    listed = sum(len(party.activities.items) for party in transaction.parties if party.activities is not None)
    if listed > limits.ACTIVITIES:
        detail = f"Give at most {limits.ACTIVITIES} activities of all parties together; here are {listed}."
        yield Problem("/parties", detail, "too_many_items")
