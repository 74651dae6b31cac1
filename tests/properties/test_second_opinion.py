"""The generated code says what the plain walk through the conditions says, of every definition and subject."""

from dataclasses import replace
from functools import partial

from hypothesis import given, settings

from app.domain.evaluation.reference import Found, defined
from app.domain.evaluation.run import Run
from app.domain.facts.dictionary import fields_of
from app.domain.facts.fact import Listing
from tests.properties.law import LAW, RULE_SET, read
from tests.properties.strategies import transactions

WALKED = replace(
    RULE_SET,
    program=replace(
        RULE_SET.program,
        truth={
            name: partial(lambda name, subject, run: defined(name, Found(subject, ""), run), name)
            for name in RULE_SET.definitions
        },
        questions={},
    ),
)
"""The same rules with no generated code in them: every definition asked for is walked."""


def subjects(value, record):
    """Every record within a transaction."""
    yield record, value
    for field in fields_of(record).values():
        inner, part = field.type.item or field.type, getattr(value, field.name)
        if inner.record is not None and part is not None:
            several = part.items if isinstance(part, Listing) else part if isinstance(part, tuple) else (part,)
            for each in several:
                yield from subjects(each, inner.record)


@settings(max_examples=40)
@given(transactions())
def test_generated_code_agrees_with_the_plain_walk(plain):
    transaction = read(plain)
    readings = LAW._readings_for(transaction)
    generated, walked = Run(RULE_SET, transaction, readings), Run(WALKED, transaction, readings)
    for record, subject in subjects(transaction, type(transaction)):
        for name, definition in RULE_SET.definitions.items():
            if definition.record is record:
                verdicts = [run.rule_set.program.truth[name](subject, run) for run in (generated, walked)]
                assert verdicts[0] == verdicts[1], name
