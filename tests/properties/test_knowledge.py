"""What more and less knowledge of a transaction may do to its answer, and what the answer itself says of that."""

from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.screening import Explain
from tests.profiles import examples
from tests.properties.answering import settles
from tests.properties.forgetting import forgotten, quoted_only
from tests.properties.law import screen
from tests.properties.strategies import refined, sound, transactions

NO_DUTY = {"excepted", "not_covered"}
seeds = st.integers(0, 2**32)
shares = st.sampled_from([0.05, 0.2, 0.5])


def classes(answer):
    return set(answer["possible_determinations"])


@st.composite
def half_known(draw):
    """A transaction of which some facts are unknown."""
    return sound(forgotten(draw(transactions(most_changes=4)), draw(seeds), share=draw(shares)))


@given(transactions(), seeds, shares)
def test_learning_a_fact_never_overturns_a_definite_answer_and_never_opens_a_class(transaction, seed, share):
    learned = refined(transaction, seed, share=share)
    assume(learned is not None)
    before, after = screen(transaction), screen(learned)
    assert classes(after) <= classes(before)
    if before["determination"] == "excepted":
        assert after["determination"] in NO_DUTY
    elif before["determination"] != "undetermined":
        assert after["determination"] == before["determination"]


@given(transactions(), seeds, shares)
def test_what_is_forgotten_stays_possible(transaction, seed, share):
    assert classes(screen(transaction)) <= classes(screen(sound(forgotten(transaction, seed, share=share))))


@given(half_known(), st.lists(seeds, min_size=1, max_size=3))
def test_no_transaction_is_cleared_that_some_completion_of_it_gives_a_duty(transaction, seeds_of_completions):
    answer = screen(transaction)
    for seed in seeds_of_completions:
        completed = refined(transaction, seed, share=1)
        if completed is not None:
            assert screen(completed)["determination"] in classes(answer) | {"undetermined"}
            assert classes(answer) & NO_DUTY != classes(answer) or classes(screen(completed)) <= NO_DUTY


@given(st.one_of(transactions(), half_known()))
def test_the_facts_quoted_in_the_reasons_alone_give_the_same_answer(transaction):
    answer = screen(transaction)
    certified = screen(quoted_only(transaction, answer["reasons"]))
    assert certified["determination"] == answer["determination"]
    assert classes(certified) == classes(answer)


@examples(30)
@given(st.one_of(transactions(most_changes=4), half_known()), seeds)
def test_some_answers_to_the_questions_asked_settle_an_undetermined_transaction(transaction, seed):
    answer = screen(transaction)
    assume(answer["determination"] == "undetermined")
    assert settles(transaction, answer["missing_facts"], seed=seed) is not None, answer["missing_facts"]


def verdicts(answer):
    """The verdict on each element of the reasons, for each subject."""
    return {(each["code"], each["subject"]["pointer"], each["verdict"]) for each in answer["reasons"]}


@given(st.one_of(transactions(), half_known()))
def test_brief_and_full_answers_agree_and_never_fail(transaction):
    brief, full = (screen(transaction, explain=each) for each in (Explain.BRIEF, Explain.FULL))
    for part in ("determination", "possible_determinations", "obligations", "missing_facts"):
        assert brief[part] == full[part]
    assert verdicts(brief) <= verdicts(full)
