"""The Written Statement of Action as data: what it holds, and what an earlier day knows of it."""

import csv
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from inspection import plan
from jsna.errors import DataError
from jsna.project import DATA, ROOT

NOW = date(2021, 8, 31)
SHARED = ROOT.parent / "shared" / "plan"


@pytest.fixture(scope="module")
def statement():
    return plan.read(NOW)


@pytest.fixture(scope="module")
def statement_2020():
    return plan.read(date(2020, 9, 30))


def test_the_statement_is_whole(statement):
    counts = {
        "areas": len(statement.areas),
        "groups": len(statement.working_groups),
        "priorities": len(statement.priority_areas),
        "actions": len(statement.actions),
        "numbers": len({action.ref for action in statement.actions}),
        "kpi rows": len(statement.kpis),
        "kpi refs": len({kpi.kpi_ref for kpi in statement.kpis}),
        "events": len(statement.events),
        "terms": len(statement.glossary),
    }
    assert counts == {
        "areas": 9,
        "groups": 6,
        "priorities": 24,
        "actions": 152,
        "numbers": 151,
        "kpi rows": 68,
        "kpi refs": 61,
        "events": 40,
        "terms": 78,
    }


def test_the_number_that_is_printed_twice_is_two_actions(statement):
    assert statement.action("6.1.5-1").summary.startswith("Train school governors")
    assert statement.action("6.1.5-2").summary.startswith("Hold area workshops")


def test_an_impossible_date_is_kept_as_printed_beside_our_reading(statement):
    action = statement.action("6.1.2a")
    assert (action.due_text, action.due_date) == ("31 November 2019", date(2019, 11, 30))


def test_increase_by_is_stored_as_what_it_comes_to(statement):
    local_offer = statement.kpi("WG3.1")
    assert local_offer.baseline_value == 62000
    assert local_offer.target_6m_text == "Increase by 10,000"
    assert local_offer.target_6m_value == 72000


def test_a_measure_printed_under_two_groups_stands_once_and_is_shown_under_both(statement):
    assert [kpi.row_id for kpi in statement.kpis_under(4) if kpi.wg_no != 4] == [
        "WG2.2-N",
        "WG2.2-S",
        "WG3.1",
    ]


def test_an_edition_of_2020_knows_nothing_of_2021(statement_2020):
    later = re.findall(r"January 2021|August 2021|early 2021", repr(statement_2020))
    assert later == []
    assert {item.document for item in statement_2020.progress} == {"newsletter-november-2019"}
    assert len(statement_2020.progress) == 19


def test_due_dates_ahead_are_known_from_the_start(statement_2020):
    assert statement_2020.action("4.5.5").due_date == date(2021, 7, 31)


def test_an_announced_event_is_planned_until_its_day(statement):
    events = {event.event_id: event for event in statement.events}
    assert events["E40"].planned(NOW)
    assert not events["E40"].planned(date(2023, 4, 1))
    assert not events["E33"].planned(NOW)


def test_what_is_reported_is_only_ever_reported(statement):
    assert {item.status for item in statement.progress} == {
        "reported as worked on",
        "reported as started",
    }


def test_every_group_answers_the_areas_that_name_it(statement):
    for area in statement.areas:
        group = next(one for one in statement.working_groups if one.wg_no == area.wg_no)
        assert area.area_no in group.area_nos


def test_every_table_has_a_description_and_every_description_a_table():
    tables = {path.stem for path in (DATA / "plan").glob("*.csv")}
    described = {path.stem for path in (DATA / "plan").glob("*.yaml")} - {"claims"}
    assert tables == described


def _broken(folder: Path, name: str, old: str, new: str) -> Path:
    shutil.copytree(DATA / "plan", folder / "plan")
    path = folder / "plan" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    description = path.with_suffix(".yaml")
    words = re.sub(r'sha256: ".*"', 'sha256: ""', description.read_text(encoding="utf-8"))
    description.write_text(words, encoding="utf-8")
    return folder / "plan"


def test_a_reference_to_nothing_is_refused_and_named(tmp_path):
    folder = _broken(tmp_path, "milestones.csv", "4.3.4,1", "4.3.9,1")
    with pytest.raises(DataError) as caught:
        plan.read(NOW, folder)
    assert caught.value.problems == ["milestones.csv names action 4.3.9, which is not listed"]


def test_an_area_that_does_not_exist_is_refused(tmp_path):
    folder = _broken(tmp_path, "areas.csv", "Services differ unfairly from place to place,2", "X,8")
    with pytest.raises(DataError, match="1 row"):
        plan.read(NOW, folder)


def test_a_changed_statement_is_refused_until_it_is_described_anew(tmp_path):
    shutil.copytree(DATA / "plan", tmp_path / "plan")
    path = tmp_path / "plan" / "actions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("80 more", "90 more"), "utf-8")
    with pytest.raises(DataError) as caught:
        plan.read(NOW, tmp_path / "plan")
    assert len(caught.value.problems) == 1
    assert "sha256 differs" in caught.value.problems[0]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/plan is not here to compare with")
def test_dates_and_values_are_those_of_the_shared_statement(statement):
    with (SHARED / "actions.csv").open(encoding="utf-8", newline="") as file:
        due = {row["uid"]: row["due_date"] for row in csv.DictReader(file)}
    ours = {one.uid: one.due_date.isoformat() if one.due_date else "" for one in statement.actions}
    assert ours == due
    with (SHARED / "kpis.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["row_id"]: row for row in csv.DictReader(file)}
    columns = (
        "baseline_value_1",
        "baseline_value_2",
        "target_6m_value",
        "target_12m_value",
        "target_18_24m_value",
    )
    for kpi in statement.kpis:
        values = (kpi.baseline_value, kpi.later_baseline_value, *kpi.targets)
        row = theirs[kpi.row_id]
        assert values == tuple(float(row[name]) if row[name] else None for name in columns)
