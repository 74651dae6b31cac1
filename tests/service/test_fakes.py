from types import SimpleNamespace

import pytest

from tests.service.archive_contract import ArchiveContract
from tests.service.fakes import InMemoryArchive


class TestInMemoryArchive(ArchiveContract):
    @pytest.fixture
    def archive(self):
        return InMemoryArchive()

    @pytest.fixture(params=["down", "gone"])
    def outage(self, request, archive):
        return SimpleNamespace(
            begin=lambda: setattr(archive, request.param, True), end=lambda: setattr(archive, request.param, False)
        )
