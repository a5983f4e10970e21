"""The published tables say what was published, and only what was published by the day asked."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from jsna import published
from jsna.errors import DataError

EDITION_2020 = date(2020, 9, 30)
EDITION_2021 = date(2021, 8, 31)


def value(name: str, column: str, as_of: date | None = None, **where: str) -> float:
    """Return the one value of the rows that match."""
    frame = published.whole(name) if as_of is None else published.read(name, as_of)
    for key, wanted in where.items():
        frame = frame[frame[key] == wanted]
    assert len(frame) == 1, f"{len(frame)} rows of {name} match {where}"
    return float(frame[column].iloc[0])


def latest(name: str, as_of: date, **where: str) -> str:
    frame = published.read(name, as_of)
    for key, wanted in where.items():
        frame = frame[frame[key] == wanted]
    return max(frame["period"], default="none")


# -- figures that the papers of the programme and the sources print


@pytest.mark.parametrize(
    ("year", "plans"),
    [
        ("2015", 2106),
        ("2016", 2397),
        ("2017", 2734),
        ("2018", 2854),
        ("2019", 3173),
        ("2020", 3495),
        ("2021", 3887),
        ("2022", 4292),
    ],
)
def test_cumbria_has_the_plans_it_is_known_to_have_each_january(year: str, plans: int):
    found = value("ehc_plans", "plans", area="Cumbria", period=year, age_group="Total", kind="all")
    assert found == plans


def test_england_has_the_plans_that_dfe_printed():
    for year, plans in (("2019", 353995), ("2020", 390109), ("2021", 430697), ("2022", 473255)):
        assert (
            value("ehc_plans", "plans", area="England", period=year, age_group="Total", kind="all")
            == plans
        )


@pytest.mark.parametrize(
    ("year", "new", "with_exceptions", "headline", "england_with", "england_headline"),
    [
        ("2018", 396, 86.0, 88.1, 58.0, 60.1),
        ("2019", 507, 81.4, 85.2, 58.7, 60.4),
        ("2020", 503, 80.1, 84.7, 55.6, 58.0),
        ("2021", 584, 74.4, 78.1, 57.9, 59.9),
    ],
)
def test_new_plans_and_both_readings_of_the_20_weeks(
    year: str,
    new: int,
    with_exceptions: float,
    headline: float,
    england_with: float,
    england_headline: float,
):
    assert (
        value("new_plans", "plans", area="Cumbria", period=year, age_group="Total", kind="all")
        == new
    )
    assert value("ehc_process", "value", area="Cumbria", period=year, measure="new plans") == new
    for area, reading, percent in (
        ("Cumbria", "with exception cases", with_exceptions),
        ("Cumbria", "without exception cases", headline),
        ("England", "with exception cases", england_with),
        ("England", "without exception cases", england_headline),
    ):
        found = value("timeliness", "percent", area=area, period=year, reading=reading)
        assert found == pytest.approx(percent, abs=0.051)


def test_one_pupil_in_nine_is_on_sen_support():
    for year, percent in (("2018", 11.7), ("2019", 11.7), ("2020", 11.9), ("2021", 11.9)):
        found = value(
            "pupils_with_sen",
            "percent",
            area="Cumbria",
            period=year,
            provision="SEN Support",
            phase="All schools",
        )
        assert found == percent


def test_there_are_130918_people_aged_0_to_25_in_2019():
    frame = published.read("population", EDITION_2021)
    frame = frame[(frame["area"] == "Cumbria") & (frame["period"] == "2019")]
    ages = frame[frame["age"] != "all"]
    assert len(ages) == 26
    assert ages["people"].sum() == 130_918
    assert frame.loc[frame["age"] == "all", "people"].tolist() == [500_012]


def test_districts_add_up_to_the_county_and_small_areas_to_districts():
    people = published.whole("population")
    districts = people[people["area_code"].str.startswith("E07")]
    county = people[people["area"] == "Cumbria"]
    for period in ("2017", "2019", "2020"):
        for age in map(str, range(26)):
            of = (districts["period"] == period) & (districts["age"] == age)
            whole = (county["period"] == period) & (county["age"] == age)
            assert districts.loc[of, "people"].sum() == county.loc[whole, "people"].sum()
    small = published.whole("population_lsoa").merge(
        published.whole("lsoas")[["lsoa_code", "district"]]
    )
    summed = small.groupby(["period", "district"])["age_7"].sum()
    seven = districts[districts["age"] == "7"].set_index(["period", "area"])["people"]
    assert (summed.sort_index().to_numpy() == seven.sort_index().to_numpy()).all()


@pytest.mark.parametrize(
    ("area", "first", "second"),
    [
        ("NHS North Cumbria CCG", 55, 35),
        ("NHS Morecambe Bay CCG", 54, 49),
        ("England", 43, 32),
    ],
)
def test_mean_days_to_the_second_camhs_contact(area: str, first: int, second: int):
    for period, days in (("2019-20", first), ("2020-21", second)):
        found = value(
            "camhs_waits",
            "value",
            area=area,
            period=period,
            part="Full year",
            counted="people",
            services="mental health",
            measure="mean days to the second contact",
        )
        assert round(found) == days


def test_a_group_is_not_a_district():
    lsoas = published.whole("lsoas")
    assert lsoas["ccg_code"].value_counts().to_dict() == {"01H": 207, "01K": 114}
    millom = lsoas[(lsoas["district"] == "Copeland") & (lsoas["ccg_code"] == "01K")]
    assert len(millom) == 6
    ages = published.whole("population_ccg")
    under_18 = (
        ages[(ages["age"] < 18) & (ages["period"] == "2019")].groupby("area_code")["people"].sum()
    )
    assert under_18["01H"] == 59_996
    assert under_18["01K"] == 60_862
    small = published.whole("population_lsoa").merge(lsoas[["lsoa_code", "ccg_code"]])
    here = small[(small["period"] == "2019") & (small["ccg_code"] == "01K")]
    assert here[[f"age_{age}" for age in range(18)]].to_numpy().sum() == 32_531


def test_small_areas_by_district():
    assert published.whole("lsoas")["district"].value_counts().to_dict() == {
        "Allerdale": 60,
        "Barrow-in-Furness": 49,
        "Carlisle": 68,
        "Copeland": 49,
        "Eden": 36,
        "South Lakeland": 59,
    }


def test_dfes_own_inconsistency_is_kept_and_said():
    by_placement = value(
        "ehc_placements",
        "plans",
        area="Cumbria",
        period="2018",
        placement_group="Total",
        placement="Total",
    )
    assert by_placement == 2773
    for name in ("ehc_plans", "ehc_placements"):
        assert any("2,773" in caveat for caveat in published.describe(name).caveats)


def test_key_stage_2_of_2019_is_19_of_159():
    where = {"area": "Cumbria", "period": "2018/19", "stage": "Key stage 2"}
    assert value("attainment_counts", "reached", sen="EHC plan", **where) == 19
    assert value("attainment_counts", "pupils", sen="EHC plan", **where) == 159
    assert value("attainment_counts", "reached", sen="SEN Support", **where) == 213
    assert value("attainment_counts", "pupils", sen="No SEN", **where) == 4262
    share = value(
        "attainment", "value", measure="reading, writing and maths", sen="EHC plan", **where
    )
    assert share == 12


def test_barrow_is_the_most_deprived_district():
    score = value("deprivation_district", "average_score", area="Barrow-in-Furness", index="IMD")
    assert score == 31.117


def test_autism_is_the_largest_need_that_was_published_since():
    frame = published.since("need_by_phase", EDITION_2021)
    cumbria = frame[(frame["area"] == "Cumbria") & (frame["sex"] == "Total")]
    assert cumbria["pupils"].sum() == 11_880


# -- as of a day


def test_the_2021_edition_has_plans_of_january_2021_and_not_of_2022():
    assert latest("ehc_plans", EDITION_2021, area="Cumbria") == "2021"
    assert latest("ehc_plans", EDITION_2020, area="Cumbria") == "2020"
    assert latest("ehc_placements", EDITION_2021) == "2021"
    assert set(published.since("ehc_plans", EDITION_2021)["period"]) == {
        "2022",
        "2023",
        "2024",
        "2025",
    }


def test_timeliness_of_a_calendar_year_comes_in_may_of_the_next():
    assert latest("timeliness", EDITION_2021) == "2020"
    assert latest("timeliness", EDITION_2020) == "2019"
    assert latest("timeliness", date(2022, 4, 30)) == "2020"
    assert latest("timeliness", date(2022, 5, 31)) == "2021"


def test_district_population_of_mid_2020_is_there_in_2021_and_small_areas_are_not():
    assert latest("population", EDITION_2021) == "2020"
    assert latest("population", EDITION_2020) == "2019"
    for name in ("population_lsoa", "population_ccg"):
        assert latest(name, EDITION_2021) == "2019"
        assert latest(name, date(2021, 9, 30)) == "2020"


def test_camhs_waits_of_2019_20_are_too_new_for_the_2020_edition():
    assert published.read("camhs_waits", EDITION_2020).empty
    assert latest("camhs_waits", EDITION_2021) == "2019-20"
    assert latest("camhs_waits", date(2021, 12, 31)) == "2019-20"


def test_need_by_type_and_early_years_of_2022_are_published_since():
    assert published.read("need_by_phase", EDITION_2021).empty
    counts = published.read("attainment_counts", EDITION_2021)
    assert "Early years" not in set(counts["stage"])
    early = published.read("attainment", EDITION_2021).query("stage == 'Early years'")
    assert set(early["period"]) == {
        "2015/16",
        "2016/17",
        "2017/18",
        "2018/19",
        "2019/20",
        "2020/21",
    }


def test_years_that_were_not_assessed_say_so_and_are_never_zero():
    frame = published.read("attainment", EDITION_2021)
    cancelled = frame[
        (frame["area"] == "Cumbria")
        & frame["period"].isin(["2019/20", "2020/21"])
        & (frame["measure"] == "reading, writing and maths")
    ]
    assert len(cancelled) == 6
    assert set(cancelled["status"]) == {"not collected"}
    assert cancelled["value"].isna().all()


def test_attainment_and_destinations_of_2018_19_are_in_the_2021_edition():
    for stage in ("Key stage 2", "Key stage 4", "Year 1 phonics", "Age 19", "Early years"):
        found = published.read("attainment", EDITION_2021)
        found = found[(found["stage"] == stage) & (found["status"] == "shown")]
        assert "2018/19" in set(found["period"])
    assert latest("destinations", EDITION_2021) == "2018/19"


def test_a_neighbour_founded_in_april_2021_has_nothing_before():
    for name in published.names():
        frame = published.whole(name)
        if "area" in frame:
            born = frame[frame["area"] == "North Northamptonshire"]
            assert (born["first_published"] >= "2021-04-01").all(), name
    assert published.read("statistical_neighbours", EDITION_2020).empty
    listed = published.read("statistical_neighbours", EDITION_2021)
    assert listed["neighbour"].tolist() == [
        "Lincolnshire",
        "Norfolk",
        "Derbyshire",
        "Nottinghamshire",
        "Staffordshire",
        "Worcestershire",
        "Suffolk",
        "North Northamptonshire",
        "Shropshire",
        "Devon",
    ]


def test_what_is_read_and_what_came_since_are_the_whole_table():
    for name in published.names():
        parts = len(published.read(name, EDITION_2021)) + len(published.since(name, EDITION_2021))
        assert parts == len(published.whole(name)) > 0, name


def test_the_day_of_publication_itself_counts():
    day = date(2022, 5, 31)
    assert latest("ehc_plans", day, area="Cumbria") == "2022"
    assert latest("ehc_plans", date(2022, 5, 30), area="Cumbria") == "2021"


def test_changing_a_table_that_was_read_changes_nothing_for_the_next_reader():
    mine = published.read("appeals", EDITION_2021)
    mine["rate"] = 0.0
    assert published.read("appeals", EDITION_2021)["rate"].max() > 0


# -- every row and every description


def test_every_row_carries_its_period_publication_release_and_state():
    for name in published.names():
        frame = published.whole(name)
        for column in ("period", "first_published", "vintage", "status"):
            assert column in frame.columns, f"{name} has no {column}"
            assert (frame[column] != "").all(), f"{name} has a row without {column}"
        states = {"shown", "too few to show", "not collected", "not applicable"}
        assert set(frame["status"]) <= states, name


def test_a_number_that_is_not_shown_has_no_value():
    checked = 0
    for name in published.names():
        frame = published.whole(name)
        for column in published.describe(name).columns:
            if column.state:
                hidden = frame[frame[column.state] != "shown"]
                assert hidden[column.name].isna().all(), f"{name}.{column.name}"
                checked += len(hidden)
    assert checked > 1000


def test_a_value_taken_from_a_later_release_says_as_revised():
    frame = published.whole("ehc_plans")
    cumbria = frame[(frame["area"] == "Cumbria") & (frame["period"].isin(["2021", "2022"]))]
    assert set(cumbria.loc[cumbria["period"] == "2021", "vintage"]) == {"SEN2 2022, as revised"}
    assert set(cumbria.loc[cumbria["period"] == "2022", "vintage"]) == {"SEN2 2022"}
    assert published.vintages("new_plans", EDITION_2021) == ("SEN2 2022, as revised",)


def test_every_table_has_a_description_and_matches_it():
    folder = published.FOLDER
    tables = {path.stem for path in folder.glob("*.csv")}
    assert tables == {path.stem for path in folder.glob("*.yaml")} == set(published.names())
    assert len(tables) == 28
    assert published.check_all() == []


def test_every_description_names_publisher_licence_and_check_and_no_address():
    for name in published.names():
        contract = published.describe(name)
        assert "Open Government Licence" in contract.licence or "MIT" in contract.licence
        assert len(contract.checked_against) > 20
        text = contract.path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|www\.|/(?:home|root|work)/|pypi|\.org", text), name


def test_the_tables_are_light():
    size = sum(path.stat().st_size for path in published.FOLDER.glob("*"))
    assert size < 1_600_000


def test_importing_the_module_loads_no_pandas():
    code = "import sys; from jsna import published; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- broken tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy two tables and their descriptions, to be broken."""
    for name in ("appeals", "timeliness"):
        for ending in (".csv", ".yaml"):
            shutil.copy(published.FOLDER / f"{name}{ending}", tmp_path)
    return tmp_path


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    text = text_of(path)
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8", newline="\n")


SHA = (
    "it is not the file that was described (sha256 differs): take back the change, or derive the "
    "table anew so that {}.yaml describes it"
)

BREAKS: list[tuple[str, str, Callable[[str], str], list[str]]] = [
    (
        "a count is text",
        "appeals.csv",
        lambda text: text.replace("Cumbria,2014,16,", "Cumbria,2014,sixteen,"),
        [
            "appeals.csv: " + SHA.format("appeals"),
            "appeals.csv: column 'appeals' should be a count: 1 row(s) are not, the first is line "
            "2, 'sixteen'",
        ],
    ),
    (
        "a rate is impossible",
        "timeliness.csv",
        lambda text: text.replace(
            "Cumbria,2014,with exception cases,100,", "Cumbria,2014,with exception cases,1000,"
        ),
        [
            "timeliness.csv: " + SHA.format("timeliness"),
            "timeliness.csv: column 'percent' should be a percentage from 0 to 100: 1 row(s) are "
            "not, the first is line 2, '1000'",
        ],
    ),
    (
        "a missing count is written as 0",
        "timeliness.csv",
        lambda text: re.sub(r"(Derbyshire,2016,with exception cases,[0-9.]+),,,", r"\1,0,0,", text),
        [
            "timeliness.csv: " + SHA.format("timeliness"),
            "timeliness.csv: column 'within_20_weeks' holds a value though 'status' says that "
            "there is none: 1 row(s), the first is line 64",
            "timeliness.csv: column 'plans' holds a value though 'status' says that there is "
            "none: 1 row(s), the first is line 64",
        ],
    ),
    (
        "the publisher's letter is left in",
        "appeals.csv",
        lambda text: text.replace("Cumbria,2014,16,", "Cumbria,2014,c,"),
        [
            "appeals.csv: " + SHA.format("appeals"),
            "appeals.csv: column 'appeals' should be a count: 1 row(s) are not, the first is line "
            "2, 'c'; leave the cell empty and say why in 'status'",
        ],
    ),
    (
        "a row stands twice",
        "appeals.csv",
        lambda text: text + text.splitlines()[1] + "\n",
        [
            "appeals.csv: " + SHA.format("appeals"),
            "appeals.csv: 1 row(s) repeat the area + period of an earlier row, the first is line "
            "120, which repeats line 2 (Cumbria, 2014)",
        ],
    ),
    (
        "a column is renamed",
        "appeals.csv",
        lambda text: text.replace("first_published", "published"),
        [
            "appeals.csv: " + SHA.format("appeals"),
            "appeals.csv: column 'first_published' is missing",
            "appeals.csv: column 'published' is not in the description; did you mean "
            "'first_published'?",
        ],
    ),
    (
        "a date is written the British way",
        "appeals.csv",
        lambda text: text.replace("2015-06-30", "30/06/2015"),
        [
            "appeals.csv: " + SHA.format("appeals"),
            "appeals.csv: column 'first_published' should be a date such as 2021-08-31: 2 row(s) "
            "are not, the first is line 2, '30/06/2015'",
        ],
    ),
    (
        "a reading is misspelt",
        "timeliness.csv",
        lambda text: text.replace("2014,with exception", "2014,with exeption"),
        [
            "timeliness.csv: " + SHA.format("timeliness"),
            "timeliness.csv: column 'reading' should be one of with exception cases, without "
            "exception cases: 3 row(s) are not, the first is line 2, 'with exeption cases'; did "
            "you mean 'with exception cases'?",
        ],
    ),
    (
        "a description loses its licence and says a key twice",
        "appeals.yaml",
        lambda text: text.replace("licence:", "license:").replace(
            "unit:", "title: again\nunit:", 1
        ),
        [
            "appeals.yaml: line 8: 'title' is given again (first on line 1); keep one",
            "appeals.yaml: 'license' is not a name we know; did you mean 'licence'?",
            "appeals.yaml: 'licence' is missing",
        ],
    ),
    (
        "a table is cut off in the middle of a row",
        "appeals.csv",
        lambda text: text[: text.index("Cumbria,2016") + 14],
        [
            "appeals.csv: line 4 has 4 cell(s), but the heading has 9: look for a missing or "
            "extra comma",
            "appeals.csv: " + SHA.format("appeals"),
        ],
    ),
]


@pytest.mark.parametrize(("what", "file", "change", "expected"), BREAKS, ids=[b[0] for b in BREAKS])
def test_a_broken_table_is_one_message_with_every_problem(
    what: str, file: str, change: Callable[[str], str], expected: list[str], folder: Path
):
    rewrite(folder / file, change)
    assert published.check_all(folder) == expected


def test_a_broken_table_cannot_be_read(folder: Path):
    rewrite(
        folder / "appeals.csv", lambda text: text.replace("Cumbria,2014,16,", "Cumbria,2014,-16,")
    )
    with pytest.raises(DataError) as raised:
        published.read("appeals", EDITION_2021, folder)
    assert raised.value.what == "appeals.csv does not match appeals.yaml:"
    assert raised.value.problems[1] == (
        "column 'appeals' should be a count: 1 row(s) are not, the first is line 2, '-16'"
    )


def test_a_table_without_its_file_or_its_description_is_reported(folder: Path):
    (folder / "appeals.csv").unlink()
    (folder / "timeliness.yaml").unlink()
    assert published.check_all(folder) == [
        "appeals.csv: there is no such file",
        "timeliness.yaml: there is no such file",
    ]


def test_problems_of_all_tables_are_reported_together(folder: Path):
    rewrite(folder / "appeals.csv", lambda text: text.replace("2015-06-30", "2015-06-31"))
    rewrite(folder / "timeliness.csv", lambda text: text.replace("not collected", "not colected"))
    found = published.check_all(folder)
    assert len(found) == 4
    assert found[1].startswith("appeals.csv: column 'first_published' should be a date")
    assert found[3].startswith("timeliness.csv: column 'status' should be one of")


def test_an_unknown_table_is_answered_with_the_nearest():
    with pytest.raises(DataError) as raised:
        published.read("ehc_plan", EDITION_2021)
    assert raised.value.what == "data/published has no table 'ehc_plan':"
    assert raised.value.problems == ["did you mean 'ehc_plans'?"]


def test_names_of_areas_have_one_code_each():
    codes: dict[str, set[str]] = {}
    for name in published.names():
        with (published.FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if "area_code" in row:
                    codes.setdefault(row["area"], set()).add(row["area_code"])
    assert [name for name, found in codes.items() if len(found) != 1] == []
    assert codes["Cumbria"] == {"E10000006"}
    assert codes["England"] == {"E92000001"}
    assert pd.Series([len(found) for found in codes.values()]).max() == 1


def test_an_area_that_tables_of_councils_do_not_hold_is_refused_with_each_of_them():
    published.require_area("Cumbria")
    with pytest.raises(DataError) as caught:
        published.require_area("Northshire")
    assert caught.value.what == "The published figures do not know 'Northshire':"
    named = [problem.split(" ")[0] for problem in caught.value.problems]
    assert "data/published/population.csv" in named
    assert "data/published/wider_measures.csv" in named
    # Services of the NHS, districts and small areas have no row of a council.
    assert not {f"data/published/{x}.csv" for x in ("camhs_waits", "lsoas")} & set(named)
    assert "no row of 'Northshire': add those of the same release" in caught.value.problems[0]
