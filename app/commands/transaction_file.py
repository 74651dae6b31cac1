"""Reads the file that a command takes, JSON or YAML, and says of problems where in the file they are."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from app.api.wire.parsing import parse_json
from app.domain.errors import InvalidRuleSet, InvalidTransaction, MalformedBody, Problem
from app.domain.located import Place
from app.rulefiles.yaml_tree import FilledIn, read_filled_in
from app.service.templates.kinds import stated
from app.service.templates.yaml_text import yaml_text

_YAML: Final = frozenset({".yaml", ".yml"})
Comments = dict[str, list[str]]


class Editable(NamedTuple):
    """Holds a document that is to be changed, null where something is to be filled in, and the comments on it."""

    document: Any
    comments: Comments


@contextmanager
def read_body(file: Path) -> Iterator[bytes]:
    """Read the body in a file, which is YAML if its name says so, or from standard input for `-`.

    Where the body of a YAML file turns out to be none, line and column are put before each problem. Raises ``OSError``
    or ``MalformedBody``.
    """
    if not is_yaml(file):
        yield sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return
    found = _filled_in(file, file.read_bytes())
    with placed_problems(found.places):
        yield orjson.dumps(stated(found.document))


def is_yaml(file: Path) -> bool:
    """Tell whether a file is YAML, by its name."""
    return file.suffix.lower() in _YAML


def read_to_edit(file: Path) -> Editable:
    """Read a document that is to be changed; raises ``OSError`` or ``MalformedBody``."""
    data = file.read_bytes()
    if not is_yaml(file):
        return Editable(parse_json(data), {})
    found = _filled_in(file, data)
    return Editable(found.document, _comments(data.decode("utf-8"), found))


def write_edited(file: Path, edited: Editable) -> None:
    """Write a document in the format that the name of the file says, all or nothing; raises ``OSError``."""
    text = (
        yaml_text(edited.document, edited.comments).encode()
        if is_yaml(file)
        else orjson.dumps(stated(edited.document), default=str, option=orjson.OPT_INDENT_2) + b"\n"
    )
    place = file.resolve()  # a link stays one
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        beside.write_bytes(text)
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def placed_problems(places: Mapping[str, Place]) -> Iterator[None]:
    """Put the place in a file before the pointer of each problem of a transaction."""
    try:
        yield
    except InvalidTransaction as error:
        raise InvalidTransaction([_placed(each, places) for each in error.problems]) from error


def _placed(problem: Problem, places: Mapping[str, Place]) -> Problem:
    """Put the place of what the pointer leads to, or of the last part on the way, before the pointer."""
    pointer = problem.pointer.removeprefix("/transaction")
    while pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return Problem(f"{places[pointer]}: {problem.pointer}", problem.detail, problem.code)


def _filled_in(file: Path, data: bytes) -> FilledIn:
    try:
        return read_filled_in(data, str(file))
    except InvalidRuleSet as error:
        raise MalformedBody(str(error)) from error


def _comments(text: str, found: FilledIn) -> Comments:
    """Give the comments above and behind what stands in a file, by JSON Pointer; those at its end under the empty one.

    Of what begins in one line, the innermost has them. The empty line after a heading stays.
    """
    at = {place.line: pointer for pointer, place in found.places.items() if pointer}
    comments: Comments = {}
    waiting: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith("#") or not line.strip():
            waiting.append(line.strip())
            continue
        remark = [found.remarks[number]] if number in found.remarks else []
        if number in at:
            heading = [""] if waiting and not waiting[-1] and not comments else []
            comments[at[number]] = [*_without_ends(waiting), *heading, *remark]
            waiting = []
        else:
            waiting += remark
    comments[""] = _without_ends(waiting)
    return {pointer: lines for pointer, lines in comments.items() if lines}


def _without_ends(lines: Iterable[str]) -> list[str]:
    """Leave out the empty lines at both ends."""
    return "\n".join(lines).strip("\n").splitlines()
