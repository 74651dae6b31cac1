"""Runs ``portfolio diff``: says what changed for deals that were screened before."""

import argparse
import sys
from collections.abc import Iterator
from functools import partial

import orjson

from app.api.batch.line_reader import LineOptions
from app.commands.exit_codes import BAD_INPUT, CHANGED, USAGE
from app.commands.ordered_lines import OrderedLines
from app.commands.rescreening_tables import difference_tables, difference_text
from app.commands.result_file import deals_in, numbered_lines_of, result_limit
from app.domain.evaluation.variants import check_variants
from app.main import environment_settings, line_screener, loaded_law
from app.service.result_diff import ResultDiff
from app.settings import Settings


def diff(options: argparse.Namespace) -> int:
    """Say for each deal what changed from one result to the other, or from one law to another; the gravest first."""
    laws = getattr(options, "from"), options.to
    two_results, two_laws = options.new is not None and laws == (None, None), options.new is None and None not in laws
    if not (two_results or two_laws):
        print("Give two results, or deals with --from and --to.", file=sys.stderr)
        return USAGE
    if two_results and not options.new.is_file():
        print(f"{options.new} is no file, and the new result is read twice.", file=sys.stderr)
        return USAGE
    settings = environment_settings()
    comparison = ResultDiff(parse=orjson.loads)
    if two_results:
        old, new = (
            partial(numbered_lines_of, each, limit_bytes=result_limit(settings.body_limit_bytes))
            for each in (options.old, options.new)
        )
        found = comparison.of_results(old(), new)
    else:
        found = comparison.of_answers(_answered_twice(options, settings))
    with OrderedLines() as ordered:
        for each in found:
            ordered.add(each["severity"], orjson.dumps(each))
        counted = comparison.count.told()
        if options.summary is not None:
            options.summary.write_bytes(orjson.dumps(counted, option=orjson.OPT_APPEND_NEWLINE))
        if sys.stdout.isatty() and not options.json:
            difference_tables(counted, ordered.lines())
        else:
            sys.stdout.buffer.writelines(ordered.lines())
            print(difference_text(counted), file=sys.stderr)
    if not counted["cells"] and not comparison.count.changed:
        print("There are no deals to compare.", file=sys.stderr)
        return BAD_INPUT
    if comparison.count.incomplete or (two_laws and counted["problems_in_both"]):
        return BAD_INPUT
    return CHANGED if comparison.count.changed else 0


def _answered_twice(options: argparse.Namespace, settings: Settings) -> Iterator[tuple[int, bytes, bytes]]:
    """Give each deal by its line with its answers under the two laws. What an envelope says of the law is left out."""
    law = loaded_law(settings, rules=options.rules)
    chosen = []
    for version, variants in (getattr(options, "from"), options.to):
        compiled = law().pinned(options.rule_set, version).compiled
        if variants:
            check_variants(compiled.rule_set, variants)
        chosen.append(LineOptions(options.rule_set, version, None, variants))
    screener, limit = line_screener(law, settings), settings.body_limit_bytes
    for number, deal in deals_in(options.old, limit_bytes=limit):
        old, new = (screener.answer(number, deal, each).body for each in chosen)
        yield number, old, new
