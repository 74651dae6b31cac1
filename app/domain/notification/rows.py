"""Gathers the rows of one item: what the transaction says of it, and what is still to be answered."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.domain.answers.determination import QuestionJson, Screening
from app.domain.answers.notification import (
    AnswerPlace,
    ContentRowJson,
    LackingJson,
    OneNotificationJson,
)
from app.domain.answers.requests import NamedPartyJson
from app.domain.effort import Effort
from app.domain.evaluation.missing_facts import fact_question
from app.domain.facts.dictionary import Field, Kind, entry_at
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.places import PlacedValue
from app.domain.facts.transaction import Transaction
from app.domain.language.contents import NotificationItem, Row, RowForm
from app.domain.language.nodes import Path
from app.domain.language.ruleset import RuleSet
from app.domain.notification.subjects import MeetsDefinition, Subjects
from app.domain.notification.wording import holding, name_of, told
from app.domain.ownership.resolve.before_deal import moment_of
from app.domain.truth import MET

Gathered = ContentRowJson | LackingJson
"""What a row of the description becomes: rows of content, and questions."""

_INTERESTS = "/interests"
_AFTER = ("after_the_deal", "before_and_after")


class Rows:
    """Gathers rows from one transaction. Every row costs a step of the effort."""

    def __init__(
        self,
        rule_set: RuleSet,
        transaction: Transaction,
        answer: Screening,
        *,
        subjects: Subjects,
        judge: MeetsDefinition,
        asking: Callable[[str], list[QuestionJson]],
        effort: Effort,
    ) -> None:
        self._rule_set = rule_set
        self._transaction = transaction
        self._answer = answer
        self._subjects = subjects
        self._judge = judge
        self._asking = asking
        self._effort = effort

    def of(
        self, item: NotificationItem, filer: PlacedValue | None, owed: OneNotificationJson
    ) -> tuple[list[ContentRowJson], list[LackingJson]]:
        """Give what is there of an item, and what is not, for one notification."""
        content: dict[tuple[str, str, tuple[str, ...]], ContentRowJson] = {}
        lacking: dict[tuple[str, str | None], LackingJson] = {}
        for row in item.rows:
            for each in self._gathered(row, item, filer, owed):
                self._effort.spend()
                if "question" in each:
                    lacking.setdefault((each["question"], each.get("pointer")), each)
                else:
                    content.setdefault((each["label"], each["value"], tuple(each["pointers"])), each)
        return [*content.values()], [*lacking.values()]

    def deciding(self, item: NotificationItem) -> list[LackingJson]:
        """Ask what decides whether the item is asked for."""
        label, found = "Whether it is asked for", self._asking(item.when or "")
        return [
            self._about(_told_of(each, _inside(label, each["question"], item.citation, each["pointer"]), None))
            for each in found
        ] or [outside(label, item.asks, item.citation)]

    def _gathered(
        self, row: Row, item: NotificationItem, filer: PlacedValue | None, owed: OneNotificationJson
    ) -> Iterator[Gathered]:
        match row.form:
            case RowForm.OUTSIDE:
                yield outside(row.label, row.question or "", item.citation)
            case RowForm.FILING:
                yield from self._filing(row, item, owed)
            case RowForm.REASONS:
                yield from self._reasons(row)
            case RowForm.HOLDINGS:
                yield from self._holdings(row, item, filer)
            case RowForm.MEETS:
                yield from self._met(row, item, filer)
            case RowForm.FACT | RowForm.TOLD:
                yield from self._facts(row, item, filer)

    def _filing(self, row: Row, item: NotificationItem, owed: OneNotificationJson) -> Iterator[Gathered]:
        parties = [owed["filer"]] if owed["filer"] is not None else []
        value = f"{owed['section']}: {owed['says']}"
        yield {
            "label": row.label,
            "value": value,
            "pointers": [each["pointer"] for each in parties],
            "parties": parties,
        }

    def _reasons(self, row: Row) -> Iterator[Gathered]:
        for reason in self._answer["reasons"]:
            if reason["element"] in row.names and reason["verdict"] == "met" and reason["facts"]:
                pointers = [each["pointer"] for each in reason["facts"]]
                yield {
                    "label": row.label,
                    "value": f"{reason['statement']} ({reason['citation']})",
                    "pointers": pointers,
                    "parties": self._parties_at(pointers),
                }

    def _met(self, row: Row, item: NotificationItem, filer: PlacedValue | None) -> Iterator[Gathered]:
        found = False
        subjects = self._subjects.of(row.of, filer)
        for each in subjects:
            for name in row.names:
                if self._judge(name, each.value) == MET:
                    found = True
                    definition = self._rule_set.definitions[name]
                    yield {
                        "label": row.label,
                        "value": f"{name}: {definition.statement}",
                        "pointers": [each.pointer],
                        "parties": self._parties_at([each.pointer]),
                        "paragraph": name,
                    }
        if not subjects:
            yield from self._nobody(row, item, filer)
        elif not found and row.question is not None:
            yield outside(row.label, row.question, item.citation)

    def _facts(self, row: Row, item: NotificationItem, filer: PlacedValue | None) -> Iterator[Gathered]:
        subjects = self._subjects.of(row.of, filer)
        if not subjects and row.form is RowForm.FACT:
            yield from self._nobody(row, item, filer)
        for subject in subjects:
            stated = [(path, value) for path in row.facts if _is_told(path, value := _at(subject, path))]
            if stated:
                yield self._row(row, subject, stated)
            if row.form is RowForm.FACT:
                for path in row.facts:
                    placed = _at(subject, path)
                    if _is_open(placed.value) and _belongs(path, subject.value):
                        yield self._asked(row, item, placed.pointer)

    def _row(self, row: Row, subject: PlacedValue, stated: list[tuple[Path, PlacedValue]]) -> ContentRowJson:
        parties = self._subjects.parties
        texts = [told(placed.value, _field(path), parties) for path, placed in stated]
        pointers = [placed.pointer for _, placed in stated]
        named = [each for path, placed in stated for each in _named_in(placed.value, _field(path)) if each in parties]
        made: ContentRowJson = {
            "label": row.label,
            "value": _joined(texts, [_field(path).type.kind for path, _ in stated]),
            "pointers": pointers,
            "parties": self._parties_at([subject.pointer, *(self._subjects.party(each).pointer for each in named)]),
        }
        if len(row.facts) == 1:
            made["type"] = row.facts[0].type.kind
        return made

    def _holdings(self, row: Row, item: NotificationItem, filer: PlacedValue | None) -> Iterator[Gathered]:
        subjects = self._subjects.of(row.of, filer)
        by = {each.value.id for each in self._subjects.of(row.names, filer)}
        after = False
        for index, interest in self._subjects.interests_in(each.value.id for each in subjects):
            if by and interest.holder not in by:
                continue
            moment: Any = moment_of(interest, self._transaction)
            after = after or moment in _AFTER
            parties = [self._party_json(each) for each in (interest.holder, interest.subject)]
            yield {
                "label": row.label,
                "value": holding(interest, moment, self._subjects.parties),
                "pointers": [f"{_INTERESTS}/{index}"],
                "parties": parties,
            }
        if row.names:
            if row.question is not None and not after:
                yield _inside(row.label, row.question, item.citation, _INTERESTS)
            return
        for each in subjects:
            party = each.value
            if party.kind == "entity" and party.holders_complete is not True and party.ownerless is None:
                yield self._asked(row, item, f"{each.pointer}/holders_complete")

    def _nobody(self, row: Row, item: NotificationItem, filer: PlacedValue | None) -> Iterator[LackingJson]:
        """Ask who the subjects are that nobody is found for, where there has to be one."""
        described = self._rule_set.notification.subjects if self._rule_set.notification is not None else {}
        for name in row.of:
            if name not in described:
                yield outside(row.label, "Which U.S. person owes the notification?", item.citation)
            elif (question := described[name].question) is not None:
                place = self._subjects.place_to_ask(name, filer)
                made = outside(row.label, question, item.citation)
                yield made if place is None else _inside(row.label, question, item.citation, place)

    def _asked(self, row: Row, item: NotificationItem, pointer: str) -> LackingJson:
        """Ask for the fact at a place, in the words of the dictionary unless the row has its own."""
        made = _inside(row.label, row.question or "", item.citation, pointer)
        if entry_at(self._rule_set.regime.transaction, pointer) is not None:
            question = fact_question(self._transaction, pointer, self._rule_set.regime)
            made = _told_of(question, made, row.question)
        return self._about(made)

    def _about(self, question: LackingJson) -> LackingJson:
        """Name the party that a question is about, if it is about one."""
        parties = self._parties_at([question.get("pointer", "")])
        return {**question, "about": parties[0]} if parties else question

    def _parties_at(self, pointers: Iterable[str]) -> list[NamedPartyJson]:
        """Name the parties that places are in, and the holder and the held of an interest."""
        found: dict[PartyId, None] = {}
        for each in pointers:
            match each.split("/")[1:3]:
                case ["parties", position]:
                    found[self._transaction.parties[int(position)].id] = None
                case ["interests", position]:
                    interest = self._transaction.interests[int(position)]
                    found |= {interest.holder: None, interest.subject: None}
                case _:
                    pass
        return [self._party_json(each) for each in found]

    def _party_json(self, party: PartyId) -> NamedPartyJson:
        placed = self._subjects.party(party)
        return {"pointer": placed.pointer, "name": name_of(placed.value)}


def outside(label: str, question: str, citation: str) -> LackingJson:
    """Ask what no transaction says."""
    return {"label": label, "question": question, "place": AnswerPlace.OUTSIDE, "citation": citation}


def _inside(label: str, question: str, citation: str, pointer: str) -> LackingJson:
    place = AnswerPlace.TRANSACTION
    return {"label": label, "question": question, "place": place, "citation": citation, "pointer": pointer}


def _told_of(question: QuestionJson, made: LackingJson, wording: str | None) -> LackingJson:
    """Complete a question by what the dictionary says of the fact."""
    whole: LackingJson = {**made, "question": wording or question["question"]}
    for key in ("type", "items", "unit", "note", "choices", "inquiry"):
        if key in question:
            whole[key] = question[key]
    return whole


def _at(record: PlacedValue, path: Path) -> PlacedValue:
    value, pointer = record
    for step in path.steps:
        value, pointer = None if value is None else getattr(value, step.field.name), f"{pointer}/{step.field.name}"
    return PlacedValue(value, pointer)


def _field(path: Path) -> Field:
    return path.steps[-1].field


def _is_told(path: Path, placed: PlacedValue) -> bool:
    """Say whether a fact is told: where it says what silence says too, it may not have been stated."""
    return placed.value is not None and placed.value != _field(path).default


def _is_open(value: Any) -> bool:
    return value is None or (isinstance(value, Listing) and value.complete is not True)


def _belongs(path: Path, record: Any) -> bool:
    """Say whether the fact is one of such a record: of an individual nobody asks where it is organized."""
    only = fact.only_where if (fact := _field(path).fact) is not None else None
    if only is None or len(path.steps) != 1:
        return True
    stated = getattr(record, only[0])
    return stated is None or stated in only[1]


def _named_in(value: Any, field: Field) -> tuple[PartyId, ...]:
    if (field.type.item or field.type).kind is not Kind.PARTY:
        return ()
    return tuple(value.items) if isinstance(value, Listing) else (value,)


def _joined(texts: list[str], kinds: list[Kind]) -> str:
    """Join what is told together: sentences and an amount with its currency side by side, other texts as one phrase."""
    if kinds == [Kind.QUANTITY, Kind.CURRENCY]:
        return " ".join(texts)
    return (
        " ".join(texts) if all(each.endswith(".") for each in texts) else ", ".join(each.rstrip(".") for each in texts)
    )
