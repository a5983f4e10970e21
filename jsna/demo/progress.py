"""KPI returns, the action log and the evidence register, made up.

Actions and KPIs carry the references of the published plan; every date of progress and every
value is invented.
"""

import numpy as np
import pandas as pd

from jsna.demo.draws import choose, days, stream
from jsna.demo.plan_source import PlanSources
from jsna.demo.shape import coded, dates, flags, frame, numbered, whole_or_blank
from jsna.project import DATA

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
    rows = []
    for reference, organisation, place, unit, low, high in _KPIS:
        for number, end in enumerate(ends):
            if draw.random() < 0.08:
                continue
            value = low + (high - low) * number / 6 + (high - low) * 0.12 * (draw.random() - 0.5)
            returned = end + 14 + int(draw.integers(0, 11))
            if end + 25 > source.as_of:
                continue
            numerator = denominator = None
            if unit == "percent":
                denominator = float(_PERCENT_OF)
                numerator = float(round(value / 100 * denominator))
                value = round(100 * numerator / denominator, 1)
            elif unit == "ratio":
                value = round(value, 4)
            else:
                value = float(max(0, round(value)))
            rows.append((reference, organisation, place, end - 91, end, value, numerator,
                         denominator, unit, returned))  # fmt: skip
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
                [f"Made up: {_EVIDENCE[which][0]}, no. {row + 1}" for row, which in enumerate(kind)]
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
