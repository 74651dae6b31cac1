"""Transactions that show what a model says: a witness, with a few facts of one record set as the model has them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.domain.analysis.bench import Bench, records_of
from app.domain.analysis.constraints import Constraint, Holding, OneOf, Span
from app.domain.analysis.editing import with_value
from app.domain.analysis.findings import Witness
from app.domain.analysis.models import Goal, Models, Undecided
from app.domain.analysis.places import place_of
from app.domain.consistency import contradictions
from app.domain.evaluation.reference import Found
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import Kind
from app.domain.facts.fact import Listing
from app.domain.language.ruleset import Definition

_TRIED = 60
"""At most so many records are given the facts of a model."""


def embodiments(
    bench: Bench, models: Models, witnesses: Iterable[Witness], *, about: Definition, goals: tuple[Goal, ...]
) -> Iterator[Witness]:
    """Witnesses in which some record reaches all goals: such as there are, then such as a model makes of others."""
    known = list(witnesses)
    for witness in known:
        run = bench.run(witness)
        for subject in records_of(witness, about.record):
            if bench.meets(goals, subject, variable=about.variable, run=run):
                yield witness
                break
    try:
        taken = {each.id: each.taken for each in bench.rule_set.interpretations.values()}
        model = models.find(goals, readings=taken)
    except Undecided:
        return
    tried = 0
    for witness in known:
        for subject in records_of(witness, about.record):
            changed = _changed(witness, subject, model or {}) if tried < _TRIED else None
            if changed is None:
                continue
            tried += 1
            run = bench.run(changed)
            for found in records_of(changed, about.record):
                if found.pointer == subject.pointer and bench.meets(goals, found, variable=about.variable, run=run):
                    yield changed


def nearest(
    bench: Bench, witnesses: Iterable[Witness], *, about: Definition, goals: tuple[Goal, ...]
) -> Witness | None:
    """The first witness in which a record reaches as many of the goals as any does; ``None`` if none reaches one."""
    best, found = 0, None
    for witness in witnesses:
        run = bench.run(witness)
        for subject in records_of(witness, about.record):
            reached = sum(bench.meets((goal,), subject, variable=about.variable, run=run) for goal in goals)
            if reached > best:
                best, found = reached, witness
    return found


def _changed(witness: Witness, subject: Found, model: Mapping[str, Constraint]) -> Witness | None:
    """The witness with the facts of the model; ``None`` if the model says nothing new, or nothing that can be true."""
    transaction = witness.transaction
    for key, constraint in model.items():
        place = place_of(key, subject.pointer, transaction)
        if place is not None:
            transaction = with_value(transaction, place.pointer, _value(constraint, place.value, place.kind))
    if transaction == witness.transaction or contradictions(transaction):
        return None
    return replace(witness, transaction=transaction)


def _value(constraint: Constraint, stated: Any, kind: Kind) -> Any:
    """A value that the constraint leaves open, near to what was stated."""
    match constraint:
        case Holding(items, without):
            kept = stated.items if isinstance(stated, Listing) else ()
            held = dict.fromkeys(each for each in (*kept, *sorted(items)) if each not in without)
            return Listing(tuple(held), complete=True)
        case OneOf(allowed, without):
            if allowed is None:
                allowed = frozenset(COUNTRIES) - without if kind is Kind.COUNTRY else frozenset()
            return stated if stated in allowed else next(iter(sorted(allowed, key=str)), None)
        case Span():
            return _point(constraint, stated)


def _point(span: Span, stated: Any) -> Any:
    """A number or day within the span; what was stated if it lies there."""
    if stated.__class__ in (Decimal, date) and span.holds(stated):
        return stated
    low, high = span.low, span.high
    if low is not None and high is not None:
        if low[1] and low[0] not in span.without:
            return low[0]
        return low[0] + (high[0] - low[0]) / 2
    if low is not None:
        step = timedelta(days=1) if isinstance(low[0], date) else max(low[0], Decimal(1))
        return low[0] if low[1] else low[0] + step
    if high is not None:
        step = timedelta(days=1) if isinstance(high[0], date) else high[0] / 2
        return high[0] if high[1] else high[0] - step
    return stated
