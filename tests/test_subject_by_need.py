"""Waits and outcomes by need: the need known before the referral, and too few is said."""

import pandas as pd
from breaks_county import cell, sources, sources_of

from jsna.subjects import by_need

AUTISM = "Autistic spectrum disorder"
HEARING = "Hearing impairment"


def census(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["school_year", "link_key", "sen_provision", "primary_need"])


def referred(*days: str) -> pd.DataFrame:
    return pd.DataFrame({"link_key": "a", "referral_date": pd.to_datetime(list(days))})


def test_a_need_recorded_after_the_referral_is_not_used():
    pupils = census(("2018/19", "a", "N", None), ("2019/20", "a", "K", "ASD"))
    found = by_need.need_before(referred("2019-12-01", "2020-01-14", "2020-01-15"), pupils)
    assert found.isna().tolist() == [True, True, False]
    assert found.iloc[2] == AUTISM


def test_the_last_january_before_the_referral_decides():
    pupils = census(
        ("2018/19", "a", "K", "NSA"), ("2019/20", "a", "K", "ASD"), ("2020/21", "b", "K", "HI")
    )
    found = by_need.need_before(referred("2019-06-01", "2020-06-01", "2021-06-01"), pupils)
    assert found.tolist() == [
        "SEN Support but no specialist assessment of type of need",
        AUTISM,
        AUTISM,  # on no roll in January 2021: what was last known still holds
    ]


def test_a_need_that_was_taken_off_the_list_is_no_need():
    pupils = census(("2018/19", "a", "K", "HI"), ("2019/20", "a", "N", "HI"))
    assert by_need.need_before(referred("2020-06-01"), pupils).isna().tolist() == [True]


def of_pupils(**tables: pd.DataFrame) -> pd.DataFrame:
    """Return what is said of suspensions in a school of 40: 30 autistic, 10 hard of hearing."""
    pupils = pd.DataFrame(
        {
            "school_year": "2020/21",
            "child_id": [f"C{number}" for number in range(40)],
            "sen_provision": "K",
            "primary_need": ["ASD"] * 30 + ["HI"] * 10,
        }
    )
    return by_need.suspended(sources_of({"pupils": pupils, **tables}))


def test_a_child_sent_home_often_counts_once_and_other_years_do_not_count():
    exclusions = pd.DataFrame(
        {
            "child_id": [f"C{number}" for number in range(12)] * 2 + ["C29"],
            "exclusion_date": pd.to_datetime(["2020-09-01"] * 24 + ["2020-08-31"]),
        }
    )
    found = of_pupils(exclusions=exclusions)
    autism = cell(found, need=AUTISM)
    assert (autism["value"], autism["n"]) == (40.0, 30.0)
    assert set(found["period"]) == {"school year 2020/21"}


def test_under_ten_sent_home_is_too_few_to_show():
    exclusions = pd.DataFrame(
        {
            "child_id": [f"C{number}" for number in range(9)],
            "exclusion_date": pd.Timestamp("2021-03-01"),
        }
    )
    found = of_pupils(exclusions=exclusions)
    assert cell(found, need=AUTISM)["status"] == "too few to show"
    assert cell(found, need=HEARING)["status"] == "too few to show"
    assert found["value"].isna().all()


def test_absence_is_the_mean_over_pupils_whatever_schools_they_went_to():
    pupils = pd.DataFrame(
        {
            "school_year": "2020/21",
            "child_id": [f"C{number}" for number in range(12)],
            "sen_provision": "E",
            "primary_need": "HI",
        }
    )
    rows = pd.DataFrame(
        {
            "school_year": "2020/21",
            "child_id": [*pupils["child_id"], "C0"],
            "sessions_possible": [100] * 13,
            "sessions_authorised": [0, *[10] * 11, 40],
            "sessions_unauthorised": 0,
        }
    )
    found = by_need.absence(sources_of({"pupils": pupils, "attendance": rows}))
    hearing = cell(found, need=HEARING)
    # The first child missed 40 of 200, the others 10 of 100: (20 + 11 * 10) / 12.
    assert abs(hearing["value"] - 130 / 12) < 1e-9
    assert hearing["n"] == 12.0


def test_every_need_has_a_row_and_the_made_up_county_says_nothing_of_the_rarest():
    found = by_need.camhs_seen(sources())
    assert len(found) == 14
    assert cell(found, need="Multi-sensory impairment")["status"] == "too few to show"
    total = cell(found, need="Total")
    assert total["status"] == "shown"
    assert total["n"] > 2000


def test_needs_wait_alike_in_the_made_up_county_and_none_is_called_different():
    """Nothing was planted between needs: each range meets that of all children with SEND."""
    found = by_need.camhs_seen(sources())
    total = cell(found, need="Total")
    shown = found[(found["status"] == "shown") & (found["need"] != "Total")]
    assert len(shown) >= 6
    assert (shown["lower"] <= total["upper"]).all()
    assert (shown["upper"] >= total["lower"]).all()
