"""Says how large the parts of a transaction may be, and of what a line of text consists."""

from typing import Final

LINE: Final = "^[^\\x00-\\x1f\\x7f]+$"
"""One line of text, not empty: control characters have no place in names and identifiers."""

TEXT: Final = 10_000
"""The most characters of a text."""

IDENTIFIER: Final = 200
"""The most characters of a party's id."""

_ITEMS: Final = {"parties": 10_000, "interests": 30_000, "activities": 500}
_OTHER_ITEMS: Final = 1_000

ACTIVITIES: Final = 1_000
"""The most activities of all parties together."""

PROBLEMS: Final = 100
"""The most problems reported of one body."""

FINDINGS: Final = 20_000
"""The most problems looked at one by one; a body with more is not nearly a transaction."""


def most_items(field: str) -> int:
    """The most items of the list under the property ``field``."""
    return _ITEMS.get(field, _OTHER_ITEMS)
