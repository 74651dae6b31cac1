from pathlib import Path

import pytest

from app.settings import SettingError, Settings


def test_without_any_variable_the_service_is_self_contained():
    settings = Settings.from_environment({"PATH": "/bin", "SCREENING_LOG_LEVEL": ""})
    assert settings == Settings()
    assert settings.database_url == "sqlite:///var/screening.sqlite3"
    assert settings.body_limit_bytes == 8_388_608


def test_every_setting_can_be_given():
    settings = Settings.from_environment(
        {
            "SCREENING_DATABASE_URL": "postgresql://deals@db/screening",
            "SCREENING_RULES_DIR": "/srv/rules",
            "SCREENING_BODY_LIMIT_BYTES": "1024",
            "SCREENING_REFRESH_SECONDS": "0.5",
            "SCREENING_LAW_AGE_LIMIT_SECONDS": "60",
            "SCREENING_REMEMBERED_BYTES": "0",
            "SCREENING_LOG_LEVEL": "warning",
        }
    )
    assert settings == Settings("postgresql://deals@db/screening", Path("/srv/rules"), 1024, 0.5, 60, 0, "WARNING")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db"),
        ("DATABASE_URL", "screening.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///file:law.sqlite3?uri=true"),
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
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_the_name_of_its_variable(name, value):
    with pytest.raises(SettingError, match=f"^SCREENING_{name}: "):
        Settings.from_environment({f"SCREENING_{name}": value})


def test_the_age_limit_leaves_room_for_a_refresh_that_comes_late():
    given = {"SCREENING_REFRESH_SECONDS": "200"}
    with pytest.raises(SettingError, match=r"REFRESH_SECONDS is 200\.$"):
        Settings.from_environment(given)
    limit = Settings.from_environment({**given, "SCREENING_LAW_AGE_LIMIT_SECONDS": "400"}).law_age_limit_seconds
    assert limit == 400


def test_a_password_never_shows():
    address = "postgresql://deals:hunter2@db/screening"
    assert "hunter2" not in repr(Settings(database_url=address))
    with pytest.raises(SettingError) as failure:
        Settings.from_environment({"SCREENING_DATABASE_URL": address.replace("postgresql", "postgersql")})
    assert "hunter2" not in str(failure.value)
