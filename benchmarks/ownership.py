"""How long the ownership questions take: one target, thirty parties, ten thousand parties.

Times are the best of several runs in processor time, the graph built anew each time. Two figures are promised: a
question about holdings takes less than 0.4 ms among thirty parties and less than 150 ms among ten thousand.
"""

import random
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.domain.facts.choices.interests import Role
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import ParentTest, Question
from app.domain.ownership.explain.answers import evidence_of
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.problems import graph_problems
from app.domain.truth import MET, NOT_MET

HALF = Question(measures=tuple(Measure), threshold=Decimal(50), pooled=True, any_parent=True)
"""As 850.221(d) and (e) ask, on the readings taken."""
NO_ROLES: Listing[Role] = Listing((), complete=True)


def layered(count: int, links: int, *, loops: int = 0) -> tuple[list[Party], list[Interest]]:
    """A graph of entities, each held by some of those before it, the first tenth being individuals.

    ``loops`` adds that many small cross-holdings, each of an entity in one of its own holders.
    """
    chance = random.Random(1)  # noqa: S311 (the same graph each time)
    people = max(count // 10, 1)
    parties = [
        Party(
            id=PartyId(f"p{number}"),
            kind="individual" if number < people else "entity",
            holders_complete=True,
            holdings_complete=True,
        )
        for number in range(count)
    ]
    per_entity = links / (count - people)
    interests: list[Interest] = []
    for number in range(people, count):
        holders = min(number, int(per_entity) + (chance.random() < per_entity % 1))
        percent = Decimal(95 // holders)
        interests += [
            _interest(chance.randrange(max(0, number - count // 5), number), number, percent) for _ in range(holders)
        ]
    for _ in range(loops):
        one = chance.choice(interests)
        if one.holder >= f"p{people}" and int(one.holder[1:]) >= people:
            interests.append(_interest(int(one.subject[1:]), int(one.holder[1:]), Decimal(5)))
    return parties, interests


def _interest(holder: int, subject: int, percent: Decimal) -> Interest:
    return Interest(
        holder=PartyId(f"p{holder}"),
        subject=PartyId(f"p{subject}"),
        voting_percent=percent,
        board_percent=percent,
        equity_percent=percent,
        roles=NO_ROLES,
    )


def best(run: Callable[[], object], times: int) -> float:
    """The shortest time of a run, in seconds."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


CASES: dict[str, Callable[[], tuple[list[Party], list[Interest]]]] = {
    "target alone": lambda: ([Party(id=PartyId("p0"), kind="entity")], []),
    "target, 5 interests": lambda: layered(6, 5),
    "30 parties": lambda: layered(30, 60),
    "10,000 parties": lambda: layered(10_000, 30_000),
    "10,000 parties, cross-held": lambda: layered(10_000, 30_000, loops=5),
}
SMALL = ("target alone", "target, 5 interests", "30 parties")
QUESTIONS = ("held by", "out of reach", "with reasons", "parent", "problems")
PROMISED = {"30 parties": 0.4, "10,000 parties": 150.0}
"""Milliseconds within which a question about holdings is answered."""


def run(times: int = 2000, names: tuple[str, ...] = tuple(CASES)) -> dict[str, Any]:
    """Milliseconds for each graph and question; prints one line for each graph."""
    print(f"\n{'graph':28}{'interests':>10}" + "".join(f"{question:>14}" for question in QUESTIONS))
    found: dict[str, Any] = {}
    for name in names:
        parties, interests = CASES[name]()
        figures = _figures(parties, interests, times if name in SMALL else 5)
        found[name] = {question: figure * 1000 for question, figure in zip(QUESTIONS, figures, strict=True)}
        print(f"{name:28}{len(interests):>10,}" + "".join(f"{figure * 1000:>11.3f} ms" for figure in figures))
        if name in PROMISED:
            slowest = max(figures[:2]) * 1000
            print(f"    promised {PROMISED[name]:g} ms: {'kept' if slowest < PROMISED[name] else 'not kept'}")
    return {"milliseconds": found}


def _figures(parties: list[Party], interests: list[Interest], times: int) -> list[float]:
    subject = parties[-1].id

    def member(party: PartyId) -> int:
        return MET if int(party[1:]) % 7 == 1 else NOT_MET

    def few(party: PartyId) -> int:
        return MET if int(party[1:]) % 97 == 1 else NOT_MET

    def held() -> None:
        held_by(OwnershipGraph(parties, interests), subject, member, HALF)

    def out_of_reach() -> None:
        held_by(OwnershipGraph(parties, interests), subject, few, HALF)

    def explained() -> None:
        evidence_of(held_by(OwnershipGraph(parties, interests), subject, member, HALF))

    def parent() -> None:
        has_parent(OwnershipGraph(parties, interests), subject, member, ParentTest())

    return [
        best(held, times),
        best(out_of_reach, times),
        best(explained, times),
        best(parent, times if len(parties) < 100 else 1),
        best(lambda: graph_problems(parties, interests), times),
    ]
