"""Reads the complete transactions that golden cases start from, as JSON files beside the rules."""

import json
from pathlib import Path

from app.domain.fields import nearest, refusal, shown
from app.domain.located import Place
from app.rulefiles.json_pointer import Json
from app.rulefiles.rule_folder import CASES, EXAMPLES, VersionFolder, amendment
from app.rulefiles.source_text import read_bytes

BASES = "bases"


def base_transaction(folder: VersionFolder, name: str, *, place: Place) -> dict[str, Json]:
    """Reads the file ``name`` of ``examples/`` or ``cases/bases/``, with every number as text, digit by digit.

    ``name`` is a file name alone or a path as seen from ``cases/``, given at ``place``. For an amendment that has no
    such file, it is that of the version amended. Raises ``InvalidRuleSet`` if no
    such file lies there, if both folders have one, and if it holds no JSON object.
    """
    home, path = _find(folder, name, place)
    source = f"{home.source}/{path.relative_to(home.path).as_posix()}"
    data = read_bytes(path, source)
    try:
        # No number passes through a float, and none may be NaN.
        value = json.loads(
            data.decode("utf-8"), parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_distinct
        )
    except json.JSONDecodeError as error:
        raise refusal(Place(source, error.lineno, error.colno), f"This is not JSON ({error.msg}): mend it.") from error
    except RecursionError as error:
        raise refusal(Place(source), "The file is nested too deep for a transaction: flatten it.") from error
    except ValueError as error:
        message = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise refusal(Place(source), f"The file is not JSON: {message}.") from error
    if not isinstance(value, dict):
        raise refusal(Place(source), "The file holds no transaction: a transaction is a JSON object.")
    return value


def _find(folder: VersionFolder, name: str, place: Place) -> tuple[VersionFolder, Path]:
    """Finds the file, and the folder of the version to which it belongs."""
    homes = (folder.path / EXAMPLES, folder.path / CASES / BASES)
    candidates = [folder.path / CASES / name] if "/" in name else [home / name for home in homes]
    known = sorted(path for home in homes if home.is_dir() for path in home.glob("*.json") if path.is_file())
    found = [path for path in known if path.resolve() in [candidate.resolve() for candidate in candidates]]
    if not found and (amended := amendment(folder)) is not None:
        return _find(amended[1], name, place)
    if not found:
        names = tuple(path.name for path in known)
        near = nearest(name.rpartition("/")[2], names)
        raise refusal(place, f"There is no `{shown(name)}` in `{EXAMPLES}/` or `{CASES}/{BASES}/`{near}")
    if len(found) > 1:
        raise refusal(place, f"`{name}` is both in `{EXAMPLES}/` and in `{CASES}/{BASES}/`: rename one of the two.")
    if not folder.holds(found[0]):
        raise refusal(place, f"`{name}` is a link that leads out of the folder of its version: put the file there.")
    return folder, found[0]


def _distinct(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
        raise ValueError(f"the member `{shown(twice)}` is given twice in one object")
    return members


def _no_number(name: str) -> Json:
    raise ValueError(f"`{name}` is no number")
