"""Runs ``portfolio screen``: answers every deal in a file."""

import argparse
import sys
from contextlib import ExitStack

from app.api.batch.line_reader import LineOptions
from app.commands.answers import chosen_variants
from app.commands.exit_codes import BAD_INPUT, DETERMINATIONS, USAGE
from app.commands.impact import numbered_lines
from app.domain.answers.determination import UNDETERMINED, Class
from app.domain.screening import Explain
from app.main import environment_settings, line_screener, loaded_law


def screen(options: argparse.Namespace) -> int:
    """Write an answer for each line; the exit code is that of the most serious one."""
    settings = environment_settings()
    screener = line_screener(loaded_law(settings, rules=options.rules), settings)
    chosen = LineOptions(
        options.rule_set, options.version, options.as_known_on, chosen_variants(options), Explain(options.explain)
    )
    found: set[Class | None] = set()
    with ExitStack() as stack:
        lines = sys.stdin.buffer if str(options.source) == "-" else stack.enter_context(options.source.open("rb"))
        if str(options.target) == "-":
            answers = sys.stdout.buffer
        elif options.target.exists() and not options.overwrite:
            print(f"{options.target} is there already: --overwrite replaces it.", file=sys.stderr)
            return USAGE
        else:
            answers = stack.enter_context(options.target.open("wb"))
        for number, line in numbered_lines(lines, limit_bytes=settings.body_limit_bytes):
            stated = line.removesuffix(b"\n")
            if stated.strip():
                answered = screener.answer(number, stated, chosen)
                answers.write(answered.body + b"\n")
                found.add(answered.result and answered.result.determination)
    return most_serious(found)


def most_serious(found: set[Class | None]) -> int:
    """Return the exit code for the determinations of a portfolio; ``None`` stands for a line without one."""
    if None in found or not found:
        return BAD_INPUT
    codes = {DETERMINATIONS[each] for each in found if each is not None and DETERMINATIONS[each] >= 20}
    return min(codes, key=lambda code: (code == DETERMINATIONS[UNDETERMINED], code != 30), default=0)
