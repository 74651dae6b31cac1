"""What can be done with a traced value is noted; what leaves no note cannot be done."""

import json
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, Inexact, localcontext
from fractions import Fraction

import pytest

from app.domain.days import CalendarYears
from app.domain.ownership.resolve.bounds import SUM_DOWN, SUM_UP, as_fraction
from app.domain.quantity import number_text
from app.recall.trace import Replay, TextTemplate, Trace, Untraced
from app.recall.traced_values import TracedDay, TracedId, TracedName, TracedNumber, place_of

EXACT = Context(prec=5, traps=[Inexact])


def added(context, left, right):
    with localcontext(context):
        return left + right


def numbered(names, cases):
    """The cases under their numbers, since functions have no names to tell them apart by."""
    return pytest.mark.parametrize(names, cases, ids=map(str, range(len(cases))))


class Notebook:
    """A trace, and values stated in it."""

    def __init__(self):
        self.trace = Trace(8)
        self.places = iter(range(8))

    def number(self, text):
        return TracedNumber(self.trace, next(self.places), Decimal(text))

    def day(self, text):
        return TracedDay(self.trace, next(self.places), date.fromisoformat(text))

    def name(self, text):
        return TracedName(self.trace, next(self.places), text.encode())

    def id(self, text):
        return TracedId(self.trace, next(self.places), text.encode())

    def filled(self, answer, values):
        """The answer with other values in its gaps, or ``None`` if it is not theirs."""
        template = TextTemplate(answer)
        known = Replay(self.trace, template.places).known([*values, *[None] * (8 - len(values))])
        return None if known is None else template.fill(known).decode()


@pytest.fixture
def notebook():
    return Notebook()


@numbered(
    ("compare", "yes", "no"),
    [
        (lambda number: number > Decimal(50), "50.01", "50"),
        (lambda number: number >= Decimal(50), "50", "49.99"),
        (lambda number: number < Decimal(50), "49.99", "50"),
        (lambda number: number <= Decimal(50), "50", "50.01"),
        (lambda number: number == Decimal(50), "50.0", "50.01"),
        (lambda number: number != Decimal(50), "50.01", "50.0"),
        (lambda number: Decimal(50) < number, "51", "49"),
        (lambda number: min(number, Decimal(50)) is number, "49", "51"),
        (lambda number: max(Decimal(50), number) is number, "51", "49"),
        (lambda number: min((Decimal(50), 1), (number, 0))[1] == 0, "50", "50.1"),
        (bool, "0.1", "0"),
        (lambda number: -number < Decimal(-1), "2", "1"),
        (lambda number: number + Decimal(1) > Decimal(2), "1.1", "1"),
        (lambda number: sum([number, number]) > Decimal(2), "1.1", "1"),
        (lambda number: number - Decimal(1) > Decimal(1), "2.1", "2"),
        (lambda number: Decimal(2) * number > Decimal(1), "0.6", "0.5"),
        (lambda number: as_fraction(number) / 3 > Fraction(1, 3), "1.1", "1"),
        (lambda number: 3 / as_fraction(number) < 3, "1.1", "1"),
        (lambda number: 3 - number < 2, "1.1", "1"),
        (lambda number: as_fraction(number) * Fraction(1, 3) > Fraction(1, 3), "1.1", "1"),
        (lambda number: SUM_DOWN.add(number, Decimal(1)) > Decimal(2), "1.1", "1"),
        (lambda number: SUM_UP.subtract(Decimal(100), number) < Decimal(50), "51", "50"),
    ],
)
def test_an_answer_is_given_again_where_every_comparison_has_the_same_result(compare, yes, no):
    for first, second in ((yes, no), (no, yes)):
        noted = Notebook()
        assert compare(noted.number(first)) is (first == yes)
        assert noted.filled("so it is", [Decimal(first)]) == "so it is"
        assert noted.filled("so it is", [Decimal(second)]) is None


def test_what_is_told_of_a_traced_value_is_the_type_of_what_it_stands_for(notebook):
    number = notebook.number("1")
    assert isinstance(number, Decimal)
    assert isinstance(as_fraction(number), Fraction)
    assert isinstance(notebook.day("2025-06-16"), date)
    assert isinstance(notebook.name("a"), str)


def test_days_are_compared_with_days(notebook):
    day, other = notebook.day("2025-06-16"), notebook.day("2025-06-01")
    assert day > other
    assert day >= date(2025, 1, 2)
    days = [date(2025, 7, 1), date(2025, 1, 2)]
    assert notebook.filled("later", days) == "later"
    assert notebook.filled("later", [date(2025, 7, 1), date(2025, 7, 1)]) is None
    assert notebook.filled("later", [date(2025, 1, 1), date(2024, 1, 1)]) is None


def test_texts_made_of_a_value_are_gaps(notebook):
    number, day = notebook.number("12.50"), notebook.day("2025-06-16")
    answer = f"{number_text(number)} by {(day + timedelta(days=30)).isoformat()}, not {day.isoformat()}"
    assert notebook.filled(answer, [Decimal("0.25"), date(2025, 1, 31)]) == "0.25 by 2025-03-02, not 2025-01-31"


def test_years_are_counted_anew_for_another_day(notebook):
    answer = f"until {(notebook.day('2025-06-16') + timedelta(days=30) + CalendarYears(10)).isoformat()}"
    assert notebook.filled(answer, [date(2028, 1, 30)]) == "until 2038-02-28"
    with pytest.raises(OverflowError):
        notebook.filled(answer, [date(9995, 1, 1)])


def test_years_beyond_the_calendar_are_not_counted_with_another_value():
    with pytest.raises(Untraced):
        Notebook().day("9995-06-16") + CalendarYears(10)


def test_the_digits_of_a_sum_are_written_without_superfluous_zeros(notebook):
    answer = number_text(SUM_DOWN.add(notebook.number("50.5"), notebook.number("1")))
    assert notebook.filled(answer, [Decimal("50.5"), Decimal("49.5")]) == "100"


def test_an_id_is_equal_to_itself_alone_and_sorts_as_it_does(notebook):
    one, other = notebook.id("a"), notebook.id("a b")
    assert one != other
    assert {one: 1}[one] == 1
    assert sorted([other, one]) == [one, other]
    assert notebook.filled(f"{one} before {other}", [b"x", b"y"]) == "x before y"
    assert notebook.filled(f"{one} before {other}", [b"y", b"x"]) is None


def test_whether_a_value_is_known_is_no_condition_on_it(notebook):
    values = notebook.number("1"), notebook.day("2025-01-02"), notebook.name("a"), notebook.id("b")
    assert all(value is not None and value != None for value in values)  # noqa: E711 (how lists compare)
    assert not notebook.trace.conditions
    assert [place_of(value) for value in (*values[:2], None)] == [0, 1, None]


def test_what_cannot_be_computed_for_other_values_is_not_answered_for_them(notebook):
    added(EXACT, notebook.number("1"), notebook.number("2"))
    late = notebook.day("2025-06-16") + timedelta(days=30)
    assert notebook.filled("computed", [Decimal(3), Decimal(4), date(2025, 1, 2)]) == "computed"
    assert late is not None
    for beyond in ([Decimal("1.23456"), Decimal(4), date(2025, 1, 2)], [Decimal(1), Decimal(1), date(9999, 12, 31)]):
        with pytest.raises(ArithmeticError):
            notebook.filled("computed", beyond)


@numbered(
    "use",
    [
        hash,
        str,
        repr,
        int,
        float,
        bool,
        len,
        list,
        lambda day: day.year,
        lambda day: day.strftime("%Y"),
        lambda day: day == "2025-06-16",
        lambda day: {day},
    ],
)
def test_a_day_cannot_be_looked_at_in_any_other_way(notebook, use):
    with pytest.raises((Untraced, TypeError)):
        use(notebook.day("2025-06-16"))


@numbered(
    "use",
    [
        hash,
        str,
        repr,
        int,
        float,
        Fraction,
        Decimal,
        lambda number: number.as_tuple(),
        lambda number: f"{number}",
        lambda number: f"{number:.2f}",
        lambda number: number == "1",
        lambda number: number < 0.5,
        lambda number: number // 2,
        lambda number: number % 2,
        lambda number: f"{as_fraction(number):f}",
        lambda number: as_fraction(number) + Decimal(1),
        lambda number: number * Fraction(1, 3),
        lambda number: number.as_integer_ratio(),
        lambda number: Context().add(number, 1),
        lambda number: {number},
        json.dumps,
    ],
)
def test_a_number_cannot_be_looked_at_in_any_other_way(notebook, use):
    with pytest.raises((Untraced, TypeError)):
        use(notebook.number("1"))


@pytest.mark.parametrize("kind", ["name", "id"])
@numbered(
    "use",
    [
        len,
        list,
        lambda text: text[0],
        lambda text: "a" in text,
        lambda text: text + "b",
        lambda text: text.startswith("a"),
        lambda text: text.upper(),
        lambda text: text.split(),
        lambda text: text > "a",
        lambda text: text < "a",
        lambda text: text % (),
    ],
)
def test_a_text_can_be_repeated_and_nothing_else(notebook, kind, use):
    with pytest.raises(Untraced):
        use(getattr(notebook, kind)("abc"))


@numbered("use", [hash, lambda text: text == "abc", lambda text: text != "abc", lambda text: {text}])
def test_no_rule_can_ask_whether_two_names_are_the_same(notebook, use):
    with pytest.raises(Untraced):
        use(notebook.name("abc"))


def test_values_of_two_transactions_are_not_mixed(notebook):
    other = Notebook()
    for use in (
        lambda: notebook.number("1") < other.number("2"),
        lambda: notebook.id("a") < other.id("b"),
        lambda: added(Context(), notebook.number("1"), other.number("1")),
    ):
        with pytest.raises(Untraced):
            use()


def test_what_went_wrong_with_a_value_is_not_gone_on_from(notebook):
    with pytest.raises(Untraced):
        notebook.day("9999-12-31") + timedelta(days=30)
    with pytest.raises(Untraced):
        added(EXACT, notebook.number("1"), Decimal("0.0000001"))
    assert not issubclass(Untraced, Exception)


def test_so_many_conditions_are_not_worth_looking_at(notebook):
    number = notebook.number("1")
    with pytest.raises(Untraced):
        all(number < Decimal(limit) for limit in range(2, 1000))


def test_two_roundings_of_the_same_sum_are_told_apart(notebook):
    down, up = Context(prec=2, rounding=ROUND_FLOOR), Context(prec=2, rounding=ROUND_CEILING)
    number, more = notebook.number("10"), Decimal("0.1")
    assert added(down, number, more) < added(up, number, more)
    assert notebook.filled("apart", [Decimal(20)]) == "apart"
    assert notebook.filled("apart", [Decimal("19.9")]) is None
