"""The pages of the partnership: real first, rehearsed marked, gaps named."""

import re
from dataclasses import replace
from datetime import date

import pytest

from inspection import known
from inspection import register as plan_register
from inspection.known import Known
from inspection.pages import (
    chain,
    judgement,
    lint,
    listed,
    measures,
    questions,
    register,
    requests,
)
from inspection.paper import Sentence
from inspection.register import Entry
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


def test_the_case_against_is_told_in_sentences_with_what_no_paper_reports(papers: Known) -> None:
    lines = judgement.against(papers, 6).text.splitlines()
    assert lines[1] == (
        "Area inspection, March 2019: Nine areas of significant weakness were found."
    )
    assert "8 of 23 actions are past their date with nothing reported in any paper" in lines[2]
    assert "Not known: nothing since the plan shows what changed in lives." in lines


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


def test_every_group_and_area_has_its_actions_in_view(papers: Known) -> None:
    lines = register.standing(papers).text.splitlines()
    assert (
        "Understanding of Local Need | 7 actions: reported as worked on; 3 actions: nothing "
        "reported; 2 actions: reported as started | 12 of 12 actions | 12 actions | 12 actions | "
        "12 actions" in lines
    )
    assert sum(" actions" in line and " | " in line for line in lines) == 6 + 9


def test_the_longest_overdue_action_stands_first_with_who_waits(papers: Known) -> None:
    lines = register.critical(papers).text.splitlines()
    assert lines[1] == "Critical overdue, the longest first: 148 actions in all"
    assert lines[2].startswith("3.1.1: Hold a first scoping meeting")
    assert "31 August 2019, 731 days ago" in lines[2]
    assert len(lines) == 22


def test_a_change_of_chair_and_of_a_date_stand_in_the_history(papers: Known) -> None:
    assert "Working group 3: chair | Chief Executive, People First, then Lay chair" in (
        register.changes(papers).text
    )
    entries = (
        Entry("1.1.1", date(2020, 1, 31), "in progress", date(2019, 10, 31), owner_role="AD, CCC"),
        Entry(
            "1.1.1", date(2020, 6, 30), "delayed", date(2020, 12, 31), owner_role="Lead, CCG",
            delay_reason="funding", made_up=True,
        ),
    )  # fmt: skip
    records = plan_register.register(papers.plan, entries)
    side = replace(
        papers.real, records=records, returned=replace(papers.real.returned, log=entries)
    )
    lines = register.changes(replace(papers, rehearsed=side)).text.splitlines()
    assert (
        "REHEARSAL: 1.1.1: due | 31 October 2019, then 31 December 2020 | 30 June 2020 | funding"
        in lines
    )
    assert "REHEARSAL: 1.1.1: lead | AD, CCC, then Lead, CCG | 30 June 2020 | funding" in lines


def test_a_measure_with_few_values_is_not_said_to_change(papers: Known) -> None:
    lines = measures.moves(papers).text.splitlines()
    (early,) = [line for line in lines if line.startswith("WG6.8: ")]
    assert "21% (2015/16); 24% (2016/17); 28% (2017/18); 22% (2018/19) | increase" in early
    assert "WG6.8 has 4 values; 12 values are needed to tell a change from noise." in early


def test_the_lens_leads_to_each_area_and_place_without_a_script(papers: Known) -> None:
    html = questions.lens(questions.facts(papers)).html
    wanted = set(re.findall(r'href="#([^"]+)"', html))
    there = set(re.findall(r'id="([^"]+)"', html))
    assert {"area-1-0", "area-9-1"} <= wanted <= there
    assert html.count("3 questions<") == 9 * 7
    assert len(wanted) == 9 * 2  # from papers alone nothing is known by place
    everywhere = "Allerdale, Barrow-in-Furness, Carlisle, Copeland, Eden or South Lakeland"
    assert f"Area 1: {everywhere}</h" in html
    assert "<script" not in html


def test_one_table_tells_what_would_turn_each_answer(papers: Known) -> None:
    lines = judgement.overview(papers).text.splitlines()[1:]
    assert len(lines) == 9
    assert all("| cannot tell yet |" in line for line in lines)
    assert not any("sufficient progress" in line for line in lines)
    assert "Is it so in every part of the county? no: not yet" in lines[0]
