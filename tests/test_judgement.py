"""The rule of the judgement: a table of worked cases, what would turn each, and what is real."""

from dataclasses import replace
from datetime import date

import pytest
from small_plan import clean_plan, kpi

from inspection import evidence, kpis, plan, published_readings, register
from inspection.judgement import (
    QUESTIONS,
    Override,
    Thresholds,
    both,
    decide,
    judge,
    missing,
)
from inspection.judgement_facts import Facts, PlaceFact, Sign, facts
from inspection.judgement_rule import rule_text
from inspection.kpis import Measure
from inspection.readings import Reading, in_words
from inspection.sensitivity import threshold_turns, turns
from jsna import params
from jsna.errors import DataError
from jsna.project import PARAMS

NOW = date(2021, 8, 31)
APPROVED = date(2019, 10, 18)
LIMITS = Thresholds(2, 66, 60, 6, 3, 10, 2, "the Board, 1 June 2021")


def sign(good=True, source="WG1.1", **other):
    values = {
        "says": f"{source} {'better' if good else 'worse'}",
        "good": good,
        "source": source,
        "weight": 2,
        "on": date(2021, 6, 30),
        "values_since": 3,
    }
    return Sign(**(values | other))


def place(name, value, county=50.0, half=2.0, **other):
    def reading(number, where):
        return Reading(
            number,
            unit="%",
            period="June 2021",
            place=where,
            lower=number - half,
            upper=number + half,
            **other,
        )

    return PlaceFact("WG1.1", name, reading(value, name), reading(county, "Cumbria"), True)


EVEN = tuple(place(name, 50.0) for name in ("Allerdale", "Carlisle", "Eden"))
GOOD = (sign(source="WG1.1"), sign(source="WG1.2"))

STRONG = Facts(
    area_no=4,
    as_of=NOW,
    impact=GOOD,
    voice=(sign(source="survey"),),
    places=EVEN,
    actions=5,
    logged=True,
    implemented=tuple([date(2020, 6, 30)] * 4),
)

BAD = sign(good=False, source="WG1.3")

# Worked by hand from the rule as it is written: the facts, the answer, and the five replies in the
# order impact, felt, even, voice, lasting (y, n or ? for not known).
CASES = {
    "everything speaks for it": (STRONG, "sufficient progress", "yyyyy"),
    "nothing at all is known": (Facts(4, NOW), "cannot tell yet", "?????"),
    "activity alone, all of it done": (
        Facts(4, NOW, actions=5, logged=True, implemented=tuple([date(2020, 1, 1)] * 5)),
        "cannot tell yet",
        "?????",
    ),
    "one good sign is too few": (
        replace(STRONG, impact=GOOD[:1]),
        "cannot tell yet",
        "?yyyy",
    ),
    "two good of three is just enough": (
        replace(STRONG, impact=(*GOOD, BAD)),
        "sufficient progress",
        "yyyyy",
    ),
    "three good of five is not clear": (
        replace(
            STRONG,
            impact=(*GOOD, sign(source="WG1.4"), BAD, sign(good=False, source="WG1.5")),
        ),
        "cannot tell yet",
        "?yyyy",
    ),
    "as many worse as better": (
        replace(STRONG, impact=(GOOD[0], BAD)),
        "not yet",
        "nyyyy",
    ),
    "one worse and none better": (
        replace(STRONG, impact=(BAD,)),
        "not yet",
        "nyyy?",
    ),
    "too recent to have been felt": (
        replace(STRONG, implemented=tuple([date(2021, 1, 31)] * 4)),
        "not yet",
        "ynyyy",
    ),
    "in place six months to the day": (
        replace(STRONG, implemented=tuple([date(2020, 12, 30)] * 3)),
        "sufficient progress",
        "yyyyy",
    ),
    "three of five actions in time are enough": (
        replace(STRONG, implemented=(*[date(2020, 6, 30)] * 3, date(2021, 5, 1))),
        "sufficient progress",
        "yyyyy",
    ),
    "two of five actions in time are not": (
        replace(STRONG, implemented=(*[date(2020, 6, 30)] * 2, *[date(2021, 5, 1)] * 3)),
        "not yet",
        "ynyyy",
    ),
    "no log says when anything was done": (
        replace(STRONG, logged=False, implemented=()),
        "cannot tell yet",
        "y?yyy",
    ),
    "one place is left behind": (
        replace(STRONG, places=(*EVEN[:2], place("Copeland", 40.0))),
        "not yet",
        "yynyy",
    ),
    "a place is behind, within chance": (
        replace(STRONG, places=(*EVEN[:2], place("Copeland", 40.0, half=8.0))),
        "sufficient progress",
        "yyyyy",
    ),
    "a place is behind by less than a tenth": (
        replace(STRONG, places=(*EVEN[:2], place("Copeland", 45.5, half=0.1))),
        "sufficient progress",
        "yyyyy",
    ),
    "two places cannot show that all are even": (
        replace(STRONG, places=EVEN[:2]),
        "cannot tell yet",
        "yy?yy",
    ),
    "two places can show that they are not": (
        replace(STRONG, places=(place("Allerdale", 30.0), place("Eden", 60.0))),
        "not yet",
        "yynyy",
    ),
    "no family was heard": (replace(STRONG, voice=()), "cannot tell yet", "yyy?y"),
    "families say that it is worse": (
        replace(STRONG, voice=(sign(good=False, source="survey"),)),
        "not yet",
        "yyyny",
    ),
    "families are divided": (
        replace(STRONG, voice=(sign(source="survey"), sign(good=False, source="forum"))),
        "cannot tell yet",
        "yyy?y",
    ),
    "measured once only": (
        replace(STRONG, impact=tuple(replace(one, values_since=1) for one in GOOD)),
        "cannot tell yet",
        "yyyy?",
    ),
    "it fell back": (
        replace(STRONG, impact=(GOOD[0], replace(GOOD[1], fell_back=True))),
        "not yet",
        "yyyyn",
    ),
    "a known no outweighs what is not known": (
        Facts(4, NOW, voice=(sign(good=False, source="survey"),)),
        "not yet",
        "???n?",
    ),
}

LETTER = {"yes": "y", "no": "n", "not known": "?"}


@pytest.mark.parametrize("name", CASES)
def test_the_rule_answers_the_worked_case(name):
    known, answer, replies = CASES[name]
    found = judge(known, LIMITS)
    assert "".join(LETTER[line.reply] for line in found.lines) == replies
    assert found.rule_answer == answer


def test_the_worked_cases_stand_on_the_thresholds_of_the_default_edition():
    chosen = Thresholds.of(params.read(PARAMS / "cumbria-2021.yaml"))
    assert replace(chosen, decided_by=LIMITS.decided_by) == LIMITS


def test_the_worked_cases_show_every_answer_and_every_reply():
    answers = [answer for _, answer, _ in CASES.values()]
    assert {one: answers.count(one) for one in set(answers)} == {
        "sufficient progress": 6,
        "not yet": 9,
        "cannot tell yet": 9,
    }
    for place_of_question in range(5):
        assert {replies[place_of_question] for _, _, replies in CASES.values()} == set("yn?")


@pytest.mark.parametrize("count", range(3 ** len(QUESTIONS)))
def test_sufficient_needs_five_yes_and_nothing_else_gives_it(count):
    options = ("yes", "no", "not known")
    replies = [options[count // 3**place % 3] for place in range(len(QUESTIONS))]
    sufficient = decide(replies) == "sufficient progress"
    assert sufficient == (replies == ["yes"] * 5)
    assert (decide(replies) == "not yet") == ("no" in replies)


def test_every_line_says_why():
    found = judge(CASES["too recent to have been felt"][0], LIMITS)
    assert found.because == (
        "too recent to have been felt: 0 of 5 actions were implemented 6 months or more before "
        "the newest impact was measured (30 June 2021)",
    )


def test_the_strongest_case_against_stands_beside_the_answer():
    heavy = sign(good=False, source="review", weight=3, says="Inspectors saw no change")
    found = judge(replace(STRONG, impact=(*GOOD, heavy), others=(BAD,)), LIMITS)
    assert found.rule_answer == "sufficient progress"
    assert found.strongest_against == "Inspectors saw no change"
    assert found.case_against == ("Inspectors saw no change", "WG1.3 worse")


def test_of_equal_weight_the_newer_speaks_first():
    old = sign(good=False, source="A", on=date(2020, 6, 30), says="old")
    new = sign(good=False, source="B", on=date(2021, 6, 30), says="new")
    assert judge(replace(STRONG, others=(old, new)), LIMITS).strongest_against == "new"


OVERRIDE = Override(4, "not yet", "The survey reached one town only", "Strategic Lead", NOW)


def test_an_override_leaves_the_rule_s_answer_in_sight():
    found = judge(STRONG, LIMITS, OVERRIDE)
    assert (found.answer, found.rule_answer) == ("not yet", "sufficient progress")
    assert found.sentence == (
        "Area 4: not yet (by Strategic Lead: The survey reached one town only; the rule says "
        "sufficient progress)."
    )


def test_an_override_without_reason_role_or_right_day_is_refused():
    wrong = Override(5, "sufficient progress", " ", "", date(2021, 9, 1))
    with pytest.raises(DataError) as caught:
        judge(STRONG, LIMITS, wrong)
    assert caught.value.problems == [
        "it gives no reason; say why the rule's answer is not right",
        "it names no role; say who answers for it",
        "it is of 2021-09-01, after the day that is judged, 2021-08-31",
        "it is of area 5, and this is area 4",
    ]


def test_real_figures_are_judged_first_and_alone():
    mixed = replace(
        STRONG,
        impact=tuple(replace(one, made_up=True) for one in GOOD),
        log_made_up=True,
    )
    pair = both(mixed, LIMITS, [OVERRIDE])
    assert pair.real.rule_answer == "cannot tell yet"
    assert not pair.real.made_up
    assert pair.real.answer == "not yet"
    assert pair.rehearsal.rule_answer == "sufficient progress"
    assert pair.rehearsal.sentence == "REHEARSAL: Area 4: sufficient progress."
    assert pair.rehearsal.override is None


def test_without_anything_made_up_there_is_no_rehearsal():
    assert both(STRONG, LIMITS).rehearsal is None


def test_one_change_that_would_turn_a_sufficient_area():
    found = turns(judge(STRONG, LIMITS))
    assert len(found) == 10
    assert {(one.question, one.then, one.answer) for one in found} >= {
        ("voice", "no", "not yet"),
        ("voice", "not known", "cannot tell yet"),
    }


def test_one_gap_is_all_that_parts_an_area_from_sufficient():
    found = turns(judge(CASES["no family was heard"][0], LIMITS))
    assert ("voice", "yes", "sufficient progress") in {
        (one.question, one.then, one.answer) for one in found
    }
    assert [line.question for line in missing(judge(replace(STRONG, voice=()), LIMITS))] == [
        "voice"
    ]


def test_where_two_things_are_missing_no_single_one_makes_it_sufficient():
    found = turns(judge(replace(STRONG, voice=(), places=()), LIMITS))
    assert {one.answer for one in found} == {"not yet"}


def test_thresholds_that_would_turn_the_answer_are_named():
    assert threshold_turns(STRONG, LIMITS) == (
        ("fewest_signs", "3", "cannot tell yet"),
        ("fewest_places", "4", "cannot tell yet"),
    )


def measure(**other):
    values = {
        "row_id": "WG1.1",
        "measure": "wg1-1",
        "sense": "increase",
        "shows": "impact",
        "sign": "",
        "collected": "survey",
        "figure_id": "seen",
        "where": "",
        "column": "",
        "not_assessed": (),
        "why_not_assessed": "",
        "frequency": "yearly",
        "first_return": date(2020, 1, 31),
        "owner_role": "Partner",
        "schedule": "plan",
    }
    return Measure(**(values | other))


def facts_of(values, log=(), change=None, **counted):
    small = clean_plan(kpis=(kpi("WG1.1"),), **(change or {}))
    readings = [Reading(value, unit="%", period=period) for value, period in values]
    made = kpis.register(small, {"WG1.1": measure(**counted)}, {"WG1.1": readings}, APPROVED)
    return facts(1, NOW, APPROVED, made, {}, register.register(small, log))


@pytest.mark.parametrize(("unit", "compared"), [("percent", 1), ("weeks", 1), ("count", 0)])
def test_a_place_is_never_behind_the_county_because_it_has_fewer_children(unit, compared):
    small = clean_plan(kpis=(kpi("WG1.1", unit=unit),))
    made = kpis.register(small, {"WG1.1": measure()}, {}, APPROVED)
    ours = {"WG1.1": [Reading(35, period="2020/21", place="Allerdale")]}
    county = {"WG1.1": Reading(275, period="2020/21")}
    assert len(facts(1, NOW, APPROVED, made, {}, (), ours, county).places) == compared


def test_a_place_is_told_with_the_unit_of_its_measure():
    ours = Reading(40, unit="weeks", period="2020/21")
    fact = PlaceFact("WG2.8", "Eden", ours, Reading(34, unit="weeks", period="2020/21"), False)
    assert fact.said == "WG2.8 in Eden 40 weeks against 34 weeks (2020/21)"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (45.59, "%", "45.6%"),
        (40, "percent of those counted", "40% of those counted"),
        (34, "weeks", "34 weeks"),
        (1.17, "ratio", "ratio 1.2"),
        (-0.8, "score", "score -0.8"),
        (2650019, "pounds", "2,650,019 pounds"),
        (12, "", "12"),
    ],
)
def test_a_value_is_printed_with_its_unit(value, unit, words):
    assert in_words(value, unit) == words


def test_one_sign_and_one_action_are_told_in_the_singular():
    one = judge(Facts(1, NOW, impact=(sign(good=False),)), LIMITS)
    assert one.lines[0].because == "the only sign of impact is bad"
    none = judge(Facts(1, NOW), LIMITS)
    assert none.lines[-1].because == "nothing was measured twice since"


def test_an_improved_outcome_since_the_plan_is_a_sign_and_a_survey_is_a_voice():
    found = facts_of([(40, "2018/19"), (62, "June 2020"), (65, "June 2021")])
    assert [(one.source, one.good, one.values_since) for one in found.impact] == [
        ("WG1.1", True, 2)
    ]
    assert found.voice == found.impact


def test_an_outcome_that_fell_back_is_marked():
    found = facts_of([(40, "2018/19"), (75, "June 2020"), (65, "June 2021")])
    assert found.impact[0].fell_back


def test_a_measure_of_activity_is_no_sign_of_impact():
    found = facts_of([(40, "2018/19"), (65, "June 2021")], shows="activity")
    assert found.impact == ()


def test_a_measure_without_a_target_speaks_by_how_it_moved():
    bare = {"target_6m_value": None, "target_12m_value": None, "target_18_24m_value": None}
    small = clean_plan(kpis=(kpi("WG1.1", **bare),))
    readings = {
        "WG1.1": [
            Reading(40.0, unit="%", period="2018/19"),
            Reading(30.0, unit="%", period="June 2021"),
        ]
    }
    made = kpis.register(small, {"WG1.1": measure()}, readings, APPROVED)
    assert made[0].status == "no target"
    found = facts(1, NOW, APPROVED, made, {}, register.register(small))
    assert [(one.good, one.values_since) for one in found.impact] == [(False, 1)]


def test_better_and_not_yet_where_it_should_be_is_better_all_the_same():
    found = facts_of([(40, "2018/19"), (55, "June 2021")])
    assert [one.good for one in found.impact] == [True]


def test_no_change_and_a_missed_target_is_no_better():
    found = facts_of([(55, "2018/19"), (55, "June 2021")])
    assert [one.good for one in found.impact] == [False]


def test_a_value_from_before_the_plan_is_no_sign():
    assert facts_of([(40, "2017/18"), (65, "2018/19")]).impact == ()


def test_a_day_in_the_log_counts_and_its_being_made_up_is_kept():
    entry = register.Entry(
        "1.1.1", date(2020, 9, 30), "completed", implemented=date(2020, 9, 1), made_up=True
    )
    found = facts_of([(40, "2018/19"), (65, "June 2021")], [entry])
    assert (found.logged, found.implemented, found.actions) == (True, (date(2020, 9, 1),), 3)
    assert found.log_made_up and found.real.implemented == () and not found.real.logged


@pytest.fixture(scope="module")
def real():
    statement, measures = plan.read(NOW), kpis.read_measures()
    standings = kpis.register(
        statement, measures, published_readings.kpi_readings(measures, NOW), APPROVED
    )
    papers = evidence.read(NOW, plan=statement)
    records = register.register(statement)
    return {
        area.area_no: judge(facts(area.area_no, NOW, APPROVED, standings, papers, records), LIMITS)
        for area in statement.areas
    }


def test_on_real_figures_and_papers_nobody_can_tell_yet(real):
    assert len(real) == 9
    assert {one.rule_answer for one in real.values()} == {"cannot tell yet"}


def test_every_real_answer_has_the_inspectors_against_it(real):
    for one in real.values():
        assert any("significant weakness" in case for case in one.case_against)
        assert not one.made_up


def test_no_real_area_is_sufficient_whatever_single_thing_changes(real):
    for one in real.values():
        assert "sufficient progress" not in {turn.answer for turn in turns(one)}


def test_the_rule_on_the_page_carries_the_edition_s_thresholds():
    text = " ".join(
        rule_text(
            Thresholds(
                fewest_signs=3,
                good_percent=71,
                done_percent=55,
                felt_months=9,
                fewest_places=4,
                behind_percent=12.5,
                lasting_values=5,
                decided_by="the Board, 1 June 2021",
            )
        )
    )
    for words in (
        "at least 3 signs",
        "at least 71% of all signs",
        "at least 55% of the actions",
        "implemented 9 months or more",
        "at least 12.5% of the county",
        "at least 4 places",
        "over 5 values",
        "too recent to have been felt",
        "were decided by: the Board, 1 June 2021.",
    ):
        assert words in text
    assert len(text.split()) < 400


def test_the_rule_on_the_page_asks_every_question_in_order():
    paragraphs = rule_text(LIMITS)
    asked = [line for line in paragraphs if line[0].isdigit()]
    assert [line.split(". ", 1)[1].split("?")[0] + "?" for line in asked] == list(
        QUESTIONS.values()
    )
