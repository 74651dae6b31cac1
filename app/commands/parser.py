"""Declares the command line: every command with its arguments and the function that runs it.

Functions are named as text, ``module.function`` in this package, so that asking for help imports none of the service.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from app.commands.arguments import (
    add_command,
    add_file,
    add_folder,
    add_group,
    add_law,
    add_named_version,
    add_selection,
    day,
    number,
    saved,
    version_with_variants,
)
from app.commands.portfolio_parser import add_portfolio, spelled_out

_SCREEN_CODES: Final = """\
exit codes of `screen` and `ask`:
  10 not covered   11 excepted   20 notifiable   30 prohibited   40 undetermined
  2 usage   65 bad input   69 unavailable   70 internal error
0 is no determination: it is the code of --help, and of the last program in a pipe.
"""
_IMPACT_CODES: Final = """\
exit codes: 0 nothing changes   10 something changes   65 some lines are no transactions, whatever else changes
"""
_TRANSACTION: Final = "a transaction as JSON, or as YAML if the name ends in .yaml or .yml"
_PINNED: Final = "NAME[+VARIANT:ALTERNATIVE]"


class CommandLine(ArgumentParser):
    """Parses the arguments of a command, short forms included."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments as :class:`ArgumentParser` does, after short forms are written out."""
        return super().parse_known_args(spelled_out(sys.argv[1:] if args is None else args), namespace)


def command_line() -> ArgumentParser:
    """Build the parser; ``run`` in what it parses names the function."""
    parser = CommandLine(prog="python -m app", description="Outbound investment screening.")
    commands = parser.add_subparsers(required=True, metavar="command", parser_class=ArgumentParser)
    _add_serve(commands)
    _add_screenings(commands)
    add_portfolio(add_group(commands, "portfolio", "screen the deals in a file, and work with many answers"))
    _add_rules(add_group(commands, "rules", "check rule files, or load them into the database"))
    _add_drafts(add_group(commands, "drafts", "write, check, review and publish versions"))
    _add_keys(add_group(commands, "keys", "make, list, replace and revoke API keys"))
    _add_signatures(commands)
    _add_records(add_group(commands, "records", "read, verify, export and keep the record of what was decided"))
    openapi = add_command(commands, "openapi", "openapi.openapi", "print the OpenAPI document")
    add_folder(openapi, "--rules", help="where the law of the examples lies")
    return parser


def _add_serve(commands: Any) -> None:
    serve = add_command(commands, "serve", "serving.serve", "start the HTTP service")
    serve.add_argument("--host", help="by default as set, or 127.0.0.1")
    serve.add_argument("--port", type=number(0, 65_535), metavar="PORT", help="by default as set, or 8000")
    workers = "processes; by default as set, or 1"
    serve.add_argument("--workers", type=number(1, 1_000), metavar="NUMBER", help=workers)
    serve.add_argument("--show-example", type=Path, metavar="FILE", help="screen this transaction once it is ready")


def _add_screenings(commands: Any) -> None:
    new = add_command(commands, "new", "templates.new", "print a transaction to fill in, for one kind of deal")
    new.add_argument("kind", nargs="?", metavar="KIND", help="without it, the kinds are listed")
    new.add_argument("--json", action="store_true", help="JSON, in place of YAML that asks the questions")

    screen = add_command(commands, "screen", "answers.screen", "screen one transaction", epilog=_SCREEN_CODES)
    add_file(screen, _TRANSACTION)
    add_selection(screen)
    formats = "by default text on a terminal, and JSON elsewhere"
    screen.add_argument("--format", choices=("text", "json", "html", "docx", "ics"), help=formats)
    screen.add_argument("--output", type=Path, metavar="FILE", help="write it there, and not to standard output")
    screen.add_argument("--explain", choices=("brief", "full"), default="brief", help="of JSON; a memo has both")
    screen.add_argument("--pretty", action="store_true", help="indent the JSON")
    screen.add_argument("--sign", action="store_true", help="also write a signature, to FILE.jws; needs --output")
    add_folder(screen, "--rules", help="use the law in this folder, and no database")

    told = "draft the content of the notifications that one transaction owes"
    draft = add_command(commands, "draft", "notifications.draft", told)
    add_file(draft, _TRANSACTION)
    add_selection(draft)
    draft.add_argument("--format", choices=("json", "docx"), default="json")
    draft.add_argument("--output", type=Path, metavar="FILE", help="write it there, and not to standard output")
    draft.add_argument("--pretty", action="store_true", help="indent the JSON")
    add_folder(draft, "--rules", help="use the law in this folder, and no database")

    told = "interview you on a transaction until the determination is definite"
    ask = add_command(commands, "ask", "answers.ask", told, epilog=_SCREEN_CODES)
    ask.add_argument("file", type=saved, metavar="FILE", help="as printed by `new`; it is saved after every answer")
    ask.add_argument("--output", type=Path, metavar="FILE", help="save there, and leave the other as it is")
    add_folder(ask, "--rules", help="use the law in this folder, and no database")

    told = "say what to ask of whom: as text on a terminal, else as JSON"
    requests = add_command(commands, "requests", "answers.requests", told)
    add_file(requests, _TRANSACTION)
    add_folder(requests, "--rules", help="use the law in this folder, and no database")

    compare = add_command(commands, "compare", "answers.compare", "screen one transaction under several versions")
    add_file(compare, _TRANSACTION)
    published = "by default all that are published"
    compare.add_argument("--versions", nargs="+", type=version_with_variants, metavar=_PINNED, help=published)
    add_law(compare)

    told = "say who holds how much of whom, by several methods"
    ownership = add_command(commands, "ownership", "answers.ownership", told)
    add_file(ownership, "a question as JSON, or as YAML by its name")
    ownership.add_argument("--json", action="store_true", help="print the answer of the API")
    add_folder(ownership, "--rules", help="where the law lies that says who the persons are")

    bods = add_group(commands, "bods", "convert statements of the Beneficial Ownership Data Standard 0.4")
    told = "print the parties and interests that statements tell of"
    import_statements = add_command(bods, "import", "answers.import_statements", told)
    import_statements.add_argument("--as-of", type=day, metavar="DAY", help="YYYY-MM-DD: the day of the deal")
    add_file(import_statements, "JSON or JSON Lines")
    told = "print the statements on parties and interests"
    add_file(add_command(bods, "export", "answers.export_statements", told), "JSON, or YAML by its name")


def _add_rules(rules: Any) -> None:
    check = add_command(rules, "check", "rules.check", "print every fault with its place")
    check.add_argument("--cases-only", action="store_true", help="leave out the analysis")
    recorded = "if all is sound, record the texts as checked, and what each supersedes"
    check.add_argument("--record", action="store_true", help=recorded)
    load = add_command(rules, "load", "rules.load", "store every text that is not stored yet")
    for command in (check, load):
        add_folder(command, "folder", nargs="?", help="by default the one configured")

    add_named_version(add_command(rules, "history", "rules.history", "print everything that happened to a version"))
    withdraw = add_command(
        rules, "withdraw", "rules.withdraw", "propose to withdraw a version, with nothing in its place"
    )
    roll_back = add_command(rules, "rollback", "rules.roll_back", "propose to take the last publication back")
    confirm = add_command(rules, "confirm", "rules.confirm", "do what another person has proposed of a version")
    for command in (withdraw, roll_back, confirm):
        add_named_version(command)
        command.add_argument("--seen", required=True, metavar="DIGEST", help="of the history, as `history` prints it")
    for command in (withdraw, roll_back):
        command.add_argument("--reason", required=True)
        command.add_argument("--emergency", metavar="REASON", help="why it cannot wait for a second person")

    diff = add_command(rules, "diff", "rules.diff", "say in words what one version changes against another")
    diff.add_argument("before", metavar="VERSION")
    diff.add_argument("after", metavar="VERSION")
    add_law(diff)

    counted = "count what one version would change for many deals"
    impact = add_command(rules, "impact", "impact.impact", counted, epilog=_IMPACT_CODES)
    add_file(impact, "a transaction on each line")
    for name in ("--from", "--to"):
        impact.add_argument(name, type=version_with_variants, required=True, metavar=_PINNED)
    impact.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that work side by side")
    add_law(impact, json="print the counts as JSON")


def _add_drafts(drafts: Any) -> None:
    add_command(drafts, "list", "drafts.show_all", "show the drafts and how far each has come")
    put = add_command(drafts, "put", "drafts.put", "save a version's folder with its golden cases as a draft")
    add_folder(put, "folder")
    put.add_argument("--digest", help="of the draft that this one takes the place of")
    add_named_version(add_command(drafts, "show", "drafts.show", "print a draft with its golden cases"))
    delete = add_command(drafts, "delete", "drafts.delete", "remove a draft; its log stays")
    add_named_version(add_command(drafts, "check", "drafts.check", "put a draft to the publishing gate"))
    review = add_command(drafts, "review", "drafts.review", "put a review of a draft on record")
    publish = add_command(drafts, "publish", "drafts.publish", "make a checked and reviewed draft a version")
    for command in (delete, review, publish):
        add_named_version(command)
        command.add_argument("--digest", required=True, help="of the draft that you have seen")

    review.add_argument("--reviewer", required=True, metavar="NAME")
    review.add_argument("--capacity", required=True, help="as what the reviewer acts")
    review.add_argument("--authority", required=True, help="the text that the rules were compared with")
    review.add_argument("--date", required=True, type=day, metavar="YYYY-MM-DD")
    review.add_argument("--next-review-date", required=True, type=day, metavar="YYYY-MM-DD")
    publish.add_argument("--effective-from", type=day, metavar="YYYY-MM-DD")
    publish.add_argument("--replaces", metavar="VERSION", help="the version of the same first day, if any")


def _add_keys(keys: Any) -> None:
    create = add_command(keys, "create", "keys.create", "make a key; it is shown this once")
    create.add_argument("--person", required=True, metavar="ID", help="whom it belongs to, such as ann.archer")
    create.add_argument("--name", help="of a new person, for people; by default the id")
    scopes = ("screen", "read", "draft", "review", "publish", "record", "admin")
    create.add_argument("--scope", required=True, action="append", choices=scopes, help="may be given several times")
    create.add_argument("--expires", type=day, metavar="YYYY-MM-DD", help="from when it opens nothing; else in a year")
    add_command(keys, "list", "keys.show_all", "show all keys, without what opens")
    rotate = add_command(keys, "rotate", "keys.rotate", "make a key in the place of another; it is shown this once")
    rotate.add_argument("id", metavar="ID", help="of the key, as `keys list` shows it")
    overlap = "how long the other still opens (default: 24)"
    rotate.add_argument("--overlap-hours", type=number(0, 720), default=24, metavar="HOURS", help=overlap)
    revoke = add_command(keys, "revoke", "keys.revoke", "make a key open nothing any more")
    revoke.add_argument("id", metavar="ID", help="of the key, as `keys list` shows it")
    add_command(keys, "persons", "keys.show_persons", "show all persons and whose tokens are theirs")
    link = add_command(keys, "link", "keys.link", "say that tokens with a subject are a person's")
    link.add_argument("person", metavar="ID", help="of the person, as `keys persons` shows it")
    unlink = add_command(keys, "unlink", "keys.unlink", "say that such tokens are no known person's any more")
    for command in (link, unlink):
        command.add_argument("--issuer", required=True, metavar="URL", help="`iss` of the tokens")
        command.add_argument("--subject", required=True, help="`sub` of the tokens")


def _add_signatures(commands: Any) -> None:
    keys = add_group(commands, "signing-keys", "make and retire the keys that sign answers")
    made = [
        add_command(keys, "create", "signing.create", "add a key to the file, which is made if there is none"),
        add_command(keys, "list", "signing.show_all", "show the keys, without what signs"),
        add_command(keys, "public", "signing.public", "print the keys for those who verify (JWK Set)"),
        use := add_command(keys, "use", "signing.use", "let a key sign, and no other"),
        retire := add_command(keys, "retire", "signing.retire", "let a key sign no more; it stays listed"),
    ]
    for command in (use, retire):
        command.add_argument("kid", metavar="KID")
    for command in made:
        named = "the file of keys; by default the one configured"
        command.add_argument("--keys", type=Path, metavar="FILE", help=named)

    codes = "exit codes: 0 the signature is good   65 it is not   2 usage\n"
    told = "say whether an answer is what was signed; needs no service and no database"
    verify = add_command(commands, "verify", "signing.verify_file", told, epilog=codes)
    verify.add_argument("file", type=Path, metavar="FILE", help="the answer, or the receipt of a record, as JSON")
    signature = "the file with the signature, headers around it or not; by default FILE.jws"
    verify.add_argument("--signature", type=Path, metavar="FILE", help=signature)
    jwks = "the keys, as from /.well-known/jwks.json; by default those of the file configured"
    verify.add_argument("--jwks", type=Path, metavar="FILE", help=jwks)


def _add_records(records: Any) -> None:
    listed = add_command(records, "list", "records.show_all", "show the screenings on record")
    export = add_command(records, "export", "records.export", "write records as JSON, one on each line")
    for command in (listed, export):
        command.add_argument("--reference", metavar="TEXT", help="those of this transaction")
        command.add_argument("--determination", metavar="WORD", help="those that were answered with this")
        command.add_argument("--day", type=day, metavar="YYYY-MM-DD", help="those of this day (UTC)")
    masked = "mask this place of transactions, such as /parties/*/name, and cut answers short; can be repeated"
    export.add_argument("--mask", action="append", default=[], metavar="POINTER", help=masked)

    show = add_command(records, "show", "records.show", "print a record with what was sent and answered")
    codes = "exit codes: 0 the same bytes   10 another answer   65 the law is not at hand\n"
    told = "compute a recorded answer again by the law that gave it"
    recompute = add_command(records, "recompute", "records.recompute", told, epilog=codes)
    add_folder(recompute, "--rules", help="use the law in this folder, and not that in the database")
    held = add_command(records, "hold", "records.hold", "keep a record even after its time")
    released = add_command(records, "release", "records.release", "hold a record no longer")
    for command in (show, recompute, held, released):
        command.add_argument("sequence", type=number(1, 2_147_483_647), metavar="NUMBER")
    for command in (held, released):
        command.add_argument("--reason", required=True)
    purge = add_command(records, "purge", "records.purge", "remove the records whose time is over")
    purge.add_argument("--dry-run", action="store_true", help="only say how many these are")

    add_command(records, "head", "records.head", "print the last entry of the record, to be kept elsewhere")
    codes = "exit codes: 0 nothing is wrong   65 something is\n"
    verify = add_command(
        records, "verify", "records.verify", "verify that nothing was changed or taken out", epilog=codes
    )
    anchor = "an entry known from before, as `records head` printed it; can be repeated"
    verify.add_argument("--anchor", action="append", default=[], metavar="NUMBER:DIGEST", help=anchor)
    verify.add_argument("--json", action="store_true", help="print the answer of the API")

    key = add_command(records, "new-key", "records.new_key", "add a key that encrypts the record to its file")
    key.add_argument("--keys", type=Path, metavar="FILE", help="the file of keys; by default the one configured")
    key.add_argument("--first", action="store_true", help="encrypt with it from the next start on")
