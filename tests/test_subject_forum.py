"""The forum's survey beside the council's: arms apart, the same words only, absent is said."""

import pandas as pd
import pytest
from test_subject_voice import TWO_YEARS, answers, cell

from jsna import demo
from jsna.sources import Sources
from jsna.subjects import forum

TRUST = "I trust local services"
PLAN, SUPPORT = forum.COUNCIL.values()


def given(*rows: tuple[int, str, int | None, int, int]) -> Sources:
    """Return the council's two years beside forum rows: year, words, invited, answered, agreed."""
    council = answers(*TWO_YEARS)
    columns = ["survey_year", "question_text", "invited", "answered", "agreed"]
    table = pd.DataFrame(rows, columns=columns).astype({"invited": "Int64"})
    tables = {name: council.accepted(name) for name in ("survey_answers", "survey_invited")}
    extra = {forum.EXTRACT: table} if rows else {}
    return Sources(council.params, lambda: {**tables, **extra})


def test_the_three_surveys_of_parents_stand_side_by_side_and_are_never_put_together():
    found = forum.beside(given((2020, TRUST, 400, 100, 45)))
    row = {"asked": TRUST, "year": "2020"}
    assert cell(found, **row, survey=forum.FORUM)["value"] == pytest.approx(45.0)
    assert cell(found, **row, survey=PLAN)["value"] == pytest.approx(60.0)
    assert cell(found, **row, survey=SUPPORT)["value"] == pytest.approx(75.0)
    assert set(found["survey"]) == {forum.FORUM, PLAN, SUPPORT}


def test_there_is_an_interval_where_members_were_written_to_and_none_for_an_open_link():
    written, link = (
        cell(forum.beside(given((2020, TRUST, invited, 100, 45))), year="2020", survey=forum.FORUM)
        for invited in (400, None)
    )
    assert 34 < written["lower"] < 37  # a quarter of the members answered: narrower than Wilson
    assert 53 < written["upper"] < 56
    assert pd.isna(link["lower"])
    assert link["value"] == pytest.approx(45.0)


def test_a_question_in_other_words_is_not_set_beside():
    found = forum.beside(given((2020, "Services act on what I say", None, 100, 45)))
    own = {"asked": "Services act on what I say", "year": "2020"}
    assert cell(found, **own, survey=forum.FORUM)["status"] == "shown"
    assert cell(found, **own, survey=PLAN)["status"] == "not applicable"
    assert cell(found, asked=TRUST, year="2020", survey=forum.FORUM)["status"] == "not applicable"


def test_a_survey_that_did_not_come_is_not_collected_and_the_council_stands():
    found = forum.beside(given())
    row = {"asked": TRUST, "year": "2020"}
    assert cell(found, **row, survey=forum.FORUM)["status"] == "not collected"
    assert cell(found, **row, survey=PLAN)["status"] == "shown"


def test_fewer_than_ten_members_are_too_few():
    found = forum.beside(given((2020, TRUST, 400, 9, 4)))
    assert cell(found, year="2020", survey=forum.FORUM)["status"] == "too few to show"


def test_the_made_up_forum_asks_two_questions_in_the_council_s_words_of_both_years():
    table = demo.tables()["forum_survey"]
    assert table["survey_year"].tolist() == [2019] * 4 + [2020] * 4
    assert table["invited"].isna().tolist() == [True] * 4 + [False] * 4
    council = demo.tables()["survey_answers"]
    asked = set(council[council["survey_year"].astype(int) == 2020]["question_text"])
    same = [text in asked for text in table[table["survey_year"] == 2020]["question_text"]]
    assert same == [True, True, False, False]
