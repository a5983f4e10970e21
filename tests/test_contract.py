"""A table matches its description, or one message says everything that is wrong with it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from jsna.contract import Contract
from jsna.errors import DataError

TABLE = """area_code,school_year,need,pupils,share,status,printed
E10000006,2019/20,SLCN,521,39.5,shown,2020-07-02
E10000006,2019/20,HI,31,2.3,shown,2020-07-02
E10000006,2019/20,VI,,,too few to show,2020-07-02
E10000006,2020/21,SLCN,0,0.0,shown,2021-06-24
"""

DESCRIPTION = """
title: Pupils with special educational needs, by primary need
publisher: Made up for this test
release: The release of a test
released: "2021-06-24"
how_dated: To the day
licence: None needed (made up)
source: Typed here
unit: pupils
one_row_is: one primary need, in one area, in one school year
key: [area_code, school_year, need]
checked_against: Nothing; it is made up
caveats: []
sha256: "{sha256}"
columns:
  area_code: {{is: code, means: ONS local authority code}}
  school_year: {{is: school_year, means: "September to August, as 2019/20"}}
  need: {{is: text, one_of: [SLCN, HI, VI], means: The need recorded first}}
  pupils: {{is: count, means: Pupils on roll at the January census, state: status}}
  share: {{is: percent, means: Share of all pupils with SEN, state: status}}
  status: {{is: text, one_of: [shown, too few to show, not collected], means: State of the number}}
  printed: {{is: date, means: When the figure was first published}}
"""


def described(folder: Path, table: str = TABLE, description: str = DESCRIPTION) -> Contract:
    """Write a table and its description, and return the latter as read."""
    (folder / "needs.csv").write_text(table, encoding="utf-8", newline="")
    sha256 = hashlib.sha256(TABLE.encode("utf-8")).hexdigest()
    path = folder / "needs.yaml"
    path.write_text(description.format(sha256=sha256), encoding="utf-8")
    return Contract.read(path)


def test_a_table_that_matches_is_read_with_numbers_as_numbers_and_missing_never_zero(
    tmp_path: Path,
):
    frame = described(tmp_path).load(tmp_path / "needs.csv")
    assert list(frame["need"]) == ["SLCN", "HI", "VI", "SLCN"]
    assert frame["pupils"].tolist()[:2] == [521.0, 31.0]
    assert pd.isna(frame["pupils"].iloc[2])
    assert frame["pupils"].iloc[3] == 0
    assert frame["share"].iloc[1] == 2.3


def test_whoever_reads_a_table_may_change_it_and_no_later_reader_sees_that(tmp_path: Path):
    contract = described(tmp_path)
    mine = contract.load(tmp_path / "needs.csv")
    mine.loc[0, "pupils"] = 0
    mine["mine"] = "yes"
    mine.columns = [name.upper() for name in mine.columns]
    again = contract.load(tmp_path / "needs.csv")
    assert again["pupils"].iloc[0] == 521
    assert list(again.columns)[-1] == "printed"


CHANGED = (
    "it is not the file that was described (sha256 differs): take back the change, or derive "
    "the table anew so that needs.yaml describes it"
)

BREAKS: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "a count that is none": (
        lambda text: text.replace(",31,", ",c,"),
        [
            CHANGED,
            "column 'pupils' should be a count: 1 row(s) are not, the first is line 3, 'c'; "
            "leave the cell empty and say why in 'status'",
        ],
    ),
    "a column renamed": (
        lambda text: text.replace("pupils", "pupil"),
        [
            CHANGED,
            "column 'pupils' is missing",
            "column 'pupil' is not in the description; did you mean 'pupils'?",
        ],
    ),
    "a column added": (
        lambda text: "\n".join(f"{line},1" for line in text.split("\n") if line)[:-1] + "x\n",
        [CHANGED, "column '1' is not in the description; describe it or take it out"],
    ),
    "a column twice": (
        lambda text: text.replace("share", "pupils"),
        ["it has the column 'pupils' twice"],
    ),
    "a row repeated": (
        lambda text: text + "E10000006,2019/20,HI,31,2.3,shown,2020-07-02\n",
        [
            CHANGED,
            "1 row(s) repeat the area_code + school_year + need of an earlier row, the first is "
            "line 6, which repeats line 3 (E10000006, 2019/20, HI)",
        ],
    ),
    "a value that is not in the list": (
        lambda text: text.replace("SLCN", "SCLN"),
        [
            CHANGED,
            "column 'need' should be one of SLCN, HI, VI: 2 row(s) are not, the first is line 2, "
            "'SCLN'; did you mean 'SLCN'?",
        ],
    ),
    "a comma too many": (
        lambda text: text.replace(",31,", ",3,1,"),
        [
            "line 3 has 8 cell(s), but the heading has 7: look for a missing or extra comma",
            CHANGED,
        ],
    ),
    "a number where it was withheld": (
        lambda text: text.replace("VI,,", "VI,0,"),
        [
            CHANGED,
            "column 'pupils' holds a value though 'status' says that there is none: 1 row(s), "
            "the first is line 4",
        ],
    ),
    "a number taken away": (
        lambda text: text.replace(",521,", ",,"),
        [
            CHANGED,
            "column 'pupils' is empty though 'status' says 'shown': 1 row(s), the first is line 2",
        ],
    ),
    "a date of the wrong shape, a share above 100 and a year that is none": (
        lambda text: (
            text.replace("2021-06-24", "24/06/2021")
            .replace("39.5", "395")
            .replace("2020/21", "2020/22")
        ),
        [
            CHANGED,
            "column 'school_year' should be a school year such as 2020/21: 1 row(s) are not, the "
            "first is line 5, '2020/22'",
            "column 'share' should be a percentage from 0 to 100: 1 row(s) are not, the first is "
            "line 2, '395'",
            "column 'printed' should be a date such as 2021-08-31: 1 row(s) are not, the first is "
            "line 5, '24/06/2021'",
        ],
    ),
    "an empty cell in the key": (
        lambda text: text.replace("E10000006,2020/21", ",2020/21"),
        [
            CHANGED,
            "column 'area_code' should never be empty: 1 row(s) are, the first is line 5",
        ],
    ),
    "nothing left": (lambda text: "", ["it is empty; its first line should name the columns"]),
    "only the heading left": (
        lambda text: text.split("\n", maxsplit=1)[0] + "\n",
        [CHANGED, "it has no rows"],
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_table_gives_one_message_with_every_problem(name: str, tmp_path: Path):
    contract = described(tmp_path)
    breaking, expected = BREAKS[name]
    (tmp_path / "needs.csv").write_text(breaking(TABLE), encoding="utf-8", newline="")
    with pytest.raises(DataError) as raised:
        contract.load(tmp_path / "needs.csv")
    assert raised.value.what == "needs.csv does not match needs.yaml:"
    assert raised.value.problems == expected


def test_a_table_in_another_encoding_or_gone_is_said_plainly(tmp_path: Path):
    contract = described(tmp_path)
    (tmp_path / "needs.csv").write_bytes(TABLE.replace("HI", "H\xef").encode("latin-1"))
    with pytest.raises(DataError) as raised:
        contract.load(tmp_path / "needs.csv")
    assert raised.value.problems == ["it is not UTF-8 text (byte 123); save it as UTF-8"]
    (tmp_path / "needs.csv").unlink()
    with pytest.raises(DataError) as raised:
        contract.load(tmp_path / "needs.csv")
    assert raised.value.problems == ["there is no such file"]


def test_line_endings_do_not_change_the_fingerprint(tmp_path: Path):
    contract = described(tmp_path)
    (tmp_path / "needs.csv").write_bytes(TABLE.replace("\n", "\r\n").encode("utf-8"))
    assert len(contract.load(tmp_path / "needs.csv")) == 4


def test_a_description_that_was_understood_is_understood_anew_when_it_changes(tmp_path: Path):
    first = described(tmp_path)
    again = Contract.read(first.path)
    assert again is first
    text = first.path.read_text(encoding="utf-8")
    first.path.write_text(text.replace("unit: pupils", "unit: children"), encoding="utf-8")
    assert Contract.read(first.path).unit == "children"


def test_a_description_lists_all_that_is_wrong_with_itself(tmp_path: Path):
    broken = (
        DESCRIPTION.replace("publisher:", "publishr:")
        .replace('"2021-06-24"', '"24 June 2021"')
        .replace("unit: pupils", "unit: pupils\nunit: children")
        .replace("key: [area_code, school_year, need]", "key: [area_code, yaer]")
        .replace("{{is: count,", "{{is: counts,")
        .replace("{{is: date, means: When", "{{is: date, mean: When")
        .replace("[SLCN, HI, VI]", "[SLCN, HI, HI]")
        .replace("release: The release of a test", "release: 2021")
    )
    with pytest.raises(DataError) as raised:
        described(tmp_path, description=broken)
    assert raised.value.what == "needs.yaml is not a description we can use:"
    assert raised.value.problems == [
        "line 10: 'unit' is given again (first on line 9); keep one",
        "'publishr' is not a name we know; did you mean 'publisher'?",
        "'publisher' is missing",
        "'release' should be text in quotes, but is the number 2021",
        "'released' should be a date such as 2021-08-31, but is '24 June 2021'",
        "column 'need': 'one_of' lists 'HI' twice",
        "column 'pupils': it cannot be 'counts'; use one of text, code, count, number, percent, "
        "date, year, school_year, flag",
        "column 'printed': 'mean' is not a name we know; did you mean 'means'?",
        "column 'printed': 'means' is missing",
        "'key' names 'yaer', which is no column",
    ]


def test_a_childs_cell_is_never_in_a_message(tmp_path: Path):
    contract = described(tmp_path)
    frame = pd.read_csv(tmp_path / "needs.csv", dtype="str", keep_default_na=False)
    frame.loc[1, "pupils"] = "Secret Name"
    frame.loc[3, "need"] = "4071113"
    assert contract.problems(frame, show_cells=False) == [
        "column 'need' should be one of SLCN, HI, VI: 1 row(s) are not, the first is line 5, "
        "which holds a number",
        "column 'pupils' should be a count: 1 row(s) are not, the first is line 3, "
        "which holds text",
    ]


def test_a_table_in_memory_is_checked_whatever_its_types(tmp_path: Path):
    contract = described(tmp_path)
    frame = pd.DataFrame(
        {
            "area_code": ["E10000006", "E10000006"],
            "school_year": ["2019/20", "2019/20"],
            "need": ["HI", "VI"],
            "pupils": [31.0, None],
            "share": [2.3, None],
            "status": ["shown", "too few to show"],
            "printed": pd.to_datetime(["2020-07-02", "2020-07-02"]),
        }
    )
    assert contract.problems(frame) == []
    checked = contract.check(frame)
    assert checked["pupils"].iloc[0] == 31
    assert checked["printed"].tolist() == ["2020-07-02", "2020-07-02"]
    frame.loc[0, "pupils"] = 31.5
    with pytest.raises(DataError) as raised:
        contract.check(frame, "the summary")
    assert raised.value.what == "the summary does not match needs.yaml:"
    assert raised.value.problems == [
        "column 'pupils' should be a count: 1 row(s) are not, the first is line 2, '31.5'"
    ]
