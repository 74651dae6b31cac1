"""Runs ``new``: prints a transaction to begin with."""

import argparse

import orjson

from app.commands.answers import print_answer
from app.main import environment_settings
from app.use_cases import templates


def new(options: argparse.Namespace) -> None:
    """Print the template of one kind of deal, or which kinds there are."""
    known = templates(environment_settings())
    if options.kind is None:
        listed = known.all()
        width = max(len(each["kind"]) for each in listed)
        print_answer(
            orjson.dumps(listed)
            if options.json
            else "\n".join(f"{each['kind']:{width}}  {each['when']}" for each in listed)
        )
    elif options.json:
        print_answer(orjson.dumps(known.one(options.kind)["transaction"], option=orjson.OPT_INDENT_2))
    else:
        print_answer(known.commented(options.kind).rstrip("\n"))
