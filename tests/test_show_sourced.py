"""Sources are named as their descriptions name them, never by the name of a file."""

import re

import pytest
from show_figures import safe

from jsna import catalogue
from jsna.show import sourced


def line(rule: str, *sources: str, made_up: bool = True) -> str:
    cells = [{"area": "Eden", "value": 50.0, "n": 50.0}]
    of = safe(cells, dimensions=("area",), rule=rule, source=sources, made_up=made_up)
    return "; ".join(sourced.named(of))


def test_an_extract_is_called_what_its_contract_calls_it():
    assert line("rounded", "ehc_ceased", made_up=False) == "EHC plans that ceased"
    assert line("statistic", "camhs_referrals") == "Referrals to CAMHS (made-up records)"


def test_a_name_that_two_descriptions_have_is_told_apart_by_the_rule():
    assert line("statistic", "attainment") == "Attainment by pupil (made-up records)"
    published = line("published", "attainment", made_up=False)
    assert published == "What pupils with and without SEN attain, Department for Education"


def test_what_is_published_is_never_called_made_up_beside_records_that_are():
    assert line("rounded", "pupils", "timeliness") == (
        "Pupils on roll (school census, January) (made-up records); "
        "New EHC plans within 20 weeks, in both readings, Department for Education"
    )


def test_under_a_picture_what_is_made_up_is_said_once():
    cells = [{"area": "Eden", "value": 50.0, "n": 50.0}]
    of = safe(
        cells, dimensions=("area",), rule="rounded", made_up=True,
        source=("pupils", "ehc_plans", "timeliness"),
    )  # fmt: skip
    assert sourced.source_words(of) == (
        "Source: made-up records (Pupils on roll (school census, January); EHC plans), with "
        "New EHC plans within 20 weeks, in both readings, Department for Education. "
        "Period: January 2019 to January 2021."
    )


def test_a_made_up_figure_always_says_so():
    assert line("statistic", "plan").endswith("(made-up records)")


@pytest.mark.parametrize("figure", catalogue.FIGURES, ids=lambda f: f.id)
def test_no_figure_names_a_source_by_the_name_of_a_file(figure):
    for source in figure.source:
        assert not re.search(r"[a-z]_[a-z]", sourced.described(source, figure).title), source
        assert sourced.described(source, figure).title != source.replace("_", " ")
