import pytest

from app.__main__ import main
from app.service.access.loopback import is_loopback
from app.service.access.scopes import AccessMode
from app.settings import SettingError, Settings

ISSUER = {
    "SCREENING_TOKEN_ISSUER": "https://login.example",
    "SCREENING_TOKEN_AUDIENCE": "https://screening.example",
    "SCREENING_TOKEN_JWKS_URL": "https://login.example/keys",
}


def read(monkeypatch, **given):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return Settings.from_environment()


def test_without_any_setting_only_this_machine_is_answered(monkeypatch):
    assert read(monkeypatch).access_mode is AccessMode.LOOPBACK


def test_where_an_issuer_is_named_a_key_or_a_token_is_needed(monkeypatch):
    assert read(monkeypatch, **ISSUER).access_mode is AccessMode.REQUIRED
    assert read(monkeypatch, **ISSUER, SCREENING_ACCESS="open").access_mode is AccessMode.OPEN


@pytest.mark.parametrize("name", ISSUER)
def test_an_issuer_is_named_in_full(monkeypatch, name):
    with pytest.raises(SettingError, match="Set all of SCREENING_TOKEN_ISSUER"):
        read(monkeypatch, **{name: ISSUER[name]})


@pytest.mark.parametrize("url", ["http://login.example/keys", "ftp://login.example/keys", "https://", "keys"])
def test_keys_are_fetched_so_that_nobody_can_change_them(monkeypatch, url):
    with pytest.raises(SettingError, match="SCREENING_TOKEN_JWKS_URL"):
        read(monkeypatch, **ISSUER | {"SCREENING_TOKEN_JWKS_URL": url})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_a_loopback_address_is_listened_on_without_any_setting(monkeypatch, host):
    read(monkeypatch, SCREENING_HOST=host).require_listening()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "screening.example", ""])  # noqa: S104 (not bound)
def test_an_address_that_others_reach_is_refused_until_access_is_set(host):
    settings = Settings(host=host)
    with pytest.raises(SettingError, match="SCREENING_ACCESS=required"):
        settings.require_listening()
    settings.model_copy(update={"access": AccessMode.OPEN}).require_listening()
    settings.model_copy(update={"access": AccessMode.REQUIRED}).require_listening()


def test_the_command_says_so_and_ends(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SCREENING_DATABASE_URL", f"sqlite:///{tmp_path}/screening.sqlite3")
    assert main(["serve", "--host", "0.0.0.0"]) == 2  # noqa: S104 (refused)
    assert "SCREENING_ACCESS=required" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("host", ["0", "127.1", "localhost.", "0x7f000001", "2130706433", "LOCALHOST "])
def test_what_is_spelled_otherwise_is_no_loopback_address(host):
    assert not is_loopback(host)
