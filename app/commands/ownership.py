"""``python -m app ownership``: who holds how much of whom, by several methods side by side."""

import argparse
import sys
from pathlib import Path
from typing import Any


def add_ownership(commands: Any) -> None:
    """The command line knows the command."""
    command = commands.add_parser("ownership", help="say who holds how much of whom, by several methods")
    command.add_argument("file", type=Path, metavar="FILE", help="a question as JSON; `-` reads standard input")
    command.add_argument("--json", action="store_true", help="print the answer of the API")
    command.add_argument("--rules", type=Path, metavar="DIR", help="where the law lies that says who the persons are")
    command.set_defaults(run=_ownership)


def _ownership(options: argparse.Namespace) -> int:
    import orjson

    from app.commands.plain_text import ownership_text
    from app.main import environment_settings, ownership_desk, shelf_at_hand
    from app.service.law_when_needed import LawWhenNeeded

    settings = environment_settings()
    body = sys.stdin.buffer.read() if str(options.file) == "-" else options.file.read_bytes()
    law = LawWhenNeeded(lambda: shelf_at_hand(settings, rules=options.rules or settings.rules_dir))
    answer = ownership_desk(law, settings).answer(body)
    if options.json:
        sys.stdout.buffer.write(answer + b"\n")
    else:
        print(ownership_text(orjson.loads(answer)))
    return 0
