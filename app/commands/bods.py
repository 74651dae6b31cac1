"""``python -m app bods``: beneficial ownership statements to parties and interests, and back."""

import argparse
import sys
from pathlib import Path
from typing import Any


def add_bods(commands: Any) -> None:
    """The command line knows the command."""
    bods = commands.add_parser("bods", help="convert statements of the Beneficial Ownership Data Standard 0.4")
    directions = bods.add_subparsers(required=True, metavar="command")
    for name, told in (
        ("import", "print the parties and interests that statements tell of"),
        ("export", "print the statements on parties and interests"),
    ):
        command = directions.add_parser(name, help=told)
        command.add_argument("file", type=Path, metavar="FILE", help="JSON; `-` reads standard input")
        command.set_defaults(run=_converted, direction=name)


def _converted(options: argparse.Namespace) -> int:
    from app.api.wire.bods.desk import BodsDesk
    from app.main import environment_settings

    desk = BodsDesk(limit_bytes=environment_settings().body_limit_bytes)
    body = sys.stdin.buffer.read() if str(options.file) == "-" else options.file.read_bytes()
    answer = desk.read_in(body) if options.direction == "import" else desk.write_out(body)
    sys.stdout.buffer.write(answer + b"\n")
    return 0
