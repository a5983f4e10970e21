"""In the made-up county each planted fault is found by file, row and code; a clean one has none."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from jsna import demo, places
from jsna.intake import reading, report
from jsna.intake.accept import Intake
from jsna.intake.settings import IntakeSettings
from jsna.project import PARAMS

PACK = places.read_pack(PARAMS / "areas" / "cumbria.yaml").places
COUNTY = IntakeSettings(
    edition="test-county",
    as_of=date(2021, 8, 31),
    made_up=True,
    districts={place.code: place.name for place in PACK.items if place.kind == "district"},
    lsoa_districts={lsoa.code: lsoa.district for lsoa in PACK.lsoas},
)
SCALE = 0.03


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory) -> Iterator[tuple[Intake, pd.DataFrame]]:
    folder: Path = tmp_path_factory.mktemp("spoilt")
    demo.write(folder, 7, SCALE, dirt=0.02)
    planted = pd.read_csv(next(folder.glob("_*/planted_faults.csv")))
    yield reading.read(folder, COUNTY), planted


def test_a_clean_county_raises_no_alarm(tmp_path):
    demo.write(tmp_path, 7, SCALE)
    intake = reading.read(tmp_path, COUNTY)
    assert report.problems(intake) == []
    assert intake.files["accepted"].sum() > 10_000


def test_each_of_two_hundred_planted_faults_is_found_by_file_row_and_code(spoilt):
    intake, planted = spoilt
    found = set(
        zip(intake.findings["file"], intake.findings["row"], intake.findings["code"], strict=True)
    )
    wanted = list(zip(planted["file"], planted["row"], planted["code"], strict=True))
    assert len(wanted) >= 200
    assert [fault for fault in wanted if fault not in found] == []


def test_what_is_found_beside_the_faults_is_the_other_row_of_a_contradiction(spoilt):
    intake, planted = spoilt
    at_fault = set(zip(planted["file"], planted["row"], strict=True))
    found = intake.findings
    beside = [
        code
        for file, row, code in zip(found["file"], found["row"], found["code"], strict=True)
        if (file, row) not in at_fault
    ]
    # Two rows that contradict each other are both named: one holds the fault, one is beside it.
    pairs = {"KEY-TWICE", "BIRTH-DIFFERS", "NHS-SHARED", "NHS-DIFFERS", "PLN-TWO-OPEN",
             "CAM-TWICE", "PTH-TWICE", "PLC-OVERLAP", "AUD-TWO-AGENCIES"}  # fmt: skip
    knock_on = {"AGE-OVER-25", "SUR-WORDING"}
    assert set(beside) - pairs - knock_on == set()


def test_a_spoilt_county_loses_no_row(spoilt):
    files = spoilt[0].files
    assert (files["rows_in"] == files["accepted"] + files["set_aside"]).all()
    assert files["set_aside"].sum() > 100
