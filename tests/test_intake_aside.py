"""What was set aside is told by file, row and reason; each sender is asked for exactly that."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from intake_county import SETTINGS, clean, write
from intake_slips import SLIPS, Slip, plant

from jsna.intake import effects, letters, quarantine, reading, report
from jsna.intake.accept import Intake

AS_OF = date(2021, 8, 31)
PICKED = ("PUP-SUBSIDIARY", "CAM-FIRST-EARLY", "CAM-SEND-LATE", "PTH-LONG", "SHB-CLOCK")


@pytest.fixture(scope="module")
def intake(tmp_path_factory) -> Intake:
    folder: Path = tmp_path_factory.mktemp("extracts")
    rows = clean()
    for slip in SLIPS:
        if slip.code in PICKED:
            plant(rows, slip, 3)
    rows["pathway_referrals"] = [r for r in rows["pathway_referrals"] if r["provider"] == "UHMBT"]
    del rows["post_box"]
    write(folder, rows)
    (folder / "=cmd|'calc'!A1.csv").write_text("nothing", encoding="utf-8")
    return reading.read(folder, SETTINGS)


@pytest.fixture(scope="module")
def book(intake, tmp_path_factory) -> dict[str, pd.DataFrame]:
    path = tmp_path_factory.mktemp("aside") / "aside.xlsx"
    quarantine.write_workbook(path, intake)
    return pd.read_excel(path, sheet_name=None, engine="calamine")


def test_rows_in_are_rows_accepted_and_rows_set_aside_of_each_file(intake):
    files = intake.files
    assert (files["rows_in"] == files["accepted"] + files["set_aside"]).all()
    by_file = files.set_index("file")
    assert by_file.loc["pupils.csv", ["rows_in", "accepted", "set_aside"]].tolist() == [12, 11, 1]


def test_the_workbook_lists_each_row_with_file_code_and_reason(book):
    aside = book["Set aside"].set_index("code")
    assert aside.loc["PUP-SUBSIDIARY", ["file", "row"]].tolist() == ["pupils.csv", 5]
    assert aside.loc["CAM-FIRST-EARLY", "reason"] == (
        "The first contact stands before the referral"
    )


def test_the_workbook_keeps_warnings_apart(book):
    assert book["Please check"]["code"].tolist() == ["CAM-SEND-LATE"]


def test_the_workbook_says_who_has_not_returned_and_what_that_does(book):
    missing = book["Not received"]
    assert missing[["extract", "state"]].to_numpy().tolist() == [
        ["pathway_referrals", "not received"],
        ["post_box", "not received"],
    ]
    assert missing["sender"].tolist()[0].startswith("North Cumbria Integrated Care")
    assert any("not collected" in line for line in book["What it does to figures"]["effect"])


def test_a_file_named_like_a_formula_stays_a_name(intake, tmp_path):
    import openpyxl

    quarantine.write_workbook(tmp_path / "aside.xlsx", intake)
    read = openpyxl.load_workbook(tmp_path / "aside.xlsx")
    cells = [cell for sheet in read for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_the_same_intake_gives_the_same_workbook_byte_for_byte(intake, tmp_path):
    quarantine.write_workbook(tmp_path / "one.xlsx", intake)
    quarantine.write_workbook(tmp_path / "two.xlsx", intake)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_reasons_are_counted_by_extract(intake):
    counted = quarantine.by_reason(intake).set_index("code")
    assert counted.loc["PUP-SUBSIDIARY", ["extract", "files", "rows"]].tolist() == ["pupils", 1, 1]


def test_one_row_of_twelve_moves_a_count_by_a_eleventh_and_a_share_by_a_twelfth(intake):
    row = effects.of_rows(intake).set_index("extract").loc["pupils"]
    assert (row["rows_in"], row["accepted"], row["set_aside"]) == (12, 11, 1)
    assert round(row["count_up_to"], 2) == 9.09
    assert round(row["points_up_to"], 2) == 8.33


def test_each_gap_is_told_with_the_figures_that_need_it(intake):
    said = effects.sentences(intake)
    assert (
        "Pupils on roll (school census, January): 1 of 12 rows were set aside. Counts in need, "
        "sen_support, plans, outcomes, projection, access may be too low by up to 9.1 %, "
        "percentages off by up to 8.3 points."
    ) in said
    assert any("no county total can be made" in line for line in said)


def test_a_letter_goes_to_each_sender_concerned_and_to_no_other(intake):
    assert [letter.sender for letter in letters.letters(intake, AS_OF)] == [
        "", "CNTW", "NCIC", "UHMBT", "council",
    ]  # fmt: skip


def test_a_letter_asks_for_exactly_what_is_missing_or_wrong(intake):
    by_sender = {letter.sender: letter.text for letter in letters.letters(intake, AS_OF)}
    assert (
        "CAM-FIRST-EARLY: row 5. The first contact stands before the referral."
        in (by_sender["CNTW"])
    )
    assert "CAM-SEND-LATE: row 5" in by_sender["CNTW"]
    assert "PUP-SUBSIDIARY" not in by_sender["CNTW"]
    assert "Referrals to the autism pathway and to therapies" in by_sender["NCIC"]
    assert "not received; quarterly" in by_sender["NCIC"]
    assert "PUP-SUBSIDIARY: row 5" in by_sender["council"]
    assert "Post Box" in by_sender["council"]


def test_a_letter_holds_no_value_of_a_child(intake):
    rows = clean()
    values = {
        str(row[column])
        for records in rows.values()
        for row in records
        for column in ("child_id", "nhs_number", "date_of_birth", "home_lsoa", "home_postcode")
        if row.get(column)
    }
    text = "\n".join(letter.text for letter in letters.letters(intake, AS_OF))
    assert [value for value in values if value in text] == []


def test_letters_are_written_one_file_a_sender(intake, tmp_path):
    paths = letters.write(tmp_path, intake, AS_OF)
    assert [path.name for path in paths] == [
        "letter-unknown.md", "letter-CNTW.md", "letter-NCIC.md", "letter-UHMBT.md",
        "letter-council.md",
    ]  # fmt: skip
    assert paths[1].read_text(encoding="utf-8").startswith("DRAFT")


def test_problems_are_a_line_for_each_file_and_rule(intake):
    said = report.problems(intake)
    assert (
        "pupils.csv row 5: PUP-SUBSIDIARY, sets aside: A second registration: counted at the main "
        "school (enrolment_status)"
    ) in said
    assert any(line.startswith("post_box: RETURN-MISSING: Cumbria County Council") for line in said)


def test_a_clean_set_of_extracts_has_no_problem(tmp_path):
    write(tmp_path, clean())
    assert report.problems(reading.read(tmp_path, SETTINGS)) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [([7], "row 7"), ([1, 2, 3, 9], "rows 1-3, 9"), ([5, 5, 4], "rows 4-5")],
)
def test_row_numbers_are_told_in_runs(rows, words):
    assert report.row_words(rows) == words


def test_many_row_numbers_are_cut_and_the_rest_counted():
    assert report.row_words(range(0, 40, 2), most=3) == "rows 0, 2, 4 and 17 more"


def test_a_file_name_cannot_write_markdown(tmp_path):
    rows = clean()
    plant(rows, Slip("SHB-CLOCK", "short_breaks", {"service_end_date": date(2020, 4, 1)}), 3)
    write(tmp_path, {"short_breaks": rows["short_breaks"]})
    (tmp_path / "short_breaks.csv").rename(tmp_path / "short_breaks[x](y)_*z*.csv")
    text = letters.letters(reading.read(tmp_path, SETTINGS.but(expected=())), AS_OF)[0].text
    assert r"\[x\](y)\_\*z\*" in text
