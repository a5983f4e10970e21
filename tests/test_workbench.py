"""An analyst changes clock, groups or rule of eligibility, and reruns with papermill."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from jsna.project import NOTEBOOKS, ROOT


def run(name: str, out: Path, **parameters: object) -> str:
    """Return what a notebook of the workbench prints and shows, run as the docs say."""
    given = [word for key, value in parameters.items() for word in ("-p", key, str(value))]
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(NOTEBOOKS / "workbench" / name), str(out), *given],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if not out.is_file():
        pytest.fail(done.stderr[-2000:])
    cells = nbformat.read(out, as_version=4).cells
    outputs = [one for cell in cells if cell.cell_type == "code" for one in cell.outputs]
    said = [
        str(one.get("text") or one.get("data", {}).get("text/plain") or one.get("evalue", ""))
        for one in outputs
    ]
    return "\n".join(said)


@pytest.mark.usefixtures("built")
def test_waits_are_run_again_with_another_clock_group_and_census_day(tmp_path: Path):
    said = run(
        "waits.ipynb",
        tmp_path / "mine.ipynb",
        clock="First to second contact",
        group="send",
        as_of="2021-03-31",
        weeks=26,
    )
    assert "first to second contact, as of 2021-03-31: made-up records" in said
    assert "With SEND" in said
    assert "Allerdale" not in said
    assert "seen in time" in said
    assert "the hazard ratio is steady (p)" in said


@pytest.mark.usefixtures("built")
def test_short_breaks_are_run_again_under_another_rule_of_eligibility(tmp_path: Path):
    said = run(
        "short-breaks.ipynb",
        tmp_path / "mine.ipynb",
        eligible="on the register and assessed",
        regular_hours=8,
        group="need",
        value="Autistic spectrum disorder",
    )
    assert "has assessed the child. Regularly: 8 hours or more a month" in said
    assert "Severe learning difficulty" in said
    assert "adjusted" in said


@pytest.mark.usefixtures("built")
def test_a_rule_that_does_not_exist_is_refused_with_those_there_are(tmp_path: Path):
    said = run("short-breaks.ipynb", tmp_path / "mine.ipynb", eligible="whoever asks")
    assert "'whoever asks', which is no rule" in said
    assert "write 'on the register and assessed'" in said


def test_the_workbench_refuses_a_public_audience(tmp_path: Path):
    said = run("waits.ipynb", tmp_path / "mine.ipynb", audience="public")
    assert "these tables are exact: they are for the internal audience alone" in said
