"""The requests on golden cases: every question once, on one side, and nothing of a deal's that it does not state."""

import pytest

from app.domain.answers.determination import UNDETERMINED
from app.domain.diligence.factors import factors_of
from app.domain.diligence.requests import requests_of
from app.domain.evaluation.missing_facts import question_key
from tests.golden.versions import BATCHES, cases_in, law_of

VERSION = "2025-01-02"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_open_question_is_asked_exactly_once(batch):
    law, undetermined = law_of(VERSION), 0
    for _, transaction in cases_in(VERSION, batch):
        answer = law.screen(transaction)
        made = requests_of(transaction, answer, law.rule_set)
        asked = [question_key(each) for side in made.sides for each in side["requests"]]
        assert len(set(asked)) == len(asked)
        wanted = {question_key(each) for each in answer["missing_facts"] + answer["further_questions"]}
        assert wanted <= {*asked}
        if answer["determination"] == UNDETERMINED:
            undetermined += 1
        places = {each["pointer"] for side in made.sides for each in side["requests"]}
        quoted = {fact["pointer"].removesuffix("/complete") for each in answer["reasons"] for fact in each["facts"]}
        for draft in made.representations:
            assert {*draft["settles"]} <= places | quoted
        assert len(factors_of(transaction, law.rule_set, answer["missing_facts"])) == 7
    assert undetermined > 20
