"""Children and young people with SEND from birth to 25, each counted once: who, where, what need.

The county's records come from four lists: the school census, the early-years census, the
colleges, and the council's EHC plans. A child on several is counted once, as on the first of them;
who has a plan that was in force in January counts as having one, whatever a school recorded.
"""

from functools import partial

import pandas as pd

from jsna.dimensions import AGE_GROUPS, EXPLORER, NEEDS
from jsna.figures import LATEST, Agreement, Figure
from jsna.sources import Sources
from jsna.subjects.plans import each_january
from jsna.subjects.recorded import age_group_of, area_of, as_category, coded, fifth_of

PLAN, SUPPORT = "EHC plan", "SEN Support"
_KEPT = [
    "child_id",
    "date_of_birth",
    "sex",
    "ethnicity",
    "home_lsoa",
    "sen_provision",
    "primary_need",
]
_PLACES_BY_PHASE = {
    "nursery": "mainstream",
    "primary": "mainstream",
    "secondary": "mainstream",
    "all-through": "mainstream",
    "special": "special",
    "ap": "ap",
    "independent": "independent",
    "post-16": "college",
}
"""The kind of placement of a child without a plan, by the phase of the school."""


def children_with_send(sources: Sources) -> pd.DataFrame:
    """Return one row a child with SEND and school year, one column a dimension."""
    years = sorted(sources.accepted("pupils")["school_year"].unique())
    found = pd.concat([_of_year(sources, year) for year in years], ignore_index=True)
    return found.assign(year=pd.Categorical(found["year"]))


def pupils(sources: Sources) -> pd.DataFrame:
    """Return one row a pupil of the county's schools and school year, with SEN or without."""
    listed = sources.accepted("pupils")
    return pd.DataFrame(
        {
            "year": pd.Categorical(listed["school_year"]),
            "area": area_of(listed["home_lsoa"], sources),
            "provision": coded(listed["sen_provision"], "provision", sources),
            "phase": coded(_phase(listed["school_urn"], sources), "phase", sources),
            "free_meals": coded(listed["free_meals"], "free_meals", sources),
            "deprivation": fifth_of(listed["home_lsoa"], sources),
        }
    )


def _of_year(sources: Sources, school_year: str) -> pd.DataFrame:
    begins = int(school_year[:4])
    census = pd.Timestamp(begins + 1, 1, 15)
    listed = counted_once(sources, school_year)
    has_plan = listed["has_plan"]
    provision = pd.Series(SUPPORT, index=listed.index).mask(has_plan, PLAN)
    placed = listed["child_id"].map(_placements(sources, census))
    phase = _phase(listed["school_urn"], sources)
    by_phase = phase.map(_PLACES_BY_PHASE)
    lists = {"early_years": "early_years", "college": "college"}
    usual = by_phase.fillna(listed["first_list"].map(lists))
    phase = phase.fillna(listed["first_list"].map({"early_years": "nursery", "college": "post-16"}))
    cared = _looked_after(sources, census)
    return pd.DataFrame(
        {
            "year": school_year,
            "area": area_of(listed["home_lsoa"], sources),
            "age_group": age_group_of(
                listed["date_of_birth"], pd.Timestamp(begins, 8, 31), sources
            ),
            "sex": coded(listed["sex"], "sex", sources),
            "ethnicity": coded(listed["ethnicity"], "ethnicity", sources),
            "need": coded(listed["primary_need"], "need", sources),
            "second_need": as_category(
                listed["secondary_need"].map(NEEDS).fillna("None recorded"), "second_need", sources
            ),
            "provision": as_category(provision, "provision", sources),
            "phase": coded(phase, "phase", sources),
            "placement": coded(placed.where(has_plan).fillna(usual), "placement", sources),
            "free_meals": coded(listed["free_meals"], "free_meals", sources),
            "first_language": coded(
                listed["first_language"].map({"English": "yes", "Other": "no"}),
                "first_language",
                sources,
            ),
            "looked_after": coded(
                listed["child_id"].isin(cared).astype("boolean"), "looked_after", sources
            ),
            "deprivation": fifth_of(listed["home_lsoa"], sources),
            "year_group": coded(listed["year_group"], "year_group", sources),
        }
    )


def counted_once(sources: Sources, school_year: str) -> pd.DataFrame:
    """Return each child with SEND of a school year once, as listed first, and `has_plan`."""
    census = pd.Timestamp(int(school_year[:4]) + 1, 1, 15)
    plans = _plans_in_force(sources, census)
    listed = pd.concat(
        [_lists(sources, school_year), plans.assign(first_list="plans")], ignore_index=True
    )
    listed = listed.drop_duplicates("child_id", keep="first")
    listed = listed.assign(has_plan=listed["child_id"].isin(set(plans["child_id"])))
    return listed[listed["has_plan"] | listed["sen_provision"].isin(["K", "E"])]


def _lists(sources: Sources, school_year: str) -> pd.DataFrame:
    """Return the children of the three yearly lists, those of schools first."""
    found = []
    more = ["secondary_need", "school_urn", "free_meals", "first_language", "year_group"]
    for name, extract in (
        ("schools", "pupils"),
        ("early_years", "early_years_census"),
        ("college", "college_learners"),
    ):
        rows = sources.accepted(extract)
        rows = rows[rows["school_year"] == school_year]
        found.append(rows.reindex(columns=[*_KEPT, *more]).assign(first_list=name))
    return pd.concat(found, ignore_index=True)


def _plans_in_force(sources: Sources, day: pd.Timestamp) -> pd.DataFrame:
    """Return the plans that the council maintained on a day."""
    plans = sources.accepted("ehc_plans")
    ceased = sources.accepted("ehc_ceased").set_index("plan_id")["cease_date"]
    ended = plans["plan_id"].map(ceased)
    held = plans[(plans["start_date"] <= day) & (ended.isna() | (ended > day))]
    columns = [*_KEPT, "secondary_need", "school_urn", "free_meals", "first_language", "year_group"]
    # What only a school knows stays empty.
    return held.assign(sen_provision="E").drop_duplicates("child_id").reindex(columns=columns)


def _placements(sources: Sources, day: pd.Timestamp) -> pd.Series:
    """Return the kind of placement of each child with a plan on a day."""
    rows = sources.accepted("ehc_placements")
    ended = rows["placement_end_date"]
    held = rows[(rows["placement_start_date"] <= day) & (ended.isna() | (ended > day))]
    held = held.sort_values(["placement_rank", "placement_start_date"])
    return held.drop_duplicates("child_id").set_index("child_id")["placement_type"]


def _looked_after(sources: Sources, day: pd.Timestamp) -> set[str]:
    rows = sources.accepted("looked_after")
    ended = rows["care_end_date"]
    held = rows[(rows["care_start_date"] <= day) & (ended.isna() | (ended > day))]
    return set(held["child_id"])


def _phase(urns: pd.Series, sources: Sources) -> pd.Series:
    schools = sources.accepted("schools").set_index("school_urn")["phase"]
    return urns.map(schools)


_POPULATION = "Children and young people aged 0 to 25 with an EHC plan or on SEN Support"
_SOURCE = (
    "pupils",
    "early_years_census",
    "college_learners",
    "ehc_plans",
    "ehc_placements",
    "ehc_ceased",
    "looked_after",
    "schools",
)
_PLACES = "Districts, the two new councils and CCG parts of the county, boundaries of 2021"
_LIMITS = (
    "SEND here is what a school, a college or the council has recorded. Children whose needs "
    "nobody has seen yet are not in it."
)
_PUPILS = "Pupils on the roll of the county's schools at the January census"


def _send(
    figure_id: str, title: str, question: str, dimensions: tuple[str, ...], limits: str = ""
) -> Figure:
    return Figure(
        id=figure_id,
        title=title,
        question=question,
        population=_POPULATION,
        dimensions=dimensions,
        kind="count",
        unit="children and young people",
        source=_SOURCE,
        period="each January" if "year" in dimensions else "January of the latest school year",
        geography=_PLACES,
        rule="rounded",
        records="children_with_send",
        where={} if "year" in dimensions else {"year": LATEST},
        limits=f"{_LIMITS} {limits}".strip(),
    )


BY_PLACE = {
    "age_group": "age group",
    "sex": "sex",
    "deprivation": "deprivation of the neighbourhood",
}
BY_NEED = {"age_group": "age group", "sex": "sex", "placement": "kind of placement"}
BY_PROVISION = {
    "ethnicity": "ethnic group",
    "free_meals": "free school meals",
    "looked_after": "whether looked after",
    "first_language": "first language",
    "phase": "phase of school",
    "year_group": "year group",
    "deprivation": "deprivation of the neighbourhood",
    "placement": "kind of placement",
}
"""What children with SEND are counted by. Each table more moves the others further when all are
rounded together, so only those that a page shows stand here."""

FIGURES = (
    _send(
        "send-by-area-year",
        "Children and young people with SEND by place, provision and year",
        "How many children have SEND here, and is the number rising?",
        ("area", "provision", "year"),
    ),
    _send(
        "send-by-area-need",
        "Children and young people with SEND by place, need and provision",
        "Which needs are there most of, and where?",
        ("area", "need", "provision"),
        "Needs are recorded by schools, and two schools may name the same need differently.",
    ),
    *(
        _send(
            f"send-by-area-{name.replace('_', '-')}",
            f"Children and young people with SEND by place and {words}",
            f"Who has SEND here, by {words}?",
            ("area", name),
        )
        for name, words in BY_PLACE.items()
    ),
    *(
        _send(
            f"send-by-need-{name.replace('_', '-')}",
            f"Children and young people with SEND by need and {words}",
            f"Who has this need, by {words}?",
            ("need", name),
        )
        for name, words in BY_NEED.items()
    ),
    *(
        _send(
            f"send-by-{name.replace('_', '-')}",
            f"Children and young people with SEND by {words} and provision",
            f"Who has a plan and who is on SEN Support, by {words}?",
            (name, "provision"),
        )
        for name, words in BY_PROVISION.items()
    ),
    _send(
        "send-by-need-second-need",
        "Children and young people with SEND by need and second need",
        "With which second need does this need come?",
        ("need", "second_need"),
        "Many schools record no second need, whether or not there is one.",
    ),
    _send(
        "send-by-need-year",
        "Children and young people with SEND by need and year",
        "Which needs are recorded more often than before?",
        ("need", "year"),
        "A need that is recorded more often is not always more common.",
    ),
    Figure(
        id="pupils-by-provision",
        title="Pupils by place, SEN provision and year",
        question="What share of pupils has SEN, place by place?",
        population=_PUPILS,
        dimensions=("area", "provision", "year"),
        kind="percentage",
        unit="pupils",
        source=("pupils", "schools"),
        period="each January",
        geography=_PLACES,
        rule="rounded",
        records="pupils",
        share_of="provision",
        method="share of rounded counts, with a 95 % Wilson interval widened by the rounding",
        limits="Places are where pupils live, not where they go to school.",
    ),
    Figure(
        id="pupils-by-provision-deprivation",
        title="Pupils by deprivation of their neighbourhood and SEN provision",
        question="Do more pupils have SEN in poorer neighbourhoods?",
        population=_PUPILS,
        dimensions=("deprivation", "provision"),
        kind="percentage",
        unit="pupils",
        source=("pupils", "deprivation"),
        period="January of the latest school year",
        geography="Cumbria",
        rule="rounded",
        records="pupils",
        where={"year": LATEST},
        share_of="provision",
        method="share of rounded counts, with a 95 % Wilson interval widened by the rounding",
        limits="A poor neighbourhood is not a poor family.",
    ),
    Figure(
        id="pupils-by-provision-free-meals",
        title="Pupils by free school meals and SEN provision",
        question="Do more pupils with free school meals have SEN?",
        population=_PUPILS,
        dimensions=("free_meals", "provision"),
        kind="percentage",
        unit="pupils",
        source=("pupils",),
        period="January of the latest school year",
        geography="Cumbria",
        rule="rounded",
        records="pupils",
        where={"year": LATEST},
        share_of="provision",
        method="share of rounded counts, with a 95 % Wilson interval widened by the rounding",
        limits="Not every family that could have free meals asks for them.",
    ),
    *(
        _send(
            f"explorer-{first.replace('_', '-')}-{second.replace('_', '-')}",
            f"Children and young people with SEND: explorer, {first.replace('_', ' ')} and "
            f"{second.replace('_', ' ')}",
            "How many children are in both groups?",
            (first, second),
        )
        for place, first in enumerate(EXPLORER)
        for second in EXPLORER[place + 1 :]
        if {first, second} & {"area", "provision"}
    ),
)


def _plans_by_school_year(sources: Sources, age_group: str = "Total") -> dict[str, float]:
    """Return the plans published of each January by the school year that it lies in."""
    held = each_january(sources, age_group)
    return {f"{int(year) - 1}/{int(year) % 100:02d}": plans for year, plans in held.items()}


AGREEMENTS = (
    Agreement("children_with_send", {"provision": PLAN}, _plans_by_school_year),
    *(
        Agreement(
            "children_with_send",
            {"provision": PLAN, "age_group": group},
            partial(_plans_by_school_year, age_group=group),
        )
        for group in AGE_GROUPS
    ),
)

POPULATIONS = {
    "children_with_send": children_with_send,
    "pupils": pupils,
}
