"""Puts chains of interests in words: who holds how much of whom, and what that comes to further down."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, Inexact

from app.domain.facts.fact import PartyId
from app.domain.ownership.explain.evidence import Evidence, PathStep, PathSteps
from app.domain.ownership.resolve.bounds import Interval, Number, bounds_of, in_digits
from app.domain.ownership.resolve.counted import THE_DAY
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import Quantity, is_exact, number_text


@dataclass(frozen=True, slots=True)
class ChainInWords:
    """A chain in words, and the places of the interests in it, each with the field that was read."""

    says: str
    interests: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class RingInWords:
    """Entities that hold one another, and in words what is held of each."""

    says: str
    parties: tuple[PartyId, ...]


def ring_in_words(graph: OwnershipGraph, ring: Sequence[tuple[PartyId, Interval]], *, rounds: str) -> RingInWords:
    """Put the ring in words. ``rounds`` says how often chains through it count."""
    shown = ring if len(ring) <= _LINKS else ring[:_LINKS]
    names = [name_of(graph, party) for party, _ in shown]
    shares = [f"{_worked_out_words(held)} of {name}" for name, (_, held) in zip(names, shown, strict=True)]
    if len(shown) < len(ring):
        names.append(f"{len(ring) - len(shown)} more")
    says = f"{_listed(names)} hold one another: {rounds} comes to {_listed(shares)}"
    return RingInWords(says, tuple(party for party, _ in ring))


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _worked_out_words(held: Interval) -> str:
    """Put a share in words that was worked out, each bound cut to twelve decimals so that it still is one."""
    least, most = _cut(held[0], ROUND_FLOOR), _cut(held[2], ROUND_CEILING)
    if held[0] == held[2] or least == most:
        return f"{least} %"
    return f"at least {least} and at most {most} %"


def _cut(number: Number, rounding: str) -> str:
    short = min(Decimal(100), in_digits(number, rounding).quantize(_LAST_PLACE, rounding=rounding))
    return number_text(short) if short == number else f"{number_text(short)}…"


def chains_in_words(graph: OwnershipGraph, chains: Iterable[PathSteps]) -> tuple[ChainInWords, ...]:
    """Put the chains in words, in one sentence for holders that have an entity attributed to them together.

    "A 60 % of B, B 55 % of C: full attribution, 55 %".
    """
    chains = tuple(chains)
    if all(len(chain) == 1 for chain in chains):
        return tuple(_joined_in_words(graph, [chain]) for chain in chains)
    joined: dict[tuple[object, ...], list[PathSteps]] = {}
    for number, chain in enumerate(chains):
        together = len(chain) > 1 and chain[0].in_full and chain[0].measure is not None
        joined.setdefault(chain[1:] if together else (number,), []).append(chain)
    return tuple(_joined_in_words(graph, group) for group in joined.values())


def _joined_in_words(graph: OwnershipGraph, group: Sequence[PathSteps]) -> ChainInWords:
    heads, tail = [chain[0] for chain in group], group[0][1:]
    if not tail:
        step = heads[0]
        return ChainInWords(f"{link_words(graph, step)}, directly", ((step.interest, field_of(graph, step)),))
    links = [" and ".join(link_words(graph, step) for step in heads), *(link_words(graph, step) for step in tail)]
    if len(links) > _LINKS:
        links[_LINKS // 2 : -_LINKS // 2] = [f"{len(links) - _LINKS} more links"]
    places = tuple((step.interest, field_of(graph, step)) for step in (*heads, *tail))
    return ChainInWords(f"{', '.join(links)}: {_outcome(graph, group[0])}", places)


_LINKS = 12
"""A longer chain is shown by its first and last links."""


def link_words(graph: OwnershipGraph, step: PathStep) -> str:
    """Put one link in words: "A 60 % of B", "A general partner of B"."""
    held = _role_words(graph, step) if step.measure is None else _share_words(graph, step, step.measure)
    return f"{name_of(graph, step.holder)} {held} of {name_of(graph, step.subject)}"


def field_of(graph: OwnershipGraph, step: PathStep) -> str:
    """Give the field of the interest that the link rests on."""
    if step.measure is not None:
        return step.measure.value
    interest = graph.interests[step.interest]
    if interest.roles and interest.roles.items:
        return "roles"
    for field in ("directs_management", "board_seat"):
        if getattr(interest, field):
            return field
    return next((each.value for each in Measure if getattr(interest, each.value) is not None), "roles")


def missing_words(graph: OwnershipGraph, evidence: Evidence) -> Iterator[tuple[int | PartyId, str, str]]:
    """Say what would settle an open answer: an interest by its place or a party by its id, the field, and the words."""
    open_interests = dict.fromkeys(
        each for place, field in evidence.open_interests for each in graph.open_because.get(place, ((place, field),))
    )
    for place, field in open_interests:
        interest = graph.interests[place]
        held = f"{name_of(graph, interest.holder)} has in {name_of(graph, interest.subject)}"
        if field.startswith("/"):
            words = f"{_MISSING_OF_THE_MOMENT[field.rpartition('/')[2]]}, and so what {held} before it"
        else:
            words = f"{_MISSING.get(field, field.replace('_', ' '))} {held}"
        yield place, field, words
    for party, field in evidence.open_parties:
        yield party, field, _MISSING_OF_PARTY[field].format(name_of(graph, party))
    for party in evidence.open_members:
        yield party, "", f"whether {name_of(graph, party)} is one of the persons asked about"


_MISSING = {
    "voting_percent": "what share of the votes",
    "board_percent": "what share of the voting power of the board",
    "equity_percent": "what share of the equity",
    "term": "when what is held that",
    "first_day": "from which day on is held what",
    "last_day": "until which day is held what",
    THE_DAY: "on which day is asked about what",
    "roles": "which role",
    "board_seat": "whether a seat on the board is what",
    "directs_management": "whether power over the management is what",
    "excepted_securities_only": "whether nothing but excepted securities is what",
}
_MISSING_OF_THE_MOMENT = {
    "interests_show": "whether the interests listed show the holders before the deal or after it",
    "passes": "which shares pass in the deal",
    "complete": "whether all shares that pass in the deal are listed",
    "seller": "from whom a share passes in the deal",
    "newly_issued": "whether a share that passes in the deal is newly issued",
    "voting_percent": "what share of the votes passes in the deal",
    "board_percent": "what share of the voting power of the board passes in the deal",
    "equity_percent": "what share of the equity passes in the deal",
}
"""By the last name of the JSON Pointer of a fact that would tell what is held before the deal."""
_MISSING_OF_PARTY = {
    "kind": "whether {} is an individual or an entity",
    "holders_complete": "whether all who hold an interest in {} are listed",
    "holdings_complete": "whether all interests that {} holds are listed",
    "pooled_investment_fund": "whether {} is a pooled investment fund",
}


def name_of(graph: OwnershipGraph, party: PartyId) -> str:
    """Give the name of a party, or its id where it has none."""
    return graph.party(party).name or str(party)


def _share_words(graph: OwnershipGraph, step: PathStep, measure: Measure) -> str:
    """Give a percentage as it was stated, or closer where the other holders leave no less."""
    bounds = _raised(graph, step, measure)
    if bounds is not None:
        return f"{_bounds_words(*bounds)} (what the others leave)"
    value: Quantity | None = getattr(graph.interests[step.interest], measure.value)
    return "an unknown share" if value is None else _bounds_words(*bounds_of(value))


def _raised(graph: OwnershipGraph, step: PathStep, measure: Measure) -> tuple[Decimal, bool, Decimal, bool] | None:
    """Give the bounds on a percentage where the lower one is what the other holders leave."""
    if is_exact(getattr(graph.interests[step.interest], measure.value)):
        return None
    column = graph.column(step.subject, measure)
    if step.interest not in column.raised:
        return None
    return next(link[2:] for link in column.links if link.place == step.interest)


def _bounds_words(lower: Decimal | None, above: bool, upper: Decimal | None, below: bool) -> str:  # noqa: FBT001 (pairs of a bound)
    if lower is not None and lower == upper:
        return f"{number_text(lower)} %"
    words = []
    if lower is not None:
        words.append(f"{'more than' if above else 'at least'} {number_text(lower)}")
    if upper is not None:
        words.append(f"{'less than' if below else 'at most'} {number_text(upper)}")
    return f"{' and '.join(words)} %"


_FLOOR = Context(prec=60, rounding=ROUND_FLOOR, traps=[])
_LAST_PLACE = Decimal("1e-12")


def _outcome(graph: OwnershipGraph, chain: PathSteps) -> str:
    """Say what the chain comes to at its end, at least."""
    last = chain[-1]
    if last.measure is None:
        return "through all of them"
    percent, bounded, context = Decimal(100), False, _FLOOR.copy()
    for step in chain:
        if step is not last and step.in_full:
            continue
        measure = step.measure or last.measure
        value = getattr(graph.interests[step.interest], measure.value)
        stated = (None, False, None, False) if value is None else bounds_of(value)
        lower, _, upper, _ = _raised(graph, step, measure) or stated
        percent = context.scaleb(context.multiply(percent, lower or Decimal(0)), -2)
        bounded = bounded or lower != upper
    words = number_text(percent)
    if context.flags[Inexact]:
        words = f"{number_text(percent.quantize(_LAST_PLACE, rounding=ROUND_FLOOR))}…"
    return f"{_manner(graph, chain)}, {'at least ' if bounded else ''}{words} %"


def _manner(graph: OwnershipGraph, chain: PathSteps) -> str:
    above = chain[:-1]
    full = [step for step in above if step.in_full]
    if len(full) == len(above):
        return "full attribution"
    if not full:
        return "in proportion"
    names = list(dict.fromkeys(name_of(graph, step.subject) for step in full))
    if len(names) > _LINKS:
        names[_LINKS:] = [f"{len(names) - _LINKS} more"]
    through = ", ".join(names)
    return f"full attribution through {through}, otherwise in proportion"


def _role_words(graph: OwnershipGraph, step: PathStep) -> str:
    roles = graph.interests[step.interest].roles
    if roles and roles.items:
        return " and ".join(role.replace("_", " ") for role in roles.items)
    words = {"directs_management": "director of the management", "board_seat": "holder of a board seat"}
    return words.get(field_of(graph, step), "holder")
