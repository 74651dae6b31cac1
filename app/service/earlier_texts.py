"""Keeps the law by texts that were superseded, compiled when somebody asks for one: few do, and there may be many."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

from app.domain.errors import StorageUnavailable, VersionNotFound
from app.domain.screening import Law
from app.service.ports import Archive, Document, VersionSummary
from app.service.snapshot import no_earlier_text


class Unusable(NamedTuple):
    """Says why a stored text cannot be applied."""

    reason: str


CompileText = Callable[[str, Document], Law | Unusable]
"""Compiles a stored document that has to have this digest."""

_MOST: Final = 16
"""So many are kept, those asked for last."""


class EarlierTexts:
    """Gives the law by superseded texts of an archive; safe for use by several threads."""

    def __init__(self, archive: Archive, compile_text: CompileText) -> None:
        self._archive = archive
        self._compile = compile_text
        self._kept: OrderedDict[str, Law | Unusable] = OrderedDict()
        self._lock = threading.Lock()

    def law(self, version: VersionSummary) -> Law:
        """Return the law by the text of ``version``, which is not its last one; raises ``StorageUnavailable``."""
        with self._lock:
            found = self._kept.get(version.digest) or self._read(version)
            self._kept[version.digest] = found
            self._kept.move_to_end(version.digest)
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        if isinstance(found, Unusable):
            named = f"The text {version.digest} of version `{version.version}` of `{version.rule_set}`"
            raise StorageUnavailable(f"{named} is stored but cannot be applied by this release.")
        return found

    def _read(self, version: VersionSummary) -> Law | Unusable:
        try:
            with self._archive.reading() as reader:
                document = reader.version(version.rule_set, version.version, text=version.digest).document
        except VersionNotFound:
            return no_earlier_text(version)
        return self._compile(version.digest, document)
