"""Each extract has a contract that can be read, and that a sender can meet."""

import pytest

from jsna.intake.extracts import code_lists, extracts, read_contract
from jsna.intake.headers import match, plain

EXTRACTS = extracts()


def test_every_extract_of_the_programme_has_a_contract():
    assert set(EXTRACTS) == {
        "pupils", "ehc_requests", "ehc_assessments", "ehc_plans", "ehc_placements",
        "ehc_reviews", "ehc_ceased", "camhs_referrals", "pathway_referrals", "short_breaks",
        "schools", "service_sites", "survey_answers", "survey_invited", "post_box",
        "plan_audits", "schools_return", "kpi_returns", "action_log", "evidence_register",
        "transition_records", "early_years_census", "college_learners", "adult_social_care",
        "looked_after", "attendance", "exclusions", "home_education", "attainment",
        "tribunal_mediation", "personal_budgets", "forum_survey",
    }  # fmt: skip


def test_the_action_log_has_the_columns_that_the_register_reads():
    assert EXTRACTS["action_log"].column_names == (
        "action_ref", "recorded_on", "status", "due", "approved", "implemented", "embedded",
        "owner_role", "delay_reason", "changed_approach", "note",
    )  # fmt: skip


def test_the_thirteen_primary_needs_are_those_of_the_department():
    assert set(code_lists()["need"].labels) == {
        "ASD", "HI", "MLD", "MSI", "NSA", "OTH", "PD", "PMLD", "SEMH", "SLCN", "SLD", "SPLD", "VI",
    }  # fmt: skip


@pytest.mark.parametrize("name", EXTRACTS)
def test_no_header_means_two_columns_of_one_extract(name):
    extract = EXTRACTS[name]
    names = {plain(column.name) for column in extract.columns}
    meanings: dict[str, set[str]] = {}
    for column in extract.columns:
        for alias in column.aliases:
            if plain(alias) not in names:
                meanings.setdefault(plain(alias), set()).add(column.name)
    assert {word: columns for word, columns in meanings.items() if len(columns) > 1} == {}


@pytest.mark.parametrize("name", EXTRACTS)
def test_the_contracts_own_headers_match_it_whole(name):
    extract = EXTRACTS[name]
    matched = match(extract.column_names, extract)
    assert list(matched.columns) == list(extract.column_names)
    assert (matched.unknown, matched.twice, matched.missing) == ((), (), ())


@pytest.mark.parametrize("name", EXTRACTS)
def test_what_could_recognise_a_child_is_marked_personal(name):
    always = {"child_id", "nhs_number", "date_of_birth", "home_lsoa", "home_postcode", "free_text"}
    extract = EXTRACTS[name]
    assert all(column.personal for column in extract.columns if column.name in always)


def test_headers_are_matched_by_the_params_mapping_then_name_then_alias():
    matched = match(
        ["PUPIL REF.", "Gender", "Sex", "Favourite colour"],
        EXTRACTS["pupils"],
        {"pupil ref": "child_id"},
    )
    assert matched.columns["child_id"] == 0
    assert matched.columns["sex"] == 2
    assert matched.unknown == ("Favourite colour",)
    assert matched.twice == ("sex",)


def test_every_fault_of_a_contract_is_listed():
    raw = {
        "title": "T", "one_row_is": "r", "based_on": "b", "senders": ["nobody"],
        "frequency": "f", "file_names": [], "period": "", "key": ["lost"], "chapters": [],
        "columns": {
            "a": {"is": "colour", "means": "m"},
            "b": {"is": "code", "means": "m"},
            "c": {"use": "nothing"},
        },
    }  # fmt: skip
    _, problems = read_contract("x", raw, {})
    assert problems == [
        "a: 'colour' is no kind of column",
        "b: a code has a list, and nothing else has",
        "c: there is no shared column 'nothing'",
        "'lost' is no column",
        "sender 'nobody' is not in the list 'provider'",
    ]


def test_an_unknown_name_in_a_contract_is_refused():
    extract, problems = read_contract("x", {"colour": "red"}, {})
    assert extract is None
    assert "'colour' is not known here" in problems
