"""Whoever answers what is asked, and nothing else, comes to an end: question by question, or by one form."""

from random import Random

from hypothesis import assume, given

from app.domain.errors import InvalidTransaction
from app.domain.evaluation.missing_facts import question_key
from app.domain.interview.form import Forms
from app.domain.interview.interview import Interview
from app.domain.interview.trials import Trials
from tests.profiles import examples
from tests.properties.answering import answered
from tests.properties.law import LAW, read, screen
from tests.properties.test_knowledge import half_known, seeds

MOST_ROUNDS, MOST_FORMS = 40, 4
TRIES = 30
"""Answers that say nothing, or what something else excludes, are given again so often."""

FORMS = Forms(LAW)


def said(transaction, questions, random):
    """The transaction with the questions answered in some way, and its screening; ``None`` if nothing can be said."""
    for _ in range(TRIES):
        try:
            learned = answered(transaction, questions, random)
            if learned is not None and learned != transaction:
                return learned, screen(learned)
        except InvalidTransaction:  # refused for what the answers say beside one another
            continue
    return None


@examples(100)
@given(half_known(), seeds)
def test_whoever_answers_what_is_asked_comes_to_an_end(transaction, seed):
    answer, random = screen(transaction), Random(seed)
    assume(answer["determination"] == "undetermined")
    for _ in range(MOST_ROUNDS):
        learned = said(transaction, answer["missing_facts"] or answer["further_questions"], random)
        if learned is None:  # every answer contradicts something
            return
        transaction, answer = learned
        if answer["determination"] != "undetermined":
            return
    raise AssertionError(answer["missing_facts"])


def form_of(interview):
    """The questions of a form, in the order in which they can be answered."""
    full = LAW.screen(interview.transaction)
    bearing = {question_key(each) for each in full["missing_facts"] + full["further_questions"]}
    groups = FORMS.form(interview, bearing=bearing)
    return sorted((each for group in groups for each in group["questions"]), key=lambda each: "after" in each)


def answered_as_supposed(interview, questions):
    """The interview with every question answered in the ordinary way, so far as nothing excludes it."""
    standing, trials = Trials(LAW).standing(interview), Trials(LAW)
    for question in questions:
        standing = FORMS.supposed(standing, question, trials)
    return standing


@examples(100)
@given(half_known())
def test_one_form_is_enough_unless_an_answer_opens_something_else(transaction):
    interview = Interview(read(transaction))
    assume(LAW.outline(interview.transaction)["determination"] == "undetermined")
    asked = set()
    for _ in range(MOST_FORMS):
        form = form_of(interview)
        keys = [question_key(each) for each in form]
        assert len(set(keys)) == len(keys)
        fresh = [each for each in form if question_key(each) not in asked]
        if not fresh:  # what is left has no answer that fits the rest
            return
        asked |= {*keys}
        standing = answered_as_supposed(interview, fresh)
        if not standing.is_open:
            return
        interview = standing.interview
    raise AssertionError(form_of(interview))
