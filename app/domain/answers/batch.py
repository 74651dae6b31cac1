"""What a batch answers beside determinations: problems in the place of a line, and the law that all lines got."""

from typing import Annotated, NotRequired, TypedDict

from app.domain.answers.law import HeldVersion
from app.domain.answers.problem import ProblemDetails
from app.domain.answers.written import DescribedElsewhere, Digest


class LineProblem(ProblemDetails):
    """What went wrong with one line of a batch, in the place of a determination. It is never a determination."""

    type: Annotated[str, DescribedElsewhere("ProblemType"), "Identifies the kind."]
    title: Annotated[str, "The kind in words."]
    status: Annotated[int, "The HTTP status that the line would get by itself."]
    detail: NotRequired[Annotated[str, "What went wrong here."]]
    line: Annotated[int, "The number of the line, or the place in the list, from 1. Empty lines count."]
    reference: Annotated[str | None, "The reference of the transaction, where it can be read."]


class BatchLaw(TypedDict):
    """The law that every line of a batch is answered under."""

    law_snapshot: Annotated[Digest, "Identifies the versions and how each stands; the header `Law-Snapshot`."]
    versions: Annotated[list[HeldVersion], "The versions that can be applied."]
