"""Stands for the values of a body, and records what is computed of each and every comparison made with it.

A traced value says that it is of the type of the value that it stands for, and answers arithmetic and comparisons.
Whatever else is tried with it raises ``Untraced``: it cannot be looked at in a way that is not recorded. So two
evaluations in which all recorded comparisons have the same results take the same way through every rule.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from operator import add, eq, le, lt, mul, sub, truediv
from typing import Any, NoReturn, Self

from app.domain.quantity import number_text
from app.recall.trace import Trace, Untraced, gap

_METHODS = {add: "add", sub: "subtract", mul: "multiply", truediv: "divide"}
"""By operator, the method of a decimal context that computes the same."""


def _untraced(*_: object, **__: object) -> NoReturn:
    raise Untraced


def _forbid(traced: type, methods: Iterable[str]) -> None:
    """Let special methods end the evaluation: what they are for cannot be recorded."""
    for method in methods:
        setattr(traced, method, _untraced)


class _Traced:  # noqa: PLW1641 (forbidden below)
    """Stands for a value; knows its place in the trace."""

    __slots__ = ("place", "trace", "value")

    def __init__(self, trace: Trace, place: int, value: Any) -> None:
        self.trace = trace
        self.place = place
        self.value = value

    @property  # type: ignore[misc]  # the type that `isinstance` asks for is that of the value
    def __class__(self) -> type:
        return type(self.value)

    def __lt__(self, other: object) -> bool:
        return self._compared(lt, other)

    def __le__(self, other: object) -> bool:
        return self._compared(le, other)

    def __gt__(self, other: object) -> bool:
        return not self._compared(le, other)

    def __ge__(self, other: object) -> bool:
        return not self._compared(lt, other)

    def __eq__(self, other: object) -> bool:
        # Whether a value is stated at all belongs to the pattern of a body.
        return other is not None and self._compared(eq, other)

    def _compared(self, comparison: Callable[[Any, Any], bool], other: object) -> bool:
        result = comparison(self.value, _value(other))
        self.trace.compare(comparison, self.place, self._place(other), result=result)
        return result

    def _computed(self, function: Callable[[Any, Any], object], left: object, right: object) -> Self:
        """Return what the function gives, a traced value as well.

        Where it fails, rules may take another way, and there would be no record of that.
        """
        try:
            value = function(_value(left), _value(right))
        except Exception:  # noqa: BLE001 (whatever it is, what is done because of it is not recorded)
            raise Untraced from None
        return type(self)(self.trace, self.trace.step(function, self._place(left), self._place(right)), value)

    def _place(self, other: object) -> int:
        if not isinstance(other, _Traced):
            return self.trace.constant(other)
        if other.trace is not self.trace:
            raise Untraced
        return other.place


_forbid(_Traced, ("__hash__", "__bool__", "__str__", "__repr__", "__format__", "__getattr__", "__reduce_ex__"))
_forbid(_Traced, ("__int__", "__float__", "__index__", "__iter__", "__len__"))


def _value(other: object) -> Any:
    return other.value if isinstance(other, _Traced) else other


def place_of(value: object) -> int | None:
    """Return the place of a traced value; ``None`` for one that is not known."""
    return value.place if isinstance(value, _Traced) else None


class TracedNumber(_Traced):
    """Stands for a ``Decimal`` or, divided by a fraction, for a ``Fraction``."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return not self._compared(eq, 0)

    def __neg__(self) -> Self:
        return self._operated(sub, 0, self)

    def __add__(self, other: object) -> Self:
        return self._operated(add, self, other)

    def __sub__(self, other: object) -> Self:
        return self._operated(sub, self, other)

    def __mul__(self, other: object) -> Self:
        return self._operated(mul, self, other)

    def __truediv__(self, other: object) -> Self:
        if isinstance(other, Fraction) and isinstance(self.value, Decimal):
            return self._computed(_in_fractions, self, other)
        return self._operated(truediv, self, other)

    def __rsub__(self, other: object) -> Self:
        return self._operated(sub, other, self)

    def __rtruediv__(self, other: object) -> Self:
        return self._operated(truediv, other, self)

    __radd__, __rmul__ = __add__, __mul__

    def is_finite(self) -> bool:
        """Say that the number is finite: every stated one is, and so is what is computed of those."""
        return True

    def __format__(self, spec: str) -> str:
        if spec != "f" or isinstance(self.value, Fraction):
            raise Untraced
        # Nobody asks for superfluous zeros: a stated number has none, and of one that was computed they are cut off.
        return self.trace.text(_digits, self.place)

    def _operated(self, operator: Callable[[Any, Any], object], left: object, right: object) -> Self:
        """Return what the operator gives: with fractions by itself, with decimals in the context of this moment."""
        function = operator if isinstance(self.value, Fraction) else getattr(self.trace.context(), _METHODS[operator])
        return self._computed(function, left, right)


def _in_fractions(number: Decimal, divisor: Fraction) -> Fraction:
    return Fraction(number) / divisor


def _digits(number: Decimal) -> bytes:
    return number_text(number).encode()


class TracedDay(_Traced):
    """Stands for a ``date``."""

    __slots__ = ()

    def __add__(self, other: object) -> Self:
        return self._computed(add, self, other)

    def isoformat(self) -> str:
        """Return the gap for the day."""
        return self.trace.text(_iso_day, self.place)

    def __format__(self, spec: str) -> str:
        return self.trace.text(_written_as(spec), self.place)


def _iso_day(day: date) -> bytes:
    return day.isoformat().encode()


@cache
def _written_as(spec: str) -> Callable[[date], bytes]:
    return lambda day: format(day, spec).encode()


class _TracedText(str):  # noqa: SLOT000 (it knows more than a text)
    """Stands for a text that can be repeated. It reads as its gap, and shows nothing of what will stand there.

    Its value is the text as JSON writes it without escapes, in UTF-8.
    """

    trace: Trace
    place: int
    value: bytes

    def __new__(cls, trace: Trace, place: int, value: bytes) -> Self:
        made = super().__new__(cls, gap(place))
        made.trace, made.place, made.value = trace, place, value
        return made

    def __bool__(self) -> bool:
        """Say that the text is not empty: no stated text is."""
        return True


_forbid(_TracedText, {*dir(str)} - {*dir(object)} | {"__lt__", "__le__", "__gt__", "__ge__"})


class TracedName(_TracedText):  # noqa: PLW1641 (forbidden below)
    """Stands for a text that no rule looks at. Whether two are equal is not recorded, so it cannot be asked."""

    def __eq__(self, other: object) -> bool:
        return False if other is None else _untraced()

    def __ne__(self, other: object) -> bool:
        return not self == other


_forbid(TracedName, ["__hash__"])


class TracedId(_TracedText):
    """Stands for the id of a party. Two are equal where the ids are: whoever makes them records that."""

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, TracedId) or other.trace is not self.trace:
            raise Untraced
        result = self.value < other.value
        self.trace.compare(lt, self.place, other.place, result=result)
        return result

    __eq__ = str.__eq__
    __hash__ = str.__hash__
