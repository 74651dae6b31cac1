"""Portfolios in tables: what is read, what is refused at its place, and what comes back."""

import csv
import json
import shutil
import subprocess
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from pyarrow import parquet

from app.__main__ import main
from app.api.batch.line_reader import LineOptions
from app.tables.columns import sheet_forms
from app.tables.composing import composed
from app.tables.explanation import EXAMPLE, ORDINARY
from app.tables.table import InvalidTables
from app.tables.template import ordered_columns
from app.tables.workbook import read_workbook

VOTES = ("interests", 0, "voting_percent")
FIRST_ACTIVITY = ("parties", 2, "activities", "items", 0)
SHEETS = ("deals", "parties", "interests", "activities")
NOON = datetime(2025, 6, 17, 12)  # noqa: DTZ001 (a workbook knows no zones)
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    file = tmp_path_factory.mktemp("template") / "template.xlsx"
    assert main(["portfolio", "template", str(file)]) == 0
    return file


@pytest.fixture
def book():
    """The example in a workbook with the columns that most deals need, to be changed."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "# notes"
    for name in SHEETS:
        sheet = book.create_sheet(name)
        head = [*ORDINARY[name], *(["uscc"] if name == "parties" else []), "more"]
        sheet.append(head)
        for row in EXAMPLE[name]:
            sheet.append([row.get(each) for each in head])
    return book


def column(sheet, name):
    return next(cell.column for cell in sheet[1] if cell.value == name)


def put(book, sheet, row, name, value):
    cell = book[sheet].cell(row, column(book[sheet], name))
    cell.value = value
    return cell


def saved(book, tmp_path, name="deals.xlsx"):
    book.save(tmp_path / name)
    return tmp_path / name


def run(source, target, *more):
    return main(["portfolio", str(source), str(target), "--jobs", "1", *more])


def answers(target):
    return [json.loads(line) for line in target.read_bytes().splitlines()]


def transactions(file):
    return [deal.transaction for deal in composed(read_workbook(file))]


def faults(file):
    with pytest.raises(InvalidTables) as refused:
        composed(read_workbook(file))
    return [f"{place}: {detail}" for place, detail in refused.value.faults]


def test_the_template_can_be_screened_as_it_is(made, tmp_path, line_screener):
    assert run(made, tmp_path / "out.ndjson") == 20
    (answer,) = answers(tmp_path / "out.ndjson")
    assert (answer["reference"], answer["determination"]) == ("EXAMPLE", "notifiable")
    (stated,) = transactions(made)
    said = line_screener.answer(1, json.dumps(stated).encode(), LineOptions()).body
    assert (tmp_path / "out.ndjson").read_bytes() == said + b"\n"


def test_the_template_asks_the_questions_and_offers_the_words(made):
    book = openpyxl.load_workbook(made)
    assert book.sheetnames == ["read me", *SHEETS, "words"]
    parties = book["parties"]
    head = parties.cell(1, column(parties, "organized_in"))
    assert head.comment.text.startswith("Under the law of which country is the entity")
    assert "850.221(b)" in head.comment.text
    assert parties.freeze_panes == "C2"
    offered = {str(each.sqref): each for each in parties.data_validations.dataValidation}
    letters = head.column_letter
    (countries,) = [each for where, each in offered.items() if f"{letters}2:" in where]
    assert isinstance(countries, DataValidation)
    assert countries.formula1.startswith("words!$")
    for name, form in sheet_forms().items():
        assert [cell.value for cell in book[name][1]] == [each.name for each in ordered_columns(form)]
        assert all(cell.comment.text for cell in book[name][1])


def test_nobody_takes_a_file_that_is_there_for_a_template(made):
    before = made.read_bytes()
    assert main(["portfolio", "template", str(made)]) == 2
    assert main(["portfolio", "template", str(made.with_suffix(".csv"))]) == 2
    assert made.read_bytes() == before


@pytest.mark.parametrize(
    ("sheet", "row", "name", "value", "stated"),
    [
        ("deals", 2, "deal.completion_date", date(2025, 6, 17), ("deal", "completion_date", "2025-06-17")),
        ("deals", 2, "deal.completion_date", "2025-06-17", ("deal", "completion_date", "2025-06-17")),
        ("deals", 2, "deal.security.derivative", False, ("deal", "security", "derivative", False)),
        ("deals", 2, "deal.security.derivative", " Yes ", ("deal", "security", "derivative", True)),
        ("deals", 2, "deal.rights", "a; b", ("deal", "rights", "items", ["a", "b"])),
        ("deals", 2, "deal.acts", "acquire_equity", ("deal", "acts", "complete", True)),
        ("deals", 2, "deal.rights", "none", ("deal", "rights", "none")),
        ("deals", 2, "more", '{"deal": {"passes": {"items": []}}}', ("deal", "passes", "items", [])),
        ("interests", 2, "voting_percent", ">=10 <50", (*VOTES, {"at_least": "10", "less_than": "50"})),
        ("interests", 2, "voting_percent", 49.5, (*VOTES, "49.5")),
        ("interests", 2, "voting_percent", "49.99999999999999999999", (*VOTES, "49.99999999999999999999")),
        ("activities", 2, "training_operations", 2e24, (*FIRST_ACTIVITY, "training_operations", "2" + "0" * 24)),
        ("parties", 4, "activities.complete", None, ("parties", 2, "activities", {"items": 1})),
        ("parties", 2, "name", 147, ("parties", 0, "name", "147")),
    ],
)  # fmt: skip
def test_cells_say_what_the_transaction_states(book, tmp_path, sheet, row, name, value, stated):  # noqa: PLR0917
    put(book, sheet, row, name, value)
    (found,) = transactions(saved(book, tmp_path))
    *way, expected = stated
    for step in way:
        found = found[step]
    assert ({key: len(value) for key, value in found.items()} if expected == {"items": 1} else found) == expected


@pytest.mark.parametrize("name", ["activities-2.csv", "Parties (1).parquet"])
def test_more_of_a_table_in_another_file_is_never_left_unread(tmp_path, capsys, name):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / name).touch()
    assert run(folder, tmp_path / "out.ndjson") == 65
    assert f"{name} is not read." in capsys.readouterr().err


@pytest.mark.parametrize("shown", ['0.0"%"', "0.0\\%"])
def test_a_number_with_a_percent_sign_behind_it_is_that_number(book, tmp_path, shown):
    put(book, "interests", 2, "voting_percent", 0.5).number_format = shown
    (found,) = transactions(saved(book, tmp_path))
    assert found["interests"][0]["voting_percent"] == "0.5"


def test_a_number_shown_in_percent_is_that_percentage(book, tmp_path):
    put(book, "interests", 2, "voting_percent", 0.125).number_format = "0.0%"
    (found,) = transactions(saved(book, tmp_path))
    assert found["interests"][0]["voting_percent"] == "12.500"


def test_an_empty_cell_says_nothing(book, tmp_path):
    for name in ("deal.circumstances", "deal.security.publicly_traded", "deal.acts.complete"):
        put(book, "deals", 2, name, None)
    put(book, "deals", 2, "deal.security.issuer", "  ")
    (found,) = transactions(saved(book, tmp_path))
    assert found["deal"] == {
        "acts": {"items": ["acquire_equity"]},
        "completion_date": "2025-06-16",
        "security": {"derivative": False},
        "target": "target",
    }


@pytest.mark.parametrize(
    ("sheet", "row", "name", "value", "words"),
    [
        ("deals", 2, "deal.completion_date", NOON, "without a time"),
        ("deals", 2, "deal.completion_date", "June 17", "YYYY-MM-DD"),
        ("deals", 2, "acquirer", date(2025, 6, 17), "a date: format it as text"),
        ("deals", 2, "acquirer", "fnud", "No party listed here has this id"),
        ("deals", 2, "deal.security.derivative", 0, "`yes` or `no`"),
        ("deals", 2, "deal.security.derivative", "=1=1", "The formula has no stored value"),
        ("deals", 2, "deal.rights", "none; board_seat", "`none` stands alone"),
        ("deals", 2, "deal.rights.complete", "yes", "The list is empty"),
        ("deals", 2, "deal.circumstances.complete", "no", "`none` is a complete list"),
        ("deals", 2, "more", '{"acquirer": "target"}', "state it once"),
        ("deals", 2, "more", '{"a": 1, "a": 2}', "each name once"),
        ("deals", 2, "more", '{"parties": []}', "state it once"),
        ("parties", 4, "organized_in", "China", "`CN`"),
        ("parties", 4, "organized_in", 86, ""),
        ("parties", 4, "uscc", 911101083030, ""),
        ("parties", 4, "uscc", 91110108303012345.0, "a number: format it as text"),
        ("parties", 4, "activities", "develops", "Write `none`"),
        ("parties", 4, "activities", "none", "something else of the activities"),
        ("interests", 2, "voting_percent", 1 / 3, "15 digits"),
        ("interests", 2, "voting_percent", ">10 >20", "one lower and one upper bound"),
        ("interests", 2, "voting_percent", "about 10", "Give a number"),
        ("interests", 2, "voting_percent", True, "A number is wanted"),
        ("interests", 2, "voting_percent", 101, "from 0 to 100"),
        ("activities", 2, "verb", "devlops", "`develops`"),
        ("activities", 2, "training_operations", None, None),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_meant_costs_the_deal_its_determination(  # noqa: PLR0917
    book, tmp_path, capsys, sheet, row, name, value, words
):
    place = f"{sheet}!{put(book, sheet, row, name, value).coordinate}"
    source, target = saved(book, tmp_path), tmp_path / "out.ndjson"
    if words is None:  # unknown is no fault
        assert run(source, target) == 40
        return
    assert run(source, target) == 65
    (answer,) = answers(target)
    assert "determination" not in answer
    assert (answer["line"], answer["reference"]) == (2, "EXAMPLE")
    told = [each["detail"] for each in answer["errors"]]
    said = capsys.readouterr().err
    marked = openpyxl.load_workbook(tmp_path / "out-errors.xlsx")
    listed = list(marked["errors"].iter_rows(min_row=2, values_only=True))
    if sheet == "parties" and value == "none":
        place = "activities!B2"
    assert any(each.startswith(f"{place}: ") and words in each for each in told), told
    assert f"{place}: " in said
    assert any(f"{at}!{letters}{number}" == place for at, number, letters, _ in listed)
    at, _, cell = place.partition("!")
    assert marked[at][cell].comment.text
    assert marked[at][cell].fill.fgColor.rgb == "00FF9999"


def test_a_number_is_no_day_unless_it_is_shown_as_one(book, tmp_path, capsys):
    put(book, "deals", 2, "deal.completion_date", 45824).number_format = "General"
    assert run(saved(book, tmp_path), tmp_path / "out.ndjson") == 65
    assert "format the cell as a date" in capsys.readouterr().err


def test_faults_are_marked_wherever_the_answers_go(book, tmp_path, capfdbinary):
    put(book, "parties", 4, "organized_in", "XX")
    source = saved(book, tmp_path)
    assert run(source, "-") == 65
    said = capfdbinary.readouterr()
    assert b"parties!E4: " in said.out
    assert b"parties!E4: " in said.err
    assert "errors" in openpyxl.load_workbook(tmp_path / "deals-errors.xlsx").sheetnames
    named = tmp_path / "named.xlsx"
    named.write_bytes(b"mine")
    assert run(source, "-", "--errors", str(named)) == 2
    assert named.read_bytes() == b"mine"


def test_one_faulty_deal_leaves_the_others_their_answers(book, tmp_path):
    for sheet in SHEETS:
        rows = [[cell.value for cell in row] for row in book[sheet].iter_rows(min_row=2) if row[0].value]
        for values in rows:
            book[sheet].append(["SECOND", *values[1:]])
    put(book, "deals", 2, "deal.completion_date", "soon")
    row = max(cell.row for cell in book["deals"]["A"] if cell.value == "SECOND")
    assert run(saved(book, tmp_path), tmp_path / "out.ndjson") == 65
    first, second = answers(tmp_path / "out.ndjson")
    assert (first["line"], second["determination"], row) == (2, "notifiable", row)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: put(book, "parties", 3, "deal", "EXAMPEL"), "parties!A3: No row of `deals` has this reference"),
        (lambda book: put(book, "parties", 3, "deal", None), "parties!B3: The row says nothing under `deal`"),
        (lambda book: put(book, "parties", 3, "id", "fund"), "parties!B3: Another row of the deal has this id"),
        (lambda book: put(book, "parties", 3, "id", None), "parties!A3: The row says nothing under `id`"),
        (lambda book: put(book, "activities", 2, "party", "tarhet"), "activities!B2: No row of `parties` has this id"),
        (lambda book: put(book, "deals", 3, "deal", "EXAMPLE"), "deals!A3: Another row has this reference"),
        (lambda book: put(book, "deals", 2, "deal", '="EX"'), "deals!A2: The formula has no stored value"),
        (lambda book: put(book, "deals", 1, "acquirer", "acquierer"), "deals!B1: No column has this header."),
        (lambda book: put(book, "deals", 1, "acquirer", "deal.target"), "deals!C1: Two columns have this header"),
        (lambda book: put(book, "deals", 1, "acquirer", None), "deals!B2: The column has no header"),
        (lambda book: book["deals"].cell(2, 200, "x"), "deals!GR2: The column has no header"),
        (lambda book: book["interests"].merge_cells("A2:A3"), "interests!A2: Cells are merged here"),
        (lambda book: book.create_sheet("parties (2)").append(["x"]), "parties (2)!A1: This is none of the sheets"),
    ],
)  # fmt: skip
def test_what_belongs_to_no_deal_stops_the_whole_portfolio(book, tmp_path, capsys, change, said):
    change(book)
    source, target = saved(book, tmp_path), tmp_path / "out.csv"
    assert any(each.startswith(said) for each in faults(source)), faults(source)
    assert run(source, target, "--errors", str(tmp_path / "wrong.xlsx")) == 65
    told = capsys.readouterr().err
    assert said in told
    assert "Nothing was screened" in told
    assert not target.exists()
    assert "errors" in openpyxl.load_workbook(tmp_path / "wrong.xlsx").sheetnames


def test_notes_of_ones_own_are_not_read(book, tmp_path, made):
    book["deals"].cell(1, 200, "# mine")
    book["deals"].cell(2, 200, "call them on Monday")
    book.create_sheet("# to do").append(["everything"])
    assert transactions(saved(book, tmp_path)) == transactions(made)


def test_a_missing_sheet_or_another_file_is_said(book, tmp_path, capsys):
    del book["interests"]
    assert run(saved(book, tmp_path), tmp_path / "out.csv") == 65
    assert "the sheet `interests` is missing" in capsys.readouterr().err
    (tmp_path / "no.xlsx").write_bytes(b"PK no workbook")
    assert run(tmp_path / "no.xlsx", tmp_path / "out.csv") == 65
    assert "is no workbook" in capsys.readouterr().err


def as_folder(file, folder, ending):
    """Writes the sheets of a workbook as tables of a folder, with days as text."""
    folder.mkdir()
    book = openpyxl.load_workbook(file)
    for name in SHEETS:
        head, *rows = [[str(v)[:10] if isinstance(v, datetime) else v for v in row] for row in book[name].values]
        if ending == "csv":
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8-sig") as stream:
                csv.writer(stream).writerows([head, *rows])
        else:
            columns = {name: [row[at] for row in rows] for at, name in enumerate(head)}
            parquet.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_folder_of_tables_gets_the_answers_of_the_workbook(made, tmp_path, ending):
    assert run(made, tmp_path / "a.ndjson") == 20
    assert run(as_folder(made, tmp_path / "deals", ending), tmp_path / "b.ndjson") == 20
    assert (tmp_path / "a.ndjson").read_bytes() == (tmp_path / "b.ndjson").read_bytes()


def test_the_places_in_a_folder_are_told_by_file(book, tmp_path, capsys):
    put(book, "parties", 4, "organized_in", "XX")
    folder = as_folder(saved(book, tmp_path), tmp_path / "deals", "csv")
    assert run(folder, tmp_path / "b.ndjson") == 65
    assert "parties.csv!E4: " in capsys.readouterr().err
    (folder / "interests.csv").rename(folder / "elsewhere")
    assert run(folder, tmp_path / "b.csv") == 65
    assert "`interests.csv` or `interests.parquet` is missing" in capsys.readouterr().err
    (folder / "elsewhere").rename(folder / "interests.csv")
    with (folder / "parties.csv").open("a") as stream:
        stream.write("EXAMPLE,more\n")
    assert run(folder, tmp_path / "b.csv") == 65
    assert "row 5 has 2 cells" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_column_of_transactions_is_read_with_its_options(tmp_path, deals, line_screener, ending):
    text = deals["ai-developer"].decode()
    rows = {
        "transaction": [text, text, "{", None],
        "explain": [None, "full", None, None],
        "version": ["2025-01-02", None, None, None],
        "# mine": ["a", "b", None, None],
    }
    source = tmp_path / f"in.{ending}"
    if ending == "csv":
        with source.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([list(rows), *zip(*rows.values(), strict=True)])
    else:
        parquet.write_table(pa.table(rows), source)
    assert run(source, tmp_path / "out.ndjson") == 65
    lines = [f'{{"transaction":{text},"version":"2025-01-02"}}', f'{{"transaction":{text},"explain":"full"}}', "{"]
    lines += ["null"] if ending == "parquet" else []  # of text an empty row is passed over, and a null is not
    expected = [line_screener.answer(at, line.encode(), LineOptions()).body for at, line in enumerate(lines, 2)]
    assert (tmp_path / "out.ndjson").read_bytes().splitlines() == expected


@pytest.mark.parametrize(
    ("option", "stated"),
    [
        ("variants", "{ai_notify: above_1e24}"),
        ("variants", {"ai_notify": "above_1e24"}),
        ("variants", "above_1e24"),
        ("version", Decimal("2025.01")),
        ("version", b"2025-01-02"),
    ],
)
def test_an_option_that_cannot_be_read_is_never_left_out(tmp_path, deals, option, stated):
    text = deals["machine-tools-in-germany"].decode()
    parquet.write_table(pa.table({"transaction": [text], option: [stated]}), tmp_path / "in.parquet")
    assert run(tmp_path / "in.parquet", tmp_path / "out.ndjson") == 65
    (answer,) = map(json.loads, (tmp_path / "out.ndjson").read_bytes().splitlines())
    assert answer["errors"][0]["pointer"] in {f"/{option}", "/variant"}


def test_a_row_that_has_lost_its_transaction_is_told(tmp_path, deals):
    text = deals["machine-tools-in-germany"].decode()
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["transaction", "# mine"], [text, "a"], ["", "b"], ["", ""]])
    assert run(tmp_path / "in.csv", tmp_path / "out.ndjson") == 65
    answers = [json.loads(line) for line in (tmp_path / "out.ndjson").read_bytes().splitlines()]
    assert [each.get("line") for each in answers] == [None, 3]


def test_a_column_that_is_not_known_is_refused(tmp_path, capsys):
    (tmp_path / "in.csv").write_text("transaction,completion_date\n{},2025-01-01\n")
    assert run(tmp_path / "in.csv", tmp_path / "out.ndjson") == 65
    assert "column 2 is not one of" in capsys.readouterr().err
    (tmp_path / "in.csv").write_text("deal,acquirer\nx,y\n")
    assert run(tmp_path / "in.csv", tmp_path / "out.ndjson") == 65
    assert "no column is called `transaction`" in capsys.readouterr().err


@pytest.fixture
def mixed(tmp_path, deals):
    """Lines with a formula for a reference, an empty line, and one that is no transaction."""
    named = json.loads(deals["ai-developer"]) | {"reference": '=HYPERLINK("x")'}
    source = tmp_path / "in.ndjson"
    source.write_bytes(b"\n".join([json.dumps(named).encode(), b"", deals["machine-tools-in-germany"], b"{}"]))
    return source


def rows_of(file):
    match file.suffix:
        case ".csv":
            return list(csv.DictReader(file.read_text("utf-8").splitlines(keepends=True)))
        case ".parquet":
            return parquet.read_table(file).to_pylist()
        case _:
            head, *rows = openpyxl.load_workbook(file)["results"].values
            return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_answers_are_laid_out_as_a_table(tmp_path, mixed, ending):
    target = tmp_path / f"out.{ending}"
    assert run(mixed, target) == 65
    first, second, third = rows_of(target)
    assert [int(each["line"]) for each in (first, second, third)] == [1, 3, 4]
    assert first["determination"] == "notifiable"
    assert str(first["first_due"])[:10] == "2025-07-16"
    assert first["first_duty"].startswith("File a notification with Treasury")
    assert first["deciding_provisions"] == "850.217(d)(3)"
    assert second["determination"] == "not_covered"
    assert not third["determination"]
    assert "/parties" in third["problem"]
    guarded = "'" if ending == "csv" else ""
    assert first["reference"] == f'{guarded}=HYPERLINK("x")'
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.ndjson", target.name]


def test_no_text_of_a_result_is_a_formula(tmp_path, mixed):
    target = tmp_path / "out.xlsx"
    run(mixed, target)
    cell = openpyxl.load_workbook(target)["results"]["B2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_a_workbook_that_a_spreadsheet_program_saved_says_the_same(book, tmp_path, made):
    put(book, "interests", 2, "equity_percent", "=50*2")
    put(book, "interests", 2, "voting_percent", 0.75).number_format = "0%"
    source = saved(book, tmp_path)
    profile = (tmp_path / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", tmp_path / "saved", source], check=True, capture_output=True, timeout=180)
    (found,), (before,) = transactions(tmp_path / "saved/deals.xlsx"), transactions(made)
    assert found["interests"][0]["voting_percent"] == "75.00"
    before["interests"][0]["voting_percent"] = "75.00"
    assert found == before
    assert run(tmp_path / "saved/deals.xlsx", tmp_path / "out.ndjson") == 20
