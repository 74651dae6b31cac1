"""Runs ``portfolio screen``: answers every deal in a file, by several processes."""

import argparse
import gzip
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import zstandard

from app.api.batch.line_reader import LineOptions
from app.api.batch.line_screener import LineScreener
from app.commands.answers import chosen_variants
from app.commands.exit_codes import BAD_INPUT, INTERNAL, INTERRUPTED
from app.commands.portfolio_names import WORKBOOK, check_names, errors_file
from app.commands.portfolio_report import print_summary, progress
from app.commands.portfolio_source import LineSource, Source, SourceLine, form_of, is_lines
from app.commands.portfolio_tally import Tally
from app.commands.portfolio_work import PortfolioWork, Undertaking, WorkRefused, part_of
from app.commands.side_by_side import side_by_side
from app.domain.screening import ENGINE_VERSION, Explain
from app.main import environment_settings, line_screener, loaded_law
from app.tables.result_rows import result_row
from app.tables.table import InvalidTables

_LINES: Final = 250
_BYTES: Final = 4 * 1024 * 1024
_ALONE: Final = 3
"""So few parts are answered by this process, before others have begun."""

Part = tuple[SourceLine, ...]


class AnsweredPart(NamedTuple):
    """Holds the answers to some lines, each with its line end, and what is counted of them."""

    answers: bytes
    tally: Tally


def screen(options: argparse.Namespace) -> int:
    """Write an answer for each deal; the exit code is that of the most serious one."""
    settings = environment_settings()
    law = loaded_law(settings, rules=options.rules)
    law().select(options.rule_set, options.version, as_known_on=options.as_known_on)  # what is not there is said first
    screener = line_screener(law, settings)
    answer = partial(_answered, screener, line_options(options))
    snapshot = screener.law["law_snapshot"]
    begin = partial(_begin, options, snapshot)
    check_names(options)
    try:
        source = _source(options.source, screener, limit_bytes=settings.body_limit_bytes)
    except InvalidTables as refused:
        return _refused_tables(options, refused)
    if str(options.target) == "-":
        return _to_standard_output(options, source, answer, begin)
    undertaking = Undertaking(
        law={"snapshot": snapshot, "engine_version": ENGINE_VERSION},
        options=_stated(line_options(options)),
        input=source.identity(),
    )
    with PortfolioWork.opened(options.target, undertaking, overwrite=options.overwrite) as work:
        try:
            tally = _work(source, work, answer, begin, jobs=options.jobs)
        except KeyboardInterrupt:
            print(f"Interrupted. {_how_to_go_on(source, options.target)}", file=sys.stderr)
            return INTERRUPTED
        except BrokenProcessPool:
            told = "A process ended that nobody ended, as for want of memory."
            print(f"{told} {_how_to_go_on(source, options.target)}", file=sys.stderr)
            return INTERNAL
        if source.identity() != undertaking["input"]:
            raise WorkRefused(f"{options.source} changed while it was read: --overwrite begins afresh.")
        if tally.bad:
            _tell_faults(options, source, work.answers())
        work.finish(_made(work, source))
    print_summary(tally, sys.stdout)
    return tally.exit_code


def line_options(options: argparse.Namespace) -> LineOptions:
    """Return how every line is screened that does not say it itself."""
    return LineOptions(
        options.rule_set, options.version, options.as_known_on, chosen_variants(options), Explain(options.explain)
    )


def _source(file: Path, screener: LineScreener, *, limit_bytes: int) -> Source:
    if is_lines(form_of(file)):
        return LineSource(
            file, limit_bytes=limit_bytes, refuse=lambda number, error: screener.refusal(number, b"", error).body
        )
    from app.commands.portfolio_tables import TableSource, TransactionColumn  # noqa: PLC0415 (lines do without)

    return TableSource(file) if file.is_dir() or file.suffix.lower() == WORKBOOK else TransactionColumn(file)


def _refused_tables(options: argparse.Namespace, refused: InvalidTables) -> int:
    """Say why tables are no portfolio, and mark the places in a copy of a workbook."""
    from app.commands.portfolio_tables import say_faults, write_error_workbook  # noqa: PLC0415 (lines do without)

    say_faults(refused.faults)
    print("Nothing was screened: what these places say could not be told to belong to a deal.", file=sys.stderr)
    if options.source.suffix.lower() == WORKBOOK and options.source.is_file():
        write_error_workbook(options.source, errors_file(options), refused.faults)
    return BAD_INPUT


def _tell_faults(options: argparse.Namespace, source: Source, answers: Iterable[bytes]) -> None:
    """Say what is wrong with single cells, and mark them in a copy of a workbook."""
    from app.commands.portfolio_tables import TableSource, say_faults, write_error_workbook  # noqa: PLC0415 (as above)

    if isinstance(source, TableSource) and (faults := [*source.cell_faults(answers)]):
        say_faults(faults)
        if options.source.is_file():
            write_error_workbook(options.source, errors_file(options), faults)


def _stated(chosen: LineOptions) -> dict[str, Any]:
    known = chosen.as_known_on
    return {
        "rule_set": chosen.rule_set,
        "version": chosen.version,
        "as_known_on": known and known.isoformat(),
        "variants": chosen.variants,
        "explain": str(chosen.explain),
    }


def _to_standard_output(
    options: argparse.Namespace, source: Source, answer: Callable[[Part], AnsweredPart], begin: Any
) -> int:
    tally = Tally()
    problems: list[bytes] = []
    with progress(source.size) as advance:
        for made in _made_of(_parts(source.lines()), answer, begin, jobs=options.jobs):
            answers = source.placed(made.answers) if made.tally.bad else made.answers
            sys.stdout.buffer.write(answers)
            sys.stdout.buffer.flush()
            if made.tally.bad and not isinstance(source, LineSource):
                problems += answers.splitlines()
            tally.add(made.tally)
            advance(source.done(), tally.answers)
    _tell_faults(options, source, problems)
    print_summary(tally, sys.stderr)
    return tally.exit_code


def _work(
    source: Source, work: PortfolioWork, answer: Callable[[Part], AnsweredPart], begin: Any, *, jobs: int
) -> Tally:
    """Answer what is not answered yet, and count all answers."""
    tally = Tally()
    try:
        for each in work.answers():
            tally.count(each)
    except (ValueError, TypeError, KeyError):
        told = f"{part_of(work.target)} has a line that is no answer: --overwrite begins afresh."
        raise WorkRefused(told) from None
    if tally.answers:
        if not source.again:
            raise WorkRefused("Work on standard input cannot be resumed: --overwrite begins afresh.")
        print(f"{tally.answers:,} deals are answered already.", file=sys.stderr)
    with progress(source.size) as advance:
        left = islice(source.lines(), tally.answers, None)
        for made in _made_of(_parts(left), answer, begin, jobs=jobs):
            work.append(source.placed(made.answers) if made.tally.bad else made.answers)
            tally.add(made.tally)
            advance(source.done(), tally.answers)
    return tally


def _how_to_go_on(source: Source, target: Path) -> str:
    part = part_of(target)
    if not source.again:
        return f"What is answered stands in {part}; work on standard input cannot be resumed."
    return f"What is answered stands in {part}: the same command, without --overwrite, goes on."


def _made(work: PortfolioWork, source: Source) -> Path:
    """Make ``OUT`` of the answers, under another name."""
    part, form = part_of(work.target), form_of(work.target)
    if is_lines(form) and not form.coding:
        return part
    made = work.target.with_name(f"{work.target.name}.new")
    if not is_lines(form):
        from app.tables.result_files import RESULT_FILES  # noqa: PLC0415 (lines do without)

        numbered = zip(source.lines(), work.answers(), strict=True)
        RESULT_FILES[form.ending](made, (result_row(line.number, answer) for line, answer in numbered))
        return made
    with part.open("rb") as answers, made.open("wb") as raw:
        if form.coding == "gzip":
            with gzip.GzipFile("", "wb", 6, raw, mtime=0) as stream:
                shutil.copyfileobj(answers, stream)
        else:
            zstandard.ZstdCompressor(write_checksum=True).copy_stream(answers, raw)
    return made


def _parts(lines: Iterable[SourceLine]) -> Iterator[Part]:
    """Give a few lines at a time, by number and by length."""
    part: list[SourceLine] = []
    size = 0
    for each in lines:
        part.append(each)
        size += len(each.line)
        if len(part) >= _LINES or size >= _BYTES:
            yield tuple(part)
            part, size = [], 0
    if part:
        yield tuple(part)


def _made_of(
    parts: Iterator[Part], answer: Callable[[Part], AnsweredPart], begin: Any, *, jobs: int
) -> Iterator[AnsweredPart]:
    """Answer the parts in their order: a few by this process, many by several."""
    few = [*islice(parts, _ALONE)]
    if jobs == 1 or len(few) < _ALONE:
        return map(answer, chain(few, parts))
    return side_by_side(chain(few, parts), jobs=jobs, begin=begin)


def _begin(options: argparse.Namespace, snapshot: str) -> Callable[[Part], AnsweredPart]:
    """Make what answers in a process of several; raises ``WorkRefused`` if the law is another one by now."""
    settings = environment_settings()
    screener = line_screener(loaded_law(settings, rules=options.rules), settings)
    if screener.law["law_snapshot"] != snapshot:
        raise WorkRefused("The law changed while the work began: start it again.")
    return partial(_answered, screener, line_options(options))


def _answered(screener: LineScreener, chosen: LineOptions, part: Part) -> AnsweredPart:
    tally, answers = Tally(), []
    for each in part:
        body = each.answer or screener.answer(each.number, each.line, chosen).body
        tally.count(body)
        answers.append(body + b"\n")
    return AnsweredPart(b"".join(answers), tally)
