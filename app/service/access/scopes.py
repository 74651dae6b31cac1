"""Names what a key or a token allows, and whom the service answers who brings neither."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class AccessScope(StrEnum):
    """Names what the holder of a key or a token may do."""

    SCREEN = "screen"
    READ = "read"
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISH = "publish"
    RECORD = "record"
    ADMIN = "admin"


class AccessMode(StrEnum):
    """Names whom the service answers.

    ``LOOPBACK`` is everybody on this machine, ``OPEN`` everybody who reaches the port, ``REQUIRED`` who brings a key or
    a token. To change the law or to read the record takes a key or a token in each of them.
    """

    LOOPBACK = "loopback"
    OPEN = "open"
    REQUIRED = "required"


WRITING: Final = (AccessScope.DRAFT, AccessScope.REVIEW, AccessScope.PUBLISH)
"""The scopes of those who work on the law, which say who sees drafts."""
OPTIONAL: Final = frozenset({AccessScope.SCREEN, AccessScope.READ, AccessScope.ADMIN})
"""The scopes that are asked for only where access is required."""


def granted(scopes: Iterable[AccessScope]) -> frozenset[AccessScope]:
    """Return the scopes with what they imply: whoever works with the law may read it, but ``admin`` may not."""
    given = frozenset(scopes)
    return given | {AccessScope.READ} if given - {AccessScope.ADMIN} else given
