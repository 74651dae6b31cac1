"""The draft of a notification for every golden case that owes one: every item once, and nothing said without a fact."""

import json
import re
from collections.abc import Iterator

from app.domain.errors import NoNotificationContent, NoNotificationOwed, NotificationOpen, ScreeningError
from app.domain.facts.places import value_at
from app.domain.notification.draft import draft_notifications
from tests.golden.versions import BATCHES, cases_in, every_batch, law_of

ITEMS = [
    *(f"850.405(b)({number})" for number in range(1, 13)),
    *(f"850.405(b)(13)({letter})" for letter in ("i", "ii", "iii", "iv")),
]
OWES = ("file_notification", "file_notification_of_later_knowledge")
CLAIMS = re.compile(
    r"\b(?:has|have|had|was|were|been|is|are)(?: \w+)? (?:filed|notified|submitted)\b|\bfiled on\b", re.IGNORECASE
)
OF_THE_FILING = "Section under which it is owed"
FILLED_BY_FACTS = {"850.405(b)(5)", "850.405(b)(11)", "850.405(b)(12)", "850.405(b)(13)(ii)"}


def drafted(law, transaction, variants):
    """The draft, or the problem in its place."""
    try:
        return draft_notifications(law, transaction, variants=variants)
    except (NoNotificationContent, NoNotificationOwed, NotificationOpen) as refused:
        return refused


def items_of(draft) -> Iterator[tuple[dict, dict]]:
    for notification in draft["notifications"]:
        for item in notification["items"]:
            yield notification, item


def wrongly_refused(law, answer, refused: ScreeningError) -> Iterator[str]:
    owed = any(each["kind"] in OWES for each in answer["obligations"])
    undetermined = answer["determination"] == "undetermined"
    match refused:
        case NoNotificationContent():
            if law.rule_set.notification is not None:
                yield "the version says what a notification contains"
        case NotificationOpen():
            if not undetermined:
                yield "the determination is not open"
        case _:
            if owed or undetermined:
                yield f"{answer['determination']}, and a notification owed: {owed}"


def items_amiss(draft) -> Iterator[str]:
    for notification in draft["notifications"]:
        if [each["paragraph"] for each in notification["items"]] != ITEMS:
            yield "not every item is there once"
    for notification, item in items_of(draft):
        content, lacking, name = item["content"], item["lacking"], item["paragraph"]
        match item["state"]:
            case "filled":
                if lacking or not any(row["pointers"] for row in content):
                    yield f"{name} is filled, without a fact or with something lacking"
            case "lacking":
                if not lacking:
                    yield f"{name} lacks nothing"
            case _:
                if content or lacking or not item["why"]:
                    yield f"{name} is not asked for, and says something or not why"
        is_later = name.startswith("850.405(b)(13)")
        if is_later and (item["state"] == "not_applicable") == (notification["section"] == "850.403"):
            yield f"{name} is asked for under {notification['section']}"


def places_amiss(draft, transaction) -> Iterator[str]:
    for _, item in items_of(draft):
        for row in item["content"]:
            if not row["value"].strip() or not (row["pointers"] or row["label"] == OF_THE_FILING):
                yield f"{item['paragraph']}: {row['label']} says nothing, or says it from nowhere"
            yield from (
                f"{item['paragraph']}: nothing stands at {each}"
                for each in row["pointers"]
                if row["label"] != "Why it is covered" and value_at(transaction, each) is None
            )
        for each in item["lacking"]:
            if ("pointer" in each) != (each["place"] == "transaction"):
                yield f"{item['paragraph']}: {each['question']} has no place"
            if each["question"][-1] not in "?.":
                yield f"{item['paragraph']}: {each['question']} is no question"


def told_amiss(draft, transaction, answer) -> Iterator[str]:
    told = json.dumps([row["value"] for _, item in items_of(draft) for row in item["content"]], ensure_ascii=False)
    names = {party.id: party.name for party in transaction.parties}
    for party in (transaction.acquirer, transaction.deal.target):
        if names.get(party) and names[party] not in told:
            yield f"{names[party]} is not named"
    day = transaction.deal.completion_date
    if day is not None and day.isoformat() not in told:
        yield "the day of completion is not told"
    days = {each["due"] for each in answer["obligations"] if each["kind"] in OWES}
    if {each["due"] for notification in draft["notifications"] for each in notification["owed"]} != days:
        yield "the last days are not those of the screening"
    if claim := CLAIMS.search(json.dumps(draft, ensure_ascii=False)):
        yield f"it claims what nobody did: {claim[0]}"
    if not draft["disclaimer"] or not draft["certification"]["citation"].endswith("850.203"):
        yield "it does not say that it is a draft without a certification"


@every_batch
def test_a_draft_is_made_where_a_notification_is_owed_and_has_every_item_once_from_the_facts(version, batch):
    law, failures = law_of(version), []
    for case, transaction in cases_in(version, batch):
        answer = law.screen(transaction, variants=case.variants)
        draft = drafted(law, transaction, case.variants)
        if isinstance(draft, ScreeningError):
            found = [*wrongly_refused(law, answer, draft)]
        else:
            found = [*items_amiss(draft), *places_amiss(draft, transaction), *told_amiss(draft, transaction, answer)]
            if not any(each["kind"] in OWES for each in answer["obligations"]):
                found.append("no notification is owed")
        failures += [f"{case.place}: {case.case}: {each}" for each in found]
    assert not failures, "\n".join(failures)


def test_the_cases_owe_notifications_under_each_section_and_fill_what_facts_alone_can_fill():
    law, sections, filled, classes = law_of("2025-01-02"), set(), set(), set()
    for case, transaction in (each for batch in range(BATCHES) for each in cases_in("2025-01-02", batch)):
        if case.expect in ("notifiable", "prohibited"):
            draft = drafted(law, transaction, case.variants)
            if not isinstance(draft, ScreeningError):
                classes.add(draft["determination"])
                for notification, item in items_of(draft):
                    sections.add(notification["section"])
                    filled |= {item["paragraph"]} if item["state"] == "filled" else set()
    assert sections == {"850.401", "850.402", "850.403"}
    assert classes == {"notifiable", "prohibited"}
    assert filled == FILLED_BY_FACTS
