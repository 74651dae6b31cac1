"""At which place of the lists a party or an interest stands changes nothing, nor who else is listed beside the deal."""

from functools import partial
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.domain.screening import Explain
from tests.golden.versions import every_batch, law_of, own_cases_in
from tests.profiles import some_of
from tests.properties.forgetting import forgotten
from tests.properties.law import LAW, read
from tests.properties.moving import moved, put_back, shuffled, spread, with_bystanders
from tests.properties.strategies import sound, transactions

IN_ANY_ORDER = ("determination", "possible_determinations", "obligations", "missing_facts", "further_questions")
seeds = st.integers(0, 2**32)


def as_listed(answering, transaction, **variants):
    own, ours = range(len(transaction.parties)), range(len(transaction.interests))
    return put_back(answering(transaction, **variants), own, ours)


def as_moved(answering, transaction, order, **variants):
    return put_back(answering(moved(with_bystanders(transaction), *order), **variants), *order)


def differences(before, after):
    """What of an answer is another after the move: before and after."""
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def judged(answer):
    """What of an answer does not depend on which of two equal holders or ways is quoted."""
    verdicts = {(reason["code"], reason["verdict"]) for reason in answer["reasons"]}
    return {name: answer[name] for name in IN_ANY_ORDER} | {"verdicts": verdicts}


@every_batch
def test_a_golden_case_is_answered_the_same_wherever_its_parties_and_interests_stand(version, batch):
    """In full: of paragraphs that tell as much, a brief answer has those of the parties that stand first."""
    screen = partial(law_of(version).screen, explain=Explain.FULL)
    for number, (case, transaction) in enumerate(some_of(own_cases_in(version, batch), 3)):
        before = as_listed(screen, transaction, variants=case.variants)
        behind, *alone = spread(transaction)
        for order in (behind, alone[number % len(alone)]):
            after = as_moved(screen, transaction, order, variants=case.variants)
            assert not differences(before, after), f"{case.place}: {case.case}: {order}"


@every_batch
def test_a_golden_case_is_judged_the_same_in_any_order_of_its_parties_and_interests(version, batch):
    law, random = law_of(version), Random(batch)
    for case, transaction in some_of(own_cases_in(version, batch), 3, first=1):
        before = as_listed(law.screen, transaction, variants=case.variants)
        order = shuffled(transaction, random)
        after = as_moved(law.screen, transaction, order, variants=case.variants)
        assert not differences(judged(before), judged(after)), f"{case.place}: {case.case}: {order}"


@given(transactions(), seeds, st.sampled_from([0, 0.05, 0.2]))
def test_any_transaction_is_in_the_same_class_wherever_its_parties_and_interests_stand(plain, seed, share):
    transaction = read(sound(forgotten(plain, seed, share=share)))
    before = as_listed(LAW.outline, transaction)
    for order in (*spread(transaction), shuffled(transaction, Random(seed))):
        assert not differences(before, as_moved(LAW.outline, transaction, order)), order
