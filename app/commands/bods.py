"""``python -m app bods``: beneficial ownership statements to parties and interests, and back."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError


def add_bods(commands: Any) -> None:
    """The command line knows the command."""
    bods = commands.add_parser("bods", help="convert statements of the Beneficial Ownership Data Standard 0.4")
    directions = bods.add_subparsers(required=True, metavar="command")
    read_in = directions.add_parser("import", help="print the parties and interests that statements tell of")
    read_in.add_argument("--as-of", type=_day, metavar="DAY", help="YYYY-MM-DD: the day of the deal")
    read_in.add_argument("file", type=Path, metavar="FILE", help="JSON or JSON Lines; `-` reads standard input")
    read_in.set_defaults(run=_read_in)
    write_out = directions.add_parser("export", help="print the statements on parties and interests")
    write_out.add_argument("file", type=Path, metavar="FILE", help="JSON; `-` reads standard input")
    write_out.set_defaults(run=_write_out)


def _read_in(options: argparse.Namespace) -> int:
    return _print(_desk().read_in(_body(options.file), as_of=options.as_of))


def _write_out(options: argparse.Namespace) -> int:
    return _print(_desk().write_out(_body(options.file)))


def _day(text: str) -> date:
    from app.api.wire.days import day

    try:
        return day(text)
    except PydanticCustomError as error:
        raise argparse.ArgumentTypeError(error.message()) from None


def _desk() -> Any:
    from app.api.wire.bods.desk import BodsDesk
    from app.main import environment_settings

    return BodsDesk(limit_bytes=environment_settings().body_limit_bytes)


def _body(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


def _print(answer: bytes) -> int:
    sys.stdout.buffer.write(answer + b"\n")
    return 0
