"""Gives the facts that a definite answer rests on, and where it would turn: each turn was tried by a screening."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypedDict

from app.domain.analysis.values import FactValues
from app.domain.answers.determination import Class, QuestionJson, Reason
from app.domain.answers.turning_points import FactRestedOn, TurnDirection, TurningPointJson
from app.domain.errors import InvalidTransaction
from app.domain.evaluation.missing_facts import fact_question
from app.domain.evaluation.subjects import whom_about
from app.domain.facts.asking_order import AskingOrder
from app.domain.facts.dictionary import DictionaryEntry, Kind, entry_at
from app.domain.facts.fact import Listing
from app.domain.facts.places import records, value_at, with_value
from app.domain.interview.interview import Interview
from app.domain.interview.trials import Trials
from app.domain.quantity import Range, number_text
from app.domain.quoting import quoted
from app.domain.regime import AnyTransaction
from app.domain.screening import Law
from app.domain.turning.attempts import Attempts, Turn
from app.domain.turning.other_values import OtherValues
from app.domain.turning.wording import condition_text, fact_says, turn_says, value_text

_STEPS: Final = 400_000
"""The work that one request may make, a second or so: trials take less time by the step than :mod:`app.domain.effort`
counts on."""
_CITING: Final = 200_000
"""The work that goes into the paragraphs of the turns found."""
_TRIAL, _PART = 500, 2
"""The steps that a trial costs, and those for each party, interest and activity."""
_FACTS: Final = 120
_TURNS: Final = 36
_NOT_TOLD: Final = (Kind.RECORD, Kind.SERIES)
_DIRECTIONS = [*TurnDirection]


class TurnsFound(TypedDict):
    """What was found, as answers tell it."""

    facts: list[FactRestedOn]
    turning_points: list[TurningPointJson]
    complete: bool
    not_tried: list[str]


class _Read(NamedTuple):
    """A fact that reasons quote: where it stands, what it is, and the reasons."""

    pointer: str
    entry: DictionaryEntry
    question: QuestionJson
    stated: Any
    reasons: list[Reason]
    about: str | None
    names: Mapping[str, str]

    @property
    def whom(self) -> str:
        """Name whom it is about, to begin a sentence with."""
        if self.about is not None:
            return f"{self.about}: "
        return "The fund's deal: " if self.question.get("deal") == "fund_deal" else ""


class _Found(NamedTuple):
    """A turn of a fact, and the place at which it is told."""

    place: tuple[Any, ...]
    read: _Read
    turn: Turn


class TurningPoints:
    """Finds turning points under one law, with the work of so many ``steps`` (:mod:`app.domain.effort`) at most."""

    def __init__(self, law: Law, *, steps: int = _STEPS) -> None:
        self._law = law
        self._steps = steps
        self._regime = law.rule_set.regime
        self._others = OtherValues(FactValues(law.rule_set))
        self._order = AskingOrder(self._regime.transaction)

    def of(self, interview: Interview, stands: Class) -> TurnsFound:
        """Give the facts that a definite determination rests on, and where it would turn.

        Raises what :meth:`Law.screen` raises, but not for want of time: then what was found so far is incomplete.
        """
        reads = self._reads(interview)
        told = reads[:_FACTS]
        cost = _TRIAL + _PART * _parts(interview.transaction)
        trials = Trials(self._law, steps=self._steps, cost=cost)
        days = _days(interview.transaction)
        found: list[_Found] = []
        tried: set[str] = set()
        complete = len(told) == len(reads)
        for read in sorted(told, key=_tried_first):
            attempts = Attempts(trials, interview, read.pointer, stands)
            try:
                for turn in self._turns(read, attempts, days):
                    found.append(_Found(self._place(read, turn, stands), read, turn))  # noqa: PERF401 (kept if it stops)
            except InvalidTransaction:
                if not trials.exhausted:
                    raise
                complete = False
                break
            if attempts.tried:
                tried.add(read.pointer)
        nearest = sorted(found, key=lambda each: each.place)[: min(_TURNS, max(1, _CITING // cost))]
        return {
            "facts": [_fact(read) for read in told],
            "turning_points": [self._told(each.read, each.turn, interview, stands) for each in nearest],
            "complete": complete and len(found) == len(nearest),
            "not_tried": [read.pointer for read in told if read.pointer not in tried],
        }

    def _reads(self, interview: Interview) -> list[_Read]:
        """Give the facts that reasons quote and that are stated or assumed, in the order in which they are asked."""
        reasons = self._law.decisive(interview.transaction, variants=interview.variants)
        transaction = interview.transaction
        parties = {each.id: each for each in transaction.parties}
        names: dict[str, str] = {each.id: each.name or each.id for each in transaction.parties}
        found: dict[str, _Read] = {}
        for reason in reasons:
            for fact in reason["facts"]:
                pointer = fact["pointer"].removesuffix("/complete")
                if pointer in found:
                    if reason not in found[pointer].reasons:
                        found[pointer].reasons.append(reason)
                    continue
                entry = entry_at(self._regime.transaction, pointer)
                stated = value_at(transaction, pointer) if entry is not None else None
                if entry is not None and stated is not None and entry.field.type.kind not in _NOT_TOLD:
                    question = fact_question(transaction, pointer, self._regime)
                    about = whom_about(transaction, pointer, parties=parties)
                    found[pointer] = _Read(pointer, entry, question, stated, [reason], about, names)
        return sorted(found.values(), key=lambda read: self._order.place(read.pointer))

    def _turns(self, read: _Read, attempts: Attempts, days: Collection[date]) -> Iterator[Turn]:
        field, stated = read.entry.field, read.stated
        scale = self._others.scale(field, stated, days)
        if scale is None:
            yield from attempts.of_words(self._others.words(field, stated))
        elif isinstance(stated, Range):
            yield from attempts.of_range(scale, stated)
        else:
            yield from attempts.of_scale(scale, stated)

    def _place(self, read: _Read, turn: Turn, stands: Class) -> tuple[Any, ...]:
        """Say where a turn is told: by direction, the gravest first, the nearest first."""
        direction = self._direction(turn, stands)
        classes = [*self._regime.classes]
        worst = min(classes.index(each) for each in turn.possible)
        return _DIRECTIONS.index(direction), worst, turn.rank, self._order.place(read.pointer), read.pointer

    def _direction(self, turn: Turn, stands: Class) -> TurnDirection:
        now, then = self._regime.severity(stands), self._regime.severity(turn.determination)
        if then is None or now is None:
            return TurnDirection.OPEN
        if then == now:
            return TurnDirection.ALIKE
        return TurnDirection.GRAVER if then > now else TurnDirection.LESS_GRAVE

    def _told(self, read: _Read, turn: Turn, interview: Interview, stands: Class) -> TurningPointJson:
        citation = self._citation(read, turn, interview, stands)
        fact, unnamed = read.entry.fact, self._others.unnamed(read.entry.field)
        condition = condition_text(turn, read.stated, unit=fact.unit, unnamed=unnamed)
        point: TurningPointJson = {
            "pointer": read.pointer,
            "direction": self._direction(turn, stands),
            "determination": turn.determination,
            "possible_determinations": [*turn.possible],
            "values": [_as_stated(each) for each in turn.values],
            "citation": citation,
            "says": turn_says(turn, condition, whom=read.whom, question=fact.question, citation=citation),
        }
        if read.about is not None:
            point["about"] = read.about
        if turn.bounds is not None:
            point["range"] = {
                name: number_text(each) if isinstance(each, Decimal) else each.isoformat()
                for name, each in turn.bounds.items()
            }
        if turn.stays_at is not None:
            point["stays_at"] = number_text(turn.stays_at)
        return point

    def _citation(self, read: _Read, turn: Turn, interview: Interview, stands: Class) -> str:
        """Give the paragraph on which it turns: one that reads the fact and is met then, or is met as it stands.

        A paragraph that is met either way comes after those that are not.
        """
        transaction = with_value(interview.transaction, read.pointer, turn.values[0])
        then = self._law.decisive(transaction, variants=interview.variants)
        lists = (read.pointer, f"{read.pointer}/complete")
        quoting = [each for each in then if any(fact["pointer"] in lists for fact in each["facts"])]
        met_now, met_then = _with("met", read.reasons), _with("met", quoting)
        ways = {
            TurnDirection.GRAVER: [_beyond(met_then, met_now), met_then, met_now],
            TurnDirection.OPEN: [_with("unknown", quoting), met_now],
        }.get(self._direction(turn, stands), [_beyond(met_now, met_then), met_now, met_then])
        for reasons in (*ways, read.reasons):
            best = max(reasons, key=self._narrowness, default=None)
            if best is not None:
                return best["citation"]
        return read.entry.fact.citation

    def _narrowness(self, reason: Reason) -> tuple[bool, int]:
        definition = self._law.rule_set.definitions[reason["code"]]
        return definition.is_paragraph, len(reason["code"]) if definition.is_paragraph else 0


def _with(verdict: str, reasons: Iterable[Reason]) -> list[Reason]:
    return [each for each in reasons if each["verdict"] == verdict]


def _beyond(reasons: Iterable[Reason], others: Iterable[Reason]) -> list[Reason]:
    """Give the reasons whose element is not among the others for the same subject."""
    there = [(each["code"], each["subject"]) for each in others]
    return [each for each in reasons if (each["code"], each["subject"]) not in there]


def _days(transaction: Any) -> frozenset[date]:
    """Give the days that the transaction states, other than those of yearly figures."""
    rest = replace(transaction, parties=(), interests=())
    found = {value for record, _ in records(rest) for value in _stated_in(record) if isinstance(value, date)}
    ends = {day for each in transaction.interests for day in (each.first_day, each.last_day) if day is not None}
    return frozenset(found | ends)


def _stated_in(record: Any) -> Iterator[object]:
    """Give the values of a record's fields."""
    return (getattr(record, each.name) for each in fields(record))


def _parts(transaction: AnyTransaction) -> int:
    activities = sum(len(each.activities.items) for each in transaction.parties if each.activities is not None)
    return len(transaction.parties) + len(transaction.interests) + activities


def _tried_first(read: _Read) -> int:
    """Put numbers and days before truths and conclusions, and those before choices, of which there are many."""
    order = (Kind.QUANTITY, Kind.DATE, Kind.TRUTH, Kind.COUNTRY, Kind.CHOICE)
    kind = read.entry.field.type.kind
    return order.index(kind) if kind in order else len(order)


def _as_stated(value: Any) -> object:
    if isinstance(value, Listing):
        return {"items": [*value.items]} if value.complete is None else quoted(value)
    return quoted(value)


def _fact(read: _Read) -> FactRestedOn:
    fact, question = read.entry.fact, read.question
    type_ = read.entry.field.type
    names = read.names if Kind.PARTY in (type_.kind, type_.item and type_.item.kind) else {}
    text = value_text(read.stated, fact.unit, names=names)
    told: FactRestedOn = {
        "pointer": read.pointer,
        "group": question["group"],
        "question": fact.question,
        "type": type_.kind,
        "value": _whole(read.stated),
        "text": text,
        "assumed": fact.silence is not None and read.stated == read.entry.field.default,
        "citation": fact.citation,
        "read_by": [*dict.fromkeys(each["code"] for each in read.reasons)],
        "says": fact_says(
            fact.question, text if names else text[0].upper() + text[1:], whom=read.whom, citation=fact.citation
        ),
    }
    if read.about is not None:
        told["about"] = read.about
    if "deal" in question:
        told["deal"] = question["deal"]
    return told


def _whole(stated: Any) -> object:
    """Quote what is stated; of a list of records, how many there are and whether that is all."""
    if isinstance(stated, Listing) and not all(isinstance(each, str) for each in stated.items):
        return {"complete": stated.complete, "listed": len(stated.items)}
    return quoted(stated)
