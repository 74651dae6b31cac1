"""Declares what the lifecycle refuses, each with the way out."""

from collections.abc import Sequence

from app.domain.answers.lifecycle import FindingJson
from app.domain.errors import Problem, ScreeningError


class DraftNotFound(ScreeningError):
    """There is no draft of this version."""

    def __init__(self, rule_set: str, version: str) -> None:
        super().__init__(f"There is no draft of version `{version}` of `{rule_set}`.")


class InvalidSubmission(ScreeningError):
    """The body does not have the shape that the path takes; every problem found is listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the body")
        self.problems = tuple(problems)


class PreconditionMissing(ScreeningError):
    """The request does not say what it has seen of what it is about."""

    def __init__(self, cure: str) -> None:
        super().__init__(f"Say what you have seen: {cure}")


class PreconditionFailed(ScreeningError):
    """What the request is about is not as it was seen; somebody changed it meanwhile."""

    def __init__(self) -> None:
        super().__init__("It has changed since you have seen it. Get it again, and repeat what still holds.")


class WrongStanding(ScreeningError):
    """The version or the draft does not stand so that this could be done with it."""


class SecondPersonNeeded(ScreeningError):
    """Who wrote, who reviewed and who published a text are three persons, and who ends its standing are two."""


class RefusedByGate(ScreeningError):
    """The draft has faults that keep it from becoming law."""

    def __init__(self, findings: Sequence[FindingJson]) -> None:
        super().__init__("The draft cannot be published as it is; `findings` says why. Mend it, and check it again.")
        self.findings = list(findings)
