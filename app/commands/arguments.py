"""Declares arguments that several commands take, and reads them.

What needs more than the standard library is imported when it is needed, so that asking for help is quick.
"""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any


def add_group(commands: Any, name: str, help_: str) -> Any:
    """Declare a command that has commands of its own, and return where they are declared."""
    return commands.add_parser(name, help=help_).add_subparsers(required=True, metavar="command")


def add_command(commands: Any, name: str, run: str, help_: str, *, epilog: str | None = None) -> ArgumentParser:
    """Declare a command; ``run`` names its function as ``module.function`` in this package."""
    command: ArgumentParser = commands.add_parser(
        name, help=help_, epilog=epilog, formatter_class=RawDescriptionHelpFormatter
    )
    command.set_defaults(run=run)
    return command


def add_file(command: ArgumentParser, what: str) -> None:
    """Take a file to read."""
    command.add_argument("file", type=Path, metavar="FILE", help=f"{what}; `-` reads standard input")


def add_folder(command: ArgumentParser, name: str, **more: Any) -> None:
    """Take a folder."""
    command.add_argument(name, type=Path, metavar="DIR", **more)


def add_selection(command: ArgumentParser) -> None:
    """Take what a screening can be told of the law: its options are those of the interface."""
    command.add_argument("--rule-set", metavar="NAME")
    law = command.add_mutually_exclusive_group()
    law.add_argument("--version", metavar="NAME", help="by default the law on the completion date")
    known = "the law on record at the end of that day (UTC)"
    law.add_argument("--as-known-on", type=moment, metavar="DAY", help=known)
    choose = "choose one of the alternatives that a proposal leaves open; can be repeated"
    command.add_argument(
        "--variant", type=variant, action="append", default=[], metavar="NAME:ALTERNATIVE", help=choose
    )


def add_law(command: ArgumentParser, *, json: str = "print the answer of the API") -> None:
    """Take a rule set, and a folder in the place of the database."""
    command.add_argument("--rule-set", metavar="NAME")
    command.add_argument("--json", action="store_true", help=json)
    add_folder(command, "--rules", help="use the law in this folder, and no database")


def add_named_version(command: ArgumentParser) -> None:
    """Take a version by its name."""
    command.add_argument("rule_set", metavar="RULE_SET")
    command.add_argument("version", metavar="VERSION")


def variant(text: str) -> tuple[str, str]:
    """Read the alternative of a variant; raises ``ArgumentTypeError``."""
    axis, colon, alternative = text.partition(":")
    if not (axis and colon and alternative):
        raise ArgumentTypeError("write a variant and its alternative as NAME:ALTERNATIVE")
    return axis, alternative


def version_with_variants(text: str) -> tuple[str, dict[str, str]]:
    """Read a version with the alternatives chosen under it; raises ``ArgumentTypeError``."""
    version, *chosen = text.split("+")
    return version, dict(map(variant, chosen))


def moment(text: str) -> datetime:
    """Read a day or a time; raises ``ArgumentTypeError``."""
    from app.api.wire.scalars import moment_of

    try:
        return moment_of(text)
    except ValueError:
        raise ArgumentTypeError("give a day as YYYY-MM-DD, or a time as 2026-01-31T12:00:00Z") from None


def day(text: str) -> date:
    """Read a day; raises ``ArgumentTypeError``."""
    from pydantic_core import PydanticCustomError

    from app.api.wire.scalars import day as day_written

    try:
        return day_written(text)
    except PydanticCustomError as error:
        raise ArgumentTypeError(error.message()) from None


def saved(text: str) -> Path:
    """Read the name of a file that is changed; raises ``ArgumentTypeError``."""
    if text == "-":
        raise ArgumentTypeError("standard input is for the answers: name a file")
    return Path(text)


def number(least: int, most: int) -> Callable[[str], int]:
    """Make the function that reads a whole number within bounds."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:10]) <= most):
            raise ArgumentTypeError(f"give a number from {least} to {most}")
        return int(text)

    return read
