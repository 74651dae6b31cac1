"""What an operator can set, read once at the start from environment variables named ``SCREENING_…``."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

PREFIX = "SCREENING_"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
DATABASE_SCHEMES = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")


class SettingError(ValueError):
    """An environment variable has a value the service cannot start with; the message names it and says what fits."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{PREFIX}{name}: {expected}")
        self.variable = f"{PREFIX}{name}"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process. What may open something never shows in ``repr``.

    ``law_age_limit_seconds`` is how long after it was last seen in the database the law at hand may answer.
    ``remembered_bytes`` is how much memory a process may take to remember answers; zero is none at all. ``api_key`` is
    for the commands that write: its owner is the person who acts. The service does not use it.
    """

    database_url: str = field(default="sqlite:///var/screening.sqlite3", repr=False)
    rules_dir: Path = Path("rules")
    body_limit_bytes: int = 8 * 1024 * 1024
    refresh_seconds: float = 2.0
    law_age_limit_seconds: float = 300.0
    remembered_bytes: int = 32 * 1024 * 1024
    log_level: str = "INFO"
    api_key: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """The settings given by ``environment``; what is absent or empty keeps its default.

        Raises ``SettingError`` for the first value that does not fit.
        """
        given = {
            name.removeprefix(PREFIX): text for name, text in environment.items() if name.startswith(PREFIX) and text
        }
        default = cls()
        refresh = _seconds("REFRESH_SECONDS", given.get("REFRESH_SECONDS", str(default.refresh_seconds)))
        return cls(
            database_url=_database_url(given.get("DATABASE_URL", default.database_url)),
            rules_dir=Path(given.get("RULES_DIR", default.rules_dir)),
            body_limit_bytes=_bytes("BODY_LIMIT_BYTES", given.get("BODY_LIMIT_BYTES", str(default.body_limit_bytes))),
            refresh_seconds=refresh,
            law_age_limit_seconds=_age_limit(
                given.get("LAW_AGE_LIMIT_SECONDS", str(default.law_age_limit_seconds)), refresh_seconds=refresh
            ),
            remembered_bytes=_bytes(
                "REMEMBERED_BYTES", given.get("REMEMBERED_BYTES", str(default.remembered_bytes)), least=0
            ),
            log_level=_log_level(given.get("LOG_LEVEL", default.log_level)),
            api_key=given.get("API_KEY", default.api_key),
        )


def _database_url(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    # The value is not repeated: it may hold a password.
    if not separator or scheme not in DATABASE_SCHEMES:
        raise SettingError(
            "DATABASE_URL", "give `sqlite:///path/to/file` or `postgresql://user:password@host/database`."
        )
    if scheme == "sqlite" and (rest in ("", "/") or ":memory:" in rest or rest.startswith("/file:")):
        raise SettingError("DATABASE_URL", "SQLite needs a file: give `sqlite:///path/to/file`.")
    return text


def _bytes(name: str, text: str, *, least: int = 1) -> int:
    try:
        value = int(text)
    except ValueError:
        value = -1
    if value < least:
        raise SettingError(name, f"`{text}` is not a whole number of bytes, {least} or more.")
    return value


def _seconds(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not (math.isfinite(value) and value > 0):
        raise SettingError(name, f"`{text}` is not a number of seconds above zero.")
    return value


def _age_limit(text: str, *, refresh_seconds: float) -> float:
    value = _seconds("LAW_AGE_LIMIT_SECONDS", text)
    # One refresh that comes late must not stop the answers.
    if value < 2 * refresh_seconds:
        raise SettingError(
            "LAW_AGE_LIMIT_SECONDS",
            f"`{text}` is less than two refreshes: {PREFIX}REFRESH_SECONDS is {refresh_seconds:g}.",
        )
    return value


def _log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise SettingError("LOG_LEVEL", f"`{text}` is not one of {', '.join(LOG_LEVELS)}.")
    return text.upper()
