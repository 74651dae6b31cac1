"""A fact says which versions of the law read it, if the one in force does not: the rules themselves are asked."""

import re
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import pytest

from app.domain.facts.dictionary import entries
from app.domain.facts.transaction import Transaction
from app.domain.language.nodes import Step
from tests.golden.versions import VERSIONS, law_of

IN_FORCE = "2025-01-02"
DOMAIN = Path(__file__).parents[2] / "app/domain"
SHARED = {"amount", "currency", "kind"}
"""Names that facts of other records have too, which the engine does read."""
ENTRIES = {id(entry.fact): entry for entry in entries(Transaction)}.values()


def steps_in(node):
    """Every step of a path in a part of a rule set."""
    if isinstance(node, Step):
        yield node
    elif isinstance(node, tuple | frozenset):
        for each in node:
            yield from steps_in(each)
    elif is_dataclass(node):
        for each in fields(node):
            yield from steps_in(getattr(node, each.name))


@cache
def read_by_rules(version):
    """The facts, by identity, that the conditions of a version and its days for duties read."""
    rules = law_of(version).rule_set
    return {id(step.field.fact) for step in steps_in((*rules.definitions.values(), *rules.obligations))}


@cache
def the_engine_reads(name):
    """Whether the reckoning itself, which is the same under every version, names a fact."""
    texts = (path.read_text("utf-8") for part in ("ownership", "evaluation") for path in (DOMAIN / part).rglob("*.py"))
    return any(re.search(rf'\.{name}\b|"{name}"', text) for text in texts)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.pointer)
def test_a_fact_declares_the_versions_that_read_it_if_the_one_in_force_does_not(entry):
    reading = tuple(version for version in VERSIONS if id(entry.fact) in read_by_rules(version))
    if entry.fact.read_by is None:
        assert IN_FORCE in reading or the_engine_reads(entry.field.name)
    else:
        assert sorted(entry.fact.read_by) == sorted(reading)
        assert entry.field.name in SHARED or not the_engine_reads(entry.field.name)
