"""A call of the service, made ready to be sent: what is sent, and how its answer is read."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .exact import Model, refuse_lost, write_json

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T_co]):
    """Holds one call. Functions of ``calls`` make it, and ``Client.send`` sends it."""

    method: str
    path: str
    read: Callable[[Any], T_co]
    params: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    media_type: str = "application/json"

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.method == "GET" or "Idempotency-Key" in self.headers


def given(body: Any, model: type[Model] | None = None) -> bytes:
    """Write a body: a record, or JSON that was one before, from which nothing may get lost.

    Raises ``UnknownMembers`` or ``InexactNumber``.
    """
    if model is not None and isinstance(body, Mapping):
        # What cannot be read at all is sent as it is: the service says best what is wrong with it.
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            refuse_lost(body, model.from_dict(body))
    return write_json(plain(body))


def plain(value: Any) -> Any:
    """Give a record, or a list of them, as JSON has it."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(each) for each in value]
    return value
