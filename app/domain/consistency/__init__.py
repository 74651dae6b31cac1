"""Statements of a transaction that cannot both be true, found before any law is applied to them.

Each check finds one kind. They run on every transaction, so each asks first for what is rarely said. What can be true,
however odd, is not refused: it stays for the law to judge.
"""

from collections.abc import Callable, Iterable

from app.domain.consistency.activities import misplaced_particulars
from app.domain.consistency.acts import acts_left_out, circumstances_left_out, deals_without_acts
from app.domain.consistency.dates import (
    acts_before_their_time,
    figures_of_a_year_to_come,
    learned_before_completion,
)
from app.domain.consistency.deals import (
    deal_with_oneself,
    directing_oneself,
    interests_in_individuals,
    power_without_authority,
    ventures_and_their_partners,
)
from app.domain.consistency.funds import (
    acting_funds_without_a_manager,
    deals_of_no_fund,
    power_beside_a_passive_interest,
)
from app.domain.consistency.governments import directed_by_governments, ties_that_exclude_each_other
from app.domain.consistency.interests import denied_power
from app.domain.consistency.pairs import facts_that_exclude_each_other
from app.domain.consistency.parties import facts_of_another_kind, outside_the_country_of_its_seat
from app.domain.consistency.public_float import more_than_a_public_float
from app.domain.consistency.rights import powers_beside_no_rights, seats_by_debt, seats_denied_beside_rights
from app.domain.consistency.tables import tables_at_odds
from app.domain.errors import Problem
from app.domain.facts.transaction import Transaction

CHECKS: tuple[Callable[[Transaction], Iterable[Problem]], ...] = (
    facts_of_another_kind,
    more_than_a_public_float,
    tables_at_odds,
    outside_the_country_of_its_seat,
    misplaced_particulars,
    facts_that_exclude_each_other,
    denied_power,
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
    deals_without_acts,
    acts_left_out,
    circumstances_left_out,
    deals_of_no_fund,
    ventures_and_their_partners,
    acts_before_their_time,
    learned_before_completion,
    figures_of_a_year_to_come,
)


def contradictions(transaction: Transaction) -> list[Problem]:
    """Everything in the transaction that contradicts something else in it, each with the cure."""
    return [problem for check in CHECKS for problem in check(transaction)]
