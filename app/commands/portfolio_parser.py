"""Declares the commands on portfolios, with one function for each."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from app.commands.arguments import add_command, add_folder, add_law, add_selection, day, number, version_with_variants

_SHORT: Final = "screen"
"""The command that is meant where none is named."""

_SCREEN_CODES: Final = """\
exit codes, the most serious of all deals:
  10 every deal has a determination, and none carries a duty or is open
  20 some are notifiable   40 some are undetermined   30 some are prohibited
  65 some lines got no determination, or there are none, whatever the others got
  2 usage   69 unavailable   70 internal error   130 interrupted: the same command goes on

IN and OUT by their names: .ndjson or .jsonl, also with .gz or .zst behind it, `-` for standard input and output,
.csv, .xlsx and .parquet; IN can be a folder with deals.csv, parties.csv, interests.csv and activities.csv.
"""

_DIFF_CODES: Final = """\
exit codes:
  0 nothing changed   10 something changed
  65 some lines cannot be read, or deals cannot be matched, whatever else changed
  2 usage   69 unavailable   70 internal error
"""

_WATCH_CODES: Final = """\
exit codes:
  0 nothing is touched   10 something is touched
  65 some answers cannot be read, or deals have no determination or stand more than once
  69 unavailable, or some events were not delivered: the same command sends them again under the same ids
  2 usage   70 internal error
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
    screen.add_argument("source", type=Path, metavar="IN", help="deals as lines or as tables")
    screen.add_argument("target", type=Path, metavar="OUT", help="an answer for each, in the same order")
    add_selection(screen)
    screen.add_argument("--explain", choices=("brief", "full"), default="brief")
    add_folder(screen, "--rules", help="use the law in this folder, and no database")
    jobs = "processes that work side by side; by default one for each processor"
    screen.add_argument("--jobs", type=number(1, 1_000), default=os.cpu_count() or 1, metavar="N", help=jobs)
    marked = "of a workbook as IN: the copy in which faulty cells are marked; by default OUT with `-errors`"
    screen.add_argument("--errors", type=Path, metavar="FILE", help=marked)
    again = "begin afresh, in the place of what stands in OUT and of an interrupted run"
    screen.add_argument("--overwrite", action="store_true", help=again)


def _add_diff(commands: Any) -> None:
    told = "say for each deal what changed from one result to another, or from one law to another"
    diff = add_command(commands, "diff", "rescreening.diff", told, epilog=_DIFF_CODES)
    old = "a result, as `screen` writes it; with --from and --to, the deals"
    diff.add_argument("old", type=Path, metavar="OLD", help=old)
    diff.add_argument("new", type=Path, metavar="NEW", nargs="?", help="a later result")
    for name in ("--from", "--to"):
        diff.add_argument(name, type=version_with_variants, metavar="NAME[+VARIANT:ALTERNATIVE]")
    summary = "write what was counted there, as JSON"
    diff.add_argument("--summary", type=Path, metavar="FILE", help=summary)
    add_law(diff, json="print a line of JSON for each deal, also on a terminal")


def _add_watch(commands: Any) -> None:
    told = "tell which deals are touched by new law, moved lists or a day that has come, as events"
    watch = add_command(commands, "watch", "watching.watch", told, epilog=_WATCH_CODES)
    watch.add_argument("deals", type=Path, metavar="DEALS", help="a transaction, or an envelope with one, on each line")
    watch.add_argument("--results", type=Path, required=True, metavar="OLD", help="their recorded answers")
    as_of = "the day on which to look; by default today (UTC)"
    watch.add_argument("--as-of", type=day, metavar="DAY", help=as_of)
    since = "the day of the recorded answers: days that passed before it are not told; by default all are"
    watch.add_argument("--since", type=day, metavar="DAY", help=since)
    ahead = "how many days before its last day a duty is told; by default on that day"
    watch.add_argument("--ahead", type=number(0, 3_660), default=0, metavar="DAYS", help=ahead)
    moved = "restricted lists moved on that day: tell which deals rest on how they stood before"
    watch.add_argument("--lists-changed", type=day, metavar="DAY", help=moved)
    sent = "send each event there, signed with SCREENING_WEBHOOK_SECRET"
    watch.add_argument("--webhook", metavar="URL", help=sent)
    add_folder(watch, "--rules", help="use the law in this folder, and no database")


def _add_template(commands: Any) -> None:
    told = "write a workbook to fill in, with a sheet that says how"
    template = add_command(commands, "template", "portfolio_template.template", told)
    template.add_argument("target", type=Path, metavar="OUT.xlsx")
    template.add_argument("--overwrite", action="store_true", help="replace a file that is there")


_COMMANDS: Final[dict[str, Callable[[Any], None]]] = {
    "screen": _add_screen,
    "diff": _add_diff,
    "watch": _add_watch,
    "template": _add_template,
}
"""What declares each command."""
