"""``python -m app rules impact``: what a version would change for the deals in a file."""

import argparse
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from app.commands.comparing import version_with_variants

if TYPE_CHECKING:
    from app.domain.analysis.impact import Impact
    from app.service.impact import Assessor

CHANGED: Final = 10
INVALID: Final = 65
EXIT_CODES: Final = """\
exit codes: 0 nothing changes   10 something changes   65 some lines are no transactions, whatever else changes
"""
_LINES = 250
_SECONDS = 2.0
Chunk = tuple[tuple[int, bytes], ...]


def add_impact(rule_commands: Any) -> None:
    """The command line knows ``rules impact``."""
    impact = rule_commands.add_parser(
        "impact",
        help="count what one version would change for many deals",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    impact.add_argument("file", type=Path, metavar="FILE", help="a transaction on each line; `-` reads standard input")
    for name in ("--from", "--to"):
        impact.add_argument(
            name, dest=name[2:], type=version_with_variants, required=True, metavar="NAME[+VARIANT:ALTERNATIVE]"
        )
    impact.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that work side by side")
    impact.add_argument("--rule-set", metavar="NAME")
    impact.add_argument("--json", action="store_true", help="print the counts as JSON")
    impact.add_argument("--rules", type=Path, metavar="DIR", help="use the law in this folder, and no database")
    impact.set_defaults(run=_impact)


def _impact(options: argparse.Namespace) -> int:
    import orjson

    from app.commands.plain_text import impact_text
    from app.main import environment_settings
    from app.service.impact import impact_json

    with ExitStack() as stack:
        from_standard_input = str(options.file) == "-"
        stream = sys.stdin.buffer if from_standard_input else stack.enter_context(options.file.open("rb"))
        limit = environment_settings().body_limit_bytes
        counted = _counted(options, _chunks(_lines(stream, limit_bytes=limit)))
        told = impact_json(counted)
    if options.json:
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    else:
        print(impact_text(told))
    if counted.invalid:
        return INVALID
    return CHANGED if counted.changed else 0


def _counted(options: argparse.Namespace, chunks: Iterable[Chunk]) -> "Impact":
    """Everything counted, by one process or several; progress is said on standard error."""
    from app.domain.analysis.impact import Impact

    # Made here even where others do the work: a version that is not there shall be said before anything is read.
    assess = _assessor(options).assess
    total = Impact()
    told = _Progress()
    if options.jobs <= 1:
        for chunk in chunks:
            total.add(assess(chunk))
            told.at(total)
    else:
        for part in _side_by_side(options, chunks):
            total.add(part)
            told.at(total)
    told.end(total)
    return total


def _side_by_side(options: argparse.Namespace, chunks: Iterable[Chunk]) -> Iterator["Impact"]:
    """The parts in the order of the chunks; never more than a few are under way, so that memory stays flat."""
    # Each process begins afresh, so that none inherits threads or connections.
    context = get_context("spawn")
    with ProcessPoolExecutor(options.jobs, context, initializer=_begin, initargs=(options,)) as pool:
        waiting: deque[Future[Impact]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_work, chunk))
            if len(waiting) >= 3 * options.jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_at_work: list[Callable[[Iterable[tuple[int, bytes]]], "Impact"]] = []
"""What a process of several does with lines; set once when it begins."""


def _begin(options: argparse.Namespace) -> None:
    _at_work.append(_assessor(options).assess)


def _work(chunk: Chunk) -> "Impact":
    return _at_work[0](chunk)


def _assessor(options: argparse.Namespace) -> "Assessor":
    from app.api.wire.reader import TransactionReader
    from app.main import environment_settings, shelf_at_hand
    from app.service.comparing import Pin
    from app.service.impact import Assessor

    settings = environment_settings()
    before, after = (Pin(name, options.rule_set, chosen) for name, chosen in (getattr(options, "from"), options.to))
    read = TransactionReader(limit_bytes=settings.body_limit_bytes).read
    return Assessor(shelf_at_hand(settings, rules=options.rules), before=before, after=after, read=read)


def _lines(stream: BinaryIO, *, limit_bytes: int) -> Iterator[tuple[int, bytes]]:
    """The lines by number; of one that is too long, as much as shows that it is."""
    number = 0
    while line := stream.readline(limit_bytes + 1):
        number += 1
        yield number, line
        while line and not line.endswith(b"\n") and len(line) > limit_bytes:
            line = stream.readline(limit_bytes + 1)


def _chunks(lines: Iterator[tuple[int, bytes]]) -> Iterator[Chunk]:
    while chunk := tuple(islice(lines, _LINES)):
        yield chunk


class _Progress:
    """What has been done, said every few seconds."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()

    def at(self, impact: "Impact") -> None:
        if time.monotonic() - self._said >= _SECONDS:
            self._said = time.monotonic()
            self.end(impact)

    def end(self, impact: "Impact") -> None:
        done = impact.transactions + impact.invalid
        rate = done / max(time.monotonic() - self._began, 0.001)
        print(f"{done:,} transactions, {rate:,.0f} a second", file=sys.stderr)
