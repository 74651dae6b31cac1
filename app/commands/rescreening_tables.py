"""Writes what changed for many deals as tables at a terminal, or in a few lines."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.domain.answers.rescreening import DealDifference, ResultDifferences, ResultSide, UnreadLines

_DEALS: Final = 20
_ROWS: Final = 15


def difference_tables(counted: ResultDifferences, lines: Iterable[bytes]) -> None:
    """Print the counts as tables, and the gravest deals."""
    console = Console()
    console.print(difference_text(counted), markup=False, highlight=False)
    if counted["cells"]:
        table = Table("from", "to", title="Determinations")
        table.add_column("deals", justify="right")
        for cell in counted["cells"]:
            table.add_row(*map(_plain, (cell["from"], cell["to"], f"{cell['count']:,}")))
        console.print(table)
    _print_counts(
        console,
        "Provisions, as told by the answers",
        ("begins", "ceases"),
        [(each["citation"], each["code"], [each["begins"], each["ceases"]]) for each in counted["provisions"]],
    )
    _print_counts(
        console,
        "Duties",
        ("new", "gone", "altered"),
        [(each["citation"], each["kind"], [each["new"], each["gone"], each["altered"]]) for each in counted["duties"]],
    )
    deals: list[DealDifference] = [orjson.loads(line) for line in islice(lines, _DEALS)]
    if deals:
        title = "Deals" if len(deals) == counted["changed"] else f"The {len(deals)} gravest of {counted['changed']:,}"
        table = Table("severity", "reference", "line", "what", "from", "to", "duties", title=title)
        for deal in deals:
            table.add_row(*map(_plain, _row(deal)))
        console.print(table)


def difference_text(counted: ResultDifferences) -> str:
    """Write the counts in a few lines."""
    lines = [f"{counted['compared']:,} deals compared; {counted['changed']:,} changed."]
    lines += [f"{count:>9,}  {move.replace('_', ' ')}" for move, count in counted["moves"].items()]
    if counted["other_facts"]:
        lines.append(f"{counted['other_facts']:>9,}  are about other facts, whether the answer changed or not")
    if counted["problems_in_both"]:
        lines.append(f"{counted['problems_in_both']:>9,}  have a problem in both, and no determination")
    lines += _unread("old", counted["unread_old"]) + _unread("new", counted["unread_new"])
    return "\n".join(lines)


def _unread(which: str, unread: UnreadLines) -> list[str]:
    if not unread["count"]:
        return []
    more = unread["count"] - len(unread["lines"])
    listed = ", ".join(map(str, unread["lines"])) + (f" and {more:,} more" if more else "")
    return [f"{unread['count']:>9,}  lines of the {which} result could not be compared: {listed}"]


def _print_counts(console: Console, title: str, ways: tuple[str, ...], rows: list[tuple[str, str, list[int]]]) -> None:
    if not rows:
        return
    table = Table("paragraph", "name", title=title)
    for way in ways:
        table.add_column(way, justify="right")
    for citation, name, counts in rows[:_ROWS]:
        table.add_row(*map(_plain, (citation, name, *(f"{count:,}" if count else "" for count in counts))))
    if len(rows) > _ROWS:
        table.add_row(f"… {len(rows) - _ROWS:,} more", *[""] * (1 + len(ways)))
    console.print(table)


def _row(deal: DealDifference) -> list[str]:
    duties = deal["duties"]
    told = [
        f"{word}: {', '.join(dict.fromkeys(each['kind'] for each in found))}"
        for word, found in (("new", duties["new"]), ("gone", duties["gone"]))
        if found
    ]
    told += [f"{each['kind']}: {each['from']['due'] or '?'} → {each['to']['due'] or '?'}" for each in duties["altered"]]
    side = deal["to"] or deal["from"]
    return [
        str(deal["severity"]),
        deal["reference"] or "",
        str(side["line"]) if side else "",
        deal["move"].replace("_", " "),
        _side(deal["from"]),
        _side(deal["to"]),
        "; ".join(dict.fromkeys(told)),
    ]


def _plain(text: str) -> Text:
    """Keep rich from reading a text as markup, and a terminal from taking a part of it for a command."""
    return Text("".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text))


def _side(side: ResultSide | None) -> str:
    if side is None:
        return "none"
    if side["determination"] is None:
        return "problem"
    return f"{side['determination']} ({side['version'] or 'no law'})"
