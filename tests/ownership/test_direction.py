"""Whose management somebody directs by what the interests state, also through those whom it controls."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.facts.deal import Deal
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Transaction
from app.domain.ownership.answer.direction import directed
from app.domain.ownership.resolve.before_deal import held_before_the_deal
from app.domain.quantity import Range

MINISTRY, GROUP, UNIT, COMPANY = map(PartyId, ("ministry", "group", "unit", "company"))
THE_DAY = date(2025, 6, 16)
HANDS = {MINISTRY: frozenset({"CN"})}


def interest(holder, subject, **facts):
    return Interest(holder=holder, subject=subject, **facts)


def asked(*interests, hands=HANDS):
    parties = tuple(Party(id=each, kind="entity") for each in (MINISTRY, GROUP, UNIT, COMPANY))
    transaction = Transaction(parties=parties, interests=interests, deal=Deal(completion_date=THE_DAY))
    return directed(interests, held_before_the_deal(transaction), hands)


def directs(holder, subject, **facts):
    return interest(holder, subject, directs_management=True, **facts)


def test_power_by_contract_or_by_role_directs_and_its_denial_or_silence_does_not():
    role = Listing(("general_partner",))
    assert set(asked(directs(MINISTRY, COMPANY)).through) == {COMPANY}
    assert set(asked(interest(MINISTRY, COMPANY, roles=role)).through) == {COMPANY}
    for nothing in ({"directs_management": False}, {}, {"roles": Listing(("investment_adviser",))}):
        assert not asked(interest(MINISTRY, COMPANY, **nothing)).through


@pytest.mark.parametrize(
    ("share", "controls"),
    [
        (Decimal(51), True),
        (Decimal(50), False),
        (Range(more_than=Decimal(50)), True),
        (Range(at_least=Decimal(50)), False),
        (None, False),
    ],
)
@pytest.mark.parametrize("measure", ["voting_percent", "board_percent"])
def test_only_more_than_half_for_sure_leads_on(share, controls, measure):
    held = interest(MINISTRY, GROUP, **{measure: share})
    assert set(asked(held, directs(GROUP, COMPANY)).through) == ({COMPANY} if controls else set())


def test_equity_leads_nowhere():
    held = interest(MINISTRY, GROUP, equity_percent=Decimal(100))
    assert not asked(held, directs(GROUP, COMPANY)).through


def test_the_trail_leads_from_the_company_up_to_the_hands():
    found = asked(directs(UNIT, COMPANY), interest(GROUP, UNIT, voting_percent=Decimal(90)), directs(MINISTRY, GROUP))
    assert list(found.trail(COMPANY, "CN")) == [0, 1, 2]
    assert list(found.trail(GROUP, "CN")) == [2]


def test_a_ring_of_power_ends_and_its_trail_too():
    found = asked(directs(GROUP, UNIT), directs(UNIT, GROUP), directs(MINISTRY, GROUP), directs(UNIT, COMPANY))
    assert set(found.through) == {GROUP, UNIT, COMPANY}
    assert list(found.trail(COMPANY, "CN")) == [3, 0, 2]
    assert not asked(directs(GROUP, UNIT), directs(UNIT, GROUP)).through


def test_each_government_is_told_apart():
    found = asked(
        directs(MINISTRY, COMPANY),
        directs(GROUP, COMPANY),
        hands={MINISTRY: frozenset({"CN"}), GROUP: frozenset({"SG", "CN"})},
    )
    assert set(found.through[COMPANY]) == {"CN", "SG"}


def test_power_of_another_day_or_of_a_day_not_known_does_not_count():
    ended = directs(MINISTRY, COMPANY, term="until_last_day", last_day=date(2025, 6, 15))
    lasting = directs(MINISTRY, COMPANY, term="until_last_day", last_day=THE_DAY)
    unknown = directs(MINISTRY, COMPANY, term="until_last_day")
    assert [bool(asked(each).through) for each in (ended, lasting, unknown)] == [False, True, False]
