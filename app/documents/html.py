"""Writes a memo as one web page that needs nothing else, for a screen and for paper."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from app.documents.memo import Bullets, Grid, Memo, Prose


@cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent)
    # Whatever stands in a memo is text: nothing of it becomes markup.
    page = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page.tests["prose"] = lambda block: isinstance(block, Prose)
    page.tests["bullets"] = lambda block: isinstance(block, Bullets)
    page.tests["grid"] = lambda block: isinstance(block, Grid)
    return page.get_template("memo.html.jinja")


def memo_html(memo: Memo) -> bytes:
    """Write a memo as HTML."""
    return _template().render(memo=memo).encode()
