"""JSON that keeps every digit, and records read without losing a member."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol, Self, TypeVar

from .errors import InexactNumber, UnknownMembers


class Model(Protocol):
    """A generated record."""

    def to_dict(self) -> dict[str, Any]:
        """Give its members, as JSON has them."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any], /) -> Self:
        """Read its members; those that it does not know are passed over."""


M = TypeVar("M", bound=Model)


def read_json(text: str | bytes) -> Any:
    """Parse JSON; numbers with a point or an exponent become ``Decimal``. Raises ``ValueError``."""
    return json.loads(text, parse_float=Decimal, parse_constant=_no_number)


def write_json(value: Any) -> bytes:
    """Write JSON, with ``Decimal`` as the text that the service reads exactly.

    Raises ``InexactNumber`` with the place of a ``float``, and ``ValueError`` for a ``Decimal`` that is no number.
    """
    return json.dumps(_exact(value, ""), ensure_ascii=False, separators=(",", ":")).encode()


def read(model: type[M], members: Mapping[str, Any]) -> M:
    """Read a record from JSON, such as one of a file, and lose nothing.

    Raises ``UnknownMembers`` with the places of members that there are not: ``model.from_dict`` passes over them.
    """
    built = model.from_dict(members)
    refuse_lost(members, built)
    return built


def refuse_lost(members: Mapping[str, Any], built: Model) -> None:
    """Raise ``UnknownMembers`` if members of the JSON did not get into the record that was read from it."""
    if lost := list(_lost(members, built.to_dict(), "")):
        raise UnknownMembers(lost, "There is no such member. It would be passed over.")


def _lost(given: Any, kept: Any, pointer: str) -> Iterator[str]:
    if isinstance(given, Mapping) and isinstance(kept, Mapping):
        for name, value in given.items():
            place = f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
            if name not in kept:
                yield place
            else:
                yield from _lost(value, kept[name], place)
    elif isinstance(given, list) and isinstance(kept, list):
        for index, (value, other) in enumerate(zip(given, kept, strict=True)):
            yield from _lost(value, other, f"{pointer}/{index}")


def _exact(value: Any, pointer: str) -> Any:
    if isinstance(value, float):
        raise InexactNumber([pointer or "/"], "Give a `Decimal`, a whole number or text: a `float` has lost digits.")
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{pointer or '/'}: `{value}` is no number.")
        return str(value)
    if isinstance(value, Mapping):
        return {name: _exact(inner, f"{pointer}/{name}") for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(inner, f"{pointer}/{index}") for index, inner in enumerate(value)]
    return value


def _no_number(word: str) -> Any:
    raise ValueError(f"`{word}` is no JSON.")
