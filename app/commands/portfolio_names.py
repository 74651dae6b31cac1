"""Checks what the files of a portfolio are called, and what that says of their forms."""

import argparse
from pathlib import Path
from typing import Final

from app.commands.portfolio_source import form_of, is_lines
from app.commands.portfolio_work import WorkRefused

WORKBOOK: Final = ".xlsx"
_TABLES: Final = frozenset({WORKBOOK, ".csv", ".parquet"})
_NAMED: Final = ".ndjson or .jsonl, with .gz or .zst behind it or not, .csv, .xlsx or .parquet"


def check_names(options: argparse.Namespace) -> None:
    """Check that the names of all files say forms that are known; raises ``WorkRefused``."""
    source, target = form_of(options.source), form_of(options.target)
    if not (is_lines(source) or options.source.is_dir() or (source.ending in _TABLES and not source.coding)):
        raise _refused(options.source, f"{_NAMED}; or it is a folder with deals.csv, parties.csv and so on")
    if not (is_lines(target) or (target.ending in _TABLES and not target.coding)):
        raise _refused(options.target, _NAMED)
    if str(options.source) == "-" and not is_lines(target):
        raise WorkRefused("Answers to standard input are lines: name OUT .ndjson, or `-`.")
    if options.target.exists() and options.source.exists() and options.target.samefile(options.source):
        raise WorkRefused("OUT is IN: name another file for the answers.")
    if options.errors is not None and source.ending != WORKBOOK:
        raise WorkRefused("--errors is for a workbook: in no other file can cells be marked.")
    if options.errors is not None and options.errors.exists() and not options.overwrite:
        raise WorkRefused(f"{options.errors} is there already: --overwrite replaces it.")
    if errors_file(options) in {options.source, options.target}:
        raise WorkRefused("--errors names a file of its own.")


def errors_file(options: argparse.Namespace) -> Path:
    """Name the copy of a workbook in which faults are marked."""
    named: Path | None = options.errors
    target = options.source if str(options.target) == "-" else options.target
    return named or target.with_name(f"{target.name.partition('.')[0]}-errors{WORKBOOK}")


def _refused(file: Path, known: str) -> WorkRefused:
    return WorkRefused(f"{file}: its name has to end in {known}.")
