"""The Python client: its types as mypy sees them, and its calls put to the service beside plain HTTP."""

import asyncio
import copy
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from decimal import Decimal

import httpx
import pytest

from clients.__main__ import DOCUMENT
from tests.clients.expressions import SCHEMAS, built

CHECKED = """
[mypy]
strict = true
warn_unreachable = true
enable_error_code = exhaustive-match
[mypy-outbound_screening.generated.*]
follow_imports = silent
"""
"""Of what is generated the types count, as of an installed package, and what could be said of its code does not."""

REFUSED = """
from outbound_screening import models

models.Party(id="fund", kind="entty")  # type: ignore[arg-type]
models.Party(kind="entity")  # type: ignore[call-arg]
models.Party(id="fund", organised_in="US")  # type: ignore[call-arg]
models.Party(id="fund", organized_in="China")  # type: ignore[arg-type]
models.Deal(acts=["acquire_equity"])  # type: ignore[arg-type]
models.Deal(completion_date="2025-06-16")  # type: ignore[arg-type]
models.Interest(holder="fund", subject="target", voting_percent=49.9)  # type: ignore[arg-type]

def record(answer: models.Determination, passed: list[str]) -> None:
    match answer.determination:  # type: ignore[exhaustive-match]
        case "prohibited" | "notifiable" | "undetermined":
            passed.clear()
        case "excepted":
            passed.append(answer.summary)
"""


@pytest.fixture(scope="module")
def folder(python_folder, transactions):
    """The client, the example and all transactions, as expressions, side by side."""
    folder = python_folder
    expressions = ",\n    ".join(built(each, "Transaction") for each in transactions)
    (folder / "transactions.py").write_text(
        "import datetime\nfrom decimal import Decimal\n\nfrom outbound_screening import models\n\n"
        f"TRANSACTIONS: list[models.Transaction] = [\n    {expressions},\n]\n",
        "utf-8",
    )
    return folder


def test_transactions_and_answers_are_written_and_read_without_a_cast(folder):
    (folder / "refused.py").write_text(REFUSED, "utf-8")
    (folder / "mypy.ini").write_text(CHECKED, "utf-8")
    ours = sorted(str(path.relative_to(folder)) for path in folder.glob("outbound_screening/*.py"))
    checked = ("example.py", "transactions.py", "refused.py", *ours)
    command = [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", "cache", *checked]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout == f"Success: no issues found in {len(checked)} source files\n"


def test_every_type_is_named_after_what_it_is_and_not_after_where_it_stands(folder):
    """Words and records that stand inline get such names; what is left are texts by name."""
    modules = {module.stem for module in (folder / "outbound_screening/generated/models").glob("*.py")} - {"__init__"}
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
    package = imported("outbound_screening")
    with package.Client(address) as client:
        for body, sent in zip(imported("transactions").TRANSACTIONS, transactions, strict=True):
            got = client.reply(package.calls.screen(body, explain="full"))
            plain = httpx.post(f"{address}/v1/screenings?explain=full", json=sent)
            assert (got.status, got.content) == (plain.status_code, plain.content)
            assert got.answer.to_dict() == plain.json()


def test_json_is_sent_as_it_is_and_loses_nothing(imported, address, shown):
    package = imported("outbound_screening")
    misspelt = copy.deepcopy(shown)
    misspelt["parties"][2]["headquaters"] = "CN"
    misspelt["deal"]["security"]["publicly_tradet"] = False
    with package.Client(address) as client:
        assert client.screen(shown) == client.screen(package.read(package.models.Transaction, shown))
        with pytest.raises(package.UnknownMembers) as lost:
            client.screen(misspelt)
    assert lost.value.pointers == ("/parties/2/headquaters", "/deal/security/publicly_tradet")
    with pytest.raises(package.UnknownMembers):
        package.read(package.models.Transaction, misspelt)


def test_every_digit_arrives_and_a_float_is_not_sent(imported, address, shown):
    package = imported("outbound_screening")
    deal = package.read(package.models.Transaction, shown)
    activity = deal.parties[2].activities.items[0]
    with package.Client(address) as client:
        for operations in (Decimal("1E+25"), Decimal(10000000000000000000000001), 10**25 + 1):
            activity.training_operations = operations
            facts = [fact for reason in client.screen(deal, explain="full").reasons for fact in reason.facts]
            (value,) = {fact.value for fact in facts if fact.pointer.endswith("/training_operations")}
            assert Decimal(value) == operations
        activity.training_operations = 1e25
        with pytest.raises(package.InexactNumber) as inexact:
            client.screen(deal)
    assert inexact.value.pointers == ("/parties/2/activities/items/0/training_operations",)
    assert package.read_json('{"a": 49.99999999999999999999}') == {"a": Decimal("49.99999999999999999999")}


def test_a_template_is_filled_in_and_asked_about(imported, address, templates):
    package = imported("outbound_screening")
    with package.Client(address) as client:
        answer = client.send(package.calls.templates())
        assert [each.transaction.to_dict() for each in answer.templates] == templates
        transaction = answer.templates[0].transaction
        transaction.reference = "DEAL-1"
        asked = client.send(package.calls.ask(transaction, mode="form"))
    assert (asked.reference, asked.determination) == ("DEAL-1", "undetermined")
    assert asked.groups[0].questions


def test_a_refusal_is_an_exception_with_the_places_to_mend(imported, address):
    package = imported("outbound_screening")
    transaction = package.models.Transaction(parties=[package.models.Party(id="a")], acquirer="b")
    with package.Client(address) as client, pytest.raises(package.Refused) as refused:
        client.screen(transaction)
    assert (refused.value.status, refused.value.pointers) == (422, ("/acquirer",))
    assert "/acquirer: " in str(refused.value)
    assert refused.value.request_id


def test_an_answer_comes_as_a_document(imported, address, shown):
    package = imported("outbound_screening")
    with package.Client(address) as client:
        page = client.document(package.calls.screen(shown), "text/html")
        assert page.startswith(b"<!DOCTYPE html>")
        assert "screening_ready" in client.send(package.calls.metrics())
        with pytest.raises(package.Refused):
            client.document(package.calls.screen(shown), "image/png")


def test_a_batch_is_answered_in_order_with_problems_in_their_places(imported, address, shown):
    package = imported("outbound_screening")
    read = package.read(package.models.Transaction, shown)
    deals = [shown, {**shown, "acquirer": "nobody"}, read, {"transaction": shown}, {**shown, "dael": {}}]
    with package.Client(address) as client:
        lines = list(client.screen_lines(deals, explain="full"))
        answers, problems = [lines[0], lines[2], lines[3]], [lines[1], lines[4]]
        assert answers == [client.screen(shown, explain="full")] * 3
        assert [(each.line, each.errors[0].pointer) for each in problems] == [(2, "/acquirer"), (5, "")]
        with pytest.raises(package.Refused):
            list(client.screen_lines([]))
        with pytest.raises(package.Refused):
            list(client.screen_lines(deals, explain="some"))
        with pytest.raises(package.InexactNumber):
            list(client.screen_lines([{"deal": {"value": 0.1}}]))


def test_asyncio_gets_the_same(imported, address, shown):
    package = imported("outbound_screening")

    async def screened():
        async with package.AsyncClient(address) as client:
            answers = await asyncio.gather(*(client.screen(shown) for _ in range(3)))
            lines = [line async for line in client.screen_lines([shown, shown])]
            page = await client.document(package.calls.screen(shown), "text/html")
            with pytest.raises(package.Refused):
                await client.screen({**shown, "acquirer": "nobody"})
            return answers, lines, page

    answers, lines, page = asyncio.run(screened())
    with package.Client(address) as client:
        answer = client.screen(shown)
        assert page == client.document(package.calls.screen(shown), "text/html")
    assert [*answers, *lines] == [answer] * 5


def test_the_package_can_be_installed_with_what_was_generated(folder, tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("outbound_screening_client-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = {str(path.relative_to(folder)) for path in folder.glob("outbound_screening/**/*") if path.is_file()}
    assert {name for name in package if "__pycache__" not in name} <= inside
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == json.loads(DOCUMENT.read_bytes())["info"]["version"]


def test_the_example_says_what_readme_says(folder, address, asked):
    example = folder / "example.py"
    example.write_text(example.read_text("utf-8").replace("http://127.0.0.1:8000", address), "utf-8")
    done = subprocess.run([sys.executable, example], capture_output=True, text=True, check=True)
    assert done.stdout == asked
