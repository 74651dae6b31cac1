"""One rule set through time: which version is the law on a day, and why there may be none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from app.service.ports import Status, Transition, VersionSummary

# What a rule set that never had a law offers to a caller who names it: the answer carries the status.
PENDING = (Status.PROPOSED, Status.ENACTED)


@dataclass(frozen=True, slots=True)
class NoLaw:
    """No version is the law on the day asked for; ``statement`` is a sentence that says why."""

    rule_set: str
    day: date | None
    statement: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """One rule set, sorted out beforehand so that choosing costs a request next to nothing.

    ``by_name`` are all its versions. ``placed`` are those that have or had a place in time, by the day they take
    effect; of two from one day the later stored comes last. A withdrawn version keeps its place, and nothing answers
    there: what it replaced is not the law again until someone says so. ``pending`` is the latest proposed or enacted.
    """

    rule_set: str
    by_name: Mapping[str, VersionSummary]
    placed: tuple[VersionSummary, ...]
    pending: VersionSummary | None
    logs: Mapping[str, tuple[Transition, ...]]

    @classmethod
    def of(
        cls,
        rule_set: str,
        versions: Iterable[VersionSummary],
        logs: Mapping[str, tuple[Transition, ...]] | None = None,
    ) -> Self:
        """The timeline of the versions, given in any order, each as it stands."""
        ordered = tuple(sorted(versions, key=lambda v: (v.effective_from or date.min, v.recorded_at, v.version)))
        return cls(
            rule_set=rule_set,
            by_name={known.version: known for known in ordered},
            placed=tuple(known for known in ordered if known.governs or _leaves_a_gap(known)),
            pending=next((known for known in reversed(ordered) if known.status in PENDING), None),
            logs=logs or {},
        )

    def as_known(self, moment: datetime) -> Self:
        """The timeline as it was on record at ``moment`` (UTC)."""
        standing = (_as_known(known, self.logs.get(known.version, ()), moment) for known in self.by_name.values())
        return self.of(self.rule_set, [known for known in standing if known is not None], self.logs)

    def law_on(self, day: date) -> VersionSummary | NoLaw:
        """The law on ``day``; before the first law the first one, whose text says from when on it reaches.

        In a gap, after the end and where a version was withdrawn there is none.
        """
        begun = [known for known in self.placed if known.effective_from is not None and known.effective_from <= day]
        spanning = [known for known in begun if known.effective_to is None or day <= known.effective_to]
        law = (spanning or (self.placed[:1] if not begun else ()) or (None,))[-1]
        if law is not None and law.governs:
            return law
        return NoLaw(self.rule_set, day, f"No version of `{self.rule_set}` is in force on {day}{_why(law, begun)}.")


def _leaves_a_gap(version: VersionSummary) -> bool:
    return version.status is Status.WITHDRAWN and version.effective_from is not None


def _why(law: VersionSummary | None, begun: list[VersionSummary]) -> str:
    if law is not None:
        return f": version `{law.version}` was withdrawn, and nothing has taken its place"
    if begun:
        last = max(begun, key=lambda known: known.effective_to or date.max)
        return f": version `{last.version}` ended on {last.effective_to}, and nothing follows it"
    return ": none has been published"


def _as_known(version: VersionSummary, log: tuple[Transition, ...], moment: datetime) -> VersionSummary | None:
    if not log:
        return version if version.recorded_at <= moment else None
    last = next((entry for entry in reversed(log) if entry.recorded_at <= moment), None)
    if last is None:
        return None
    return replace(version, status=last.status, effective_from=last.effective_from, effective_to=last.effective_to)
