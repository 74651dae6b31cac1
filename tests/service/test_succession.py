"""What publications, withdrawals and rollbacks in any order do to the law of every day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers.law import VersionStatus
from app.service.ports import Heading, Standing, Transition
from app.service.refusals import WrongStanding
from app.service.succession import published, rolled_back
from app.service.timeline import NoLaw, Timeline
from tests.profiles import examples
from tests.service.builders import a_version

START = date(2025, 1, 1)
DAYS = [START + timedelta(days=number) for number in range(-3, 30)]
TODAY = START + timedelta(days=10)


class Register:
    """The versions of one rule set with their logs, changed as the use cases change them."""

    def __init__(self):
        self.versions, self.now = {}, datetime(2025, 1, 5, tzinfo=UTC)

    @property
    def timeline(self):
        return Timeline.of("eu", self.versions.values())

    def laws(self):
        """The name of the law on every day, or nothing."""
        found = {day: self.timeline.law_on(day) for day in DAYS}
        return {day: None if isinstance(law, NoLaw) else law.version for day, law in found.items()}

    def standing(self):
        """The versions that have not been withdrawn."""
        return [name for name, known in self.versions.items() if known.status is not VersionStatus.WITHDRAWN]

    def stand(self, version, standing, *, caused_by=None):
        self.now += timedelta(seconds=1)
        known = self.versions.get(version) or a_version("eu", version, recorded_at=self.now)
        stands = standing.standing_fields()
        entry = Transition(**stands, recorded_at=self.now, actor="x", caused_by=caused_by)
        self.versions[version] = replace(known, **stands, log=(*known.log, entry))

    def publish(self, begins, ends=None):
        version = f"v{len(self.versions)}"
        head = Heading(
            rule_set="eu",
            version=version,
            title="t",
            status=VersionStatus.IN_FORCE,
            effective_from=begins,
            effective_to=ends,
        )
        law = self.timeline.law_on(begins)
        same = None if isinstance(law, NoLaw) or law.effective_from != begins else law.version
        self.change(version, published(head, self.timeline, today=TODAY, replaces=same))
        return version

    def roll_back(self, version):
        self.change(version, rolled_back(version, self.timeline, today=TODAY))

    def withdraw(self, version):
        known = self.versions[version]
        if known.status is VersionStatus.WITHDRAWN:
            raise WrongStanding("It is withdrawn already.")
        begins, ends = (known.effective_from, known.effective_to) if known.governs else (None, None)
        self.stand(version, Standing(status=VersionStatus.WITHDRAWN, effective_from=begins, effective_to=ends))

    def change(self, version, succession):
        self.stand(version, succession.own)
        for name, standing in succession.others.items():
            self.stand(name, standing, caused_by=version)


starts = st.integers(0, 20).map(lambda number: START + timedelta(days=number))
lengths = st.none() | st.integers(0, 6)
acts = st.lists(
    st.tuples(st.sampled_from(["publish", "publish", "withdraw", "roll back"]), starts, lengths), max_size=7
)


def after(history):
    """A register in which this has happened, as far as it was allowed."""
    register = Register()
    register.publish(START)
    for act, day, length in history:
        names = sorted(register.versions)
        chosen = names[day.day % len(names)]
        try:
            if act == "publish":
                register.publish(day, day + timedelta(days=length) if length is not None else None)
            elif act == "withdraw":
                register.withdraw(chosen)
            else:
                register.roll_back(chosen)
        except WrongStanding:
            continue
    return register


@given(acts, starts, lengths)
@examples(60)
def test_a_publication_is_the_law_from_its_first_day_on_and_rolling_it_back_restores_every_day(history, day, length):
    register = after(history)
    before = register.laws()
    name = register.publish(day, day + timedelta(days=length) if length is not None else None)
    laws = register.laws()
    assert laws[day] == name
    assert all(laws[other] == before[other] for other in DAYS if START <= other < day and before[START] is not None)
    if before[day] is None:
        return
    register.roll_back(name)
    assert register.laws() == before


@given(acts)
@examples(60)
def test_a_withdrawal_puts_nothing_in_the_place_of_what_it_takes_away(history):
    register = after(history)
    for name in register.standing():
        before = register.laws()
        register.withdraw(name)
        laws = register.laws()
        assert all(laws[day] == (before[day] if before[day] != name else None) for day in DAYS)


@given(acts)
@examples(60)
def test_the_law_of_a_day_spans_it_or_nothing_came_before_it(history):
    register = after(history)
    first = min(known.effective_from for known in register.timeline.placed) if register.timeline.placed else None
    for day in DAYS:
        law = register.timeline.law_on(day)
        assert isinstance(law, NoLaw) or law.spans(day) or day < first


@given(acts)
@examples(40)
def test_what_was_known_at_a_time_is_what_was_so_then(history):
    register = after(history[:3])
    moment, then = register.now, register.laws()
    for name in register.standing():
        register.withdraw(name)
    past = register.timeline.as_known(moment)
    found = {day: past.law_on(day) for day in DAYS}
    assert {day: None if isinstance(law, NoLaw) else law.version for day, law in found.items()} == then


def test_a_law_that_nothing_would_follow_is_not_rolled_back():
    register = Register()
    register.publish(START)
    with pytest.raises(WrongStanding, match="withdraw it instead"):
        register.roll_back("v0")
