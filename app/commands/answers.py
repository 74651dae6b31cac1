"""Runs the commands that print an answer of the interface: ``screen``, ``compare``, ``ownership`` and ``bods``."""

import argparse
import sys

import orjson

from app.api.wire.parsing import parse_json
from app.bods.converter import BodsConverter
from app.commands.exit_codes import DETERMINATIONS
from app.commands.plain_text import comparison_text, ownership_text
from app.commands.transaction_file import read_body
from app.domain.errors import InvalidVariants, Problem
from app.domain.screening import Explain
from app.main import comparer, environment_settings, loaded_law, ownership_analyzer, screener
from app.service.snapshot import Snapshot


def screen(options: argparse.Namespace) -> int:
    """Print a determination; the exit code says which it is."""
    settings = environment_settings()
    use_case = screener(loaded_law(settings, rules=options.rules), settings)
    variants = dict(options.variant)
    if len(variants) < len(options.variant):
        raise InvalidVariants([Problem("/variant", "Two alternatives of the same variant are chosen.", "repeated")])
    with read_body(options.file) as body:
        given = use_case.screen(
            body,
            rule_set=options.rule_set,
            version=options.version,
            as_known_on=options.as_known_on,
            explain=Explain(options.explain),
            variants=variants,
        )
    print_answer(orjson.dumps(orjson.loads(given.body), option=orjson.OPT_INDENT_2) if options.pretty else given.body)
    return DETERMINATIONS[given.determination]


def compare(options: argparse.Namespace) -> None:
    """Print the determinations under several versions, and on what they part."""
    settings = environment_settings()
    rule_set = {"rule_set": options.rule_set} if options.rule_set else {}
    versions = [{"version": name, "variants": chosen, **rule_set} for name, chosen in options.versions or ()]
    with read_body(options.file) as body:
        parse_json(body, limit_bytes=settings.body_limit_bytes)
        request = b'{"transaction":%b,"versions":%b}' % (body, orjson.dumps(versions or None))
        answer = comparer(loaded_law(settings, rules=options.rules), settings).compare(request)
    print_answer(answer if options.json else comparison_text(orjson.loads(answer)))


def ownership(options: argparse.Namespace) -> None:
    """Print who holds how much of whom."""
    settings = environment_settings()
    rules = options.rules or settings.rules_dir

    def law() -> Snapshot:
        return loaded_law(settings, rules=rules)()

    # The law is read only if the question names a definition of it.
    with read_body(options.file) as body:
        answer = ownership_analyzer(law, settings).answer(body)
    print_answer(answer if options.json else ownership_text(orjson.loads(answer)))


def import_statements(options: argparse.Namespace) -> None:
    """Print the parties and interests that statements tell of."""
    with read_body(options.file) as body:
        print_answer(_converter().import_statements(body, as_of=options.as_of))


def export_statements(options: argparse.Namespace) -> None:
    """Print the statements on parties and interests."""
    with read_body(options.file) as body:
        print_answer(_converter().export_statements(body))


def _converter() -> BodsConverter:
    return BodsConverter(limit_bytes=environment_settings().body_limit_bytes)


def print_answer(answer: bytes | str) -> None:
    """Print an answer, as JSON or as text."""
    if isinstance(answer, str):
        print(answer)
    else:
        sys.stdout.buffer.write(answer + b"\n")
