"""The table of bugs, `bugs.yaml`, and how one of them is put into a file."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("bugs.yaml")


class StaleBug(Exception):
    """The line of a bug does not stand in its file, or not only once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """One bug: see the head of `bugs.yaml`. ``tests`` are what pytest is to run, in this order."""

    area: str
    file: str
    line: str
    instead: str
    does: str
    clears: bool
    tests: tuple[str, ...]
    after: str | None = None

    def put_into(self, text: str) -> str:
        """The text of the file with the bug in it; raises ``StaleBug``."""
        lines = text.splitlines(keepends=True)
        bare = [line.strip() for line in lines]
        place = self._place(bare)
        indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
        lines[place] = f"{indent}{self.instead}\n"
        return "".join(lines)

    def _place(self, bare: list[str]) -> int:
        start = 0
        if self.after is not None:
            start = self._only(bare, self.after) + 1
            if self.line not in bare[start:]:
                raise StaleBug(f"{self.file}: after `{self.after}` there is no line `{self.line}`.")
            return bare.index(self.line, start)
        return self._only(bare, self.line)

    def _only(self, bare: list[str], line: str) -> int:
        times = bare.count(line)
        if times != 1:
            raise StaleBug(f"{self.file}: the line `{line}` stands there {times} times, not once.")
        return bare.index(line)


def read_table() -> tuple[Bug, ...]:
    """Every bug, in the order of the table; raises ``KeyError`` for tests that it does not name."""
    table = yaml.safe_load(TABLE.read_text("utf-8"))
    paths = table["tests"]
    return tuple(Bug(**{**row, "tests": tuple(paths[name] for name in row["tests"])}) for row in table["bugs"])


def areas(bugs: tuple[Bug, ...]) -> Counter[str]:
    """How many bugs there are of each area."""
    return Counter(bug.area for bug in bugs)
