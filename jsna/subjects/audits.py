"""How good EHC plans are, as auditors of several agencies find them.

One plan marked twice counts once, by its first marking; the second shows how far two auditors
agree. Grades run from 1 to 4: 3 or 4 is good, and a question is fully met at 4.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from jsna.dimensions import DIMENSIONS, NOT_RECORDED
from jsna.figures import Figure
from jsna.sources import Sources
from jsna.stats import agreement, proportions
from jsna.stats.estimate import Estimate
from jsna.subjects.recorded import school_year_of
from jsna.subjects.waits.cells import FEWEST, Cell, cell, too_few

ITEMS = {
    "overall": "Overall",
    "section_a": "A: views and aspirations",
    "section_b": "B: educational needs",
    "section_c": "C: health needs",
    "section_d": "D: social care needs",
    "section_e": "E: outcomes",
    "section_f": "F: educational help",
    "section_g": "G: health help",
    "section_h": "H: social care help",
    "section_i": "I: placement",
    "section_j": "J: personal budget",
    "section_k": "K: advice",
    "needs_addressed": "Health, care and education needs are addressed",
    "parent_views": "Parents' views and aspirations are clear",
    "lived_experience": "The child's life and wishes are clear",
    "adulthood": "Preparation for adulthood is addressed",
    "emotional_wellbeing": "Emotional wellbeing needs are reflected",
}
STAGES = {
    "new": "New plan",
    "amended": "Amended after a review",
    "transfer": "Moved from another council",
}
GOOD, FULLY = "Good or better (3 or 4)", "Fully met (4)"
READINGS = {GOOD: (3, 4), FULLY: (4,)}
GRADES = (1, 2, 3, 4)
MARGIN = 0.1
"""How near a year's rate should be to that of all plans: ten points each way."""
SAME, KAPPA, AC1 = "Same grade", "Weighted kappa", "Gwet's AC1"


def by_item(sources: Sources) -> pd.DataFrame:
    """Return the share of audited plans that pass each item, in both readings, by year."""
    rows: list[Cell] = []
    for (item, year), own in _first(sources).groupby(["item", "year"]):
        rows += _passed({"item": str(item), "year": str(year)}, own["grade"])
    return _in_order(rows, "item", ITEMS)


def by_stage(sources: Sources) -> pd.DataFrame:
    """Return the share that pass each item by the stage of the plan, all years together."""
    rows: list[Cell] = []
    for (item, stage), own in _first(sources).groupby(["item", "stage"]):
        rows += _passed({"item": str(item), "stage": str(stage)}, own["grade"])
    return _in_order(rows, "item", ITEMS)


def by_need(sources: Sources) -> pd.DataFrame:
    """Return the share that pass overall, by primary need, all years together."""
    found = _first(sources)
    rows: list[Cell] = []
    for need, own in found[found["item"] == ITEMS["overall"]].groupby("need"):
        rows += _passed({"need": str(need)}, own["grade"])
    return pd.DataFrame(rows)


def by_agency(sources: Sources) -> pd.DataFrame:
    """Return the share that pass overall, by the agency of the auditor, all years together."""
    found = _first(sources)
    rows: list[Cell] = []
    for agency, own in found[found["item"] == ITEMS["overall"]].groupby("agency"):
        rows += _passed({"agency": str(agency)}, own["grade"])
    return pd.DataFrame(rows)


def enough(sources: Sources) -> pd.DataFrame:
    """Return how near each year's rate can be to that of all plans, in percentage points.

    The half width of the 95 % Wilson interval at a rate of a half, the worst case; `enough` says
    whether the files reach the margin asked for.
    """
    rows: list[Cell] = []
    for year, own in _first(sources).groupby("year"):
        files = own["audit_id"].nunique()
        known = agreement.enough_files(files, MARGIN).enough
        labels = {"year": str(year), "enough": "Enough files" if known else "Too few files"}
        if files < FEWEST:
            rows.append(too_few(labels))
            continue
        worst = proportions.wilson(files / 2, files)
        half = 50 * (worst.upper - worst.lower)
        missing = {"lower": float("nan"), "upper": float("nan")}
        rows.append({**labels, "n": float(files), "value": half, **missing, "status": "shown"})
    return pd.DataFrame(rows)


def agreed(sources: Sources) -> pd.DataFrame:
    """Return how far two auditors of one plan agree, by item, in three measures from 0 to 1."""
    rows_of = _graded(sources)
    second = rows_of[rows_of["double_mark_of"].notna()]
    first = rows_of.set_index(["audit_id", "item"])["grade"]
    keys = pd.MultiIndex.from_arrays([second["double_mark_of"], second["item"]])
    pairs = second.assign(first=first.reindex(keys).to_numpy()).dropna(subset=["first"])
    rows: list[Cell] = []
    for item in ITEMS.values():  # one that nobody marked twice is too few to say
        own = pairs[pairs["item"] == item]
        rows += _agreement(item, own["first"].astype(int), own["grade"])
    return _in_order(rows, "item", ITEMS)


def _agreement(item: str, first: pd.Series, second: pd.Series) -> list[Cell]:
    n = len(first)
    labels = [{"item": item, "agreement": name} for name in (SAME, KAPPA, AC1)]
    if n < FEWEST:
        return [too_few(one) for one in labels]
    table = np.zeros((len(GRADES), len(GRADES)))
    np.add.at(table, (first.to_numpy() - 1, second.to_numpy() - 1), 1)
    same = proportions.wilson(float(np.trace(table)), n)
    found: tuple[Estimate | None, ...] = (same, _kappa(table), agreement.ac1(table))
    return [cell(one, each, n, 1.0) for one, each in zip(labels, found, strict=True)]


def _kappa(table: np.ndarray) -> Estimate | None:
    """Return weighted kappa; where an auditor gave one grade to every file it says nothing."""
    return agreement.weighted_kappa(table) if agreement.kappa_says(table) else None


def _graded(sources: Sources) -> pd.DataFrame:
    """Return the items that apply, in words, with the grade as a number and the school year."""
    rows = sources.accepted("plan_audits")
    rows = rows[rows["grade"] != "not_applicable"]
    return rows.assign(
        grade=rows["grade"].astype(int),
        item=rows["item"].map(ITEMS),
        year=school_year_of(rows["audit_date"]),
        stage=rows["plan_stage"].map(STAGES).fillna(NOT_RECORDED),
        need=rows["primary_need"].map(dict(DIMENSIONS["need"].codes)).fillna(NOT_RECORDED),
        agency=rows["auditor_agency"].str.replace("_", " ").str.capitalize(),
    )


def _first(sources: Sources) -> pd.DataFrame:
    rows = _graded(sources)
    return rows[rows["double_mark_of"].isna()]


def _passed(labels: Mapping[str, str], grades: pd.Series) -> list[Cell]:
    rows = []
    for reading, wanted in READINGS.items():
        own = {**labels, "reading": reading}
        n, part = len(grades), int(grades.isin(wanted).sum())
        rows.append(too_few(own) if n < FEWEST else cell(own, proportions.wilson(part, n), n))
    return rows


def _in_order(rows: list[Cell], name: str, words: Mapping[str, str]) -> pd.DataFrame:
    order = {word: place for place, word in enumerate(words.values())}
    return pd.DataFrame(rows).sort_values(name, key=lambda c: c.map(order), kind="stable")


_AUDITED = "EHC plans that were audited; one marked twice counts by its first marking"
_WILSON = "share of audited plans with a 95 % Wilson interval; items that do not apply left out"
_NEEDED = agreement.enough_files(0, MARGIN).needed
_LIMITS = (
    "Auditors judge what is written, not what the child gets. Audited plans may not be like all "
    "plans, and few were audited."
)


def _figure(
    figure_id: str,
    title: str,
    question: str,
    dimensions: tuple[str, ...],
    measure: Callable[[Sources], pd.DataFrame],
    unit: str = "percent of audited plans",
    method: str = _WILSON,
    limits: str = _LIMITS,
) -> Figure:
    return Figure(
        id=figure_id,
        title=title,
        question=question,
        population=_AUDITED,
        dimensions=dimensions,
        kind="statistic",
        unit=unit,
        source=("plan_audits",),
        period="school years, to the edition's day"
        if "year" in dimensions
        else "all audits to the edition's day",
        geography="the county",
        rule="statistic",
        measure=measure,
        method=method,
        limits=limits,
    )


FIGURES = (
    _figure(
        "audits-by-item",
        "Audited plans that pass, by section or question and year",
        "Which parts of plans are good, and do they get better?",
        ("item", "year", "reading"),
        by_item,
    ),
    _figure(
        "audits-by-stage",
        "Audited plans that pass, by section or question and stage of the plan",
        "Are new plans better than old ones?",
        ("item", "stage", "reading"),
        by_stage,
    ),
    _figure(
        "audits-by-need",
        "Audited plans that pass overall, by primary need",
        "Are plans as good for every need?",
        ("need", "reading"),
        by_need,
    ),
    _figure(
        "audits-by-agency",
        "Audited plans that pass overall, by agency of the auditor",
        "Does it matter who looks?",
        ("agency", "reading"),
        by_agency,
        limits=f"{_LIMITS} Agencies may have been given different plans.",
    ),
    _figure(
        "audits-enough",
        "How near a year's audits come to what all plans would show, at worst",
        "Were enough plans audited?",
        ("year", "enough"),
        enough,
        unit="percentage points each way",
        method=(
            f"half the 95 % Wilson interval at a rate of a half; {100 * MARGIN:.0f} points need "
            f"{_NEEDED} files (Cochran)"
        ),
        limits="It holds for plans drawn by chance; who chose the plans is not recorded.",
    ),
    _figure(
        "audits-agreement",
        "Agreement of two auditors on the same plan, by section or question",
        "Would another auditor say the same?",
        ("item", "agreement"),
        agreed,
        unit="of 1",
        method=(
            "share of the same grade (Wilson); quadratically weighted kappa (Cohen); AC1 (Gwet); "
            "95 % intervals"
        ),
        limits=(
            "Where nearly all plans have one grade, kappa is low however well auditors agree: AC1 "
            "stands beside it."
        ),
    ),
)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {}
