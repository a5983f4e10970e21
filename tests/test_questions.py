"""Questions come from what is missing, late or at odds; our answer comes from what stands."""

from inspection.draft import (
    Draft,
    DraftAction,
    DraftArea,
    DraftClaim,
    DraftJudgement,
    DraftMeasure,
)
from inspection.pack_context import (
    PARTNERSHIP,
    Context,
    Contradiction,
    Gap,
    Group,
    PlaceValue,
    Request,
    organisations,
)
from inspection.questions import by_organisation, hardest, questions

LEAD = "Senior Commissioning Manager – Children and Families (North Cumbria CCG)"


def area(number: int = 6, **changed) -> DraftArea:
    values = {
        "number": number,
        "title": "Mental health",
        "finding": "Found.",
        "good": "Good.",
        "judgement": DraftJudgement("cannot tell yet", (), ()),
    }
    return DraftArea(**{**values, **changed})


def context(one: DraftArea | None = None, **changed) -> Context:
    return Context(Draft("Demoshire", "demo", "2021-08-31", (one or area(),)), **changed)


def texts(made: Context, kind: str) -> list[str]:
    return [one.text for one in questions(made) if one.kind == kind]


def test_an_overdue_action_asks_its_own_lead_what_was_done():
    late = DraftAction("5.5.1", "Report waits.", LEAD, "31 December 2019", "due", overdue=True)
    found = [one for one in questions(context(area(actions=(late,)))) if "5.5.1" in one.text]
    assert [(one.text, one.organisation, one.answer) for one in found] == [
        (
            "Action 5.5.1 was due on 31 December 2019: Report waits. What has been done, and what "
            "shows it?",
            "North Cumbria CCG",
            "State today: due. No reason is recorded.",
        )
    ]


def test_an_action_of_two_organisations_asks_both():
    late = DraftAction(
        "4.1", "X.", "AD Education, CCC; GP lead, North CCG", "2020", "due", overdue=True
    )
    assert {one.organisation for one in questions(context(area(actions=(late,))))} == {
        PARTNERSHIP,
        "Cumbria County Council",
        "North Cumbria CCG",
    }


def test_a_measure_off_track_and_one_that_cannot_be_told_are_asked_about():
    one = area(
        measures=(
            DraftMeasure("WG5.3", "Waiting under 18 weeks", "", "75%", "61%", "not on track"),
            DraftMeasure("WG5.1", "Audits", "", "", "", "cannot tell yet", note="never returned"),
            DraftMeasure("WG5.2", "Plans", "", "50%", "52%", "met"),
        )
    )
    assert texts(context(one), "not on track") == [
        "WG5.3, Waiting under 18 weeks, is at 61% against a target of 75%. What will move it, and "
        "when will families feel that?"
    ]
    assert texts(context(one), "cannot tell") == [
        "How do you know how you are doing on WG5.1, Audits?"
    ]
    assert not any("WG5.2" in one.text for one in questions(context(one)))


def test_an_area_without_a_standing_sentence_on_impact_is_asked_what_is_different():
    contradicted = DraftClaim("a", 6, "impact", "Waits fell.", faults=("contradicted",))
    assert len(texts(context(area(claims=(contradicted,))), "no impact")) == 1
    standing = DraftClaim("a", 6, "impact", "Waits fell.")
    assert texts(context(area(claims=(standing,))), "no impact") == []


def test_contradictions_are_the_hardest_and_come_first():
    made = context(
        area(judgement=DraftJudgement("not yet", (), ("Waits rose.",))),
        contradictions=(Contradiction(6, "Waits fell but parents say they rose.", ("WG5.3",)),),
        gaps=(Gap(6, "action without KPI", "No KPI measures action 5.1.2."),),
    )
    assert [one.kind for one in questions(made)] == [
        "contradiction",
        "case against",
        "no impact",
        "gap",
    ]


def test_the_answer_is_made_of_sentences_that_stand_and_says_when_there_is_none():
    claims = (
        DraftClaim("where", 6, "where we are", "We wait."),
        DraftClaim("made", 6, "impact", "They fell.", made_up=True),
        DraftClaim("bad", 6, "impact", "All is well.", faults=("stale",)),
        DraftClaim("felt", 6, "impact", "Families said so."),
    )
    one = area(claims=claims, judgement=DraftJudgement("not yet", (), ("Waits rose.",)))
    found = [question for question in questions(context(one)) if question.kind == "case against"]
    assert found[0].answer == "Families said so. [felt] We wait. [where]"
    bare = area(judgement=DraftJudgement("not yet", (), ("Waits rose.",)))
    found = [question for question in questions(context(bare)) if question.kind == "case against"]
    assert found[0].answer == "We have no sentence that stands: we cannot answer this yet."


PLACES = tuple(
    PlaceValue(6, "WG5.3", "Waiting under 18 weeks", place, f"{number:.0f}%", number, "good")
    for place, number in (("Allerdale", 52.0), ("Copeland", 41.0), ("Eden", 71.0))
)


def test_the_worst_place_is_asked_about_for_the_county_and_each_place_through_its_own_lens():
    made = context(places=PLACES)
    county = hardest(made, 6)
    assert county[0].text == (
        "Waiting under 18 weeks: Copeland is at 41%, Eden at 71%. Why does it depend on where a "
        "family lives?"
    )
    assert hardest(made, 6, "Allerdale")[0].text.startswith("Waiting under 18 weeks: Allerdale")
    assert not any("Allerdale" in one.text for one in hardest(made, 6, "Eden"))


def test_where_low_is_good_the_highest_place_is_the_worst():
    waits = tuple(
        PlaceValue(6, "wait", "Median wait", place, f"{n} weeks", n, "bad")
        for place, n in (("Eden", 9.0), ("Copeland", 21.0))
    )
    assert texts(context(places=waits), "place")[0].startswith("Median wait: Copeland is at 21")


def test_the_lens_shows_three_questions_of_different_kinds():
    one = area(
        judgement=DraftJudgement("not yet", (), ("Waits rose.", "Trust fell.")),
        measures=(DraftMeasure("WG5.3", "Waiting", "", "75%", "61%", "not on track"),),
    )
    kinds = [question.kind for question in hardest(context(one, places=PLACES), 6, "Copeland")]
    assert kinds == ["place", "case against", "no impact"]


def test_a_question_that_rests_on_a_made_up_figure_is_marked():
    made = context(area(rehearsed=DraftJudgement("not yet", (), ("Made-up waits rose.",))))
    found = [one for one in questions(made) if one.kind == "case against"]
    assert [one.made_up for one in found] == [True]


def test_what_stands_against_the_real_answer_is_not_asked_again_as_a_rehearsal():
    real = DraftJudgement("cannot tell yet", (), ("Waits rose.",))
    rehearsed = DraftJudgement("not yet", (), ("Waits rose.", "They rise in Copeland."))
    told = context(area(judgement=real, rehearsed=rehearsed))
    asked = [(one.text.partition(" Why")[0], one.made_up) for one in questions(told)]
    assert ("Waits rose.", False) in asked
    assert ("Waits rose.", True) not in asked
    assert ("They rise in Copeland.", True) in asked


def test_of_equal_hardness_the_real_question_is_asked_first():
    real = DraftJudgement("cannot tell yet", (), ("Zeal faded.",))
    rehearsed = DraftJudgement("not yet", (), ("Absence rose.",))
    asked = questions(context(area(judgement=real, rehearsed=rehearsed)))
    hard = [one.text.partition(".")[0] for one in asked if one.kind == "case against"]
    assert hard == ["Zeal faded", "Absence rose"]


def test_a_group_whose_chair_changed_and_a_document_we_lack_are_asked_about():
    group = Group(5, "Wellbeing", (("Director, CCC", "2019"), ("Lead, North Cumbria CCG", "2021")))
    missing = Request("Tribunal appeals and outcomes", "gap", "Senior Manager Inclusion, CCC")
    had = Request("EHC plan audits", "have", "Senior Manager Inclusion, CCC")
    made = context(groups=(group,), requests=(missing, had))
    assert texts(made, "changed chair") == [
        "Working group 5, Wellbeing, has had 2 chairs: Director, CCC; then Lead, North Cumbria "
        "CCG. Who answered for its actions in between?"
    ]
    assert texts(made, "missing document") == [
        "Could you let us have: Tribunal appeals and outcomes?"
    ]
    assert list(by_organisation(made)) == [
        "Cumbria County Council",
        "North Cumbria CCG",
        PARTNERSHIP,
    ]


def test_organisations_are_found_in_the_roles_as_printed():
    assert organisations("CEO People First, Communications Business Partner, CCC") == (
        "Cumbria County Council",
        "People First",
    )
    assert organisations("Population Health System Senior Manager (M Bay CCG)") == (
        "Morecambe Bay CCG",
    )
    assert organisations("NTW/LSC NHS Trust") == (
        "CNTW (formerly NTW) NHS Trust",
        "LSCFT (formerly Lancashire Care) NHS Trust",
    )
    assert organisations("Working Group Chairs") == (PARTNERSHIP,)


def test_no_question_is_asked_twice():
    late = DraftAction("5.5.1", "Report.", LEAD, "2019", "due", overdue=True)
    made = context(area(actions=(late, late)))
    assert len([one for one in questions(made) if "5.5.1" in one.text]) == 1


def test_a_place_of_which_nothing_is_known_is_asked_about_just_that():
    found = hardest(context(places=PLACES), 6, "Barrow-in-Furness")
    assert found[0].kind == "place unknown"
    assert found[0].text.startswith("How do children and families in Barrow-in-Furness fare")
    assert not any(
        one.kind == "place unknown" for one in hardest(context(places=PLACES), 6, "Eden")
    )
