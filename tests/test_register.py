"""The plan as a register: what is dated, what is only reported, what is late and what waits."""

from datetime import date

import pandas as pd
import pytest
from small_plan import clean_plan

from inspection import plan, register, register_views
from inspection.plan_records import Chair, Progress
from inspection.register import Entry

NOW = date(2021, 8, 31)


def entry(recorded_on=date(2020, 6, 30), **other):
    values = {"action_uid": "1.1.1", "recorded_on": recorded_on, "status": "under_way"}
    return Entry(**(values | other))


def record(*log, as_of=NOW, progress=()):
    return register.register(clean_plan(as_of=as_of, progress=progress), log)[0]


def reported(status):
    return Progress(
        "D1", status, "Thing done", ("1.1.1",), (1,), "high", "", "statement", date(2021, 1, 31)
    )


def test_what_is_reported_as_worked_on_is_not_done():
    found = record(progress=(reported("reported as worked on"),))
    assert found.state == "reported as worked on"
    assert not found.done
    assert found.overdue


def test_an_action_is_implemented_only_by_a_dated_entry():
    assert record(entry(status="completed")).state == "completed"
    assert not record(entry(status="completed")).done
    done = record(entry(status="completed", implemented=date(2020, 5, 1)))
    assert (done.state, done.done, done.overdue_days) == ("implemented", True, 0)


def test_an_embedded_action_was_implemented_first():
    done = record(entry(implemented=date(2020, 1, 5), embedded=date(2020, 6, 1)))
    assert done.state == "embedded"


def test_the_log_of_a_later_day_is_not_known():
    early = date(2020, 1, 31)
    found = record(entry(implemented=date(2020, 1, 5)), as_of=early)
    assert (found.state, found.entries) == ("nothing reported", ())


def test_overdue_counts_from_the_date_in_force():
    assert record(as_of=date(2019, 10, 31)).overdue_days == 0
    assert record(as_of=date(2019, 11, 1)).overdue_days == 1
    moved = record(entry(due=date(2021, 8, 30)))
    assert (moved.overdue_days, moved.slipped_days) == (1, 669)


def test_a_replaced_action_is_not_overdue():
    assert not record(entry(status="replaced", changed_approach="Done by the new service")).overdue


def test_an_overdue_action_that_others_need_is_critical_at_once():
    first, second, third = register.register(clean_plan(as_of=date(2020, 2, 29)))
    assert first.needed_by == ("1.1.2",)
    assert first.critical
    assert second.overdue and not second.critical
    assert third.overdue_days == 29


def test_an_action_overdue_for_half_a_year_is_critical():
    day = date(2020, 5, 29)
    assert register.register(clean_plan(as_of=day))[1].overdue_days == 181
    assert register.register(clean_plan(as_of=day))[1].critical


def test_history_tells_each_change_with_its_day():
    found = record(
        entry(date(2020, 1, 31), due=date(2020, 3, 31), status="delayed", delay_reason="Winter"),
        entry(date(2020, 4, 30), owner_role="Director", implemented=date(2020, 4, 1)),
    )
    assert [(one.recorded_on, one.what, one.was, one.now) for one in found.history] == [
        (date(2020, 1, 31), "due", "2019-10-31", "2020-03-31"),
        (date(2020, 1, 31), "status", "", "delayed"),
        (date(2020, 4, 30), "lead", "Senior Manager", "Director"),
        (date(2020, 4, 30), "status", "delayed", "under_way"),
        (date(2020, 4, 30), "implemented", "", "2020-04-01"),
    ]
    assert found.delay_reason == "Winter"


def test_what_cannot_be_so_in_a_log_is_listed():
    log = [
        entry(action_uid="9.9.9"),
        entry(implemented=date(2020, 7, 1)),
        entry(approved=date(2020, 3, 1), implemented=date(2020, 2, 1)),
        entry(embedded=date(2020, 2, 1)),
        entry(implemented=date(2020, 3, 1), embedded=date(2020, 2, 1)),
        entry(status="completed"),
        entry(status="delayed"),
        entry(status="delayed", delay_reason="Winter"),
    ]
    assert [line.split(": ", 1)[1] for line in register.contradictions(clean_plan(), log)] == [
        "the statement has no such action",
        "implemented on 2020-07-01, after the day it was recorded",
        "implemented before it was approved",
        "embedded and never implemented",
        "embedded before it was implemented",
        "completed, with no day on which it was implemented",
        "delayed, and no reason is given",
    ]


def test_made_up_entries_mark_the_record_and_its_view():
    found = record(entry(made_up=True))
    assert found.made_up
    assert register_views.view("all", [found]).made_up


def test_the_extract_is_read_with_its_empty_cells():
    frame = pd.DataFrame(
        {
            "action_ref": ["1.1.1"],
            "recorded_on": [pd.Timestamp("2020-06-30")],
            "status": ["under_way"],
            "due": [pd.NaT],
            "approved": ["2020-02-01"],
            "implemented": [None],
            "embedded": [pd.NaT],
            "owner_role": [float("nan")],
            "delay_reason": [""],
            "changed_approach": [None],
        }
    )
    (found,) = register.entries(frame.to_dict("records"), made_up=True)
    assert found == entry(approved=date(2020, 2, 1), made_up=True)


@pytest.fixture(scope="module")
def real():
    return plan.read(NOW)


def test_nothing_in_public_papers_is_implemented(real):
    records = register.register(real)
    assert {one.state for one in records} == {
        "reported as worked on",
        "reported as started",
        "nothing reported",
    }
    whole = register_views.view("all", records)
    assert (whole.actions, whole.undated, whole.due_by_now, whole.overdue) == (152, 1, 151, 151)
    assert whole.unlogged == 152


def test_views_of_groups_hold_every_action_once(real):
    views = register_views.by_group(real, register.register(real))
    assert [one.actions for one in views] == [12, 30, 24, 39, 23, 24]


def test_areas_share_actions(real):
    views = register_views.by_area(real, register.register(real))
    assert len(views) == 9
    assert sum(one.actions for one in views) > 152


def test_a_change_of_chair_is_known_from_the_later_paper(real):
    assert [one.wg_no for one in register_views.chair_changes(real)] == [1, 2, 3, 5, 6]
    assert register_views.chair_changes(plan.read(date(2020, 9, 30))) == ()
    same = clean_plan(
        chairs=(
            Chair(1, "Director", "statement", date(2019, 10, 7)),
            Chair(1, "Director", "statement", date(2020, 10, 7)),
        )
    )
    assert register_views.chair_changes(same) == ()
