"""Defines the exceptions that the service knows, as one tree.

::

    ScreeningError
    ├── MalformedBody          the body is not the JSON it claims to be                  400
    ├── BodyTooLarge           the body is over the stated limit                         413
    ├── InvalidTransaction     readable JSON that is not a transaction                   422
    │   └── TooMuchWork        one that takes more steps than there are                  422
    ├── InvalidVariants        a choice of a proposal's alternatives that does not fit   422
    ├── NoNotificationOwed     a transaction for which no notification is owed           422
    ├── NotificationOpen       one of which it is open whether a notification is owed    422
    ├── NoNotificationContent  a version that does not say what a notification contains  422
    ├── RuleSetNotFound        no rule set of that name                                  404
    ├── VersionNotFound        the rule set has no such version                          404
    ├── VersionConflict        another document already stands under that version        409
    ├── InvalidRuleSet         a rule document that does not pass the language check     422
    └── StorageUnavailable     the database cannot be reached                            503
        └── ArchiveMissing     the database is gone, or another without rule sets        503

The numbers are the HTTP statuses that the one table in ``app/api/problems.py`` gives them. No message repeats
a value of the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.located import Place


class ScreeningError(Exception):
    """Anything the service refuses to do, with a reason a caller can act on."""

    def __reduce__(self) -> Any:
        """Give what another process makes the same error of; it does not call the constructor."""
        return _restored, (self.__class__, self.args, self.__dict__)


def _restored(kind: type[ScreeningError], said: tuple[Any, ...], state: dict[str, Any]) -> ScreeningError:
    error = kind.__new__(kind, *said)
    error.__dict__.update(state)
    return error


class MalformedBody(ScreeningError):
    """The body cannot be read as JSON; the message says where."""


class BodyTooLarge(ScreeningError):
    """The body is longer than ``limit_bytes``."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"The body is over the limit of {limit_bytes} bytes.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a transaction: where (JSON Pointer), what is wrong and how to mend it, and a stable code."""

    pointer: str
    detail: str
    code: str


class InvalidTransaction(ScreeningError):
    """The body is JSON but not a transaction; every problem found is listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the transaction")
        self.problems = tuple(problems)


class TooMuchWork(InvalidTransaction):
    """A transaction, at ``pointer``, of which so much is open, or hangs together, that no answer is given."""

    def __init__(self, pointer: str = "") -> None:
        detail = (
            "So many parts hang together here, with so much open about them, that no answer can be given in time: "
            "state more of them, or leave out what has no bearing on the deal."
        )
        super().__init__([Problem(pointer, detail, "too_much_work")])


class InvalidVariants(ScreeningError):
    """The alternatives chosen are not those of the rule set, or do not go together; every problem is listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("The choice of variants does not fit the version of the law that answers.")
        self.problems = tuple(problems)


class NoNotificationOwed(ScreeningError):
    """The determination is definite, and no notification follows from it."""

    def __init__(self, determination: str, version: str) -> None:
        super().__init__(
            f"The determination is `{determination}` under version `{version}`, and no notification is owed by it: "
            "there is nothing to draft. `POST /v1/screenings` gives the reasons, and the obligations that there are."
        )


class NotificationOpen(ScreeningError):
    """The determination is open, and with it whether a notification is owed."""

    def __init__(self, version: str | None, why: str = "") -> None:
        under = f" under version `{version}`" if version is not None else ""
        super().__init__(
            f"The determination is `undetermined`{under}: whether a notification is owed is open. "
            f"{why or 'Answer the open questions first; `POST /v1/screenings/questions` asks them.'}"
        )


class NoNotificationContent(ScreeningError):
    """The version says nothing of what a notification contains."""

    def __init__(self, rule_set: str, version: str) -> None:
        super().__init__(f"Version `{version}` of `{rule_set}` does not say what a notification contains.")


class RuleSetNotFound(ScreeningError):
    """No rule set has this identifier."""

    def __init__(self, rule_set: str) -> None:
        super().__init__(f"There is no rule set `{rule_set}`.")


class VersionNotFound(ScreeningError):
    """The rule set exists but has no such version."""

    def __init__(self, rule_set: str, version: str) -> None:
        super().__init__(f"Rule set `{rule_set}` has no version `{version}`.")


class VersionConflict(ScreeningError):
    """A version is immutable: the offered document differs from the one already stored under its name."""

    def __init__(self, rule_set: str, version: str, *, stored_digest: str, offered_digest: str) -> None:
        super().__init__(
            f"Version `{version}` of `{rule_set}` is already stored with digest {stored_digest}; the offered document "
            f"has digest {offered_digest}. A published version never changes: give the new text a version of its own."
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a rule document: its place, what is wrong, and the cure where there is one."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class InvalidRuleSet(ScreeningError):
    """A rule document that does not pass the language check; every fault found is listed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class StorageUnavailable(ScreeningError):
    """The database cannot be reached or refuses to answer."""


class ArchiveMissing(StorageUnavailable):
    """There is no archive where one should be: its file is gone, or it has not the tables of this release."""
