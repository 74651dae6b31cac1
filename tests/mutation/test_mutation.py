"""The table of `scripts/mutate` fits the tree, and a bug counts as seen where a test fails and nowhere else."""

import ast
from pathlib import Path

import pytest

from tests.mutation.__main__ import Copies, judged
from tests.mutation.table import ROOT, Bug, StaleBug, areas, read_table

BUGS = read_table()


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: f"{Path(bug.file).stem}: {bug.does}")
def test_a_bug_of_the_table_can_be_put_into_its_file(bug):
    text = (ROOT / bug.file).read_text("utf-8")
    changed = bug.put_into(text)
    assert sum(one != other for one, other in zip(text.splitlines(), changed.splitlines(), strict=True)) == 1
    if bug.file.endswith(".py"):
        ast.parse(changed)


def test_the_tests_of_the_table_are_there():
    paths = {test.partition("::")[0] for bug in BUGS for test in bug.tests}
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_the_table_has_bugs_of_every_area_that_can_clear():
    clearing = areas(tuple(bug for bug in BUGS if bug.clears))
    assert clearing.total() >= 40
    expected = {"truth", "ownership", "dates", "lists", "defaults", "parameters", "contradictions", "reading"}
    expected |= {"tables", "conclusions", "portfolios"}
    assert set(clearing) == expected


def bug(**parts):
    return Bug(**{"area": "truth", "file": "f", "does": "d", "clears": True, "tests": (), **parts})


def test_a_bug_keeps_the_indent_of_its_line_and_every_other_line():
    assert bug(line="b = 1", instead="b = 2").put_into("a\n    b = 1\nc\n") == "a\n    b = 2\nc\n"


def test_a_line_that_stands_twice_is_told_by_the_one_before_it():
    text = "x:\n  v: 1\ny:\n  v: 1\n"
    assert bug(line="v: 1", instead="v: 2", after="y:").put_into(text) == "x:\n  v: 1\ny:\n  v: 2\n"


@pytest.mark.parametrize(
    "parts", [{"line": "a"}, {"line": "b"}, {"line": "a", "after": "z"}, {"line": "c", "after": "x"}]
)
def test_a_bug_whose_line_is_gone_or_stands_twice_is_stale(parts):
    with pytest.raises(StaleBug):
        bug(instead="", **parts).put_into("a\nx\na\n")


@pytest.fixture
def small_tree(tmp_path):
    """A tree of one module and one test of it."""
    (tmp_path / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    (tmp_path / "rule.py").write_text("LIMIT = 50\n", "utf-8")
    (tmp_path / "test_rule.py").write_text("import rule\n\n\ndef test_limit():\n    assert rule.LIMIT == 50\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"line": "LIMIT = 50", "instead": "LIMIT = 51"}, "seen"),
        ({"line": "LIMIT = 50", "instead": "LIMIT = 5 0"}, "seen"),
        ({"line": "LIMIT = 50", "instead": "LIMIT = 25 * 2"}, "UNSEEN"),
        ({"line": "LIMIT = 49", "instead": "LIMIT = 48"}, "STALE"),
        ({"line": "LIMIT = 50", "instead": "LIMIT = 51", "tests": ("test_nothing.py",)}, "BROKEN"),
    ],
    ids=[
        "a bug seen",
        "a bug that stops the tests",
        "a bug unseen",
        "a bug without its line",
        "a bug without its test",
    ],
)
def test_a_bug_is_seen_where_a_test_fails_and_only_there(small_tree, parts, word):
    judged_so, _ = judged(Copies([small_tree]), bug(**{"file": "rule.py", "tests": ("test_rule.py",), **parts}))
    assert judged_so == word
    assert (small_tree / "rule.py").read_text("utf-8") == "LIMIT = 50\n"
