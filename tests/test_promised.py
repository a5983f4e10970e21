"""What an area and a working group promised: the same questions, put to either part of the plan."""

import pytest

from inspection import promised, registers
from inspection.promised import Part
from inspection.readiness import Readiness
from jsna import params
from jsna.project import PARAMS


@pytest.fixture(scope="module")
def known() -> Readiness:
    return Readiness.open(params.read(PARAMS / "cumbria-2021.yaml"))


def test_a_working_group_answers_the_areas_that_name_it(known: Readiness) -> None:
    group = Part.of(known, "", "2")
    assert (group.label, group.areas) == ("2 Commissioning and Access to Provision", (3, 9))
    assert Part.of(known, "9", "").areas == (9,)


def test_a_part_that_the_plan_has_not_is_an_error(known: Readiness) -> None:
    with pytest.raises(KeyError):
        Part.of(known, "10", "")
    with pytest.raises(KeyError):
        Part.of(known, "", "7")


def test_actions_name_their_lead_and_what_papers_report(known: Readiness) -> None:
    first = promised.actions(known, Part.of(known, "", "1")).text.splitlines()
    assert first[0].startswith("Actions of working group 1 Understanding of Local Need")
    assert first[1].startswith("1.1.1 | ")
    assert first[1].endswith("reported as worked on")
    areas = promised.actions(known, Part.of(known, "7", "")).text.splitlines()
    assert all(line.startswith("6.") for line in areas[1:])


def test_what_papers_report_of_a_group_is_what_they_report_of_its_areas(known: Readiness) -> None:
    group = promised.reported(known, Part.of(known, "", "2")).text
    third = promised.reported(known, Part.of(known, "3", "")).text.splitlines()[1:]
    ninth = promised.reported(known, Part.of(known, "9", "")).text.splitlines()[1:]
    assert third
    assert all(line in group for line in [*third, *ninth])


def test_the_measures_of_an_area_say_where_they_stand(known: Readiness) -> None:
    text = promised.measures(known, Part.of(known, "6", "")).text
    assert text.startswith("Measures of area 6")
    assert "WG5.3" in text


def test_the_measures_that_audits_feed_stand_together_whichever_group_they_are_of(
    known: Readiness,
) -> None:
    lines = registers.measures_of_figure(known, "audits-by-item").text.splitlines()
    assert lines[0] == "Measures of the plan that this feeds"
    assert [line.split(" | ")[0] for line in lines[1:]] == [
        "WG1.1", "WG3.9c", "WG3.9d", "WG4.11", "WG5.7",
    ]  # fmt: skip
