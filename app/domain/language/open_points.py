"""Reads what is open: points left to interpretation, alternatives of a proposal, regulations awaited."""

from collections.abc import Mapping as Choices

from app.domain.language.ruleset import Axis, Combination, Interpretation, PendingRegulation
from app.domain.language.scope import Faults, nearest
from app.domain.language.sections import Section, items
from app.domain.located import Mapping, Node, Scalar


def read_interpretations(document: Mapping, faults: Faults) -> dict[str, Interpretation]:
    """Read the interpretations by identifier."""
    found: dict[str, Interpretation] = {}
    needs, may = ("id", "cites", "question", "readings"), ("taken", "otherwise", "confidence")
    for node in items(document, "interpretations", faults):
        section = Section(node, "an interpretation", faults, needs=needs, may=may)
        if not section.sound:
            continue
        readings = _texts(section.entries["readings"])
        if len(readings) < 2:
            place = section.entries["readings"].place
            faults.add(place, "`readings` names at least two readings, each with a sentence")
        taken = section.choice("taken", tuple(readings)) or None
        identifier = section.text("id")
        if identifier in found:
            faults.add(node.place, f"interpretation `{identifier}` is already given at {found[identifier].place}")
        found[identifier] = Interpretation(
            identifier,
            section.text("cites"),
            section.text("question"),
            readings,
            taken,
            section.text("otherwise") or None,
            node.place,
        )
    return found


def read_variants(document: Mapping, faults: Faults) -> dict[str, Axis]:
    """Read the axes of a proposal's alternatives by identifier, each with two alternatives or more."""
    found: dict[str, Axis] = {}
    needs = ("id", "cites", "question", "alternatives")
    for node in items(document, "variants", faults):
        section = Section(node, "a variant", faults, needs=needs, may=("confidence",))
        if not section.sound:
            continue
        alternatives = _texts(section.entries["alternatives"])
        if len(alternatives) < 2:
            faults.add(
                section.entries["alternatives"].place,
                "`alternatives` names at least two alternatives, each with a sentence",
            )
        name = section.text("id")
        if name in found:
            faults.add(node.place, f"variant `{name}` is already given at {found[name].place}")
        found[name] = Axis(name, section.text("cites"), section.text("question"), alternatives, node.place)
    return found


def read_excluded(document: Mapping, axes: Choices[str, Axis], faults: Faults) -> tuple[Combination, ...]:
    """Read the combinations of alternatives that cannot be chosen together, each of two axes or more."""
    found = []
    for node in items(document, "excluded_combinations", faults):
        section = Section(node, "an excluded combination", faults, needs=("combine", "says"))
        if not section.sound:
            continue
        combine = section.entries["combine"]
        choices = _texts(combine)
        if len(choices) < 2:
            faults.add(combine.place, "`combine` names one alternative of each of two variants or more")
        for entry in combine.entries if isinstance(combine, Mapping) else ():
            if entry.key not in axes:
                faults.add(entry.place, f"no variant is called `{entry.key}`{nearest(entry.key, axes)}")
            elif choices.get(entry.key) not in axes[entry.key].alternatives:
                told, known = choices.get(entry.key, ""), axes[entry.key].alternatives
                faults.add(entry.value.place, f"`{entry.key}` has no alternative `{told}`{nearest(told, known)}")
        found.append(Combination(choices, section.text("says"), node.place))
    return tuple(found)


def read_pending(document: Mapping, faults: Faults) -> dict[str, PendingRegulation]:
    """Read the regulations awaited by identifier."""
    found: dict[str, PendingRegulation] = {}
    needs = ("id", "cites", "awaits", "says")
    for node in items(document, "pending", faults):
        section = Section(node, "a pending regulation", faults, needs=needs, may=("confidence",))
        if not section.sound:
            continue
        name = section.text("id")
        if name in found:
            faults.add(node.place, f"pending regulation `{name}` is already given at {found[name].place}")
        found[name] = PendingRegulation(
            name, section.text("cites"), section.text("awaits"), section.text("says"), node.place
        )
    return found


def check_distinct(document: Mapping, faults: Faults) -> None:
    """Add a fault for every identifier that two of interpretations, variants and pending regulations share."""
    seen: dict[str, str] = {}
    for key in ("interpretations", "variants", "pending"):
        for node in items(document, key, Faults()):
            name = node.get("id") if isinstance(node, Mapping) else None
            if not isinstance(name, Scalar) or not isinstance(name.value, str):
                continue
            if seen.setdefault(name.value, key) != key:
                faults.add(name.place, f"`{name.value}` is the name of one of the {seen[name.value]} already")


def _texts(node: Node) -> dict[str, str]:
    """Read the texts of a mapping, in the order of their names; what is no text is left out."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return {
        entry.key: " ".join(entry.value.value.split())
        for entry in sorted(entries, key=lambda entry: entry.key)
        if isinstance(entry.value, Scalar) and isinstance(entry.value.value, str)
    }
