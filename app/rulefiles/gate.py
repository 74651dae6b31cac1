"""Checks a draft before it can become law: the language, the golden cases, and what an analysis finds."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import cast

import orjson

from app.api.wire.canonical import canonical_writer
from app.domain.analysis.checks import analyse
from app.domain.analysis.findings import Sample
from app.domain.answers.law import VersionStatus
from app.domain.answers.lifecycle import FindingJson, FindingLevel
from app.domain.errors import Fault
from app.domain.evaluation.coverage import Report
from app.domain.fields import Faults
from app.domain.language.compiler import compile_rule_set
from app.domain.language.head import NEVER_LAW
from app.domain.language.ruleset import RuleSet
from app.domain.located import Mapping, located
from app.rulefiles.cases import stated_cases
from app.rulefiles.golden import UnmetCase, judged
from app.service.drafts import Cases
from app.service.ports import Document

LANGUAGE = "language"
_SOURCE = "draft"
_MOST = 60
"""So many findings of one kind are reported."""


def check_draft(document: Document, cases: Cases) -> list[FindingJson]:
    """Returns what refuses a draft first; of each kind every finding, or the first of very many.

    What cannot be read is not put to its cases.
    """
    found = [finding for kind in _by_kind(document, cases) for finding in _first(kind)]
    return sorted(found, key=lambda finding: finding["level"] != FindingLevel.REFUSE)


def analysed(rule_set: RuleSet, samples: tuple[Sample, ...], coverage: Report) -> Iterator[FindingJson]:
    """Yields what the analysis finds in a rule set, with the counterexamples as JSON values."""
    write = canonical_writer()
    for found in analyse(rule_set, samples, coverage=coverage):
        shown = found.counterexample
        chosen = ", ".join(f"{axis}:{each}" for axis, each in shown.variants.items()) if shown is not None else ""
        yield {
            "level": found.level,
            "rule": f"{found.kind} ({', '.join(found.rules)})",
            "sentence": f"{found.sentence} (Under {chosen}.)" if chosen else found.sentence,
            "pointer": None,
            "counterexample": orjson.loads(write(shown.transaction)) if shown is not None else None,
            "variants": dict(shown.variants) if shown is not None else {},
        }


def _by_kind(document: Document, cases: Cases) -> Iterator[Iterable[FindingJson]]:
    """Yields the findings of the language check; then those of the cases, and those about the rules as a whole."""
    tree = cast("Mapping", located(document, _SOURCE))
    faults = Faults()
    rule_set = faults.unless_refused(lambda: compile_rule_set(tree))
    stated = faults.unless_refused(lambda: stated_cases(located(cases, _SOURCE, "/cases")))
    yield map(_finding, faults.found)
    if rule_set is None or stated is None:
        return
    if rule_set.status not in (*NEVER_LAW, VersionStatus.SCHEDULED, VersionStatus.IN_FORCE):
        fitting = f"`{VersionStatus.IN_FORCE}`, `{'`, `'.join(NEVER_LAW)}`"
        sentence = f"A text that is `{rule_set.status}` cannot be published: give one of {fitting}."
        yield [_refusal("status", sentence, "/status")]
    unmet_cases, coverage, samples = judged(stated, rule_set)
    yield map(_unmet, unmet_cases)
    yield analysed(rule_set, samples, coverage)


def _first(findings: Iterable[FindingJson]) -> Iterator[FindingJson]:
    rest = iter(findings)
    yield from islice(rest, _MOST)
    more = sum(1 for _ in rest)
    if more:
        yield _refusal("further findings", f"There are {more} more of this sort. Mend these first.")


def _unmet(found: UnmetCase) -> FindingJson:
    case = found.case
    refusal = _refusal(case.case, " ".join(found.sentences), _pointer(case.place.source))
    counterexample = cast("dict[str, object]", case.transaction)
    return {**refusal, "counterexample": counterexample, "variants": dict(case.variants)}


def _finding(fault: Fault) -> FindingJson:
    return _refusal(LANGUAGE, fault.message, _pointer(fault.place.source))


def _refusal(rule: str, sentence: str, pointer: str | None = None) -> FindingJson:
    return {
        "level": FindingLevel.REFUSE,
        "rule": rule,
        "sentence": sentence,
        "pointer": pointer,
        "counterexample": None,
        "variants": {},
    }


def _pointer(source: str) -> str:
    return source.removeprefix(f"{_SOURCE}#")
