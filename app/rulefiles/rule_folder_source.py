"""The folder ``rules/`` as a place where authors keep rule documents."""

from pathlib import Path

from app.domain.errors import Fault, InvalidRuleSet
from app.rulefiles.rule_folder import find_versions, read_version
from app.service.ports import RuleDocument


class RuleFolderSource:
    """The rule documents of one folder; a ``RuleSource``."""

    def __init__(self, rules: Path) -> None:
        self._rules = rules

    def documents(self) -> tuple[RuleDocument, ...]:
        """The document of every version folder, sorted by rule set and version.

        Raises ``InvalidRuleSet`` with the faults of all folders.
        """
        documents = []
        faults: list[Fault] = []
        for folder in find_versions(self._rules):
            try:
                documents.append(RuleDocument(folder.source, read_version(folder)))
            except InvalidRuleSet as error:
                faults.extend(error.faults)
        if faults:
            raise InvalidRuleSet(faults)
        return tuple(documents)
