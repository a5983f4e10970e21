"""Each rule finds the slip it is there for, names its row, and is silent on a clean county."""

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from intake_county import SETTINGS, Rows, clean
from intake_slips import SLIPS, Slip, plant

from jsna.intake.accept import Intake, accept
from jsna.intake.extracts import extracts
from jsna.intake.headers import plain
from jsna.intake.raw import RawTable
from jsna.intake.rules import BY_CODE, RULES, SETS_ASIDE
from jsna.intake.rules.rule import age_on


def raw(name: str, records: list[dict[str, object]]) -> RawTable:
    """Return the rows of an extract as a reader would: row 2 is the first below the header."""
    columns = extracts()[name].column_names
    cells = tuple(
        pa.chunked_array([pa.array([str(row.get(c, "")) for row in records], pa.string())])
        for c in columns
    )
    numbers = np.arange(2, 2 + len(records), dtype=np.int64)
    return RawTable(f"{name}.csv", "", columns, cells, numbers, extract=name)


def accepted(rows: Rows) -> Intake:
    return accept(((raw(name, records), name) for name, records in rows.items()), SETTINGS)


@pytest.fixture(scope="module")
def silent() -> Intake:
    return accepted(clean())


def test_a_clean_county_raises_no_alarm_and_loses_no_row(silent):
    assert silent.findings.empty
    assert silent.files["set_aside"].sum() == 0
    assert silent.not_run == ()


def test_every_rule_was_run_on_the_clean_county(silent):
    assert set(silent.accepted) == set(extracts())


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.code}-{slip.extract}")
def test_a_slip_is_found_with_its_file_row_and_code(slip: Slip):
    needs = {slip.extract, *BY_CODE[slip.code].needs}
    rows = clean()
    place = plant(rows, slip, 3)
    rows = {name: rows[name] for name in rows if name in needs}
    found = accepted(rows).findings
    hit = found[(found["code"] == slip.code) & (found["file"] == f"{slip.extract}.csv")]
    assert place + 2 in hit["row"].tolist()
    assert (hit["severity"] == BY_CODE[slip.code].severity).all()


def test_every_rule_on_rows_has_a_slip():
    on_rows = {rule.code for rule in RULES if rule.broken is not None}
    assert on_rows - {slip.code for slip in SLIPS} == set()


def test_there_are_at_least_eighty_rules_and_each_code_is_used_once():
    codes = [rule.code for rule in RULES]
    assert len(codes) >= 80
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_is_wrong_in_words(rule):
    assert len(rule.message.split()) >= 3
    assert not rule.message.endswith(".")
    assert rule.code == rule.code.upper()
    if rule.extract:
        assert set(rule.fields) <= set(extracts()[rule.extract].column_names)


def test_rows_set_aside_and_rows_warned_of_are_kept_apart():
    rows = clean()
    plant(rows, Slip("PUP-SUBSIDIARY", "pupils", {"enrolment_status": "S"}), 2)
    plant(rows, Slip("PUP-NSA-PLAN", "pupils", {"primary_need": "NSA"}), 4)
    intake = accepted(rows)
    assert intake.set_aside["code"].tolist() == ["PUP-SUBSIDIARY"]
    assert intake.warned["code"].tolist() == ["PUP-NSA-PLAN"]
    assert len(intake.accepted["pupils"]) == 11


def test_a_finding_never_holds_a_value_of_the_row():
    rows = clean()
    for slip in SLIPS:
        if not slip.copy and slip.also is None:
            plant(rows, slip, 3)
    found = accepted(rows).findings
    personal = {"P0003", "H0003", "T0003", "E01000001", "CA1 9ZZ", "9990000011", "2001-01-01"}
    text = found.to_csv()
    assert len(found) > 90
    assert [word for word in personal if word in text] == []


def test_a_plan_set_aside_does_not_make_orphans_of_its_placements():
    rows = clean()
    rows["ehc_plans"][3]["sex"] = ""
    found = accepted(rows).findings
    assert found["code"].tolist() == ["VALUE-MISSING"]


def test_a_rule_that_needs_an_extract_that_did_not_come_is_listed_as_not_run():
    rows = {"pupils": clean()["pupils"]}
    not_run = dict(accepted(rows).not_run)
    assert not_run["PUP-SCHOOL-UNKNOWN"] == "`schools` was not received"
    assert not_run["PUP-PLAN-UNKNOWN"] == "`ehc_plans` was not received"


def test_the_place_rules_say_that_they_were_not_run_when_the_area_pack_has_no_lookup():
    raws = [(raw("pupils", clean()["pupils"]), "x")]
    intake = accept(raws, SETTINGS.but(lsoa_districts={}))
    assert ("PLACE-LSOA", "the area pack gives no lsoa_districts") in intake.not_run


def test_the_26th_birthday_is_the_first_day_that_is_too_old():
    born = pd.Series(pd.to_datetime(["1995-04-01", "1995-04-02", "2004-02-29"]))
    assert age_on(born, pd.Timestamp("2021-04-01")).tolist() == [26, 25, 17]
    assert age_on(born, pd.Timestamp("2021-03-01")).tolist() == [25, 25, 17]


def test_a_direct_payment_for_a_young_adult_is_no_alarm():
    rows = clean()
    rows["short_breaks"][3] |= {
        "date_of_birth": date(1996, 5, 1), "service": "direct_payment", "direct_payment": "Y",
        "site_id": "",
    }  # fmt: skip
    assert accepted(rows).findings.empty


def test_what_was_not_received_names_each_sender_with_what_needs_it():
    rows = clean()
    rows["camhs_referrals"] = [r for r in rows["camhs_referrals"] if r["provider"] == "CNTW"]
    del rows["post_box"]
    missing = accepted(rows).not_received
    assert missing[["extract", "sender", "state"]].to_numpy().tolist() == [
        ["camhs_referrals", "LSCFT", "not received"],
        ["post_box", "council", "not received"],
    ]


def test_severity_of_what_readers_find_is_never_a_warning_for_a_lost_row():
    assert all(rule.severity == SETS_ASIDE for rule in RULES if rule.code.startswith("READ-"))


def test_plain_words_compare_without_case_and_punctuation():
    assert plain("First_Contact Date.") == "firstcontactdate"
