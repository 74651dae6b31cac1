import pytest

from tests.service.archive_contract import ArchiveContract
from tests.service.fakes import InMemoryArchive


class TestInMemoryArchive(ArchiveContract):
    @pytest.fixture
    def archive(self):
        return InMemoryArchive()
