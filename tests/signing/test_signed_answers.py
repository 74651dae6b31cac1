"""Signed answers as a caller gets and keeps them: over HTTP and at the command line."""

import json
import stat
from pathlib import Path

import pytest

from app.__main__ import main
from app.api.application import application
from app.main import opened_signing, services
from app.settings import SettingError, Settings
from app.shipped_files import OPENAPI
from app.storage.engine import open_engine
from tests import at_hand
from tests.api.asgi import Client

ROOT = Path(__file__).parents[2]
DEAL = ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json"
JSON = {"content-type": "application/json"}


@pytest.fixture
def keys(tmp_path, monkeypatch, capsys):
    """A file with one key, which the environment names."""
    path = tmp_path / "keys.json"
    monkeypatch.setenv("SCREENING_SIGNING_KEYS_FILE", str(path))
    assert main(["signing-keys", "create"]) == 0
    capsys.readouterr()
    return path


@pytest.fixture(scope="module")
def law():
    return at_hand.law_cache(), at_hand.archive()


@pytest.fixture
def client_with(law, tmp_path):
    """Gives a caller of a service that signs with the keys in a file, or with none."""

    def made(keys=None):
        settings = Settings(database_url=f"sqlite:///{tmp_path}/empty.sqlite3", signing_keys_file=keys)
        provided = services(*law, open_engine(settings.database_url), settings)
        return Client(application(provided, openapi=OPENAPI.read_bytes()))

    return made


def test_a_signed_answer_has_the_bytes_of_any_and_is_verified_offline(client_with, tmp_path, keys, capsys):
    client = client_with(keys)
    plain = client.post("/v1/screenings", content=DEAL.read_bytes(), headers=JSON)
    signed = client.post("/v1/screenings?signed=true", content=DEAL.read_bytes(), headers=JSON)
    assert signed.content == plain.content
    assert "signature-jws" not in plain.headers

    jwks = client.get("/.well-known/jwks.json")
    assert [sorted(key) for key in jwks.json()["keys"]] == [["alg", "crv", "kid", "kty", "use", "x"]]
    unchanged = client.get("/.well-known/jwks.json", headers={"if-none-match": jwks.headers["etag"]})
    assert unchanged.status_code == 304

    answer, published = tmp_path / "answer.json", tmp_path / "jwks.json"
    answer.write_bytes(signed.content)
    published.write_bytes(jwks.content)
    headers = "".join(f"{name}: {value}\r\n" for name, value in signed.headers.items())
    answer.with_name("answer.json.jws").write_text(f"HTTP/1.1 200 OK\r\n{headers}\r\n")
    keys.unlink()
    assert main(["verify", str(answer), "--jwks", str(published)]) == 0
    assert "the determination `notifiable` under us-oisp 2025-01-02" in capsys.readouterr().out

    answer.write_bytes(signed.content.replace(b"notifiable", b"not_covered"))
    assert main(["verify", str(answer), "--jwks", str(published)]) == 65
    assert "not what was signed" in capsys.readouterr().err


def test_without_a_key_nothing_is_signed_and_that_is_said(client_with):
    client = client_with()
    refused = client.post("/v1/screenings?signed=true", content=DEAL.read_bytes(), headers=JSON)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:problem-type:screening:no-signing-key")
    assert client.get("/.well-known/jwks.json").json() == {"keys": []}


def test_a_memo_is_not_signed(client_with, keys):
    headers = {**JSON, "accept": "text/html"}
    refused = client_with(keys).post("/v1/screenings?signed=true", content=DEAL.read_bytes(), headers=headers)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/signed"


def test_the_command_signs_a_file_and_its_signature_outlives_the_key(keys, capsys):
    answer = keys.parent / "answer.json"
    screen = ["screen", str(DEAL), "--rules", str(ROOT / "rules"), "--sign"]
    assert main([*screen, "--output", str(answer)]) == 20
    assert answer.with_name("answer.json.jws").read_text().count("..") == 1
    assert main(["verify", str(answer)]) == 0
    answer.write_text(json.dumps(json.loads(answer.read_bytes()), indent=4))
    assert main(["verify", str(answer)]) == 0
    capsys.readouterr()
    keys_are_rotated(answer, keys, capsys)
    assert main(screen) == 2
    assert main([*screen, "--output", str(answer.with_name("memo.html"))]) == 2
    assert not answer.with_name("memo.html").exists()


def keys_are_rotated(answer, keys, capsys):
    """Another key signs, the first is retired, and there is no moment in which the answer is not verified."""
    before = keys.read_bytes()
    assert main(["signing-keys", "create"]) == 0
    second = capsys.readouterr().out.split()[0]
    assert main(["signing-keys", "list"]) == 0
    first, *_ = capsys.readouterr().out.split()
    assert main(["signing-keys", "use", second]) == 0
    assert main(["signing-keys", "retire", first]) == 0
    capsys.readouterr()
    assert main(["signing-keys", "list"]) == 0
    assert capsys.readouterr().out == f"{second}  signs\n{first}  retired\n"
    assert main(["verify", str(answer)]) == 0

    private = {key["d"] for key in json.loads(before)["keys"]}
    assert not any(part in keys.read_text() for part in private)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert [path.name for path in keys.parent.glob(".*")] == []
    capsys.readouterr()
    assert main(["signing-keys", "public"]) == 0
    assert '"d"' not in capsys.readouterr().out
    assert main(["signing-keys", "use", first]) == 2
    assert main(["signing-keys", "retire", "nobody"]) == 2


@pytest.mark.parametrize("content", [None, "{}", '{"keys": []}'])
def test_the_service_does_not_start_with_a_file_that_cannot_sign(tmp_path, content):
    path = tmp_path / "keys.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingError, match="SCREENING_SIGNING_KEYS_FILE"):
        opened_signing(Settings(signing_keys_file=path))


@pytest.mark.parametrize("signature", [None, "nothing", "a.b.c"])
def test_a_file_without_a_signature_is_told_from_one_that_is_not_good(keys, signature):
    answer = keys.parent / "answer.json"
    answer.write_text("{}")
    if signature is not None:
        answer.with_name("answer.json.jws").write_text(signature)
    assert main(["verify", str(answer)]) == 2


def test_a_key_file_that_another_command_is_writing_is_left_alone(keys):
    beside = keys.with_name(f".{keys.name}.new")
    beside.write_text("half")
    before = keys.read_bytes()
    assert main(["signing-keys", "create"]) == 2
    assert keys.read_bytes() == before
    assert beside.exists()
