"""``python -m app bods``: beneficial ownership statements to parties and interests, and back."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError


def add_bods(commands: Any) -> None:
    """Adds the command to the command line."""
    bods = commands.add_parser("bods", help="convert statements of the Beneficial Ownership Data Standard 0.4")
    directions = bods.add_subparsers(required=True, metavar="command")
    importing = directions.add_parser("import", help="print the parties and interests that statements tell of")
    importing.add_argument("--as-of", type=_day, metavar="DAY", help="YYYY-MM-DD: the day of the deal")
    importing.add_argument("file", type=Path, metavar="FILE", help="JSON or JSON Lines; `-` reads standard input")
    importing.set_defaults(run=_import)
    exporting = directions.add_parser("export", help="print the statements on parties and interests")
    exporting.add_argument("file", type=Path, metavar="FILE", help="JSON; `-` reads standard input")
    exporting.set_defaults(run=_export)


def _import(options: argparse.Namespace) -> int:
    return _print(_converter().import_statements(_body(options.file), as_of=options.as_of))


def _export(options: argparse.Namespace) -> int:
    return _print(_converter().export_statements(_body(options.file)))


def _day(text: str) -> date:
    from app.api.wire.days import day

    try:
        return day(text)
    except PydanticCustomError as error:
        raise argparse.ArgumentTypeError(error.message()) from None


def _converter() -> Any:
    from app.main import bods_converter, environment_settings

    return bods_converter(environment_settings())


def _body(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


def _print(answer: bytes) -> int:
    sys.stdout.buffer.write(answer + b"\n")
    return 0
