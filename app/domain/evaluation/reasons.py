"""Builds reasons as responses give them: one for each element of the law and subject, with the facts read."""

from app.domain.answers.determination import Reason, SubjectJson
from app.domain.evaluation.chain import Chain
from app.domain.evaluation.run import Run
from app.domain.evaluation.subjects import whom_about
from app.domain.truth import word


def reasons_of(run: Run, chain: Chain) -> list[Reason]:
    """Give the reasons as responses give them, with the answers on ownership that belong to each."""
    places = {key: f"/reasons/{index}" for index, key in enumerate(chain.reasons)}
    told: list[Reason] = []
    for key, explained in chain.reasons.items():
        number, pointer = key
        element = run.program.numbered[number]
        reason: Reason = {
            "code": element.id,
            "element": element.element,
            "verdict": word(explained.verdict) if explained.applicable else "not_applicable",
            "statement": element.statement,
            "citation": element.citation,
            "subject": _subject(run, pointer),
            "facts": [*chain.facts[key].values()],
            "rests_on": [places[each] for each in sorted(chain.rests_on[key])],
        }
        accounts = [each for facts in chain.told_with[key] for each in run.ownership.accounts_of(facts)]
        if accounts:
            reason["ownership"] = accounts
        told.append(reason)
    return told


def _subject(run: Run, pointer: str) -> SubjectJson:
    name = whom_about(run.transaction, pointer, parties=run.parties)
    return {"pointer": pointer} if name is None else {"pointer": pointer, "name": name}
