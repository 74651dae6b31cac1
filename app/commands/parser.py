"""Declares the command line: every command with its arguments and the function that runs it.

Functions are named as text, ``module.function`` in this package, so that asking for help imports none of the service.
"""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

_SCREEN_CODES: Final = """\
exit codes of `screen` and `ask`:
  0 not covered   10 excepted   20 notifiable   30 prohibited   40 undetermined
  2 usage         65 bad input  69 unavailable  70 internal error
"""
_IMPACT_CODES: Final = """\
exit codes: 0 nothing changes   10 something changes   65 some lines are no transactions, whatever else changes
"""
_TRANSACTION: Final = "a transaction as JSON, or as YAML if the name ends in .yaml or .yml"
_PINNED: Final = "NAME[+VARIANT:ALTERNATIVE]"


def command_line() -> ArgumentParser:
    """Build the parser; ``run`` in what it parses names the function."""
    parser = ArgumentParser(prog="python -m app", description="Outbound investment screening.")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_serve(commands)
    _add_screenings(commands)
    _add_rules(_group(commands, "rules", "check rule files, or load them into the database"))
    _add_drafts(_group(commands, "drafts", "write, check, review and publish versions"))
    _add_keys(_group(commands, "keys", "make, list and revoke API keys"))
    openapi = _command(commands, "openapi", "openapi.openapi", "print the OpenAPI document")
    _folder(openapi, "--rules", help="where the law of the examples lies")
    return parser


def _add_serve(commands: Any) -> None:
    serve = _command(commands, "serve", "serving.serve", "start the HTTP service")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_number(0, 65_535), default=8000, metavar="PORT")
    workers = "processes; each counts its own metrics"
    serve.add_argument("--workers", type=_number(1, 1_000), default=1, metavar="NUMBER", help=workers)
    serve.add_argument("--show-example", type=Path, metavar="FILE", help="screen this transaction once it is ready")


def _add_screenings(commands: Any) -> None:
    new = _command(commands, "new", "templates.new", "print a transaction to fill in, for one kind of deal")
    new.add_argument("kind", nargs="?", metavar="KIND", help="without it, the kinds are listed")
    new.add_argument("--json", action="store_true", help="JSON, in place of YAML that asks the questions")

    screen = _command(commands, "screen", "answers.screen", "screen one transaction", epilog=_SCREEN_CODES)
    _file(screen, _TRANSACTION)
    _about_selection(screen)
    formats = "by default text on a terminal, and JSON elsewhere"
    screen.add_argument("--format", choices=("text", "json", "html", "docx", "ics"), help=formats)
    screen.add_argument("--output", type=Path, metavar="FILE", help="write it there, and not to standard output")
    screen.add_argument("--explain", choices=("brief", "full"), default="brief", help="of JSON; a memo has both")
    screen.add_argument("--pretty", action="store_true", help="indent the JSON")
    _folder(screen, "--rules", help="use the law in this folder, and no database")

    told = "draft the content of the notifications that one transaction owes"
    draft = _command(commands, "draft", "notifications.draft", told)
    _file(draft, _TRANSACTION)
    _about_selection(draft)
    draft.add_argument("--format", choices=("json", "docx"), default="json")
    draft.add_argument("--output", type=Path, metavar="FILE", help="write it there, and not to standard output")
    draft.add_argument("--pretty", action="store_true", help="indent the JSON")
    _folder(draft, "--rules", help="use the law in this folder, and no database")

    told = "interview you on a transaction until the determination is definite"
    ask = _command(commands, "ask", "answers.ask", told, epilog=_SCREEN_CODES)
    ask.add_argument("file", type=_saved, metavar="FILE", help="as printed by `new`; it is saved after every answer")
    ask.add_argument("--output", type=Path, metavar="FILE", help="save there, and leave the other as it is")
    _folder(ask, "--rules", help="use the law in this folder, and no database")

    told = "say what to ask of whom: as text on a terminal, else as JSON"
    requests = _command(commands, "requests", "answers.requests", told)
    _file(requests, _TRANSACTION)
    _folder(requests, "--rules", help="use the law in this folder, and no database")

    compare = _command(commands, "compare", "answers.compare", "screen one transaction under several versions")
    _file(compare, _TRANSACTION)
    published = "by default all that are published"
    compare.add_argument("--versions", nargs="+", type=_version_with_variants, metavar=_PINNED, help=published)
    _about_law(compare)

    told = "say who holds how much of whom, by several methods"
    ownership = _command(commands, "ownership", "answers.ownership", told)
    _file(ownership, "a question as JSON, or as YAML by its name")
    ownership.add_argument("--json", action="store_true", help="print the answer of the API")
    _folder(ownership, "--rules", help="where the law lies that says who the persons are")

    bods = _group(commands, "bods", "convert statements of the Beneficial Ownership Data Standard 0.4")
    told = "print the parties and interests that statements tell of"
    import_statements = _command(bods, "import", "answers.import_statements", told)
    import_statements.add_argument("--as-of", type=_day, metavar="DAY", help="YYYY-MM-DD: the day of the deal")
    _file(import_statements, "JSON or JSON Lines")
    told = "print the statements on parties and interests"
    _file(_command(bods, "export", "answers.export_statements", told), "JSON, or YAML by its name")


def _add_rules(rules: Any) -> None:
    check = _command(rules, "check", "rules.check", "print every fault with its place")
    check.add_argument("--cases-only", action="store_true", help="leave out the analysis")
    load = _command(rules, "load", "rules.load", "store every version that is not stored yet")
    for command in (check, load):
        _folder(command, "folder", nargs="?", help="by default the one configured")

    _about_version(_command(rules, "history", "rules.history", "print everything that happened to a version"))
    withdraw = _command(rules, "withdraw", "rules.withdraw", "withdraw a version; nothing answers in its place")
    roll_back = _command(rules, "rollback", "rules.roll_back", "take the last publication back")
    for command in (withdraw, roll_back):
        _about_version(command)
        command.add_argument("--reason", required=True)

    diff = _command(rules, "diff", "rules.diff", "say in words what one version changes against another")
    diff.add_argument("before", metavar="VERSION")
    diff.add_argument("after", metavar="VERSION")
    _about_law(diff)

    counted = "count what one version would change for many deals"
    impact = _command(rules, "impact", "impact.impact", counted, epilog=_IMPACT_CODES)
    _file(impact, "a transaction on each line")
    for name in ("--from", "--to"):
        impact.add_argument(name, type=_version_with_variants, required=True, metavar=_PINNED)
    impact.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that work side by side")
    _about_law(impact, json="print the counts as JSON")


def _add_drafts(drafts: Any) -> None:
    _command(drafts, "list", "drafts.show_all", "show the drafts and how far each has come")
    put = _command(drafts, "put", "drafts.put", "save a version's folder with its golden cases as a draft")
    _folder(put, "folder")
    put.add_argument("--digest", help="of the draft that this one takes the place of")
    _about_version(_command(drafts, "show", "drafts.show", "print a draft with its golden cases"))
    delete = _command(drafts, "delete", "drafts.delete", "remove a draft; its log stays")
    _about_version(_command(drafts, "check", "drafts.check", "put a draft to the publishing gate"))
    review = _command(drafts, "review", "drafts.review", "put a review of a draft on record")
    publish = _command(drafts, "publish", "drafts.publish", "make a checked and reviewed draft a version")
    for command in (delete, review, publish):
        _about_version(command)
        command.add_argument("--digest", required=True, help="of the draft that you have seen")

    review.add_argument("--reviewer", required=True, metavar="NAME")
    review.add_argument("--capacity", required=True, help="as what the reviewer acts")
    review.add_argument("--authority", required=True, help="the text that the rules were compared with")
    review.add_argument("--date", required=True, type=_day, metavar="YYYY-MM-DD")
    review.add_argument("--next-review-date", required=True, type=_day, metavar="YYYY-MM-DD")
    publish.add_argument("--effective-from", type=_day, metavar="YYYY-MM-DD")
    publish.add_argument("--replaces", metavar="VERSION", help="the version of the same first day, if any")


def _add_keys(keys: Any) -> None:
    create = _command(keys, "create", "keys.create", "make a key; it is shown this once")
    create.add_argument("--owner", required=True, metavar="NAME", help="the person who stands in the log")
    scopes = ("draft", "review", "publish")
    create.add_argument("--scope", required=True, action="append", choices=scopes, help="may be given several times")
    _command(keys, "list", "keys.show_all", "show all keys, without what opens")
    revoke = _command(keys, "revoke", "keys.revoke", "make a key open nothing any more")
    revoke.add_argument("id", metavar="ID")


def _group(commands: Any, name: str, help_: str) -> Any:
    return commands.add_parser(name, help=help_).add_subparsers(required=True, metavar="command")


def _command(commands: Any, name: str, run: str, help_: str, *, epilog: str | None = None) -> ArgumentParser:
    command: ArgumentParser = commands.add_parser(
        name, help=help_, epilog=epilog, formatter_class=RawDescriptionHelpFormatter
    )
    command.set_defaults(run=run)
    return command


def _file(command: ArgumentParser, what: str) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=f"{what}; `-` reads standard input")


def _folder(command: ArgumentParser, name: str, **more: Any) -> None:
    command.add_argument(name, type=Path, metavar="DIR", **more)


def _about_selection(command: ArgumentParser) -> None:
    command.add_argument("--rule-set", metavar="NAME")
    law = command.add_mutually_exclusive_group()
    law.add_argument("--version", metavar="NAME", help="by default the law on the completion date")
    known = "the law on record at the end of that day (UTC)"
    law.add_argument("--as-known-on", type=_moment, metavar="DAY", help=known)
    choose = "choose one of the alternatives that a proposal leaves open; can be repeated"
    command.add_argument(
        "--variant", type=_variant, action="append", default=[], metavar="NAME:ALTERNATIVE", help=choose
    )


def _about_law(command: ArgumentParser, *, json: str = "print the answer of the API") -> None:
    command.add_argument("--rule-set", metavar="NAME")
    command.add_argument("--json", action="store_true", help=json)
    _folder(command, "--rules", help="use the law in this folder, and no database")


def _about_version(command: ArgumentParser) -> None:
    command.add_argument("rule_set", metavar="RULE_SET")
    command.add_argument("version", metavar="VERSION")


def _variant(text: str) -> tuple[str, str]:
    axis, colon, alternative = text.partition(":")
    if not (axis and colon and alternative):
        raise ArgumentTypeError("write a variant and its alternative as NAME:ALTERNATIVE")
    return axis, alternative


def _version_with_variants(text: str) -> tuple[str, dict[str, str]]:
    version, *chosen = text.split("+")
    return version, dict(map(_variant, chosen))


def _moment(text: str) -> datetime:
    from app.api.wire.scalars import moment_of

    try:
        return moment_of(text)
    except ValueError:
        raise ArgumentTypeError("give a day as YYYY-MM-DD, or a time as 2026-01-31T12:00:00Z") from None


def _day(text: str) -> date:
    from pydantic_core import PydanticCustomError

    from app.api.wire.scalars import day

    try:
        return day(text)
    except PydanticCustomError as error:
        raise ArgumentTypeError(error.message()) from None


def _saved(text: str) -> Path:
    if text == "-":
        raise ArgumentTypeError("standard input is for the answers: name a file")
    return Path(text)


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:10]) <= most):
            raise ArgumentTypeError(f"give a number from {least} to {most}")
        return int(text)

    return read
