"""Runs ``rules impact``: counts what a version would change for the deals in a file."""

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from typing import Final

import orjson

from app.api.wire.reader import TransactionReader
from app.commands.answers import print_answer
from app.commands.exit_codes import BAD_INPUT, CHANGED
from app.commands.plain_text import impact_text
from app.commands.result_file import numbered_lines_of
from app.commands.side_by_side import side_by_side
from app.domain.analysis.impact import Impact
from app.main import environment_settings, loaded_law
from app.service.comparing import Pin
from app.service.impact import Assessor, impact_json

_LINES: Final = 250
_SECONDS: Final = 2.0
Chunk = tuple[tuple[int, bytes], ...]


def impact(options: argparse.Namespace) -> int:
    """Print what one version would change for many deals, against another."""
    lines = numbered_lines_of(options.file, limit_bytes=environment_settings().body_limit_bytes)
    counted = _counted(options, iter(lambda: tuple(islice(lines, _LINES)), ()))
    found = impact_json(counted)
    print_answer(orjson.dumps(found) if options.json else impact_text(found))
    if counted.invalid:
        return BAD_INPUT
    return CHANGED if counted.changed else 0


def _counted(options: argparse.Namespace, chunks: Iterable[Chunk]) -> Impact:
    """Count everything, by one process or several; progress is said on standard error."""
    # Made here even where others do the work: a version that is not there shall be said before anything is read.
    assess = _assessor(options).assess
    total = Impact()
    began = said = time.monotonic()
    for part in (
        map(assess, chunks)
        if options.jobs <= 1
        else side_by_side(chunks, jobs=options.jobs, begin=partial(_begin, options))
    ):
        total.add(part)
        if time.monotonic() - said >= _SECONDS:
            said = time.monotonic()
            _say_progress(total, said - began)
    _say_progress(total, time.monotonic() - began)
    return total


def _say_progress(counted: Impact, seconds: float) -> None:
    done = counted.transactions + counted.invalid
    print(f"{done:,} transactions, {done / max(seconds, 0.001):,.0f} a second", file=sys.stderr)


def _begin(options: argparse.Namespace) -> Callable[[Chunk], Impact]:
    return _assessor(options).assess


def _assessor(options: argparse.Namespace) -> Assessor:
    settings = environment_settings()
    before, after = (Pin(name, options.rule_set, chosen) for name, chosen in (getattr(options, "from"), options.to))
    read = TransactionReader(limit_bytes=settings.body_limit_bytes).read
    return Assessor(loaded_law(settings, rules=options.rules)(), before=before, after=after, read=read)
