"""Encrypted columns: nothing readable in the database, bound to their row, with keys that are changed."""

import json

import pytest
from sqlalchemy import text

from app.__main__ import main
from app.domain.errors import StorageUnavailable
from app.service.records.entries import Sought
from app.service.records.verifying import verified
from app.settings import SettingError
from app.storage.records import SqlRecords
from app.storage.sealing import Sealing, new_record_key, read_record_keys
from tests.records.conftest import DEAL
from tests.records.test_chain import NOON, done, screening


def numbers(store, reference):
    return [each.entry.sequence for each in store.page(Sought(reference=reference), after=0, limit=9)]


def test_columns_are_encrypted_and_found_by_every_key_at_hand(engine):
    first, second = new_record_key(), new_record_key()
    stores = [SqlRecords(engine, Sealing(keys)) for keys in ([], [first], [second, first])]
    for store in stores:
        store.add([screening(1)], recorded_at=NOON)
    stores[1].add([screening(2, key="deal")], recorded_at=NOON)
    last = stores[2]
    assert numbers(last, "DEAL-1") == [1, 2, 3]
    assert last.under_key("ann", "deal").entry.sequence == 4
    assert last.under_key("ben", "deal") is None
    (again,) = last.add([screening(2, key="deal")], recorded_at=NOON)
    assert again.entry.sequence == 4
    assert last.find(3).content == screening(1).content
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM recorded_screenings WHERE sequence > 1")).all()
    values = [each for row in rows for each in row]
    assert "DEAL" not in "".join(repr(bytes(each) if isinstance(each, memoryview) else each) for each in values)
    assert verified(SqlRecords(engine))["whole"], "without any key"
    with pytest.raises(StorageUnavailable, match=first.kid):
        SqlRecords(engine, Sealing([second])).find(2)


def test_what_is_encrypted_is_bound_to_its_row_and_column(engine):
    store = SqlRecords(engine, Sealing([new_record_key()]))
    store.add([screening(1), screening(2)], recorded_at=NOON)
    other = "(SELECT answer_body FROM recorded_screenings WHERE sequence = 2)"
    done(engine, "UPDATE recorded_screenings SET answer_body = " + other + " WHERE sequence = 1")  # noqa: S608
    with pytest.raises(StorageUnavailable, match="not what was encrypted"):
        store.find(1)
    done(engine, "UPDATE recorded_screenings SET answer_body = transaction_body WHERE sequence = 2")
    with pytest.raises(StorageUnavailable, match="not what was encrypted"):
        store.find(2)


def test_the_service_encrypts_with_the_keys_of_a_file(service_with, tmp_path, capsys):
    keys = tmp_path / "record-keys.json"
    assert main(["records", "new-key", "--keys", str(keys)]) == 0
    service = service_with(record_keys_file=keys)
    first = service.screen(idempotency_key="a")
    assert service.screen(idempotency_key="a").content == first.content
    assert service.call("GET", "/v1/records/1").json()["transaction"].encode() == DEAL
    database = service.engine.get_execution_options()["path"].read_bytes()
    assert b"DEAL-2025-0147" not in database
    assert b"850.217" not in database

    known = json.loads(keys.read_bytes())["keys"]
    assert main(["records", "new-key", "--keys", str(keys)]) == 0
    assert main(["records", "new-key", "--keys", str(keys), "--first"]) == 0
    assert json.loads(keys.read_bytes())["keys"][1] == known[0]
    assert len(read_record_keys(keys)) == 3
    assert "decrypts" in capsys.readouterr().out


SHORT, NUMBER = '{"keys": [{"kty": "oct", "k": "AAAA"}]}', '{"keys": [{"kty": "oct", "k": 1}]}'


@pytest.mark.parametrize("content", [None, "", "{}", '{"keys": []}', SHORT, NUMBER])
def test_the_service_does_not_start_with_a_file_without_such_keys(service_with, tmp_path, content):
    path = tmp_path / "keys.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingError, match="SCREENING_RECORD_KEYS_FILE"):
        service_with(record_keys_file=path)
