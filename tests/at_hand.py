"""The law in ``rules/``, read and compiled once for all tests of a process, which only read it."""

from functools import cache
from pathlib import Path

from app.main import check_rules, compiled_law
from app.service.law_cache import LawCache
from app.service.screening import CurrentLaw
from app.service.source_archive import SourceArchive

RULES = Path(__file__).parents[1] / "rules"


@cache
def archive() -> SourceArchive:
    """Every version in the folder, as a database would hold them."""
    return SourceArchive(check_rules(RULES))


@cache
def law_cache() -> LawCache:
    """What holds the law for the service."""
    cache = LawCache(archive(), compiled_law)
    cache.refresh()
    return cache


def law() -> CurrentLaw:
    """What gives the law to a use case."""
    return law_cache().snapshot
