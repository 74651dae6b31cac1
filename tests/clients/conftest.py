"""The service on a loopback address, and the transactions that a user of a client builds."""

import json
import re
import threading
import time
from importlib import import_module
from pathlib import Path

import httpx
import pytest
import uvicorn

from app.api.application import application
from app.main import services
from app.settings import Settings
from app.shipped_files import OPENAPI
from app.storage.engine import open_engine
from clients.__main__ import python_client
from tests import at_hand

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('clients')}/screening.sqlite3")
    app = application(
        services(at_hand.law_cache(), at_hand.archive(), engine, Settings()), openapi=OPENAPI.read_bytes()
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join()
    engine.dispose()


README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="session")
def shown():
    """The transaction of README, as it is before the question is answered."""
    return json.loads(re.search(r"<<'JSON'\n(.*?)\nJSON\n", README, re.DOTALL)[1])


@pytest.fixture(scope="session")
def asked():
    """What an example prints: the questions of the first answer that README shows."""
    answer = json.loads(re.search(r"```json\n(.*?)```", README, re.DOTALL)[1])
    return "".join(f"{fact['pointer']}: {fact['question']}\n" for fact in answer["missing_facts"])


@pytest.fixture(scope="session")
def transactions(shown, templates):
    """README's transaction, the templates, and the examples beside the rules."""
    examples = sorted((ROOT / "rules").glob("*/*/examples/*.json"))
    return [shown, *templates, *(json.loads(example.read_bytes()) for example in examples)]


@pytest.fixture(scope="session")
def templates(address):
    """The transactions to begin with, one for each kind of deal."""
    answer = httpx.get(f"{address}/v1/templates").json()
    assert answer["templates"]
    return [each["transaction"] for each in answer["templates"]]


@pytest.fixture(scope="session")
def python_folder(tmp_path_factory):
    """A folder with the Python client."""
    folder = tmp_path_factory.mktemp("python")
    python_client(folder)
    return folder


@pytest.fixture
def imported(python_folder, monkeypatch):
    """Imports what stands in the folder, as a program does that has it on its path."""
    monkeypatch.syspath_prepend(python_folder)
    return import_module
