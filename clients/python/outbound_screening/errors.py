"""What goes wrong with a call, as exceptions.

ScreeningError            everything below
├─ NotSent                the call was not sent: it says what it may not
│  ├─ UnknownMembers      members that there are not, which would be lost
│  └─ InexactNumber       a float, which has lost digits already
├─ NoAnswer               nothing came back
├─ NotAnAnswer            something came back that no service of this version answers
├─ Refused                a problem, with the places to mend
└─ BatchBrokenOff         fewer answers than transactions
"""

from collections.abc import Sequence
from typing import Any


class ScreeningError(Exception):
    """Anything that goes wrong with a call."""


class NotSent(ScreeningError):
    """A call was not sent because of what it says at ``pointers``."""

    def __init__(self, pointers: Sequence[str], cure: str) -> None:
        super().__init__(f"{', '.join(pointers)}: {cure}")
        self.pointers = tuple(pointers)


class UnknownMembers(NotSent):
    """Members that there are not: reading them into a record would lose what they say."""


class InexactNumber(NotSent):
    """A ``float``, which holds about 16 digits and not what was written."""


class NoAnswer(ScreeningError):
    """Nothing came back, however often the call was sent; ``__cause__`` says why the last time."""


class NotAnAnswer(ScreeningError):
    """Something else than the service answered, or a service whose words this client does not know."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(f"{status}: {why}")
        self.status = status


class Refused(ScreeningError):
    """The service refused a call; ``problem`` is its answer (RFC 9457), and repeats nothing of what was sent.

    ``pointers`` are the places to mend, as JSON Pointers; ``type`` is to branch on.
    """

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.type = str(problem.get("type", "about:blank"))
        self.title = str(problem.get("title", ""))
        errors = [each for each in problem.get("errors") or () if isinstance(each, dict)]
        self.errors: tuple[dict[str, Any], ...] = tuple(errors)
        self.pointers = tuple(str(each["pointer"]) for each in errors if "pointer" in each)
        self.request_id = problem.get("request_id")
        places = [f"{each.get('pointer', each.get('place', ''))}: {each.get('detail', '')}" for each in errors]
        super().__init__("\n".join([f"{status}: {self.title}", *filter(None, [problem.get("detail")]), *places]))


class BatchBrokenOff(ScreeningError):
    """A batch ended after ``answered`` answers to ``sent`` transactions: send those after them again."""

    def __init__(self, answered: int, sent: int) -> None:
        super().__init__(f"{answered} of {sent} transactions were answered. Send the others again.")
        self.answered = answered
        self.sent = sent
