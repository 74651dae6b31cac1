"""Puts each bug of the table into a copy of the tree and runs the tests that must see it; see `scripts/mutate`.

Ends with 1 where a bug that clears goes unseen, where a row of the table no longer applies, where pytest does not run
the tests of a row, and where they fail without any bug; otherwise with 0.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Container, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from tests.mutation.table import ROOT, Bug, StaleBug, areas, read_table

PASSED, FAILED, NOT_COLLECTED, NO_END = 0, 1, 2, -1
"""What pytest ends with, or that it does not. Rules that a bug makes unreadable keep tests from being collected."""
MINUTES = 10
"""So long the tests of one bug may take."""


class Copies:
    """Copies of the tree, each in use by one bug at a time."""

    def __init__(self, copies: Iterable[Path]) -> None:
        self._free: SimpleQueue[Path] = SimpleQueue()
        for copy in copies:
            self._free.put(copy)
        self._changes = 0

    @contextmanager
    def with_bug(self, bug: Bug | None) -> Iterator[Path]:
        """A copy with the bug in it, which is taken out again."""
        copy = self._free.get()
        try:
            if bug is None:
                yield copy
                return
            file = copy / bug.file
            text = file.read_text("utf-8")
            try:
                self._write(file, bug.put_into(text))
                yield copy
            finally:
                self._write(file, text)
        finally:
            self._free.put(copy)

    def _write(self, file: Path, text: str) -> None:
        # Python takes a compiled file for current by its second and size, so each text gets a second of its own.
        self._changes += 1
        second = file.stat().st_mtime + self._changes
        file.write_text(text, "utf-8")
        os.utime(file, (second, second))


def _copied(copy: Path) -> Path:
    """A copy of every file of the tree that is or could be committed, with the same packages."""
    listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    (copy / ".venv").symlink_to((ROOT / ".venv").resolve(), target_is_directory=True)
    return copy


def _run(copy: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    """What pytest ends with, and the name of the first test that fails or the last lines of what it says."""
    command = [".venv/bin/python", "-m", "pytest", "-x", "-q", "--tb=no", *tests]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, timeout=60 * MINUTES)
    except subprocess.TimeoutExpired:
        return NO_END, f"no end within {MINUTES} minutes"
    said = (done.stdout + done.stderr).splitlines()
    failed = [line for line in said if line.startswith(("FAILED ", "ERROR "))]
    return done.returncode, failed[0] if failed else "\n".join(said[-5:])


def judged(copies: Copies, bug: Bug, *, failing: Container[str] = ()) -> tuple[str, str]:
    """A word on the bug and why: `seen`, `UNSEEN`, `STALE` or `BROKEN`, as where its tests are ``failing`` anyway."""
    if any(test in failing for test in bug.tests):
        return "BROKEN", "its tests fail without any bug"
    try:
        with copies.with_bug(bug) as copy:
            code, said = _run(copy, bug.tests)
    except StaleBug as stale:
        return "STALE", str(stale)
    if code in {FAILED, NOT_COLLECTED}:
        return "seen", said
    return ("UNSEEN", " ".join(bug.tests)) if code == PASSED else ("BROKEN", said)


def main() -> int:
    """Runs the command; returns what it ends with."""
    bugs = read_table()
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    parser.add_argument("--only", choices=sorted(areas(bugs)), help="take the bugs of one area")
    parser.add_argument("--list", action="store_true", help="show the bugs and run nothing")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many to run at once")
    options = parser.parse_args()
    chosen = [bug for bug in bugs if options.only in {None, bug.area}]
    if options.list:
        for bug in chosen:
            _say(f"{bug.area:>14}  {'clears' if bug.clears else '      '}  {bug.file}: {bug.does}")
        return 0
    with TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:
        copies = Copies(_copied(Path(folder, str(number))) for number in range(options.jobs))
        tests = list(dict.fromkeys(test for bug in chosen for test in bug.tests))
        failing = set()
        for test, (code, said) in zip(tests, pool.map(lambda test: _without_bug(copies, test), tests), strict=True):
            if code != PASSED:
                failing.add(test)
                _say(f"fails without any bug: {test}\n        {said}")
        red, unseen = 0, 0
        judge = partial(judged, copies, failing=failing)
        for bug, (word, why) in zip(chosen, pool.map(judge, chosen), strict=True):
            unseen += word == "UNSEEN"
            red += word in {"STALE", "BROKEN"} or (word == "UNSEEN" and bug.clears)
            _say(f"{word:>6}{' (clears)' if bug.clears else ''}  {bug.file}: {bug.does}")
            _say(f"        {why}")
    _say(f"{len(chosen)} bugs, {unseen} of them unseen; {red} to mend")
    return 1 if red else 0


def _without_bug(copies: Copies, test: str) -> tuple[int, str]:
    with copies.with_bug(None) as copy:
        return _run(copy, (test,))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
