"""Reads the templates: one file for each kind of deal, in which what is to be filled in stands as null."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from app.domain.answers.determination import QuestionJson
from app.domain.answers.templates import TemplateJson
from app.domain.errors import ScreeningError
from app.domain.evaluation.missing_facts import fact_question
from app.domain.evaluation.subjects import whom_about
from app.domain.facts.dictionary import entry_at
from app.domain.facts.transaction import Transaction
from app.domain.fields import did_you_mean
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.domain.pointers import below
from app.service.screening import TransactionRead
from app.service.templates.commented import commented_yaml

_FILES: Final = Path(__file__).parent / "data"


class TemplateNotFound(ScreeningError):
    """Says that there is no template for this kind of deal, and which there are."""

    def __init__(self, kind: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no template of this kind. {did_you_mean(kind, known)}")


class Templates:
    """Gives the templates as answers of the interface, or as text for a person to fill in.

    ``read`` turns a body into a transaction.
    """

    def __init__(self, read: Callable[[bytes], TransactionRead]) -> None:
        self._read = read

    def all(self) -> list[TemplateJson]:
        """Give every template, sorted by kind."""
        return list(self._shown.values())

    def one(self, kind: str) -> TemplateJson:
        """Give the template of one kind; raises ``TemplateNotFound``."""
        return self._shown[self._known(kind)]

    def commented(self, kind: str) -> str:
        """Give the template of one kind as YAML in which comments ask the questions; raises ``TemplateNotFound``."""
        return commented_yaml(self._files[self._known(kind)]["transaction"], self._shown[kind])

    def _known(self, kind: str) -> str:
        if kind not in self._files:
            raise TemplateNotFound(kind, tuple(self._files))
        return kind

    @cached_property
    def _files(self) -> Mapping[str, Any]:
        return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(_FILES.glob("*.json"))}

    @cached_property
    def _shown(self) -> Mapping[str, TemplateJson]:
        return {kind: self._template(kind, **file) for kind, file in self._files.items()}

    def _template(self, kind: str, *, title: str, when: str, transaction: dict[str, Any]) -> TemplateJson:
        """Show what a file states; in its transaction a null stands wherever something is to be filled in."""
        begun: dict[str, Any] = stated(transaction)
        questions = _questions(self._read(json.dumps(begun).encode()).transaction, transaction)
        return {"kind": kind, "title": title, "when": when, "transaction": begun, "fill_in": list(questions)}


def stated(value: Any) -> Any:
    """Leave out what is to be filled in; the records and lists that it stands in remain."""
    if isinstance(value, dict):
        return {key: stated(inner) for key, inner in value.items() if inner is not None}
    return [stated(inner) for inner in value] if isinstance(value, list) else value


def _questions(transaction: Transaction, skeleton: Any) -> Iterator[QuestionJson]:
    """Ask for every fact that is to be filled in, in the order of the skeleton."""
    parties = {party.id: party for party in transaction.parties}
    for pointer in _open_places(skeleton):
        if entry_at(OUTBOUND_INVESTMENT.transaction, pointer) is not None:  # a name or a reference is no fact
            question = fact_question(transaction, pointer, OUTBOUND_INVESTMENT)
            about = whom_about(transaction, pointer, parties=parties)
            yield question if about is None else {**question, "about": about}


def _open_places(value: Any, pointer: str = "") -> Iterator[str]:
    """List the places to be filled in; whether a list is complete is asked with the list itself."""
    if value is None:
        yield pointer.removesuffix("/complete")
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from _open_places(each, below(pointer, key))
