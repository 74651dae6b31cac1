"""How the cost grows: with parties, interests and activities, and with ten times as many rules."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from app.api.wire.canonical import canonical_bytes
from app.api.wire.reader import TransactionReader
from app.domain.screening import Law
from app.service.ports import Document
from benchmarks import ours
from benchmarks.clock import Rounds, Timing, alternating, timed
from benchmarks.transactions import variants, with_activities, with_interests, with_parties

SIZES = (10, 100, 400)
KINDS: dict[str, Callable[[int], bytes]] = {
    "parties": with_parties,
    "interests": with_interests,
    "activities": with_activities,
}
TIMES = 10
ROUNDS = Rounds(calls=20, rounds=7)

_NAMING = ("meets", "meets_any", "persons")
_OUTCOMES = ("prohibited", "excepted from prohibition", "notifiable", "excepted from notification")


def run(rounds: Rounds = ROUNDS) -> dict[str, Any]:
    """The time of a screening by size of the transaction and by number of rules; prints it."""
    sizes = {kind: {size: timed(_screening(make(size)), rounds) for size in SIZES} for kind, make in KINDS.items()}
    print(f"\n{'µs a screening with':24}" + "".join(f"{size:>10}" for size in SIZES) + f"{'µs for one more':>18}")
    for kind, times in sizes.items():
        print(f"{kind:24}" + "".join(f"{each.best:>10,.0f}" for each in times.values()) + f"{_each(times):>18.1f}")
    rules = _rules(rounds)
    return {
        "microseconds_by_size": {
            kind: {size: each.best for size, each in found.items()} for kind, found in sizes.items()
        },
        "times_for_ten_times_the_rules": rules,
    }


def _each(times: dict[int, Timing]) -> float:
    """What one more costs between the two largest sizes, in microseconds."""
    small, large = SIZES[-2:]
    return (times[large].best - times[small].best) / (large - small)


def _screening(body: bytes) -> Callable[[], object]:
    return lambda: ours.screen_anew(body)


def _rules(rounds: Rounds) -> dict[str, float]:
    """How many times as long a screening takes under ten times the rules, by variant."""
    laws = {"one": ours.law(), "ten": ours.compiled(multiplied(ours.document(), TIMES))}
    found = {}
    counts = [f"{len(law.rule_set.definitions):,}" for law in laws.values()]
    print(f"\n{f'µs under {counts[0]} and {counts[1]} rules':34}{'':>10}{'':>10}{'ratio':>10}")
    for outcome, body in variants().items():
        times = alternating({name: _under(law, body) for name, law in laws.items()}, rounds)
        one, ten = times["one"].best, times["ten"].best
        found[outcome] = ten / one
        print(f"{outcome:34}{one:>10,.0f}{ten:>10,.0f}{found[outcome]:>10.2f}")
    return found


def _under(law: Law, body: bytes) -> Callable[[], object]:
    reader = TransactionReader()
    return lambda: canonical_bytes(law.screen(reader.read(body).transaction))


def multiplied(rules: Document, times: int) -> Document:
    """The rules with each definition of an outcome or a duty that many times, under other names, all bearing on it.

    Each outcome is met if its own or any copied conditions are, so as long as none are, all must be looked at.
    """
    stated: dict[str, Any] = copy.deepcopy(dict(rules))
    duties = [each for each in stated["obligations"] if "when" in each]
    originals = _resting_on({*_OUTCOMES, *(each["when"] for each in duties)}, stated["definitions"])
    copies = {
        number: [_renamed(each, number, originals) for each in originals.values()] for number in range(2, times + 1)
    }
    for name in _OUTCOMES:
        own = originals[name]
        others = [{"transaction": {"meets": _name(name, number)}} for number in copies]
        own["when"] = {"any": [own["when"], *others]}
    stated["definitions"] += [each for several in copies.values() for each in several]
    stated["obligations"] += [{**each, "when": _name(each["when"], number)} for number in copies for each in duties]
    return stated


def _resting_on(names: set[str], definitions: list[Any]) -> dict[str, Any]:
    """The definitions of these names and all that they name in turn; what only the summary reads is not among them."""
    known = {each["id"]: each for each in definitions}
    found: dict[str, Any] = {}
    ahead = [*names]
    while ahead:
        name = ahead.pop()
        if name in known and name not in found:
            found[name] = known[name]
            ahead += _named(known[name])
    return {each["id"]: each for each in definitions if each["id"] in found}


def _named(part: Any) -> Iterator[str]:
    """Every text in the part: the names of definitions are among them."""
    match part:
        case str():
            yield part
        case list():
            for each in part:
                yield from _named(each)
        case dict():
            yield from _named([*part.values()])


def _name(name: str, number: int) -> str:
    return f"{name} ({number}. copy)"


def _renamed(part: Any, number: int, known: dict[str, Any]) -> Any:
    """The part with every name of a definition changed to that of its copy; citations are given where ids gave them."""
    if isinstance(part, list):
        return [_renamed(each, number, known) for each in part]
    if not isinstance(part, dict):
        return part
    found = {
        key: _names(value, number, known) if key in _NAMING else _renamed(value, number, known)
        for key, value in part.items()
    }
    if "id" in part and part["id"] in known:
        found["id"] = _name(part["id"], number)
        found.setdefault("cites", f"31 CFR {part['id']}")
    return found


def _names(value: Any, number: int, known: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_names(each, number, known) for each in value]
    return _name(value, number) if isinstance(value, str) and value in known else _renamed(value, number, known)
