"""Declares the commands on portfolios, with one function for each."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from app.commands.arguments import add_command, add_folder, add_selection, number

_SHORT: Final = "screen"
"""The command that is meant where none is named."""

_SCREEN_CODES: Final = """\
exit codes, the most serious of all deals:
  0 every deal has a determination, and none carries a duty or is open
  20 some are notifiable   40 some are undetermined   30 some are prohibited
  65 some lines got no determination, or there are none, whatever the others got
  2 usage   69 unavailable   70 internal error   130 interrupted: the same command goes on

IN and OUT by their names: .ndjson or .jsonl, also with .gz or .zst behind it, and `-` for standard input and output.
"""


def add_portfolio(commands: Any) -> None:
    """Declare every command on portfolios."""
    for add in _COMMANDS.values():
        add(commands)


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``portfolio IN OUT`` written out as ``portfolio screen IN OUT``.

    A file that has the name of a command is written with its folder, as in ``./screen``.
    """
    match arguments:
        case ["portfolio", first, *_] if first not in {*_COMMANDS, "-h", "--help"}:
            return ["portfolio", _SHORT, *arguments[1:]]
        case _:
            return [*arguments]


def _add_screen(commands: Any) -> None:
    told = "screen every deal in a file, with all processors; goes on where it was interrupted"
    screen = add_command(commands, "screen", "portfolio.screen", told, epilog=_SCREEN_CODES)
    screen.add_argument("source", type=Path, metavar="IN", help="a transaction, or an envelope with one, on each line")
    screen.add_argument("target", type=Path, metavar="OUT", help="an answer on each line, in the same order")
    add_selection(screen)
    screen.add_argument("--explain", choices=("brief", "full"), default="brief")
    add_folder(screen, "--rules", help="use the law in this folder, and no database")
    jobs = "processes that work side by side; by default one for each processor"
    screen.add_argument("--jobs", type=number(1, 1_000), default=os.cpu_count() or 1, metavar="N", help=jobs)
    again = "begin afresh, in the place of what stands in OUT and of an interrupted run"
    screen.add_argument("--overwrite", action="store_true", help=again)


_COMMANDS: Final[dict[str, Callable[[Any], None]]] = {
    "screen": _add_screen,
}
"""What declares each command."""
