"""Data quality: what was set aside is counted, what did not come says so, ranges hold."""

from pathlib import Path

import pandas as pd
import pytest
from intake_county import SETTINGS, clean, write
from intake_slips import SLIPS, plant

from jsna import params
from jsna.errors import FigureError
from jsna.intake import reading
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.subjects import quality

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
CODE = "PUP-SUBSIDIARY"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """A small county with twelve rows set aside and one list that never came."""
    folder: Path = tmp_path_factory.mktemp("extracts")
    rows = clean()
    slip = next(slip for slip in SLIPS if slip.code == CODE)
    for place in range(12):
        plant(rows, slip, place)
    del rows["post_box"]
    write(folder, rows)
    intake = reading.read(folder, SETTINGS)
    return Sources(EDITION, lambda: dict(intake.accepted), lambda: intake)


def test_rows_set_aside_are_those_received_less_those_used(sources: Sources) -> None:
    cells = quality.rows(sources).set_index(["extract", "measure"])["value"]
    title = "Pupils on roll (school census, January)"
    aside = cells[(title, "Received")] - cells[(title, "Used")]
    assert cells[(title, "Set aside")] == 10
    assert abs(aside - 10) <= 5


def test_a_list_that_did_not_come_is_not_collected_and_never_nought(sources: Sources) -> None:
    cells = quality.rows(sources)
    gone = cells[cells["extract"] == "Post Box, the always-open anonymous feedback"]
    assert set(gone["status"]) == {"not collected"}
    assert gone["value"].isna().all()


def test_each_reason_names_its_rule_and_counts_in_fives(sources: Sources) -> None:
    cells = quality.reasons(sources)
    own = cells[cells["reason"].str.contains(CODE)]
    assert own["value"].tolist() == [10.0]
    assert set(cells.loc[cells["status"] == "shown", "value"] % 5) == {0.0}


def test_reasons_with_fewer_than_ten_rows_are_not_counted(sources: Sources) -> None:
    assert quality._count(9)["status"] == "too few to show"
    assert quality._count(12) == {"value": 10.0, "n": 12, "status": "shown"}


def test_where_no_row_could_be_used_a_percentage_may_be_anything(sources: Sources) -> None:
    cells = quality.effect(sources).set_index(["extract", "measure"])
    title = "Pupils on roll (school census, January)"
    assert cells.loc[(title, "A percentage may be off by"), "value"] == 100
    assert cells.loc[(title, "A count may be too low by"), "status"] == "too few to show"


def test_a_list_without_faults_moves_nothing(sources: Sources) -> None:
    cells = quality.effect(sources)
    untouched = cells[(cells["extract"] == "Referrals to CAMHS") & (cells["status"] == "shown")]
    assert set(untouched["value"]) == {0.0}


def test_without_the_senders_files_the_figures_are_refused() -> None:
    with pytest.raises(FigureError, match="is not known here"):
        quality.rows(Sources(EDITION))


def listed(children: int, linked: int, with_send: int) -> Sources:
    """A county of one district: the first `linked` children are in the schools' lists."""
    home = next(iter(Sources(EDITION).area.places.lsoas)).code
    born = pd.Timestamp(2010, 5, 1)
    referrals = pd.DataFrame(
        {
            "child_id": [f"c{number}" for number in range(children)],
            "link_key": [f"k{number}" for number in range(children)],
            "home_lsoa": home,
            "date_of_birth": born,
        }
    )
    pupils = pd.DataFrame(
        {
            "link_key": [f"k{number}" for number in range(linked)],
            "sen_provision": ["E"] * with_send + ["N"] * (linked - with_send),
        }
    )
    tables = {
        "camhs_referrals": referrals,
        "short_breaks": referrals.assign(primary_need="ASD"),
        "pupils": pupils,
    }
    return Sources(EDITION, lambda: tables)


def test_the_match_rate_is_linked_children_out_of_all() -> None:
    cells = quality.match_rates(listed(100, 80, 20))
    total = cells[(cells["list"] == "CAMHS referrals") & (cells["by"] == "Total")].iloc[0]
    assert total["percent"] == 80
    assert total["lower"] == pytest.approx(71.1, abs=0.05)
    assert total["upper"] == pytest.approx(86.7, abs=0.05)
    need = cells[(cells["list"] == "Short breaks") & (cells["by"] == "Need")].iloc[0]
    assert (need["group"], need["percent"]) == ("Autistic spectrum disorder", 80)


def test_a_rate_with_few_on_one_side_is_not_shown() -> None:
    cells = quality.match_rates(listed(100, 95, 20))
    assert set(cells["status"]) == {"too few to show"}


def test_the_range_holds_all_or_none_of_those_not_found() -> None:
    total = quality.range_of_linked(listed(100, 80, 20)).iloc[0]
    assert (total["percent"], total["lower"], total["upper"]) == (25, 20, 40)
