"""The Python client: generated, checked by mypy, and put to the service beside plain HTTP."""

import re
import shutil
import subprocess
import sys
from importlib import import_module

import httpx
import pytest

from clients.__main__ import HERE, python_client
from tests.clients.expressions import SCHEMAS, built

CHECKED = """
[mypy]
strict = true
warn_unreachable = true
enable_error_code = exhaustive-match
[mypy-outbound_screening.*]
follow_imports = silent
"""
"""As for a package that is installed: its types count, and what could be said of its code does not."""

REFUSED = """
from outbound_screening import models

models.Party(id="fund", kind="entty")  # type: ignore[arg-type]
models.Party(kind="entity")  # type: ignore[call-arg]
models.Party(id="fund", organised_in="US")  # type: ignore[call-arg]
models.Party(id="fund", organized_in="China")  # type: ignore[arg-type]
models.Deal(acts=["acquire_equity"])  # type: ignore[arg-type]
models.Deal(completion_date="2025-06-16")  # type: ignore[arg-type]

def record(answer: models.Determination, passed: list[str]) -> None:
    match answer.determination:  # type: ignore[exhaustive-match]
        case "prohibited" | "notifiable" | "undetermined":
            passed.clear()
        case "excepted":
            passed.append(answer.summary)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, transactions):
    """The client, the example and all transactions, as expressions, side by side."""
    folder = tmp_path_factory.mktemp("python")
    python_client(folder)
    shutil.copy(HERE / "python/example.py", folder)
    expressions = ",\n    ".join(built(each, "Transaction") for each in transactions)
    (folder / "transactions.py").write_text(
        "import datetime\n\nfrom outbound_screening import models\n\n"
        f"TRANSACTIONS: list[models.Transaction] = [\n    {expressions},\n]\n",
        "utf-8",
    )
    return folder


@pytest.fixture
def imported(folder, monkeypatch):
    """Imports what stands in the folder, as a program does that has it on its path."""
    monkeypatch.syspath_prepend(folder)
    return import_module


def test_transactions_and_answers_are_written_and_read_without_a_cast(folder):
    (folder / "refused.py").write_text(REFUSED, "utf-8")
    (folder / "mypy.ini").write_text(CHECKED, "utf-8")
    checked = ("example.py", "transactions.py", "refused.py")
    command = [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", "cache", *checked]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout == f"Success: no issues found in {len(checked)} source files\n"


def test_every_type_is_named_after_what_it_is_and_not_after_where_it_stands(folder):
    """Words and records that stand inline get such names; what is left are texts by name."""
    modules = {module.stem for module in (folder / "outbound_screening/models").glob("*.py")} - {"__init__"}
    components = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in SCHEMAS}
    assert modules - {f"{name}{end}" for name in components for end in ("", "_")} == {
        "applied_reading_other_readings_give",
        "entry_record",
        "ownership_methods",
        "turning_point_range",
    }


def test_every_variant_of_a_union_requires_the_word_that_tells_it_apart():
    unions = [schema for schema in SCHEMAS.values() if "discriminator" in schema]
    assert unions
    for union in unions:
        member, mapping = union["discriminator"]["propertyName"], union["discriminator"]["mapping"]
        assert {each["$ref"] for each in union["oneOf"]} == set(mapping.values())
        assert all(member in SCHEMAS[each.rpartition("/")[2]]["required"] for each in mapping.values())


def test_what_is_built_is_what_was_meant(imported, transactions, shown):
    assert [each.to_dict() for each in imported("transactions").TRANSACTIONS] == transactions
    assert imported("example").DEAL.to_dict() == shown


def test_the_client_gets_the_answer_of_plain_http(imported, address, transactions):
    screen = imported("outbound_screening.api.screenings.screen")
    with imported("outbound_screening").Client(address) as client:
        for body, sent in zip(imported("transactions").TRANSACTIONS, transactions, strict=True):
            got = screen.sync_detailed(client=client, body=body, explain="full")
            plain = httpx.post(f"{address}/v1/screenings?explain=full", json=sent)
            assert (got.status_code, got.content) == (plain.status_code, plain.content)
            assert got.parsed.to_dict() == plain.json()


def test_a_template_is_filled_in_and_asked_about(imported, address, templates):
    calls = {name: imported(f"outbound_screening.api.screenings.{name}") for name in ("templates", "ask")}
    with imported("outbound_screening").Client(address) as client:
        answer = calls["templates"].sync(client=client)
        assert [each.transaction.to_dict() for each in answer.templates] == templates
        transaction = answer.templates[0].transaction
        transaction.reference = "DEAL-1"
        asked = calls["ask"].sync(client=client, body=transaction, mode="form")
    assert (asked.reference, asked.determination) == ("DEAL-1", "undetermined")
    assert asked.groups[0].questions


def test_a_refusal_is_a_problem_with_the_places_to_mend(imported, address):
    screen, models = imported("outbound_screening.api.screenings.screen"), imported("outbound_screening.models")
    transaction = models.Transaction(parties=[models.Party(id="a")], acquirer="b")
    with imported("outbound_screening").Client(address) as client:
        problem = screen.sync(client=client, body=transaction)
    assert isinstance(problem, models.Problem)
    assert [each.pointer for each in problem.errors] == ["/acquirer"]


def test_the_example_says_what_readme_says(folder, address, asked):
    example = folder / "example.py"
    example.write_text(example.read_text("utf-8").replace("http://127.0.0.1:8000", address), "utf-8")
    done = subprocess.run([sys.executable, example], capture_output=True, text=True, check=True)
    assert done.stdout == asked
