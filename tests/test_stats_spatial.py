from itertools import combinations

import numpy as np
import pytest
from scipy.stats import norm

from jsna.stats import catchment, spatial

RING = [[(i - 1) % 24, (i + 1) % 24] for i in range(24)]


# A ring of 24 with a few more roads: areas have two, three or four neighbours.
ROADS = [sorted({(i - 1) % 24, (i + 1) % 24, *extra}) for i, extra in enumerate([()] * 24)]
for first, second in ((0, 5), (0, 12), (3, 17), (8, 9), (8, 20), (11, 2)):
    ROADS[first] = sorted({*ROADS[first], second})
    ROADS[second] = sorted({*ROADS[second], first})


def every_arrangement(values_of_one: float) -> tuple[np.ndarray, np.ndarray]:
    """Return I and C of every way to put three equal high values in 24 areas, by plain matrices."""
    weights = np.zeros((24, 24))
    for area, near in enumerate(ROADS):
        weights[area, near] = 1 / len(near)
    rows = np.array(list(combinations(range(24), 3)))
    values = np.zeros((len(rows), 24))
    np.put_along_axis(values, rows, values_of_one, axis=1)
    centred = values - values.mean(axis=1, keepdims=True)
    squares = (centred**2).sum(axis=1)
    moran = ((centred @ weights) * centred).sum(axis=1) / squares
    gaps = (values[:, :, None] - values[:, None, :]) ** 2
    geary = 23 * (gaps * weights).sum(axis=(1, 2)) / (48 * squares)
    return moran, geary


def test_shuffled_places_have_exactly_the_spread_of_every_arrangement():
    moran, geary = every_arrangement(2.0)
    values = np.zeros(24)
    values[[0, 1, 2]] = 2.0
    for measure, drawn in ((spatial.morans_i, moran), (spatial.gearys_c, geary)):
        found = measure(values, ROADS)
        assert found.value == pytest.approx(drawn[0])
        assert found.expected == pytest.approx(drawn.mean())
        assert found.z_of_shuffling == pytest.approx((drawn[0] - drawn.mean()) / drawn.std())


def test_moran_is_the_mean_product_of_neighbours():
    values = np.array([1.0, 2, 3, 4] * 6)
    centred = values - 2.5
    near = (np.roll(centred, 1) + np.roll(centred, -1)) / 2
    found = spatial.morans_i(values, RING)
    assert found.value == pytest.approx(centred @ near / (centred @ centred))
    assert found.expected == pytest.approx(-1 / 23)
    assert found.n == 24
    assert found.p == pytest.approx(norm.sf(found.z))


def test_a_slope_over_the_places_is_likeness():
    for measure, side in ((spatial.morans_i, 1), (spatial.gearys_c, -1)):
        alike = measure(np.arange(24.0), RING)
        assert side * alike.z > 3
        assert alike.p < 0.001


def test_normal_errors_are_those_worked_by_hand_for_a_ring():
    # n = 24, S0 = 24, S1 = 24, S2 = 96: E I^2 = 0.04, variance of C = 0.035.
    values = np.array([1.0, 2, 3, 4] * 6)
    moran, geary = spatial.morans_i(values, RING), spatial.gearys_c(values, RING)
    assert moran.z == pytest.approx((moran.value + 1 / 23) / (0.04 - 1 / 23**2) ** 0.5)
    assert geary.z == pytest.approx((geary.value - 1) / 0.035**0.5)
    assert geary.p == pytest.approx(norm.cdf(geary.z))


def test_geary_is_the_squared_gap_of_neighbours():
    values = np.array([1.0, 2, 3, 4] * 6)
    gaps = ((values - np.roll(values, 1)) ** 2 + (values - np.roll(values, -1)) ** 2) / 2
    found = spatial.gearys_c(values, RING)
    assert found.value == pytest.approx(23 * gaps.sum() / (2 * 24 * ((values - 2.5) ** 2).sum()))
    assert found.expected == 1.0


def test_an_area_without_neighbours_takes_no_part_in_the_weights():
    ring = [[(i - 1) % 23, (i + 1) % 23] for i in range(23)] + [[]]
    assert np.isfinite(spatial.morans_i(np.arange(24.0), ring).value)


def test_likeness_of_districts_is_refused():
    for measure in (spatial.morans_i, spatial.gearys_c):
        with pytest.raises(ValueError, match="use small areas, not districts"):
            measure(range(19), [[0]] * 19)
        with pytest.raises(ValueError, match="one value"):
            measure([3] * 24, RING)
        with pytest.raises(ValueError, match="No area has a neighbour"):
            measure(range(24), [[] for _ in range(24)])
        with pytest.raises(ValueError, match="lengths differ"):
            measure(range(24), RING[:-1])
        ring = [[(i - 1) % 20, (i + 1) % 20] for i in range(20)]
        assert measure(range(20), ring).n == 20


def test_excess_risk_is_against_all_areas_together():
    assert spatial.excess_risk([1, 3], [100, 300]).tolist() == [1.0, 1.0]
    assert spatial.excess_risk([4, 0], [100, 300]).tolist() == [4.0, 0.0]
    with pytest.raises(ValueError, match="no events anywhere"):
        spatial.excess_risk([0, 0], [1, 1])
    with pytest.raises(ValueError, match="lengths differ"):
        spatial.excess_risk([1, 0], [1])


def test_access_counts_nothing_reached_as_nothing():
    found = catchment.two_step([100, 50, 30], [10, 0], [[1, 0], [0.5, 1], [0, 1]])
    assert found.per_child.tolist() == pytest.approx([0.08, 0.04, 0.0])
    assert found.reached.tolist() == [True, True, False]
    assert found.share_within == pytest.approx(150 / 180)


def test_a_site_nobody_can_reach_gives_nothing_to_anyone():
    found = catchment.two_step([100], [10, 20], [[1, 0]])
    assert found.per_child.tolist() == [0.1]


def test_a_site_of_one_place_near_half_a_child_is_still_shared_out():
    # One child at a weight of a half: 1 / 0.5 places a weighted child, half of which reach it.
    found = catchment.two_step([1], [1], [[0.5]])
    assert found.per_child.tolist() == [1.0]
    assert found.reached.tolist() == [True]


def test_access_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="2 by 1, not 1 by 2"):
        catchment.two_step([1, 1], [1], [[1, 1]])
    for weight in (-1.0, float("nan")):
        with pytest.raises(ValueError, match="0 or more; a site beyond reach has 0"):
            catchment.two_step([1], [1], [[weight]])
    with pytest.raises(ValueError, match="no children to reach"):
        catchment.two_step([0], [1], [[1]])


def test_drive_times_weigh_by_the_first_step_that_holds_them():
    steps = ((10.0, 1.0), (20.0, 0.6), (30.0, 0.2))
    minutes = [[0, 10, 10.1], [20, 30, 30.1]]
    assert catchment.decay(minutes, steps).tolist() == [[1.0, 1.0, 0.6], [0.6, 0.2, 0.0]]
    for bad in ((), ((20.0, 1.0), (10.0, 0.5))):
        with pytest.raises(ValueError, match="go outwards"):
            catchment.decay([5], bad)


def test_mean_drive_time_counts_children_not_areas():
    assert catchment.weighted_time([90, 10], [10, 60]) == 15
    for bad in (([1, 2], [1]), ([0, 0], [1, 2])):
        with pytest.raises(ValueError, match="Each area has its children"):
            catchment.weighted_time(*bad)
    with pytest.raises(ValueError, match="minutes are numbers"):
        catchment.weighted_time([1], [float("nan")])
