"""Where putting part 850 into rules goes wrong is a list (``traps.yaml``); every item has its test, or says why not."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from app.domain.located import plain
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import find_versions
from app.rulefiles.yaml_tree import read_yaml

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("traps.yaml")
GROUPS = {each["group"]: each["traps"] for each in plain(read_yaml(LIST.read_bytes(), LIST.name))["groups"]}
TRAPS = [trap for traps in GROUPS.values() for trap in traps]

# How many traps are known, group by group: an item may be added, and none may get lost.
KNOWN = {
    "Order and time": 8,
    "Actors": 10,
    "Counterparty": 13,
    "Deal types": 9,
    "Activities": 24,
    "Knowledge": 4,
    "Exceptions": 12,
    "Duties and enforcement": 12,
}

every_trap = pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["trap"])


def is_function(shown):
    return shown.startswith("tests/")


@cache
def sentences():
    return frozenset(case.case for version in find_versions(ROOT / "rules") for case in read_cases(version))


@cache
def functions(file):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_no_known_trap_is_missing():
    assert {name: len(traps) for name, traps in GROUPS.items()} == KNOWN


def test_no_trap_stands_twice():
    assert [trap for trap, times in Counter(each["trap"] for each in TRAPS).items() if times > 1] == []


@every_trap
def test_a_trap_is_shown_by_something_or_says_why_not(trap):
    assert trap.keys() in ({"trap", "cites", "shown_by"}, {"trap", "cites", "reason"})
    assert trap["trap"]
    assert trap["cites"]
    assert trap.get("shown_by") or trap.get("reason")


@every_trap
def test_what_shows_a_trap_is_named_once(trap):
    shown = trap.get("shown_by", [])
    assert len(shown) == len(set(shown))


@every_trap
def test_every_golden_case_that_shows_a_trap_is_there(trap):
    named = {each for each in trap.get("shown_by", []) if not is_function(each)}
    assert named <= sentences()


@every_trap
def test_every_test_that_shows_a_trap_is_there(trap):
    for each in filter(is_function, trap.get("shown_by", [])):
        file, name = each.split("::")
        assert name.startswith("test_")
        assert name in functions(file)


def test_most_traps_are_shown_by_a_transaction():
    shown = [each for each in TRAPS if not all(map(is_function, each.get("shown_by", [])))]
    assert len(shown) >= len(TRAPS) * 9 // 10
