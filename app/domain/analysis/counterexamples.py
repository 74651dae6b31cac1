"""Finds transactions that show what a search found possible: samples, with a few facts of one record changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.domain.analysis.findings import Sample
from app.domain.analysis.samples import SampleJudge
from app.domain.analysis.solver import FactKey, Goal, Model, Solver, Undecided
from app.domain.analysis.values import Values
from app.domain.facts.dictionary import Field, Kind, fields_of
from app.domain.facts.fact import Listing
from app.domain.facts.places import value_at, with_value
from app.domain.facts.transaction import Transaction
from app.domain.language.ruleset import Definition

_TRIED = 60
"""At most so many records are given the facts that a search found."""
_PLACE = re.compile(r"(subject|transaction)((?:/\w+(?:\[\w+\])?)+)", re.ASCII)
_SETTABLE = (Kind.QUANTITY, Kind.DATE, Kind.TRUTH, Kind.CHOICE, Kind.COUNTRY, Kind.LISTING)


class Counterexamples:
    """Finds transactions that reach goals: samples, or what a search makes of one record of a sample."""

    def __init__(self, judge: SampleJudge, solver: Solver, samples: Sequence[Sample]) -> None:
        self.judge = judge
        self.rule_set = judge.rule_set
        self.solver = solver
        self._samples = samples

    def reaching(self, goals: tuple[Goal, ...], *, about: Definition) -> Iterator[Sample]:
        """Find samples in which some record reaches all goals: such as there are, then such as a search makes."""
        for sample in self._samples:
            if any(count == len(goals) for count, _ in self.judge.reached(sample, goals, about=about)):
                yield sample
        try:
            model = self.solver.find(goals, readings=self.rule_set.readings)
        except Undecided:
            return
        tried = 0
        for sample in self._samples:
            for _, subject in self.judge.reached(sample, (), about=about):
                changed = self._changed(sample, subject, model or {}) if tried < _TRIED else None
                if changed is not None:
                    tried += 1
                    if (len(goals), subject) in self.judge.reached(changed, goals, about=about, at=subject):
                        yield changed

    def nearest(self, goals: tuple[Goal, ...], *, about: Definition) -> Sample | None:
        """Find the first sample in which a record reaches as many of the goals as any does, if any reaches one."""
        reached = [self.judge.reached(each, goals, about=about) for each in self._samples]
        counts = [max((count for count, _ in each), default=0) for each in reached]
        most = max(counts, default=0)
        return self._samples[counts.index(most)] if most else None

    def _changed(self, sample: Sample, subject: str, model: Model) -> Sample | None:
        """Give a record the facts of the model; ``None`` if it has them already, or they cannot be true there."""
        transaction = sample.transaction
        for key, values in model.items():
            place = _place_of(key, subject, transaction)
            if place is not None:
                pointer, field = place
                stated, nearest = value_at(transaction, pointer), self.solver.values.nearest
                value = _with_item(stated, key.item, values) if key.item else nearest(field, stated, values)
                transaction = with_value(transaction, pointer, value)
        if transaction == sample.transaction or self.rule_set.regime.contradictions(transaction):
            return None
        return replace(sample, transaction=transaction)


def _with_item(stated: Listing[Any] | None, item: str, values: Values) -> Listing[Any]:
    """Close the list with or without the item."""
    kept = [each for each in (stated.items if stated is not None else ()) if each != item]
    return Listing((*kept, item) if True in values else tuple(kept), complete=True)


def _place_of(key: FactKey, subject: str, transaction: Transaction) -> tuple[str, Field] | None:
    """Find where the fact stands; ``subject`` is the pointer of what its definition is about.

    ``None`` if the key names no single fact, or one of a record that the transaction does not have.
    """
    form = _PLACE.fullmatch(key.place)
    if form is None:
        return None
    *way, last = form[2].split("/")[1:]
    pointer: str | None = subject if form[1] == "subject" else ""
    for step in way:
        pointer = _entered(pointer, step, transaction) if pointer is not None else None
    record = value_at(transaction, pointer) if pointer is not None else None
    field = fields_of(type(record)).get(last) if record is not None else None
    return (f"{pointer}/{last}", field) if field is not None and field.type.kind in _SETTABLE else None


def _entered(pointer: str, step: str, transaction: Transaction) -> str | None:
    """Find what stands under the step of a record: a record, the first item of a list, or the party named there."""
    name, listed, _ = step.partition("[")
    record = value_at(transaction, pointer)
    type_ = fields_of(type(record))[name].type
    value, pointer = getattr(record, name), f"{pointer}/{name}"
    if listed and type_.item is not None and value is not None:
        # Which of the items is meant to show it does not matter: whether it does is looked at afterwards.
        items, pointer = (value.items, f"{pointer}/items") if isinstance(value, Listing) else (value, pointer)
        type_, value, pointer = type_.item, items[0] if items else None, f"{pointer}/0"
    if type_.kind is Kind.PARTY:
        named = (f"/parties/{index}" for index, party in enumerate(transaction.parties) if party.id == value)
        return next(named, None)
    return pointer if value is not None else None
