"""A params file is read once, and everything wrong with it is said together."""

from datetime import date
from pathlib import Path

import pytest

from jsna import params
from jsna.errors import ParamError
from jsna.project import PARAMS

GOOD = (PARAMS / "cumbria-2021.yaml").read_text(encoding="utf-8")
LINES = GOOD.splitlines()
AREA = LINES.index('area: "cumbria"') + 1


def problems_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParamError) as caught:
        params.read(path)
    assert str(caught.value).startswith("mine.yaml cannot be used:")
    return caught.value.problems


def test_the_default_edition_is_read() -> None:
    read = params.read(PARAMS / "cumbria-2021.yaml")
    assert read.edition == "cumbria-2021"
    assert read.as_of == date(2021, 8, 31)
    assert read.approved_on == date(2019, 10, 18)
    assert read.made_up


def test_the_edition_before_is_read() -> None:
    assert params.read(PARAMS / "cumbria-2020.yaml").as_of == date(2020, 9, 30)


def test_params_are_frozen() -> None:
    read = params.read(PARAMS / "cumbria-2021.yaml")
    with pytest.raises(AttributeError):
        read.round_to = 3  # type: ignore[misc]


BROKEN = {
    "an unknown name": (
        'edition_titel: "x"\n' + GOOD,
        ["'edition_titel' is not a parameter; did you mean 'edition_title'?"],
    ),
    "a missing name": (
        GOOD.replace("plan_weeks: 20\n", ""),
        ["'plan_weeks' is missing"],
    ),
    "a repeated name": (
        GOOD + '\narea: "cumbria"\n',
        [f"line {len(LINES) + 2}: 'area' is given again (first on line {AREA}); keep one"],
    ),
    "a share that half of all would reach": (
        GOOD.replace("judged_good_percent: 66", "judged_good_percent: 50"),
        ["'judged_good_percent' should be from 51 to 100, but is 50"],
    ),
    "a number in quotes": (
        GOOD.replace("round_to: 5", 'round_to: "5"'),
        ["'round_to' should be a whole number without quotes, but is '5'"],
    ),
    "an impossible day": (
        GOOD.replace('"2021-08-31"', '"2021-08-32"'),
        ["'as_of' should be a day in quotes, such as \"2021-08-31\", but is '2021-08-32'"],
    ),
    "an unknown state": (
        GOOD.replace('"draft"', '"done"'),
        ["'edition_state' should be one of draft, final, but is 'done'"],
    ),
    "an area without a pack": (
        GOOD.replace('area: "cumbria"', 'area: "demoshire"'),
        ["'area' names 'demoshire', but params/areas has only: cumbria"],
    ),
    "rounding that protects nobody": (
        GOOD.replace("round_to: 5", "round_to: 3"),
        ["'round_to' should be 5 or more, but is 3: less protects nobody"],
    ),
    "an edition that is a path": (
        GOOD.replace('edition: "cumbria-2021"', 'edition: "../cumbria"'),
        [
            "'edition' should be lower-case words joined by hyphens, but is '../cumbria'",
        ],
    ),
    "real extracts without a key": (
        GOOD + '\nextracts: "."\n',
        [
            "'linkage_key_file' is missing: real extracts need a key of their own, kept outside "
            "the project"
        ],
    ),
    "a folder that is not there": (
        GOOD + '\nextracts: "nowhere"\nlinkage_key_file: "."\n',
        [
            "'extracts' names 'nowhere', which does not exist; paths start from the params file",
        ],
    ),
    "an empty file": ("", ["it is empty"]),
    "no YAML": ("edition: [", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_one_message(tmp_path: Path, name: str) -> None:
    text, expected = BROKEN[name]
    found = problems_of(tmp_path, text)
    if expected is None:
        assert "it cannot be read as YAML" in found[0]
    else:
        assert found == expected


def test_everything_wrong_is_said_together(tmp_path: Path) -> None:
    text = (
        GOOD.replace("plan_weeks: 20\n", "")
        .replace("round_to: 5", 'round_to: "five"')
        .replace('as_of: "2021-08-31"', "as_of: 2021")
        .replace("wait_weeks", "wait_week")
    )
    assert problems_of(tmp_path, text) == [
        "'wait_week' is not a parameter; did you mean 'wait_weeks'?",
        "'as_of' should be a day in quotes, such as \"2021-08-31\", but is 2021",
        "'round_to' should be a whole number without quotes, but is 'five'",
        "'wait_weeks' is missing",
        "'plan_weeks' is missing",
    ]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ParamError) as caught:
        params.read(tmp_path / "none.yaml")
    assert caught.value.problems == ["there is no such file"]


def test_a_key_inside_the_project_is_refused(tmp_path: Path) -> None:
    inside = (PARAMS / "cumbria-2021.yaml").as_posix()
    text = GOOD + f'\nextracts: "."\nlinkage_key_file: "{inside}"\n'
    assert problems_of(tmp_path, text) == [
        "'linkage_key_file' lies inside the project; keep the key outside it"
    ]


def test_headers_of_a_senders_own_are_named_by_extract(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        GOOD + '\nheader_aliases:\n  pupils: {"SEN status": "sen_provision"}\n', "utf-8"
    )
    assert params.read(path).header_aliases == {"pupils": {"SEN status": "sen_provision"}}
    assert problems_of(tmp_path, GOOD + '\nheader_aliases: {pupils: "x"}\n') == [
        "'header_aliases' should hold, for an extract, headers with the column each means"
    ]
