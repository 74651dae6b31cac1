"""What was asked of stated values while one answer was worked out, and which texts were made of them."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from operator import eq, le, lt
from typing import Any

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a gap. Characters for private use: no law is written with them."""

_MOST = 500
"""With so many conditions, an answer is seldom right again, and looking at them takes long."""
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, "==": eq}
"""The comparisons that are noted. Numbers and days are all in order, so that these say what their opposites say."""


class Untraced(BaseException):
    """Something was done with a traced value that leaves no note.

    No mere ``Exception``: nothing that takes care of those may go on as if the value had been looked at.
    """


class Trace:
    """The notes of one run. Stated values are written ``v0``, ``v1``, … in the order in which they are stated.

    ``steps`` has the expressions of what was computed of them, with the names of the results, in order. ``conditions``
    has every comparison that was made, with its result; ``texts`` the expressions of the texts that were made, as
    UTF-8, with their numbers; ``constants`` what the names of constants stand for, none of which the transaction holds.
    """

    def __init__(self) -> None:
        self.stated = 0
        self.steps: dict[str, str] = {}
        self.conditions: dict[str, bool] = {}
        self.texts: dict[str, int] = {}
        self.constants: dict[str, Any] = {}
        self._names: dict[object, str] = {}

    def state(self) -> str:
        """One more value is stated; how it is written."""
        self.stated += 1
        return f"v{self.stated - 1}"

    def note(self, comparison: str, *, result: bool) -> None:
        """The result of a comparison is a condition; raises ``Untraced`` where there are too many to look at."""
        self.conditions[comparison] = result
        if len(self.conditions) > _MOST:
            raise Untraced

    def step(self, expression: str) -> str:
        """The name of what this expression gives."""
        return self.steps.setdefault(expression, f"m{len(self.steps)}")

    def gap(self, text: str) -> str:
        """What stands in the answer for the text that this expression makes."""
        return f"{OPEN}{self.texts.setdefault(text, len(self.texts))}{CLOSE}"

    def constant(self, value: object) -> str:
        """How a value is written that does not come from the transaction; raises ``Untraced`` for unusual ones."""
        if not isinstance(value, Decimal | Fraction | date | int | timedelta | Context):
            raise Untraced
        context = value.copy() if isinstance(value, Context) else None
        if context is not None:
            context.clear_flags()
        key = (type(value), str(context or value))
        if key not in self._names:
            self._names[key] = name = f"k{len(self._names)}"
            self.constants[name] = context or value
        return self._names[key]
