"""The pages of the extracts say what the contracts and rules say today."""

import pytest

from jsna.intake.extract_pages import FOLDER, pages
from jsna.intake.extracts import extracts

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_that_lies_in_docs_is_the_one_that_would_be_printed(name):
    lying = (FOLDER / name).read_text(encoding="utf-8")
    assert lying == PAGES[name], "run: python -m jsna.intake.extract_pages"


def test_no_page_is_left_of_an_extract_that_is_gone():
    assert {path.name for path in FOLDER.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", extracts())
def test_each_column_of_an_extract_stands_on_its_page(name):
    page = PAGES[f"{name}.md"]
    assert [c.name for c in extracts()[name].columns if f"| `{c.name}` |" not in page] == []
