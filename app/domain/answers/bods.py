"""Answers of the conversion from and to the Beneficial Ownership Data Standard 0.4."""

from typing import Annotated, Literal, TypedDict

from app.domain.answers.problem import ProblemPart
from app.domain.answers.written import DayText, DescribedElsewhere


class NotCarriedOver(TypedDict):
    """Something that could not be carried over."""

    pointer: Annotated[str, "JSON Pointer into what was sent; of JSON Lines, into the list of the statements."]
    says: Annotated[str, "Why it could not be carried over."]


class StatementQuestion(TypedDict):
    """Something that the statements leave to be asked."""

    pointer: Annotated[str, "JSON Pointer into what was sent; of JSON Lines, into the list of the statements."]
    asks: Annotated[str, "The question."]


class JoinedParty(TypedDict):
    """A party of which several records tell."""

    id: Annotated[str, "The id of the party."]
    by: Annotated[
        list[str],
        "The registers in which the records have one number: `lei`, `uscc` or another by its name.",
    ]
    pointers: Annotated[list[str], "The statements joined."]


class BodsImport(TypedDict):
    """Parties and interests as statements tell of them."""

    bods_version: Annotated[Literal["0.4"], "The version of the standard."]
    as_of: Annotated[DayText | None, "The day asked for."]
    parties: Annotated[
        list[Annotated[dict[str, object], DescribedElsewhere("Party")]], "The parties, as a transaction states them."
    ]
    interests: Annotated[
        list[Annotated[dict[str, object], DescribedElsewhere("Interest")]],
        "The interests, as a transaction states them.",
    ]
    joined: Annotated[list[JoinedParty], "Parties of which several records tell."]
    questions: Annotated[
        list[StatementQuestion],
        "Where the statements contradict one another, change, or leave out through whom an interest is held.",
    ]
    not_carried_over: Annotated[list[NotCarriedOver], "What could not be carried over."]
    problems: Annotated[list[ProblemPart], "What a screening of these parties and interests would be refused for."]


class BodsExport(TypedDict):
    """Beneficial ownership statements on parties and interests."""

    bods_version: Annotated[Literal["0.4"], "The version of the standard."]
    statements: Annotated[list[dict[str, object]], DescribedElsewhere("BodsStatements"), "The statements."]
    not_carried_over: Annotated[list[NotCarriedOver], "What could not be carried over."]
