"""Where a measure stands: targets as dates, the rule in its order, signs that deceive, returns."""

from dataclasses import replace
from datetime import date

import pytest
from small_plan import clean_plan, kpi

from inspection import kpis, plan, published_readings
from inspection.kpis import Measure
from inspection.periods import months_after, period_end
from inspection.readings import Reading
from inspection.returns import schedule, schedules
from inspection.trajectory import trajectory
from jsna.errors import FigureError

APPROVED = date(2019, 10, 18)
NOW = date(2021, 8, 31)


def measure(row_id="WG1.1", **other):
    values = {
        "row_id": row_id,
        "measure": row_id.lower(),
        "sense": "increase",
        "shows": "impact",
        "sign": "",
        "collected": "audits",
        "figure_id": "audits-good",
        "where": "",
        "column": "",
        "not_assessed": (),
        "why_not_assessed": "",
        "frequency": "monthly",
        "first_return": date(2019, 12, 31),
        "owner_role": "Senior Manager",
        "schedule": "plan",
    }
    return Measure(**(values | other))


def reading(value, period="June 2021", **other):
    return Reading(value, unit="%", period=period, figure_id="audits-good", **other)


def standing(*readings, as_of=NOW, change=None, **counted):
    row = kpi("WG1.1", **(change or {}))
    small = clean_plan(as_of=as_of, kpis=(row,))
    made = kpis.register(small, {"WG1.1": measure(**counted)}, {"WG1.1": readings}, APPROVED)
    return made[0]


def test_targets_run_from_approval():
    points = kpis.targets(kpi(), APPROVED)
    assert [(point.label, point.opens, point.due, point.value) for point in points] == [
        ("6 months", date(2020, 4, 18), date(2020, 4, 18), 50.0),
        ("12 months", date(2020, 10, 18), date(2020, 10, 18), 60.0),
        ("18 to 24 months", date(2021, 4, 18), date(2021, 10, 18), 70.0),
    ]


def test_a_value_at_the_last_due_target_is_met():
    found = standing(reading(60.0))
    assert (found.status, found.judged.gap) == ("met", 0.0)
    assert found.reason == "60% in June 2021 against 60% due 18 October 2020"


def test_a_value_below_the_last_due_target_is_not_on_track():
    assert standing(reading(59.9)).status == "not on track"


def test_a_later_target_is_not_asked_for_before_its_day():
    assert standing(reading(65.0)).status == "met"
    assert standing(reading(65.0, "September 2021"), as_of=date(2021, 10, 18)).status == (
        "not on track"
    )


def test_before_any_target_is_due_the_line_from_the_baseline_decides():
    early = date(2020, 2, 29)
    on_the_line = 40 + 10 * (date(2020, 1, 31) - APPROVED).days / 183
    assert standing(reading(on_the_line + 0.1, "January 2020"), as_of=early).status == "on track"
    assert standing(reading(on_the_line - 0.1, "January 2020"), as_of=early).status == (
        "not on track"
    )


def test_before_any_target_is_due_and_without_a_baseline_nobody_can_tell():
    found = standing(
        reading(45.0, "January 2020"), as_of=date(2020, 2, 29), change={"baseline_value": None}
    )
    assert found.status == "cannot tell yet"
    assert "no baseline to draw a line from" in found.reason


def test_less_is_better_where_it_should_fall():
    falling = {"direction": "reduce", "baseline_value": 80.0}
    assert standing(reading(55.0), change=falling, sense="reduce").status == "met"
    assert standing(reading(65.0), change=falling, sense="reduce").status == "not on track"
    assert standing(reading(55.0), change=falling, sense="reduce variation").status == "met"


def test_maintaining_is_met_at_the_baseline():
    stays = {"target_6m_value": None, "target_12m_value": 40.0, "target_18_24m_value": None}
    assert standing(reading(40.0), change=stays, sense="maintain").status == "met"
    assert standing(reading(39.0), change=stays, sense="maintain").status == "not on track"


def test_a_task_has_no_target_to_stand_against():
    found = standing(reading(60.0), sense="not a measure", sign="a task")
    assert (found.status, found.reason) == ("no target", "a task")


def test_a_target_without_numbers_is_no_target():
    bare = {
        "target_6m_value": None,
        "target_12m_value": None,
        "target_18_24m_value": None,
        "target_12m_text": "Target reviewed",
        "baseline_value": None,
        "baseline_due": date(2019, 12, 31),
    }
    found = standing(reading(60.0), change=bare)
    assert found.status == "no target"
    assert found.reason == (
        "no number was agreed ('Target reviewed'); the baseline promised by 31 December 2019 is "
        "not in any paper we hold"
    )


def test_so_many_more_than_nobody_knows_what_cannot_be_told():
    unknown = {"target_basis": "increment on an unknown baseline", "baseline_value": None}
    found = standing(reading(80.0), change=unknown)
    assert found.status == "cannot tell yet"


def test_a_value_from_before_the_plan_says_nothing_of_it():
    found = standing(reading(99.0, "2018/19"))
    assert found.status == "cannot tell yet"
    assert found.reason == (
        "the newest value, 2018/19, is from before 18 October 2019: it says nothing of the plan"
    )


def test_cancelled_assessments_are_not_assessed_whatever_was_printed():
    found = standing(
        reading(34.1, "2018/19"),
        reading(95.0, "2019/20"),
        not_assessed=("2019/20", "2020/21"),
        why_not_assessed="assessments were cancelled in 2020 and 2021",
    )
    assert found.status == "cannot tell yet"
    assert found.reason.startswith("not assessed: assessments were cancelled in 2020 and 2021")


def test_a_value_on_few_children_is_not_judged():
    assert standing(reading(60.0, n=9)).status == "cannot tell yet"
    assert standing(reading(60.0, n=10)).status == "met"


def test_an_old_value_cannot_miss_a_target():
    assert standing(reading(59.0, "November 2019")).status == "cannot tell yet"


def test_chance_is_said_where_the_interval_holds_the_target():
    found = standing(reading(61.0, lower=55.0, upper=67.0))
    assert found.status == "met"
    assert "chance alone could explain the difference" in found.reason


def test_a_perverse_sign_is_said_with_the_status():
    found = standing(
        reading(55.0),
        change={"direction": "reduce", "baseline_value": 80.0},
        sense="reduce",
        sign="a falling count may be falling recording",
    )
    assert found.reason.endswith("a falling count may be falling recording")


def test_a_withheld_value_is_never_taken_for_nought():
    found = standing(Reading(None, period="June 2021", status="too few to show"))
    assert (found.status, found.latest) == ("cannot tell yet", None)


def test_made_up_travels_to_the_standing():
    assert standing(reading(60.0, made_up=True)).made_up
    assert not standing(reading(60.0)).made_up


@pytest.mark.parametrize(
    ("values", "way"),
    [
        ([(40, "2018/19"), (60, "June 2021")], "better"),
        ([(60, "2018/19"), (40, "June 2021")], "worse"),
        ([(40, "2018/19"), (40, "June 2021")], "no clear change"),
        ([(30, "2017/18"), (40, "2018/19")], "no value since the plan"),
        ([(40, "June 2021")], "one value only"),
    ],
)
def test_travel_is_told_from_the_last_value_before_the_plan(values, way):
    assert standing(*(reading(value, period) for value, period in values)).travel == way


def test_travel_within_the_noise_of_both_intervals_is_no_clear_change():
    start = reading(40.0, "2018/19", lower=34.0, upper=46.0)
    inside = reading(48.0, lower=42.0, upper=54.0)
    beyond = reading(49.0, lower=43.0, upper=55.0)
    assert standing(start, inside).travel == "no clear change"
    assert standing(start, beyond).travel == "better"


@pytest.fixture(scope="module")
def real():
    statement, measures = plan.read(NOW), kpis.read_measures()
    readings = published_readings.kpi_readings(measures, NOW)
    return {one.kpi.row_id: one for one in kpis.register(statement, measures, readings, APPROVED)}


def test_every_kpi_row_says_how_it_is_counted():
    statement, measures = plan.read(NOW), kpis.read_measures()
    assert [row.row_id for row in statement.kpis] == list(measures)


def test_the_real_register_on_published_figures_alone(real):
    assert kpis.tally(tuple(real.values())) == {
        "met": 1,
        "on track": 0,
        "not on track": 0,
        "cannot tell yet": 33,
        "no target": 34,
    }
    assert real["WG6.19"].reason.startswith("45.6% in 2019/20 against 38% due 18 October 2020")


def test_attainment_targets_were_not_assessed(real):
    for row_id in ("WG6.8", "WG6.9", "WG6.13", "WG6.16", "WG6.17", "WG6.18"):
        assert real[row_id].status == "cannot tell yet"
    assert real["WG6.8"].latest.value == 22.0
    assert "grades were given by teachers" in real["WG6.17"].reason


def test_key_stage_2_in_2019_is_213_of_799(real):
    latest = real["WG6.12"].latest
    assert (round(latest.value, 2), latest.n, latest.period) == (26.66, 799.0, "2018/19")
    assert (round(latest.lower, 1), round(latest.upper, 1)) == (23.7, 29.8)


def test_a_shared_measure_is_one_entry_shown_under_both_groups(real):
    shown = kpis.under(tuple(real.values()), 4)
    assert sum(one.kpi.row_id == "WG3.1" for one in shown) == 1
    assert real["WG3.1"] in kpis.under(tuple(real.values()), 3)
    assert real["WG3.1"] in shown


def test_an_edition_of_2020_has_no_age_19_result_of_2020():
    early = date(2020, 9, 30)
    readings = published_readings.kpi_readings(kpis.read_measures(), early)
    assert [one.period for one in readings["WG6.19"]][-1] == "2018/19"


def test_a_published_cell_that_is_not_there_is_refused_with_what_there_is():
    look = published_readings.lookup(NOW)
    with pytest.raises(FigureError) as caught:
        look("published/timeliness", area="Cumbria", reading="with exception cases", period="2021")
    assert caught.value.problems[0].startswith("as of 2021-08-31 it has no period '2021'; it has ")


def test_a_cell_that_is_not_one_is_refused():
    with pytest.raises(FigureError, match="name more dimensions"):
        published_readings.series("published/timeliness", {"area": "Cumbria"}, NOW)


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2018/19", date(2019, 8, 31)),
        ("2019-20", date(2020, 3, 31)),
        ("2020", date(2020, 12, 31)),
        ("mid-2020", date(2020, 6, 30)),
        ("January 2015 to January 2021", date(2021, 1, 31)),
        ("2021-03", date(2021, 3, 31)),
        ("2019 provisional", date(2019, 12, 31)),
        ("date not printed", None),
    ],
)
def test_a_period_ends_when_it_does(period, end):
    assert period_end(period) == end


def test_a_month_later_than_the_31st_is_the_last_of_the_month():
    assert months_after(date(2019, 12, 31), 2) == date(2020, 2, 29)


def test_returns_that_never_came_are_overdue_from_the_first():
    found = schedule(measure(frequency="quarterly"), date(2020, 7, 31))
    assert found.due == (date(2019, 12, 31), date(2020, 3, 31), date(2020, 6, 30))
    assert found.missed == found.due
    assert (found.overdue, found.never_came, found.next_due) == (True, True, date(2020, 9, 30))


def test_a_late_return_counts_until_the_next_is_due():
    counted = measure(frequency="quarterly")
    found = schedule(counted, date(2020, 7, 31), (date(2020, 2, 10), date(2020, 6, 25)))
    assert found.missed == ()
    assert not found.overdue


def test_a_return_of_the_future_is_not_known():
    found = schedule(measure(frequency="once"), date(2020, 1, 31), (date(2020, 2, 1),))
    assert (found.received, found.overdue, found.next_due) == ((), True, None)


def test_the_longest_overdue_stand_first():
    ours = {
        "A": measure("A", first_return=date(2020, 6, 30)),
        "B": measure("B", first_return=date(2019, 12, 31)),
        "C": measure("C", sense="not a measure"),
    }
    found = schedules(ours, date(2020, 7, 15), {"B": [date(2020, 1, 5)]})
    assert [one.row_id for one in found] == ["B", "A"]
    assert replace(found[0], received=()).never_came


def monthly(values, start=date(2020, 1, 31)):
    months = [months_after(start, place) for place in range(len(values))]
    return tuple(
        reading(value, f"{month:%B %Y}") for value, month in zip(values, months, strict=True)
    )


STEADY = (50.0, 52.0, 49.0, 51.0, 50.0, 48.0, 51.0, 50.0, 49.0, 52.0, 50.0, 51.0)


def test_eleven_values_tell_no_change_from_noise():
    found = trajectory(standing(*monthly(STEADY[:11])))
    assert found.chart is None
    assert found.sentence == (
        "WG1.1 has 11 values; 12 values are needed to tell a change from noise."
    )


def test_a_steady_measure_moves_within_its_ups_and_downs():
    found = trajectory(standing(*monthly((*STEADY, 50.0, 49.0, 51.0))))
    assert found.sentence == "WG1.1 moves within its usual ups and downs."


def test_a_last_value_far_off_is_a_change_and_its_side_says_which():
    values = (*STEADY, 50.0, 49.0, 70.0)
    assert "for the better" in trajectory(standing(*monthly(values))).sentence
    assert "for the worse" in trajectory(standing(*monthly(values), sense="reduce")).sentence
    assert "is higher than" in trajectory(standing(*monthly(values), sense="volume only")).sentence


def test_limits_start_anew_at_a_documented_change():
    values = (*STEADY[:6], *(value + 30 for value in STEADY[:9]))
    found = trajectory(standing(*monthly(values)), [date(2020, 6, 30)])
    assert {round(float(mean)) for mean in found.chart.mean} == {50, 80}
    assert set(found.chart.rules) == {"common cause"}


def test_a_trajectory_of_made_up_values_says_so():
    values = tuple(replace(one, made_up=True) for one in monthly(STEADY))
    assert trajectory(standing(*values)).made_up
