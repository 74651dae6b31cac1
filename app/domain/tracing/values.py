"""Values in place of the stated ones: they know what they were made of, and note every comparison."""

from collections.abc import Callable, Iterable
from decimal import getcontext
from fractions import Fraction
from operator import add, mul, neg, sub, truediv
from typing import Any, NoReturn, Self

from app.domain.tracing.trace import COMPARISONS, Trace, Untraced

_OPERATIONS: dict[tuple[str, int], Callable[..., Any]] = {
    ("+", 2): add,
    ("-", 2): sub,
    ("*", 2): mul,
    ("/", 2): truediv,
    ("-", 1): neg,
}
"""What the operators compute, by sign and number of operands."""


def _untraced(*_: object, **__: object) -> NoReturn:
    raise Untraced


def _forbid(kind: type, names: Iterable[str]) -> None:
    """Whatever these special methods of a class are for leaves no note, so it ends the attempt."""
    for name in names:
        setattr(kind, name, _untraced)


class _Traced:  # noqa: PLW1641 (forbidden below)
    """A value, and the expression that makes it of the stated ones."""

    __slots__ = ("code", "trace", "value")

    def __init__(self, trace: Trace, code: str, value: Any) -> None:
        self.trace = trace
        self.code = code
        self.value = value

    @property  # type: ignore[misc]  # what it stands for is told by the value, also to `isinstance`
    def __class__(self) -> type:
        return type(self.value)

    def made(self, expression: str, compute: Callable[[], object]) -> Self:
        """Another value of the same kind, made by this expression.

        Where it cannot be made, rules may take another way, and there would be no note of that.
        """
        try:
            value = compute()
        except Exception:  # noqa: BLE001 (whatever it is, what is done because of it has no note)
            raise Untraced from None
        return type(self)(self.trace, self.trace.step(expression), value)

    def holds(self, comparison: str, other: object) -> bool:
        """The result of a comparison, which is a condition from now on."""
        result = COMPARISONS[comparison](self.value, _value(other))
        self.trace.note(f"{self.code} {comparison} {self.written(other)}", result=result)
        return result

    def written(self, other: object) -> str:
        """How another value is written."""
        if not isinstance(other, _Traced):
            return self.trace.constant(other)
        if other.trace is not self.trace:
            raise Untraced
        return other.code

    def __lt__(self, other: object) -> bool:
        return self.holds("<", other)

    def __le__(self, other: object) -> bool:
        return self.holds("<=", other)

    def __gt__(self, other: object) -> bool:
        return not self.holds("<=", other)

    def __ge__(self, other: object) -> bool:
        return not self.holds("<", other)

    def __eq__(self, other: object) -> bool:
        # That a value is known at all belongs to the form of a transaction, as where it stands does.
        return other is not None and self.holds("==", other)


_forbid(_Traced, ("__hash__", "__bool__", "__str__", "__repr__", "__format__", "__getattr__", "__reduce_ex__"))
_forbid(_Traced, ("__int__", "__float__", "__index__", "__iter__", "__len__"))


def _value(other: object) -> Any:
    return other.value if isinstance(other, _Traced) else other


def place_of(value: object) -> int | None:
    """The place of a traced value among the stated ones; ``None`` for what is not known."""
    return int(value.code.removeprefix("v")) if isinstance(value, _Traced) else None


class TracedNumber(_Traced):
    """In place of a ``Decimal``."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return not self.holds("==", 0)

    def __neg__(self) -> Self:
        return self._computed("minus", "-", self)

    def __add__(self, other: object) -> Self:
        return self._computed("add", "+", self, other)

    def __sub__(self, other: object) -> Self:
        return self._computed("subtract", "-", self, other)

    def __mul__(self, other: object) -> Self:
        return self._computed("multiply", "*", self, other)

    def __truediv__(self, other: object) -> Self:
        if isinstance(other, Fraction) and not isinstance(self.value, Fraction):
            return self.made(f"Fraction({self.code})", lambda: Fraction(self.value)) / other
        return self._computed("divide", "/", self, other)

    def __rsub__(self, other: object) -> Self:
        return self._computed("subtract", "-", other, self)

    def __rtruediv__(self, other: object) -> Self:
        return self._computed("divide", "/", other, self)

    __radd__, __rmul__ = __add__, __mul__

    def _computed(self, method: str, sign: str, *operands: object) -> Self:
        """What the operation gives: of decimals, in the context of this moment."""
        written, values = [*map(self.written, operands)], [*map(_value, operands)]
        if any(isinstance(value, Fraction) for value in values):
            operation = _OPERATIONS[sign, len(values)]
            return self.made(f" {sign} ".join(["", *written][-2:]), lambda: operation(*values))
        context = getcontext()
        code = f"{self.trace.constant(context)}.{method}({', '.join(written)})"
        return self.made(code, lambda: getattr(context, method)(*values))

    def is_finite(self) -> bool:
        """Every stated number is, and so are sums of them."""
        return True

    def __format__(self, spec: str) -> str:
        """The gap for the digits of the number, without superfluous zeros; a stated one has none."""
        if spec != "f" or isinstance(self.value, Fraction):
            raise Untraced
        stated = self.code.startswith("v")
        return self.trace.gap(f'f"{{{self.code}:f}}".encode()' if stated else f"number_text({self.code}).encode()")


class TracedDay(_Traced):
    """In place of a ``date``."""

    __slots__ = ()

    def __add__(self, other: object) -> Self:
        return self.made(f"{self.code} + {self.trace.constant(other)}", lambda: self.value + other)

    def isoformat(self) -> str:
        """The gap for the day."""
        return self.trace.gap(f"{self.code}.isoformat().encode()")


class _Repeated(str):  # noqa: SLOT000 (it knows more than a text)
    """A text that can be repeated. It reads as its gap, and tells nothing of what will stand there.

    Its value is the text as JSON writes it, between quotation marks and without escapes, in UTF-8.
    """

    trace: Trace
    code: str
    value: bytes

    def __new__(cls, trace: Trace, code: str, value: bytes) -> Self:
        made = super().__new__(cls, trace.gap(f"{code}[1:-1]"))
        made.trace, made.code, made.value = trace, code, value
        return made

    def __bool__(self) -> bool:
        """No text that is stated is empty."""
        return True


_forbid(_Repeated, {*dir(str)} - {*dir(object)} | {"__lt__", "__le__", "__gt__", "__ge__"})


class TracedText(_Repeated):  # noqa: PLW1641 (forbidden below)
    """In place of a text that no rule looks at. Whether two of them are equal is not noted, so it cannot be asked."""

    def __eq__(self, other: object) -> bool:
        return False if other is None else _untraced()

    def __ne__(self, other: object) -> bool:
        return not self == other


_forbid(TracedText, ["__hash__"])


class TracedId(_Repeated):
    """In place of a party's id. Two are equal where the ids are: whoever makes them notes that as a condition."""

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, TracedId) or other.trace is not self.trace:
            raise Untraced
        result = self.value[:-1] < other.value[:-1]
        self.trace.note(f"{self.code}[:-1] < {other.code}[:-1]", result=result)
        return result

    __eq__ = str.__eq__
    __hash__ = str.__hash__
