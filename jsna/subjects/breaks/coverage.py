"""What eligible children receive: breaks, hours, direct payments, and who waits for them."""

import pandas as pd

from jsna.dimensions import NOT_RECORDED, age_group
from jsna.figures import SHOWN, Figure
from jsna.sources import Sources
from jsna.stats import means
from jsna.stats.estimate import Estimate
from jsna.subjects.breaks.prepared import RECEIVED, STAGES, Breaks, measure, prepared, stages
from jsna.subjects.breaks.wording import ELIGIBLE, GEOGRAPHY, LIMITS, PERIOD, SOURCE
from jsna.subjects.recorded import as_category
from jsna.subjects.waits.cells import FEWEST, Cell, cell, share, too_few
from jsna.subjects.waits.readings import BASE, rounded_share

EACH_ELIGIBLE = "Each eligible child"
EACH_REGULAR = "Each child who regularly receives"


def records(sources: Sources) -> pd.DataFrame:
    """Return one row an eligible child and financial year, categorical columns."""
    of = prepared(sources)
    rows = of.children
    return pd.DataFrame(
        {
            "year": pd.Categorical(rows["year"]),
            "area": as_category(rows["area"].astype("str"), "area", sources),
            "life_stage": pd.Categorical(rows["stage"], categories=[*STAGES, NOT_RECORDED]),
            "need": rows["need"],
            "breaks": pd.Categorical(rows["received"], categories=[*RECEIVED, NOT_RECORDED]),
        }
    )


def hours(of: Breaks) -> pd.DataFrame:
    """Return mean hours a month over the year, by place and stage: of all, and of those with."""
    rows: list[Cell] = []
    for place, own in of.places(of.latest):
        for stage, part in stages(own):
            for name, kept in ((EACH_ELIGIBLE, part), (EACH_REGULAR, part[part["regular"]])):
                labels = {"area": place, "life_stage": stage, "hours_of": name}
                if len(kept) < FEWEST:
                    rows.append(too_few(labels))
                else:
                    rows.append(cell(labels, means.mean(kept["hours"]), len(kept), 1.0))
    return pd.DataFrame(rows)


def direct_payments(of: Breaks) -> pd.DataFrame:
    """Return the share of those with any breaks who have a direct payment, by place and stage."""
    rows: list[Cell] = []
    for place, own in of.places(of.latest[of.latest["received"] != RECEIVED[2]]):
        for stage, part in stages(own):
            rows.append(counted({"area": place, "life_stage": stage}, part["direct"]))
    return pd.DataFrame(rows)


def waiting(of: Breaks) -> pd.DataFrame:
    """Return the share of eligible children who wait without any service, by place and stage."""
    rows: list[Cell] = []
    for place, own in of.places(of.latest):
        for stage, part in stages(own):
            rows.append(counted({"area": place, "life_stage": stage}, part["waiting"]))
    return pd.DataFrame(rows)


def weeks_waited(of: Breaks) -> pd.DataFrame:
    """Return how long those who wait have waited by the end of the year: the middle one."""
    rows: list[Cell] = []
    for place, own in of.places(of.latest[of.latest["waiting"]]):
        weeks = own["weeks"]
        if len(weeks) < FEWEST:
            rows.append(too_few({"area": place}))
            continue
        found = Estimate(float(weeks.median()), float("nan"), float("nan"), len(weeks), "median")
        rows.append({"area": place, "value": found.value, "n": float(found.n), "status": SHOWN})
    return pd.DataFrame(rows)


def by_age(of: Breaks) -> pd.DataFrame:
    """Return the share with regular breaks by age group on 1 April, west and rest."""
    rows: list[Cell] = []
    for place, own in of.places(of.latest):
        for name in dict.fromkeys(age_group(years) for years in range(26)):
            part = own[own["age_group"] == name]
            rows.append(counted({"area": place, "age_group": name}, part["regular"]))
    return pd.DataFrame(rows)


def counted(labels: dict[str, str], having: "pd.Series[bool]") -> Cell:
    """Return a share of counts as rounded to five; too few where under ten are on either side."""
    part, whole = int(having.sum()), len(having)
    if min(part, whole - part) < 2 * BASE:
        return too_few(labels)
    found = rounded_share(part, whole)
    return share(labels, found, found.n)


def _rounded(figure_id: str, title: str, question: str, dimensions: tuple[str, ...]) -> Figure:
    return Figure(
        id=figure_id,
        title=title,
        question=question,
        population=ELIGIBLE,
        dimensions=(*dimensions, "breaks"),
        kind="percentage",
        unit="children and young people",
        source=SOURCE,
        period="each financial year" if "year" in dimensions else "the last financial year",
        geography=GEOGRAPHY,
        rule="rounded",
        records="short_breaks",
        where={} if "year" in dimensions else {"year": "latest"},
        share_of="breaks",
        method="share of rounded counts, with a 95 % Wilson interval widened by the rounding",
        limits=LIMITS,
    )


def _statistic(figure_id: str, title: str, question: str, unit: str, **more: object) -> Figure:
    dimensions = more.pop("dimensions", ("area", "life_stage"))
    own = str(more.pop("limits", ""))
    return Figure(
        id=figure_id,
        title=title,
        question=question,
        population=str(more.pop("population", ELIGIBLE)),
        dimensions=dimensions,  # type: ignore[arg-type]
        kind="statistic",
        unit=unit,
        source=SOURCE,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        limits=f"{own} {LIMITS}".strip(),
        **more,  # type: ignore[arg-type]
    )


_COUNTS = "Counts rounded to five, Wilson interval widened for it"

FIGURES = (
    _rounded(
        "short-breaks-by-place",
        "Eligible children and young people by place, age and the short breaks they had",
        "How many of those eligible regularly receive short breaks?",
        ("area", "life_stage"),
    ),
    _rounded(
        "short-breaks-by-need",
        "Eligible children and young people by need and the short breaks they had",
        "Does it depend on the need?",
        ("need",),
    ),
    _rounded(
        "short-breaks-by-year",
        "Eligible children and young people by year and the short breaks they had",
        "Do more or fewer receive short breaks than before?",
        ("year",),
    ),
    _statistic(
        "short-breaks-by-age",
        "Eligible children and young people with regular short breaks, by age on 1 April",
        "At which age do breaks stop?",
        "percent of those eligible",
        dimensions=("area", "age_group"),
        measure=measure(by_age),
        method=_COUNTS,
    ),
    _statistic(
        "short-breaks-hours",
        "Hours of short breaks a month, averaged over the year",
        "How many hours does a child get?",
        "hours a month",
        dimensions=("area", "life_stage", "hours_of"),
        measure=measure(hours),
        method="Mean with Student's t interval (95%)",
        limits="A night counts as many hours; a mean hides how unlike children's hours are.",
    ),
    _statistic(
        "short-breaks-direct-payments",
        "Children and young people with short breaks who have a direct payment",
        "How many families arrange breaks themselves?",
        "percent of those with any breaks",
        population="Eligible children and young people with any short breaks in the year",
        measure=measure(direct_payments),
        method=_COUNTS,
        limits="Whether a direct payment could be spent, and on what, is not recorded.",
    ),
    _statistic(
        "short-breaks-waiting",
        "Eligible children and young people without any break who are on a waiting list",
        "Who waits for a first break?",
        "percent of those eligible",
        measure=measure(waiting),
        method=_COUNTS,
        limits="A family that has given up asking is on no list.",
    ),
    _statistic(
        "short-breaks-weeks-waited",
        "Weeks waited so far for short breaks by the end of the year: half have waited longer",
        "How long have they waited?",
        "weeks",
        population="Eligible children and young people who wait for short breaks",
        dimensions=("area",),
        measure=measure(weeks_waited),
        method="Median of the waits so far, at the end of the financial year",
        limits="Waits that are not over yet: the whole wait will be longer.",
    ),
)

POPULATIONS = {"short_breaks": records}
