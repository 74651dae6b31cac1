"""Writes the duties of a determination as a calendar (iCalendar, RFC 5545): an event for each day that is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Component, Event, Journal, vText

from app.documents.wording import STEPS, day_in_words, printable, sentence
from app.domain.answers.determination import UNDETERMINED, Determination, ObligationJson
from app.domain.days import day_of
from app.domain.evaluation.subjects import called
from app.domain.facts.transaction import Transaction
from app.service.presenting import Presented

_WHEN: Final = datetime(2025, 1, 2, tzinfo=UTC)
"""What an event says of when it was made: equal answers give equal bytes, on any day."""
_CAUTION: Final = (
    "This supports decisions; it is not legal advice. The days are those of what was known when they were computed: "
    "screen again when something changes."
)
_OPEN: Final = "It is open whether this is due: an unknown fact decides."
_LASTING: Final = (
    "This runs from the day of filing itself. The day here is counted from the last day to file: "
    "whoever files later, or files an update, keeps to a later day."
)


@dataclass(frozen=True, slots=True)
class _DutyDay:
    """Holds a day on which a duty is due, or until which it lasts; ``place`` tells it from the others of an answer."""

    day: date
    place: str
    duty: ObligationJson
    title: str
    about: str


def duty_calendar(presented: Presented) -> bytes:
    """Write an all-day event for each last day of a duty, and tell of the duties without one.

    Equal answers give equal bytes. Events have no alarm, so that each calendar's own settings apply.
    """
    answer, deal = presented.brief, _deal(presented.transaction)
    days = sorted(_duty_days(answer, presented.transaction), key=lambda each: each.day)
    undated, computed = _undated(answer["obligations"]), _computed_under(answer, presented.law)
    named = deal if answer["reference"] is None else f"{deal} ({answer['reference']})"
    about = _text(named, answer["summary"], "" if days else _why_empty(answer), undated, computed)
    calendar = Calendar()
    calendar.add("prodid", f"-//Outbound investment screening//{answer['engine_version']}//EN")
    calendar.add("version", "2.0")
    # Programs know the name and the description of a calendar by the one word or the other (RFC 7986).
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(_line("Outbound investment", deal)), encode=False)
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, vText(about), encode=False)
    for index, each in enumerate(days):
        # Whoever imports a calendar into another one sees the events alone: the first tells what has no day.
        calendar.add_component(_event(answer, each, _text(each.about, "" if index else undated, computed)))
    if not days:
        calendar.add_component(_note(answer, deal, about))
    written: bytes = calendar.to_ical()
    return written


def _duty_days(answer: Determination, transaction: Transaction) -> Iterator[_DutyDay]:
    for index, duty in enumerate(answer["obligations"]):
        title, told = sentence(duty["kind"]), _told_of(duty)
        whose = _deal(transaction, owed_by=duty["who"].get("name"))
        if (due := day_of(duty["due"])) is not None:
            about = _text(told, f"The last day is {day_in_words(due)}.")
            yield _DutyDay(due, f"{index}/due", duty, _titled(title, duty, whose), about)
        if (until := day_of(duty.get("until"))) is not None:
            about = _text(told, f"Until at least {day_in_words(until)}.", _LASTING)
            yield _DutyDay(until, f"{index}/until", duty, _titled(f"{title} until at least today", duty, whose), about)


def _event(answer: Determination, told: _DutyDay, description: str) -> Component:
    """Make the event of a day. Without an end it lasts the whole of that day, on the last day of all calendars too."""
    event = _dated(Event(), answer, told.place)
    event.add("dtstart", told.day)
    event.add("summary", told.title)
    event.add("description", description)
    event.add("categories", [STEPS[told.duty["step"]]])
    event.add("status", "CONFIRMED" if told.duty["certain"] else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # nobody is busy because something is due
    return event


def _dated(component: Component, answer: Determination, place: str) -> Component:
    component.add("uid", str(uuid5(NAMESPACE_URL, f"{answer['determination_digest']}/{place}")))
    component.add("dtstamp", _WHEN)
    return component


def _note(answer: Determination, deal: str, about: str) -> Component:
    """Make the entry of a calendar without events, since the standard asks for one; programs show none."""
    note = _dated(Journal(), answer, "")
    note.add("summary", _line(sentence(str(answer["determination"])), deal))
    note.add("description", about)
    return note


def _deal(transaction: Transaction, *, owed_by: str | None = None) -> str:
    """Name whoever owes a duty, or else whoever acquires, and what is acquired; or the deal by its reference."""
    parties = {party.id: party for party in transaction.parties}
    acquirer, target = (
        called(parties[each]) if each is not None else None for each in (transaction.acquirer, transaction.deal.target)
    )
    named = [name for name in (owed_by or acquirer, target) if name is not None]
    return " / ".join(dict.fromkeys(named)) or transaction.reference or "a transaction without names"


def _why_empty(answer: Determination) -> str:
    if answer["determination"] == UNDETERMINED:
        return "There are no events: which duties there are, and by when, is undetermined. This clears nothing."
    if answer["obligations"]:
        return "There are no events: none of the duties has a day that can be computed."
    return "There are no events: the determination leaves no duty."


def _undated(duties: list[ObligationJson]) -> str:
    """Tell the duties without a day, such as those that run from an event that is yet to come."""
    told = [_brief(each) for each in duties if each["due"] is None and "until" not in each]
    return "\n".join(("Without a day that can be computed:", *dict.fromkeys(told))) if told else ""


def _brief(duty: ObligationJson) -> str:
    return f"- {_owed_by(duty)}: {duty['what']} ({duty['citation']}){'' if duty['certain'] else f' {_OPEN}'}"


def _told_of(duty: ObligationJson) -> str:
    lines = [duty["what"], f"Owed by: {_owed_by(duty)}", f"Paragraph: {duty['citation']}"]
    return "\n".join(lines if duty["certain"] else [*lines, _OPEN])


def _owed_by(duty: ObligationJson) -> str:
    who = duty["who"]
    return f"{who['role']} ({who['name']})" if "name" in who else who["role"]


def _computed_under(answer: Determination, title: str) -> str:
    law = answer["rule_set"]
    version = f"{law['id']}, version {law['version']} ({law['digest']})" if law["version"] else law["id"]
    return (
        f"Computed under {title}: {version}, engine {answer['engine_version']}.\n"
        f"Determination: {answer['determination_digest']}\n{_CAUTION}"
    )


def _titled(title: str, duty: ObligationJson, deal: str) -> str:
    return _line(title if duty["certain"] else f"{title} (open whether due)", deal)


def _line(title: str, deal: str) -> str:
    return " ".join(printable(f"{title}: {deal}").split())


def _text(*paragraphs: str) -> str:
    return printable("\n\n".join(each for each in paragraphs if each))
