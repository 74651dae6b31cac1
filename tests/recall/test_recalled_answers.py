"""An answer that is remembered is the answer that the law gives, to the byte, whatever the body says."""

import json
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidTransaction, ScreeningError
from app.domain.facts.dictionary import Kind, entries
from app.domain.facts.transaction import Transaction
from app.domain.screening import Explain
from app.main import screener
from app.settings import Settings
from tests import at_hand
from tests.properties.law import known_transactions
from tests.recall.rewriting import Rewriter

FIELDS = [each.field for each in entries(Transaction) if each.field.type.kind in {Kind.QUANTITY, Kind.DATE}]
IN_A_ROW = 10
"""So often is a body sent until it is looked for first."""
QUESTIONS = (
    {"version": "2025-01-02"},
    {"version": "2025-01-02", "explain": Explain.FULL},
    {},
    {"version": "nprm-2024", "variants": {"ai_notify": "above_1e23"}},
    {"version": "coins-2025"},
)


@cache
def _remembering():
    return screener(at_hand.law(), Settings())


@cache
def _forgetful():
    return screener(at_hand.law(), Settings(remembered_bytes=0))


def _outcome(use_case, body, question):
    try:
        return use_case.screen(body, rule_set="us-oisp", **question)
    except InvalidTransaction as error:
        return [(each.pointer, each.code) for each in error.problems]
    except ScreeningError as error:
        return type(error)


def _agree(bodies, question):
    for body in bodies:
        assert _outcome(_remembering(), body, question) == _outcome(_forgetful(), body, question)


@given(
    st.deferred(lambda: st.sampled_from(known_transactions())),
    st.sampled_from(QUESTIONS),
    st.integers(0, 2**32),
    st.sampled_from([2, IN_A_ROW]),
)
def test_what_is_remembered_and_what_is_worked_out_are_the_same(transaction, question, seed, times):
    body = json.dumps(transaction, ensure_ascii=False).encode()
    rewriter = Rewriter(seed, FIELDS)
    _agree([body] * times, question)
    _agree([rewriter.other_values(body) for _ in range(6)], question)
    _agree([rewriter.other_tokens(body) for _ in range(4)], question)
    _agree([rewriter.other_bytes(body) for _ in range(4)], question)
    _agree([rewriter.other_values(rewriter.other_tokens(body)) for _ in range(2)], question)


@pytest.mark.parametrize("question", QUESTIONS, ids=map(str, range(len(QUESTIONS))))
def test_most_of_what_comes_again_is_given_without_reading_it(question, monkeypatch):
    bodies = [json.dumps(transaction).encode() for transaction in known_transactions()[::10]]
    for body in bodies * 2:
        _outcome(_remembering(), body, question)
    read = []
    monkeypatch.setattr(_remembering(), "_read", read.append)
    for body in bodies:
        with suppress(AttributeError):  # nothing was read, and nothing else can be done without it
            _remembering().screen(body, rule_set="us-oisp", **question)
    assert len(read) < len(bodies) / 3
