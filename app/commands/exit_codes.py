"""Says with which code a command ends, and what it says of an error."""

from typing import Final

from app.domain.errors import (
    BodyTooLarge,
    InvalidRuleSet,
    InvalidTransaction,
    InvalidVariants,
    MalformedBody,
    RuleSetNotFound,
    ScreeningError,
    StorageUnavailable,
    VersionConflict,
    VersionNotFound,
)
from app.service.keys import KeyNotFound, NotAllowed, NotAuthenticated, UnfitKey
from app.service.refusals import (
    DraftNotFound,
    PreconditionFailed,
    PreconditionMissing,
    RefusedByGate,
    SecondPersonNeeded,
    WrongStanding,
)

DETERMINATIONS: Final = {"not_covered": 0, "excepted": 10, "notifiable": 20, "prohibited": 30, "undetermined": 40}
CHANGED: Final = 10
USAGE: Final = 2
BAD_INPUT: Final = 65
REFUSED: Final = 65
UNAVAILABLE: Final = 69
INTERNAL: Final = 70
DENIED: Final = 77
INTERRUPTED: Final = 130

_FAILURES: Final = {
    (MalformedBody, BodyTooLarge, InvalidTransaction, InvalidRuleSet, VersionConflict): BAD_INPUT,
    (InvalidVariants, RuleSetNotFound, VersionNotFound, DraftNotFound, KeyNotFound, UnfitKey): USAGE,
    (WrongStanding, PreconditionFailed, PreconditionMissing, RefusedByGate): REFUSED,
    (NotAuthenticated, NotAllowed, SecondPersonNeeded): DENIED,
    (StorageUnavailable,): UNAVAILABLE,
}


def exit_code(error: ScreeningError) -> int:
    """Return the code with which a command ends that raised ``error``."""
    return next((code for kinds, code in _FAILURES.items() if isinstance(error, kinds)), INTERNAL)


def error_text(error: ScreeningError) -> str:
    """Return what a command says of ``error``, with the way out as it is at the command line."""
    match error:
        case InvalidTransaction() | InvalidVariants():
            return "\n".join(f"{problem.pointer or '/'}: {problem.detail}" for problem in error.problems)
        case NotAuthenticated():
            return "Set SCREENING_API_KEY to a key that is open; `python -m app keys create` makes one."
        case StorageUnavailable():
            return f"{error} A new database is filled with `python -m app rules load`."
        case RefusedByGate():
            return "\n".join([str(error), *(f"{each['rule']}: {each['sentence']}" for each in error.findings)])
        case _:
            return str(error)
