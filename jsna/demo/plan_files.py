"""The council's EHC files: requests, assessments, plans, placements, reviews, ceased, budgets.

As many requests, refusals and assessments without a plan in a calendar year as were published,
and as many plans in time, with and without exceptions. What was still open on the extract's
date is open in it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.calibration import Targets
from jsna.demo.draws import Flags, Ints, choose, days, deal, pick, stream
from jsna.demo.plan_lives import PLACEMENTS, REASONS, PlanLives
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import NEEDS, SUPPORT, Rolls
from jsna.demo.shape import Writer, coded, dates, flags, frame, numbered, whole_or_blank, year_group

LIMIT = 140
"""Days in 20 weeks; the last of them is still in time."""
SOURCES = ("school", "parent", "young_person", "post_16", "health", "social_care")
_COST = np.array([6_000, 11_000, 19_000, 52_000, 18_000, 3_000, 9_000, 31_000, 14_000, 0, 0, 8_000])


@dataclass(frozen=True)
class Requests:
    """One array entry a request; dates in days since 1970, -1 where none came."""

    person: Ints
    plan: Ints
    """Row of the plan it led to, -1 for none (or none yet)."""
    received: Ints
    decided: Ints
    agreed: Flags
    refused: Flags
    withdrawn: Flags
    assessed: Ints
    """Date of the decision whether to issue a plan."""
    not_issued: Flags
    exception: Flags


def requests(
    people: People, plans: PlanLives, rolls: Rolls, targets: Targets, seed: int, scale: float
) -> Requests:
    """Return all requests from 2017 on that were made by the end of 2021."""
    draw = stream(seed, "requests")
    took = np.zeros(len(plans.person), dtype="int64")
    exception = np.zeros(len(plans.person), dtype=bool)
    for year in (2018, 2019, 2020, 2021):
        rows = np.flatnonzero(plans.new_in == year)
        kinds = _timeliness(targets.process[year], len(rows))
        kind = deal(draw, kinds)
        exception[rows] = kind >= 2
        quick = LIMIT - np.floor(75 * draw.random(len(rows)) ** 2.2)
        slow = LIMIT + 1 + np.floor(140 * draw.random(len(rows)) ** 1.8)
        took[rows] = np.where(kind % 2 == 0, quick, slow).astype("int64")
    led = np.flatnonzero(plans.new_in > 0)
    received = plans.start[led] - took[led]
    decided = received + 21 + draw.integers(0, 21, len(led))
    assessed = decided + (
        (plans.start[led] - decided) * (0.55 + 0.3 * draw.random(len(led)))
    ).astype("int64")
    no = np.zeros(len(led), dtype=bool)
    parts = [Requests(plans.person[led], led, received, decided, ~no, no, no, assessed, no,
                      exception[led])]  # fmt: skip
    has_plan = np.zeros(len(people), dtype=bool)
    has_plan[plans.person] = True
    tried = has_plan.copy()
    for year in (2018, 2019, 2020, 2021):
        total = round(targets.process[year]["requests"] * scale)
        counts = {
            name: round(targets.process[year][name] * scale) for name in ("refused", "not_issued")
        }
        linked = int(((received >= days(year, 1, 1)) & (received <= days(year, 12, 31))).sum())
        counts["other"] = max(0, total - linked - sum(counts.values()))
        step = min(year - 1 - YEARS[0], len(YEARS) - 1)
        asks = (rolls.provision[:, step] == SUPPORT) & ~tried & ~people.visitor
        asks &= people.present[:, step]
        for name, count in counts.items():
            chosen = pick(draw, asks, count, np.exp(people.liability))
            asks[chosen] = False
            tried[chosen] = True
            parts.append(_other(draw, chosen, name, year))
    joined = Requests(*(np.concatenate([getattr(part, name) for part in parts])
                        for name in Requests.__dataclass_fields__))  # fmt: skip
    order = np.lexsort((joined.person, joined.received))
    return Requests(*(getattr(joined, name)[order] for name in Requests.__dataclass_fields__))


def _timeliness(process: dict[str, int], total: int) -> Ints:
    """Return how many plans are in time, late, and in time and late with an exception."""
    plain = process["timed_no_exceptions"]
    excused = process["timed"] - plain
    in_time = process["on_time_no_exceptions"]
    excused_in_time = process["on_time"] - in_time
    counts = np.array([in_time, plain - in_time, excused_in_time, excused - excused_in_time])
    scaled = np.rint(counts * total / counts.sum()).astype("int64")
    scaled[1] += total - scaled.sum()
    return scaled


def _other(draw: np.random.Generator, person: Ints, name: str, year: int) -> Requests:
    size = len(person)
    received = days(year, 1, 1) + draw.integers(0, 365, size)
    none = np.full(size, -1, dtype="int64")
    no = np.zeros(size, dtype=bool)
    decided = received + 21 + draw.integers(0, 21, size)
    if name == "refused":
        return Requests(person, none, received, decided, no, ~no, no, none, no, no)
    if name == "not_issued":
        later = decided + 40 + draw.integers(0, 30, size)
        return Requests(person, none, received, decided, ~no, no, no, later, ~no, no)
    # The rest of a year's requests: withdrawn, but for those of which the plan came in 2022.
    late = (received >= days(2021, 5, 15)) & (draw.random(size) < 0.9)
    later = np.where(late, decided + 80, -1)
    return Requests(person, none, received, decided, late, no, ~late, later, no, no)


@dataclass(frozen=True)
class PlanSources:
    """What the EHC files are written from."""

    people: People
    plans: PlanLives
    rolls: Rolls
    asked: Requests
    schools: school_list.Schools
    school: Ints
    """School of every person in every year, row of `schools`."""
    writer: Writer
    seed: int
    as_of: int

    def last(self) -> int:
        """Position in `YEARS` of the last school year whose census was over by the date."""
        done = [step for step, year in enumerate(YEARS) if days(year + 1, 1, 31) <= self.as_of]
        return done[-1] if done else 0

    def known(self) -> Flags:
        """Plans issued by the extract's date."""
        return self.plans.start <= self.as_of

    def need(self, person: Ints) -> tuple[Ints, Ints]:
        """Return the last recorded primary and second need of people with SEND."""
        first = np.full(len(person), -1, dtype="int64")
        second = first.copy()
        for step in range(len(YEARS)):
            now = self.rolls.need[person, step]
            first = np.where(now >= 0, now, first)
            second = np.where(now >= 0, self.rolls.second[person, step], second)
        guess = np.where(first < 0, NEEDS.index("SLCN"), first)
        return guess, np.where(second == guess, -1, second)

    def plan_need(self, person: Ints) -> tuple[Ints, Ints]:
        """Return the need in the plan: never NSA, which belongs to SEN Support."""
        first, second = self.need(person)
        first = np.where(first == NEEDS.index("NSA"), NEEDS.index("SEMH"), first)
        return first, np.where(second == first, -1, second)


def plan_ids(plan: Ints) -> "pd.Series":
    """Return the council's references of plans; -1 is blank."""
    return numbered("P", np.maximum(plan, 0) + 1, 7).where(plan >= 0, other=None)


def request_ids(asked: Requests) -> "pd.Series":
    """Return the council's references of all requests."""
    return numbered("Q", np.arange(len(asked.person)) + 1, 7)


_HOME = ["home_lsoa", "home_district"]
_WHO = ["child_id", "nhs_number", "date_of_birth", "sex", "ethnicity"]


def ehc_requests(source: PlanSources) -> pd.DataFrame:
    """Return one row a request received by the extract's date."""
    asked, draw = source.asked, stream(source.seed, "requests extract")
    rows = np.flatnonzero(asked.received <= source.as_of)
    person = asked.person[rows]
    decided = asked.decided[rows]
    waiting = decided > source.as_of
    outcome = np.select([waiting, asked.refused[rows], asked.withdrawn[rows]], [2, 1, 3], 0)
    ages = (asked.received[rows] - source.people.birth[person]) / 365.25
    who = choose(draw, len(rows), [0.62, 0.28, 0.0, 0.0, 0.07, 0.03])
    who = np.where(ages >= 17, np.where(who == 0, 3, np.where(who == 1, 2, who)), who)
    refused = outcome == 1
    mediated = refused & (draw.random(len(rows)) < 0.09)
    return frame(
        {
            "request_id": request_ids(asked).iloc[rows],
            **source.writer.child(person, _WHO + _HOME),
            "primary_need": coded(source.need(person)[0], NEEDS),
            "received_date": dates(asked.received[rows]),
            "request_source": coded(who, SOURCES),
            "request_outcome": coded(outcome, ("Y", "N", "A", "W")),
            "request_outcome_date": dates(np.where(waiting, -1, decided)),
            "request_mediation": flags(mediated),
            "request_tribunal": flags(refused & (draw.random(len(rows)) < 0.05)),
        }
    )


def ehc_assessments(source: PlanSources) -> pd.DataFrame:
    """Return one row an assessment that was agreed by the extract's date."""
    asked = source.asked
    rows = np.flatnonzero(asked.agreed & (asked.decided <= source.as_of))
    waiting = asked.assessed[rows] > source.as_of
    outcome = np.select([waiting, asked.not_issued[rows]], [2, 1], 0)
    no = np.zeros(len(rows), dtype=bool)
    return frame(
        {
            "assessment_id": numbered("A", rows + 1, 7),
            "request_id": request_ids(asked).iloc[rows],
            **source.writer.child(asked.person[rows], ["child_id"]),
            "decision_to_assess_date": dates(asked.decided[rows]),
            "assessment_outcome": coded(outcome, ("Y", "N", "A")),
            "assessment_outcome_date": dates(np.where(waiting, -1, asked.assessed[rows])),
            "exception_20_weeks": flags(asked.exception[rows]),
            "assessment_mediation": flags(no),
            "assessment_tribunal": flags(no),
        }
    )


def ehc_plans(source: PlanSources) -> pd.DataFrame:
    """Return one row a plan issued by the extract's date."""
    plans = source.plans
    rows = np.flatnonzero(source.known())
    person = plans.person[rows]
    request = np.full(len(plans.person), -1, dtype="int64")
    request[source.asked.plan[source.asked.plan >= 0]] = np.flatnonzero(source.asked.plan >= 0)
    asked = request[rows]
    names = request_ids(source.asked)
    first, second = source.plan_need(person)
    age = source.people.academic_age(source.last())[person]
    last = plans.placement[rows].max(axis=1)
    residential = np.isin(
        last, [PLACEMENTS.index("independent"), PLACEMENTS.index("special_post_16")]
    )
    budget = np.isin(rows, _with_budget(source))
    return frame(
        {
            "plan_id": plan_ids(rows),
            **source.writer.child(person, ["child_id"]),
            "request_id": names.iloc[np.maximum(asked, 0)].where(asked >= 0, other=None),
            **source.writer.child(person, [*_WHO[1:], *_HOME]),
            "start_date": dates(plans.start[rows]),
            "primary_need": coded(first, NEEDS),
            "secondary_need": coded(second, NEEDS),
            "year_group": year_group(age),
            "transferred_in": flags(plans.transferred_in[rows]),
            "residential": flags(residential & (person % 3 == 0)),
            "work_based": flags((age >= 17) & (person % 11 == 0)),
            "personal_budget": flags(budget),
            "direct_payment": flags(budget),
        }
    )


def _with_budget(source: PlanSources) -> Ints:
    """Return the plans with a personal budget: those in force, one in thirteen."""
    draw = stream(source.seed, "budgets")
    plans = source.plans
    lasting = source.known() & ((plans.end < 0) | (plans.end > source.as_of))
    severe = np.exp(1.2 * source.people.liability[plans.person])
    return pick(
        draw, lasting & (plans.start < days(2021, 1, 1)), int(0.078 * lasting.sum()), severe
    )


def ehc_ceased(source: PlanSources) -> pd.DataFrame:
    """Return one row a plan that ceased by the extract's date."""
    plans = source.plans
    rows = np.flatnonzero((plans.end >= 0) & (plans.end <= source.as_of) & source.known())
    return frame(
        {
            "plan_id": plan_ids(rows),
            **source.writer.child(plans.person[rows], ["child_id"]),
            "cease_date": dates(plans.end[rows]),
            "cease_reason": coded(plans.cease_reason[rows], REASONS),
        }
    )


def ehc_placements(source: PlanSources) -> pd.DataFrame:
    """Return one row a placement: a new one begins in September where the kind or school changed."""
    plans = source.plans
    draw = stream(source.seed, "placements")
    rows = np.flatnonzero(source.known())
    person = plans.person[rows]
    kind = plans.placement[rows].copy()
    fresh = (kind < 0).all(axis=1)
    small = source.people.academic_age(len(YEARS) - 1)[person] < 4
    kind[fresh, -1] = np.where(small[fresh], PLACEMENTS.index("early_years"), 0)
    held = kind >= 0
    school = _school_of_plan(source, rows, kind)
    parts = []
    end = np.where((plans.end[rows] >= 0) & (plans.end[rows] <= source.as_of), plans.end[rows], -1)
    begun = np.full(len(rows), -1, dtype="int64")
    for step in range(len(YEARS)):
        now = held[:, step]
        before = held[:, step - 1] if step else np.zeros(len(rows), dtype=bool)
        same = before & now
        if step:
            same &= (kind[:, step] == kind[:, step - 1]) & (school[:, step] == school[:, step - 1])
        opens = now & ~same
        september = days(YEARS[step], 9, 1)
        at = np.where(before, september, plans.start[rows])
        begun = np.where(opens, np.maximum(at, plans.start[rows]), begun)
        later = held[:, step + 1] if step + 1 < len(YEARS) else np.zeros(len(rows), dtype=bool)
        goes_on = later.copy()
        if step + 1 < len(YEARS):
            goes_on &= (kind[:, step + 1] == kind[:, step]) & (
                school[:, step + 1] == school[:, step]
            )
        closes = now & ~goes_on
        autumn = days(YEARS[step] + 1, 8, 31)
        until = np.where(later, np.maximum(np.minimum(autumn, source.as_of), begun), end)
        chosen = np.flatnonzero(closes)
        parts.append((chosen, kind[chosen, step], school[chosen, step], begun[chosen], until[chosen],
                      plans.abroad[rows[chosen], step]))  # fmt: skip
    chosen, kinds, schools, start, stop, abroad = (
        np.concatenate([part[number] for part in parts]) for number in range(6)
    )
    order = np.lexsort((start, chosen))
    chosen, kinds, schools, start, stop, abroad = (
        values[order] for values in (chosen, kinds, schools, start, stop, abroad)
    )
    size = len(chosen)
    beyond = np.array([place == school_list.BEYOND for place in source.schools.district])
    away = abroad | ((schools >= 0) & beyond[np.maximum(schools, 0)])
    costly = np.isin(kinds, [3, 7])
    return frame(
        {
            "plan_id": plan_ids(rows[chosen]),
            **source.writer.child(person[chosen], ["child_id"]),
            "placement_rank": whole_or_blank(np.ones(size)),
            "placement_type": coded(kinds, PLACEMENTS),
            "school_urn": coded(schools, source.schools.urn.astype(str)),
            "placement_start_date": dates(start),
            "placement_end_date": dates(stop),
            "residential_days": whole_or_blank(
                np.where(costly & (draw.random(size) < 0.35), 190.0, 0.0)
            ),
            "out_of_county": flags(away),
            "annual_cost": pd.Series(np.round(_COST[kinds] * (0.75 + 0.5 * draw.random(size)), -2)),
        }
    )


def _school_of_plan(source: PlanSources, rows: Ints, kind: Ints) -> Ints:
    """Return the school or college of each plan in each year, -1 where the kind has none."""
    plans, people = source.plans, source.people
    person = plans.person[rows]
    colleges = [PLACEMENTS.index("college"), PLACEMENTS.index("special_post_16")]
    found = np.full(kind.shape, -1, dtype="int64")
    to_phase = {"special": "special", "independent": "independent", "ap": "ap"}
    for step in range(len(YEARS)):
        on_roll = source.rolls.phase[person, step] >= 0
        phase = np.full(len(rows), -1, dtype="int64")
        age = people.academic_age(step)[person]
        ordinary = np.isin(kind[:, step], [0, 1])
        phase[ordinary] = np.where(age[ordinary] < 11, 1, 2)
        for name, where in to_phase.items():
            phase[kind[:, step] == PLACEMENTS.index(name)] = school_list.ALL_PHASES.index(where)
        phase[np.isin(kind[:, step], colleges)] = school_list.ALL_PHASES.index("post-16")
        elsewhere = school_list.attended(
            source.schools, people, person, phase, plans.abroad[rows, step], source.seed
        )
        here = on_roll & (phase >= 0) & ~np.isin(kind[:, step], colleges)
        found[:, step] = np.where(here, source.school[person, step], elsewhere)
    return found


def ehc_reviews(source: PlanSources) -> pd.DataFrame:
    """Return one row a review due from January 2018 on, a year after the start and every year."""
    plans = source.plans
    draw = stream(source.seed, "reviews")
    rows = np.flatnonzero(source.known())
    parts = []
    for turn in range(1, 22):
        due = _years_later(plans.start[rows], turn)
        stop = np.where(plans.end[rows] >= 0, plans.end[rows], source.as_of + 1)
        adult = _years_later(source.people.birth[plans.person[rows]], 26)
        inside = (due >= days(2018, 1, 1)) & (due <= source.as_of) & (due < stop) & (due < adult)
        parts.append((rows[inside], due[inside]))
    plan = np.concatenate([part[0] for part in parts])
    due = np.concatenate([part[1] for part in parts])
    order = np.lexsort((due, plan))
    plan, due = plan[order], due[order]
    size = len(plan)
    person = plans.person[plan]
    autumn = _autumn(due)
    age = autumn - _autumn(source.people.birth[person]) - 1
    chance = draw.random(size)
    in_time = np.where(age == 13, 0.66, 0.74)
    shift = np.where(chance < in_time, -draw.integers(0, 28, size), 1 + draw.integers(0, 100, size))
    held = due + shift
    held = np.where((chance > 0.94) | (held > source.as_of), -1, held)
    held = np.where((held >= 0) & (held < plans.start[plan]), plans.start[plan] + 1, held)
    gone = (plans.end[plan] >= 0) & (held > plans.end[plan])
    held = np.where(gone, -1, held)
    decided = held + 14 + draw.integers(0, 24, size)
    decided = np.where((held >= 0) & (decided <= source.as_of), decided, -1)
    outcome = choose(draw, size, [0.66, 0.33, 0.01])
    outcome = np.where(decided >= 0, outcome, np.where(held >= 0, 3, -1))
    took = held >= 0
    return frame(
        {
            "review_id": numbered("R", np.arange(size) + 1, 8),
            "plan_id": plan_ids(plan),
            **source.writer.child(person, ["child_id"]),
            "year_group": year_group(age),
            "review_due_date": dates(due),
            "review_meeting_date": dates(held),
            "review_outcome": coded(outcome, ("M", "V", "C", "A")),
            "review_outcome_date": dates(decided),
            "family_took_part": flags(draw.random(size) < 0.82, took),
            "young_person_took_part": flags(draw.random(size) < 0.25 + 0.02 * age, took),
            "adulthood_covered": flags(draw.random(size) < 0.58, took & (age >= 12)),
        }
    )


def personal_budgets(source: PlanSources) -> pd.DataFrame:
    """Return one row a part of a budget: most are direct payments for social care."""
    rows = _with_budget(source)
    draw = stream(source.seed, "budget parts")
    part = choose(draw, len(rows), [0.05, 0.02, 0.93])
    start = np.maximum(source.plans.start[rows] + 30, days(2020, 4, 1))
    return frame(
        {
            "plan_id": plan_ids(rows),
            **source.writer.child(source.plans.person[rows], ["child_id"]),
            "budget_part": coded(part, ("education", "health", "social_care")),
            "budget_form": coded(choose(draw, len(rows), [0.9, 0.06, 0.04]),
                                 ("direct_payment", "notional", "third_party")),
            "start_date": dates(start),
            "end_date": dates(np.full(len(rows), -1)),
            "annual_amount": pd.Series(np.round(800 + 5200 * draw.random(len(rows)), -1)),
        }
    )  # fmt: skip


def _years_later(day: Ints, years: int) -> Ints:
    months = day.astype("datetime64[D]").astype("datetime64[M]")
    inside = day - months.astype("datetime64[D]").astype("int64")
    return (months + 12 * years).astype("datetime64[D]").astype("int64") + np.minimum(inside, 27)


def _autumn(day: Ints) -> Ints:
    """Return the year in which the school year of a date began."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype("int64")
    return months // 12 + 1970 - (months % 12 < 8)
