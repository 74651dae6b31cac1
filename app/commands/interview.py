"""Interviews a person on a transaction: asks one question after the other, and saves every answer."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any, Final

from app.api.wire.shape import NOTHING
from app.commands.terminal import Stopped, Terminal, unbroken
from app.commands.transaction_file import Editable, write_edited
from app.commands.typed_answers import (
    chosen,
    items_of,
    left_open,
    says_that_is_all,
    that_is_all,
    typed_form,
    value_of,
    words_of,
    yes_or_no,
)
from app.domain.answers.choices import choices_of
from app.domain.answers.determination import UNDETERMINED, Class, Determination, QuestionJson
from app.domain.answers.questions import NextQuestionJson
from app.domain.errors import InvalidTransaction
from app.domain.evaluation.missing_facts import question_key
from app.domain.facts.dictionary import DictionaryEntry, Kind, entries
from app.domain.facts.transaction import Transaction
from app.domain.located import Plain
from app.rulefiles.json_pointer import APPEND, set_value
from app.service.questioning import first_to_ask
from app.service.templates.commented import question_comment
from app.service.templates.kinds import stated

_NOT_KNOWN: Final = "asked_and_not_known"
_OUTCOMES: Final = {
    _NOT_KNOWN: "Asked before; it was not known.",
    "asked_and_refused": "Asked before; the answer was refused.",
}
_HOW: Final = (
    "Answer in the form that is named; type `don't know` where nobody knows, `refused` where nobody tells, and `q` to "
    "stop. Every answer is saved."
)
Screen = Callable[[Any], Determination]
"""Screens a transaction."""

Ask = Callable[[Any], NextQuestionJson | None]
"""Gives the question to ask first on a transaction, if there is one."""


class Interviewer:
    """Asks a person at a terminal for what is missing in one transaction, and saves it in ``target``.

    ``screen`` screens it, and ``ask`` asks for the next thing. A question whose answer is not known, or refused, is
    documented as an inquiry and not asked again.
    """

    def __init__(self, edited: Editable, terminal: Terminal, *, screen: Screen, ask: Ask, target: Path) -> None:
        self._document = edited.document
        self._comments = edited.comments
        self._screen = screen
        self._ask = ask
        self._terminal = terminal
        self._target = target
        self._passed: set[str] = set()

    def hold(self) -> Determination:
        """Ask until the matter is settled, nobody knows more, or the person stops; return how it stands then.

        Raises what ``screen`` raises of the transaction as it is at the beginning, and ``OSError``.
        """
        answer = self._screen(stated(self._document))
        law = answer["rule_set"]
        self._terminal.emphasize(
            f"{answer['reference'] or self._target.name}, under {law['id']} {law['version'] or ''}"
        )
        self._terminal.say(_HOW)
        try:
            self._ask_names()
            possible: list[Class] = []
            while (question := self._next(answer)) is not None:
                if answer["possible_determinations"] != possible:
                    possible = answer["possible_determinations"]
                    words = ", ".join(each.replace("_", " ") for each in possible)
                    self._terminal.say(f"\nStill possible: {words}.")
                self._show(question)
                answer = self._answered(question)
            if answer["determination"] == UNDETERMINED:
                self._terminal.say(
                    "\nNothing is left to ask: what is open was not known, was refused, or is left to counsel."
                )
        except Stopped:
            self._terminal.say(f"Stopped. What was answered is in {self._target}.")
        return answer

    def _ask_names(self) -> None:
        """Ask for the names that are to be filled in, by which the questions then call the parties."""
        for party in self._document["parties"]:
            if "name" in party and party["name"] is None:
                party["name"] = (
                    self._terminal.line(f"Name of the {party['id']} (Enter to leave it out): ").strip() or None
                )
                self._save()

    def _next(self, answer: Determination) -> NextQuestionJson | None:
        """Choose what to ask: the first question, or one of the others where it has been left to counsel before."""
        question = self._ask(stated(self._document)) if answer["determination"] == UNDETERMINED else None
        if question is not None and question_key(question) in self._passed:
            others = [each for each in answer["missing_facts"] if question_key(each) not in self._passed]
            other = first_to_ask(others)
            return None if other is None else {**other, "means": []}
        return question

    def _show(self, question: NextQuestionJson) -> None:
        terminal, deal = self._terminal, " of the fund" if question.get("deal") == "fund_deal" else ""
        about = f": {question['about']}" if "about" in question else ""
        terminal.head(f"{question['group']}{deal}{about}")
        terminal.emphasize(f"{question['question']} ({unbroken(question['citation'])})")
        if "note" in question:
            terminal.say(question["note"])
        if "stated" in question:
            said = _found(self._document, f"{question['pointer']}/items") or []
            terminal.say(f"Stated so far: {'; '.join(map(_in_words, said))}.")
        choices = [(each["value"], each["says"]) for each in question.get("choices", ())]
        words = self._words(question)
        terminal.numbered(choices or [(word, "") for word in words])
        if "inquiry" in question:
            terminal.say(_OUTCOMES.get(question["inquiry"], ""))
        for each in question["means"]:
            terminal.say(each["says"])
        terminal.mention(f"Type {typed_form(question, words)}.")

    def _answered(self, question: QuestionJson) -> Determination:
        """Ask until an answer fits, keep it and save it; return the determination with it. Raises ``Stopped``."""
        while True:
            document = self._terminal.asked(partial(self._with_answer, question))
            try:
                answer = self._screen(stated(document))
            except InvalidTransaction as error:
                for problem in error.problems:
                    self._terminal.say(f"{problem.detail}", indent=2)
                continue
            self._document = document
            place = question["pointer"] + ("/complete" if question.get("stated") else "")
            self._comments.setdefault(place, question_comment(question))
            self._save()
            return answer

    def _with_answer(self, question: QuestionJson, text: str) -> Any:
        """Give the document with what was typed in answer; raises ``Misunderstood`` or ``Stopped``."""
        document = _without_inquiry(self._document, question_key(question))
        outcome = left_open(text)
        if outcome is not None:
            self._leave_open(document, question, outcome)
        elif "conclusion" in question:
            self._conclude(document, question, met=yes_or_no(text))
        elif "interpretation" in question:
            decision: Plain = {
                "interpretation": question["interpretation"],
                "reading": chosen(text, self._words(question)),
            }
            set_value(document, f"/legal_decisions/{APPEND}", decision)
        elif question.get("type") == Kind.LISTING:
            self._list(document, question, text)
        else:
            set_value(document, question["pointer"], value_of(question, text, self._words(question)))
        return document

    def _leave_open(self, document: Any, question: QuestionJson, outcome: str) -> None:
        """Document that nobody could answer; what is left to counsel simply stays open."""
        self._passed.add(question_key(question))
        if "interpretation" not in question:
            _inquire(document, question_key(question), outcome)

    def _list(self, document: Any, question: QuestionJson, text: str) -> None:
        pointer, begun = question["pointer"], _found(document, question["pointer"])
        complete = says_that_is_all(text) if question.get("stated") else None
        if complete is None:
            more = items_of(question, text, self._words(question))
            if not more:
                set_value(document, pointer, NOTHING)
                return
            if question.get("items") == Kind.RECORD:
                more = [dict(self._needed(pointer))]
            items = begun["items"] if isinstance(begun, dict) else []
            begun = {"items": [*items, *(each for each in more if each not in items or each == {})]}
            complete = self._is_complete()
        set_value(document, pointer, begun | ({} if complete is None else {"complete": complete}))
        if not complete:
            self._passed.add(question_key(question))
            _inquire(document, pointer, _NOT_KNOWN)

    def _is_complete(self) -> bool | None:
        self._terminal.say("Is that all? Type yes, no or don't know.", indent=2)
        return self._terminal.asked(lambda text: None if left_open(text) else that_is_all(text))

    def _needed(self, pointer: str) -> Iterator[tuple[str, Any]]:
        """Ask for the facts without which there is no item of a list of records."""
        for entry in _parts(f"{pointer}/items/0"):
            if entry.field.required:
                yield entry.field.name, self._part(entry)

    def _conclude(self, document: Any, question: QuestionJson, *, met: bool) -> None:
        """Ask for the evidence of a conclusion, and state it."""
        conclusion: dict[str, Any] = {"element": question["conclusion"], "met": met}
        for entry in _parts(f"{question['pointer']}/0"):
            if entry.field.name not in conclusion and (value := self._part(entry)) is not None:
                conclusion[entry.field.name] = value
        set_value(document, f"{question['pointer']}/{APPEND}", conclusion)

    def _part(self, entry: DictionaryEntry) -> Any:
        """Ask for a fact that belongs to the answer to another question; `None` where it can be left out and is."""
        type_, optional = entry.field.type, not entry.field.required
        question: QuestionJson = {
            "pointer": entry.pointer,
            "question": entry.fact.question,
            "group": entry.group,
            "citation": entry.fact.citation,
            "type": type_.kind,
            "choices": choices_of(type_) or [],
        }
        words = self._words(question)
        self._terminal.say(f"{entry.fact.question}{' (Enter to leave it out)' if optional else ''}", indent=2)
        self._terminal.numbered([(each["value"], each["says"]) for each in question["choices"]])
        return self._terminal.asked(
            lambda text: None if optional and not text.strip() else value_of(question, text, words)
        )

    def _words(self, question: QuestionJson) -> list[str]:
        return words_of(question, [party["id"] for party in self._document["parties"]])

    def _save(self) -> None:
        write_edited(self._target, Editable(self._document, self._comments))


def _parts(pointer: str) -> Iterator[DictionaryEntry]:
    """List the facts of the record at a place, in the order of its definition."""
    place = "/".join("{i}" if step.isdigit() else step for step in pointer.split("/"))
    for entry in entries(Transaction):
        if entry.pointer.rpartition("/")[0] == place:
            yield entry


def _found(document: Any, pointer: str) -> Any:
    """Find what stands at a place of a document, or `None`."""
    for step in pointer.split("/")[1:]:
        if isinstance(document, list):
            document = document[int(step)] if int(step) < len(document) else None
        else:
            document = document.get(step) if isinstance(document, dict) else None
    return document


def _in_words(item: Any) -> str:
    """Tell an item of a list by what is said of it in single words."""
    if not isinstance(item, dict):
        return str(item)
    return " ".join(value for value in item.values() if isinstance(value, str)) or "one of which nothing is said"


def _without_inquiry(document: Any, pointer: str) -> Any:
    """Copy a document without what was documented before of the question for a fact."""
    copied = deepcopy(document)
    if copied.get("inquiries"):
        copied["inquiries"] = [each for each in copied["inquiries"] if each["pointer"] != pointer]
    return copied


def _inquire(document: Any, pointer: str, outcome: str) -> None:
    """Document what became of the question for a fact."""
    set_value(document, f"/inquiries/{APPEND}", {"pointer": pointer, "outcome": outcome})
