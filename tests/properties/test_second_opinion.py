"""The compiled functions say what the plain walk through the conditions says, of every definition and subject."""

from hypothesis import given

from app.domain.evaluation.run import Run
from app.domain.facts.dictionary import fields_of
from app.domain.facts.fact import Listing
from tests.properties.law import LAW, RULE_SET, read
from tests.properties.plain_walk import defined
from tests.properties.strategies import transactions


def subjects(value, record):
    """Every record within a transaction."""
    yield record, value
    for field in fields_of(record).values():
        inner, part = field.type.item or field.type, getattr(value, field.name)
        if inner.record is not None and part is not None:
            several = part.items if isinstance(part, Listing) else part if isinstance(part, tuple) else (part,)
            for each in several:
                yield from subjects(each, inner.record)


@given(transactions())
def test_compiled_functions_agree_with_the_plain_walk(plain):
    # What a definition asks of others is taken from their functions, which are compared for every subject as well.
    transaction = read(plain)
    run = Run(LAW.program, transaction, LAW._readings_for(transaction))
    for record, subject in subjects(transaction, type(transaction)):
        for name, definition in RULE_SET.definitions.items():
            if definition.record is record:
                assert LAW.program.truth[name](subject, run) == defined(name, subject, run), name
