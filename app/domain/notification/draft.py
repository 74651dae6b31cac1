"""Drafts what the notifications that are owed for a transaction contain, one for each filer and section."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from app.domain.answers.determination import UNDETERMINED, ObligationJson, Reason, Screening
from app.domain.answers.notification import (
    ItemState,
    MetParagraphJson,
    NotificationContentJson,
    NotificationItemJson,
    OneNotificationJson,
)
from app.domain.effort import Effort
from app.domain.errors import NoNotificationContent, NoNotificationOwed, NotificationOpen
from app.domain.facts.places import PlacedValue
from app.domain.facts.transaction import Transaction
from app.domain.language.contents import FilingSection, NotificationContent, NotificationItem
from app.domain.language.notification import is_owed_under
from app.domain.notification.rows import Rows, outside
from app.domain.notification.subjects import MeetsDefinition, Subjects
from app.domain.notification.wording import name_of
from app.domain.screening import NO_VARIANTS, Law
from app.domain.truth import MET, NOT_MET

_MOST_ROWS: Final = 3_000


def draft_notifications(
    law: Law, transaction: Transaction, *, variants: Mapping[str, str] = NO_VARIANTS
) -> NotificationContentJson:
    """Draft the notifications that a transaction owes under one version of the law.

    Raises what :meth:`Law.screen` raises, ``NoNotificationContent`` where the version does not say what a notification
    contains, ``NotificationOpen`` where the determination is open, and ``NoNotificationOwed`` where none is owed.
    """
    described, version = law.rule_set.notification, law.rule_set.version
    if described is None:
        raise NoNotificationContent(law.rule_set.rule_set, version)
    answer = law.screen(transaction, variants=variants)
    if answer["determination"] == UNDETERMINED:
        raise NotificationOpen(version)
    if not any(_owed_under(each, answer) for each in described.sections):
        raise NoNotificationOwed(answer["determination"], version)
    judge = law.judging(transaction, variants=variants)
    subjects = Subjects(
        described.subjects,
        transaction,
        judge=judge,
        reasons=lambda: _reasons(law, transaction, variants, answer),
    )
    asking = partial(law.questions_on, transaction, variants=variants)
    rows = Rows(
        law.rule_set, transaction, answer, subjects=subjects, judge=judge, asking=asking, effort=Effort(_MOST_ROWS)
    )
    drafting = _Drafting(described, transaction, answer, subjects=subjects, rows=rows, judge=judge)
    notifications = [*drafting.notifications()]
    return {
        "reference": transaction.reference,
        "determination": answer["determination"],
        "citation": described.citation,
        "disclaimer": [*described.disclaimer],
        "certification": {"citation": described.certification.citation, "says": described.certification.statement},
        "notifications": notifications,
        "paragraphs": _paragraphs(law, notifications),
        "assumptions": answer["assumptions"],
        "relied_on": answer["relied_on"],
    }


class _Drafting:
    """Puts the notifications of one transaction together."""

    def __init__(
        self,
        described: NotificationContent,
        transaction: Transaction,
        answer: Screening,
        *,
        subjects: Subjects,
        rows: Rows,
        judge: MeetsDefinition,
    ) -> None:
        self._described = described
        self._transaction = transaction
        self._answer = answer
        self._subjects = subjects
        self._rows = rows
        self._judge = judge

    def notifications(self) -> Iterator[OneNotificationJson]:
        """Give the notifications owed, by section and then by filer; one without a filer where nobody is found."""
        for section in self._described.sections:
            if owed := _owed_under(section, self._answer):
                for filer in self._subjects.of(section.filers, None) or (None,):
                    yield self._notification(section, _owed_by(filer, owed), filer)

    def _notification(
        self, section: FilingSection, owed: list[ObligationJson], filer: PlacedValue | None
    ) -> OneNotificationJson:
        days = [each["due"] for each in owed if each["due"] is not None]
        made: OneNotificationJson = {
            "section": section.id,
            "citation": section.citation,
            "says": section.statement,
            "filer": None if filer is None else {"pointer": filer.pointer, "name": name_of(filer.value)},
            "due": min(days, default=None),
            "certain": any(each["certain"] for each in owed),
            "owed": [
                {
                    "kind": each["kind"],
                    "what": each["what"],
                    "citation": each["citation"],
                    "due": each["due"],
                    "certain": each["certain"],
                }
                for each in owed
            ],
            "items": [],
        }
        made["items"] = [self._item(each, filer, made) for each in self._described.items]
        return made

    def _item(
        self, item: NotificationItem, filer: PlacedValue | None, owed: OneNotificationJson
    ) -> NotificationItemJson:
        made: NotificationItemJson = {
            "paragraph": item.id,
            "citation": item.citation,
            "asks": item.asks,
            "state": ItemState.NOT_APPLICABLE,
            "content": [],
            "lacking": [],
        }
        applies = MET if item.when is None else self._judge(item.when, self._transaction)
        if applies == NOT_MET or (item.under and owed["section"] not in item.under):
            return {**made, "why": item.otherwise or ""}
        content, lacking = self._rows.of(item, filer, owed)
        if applies != MET:
            made["why"] = "Whether this is asked for is open: some of the questions decide it."
            lacking = [*self._rows.deciding(item), *lacking]
        if not content and not lacking:
            lacking = [outside("All of it", item.asks, item.citation)]
        state = ItemState.LACKING if lacking else ItemState.FILLED
        return {**made, "state": state, "content": content, "lacking": lacking}


def _reasons(law: Law, transaction: Transaction, variants: Mapping[str, str], answer: Screening) -> Iterator[Reason]:
    """Give the reasons of the determination and, for whoever reads on, those on every element of the law."""
    yield from answer["reasons"]
    yield from law.reasons(transaction, variants=variants)[1]


def _owed_under(section: FilingSection, answer: Screening) -> list[ObligationJson]:
    return [
        each
        for each in answer["obligations"]
        if each["kind"] == section.kind and is_owed_under(section, each["citation"])
    ]


def _owed_by(filer: PlacedValue | None, owed: list[ObligationJson]) -> list[ObligationJson]:
    """Give the obligations of one filer: those that name it or nobody; each once, whoever else owes it."""
    own = [each for each in owed if filer is None or each["who"].get("pointer", filer.pointer) == filer.pointer]
    return [*{(each["what"], each["citation"]): each for each in own or owed}.values()]


def _paragraphs(law: Law, notifications: list[OneNotificationJson]) -> list[MetParagraphJson]:
    """Give every paragraph that rows tell of as met, with all that meets it."""
    found: dict[str, dict[str, None]] = {}
    for notification in notifications:
        for item in notification["items"]:
            for row in item["content"]:
                if "paragraph" in row:
                    found.setdefault(row["paragraph"], {}).update(dict.fromkeys(row["pointers"]))
    definitions = law.rule_set.definitions
    return [
        {
            "paragraph": name,
            "citation": definitions[name].citation,
            "says": definitions[name].statement,
            "pointers": [*pointers],
        }
        for name, pointers in found.items()
    ]
