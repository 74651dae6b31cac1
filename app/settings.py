"""Reads what an operator can set, once at the start, from variables named ``SCREENING_…`` and from files of secrets."""

import binascii
import os
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from limits import parse_many
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.domain.fields import did_you_mean
from app.service.access.loopback import is_loopback
from app.service.access.scopes import AccessMode
from app.service.records.entries import RecordWhich
from app.shipped_files import RULES, embedded_database

PREFIX: Final = "SCREENING_"
DATABASE_SCHEMES: Final = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")
_WEBHOOK_PREFIX: Final = "whsec_"


class SettingError(ValueError):
    """A setting has a value the service cannot start with; the message names the variable and says what fits."""


def _database_url(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    # The value is not repeated: it may hold a password.
    if not separator or scheme not in DATABASE_SCHEMES:
        raise _unfit("Give `sqlite:///path/to/file` or `postgresql://user:password@host/database`.")
    if scheme == "sqlite" and (rest in ("", "/") or ":memory:" in rest or rest.startswith("/file:")):
        raise _unfit("SQLite needs a file: give `sqlite:///path/to/file`.")
    return text


def _keys_url(text: str) -> str:
    address = urlsplit(text)
    safe = address.scheme == "https" or (address.scheme == "http" and is_loopback(address.hostname or ""))
    if text and not (safe and address.hostname):
        raise _unfit("Give an address that begins with `https://`: whoever can change these keys can make tokens.")
    return text


def _webhook_secret(text: str) -> str:
    # The value is not repeated, nor what is wrong with it.
    try:
        length = len(b64decode(text.removeprefix(_WEBHOOK_PREFIX), validate=True))
    except binascii.Error:
        length = 0
    if text and (not text.startswith(_WEBHOOK_PREFIX) or not 24 <= length <= 64):
        raise _unfit(f"Give `{_WEBHOOK_PREFIX}` and 24 to 64 bytes in base64, as standardwebhooks.com describes.")
    return text


def _rates(text: str) -> str:
    try:
        parse_many(text) if text else []
    except ValueError:
        raise _unfit("Give one rate or several, such as `100/second;2000/minute`.") from None
    return text


def _listed(given: object) -> object:
    return tuple(filter(None, map(str.strip, given.split(",")))) if isinstance(given, str) else given


def _upper(given: object) -> object:
    return given.upper() if isinstance(given, str) else given


def _unfit(cure: str) -> PydanticCustomError:
    return PydanticCustomError("unfit_setting", cure)


Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
# Separated by commas. Without `NoDecode` a list would have to be JSON.
Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Settings(BaseModel):
    """Holds the settings of one process; docs/operating.md says what each is for.

    What may open something never shows in ``repr``. ``api_key`` and ``webhook_secret`` are for commands: the service
    uses neither.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: Annotated[str, AfterValidator(_database_url)] = Field(embedded_database(), repr=False)
    rules_dir: Path = RULES
    secrets_dir: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    workers: Annotated[int, Field(ge=1, le=1_000)] = 1
    body_limit_bytes: PositiveInt = 8 * 1024 * 1024
    rate_limit: Annotated[str, AfterValidator(_rates)] = ""
    work_processes: Annotated[int, Field(ge=1, le=1_000)] = 2
    work_waiting: NonNegativeInt = 16
    work_seconds: Seconds = 10.0
    refresh_seconds: Seconds = 2.0
    law_age_limit_seconds: Seconds = 300.0
    remembered_bytes: NonNegativeInt = 32 * 1024 * 1024
    cors_origins: Listed = ()
    compression: bool = False
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"
    log_format: Literal["auto", "json", "text"] = "auto"
    tracing: bool = False
    access: AccessMode = AccessMode.LOOPBACK
    token_issuer: str = ""
    token_audience: str = ""
    token_jwks_url: Annotated[str, AfterValidator(_keys_url)] = ""
    token_person_claim: str = ""
    api_key: str = Field("", repr=False)
    webhook_secret: Annotated[str, AfterValidator(_webhook_secret)] = Field("", repr=False)
    signing_keys_file: Path | None = None
    record: RecordWhich = RecordWhich.ON_REQUEST
    record_years: Annotated[int, Field(ge=1, le=100)] = 10
    record_keys_file: Path | None = None

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings of the process; what is absent or empty keeps its default.

        A variable stands before the file of the same name in ``SCREENING_SECRETS_DIR``. Raises ``SettingError`` for
        the first value that does not fit, and for a name that there is not.
        """
        folder = Path(named) if (named := os.environ.get(f"{PREFIX}SECRETS_DIR")) else None
        try:
            files = [each.name for each in folder.iterdir()] if folder is not None else []
        except OSError as error:
            raise SettingError(f"{PREFIX}SECRETS_DIR: The folder cannot be read: {error.strerror}.") from None
        _refuse_unknown([*os.environ, *files], known=[f"{PREFIX}{name.upper()}" for name in cls.model_fields])
        try:
            given = _FromEnvironment(_secrets_dir=folder)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            variable = f"{PREFIX}{str(first['loc'][0]).upper()}: " if first["loc"] else ""
            raise SettingError(f"{variable}{first['msg']}") from None
        return cls.model_validate(given.model_dump())

    @property
    def access_mode(self) -> AccessMode:
        """Whom the service answers: where an issuer is named and nothing else is said, who brings a key or a token."""
        return AccessMode.REQUIRED if self.token_issuer and self.access is AccessMode.LOOPBACK else self.access

    def require_listening(self) -> None:
        """Raise ``SettingError`` where the service would answer other machines and nobody has said that it may."""
        if self.access_mode is AccessMode.LOOPBACK and not is_loopback(self.host):
            raise SettingError(
                f"{PREFIX}HOST: Other machines reach `{self.host}`, and nobody is asked for a key. Set "
                f"{PREFIX}ACCESS=required and make keys (`python -m app keys create`), or name an issuer of tokens "
                f"({PREFIX}TOKEN_ISSUER); {PREFIX}ACCESS=open answers everybody. docs/access.md says more."
            )

    @model_validator(mode="after")
    def _name_the_issuer_in_full(self) -> Self:
        named = (self.token_issuer, self.token_audience, self.token_jwks_url)
        if any(named) and not all(named):
            several = ", ".join(f"{PREFIX}TOKEN_{name}" for name in ("ISSUER", "AUDIENCE", "JWKS_URL"))
            raise _unfit(f"Set all of {several}, or none.")
        return self

    @model_validator(mode="after")
    def _leave_room_for_a_late_refresh(self) -> Self:
        limit, refresh = self.law_age_limit_seconds, self.refresh_seconds
        # One refresh that comes late must not stop the answers.
        if limit < 2 * refresh:
            less = f"`{limit:g}` is less than two refreshes: {PREFIX}REFRESH_SECONDS is {refresh:g}."
            raise _unfit(f"{PREFIX}LAW_AGE_LIMIT_SECONDS: {less}")
        return self


class _FromEnvironment(Settings, BaseSettings):
    """Takes its values from the environment, where :class:`Settings` takes what it is given."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True)


def _refuse_unknown(names: Iterable[str], *, known: list[str]) -> None:
    for name in sorted(map(str.upper, names)):
        if name.startswith(PREFIX) and name not in known:
            raise SettingError(f"{name}: There is no such setting. {did_you_mean(name, known)}")
