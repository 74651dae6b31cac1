"""The chain of the record: whatever is done to the database behind the service's back shows."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.service.records.entries import EntryKind, NewScreening, ScreeningContent
from app.service.records.keeping import RecordKeeper
from app.service.records.verifying import anchor_of, verified
from app.storage.records import SqlRecords
from app.storage.tables import recorded_screenings

NOON = datetime(2010, 6, 1, 12, tzinfo=UTC)


def screening(number, *, keep_until=date(2020, 6, 1), key=None):
    content = ScreeningContent(
        reference=f"DEAL-{number}",
        determination="notifiable",
        rule_set="us-oisp",
        version="2025-01-02",
        law_digest="sha256:" + "0" * 64,
        engine_version="1.0.0",
        asked={"explain": "brief"},
        transaction=b'{"reference":"DEAL-%d"}' % number,
        answer=b'{"determination":"notifiable"}',
    )
    return NewScreening("ann", key, keep_until, content)


@pytest.fixture
def store(engine):
    """Five records of 2010, the third held, the second removed after its time."""
    store = SqlRecords(engine)
    store.add([screening(number) for number in range(1, 6)], recorded_at=NOON)
    store.note(EntryKind.HOLD, 3, person="rita", reason="A subpoena.", recorded_at=NOON)
    store.remove([2], person="rita", reason="Its time is over.", recorded_at=NOON.replace(year=2021))
    return store


def done(engine, *statements):
    """What a console does after it has taken the triggers away."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text("PRAGMA foreign_keys = OFF"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


def faults(store, *anchors):
    return [(fault["sequence"], fault["detail"]) for fault in verified(store, map(anchor_of, anchors))["faults"]]


def test_a_record_with_holds_and_removals_is_whole(store):
    report = verified(store, [RecordKeeper(store).head()])
    assert {**report, "head": None} == {
        "whole": True, "entries": 7, "records": 4, "removed": 1, "head": None, "faults": [],
    }  # fmt: skip
    assert report["head"].startswith("7:sha256:")


CHANGES = [
    ("UPDATE recorded_screenings SET determination = 'not_covered' WHERE sequence = 4", 4, "not what was recorded"),
    ("UPDATE recorded_screenings SET version = NULL WHERE sequence = 4", 4, "not what was recorded"),
    ("UPDATE recorded_screenings SET answer_body = transaction_body WHERE sequence = 4", 4, "not what was recorded"),
    ("UPDATE record_entries SET person = 'ben' WHERE sequence = 4", 4, "not what it was"),
    ("UPDATE record_entries SET keep_until = '2019-01-01' WHERE sequence = 4", 4, "not what it was"),
    ("DELETE FROM recorded_screenings WHERE sequence = 4", 4, "missing, and no entry says"),
    ("DELETE FROM recorded_screenings WHERE sequence = 4; DELETE FROM record_entries WHERE sequence = 4", 4, "missing"),
    ("DELETE FROM record_entries WHERE sequence = 7", 2, "missing, and no entry says"),
    ("UPDATE record_entries SET kind = 'release' WHERE sequence = 6", 6, "not what it was"),
]


@pytest.mark.parametrize(("change", "place", "told"), CHANGES)
def test_what_is_changed_or_taken_out_shows(engine, store, change, place, told):
    done(engine, *change.split(";"))
    assert any(sequence == place and told in detail for sequence, detail in faults(store)), faults(store)


def test_what_is_cut_off_at_the_end_shows_to_whoever_kept_the_head(engine, store):
    head = str(RecordKeeper(store).head())
    store.add([screening(8)], recorded_at=NOON.replace(year=2022))
    later = str(RecordKeeper(store).head())
    done(engine, "DELETE FROM recorded_screenings WHERE sequence = 8", "DELETE FROM record_entries WHERE sequence = 8")
    assert faults(store, head) == []
    assert [(place, "cut off" in told) for place, told in faults(store, head, later)] == [(8, True)]
    store.add([screening(9)], recorded_at=NOON.replace(year=2022))
    assert [(place, "anchor names" in told) for place, told in faults(store, later)] == [(8, True)]


def test_a_row_put_in_beside_the_chain_shows(engine, store):
    names = ", ".join(column.name for column in recorded_screenings.columns if column.name != "sequence")
    copied = f"INSERT INTO recorded_screenings (sequence, {names}) SELECT 99, {names} FROM recorded_screenings"  # noqa: S608
    done(engine, f"{copied} WHERE sequence = 1")
    assert [told for _, told in faults(store)] == ["1 records have no entry."]


REFUSED = [
    "UPDATE record_entries SET person = 'ben'",
    "DELETE FROM record_entries WHERE sequence = 7",
    "UPDATE recorded_screenings SET determination = 'not_covered'",
    "DELETE FROM recorded_screenings WHERE sequence = 1",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_or_remove(engine, store, statement):
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(statement))
    assert faults(store) == []


def test_the_database_refuses_to_remove_what_is_held_or_before_its_time(store):
    store.add([screening(8, keep_until=date(2999, 1, 1))], recorded_at=NOON.replace(year=2022))
    for sequence in (3, 8):
        with pytest.raises(Exception, match="refuses"):
            store.remove([sequence], person="rita", reason="x", recorded_at=NOON.replace(year=2030))
    assert faults(store) == []


def test_a_removal_before_its_time_or_of_what_is_held_shows_however_it_came_about(engine, store):
    done(engine)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP TRIGGER recorded_screenings_are_kept ON recorded_screenings"))
    store.remove([3], person="rita", reason="x", recorded_at=NOON.replace(year=2030))
    store.remove([1], person="rita", reason="x", recorded_at=NOON.replace(year=2020))
    held, clock, early = faults(store)
    assert "The clock was ahead" in clock[1]
    assert [held, early] == [
        (8, "Record 3 was removed although it was held."),
        (9, "Record 1 was removed before its time."),
    ]
