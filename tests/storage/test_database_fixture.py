"""The databases that the storage tests are given."""

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url


def test_a_test_gets_a_real_and_empty_database_of_the_kind_its_name_says(database_url, request):
    kind = request.node.callspec.params["database_url"]
    version = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}[kind]
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
            assert int(connection.scalar(text(version)).split(".")[0]) >= {"sqlite": 3, "postgresql": 16}[kind]
            assert engine.dialect.name == kind
            assert inspect(connection).get_table_names() == []
    finally:
        engine.dispose()


def test_what_one_test_stores_no_other_test_sees(database_url, tmp_path):
    # Runs in either order with the test above, which demands a database without tables.
    engine = create_engine(database_url)
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE left_behind (word TEXT)"))
    finally:
        engine.dispose()
    database = make_url(database_url).database
    assert database.startswith((str(tmp_path), "screening_"))
