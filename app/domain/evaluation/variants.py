"""Checks the choice among a proposal's alternatives, and finds what it leaves of those that nobody has chosen."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain.errors import InvalidVariants, Problem
from app.domain.fields import did_you_mean
from app.domain.language.ruleset import RuleSet

_POINTER = "/variant"
"""The choice comes with the request, beside the transaction: this is the name of its parameter."""


def check_variants(rule_set: RuleSet, chosen: Mapping[str, str]) -> None:
    """Check that the alternatives chosen exist and go together; raise ``InvalidVariants`` with each that does not."""
    problems = list(_problems(rule_set, chosen))
    if problems:
        raise InvalidVariants(problems)


def left(combinations: Sequence[Mapping[str, str]]) -> dict[str, frozenset[str]]:
    """Give the alternatives that these combinations have, by axis."""
    axes = combinations[0] if combinations else ()
    return {name: frozenset(each[name] for each in combinations) for name in axes}


def _problems(rule_set: RuleSet, chosen: Mapping[str, str]) -> Iterator[Problem]:
    if not rule_set.variants:
        yield Problem(_POINTER, "This version of the law leaves no alternatives open: choose none.", "no_variants")
        return
    for name, alternative in chosen.items():
        axis = rule_set.variants.get(name)
        if axis is None:
            detail = f"There is no such variant. {did_you_mean(name, rule_set.variants)}"
            yield Problem(_POINTER, detail, "unknown_variant")
        elif alternative not in axis.alternatives:
            detail = f"Variant `{axis.id}` has no such alternative. {did_you_mean(alternative, axis.alternatives)}"
            yield Problem(_POINTER, detail, "unknown_alternative")
    for combination in rule_set.excluded:
        if combination.choices.items() <= chosen.items():
            together = " with ".join(f"`{name}:{choice}`" for name, choice in sorted(combination.choices.items()))
            yield Problem(_POINTER, f"{together} is excluded: {combination.statement}", "excluded_combination")
            return
    if rule_set.excluded and not rule_set.permitted(chosen):
        detail = "No combination of these with alternatives of the other variants is permitted: choose fewer or others."
        yield Problem(_POINTER, detail, "excluded_combination")
