"""How many examples a property test tries, and how many golden cases are put to a test that takes long.

Each test has a number of its own, for an ordinary run. A profile multiplies all of them: it is asked for with
``scripts/test --hypothesis-profile=searching``, and tries other examples in every run.
"""

from collections.abc import Iterable
from typing import TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")

ORDINARY = 100
"""What a test without a number of its own tries in an ordinary run."""
SEARCHING = 20
"""How many times as many examples a search tries."""


def register() -> None:
    """Register the profiles, and load that of an ordinary run.

    It has the same examples in every run, and no verdict that depends on how busy the machine is.
    """
    untimed = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile("repeating", max_examples=ORDINARY, derandomize=True, **untimed)
    settings.register_profile("searching", max_examples=ORDINARY * SEARCHING, **untimed)
    settings.load_profile("repeating")


def examples(count: int) -> settings:
    """The settings of a test that tries so many examples in an ordinary run, and more under a profile that searches."""
    return settings(max_examples=max(1, count * settings().max_examples // ORDINARY))


def some_of(items: Iterable[T], every: int, *, first: int = 0) -> list[T]:
    """Every so-many-th of the items, counted from one that ``first`` chooses; all under a profile that searches."""
    step = max(1, every * ORDINARY // settings().max_examples)
    return list(items)[first % step :: step]
