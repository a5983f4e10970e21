"""The planted truths of a county: what a sound analysis should find, and how large it is.

Written beside the extracts for tests and studies of coverage. Nothing that analyses them reads it.
"""

from typing import Any

import numpy as np

from jsna.demo import camhs, hazards, short_breaks, surveys
from jsna.demo.audits import AGREEMENT
from jsna.demo.camhs_laws import LAWS, RATIOS, Ratios
from jsna.demo.county import WORSE_LINKED, County, organisations, plan_sources
from jsna.demo.draws import Flags, Floats
from jsna.demo.population import YEARS

EIGHTEEN_WEEKS = 126
WEST = ("Allerdale", "Copeland")


def planted(made: County) -> dict[str, Any]:
    """Return every planted truth with its true value."""
    return {
        "made_up": True,
        "seed": made.seed,
        "scale": made.scale,
        "inequities": made.inequities,
        "west": list(WEST),
        "camhs": _camhs(made),
        "short_breaks": _short_breaks(made),
        "coding_drift": _drift(made),
        "surveys": _surveys(made),
        "linkage": _linkage(made),
        "audits": {"chance_second_auditor_keeps_grade": AGREEMENT},
        "pathways": {"places_differ": False, "send_differs": False},
    }


def _camhs(made: County) -> dict[str, Any]:
    """Chances by day 126 of both clocks, hazard ratios, and the week by which half are seen."""
    all_referrals = made.referrals
    ratios = RATIOS if made.inequities else Ratios()
    seen, later = _chances(made, ratios, EIGHTEEN_WEEKS)
    sent = (all_referrals.referred >= camhs.TAKEOVER) & (all_referrals.referred <= made.as_of)
    district = made.people.of_place("district")[all_referrals.person]
    groups: dict[str, Flags] = {name: district == name for name in sorted(set(district[sent]))}
    groups |= {
        "West Cumbria": all_referrals.west,
        "Rest of the county": ~all_referrals.west,
        "North Cumbria CCG": all_referrals.north,
        "Morecambe Bay CCG": ~all_referrals.north,
        "SEND": all_referrals.send,
        "No SEND": ~all_referrals.send,
        "Total": np.ones(len(district), dtype=bool),
    }
    years = {
        "2019-20 from October": (all_referrals.year == 2019) & sent,
        "2020-21": (all_referrals.year == 2020) & sent,
        "2021-22 to the extract": (all_referrals.year == 2021) & sent,
        "all": sent,
    }
    return {
        "hazard_ratio": {
            "first contact, west against the rest": ratios.west_first,
            "first contact, SEND against no SEND": ratios.send_first,
            "second contact after the first, west against the rest": ratios.west_second,
            "second contact after the first, SEND against no SEND": ratios.send_second,
        },
        "closure_differs_by_place_or_send": False,
        "north_and_south_differ": made.inequities,
        "waits_differ_between_places": made.inequities,
        "clock": "days from referral; a wait of d days counts as seen by day d",
        "cohort": "referrals received from 1 October 2019 to the day of the extract",
        "seen_by_day_126": {
            period: {name: _mean(seen, rows & inside) for name, rows in groups.items()}
            for period, inside in years.items()
        },
        "second_within_126_days_of_first": {
            period: {name: _mean(later, rows & inside) for name, rows in groups.items()}
            for period, inside in years.items()
        },
        "weeks_by_which_half_are_seen": _weeks_to_half(
            made, ratios, {name: rows & sent for name, rows in groups.items()}
        ),
    }


def _chances(made: County, ratios: Ratios, day: float) -> tuple[Floats, Floats]:
    """Return each referral's true chance of the first contact by a day, and of the second after it.

    Closure competes; nobody is seen on or after the eighteenth birthday.
    """
    referrals = made.referrals
    first, second = camhs.ratios_of(referrals, ratios)
    until = (referrals.leaves - referrals.referred - 1).astype("float64")
    seen, later = np.zeros(len(first)), np.zeros(len(first))
    for (group, table_year), law in LAWS.items():
        rows = _under(made, group, table_year)
        seen[rows] = hazards.seen_by(law, first[rows], day, until[rows])
        later[rows] = hazards.seen_by(law, second[rows], day, np.full(rows.sum(), 1e9), "second")
    return seen, later


def _under(made: County, group: str, table_year: str) -> Flags:
    """Return the referrals that fall under a law."""
    referrals = made.referrals
    early = referrals.year <= 2019
    in_year = early if table_year == "2019-20" else ~early
    if not made.inequities:
        return in_year if group == "equal" else np.zeros(len(early), dtype=bool)
    if group == "equal":
        return np.zeros(len(early), dtype=bool)
    return in_year & (referrals.north == (group == "01H"))


def _mean(values: Floats, rows: Flags) -> float | None:
    return round(float(values[rows].mean()), 6) if rows.any() else None


def _weeks_to_half(made: County, ratios: Ratios, groups: dict[str, Flags]) -> dict[str, Any]:
    """Return the first whole week by which half of each group are seen; None where none is."""
    found: dict[str, Any] = dict.fromkeys(groups)
    for week in range(1, 105):
        waiting = [name for name, value in found.items() if value is None and groups[name].any()]
        if not waiting:
            break
        seen = _chances(made, ratios, 7.0 * week)[0]
        for name in waiting:
            if seen[groups[name]].mean() >= 0.5:
                found[name] = week
    return found


def _short_breaks(made: County) -> dict[str, Any]:
    true = short_breaks.chances(made.inequities)
    return {
        "regular_is": "8 months or more of the year at 6 hours a month or more, or a direct payment"
        " at that rate; the others have at most 3 months and 3.5 hours",
        "age_is": "on 1 April, when the financial year begins",
        "chance_of_regular_breaks_if_eligible": {
            "under 18": true.under_18,
            "18 to 25, outside the west": true.adult,
            "18 to 25, west": true.adult_west,
        },
        "difference_18_to_25_west": round(true.adult_west - true.adult, 6),
        "ratio_18_to_25_west": round(true.adult_west / true.adult, 6),
        "differs_by_need_or_deprivation": False,
    }


def _drift(made: County) -> dict[str, Any]:
    years = [f"{year}/{(year + 1) % 100}" for year in YEARS]
    return {
        "true_share_semh": made.drift.true_semh,
        "share_of_true_semh_coded_nsa": {
            phase: dict(zip(years, values, strict=True))
            for phase, values in made.drift.coded_nsa.items()
        },
        "recorded_share_semh": {
            phase: dict(zip(years, values, strict=True))
            for phase, values in made.drift.semh.items()
        },
        "recorded_share_nsa": {
            phase: dict(zip(years, values, strict=True)) for phase, values in made.drift.nsa.items()
        },
        "need_changed": False,
        "recording_changed": made.inequities,
    }


def _surveys(made: County) -> dict[str, Any]:
    true = surveys.arms(made.inequities)
    asked = surveys.surveys(plan_sources(made), true)
    found: dict[str, Any] = {}
    for number, name in enumerate(surveys.ARMS):
        found[name] = {}
        for place, year in enumerate(surveys.SURVEY_YEARS):
            rows = (asked.arm == number) & (asked.year == place)
            answered = rows & asked.answered
            found[name][str(year)] = {
                "share_content_of_the_whole_group": _mean(asked.content.astype("float64"), rows),
                "expected_share_content_of_those_who_answer": _expected(true[name][place]),
                "chance_of_answering_if_content": true[name][place].answers_content,
                "chance_of_answering_if_not": true[name][place].answers_not,
                "group": int(rows.sum()),
                "answered": int(answered.sum()),
            }
    return {
        "question": "trust",
        "non_response_is_biased": {
            name: made.inequities and name == "parents_ehcp" for name in surveys.ARMS
        },
        "changed_question": {"informed": "asked in other words in 2020 as informed-2"},
        "arms": found,
    }


def _expected(arm: surveys.Arm) -> float:
    content = arm.content * arm.answers_content
    return round(content / (content + (1 - arm.content) * arm.answers_not), 6)


def _linkage(made: County) -> dict[str, Any]:
    senders = organisations(made.inequities)
    council = senders["council"]
    return {
        "worse_in": WORSE_LINKED if made.inequities else None,
        "share_of_children_whose_number_the_sender_holds": {
            name: sender.linked for name, sender in senders.items()
        },
        "council_there": council.linked_there if council.worse_in else council.linked,
    }
