from dataclasses import replace

import pytest

from app.domain.errors import Fault, InvalidRuleSet
from app.domain.language.head import head_of
from app.domain.located import Place, located
from app.service.loading import checked_versions, load_rule_sets
from app.service.supersession import ShippedText
from tests.service.builders import LONG_AGO, a_document, a_version, shipped
from tests.service.fakes import InMemoryArchive


def fault_nothing(version):
    assert version.digest
    return ()


def load(archive, *texts, faults_of=fault_nothing, now=LONG_AGO):
    given = [each if isinstance(each, ShippedText) else shipped(each) for each in texts]
    return load_rule_sets(given, archive, faults_of=faults_of, actor="loader", recorded_at=now)


def told(report):
    return [(each.shipped.version, str(each.outcome)) for each in report]


@pytest.fixture
def archive():
    return InMemoryArchive()


def names(archive):
    with archive.reading() as reader:
        return [(name, known.version) for name in reader.rule_sets() for known in reader.versions(name)]


def test_every_document_is_stored_with_its_head_and_digest(archive):
    report = load(archive, a_document("eu", "1", status="proposed", begins=None), a_document(effective_to="2027-03-14"))
    assert told(report) == [("1", "added"), ("2025-01-02", "added")]
    with archive.reading() as reader:
        stored = reader.version("us-oisp", "2025-01-02")
    (entry,) = stored.log
    assert stored == replace(a_version(effective_to="2027-03-14", ends="2027-03-14"), source="rules#")
    assert (entry.actor, entry.note) == ("loader", "loaded from rules#")


def test_loading_the_same_again_changes_nothing(archive):
    first = load(archive, a_document(), a_document(version="2"))
    again = load(archive, a_document(version="2"), a_document(), a_document(version="3"))
    assert told(first) == [("2025-01-02", "added"), ("2", "added")]
    assert told(again) == [("2", "unchanged"), ("2025-01-02", "unchanged"), ("3", "added")]


def test_a_version_that_breaks_its_golden_cases_stops_the_whole_load(archive):
    def faults_of(version):
        return [] if version.version == "2" else [Fault(Place(version.version, 1, 1), "expected notifiable")]

    with pytest.raises(InvalidRuleSet) as failure:
        load(archive, a_document(), a_document(version="2"), a_document(version="3"), faults_of=faults_of)
    assert [each.place.source for each in failure.value.faults] == ["2025-01-02", "3"]
    assert names(archive) == []


def test_a_version_that_is_stored_is_not_proven_again(archive):
    load(archive, a_document())
    proven = []
    load(archive, a_document(), a_document(version="2"), faults_of=lambda version: proven.append(version.version) or ())
    assert proven == ["2"]


def test_a_text_that_was_checked_before_it_was_shipped_is_not_proven_again(archive):
    load(archive, shipped(a_document(), checked=True), faults_of=lambda _: [Fault(Place("it"), "was proven")])
    assert names(archive) == [("us-oisp", "2025-01-02")]


def test_the_order_of_keys_is_no_change(archive):
    load(archive, a_document())
    assert told(load(archive, dict(reversed(a_document().items())))) == [("2025-01-02", "unchanged")]


def heads(*documents):
    given = [located(document, f"rules/{number}") for number, document in enumerate(documents)]
    return checked_versions(given, check=head_of, recorded_at=LONG_AGO)


def test_the_faults_of_all_documents_are_told_at_once():
    with pytest.raises(InvalidRuleSet) as failure:
        heads(
            a_document(),
            a_document(version=""),
            a_document(version="3", status="in force"),
        )
    first, second = map(str, failure.value.faults)
    assert first.startswith("rules/1#/version: ")
    assert second == "rules/2#/status: `in force` has no meaning in `status`: did you mean `in_force`?"


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("rule_set", "us/oisp", "`us/oisp` does not fit"),
        ("rule_set", "", "takes text"),
        ("version", ".", "`.` does not fit"),
        ("version", "x" * 65, "does not fit"),
        ("version", ["1"], "takes text"),
        ("title", "  ", "takes text"),
        ("title", True, "takes text"),
        ("status", "IN_FORCE", "has no meaning in `status`"),
        ("effective_from", "20250102", "write it as YYYY-MM-DD"),
        ("effective_from", "2025-02-30", "`2025-02-30` is no day of the calendar"),
        ("effective_to", "2025-01-01", "is before `effective_from` 2025-01-02"),
    ],
)
def test_a_head_that_does_not_fit_is_refused_with_its_place(key, value, message):
    with pytest.raises(InvalidRuleSet) as failure:
        heads(a_document() | {key: value})
    (fault,) = failure.value.faults
    assert message in fault.message
    assert fault.place.source.startswith("rules/0#")


def test_a_law_that_was_superseded_says_when_it_ended():
    with pytest.raises(InvalidRuleSet, match="`effective_to` is missing"):
        heads(a_document(status="superseded"))


@pytest.mark.parametrize("key", ["rule_set", "version", "title", "status", "effective_from"])
def test_a_head_that_lacks_an_entry_is_refused(key):
    document = a_document()
    del document[key]
    with pytest.raises(InvalidRuleSet, match=f"`{key}` is missing"):
        heads(document)
