"""Reads what is open: points left to interpretation, alternatives of a proposal, regulations awaited.

All of them are asked by name, so that no two share one.
"""

from collections.abc import Mapping

from app.domain.fields import Fields, nearest
from app.domain.language.ruleset import Axis, Combination, Interpretation, PendingRegulation
from app.domain.language.sections import by_id


def read_interpretations(document: Fields) -> dict[str, Interpretation]:
    """Read the interpretations by identifier."""
    needs, may = ("id", "cites", "question", "readings"), ("taken", "otherwise", "confidence")
    found = {}
    for name, item in by_id(document, "interpretations", "an interpretation", needs=needs, may=may).items():
        readings = _choices(item, "readings", "readings, each with a sentence")
        found[name] = Interpretation(
            name,
            item.text("cites"),
            item.text("question"),
            readings,
            item.word("taken", tuple(readings)) or None,
            item.text("otherwise") or None,
            item.place,
        )
    return found


def read_variants(document: Fields, interpretations: Mapping[str, Interpretation]) -> dict[str, Axis]:
    """Read the axes of a proposal's alternatives by identifier, each with two alternatives or more."""
    needs = ("id", "cites", "question", "alternatives")
    items = by_id(document, "variants", "a variant", needs=needs, may=("confidence",), besides=interpretations)
    return {
        name: Axis(
            name,
            item.text("cites"),
            item.text("question"),
            _choices(item, "alternatives", "alternatives, each with a sentence"),
            item.place,
        )
        for name, item in items.items()
    }


def read_excluded(document: Fields, axes: Mapping[str, Axis]) -> tuple[Combination, ...]:
    """Read the combinations of alternatives that cannot be chosen together, each of two axes or more."""
    found = []
    for node in document.items("excluded_combinations"):
        item = Fields(node, "an excluded combination", document.faults, needs=("combine", "says"))
        choices = _choices(item, "combine", "variants, each with one alternative")
        for entry in item.mapping("combine"):
            told = choices.get(entry.key, "")
            if entry.key not in axes:
                document.faults.add(entry.place, f"no variant is called `{entry.key}`{nearest(entry.key, axes)}")
            elif told not in axes[entry.key].alternatives:
                near = nearest(told, axes[entry.key].alternatives)
                document.faults.add(entry.value.place, f"`{entry.key}` has no alternative `{told}`{near}")
        found.append(Combination(choices, item.text("says"), node.place))
    return tuple(found)


def read_pending(
    document: Fields, interpretations: Mapping[str, Interpretation], axes: Mapping[str, Axis]
) -> dict[str, PendingRegulation]:
    """Read the regulations awaited by identifier."""
    needs, besides = ("id", "cites", "awaits", "says"), {**interpretations, **axes}
    items = by_id(document, "pending", "a pending regulation", needs=needs, may=("confidence",), besides=besides)
    return {
        name: PendingRegulation(name, item.text("cites"), item.text("awaits"), item.text("says"), item.place)
        for name, item in items.items()
    }


def _choices(item: Fields, key: str, what: str) -> dict[str, str]:
    """Read the texts of the mapping under ``key``, in the order of their names; two or more."""
    choices = dict(sorted(item.texts_by_name(key).items()))
    if len(choices) < 2:
        item.fault(key, f"`{key}` names at least two {what}")
    return choices
