"""How needs are named: the drift in recording is seen, and is not called a growing need."""

import pandas as pd
import pytest
from breaks_county import cell, sources, sources_of, truths
from show_figures import safe

from jsna.show import naming
from jsna.subjects import identification

SEMH = "Social, emotional and mental health"
NOT_ASSESSED = "SEN Support but no specialist assessment of type of need"


def test_recorded_shares_move_as_planted_while_the_need_stands_still():
    found = identification.named(sources())
    planted = truths()["coding_drift"]
    assert not planted["need_changed"]
    for phase in ("primary", "secondary"):
        for year in ("2017/18", "2020/21"):
            own = cell(found, phase=phase.capitalize(), need=SEMH, year=year)
            assert own["value"] == pytest.approx(
                100 * planted["recorded_share_semh"][phase][year], abs=1.0
            )


def test_only_pupils_with_sen_and_a_recorded_need_are_counted():
    pupils = pd.DataFrame(
        {
            "school_year": "2020/21",
            "school_urn": ["1"] * 45 + ["2"] * 5,
            "sen_provision": ["K"] * 40 + ["N"] * 5 + ["K"] * 5,
            "primary_need": ["SEMH"] * 12 + ["HI"] * 18 + [None] * 10 + ["SEMH"] * 10,
        }
    )
    schools = pd.DataFrame({"school_urn": ["1", "2"], "phase": ["primary", "special"]})
    found = identification.named(sources_of({"pupils": pupils, "schools": schools}))
    own = cell(found, phase="Primary", need=SEMH, year="2020/21")
    assert (own["value"], own["n"]) == (40.0, 30.0)
    assert set(found["phase"]) == {"Primary"}


def shares(semh: tuple[float, float], left: tuple[float, float]):
    rows = [
        {"need": need, "year": year, "value": value, "lower": value - 1, "upper": value + 1,
         "n": 5000.0}
        for need, values in ((SEMH, semh), (NOT_ASSESSED, left))
        for year, value in zip(("2017/18", "2020/21"), values, strict=True)
    ]  # fmt: skip
    return safe(rows, dimensions=("need", "year"), kind="statistic", unit="percent of pupils")


@pytest.mark.parametrize(
    ("semh", "left", "said"),
    [
        ((12, 16), (16, 6), "The recording changed, so whether the need itself grew cannot be"),
        ((12, 16), (6, 6), "That is more than chance would give, and the recording did not"),
        ((12, 13), (16, 6), "A difference of this size could be chance."),
    ],
)
def test_a_rise_is_real_only_where_the_recording_did_not_change(semh, left, said):
    told = naming.renamed(shares(semh, left), SEMH, NOT_ASSESSED, "2017/18", "2020/21").text
    assert told.startswith("Need recorded as social, emotional and mental health: ")
    assert said in told


def test_town_and_country_are_shares_of_all_pupils_who_live_there():
    found = identification.town_and_country(sources())
    assert set(found["rural_urban"]) == {"Rural", "Urban"}
    assert found["status"].tolist() == ["shown"] * 4
    assert cell(found, rural_urban="Urban", provision="SEN Support")["n"] > 20000
