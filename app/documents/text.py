"""Writes a determination as plain text for a terminal: the summary first, then what to do, then why."""

from collections.abc import Iterator
from typing import Final

from app.documents.wording import (
    STEPS,
    VERDICTS,
    day_in_words,
    fact_at,
    printable,
    sentence,
    spaced,
    urgent_first,
    value_in_words,
)
from app.documents.wrapping import wrapped
from app.domain.answers.determination import Determination, ObligationJson, QuestionJson, QuotedFact, Reason
from app.domain.facts.dictionary import Kind

WIDTH: Final = 80
_INDENT: Final = "  "
_DEEPEST: Final = 8
_ORDER: Final = ("met", "unknown", "not_met", "not_applicable")
_IN_FULL: Final = (Kind.QUANTITY, Kind.COUNTRY, Kind.DATE)


def determination_text(determination: Determination, *, width: int = WIDTH) -> str:
    """Write a determination in lines of at most so many columns."""
    return "\n".join(_Page(width).lines(determination))


class _Page:
    """Writes the parts of a determination in lines of one width."""

    def __init__(self, width: int) -> None:
        self._width = max(width, WIDTH // 2)

    def lines(self, told: Determination) -> Iterator[str]:
        law = told["rule_set"]
        word = spaced(str(told["determination"])).upper()
        yield f"{word}  ({law['id']} {law['version'] or 'without a version'})"
        yield from self._says(told["summary"])
        yield ""
        yield from self._says(f"Next step: {STEPS[told['next_step']]}.")
        yield from self._part(
            "Duties by day", [line for each in urgent_first(told["obligations"]) for line in self._duty(each)]
        )
        yield from self._part("Why", self._tree(told["reasons"]))
        yield from self._part(
            "Taken for granted", [line for each in told["assumptions"] for line in self._item(each["statement"])]
        )
        yield from self._part("Relied on", [line for each in _relied_on(told) for line in self._item(each)])
        yield from self._part("To ask next", [line for each in told["missing_facts"] for line in self._question(each)])
        yield from self._part("Still open", [line for each in _open(told) for line in self._item(each)])

    def _part(self, title: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield from ("", title, *lines)

    def _says(self, text: str, margin: str = "", hanging: str | None = None) -> list[str]:
        return wrapped(printable(text), self._width, margin=margin, hanging=hanging)

    def _item(self, text: str) -> list[str]:
        return self._says(text, f"{_INDENT}- ", f"{_INDENT}  ")

    def _duty(self, duty: ObligationJson) -> Iterator[str]:
        until = f"to {duty['until']}" if duty.get("until") else "no day"
        due = f"by {duty['due']}" if duty["due"] is not None else until
        who = duty["who"].get("name") or duty["who"]["role"]
        open_ = "" if duty["certain"] else " (open whether this is due)"
        yield from self._says(f"{sentence(duty['kind'])}: {who}{open_}", f"{_INDENT}{due:15}", _INDENT * 2)
        yield from self._says(f"{duty['what']} ({duty['citation']})", _INDENT * 2)

    def _tree(self, reasons: list[Reason]) -> list[str]:
        """Write each reason once, below the first that rests on it."""
        places = {f"/reasons/{index}": each for index, each in enumerate(reasons)}
        written: set[str] = set()

        def branch(place: str, depth: int) -> Iterator[str]:
            if place in written:
                return
            written.add(place)
            yield from self._reason(places[place], _INDENT * (1 + min(depth, _DEEPEST)))
            for each in places[place]["rests_on"]:
                yield from branch(each, depth + 1)

        # The outcome that decides comes first, then what it rests on, and last what does not hold.
        first = sorted(places, key=lambda place: _ORDER.index(places[place]["verdict"]))
        roots = [place for place in first if places[place]["element"] == reasons[0]["element"]] if reasons else []
        return [line for place in (*roots, *places) for line in branch(place, 0)]

    def _reason(self, reason: Reason, margin: str) -> Iterator[str]:
        name = reason["subject"].get("name")
        about = f"{name}: " if name else ""
        verdict = VERDICTS[reason["verdict"]].lower()
        yield from self._says(
            f"{verdict}: {about}{reason['statement']} ({reason['citation']})", margin, f"{margin}{_INDENT}"
        )
        for fact in reason["facts"]:
            if fact["value"] is not None:
                yield from self._says(
                    f"{fact['pointer']}: {_value(fact)}", f"{margin}{_INDENT}", f"{margin}{_INDENT * 2}"
                )

    def _question(self, question: QuestionJson) -> Iterator[str]:
        about = f"{question['about']}: " if "about" in question else ""
        unit = f" In {question['unit']}." if "unit" in question else ""
        yield from self._item(f"{about}{question['question']}{unit} ({question['citation']})")
        yield from self._says(question["pointer"], _INDENT * 2)


def _value(fact: QuotedFact) -> str:
    found = fact_at(fact["pointer"])
    kind = found[1] if found is not None and found[1].kind in _IN_FULL else None
    return spaced(value_in_words(fact["value"], kind, unit=found[0].unit if found is not None else None))


def _relied_on(told: Determination) -> Iterator[str]:
    for each in told["relied_on"]:
        met = "" if each["met"] else " It is concluded that this is not so."
        source = f" from {each['source']}" if each["source"] else ""
        yield (
            f"{each['party']}: {each['conclusion']}{met} ({each['citation']}; {spaced(each['basis'])}{source}, "
            f"{day_in_words(each['as_of'])})"
        )


def _open(told: Determination) -> Iterator[str]:
    for each in told.get("pending_regulations", ()):
        yield f"A regulation is awaited: {each['awaits']} ({each['citation']})"
    if further := len(told["further_questions"]):
        yield f"{further} more open question{'s bear' if further > 1 else ' bears'} on the answer; JSON has them."
