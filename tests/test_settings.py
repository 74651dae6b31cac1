from pathlib import Path

import pytest

from app.settings import PREFIX, SettingError, Settings


@pytest.fixture
def given(monkeypatch):
    """Reads the settings where these variables are set, and no others of the service."""

    def read(**variables: str) -> Settings:
        for name, value in variables.items():
            monkeypatch.setenv(f"{PREFIX}{name}", value)
        return Settings.from_environment()

    return read


def test_without_any_variable_the_service_is_self_contained(given):
    settings = given(LOG_LEVEL="")
    assert settings == Settings()
    assert settings.database_url == "sqlite:///var/screening.sqlite3"
    assert settings.body_limit_bytes == 8_388_608


def test_every_kind_of_setting_can_be_given(given):
    settings = given(
        DATABASE_URL="postgresql://deals@db/screening",
        RULES_DIR="/srv/rules",
        BODY_LIMIT_BYTES="1024",
        REFRESH_SECONDS="0.5",
        LAW_AGE_LIMIT_SECONDS="60",
        REMEMBERED_BYTES="0",
        CORS_ORIGINS="https://deals.example, https://funds.example",
        COMPRESSION="true",
        LOG_LEVEL="warning",
    )
    assert settings == Settings(
        database_url="postgresql://deals@db/screening",
        rules_dir=Path("/srv/rules"),
        body_limit_bytes=1024,
        refresh_seconds=0.5,
        law_age_limit_seconds=60,
        remembered_bytes=0,
        cors_origins=("https://deals.example", "https://funds.example"),
        compression=True,
        log_level="WARNING",
    )


def test_values_that_are_given_in_code_do_not_look_at_the_environment(monkeypatch):
    monkeypatch.setenv("SCREENING_PORT", "9000")
    assert Settings().port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db"),
        ("DATABASE_URL", "screening.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///file:law.sqlite3?uri=true"),
        ("SECRETS_DIR", "/no/such/folder"),
        ("PORT", "tcp://10.0.0.1:8000"),
        ("PORT", "65536"),
        ("WORKERS", "0"),
        ("BODY_LIMIT_BYTES", "8 MiB"),
        ("BODY_LIMIT_BYTES", "0"),
        ("REMEMBERED_BYTES", "-1"),
        ("REMEMBERED_BYTES", "all"),
        ("REFRESH_SECONDS", "nan"),
        ("REFRESH_SECONDS", "-1"),
        ("REFRESH_SECONDS", "inf"),
        ("REFRESH_SECONDS", "often"),
        ("LAW_AGE_LIMIT_SECONDS", "0"),
        ("LAW_AGE_LIMIT_SECONDS", "inf"),
        ("LAW_AGE_LIMIT_SECONDS", "3.9"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("TRACING", "perhaps"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_the_name_of_its_variable(given, name, value):
    with pytest.raises(SettingError, match=f"^SCREENING_{name}: "):
        given(**{name: value})


def test_a_name_that_there_is_not_is_refused_with_the_nearest(given):
    with pytest.raises(SettingError, match=r"^SCREENING_PROT: .*`SCREENING_PORT`\?$"):
        given(PROT="9000")


def test_the_age_limit_leaves_room_for_a_refresh_that_comes_late(given):
    with pytest.raises(SettingError, match=r"^SCREENING_LAW_AGE_LIMIT_SECONDS: .*REFRESH_SECONDS is 200\.$"):
        given(REFRESH_SECONDS="200")
    assert given(LAW_AGE_LIMIT_SECONDS="400").law_age_limit_seconds == 400


def test_a_secret_is_read_from_a_file_unless_its_variable_is_set(given, tmp_path):
    (tmp_path / "screening_database_url").write_text("postgresql://deals:hunter2@db/screening\n", "utf-8")
    (tmp_path / "SCREENING_API_KEY").write_text("oik_of_a_file", "utf-8")
    settings = given(SECRETS_DIR=str(tmp_path), API_KEY="oik_of_a_variable")
    assert settings.database_url == "postgresql://deals:hunter2@db/screening"
    assert settings.api_key == "oik_of_a_variable"


def test_a_file_of_a_secret_that_there_is_not_is_refused(given, tmp_path):
    (tmp_path / "screening_databse_url").write_text("postgresql://db", "utf-8")
    (tmp_path / "tls.key").write_text("of somebody else", "utf-8")
    with pytest.raises(SettingError, match=r"^SCREENING_DATABSE_URL: .*`SCREENING_DATABASE_URL`\?$"):
        given(SECRETS_DIR=str(tmp_path))


def test_a_password_never_shows(given):
    address = "postgresql://deals:hunter2@db/screening"
    assert "hunter2" not in repr(Settings(database_url=address))
    with pytest.raises(SettingError) as failure:
        given(DATABASE_URL=address.replace("postgresql", "postgersql"))
    assert "hunter2" not in str(failure.value)
