"""Runs the commands that print an answer of the interface: ``screen``, ``compare``, ``ownership`` and ``bods``."""

import argparse
import sys

import orjson

from app.api.wire.parsing import parse_json
from app.bods.converter import BodsConverter
from app.commands.exit_codes import DETERMINATIONS
from app.commands.plain_text import comparison_text, ownership_text
from app.domain.errors import InvalidVariants, Problem
from app.domain.screening import Explain
from app.main import comparer, environment_settings, loaded_law, ownership_analyzer, screener
from app.service.snapshot import Snapshot


def screen(options: argparse.Namespace) -> int:
    """Print a determination; the exit code says which it is."""
    settings = environment_settings()
    body = _body(options)
    use_case = screener(loaded_law(settings, rules=options.rules), settings)
    variants = dict(options.variant)
    if len(variants) < len(options.variant):
        raise InvalidVariants([Problem("/variant", "Two alternatives of the same variant are chosen.", "repeated")])
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
    body = _body(options)
    parse_json(body, limit_bytes=settings.body_limit_bytes)
    rule_set = {"rule_set": options.rule_set} if options.rule_set else {}
    versions = [{"version": name, "variants": chosen, **rule_set} for name, chosen in options.versions or ()]
    request = b'{"transaction":%b,"versions":%b}' % (body, orjson.dumps(versions or None))
    answer = comparer(loaded_law(settings, rules=options.rules), settings).compare(request)
    print_answer(answer if options.json else comparison_text(orjson.loads(answer)))


def ownership(options: argparse.Namespace) -> None:
    """Print who holds how much of whom."""
    settings = environment_settings()
    body = _body(options)
    rules = options.rules or settings.rules_dir

    def law() -> Snapshot:
        return loaded_law(settings, rules=rules)()

    # The law is read only if the question names a definition of it.
    answer = ownership_analyzer(law, settings).answer(body)
    print_answer(answer if options.json else ownership_text(orjson.loads(answer)))


def import_statements(options: argparse.Namespace) -> None:
    """Print the parties and interests that statements tell of."""
    print_answer(_converter().import_statements(_body(options), as_of=options.as_of))


def export_statements(options: argparse.Namespace) -> None:
    """Print the statements on parties and interests."""
    print_answer(_converter().export_statements(_body(options)))


def _converter() -> BodsConverter:
    return BodsConverter(limit_bytes=environment_settings().body_limit_bytes)


def _body(options: argparse.Namespace) -> bytes:
    content: bytes = sys.stdin.buffer.read() if str(options.file) == "-" else options.file.read_bytes()
    return content


def print_answer(answer: bytes | str) -> None:
    """Print an answer, as JSON or as text."""
    if isinstance(answer, str):
        print(answer)
    else:
        sys.stdout.buffer.write(answer + b"\n")
