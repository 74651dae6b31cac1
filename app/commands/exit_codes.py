"""Says with which code a command ends, and what it says of an error."""

from typing import Final

from app.domain.answers.determination import EXCEPTED, NOT_COVERED, UNDETERMINED
from app.domain.errors import InvalidTransaction, InvalidVariants, ScreeningError, StorageUnavailable
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.service.access.keys import UnfitKey
from app.service.access.persons import UnfitPerson
from app.service.access.principals import NotAuthenticated
from app.service.refusals import RefusedByGate

NO_DUTY: Final = 10
DETERMINATIONS: Final = {
    NOT_COVERED: NO_DUTY,
    EXCEPTED: 11,
    **{outcome: 20 + 10 * place for place, outcome in enumerate(reversed(OUTBOUND_INVESTMENT.outcomes))},
    UNDETERMINED: 40,
}
CHANGED: Final = 10
USAGE: Final = 2
BAD_INPUT: Final = 65
UNAVAILABLE: Final = 69
INTERNAL: Final = 70
DENIED: Final = 77
INTERRUPTED: Final = 130

_BY_STATUS: Final = {401: DENIED, 403: DENIED, 404: USAGE, 503: UNAVAILABLE}


def exit_code(error: ScreeningError) -> int:
    """Return the code with which a command ends that raised ``error``, by the status that it has over HTTP."""
    from app.api.problems import KINDS  # noqa: PLC0415 (asking for help is quick without it)

    if isinstance(error, InvalidVariants | UnfitKey | UnfitPerson):
        return USAGE
    status = next((KINDS[kind].status for kind in type(error).__mro__ if kind in KINDS), None)
    return _BY_STATUS.get(status, BAD_INPUT) if status is not None else INTERNAL


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
