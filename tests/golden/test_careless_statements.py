"""Deals with a duty, stated carelessly (``careless_statements.yaml``): refused, or the true class stays possible."""

from pathlib import Path

import pytest

from app.domain.errors import InvalidTransaction
from app.domain.located import plain
from app.rulefiles.yaml_tree import read_yaml
from tests.properties.law import LAW, read

LIST = Path(__file__).with_name("careless_statements.yaml")
GROUPS = plain(read_yaml(LIST.read_bytes(), LIST.name))["groups"]
STATEMENTS = [statement for group in GROUPS for statement in group["statements"]]
DUTIES = ("prohibited", "notifiable")

every_statement = pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement["deal"])


def possible(statement):
    """The classes that the answer leaves possible; none where the statement is refused."""
    try:
        answer = LAW.screen(read(statement["transaction"]))
    except InvalidTransaction:
        return ()
    return answer["possible_determinations"]


def test_there_are_more_than_fifty_statements_and_each_has_a_duty():
    assert len({statement["deal"] for statement in STATEMENTS}) == len(STATEMENTS) > 50
    assert {statement["truth"] for statement in STATEMENTS} == set(DUTIES)


@every_statement
def test_a_careless_statement_of_a_deal_with_a_duty_never_loses_its_class(statement):
    found = possible(statement)
    assert not found or statement["truth"] in found


def test_most_careless_statements_are_answered_and_not_refused():
    assert sum(bool(possible(statement)) for statement in STATEMENTS) > 0.9 * len(STATEMENTS)
