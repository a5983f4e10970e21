"""The analyses of CAMHS waits: planted gaps are found, and nothing is found where there is none."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight
from waits_county import EDITION, county, referrals, sources, sources_of, truths

from jsna.disclosure import protect
from jsna.figures import SHOWN, TOTAL
from jsna.run.figures import of_the_latest, to_the_day
from jsna.stats.hazard_ratio import cox
from jsna.subjects import camhs_waits
from jsna.subjects.waits import (
    by_place,
    crisis,
    misleading,
    monthly,
    published_beside,
    readings,
    send_ratio,
    send_verdicts,
    variation,
)
from jsna.subjects.waits.clocks import ENDS, FIRST, SECOND, SEEN
from jsna.subjects.waits.estimates import by_group, wait
from jsna.subjects.waits.prepared import prepared

DISTRICTS = (
    "Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland",
)  # fmt: skip
TRUE_NAMES = {name: name for name in (*DISTRICTS, "West Cumbria", "Rest of the county", TOTAL)}


def cell(cells: pd.DataFrame, **labels: str) -> pd.Series:
    kept = cells
    for name, value in labels.items():
        kept = kept[kept[name] == value]
    assert len(kept) == 1, f"{len(kept)} cells for {labels}"
    return kept.iloc[0]


# --- what was planted is found ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "planted"),
    [(FIRST, "seen_by_day_126"), (SECOND, "second_within_126_days_of_first")],
)
def test_the_share_seen_in_time_holds_the_planted_truth_in_every_place(clock: str, planted: str):
    cells = by_place.seen_in_time(county())
    true = truths()[planted]["all"]
    held = 0
    for name in TRUE_NAMES:
        found = cell(cells, area=name, clock=clock)
        held += found["lower"] <= 100 * true[name] <= found["upper"]
    # 95 % intervals of nine places that overlap: one may miss, two would be a fault.
    assert held >= len(TRUE_NAMES) - 1


def test_the_week_by_which_half_are_seen_holds_the_planted_truth():
    cells = by_place.weeks_waited(county())
    for name in ("West Cumbria", "Rest of the county", TOTAL):
        found = cell(cells, area=name, clock=FIRST, waited=by_place.HALF_SEEN)
        assert found["lower"] <= truths()["weeks_by_which_half_are_seen"][name] <= found["upper"]


@pytest.mark.parametrize(
    ("clock", "planted"),
    [
        (FIRST, "first contact, SEND against no SEND"),
        (SECOND, "second contact after the first, SEND against no SEND"),
    ],
)
def test_the_planted_hazard_ratio_of_send_lies_in_its_interval(clock: str, planted: str):
    of = county()
    told = send_ratio.with_bounds(of.cohort(clock), of.groups, of.day, draws=100)
    hazard = told[send_ratio.RECORDED].hazard
    assert hazard.lower <= truths()["hazard_ratio"][planted] <= hazard.upper
    assert hazard.upper < 1


def test_the_planted_hazard_ratio_of_the_west_lies_in_its_interval():
    of = county()
    found = of.cohort(FIRST)
    own = of.groups.reindex(found.index)
    west = (own["locality"] == "West Cumbria").to_numpy(dtype=float)
    # Within trust, SEND and urgency: the made-up law differs between the two trusts.
    strata = own.groupby(["provider", "send", "urgency"], observed=True).ngroup().to_numpy()
    ratio = cox(found["time"], found["cause"] == 1, west, strata).ratio()
    assert ratio.lower <= truths()["hazard_ratio"]["first contact, west against the rest"]
    assert ratio.upper >= truths()["hazard_ratio"]["first contact, west against the rest"]


def test_districts_and_the_west_are_found_to_differ_for_real():
    of = county()
    for clock in (FIRST, SECOND):
        found = of.cohort(clock)
        for kind in ("district", "locality"):
            told = variation.variation(found, of.groups[kind], of.day)
            assert told.between.verdict == "real"
            worse = dict(zip(told.names, told.between.places, strict=True))
            assert all(
                worse[name].chance_above < 0.05
                for name in set(worse) & {"Allerdale", "Copeland", "West Cumbria"}
            )


def test_with_send_fewer_are_seen_in_time_whatever_the_missing_flags_are():
    of = county()
    told = send_ratio.with_bounds(of.cohort(FIRST), of.groups, of.day, draws=200)
    assert send_ratio.either_way(told, send_ratio.SHARES).upper < 1
    assert send_ratio.either_way(told, send_ratio.MEDIANS).lower > 1
    assert send_ratio.either_way(told, send_ratio.MEANS).lower > 1


def test_the_difference_of_send_is_real_also_among_all_questions_of_the_page():
    of = county()
    cells = send_verdicts.verdicts(of)
    assert len(cells) == 8
    for name in send_ratio.RATIOS:
        assert cell(cells, clock=FIRST, ratio=name)["verdict"] == "real"
    told = cell(cells, clock=FIRST, ratio=send_ratio.SHARES)
    shown = cell(
        send_ratio.ratios(of), clock=FIRST, ratio=send_ratio.SHARES, flag=send_ratio.EITHER_WAY
    )
    assert (told["value"], told["lower"], told["upper"]) == (
        shown["value"],
        shown["lower"],
        shown["upper"],
    )


def test_places_are_judged_with_what_the_page_asks_of_send(monkeypatch):
    of = county()
    alone = variation.asked(of)
    kept = {labels["geography"] for labels, told in variation.every(of)
            if told.between.verdict == "real"}  # fmt: skip
    assert {"Districts", "West Cumbria and the rest"} <= kept
    # Were a thousand questions asked beside them, and no answer to any, few would stand.
    nothing = {
        ("", str(number)): send_ratio.Estimate(1.0, 0.9, 1.1, 99, "") for number in range(1000)
    }
    monkeypatch.setattr(send_ratio, "of_page", lambda of: nothing)
    among = variation.every.__wrapped__(of)
    assert [labels for labels, _ in among] == [labels for labels, _ in alone]
    real = [told.between.verdict for _, told in among].count("real")
    assert real < [told.between.verdict for _, told in alone].count("real")


# --- what is not there is not found ------------------------------------------------------------


def test_among_equal_places_the_verdict_is_not_real():
    verdicts = []
    for seed in (1, 2):
        of = county(seed, inequities=False, scale=0.6)
        for clock in (FIRST, SECOND):
            told = variation.variation(of.cohort(clock), of.groups["district"], of.day)
            verdicts.append(told.between.verdict)
    assert verdicts.count("real") == 0


def test_send_found_during_the_wait_makes_a_gap_only_where_todays_flag_is_used():
    of = county(3, inequities=False, late_send=True)
    cells = send_ratio.guard(of)
    today = cell(cells, known=send_ratio.AS_IT_STANDS)
    fixed = cell(cells, known=send_ratio.AT_REFERRAL)
    assert today["upper"] < 1, "the made-up county records SEND late, and today's flag shows it"
    assert fixed["lower"] <= 1 <= fixed["upper"]


# --- another library gives the same -----------------------------------------------------------


@pytest.fixture(scope="module")
def west() -> pd.DataFrame:
    of = county()
    found = of.cohort(FIRST)
    return found[(of.groups["locality"] == "West Cumbria").reindex(found.index)]


def test_the_share_seen_is_that_of_statsmodels(west: pd.DataFrame):
    ours = wait(west).seen_by(126)
    theirs = CumIncidenceRight(west["time"], west["cause"])
    at = np.searchsorted(theirs.times, 126, side="right") - 1
    assert ours.value == pytest.approx(theirs.cinc[0][at], abs=1e-10)


def test_the_ends_and_those_still_waiting_add_up_to_all(west: pd.DataFrame):
    group = wait(west)
    ended = sum(group.ended(cause, 126).value for cause in range(1, len(ENDS)))
    left = SurvfuncRight(west["time"], west["cause"] > 0)
    at = np.searchsorted(left.surv_times, 126, side="right") - 1
    assert ended == pytest.approx(1 - left.surv_prob[at], abs=1e-10)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_the_week_off_the_list_is_that_of_statsmodels(west: pd.DataFrame, share: float):
    ours = wait(west).off_the_list(share)
    theirs = SurvfuncRight(west["time"], west["cause"] > 0)
    assert ours.value == theirs.quantile(share)
    assert (ours.lower, ours.upper) == theirs.quantile_ci(share, method="cloglog")


def test_half_seen_is_where_the_curve_of_statsmodels_crosses(west: pd.DataFrame):
    theirs = CumIncidenceRight(west["time"], west["cause"])
    day = theirs.times[np.argmax(theirs.cinc[0] >= 0.5)]
    assert wait(west).half_seen.value == day


def test_late_entry_is_that_of_statsmodels():
    of = county()
    found = of.everyone(FIRST)
    found = found[(of.groups["district"] == "Eden").reindex(found.index)]
    assert (found["entry"] > 0).any()
    # statsmodels cannot take a wait of no days: half a day stands for it in both.
    time = found["time"].clip(lower=0.5)
    theirs = SurvfuncRight(time, found["cause"] > 0, entry=found["entry"])
    at = np.searchsorted(theirs.surv_times, 126, side="right") - 1
    assert wait(found.assign(time=time)).table.n == len(found)
    ended = sum(wait(found.assign(time=time)).ended(c, 126).value for c in range(1, len(ENDS)))
    assert ended == pytest.approx(1 - theirs.surv_prob[at], abs=1e-10)


def test_as_if_nobody_had_left_is_the_kaplan_meier_of_scipy():
    of = county()
    cells = readings.choices(of)
    found = of.cohort(FIRST)
    seen = found["cause"] == ENDS.index(SEEN)
    data = stats.CensoredData.right_censored(found["time"], ~seen)
    share = 1 - float(stats.ecdf(data).sf.evaluate(126))
    assert cell(cells, clock=FIRST, choice=readings.NO_ENDS)["value"] == pytest.approx(100 * share)


def test_the_hazard_ratio_is_that_of_statsmodels(west: pd.DataFrame):
    of = county()
    own = of.groups.reindex(west.index)
    send, strata = send_ratio.flagged(own), send_ratio.strata_of(own)
    ours = send_ratio.send_ratio(west, send, of.day, strata, draws=20)
    known = ~np.isnan(send)
    theirs = PHReg(
        west["time"][known], send[known, None], status=(west["cause"] == 1)[known],
        strata=strata[known], ties="efron",
    ).fit()  # fmt: skip
    assert ours.hazard.value == pytest.approx(np.exp(theirs.params[0]), rel=1e-5)
    low, high = np.exp(theirs.conf_int()[0])
    assert (ours.hazard.lower, ours.hazard.upper) == pytest.approx((low, high), rel=1e-4)


def test_the_ratio_of_means_is_the_area_over_the_curves_of_statsmodels(west: pd.DataFrame):
    of = county()
    send = send_ratio.flagged(of.groups.reindex(west.index))
    ours = send_ratio.send_ratio(west, send, of.day, draws=20).of_means

    def area(rows: np.ndarray) -> float:
        curve = CumIncidenceRight(west["time"][rows], west["cause"][rows])
        edges = np.append(curve.times[curve.times < 364], 364.0)
        return edges[0] + np.diff(edges) @ (1 - curve.cinc[0][: len(edges) - 1])

    assert ours.value == pytest.approx(area(send == 1) / area(send == 0), rel=1e-9)


def test_the_ratio_of_shares_and_of_medians_is_that_of_the_two_curves(west: pd.DataFrame):
    of = county()
    send = send_ratio.flagged(of.groups.reindex(west.index))
    ours = send_ratio.send_ratio(west, send, of.day, draws=20)
    curves = [CumIncidenceRight(west["time"][send == k], west["cause"][send == k]) for k in (1, 0)]
    by = [c.cinc[0][np.searchsorted(c.times, 126, side="right") - 1] for c in curves]
    half = [c.times[np.argmax(c.cinc[0] >= 0.5)] for c in curves]
    assert ours.of_shares.value == pytest.approx(by[0] / by[1])
    assert ours.of_medians.value == pytest.approx(half[0] / half[1])


def test_the_chi_square_between_places_is_that_of_scipy_where_nobody_is_still_waiting():
    of = county()
    found = of.cohort(FIRST)
    # Referrals followed for 126 days or more: a share is then a plain share.
    found = found[(found["start"] + 126 <= (pd.Timestamp(of.as_of) - pd.Timestamp(0)).days)]
    told = variation.variation(found, of.groups["district"], of.day)
    seen = (found["cause"] == 1) & (found["time"] <= 126)
    table = pd.crosstab(of.groups["district"].reindex(found.index).astype(str), seen)
    theirs = stats.chi2_contingency(table.to_numpy(), correction=False).statistic
    assert told.between.heterogeneity.chi_square == pytest.approx(theirs, rel=1e-6)
    assert [place.raw for place in told.between.places] == pytest.approx(
        seen.groupby(of.groups["district"].reindex(found.index).astype(str)).mean().tolist()
    )


def test_a_mean_of_those_seen_in_the_year_is_that_of_scipy():
    of = county()
    cells = published_beside.as_published(of)
    rows = of.referrals
    year = rows["referral_date"].between("2020-04-01", "2021-03-31")
    seen = rows["second_contact_date"] <= "2021-03-31"
    south = of.groups["ccg"] == "Morecambe Bay CCG (part in Cumbria)"
    kept = rows[year & seen & south]
    weeks = (kept["second_contact_date"] - kept["referral_date"]).dt.days / 7
    found = cell(cells, area="Morecambe Bay CCG (part in Cumbria)", year="2020-21")
    theirs = stats.ttest_1samp(weeks, 0).confidence_interval(0.95)
    assert found["value"] == pytest.approx(weeks.mean())
    assert (found["lower"], found["upper"]) == pytest.approx((theirs.low, theirs.high))


# --- readings, lists and crises counted by hand -------------------------------------------------


def test_the_three_readings_are_those_counted_by_hand():
    of = county()
    cells = readings.under_the_limit(of)
    rows = of.referrals
    open_ = rows["first_contact_date"].isna() & rows["closure_date"].isna()
    waited = (pd.Timestamp(of.as_of) - rows["referral_date"]).dt.days
    still, short = int(open_.sum()), int((open_ & (waited < 126)).sum())
    found = cell(cells, area=TOTAL, reading=readings.STILL)
    assert found["value"] == pytest.approx(100 * short / still, abs=0.5)
    assert found["n"] == pytest.approx(still, abs=2.5)
    first = rows["first_contact_date"]
    lately = first > pd.Timestamp(of.as_of) - pd.Timedelta(days=365)
    quick = (first - rows["referral_date"]).dt.days <= 126
    found = cell(cells, area=TOTAL, reading=readings.COMPLETED)
    assert found["value"] == pytest.approx(100 * (lately & quick).sum() / lately.sum(), abs=0.5)


def test_waits_of_those_who_were_seen_look_shorter_in_every_place():
    cells = misleading.two_medians(county())
    for name in (*DISTRICTS, TOTAL):
        seen_only = cell(cells, area=name, counted=misleading.SEEN_ONLY)
        everyone = cell(cells, area=name, counted=misleading.EVERYONE)
        assert seen_only["upper"] < everyone["lower"]


def test_what_counts_those_who_wait_says_on_which_day():
    day = "31 August 2021"
    assert set(readings.under_the_limit(county())["period"]) == {
        f"still waiting: on {day}; seen: the 12 months to {day}; "
        f"all referred: 1 October 2019 to {day}"
    }
    assert set(monthly.list_to_reach(county())["period"]) == {f"on {day}"}
    assert set(monthly.capacity(county())["period"]) == {
        f"the 52 weeks to {day}, and the list on {day}"
    }
    (listed,) = (f for f in monthly.FIGURES if f.id == "camhs-list-by-length")
    dated = of_the_latest(listed, pd.DataFrame({"month": ["2021-07", "2021-08"]}))
    assert to_the_day(dated, EDITION.as_of).period == f"on {day}"


def test_the_list_of_the_last_month_is_the_list_of_the_three_readings():
    of = county()
    assert monthly.named(monthly.months(of)[-1]) == "2021-08"
    listed = monthly.waiting_records(sources())
    last = int((listed["month"] == "2021-08").sum())
    still = cell(readings.under_the_limit(of), area=TOTAL, reading=readings.STILL)["n"]
    assert last == pytest.approx(still, abs=2.5)
    assert len(monthly.length_records(sources())) == last


def test_the_list_changes_by_who_joins_less_who_leaves():
    of = county()
    size = monthly.waiting_records(sources())["month"].value_counts(sort=False)
    joined = monthly.joined_records(sources())["month"].value_counts(sort=False)
    found = of.everyone(FIRST)
    end = found["start"] + found["time"]
    day = (pd.Timestamp("2021-04-30") - pd.Timestamp(0)).days
    left = ((end > day) & (end <= day + 31) & (found["cause"] > 0)).sum()
    assert size["2021-05"] == size["2021-04"] + joined["2021-05"] - left


def test_the_capacity_is_demand_and_the_excess_of_the_list_over_a_year():
    of = county()
    told, seen = monthly.to_clear(of)[TOTAL]
    # 92 in 100 within 18 weeks: the mean wait is 18 / -ln(0.08) = 7.1267 weeks.
    long = told.demand.value * 7.126722
    assert told.list_to_reach == pytest.approx(long, rel=1e-5)
    assert told.capacity.value == pytest.approx(told.demand.value + (told.list_now - long) / 52)
    assert told.capacity.lower < told.capacity.value < told.capacity.upper
    assert seen > 0


def test_series_start_anew_at_the_first_whole_month_after_a_documented_change():
    months = ["2019-10", "2019-11", "2020-03", "2020-04", "2020-05"]
    assert monthly.rebased_at(sources().area, months) == ["2020-04"]


def test_one_crisis_is_the_same_event_under_every_denominator():
    cells = crisis.rates_of(sources())
    kept = cells[(cells["event"] == crisis.CRISIS) & (cells["who"] == "With SEND")]
    assert kept["n"].nunique() == 1
    plans = cell(kept, denominator=crisis.PLANS)
    published = sources().published("ehc_plans")
    published = published[
        (published["area"] == "Cumbria") & (published["kind"] == "all")
        & (published["age_group"] == "Total")
    ]  # fmt: skip
    last = published.sort_values("period")["plans"].iloc[-1]
    assert plans["value"] == pytest.approx(1000 * plans["n"] / last)


# --- what may be shown --------------------------------------------------------------------------

STATISTICS = [figure for figure in camhs_waits.FIGURES if figure.rule == "statistic"]


@pytest.mark.parametrize("figure", STATISTICS, ids=lambda figure: figure.id)
def test_every_figure_passes_the_door_with_its_n(figure):
    safe = protect.statistic(figure, figure.measure(sources()))
    shown = safe.cells[safe.cells["status"] == SHOWN]
    assert len(shown)
    assert (shown["n"] >= 10).all()
    known = shown.dropna(subset=["lower", "upper"]) if "lower" in shown else shown
    if "lower" in shown:
        assert (known["lower"] <= known["value"]).all()
        assert (known["value"] <= known["upper"]).all()


def test_a_hundred_referrals_are_mostly_too_few_to_show():
    few = referrals().iloc[:100]
    of = prepared(sources_of(few))
    cells = by_place.by_personal_group(of, "send")
    shown = cells[cells["status"] == SHOWN]
    assert ((shown["value"] / 100 * shown["n"]) >= 10 - 1e-9).all()
    assert ((1 - shown["value"] / 100) * shown["n"] >= 10 - 1e-9).all()
    assert (cells["status"] == "too few to show").any()


def test_the_order_of_rows_never_matters_and_the_same_records_give_the_same_bytes():
    rows = referrals()
    mixed = rows.sample(frac=1, random_state=5)
    for figure in STATISTICS:
        if figure.id in ("camhs-seen-in-time", "camhs-send-ratio-by-place"):
            one, two, again = (
                protect.statistic(figure, figure.measure(sources_of(each))).cells.to_csv()
                for each in (rows, mixed, rows)
            )
            assert one == two == again


def test_every_place_group_and_clock_has_its_cell_whether_or_not_a_child_is_in_it():
    cells = by_place.by_personal_group(county(), "urgency")
    assert set(cells["urgency"]) == {
        TOTAL, "Emergency", "Very urgent", "Urgent", "Routine", "Not recorded",
    }  # fmt: skip
    assert cells.groupby("area").size().nunique() == 1


def test_each_figure_of_the_subject_has_a_question_limits_and_a_method():
    for figure in camhs_waits.FIGURES:
        assert figure.question.endswith("?")
        assert figure.limits
        assert figure.method or figure.kind == "count"


def test_groups_of_one_kind_of_place_do_not_overlap_and_leave_nobody_out():
    of = county()
    found = of.cohort(FIRST)
    for kind in ("district", "unitary", "ccg", "camhs_area", "locality"):
        sizes = [group.n for _, group in by_group(found, of.groups[kind]) if group is not None]
        assert sum(sizes) == len(found)


def test_the_edition_of_the_tests_is_the_default_one():
    assert EDITION.wait_weeks == 18
