"""Prints what every case takes beside its target: `.venv/bin/python -m tests.acceptance [--all]`.

``--all`` shows every question; without it, those are shown that the target does not have.
"""

import argparse

from tests.acceptance.interview import all_interviews


def main() -> None:
    """Prints one line a case, and below it the questions."""
    parser = argparse.ArgumentParser(description="Drives the term sheets and prints what they take.")
    parser.add_argument("--all", action="store_true", help="show every question, round by round")
    every = parser.parse_args().all
    lines = [f"{'case':52}{'answer':14}{'right':12}{'facts':>11}{'questions':>12}{'rounds':>10}"]
    for name, held in all_interviews():
        target, found = held.case.target, held.answer["determination"]
        lines.append(
            f"{name:52}{found:14}{held.case.right['determination']:12}"
            f"{held.facts:>5} of{target.facts:>3}{len(held.questions):>6} of{len(target.asks):>3}"
            f"{len(held.rounds):>4} of{target.rounds:>3}"
        )
        beyond = held.beyond_target
        lines += [
            f"    round {number}  {place}  ({became})"
            for number, asked in enumerate(held.rounds, start=1)
            for place, became in asked.items()
            if every or place in beyond
        ]
    print(*lines, sep="\n")  # noqa: T201 (a command's output)


if __name__ == "__main__":
    main()
