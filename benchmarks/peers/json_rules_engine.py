"""json-rules-engine (npm) in a Node.js process of its own; see the ``.cjs`` file beside this one."""

import dataclasses
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.clock import Rounds, Timing
from benchmarks.peers import paragraphs

PROGRAM = Path(__file__).with_suffix(".cjs")


class NotInstalled(Exception):
    """Node.js or the package is missing; the message says which."""


def json_rules_engine(variants: Mapping[str, bytes], rounds: Rounds) -> tuple[dict[str, str], dict[str, Timing]]:
    """The determinations and the times of the variants; raises ``NotInstalled``."""
    node = shutil.which("node")
    if node is None:
        raise NotInstalled("there is no Node.js")
    given = {
        "variants": {name: body.decode() for name, body in variants.items()},
        "paragraphs": [dataclasses.asdict(each) for each in paragraphs.PARAGRAPHS],
        "words": {
            "united_states": paragraphs.UNITED_STATES,
            "countries_of_concern": paragraphs.COUNTRIES_OF_CONCERN,
            "effective_date": paragraphs.EFFECTIVE_DATE,
            "bought": paragraphs.BOUGHT,
            "beyond_standard": paragraphs.BEYOND_STANDARD,
            "lists": paragraphs.LISTS,
        },
        "calls": rounds.calls,
        "rounds": rounds.rounds,
    }
    done = subprocess.run(  # noqa: S603 (a program of this repository)
        [node, PROGRAM], input=json.dumps(given), capture_output=True, text=True, check=False, env=os.environ
    )
    if done.returncode != 0:
        if "Cannot find module 'json-rules-engine'" in done.stderr:
            raise NotInstalled("the npm package json-rules-engine is not installed")
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found["answers"], {name: Timing(min(taken), median(taken)) for name, taken in found["rounds"].items()}
