"""Reads the questions about ownership and control that a rule can ask of a party."""

from collections.abc import Callable
from decimal import Decimal

from app.domain.facts.choice import words_of
from app.domain.facts.choices.proceedings import InquiryOutcome
from app.domain.facts.dictionary import Kind
from app.domain.fields import Fields
from app.domain.language.nodes import (
    Concluded,
    DerivesMajority,
    DirectedBy,
    HasParent,
    HeldBy,
    Inquired,
    OwnershipNode,
    OwnSide,
    Path,
    Stated,
    StatedHolder,
)
from app.domain.language.operands import OperandReader
from app.domain.located import Mapping, Node, Scalar, Sequence
from app.domain.ownership.answer.income_figures import Losses
from app.domain.ownership.answer.question import Method
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import MET, NOT_MET

ATTRIBUTIONS = ("parent_status", "same_measure")
FLOORS = ("aggregation_only", "every_limb")
OUTCOMES = words_of(InquiryOutcome)
EXCEPTED_HOLDINGS = ("counted", "ignored")
_CONCLUDED = (("met", MET), ("not_met", NOT_MET))
YEARS = ("either_year", "audit_governs")


def read_ownership_question(
    reader: OperandReader, path: Path, operator: str, node: Node
) -> OwnershipNode | Stated | None:
    """Read the node for one such question, or ``None`` when faults were found."""
    read, needs, may = QUESTIONS[operator]
    asked = Fields(node, f"`{operator}`", reader.faults, needs=needs, may=may)
    return read(reader, path, asked) if asked.sound else None


def _directed_by(reader: OperandReader, path: Path, asked: Fields) -> DirectedBy | None:
    definition = reader.definition(asked.entries["persons"], reader.regime.party)
    words = f"is directed by a party that meets {definition}"
    return DirectedBy(path, words, definition) if definition is not None else None


def _has_parent(reader: OperandReader, path: Path, asked: Fields) -> HasParent | None:
    meets, among = asked.entries.get("meets"), asked.entries.get("among")
    if meets is None and among is None:
        return reader.faults.add(asked.place, "`has_parent` needs `meets`, `among` or both")
    person = reader.definition(meets, reader.regime.party) if meets is not None else None
    parties = read_among(reader, among)
    if (meets is not None and person is None) or parties is None:
        return None
    by = _turns_on(reader, asked.entries.get("attribution"), ATTRIBUTIONS)
    words = "has a parent" + (f" that meets {person}" if person else "") + _said(parties)
    return HasParent(path, words, _named(by), (person,) if person else (), parties, by)


def _stated_holder(reader: OperandReader, path: Path, asked: Fields) -> StatedHolder | None:
    definition = reader.definition(asked.entries["meets"], reader.regime.interest)
    parties = read_among(reader, asked.entries["among"])
    if definition is None or parties is None:
        return None
    words = f"has a holder that is stated to meet {definition}{_said(parties)}"
    return StatedHolder(path, words, parties, definition)


def _concluded(reader: OperandReader, path: Path, asked: Fields) -> Concluded | None:
    verdicts = [(key, verdict) for key, verdict in _CONCLUDED if key in asked.entries]
    if len(verdicts) != 1:
        return reader.faults.add(asked.place, "`concluded` needs either `met` or `not_met`")
    (key, verdict), *_ = verdicts
    definition = reader.definition(asked.entries[key], reader.regime.party)
    if definition is None:
        return None
    words = f"is concluded, on evidence, {'to meet' if verdict == MET else 'not to meet'} {definition}"
    return Concluded(path, words, definition, verdict)


def _own_side(reader: OperandReader, node: Node | None) -> OwnSide | None:
    """Read the parties behind whom nobody is looked for; ``None`` where there are none, or faults were found."""
    if node is None:
        return None
    said = Fields(node, "`own_side`", reader.faults, needs=("among", "meets", "says"))
    if not said.sound:
        return None
    among, definition = (
        read_among(reader, said.entries["among"]),
        reader.definition(said.entries["meets"], reader.regime.party),
    )
    return OwnSide(among, definition, said.text("says")) if among is not None and definition is not None else None


def _said(parties: tuple[Path, ...]) -> str:
    return f" among {', '.join(party.text for party in parties)}" if parties else ""


def read_inquiry(reader: OperandReader, node: Node) -> Inquired | None:
    """Read the node for a documented inquiry, or ``None`` when faults were found."""
    asked = Fields(node, "`inquiry`", reader.faults, needs=("was",), may=("not_into",))
    if not asked.sound:
        return None
    outcomes = [_choice(reader, each, OUTCOMES) for each in _items(asked.entries["was"])]
    parts = _items(asked.entries.get("not_into"))
    paths = [reader.root.path(_text(each), each.place, reader.faults) for each in parts]
    not_into = tuple(path for path in paths if path is not None)
    if len(not_into) < len(paths) or None in outcomes:
        return None
    for path in not_into:
        if any(step.through_party for step in path.steps):
            return reader.faults.add(node.place, f"`{path.text}` passes through a party; name the party")
    beyond = f", other than into {' or '.join(path.text for path in not_into)}" if not_into else ""
    return Inquired(not_into, frozenset(map(str, outcomes)), f"was {' or '.join(map(str, outcomes))}{beyond}")


def _text(node: Node) -> str:
    return str(node.value) if isinstance(node, Scalar) else ""


def read_among(reader: OperandReader, node: Node | None) -> tuple[Path, ...] | None:
    """Read the paths under ``among``, each from the transaction to a party or to a list of parties."""
    found = []
    for item in _items(node):
        text = _text(item)
        path = reader.root.path(text, item.place, reader.faults)
        if path is None:
            return None
        ends = path.type.item if path.type.kind is Kind.LISTING and path.type.item else path.type
        if ends.kind is not Kind.PARTY or any(step.through_party for step in path.steps):
            return reader.faults.add(item.place, f"`{text}` is {path.type.words}, not a party or a list of parties")
        found.append(path)
    return tuple(found)


def _held_by(reader: OperandReader, path: Path, asked: Fields) -> HeldBy | None:
    persons = [reader.definition(item, reader.regime.party) for item in _items(asked.entries.get("persons"))]
    measures = [_choice(reader, item, tuple(Measure)) for item in _items(asked.entries.get("measures"))]
    method, by = _method(reader, asked.entries.get("method"))
    attribution_by = _turns_on(reader, asked.entries.get("attribution"), ATTRIBUTIONS)
    pooled = asked.entries["pooled"]
    if not isinstance(pooled, Scalar) or not isinstance(pooled.value, bool):
        return reader.faults.add(pooled.place, "`pooled` is true or false")
    assumes = asked.text("unlisted_sellers") or None
    strict = "more_than" in asked.entries
    bounds = [asked.entries[key] for key in ("at_least", "more_than") if key in asked.entries]
    if len(bounds) != 1:
        return reader.faults.add(asked.place, "`held_by` needs either `at_least` or `more_than`")
    threshold = _number(reader, bounds[0])
    if threshold is None or (method is None and by is None) or None in persons or None in measures:
        return None
    words = f"{'more than' if strict else 'at least'} {threshold:f} percent of {' or '.join(str(m) for m in measures)}"
    return HeldBy(
        path,
        words,
        _named(by, attribution_by),
        tuple(str(person) for person in persons),
        tuple(str(measure) for measure in measures),
        threshold,
        strict,
        method,
        by,
        attribution_by,
        pooled.value,
        assumes,
        _own_side(reader, asked.entries.get("own_side")),
    )


def _derives(reader: OperandReader, path: Path, asked: Fields) -> DerivesMajority | None:
    persons = reader.definition(asked.entries["persons"], reader.regime.party)
    threshold, floor = _number(reader, asked.entries["more_than"]), _number(reader, asked.entries["floor"])
    further = asked.entries.get("one_meets")
    one_meets = reader.definition(further, reader.regime.party) if further is not None else None
    if persons is None or threshold is None or floor is None or (further is not None and one_meets is None):
        return None
    words = f"more than {threshold:f} percent of revenue, net income, capital expenditure or operating expenses"
    words += f", in part through one that meets {one_meets}" if one_meets is not None else ""
    floor_by = _turns_on(reader, asked.entries.get("floor_for"), FLOORS)
    losses_by = _turns_on(reader, asked.entries.get("losses"), tuple(each.value for each in Losses))
    year_by = _turns_on(reader, asked.entries.get("years"), YEARS)
    by = _named(floor_by, losses_by, year_by)
    every = _choice(reader, asked.entries.get("excepted_holdings"), EXCEPTED_HOLDINGS) == "counted"
    return DerivesMajority(
        path, words, by, (persons,), threshold, floor, floor_by, losses_by, year_by, every, one_meets
    )


def _named(*names: str | None) -> tuple[str, ...]:
    return tuple(name for name in names if name is not None)


def _method(reader: OperandReader, node: Node | None) -> tuple[str | None, str | None]:
    """Read the method itself, or the interpretation whose readings are the methods."""
    methods = tuple(method.value for method in Method)
    if isinstance(node, Mapping):
        return None, _turns_on(reader, node, methods)
    return _choice(reader, node, methods), None


def _turns_on(reader: OperandReader, node: Node | None, readings: tuple[str, ...]) -> str | None:
    """Read the interpretation written as ``{reading: …}``; its readings must be among those that the question knows."""
    if node is None:
        return None
    name = node.get("reading") if isinstance(node, Mapping) else None
    text = str(name.value) if isinstance(name, Scalar) else ""
    interpretation = reader.vocabulary.interpretations.get(text)
    if interpretation is None or set(interpretation.readings) - set(readings):
        message = (
            f"`{{reading: …}}` with an interpretation whose readings are among {', '.join(readings)} is expected here"
        )
        reader.faults.add(node.place, message)
        return None
    return text


def _items(node: Node | None) -> tuple[Node, ...]:
    if isinstance(node, Sequence):
        return node.items
    return (node,) if node is not None else ()


def _choice(reader: OperandReader, node: Node | None, choices: tuple[str, ...]) -> str | None:
    if node is None:
        return None
    read = reader.values(node, Kind.CHOICE, tuple(str(c) for c in choices))
    return str(read[0][0]) if read else None


def _number(reader: OperandReader, node: Node) -> Decimal | None:
    read = reader.values(node, Kind.QUANTITY)
    return read[0][0] if read and isinstance(read[0][0], Decimal) else None


QUESTIONS: dict[
    str,
    tuple[Callable[[OperandReader, Path, Fields], OwnershipNode | Stated | None], tuple[str, ...], tuple[str, ...]],
] = {
    "held_by": (
        _held_by,
        ("persons", "measures", "method", "pooled"),
        ("at_least", "more_than", "attribution", "unlisted_sellers", "own_side"),
    ),
    "has_parent": (_has_parent, (), ("meets", "among", "attribution")),
    "directed_by": (_directed_by, ("persons",), ()),
    "concluded": (_concluded, (), tuple(key for key, _ in _CONCLUDED)),
    "has_stated_holder": (_stated_holder, ("among", "meets"), ()),
    "derives_majority_through": (
        _derives,
        ("persons", "more_than", "floor"),
        ("one_meets", "floor_for", "losses", "years", "excepted_holdings"),
    ),
}
"""What reads each question, what it needs to have and what it may have."""
