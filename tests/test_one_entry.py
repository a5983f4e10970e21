"""Adding a figure is one entry in its subject: everything that lists figures has it then."""

import csv
import importlib.util
from pathlib import Path

import pytest

from jsna import params, promote
from jsna.disclosure import release
from jsna.edition import Edition
from jsna.project import PARAMS
from jsna.run import figures
from jsna.show import dictionary, words
from jsna.sources import Sources

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
ENTRY = """    Figure(
        id="plans-added-here",
        title="EHC plans, an entry added by a test",
        question="Is one entry enough?",
        population="Children whose plan the council maintains",
        dimensions=("area", "year"),
        kind="count",
        unit="plans",
        source=("ehc_plans",),
        period="each January",
        geography="Cumbria",
        rule="published",
        measure=by_year,
    ),
"""


@pytest.fixture
def report(tmp_path: Path) -> Edition:
    """Return an edition of the figures of one subject, copied and with one entry more."""
    copied = tmp_path / "plans_and_one.py"
    copied.write_text(promote.insert(ENTRY, promote.SUBJECTS / "plans.py"), encoding="utf-8")
    named = importlib.util.spec_from_file_location("plans_and_one", copied)
    assert named is not None
    assert named.loader is not None
    subject = importlib.util.module_from_spec(named)
    named.loader.exec_module(subject)
    safes = figures.published(subject.FIGURES, Sources(EDITION))
    tables = release.write(safes, tmp_path, [], EDITION.edition)
    return Edition(EDITION, release.open_figures(tables), tables)


def test_the_datapackage_describes_it_and_its_table_lies_beside(report: Edition) -> None:
    described = release.open_figures(report.tables).describe("plans-added-here")
    assert described["question"] == "Is one entry enough?"
    assert described["protection"]["method"] == "published by its owner"
    with (report.tables / "plans-added-here.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2021"]
    assert [(row["area"], row["value"], row["status"]) for row in rows] == [
        ("Cumbria", "3887", "shown")
    ]


def test_the_data_dictionary_has_a_row_for_it(report: Edition) -> None:
    lines = dictionary.dictionary(report).text.splitlines()
    (row,) = [line for line in lines if line.endswith("| plans-added-here")]
    assert row.startswith("EHC plans, an entry added by a test | Children whose plan")
    title = "EHC plans and statements of SEN each January, by age"
    assert f"| Place, Year | count; plans | {title} | each January; Cumbria |" in row


def test_the_sources_of_a_page_name_it(report: Edition) -> None:
    said = words.sources([report.figure("plans-added-here")], report).text
    assert "EHC plans, an entry added by a test: each January" in said


def test_the_dictionary_says_on_which_pages_a_figure_is_shown(report: Edition) -> None:
    (row,) = [
        line
        for line in dictionary.dictionary(report).text.splitlines()
        if line.endswith("| ehc-plans-by-year")
    ]
    assert "Who has SEND in the county?" in row.split(" | ")[7]
