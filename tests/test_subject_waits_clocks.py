from datetime import date

import pandas as pd
import pytest

from jsna.subjects.waits.clocks import (
    AGED_OUT,
    DECLINED,
    ENDS,
    FIRST,
    LEFT,
    SECOND,
    SEEN,
    WAITING,
    WHOLE,
    Rules,
    waits,
)
from jsna.subjects.waits.monthly import month_ends, on_the_list

CENSUS = date(2021, 8, 31)


def referral(**known: object) -> dict[str, object]:
    blank = {
        "date_of_birth": "2010-01-15",
        "referral_date": "2021-01-01",
        "records_begin_date": None,
        "first_contact_date": None,
        "second_contact_date": None,
        "closure_date": None,
        "outcome": None,
        "unavailable_days": 0,
    }
    return {**blank, **known}


def table(*rows: dict[str, object]) -> pd.DataFrame:
    found = pd.DataFrame(list(rows))
    for name in found.columns:
        if name.endswith("_date") or name == "date_of_birth":
            found[name] = pd.to_datetime(found[name])
    return found


def only(row: dict[str, object], clock: str = FIRST, **rules: object) -> tuple[int, str, int]:
    found = waits(table(row), Rules(clock, **{"as_of": CENSUS, **rules}))  # type: ignore[arg-type]
    assert len(found) == 1
    one = found.iloc[0]
    return int(one["time"]), ENDS[int(one["cause"])], int(one["entry"])


def test_a_child_with_no_end_by_the_census_day_still_waits():
    assert only(referral()) == (242, WAITING, 0)


def test_a_contact_ends_the_first_clock_and_starts_the_second():
    row = referral(first_contact_date="2021-01-31", second_contact_date="2021-05-10")
    assert only(row) == (30, SEEN, 0)
    assert only(row, SECOND) == (99, SEEN, 0)
    assert only(row, WHOLE) == (129, SEEN, 0)


def test_what_is_known_only_after_the_census_day_is_not_used():
    row = referral(first_contact_date="2021-01-31")
    assert only(row, as_of=date(2021, 1, 20)) == (19, WAITING, 0)


def test_a_referral_after_the_census_day_is_no_wait_yet():
    assert waits(table(referral()), Rules(FIRST, date(2020, 12, 31))).empty


def test_leaving_without_being_seen_is_an_end_of_its_own():
    row = referral(closure_date="2021-02-01", outcome="not_accepted")
    assert only(row) == (31, DECLINED, 0)
    row = referral(closure_date="2021-02-01", outcome="did_not_attend")
    assert only(row) == (31, LEFT, 0)


def test_a_contact_on_the_day_of_closure_counts_as_seen():
    row = referral(first_contact_date="2021-02-01", closure_date="2021-02-01", outcome="withdrawn")
    assert only(row) == (31, SEEN, 0)


def test_camhs_ends_on_the_eighteenth_birthday_whatever_follows():
    row = referral(date_of_birth="2003-03-01", first_contact_date="2021-03-01")
    assert only(row) == (59, AGED_OUT, 0)
    row = referral(date_of_birth="2003-03-01", first_contact_date="2021-02-28")
    assert only(row) == (58, SEEN, 0)


def test_a_birthday_on_29_february_is_1_march_in_other_years():
    assert only(referral(date_of_birth="2003-02-28")) == (58, AGED_OUT, 0)
    row = referral(date_of_birth="2004-02-29", referral_date="2022-01-01")
    assert only(row, as_of=date(2022, 8, 31)) == (59, AGED_OUT, 0)


def test_a_referral_that_was_taken_over_enters_when_its_records_begin():
    row = referral(
        referral_date="2019-08-01",
        records_begin_date="2019-10-01",
        first_contact_date="2019-12-01",
    )
    assert only(row) == (122, SEEN, 61)


def test_a_wait_that_had_ended_before_its_records_begin_is_not_counted():
    row = referral(
        referral_date="2019-08-01",
        records_begin_date="2019-10-01",
        first_contact_date="2019-09-01",
    )
    assert waits(table(row), Rules(FIRST, CENSUS)).empty
    assert only(row, SECOND) == (730, WAITING, 30)


def test_clocks_from_before_a_documented_change_are_left_out_where_asked():
    old = referral(referral_date="2019-09-30", records_begin_date="2019-10-01")
    assert waits(table(old), Rules(FIRST, CENSUS, since=date(2019, 10, 1))).empty
    new = referral(referral_date="2019-10-01")
    assert only(new, since=date(2019, 10, 1)) == (700, WAITING, 0)


def test_days_of_unavailability_come_off_where_asked_and_never_below_nought():
    row = referral(first_contact_date="2021-01-11", unavailable_days=7)
    assert only(row) == (10, SEEN, 0)
    assert only(row, adjusted=True) == (3, SEEN, 0)
    row = referral(first_contact_date="2021-01-11", unavailable_days=70)
    assert only(row, adjusted=True) == (0, SEEN, 0)


def test_the_list_of_a_day_holds_who_had_come_and_not_yet_ended():
    found = waits(
        table(
            referral(),
            referral(referral_date="2021-03-31"),
            referral(referral_date="2021-04-01"),
            referral(first_contact_date="2021-03-31"),
            referral(first_contact_date="2021-04-01"),
            referral(referral_date="2019-08-01", records_begin_date="2021-04-01"),
        ),
        Rules(FIRST, CENSUS),
    )
    day = (date(2021, 3, 31) - date(1970, 1, 1)).days
    assert on_the_list(found, day).tolist() == [True, True, False, False, True, False]


def test_a_series_runs_over_whole_months():
    assert month_ends(date(2021, 6, 15), date(2021, 8, 30)) == [
        date(2021, 6, 30),
        date(2021, 7, 31),
    ]


@pytest.mark.parametrize("clock", [FIRST, SECOND, WHOLE])
def test_no_wait_is_negative_and_each_ends_in_one_way(clock: str):
    from waits_county import county

    found = county().everyone(clock)
    assert (found["time"] >= 0).all()
    assert (found["time"] > found["entry"]).loc[found["entry"] > 0].all()
    assert set(found["cause"]) <= set(range(len(ENDS)))
    assert found.index.is_unique
