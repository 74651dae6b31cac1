import hashlib

import pytest

from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionNotFound
from app.service.catalogue import Catalogue, document_bytes, document_etag, listing_etag
from tests.service.builders import a_transition, a_version, put
from tests.service.fakes import InMemoryArchive


@pytest.fixture
def archive():
    archive = InMemoryArchive()
    put(archive, a_version(), a_version(version="2024", status="proposed", begins=None), a_version("eu"))
    return archive


def test_the_catalogue_lists_every_rule_set_with_its_versions(archive):
    listed = [(each["id"], [known["version"] for known in each["versions"]]) for each in Catalogue(archive).rule_sets()]
    assert listed == [("eu", ["2025-01-02"]), ("us-oisp", ["2024", "2025-01-02"])]


def test_a_stranger_can_hash_the_document_and_find_its_digest(archive):
    version = Catalogue(archive).version("us-oisp", "2025-01-02")
    assert f"sha256:{hashlib.sha256(document_bytes(version)).hexdigest()}" == version.digest
    assert document_etag(version) == f'"{version.digest}"'


def test_the_tag_of_a_rule_set_follows_its_standing_and_the_tag_of_a_document_does_not(archive):
    catalogue = Catalogue(archive)
    before, document = listing_etag(catalogue.rule_set("us-oisp")), document_etag(catalogue.version("us-oisp", "2024"))
    assert listing_etag(catalogue.rule_set("us-oisp")) == before
    with archive.writing() as rule_sets:
        rule_sets.record_transition("us-oisp", "2024", transition=a_transition("withdrawn"))
    assert listing_etag(catalogue.rule_set("us-oisp")) != before
    assert document_etag(catalogue.version("us-oisp", "2024")) == document


def test_what_is_not_known_is_not_found(archive):
    catalogue = Catalogue(archive)
    with pytest.raises(RuleSetNotFound):
        catalogue.rule_set("uk")
    with pytest.raises(VersionNotFound):
        catalogue.version("us-oisp", "1999")
    archive.down = True
    with pytest.raises(StorageUnavailable):
        catalogue.rule_sets()
