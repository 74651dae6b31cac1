"""Runs ``portfolio template``: writes a workbook to fill in."""

import argparse
import sys
from pathlib import Path

from app.commands.exit_codes import USAGE
from app.tables.template import write_template


def template(options: argparse.Namespace) -> int:
    """Write the workbook, and say so."""
    target: Path = options.target
    if target.suffix.lower() != ".xlsx":
        print("Name a workbook: a file that ends in .xlsx.", file=sys.stderr)
        return USAGE
    if target.exists() and not options.overwrite:
        print(f"{target} is there already: --overwrite replaces it.", file=sys.stderr)
        return USAGE
    write_template(target)
    print(f"{target} is to be filled in; its first sheet says how.")
    return 0
