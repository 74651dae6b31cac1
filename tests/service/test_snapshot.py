from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionNotFound
from app.service.snapshot import Snapshot
from tests.service.builders import LONG_AGO, a_version

FINAL = a_version(version="2025-01-02", begins="2025-01-02")
NEXT = a_version(version="2027-03-15", begins="2027-03-15")
PROPOSAL = a_version(version="2024-proposed", status="proposed", begins=None)
FINAL_OF_EU = a_version("eu")


def a_snapshot(*versions, failures=()):
    rule_sets = {}
    for version in sorted(versions, key=lambda known: known.rule_set):
        rule_sets.setdefault(version.rule_set, []).append(version)
    failed = {version.digest: "does not compile" for version in failures}
    return Snapshot.of(
        rule_sets,
        {version.digest: f"compiled {version.version}" for version in versions if version.digest not in failed},
        failures=failed,
        default_rule_set="us-oisp",
    )


def chosen(selected):
    assert selected.compiled == f"compiled {selected.version.version}"
    return selected.version.version, selected.selected_by


LAW = a_snapshot(NEXT, FINAL, PROPOSAL)


def test_a_pinned_version_answers_whatever_its_standing_and_the_date():
    pinned = LAW.select("us-oisp", "2024-proposed", completion_date=date(2026, 1, 1))
    assert chosen(pinned) == ("2024-proposed", "pinned_version")


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2025, 1, 2), "2025-01-02"),
        (date(2027, 3, 14), "2025-01-02"),
        (date(2027, 3, 15), "2027-03-15"),
        (date(2099, 1, 1), "2027-03-15"),
    ],
)
def test_the_law_in_force_on_the_completion_date_answers(day, version):
    assert chosen(LAW.select(completion_date=day)) == (version, "completion_date")


def test_before_any_law_the_first_one_answers_for_its_own_beginning():
    assert chosen(LAW.select(completion_date=date(2020, 1, 1))) == ("2025-01-02", "completion_date")


def test_the_last_day_in_force_is_included():
    repealed = a_version(version="old", begins="2025-01-02", ends="2025-06-30", status="superseded")
    later = a_version(version="new", begins="2026-01-01")
    law = a_snapshot(repealed, later)
    assert law.select(completion_date=date(2025, 6, 30)).version.in_force_on(date(2025, 6, 30))
    between = law.select(completion_date=date(2025, 7, 1))
    assert chosen(between) == ("old", "completion_date")
    assert not between.version.in_force_on(date(2025, 7, 1))


def test_in_a_gap_the_law_that_ended_last_answers():
    law = a_snapshot(
        a_version(version="long", begins="2025-01-02", ends="2025-06-30", status="superseded"),
        a_version(version="interim", begins="2025-05-01", ends="2025-05-31", status="superseded"),
        FINAL_OF_EU,
    )
    assert law.select("us-oisp", completion_date=date(2025, 7, 1)).version.version == "long"


def test_an_interim_law_gives_way_again_to_the_one_it_interrupted():
    interim = a_version(version="interim", begins="2025-05-01", ends="2025-05-31", status="superseded")
    law = a_snapshot(FINAL, interim)
    assert law.select(completion_date=date(2025, 5, 31)).version == interim
    assert law.select(completion_date=date(2025, 6, 1)).version == FINAL


def test_of_two_versions_from_one_day_the_later_stored_answers():
    corrected = a_version(version="2025-01-02.1", recorded_at=LONG_AGO + timedelta(days=1))
    assert a_snapshot(corrected, FINAL).select(completion_date=date(2025, 2, 1)).version == corrected


def test_without_a_date_the_latest_law_in_force_answers():
    assert chosen(LAW.select("us-oisp")) == ("2027-03-15", "default")
    superseded = a_version(version="2025-01-02", status="superseded")
    assert chosen(a_snapshot(superseded, FINAL, PROPOSAL).select()) == ("2025-01-02", "default")


@pytest.mark.parametrize("status", ["draft", "checked", "reviewed", "withdrawn", "superseded"])
def test_a_version_without_force_answers_only_if_pinned(status):
    law = a_snapshot(a_version(status=status))
    with pytest.raises(VersionNotFound):
        law.select("us-oisp")
    assert law.select("us-oisp", "2025-01-02").selected_by == "pinned_version"


@pytest.mark.parametrize("status", ["proposed", "enacted_awaiting_regulations", "scheduled"])
def test_a_rule_set_never_in_force_answers_a_caller_who_names_it(status):
    law = a_snapshot(FINAL, a_version("us-coins", "2025-12", status=status))
    assert chosen(law.select("us-coins", completion_date=date(2026, 1, 1))) == ("2025-12", "default")
    assert law.select(completion_date=date(2026, 1, 1)).version == FINAL


def test_the_default_rule_set_is_the_one_configured_if_it_is_in_force():
    assert a_snapshot(FINAL, a_version("at-first")).select().version == FINAL


def test_otherwise_the_first_rule_set_in_force_is_the_default():
    assert a_snapshot(PROPOSAL, a_version("b"), a_version("c")).select().version.rule_set == "b"


def test_with_no_law_in_force_nothing_answers_by_default():
    for law in (a_snapshot(), a_snapshot(PROPOSAL)):
        with pytest.raises(StorageUnavailable):
            law.select(completion_date=date(2025, 2, 1))


def test_unknown_names_are_said_to_be_unknown():
    with pytest.raises(RuleSetNotFound):
        LAW.select("eu")
    with pytest.raises(VersionNotFound) as failure:
        LAW.select(None, "1999")
    assert (failure.value.rule_set, failure.value.version) == ("us-oisp", "1999")


def test_a_version_that_cannot_be_applied_is_never_replaced_by_another():
    law = a_snapshot(FINAL, NEXT, failures=[NEXT])
    for select in (
        law.select,
        lambda: law.select("us-oisp", "2027-03-15"),
        lambda: law.select(completion_date=date(2028, 1, 1)),
    ):
        with pytest.raises(StorageUnavailable, match="2027-03-15"):
            select()
    assert law.select(completion_date=date(2026, 1, 1)).version == FINAL
    assert [known.version for known in law.in_force] == ["2025-01-02"]
    assert [(known.version, known.reason) for known in law.unusable] == [("2027-03-15", "does not compile")]


days = st.dates(date(2020, 1, 1), date(2022, 1, 1))


@given(begins=st.lists(days, min_size=1, max_size=6, unique=True), day=days, order=st.randoms())
def test_the_choice_depends_on_the_versions_and_not_on_their_order(begins, day, order):
    versions = [a_version(version=str(begin), begins=str(begin)) for begin in begins]
    shuffled = order.sample(versions, len(versions))
    expected = max((begin for begin in begins if begin <= day), default=min(begins))
    assert a_snapshot(*shuffled).select(completion_date=day).version.version == str(expected)
