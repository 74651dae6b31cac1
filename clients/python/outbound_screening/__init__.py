"""A typed client of the outbound investment screening service."""

from . import calls, models
from .async_client import AsyncClient
from .call import Call
from .client import Client
from .errors import (
    BatchBrokenOff,
    InexactNumber,
    NoAnswer,
    NotAnAnswer,
    NotSent,
    Refused,
    ScreeningError,
    UnknownMembers,
)
from .exact import read, read_json, write_json
from .generated.types import UNSET
from .reply import Reply

__all__ = [
    "UNSET",
    "AsyncClient",
    "BatchBrokenOff",
    "Call",
    "Client",
    "InexactNumber",
    "NoAnswer",
    "NotAnAnswer",
    "NotSent",
    "Refused",
    "Reply",
    "ScreeningError",
    "UnknownMembers",
    "calls",
    "models",
    "read",
    "read_json",
    "write_json",
]
