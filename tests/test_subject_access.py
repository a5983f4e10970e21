"""Access: minutes and places add up, sites beyond the border are told apart, and the guess is held
against the road times that were published later."""

import math

import numpy as np
import pandas as pd
import pytest
from breaks_county import DISTRICTS, cell, sources

from jsna.figures import SHOWN, TOTAL
from jsna.project import DATA
from jsna.subjects import access
from jsna.subjects.waits import drive

CAMHS, BREAKS = access.SERVICES["camhs"], access.SERVICES["short_breaks"]


def reach(service: str) -> access.Reach:
    return access._ready(sources())[0][service]


def test_minutes_are_the_straight_line_times_the_detour_at_the_speed():
    grid = pd.DataFrame({"easting": [300_000.0], "northing": [500_000.0]})
    sites = pd.DataFrame({"easting": [330_000.0], "northing": [540_000.0]})
    # 30 km by 40 km is 50 km; 70 km by road; 70 minutes at 60 km an hour.
    assert access.minutes(grid, sites).tolist() == [[70.0]]


def test_the_grid_puts_a_known_place_where_the_ordnance_survey_does():
    # Carlisle castle, NY 3973 5623, to within the size of a castle and its grounds.
    found = access.on_grid(pd.DataFrame({"latitude": [54.8970], "longitude": [-2.9418]}))
    assert found["easting"].iloc[0] == pytest.approx(339_730, abs=300)
    assert found["northing"].iloc[0] == pytest.approx(556_230, abs=300)


def test_the_mean_of_all_children_is_that_of_the_districts_weighted():
    of = reach(CAMHS)
    by_hand = (of.children * of.nearest(False)).sum() / of.children.sum()
    found = cell(access.drive_minutes(sources()), service=CAMHS, sites=access.ALL_SITES, area=TOTAL)
    assert found["value"] == round(by_hand)
    assert found["n"] == of.children.sum()


def test_places_shared_out_add_up_to_the_places_of_the_sites_that_are_reached():
    for service in (CAMHS, BREAKS):
        of = reach(service)
        shared = (of.children.to_numpy() * of.per_child(False)).sum()
        reached = of.minutes.min(axis=0) <= 30
        assert shared == pytest.approx(of.places[reached].sum()), service


def test_a_site_that_nobody_reaches_gives_nobody_a_place():
    of = reach(BREAKS)
    # Hexham is more than half an hour from every home in the county.
    assert (of.minutes.min(axis=0) > 30).tolist() == [False] * 7 + [True]


def test_the_catchment_is_the_two_steps_by_hand():
    of = reach(BREAKS)
    children, ratio = of.children.to_numpy(), []
    for site in range(len(of.places)):
        weight = [1.0 if m <= 10 else 0.68 if m <= 20 else 0.22 if m <= 30 else 0.0
                  for m in of.minutes[:, site]]  # fmt: skip
        around = (children * weight).sum()
        ratio.append((of.places[site] / around if around else 0.0, weight))
    by_hand = sum(share * np.array(weight) for share, weight in ratio)
    assert of.per_child(False) == pytest.approx(by_hand)


def test_sites_beyond_the_border_count_only_where_it_is_said():
    of = reach(BREAKS)
    assert (~of.inside).sum() == 2
    assert (of.nearest(False) <= of.nearest(True)).all()
    cells = access.places_per_child(sources())
    every = cell(cells, service=BREAKS, sites=access.ALL_SITES, area="South Lakeland")
    inside = cell(cells, service=BREAKS, sites=access.INSIDE, area="South Lakeland")
    assert every["value"] >= inside["value"]


@pytest.mark.parametrize("said", ["Out of county", "Outside the county", "Not recorded"])
def test_what_lies_beyond_the_border_is_known_in_whatever_words_it_comes(said: str):
    sites = sources().accepted("service_sites").copy()
    beyond = ~sites["site_district"].isin(DISTRICTS)
    sites.loc[beyond, "site_district"] = said
    people = sources().published("population_lsoa")
    people = people[people["period"] == people["period"].max()].set_index("lsoa_code")
    found = access.reaches(sites, people, sources())[BREAKS]
    assert (~found.inside).sum() == 2


def test_every_district_has_a_number_for_every_service():
    cells = access.within_reach(sources())
    assert set(cells["area"]) >= {TOTAL, *DISTRICTS, "West Cumbria", "Rest of the county"}
    assert (cells["status"] == SHOWN).all()
    assert cells["value"].between(0, 100).all()


def test_the_estimate_is_as_far_off_as_the_docs_say():
    """Road times of 2024, too new for the edition, to two hospitals of the county."""
    roads = pd.read_csv(DATA / "published" / "drive_times.csv").set_index("lsoa_code")
    # Where the hospitals stand, as latitude and longitude.
    stands = pd.DataFrame(
        {"latitude": [54.896, 54.136], "longitude": [-2.955, -3.210]}, index=["carlisle", "barrow"]
    )
    ours = access.minutes(access.on_grid(drive.centres()), access.on_grid(stands))
    found = pd.DataFrame(ours, index=drive.centres().index, columns=stands.index)
    for name in stands.index:
        road = roads[f"minutes_to_{name}"].astype(float)
        mine = found[name].reindex(road.index)
        assert np.corrcoef(mine, road)[0, 1] > 0.95
        near = road < 60
        # Some ten minutes off within the hour, too long to Carlisle and too short to Barrow.
        assert (mine - road)[near].abs().median() < 13
    ratio = (roads["minutes_to_carlisle"] / found["carlisle"]).median()
    assert math.isclose(ratio, 0.8, abs_tol=0.05)
