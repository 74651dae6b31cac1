"""Values as JSON writes them, read one by one: what each kind of value says, and how it is usually written.

A token is a JSON text without escapes, in quotation marks, or a JSON number; as bytes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.api.wire.days import day
from app.api.wire.identifiers import SCHEMES, Scheme
from app.api.wire.quantities import PLAIN, exact_number, is_plain
from app.domain.facts import limits

TOKEN = rb'"[^"\\]*+"|[-0-9][0-9.eE+-]*+'
"""Everything that can be a token, and more that no reading accepts."""

_QUOTE = b'"'
_ASCII = rb'"[ !#-\[\]-~]{1,%d}+"'
_ASCII_LINE = re.compile(_ASCII % limits.TEXT).fullmatch
_ASCII_ID = re.compile(_ASCII % limits.IDENTIFIER).fullmatch


class NotThisForm(Exception):
    """A value does not belong where it stands, or is written in a way that only a full reading understands."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How values of one kind are read.

    ``read`` gives what a token says, or raises :class:`NotThisForm` or a ``ValueError``. A token that matches one of
    the ``usual`` patterns needs no other check: what stands beside the pattern gives what its group says, if that is
    not the group itself.
    """

    read: Callable[[bytes], Any] | None
    usual: tuple[tuple[bytes, Callable[[bytes], Any] | None], ...]


def unquoted(token: bytes) -> str:
    """The text in a token; raises :class:`NotThisForm` for a number."""
    if not token.startswith(_QUOTE):
        raise NotThisForm
    return token[1:-1].decode()


def identifier(scheme: Scheme) -> Reader:
    """Identifiers with check digits; each stays the token that it is."""

    def read(token: bytes) -> bytes:
        if not scheme.is_valid(unquoted(token)):
            raise NotThisForm
        return token

    return Reader(read, ())


def _number(token: bytes) -> Decimal:
    text = token[1:-1].decode() if token.startswith(_QUOTE) else token.decode()
    return Decimal(text) if is_plain(text) else exact_number(text)


def _day(token: bytes) -> date:
    return day(unquoted(token))


def _line(token: bytes) -> bytes:
    return token if _ASCII_LINE(token) else _checked(token, limits.TEXT)


def _id(token: bytes) -> bytes:
    return token if _ASCII_ID(token) else _checked(token, limits.IDENTIFIER)


def _checked(token: bytes, most: int) -> bytes:
    text = unquoted(token)
    if not 0 < len(text) <= most or not text.isprintable():
        raise NotThisForm
    return token


def _decimal(digits: bytes) -> Decimal:
    return Decimal(digits.decode())


def _large(digits: bytes) -> Decimal:
    return Decimal(f"{Decimal(digits.decode()):f}")


def _date(text: bytes) -> date:
    return date.fromisoformat(text.decode())


_PLAIN = PLAIN.encode()
_LARGE = rb"[1-9][0-9]{0,9}[eE]\+?[1-4]?[0-9]"
_SHORT_LINE = ((rb"(%b)" % (_ASCII % limits.IDENTIFIER), None),)

NUMBER = Reader(
    _number,
    (
        (rb'"(%b)"' % _PLAIN, _decimal),
        (rb"(%b)" % _PLAIN, _decimal),
        (rb'"(%b)"' % _LARGE, _large),
        (rb"(%b)" % _LARGE, _large),
    ),
)
DAY = Reader(_day, ((rb'"([0-9]{4}-[0-9]{2}-[0-9]{2})"', _date),))
LINE = Reader(_line, _SHORT_LINE)
"""A line of text, which stays the token that it is."""
ID = Reader(_id, _SHORT_LINE)
IDENTIFIERS = {field: identifier(scheme) for field, scheme in SCHEMES.items()}
"""By the field of a party."""
REFERENCE = Reader(None, _SHORT_LINE)
"""The id of a party where it is referred to: a token that is not read, since it has to equal one that is."""
