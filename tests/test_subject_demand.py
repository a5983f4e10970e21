"""Demand for services: one row a child who asked in the last year, whatever came of it."""

from datetime import timedelta

import pandas as pd
from breaks_county import DISTRICTS, EDITION, sources, sources_of

from jsna.subjects import demand
from jsna.subjects.breaks.prepared import prepared


def _asked(referrals: pd.DataFrame) -> int:
    """Count in plain Python the children referred in the 12 months to the edition's day."""
    last = EDITION.as_of
    first = last.replace(year=last.year - 1)
    return len(
        {
            child
            for child, day in zip(referrals["child_id"], referrals["referral_date"], strict=True)
            if first < day.date() <= last
        }
    )


def test_everyone_referred_in_the_last_year_is_counted_once_for_each_service():
    found = demand.of_services(sources())
    assert len(found[demand.CAMHS]) == _asked(sources().accepted("camhs_referrals"))
    to_pathways = sources().accepted("pathway_referrals")
    for code, said in demand.PATHWAYS.items():
        assert len(found[said]) == _asked(to_pathways[to_pathways["pathway"] == code])


def test_short_breaks_are_those_of_the_last_financial_year():
    found = demand.of_services(sources())
    latest = prepared(sources()).latest
    assert len(found[demand.ELIGIBLE]) == len(latest)
    assert len(found[demand.REGULAR]) == int(latest["regular"].sum())


def test_every_child_has_an_age_of_the_estimates_and_a_district_of_the_pack():
    for said, rows in demand.of_services(sources()).items():
        assert rows["age"].between(0, 25).all(), said
        assert set(rows["district"]) <= {*DISTRICTS, *demand.DISTRICT_UNKNOWN}, said


def test_a_child_referred_twice_counts_once_aged_as_at_the_first_referral_of_the_year():
    last = pd.Timestamp(EDITION.as_of)
    one = sources().accepted("camhs_referrals").head(3).copy()
    one["child_id"] = "a"
    one["date_of_birth"] = (last - timedelta(days=100)) - pd.DateOffset(years=10)
    # Before the tenth birthday, on it, and longer ago than a year.
    one["referral_date"] = [
        last - timedelta(days=101),
        last - timedelta(days=100),
        last - timedelta(days=400),
    ]
    tables = {name: sources().accepted(name) for name in ("pathway_referrals", "short_breaks")}
    found = demand.of_services(sources_of({**tables, "camhs_referrals": one}))[demand.CAMHS]
    assert found["age"].tolist() == [9]
