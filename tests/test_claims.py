"""The claim ledger: a true draft passes, and every planted contradiction is refused by name."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from inspection import (
    claim_file,
    claim_render,
    kpis,
    plan,
    plan_counts,
    published_readings,
    register,
    safe_readings,
)
from inspection import evidence as evidence_register
from inspection.claim_checks import check, check_all, refuse
from inspection.claim_ground import Ground
from inspection.claim_sign import take
from inspection.claim_words import words_in
from inspection.claims import Binding, Claim, Ledger, Says, SignOff
from inspection.evidence import Evidence
from inspection.readings import Reading, from_table, in_turn, key
from jsna.errors import DataError, FigureError

NOW = date(2021, 8, 31)
DISTRICTS = ("Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland")
TERMS = {"20 weeks": "the statutory limit", "18 weeks": "the expectation for routine referrals"}


def reading(figure, value, period, place="Cumbria", unit="%", **other):
    return Reading(value, unit=unit, period=period, figure_id=figure, place=place, **other)


def cell(figure, value, year, place="Cumbria", unit="%", **other):
    where = {"area": place, "year": year}
    return key(figure, **where), reading(figure, value, year, place, unit, **other)


CELLS = dict(
    [
        cell("plans", 2854.0, "2018", unit="plans", newest_period="2021"),
        cell("plans", 3887.0, "2021", unit="plans", newest_period="2021"),
        cell("timely", 86.0, "2018"),
        cell("timely", 74.4, "2021", newest_period="2021"),
        cell("timely", 57.9, "2021", "England"),
        cell("waits", 55.0, "2020", "North Cumbria", "days"),
        cell("waits", 54.0, "2020", "Morecambe Bay", "days"),
        cell("waits", 20.0, "2021", "North Cumbria", "days"),
        cell("support", 11.9, "2021", lower=11.6, upper=12.2),
        cell("support", 11.7, "2019", lower=11.4, upper=12.0),
        cell("support", 12.2, "2021", "England", lower=12.2, upper=12.2),
        cell("hidden", None, "2021", status="too few to show"),
        cell("rehearsed", 40.0, "2021", made_up=True),
        cell("late", 50.0, "2021", first_published=date(2022, 5, 12)),
        cell("old", 50.0, "2016", first_published=date(2017, 5, 12)),
        *(
            cell("seen", value, "2021", place)
            for place, value in zip(DISTRICTS, (60.0, 70.0, 50.0, 40.0, 65.0, 72.0), strict=True)
        ),
        cell("seen", 55.0, "2021"),
    ]
)


def evidence(**other):
    values = {
        "evidence_id": "survey-2021",
        "title": "Survey",
        "form": "feedback",
        "kind": "impact",
        "area_nos": (4,),
        "places": (),
        "bears": "for",
        "says": "62% of parents trust the services.",
        "voice": "parents",
        "independent": True,
        "answers": 300,
        "owner_role": "Partner",
        "effective_on": date(2021, 6, 30),
        "filed_on": date(2021, 7, 5),
        "age_limit_days": 365,
        "document": "",
        "action_uids": (),
        "row_ids": (),
        "consent": "not needed",
        "known_on": date(2021, 7, 5),
    }
    return Evidence(**(values | other))


REGISTER = {
    "survey-2021": evidence(),
    "survey-2019": evidence(evidence_id="survey-2019", effective_on=date(2019, 11, 30)),
    "story": evidence(evidence_id="story", consent="asked"),
    "minutes": evidence(evidence_id="minutes", kind="activity", form="document", says="Met."),
    "tomorrow": evidence(evidence_id="tomorrow", known_on=date(2021, 9, 30)),
    "rehearsed-survey": evidence(evidence_id="rehearsed-survey", made_up=True),
}

GROUND = Ground(
    lookup=from_table(CELLS),
    evidence=REGISTER,
    as_of=NOW,
    places=(*DISTRICTS, "Cumbria", "North Cumbria", "Morecambe Bay", "England"),
    districts=DISTRICTS,
    action_states={"1.1.1": "reported as worked on", "1.1.2": "implemented", "1.1.3": "embedded"},
    kpi_statuses={"WG1.1": "met", "WG1.2": "not on track", "WG1.3": "cannot tell yet"},
)


def bind(name, figure, year, place="Cumbria", **other):
    return Binding(name, figure, {"area": place, "year": year}, **other)


PLANS = (bind("then", "plans", "2018"), bind("now", "plans", "2021"))
TIMELY = (bind("ours", "timely", "2021", shown_as="percent 1"),)
ENGLAND = bind("theirs", "timely", "2021", "England", shown_as="percent 1")
SEEN = tuple(
    bind(place.split("-")[0].split()[0].lower(), "seen", "2021", place) for place in DISTRICTS
)
SEEN_NAMES = tuple(binding.name for binding in SEEN)
COUNTY = bind("county", "seen", "2021")
WAITS = (
    bind("north", "waits", "2020", "North Cumbria"),
    bind("south", "waits", "2020", "Morecambe Bay"),
)


def claim(text, figures=(), says=(), **other):
    values = {"id": "claim", "area": 4, "section": "where we are", "text": text}
    return Claim(**values, figures=tuple(figures), says=tuple(says), **other)


TRUE = {
    "a rise": claim(
        "EHC plans rose from {then} in 2018 to {now=3,887} in 2021.",
        PLANS,
        [Says("rose", ("then", "now"))],
    ),
    "a fall": claim(
        "The share issued within 20 weeks fell from {then} in 2018 to {ours} in 2021.",
        (bind("then", "timely", "2018", shown_as="percent"), *TIMELY),
        [Says("fell", ("then", "ours"))],
    ),
    "a comparison": claim(
        "In 2021 {ours} of plans in Cumbria were on time, higher than {theirs} in England.",
        (*TIMELY, ENGLAND),
        [Says("higher than", ("ours", "theirs"))],
    ),
    "in line": claim(
        "Waits in North Cumbria ({north} days) were in line with Morecambe Bay ({south} days).",
        WAITS,
        [Says("in line with", ("north", "south"))],
    ),
    "in line by interval": claim(
        "At {ours} in 2021 SEN Support was in line with England.",
        (
            bind("ours", "support", "2021", shown_as="percent 1"),
            bind("theirs", "support", "2021", "England"),
        ),
        [Says("in line with", ("ours", "theirs"))],
    ),
    "not a rise": claim(
        "SEN Support did not rise between 2019 and 2021.",
        (bind("then", "support", "2019"), bind("now", "support", "2021")),
        [Says("did not rise", ("then", "now"))],
    ),
    "most districts": claim(
        "Most districts are above the county's {county}%, in 2021.",
        (*SEEN, COUNTY),
        [Says("Most districts are above", SEEN_NAMES, against="county")],
    ),
    "the highest": claim(
        "South Lakeland has the highest share of all districts, {south}%.",
        SEEN,
        [
            Says("the highest", ("south", "allerdale", "barrow", "carlisle", "copeland", "eden")),
            Says("all districts", SEEN_NAMES, against="county"),
        ],
    ),
    "more than so many": claim(
        "More than 3,800 plans were in force in 2021 ({now}).",
        PLANS[1:],
        [Says("More than 3,800", ("now",), limit=3800.0)],
    ),
    "more than halved": claim(
        "Waits in North Cumbria more than halved, from {north} days in 2020 to {later} in 2021.",
        (WAITS[0], bind("later", "waits", "2021", "North Cumbria")),
        [Says("more than halved", ("north", "later"))],
    ),
    "a document": claim(
        "In June 2021 62% of parents trusted the services.",
        evidence=("survey-2021",),
        kind="impact",
    ),
    "a term": claim("Plans within 20 weeks made up {ours} of those of 2021.", TIMELY),
    "a report": claim("The work is reported as implemented.", actions=("1.1.1",), kind="activity"),
    "an action done": claim("The new form is in place.", actions=("1.1.2",), kind="output"),
    "a measure": claim(
        "The target was met.", kpis=("WG1.1",), kind="impact", evidence=("survey-2021",)
    ),
    "an aim": claim("Families wait less and trust grows in every district.", kind="aim"),
    "a next step": claim("By December waits shall fall.", kind="next step", actions=("1.1.1",)),
    "the latest": claim("Now there are {now} plans.", [bind("now", "plans", "2021", newest=True)]),
}
TRUE["the highest"] = replace(
    TRUE["the highest"],
    text="South Lakeland has the highest share, {south}%, of the districts.",
    says=TRUE["the highest"].says[:1],
)

ROSE = TRUE["a rise"]
FALSE = {
    "a wrong direction": (
        replace(ROSE, text=ROSE.text.replace("rose", "fell"), says=[Says("fell", ("then", "now"))]),
        "contradicted",
        "it says 'fell', but it went from 2,854 in Cumbria (2018) to 3,887 in Cumbria (2021)",
    ),
    "a direction bound the wrong way round": (
        replace(ROSE, says=(Says("rose", ("now", "then")),)),
        "contradicted",
        "it says 'rose', but 2021 does not come before 2018",
    ),
    "a direction that may be chance": (
        claim(
            "SEN Support rose from 2019 to 2021.",
            (bind("then", "support", "2019"), bind("now", "support", "2021")),
            [Says("rose", ("then", "now"))],
        ),
        "contradicted",
        "it says 'rose', but 11.7 in Cumbria (2019) to 11.9 in Cumbria (2021) may be chance alone",
    ),
    "a direction between two places": (
        claim(
            "From North Cumbria to Morecambe Bay waits fell.",
            WAITS,
            [Says("fell", ("north", "south"))],
        ),
        "contradicted",
        "it says 'fell', but it compares North Cumbria with Morecambe Bay over time",
    ),
    "a negated direction that happened": (
        replace(
            ROSE,
            text="EHC plans did not rise from 2018 to 2021.",
            says=(Says("did not rise", ("then", "now")),),
        ),
        "contradicted",
        "it says 'did not rise', but 2,854 in Cumbria (2018), 3,887 in Cumbria (2021) say that "
        "it did",
    ),
    "a direction bound to nothing": (
        replace(ROSE, says=()),
        "unsupported",
        "'rose' compares, and is bound to no figures",
    ),
    "unchanged, and it changed": (
        replace(
            ROSE,
            text="EHC plans were stable from 2018 to 2021.",
            says=(Says("stable", ("then", "now")),),
        ),
        "contradicted",
        "it says 'stable', but it went from 2,854 in Cumbria (2018) to 3,887 in Cumbria (2021)",
    ),
    "doubled, and it did not": (
        replace(
            ROSE,
            text="EHC plans doubled from 2018 to 2021.",
            says=(Says("doubled", ("then", "now")),),
        ),
        "contradicted",
        "it says 'doubled', but 3,887 in Cumbria (2021) is 1.36 times 2,854 in Cumbria (2018)",
    ),
    "halved, and it fell further": (
        replace(
            TRUE["more than halved"],
            text=TRUE["more than halved"].text.replace("more than halved", "halved"),
            says=(Says("halved", ("north", "later")),),
        ),
        "contradicted",
        "it says 'halved', but 20 in North Cumbria (2021) is 0.36 times 55 in North Cumbria (2020)",
    ),
    "a wrong comparison": (
        replace(
            TRUE["a comparison"],
            text=TRUE["a comparison"].text.replace("higher", "lower"),
            says=(Says("lower than", ("ours", "theirs")),),
        ),
        "contradicted",
        "it says 'lower than', but 74.4 in Cumbria (2021) stands against 57.9 in England (2021)",
    ),
    "in line, and it is not": (
        replace(
            TRUE["a comparison"],
            text=TRUE["a comparison"].text.replace("higher than", "in line with"),
            says=(Says("in line with", ("ours", "theirs")),),
        ),
        "contradicted",
        "it says 'in line with', but 74.4 in Cumbria (2021) and 57.9 in England (2021) differ",
    ),
    "a comparison of two times": (
        claim(
            "Timeliness was {then} in Cumbria in 2018, higher than in England ({theirs}) in 2021.",
            (bind("then", "timely", "2018", shown_as="percent"), ENGLAND),
            [Says("higher than", ("then", "theirs"))],
        ),
        "contradicted",
        "it says 'higher than', but it compares 2018 with 2021",
    ),
    "a comparison of two units": (
        claim(
            "Plans are above timeliness in 2021.",
            (PLANS[1], *TIMELY),
            [Says("above", ("now", "ours"))],
        ),
        "contradicted",
        "it says 'above', but it compares % with plans",
    ),
    "a difference called significant without intervals": (
        replace(
            ROSE,
            text="Plans changed significantly from 2018 to 2021.",
            says=(Says("significantly", ("then", "now")),),
        ),
        "contradicted",
        "it says 'significantly', but there is no interval to tell it from chance",
    ),
    "most districts, and only some": (
        replace(
            TRUE["most districts"],
            text="Most districts are below the county in 2021.",
            says=(Says("Most districts are below", SEEN_NAMES, against="county"),),
        ),
        "contradicted",
        "it says 'Most districts are below', but 2 of 6 are below 55 in Cumbria (2021)",
    ),
    "every district, and not all": (
        replace(
            TRUE["most districts"],
            text="Every district is above the county in 2021.",
            says=(Says("Every district is above", SEEN_NAMES, against="county"),),
        ),
        "contradicted",
        "it says 'Every district is above', but 4 of 6 are above 55 in Cumbria (2021)",
    ),
    "no district, and there are two": (
        replace(
            TRUE["most districts"],
            text="No district is below the county in 2021.",
            says=(Says("No district is below", SEEN_NAMES, against="county"),),
        ),
        "contradicted",
        "it says 'No district is below', but 2 of 6 are below 55 in Cumbria (2021)",
    ),
    "most districts, with one left out": (
        replace(
            TRUE["most districts"],
            figures=(*SEEN[:5], COUNTY),
            says=(Says("Most districts are above", SEEN_NAMES[:5], against="county"),),
        ),
        "unsupported",
        "'Most districts are above' speaks of all districts and leaves out South Lakeland",
    ),
    "the highest, and it is not": (
        replace(
            TRUE["the highest"],
            text="Eden has the highest share, {eden}%, of the districts.",
            says=(Says("the highest", ("eden", *[n for n in SEEN_NAMES if n != "eden"])),),
        ),
        "contradicted",
        "it says 'the highest', but 70 in Barrow-in-Furness (2021) stands against 65 in Eden "
        "(2021)",
    ),
    "improved, without saying which way is good": (
        replace(
            ROSE,
            text="The number of plans improved from 2018 to 2021.",
            says=(Says("improved", ("then", "now")),),
        ),
        "contradicted",
        "it says 'improved', but it is not said which way is good",
    ),
    "improved, and it got worse": (
        replace(
            TRUE["a fall"],
            text="Timeliness improved from 2018 to 2021.",
            says=(Says("improved", ("then", "ours"), good="up"),),
        ),
        "contradicted",
        "it says 'improved', but it went from 86 in Cumbria (2018) to 74.4 in Cumbria (2021)",
    ),
    "more than so many, and fewer": (
        replace(
            TRUE["more than so many"],
            text="More than 3,900 plans were in force in 2021.",
            says=(Says("More than 3,900", ("now",), limit=3900.0),),
        ),
        "contradicted",
        "it says 'More than 3,900', and the figure is 3,887",
    ),
    "a stale number in its slot": (
        replace(ROSE, text=ROSE.text.replace("3,887", "3,495")),
        "stale",
        "it says 3,495, and 'now' is now 3,887",
    ),
    "a number typed and wrong": (
        replace(ROSE, text="EHC plans rose from 2018 to 4,100 in 2021."),
        "contradicted",
        "it says 4,100, and its figures are 2,854, 3,887",
    ),
    "a number in words and wrong": (
        replace(
            TRUE["most districts"],
            text="Most districts are above the county in 2021, five of them by far.",
        ),
        "contradicted",
        "it says five, and its figures are 60, 70, 50, 40, 65, 72, 55",
    ),
    "a number that stands in no document": (
        replace(TRUE["a document"], text="In June 2021 71% of parents trusted the services."),
        "unsupported",
        "71% is no figure of this claim",
    ),
    "another place": (
        claim("In Eden {ours} of plans of 2021 were on time.", TIMELY),
        "contradicted",
        "it speaks of Eden, and its figures are of Cumbria",
    ),
    "a place left out": (
        claim("In 2021 {theirs} of plans were on time.", (ENGLAND,)),
        "contradicted",
        "a figure is of England, which the sentence does not say",
    ),
    "a part taken for the county": (
        claim("In Cumbria children waited {north} days in 2020.", WAITS[:1]),
        "contradicted",
        "it speaks of Cumbria, and its figures are of North Cumbria",
    ),
    "two places swapped": (
        claim("Waits in 2020: Morecambe Bay {north} days, North Cumbria {south} days.", WAITS),
        "contradicted",
        "the places stand as Morecambe Bay, North Cumbria, and the figures as North Cumbria, "
        "Morecambe Bay",
    ),
    "another year": (
        replace(ROSE, text=ROSE.text.replace("2018", "2017")),
        "contradicted",
        "it speaks of 2017, and its figures are of 2018, 2021",
    ),
    "another month": (
        replace(TRUE["a document"], text="In March 2021 62% of parents trusted the services."),
        "contradicted",
        "it speaks of March 2021, and its figures are of no period",
    ),
    "two years swapped": (
        replace(ROSE, text="EHC plans rose: {then} in 2021, {now} in 2018."),
        "contradicted",
        "the times stand as 2021, 2018, and the figures as 2018, 2021",
    ),
    "now, with an old figure": (
        claim("There are now {then} plans.", PLANS[:1]),
        "stale",
        "it says 'now', and none of its figures is of the newest period, 2021",
    ),
    "an old figure bound as the newest": (
        claim("There were {then} plans in 2018.", [bind("then", "plans", "2018", newest=True)]),
        "stale",
        "'then' is of 2018, and 2021 is known",
    ),
    "a figure past its age": (
        claim("{old}% in 2016.", [bind("old", "old", "2016", age_limit_days=730)]),
        "stale",
        "'old' was published on 12 May 2017, more than 730 days ago",
    ),
    "a figure of the future": (
        claim("{late}% in 2021.", [bind("late", "late", "2021")]),
        "unsupported",
        "'late' was published on 12 May 2022, after 31 August 2021",
    ),
    "a figure that does not exist": (
        claim("{gone} in 2021.", [bind("gone", "nothing", "2021")]),
        "unsupported",
        "its figure cannot be read: there is no figure 'nothing'",
    ),
    "a withheld figure": (
        claim("{few}% in 2021.", [bind("few", "hidden", "2021")]),
        "unsupported",
        "'few' has no value: too few to show",
    ),
    "a slot that is bound to nothing": (
        claim("There were {plans} plans in 2021.", PLANS[1:]),
        "unsupported",
        "'{plans}' stands in the sentence and is bound to no figure",
    ),
    "a figure for show": (
        claim("In 2021 {ours} of plans were on time.", (*TIMELY, PLANS[1])),
        "unsupported",
        "'now' is bound and nothing in the sentence speaks of it",
    ),
    "a missing document": (
        replace(TRUE["a document"], evidence=("survey-2021", "lost")),
        "unsupported",
        "the document 'lost' is not in the evidence register",
    ),
    "a document past its age": (
        replace(
            TRUE["a document"],
            text="Parents trusted the services in November 2019.",
            evidence=("survey-2019",),
        ),
        "stale",
        "'survey-2019' was true on 30 November 2019 and is out of date",
    ),
    "a story without consent": (
        replace(TRUE["a document"], evidence=("story",)),
        "unsupported",
        "'story' has no consent",
    ),
    "a document of the future": (
        replace(TRUE["a document"], evidence=("tomorrow",)),
        "unsupported",
        "'tomorrow' was not known on 31 August 2021",
    ),
    "a document about another area": (
        replace(TRUE["a document"], area=6),
        "unsupported",
        "'survey-2021' is not about area 6",
    ),
    "impact on activity alone": (
        claim("Families feel heard.", evidence=("minutes",), kind="impact"),
        "unsupported",
        "it claims impact and rests on activity alone",
    ),
    "a sentence on nothing": (
        claim("Families feel heard."),
        "unsupported",
        "it rests on no figure and no document",
    ),
    "reported as worked on, called implemented": (
        claim("The new form is in place.", actions=("1.1.1",), kind="output"),
        "contradicted",
        "it says 'in place', and action 1.1.1 is reported as worked on",
    ),
    "implemented, called embedded": (
        claim("The new form is embedded.", actions=("1.1.2",), kind="output"),
        "contradicted",
        "it says 'embedded', and action 1.1.2 is implemented",
    ),
    "a measure called met": (
        replace(TRUE["a measure"], kpis=("WG1.2",)),
        "contradicted",
        "it says 'target was met', and WG1.2 is 'not on track'",
    ),
    "a next step without an action": (
        replace(TRUE["a next step"], actions=()),
        "unsupported",
        "a next step names no action of the plan",
    ),
    "an action that is not in the plan": (
        replace(TRUE["a next step"], actions=("9.9.9",)),
        "unsupported",
        "action 9.9.9 is not in the plan",
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_true_sentence_stands(name):
    checked = check(TRUE[name], GROUND, TERMS)
    assert [(one.fault, one.what) for one in checked.refusals if one.fault != "unsigned"] == []
    assert checked.stands


@pytest.mark.parametrize("name", FALSE)
def test_a_planted_contradiction_is_refused_by_name(name):
    planted, fault, what = FALSE[name]
    planted = replace(planted, says=tuple(planted.says))
    checked = check(planted, GROUND, TERMS)
    assert (fault, what) in [(one.fault, one.what) for one in checked.refusals]
    assert not checked.stands


def test_the_places_of_figures_are_known_whatever_the_area_pack_lists():
    few = replace(GROUND, places=("North", "South", "Cumbria", "North Cumbria CCG", "Eden"))
    for name in ("a comparison", "in line"):
        assert check(TRUE[name], few, TERMS).stands
    for name in ("a part taken for the county", "two places swapped", "a place left out"):
        planted, fault, what = FALSE[name]
        found = [(one.fault, one.what) for one in check(planted, few, TERMS).refusals]
        assert (fault, what) in found


def test_at_least_thirty_contradictions_are_planted():
    assert len(FALSE) >= 30


def test_a_sentence_is_rendered_in_pieces_with_its_figures_apart():
    checked = check(ROSE, GROUND, TERMS)
    assert [(piece.name, piece.text) for piece in checked.pieces] == [
        ("", "EHC plans rose from "),
        ("then", "2,854"),
        ("", " in 2018 to "),
        ("now", "3,887"),
        ("", " in 2021."),
    ]
    assert checked.sentence == "EHC plans rose from 2,854 in 2018 to 3,887 in 2021."


def test_a_true_draft_passes_and_a_false_one_is_refused_with_every_claim_named():
    ledger = Ledger(tuple(replace(one, id=name) for name, one in TRUE.items()), TERMS)
    refuse(check_all(ledger, GROUND))
    wrong = replace(FALSE["another year"][0], id="wrong-year")
    worse = replace(FALSE["a missing document"][0], id="lost-paper")
    both = Ledger((*ledger.claims, wrong, worse), TERMS)
    with pytest.raises(DataError) as caught:
        refuse(check_all(both, GROUND))
    assert [line.split(":")[0] for line in caught.value.problems] == ["wrong-year", "lost-paper"]


def signed(made, role="Strategic Lead", on=date(2021, 8, 30), print_of=None):
    stamp = print_of or check(made, GROUND, TERMS).fingerprint
    return replace(made, sign_offs=(SignOff("signed off", role, on, stamp),))


def test_an_unsigned_claim_stands_and_cannot_be_made_public():
    checked = check(ROSE, GROUND, TERMS)
    assert [one.fault for one in checked.refusals] == ["unsigned"]
    assert (checked.stands, checked.publishable) == (True, False)
    with pytest.raises(DataError, match="it is draft"):
        refuse((checked,), signed=True)


def test_a_claim_signed_as_it_reads_can_be_made_public():
    checked = check(signed(ROSE), GROUND, TERMS)
    assert (checked.refusals, checked.publishable) == ((), True)


def test_a_checked_claim_is_not_yet_signed():
    seen = replace(ROSE, sign_offs=(SignOff("checked", "Analyst", date(2021, 8, 1), "x"),))
    assert [one.what for one in check(seen, GROUND, TERMS).refusals] == ["it is checked"]


def test_a_sign_off_is_of_the_sentence_as_it_read():
    before = signed(ROSE)
    moved = dict(CELLS)
    moved.update([cell("plans", 3900.0, "2021", unit="plans", newest_period="2021")])
    after = check(
        replace(before, text=before.text.replace("=3,887", "")),
        replace(GROUND, lookup=from_table(moved)),
        TERMS,
    )
    assert [(one.fault, one.what) for one in after.refusals] == [
        ("stale", "the sentence has changed since Strategic Lead signed it on 30 August 2021")
    ]


def test_what_a_made_up_figure_touched_says_so_and_cannot_be_signed():
    rehearsed = claim("In 2021 {made}% were seen.", [bind("made", "rehearsed", "2021")])
    checked = check(rehearsed, GROUND, TERMS)
    assert checked.sentence == "REHEARSAL: In 2021 40% were seen."
    assert checked.made_up and checked.stands and not checked.publishable
    tried = check(signed(rehearsed), GROUND, TERMS)
    assert [one.fault for one in tried.refusals] == ["rehearsal"]
    assert not tried.stands


def test_a_claim_is_checked_then_signed_off_by_a_role():
    seen = take(check(ROSE, GROUND, TERMS), "checked", "Analyst", date(2021, 8, 1))
    done = take(check(seen, GROUND, TERMS), "signed off", "Strategic Lead", date(2021, 8, 30))
    assert done.state == "signed off"
    assert check(done, GROUND, TERMS).publishable
    assert take(check(done, GROUND, TERMS), "draft", "Strategic Lead", NOW).sign_offs == ()


def test_a_claim_is_not_signed_off_unchecked_unnamed_or_back_in_time():
    with pytest.raises(DataError) as caught:
        take(check(ROSE, GROUND, TERMS), "signed off", " ", NOW)
    assert caught.value.problems == [
        "claim: no role is named; say who answers for it",
        "claim: it is draft; have it checked before it is signed off",
    ]
    seen = take(check(ROSE, GROUND, TERMS), "checked", "Analyst", date(2021, 8, 20))
    with pytest.raises(DataError, match="after 2021-08-19"):
        take(check(seen, GROUND, TERMS), "signed off", "Lead", date(2021, 8, 19))


def test_neither_a_rehearsal_nor_a_false_sentence_is_signed():
    rehearsed = claim("In 2021 {made}% were seen.", [bind("made", "rehearsed", "2021")])
    with pytest.raises(DataError, match="a rehearsal cannot be signed"):
        take(check(rehearsed, GROUND, TERMS), "checked", "Analyst", NOW)
    with pytest.raises(DataError, match="it speaks of 2017"):
        take(check(FALSE["another year"][0], GROUND, TERMS), "checked", "Analyst", NOW)


def test_made_up_evidence_makes_a_rehearsal_too():
    checked = check(replace(TRUE["a document"], evidence=("rehearsed-survey",)), GROUND, TERMS)
    assert checked.sentence.startswith("REHEARSAL: ")


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (3887.0, "number", "3,887"),
        (54.6, "number", "54.6"),
        (42.65, "whole", "43"),
        (78.14, "percent", "78%"),
        (78.15, "percent 1", "78.2%"),
        (-0.78, "decimal 2", "-0.78"),
        (1200000.0, "pounds", "£1,200,000"),
        (1.0, "weeks", "1 week"),
        (55.4, "days", "55 days"),
        (None, "percent", "[too few to show]"),
    ],
)
def test_a_figure_is_printed_as_asked(value, shown_as, text):
    status = "shown" if value is not None else "too few to show"
    assert claim_render.printed(Reading(value, status=status), shown_as) == text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Waits fell and plans rose.", ["fell", "rose"]),
        ("It is higher than in 2018.", ["above"]),
        ("More than 200 came.", []),
        ("It did not improve.", []),
        ("It has not improved.", ["improved"]),
        ("All six districts rose.", ["every place", "rose"]),
        ("The county has the lowest share.", ["lowest"]),
    ],
)
def test_words_that_compare_are_found(text, names):
    assert [one.word.name for one in words_in(text)] == names


def test_lookups_are_asked_in_turn():
    first = from_table({key("a", year="1"): Reading(1.0)})
    second = from_table({key("b", year="1"): Reading(2.0)})
    look = in_turn(first, second)
    assert look("b", year="1").value == 2.0
    with pytest.raises(FigureError) as caught:
        look("c", year="1")
    assert caught.value.problems == ["there is no figure 'c'", "there is no figure 'c'"]


LEDGER = """
terms:
  "20 weeks": "the statutory limit"
claims:
  - id: one
    area: 1
    section: where we are
    kind: need
    text: "EHC plans rose from {then} to {now}."
    figures:
      then: {figure: plans, where: {area: Cumbria, year: "2018"}}
      now: {figure: plans, where: {area: Cumbria, year: "2021"}, newest: true}
    says:
      - {words: rose, of: [then, now]}
    sign_offs:
      - {state: checked, role: Analyst, on: "2021-08-01", fingerprint: abc}
"""


def test_a_ledger_is_read_as_it_is_written(tmp_path):
    path = tmp_path / "claims.yaml"
    path.write_text(LEDGER, encoding="utf-8")
    ledger = claim_file.read(path)
    assert ledger.terms == {"20 weeks": "the statutory limit"}
    assert ledger.claims == (
        Claim(
            id="one",
            area=1,
            section="where we are",
            text="EHC plans rose from {then} to {now}.",
            kind="need",
            figures=(
                Binding("then", "plans", {"area": "Cumbria", "year": "2018"}),
                Binding("now", "plans", {"area": "Cumbria", "year": "2021"}, newest=True),
            ),
            says=(Says("rose", ("then", "now")),),
            sign_offs=(SignOff("checked", "Analyst", date(2021, 8, 1), "abc"),),
        ),
    )


def test_everything_wrong_with_a_ledger_is_listed_at_once(tmp_path):
    path = tmp_path / "claims.yaml"
    broken = LEDGER.replace("area: 1", "area: 12").replace("kind: need", "kind: gossip")
    broken = broken.replace("says:", "say:").replace("newest: true", "newest: true, colour: red")
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        claim_file.read(path)
    assert caught.value.problems == [
        "claim 'one': 'say' is not a name we know; did you mean 'says'?",
        "claim 'one': 'kind' should be one of activity, output, impact, need, weakness, aim, "
        "next step, but is 'gossip'",
        "claim 'one': 'area' should be a whole number from 0 to 9, but is 12",
        "claim 'one', figure 'now': 'colour' is not a name we know; take it out",
    ]


COUNTY_PLACES = (
    *DISTRICTS,
    "Cumbria",
    "England",
    "North West",
    "North Cumbria",
    "Morecambe Bay",
    "West Cumbria",
)


@pytest.fixture(scope="module")
def real_ground():
    statement, measures = plan.read(NOW), kpis.read_measures()
    standings = kpis.register(
        statement,
        measures,
        published_readings.kpi_readings(measures, NOW),
        date(2019, 10, 18),
    )
    records = register.register(statement)
    return Ground(
        lookup=in_turn(
            plan_counts.lookup(statement, records, standings), published_readings.lookup(NOW)
        ),
        evidence=evidence_register.read(NOW, plan=statement),
        as_of=NOW,
        places=COUNTY_PLACES,
        districts=DISTRICTS,
        action_states={one.action.uid: one.state for one in records},
        kpi_statuses={one.kpi.row_id: one.status for one in standings},
    )


def test_every_claim_of_the_nine_areas_is_borne_out(real_ground):
    ledger = claim_file.read()
    refuse(check_all(ledger, real_ground))
    areas = [one.area for one in ledger.claims]
    assert {number: areas.count(number) >= 4 for number in range(1, 10)} == dict.fromkeys(
        range(1, 10), True
    )


def test_every_area_says_what_is_weak_and_what_comes_next():
    ledger = claim_file.read()
    for number in range(1, 10):
        sections = {one.section for one in ledger.area(number).claims}
        assert {"what good looks like", "what is still weak", "what next"} <= sections


def test_nobody_has_signed_a_real_claim_yet(real_ground):
    checked = check_all(claim_file.read(), real_ground)
    assert {one.claim.state for one in checked} == {"draft"}
    assert not any(one.publishable or one.made_up for one in checked)


def test_a_real_sentence_reads_as_the_published_figures_say(real_ground):
    ledger = claim_file.read()
    said = {
        name: check(ledger.claim(name), real_ground, ledger.terms).sentence
        for name in ("area-1-plans-rose", "area-9-timely")
    }
    assert said["area-1-plans-rose"] == (
        "Education, health and care plans in Cumbria rose from 2,106 in 2015 to 3,887 in 2021, "
        "counted each January."
    )
    assert said["area-9-timely"] == (
        "In 2020 80.1% of new plans in Cumbria were issued within 20 weeks, exception cases "
        "included, above 55.6% in England."
    )


def test_the_plan_counts_itself(real_ground):
    look = real_ground.lookup
    assert look("plan/actions", state="all").value == 152
    assert look("plan/actions", area="8", state="all").value == 39
    assert look("plan/actions", state="implemented").value == 0
    assert look("plan/kpis", group="4").value == 14
    assert look("plan/kpis", status="no target").value == 34
    assert look("plan/kpi", row="WG3.1", part="6 months").value == 72000
    assert not look("plan/kpi", row="WG1.1", part="baseline").known
    assert look("plan/paper", figure="F018").value == 200


@pytest.mark.parametrize(
    ("figure", "where"),
    [
        ("plan/actions", {"state": "half done"}),
        ("plan/actions", {"colour": "red"}),
        ("plan/kpis", {"status": "splendid"}),
        ("plan/paper", {"figure": "F999"}),
        ("plan/kpi", {"row": "WG1.1", "part": "goal"}),
        ("plan/else", {}),
    ],
)
def test_what_the_plan_does_not_count_is_refused(real_ground, figure, where):
    with pytest.raises(FigureError):
        real_ground.lookup(figure, **where)


class _Figure:
    id, unit, kind, source = "on-time", "%", "percentage", ("timeliness",)
    dimensions, period = ("area", "year"), "2018 to 2021"


class _Safe:
    """Stands for a safe figure, which only the disclosure room may make."""

    figure, made_up = _Figure(), True
    protection = type("Protection", (), {"base": 5})()
    cells = pd.DataFrame(
        {
            "area": ["Total", "Total", "Eden"],
            "year": ["2020", "2021", "2021"],
            "value": [400.0, 420.0, None],
            "percent": [80.0, 78.0, None],
            "lower": [76.0, 74.0, None],
            "upper": [84.0, 82.0, None],
            "status": ["shown", "shown", "too few to show"],
        }
    )

    def where(self, **values):
        kept = self.cells
        for name, value in values.items():
            kept = kept[kept[name] == value]
        return type("Kept", (), {"cells": kept.reset_index(drop=True)})()

    def cell(self, **values):
        return self.where(**values).cells.iloc[0]


def test_a_safe_figure_is_read_with_its_interval_and_its_being_made_up():
    found = safe_readings.lookup({"on-time": _Safe()})("on-time", area="Total", year="2021")
    assert (found.value, found.lower, found.upper, found.unit) == (78.0, 74.0, 82.0, "%")
    assert (found.place, found.period, found.newest_period) == ("Cumbria", "2021", "2021")
    assert (found.made_up, found.rounded_to) == (True, 5)


def test_a_withheld_cell_stays_withheld():
    found = safe_readings.lookup({"on-time": _Safe()})("on-time", area="Eden", year="2021")
    assert (found.value, found.known, found.status) == (None, False, "too few to show")


def test_a_series_of_safe_cells_runs_in_time():
    found = safe_readings.series(safe_readings.rows_of(_Safe()), {"area": "Total"})
    assert [(one.period, one.value) for one in found] == [("2020", 80.0), ("2021", 78.0)]


def test_a_safe_figure_feeds_the_kpi_that_names_it():
    row = kpis.read_measures()["WG5.3"]
    ours = replace(row, figure_id="on-time", where="area=Total", column="")
    found = safe_readings.kpi_readings({"on-time": _Safe()}, {"WG5.3": ours, "WG1.1": row}, NOW)
    assert {name: [one.value for one in values] for name, values in found.items()} == {
        "WG5.3": [80.0, 78.0]
    }


class _Now(_Safe):
    """A figure of the edition's day, by place."""

    figure = type(
        "Figure", (_Figure,), {"dimensions": ("area",), "period": "to the day", "unit": "percent"}
    )()
    cells = _Safe.cells[["area", "value", "percent", "lower", "upper", "status"]].iloc[1:]


def test_a_figure_without_time_is_of_the_edition_s_day_in_every_place():
    row = kpis.read_measures()["WG5.3"]
    ours = {"WG5.3": replace(row, figure_id="now", where="area=Total", column="")}
    (county,) = safe_readings.kpi_readings({"now": _Now()}, ours, NOW)["WG5.3"]
    assert (county.value, county.period, county.unit) == (78.0, "to 31 August 2021", "%")
    places = safe_readings.place_readings({"now": _Now()}, ours, ["Eden", "Carlisle"], NOW)
    assert [(one.place, one.known) for one in places["WG5.3"]] == [("Eden", False)]
    of_a_ccg = {"WG2.2-N": replace(row, figure_id="now", where="area=North Cumbria CCG")}
    assert safe_readings.place_readings({"now": _Now()}, of_a_ccg, ["Eden"], NOW) == {}


def test_a_figure_that_the_edition_lacks_is_refused():
    with pytest.raises(FigureError, match="cannot be read"):
        safe_readings.lookup({})("on-time", area="Total", year="2021")
