"""Tells the texts that a rules folder ships, without reading all of it: by the record of those that were checked.

The record, ``texts.json`` in the folder of the rules, says of each version which text its files give, which texts that
one supersedes, and with which engine it passed its golden cases. ``python -m app rules check --record`` writes it. What
it says of a version holds for the very files that it was written for: files that differ are read, and checked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as validated

from app.domain.fields import Faults, refusal
from app.domain.language.head import head_of
from app.domain.located import Place
from app.domain.screening import ENGINE_VERSION
from app.rulefiles.rule_folder import VersionFolder, amended_folder, find_versions, read_version
from app.service.ports import RuleSetVersion
from app.service.supersession import ShippedText

RECORD: Final = "texts.json"
_READ: Final = (".yaml", ".json")
_CURE: Final = "run `python -m app rules check --record`."

_Digest = Annotated[str, StringConstraints(pattern="^sha256:[0-9a-f]{64}$")]


@validated(frozen=True, slots=True, config=ConfigDict(extra="forbid", strict=True))
class RecordedText:
    """Says what was found of one version: ``files`` is the digest of all files that its text and its cases come from.

    ``supersedes`` are the digests of the texts that the version had before, in other releases.
    """

    digest: _Digest
    files: _Digest
    supersedes: list[_Digest]


@validated(frozen=True, slots=True, config=ConfigDict(extra="forbid", strict=True))
class TextRecord:
    """Holds the record of a rules folder; the keys of ``texts`` are ``<rule set>/<version>``."""

    engine_version: str
    texts: Mapping[str, RecordedText]


_adapter: Final = TypeAdapter(TextRecord)


@dataclass(frozen=True, slots=True)
class Folder:
    """Describes a version folder by its files and by what the record says of it, if it says anything."""

    version: VersionFolder
    files: str
    recorded: RecordedText | None

    @property
    def unchanged(self) -> RecordedText | None:
        """What the record says of these very files."""
        return self.recorded if self.recorded is not None and self.recorded.files == self.files else None

    def read(self, recorded_at: datetime) -> RuleSetVersion:
        """Read the version; raises ``InvalidRuleSet``, also where the text is not the one that was recorded."""
        document = read_version(self.version)
        found = RuleSetVersion.of(document, head_of(document), source=f"{document.place}", recorded_at=recorded_at)
        if self.unchanged is not None and self.unchanged.digest != found.digest:
            place = Place(f"{self.version.source.partition('/')[0]}/{RECORD}")
            raise refusal(place, f"It gives another digest for `{_key(self.version)}` than its files have: {_CURE}")
        return found


def shipped_texts(rules: Path, *, recorded_at: datetime) -> list[ShippedText]:
    """Return the text of every version folder, sorted by rule set and version.

    Raises ``InvalidRuleSet`` for a record that is none, and for faults in what has to be read: all that the record does
    not know, or knows with other files.
    """
    record = read_record(rules)
    checked_here = record is not None and record.engine_version == ENGINE_VERSION
    faults = Faults()
    found = [
        faults.unless_refused(partial(_shipped, folder, checked=checked_here, recorded_at=recorded_at))
        for folder in _folders(rules, record)
    ]
    faults.refuse_any()
    return [text for text in found if text is not None]


def _shipped(folder: Folder, *, checked: bool, recorded_at: datetime) -> ShippedText:
    read: Callable[[], RuleSetVersion] = cache(partial(folder.read, recorded_at))
    recorded = folder.unchanged
    if recorded is None:
        version = folder.read(recorded_at)
        # The text may be the recorded one all the same: only its notes, or its golden cases, are others.
        recorded = folder.recorded if folder.recorded and folder.recorded.digest == version.digest else None
        digest, checked, read = version.digest, False, partial(lambda found: found, version)
    else:
        digest = recorded.digest
    return ShippedText(
        rule_set=folder.version.rule_set,
        version=folder.version.version,
        digest=digest,
        supersedes=frozenset(recorded.supersedes if recorded is not None else ()),
        checked=checked,
        read=read,
    )


def read_record(rules: Path) -> TextRecord | None:
    """Read the record of a rules folder, if it has one; raises ``InvalidRuleSet``."""
    path = rules / RECORD
    try:
        return _adapter.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        place = Place(f"{rules.resolve().name}/{RECORD}")
        raise refusal(place, f"This is no record of checked texts: {_CURE}") from None


def write_record(rules: Path, *, recorded_at: datetime) -> TextRecord:
    """Record the texts of a rules folder, which have been checked; what each superseded so far, it supersedes still.

    A text that is recorded already, and is not that of the files any more, is superseded by theirs. Raises
    ``InvalidRuleSet``, also for a text that was superseded before: it cannot come back.
    """
    before = read_record(rules)
    texts = {}
    for folder in _folders(rules, before):
        digest = folder.read(recorded_at).digest if folder.unchanged is None else folder.unchanged.digest
        texts[_key(folder.version)] = RecordedText(digest, folder.files, _superseded(folder, digest))
    record = TextRecord(ENGINE_VERSION, texts)
    (rules / RECORD).write_bytes(orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return record


def _superseded(folder: Folder, digest: str) -> list[str]:
    if folder.recorded is None:
        return []
    known = folder.recorded.supersedes
    if digest in known:
        again = "This text was superseded before, and a text that was superseded never comes back"
        raise refusal(Place(folder.version.source), f"{again}: change something in it, such as its `title`.")
    return known if digest == folder.recorded.digest else [*known, folder.recorded.digest]


def _folders(rules: Path, record: TextRecord | None) -> Iterator[Folder]:
    texts: Mapping[str, Any] = record.texts if record is not None else {}
    for version in find_versions(rules):
        yield Folder(version, _files_digest(version), texts.get(_key(version)))


def _key(version: VersionFolder) -> str:
    return f"{version.rule_set}/{version.version}"


def _files_digest(version: VersionFolder) -> str:
    """Return the digest of all files of a version and its golden cases, and of those of the version that it amends."""
    taken = sha256()
    seen: list[str] = []
    folder: VersionFolder | None = version
    while folder is not None and folder.version not in seen:
        seen.append(folder.version)
        found = (path for path in folder.path.rglob("*") if path.suffix in _READ and path.is_file())
        for path in sorted(found, key=lambda path: path.relative_to(version.path.parent).as_posix()):
            content = path.read_bytes()
            taken.update(f"{path.relative_to(version.path.parent).as_posix()}\0{len(content)}\0".encode())
            taken.update(content)
        folder = amended_folder(folder)
    return f"sha256:{taken.hexdigest()}"
