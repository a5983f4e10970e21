"""The page that sums up: what is real, what changed, and where gaps pile up."""

import numpy as np
import pandas as pd
import pytest
from breaks_county import EDITION, cell, sources
from scipy.stats import norm

from jsna.figures import SHOWN
from jsna.sources import Sources
from jsna.stats.between_places import between_places, together
from jsna.stats.estimate import Estimate
from jsna.stats.verdicts import p_value
from jsna.subjects import inequity_summary
from jsna.subjects.breaks.prepared import Breaks, prepared
from jsna.subjects.inequity import change, piled, services


def of() -> Breaks:
    return prepared(sources())


def test_a_page_of_equal_places_is_called_real_anywhere_no_oftener_than_one_time_in_twenty():
    random = np.random.default_rng(5)
    sizes = [len(part) for _, part in of().latest.groupby("district", observed=True)][:6]
    pages = 0
    for _ in range(30):
        rows = [between_places(random.binomial(sizes, 0.56), sizes) for _ in range(8)]
        pages += any(row.verdict == "real" for row in together(rows))
    # At one in twenty more than five of thirty come about one time in 300.
    assert pages <= 5


def test_a_page_without_questions_has_no_answers():
    assert together([]) == []


def test_n_of_a_place_is_its_referrals_and_not_what_they_are_worth():
    cells = services.summary(sources())
    found = cell(cells, service=services.CAMHS_FIRST, area="Allerdale")
    rows = sources().accepted("camhs_referrals")
    since = rows["referral_date"] >= "2019-10-01"
    assert found["n"] == int((since & (rows["home_district"] == "Allerdale")).sum())


def test_the_summary_finds_the_planted_gaps_and_calls_no_pathway_real():
    cells = services.summary(sources())
    for service in (
        services.CAMHS_FIRST,
        services.CAMHS_SECOND,
        services.REGULAR.format("18 to 25"),
    ):
        found = cell(cells, service=service, area="West Cumbria")
        assert found["verdict"] == "real", service
        assert found["value"] < 0, service
    equal = cells[cells["service"].str.contains("started|under 18")]
    # Thirty-five cells of equal places: at most one service in twenty would be called real.
    assert (equal["verdict"] == "real").sum() == 0


def test_gaps_of_each_child_are_counted_by_joining_records_by_hand():
    found = piled.gaps_of_each(of(), sources())
    tables = sources()
    pathway = tables.accepted("pathway_referrals")
    end = pd.Timestamp(EDITION.as_of)
    until = pathway["pathway_start_date"].fillna(pathway["closure_date"]).fillna(end)
    until = until.where(until <= pathway["closure_date"].fillna(end), pathway["closure_date"])
    born = pathway["date_of_birth"]
    eighteen = pd.to_datetime(
        {"year": born.dt.year + 18, "month": born.dt.month, "day": born.dt.day}, errors="coerce"
    ).fillna(pd.Timestamp.max.floor("D"))
    until = until.where(until <= eighteen, eighteen)
    long = set(pathway.loc[(until - pathway["referral_date"]).dt.days > 126, "link_key"].dropna())
    only_breaks = found[~found["link_key"].isin(long)]
    assert only_breaks["gaps"].max() <= 2
    with_pathway = found[found["link_key"].isin(long)]
    assert (with_pathway["gaps"] >= 1).mean() > 0.99


def test_a_change_is_real_only_where_its_interval_leaves_out_nought():
    cells = change.changes(sources())
    shown = cells[cells["status"] == SHOWN]
    outside = (shown["lower"] > 0) | (shown["upper"] < 0)
    assert outside[shown["verdict"] == "real"].all()
    assert (shown["verdict"] == "real").sum() >= 4, "CAMHS got quicker, as was published"


def test_one_alarm_among_sixteen_questions_is_not_called_real():
    gaps = [(0.04, 0.001, 0.079), *[(0.01, -0.03, 0.05)] * 15]
    found = [({"service": str(k)}, Estimate(*gap, 500, "")) for k, gap in enumerate(gaps)]
    assert [row["verdict"] for row in change.judged(found)].count("real") == 0
    assert change.judged(found[:1])[0]["verdict"] == "real"


def test_p_of_a_difference_is_that_of_the_normal_curve():
    gap = Estimate(0.05, 0.05 - 1.959964 * 0.02, 0.05 + 1.959964 * 0.02, 100, "")
    assert p_value(gap) == pytest.approx(2 * norm.sf(2.5), rel=1e-6)


def test_a_difference_of_two_estimates_squares_and_adds_their_distances():
    one, other = Estimate(0.6, 0.5, 0.68, 90, ""), Estimate(0.4, 0.34, 0.5, 80, "")
    gap = change.difference(one, other)
    # 0.2 less root of 0.1 squared and 0.1 squared; 0.2 and root of 0.08 and 0.06 squared: 0.1.
    assert (gap.value, gap.lower, gap.upper) == pytest.approx((0.2, 0.2 - 0.141421, 0.3), abs=1e-6)
    assert gap.n == 80


# --- since the edition before ------------------------------------------------------------------


def test_without_an_earlier_edition_nothing_is_said_to_have_changed_since(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(Sources, "printed", lambda self, figure_id: None)
    cells = change.since(sources())
    assert set(cells["status"]) == {"not applicable"}
    assert len(cells) == len(services.summary(sources()))
    assert cells["period"].iloc[0].endswith("no earlier edition")


def test_change_since_the_last_edition_is_made_of_what_both_print(monkeypatch: pytest.MonkeyPatch):
    now = services.summary(sources())
    before = now[now["area"] != "Eden"].copy()
    for name in ("value", "lower", "upper"):
        before[name] = before[name].round()
    here = (before["service"] == services.CAMHS_SECOND) & (before["area"] == "Copeland")
    # As if Copeland had lain 20 points ahead of the county in the edition before.
    before.loc[here, ["value", "lower", "upper"]] = [20.0, 15.0, 24.0]
    monkeypatch.setattr(Sources, "printed", lambda self, figure: before)
    cells = change.since(sources())
    told = cell(cells, service=services.CAMHS_SECOND, area="Copeland")
    own = cell(now, service=services.CAMHS_SECOND, area="Copeland")
    assert told["value"] == pytest.approx(round(own["value"]) - 20)
    down, up = round(own["value"]) - round(own["lower"]), 24 - 20
    assert told["lower"] == pytest.approx(told["value"] - (down**2 + up**2) ** 0.5 - 1)
    assert told["verdict"] == "real"
    assert (cells["verdict"] == "real").sum() == 1
    assert set(cells.loc[cells["area"] == "Eden", "status"]) == {"not applicable"}
    same = cells[(cells["status"] == SHOWN) & (cells["verdict"] != "real")]
    assert (same["value"] == 0).all()


def test_every_table_of_the_summary_is_dated_so_that_no_edition_is_taken_for_another():
    for figure in inequity_summary.FIGURES:
        assert figure.measure is not None
        said = figure.measure(sources())["period"].iloc[-1]
        assert "2021" in said or "2020/21" in said, f"{figure.id}: {said}"
