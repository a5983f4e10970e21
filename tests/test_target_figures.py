"""Outcomes of SEN Support as the plan prints them: provisional and cancelled years are marked."""

import pytest

from inspection import target_figures
from jsna import params
from jsna.project import PARAMS
from jsna.sources import Sources

SOURCES = Sources(params.read(PARAMS / "cumbria-2021.yaml"))


def test_the_twelve_outcomes_are_seven_shares_and_five_scores() -> None:
    shares, scores = target_figures.percentages(SOURCES), target_figures.points(SOURCES)
    assert [name.split()[0] for name in shares["outcome"].unique()] == [
        "WG6.8", "WG6.9", "WG6.10", "WG6.11", "WG6.12", "WG6.16", "WG6.19",
    ]  # fmt: skip
    assert [name.split()[0] for name in scores["outcome"].unique()] == [
        "WG6.13", "WG6.14", "WG6.15", "WG6.17", "WG6.18",
    ]  # fmt: skip


def test_early_years_stand_as_printed_and_two_years_were_not_assessed() -> None:
    cells = target_figures.percentages(SOURCES)
    own = cells[cells["outcome"].str.startswith("WG6.8 ")].set_index("printed")
    assert own["value"].dropna().to_dict() == {
        "2018": 28.4,
        "2019, provisional": 22.8,
        "Target for October 2020": 29.0,
        "Target for April to October 2021": 31.0,
    }
    assert own.loc[["2020, not assessed", "2021, not assessed"], "status"].tolist() == [
        "not collected", "not collected",
    ]  # fmt: skip


def test_the_shares_of_recorded_need_stand_as_printed_for_each_phase() -> None:
    cells = target_figures.naming(SOURCES)
    cells = cells.assign(ref=cells["outcome"].str.split().str[0])
    assert cells.groupby("ref")["value"].apply(list).to_dict() == {
        "WG6.20-P": [12.2, 16.3],
        "WG6.20-S": [12.3, 19.6],
        "WG6.21-P": [15.9, 4.3],
        "WG6.21-S": [4.7, 2.6],
    }


@pytest.mark.parametrize("measure", target_figures.FIGURES, ids=lambda figure: figure.id)
def test_they_count_lines_of_a_paper_and_are_shown_exactly(measure) -> None:
    assert (measure.rule, measure.source) == ("published", ("plan",))
