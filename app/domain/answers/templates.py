"""Transactions to begin with, one for each kind of deal."""

from typing import Annotated, TypedDict

from app.domain.answers.determination import QuestionJson
from app.domain.answers.written import DescribedElsewhere


class TemplateJson(TypedDict):
    """A transaction to begin with, for one kind of deal, and the facts to fill in. As it stands it screens as
    undetermined.
    """

    kind: Annotated[str, "The kind of deal, in one word."]
    title: Annotated[str, "The kind of deal, for a person."]
    when: Annotated[str, "When to begin with this template, as a sentence."]
    transaction: Annotated[dict[str, object], DescribedElsewhere("Transaction"), "What every deal of the kind states."]
    fill_in: Annotated[list[QuestionJson], "The facts that nearly every deal of the kind turns on, to be filled in."]


class TemplatesJson(TypedDict):
    """The transactions to begin with."""

    templates: Annotated[list[TemplateJson], "One for each kind of deal, sorted by kind."]
