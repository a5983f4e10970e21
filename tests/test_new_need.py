"""A new need is a line of the list beside the area packs: listed, read, counted, on a page."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jsna import needs
from jsna.errors import ParamError
from jsna.project import ROOT

LINE = "DS,Down syndrome,Cognition and learning,trisomy\n"
PARTS = ("jsna", "inspection", "notebooks", "params", "data")
COUNTED = """
import re
from jsna import catalogue, demo, dimensions, params
from jsna.disclosure import release
from jsna.disclosure.protect import Released
from jsna.intake.extracts import code_lists
from jsna.project import PARAMS, ROOT, NOTEBOOKS
from jsna.run import contents, figures, page
from jsna.sources import Sources

spellings = code_lists()["need"].spellings
print("read as", spellings["downsyndrome"], spellings["trisomy"])
edition = params.read(PARAMS / "cumbria-2021.yaml")
tables = {
    name: table.rename(columns={"nhs_number": "link_key"})
    for name, table in demo.tables(scale=0.2).items()
}
for name in tables:
    if "primary_need" in tables[name]:
        known = tables[name]["primary_need"].replace({"SPLD": "DS"})
        tables[name] = tables[name].assign(primary_need=known)
marks = tables["attainment"]["met"].map({"Y": True, "N": False}).astype("boolean")
tables["attainment"] = tables["attainment"].assign(met=marks)
sources = Sources(edition, lambda: tables)
notebook = (NOTEBOOKS / "22-need.ipynb").read_text("utf-8")
asked = set(re.findall(r'figure\\(\\\\"([a-z0-9-]+)', notebook))
entries = [one for one in catalogue.FIGURES if one.id in asked]
limits = figures.limits_of(edition)
counts = [one for one in entries if one.rule == "rounded"]
safes, _ = figures.rounded(counts, sources, Released(), limits)
for one in entries:
    if one.rule == "statistic":
        found = figures.measured(one, figures.cells_of(one, sources))
        safes[one.id] = figures.statistic(*found, edition, Released(), limits)
folder = ROOT / "made"
release.write(safes, folder, dimensions.hierarchy(sources.area), edition.edition)
job = next(job for job in contents.jobs(edition) if job.page == "needs/ds")
made = page.make(job, folder / "tables")
print("title", re.search("<h1>(.*?)</h1>", made.html).group(1))
cells = safes["send-by-need-year"]
print("counted", cells.cell(need="Down syndrome", year="2020/21")["value"] > 0)
links = dimensions.hierarchy(sources.area)
print("broad area", ("need", "Cognition and learning", "Down syndrome") in links)
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project in which the list has one more line."""
    folder = tmp_path_factory.mktemp("project")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, folder / name)
    path = folder / "params" / "areas" / "needs.csv"
    path.write_text(path.read_text(encoding="utf-8") + LINE, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_a_line_of_the_list_lists_the_page_of_a_new_need(copy: Path) -> None:
    listed = run(copy, "-m", "jsna", "build", "params/cumbria-2021.yaml", "--list")
    pages = [line for line in listed.splitlines() if "needs/" in line]
    assert len(pages) == 14
    assert sum("needs/ds.html" in line for line in pages) == 1


def test_the_page_of_a_new_need_is_read_counted_and_made(copy: Path) -> None:
    assert run(copy, "-c", COUNTED).splitlines() == [
        "read as DS DS",
        "title Down syndrome: who has this need?",
        "counted True",
        "broad area True",
    ]


def test_everything_wrong_with_the_list_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "needs.csv"
    path.write_text(
        "code,need,broad_area,also_called\n"
        "HI,Hearing impairment,Sensory or physical,\n"
        "HI,,Hearing impairment,\n"
        "Vi,Visual impairment\n",
        encoding="utf-8",
    )
    with pytest.raises(ParamError) as caught:
        needs.read(path)
    assert caught.value.problems == [
        "line 3: 'HI' has no name",
        "line 4: it has 2 values, not 4",
        "the code 'HI' is given 2 times",
        "'HI': its broad area, 'Hearing impairment', is the name of a need",
    ]
    path.write_text("code,name\nHI,Hearing impairment\n", encoding="utf-8")
    with pytest.raises(ParamError) as caught:
        needs.read(path)
    assert caught.value.problems == [
        "its columns are code, name; they should be code, need, broad_area, also_called"
    ]


def test_the_list_is_that_of_the_department() -> None:
    assert [need.code for need in needs.read()] == [
        "ASD", "SLCN", "SPLD", "MLD", "SLD", "PMLD", "SEMH", "HI", "VI", "MSI", "PD", "OTH", "NSA",
    ]  # fmt: skip
