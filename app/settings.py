"""Reads what an operator can set, once at the start, from environment variables named ``SCREENING_…``."""

import binascii
import math
from base64 import b64decode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Self

PREFIX: Final = "SCREENING_"
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_WEBHOOK_PREFIX: Final = "whsec_"
DATABASE_SCHEMES: Final = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")


class SettingError(ValueError):
    """An environment variable has a value the service cannot start with; the message names it and says what fits."""


def _setting(default: Any, read: Callable[[str], Any], *, shows: bool = True) -> Any:
    """Declare a setting; ``read`` raises ``ValueError`` with what would fit."""
    return field(default=default, repr=shows, metadata={"read": read})


def _database_url(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    # The value is not repeated: it may hold a password.
    if not separator or scheme not in DATABASE_SCHEMES:
        raise ValueError("give `sqlite:///path/to/file` or `postgresql://user:password@host/database`.")
    if scheme == "sqlite" and (rest in ("", "/") or ":memory:" in rest or rest.startswith("/file:")):
        raise ValueError("SQLite needs a file: give `sqlite:///path/to/file`.")
    return text


def _number(kind: Callable[[str], float], fits: Callable[[float], bool], expected: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        with suppress(ValueError, OverflowError):
            number = kind(text)
            if math.isfinite(number) and fits(number):
                return number
        raise ValueError(f"`{text}` is not {expected}.")

    return read


_seconds = _number(float, lambda number: number > 0, "a number of seconds above zero")
_bytes = _number(int, lambda number: number >= 1, "a whole number of bytes, 1 or more")
_bytes_or_none = _number(int, lambda number: number >= 0, "a whole number of bytes, 0 or more")


def _log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError(f"`{text}` is not one of {', '.join(LOG_LEVELS)}.")
    return text.upper()


def _webhook_secret(text: str) -> str:
    # The value is not repeated, nor what is wrong with it.
    try:
        length = len(b64decode(text.removeprefix(_WEBHOOK_PREFIX), validate=True))
    except binascii.Error:
        length = 0
    if not text.startswith(_WEBHOOK_PREFIX) or not 24 <= length <= 64:
        raise ValueError(f"give `{_WEBHOOK_PREFIX}` and 24 to 64 bytes in base64, as standardwebhooks.com describes.")
    return text


@dataclass(frozen=True, slots=True)
class Settings:
    """Holds the settings of one process. What may open something never shows in ``repr``.

    ``law_age_limit_seconds`` is how long after it was last seen in the database the law at hand may answer.
    ``remembered_bytes`` is how much memory a process may take to remember answers; zero is none at all. ``api_key`` is
    for the commands that write: its owner is the person who acts. ``webhook_secret`` signs what `portfolio watch`
    sends. The service uses neither.
    """

    database_url: str = _setting("sqlite:///var/screening.sqlite3", _database_url, shows=False)
    rules_dir: Path = _setting(Path("rules"), Path)
    body_limit_bytes: int = _setting(8 * 1024 * 1024, _bytes)
    refresh_seconds: float = _setting(2.0, _seconds)
    law_age_limit_seconds: float = _setting(300.0, _seconds)
    remembered_bytes: int = _setting(32 * 1024 * 1024, _bytes_or_none)
    log_level: str = _setting("INFO", _log_level)
    api_key: str = _setting("", str, shows=False)
    webhook_secret: str = _setting("", _webhook_secret, shows=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings given by ``environment``; what is absent or empty keeps its default.

        Raises ``SettingError`` for the first value that does not fit.
        """
        given: dict[str, Any] = {}
        for each in fields(cls):
            variable = f"{PREFIX}{each.name.upper()}"
            if text := environment.get(variable):
                try:
                    given[each.name] = each.metadata["read"](text)
                except ValueError as error:
                    raise SettingError(f"{variable}: {error}") from None
        settings = cls(**given)
        limit, refresh = settings.law_age_limit_seconds, settings.refresh_seconds
        # One refresh that comes late must not stop the answers.
        if limit < 2 * refresh:
            less = f"`{limit:g}` is less than two refreshes: {PREFIX}REFRESH_SECONDS is {refresh:g}."
            raise SettingError(f"{PREFIX}LAW_AGE_LIMIT_SECONDS: {less}")
        return settings
