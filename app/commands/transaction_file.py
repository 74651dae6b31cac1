"""Reads the file that a command takes, JSON or YAML, and says of problems where in the file they are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import orjson

from app.domain.errors import InvalidRuleSet, InvalidTransaction, MalformedBody, Problem
from app.domain.located import Mapping, Node, Sequence, plain
from app.rulefiles.yaml_tree import read_filled_in

_YAML: Final = frozenset({".yaml", ".yml"})


@contextmanager
def read_body(file: Path) -> Iterator[bytes]:
    """Read the body in a file, which is YAML if its name says so, or from standard input for `-`.

    Where the body of a YAML file turns out to be none, line and column are put before each problem. Raises ``OSError``
    or ``MalformedBody``.
    """
    if file.suffix.lower() not in _YAML:
        yield sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return
    tree = read_tree(file)
    try:
        yield orjson.dumps(plain(tree))
    except InvalidTransaction as error:
        raise InvalidTransaction([_placed(each, tree) for each in error.problems]) from error


def read_tree(file: Path) -> Node:
    """Read a YAML file; raises ``OSError`` or ``MalformedBody``."""
    try:
        return read_filled_in(file.read_bytes(), str(file))
    except InvalidRuleSet as error:
        raise MalformedBody(str(error)) from error


def _placed(problem: Problem, tree: Node) -> Problem:
    """Put the place before the pointer: that of what the pointer leads to, or of the last part on the way."""
    place = tree.place
    for step in problem.pointer.removeprefix("/transaction").split("/")[1:]:
        match tree:
            case Mapping(entries) if step in tree.keys:
                entry = next(each for each in entries if each.key == step)
                tree, place = entry.value, entry.place
            case Sequence(items) if step.isdigit() and int(step) < len(items):
                tree = items[int(step)]
                place = tree.place
            case _:
                break
    return Problem(f"{place}: {problem.pointer}", problem.detail, problem.code)
