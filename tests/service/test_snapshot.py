from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionNotFound
from app.service.snapshot import Absent, Selected, Snapshot
from tests.service.builders import LONG_AGO, a_transition, a_version

FINAL = a_version(version="2025-01-02", begins="2025-01-02")
NEXT = a_version(version="2027-03-15", begins="2027-03-15")
PROPOSAL = a_version(version="2024-proposed", status="proposed", begins=None)
FINAL_OF_EU = a_version("eu")


def a_snapshot(*versions, failures=(), today=date(2026, 6, 1), logs=None):
    rule_sets = {}
    for version in sorted(versions, key=lambda known: known.rule_set):
        log = (logs or {}).get((version.rule_set, version.version), ())
        rule_sets.setdefault(version.rule_set, []).append(replace(version, log=log))
    failed = {version.digest: "does not compile" for version in failures}
    return Snapshot.of(
        rule_sets,
        {version.digest: f"compiled {version.version}" for version in versions if version.digest not in failed},
        failures=failed,
        today=lambda: today,
    )


def absent(selected):
    assert isinstance(selected, Absent), selected
    return selected.law.statement


def chosen(selected):
    assert isinstance(selected, Selected), selected
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


def test_the_last_day_in_force_is_included_and_in_a_gap_nothing_answers():
    repealed = a_version(version="old", begins="2025-01-02", ends="2025-06-30", status="superseded")
    later = a_version(version="new", begins="2026-01-01")
    law = a_snapshot(repealed, later)
    assert law.select(completion_date=date(2025, 6, 30)).version == repealed
    assert "`old` ended on 2025-06-30" in absent(law.select(completion_date=date(2025, 7, 1)))
    assert "`old` ended on 2025-06-30" in absent(law.select(completion_date=date(2025, 12, 31)))
    assert law.select(completion_date=date(2026, 1, 1)).version == later


def test_after_the_last_law_has_ended_nothing_answers():
    law = a_snapshot(
        a_version(version="long", begins="2025-01-02", ends="2025-06-30", status="superseded"),
        a_version(version="interim", begins="2025-05-01", ends="2025-05-31", status="superseded"),
        FINAL_OF_EU,
    )
    assert "`long` ended on 2025-06-30" in absent(law.select("us-oisp", completion_date=date(2025, 7, 1)))


def test_where_a_version_was_withdrawn_nothing_answers_though_another_would_reach_so_far():
    law = a_snapshot(FINAL, a_version(version="2027-03-15", begins="2027-03-15", status="withdrawn"))
    assert law.select(completion_date=date(2027, 3, 14)).version == FINAL
    assert "`2027-03-15` was withdrawn" in absent(law.select(completion_date=date(2027, 3, 15)))
    assert "(`2025-01-02` or none) turns on the completion date" in absent(law.select())


def test_what_took_the_place_of_a_withdrawn_version_answers():
    withdrawn = a_version(version="2027-03-15", begins="2027-03-15", status="withdrawn")
    corrected = a_version(version="2027-03-15.1", begins="2027-03-15", recorded_at=LONG_AGO + timedelta(days=1))
    assert a_snapshot(FINAL, withdrawn, corrected).select(completion_date=date(2028, 1, 1)).version == corrected


def test_a_version_that_was_replaced_from_its_first_day_on_answers_only_if_pinned():
    replaced = a_version(version="2025-01-02", status="superseded")
    corrected = a_version(version="2025-01-02.1", status="withdrawn")
    law = a_snapshot(replaced, corrected)
    assert "`2025-01-02.1` was withdrawn" in absent(law.select(completion_date=date(2025, 2, 1)))
    assert chosen(law.select("us-oisp", "2025-01-02")) == ("2025-01-02", "pinned_version")


def test_a_default_whose_law_was_withdrawn_gives_way_to_no_other_rule_set():
    law = a_snapshot(a_version("eu"), a_version(status="withdrawn"))
    assert "`us-oisp`" in absent(law.select(completion_date=date(2025, 2, 1)))
    assert "`us-oisp`" in absent(law.select())


def test_two_completions_under_two_versions_get_no_answer_together():
    days = {"completion_date": date(2027, 3, 14), "fund_completions": (date(2027, 3, 15),)}
    assert "`2025-01-02` and the fund's deal under version `2027-03-15`" in absent(LAW.select(**days))
    days["completion_date"] = date(2027, 3, 16)
    assert chosen(LAW.select(**days)) == ("2027-03-15", "completion_date")
    days["completion_date"] = date(2019, 1, 1)
    days["fund_completions"] = (date(2025, 1, 2),)
    assert chosen(LAW.select(**days)) == ("2025-01-02", "completion_date")


def test_a_fund_whose_deal_has_no_date_gets_no_answer_where_the_law_changes_with_the_day():
    days = {"completion_date": date(2027, 3, 15), "fund_completions": (None,)}
    assert "applies (`2025-01-02` or `2027-03-15`) turns on the completion date, and the fund's deal has no such" in (
        absent(LAW.select(**days))
    )
    assert chosen(a_snapshot(FINAL, PROPOSAL).select(**days)) == ("2025-01-02", "completion_date")


def test_a_version_comes_into_force_and_leaves_it_by_the_calendar():
    ending = a_version(version="2025-01-02", ends="2027-03-14")
    coming = a_version(version="2027-03-15", begins="2027-03-15", status="scheduled")
    before, after = (a_snapshot(ending, coming, today=day) for day in (date(2027, 3, 14), date(2027, 3, 15)))
    assert [known.version for known in before.in_force] == ["2025-01-02"]
    assert [known.version for known in after.in_force] == ["2027-03-15"]
    assert [ending.standing_on(day) for day in (date(2024, 1, 1), date(2027, 3, 14), date(2027, 3, 15))] == [
        "scheduled",
        "in_force",
        "superseded",
    ]
    # What is planned for a day is screened under the law of that day, before and after it comes.
    for law in (before, after):
        assert chosen(law.select(completion_date=date(2027, 4, 1))) == ("2027-03-15", "completion_date")


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HISTORY = {
    ("us-oisp", "2025-01-02"): (
        a_transition("in_force", begins="2025-01-02"),
        a_transition("in_force", begins="2025-01-02", ends="2027-03-14", recorded_at=NOON),
    ),
    ("us-oisp", "2027-03-15"): (
        a_transition("scheduled", begins="2027-03-15", recorded_at=NOON),
        a_transition("withdrawn", begins="2027-03-15", recorded_at=NOON + timedelta(days=9)),
    ),
    ("us-oisp", "2024-proposed"): (a_transition("proposed"),),
}
REMEMBERED = a_snapshot(
    a_version(version="2025-01-02", ends="2027-03-14"),
    a_version(version="2027-03-15", begins="2027-03-15", status="withdrawn", recorded_at=NOON),
    PROPOSAL,
    logs=HISTORY,
)


@pytest.mark.parametrize(
    ("known", "day", "version"),
    [
        (NOON - timedelta(seconds=1), date(2027, 4, 1), "2025-01-02"),
        (NOON, date(2027, 4, 1), "2027-03-15"),
        (NOON, date(2027, 3, 14), "2025-01-02"),
        (NOON + timedelta(days=8), date(2027, 4, 1), "2027-03-15"),
        (LONG_AGO, None, "2025-01-02"),
        (NOON - timedelta(seconds=1), None, "2025-01-02"),
    ],
)
def test_the_law_as_known_on_a_day_leaves_out_what_was_recorded_later(known, day, version):
    selected = REMEMBERED.select(completion_date=day, as_known_on=known)
    assert chosen(selected) == (version, "as_known")


def test_without_a_date_no_version_answers_from_when_a_second_one_was_on_record():
    assert "`2025-01-02` or `2027-03-15`" in absent(REMEMBERED.select(as_known_on=NOON))


def test_what_was_withdrawn_by_then_or_not_on_record_yet_does_not_answer():
    withdrawn = REMEMBERED.select(completion_date=date(2027, 4, 1), as_known_on=NOON + timedelta(days=9))
    assert "`2027-03-15` was withdrawn" in absent(withdrawn)
    assert withdrawn.selected_by == "as_known"
    before = REMEMBERED.select("us-oisp", completion_date=date(2025, 4, 1), as_known_on=LONG_AGO - timedelta(seconds=1))
    assert "No version of `us-oisp` with force of law was on record" in absent(before)


def test_an_interim_law_gives_way_again_to_the_one_it_interrupted():
    interim = a_version(version="interim", begins="2025-05-01", ends="2025-05-31", status="superseded")
    law = a_snapshot(FINAL, interim)
    assert law.select(completion_date=date(2025, 5, 31)).version == interim
    assert law.select(completion_date=date(2025, 6, 1)).version == FINAL


def test_of_two_versions_from_one_day_the_later_stored_answers():
    corrected = a_version(version="2025-01-02.1", recorded_at=LONG_AGO + timedelta(days=1))
    assert a_snapshot(corrected, FINAL).select(completion_date=date(2025, 2, 1)).version == corrected


def test_without_a_date_a_version_answers_only_if_it_is_the_law_on_every_day():
    assert chosen(a_snapshot(FINAL, PROPOSAL).select("us-oisp")) == ("2025-01-02", "default")
    for today in (date(2026, 6, 1), date(2027, 3, 15)):
        undated = absent(a_snapshot(NEXT, FINAL, today=today).select())
        assert undated == (
            "Which version of `us-oisp` applies (`2025-01-02` or `2027-03-15`) turns on the completion date, and the "
            "transaction gives no completion date."
        )
    ended = a_version(version="2025-01-02", ends="2025-12-31")
    assert "(`2025-01-02` or none)" in absent(a_snapshot(ended).select())
    assert "is in force, and the transaction gives" in absent(a_snapshot(a_version(status="withdrawn")).select())


@pytest.mark.parametrize("status", ["draft", "checked", "reviewed", "superseded"])
def test_a_version_without_force_answers_only_if_pinned(status):
    law = a_snapshot(a_version(status=status))
    with pytest.raises(VersionNotFound):
        law.select("us-oisp")
    assert law.select("us-oisp", "2025-01-02").selected_by == "pinned_version"


@pytest.mark.parametrize("status", ["proposed", "enacted_awaiting_regulations"])
def test_a_rule_set_never_in_force_answers_a_caller_who_names_it(status):
    law = a_snapshot(FINAL, a_version("us-coins", "2025-12", status=status))
    assert chosen(law.select("us-coins", completion_date=date(2026, 1, 1))) == ("2025-12", "default")
    assert law.select(completion_date=date(2026, 1, 1)).version == FINAL


def test_a_rule_set_whose_first_law_is_still_to_come_answers_for_its_own_beginning():
    law = a_snapshot(FINAL, a_version("us-coins", "2027", status="scheduled", begins="2027-03-15"))
    assert chosen(law.select("us-coins")) == ("2027", "default")
    assert chosen(law.select("us-coins", completion_date=date(2026, 1, 1))) == ("2027", "completion_date")
    assert [known.rule_set for known in law.in_force] == ["us-oisp"]


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
    assert str(failure.value) == "Rule set `us-oisp` has no version `1999`."


def test_a_version_that_cannot_be_applied_is_never_replaced_by_another():
    law = a_snapshot(FINAL, NEXT, failures=[NEXT])
    for select in (
        lambda: law.select("us-oisp", "2027-03-15"),
        lambda: law.select(completion_date=date(2028, 1, 1)),
    ):
        with pytest.raises(StorageUnavailable, match="2027-03-15"):
            select()
    assert law.select(completion_date=date(2026, 1, 1)).version == FINAL
    assert [known.version for known in law.in_force] == ["2025-01-02"]
    assert [(known.version, reason) for known, reason in law.unusable] == [("2027-03-15", "does not compile")]


days = st.dates(date(2020, 1, 1), date(2022, 1, 1))


@given(begins=st.lists(days, min_size=1, max_size=6, unique=True), day=days, order=st.randoms())
def test_the_choice_depends_on_the_versions_and_not_on_their_order(begins, day, order):
    versions = [a_version(version=str(begin), begins=str(begin)) for begin in begins]
    shuffled = order.sample(versions, len(versions))
    expected = max((begin for begin in begins if begin <= day), default=min(begins))
    assert a_snapshot(*shuffled).select(completion_date=day).version.version == str(expected)
