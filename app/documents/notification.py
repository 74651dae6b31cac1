"""Composes the draft of a notification as a memo: every item with its content and with what is to be answered."""

from collections.abc import Iterator
from typing import Final

from app.documents.docx import memo_docx
from app.documents.memo import Block, Chapter, Memo, Prose, Spans, bullets, grid, joined, linked, place, plain, strong
from app.documents.wording import printable, sentence
from app.domain.answers.notification import (
    AnswerPlace,
    ItemState,
    LackingJson,
    NotificationDraft,
    NotificationItemJson,
    OneNotificationJson,
)

_TITLE: Final = "Draft content of a notification"
_NOTICE: Final = "Draft of content. Nothing has been sent to anybody."
_STATES: Final = {
    ItemState.FILLED: "Filled",
    ItemState.LACKING: "Lacking",
    ItemState.NOT_APPLICABLE: "Not applicable",
}
_THREE: Final = (22, 50, 28)


def notification_document(draft: NotificationDraft) -> bytes:
    """Write a draft as Office Open XML. Equal drafts give equal bytes."""
    return memo_docx(draft_memo(draft))


def draft_memo(draft: NotificationDraft) -> Memo:
    """Compose a draft: what it is, each notification with its items, what it rests on, and the certification."""
    law = draft["rule_set"]
    head = (
        ("Reference", plain(draft["reference"] or "Not stated")),
        ("Determination", strong(sentence(draft["determination"]))),
        ("Content asked for by", linked(draft["citation"])),
        ("Law", plain(f"{law['id']}, version {law['version']} ({sentence(law['status'] or '')})")),
        ("Text of the law", place(law["digest"] or "")),
        ("Transaction", place(draft["input_digest"])),
        ("Engine", plain(draft["engine_version"])),
    )
    certification = draft["certification"]
    chapters = (
        Chapter("What this is", bullets(map(plain, draft["disclaimer"]))),
        *map(_notification, draft["notifications"]),
        *_rests_on(draft),
        Chapter("Certification", (Prose(linked(f"{certification['says']} ({certification['citation']})")),)),
    )
    return Memo(_TITLE, head, chapters, _NOTICE)


def _notification(notification: OneNotificationJson) -> Chapter:
    filer = notification["filer"]["name"] if notification["filer"] is not None else "a U.S. person still to be named"
    owed = (
        ("Owed by", plain(filer)),
        ("Owed under", linked(f"{notification['citation']}: {notification['says']}")),
        ("Last day", strong(notification["due"] or "cannot be computed: a day is not stated")),
        ("Owed for certain", plain("Yes" if notification["certain"] else "Open: an unknown fact decides it")),
        *(("To be done", linked(f"{each['what']} ({each['citation']})")) for each in notification["owed"]),
    )
    overview = (
        (plain(each["paragraph"]), plain(each["asks"]), strong(_STATES[each["state"]]))
        for each in notification["items"]
    )
    return Chapter(
        printable(f"Section {notification['section']}: {filer}"),
        (
            *grid((), ((strong(label), words) for label, words in owed), widths=(26, 74)),
            *grid(("Item", "Asks for", "State"), overview, widths=(22, 58, 20)),
        ),
        tuple(map(_item, notification["items"])),
    )


def _item(item: NotificationItemJson) -> Chapter:
    why = (plain(item["why"]),) if "why" in item else ()
    content = ((plain(row["label"]), plain(row["value"]), place(", ".join(row["pointers"]))) for row in item["content"])
    lacking = ((plain(each["label"]), plain(_question(each)), _place(each)) for each in item["lacking"])
    blocks: tuple[Block, ...] = (
        *map(Prose, (plain(item["asks"]), *why)),
        *grid(("What", "Content", "Stated at"), content, widths=_THREE),
        *grid(("What", "To be answered", "Answer goes to"), lacking, widths=_THREE),
    )
    return Chapter(f"{item['paragraph']}  {_STATES[item['state']]}", blocks)


def _question(lacking: LackingJson) -> str:
    about = f"{lacking['about']['name']}: " if "about" in lacking else ""
    unit = f" (in {lacking['unit']})" if "unit" in lacking else ""
    before = f" Asked before: {sentence(lacking['inquiry'])}." if "inquiry" in lacking else ""
    return f"{about}{lacking['question']}{unit}{before}"


def _place(lacking: LackingJson) -> Spans:
    inside = lacking["place"] is AnswerPlace.TRANSACTION
    return place(lacking.get("pointer", "")) if inside else plain("Outside of the transaction")


def _rests_on(draft: NotificationDraft) -> Iterator[Chapter]:
    if draft["assumptions"]:
        rows = ((plain(each["statement"]), place(each["pointer"])) for each in draft["assumptions"])
        yield Chapter("Taken for granted", grid(("Assumption", "Replaced by a statement at"), rows, widths=(62, 38)))
    if draft["relied_on"]:
        told = (
            (
                joined(
                    plain(f"{each['party']}: {each['conclusion']}"),
                    plain("" if each["met"] else " It is concluded that this is not so."),
                ),
                plain(", ".join(filter(None, (sentence(each["basis"]), each["source"], each["as_of"])))),
                place(each["pointer"]),
            )
            for each in draft["relied_on"]
        )
        yield Chapter("Conclusions relied on", grid(("Conclusion", "Evidence", "Stated at"), told, widths=_THREE))
