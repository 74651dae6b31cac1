"""Which version of the standard the statements have; only 0.4 is read."""

from collections.abc import Iterator
from typing import Any

from app.api.wire import limits
from app.api.wire.bods.parties import is_line
from app.domain.errors import Problem

VERSION = "0.4"
KINDS = ("entity", "person", "relationship")
_BEFORE = ("entityStatement", "personStatement", "ownershipOrControlStatement")
_CURE = (
    f"Only {VERSION} is read, whose statements have other properties: ask the publisher for the data in {VERSION}, or "
    "state parties and interests as in a transaction."
)


def problems_of(statements: Any) -> Iterator[Problem]:
    """What keeps the value from being a list of statements of the version that is read."""
    if not isinstance(statements, list):
        detail = "Give a list of statements as a JSON array, or one statement a line."
        yield Problem("", detail, "wrong_type")
        return
    told: set[str] = set()
    for place, statement in enumerate(statements):
        if (found := _other_version(statement)) is not None:
            version, pointer = found
            if version not in told:
                told.add(version)
                detail = f"This statement has version {version} of the standard. {_CURE}"
                yield Problem(f"/{place}{pointer}", detail, "unsupported_version")
        elif not isinstance(statement, dict) or not isinstance(statement.get("recordDetails"), dict):
            yield Problem(f"/{place}", "Give a statement with `recordDetails`.", "not_a_statement")
        elif statement.get("recordType") not in [*KINDS]:
            yield Problem(f"/{place}/recordType", "Give `entity`, `person` or `relationship`.", "unknown_choice")
        elif not is_line(statement.get("recordId"), longest=limits.IDENTIFIER):
            yield Problem(f"/{place}/recordId", "Give the identifier of the record, a text.", "wrong_type")


def _other_version(statement: Any) -> tuple[str, str] | None:
    """The version, where it is another one, and what shows it."""
    if not isinstance(statement, dict):
        return None
    published = statement.get("publicationDetails")
    version = published.get("bodsVersion") if isinstance(published, dict) else None
    if isinstance(version, str) and version != VERSION and _is_version(version):
        return version, "/publicationDetails/bodsVersion"
    if statement.get("statementType") in _BEFORE and "recordType" not in statement:
        return "0.1, 0.2 or 0.3", "/statementType"
    return None


def _is_version(text: str) -> bool:
    """Whether this names a version; nothing else of the body is repeated in a problem."""
    major, dot, minor = text.partition(".")
    return bool(dot) and all(part.isascii() and part.isdigit() and len(part) < 4 for part in (major, minor))
