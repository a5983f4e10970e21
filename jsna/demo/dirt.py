"""The dirt of real files: one fault a row, each with the code of the rule that should see it.

A kind of fault is a line in `KINDS`: the extract, the code, which rows it can befall, what it
changes. Spellings that the code lists know are varied too; those are no faults and are not
listed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from jsna.demo.county import County
from jsna.demo.draws import stream, whole
from jsna.demo.habits import Habit

Where = Callable[[pd.DataFrame], "pd.Series"]


@dataclass(frozen=True)
class Kind:
    """One way in which rows go wrong."""

    extract: str
    code: str
    change: dict[str, str]
    """Column to what is written in place of its value; `=column` copies another column."""
    where: dict[str, str]
    """Column to what it must hold: a value, `filled`, `blank`, or `!value` for anything else."""
    copied: bool = False
    """Whether a second copy of the row carries the change."""


def _kind(
    extract: str, code: str, change: dict[str, str], where: dict[str, str] | None = None,
    copied: bool = False,
) -> Kind:  # fmt: skip
    return Kind(extract, code, change, where or {}, copied)


_HERE = {"home_district": "!Out of county"}
KINDS = (
    _kind("pupils", "VALUE-MISSING", {"sex": ""}),
    _kind("pupils", "VALUE-UNREADABLE", {"sen_provision": "Q"}),
    _kind("pupils", "VALUE-DROPPED", {"ethnicity": "??"}),
    _kind("pupils", "AGE-UNBORN", {"date_of_birth": "@2021-07-15"}),
    _kind("pupils", "PLACE-LSOA", {"home_district": "Eden"},
          {"home_district": "!Eden", "home_lsoa": "filled"}),
    _kind("pupils", "PLACE-LSOA-UNKNOWN", {"home_lsoa": "E01000001"}, _HERE),
    _kind("pupils", "ROW-TWICE", {}, copied=True),
    _kind("pupils", "KEY-TWICE", {"free_meals": "Y"}, {"free_meals": "N"}, copied=True),
    _kind("pupils", "NHS-CHECK", {"nhs_number": "9990000000"}, {"nhs_number": "filled"}),
    _kind("pupils", "PUP-SUBSIDIARY", {"enrolment_status": "S"}),
    _kind("pupils", "PUP-NEED-BLANK", {"primary_need": "", "secondary_need": ""},
          {"sen_provision": "K"}),
    _kind("pupils", "PUP-NEED-WITHOUT-SEN", {"primary_need": "SLCN"}, {"sen_provision": "N"}),
    _kind("pupils", "PUP-SCHOOL-BLANK", {"school_urn": ""}, {"no_school_place": "N"}),
    _kind("pupils", "PUP-PLACE-AND-SCHOOL", {"no_school_place": "Y"}, {"school_urn": "filled"}),
    _kind("pupils", "PUP-SCHOOL-UNKNOWN", {"school_urn": "999999"}, {"school_urn": "filled"}),
    _kind("pupils", "DATE-FUTURE", {"sen_start_date": "@2022-02-01"}, {"sen_provision": "K"}),
    _kind("ehc_requests", "REQ-CLOCK", {"request_outcome_date": "@2016-01-04"},
          {"request_outcome_date": "filled"}),
    _kind("ehc_requests", "REQ-DECIDED-UNDATED", {"request_outcome_date": ""},
          {"request_outcome": "N"}),
    _kind("ehc_assessments", "ASM-REQUEST-UNKNOWN", {"request_id": "Q9999999"}),
    _kind("ehc_plans", "PLN-WITHOUT-REQUEST", {"request_id": ""},
          {"request_id": "filled", "start_date": ">2020"}),
    _kind("ehc_plans", "PLN-NSA", {"primary_need": "NSA"}),
    _kind("ehc_plans", "VALUE-WITHHELD", {"primary_need": "c"}),
    _kind("ehc_plans", "AGE-OVER-25", {"date_of_birth": "@1984-03-05"}),
    _kind("ehc_placements", "PLC-PLAN-UNKNOWN", {"plan_id": "P9999999"}),
    _kind("ehc_placements", "DATE-ANCIENT", {"placement_end_date": "@1900-01-01"},
          {"placement_end_date": "filled"}),
    _kind("ehc_reviews", "REV-DECIDED-NOT-HELD", {"review_meeting_date": ""},
          {"review_outcome_date": "filled"}),
    _kind("ehc_ceased", "CEA-PLAN-UNKNOWN", {"plan_id": "P9999999"}),
    _kind("camhs_referrals", "CAM-FIRST-EARLY", {"first_contact_date": "@2018-03-01"},
          {"first_contact_date": "filled", "closure_date": "blank"}),
    _kind("camhs_referrals", "CAM-CLOSED-EARLY", {"closure_date": "@2018-03-02"},
          {"closure_date": "filled", "records_begin_date": "blank"}),
    _kind("camhs_referrals", "CAM-OUTCOME-OPEN", {"closure_date": ""}, {"closure_date": "filled"}),
    _kind("camhs_referrals", "CAM-FIRST-BLANK", {"first_contact_date": ""},
          {"second_contact_date": "filled"}),
    _kind("camhs_referrals", "CAM-CLOSED-WHY", {"outcome": ""}, {"closure_date": "filled"}),
    _kind("camhs_referrals", "VALUE-OUT-OF-RANGE", {"unavailable_days": "-4"}),
    _kind("camhs_referrals", "VALUE-UNREADABLE", {"referral_date": "31/02/2020"}),
    _kind("camhs_referrals", "ROW-TWICE", {}, copied=True),
    _kind("pathway_referrals", "PTH-FIRST-EARLY", {"pathway_start_date": "@2018-01-02"},
          {"pathway_start_date": "filled"}),
    _kind("short_breaks", "SHB-HOURS-NO-SERVICE", {"hours_a_month": "6"}, {"service": "none"}),
    _kind("short_breaks", "SHB-PAYMENT", {"direct_payment": "N"}, {"service": "direct_payment"}),
    _kind("short_breaks", "AGE-OVER-25", {"date_of_birth": "@1984-03-05"}),
    _kind("attendance", "ATT-MORE", {"sessions_authorised": "399"}),
    _kind("attainment", "ATM-BOTH", {"score": "12"}, {"met": "filled"}),
    _kind("transition_records", "TRN-PLAN-BLANK", {"plan_id": ""}, {"sen_provision": "E"}),
    _kind("looked_after", "LAC-CLOCK", {"care_end_date": "@2005-01-03"},
          {"care_end_date": "filled", "care_start_date": ">2016"}),
    _kind("home_education", "EHE-CLOCK", {"end_date": "@2016-01-03"}, {"end_date": "filled"}),
    _kind("plan_audits", "AUD-PLAN-UNKNOWN", {"plan_id": "P9999999"}),
    _kind("survey_answers", "VALUE-UNREADABLE", {"arm": "parents of everyone"}),
    _kind("kpi_returns", "KPI-PERCENT", {"value": "140", "numerator": "", "denominator": ""},
          {"unit": "percent"}),
)  # fmt: skip
_LEAST = 4
"""Faults of each kind at least, where there is dirt at all and rows allow."""


def plan(made: County, extracts: Sequence[str], rows: Sequence[int], total: int) -> list[list[int]]:
    """Return for each file how many faults of each kind of `KINDS` it takes."""
    counts = [[0] * len(KINDS) for _ in extracts]
    if total <= 0:
        return counts
    share = max(_LEAST, total // (2 * len(KINDS)))
    size: dict[str, int] = {}
    for extract, number in zip(extracts, rows, strict=True):
        size[extract] = size.get(extract, 0) + number
    by_size = whole(
        [size.get(kind.extract, 0) for kind in KINDS], max(0, total - share * len(KINDS))
    )
    for place, kind in enumerate(KINDS):
        files = [number for number, extract in enumerate(extracts) if extract == kind.extract]
        if files:
            parts = whole([rows[number] for number in files], share + int(by_size[place]))
            for number, part in zip(files, parts, strict=True):
                counts[number][place] = int(part)
    return counts


def spoil(
    text: pa.Table, habit: Habit, counts: list[int], seed: int
) -> tuple[pa.Table, pd.DataFrame]:
    """Return the table with its faults, and where they are: row from 1, below the header."""
    draw = stream(seed, "dirt " + habit.extract)
    frame = (
        pd.DataFrame({name: text.column(name).to_pylist() for name in text.column_names})
        if sum(counts)
        else None
    )
    late = _late(text, habit)
    if frame is None:
        return _varied(text, draw, habit), _listed(habit, late, ["CAM-SEND-LATE"] * len(late))
    free = np.ones(len(frame), dtype=bool)
    rows, codes, copies = [*late], ["CAM-SEND-LATE"] * len(late), []
    for kind, count in zip(KINDS, counts, strict=True):
        if not count:
            continue
        fits = np.flatnonzero(_fits(frame, kind) & free)
        chosen = np.sort(draw.choice(fits, min(count, len(fits)), replace=False))
        free[chosen] = False
        if kind.copied:
            extra = frame.iloc[chosen].copy()
            copies.append((_changed(extra, kind, habit), kind.code))
        else:
            frame.iloc[chosen] = _changed(frame.iloc[chosen].copy(), kind, habit)
            rows += list(chosen + 1)
            codes += [kind.code] * len(chosen)
    length = len(frame)
    for extra, code in copies:
        rows += list(range(length + 1, length + 1 + len(extra)))
        codes += [code] * len(extra)
        length += len(extra)
    joined = pd.concat([frame, *(extra for extra, _ in copies)], ignore_index=True)
    spoiled = pa.table({name: pa.array(joined[name].tolist(), pa.string()) for name in frame})
    return _varied(spoiled, draw, habit), _listed(habit, rows, codes)


def _fits(frame: pd.DataFrame, kind: Kind) -> np.ndarray:
    fits = np.ones(len(frame), dtype=bool)
    for column, wanted in kind.where.items():
        values = frame[column]
        if wanted == "filled":
            fits &= (values != "").to_numpy()
        elif wanted == "blank":
            fits &= (values == "").to_numpy()
        elif wanted.startswith("!"):
            fits &= (values != wanted[1:]).to_numpy()
        elif wanted.startswith(">"):
            fits &= (
                values.str.contains(r"20\d\d")
                & (values.str.extract(r"(20\d\d)")[0].fillna("0") > wanted[1:]).to_numpy()
            )
        else:
            fits &= (values == wanted).to_numpy()
    return fits


def _changed(rows: pd.DataFrame, kind: Kind, habit: Habit) -> pd.DataFrame:
    for column, value in kind.change.items():
        if value.startswith("@"):
            value = pd.Timestamp(value[1:]).strftime(habit.dates)
        rows[column] = value
    return rows


def _late(text: pa.Table, habit: Habit) -> list[int]:
    """Return the rows in which SEND was recorded after the referral: dirt that is always there."""
    if habit.extract != "camhs_referrals":
        return []
    words = pd.Series(text.column("send_recorded_date").to_pylist()).replace("", None)
    recorded = pd.to_datetime(words, format=habit.dates)
    referred = pd.to_datetime(
        pd.Series(text.column("referral_date").to_pylist()), format=habit.dates
    )
    return [int(row) + 1 for row in np.flatnonzero((recorded > referred).to_numpy())]


_SPELLINGS = {
    "sex": {"M": "Male", "F": "female"},
    "sen_provision": {"E": "EHCP", "K": "SEN support", "N": "No SEN"},
    "primary_need": {"ASD": "Autism", "SLCN": "Speech, language and communication needs"},
    "urgency": {"routine": "Routine", "urgent": "URGENT"},
    "send_flag": {"Y": "Yes", "N": "no"},
}


def _varied(text: pa.Table, draw: np.random.Generator, habit: Habit) -> pa.Table:
    """Return the table with one code in fifty written in another way that the lists know."""
    for column, other in _SPELLINGS.items():
        if column in text.column_names:
            values = np.array(text.column(column).to_pylist(), dtype=object)
            chosen = np.flatnonzero(draw.random(len(values)) < 0.02)
            values[chosen] = [other.get(value, value) for value in values[chosen]]
            place = text.column_names.index(column)
            text = text.set_column(place, column, pa.array(values.tolist(), pa.string()))
    return text


def _listed(habit: Habit, rows: list[int], codes: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"file": [habit.file] * len(rows), "row": pd.Series(rows, dtype="int64"), "code": codes,
         "extract": [habit.extract] * len(rows)}
    )  # fmt: skip
