import argparse

import pytest

from app.commands.parser import command_line
from app.commands.portfolio_parser import spelled_out


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("portfolio a b", "portfolio screen a b"),
        ("portfolio --jobs 2 a b", "portfolio screen --jobs 2 a b"),
        ("portfolio - -", "portfolio screen - -"),
        ("portfolio ./screen b", "portfolio screen ./screen b"),
        ("portfolio screen a b", "portfolio screen a b"),
        ("portfolio --help", "portfolio --help"),
        ("portfolio", "portfolio"),
        ("screen portfolio", "screen portfolio"),
        ("rules check portfolio", "rules check portfolio"),
    ],
)
def test_the_short_form_is_written_out(written, meant):
    assert spelled_out(written.split()) == meant.split()


def test_a_file_can_be_named_like_the_command_wherever_else_it_stands():
    assert str(command_line().parse_args(["screen", "portfolio"]).file) == "portfolio"


def test_no_command_on_portfolios_is_taken_for_a_file():
    (commands,) = [each for each in command_line()._actions if isinstance(each, argparse._SubParsersAction)]
    (inner,) = [each for each in commands.choices["portfolio"]._actions if isinstance(each, argparse._SubParsersAction)]
    for name in inner.choices:
        assert spelled_out(["portfolio", name, "x"]) == ["portfolio", name, "x"]
