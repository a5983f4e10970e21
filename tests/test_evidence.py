"""What evidence is worth on a day, what we could hand over, and the ten days after the call."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from inspection import call_day, evidence, frozen, plan, requests
from inspection.evidence import Evidence
from inspection.paper import Table
from inspection.requests import Request
from inspection.working_days import bank_holidays, working_days_after
from jsna.errors import DataError

NOW = date(2021, 8, 31)


def piece(**other):
    values = {
        "evidence_id": "survey",
        "title": "Survey of parents",
        "form": "feedback",
        "kind": "impact",
        "area_nos": (4,),
        "places": (),
        "bears": "for",
        "says": "More parents trust the services.",
        "voice": "parents",
        "independent": True,
        "answers": 200,
        "owner_role": "Communications Business Partner",
        "effective_on": date(2021, 6, 30),
        "filed_on": date(2021, 8, 1),
        "age_limit_days": 365,
        "document": "",
        "action_uids": (),
        "row_ids": (),
        "consent": "not needed",
        "known_on": date(2021, 8, 1),
    }
    return Evidence(**(values | other))


@pytest.mark.parametrize(
    ("change", "strength"),
    [
        ({}, "strong"),
        ({"answers": 29}, "moderate"),
        ({"answers": 30}, "strong"),
        ({"form": "external review", "answers": None}, "strong"),
        ({"kind": "output"}, "moderate"),
        ({"independent": False}, "moderate"),
        ({"independent": False, "answers": None}, "weak"),
        ({"independent": False, "answers": 12}, "weak"),
        ({"effective_on": date(2020, 8, 31)}, "strong"),
        ({"effective_on": date(2020, 8, 30)}, "out of date"),
        ({"effective_on": date(2011, 1, 1), "age_limit_days": None}, "strong"),
        ({"consent": "given"}, "strong"),
        ({"consent": "asked"}, "may not be used"),
        ({"consent": "withdrawn"}, "may not be used"),
    ],
)
def test_the_strength_of_a_piece_follows_its_rule(change, strength):
    assert piece(**change).strength(NOW) == strength


def test_age_counts_from_when_it_was_true_and_not_from_filing():
    old = piece(effective_on=date(2020, 1, 1), filed_on=NOW)
    assert old.strength(NOW) == "out of date"


@pytest.fixture(scope="module")
def register():
    return evidence.read(NOW, plan=plan.read(NOW))


def test_no_public_paper_shows_impact_for_any_area(register):
    shows = [one for one in register.values() if one.kind == "impact" and one.bears == "for"]
    assert shows == []


def test_what_the_programme_says_of_itself_is_weak(register):
    own = {
        one.evidence_id: one.strength(NOW)
        for one in register.values()
        if not one.independent and one.answers is None and one.usable(NOW)
    }
    assert set(own.values()) == {"weak"}
    assert "alternative-places" in own


def test_every_area_has_the_inspectors_against_it(register):
    for number in range(1, 10):
        ours = evidence.for_area(register, number)
        assert ours[-1].evidence_id == "area-inspection"


def test_an_edition_of_2020_holds_no_evidence_of_2021():
    early = evidence.read(date(2020, 9, 30))
    assert "dashboard" not in early
    assert {one.document for one in early.values()} == {
        "inspection-march-2019",
        "statement-october-2019",
        "newsletter-november-2019",
    }


def test_a_reference_of_evidence_to_nothing_is_named():
    lost = piece(action_uids=("9.9.9",), row_ids=("WG9.9",), area_nos=(4, 12), document="x")
    assert evidence.problems({"survey": lost}, plan.read(NOW)) == [
        "'survey' names area 12, which is not listed",
        "'survey' names action 9.9.9, which is not listed",
        "'survey' names KPI row WG9.9, which is not listed",
        "'survey' names paper x, which is not listed",
    ]


def request(**other):
    values = {
        "item_no": "R1",
        "item": "Surveys",
        "why": "trust",
        "area_nos": (4,),
        "form": "feedback",
        "owner_role": "Communications Business Partner",
        "evidence_ids": ("survey",),
        "age_limit_days": 100,
        "days_needed": 4,
    }
    return Request(**(values | other))


def held(on=NOW, change=None, **wanted):
    return requests.answers([request(**wanted)], {"survey": piece(**(change or {}))}, on)[0]


def test_a_request_is_held_until_its_age_limit():
    assert held(date(2021, 10, 8)).held == "have"
    late = held(date(2021, 10, 9))
    assert (late.held, late.age_days) == ("too old", 101)


def test_a_piece_without_consent_leaves_a_gap():
    assert held(change={"consent": "asked"}).held == "gap"


def test_a_piece_that_was_not_known_yet_leaves_a_gap():
    assert held(date(2021, 7, 31)).held == "gap"


def test_a_request_for_unknown_evidence_is_refused():
    with pytest.raises(DataError) as caught:
        requests.answers([request(evidence_ids=("nothing",))], {}, NOW)
    assert caught.value.problems == ["R1 names evidence 'nothing', which is not in the register"]


def test_the_request_list_names_what_is_hardest(register):
    found = requests.answers(requests.read(), register, NOW)
    assert 28 <= len(found) <= 34
    gaps = " ".join(one.request.item for one in found if one.held == "gap")
    for word in ("Tribunal", "Mediation", "Personal budgets", "Seldom-heard"):
        assert word in gaps


def test_bank_holidays_are_those_of_england():
    assert sorted(bank_holidays(2021)) == [
        date(2021, 1, 1),
        date(2021, 4, 2),
        date(2021, 4, 5),
        date(2021, 5, 3),
        date(2021, 5, 31),
        date(2021, 8, 30),
        date(2021, 12, 27),
        date(2021, 12, 28),
    ]
    assert date(2020, 5, 8) in bank_holidays(2020)
    assert date(2020, 5, 4) not in bank_holidays(2020)
    assert {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)} < bank_holidays(2022)
    assert date(2022, 1, 3) in bank_holidays(2022)


def test_ten_working_days_skip_weekends_and_holidays():
    days = working_days_after(date(2021, 8, 26), 3)
    assert days == (date(2021, 8, 27), date(2021, 8, 31), date(2021, 9, 1))
    assert working_days_after(date(2021, 12, 23), 2) == (date(2021, 12, 24), date(2021, 12, 29))


def test_the_visit_begins_after_ten_working_days():
    found = call_day.countdown(date(2021, 9, 6), [held()])
    assert (found.days[0], found.days[-1]) == (date(2021, 9, 7), date(2021, 9, 20))
    assert found.visit == date(2021, 9, 21)


def test_a_gap_is_due_when_its_owner_can_have_made_it():
    found = call_day.countdown(date(2021, 9, 6), [held(change={"consent": "asked"})])
    task = next(one for one in found.tasks if one.item_no == "R1")
    assert (task.day_no, task.due, task.what) == (4, date(2021, 9, 10), "make: Surveys")
    assert task.owner_role == "Communications Business Partner"


def test_what_needs_more_than_the_notice_is_named():
    gap = held(change={"consent": "asked"}, days_needed=15)
    found = call_day.countdown(date(2021, 9, 6), [gap])
    assert [task.what for task in found.cannot_be_ready] == ["make: Surveys"]
    assert "Cannot be ready in time: make: Surveys" in call_day.main_text(found)


def test_the_printed_countdown_counts_what_is_held(register):
    found = call_day.countdown(NOW, requests.answers(requests.read(), register, NOW))
    text = call_day.main_text(found)
    assert text.startswith("Call on 31 August 2021; the visit begins on 15 September 2021.")
    assert text.count("\nDay ") == 10


def frozen_folder(tmp_path):
    paper = tmp_path / "survey of parents.txt"
    paper.write_text("trust", encoding="utf-8")
    found = call_day.countdown(date(2021, 9, 6), [held(), held(evidence_ids=())])
    files = {"survey": paper, "other": paper}
    return found, files, frozen.freeze(found, tmp_path / "frozen", files, {"board.txt": paper})


def test_the_frozen_folder_holds_files_and_their_checksums_once(tmp_path):
    found, files, folder = frozen_folder(tmp_path)
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["file"] == "evidence/survey.txt"
    assert rows[0]["sha256"] == ("f796e2f28ae5811737ccb8233f34e09f8bb75d2511a135543d1ca37be0199a1d")
    assert (rows[1]["held"], rows[1]["file"]) == ("gap", "")
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == [
        "board.txt",
        "call-day.docx",
        "call-day.html",
        "checksums.sha256",
        "manifest.csv",
        "survey.txt",
    ]
    assert frozen.unused(found, files) == ("survey of parents.txt",)
    with pytest.raises(DataError) as caught:
        frozen.freeze(found, folder, files)
    assert caught.value.problems == [
        "frozen is there already: a frozen folder is never written over"
    ]


def test_a_frozen_folder_tells_what_is_no_longer_as_it_was(tmp_path):
    _, _, folder = frozen_folder(tmp_path)
    assert frozen.changed(folder) == []
    (folder / "evidence" / "survey.txt").write_text("more trust", encoding="utf-8")
    (folder / "papers" / "board.txt").unlink()
    (folder / "later.txt").write_text("late", encoding="utf-8")
    assert frozen.changed(folder) == [
        "evidence/survey.txt was changed",
        "later.txt was added",
        "papers/board.txt is gone",
    ]


def test_the_checksums_are_those_that_any_tool_can_check(tmp_path):
    _, _, folder = frozen_folder(tmp_path)
    lines = (folder / "checksums.sha256").read_text(encoding="utf-8").splitlines()
    assert (
        "f796e2f28ae5811737ccb8233f34e09f8bb75d2511a135543d1ca37be0199a1d  evidence/survey.txt"
        in lines
    )
    assert len(lines) == 5


def test_a_file_that_is_not_there_stops_the_freeze(tmp_path):
    found = call_day.countdown(date(2021, 9, 6), [held()])
    with pytest.raises(DataError, match="there is no file gone"):
        frozen.freeze(found, tmp_path / "frozen", {"survey": tmp_path / "gone.txt"})
    assert list(tmp_path.iterdir()) == []


def test_the_countdown_as_a_paper_tells_each_owner_what_is_due(register):
    paper = call_day.paper(
        call_day.countdown(
            date(2021, 9, 6), requests.answers(requests.read(), register, date(2021, 9, 6))
        )
    )
    tables = {block.caption: block for _, block in paper.blocks() if isinstance(block, Table)}
    days = [row.cells[0] for row in tables["What is due on which day"].rows]
    assert days[0] == "Day 1, Tuesday 7 September 2021"
    assert days[-1] == "Day 10, Monday 20 September 2021"
    assert len(tables["The request list on the day of the call"].rows) == 32
    owners = [row.cells[0] for row in tables["Each owner's tasks"].rows]
    assert owners[:2] == ["SEND Partnership Strategic Lead", "Senior Manager Inclusion, CCC"]
    assert len(owners) == len(set(owners))


def extract_row(**other):
    values = {
        "evidence_id": "E0001",
        "title": "Story of a move to college",
        "kind": "impact",
        "form": "case_study",
        "owner_role": "Partner",
        "effective_date": date(2020, 9, 1),
        "filed_date": float("nan"),
        "age_limit_months": 12,
        "area_nos": "8;9",
        "action_refs": "4.4.2",
        "kpi_refs": float("nan"),
        "place": "Copeland",
        "consent_recorded": "Y",
        "location": "folder",
    }
    return values | other


def test_the_extract_s_evidence_keeps_its_dates_areas_and_consent():
    (one,) = evidence.from_extract([extract_row()], made_up=True).values()
    assert (one.area_nos, one.places, one.row_ids) == ((8, 9), ("Copeland",), ())
    assert (one.effective_on, one.known_on, one.made_up) == (
        date(2020, 9, 1),
        date(2020, 9, 1),
        True,
    )
    assert one.expires() == date(2021, 9, 1)
    assert (one.consent, one.bears) == ("given", "neither")


def test_the_extract_s_story_without_consent_is_not_used():
    rows = [extract_row(consent_recorded="N"), extract_row(evidence_id="E2", form="data")]
    story, data = evidence.from_extract(rows, made_up=True).values()
    assert story.strength(date(2021, 1, 1)) == "may not be used"
    assert (data.form, data.consent) == ("document", "not needed")


def test_case_studies_of_families_need_consent():
    story = replace(piece(), form="case study", consent="asked")
    assert not story.usable(NOW)
