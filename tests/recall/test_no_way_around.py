"""What works on stated values tells them by no type and takes no way that only an exception shows.

A traced value is no ``Decimal`` and no ``date``, and what goes wrong with it ends the attempt. Whoever asks either, and
goes another way, would have an answer remembered under conditions that do not say so.
"""

import ast
from pathlib import Path

import pytest

DOMAIN = Path(__file__).parents[2] / "app" / "domain"
WORKING = [
    path
    for folder in ("consistency", "evaluation", "ownership", ".")
    for path in sorted((DOMAIN / folder).glob("*.py" if folder == "." else "**/*.py"))
]
TYPES = {"Decimal", "date", "str", "PartyId"}
ALLOWED = {
    # of words from lists, and of what a rule holds, which are never traced
    "consistency/activities.py": 1,
    # reads what bodies and rules say, before any value is traced
    "days.py": 1,
    "evaluation/possible.py": 1,
    "evaluation/ways.py": 3,
    # every other number answers arithmetic with fractions
    "ownership/resolve/bounds.py": 1,
    # a quick way to what `is_exact` says of everything else
    "ownership/resolve/graph.py": 1,
    "ownership/resolve/problems.py": 1,
}
HANDLED = {
    "days.py": {"ValueError"},  # as it reads text
    "evaluation/duties.py": {"OverflowError"},  # the traced day has ended the attempt by then
    # traced values are let in by the one, and never raise the other
    "ownership/resolve/bounds.py": {"TypeError", "Inexact"},
    "screening.py": {"InvalidTransaction", "Exception"},  # raised again where values are traced
}


def name(path):
    return str(path.relative_to(DOMAIN))


def types_told(tree):
    """Every place that tells a value by one of the types, with ``isinstance``, ``type``, ``__class__`` or ``case``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, kinds]):
                yield from named(kinds)
            case ast.Compare(left=ast.Call(func=ast.Name(id="type")) | ast.Attribute(attr="__class__")):
                yield from (kind for each in node.comparators for kind in named(each))
            case ast.MatchClass(cls=kind):
                yield from named(kind)


def named(kinds):
    return [node.id for node in ast.walk(kinds) if isinstance(node, ast.Name) and node.id in TYPES]


@pytest.mark.parametrize("path", WORKING, ids=name)
def test_a_stated_value_is_not_told_by_its_type(path):
    assert len(list(types_told(ast.parse(path.read_text("utf-8"))))) == ALLOWED.get(name(path), 0)


@pytest.mark.parametrize("path", WORKING, ids=name)
def test_no_exception_decides_unseen(path):
    handlers = [
        node.type for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ExceptHandler)
    ]
    handled = {each.id for kind in handlers if kind for each in ast.walk(kind) if isinstance(each, ast.Name)}
    assert None not in handlers
    assert handled == HANDLED.get(name(path), set())
