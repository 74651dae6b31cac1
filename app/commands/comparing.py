"""``python -m app compare`` and ``rules diff``: versions side by side."""

import argparse
import sys
from pathlib import Path
from typing import Any


def add_compare(commands: Any) -> None:
    """The command line knows ``compare``."""
    compare = commands.add_parser("compare", help="screen one transaction under several versions")
    compare.add_argument("file", type=Path, metavar="FILE", help="a transaction as JSON; `-` reads standard input")
    compare.add_argument(
        "--versions",
        nargs="+",
        type=version_with_variants,
        metavar="NAME[+VARIANT:ALTERNATIVE]",
        help="by default all that are published",
    )
    _about_law(compare)
    compare.set_defaults(run=_compare)


def add_diff(rule_commands: Any) -> None:
    """The command line knows ``rules diff``."""
    diff = rule_commands.add_parser("diff", help="say in words what one version changes against another")
    diff.add_argument("before", metavar="VERSION")
    diff.add_argument("after", metavar="VERSION")
    _about_law(diff)
    diff.set_defaults(run=_diff)


def _about_law(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rule-set", metavar="NAME")
    command.add_argument("--json", action="store_true", help="print the answer of the API")
    command.add_argument("--rules", type=Path, metavar="DIR", help="use the law in this folder, and no database")


def _compare(options: argparse.Namespace) -> int:
    import orjson

    from app.api.wire.parsing import parse_json
    from app.commands.plain_text import comparison_text
    from app.main import comparer, environment_settings, shelf_at_hand

    settings = environment_settings()
    body = sys.stdin.buffer.read() if str(options.file) == "-" else options.file.read_bytes()
    parse_json(body, limit_bytes=settings.body_limit_bytes)
    request = b'{"transaction":%b,"versions":%b}' % (body, orjson.dumps(_versions(options)))
    answer = comparer(shelf_at_hand(settings, rules=options.rules), settings).compare(request)
    if options.json:
        sys.stdout.buffer.write(answer + b"\n")
    else:
        print(comparison_text(orjson.loads(answer)))
    return 0


def _diff(options: argparse.Namespace) -> int:
    import orjson

    from app.main import archive_at_hand, environment_settings
    from app.service.catalogue import Catalogue
    from app.service.diffing import Differ
    from app.service.shelf import DEFAULT_RULE_SET

    archive = archive_at_hand(environment_settings(), rules=options.rules)
    told = Differ(Catalogue(archive)).diff(options.rule_set or DEFAULT_RULE_SET, options.before, after=options.after)
    if options.json:
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    else:
        print("\n".join(change["sentence"] for change in told["changes"]) or "No differences.")
    return 0


def _versions(options: argparse.Namespace) -> list[dict[str, object]] | None:
    rule_set = {"rule_set": options.rule_set} if options.rule_set else {}
    versions: list[tuple[str, dict[str, str]]] | None = options.versions
    return [{"version": name, "variants": variants, **rule_set} for name, variants in versions] if versions else None


def variant(text: str) -> tuple[str, str]:
    """The variant and the alternative in ``NAME:ALTERNATIVE``; raises ``ArgumentTypeError``."""
    axis, colon, alternative = text.partition(":")
    if not (axis and colon and alternative):
        raise argparse.ArgumentTypeError("write a variant and its alternative as NAME:ALTERNATIVE")
    return axis, alternative


def version_with_variants(text: str) -> tuple[str, dict[str, str]]:
    """The version and its alternatives in ``NAME+VARIANT:ALTERNATIVE…``; raises ``ArgumentTypeError``."""
    version, *chosen = text.split("+")
    return version, dict(map(variant, chosen))
