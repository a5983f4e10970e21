"""The programme's own records: audits, KPI returns, action log, evidence, disputes, schools.

Actions and KPIs carry the references of the published plan; every date of progress and every
value is invented.
"""

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.calibration import Targets
from jsna.demo.draws import Ints, choose, days, pick, stream
from jsna.demo.plan_files import PlanSources, plan_ids, request_ids
from jsna.demo.population import YEARS
from jsna.demo.rolls import NEEDS, PLAN, SUPPORT
from jsna.demo.shape import SCHOOL_YEARS, coded, dates, flags, frame, numbered, whole_or_blank
from jsna.project import DATA

AUDIT_ITEMS = ("overall", *(f"section_{letter}" for letter in "abcdefghijk"), "needs_addressed",
               "parent_views", "lived_experience", "adulthood", "emotional_wellbeing")  # fmt: skip
_AGENCIES = ("education", "health", "social_care", "school", "parent_forum")
AGREEMENT = 0.72
"""Planted: chance that a second auditor gives the first one's grade; otherwise one by chance."""
_SHARES = np.array([0.08, 0.3, 0.42, 0.2])
"""Grades 1 to 4 before the effect of item and month."""


def plan_audits(source: PlanSources) -> pd.DataFrame:
    """Return twelve audits a month from November 2019, some marked twice."""
    draw = stream(source.seed, "audits")
    months = [days(2019 + (10 + number) // 12, (10 + number) % 12 + 1, 18) for number in range(30)]
    months = [month for month in months if month <= source.as_of - 5]
    plans = source.plans
    parts = []
    for month in months:
        open_plans = (plans.start < month) & ((plans.end < 0) | (plans.end > month))
        chosen = pick(draw, open_plans, 12)
        parts.append((chosen, np.full(len(chosen), month)))
    plan = np.concatenate([part[0] for part in parts])
    day = np.concatenate([part[1] for part in parts]) + draw.integers(-5, 5, len(plan))
    size = len(plan)
    twice = draw.random(size) < 0.22
    second = np.flatnonzero(twice)
    agency = draw.integers(0, len(_AGENCIES), size)
    other = (agency[second] + 1 + draw.integers(0, len(_AGENCIES) - 1, len(second))) % len(
        _AGENCIES
    )
    items = len(AUDIT_ITEMS)
    tilt = np.linspace(0.25, -0.35, items)[None, :] + ((day - day.min()) / 900)[:, None]
    grade = _grades(draw, tilt)
    again = np.where(
        draw.random((len(second), items)) < AGREEMENT,
        grade[second],
        _grades(draw, tilt[second]),
    )
    all_plan = np.concatenate([plan, plan[second]])
    all_day = np.concatenate([day, np.minimum(day[second] + 2, source.as_of)])
    number = np.arange(size + len(second)) + 1
    first_of = np.concatenate([np.full(size, -1), second])
    marked = np.concatenate([twice, np.ones(len(second), dtype=bool)])
    all_agency = np.concatenate([agency, other])
    all_grade = np.concatenate([grade, again])
    row = np.repeat(np.arange(len(number)), items)
    item = np.tile(np.arange(items), len(number))
    person = plans.person[all_plan]
    young = source.people.academic_age(2)[person] < 13
    shown = all_grade.ravel()
    shown = np.where((item == AUDIT_ITEMS.index("adulthood")) & young[row], 4, shown)
    stage = np.where(plans.transferred_in[all_plan], 2, np.where(plans.new_in[all_plan] > 0, 0, 1))
    names = numbered("AU", number, 6)
    district = source.writer.child(person, ["home_district"])["home_district"]
    return frame(
        {
            "audit_id": names.iloc[row],
            "plan_id": plan_ids(all_plan).iloc[row],
            "audit_date": dates(all_day[row]),
            "auditor_agency": coded(all_agency[row], _AGENCIES),
            "double_marked": flags(marked[row]),
            "double_mark_of": names.iloc[np.maximum(first_of, 0)[row]].where(
                (first_of >= 0)[row], other=None
            ),
            "home_district": district.iloc[row],
            "primary_need": coded(source.plan_need(person)[0][row], NEEDS),
            "plan_stage": coded(stage[row], ("new", "amended", "transfer")),
            "item": coded(item, AUDIT_ITEMS),
            "grade": coded(shown, ("1", "2", "3", "4", "not_applicable")),
        }
    )


def _grades(draw: np.random.Generator, tilt: np.ndarray) -> Ints:
    edges = np.cumsum(_SHARES)[:3]
    place = np.clip(draw.random(tilt.shape) + 0.35 * tilt, 0, 0.999)
    return np.searchsorted(edges, place, side="right").astype("int64")


_KPIS = (
    ("WG2.1", "council", "Cumbria", "percent", 58, 71),
    ("WG2.2", "NCIC", "North Cumbria CCG", "percent", 53, 62),
    ("WG2.2", "UHMBT", "Morecambe Bay CCG", "percent", 50.4, 58),
    ("WG2.3", "council", "Cumbria", "count", 60, 140),
    ("WG2.4", "council", "Cumbria", "gbp", 2_100_000, 2_650_000),
    ("WG2.5", "NCIC", "Cumbria", "count", 18, 31),
    ("WG2.6", "council", "Cumbria", "count", 22, 17),
    ("WG3.1", "council", "Cumbria", "count", 62_000, 81_000),
    ("WG3.2", "council", "Cumbria", "count", 40, 640),
    ("WG3.3", "council", "Cumbria", "count", 2, 15),
    ("WG3.4", "council", "Cumbria", "count", 1, 10),
    ("WG3.7", "council", "Cumbria", "percent", 66, 74),
    ("WG3.11", "council", "Cumbria", "count", 15, 27),
    ("WG3.12a", "council", "Cumbria", "percent", 40, 52),
    ("WG3.12b", "council", "Cumbria", "percent", 29, 41),
    ("WG4.4", "NCIC", "Cumbria", "percent", 12, 68),
    ("WG4.5", "NCIC", "Cumbria", "percent", 20, 55),
    ("WG5.1", "CNTW", "North Cumbria CCG", "ratio", 0.021, 0.024),
    ("WG5.1", "LSCFT", "Morecambe Bay CCG", "ratio", 0.019, 0.020),
    ("WG6.22", "council", "Cumbria", "count", 31, 24),
)
_PERCENT_OF = 200


def kpi_returns(source: PlanSources) -> pd.DataFrame:
    """Return quarterly returns of KPIs that no extract measures: invented from first to last."""
    draw = stream(source.seed, "kpis")
    ends = [days(*day) for day in ((2019, 12, 31), (2020, 3, 31), (2020, 6, 30), (2020, 9, 30),
                                   (2020, 12, 31), (2021, 3, 31), (2021, 6, 30))]  # fmt: skip
    ends = [end for end in ends if end + 25 <= source.as_of]
    rows = []
    for reference, organisation, place, unit, low, high in _KPIS:
        for number, end in enumerate(ends):
            if draw.random() < 0.08:
                continue
            value = low + (high - low) * number / 6 + (high - low) * 0.12 * (draw.random() - 0.5)
            numerator = denominator = None
            if unit == "percent":
                denominator = float(_PERCENT_OF)
                numerator = float(round(value / 100 * denominator))
                value = round(100 * numerator / denominator, 1)
            elif unit == "ratio":
                value = round(value, 4)
            else:
                value = float(max(0, round(value)))
            rows.append((reference, organisation, place, end - 91, end, value, numerator, denominator,
                         unit, end + 14 + int(draw.integers(0, 11))))  # fmt: skip
    columns = list(zip(*rows, strict=True))
    return frame(
        {
            "kpi_ref": pd.Series(columns[0], dtype="str"),
            "organisation": pd.Series(columns[1], dtype="str"),
            "place": pd.Series(columns[2], dtype="str"),
            "period_start": dates(np.array(columns[3])),
            "period_end": dates(np.array(columns[4])),
            "value": pd.Series(columns[5], dtype="float64"),
            "numerator": pd.Series(columns[6], dtype="float64"),
            "denominator": pd.Series(columns[7], dtype="float64"),
            "unit": pd.Series(columns[8], dtype="str"),
            "returned_date": dates(np.array(columns[9])),
            "provisional": flags(np.array(columns[4]) == max(columns[4])),
            "note": pd.Series(["Made up"] * len(rows), dtype="str"),
        }
    )


def action_log(source: PlanSources) -> pd.DataFrame:
    """Return each action of the plan as it stood every six weeks: dates come and stay."""
    draw = stream(source.seed, "actions")
    plan = pd.read_csv(DATA / "plan" / "actions.csv", encoding="utf-8")
    size = len(plan)
    due = pd.to_datetime(plan["due_date"]).to_numpy().astype("datetime64[D]").astype("int64")
    undated = plan["due_date"].isna().to_numpy()
    due = np.where(undated, days(2020, 6, 30), due)
    late = np.floor(draw.standard_exponential(size) * 110 - 35).astype("int64")
    late = np.where((due > days(2020, 2, 1)) & (due < days(2020, 9, 1)), late + 90, late)
    approved = np.full(size, days(2019, 10, 18))
    implemented = np.maximum(due + late, approved + 15)
    implemented = np.where(draw.random(size) < 0.09, 10**6, implemented)
    embedded = implemented + 150 + draw.integers(0, 320, size)
    embedded = np.where(draw.random(size) < 0.35, 10**6, embedded)
    replaced = (draw.random(size) < 0.04) & (implemented > days(2020, 4, 1))
    begun = np.minimum(due - 120, implemented - 20)
    reason = choose(draw, size, [4, 3, 2, 2])
    boards = np.arange(days(2019, 11, 5), source.as_of + 1, 42)
    row = np.repeat(np.arange(size), len(boards))
    day = np.tile(boards, size)
    done = implemented[row] <= day
    status = np.select(
        [done, replaced[row] & (day > due[row]), day > due[row] + 7, day >= begun[row]],
        [2, 4, 3, 1], 0,
    )  # fmt: skip
    return frame(
        {
            "action_ref": pd.Series(plan["uid"].astype(str).to_numpy()[row]),
            "recorded_on": dates(day),
            "status": coded(status, ("not_started", "under_way", "completed", "delayed",
                                     "replaced")),
            "due": dates(np.where(undated[row], -1, due[row])),
            "approved": dates(approved[row]),
            "implemented": dates(np.where(done, implemented[row], -1)),
            "embedded": dates(np.where(embedded[row] <= day, embedded[row], -1)),
            "owner_role": pd.Series(plan["lead_role"].astype(str).to_numpy()[row]),
            "delay_reason": coded(
                np.where(status == 3, reason[row], -1),
                ("Made up: staff were moved to the pandemic response",
                 "Made up: waits for a decision on funding",
                 "Made up: the partner's data came late",
                 "Made up: meetings with families were put off"),
            ),
            "changed_approach": coded(
                np.where((status == 4) | (done & (row % 7 == 0)), row % 2, -1),
                ("Made up: held online in place of meetings",
                 "Made up: taken into another action"),
            ),
            "note": coded(np.zeros(len(row), dtype="int64"), ("Made up",)),
        }
    )  # fmt: skip


_EVIDENCE = (
    ("Minutes of the working group", "activity", "document"),
    ("Training record", "activity", "document"),
    ("Guide for schools, published", "output", "document"),
    ("Specification agreed", "output", "document"),
    ("Quarterly data report", "impact", "data"),
    ("Monthly audit summary", "output", "audit"),
    ("Survey of families, summary", "impact", "feedback"),
    ("A family's story", "impact", "case_study"),
    ("Review by a neighbouring area", "impact", "external_review"),
    ("Waiting-list review", "impact", "data"),
)


def evidence_register(source: PlanSources) -> pd.DataFrame:
    """Return seventy pieces of evidence over the nine areas, some of them old."""
    draw = stream(source.seed, "evidence")
    plan = pd.read_csv(DATA / "plan" / "actions.csv", encoding="utf-8")
    size = 70
    kind = np.arange(size) % len(_EVIDENCE)
    area = draw.integers(1, 10, size)
    effective = days(2019, 11, 1) + draw.integers(0, 650, size)
    filed = effective + draw.integers(2, 60, size)
    known = filed <= source.as_of
    kind, area, effective, filed = kind[known], area[known], effective[known], filed[known]
    size = len(kind)
    second = np.where(draw.random(size) < 0.3, area % 9 + 1, 0)
    areas = [f"{a};{b}" if b else str(a) for a, b in zip(area, second, strict=True)]
    actions = plan["uid"].astype(str).to_numpy()[draw.integers(0, len(plan), size)]
    story = np.array([_EVIDENCE[number][2] == "case_study" for number in kind])
    places = sorted(set(source.people.places["district"]))
    return frame(
        {
            "evidence_id": numbered("E", np.arange(size) + 1, 4),
            "title": pd.Series(
                [f"Made up: {_EVIDENCE[number][0]} ({place + 1})" for place, number in enumerate(kind)]
            ),
            "kind": pd.Series([_EVIDENCE[number][1] for number in kind]),
            "form": pd.Series([_EVIDENCE[number][2] for number in kind]),
            "owner_role": coded(draw.integers(0, 4, size),
                                ("Senior Manager Inclusion, CCC",
                                 "Senior Commissioning Manager, North Cumbria CCG",
                                 "Commissioner, Morecambe Bay CCG",
                                 "Communications Business Partner, CCC")),
            "effective_date": dates(effective),
            "filed_date": dates(filed),
            "age_limit_months": whole_or_blank(np.array([6.0, 12.0, 18.0])[kind % 3]),
            "area_nos": pd.Series(areas, dtype="str"),
            "action_refs": pd.Series(actions),
            "kpi_refs": coded(np.where(kind % 3 == 1, kind % 4, -1),
                              ("WG1.1", "WG3.5", "WG5.3", "WG6.1")),
            "place": coded(np.where(kind % 4 == 0, area % len(places), -1), places),
            "consent_recorded": flags(story, story),
            "location": coded(np.zeros(size, dtype="int64"), ("Made up: evidence folder",)),
        }
    )  # fmt: skip


def schools_return(source: PlanSources) -> pd.DataFrame:
    """Return the annual return of schools for 2019/20 and 2020/21; not every school sent it."""
    draw = stream(source.seed, "schools return")
    made, rolls = source.schools, source.rolls
    schools = np.array([
        place != school_list.BEYOND and phase not in ("post-16", "nursery")
        for place, phase in zip(made.district, made.phase, strict=True)
    ])  # fmt: skip
    rows = np.flatnonzero(schools)
    parts = []
    for step, share in ((2, 0.78), (3, 0.9)):
        size = len(made.phase)
        here = rolls.phase[:, step] >= 0
        at = source.school[:, step]
        counts = [
            np.bincount(at[here & (rolls.provision[:, step] == kind)], minlength=size)[rows]
            for kind in (SUPPORT, PLAN)
        ]
        roll = np.bincount(at[here], minlength=size)[rows]
        sent = (draw.random(len(rows)) < share) & (roll > 0)
        progress = 0.35 if step == 2 else 0.62
        asked = draw.random(len(rows)) < 0.45
        yes = [draw.random(len(rows)) < progress + bonus for bonus in (0.1, 0.15, -0.05, -0.1, 0.0)]
        part_time = draw.poisson(0.012 * (counts[0] + counts[1]))
        parts.append(
            frame(
                {
                    "school_year": coded(np.full(len(rows), step), SCHOOL_YEARS),
                    "school_urn": coded(rows, made.urn.astype(str)),
                    "returned_date": dates(
                        np.where(
                            sent, days(YEARS[step] + 1, 7, 1) + draw.integers(0, 40, len(rows)), -1
                        )
                    ),
                    "pupils_on_roll": _sent(roll, sent),
                    "sen_support_pupils": _sent(counts[0], sent),
                    "ehcp_pupils": _sent(counts[1], sent),
                    "trained_handbook": flags(yes[0], sent),
                    "senco_network": flags(yes[1], sent),
                    "asked_for_support": flags(asked, sent),
                    "tailored_response": flags(
                        asked & (draw.random(len(rows)) < 0.7), sent & asked
                    ),
                    "governors_trained": flags(yes[2], sent),
                    "language_trained": flags(yes[3], sent),
                    "part_time_timetables": _sent(np.minimum(part_time, roll), sent),
                    "no_school_place": _sent((draw.random(len(rows)) < 0.04).astype("int64"), sent),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _sent(value: Ints, sent: np.ndarray) -> pd.Series:
    return whole_or_blank(np.where(sent, value, np.nan).astype("float64"))


_ABOUT = ("refusal_to_assess", "refusal_to_issue", "contents", "cease", "health_care")


def disputes(source: PlanSources, targets: Targets, scale: float) -> pd.DataFrame:
    """Return mediations and appeals, as many in a calendar year as were published."""
    draw = stream(source.seed, "disputes")
    plans, asked = source.plans, source.asked
    refused = np.flatnonzero(asked.refused)
    parts = []
    for year in (2018, 2019, 2020, 2021):
        for kind, name in enumerate(("mediation", "appeals")):
            count = round(targets.process[year][name] * scale)
            on_plan = draw.random(count) < 0.62
            plan = pick(
                draw, (plans.start < days(year, 1, 1)) & (plans.end < 0), int(on_plan.sum())
            )
            request = refused[
                pick(draw, asked.decided[refused] < days(year, 12, 1), count - len(plan))
            ]
            registered = days(year, 1, 3) + draw.integers(0, 355, len(plan) + len(request))
            registered[len(plan) :] = np.maximum(
                registered[len(plan) :], asked.decided[request] + 5
            )
            parts.append(
                (
                    np.full(len(plan) + len(request), kind),
                    np.concatenate([plan, np.full(len(request), -1)]),
                    np.concatenate([np.full(len(plan), -1), request]),
                    registered,
                )
            )
    kind, plan, request, registered = (
        np.concatenate([part[n] for part in parts]) for n in range(4)
    )
    inside = registered <= source.as_of
    kind, plan, request, registered = (v[inside] for v in (kind, plan, request, registered))
    size = len(kind)
    person = np.where(plan >= 0, plans.person[np.maximum(plan, 0)],
                      asked.person[np.maximum(request, 0)])  # fmt: skip
    ended = registered + np.where(kind == 0, 30, 150) + draw.integers(0, 60, size)
    open_case = ended > source.as_of
    result = np.where(
        kind == 0, choose(draw, size, [70, 0, 0, 30]), choose(draw, size, [45, 22, 8, 25])
    )
    about = np.where(plan >= 0, np.where(draw.random(size) < 0.9, 2, 4), 0)
    order = np.lexsort((kind, registered))
    names = request_ids(asked)
    table = frame(
        {
            "case_id": numbered("D", np.arange(size) + 1, 5),
            "kind": coded(kind[order], ("mediation", "appeal")),
            **source.writer.child(person[order], ["child_id"]),
            "request_id": names.iloc[np.maximum(request, 0)[order]].where(
                (request >= 0)[order], other=None
            ),
            "plan_id": plan_ids(plan[order]),
            "about": coded(about[order], _ABOUT),
            "registered_date": dates(registered[order]),
            "outcome": coded(np.where(open_case, 4, result)[order],
                             ("agreed", "upheld", "dismissed", "withdrawn", "pending")),
            "outcome_date": dates(np.where(open_case, -1, ended)[order]),
        }
    )  # fmt: skip
    return table
