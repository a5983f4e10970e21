"""How EHC plans are made, reviewed, placed, disputed and ended, from the council's own records."""

import pandas as pd

from jsna.figures import LATEST, Agreement, Figure
from jsna.sources import Sources
from jsna.subjects import plan_distance
from jsna.subjects.plans import each_january
from jsna.subjects.recorded import area_of, as_category, coded, school_year_of

STATUTORY_DAYS = 140
"""Twenty weeks from the day the request was received; day 140 itself is on time."""
ISSUED, OPEN = "Plan issued", "Still open"
ON_TIME, LATE, OPEN_LATE = "Within 20 weeks", "After 20 weeks", "Still open after 20 weeks"
FIRST_YEAR = 2018


def requests(sources: Sources) -> pd.DataFrame:
    """Return one row a request for an assessment, by the calendar year it was received in."""
    rows = sources.accepted("ehc_requests")
    return _of_years(
        pd.DataFrame(
            {
                "year": rows["received_date"].dt.year,
                "area": area_of(rows["home_lsoa"], sources),
                "decision": coded(rows["request_outcome"], "decision", sources),
                "asked_by": coded(rows["request_source"], "asked_by", sources),
                "decided": coded(
                    (rows["request_outcome"] != "A").astype("boolean"), "decided", sources
                ),
            }
        )
    )


def due(sources: Sources) -> pd.DataFrame:
    """Return one row a request whose 20 weeks are over, still open or with a plan.

    The year is that in which the 20 weeks ended. Requests that were refused, withdrawn or decided
    against a plan have no plan to wait for and are left out; a request that nobody has decided is
    open.
    """
    asked = sources.accepted("ehc_requests")
    assessed = sources.accepted("ehc_assessments").drop_duplicates("request_id", keep="last")
    assessed = assessed.set_index("request_id")
    plans = sources.accepted("ehc_plans").dropna(subset=["request_id"])
    issued = plans.drop_duplicates("request_id").set_index("request_id")["start_date"]
    start = issued.reindex(asked["request_id"]).set_axis(asked.index)
    outcome = asked["request_id"].map(assessed["assessment_outcome"])
    today = pd.Timestamp(sources.params.as_of)
    start = start.where(start <= today)
    ended = asked["request_outcome"].isin(["N", "W"]) | outcome.isin(["N", "W"])
    due_day = asked["received_date"] + pd.Timedelta(days=STATUTORY_DAYS)
    kept = (due_day <= today) & (start.notna() | ~ended)
    clock = pd.Series(OPEN_LATE, index=asked.index)
    clock = clock.mask(start.notna(), LATE).mask(start <= due_day, ON_TIME)
    exception = asked["request_id"].map(assessed["exception_20_weeks"]).astype("boolean")
    found = pd.DataFrame(
        {
            "year": due_day.dt.year,
            "area": area_of(asked["home_lsoa"], sources),
            "plan_clock": as_category(clock, "plan_clock", sources),
            "issued": as_category(
                pd.Series(OPEN, index=asked.index).mask(start.notna(), ISSUED), "issued", sources
            ),
            # No exception was claimed for a request without an assessment.
            "exception": coded(exception.fillna(False), "exception", sources),
        }
    )
    return _of_years(found[kept])


def reviews(sources: Sources) -> pd.DataFrame:
    """Return one row an annual review due in a school year that was over by the edition's day."""
    rows = sources.accepted("ehc_reviews")
    today = pd.Timestamp(sources.params.as_of)
    rows = rows[rows["review_due_date"] < _last_september(today)]
    held = rows["review_meeting_date"].where(rows["review_meeting_date"] <= today)
    state = pd.Series("Not held", index=rows.index)
    state = state.mask(held.notna(), "Held late").mask(
        held <= rows["review_due_date"], "Held on time"
    )
    homes = sources.accepted("ehc_plans").set_index("plan_id")["home_lsoa"]
    took_part = rows["family_took_part"].where(held.notna())
    return pd.DataFrame(
        {
            "year": pd.Categorical(school_year_of(rows["review_due_date"])),
            "area": area_of(rows["plan_id"].map(homes), sources),
            "year_group": coded(rows["year_group"], "year_group", sources),
            "review": as_category(state, "review", sources),
            "family_part": coded(took_part, "family_part", sources),
            "adulthood": coded(rows["adulthood_covered"], "adulthood", sources),
            "held": coded(held.notna().astype("boolean"), "held", sources),
        }
    )


def _last_september(today: pd.Timestamp) -> pd.Timestamp:
    """Return the first day of the school year that is not over yet."""
    after = today + pd.Timedelta(days=1)
    return pd.Timestamp(after.year - (after.month < 9), 9, 1)


def ceased(sources: Sources) -> pd.DataFrame:
    """Return one row a plan that ended, by calendar year."""
    rows = sources.accepted("ehc_ceased")
    homes = sources.accepted("ehc_plans").set_index("plan_id")["home_lsoa"]
    return _of_years(
        pd.DataFrame(
            {
                "year": rows["cease_date"].dt.year,
                "area": area_of(rows["plan_id"].map(homes), sources),
                "cease_reason": coded(rows["cease_reason"], "cease_reason", sources),
            }
        )
    )


def placements(sources: Sources) -> pd.DataFrame:
    """Return one row a plan in force each January, with its main placement."""
    plans = sources.accepted("ehc_plans")
    ended = plans["plan_id"].map(sources.accepted("ehc_ceased").set_index("plan_id")["cease_date"])
    placed = sources.accepted("ehc_placements").sort_values("placement_rank", kind="stable")
    placed = placed.assign(school_lsoa=plan_distance.school_areas(placed["school_urn"], sources))
    found = []
    for year in range(FIRST_YEAR, sources.params.as_of.year + 1):
        day = pd.Timestamp(year, 1, 15)
        held = plans[(plans["start_date"] <= day) & (ended.isna() | (ended > day))]
        last = placed["placement_end_date"]
        main = placed[(placed["placement_start_date"] <= day) & (last.isna() | (last > day))]
        main = main.drop_duplicates("plan_id").set_index("plan_id")
        found.append(
            pd.DataFrame(
                {
                    "year": year,
                    "area": area_of(held["home_lsoa"], sources),
                    "need": coded(held["primary_need"], "need", sources),
                    "placement": coded(
                        held["plan_id"].map(main["placement_type"]), "placement", sources
                    ),
                    "out_of_county": coded(
                        held["plan_id"].map(main["out_of_county"]), "out_of_county", sources
                    ),
                    "distance": plan_distance.bands(
                        held["home_lsoa"], held["plan_id"].map(main["school_lsoa"]), sources
                    ),
                }
            )
        )
    return _of_years(pd.concat(found, ignore_index=True))


def _requests_published(sources: Sources) -> dict[str, float]:
    """Return the requests of each calendar year that the council returned to DfE."""
    table = sources.published("ehc_process")
    kept = table[
        (table["area"] == sources.area.name)
        & (table["measure"] == "initial requests")
        & table["value"].notna()
    ]
    return {str(year): float(n) for year, n in zip(kept["period"], kept["value"], strict=True)}


def disputes(sources: Sources) -> pd.DataFrame:
    """Return one row a mediation, appeal or complaint, by the calendar year of its registration.

    A case is registered once, so its years add up; those of `year` never do.
    """
    rows = sources.accepted("tribunal_mediation")
    rows = rows[rows["registered_date"].dt.year >= FIRST_YEAR]
    return pd.DataFrame(
        {
            "registered_in": pd.Categorical(rows["registered_date"].dt.year.astype(str)),
            "dispute": coded(rows["kind"], "dispute", sources),
            "dispute_outcome": coded(rows["outcome"], "dispute_outcome", sources),
            "dispute_about": coded(rows["about"], "dispute_about", sources),
        }
    )


def _of_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows from the first whole year on, the year as a category."""
    rows = rows[rows["year"] >= FIRST_YEAR]
    return rows.assign(year=pd.Categorical(rows["year"].astype(int).astype(str)))


_SHARE = "share of rounded counts, with a 95 % Wilson interval widened by the rounding"
_PLACES = "Districts, the two new councils and CCG parts of the county, boundaries of 2021"
_PART_YEAR = "the last year runs to the edition's day"
_REQUESTS = "Requests for an assessment for an education, health and care (EHC) plan"
_DUE = (
    "Requests whose 20 weeks ended in the year and that have a plan, or are still open; refused "
    "and withdrawn requests are left out"
)
_REVIEWS = "Annual reviews of EHC plans that were due in the school year"
_PLANS = "EHC plans in force in the middle of January"
_CLOCK_SOURCE = ("ehc_requests", "ehc_assessments", "ehc_plans")
_CLOCK_LIMITS = (
    "It starts on the day the council says it received the request: a family may have asked "
    "sooner. A plan on time is not yet a good plan."
)
_REVIEW_LIMITS = (
    "A review held on time may still change nothing, and one held late may have been put off at "
    "the family's wish."
)

_DISTANCE_LIMITS = (
    "It is the straight line between the small areas of home and school: roads are longer. It is "
    "not recorded where the list of schools holds no place, as beyond the border, or where there "
    "is no school: those who go farthest are missing most."
)


def _figure(
    figure_id: str,
    records: str,
    title: str,
    question: str,
    population: str,
    dimensions: tuple[str, ...],
    source: tuple[str, ...],
    limits: str,
    share_of: str = "",
    where: dict[str, str] | None = None,
    unit: str = "plans",
    period: str = f"calendar years; {_PART_YEAR}",
) -> Figure:
    return Figure(
        id=figure_id,
        title=title,
        question=question,
        population=population,
        dimensions=dimensions,
        kind="percentage" if share_of else "count",
        unit=unit,
        source=source,
        period=period,
        geography=_PLACES if "area" in dimensions else "the county",
        rule="rounded",
        records=records,
        where=where or {},
        share_of=share_of,
        method=_SHARE if share_of else "",
        limits=limits,
    )


FIGURES = (
    _figure(
        "requests-by-decision",
        "requests",
        "Requests for an EHC plan by what was decided",
        "How many requests are refused?",
        _REQUESTS,
        ("year", "decision"),
        ("ehc_requests",),
        "It does not say why a request was refused, or whether the family asked again. Requests "
        "of the last months still await a decision.",
        share_of="decision",
        unit="requests",
    ),
    _figure(
        "requests-refused-by-place",
        "requests",
        "Decided requests for an EHC plan, by place and decision",
        "Is a request refused more often than before, or more often here?",
        f"{_REQUESTS} that were decided or withdrawn",
        ("area", "year", "decision"),
        ("ehc_requests",),
        "It does not say why a request was refused, or whether the family asked again.",
        share_of="decision",
        where={"decided": "Decided"},
        unit="requests",
    ),
    _figure(
        "requests-by-who-asked",
        "requests",
        "Requests for an EHC plan by who asked and what was decided",
        "Is a family refused more often than a school?",
        _REQUESTS,
        ("asked_by", "year", "decision"),
        ("ehc_requests",),
        "Schools and families may ask about different children.",
        share_of="decision",
        where={"decided": "Decided"},
        unit="requests",
    ),
    _figure(
        "plan-clock",
        "plans_due",
        "Requests that fell due, by whether a plan came within 20 weeks, open cases counted",
        "Do plans come within 20 weeks, if those who still wait are counted?",
        _DUE,
        ("area", "year", "plan_clock"),
        _CLOCK_SOURCE,
        _CLOCK_LIMITS,
        share_of="plan_clock",
        unit="requests",
    ),
    _figure(
        "plan-clock-issued",
        "plans_due",
        "Requests that fell due and have a plan, by whether it came within 20 weeks",
        "Do plans come within 20 weeks, if those who still wait are not counted?",
        "Requests whose 20 weeks ended in the year and that have a plan",
        ("year", "plan_clock"),
        _CLOCK_SOURCE,
        "Whoever still waits is not in it, so it looks better than it is while the list grows.",
        share_of="plan_clock",
        where={"issued": ISSUED},
        unit="requests",
    ),
    _figure(
        "plan-clock-without-exceptions",
        "plans_due",
        "Requests that fell due without a lawful exception, by whether a plan came within 20 weeks",
        "Do plans come within 20 weeks where no exception applies?",
        f"{_DUE}; those with one of the lawful exceptions are left out too",
        ("year", "plan_clock"),
        _CLOCK_SOURCE,
        _CLOCK_LIMITS,
        share_of="plan_clock",
        where={"exception": "No exception"},
        unit="requests",
    ),
    _figure(
        "reviews-on-time",
        "plan_reviews",
        "Annual reviews due, by whether they were held on time",
        "Are annual reviews held on time?",
        _REVIEWS,
        ("area", "year", "review"),
        ("ehc_reviews", "ehc_plans"),
        _REVIEW_LIMITS,
        share_of="review",
        unit="reviews",
        period="school years that are over",
    ),
    _figure(
        "reviews-year-9",
        "plan_reviews",
        "Annual reviews due in Year 9, by whether they were held on time",
        "Are Year 9 reviews, where adult life is first planned, held on time?",
        f"{_REVIEWS}, of pupils in Year 9",
        ("area", "year", "review"),
        ("ehc_reviews", "ehc_plans"),
        f"{_REVIEW_LIMITS} The year group is not recorded for every review.",
        share_of="review",
        where={"year_group": "Year 9"},
        unit="reviews",
        period="school years that are over",
    ),
    _figure(
        "reviews-by-year-group",
        "plan_reviews",
        "Annual reviews due in the latest school year, by year group and whether held on time",
        "At which age are reviews late?",
        _REVIEWS,
        ("year_group", "review"),
        ("ehc_reviews",),
        _REVIEW_LIMITS,
        share_of="review",
        where={"year": LATEST},
        unit="reviews",
    ),
    _figure(
        "reviews-with-family",
        "plan_reviews",
        "Annual reviews held, by whether a parent or carer took part",
        "Do families take part in the review?",
        "Annual reviews of EHC plans that were held, by the school year in which they were due",
        ("year", "family_part"),
        ("ehc_reviews",),
        "Being there is not the same as being heard.",
        share_of="family_part",
        where={"held": "Held"},
        unit="reviews",
        period="school years that are over",
    ),
    _figure(
        "reviews-adulthood",
        "plan_reviews",
        "Annual reviews held, by year group and whether preparation for adulthood was covered",
        "Is adult life talked about at the review?",
        "Annual reviews of EHC plans held in the latest school year",
        ("year_group", "adulthood"),
        ("ehc_reviews",),
        "Covered may mean a line or an hour. It has to be covered from Year 9 on.",
        share_of="adulthood",
        where={"held": "Held", "year": LATEST},
        unit="reviews",
    ),
    _figure(
        "plans-out-of-county",
        "plan_placements",
        "EHC plans by whether the placement lies outside the county",
        "How many are placed outside the county?",
        _PLANS,
        ("area", "year", "out_of_county"),
        ("ehc_plans", "ehc_placements", "ehc_ceased"),
        "A school across the border may be nearer than one inside it: outside is not always far.",
        share_of="out_of_county",
        period="each January",
    ),
    _figure(
        "plans-out-of-county-by-need",
        "plan_placements",
        "EHC plans by need and whether the placement lies outside the county",
        "Which needs are met outside the county?",
        _PLANS,
        ("need", "out_of_county"),
        ("ehc_plans", "ehc_placements", "ehc_ceased"),
        "Few children have some of the needs; then no share is given.",
        share_of="out_of_county",
        where={"year": LATEST},
    ),
    _figure(
        "plans-by-distance",
        "plan_placements",
        "EHC plans by straight distance from home to the place of learning",
        "How far do children with a plan have to go?",
        _PLANS,
        ("area", "distance"),
        ("ehc_plans", "ehc_placements", "ehc_ceased", "schools"),
        _DISTANCE_LIMITS,
        share_of="distance",
        where={"year": LATEST},
    ),
    _figure(
        "plans-by-distance-placement",
        "plan_placements",
        "EHC plans by kind of placement and straight distance from home",
        "Which places of learning are far?",
        _PLANS,
        ("placement", "distance"),
        ("ehc_plans", "ehc_placements", "ehc_ceased", "schools"),
        _DISTANCE_LIMITS,
        share_of="distance",
        where={"year": LATEST},
    ),
    _figure(
        "plans-by-placement-year",
        "plan_placements",
        "EHC plans by kind of placement and year",
        "Where do children with a plan learn, and has it changed?",
        _PLANS,
        ("placement", "year"),
        ("ehc_plans", "ehc_placements", "ehc_ceased"),
        "A kind of placement says nothing of its quality.",
        period="each January",
    ),
    _figure(
        "plans-ceased",
        "plans_ceased",
        "EHC plans that ended, by reason and year",
        "Why do plans end?",
        "EHC plans that the council stopped maintaining",
        ("cease_reason", "year"),
        ("ehc_ceased",),
        "A reason is the council's word; a family may see it otherwise.",
    ),
    _figure(
        "plans-ceased-by-area",
        "plans_ceased",
        "EHC plans that ended, by place and year",
        "Where do plans end?",
        "EHC plans that the council stopped maintaining",
        ("area", "year"),
        ("ehc_ceased", "ehc_plans"),
        "Places are where the child lived when the plan was last kept.",
    ),
    _figure(
        "disputes-by-kind",
        "disputes",
        "Mediations, appeals and complaints about EHC plans, by year",
        "How often do families disagree with the council?",
        "Mediations, appeals to the tribunal and complaints to the ombudsman",
        ("dispute", "registered_in"),
        ("tribunal_mediation",),
        "Few disputes may mean content families, or families without the strength to go on.",
        unit="cases",
    ),
    _figure(
        "disputes-by-outcome",
        "disputes",
        "Mediations, appeals and complaints about EHC plans, by outcome",
        "How do disagreements end?",
        "Mediations, appeals to the tribunal and complaints to the ombudsman, all years together",
        ("dispute", "dispute_outcome"),
        ("tribunal_mediation",),
        "Cases of several years are put together, since those of one are few.",
        unit="cases",
        period=f"from {FIRST_YEAR} to the edition's day",
    ),
    _figure(
        "disputes-by-subject",
        "disputes",
        "Mediations, appeals and complaints about EHC plans, by what they are about",
        "What do families disagree about?",
        "Mediations, appeals to the tribunal and complaints to the ombudsman, all years together",
        ("dispute", "dispute_about"),
        ("tribunal_mediation",),
        "A case about several things is counted under the one that was recorded.",
        unit="cases",
        period=f"from {FIRST_YEAR} to the edition's day",
    ),
)

AGREEMENTS = (
    Agreement("plan_placements", {}, each_january),
    Agreement("requests", {}, _requests_published),
)

POPULATIONS = {
    "requests": requests,
    "plans_due": due,
    "plan_reviews": reviews,
    "plans_ceased": ceased,
    "plan_placements": placements,
    "disputes": disputes,
}
