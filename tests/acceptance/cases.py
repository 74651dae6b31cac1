"""Reads the cases: what a term sheet states, what comes back when asked, the outcome, and the effort it may take.

A case is a YAML file in ``cases/``. ``sheet`` is the transaction as the term sheet gives it, ``also`` holds what the
sheet has beyond that and nobody needs (a table of holders, say): entered with the rest, it may cost no question.
``book`` is a list of answers, each for the places that ``asked`` names: a JSON Pointer with the ids of parties in place
of their numbers, and ``*`` for anything. ``right`` is the outcome, ``target`` the effort with which it can be had, with
the places of the questions that it takes. A case that ``follows`` another begins where that one ended, with the members
that ``sheet`` states in place of those before.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The fewest facts and rounds with which the outcome can be had, and the places of the questions asked."""

    facts: int
    rounds: int
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One deal as a term sheet tells it; see the head of this module."""

    name: str
    deal: str
    follows: str | None
    sheet: dict[str, Any]
    also: dict[str, dict[str, Any]]
    book: tuple[dict[str, Any], ...]
    right: dict[str, Any]
    target: Target


def read_case(path: Path) -> Case:
    """Reads one case."""
    said: Any = yaml.safe_load(path.read_text("utf-8"))
    target = said["target"]
    return Case(
        name=path.stem,
        deal=said["deal"],
        follows=said.get("follows"),
        sheet=said["sheet"],
        also=said.get("also", {}),
        book=tuple(said["book"]),
        right=said["right"],
        target=Target(facts=int(target["facts"]), rounds=int(target["rounds"]), asks=tuple(target["asks"])),
    )


CASES = {path.stem: read_case(path) for path in sorted(FOLDER.glob("*.yaml"))}
