"""What a build's summary says of extracts that nobody sent, or that were forgotten since."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from jsna import params as params_file
from jsna.intake import store
from jsna.project import PARAMS
from jsna.run import received

EDITION = params_file.read(PARAMS / "cumbria-2021.yaml")


def real(tmp_path: Path) -> params_file.Params:
    return dataclasses.replace(EDITION, edition="real", extracts=tmp_path, as_of=date(2021, 8, 31))


@pytest.fixture
def restricted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "restricted"
    (root / "real").mkdir(parents=True)
    gaps = {
        "extract": ["camhs_referrals", "attainment", "camhs_referrals"],
        "sender": ["CNTW", "council", "LSCFT"],
        "state": ["not received", "not received", "not usable"],
    }
    pd.DataFrame(gaps).to_parquet(root / "real" / "not_received.parquet")
    monkeypatch.setattr(received, "RESTRICTED", root)
    monkeypatch.setattr(store, "RESTRICTED", root)
    return root


def test_each_extract_that_is_missing_is_named_once_with_its_senders(
    restricted: Path, tmp_path: Path
) -> None:
    assert received.missing(real(tmp_path)) == [
        "attainment (Cumbria County Council)",
        "camhs_referrals (Cumbria, Northumberland, Tyne and Wear NHS Foundation Trust and "
        "Lancashire and South Cumbria NHS Foundation Trust)",
    ]


def test_the_made_up_county_misses_nothing(restricted: Path) -> None:
    assert received.missing(EDITION) == []


def test_the_summary_names_what_the_record_of_the_figures_says_is_missing(
    restricted: Path, tmp_path: Path
) -> None:
    record = tmp_path / "figures.json"
    assert received.notes(record, real(tmp_path), ["partnership"]) == ()
    record.write_text(json.dumps({"not_received": ["pupils (A)", "schools (B)"]}), "utf-8")
    (said,) = received.notes(record, real(tmp_path), [])
    assert said.startswith("not received: pupils (A); schools (B). ")


def test_papers_made_after_the_extracts_were_forgotten_say_so(
    restricted: Path, tmp_path: Path
) -> None:
    store.forget("real")
    record = tmp_path / "figures.json"
    assert received.notes(record, real(tmp_path), ["public"]) == ()
    (said,) = received.notes(record, real(tmp_path), ["partnership"])
    assert "jsna build --force reads the extracts again" in said
