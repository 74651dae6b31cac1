"""Runs ``draft``: prints the content of the notifications that a transaction owes, as JSON or as a document."""

import argparse
import sys

import orjson

from app.api.wire.canonical import canonical_bytes
from app.commands.answers import chosen_variants, print_answer
from app.commands.exit_codes import USAGE
from app.commands.transaction_file import read_body
from app.documents.notification import notification_document
from app.main import environment_settings, loaded_law
from app.use_cases import notification_drafter


def draft(options: argparse.Namespace) -> int | None:
    """Print the draft of the notifications, or write it into a file."""
    as_document = options.format == "docx"
    if as_document and options.output is None and sys.stdout.isatty():
        print("A document is no text for a terminal: name a file with --output.", file=sys.stderr)
        return USAGE
    settings = environment_settings()
    use_case = notification_drafter(loaded_law(settings, rules=options.rules), settings)
    with read_body(options.file) as body:
        drafted = use_case.draft(
            body,
            rule_set=options.rule_set,
            version=options.version,
            as_known_on=options.as_known_on,
            variants=chosen_variants(options),
        )
    if as_document:
        content = notification_document(drafted)
    else:
        content = orjson.dumps(drafted, option=orjson.OPT_INDENT_2) if options.pretty else canonical_bytes(drafted)
    if options.output is not None:
        options.output.write_bytes(content)
    elif as_document:
        sys.stdout.buffer.write(content)
    else:
        print_answer(content)
    return None
