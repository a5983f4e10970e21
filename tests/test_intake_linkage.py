"""An NHS number is checked, hashed at the door, and never seen again."""

import stat
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_county import SETTINGS, clean, nhs_number, write, write_csv

from jsna.errors import ParamError
from jsna.intake import letters, linkage, quarantine, reading, report
from jsna.project import ROOT

STRONG = "4f1c9e0a7bd2683e5f90c1ab47de2f6835b0c9d1e2a47f86930bdc5e1a2f7084"


def door(*numbers: str) -> tuple[list[object], list[str]]:
    keys, status = linkage.at_the_door(pa.chunked_array([list(numbers)]), STRONG.encode())
    return [None if pd.isna(key) else key for key in keys], status.tolist()


def real(path: Path | None):  # type: ignore[no-untyped-def]
    return SETTINGS.but(made_up=False, linkage_key_file=path)


def key_file(folder: Path, text: str) -> Path:
    path = folder / "linkage.key"
    path.write_text(text, encoding="utf-8")
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return path


def test_the_worked_example_of_the_data_dictionary_is_valid():
    assert door("9434765919")[1] == ["valid"]


def test_spaces_and_hyphens_do_not_matter():
    keys, _ = door("943 476 5919", "943-476-5919", "9434765919")
    assert len(set(keys)) == 1


@pytest.mark.parametrize(
    "number",
    ["9434765918", "0000000000", "1111111111", "943476591", "94347659190", "94347659l9", "c"],
)
def test_what_is_no_nhs_number_gets_no_key(number):
    assert door(number) == ([None], ["failed the check"])


def test_a_blank_is_missing_not_wrong():
    assert door("", " ") == ([None, None], ["missing", "missing"])


@given(st.integers(0, 399_999), st.integers(0, 9), st.integers(1, 9))
def test_changing_one_digit_is_always_noticed(stem, place, by):
    number = nhs_number(stem)
    changed = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert door(number, changed)[1] == ["valid", "failed the check"]


def test_the_key_of_a_number_depends_on_the_secret():
    one, _ = linkage.at_the_door(pa.chunked_array([["9434765919"]]), b"a" * 32)
    two, _ = linkage.at_the_door(pa.chunked_array([["9434765919"]]), b"b" * 32)
    assert one[0] != two[0]
    assert len(one[0]) == 32


def test_the_made_up_county_runs_on_the_kept_key_that_says_so():
    assert "NOT-SECRET" in linkage.KEPT_KEY.name
    assert linkage.key(SETTINGS).startswith(b"NOT-SECRET")


def test_real_extracts_refuse_to_go_without_a_key():
    with pytest.raises(ParamError, match="no key is named"):
        linkage.key(real(None))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "fewer than 32"),
        ("short", "fewer than 32"),
        ("a" * 64, "too regular"),
        ("abcdefghijklmnop" * 4, "too regular"),
        ("password" * 8, "too regular"),
        (linkage.KEPT_KEY.read_text(encoding="utf-8"), "everyone can read"),
    ],
)
def test_a_weak_or_public_key_is_refused_without_being_shown(tmp_path, text, reason):
    with pytest.raises(ParamError) as caught:
        linkage.key(real(key_file(tmp_path, text)))
    assert reason in str(caught.value)
    assert not text.strip() or text.strip() not in str(caught.value)


def test_a_key_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ParamError, match="not there"):
        linkage.key(real(tmp_path / "none.key"))


def test_a_key_inside_the_project_is_refused():
    problems = linkage._weaknesses(ROOT / "README.md") if (ROOT / "README.md").is_file() else []
    problems += linkage._weaknesses(ROOT / "pyproject.toml")
    assert any("inside the project" in problem for problem in problems)


def test_a_strong_key_outside_the_project_is_used(tmp_path):
    assert linkage.key(real(key_file(tmp_path, STRONG))) == STRONG.encode()


def test_the_number_is_in_nothing_that_intake_gives(tmp_path):
    rows = clean()
    rows["pupils"][2]["nhs_number"] = "9990000011"
    numbers = {str(row["nhs_number"]) for row in rows["pupils"]}
    write(tmp_path / "in", rows)
    intake = reading.read(tmp_path / "in", SETTINGS)
    quarantine.write_workbook(tmp_path / "aside.xlsx", intake)
    said = report.problems(intake)
    said += [letter.text for letter in letters.letters(intake, date(2021, 8, 31))]
    said += [table.to_csv() for table in intake.accepted.values()]
    said += [intake.findings.to_csv(), intake.files.to_csv()]
    said += [str(pd.read_excel(tmp_path / "aside.xlsx", sheet_name=None, engine="calamine"))]
    assert [number for number in numbers if any(number in text for text in said)] == []
    assert "NHS-CHECK" in set(intake.findings["code"])


def test_one_child_of_two_organisations_has_one_key(tmp_path):
    write(tmp_path, clean())
    accepted = reading.read(tmp_path, SETTINGS).accepted
    matched = linkage.linked(accepted["camhs_referrals"], accepted["pupils"])
    assert matched.all()
    assert accepted["camhs_referrals"]["child_id"].isin(accepted["pupils"]["child_id"]).sum() == 0


def test_real_extracts_without_nhs_numbers_need_no_key(tmp_path):
    write_csv(tmp_path / "schools.csv", "schools", clean()["schools"])
    assert len(reading.read(tmp_path, real(None)).accepted["schools"]) == 2


def test_match_rates_are_given_in_total_and_for_each_value():
    records = pd.DataFrame({"home_district": ["Eden", "Eden", "Copeland", None]})
    matched = pd.Series([True, False, True, False])
    rates = linkage.match_rates(records, matched, ("home_district",))
    assert rates.to_numpy().tolist() == [
        ["Total", "Total", 4, 2, 0.5],
        ["home_district", "Copeland", 1, 1, 1.0],
        ["home_district", "Eden", 2, 1, 0.5],
        ["home_district", "Not recorded", 1, 0, 0.0],
    ]


def test_the_range_of_a_linked_share_takes_the_unmatched_all_one_way_and_all_the_other():
    assert linkage.share_bounds(matched=80, with_trait=20, records=100) == (0.2, 0.4)
    assert linkage.share_bounds(matched=100, with_trait=20, records=100) == (0.2, 0.2)


@given(st.integers(1, 500), st.data())
def test_the_range_holds_the_share_whatever_the_unmatched_are(records, data):
    matched = data.draw(st.integers(0, records))
    seen = data.draw(st.integers(0, matched))
    hidden = data.draw(st.integers(0, records - matched))
    low, high = linkage.share_bounds(matched, seen, records)
    assert low <= (seen + hidden) / records <= high


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="with_trait"):
        linkage.share_bounds(matched=5, with_trait=6, records=10)


def test_check_digits_are_found_for_many_numbers_at_once():
    digits = np.array([[int(d) for d in nhs_number(n)] for n in range(50)])
    assert linkage.check_digits(digits).all()
