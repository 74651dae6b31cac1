"""The answer to a request that failed (RFC 9457)."""

from typing import Annotated, NotRequired, TypedDict

from app.domain.answers.law import LawAtHandJson
from app.domain.answers.lifecycle import FindingJson
from app.domain.answers.written import DescribedElsewhere


class ProblemPart(TypedDict):
    """One of several things to mend."""

    pointer: Annotated[str, "JSON Pointer to the place, or the query parameter after a slash."]
    detail: Annotated[str, "What is wrong, and how to mend it."]
    code: Annotated[str, "Stable, to branch on."]


class FaultyPlace(TypedDict):
    """One of several faults of a rule document."""

    place: Annotated[str, "File, line and column."]
    detail: Annotated[str, "What is wrong, and how to mend it."]


class ProblemDetails(TypedDict, total=False):
    """What only some kinds of problems tell."""

    errors: Annotated[list[ProblemPart] | list[FaultyPlace], "What is to be mended, place by place."]
    findings: Annotated[list[FindingJson], "What the publishing gate found."]
    law: Annotated[LawAtHandJson, "The law that this process has at hand."]


class ProblemJson(ProblemDetails):
    """What went wrong and how to mend it. No value of the transaction is repeated."""

    type: Annotated[str, DescribedElsewhere("ProblemType"), "Identifies the kind."]
    title: Annotated[str, "The kind in words."]
    status: Annotated[int, "The HTTP status."]
    detail: NotRequired[Annotated[str, "What went wrong here."]]
    request_id: Annotated[str, "The same as in the header X-Request-Id."]
