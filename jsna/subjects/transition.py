"""The way into adult life: what young people do, who is assessed, checked and on the pathway."""

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.recorded import age_on, area_of, as_category, coded

WORKING_AGES = range(16, 25)
"""16 to 24: the ages of the plan's measure."""
OCCUPIED = {
    **dict.fromkeys(
        ("education", "employment", "apprenticeship", "traineeship", "training"), "yes"
    ),
    **dict.fromkeys(("volunteering", "neet"), "no"),
    "not_known": "not_known",
}
"""Volunteering is neither work, education nor training; it is counted in its own measure."""
NEW_WAYS = ("apprenticeship", "traineeship", "volunteering")
CARE_ACT_AGE = 17
"""Whether an assessment came in time is asked of those who have turned 17."""
YEARS_OF_BIRTHDAYS = 4
"""As many years of 17th birthdays as there are school years of records."""
STAGES = {14: "pathway_at_14", 16: "pathway_at_16", 18: "pathway_at_18"}


def activities(sources: Sources) -> pd.DataFrame:
    """Return one row a young person aged 16 to 24 on 31 December and school year."""
    rows = _records(sources)
    rows = rows[rows["age"].isin(WORKING_AGES)]
    new_ways = rows["destination"].isin(NEW_WAYS)
    occupied = rows["destination"].map(OCCUPIED).where(rows["destination"].notna())
    return pd.DataFrame(
        {
            "year": pd.Categorical(rows["school_year"]),
            "area": area_of(rows["home_lsoa"], sources),
            "need": coded(rows["primary_need"], "need", sources),
            "provision": coded(rows["sen_provision"], "provision", sources),
            "activity": coded(rows["destination"], "activity", sources),
            "occupied": coded(occupied, "occupied", sources),
            "new_ways": coded(new_ways.astype("boolean"), "new_ways", sources),
        }
    )


def with_plans(sources: Sources) -> pd.DataFrame:
    """Return one row a young person with an EHC plan from Year 9 on, and school year."""
    rows = _records(sources)
    rows = rows[rows["plan_id"].notna()]
    referred = _in_school_year(rows["care_act_referral_date"], rows["school_year"])
    return pd.DataFrame(
        {
            "year": pd.Categorical(rows["school_year"]),
            "area": area_of(rows["home_lsoa"], sources),
            "adult_care": coded(rows["adult_care_identified"], "adult_care", sources),
            "continuing_care": coded(
                rows["continuing_care_identified"], "continuing_care", sources
            ),
            "referred": coded(referred.astype("boolean"), "referred", sources),
        }
    )


def care_act(sources: Sources) -> pd.DataFrame:
    """Return one row a young person referred for a Care Act assessment who has turned 17.

    The year is the calendar year of the 17th birthday. "In the sixteenth year" may mean at 15 or
    at 16: finished before the 17th birthday holds both, and the two stand apart too.
    """
    rows = _records(sources).sort_values("school_year", kind="stable")
    rows = rows[rows["care_act_referral_date"].notna()].drop_duplicates("child_id", keep="last")
    today = pd.Timestamp(sources.params.as_of)
    birthday = rows["date_of_birth"] + pd.DateOffset(years=CARE_ACT_AGE)
    turned = (birthday <= today) & (birthday.dt.year > today.year - YEARS_OF_BIRTHDAYS)
    rows, birthday = rows[turned], birthday[turned]
    done = rows["care_act_assessment_date"].where(rows["care_act_assessment_date"] <= today)
    when = pd.Series("Not finished", index=rows.index)
    when = when.mask(done.notna(), "Finished at 17 or later")
    when = when.mask(done < birthday, "Finished at 16")
    when = when.mask(
        done < rows["date_of_birth"] + pd.DateOffset(years=CARE_ACT_AGE - 1), "Finished before 16"
    )
    return pd.DataFrame(
        {
            "turned_17_in": pd.Categorical(birthday.dt.year.astype(str)),
            "area": area_of(rows["home_lsoa"], sources),
            "care_act": as_category(when, "care_act", sources),
        }
    )


def health_checks(sources: Sources) -> pd.DataFrame:
    """Return one row a young person of 14 or more on the learning disability register, and year."""
    rows = _records(sources)
    rows = rows[rows["learning_disability_register"].fillna(False) & (rows["age"] >= 14)]
    checked = _in_school_year(rows["health_check_date"], rows["school_year"])
    return pd.DataFrame(
        {
            "year": pd.Categorical(rows["school_year"]),
            "area": area_of(rows["home_lsoa"], sources),
            "health_check": coded(checked.astype("boolean"), "health_check", sources),
        }
    )


def pathway(sources: Sources) -> pd.DataFrame:
    """Return one row a young person, school year and stage reached in it: at 14, 16 and 18."""
    rows = _records(sources)
    found = []
    for age, column in STAGES.items():
        own = rows[(rows["age"] == age) & rows[column].notna()]
        found.append(
            pd.DataFrame(
                {
                    "year": own["school_year"],
                    "area": pd.Series(area_of(own["home_lsoa"], sources), index=own.index),
                    "stage": f"At {age}",
                    "pathway_tools": coded(own[column], "pathway_tools", sources),
                }
            )
        )
    together = pd.concat(found, ignore_index=True)
    return together.assign(
        year=pd.Categorical(together["year"]),
        area=as_category(together["area"].astype("str"), "area", sources),
        stage=as_category(together["stage"], "stage", sources),
        pathway_tools=as_category(
            together["pathway_tools"].astype("str"), "pathway_tools", sources
        ),
    )


def _records(sources: Sources) -> pd.DataFrame:
    """Return the records with the age on 31 December of the school year."""
    rows = sources.accepted("transition_records")
    ages = pd.Series(0, index=rows.index)
    for year, own in rows.groupby("school_year"):
        day = pd.Timestamp(int(str(year)[:4]), 12, 31)
        ages[own.index] = age_on(own["date_of_birth"], day).astype("int64")
    return rows.assign(age=ages)


def _in_school_year(days: pd.Series, years: pd.Series) -> pd.Series:
    """Return whether each day lies in its own school year, September to August."""
    begins = pd.to_datetime(years.str[:4] + "-09-01")
    return days.notna() & (days >= begins) & (days < begins + pd.DateOffset(years=1))


_SHARE = "share of rounded counts, with a 95 % Wilson interval widened by the rounding"
_PLACES = "Districts, the two new councils and CCG parts of the county, boundaries of 2021"
_YOUNG = "Young people with SEND, now or when at school"
_SIXTEEN = f"{_YOUNG}, aged 16 to 24 on 31 December"
_WITH_PLAN = "Young people with an EHC plan, from Year 9 on"
_SOURCE = ("transition_records",)
_ACTIVITY_LIMITS = (
    "Those whose activity is not known could move it either way. Young people who left school and "
    "of whom the council lost sight are not in the list. Education is not always what they wanted."
)
_MORE = "More young people identified is not more young people helped."
_SIXTEENTH = (
    "The plan says in the sixteenth year, which may mean at 15 or at 16; whoever was finished "
    "before the 17th birthday counts in either reading. Those whom nobody referred are not in it."
)
_REGISTER = (
    "Family doctors keep the register: who is not on it is not invited. Checks are counted by "
    "school year here, and by financial year in the NHS figure. The part of Morecambe Bay is the "
    "one in the county only."
)
_TOOLS = "To be on the pathway is not the same as to be well prepared."


def _figure(
    figure_id: str,
    records: str,
    title: str,
    question: str,
    population: str,
    dimensions: tuple[str, ...],
    limits: str,
    share_of: str = "",
    unit: str = "young people",
    period: str = "school years",
) -> Figure:
    return Figure(
        id=figure_id,
        title=title,
        question=question,
        population=population,
        dimensions=dimensions,
        kind="percentage" if share_of else "count",
        unit=unit,
        source=_SOURCE,
        period=period,
        geography=_PLACES if "area" in dimensions else "the county",
        rule="rounded",
        records=records,
        share_of=share_of,
        method=_SHARE if share_of else "",
        limits=limits,
    )


FIGURES = (
    _figure(
        "young-people-occupied",
        "young_activities",
        "Young people with SEND aged 16 to 24 in work, education or training",
        "How many are in work, education or training?",
        _SIXTEEN,
        ("area", "year", "occupied"),
        _ACTIVITY_LIMITS,
        share_of="occupied",
        period="31 December of each school year",
    ),
    _figure(
        "young-people-activity",
        "young_activities",
        "Young people with SEND aged 16 to 24 by main activity",
        "What do they do?",
        _SIXTEEN,
        ("activity", "year"),
        _ACTIVITY_LIMITS,
        share_of="activity",
        period="31 December of each school year",
    ),
    _figure(
        "young-people-occupied-by-need",
        "young_activities",
        "Young people with SEND aged 16 to 24 in work, education or training, by need",
        "For which needs is it hardest to find work, education or training?",
        _SIXTEEN,
        ("need", "year", "occupied"),
        _ACTIVITY_LIMITS,
        share_of="occupied",
        period="31 December of each school year",
    ),
    _figure(
        "young-people-new-ways",
        "young_activities",
        "Young people with SEND in apprenticeships, traineeships and volunteering",
        "How many are in an apprenticeship, a traineeship or volunteering?",
        _SIXTEEN,
        ("area", "year", "new_ways"),
        _ACTIVITY_LIMITS,
        share_of="new_ways",
        period="31 December of each school year",
    ),
    _figure(
        "adult-care-identified",
        "young_with_plans",
        "Young people with a plan identified as needing adult social care",
        "How many are known to need adult social care?",
        _WITH_PLAN,
        ("area", "year", "adult_care"),
        _MORE,
    ),
    _figure(
        "care-act-referred",
        "young_with_plans",
        "Young people with a plan referred for a Care Act assessment in the year",
        "How many are referred for an assessment of adult care?",
        _WITH_PLAN,
        ("area", "year", "referred"),
        _MORE,
    ),
    _figure(
        "continuing-care-identified",
        "young_with_plans",
        "Young people with a plan identified as needing adult continuing health care",
        "How many are known to need continuing health care as adults?",
        _WITH_PLAN,
        ("year", "continuing_care"),
        _MORE,
    ),
    _figure(
        "care-act-in-time",
        "care_act",
        "Young people referred for a Care Act assessment, by the age at which it was finished",
        "Is the assessment finished by the sixteenth year?",
        "Young people who were referred and have turned 17, by the year of their 17th birthday",
        ("turned_17_in", "care_act"),
        _SIXTEENTH,
        share_of="care_act",
        period="years of the 17th birthday, to the edition's day",
    ),
    _figure(
        "care-act-in-time-by-place",
        "care_act",
        "Young people referred for a Care Act assessment, by place and age when finished",
        "Is the assessment finished in time everywhere?",
        "Young people who were referred and have turned 17, all years together",
        ("area", "care_act"),
        _SIXTEENTH,
        share_of="care_act",
        period="all years to the edition's day, together",
    ),
    _figure(
        "health-checks-14",
        "health_checks",
        "Young people of 14 or more on the learning disability register, by health check",
        "Do young people with a learning disability get their yearly health check?",
        "Young people with SEND of 14 or more on their doctor's learning disability register",
        ("area", "year", "health_check"),
        _REGISTER,
        share_of="health_check",
    ),
    _figure(
        "pathway-tools",
        "pathway_stages",
        "Young people on the pathway to adult life at 14, 16 and 18",
        "Are young people on the pathway at 14, 16 and 18?",
        f"{_YOUNG}, who were 14, 16 or 18 on 31 December",
        ("stage", "year", "pathway_tools"),
        _TOOLS,
        share_of="pathway_tools",
    ),
    _figure(
        "pathway-tools-by-place",
        "pathway_stages",
        "Young people on the pathway to adult life, by place",
        "Are young people on the pathway everywhere?",
        f"{_YOUNG}, who were 14, 16 or 18 on 31 December",
        ("area", "year", "pathway_tools"),
        _TOOLS,
        share_of="pathway_tools",
    ),
)

POPULATIONS = {
    "young_activities": activities,
    "young_with_plans": with_plans,
    "care_act": care_act,
    "health_checks": health_checks,
    "pathway_stages": pathway,
}
