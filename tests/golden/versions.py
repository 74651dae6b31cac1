"""The versions of the law and the golden cases of each, made where a test asks for them and then kept.

Nothing is compiled and no case is read when the tests are collected. ``every_batch`` runs a test once for each version
and part of its cases, so that the parts can run beside one another.
"""

from functools import cache
from pathlib import Path

import pytest

from app.api.wire.reader import TransactionReader
from app.domain.language.compiler import compile_rule_set
from app.domain.screening import Law
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import find_versions, read_version

VERSIONS = {version.version: version for version in find_versions(Path(__file__).parents[2] / "rules")}
_READER = TransactionReader()
BATCHES = 4
TAKEN_OVER = 5
"""Of the cases that a version takes over from another, tests put every fifth to it; the other answers them all."""

every_batch = pytest.mark.parametrize(
    ("version", "batch"),
    [(version, batch) for version in VERSIONS for batch in range(BATCHES)],
    ids=lambda value: value if isinstance(value, str) else f"part {value + 1} of {BATCHES}",
)


@cache
def law_of(version):
    """The law of a version; what goes wrong in one of its rules is raised."""
    return Law(compile_rule_set(read_version(VERSIONS[version])), on_failure=_raised)


def _raised(failure):
    raise failure


def cases_in(version, batch):
    """The golden cases of a version in one of the batches: its own, and some of those taken over from another.

    Each comes with its transaction as the domain has it. ``test_coverage.py`` puts all of them to every version.
    """
    return _with_transactions(telling(VERSIONS[version], _cases(version))[batch::BATCHES])


def telling(folder, cases):
    """The cases written in the version's own folder, and every fifth of those that it takes over from another."""
    own, others = [], []
    for each in cases:
        (own if each.place.source.startswith(f"{folder.source}/") else others).append(each)
    return own + others[::TAKEN_OVER]


def own_cases_in(version, batch):
    """Those of :func:`cases_in` that are written in the version's own folder."""
    folder = f"{VERSIONS[version].source}/"
    return _with_transactions(each for each in _cases(version)[batch::BATCHES] if each.place.source.startswith(folder))


def _with_transactions(cases):
    for case in cases:
        yield case, _READER.read_plain(case.transaction).transaction


@cache
def _cases(version):
    return read_cases(VERSIONS[version])
