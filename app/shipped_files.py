"""Finds the files that travel with the code: the law, the migrations and the OpenAPI document.

In a checkout they stand beside ``app``; in an installed package within it, where `pyproject.toml` has them put.
"""

from pathlib import Path
from typing import Final

_INSTALLED: Final = Path(__file__).with_name("shipped")
_IS_INSTALLED: Final = _INSTALLED.is_dir()
_ROOT: Final = _INSTALLED if _IS_INSTALLED else Path(__file__).parents[1]

ALEMBIC_INI: Final = _ROOT / "alembic.ini"
OPENAPI: Final = _ROOT / "openapi/openapi.json"
RULES: Final = _INSTALLED / "rules" if _IS_INSTALLED else Path("rules")
"""The law. In a checkout, the folder `rules` where the program is started, which is the checkout."""


def embedded_database() -> str:
    """Give the address of the database that is used where none is set.

    In a checkout it lies in the folder `var`. An installed program has it in the home of its user, or in the folder
    `var` where it is started if the user has no home.
    """
    try:
        folder = Path.home() / ".local/share/outbound-screening" if _IS_INSTALLED else Path("var")
    except RuntimeError:
        folder = Path("var")
    return f"sqlite:///{folder}/screening.sqlite3"
