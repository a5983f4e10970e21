"""Laws of reading: whatever is written, it is read back, or set aside by name."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_county import SETTINGS, clean
from intake_wreckage import COLUMNS, ROWS, text

from jsna.figures import NOT_APPLICABLE, NOT_COLLECTED, TOO_FEW
from jsna.intake import cells, columns, csv_reader, dates, decode, reading, report
from jsna.intake.extracts import code_lists, extracts
from jsna.intake.headers import plain
from jsna.intake.rules.rule import age_on

QUIET = SETTINGS.but(expected=())
DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))
FORMS = (
    "{0:%Y-%m-%d}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0.day} {0:%b} {0:%Y}",
    "{0:%d %B %Y}", "{0:%d-%b-%y}", "{0:%d/%m/%y}", "{0:%Y%m%d}", "{0:%Y-%m-%d} 00:00:00",
    "{0:%d/%m/%Y} 09:30", "{0:%Y-%m-%d}T10:00:00Z", "{0:%A} {0.day} {0:%B} {0:%Y}",
)  # fmt: skip
IN_FOLDER = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def parsed(name: str, column: str, *words: str) -> columns.Parsed:
    array = pa.chunked_array([pa.array(words, pa.string())])
    return columns.parse(array, extracts()[name].column(column), SETTINGS)


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_is_read_back_from_every_form_that_councils_use(day, form):
    assert dates.parse_date(form.format(day)) == day


@given(DAYS)
def test_a_day_is_read_back_from_a_spreadsheets_number(day):
    assert dates.parse_date(str((day - date(1899, 12, 30)).days)) == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_none_and_never_an_error(word):
    assert dates.parse_date(word) is None or isinstance(dates.parse_date(word), date)
    assert dates.parse_month(word) is None or dates.parse_month(word).day == 1
    year = dates.parse_school_year(word)
    assert year is None or (int(year[:4]) + 1) % 100 == int(year[-2:])


@pytest.mark.parametrize(
    "word", ["31/11/2019", "2019-02-29", "00/00/2020", "99999", "12345", "1/2", "today", "13/13/13"]
)
def test_an_impossible_day_is_no_day(word):
    assert dates.parse_date(word) is None


@pytest.mark.parametrize(
    ("cell", "state"),
    [("c", TOO_FEW), ("<5", TOO_FEW), ("*", TOO_FEW), ("z", NOT_APPLICABLE), ("x", NOT_COLLECTED),
     (":", NOT_COLLECTED), ("..", NOT_COLLECTED), ("-", NOT_COLLECTED), ("C", TOO_FEW),
     ("< 10", TOO_FEW)],
)  # fmt: skip
def test_a_marker_is_the_state_it_means_and_never_a_nought(cell, state):
    assert cells.marker(cell) == state
    read = parsed("kpi_returns", "value", cell)
    assert read.values.isna().all()
    assert read.states is not None
    assert read.states.tolist() == [state]


@given(st.text(max_size=30))
def test_a_number_is_read_or_refused_but_never_guessed(word):
    read = parsed("kpi_returns", "value", word)
    value = read.values[0]
    if not pd.isna(value):
        bare = word.strip().removeprefix("£").strip().removesuffix("%").strip().replace(",", "")
        assert float(bare) == value


@given(st.sampled_from(sorted(code_lists())), st.data())
def test_every_spelling_of_a_code_is_read_as_it_whatever_its_case_and_spaces(name, data):
    codes = code_lists()[name]
    spelling = data.draw(st.sampled_from(sorted(codes.spellings)))
    assert codes.spellings[plain(f" {spelling.upper()} ")] == codes.spellings[spelling]
    assert codes.spellings[spelling] in codes.labels


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
                         min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=8),
       st.sampled_from([",", ";", "\t", "|"]), st.booleans())  # fmt: skip
def test_the_cells_of_a_file_are_read_as_they_were_written(rows, separator, quoted):
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, delimiter=separator, lineterminator="\n", quoting=quoting)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    decoded = decode.decode(stream.getvalue().encode("utf-8"))
    assert decoded is not None
    plan = csv_reader.layout(decoded.data, ("short_breaks",), None)
    assert plan is not None
    raw = csv_reader.read("f.csv", decoded, plan)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    read = [list(row) for row in zip(*(column.to_pylist() for column in raw.cells), strict=True)]
    assert read == kept
    assert raw.faulty.rows == {}


@given(st.permutations(range(4)))
@IN_FOLDER
def test_the_order_of_rows_never_matters(tmp_path, order):
    path = tmp_path / "short_breaks.csv"
    path.write_text(text(rows=[ROWS[place] for place in order]), encoding="utf-8")
    accepted = reading.read(tmp_path, QUIET).accepted["short_breaks"]
    assert sorted(accepted["child_id"]) == ["P0000", "P0001", "P0002", "P0003"]


@given(st.permutations(range(len(COLUMNS))))
@IN_FOLDER
def test_the_order_of_columns_never_matters(tmp_path, order):
    lines = [COLUMNS, *ROWS]
    words = "\n".join(",".join(line[place] for place in order) for line in lines)
    (tmp_path / "short_breaks.csv").write_text(words, encoding="utf-8")
    intake = reading.read(tmp_path, QUIET)
    assert intake.findings.empty
    assert len(intake.accepted["short_breaks"]) == 4


def _damage(data: bytes, where: float, what: bytes, how: str) -> bytes:
    place = int(where * len(data))
    if how == "cut":
        return data[:place]
    if how == "insert":
        return data[:place] + what + data[place:]
    if how == "overwrite":
        return data[:place] + what + data[place + len(what) :]
    return data[:place] + data[place + len(what) :]


@given(st.floats(0, 1), st.binary(min_size=1, max_size=20),
       st.sampled_from(["cut", "insert", "overwrite", "drop"]))  # fmt: skip
@settings(IN_FOLDER, max_examples=150)
def test_whatever_a_file_suffers_no_row_is_lost_in_silence(tmp_path, where, what, how):
    (tmp_path / "short_breaks.csv").write_bytes(_damage(text().encode(), where, what, how))
    intake = reading.read(tmp_path, QUIET)
    assert (intake.files["rows_in"] == intake.files["accepted"] + intake.files["set_aside"]).all()
    assert len(intake.files) == 1
    # What is not accepted is named.
    if intake.files["accepted"].sum() < intake.files["rows_in"].sum():
        assert report.problems(intake)


@given(st.binary(max_size=400))
@IN_FOLDER
def test_any_bytes_at_all_end_as_a_named_file(tmp_path, data):
    for name in ("pupils.csv", "pupils.xlsx", "pupils.parquet"):
        (tmp_path / name).write_bytes(data + name.encode())
    intake = reading.read(tmp_path, QUIET)
    assert sorted(set(intake.files["file"])) == ["pupils.csv", "pupils.parquet", "pupils.xlsx"]


@given(DAYS, st.integers(0, 12_000))
def test_an_age_never_falls_as_days_go_by(born, later):
    births = pd.Series(pd.to_datetime([born, born]))
    days = pd.Series(pd.to_datetime([born + timedelta(later), born + timedelta(later + 1)]))
    ages = age_on(births, days).tolist()
    assert 0 <= ages[0] <= ages[1] <= ages[0] + 1


def test_two_months_first_and_none_day_first_set_the_whole_column_aside():
    read = parsed("home_education", "start_date", "04/25/2020", "03/04/2020", "2020-05-01")
    assert read.faults["VALUE-UNREADABLE"].tolist() == [True, False, False]
    assert read.faults["DATE-ORDER"].tolist() == [False, True, False]


def test_a_blank_flag_is_not_recorded_and_never_no():
    assert parsed("camhs_referrals", "send_flag", "", "Y", "N").values.isna().tolist() == [
        True, False, False,
    ]  # fmt: skip


def test_clean_rows_of_every_extract_have_a_row_date_within_the_age_window():
    assert all(len(records) for records in clean().values())


def test_a_folder_that_is_not_there_is_said_with_what_to_do(tmp_path: Path):
    from jsna.errors import DataError

    with pytest.raises(DataError, match="put the files of the senders in a folder"):
        reading.read(tmp_path / "none", QUIET)
