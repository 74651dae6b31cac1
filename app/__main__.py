"""The command line: ``python -m app``. Every command imports what it needs, so that asking for help is quick."""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.commands.bods import add_bods
from app.commands.comparing import add_compare, add_diff, variant
from app.commands.drafts import add_drafts
from app.commands.impact import add_impact
from app.commands.keys import add_keys
from app.commands.openapi import add_openapi
from app.commands.ownership import add_ownership
from app.commands.standing import add_standing
from app.domain.errors import (
    BodyTooLarge,
    InvalidRuleSet,
    InvalidTransaction,
    InvalidVariants,
    MalformedBody,
    Problem,
    RuleSetNotFound,
    ScreeningError,
    StorageUnavailable,
    VersionConflict,
    VersionNotFound,
)
from app.service.access import NotAllowed, NotAuthenticated
from app.service.keys import KeyNotFound, UnfitKey
from app.service.refusals import (
    DraftNotFound,
    PreconditionFailed,
    PreconditionMissing,
    RefusedByGate,
    SecondPersonNeeded,
    WrongStanding,
)
from app.settings import SettingError

DETERMINATIONS: Final = {"not_covered": 0, "excepted": 10, "notifiable": 20, "prohibited": 30, "undetermined": 40}
USAGE: Final = 2
BAD_INPUT: Final = 65
REFUSED: Final = 65
UNAVAILABLE: Final = 69
INTERNAL: Final = 70
DENIED: Final = 77
INTERRUPTED: Final = 130

SERVER: Final[dict[str, Any]] = {
    "http": "httptools",
    "ws": "none",
    "access_log": False,
    "server_header": False,
    "limit_concurrency": 1000,
    "timeout_keep_alive": 75,
    "timeout_graceful_shutdown": 8,
}
"""The server's bounds: how many connections are open at once, how long one without a request stays open, and how long
answers that are under way may take once the service is told to stop. The head of a request is bounded by the proxy."""

_FAILURES: Final[dict[type[ScreeningError], int]] = {
    MalformedBody: BAD_INPUT,
    BodyTooLarge: BAD_INPUT,
    InvalidTransaction: BAD_INPUT,
    InvalidVariants: USAGE,
    InvalidRuleSet: BAD_INPUT,
    VersionConflict: BAD_INPUT,
    RuleSetNotFound: USAGE,
    VersionNotFound: USAGE,
    DraftNotFound: USAGE,
    KeyNotFound: USAGE,
    UnfitKey: USAGE,
    WrongStanding: REFUSED,
    PreconditionFailed: REFUSED,
    PreconditionMissing: REFUSED,
    RefusedByGate: REFUSED,
    NotAuthenticated: DENIED,
    NotAllowed: DENIED,
    SecondPersonNeeded: DENIED,
    StorageUnavailable: UNAVAILABLE,
}

_EXIT_CODES = """\
exit codes of `screen`:
  0 not covered   10 excepted   20 notifiable   30 prohibited   40 undetermined
  2 usage         65 bad input  69 unavailable  70 internal error
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code after doing what the arguments say. What goes wrong is said on standard error."""
    if sys.stdout is None:
        print("Standard output is closed, and answers go there.", file=sys.stderr)
        return USAGE
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except ScreeningError as error:
        print(_told(error), file=sys.stderr)
        return next((_FAILURES[known] for known in type(error).__mro__ if known in _FAILURES), INTERNAL)
    except (SettingError, OSError) as error:
        print(error, file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 (whatever it is, the exit code says that it is no determination)
        traceback.print_exc()
        return INTERNAL


def _told(error: ScreeningError) -> str:
    if isinstance(error, InvalidTransaction | InvalidVariants):
        return "\n".join(f"{problem.pointer or '/'}: {problem.detail}" for problem in error.problems)
    if isinstance(error, NotAuthenticated):
        return "Set SCREENING_API_KEY to a key that is open; `python -m app keys create` makes one."
    if isinstance(error, StorageUnavailable):
        return f"{error} A new database is filled with `python -m app rules load`."
    if isinstance(error, RefusedByGate):
        return "\n".join([str(error), *(f"{each.rule}: {each.sentence}" for each in error.findings)])
    return str(error)


def _serve(options: argparse.Namespace) -> int:
    import uvicorn

    from app.main import create_app, environment_settings, load_rules

    settings = environment_settings()
    # What would stop the service is said here in one line; once it starts it would come as a traceback.
    load_rules(settings)
    if options.show_example is not None:
        from app.commands.example import show_when_ready

        show_when_ready(options.show_example.read_bytes(), host=options.host, port=options.port)
    server = {**SERVER, "host": options.host, "port": options.port}
    if options.workers > 1:
        uvicorn.run("app.main:create_app", factory=True, workers=options.workers, **server)
    else:
        uvicorn.run(create_app(settings), **server)
    return 0


def _screen(options: argparse.Namespace) -> int:
    import orjson

    from app.domain.screening import Explain
    from app.main import environment_settings, folder_screener, stored_screener

    settings = environment_settings()
    body = sys.stdin.buffer.read() if str(options.file) == "-" else options.file.read_bytes()
    screener = folder_screener(options.rules, settings) if options.rules else stored_screener(settings)
    explain = Explain(options.explain)
    variants = dict(options.variant)
    if len(variants) < len(options.variant):
        raise InvalidVariants([Problem("/variant", "Two alternatives of the same variant are chosen.", "repeated")])
    given = screener.screen(
        body,
        rule_set=options.rule_set,
        version=options.version,
        as_known_on=options.as_known_on,
        explain=explain,
        variants=variants,
    )
    answer = orjson.dumps(orjson.loads(given.body), option=orjson.OPT_INDENT_2) if options.pretty else given.body
    sys.stdout.buffer.write(answer + b"\n")
    return DETERMINATIONS[given.determination]


def _check_rules(options: argparse.Namespace) -> int:
    import orjson

    from app.main import analysed, check_golden_cases, check_rules, environment_settings
    from app.service.gate import passes

    folder = options.folder or environment_settings().rules_dir
    versions = check_rules(folder)
    for version in versions:
        print(f"{version.rule_set} {version.version}: no faults ({version.digest})")
    if not versions:
        print("There is no rule set in this folder.", file=sys.stderr)
    reports = check_golden_cases(folder)
    sound = bool(versions)
    for report in reports:
        print(report)
        found = () if options.cases_only else analysed(report.rule_set, report.witnesses, report.coverage)
        findings = tuple(found)
        for finding in findings:
            named = f"{report.version.rule_set} {report.version.version}"
            print(f"{named}: {finding.level}: {finding.rule}: {finding.sentence}")
            if finding.counterexample is not None:
                print(f"  shown by {orjson.dumps(finding.counterexample).decode()}")
        sound = sound and report.passed and passes(findings)
    return 0 if sound else BAD_INPUT


def _load_rules(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from app.main import environment_settings, load_rules

    settings = environment_settings()
    for version in load_rules(replace(settings, rules_dir=options.folder or settings.rules_dir)).versions:
        print(f"{version.rule_set} {version.version}: {version.addition.value} ({version.digest})")
    return 0


def _moment(text: str) -> datetime:
    from app.api.parameters import moment_of

    try:
        return moment_of(text)
    except ValueError:
        raise argparse.ArgumentTypeError("give a day as YYYY-MM-DD, or a time as 2026-01-31T12:00:00Z") from None


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:10]) <= most):
            raise argparse.ArgumentTypeError(f"give a number from {least} to {most}")
        return int(text)

    return read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="Outbound investment screening.")
    commands = parser.add_subparsers(required=True, metavar="command")

    serve = commands.add_parser("serve", help="start the HTTP service")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_number(0, 65_535), default=8000, metavar="PORT")
    serve.add_argument(
        "--workers", type=_number(1, 1_000), default=1, metavar="NUMBER", help="processes; each counts its own metrics"
    )
    serve.add_argument("--show-example", type=Path, metavar="FILE", help="screen this transaction once it is ready")
    serve.set_defaults(run=_serve)

    screen = commands.add_parser(
        "screen",
        help="screen one transaction",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    screen.add_argument("file", type=Path, metavar="FILE", help="a transaction as JSON; `-` reads standard input")
    screen.add_argument("--rule-set", metavar="NAME")
    law = screen.add_mutually_exclusive_group()
    law.add_argument("--version", metavar="NAME", help="by default the law on the completion date")
    law.add_argument(
        "--as-known-on", type=_moment, metavar="DAY", help="the law on record at the end of that day (UTC)"
    )
    screen.add_argument(
        "--variant",
        type=variant,
        action="append",
        default=[],
        metavar="NAME:ALTERNATIVE",
        help="choose one of the alternatives that a proposal leaves open; can be repeated",
    )
    screen.add_argument("--explain", choices=("brief", "full"), default="brief")
    screen.add_argument("--pretty", action="store_true", help="indent the answer")
    screen.add_argument("--rules", type=Path, metavar="DIR", help="use the law in this folder, and no database")
    screen.set_defaults(run=_screen)

    add_compare(commands)
    add_ownership(commands)
    add_bods(commands)
    rules = commands.add_parser("rules", help="check rule files, or load them into the database")
    rule_commands = rules.add_subparsers(required=True, metavar="command")
    for name, run, what in (
        ("check", _check_rules, "print every fault with its place"),
        ("load", _load_rules, "store every version that is not stored yet"),
    ):
        command = rule_commands.add_parser(name, help=what)
        command.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="by default the one configured")
        if name == "check":
            command.add_argument("--cases-only", action="store_true", help="leave out the analysis")
        command.set_defaults(run=run)

    add_standing(rule_commands)
    add_diff(rule_commands)
    add_impact(rule_commands)
    add_drafts(commands)
    add_keys(commands)

    add_openapi(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
