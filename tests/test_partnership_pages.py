"""The pages of the partnership: real first, rehearsed marked, gaps named."""

import pytest

from inspection import known
from inspection.known import Known
from inspection.pages import chain, judgement, lint, listed, measures, requests
from inspection.paper import Sentence
from jsna import params
from jsna.project import PARAMS


@pytest.fixture(scope="module")
def papers() -> Known:
    """What is known from papers alone."""
    return known.open_known(params.read(PARAMS / "cumbria-2021.yaml"))


def test_the_answer_of_papers_alone_is_cannot_tell_yet(papers: Known) -> None:
    text = judgement.answers(papers, 6).text
    assert "From real figures and documents alone | cannot tell yet" in text
    assert "REHEARSAL" not in text


def test_the_rule_is_printed_with_its_five_questions(papers: Known) -> None:
    text = judgement.rule(papers).text
    assert "decided by: nobody yet: a proposal to the Improvement Board." in text
    assert all(f"{number}. " in text for number in range(1, 6))


def test_a_page_says_which_one_reply_would_turn_the_answer(papers: Known) -> None:
    text = judgement.turns(papers, 7).text
    assert "If “Do families say so?” were answered “no” instead of “not known”" in text
    assert "the answer would be: not yet" in text


def test_a_made_up_sentence_says_so_in_a_list() -> None:
    assert listed([Sentence("It fell.", made_up=True)]).text == "REHEARSAL: It fell."
    assert listed([], "Nothing.").text == "Nothing."


def test_the_chain_names_gaps_both_ways(papers: Known) -> None:
    text = chain.gaps(papers).text
    assert "An action that no KPI measures" in text
    assert "A KPI that measures no action" in text
    assert "An area on which no family was heard since the plan" in text


def test_every_area_has_its_chain(papers: Known) -> None:
    text = chain.areas(papers).text
    assert all(f"Area {number}: " in text for number in range(1, 10))


def test_the_impossible_date_stands_first_among_what_cannot_be_so(papers: Known) -> None:
    text = lint.findings(papers).text
    assert "6.1.2a | '31 November 2019' is not a day of the calendar" in text


def test_a_measure_of_which_nothing_came_is_overdue_since_its_first_day(papers: Known) -> None:
    text = measures.schedule(papers).text
    assert "overdue since 31 December 2019; none that we hold ever came" in text


def test_gaps_of_the_request_list_come_before_what_we_have(papers: Known) -> None:
    rows = [line.split(" | ")[1] for line in requests.answers(papers).text.splitlines()[1:]]
    assert len(rows) == 32
    assert rows[0] == "gap"
    assert rows == sorted(rows, key=["gap", "have, too old", "have"].index)
