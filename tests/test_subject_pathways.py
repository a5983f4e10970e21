"""Waits for autism assessments and therapies: every referral counts, equal places stay equal."""

import numpy as np
import pandas as pd
import pytest
from breaks_county import DISTRICTS, cell, sources, truths
from statsmodels.duration.survfunc import CumIncidenceRight

from jsna.figures import SHOWN, TOTAL
from jsna.subjects import pathways
from jsna.subjects.waits.clocks import FIRST, SECOND

AUTISM = pathways.PATHWAYS["autism"]


def test_every_referral_before_the_eighteenth_birthday_is_in_the_cohort():
    referred = sources().accepted("pathway_referrals")
    counted = sum(len(of.cohort(FIRST)) for of in pathways.prepared(sources()).values())
    assert counted == len(referred)


def test_a_referral_that_never_started_is_still_counted_as_waiting_or_left():
    rows = pd.DataFrame(
        {
            "pathway_start_date": pd.to_datetime(["2021-03-01", None, None]),
            "assessment_complete_date": pd.to_datetime([None, None, None]),
        }
    )
    found = pathways.as_referrals(rows)
    assert found["first_contact_date"].notna().tolist() == [True, False, False]
    assert found["records_begin_date"].isna().all()


def test_the_share_started_agrees_with_another_library():
    of = pathways.prepared(sources())[AUTISM]
    found = of.cohort(FIRST)
    theirs = CumIncidenceRight(found["time"].to_numpy() + 0.0, found["cause"].to_numpy())
    by_hand = theirs.cinc[0][np.searchsorted(theirs.times, 126, side="right") - 1]
    ours = cell(pathways.in_time(of), area=TOTAL, clock=pathways.START, by_week="Within 18 weeks")
    assert ours["value"] == pytest.approx(100 * by_hand, abs=1e-6)


def test_half_have_started_by_the_week_in_which_the_share_passes_half():
    of = pathways.prepared(sources())[AUTISM]
    curve = of.cohort(FIRST)
    weeks = cell(
        pathways.weeks_waited(of), area=TOTAL, clock=pathways.START, waited=pathways.HALF_STARTED
    )["value"]
    theirs = CumIncidenceRight(curve["time"].to_numpy() + 0.0, curve["cause"].to_numpy())
    day = theirs.times[np.argmax(theirs.cinc[0] >= 0.5)]
    assert weeks == np.ceil(day / 7)


def test_both_clocks_are_named_as_on_the_page():
    of = pathways.prepared(sources())[AUTISM]
    assert set(pathways.in_time(of)["clock"]) == {
        "Referral to start", "Start to assessment or course complete",
        "Referral to assessment or course complete",
    }  # fmt: skip
    assert len(of.cohort(SECOND)) < len(of.cohort(FIRST))


def test_no_place_is_called_different_where_none_was_planted():
    assert truths()["pathways"] == {"places_differ": False, "send_differs": False}
    verdicts = [
        told.between.verdict
        for differences in pathways.between(sources()).values()
        for _, told in differences
    ]
    # Judged together: a page of equal places says real anywhere one time in twenty.
    assert len(verdicts) == 16
    assert verdicts.count("real") == 0


def test_a_place_s_gap_is_smaller_than_its_raw_difference():
    of = pathways.prepared(sources())[AUTISM]
    raw = pathways.in_time(of)
    total = cell(raw, area=TOTAL, clock=pathways.START, by_week="Within 18 weeks")["value"]
    drawn = pathways.gaps(pathways.between(sources())[AUTISM])
    for name in DISTRICTS:
        own = cell(raw, area=name, clock=pathways.START, by_week="Within 18 weeks")["value"]
        gap = cell(drawn, geography="Districts", area=name)
        assert gap["status"] == SHOWN
        assert abs(gap["value"]) <= abs(own - total) + 1


def test_the_monthly_list_is_that_of_a_plain_count():
    found = pathways.waiting_records(sources())
    rows = sources().accepted("pathway_referrals")
    day = pd.Timestamp(2021, 3, 31)
    born = rows["date_of_birth"]
    under = (born.dt.year + 18) * 10000 + born.dt.month * 100 + born.dt.day > 20210331
    open_now = (rows["referral_date"] <= day) & under
    for column in ("pathway_start_date", "closure_date"):
        open_now &= ~(rows[column] <= day)
    on_list = ((found["month"] == "2021-03") & (found["pathway"] == AUTISM)).sum()
    assert on_list == (open_now & (rows["pathway"] == "autism")).sum()
