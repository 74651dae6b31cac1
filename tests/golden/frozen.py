"""Digests of what the service answers to the golden cases, and to them with one member of the body taken away.

``frozen.json`` has two digests a case: of its brief and its full answer, and of the answers to ten bodies, each the
case's body without one of its members. A refusal counts with its problems. Left out of the answers are the digest of
the rule document and the answer's own digest, so that a new comment in a rule file changes nothing here.

``python -m tests.golden.frozen`` takes the digests anew, and prints whose changed. Say in the commit why.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from hashlib import sha256
from multiprocessing import Pool
from pathlib import Path
from random import Random

import orjson

from app.domain.errors import ScreeningError
from app.domain.screening import Explain
from app.main import loaded_law, screener
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import find_versions
from app.settings import Settings
from tests.golden.versions import telling

RULES = Path(__file__).parents[2] / "rules"
FILE = Path(__file__).with_suffix(".json")
BATCHES = 8
BODIES = 10
"""So many bodies a case have one member taken away: 14,000 or so in all."""


@cache
def forgetful():
    settings = Settings(remembered_bytes=0)
    return screener(loaded_law(settings, rules=RULES), settings)


@cache
def cases():
    """The golden cases of every version, with the version's folder; some of those taken over from another."""
    return [(folder, case) for folder in find_versions(RULES) for case in telling(folder, read_cases(folder))]


def members(value, at=()) -> Iterator[tuple]:
    """The way to every member of the objects in a JSON value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        if isinstance(value, dict):
            yield (*at, key)
        yield from members(inner, (*at, key))


def without(body, way):
    """The body without the member at the end of the way."""
    left = whole = deepcopy(body)
    for key in way[:-1]:
        left = left[key]
    del left[way[-1]]
    return whole


def answered(folder, case, body, explain):
    """The answer, or the refusal, as a JSON value."""
    try:
        given = forgetful().screen(
            orjson.dumps(body),
            rule_set=folder.rule_set,
            version=folder.version,
            explain=explain,
            variants=case.variants,
        )
    except ScreeningError as refused:
        problems = getattr(refused, "problems", ())
        return [type(refused).__name__, [[each.pointer, each.code, each.detail] for each in problems]]
    answer = orjson.loads(given.body)
    del answer["determination_digest"], answer["rule_set"]["digest"]
    return answer


def digest(values) -> str:
    return sha256(orjson.dumps(values, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


def of_the_case(folder, case) -> str:
    """The digest of the brief and the full answer to a case."""
    return digest([answered(folder, case, case.transaction, explain) for explain in (Explain.BRIEF, Explain.FULL)])


def of_bodies(folder, case) -> str:
    """The digest of the answers to the bodies of a case that lack a member."""
    body = case.transaction
    ways = list(members(body))
    chosen = Random(f"{folder.version} {case.case}").sample(ways, min(BODIES, len(ways)))
    return digest([answered(folder, case, without(body, way), Explain.BRIEF) for way in chosen])


def taken(batch: int, *, every: int = 1) -> dict[str, list[str]]:
    """The digests of one batch of the cases, by version and sentence: the second one of so many-th cases alone."""
    return {
        f"{folder.version}: {case.case}": [
            of_the_case(folder, case),
            *([of_bodies(folder, case)] if number % every == 0 else []),
        ]
        for number, (folder, case) in enumerate(cases()[batch::BATCHES])
    }


def frozen() -> dict[str, list[str]]:
    """The digests on file."""
    return json.loads(FILE.read_text("utf-8"))


def main() -> None:
    before = frozen() if FILE.exists() else {}
    with Pool(2) as pool:
        now = {name: each for part in pool.map(taken, range(BATCHES)) for name, each in part.items()}
    changed = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    lines = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(now[name])}" for name in sorted(now))
    FILE.write_text(f"{{\n{lines}\n}}\n", "utf-8")
    print(f"{len(changed)} of {len(now)} changed", *changed[:40], sep="\n")  # noqa: T201 (a command's output)


if __name__ == "__main__":
    main()
