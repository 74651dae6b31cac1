"""Tells a person how far the screening of a portfolio is, and what it found."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from app.commands.portfolio_tally import Tally
from app.domain.outbound_investment import OUTBOUND_INVESTMENT

_SECONDS: Final = 5.0
_PROVISIONS: Final = 20

Advance = Callable[[int, int], None]
"""Is told how much of the whole is read, and how many answers there are."""


@contextmanager
def progress(total: int | None) -> Iterator[Advance]:
    """Show how far the work is on standard error: as a bar on a terminal, elsewhere as a line now and then."""
    if sys.stderr.isatty():
        with _bar(total) as advance:
            yield advance
        return
    began = said = time.monotonic()

    def advance_in_lines(done: int, answers: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= _SECONDS:
            said = now
            part = f", {100 * done // total} percent of the input" if total else ""
            print(f"{answers:,} answers, {answers / (now - began):,.0f} a second{part}", file=sys.stderr)

    yield advance_in_lines


@contextmanager
def _bar(total: int | None) -> Iterator[Advance]:
    columns = (
        BarColumn(),
        TextColumn("{task.fields[answers]:,} answers, {task.fields[rate]:,.0f} a second"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    began, first = time.monotonic(), -1
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, answers=0, rate=0.0)

        def advance(done: int, answers: int) -> None:
            nonlocal first
            first = answers if first < 0 else first
            rate = (answers - first) / max(time.monotonic() - began, 0.001)
            bar.update(task, completed=done, answers=answers, rate=rate)

        yield advance


def print_summary(tally: Tally, stream: TextIO) -> None:
    """Print how many deals got each determination, and which provisions decided."""
    console = Console(file=stream, width=None if stream.isatty() else 100, highlight=False)
    counts = _table("Determination", "Deals")
    for word in OUTBOUND_INVESTMENT.determinations:
        if tally.determinations[word]:
            counts.add_row(word.replace("_", " "), f"{tally.determinations[word]:,}")
    if tally.bad:
        numbers = ", ".join(map(str, tally.bad_lines)) + (", …" if tally.bad > len(tally.bad_lines) else "")
        counts.add_row(f"no determination: line {numbers}", f"{tally.bad:,}")
    counts.add_row("all", f"{tally.answers:,}")
    console.print(counts)
    if not tally.provisions:
        return
    decided = _table("Decided by", "Determination", "Deals")
    order = list(OUTBOUND_INVESTMENT.determinations)
    ranked = sorted(tally.provisions.items(), key=lambda each: (order.index(each[0][0]), -each[1], each[0][1]))
    for (word, provision), count in ranked[:_PROVISIONS]:
        decided.add_row(provision, word.replace("_", " "), f"{count:,}")
    if len(ranked) > _PROVISIONS:
        decided.add_row(f"and {len(ranked) - _PROVISIONS} more", "", "")
    console.print(decided)


def _table(*heads: str) -> Table:
    table = Table(box=SIMPLE, pad_edge=False)
    for head in heads:
        table.add_column(head, justify="right" if head == "Deals" else "left")
    return table
