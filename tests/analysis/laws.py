"""Copies of the real rule set with something changed, and the transactions of its golden cases."""

import json
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

from app.api.wire.reader import TransactionReader
from app.domain.language.compiler import compile_rule_set
from app.domain.located import located, plain
from app.main import compiled_law, screener
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import find_versions, read_version
from app.service.law_cache import LawCache
from app.service.loading import checked_versions
from app.service.source_archive import SourceArchive
from app.settings import Settings
from app.use_cases import comparer

ROOT = Path(__file__).parents[2]
VERSION = "2025-01-02"
EXAMPLES = ROOT / "rules/us-oisp" / VERSION / "examples"
DAY = datetime(2025, 1, 2, tzinfo=UTC)
READER = TransactionReader()


@cache
def _folder():
    return next(each for each in find_versions(ROOT / "rules") if each.version == VERSION)


@cache
def _real():
    return json.dumps(plain(read_version(_folder())))


def document(version=VERSION, **head):
    """A copy of the real rule set, ready to be changed, under a version of its own."""
    return json.loads(_real()) | {"version": version} | head


def definition(law, name):
    return next(each for each in law["definitions"] if each["id"] == name)


def with_parameter(name, value, *, version=VERSION):
    law = document(version)
    law["parameters"][name]["value"] = value
    return law


def compiled(law):
    return _compiled(json.dumps(law))


@lru_cache(maxsize=4)
def _compiled(law):
    return compile_rule_set(located(json.loads(law), "rules"))


def archive_of(*documents):
    at_hand = [located(each, "rules") for each in documents]
    return SourceArchive(checked_versions(at_hand, check=compile_rule_set, recorded_at=DAY))


def law_of(*documents):
    cache = LawCache(archive_of(*documents), compiled_law)
    cache.refresh()
    return cache


def comparer_of(cache):
    return comparer(cache.snapshot, Settings())


def screener_of(cache):
    return screener(cache.snapshot, Settings())


@cache
def golden_bodies():
    """The transactions of all golden cases as JSON bodies."""
    return [json.dumps(case.transaction).encode() for case in read_cases(_folder())]


@cache
def golden_transactions(*topics):
    """The transactions of golden cases; of those files whose names contain one of the topics."""
    cases = read_cases(_folder())
    chosen = [case for case in cases if not topics or any(topic in case.place.source for topic in topics)]
    return tuple(READER.read(json.dumps(case.transaction).encode()).transaction for case in chosen)


def example(name="ai-developer"):
    return json.loads((EXAMPLES / f"{name}.json").read_bytes())
