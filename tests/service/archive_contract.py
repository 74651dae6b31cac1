"""What every archive keeps to. A test class inherits this and gives two fixtures.

``archive`` is empty at first. ``outage`` takes away what it stands on with ``begin`` and puts it back with ``end``.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from threading import Event, Thread

import pytest

from app.domain.answers.law import VersionStatus
from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionConflict, VersionNotFound
from app.service.ports import Addition
from tests.service.builders import LONG_AGO, a_transition, a_version, put


class ArchiveContract:
    def test_an_empty_archive_knows_no_rule_set(self, archive):
        with archive.reading() as reader:
            assert reader.rule_sets() == ()

    def test_a_stored_version_is_read_back_as_it_was_given(self, archive):
        version = a_version(
            note='850.210 \u2013 "§" 🦉 \u0000 \u2028', flags=[True, False], nested={"b": "1.0", "a": []}
        )
        put(archive, version)
        with archive.reading() as reader:
            assert reader.version("us-oisp", "2025-01-02") == version

    def test_what_has_no_name_is_not_found(self, archive):
        put(archive, a_version())
        with archive.reading() as reader:
            with pytest.raises(RuleSetNotFound):
                reader.versions("eu")
            with pytest.raises(RuleSetNotFound):
                reader.version("eu", "2025-01-02")
            with pytest.raises(VersionNotFound):
                reader.version("us-oisp", "2026")
        with archive.writing() as rule_sets, pytest.raises(VersionNotFound):
            rule_sets.record_transition("us-oisp", "2026", transition=a_transition())

    def test_rule_sets_and_versions_are_listed_by_name(self, archive):
        put(archive, a_version(version="b"), a_version(version="a"), a_version("Z"), a_version(version="B"))
        with archive.reading() as reader:
            assert reader.rule_sets() == ("Z", "us-oisp")
            assert [known.version for known in reader.versions("us-oisp")] == ["B", "a", "b"]

    def test_a_listed_version_says_all_but_the_document(self, archive):
        put(archive, a_version(ends="2027-03-14"))
        with archive.reading() as reader:
            (listed,) = reader.versions("us-oisp")
        assert not hasattr(listed, "document")
        assert (listed.title, listed.status, listed.source) == (
            "Outbound rule",
            VersionStatus.IN_FORCE,
            "rules/us-oisp/2025-01-02",
        )
        assert (listed.effective_from, listed.effective_to) == (date(2025, 1, 2), date(2027, 3, 14))
        assert listed.recorded_at == LONG_AGO

    def test_adding_the_same_document_again_changes_nothing(self, archive):
        with archive.writing() as rule_sets:
            assert rule_sets.add_version(a_version(), actor="first") is Addition.ADDED
            assert rule_sets.add_version(a_version(), actor="second") is Addition.UNCHANGED
        with archive.writing() as rule_sets:
            assert rule_sets.add_version(a_version(), actor="third") is Addition.UNCHANGED
            assert [entry.actor for entry in rule_sets.version("us-oisp", "2025-01-02").log] == ["first"]

    def test_another_document_under_a_stored_version_is_refused(self, archive):
        first, second = a_version(), a_version(note="changed")
        put(archive, first)
        told = f"stored with digest {first.digest}; the offered document has digest {second.digest}"
        with pytest.raises(VersionConflict, match=told):
            put(archive, second)
        with archive.reading() as reader:
            assert reader.version("us-oisp", "2025-01-02") == first

    def test_a_later_text_answers_and_the_earlier_one_stays(self, archive):
        first, second, third = (a_version(note=note) for note in ("first", "second", "third"))
        put(archive, first)
        for moment, text in enumerate((second, third), 1):
            with archive.writing() as rule_sets:
                later = LONG_AGO + timedelta(days=moment)
                told = replace(text.texts[-1], recorded_at=later, supersedes=(first.digest,))
                rule_sets.supersede_text(replace(text, recorded_at=later, texts=(told,)), actor="loader")
        with archive.reading() as reader:
            (listed,) = reader.versions("us-oisp")
            now = reader.version("us-oisp", "2025-01-02")
            read = [reader.version("us-oisp", "2025-01-02", text=each.digest) for each in (first, second, third)]
            with pytest.raises(VersionNotFound, match="no version `2025-01-02@sha256:unknown`"):
                reader.version("us-oisp", "2025-01-02", text="sha256:unknown")
        assert listed.digest == now.digest == third.digest
        assert now.document == third.document
        assert now.recorded_at == LONG_AGO
        assert [each.document for each in read] == [first.document, second.document, third.document]
        assert [each.digest for each in now.texts] == [each.digest for each in read]
        assert [(each.recorded_at, each.supersedes) for each in now.texts] == [
            (LONG_AGO, ()),
            (LONG_AGO + timedelta(days=1), (first.digest,)),
            (LONG_AGO + timedelta(days=2), (first.digest,)),
        ]
        assert (read[0].superseded, now.superseded) == (True, False)

    def test_a_text_that_was_superseded_never_comes_back(self, archive):
        first, second = a_version(note="first"), a_version(note="second")
        put(archive, first)
        with archive.writing() as rule_sets:
            rule_sets.supersede_text(second, actor="loader")
            for again in (first, second):
                with pytest.raises(VersionConflict):
                    rule_sets.supersede_text(again, actor="loader")
            with pytest.raises(VersionNotFound):
                rule_sets.supersede_text(a_version(version="2026"), actor="loader")
            assert rule_sets.add_version(second, actor="loader") is Addition.UNCHANGED
            with pytest.raises(VersionConflict, match="stored with digest " + second.digest):
                rule_sets.add_version(first, actor="loader")

    def test_the_last_transition_says_how_a_version_stands(self, archive):
        put(archive, a_version(), a_version(version="2027"))
        with archive.writing() as rule_sets:
            for step in (
                a_transition("superseded", begins="2025-01-02", ends="2027-03-14"),
                # An earlier clock reading, as another machine may have, does not make this entry an earlier one.
                a_transition("withdrawn", recorded_at=LONG_AGO - timedelta(days=1), note="vacated"),
            ):
                rule_sets.record_transition("us-oisp", "2025-01-02", transition=step)
        with archive.reading() as reader:
            version = reader.version("us-oisp", "2025-01-02")
            assert (version.status, version.effective_from, version.effective_to) == (
                VersionStatus.WITHDRAWN,
                None,
                None,
            )
            assert [known.status for known in reader.versions("us-oisp")] == [
                VersionStatus.WITHDRAWN,
                VersionStatus.IN_FORCE,
            ]
        assert [entry.status for entry in version.log] == [
            VersionStatus.IN_FORCE,
            VersionStatus.SUPERSEDED,
            VersionStatus.WITHDRAWN,
        ]
        assert version.log[1].effective_to == date(2027, 3, 14)
        assert version.log[2].note == "vacated"

    def test_each_version_has_its_own_log(self, archive):
        put(archive, a_version(), a_version(version="2027"), a_version("eu"))
        with archive.writing() as rule_sets:
            rule_sets.record_transition("us-oisp", "2025-01-02", transition=a_transition("withdrawn", caused_by="2027"))
        with archive.reading() as reader:
            known = reader.versions("us-oisp")
            assert [each.log for each in known] == [reader.version("us-oisp", each.version).log for each in known]
        assert [[entry.caused_by for entry in each.log] for each in known] == [[None, "2027"], [None]]

    def test_a_document_stays_the_same_whatever_happens_to_its_standing(self, archive):
        put(archive, a_version())
        with archive.writing() as rule_sets:
            rule_sets.record_transition("us-oisp", "2025-01-02", transition=a_transition("withdrawn"))
            assert rule_sets.add_version(a_version(), actor="loader") is Addition.UNCHANGED
        with archive.reading() as reader:
            version = reader.version("us-oisp", "2025-01-02")
        assert version.document == a_version().document
        assert version.status is VersionStatus.WITHDRAWN

    def test_times_come_back_in_utc(self, archive):
        in_washington = datetime(2025, 1, 2, 0, 1, tzinfo=timezone(timedelta(hours=-5)))
        put(archive, a_version(recorded_at=in_washington))
        with archive.reading() as reader:
            recorded_at = reader.version("us-oisp", "2025-01-02").recorded_at
        assert recorded_at == in_washington
        assert recorded_at.tzinfo is not None

    def test_an_exception_drops_the_whole_unit_of_work(self, archive):
        def half_done():
            with archive.writing() as rule_sets:
                rule_sets.add_version(a_version(), actor="counsel")
                raise KeyError("interrupted")

        with pytest.raises(KeyError):
            half_done()
        with archive.reading() as reader:
            assert reader.rule_sets() == ()

    def test_a_second_writer_waits_and_then_sees_what_the_first_wrote(self, archive):
        outcomes, begun = [], Event()

        def second():
            begun.set()
            try:
                put(archive, a_version(note="second"))
            except VersionConflict as refusal:
                outcomes.append(str(refusal))

        with archive.writing() as rule_sets:
            rule_sets.add_version(a_version(note="first"), actor="counsel")
            thread = Thread(target=second)
            thread.start()
            begun.wait()
            thread.join(timeout=0.2)
            assert thread.is_alive()
        thread.join(timeout=10)
        (told,) = outcomes
        assert f"stored with digest {a_version(note='first').digest}" in told

    def test_a_reader_waits_for_no_writer_and_sees_nothing_half_done(self, archive):
        with archive.writing() as rule_sets:
            rule_sets.add_version(a_version(), actor="counsel")
            with archive.reading() as reader:
                assert reader.rule_sets() == ()

    def test_a_lost_archive_is_unavailable_to_all_until_it_is_back(self, archive, outage):
        put(archive, a_version())
        outage.begin()
        for _ in range(2):
            with pytest.raises(StorageUnavailable), archive.reading() as reader:
                reader.rule_sets()
            with pytest.raises(StorageUnavailable):
                put(archive, a_version(version="2027"))
        outage.end()
        with archive.reading() as reader:
            assert [known.version for known in reader.versions("us-oisp")] == ["2025-01-02"]
        put(archive, a_version(version="2027"))
        with archive.reading() as reader:
            assert [known.version for known in reader.versions("us-oisp")] == ["2025-01-02", "2027"]

    def test_what_is_written_as_the_archive_is_lost_is_not_acknowledged(self, archive, outage):
        put(archive, a_version())

        def written_too_late():
            with archive.writing() as rule_sets:
                rule_sets.add_version(a_version(version="2027"), actor="counsel")
                outage.begin()

        with pytest.raises(StorageUnavailable):
            written_too_late()
        outage.end()
        with archive.reading() as reader:
            assert [known.version for known in reader.versions("us-oisp")] == ["2025-01-02"]
