"""Composes the memo on a determination, chapter by chapter in the order in which a partner reads it."""

from collections.abc import Iterator
from typing import Final

from app.documents.analysis import analysis, annex, exceptions_considered, facts_relied_on, knowledge
from app.documents.memo import Block, Chapter, Memo, Prose, Spans, bullets, grid, joined, linked, place, plain, strong
from app.documents.question import acquirer_and_target, parties, question
from app.documents.wording import STEPS, day_in_words, sentence, spaced, urgent_first
from app.domain.answers.determination import UNDETERMINED, Determination, ObligationJson, QuestionJson
from app.domain.answers.law import SelectedBy
from app.domain.screening import Explain
from app.service.presenting import Presented

NOTICE: Final = "Decision support, not legal advice."
_NO_DUTY: Final = "No duty follows from this determination."
_OPEN: Final = "It is open whether a duty follows. This is no clearance: go on only when the open points are settled."
_MOST: Final = 200
_HOW: Final = (
    "The determination digest is the SHA-256 of the full answer (explain=full) without that member; the digest of the "
    "law is that of the version’s text. The same transaction under the same text, selected in the same way, with the "
    "engine version named here, gives the same bytes."
)
_OF_CHOICE: Final = {
    SelectedBy.PINNED_VERSION: ". Whoever asked named this text, and it answers also where it was withdrawn or "
    "corrected since: the status above is the one in the text itself. Compare how the version stands today.",
    SelectedBy.AS_KNOWN: ". Whoever asked left out what was recorded later, a withdrawal or a correction as well.",
}
_LINKS: Final = (
    "Links lead to the text of the regulation as it stands today, which may be later than the version applied."
)


def memo_of(presented: Presented) -> Memo:
    """Compose the memo on one transaction."""
    told = presented.full
    law = told["rule_set"]
    head = (
        ("Reference", plain(told["reference"] or "None stated")),
        ("Concerning", plain(acquirer_and_target(presented.transaction))),
        ("Determination", strong(sentence(told["determination"]))),
        ("Law", plain(f"{presented.law}; {law['id']}, version {law['version'] or 'none'}")),
        ("Prepared by", ()),
        ("Date", ()),
    )
    chapters = (
        Chapter("Question presented", question(presented)),
        _short_answer(told),
        _facts(presented),
        analysis(presented),
        knowledge(presented),
        exceptions_considered(told),
        _calendar(told),
        _open_points(told),
        _readings(told),
        _guidance(told),
        _law(presented),
        _signature(),
    )
    numbered = (
        Chapter(f"{number}. {each.title}", each.blocks, each.parts)
        for number, each in enumerate(filter(None, chapters), start=1)
    )
    annexes = (annex(told),) if presented.explain is Explain.FULL else ()
    return Memo("Memorandum on a determination", head, (*numbered, *annexes), NOTICE)


def _short_answer(told: Determination) -> Chapter:
    step = joined(strong("Next step: "), plain(f"{STEPS[told['next_step']]}."))
    return Chapter("Short answer", (Prose(linked(told["summary"])), Prose(step)))


def _facts(presented: Presented) -> Chapter:
    told = presented.full
    assumed_at: dict[str, list[str]] = {}
    for each in presented.brief["assumptions"]:
        assumed_at.setdefault(each["statement"], []).append(each["pointer"])
    assumed = bullets(
        joined(plain(f"{statement} "), place(", ".join(pointers))) for statement, pointers in assumed_at.items()
    )
    relied = grid(
        ("Conclusion stated", "Evidence", "What it is worth"),
        (
            (
                joined(
                    plain(f"{each['party']}: {each['conclusion']}{'' if each['met'] else ' Not so.'} ("),
                    linked(f"{each['citation']})"),
                ),
                plain(
                    f"{sentence(each['basis'])}; {each['source'] or 'no source stated'}; {day_in_words(each['as_of'])}"
                    + (f"; {len(each['warning_signs'])} warning signs" if each["warning_signs"] else "")
                ),
                linked(each["standard"]),
            )
            for each in told["relied_on"]
        ),
        widths=(35, 25, 40),
    )
    nothing = (Prose(plain("None.")),)
    return Chapter(
        "Facts and assumptions",
        (),
        (
            Chapter("Parties", parties(presented.transaction)),
            Chapter("Facts on which the determination rests", facts_relied_on(presented) or nothing),
            Chapter("Assumptions", _said("Taken for granted because nothing was stated:", assumed) or nothing),
            Chapter(
                "Statements relied on",
                _said("Stated as conclusions on evidence; they were not worked out from facts.", relied) or nothing,
            ),
        ),
    )


def _said(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return (Prose(plain(text)), *blocks) if blocks else ()


def _calendar(told: Determination) -> Chapter:
    rows = (
        (
            strong(_when(each)),
            plain(each["who"].get("name") or each["who"]["role"]),
            joined(plain(f"{each['what']} ("), linked(f"{each['citation']})")),
            plain("Certain" if each["certain"] else "Open"),
        )
        for each in urgent_first(told["obligations"])
    )
    duties = grid(("By", "Who", "What", "Applies"), rows, widths=(18, 22, 48, 12))
    return Chapter(
        "Consequences and calendar",
        duties or (Prose(plain(_NO_DUTY if told["determination"] != UNDETERMINED else _OPEN)),),
    )


def _when(duty: ObligationJson) -> str:
    if duty["due"] is not None:
        return day_in_words(duty["due"])
    return f"Until {day_in_words(duty['until'])}" if duty.get("until") else "No day fixed"


def _open_points(told: Determination) -> Chapter | None:
    parts = [
        Chapter(title, (*_questions(questions), *_cut(len(questions))))
        for title, questions in (
            ("Questions that can settle the matter", told["missing_facts"]),
            ("Further questions that bear on it", told["further_questions"]),
        )
        if questions
    ]
    pending = bullets(
        joined(
            plain(f"{each['awaits']} ("),
            linked(each["citation"]),
            plain(")" + (f" {each['note']}" if "note" in each else "")),
        )
        for each in told.get("pending_regulations", ())
    )
    if pending:
        parts.append(Chapter("Regulations awaited", pending))
    return Chapter("Open points", (), tuple(parts)) if parts else None


def _questions(questions: list[QuestionJson]) -> tuple[Block, ...]:
    rows = (
        (
            plain(str(number)),
            joined(
                plain(f"{each['about']}: " if "about" in each else ""),
                plain(each["question"]),
                plain(f" In {each['unit']}." if "unit" in each else ""),
                plain(f" {each['note']}" if "note" in each else ""),
                plain(f" Asked before: {spaced(each['inquiry'])}." if "inquiry" in each else ""),
                *_choices(each),
            ),
            linked(each["citation"]),
            place(each["pointer"]),
        )
        for number, each in enumerate(questions[:_MOST], start=1)
    )
    return grid(("No.", "Question", "Paragraph", "Answer goes to"), rows, widths=(6, 50, 20, 24))


def _choices(question: QuestionJson) -> Iterator[Spans]:
    if 0 < len(question.get("choices", ())) <= 6:
        yield plain(f" One of: {', '.join(spaced(str(each['value'])) for each in question['choices'])}.")


def _cut(count: int) -> tuple[Block, ...]:
    return (Prose(plain(f"{count - _MOST} more are in the answer as JSON.")),) if count > _MOST else ()


def _readings(told: Determination) -> Chapter | None:
    parts = [
        joined(
            strong(f"{each['id']} "),
            linked(f"({each['citation']})"),
            plain(f": {each['note']} Reading used: {spaced(each['reading'] or 'none')}. "),
            plain(
                " ".join(
                    f"Under “{spaced(reading)}” the determination would be {spaced(given)}."
                    for reading, given in each.get("other_readings_give", {}).items()
                )
                or "No other reading gives another determination."
            ),
        )
        for each in told["interpretations"]
    ]
    return Chapter("Readings taken", bullets(parts)) if parts else None


def _guidance(told: Determination) -> Chapter | None:
    ruled = bullets(
        joined(
            strong(f"{each['id']} "),
            linked(f"({each['citation']}, {day_in_words(each['released'])})"),
            plain(
                f": {each['note']}{' Not read in an official text.' if each.get('confidence') == 'unverified' else ''}"
            ),
        )
        for each in told.get("guidance", ())
    )
    unread = bullets(
        joined(
            strong(f"{sentence(each['kind'])} {each['id']}"),
            linked(f" ({each['citation']})" if "citation" in each else ""),
            plain(f": {each['note']}" if "note" in each else ""),
        )
        for each in told.get("unverified", ())
    )
    parts = [
        Chapter(title, blocks)
        for title, blocks in (("Guidance", ruled), ("Not checked against an official text", unread))
        if blocks
    ]
    return Chapter("Guidance and what is unverified", (), tuple(parts)) if parts else None


def _law(presented: Presented) -> Chapter:
    told = presented.full
    law = told["rule_set"]
    began = day_in_words(law["effective_from"]) if law["effective_from"] else "no day"
    ended = day_in_words(law["effective_to"]) if law["effective_to"] else "until further notice"
    sources = law["unverified_sources"]
    pairs: list[tuple[str, Spans]] = [
        ("Law", plain(presented.law)),
        ("Rule set and version", plain(f"{law['id']}, {law['version'] or 'no version applies'}")),
        ("Status", plain(sentence(law["status"] or "none"))),
        ("In force", plain(f"From {began} {'to ' if law['effective_to'] else ''}{ended}")),
        ("Selected by", plain(f"{sentence(law['selected_by'])}{_OF_CHOICE.get(law['selected_by'], '')}")),
        *(
            ("Alternative chosen", plain(f"{spaced(axis)}: {spaced(str(choice))}"))
            for axis, choice in law.get("variants", {}).items()
        ),
        ("Sources not checked", plain(str(sources))),
        ("Digest of the law", place(law["digest"] or "none")),
        ("Engine version", plain(told["engine_version"])),
        ("Digest of the input", place(told["input_digest"])),
        ("Digest of the determination", place(told["determination_digest"])),
    ]
    rows = ((plain(label), words) for label, words in pairs)
    return Chapter(
        "Law and digests",
        (*grid((), rows, widths=(28, 72)), Prose(plain(_HOW)), Prose(plain(_LINKS))),
    )


def _signature() -> Chapter:
    rows = ((plain("Signature"), ()), (plain("Name"), ()), (plain("Date"), ()))
    return Chapter(
        "Disclaimer and signature",
        (
            Prose(
                plain(
                    f"{NOTICE} This memo tells what the rules make of the facts as stated. Nobody has verified those."
                )
            ),
            *grid((), rows, widths=(28, 72)),
        ),
    )
