"""Compares what several versions say of one transaction, and names the provisions on which they part."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.analysis.responsible_provisions import AppliedVersion, ResponsibleProvisions, VersionReasons
from app.domain.answers.comparison import ComparedVersion, Difference
from app.domain.answers.law import VersionStatus
from app.domain.effort import Effort
from app.domain.errors import InvalidTransaction, InvalidVariants, Problem
from app.domain.screening import Explain
from app.service.answering import ScreeningResult, Write, determined_under, of_fit_length, screening_result
from app.service.screening import CurrentLaw, TransactionRead
from app.service.snapshot import Selected, Snapshot


@dataclass(frozen=True, slots=True)
class Pin:
    """Names a version, with the alternatives chosen of a proposal; by default, of the default rule set."""

    version: str
    rule_set: str | None = None
    variants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComparisonRead:
    """Holds a request as understood: the transaction, the versions in order, and the one that others are compared with.

    Without ``versions`` all published ones are meant, without ``baseline`` the first.
    """

    read: TransactionRead
    versions: Sequence[Pin] | None
    baseline: Pin | None


@dataclass(frozen=True, slots=True)
class _Answered:
    pin: Pin
    name: ComparedVersion
    law: AppliedVersion
    reasons: VersionReasons
    result: ScreeningResult


class Comparer:
    """Answers comparisons. Nothing of a transaction outlives the call."""

    def __init__(self, law: CurrentLaw, *, read: Callable[[bytes], ComparisonRead], write: Write) -> None:
        self._law = law
        self._read = read
        self._write = write

    def compare(self, body: bytes) -> bytes:
        """Return the response to one comparison as JSON.

        Its ``determinations`` are byte for byte those of single brief screenings under the pinned versions. Raises the
        errors of the reader, ``RuleSetNotFound``, ``VersionNotFound``, ``StorageUnavailable``, and
        ``InvalidTransaction`` where a legal decision does not fit one of the versions, or none is named or published.
        """
        request = self._read(body)
        snapshot = self._law()
        pins = request.versions or every_version(snapshot)
        if not pins:
            none = "No version is published: name those that you mean, withdrawn ones as well."
            raise InvalidTransaction([Problem("/versions", none, "missing")])
        effort = Effort()
        answered = [self._answer(snapshot, pin, request.read, index, effort) for index, pin in enumerate(pins)]
        first = next((each for each in answered if each.pin == request.baseline), answered[0])
        differences = [_difference(first, each) for each in answered if each is not first]
        return of_fit_length(
            b'{"baseline":%b,"determinations":[%b],"differences":%b}'
            % (self._write(first.name), b",".join(each.result.body for each in answered), self._write(differences))
        )

    def _answer(self, snapshot: Snapshot, pin: Pin, read: TransactionRead, index: int, effort: Effort) -> _Answered:
        selected = snapshot.pinned(pin.rule_set, pin.version).within(effort)
        try:
            answer = determined_under(selected, read.transaction, explain=Explain.BRIEF, variants=pin.variants)
            brief, full = selected.compiled.reasons(read.transaction, variants=pin.variants)
        except InvalidVariants as error:
            at_fault = f"/versions/{index}/variants"
            raise InvalidVariants([Problem(at_fault, each.detail, each.code) for each in error.problems]) from None
        except InvalidTransaction as error:
            raise InvalidTransaction(list(_located(error.problems, selected))) from None
        name: ComparedVersion = {"rule_set": selected.version.rule_set, "version": pin.version}
        if "variants" in answer["rule_set"]:
            name["variants"] = answer["rule_set"]["variants"]
        return _Answered(
            pin,
            name,
            AppliedVersion(selected.compiled.rule_set, pin.variants),
            VersionReasons(tuple(brief), tuple(full)),
            screening_result(answer, canonical_input=read.canonical, write=self._write),
        )


def every_version(snapshot: Snapshot) -> list[Pin]:
    """Return every version to apply that is not withdrawn: the one in force today first, then by rule set and day."""
    default = [law for law in snapshot.in_force if snapshot.default and law.rule_set == snapshot.default.rule_set]
    known = [
        version
        for timeline in snapshot.rule_sets.values()
        for version in timeline.by_name.values()
        if version.digest in snapshot.compiled and version.status is not VersionStatus.WITHDRAWN
    ]
    known.sort(key=lambda law: (law not in default, law.rule_set, law.effective_from or date.max, law.version))
    return [Pin(version.version, version.rule_set) for version in known]


def _located(problems: Sequence[Problem], selected: Selected) -> Iterator[Problem]:
    for problem in problems:
        detail = f"Under `{selected.version.version}`: {problem.detail}"
        yield Problem(f"/transaction{problem.pointer}", detail, problem.code)


def _difference(baseline: _Answered, other: _Answered) -> Difference:
    return {
        **other.name,
        "from": baseline.result.determination,
        "to": other.result.determination,
        "provisions": ResponsibleProvisions(baseline.law, other.law).provisions(baseline.reasons, other.reasons),
    }
