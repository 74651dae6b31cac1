"""A rule that fails to evaluate opens the answer; it never closes it."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.domain.screening import Explain, Law
from tests.properties.law import LAW, RULE_SET, known_transactions, read
from tests.properties.strategies import transactions

NO_FACTS = {"id", "holder", "subject", "reference", "name", "complete", "interpretation", "reading"}


class Untouchable:
    """A value that no rule can compare with anything."""

    def _refuses(self, *_):
        raise ArithmeticError("no rule gets past this")

    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuses


def places(value, way=()):
    """Where in a transaction single facts stand."""
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if isinstance(inner, str | bool | Decimal | date) and field.name not in NO_FACTS:
                yield (*way, field.name)
            yield from places(inner, (*way, field.name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from places(inner, (*way, index))


def put(value, way, new):
    """The same value with something else in one place."""
    if not way:
        return new
    step, *rest = way
    if isinstance(value, tuple):
        return (*value[:step], put(value[step], rest, new), *value[step + 1 :])
    return replace(value, **{step: put(getattr(value, step), rest, new)})


@given(transactions(most_changes=3), st.integers(0, 2**32), st.sampled_from(list(Explain)))
def test_an_exception_in_a_rule_is_never_a_pass_and_never_escapes(plain, which, explain):
    transaction = read(plain)
    ways = list(places(transaction))
    poisoned = put(transaction, ways[which % len(ways)], Untouchable())
    answer = LAW.screen(poisoned, explain=explain)
    whole = LAW.screen(transaction)
    assert set(whole["possible_determinations"]) <= set(answer["possible_determinations"])
    if answer["determination"] != whole["determination"]:
        assert answer["determination"] == "undetermined"
    assert set(whole["possible_determinations"]) <= set(LAW.outline(poisoned)["possible_determinations"])


def test_what_fails_in_a_rule_is_told_and_nothing_is_asked_or_said():
    told = []
    law = Law(RULE_SET, on_failure=told.append)
    transaction = replace(read(known_transactions()[0]), acquirer=Untouchable())
    answer = law.screen(transaction)
    assert {type(failure) for failure in told} == {ArithmeticError}
    assert answer["determination"] == "undetermined"
    assert answer["possible_determinations"] == ["prohibited", "notifiable", "excepted", "not_covered"]
    assert not answer["missing_facts"]
