"""Runs ``portfolio screen``: answers every deal in a file, by several processes."""

import argparse
import gzip
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import zstandard

from app.api.batch.line_reader import LineOptions
from app.api.batch.line_screener import LineScreener
from app.commands.answers import chosen_variants
from app.commands.exit_codes import INTERRUPTED
from app.commands.portfolio_report import print_summary, progress
from app.commands.portfolio_source import Form, LineSource, Source, SourceLine, form_of, is_lines, refused_form
from app.commands.portfolio_tally import Tally
from app.commands.portfolio_work import PortfolioWork, Undertaking, WorkRefused, part_of
from app.commands.side_by_side import side_by_side
from app.domain.screening import ENGINE_VERSION, Explain
from app.main import environment_settings, line_screener, loaded_law

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
    source = _source(options.source, screener, limit_bytes=settings.body_limit_bytes)
    answer = partial(_answered, screener, line_options(options))
    snapshot = screener.law["law_snapshot"]
    begin = partial(_begin, options, snapshot)
    if str(options.target) == "-":
        return _to_standard_output(source, answer, begin, jobs=options.jobs)
    form = form_of(options.target)
    if not is_lines(form):
        raise refused_form(options.target, ".ndjson or .jsonl, with .gz or .zst behind it or not")
    undertaking = Undertaking(
        law={"snapshot": snapshot, "engine_version": ENGINE_VERSION},
        options=_stated(line_options(options)),
        input=source.identity(),
    )
    with PortfolioWork.opened(options.target, undertaking, overwrite=options.overwrite) as work:
        try:
            tally = _work(source, work, answer, begin, jobs=options.jobs)
        except KeyboardInterrupt:
            print(_how_to_go_on(source, options.target), file=sys.stderr)
            return INTERRUPTED
        if source.identity() != undertaking["input"]:
            raise WorkRefused(f"{options.source} changed while it was read: --overwrite begins afresh.")
        work.finish(_made(work, form))
    print_summary(tally, sys.stdout)
    return tally.exit_code


def line_options(options: argparse.Namespace) -> LineOptions:
    """Return how every line is screened that does not say it itself."""
    return LineOptions(
        options.rule_set, options.version, options.as_known_on, chosen_variants(options), Explain(options.explain)
    )


def _source(file: Path, screener: LineScreener, *, limit_bytes: int) -> Source:
    if not is_lines(form_of(file)):
        raise refused_form(file, ".ndjson or .jsonl, with .gz or .zst behind it or not")
    return LineSource(
        file, limit_bytes=limit_bytes, refuse=lambda number, error: screener.refusal(number, b"", error).body
    )


def _stated(chosen: LineOptions) -> dict[str, Any]:
    known = chosen.as_known_on
    return {
        "rule_set": chosen.rule_set,
        "version": chosen.version,
        "as_known_on": known and known.isoformat(),
        "variants": chosen.variants,
        "explain": str(chosen.explain),
    }


def _to_standard_output(source: Source, answer: Callable[[Part], AnsweredPart], begin: Any, *, jobs: int) -> int:
    tally = Tally()
    with progress(source.size) as advance:
        for made in _made_of(_parts(source.lines()), answer, begin, jobs=jobs):
            sys.stdout.buffer.write(made.answers)
            sys.stdout.buffer.flush()
            tally.add(made.tally)
            advance(source.done(), tally.answers)
    print_summary(tally, sys.stderr)
    return tally.exit_code


def _work(
    source: Source, work: PortfolioWork, answer: Callable[[Part], AnsweredPart], begin: Any, *, jobs: int
) -> Tally:
    """Answer what is not answered yet, and count all answers."""
    tally = Tally()
    for each in work.answers():
        tally.count(each)
    if tally.answers:
        if source.size is None:
            raise WorkRefused("Standard input cannot be gone on with: --overwrite begins afresh.")
        print(f"{tally.answers:,} deals are answered already.", file=sys.stderr)
    with progress(source.size) as advance:
        left = islice(source.lines(), tally.answers, None)
        for made in _made_of(_parts(left), answer, begin, jobs=jobs):
            work.append(made.answers)
            tally.add(made.tally)
            advance(source.done(), tally.answers)
    return tally


def _how_to_go_on(source: Source, target: Path) -> str:
    if source.size is None:
        return (
            f"Interrupted. What is answered so far stands in {part_of(target)}; standard input cannot be gone on with."
        )
    return f"Interrupted. What is answered stands in {part_of(target)}: the same command, without --overwrite, goes on."


def _made(work: PortfolioWork, form: Form) -> Path:
    """Make ``OUT`` of the answers, under another name."""
    part = part_of(work.target)
    if not form.coding:
        return part
    made = work.target.with_name(f"{work.target.name}.new")
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
