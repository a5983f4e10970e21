"""What children with each primary need wait for and reach: CAMHS, absence, suspension, standards.

One row of each table is a need; `Total` is everybody with SEND, whatever the need. Nothing by need
is published for the county by the editions' days, so all of it rests on the county's records.
"""

from collections.abc import Callable, Iterator

import pandas as pd

from jsna.dimensions import NEEDS, TOTAL
from jsna.figures import Figure
from jsna.sources import Sources
from jsna.stats import means
from jsna.subjects.school_support import STANDARDS, told
from jsna.subjects.waits.cells import FEWEST, Cell, cell, in_weeks, share, too_few
from jsna.subjects.waits.clocks import FIRST
from jsna.subjects.waits.estimates import Wait, wait
from jsna.subjects.waits.prepared import Prepared, prepared
from jsna.subjects.waits.wording import METHOD, PERIOD, REFERRED

CENSUS_DAY = (1, 15)
"""The day of the schools' census in each school year, near enough to say what came first."""
WITH_SEND = ("E", "K")


def camhs_seen(sources: Sources) -> pd.DataFrame:
    """Return the share of referrals seen within the expectation, by need known at the referral."""
    of = prepared(sources)

    def seen(labels: dict[str, str], group: Wait | None) -> Cell:
        return too_few(labels) if group is None else share(labels, group.seen_by(of.day), group.n)

    return _waits(sources, of, seen)


def camhs_weeks(sources: Sources) -> pd.DataFrame:
    """Return the week by which half of those referred had been seen, by need."""

    def weeks(labels: dict[str, str], group: Wait | None) -> Cell:
        return too_few(labels) if group is None else in_weeks(labels, group.half_seen, group.n)

    return _waits(sources, prepared(sources), weeks)


def _waits(
    sources: Sources, of: Prepared, tell: Callable[[dict[str, str], Wait | None], Cell]
) -> pd.DataFrame:
    need = need_before(of.referrals, sources.accepted("pupils"))
    found = of.cohort(FIRST)
    own = need.reindex(found.index)
    rows = [tell({"need": name}, wait(found[inside])) for name, inside in _each_need(own)]
    return pd.DataFrame(rows).assign(period=of.period)


def need_before(referrals: pd.DataFrame, pupils: pd.DataFrame) -> "pd.Series[str]":
    """Return the need in the last January census before each referral; missing where there is none.

    What was recorded later may have been found out because of the wait, so it is not used. A child
    is found again by `link_key`; one who was on no roll, or had no SEND then, has no need here.
    """
    found = pd.Series(pd.NA, index=referrals.index, dtype="object")
    for year, listed in pupils.dropna(subset=["link_key"]).groupby("school_year"):
        census = pd.Timestamp(int(str(year)[:4]) + 1, *CENSUS_DAY)
        once = listed.drop_duplicates("link_key").set_index("link_key")
        with_send = once["primary_need"].where(once["sen_provision"].isin(WITH_SEND))
        on_roll = referrals["link_key"].isin(once.index) & (referrals["referral_date"] >= census)
        found = found.mask(on_roll, referrals["link_key"].map(with_send))
    return found.map(NEEDS)


def absence(sources: Sources) -> pd.DataFrame:
    """Return the mean share of sessions that a pupil missed in the last school year, by need."""
    listed = sources.accepted("attendance")
    year = str(listed["school_year"].max())
    listed = listed[listed["school_year"] == year]
    columns = ["sessions_possible", "sessions_authorised", "sessions_unauthorised"]
    sums = listed.groupby("child_id")[columns].sum()
    sums = sums[sums["sessions_possible"] > 0].astype("float64")
    missed = 100 * sums[columns[1:]].sum(axis=1) / sums["sessions_possible"]
    need = _needs_of(sources, year).reindex(missed.index)
    rows = [
        too_few({"need": name})
        if int(inside.sum()) < FEWEST
        else cell({"need": name}, means.mean(missed[inside].to_numpy()), int(inside.sum()), 1.0)
        for name, inside in _each_need(need)
    ]
    return pd.DataFrame(rows).assign(period=f"school year {year}")


def suspended(sources: Sources) -> pd.DataFrame:
    """Return the share of pupils suspended or excluded at least once in the last year, by need."""
    excluded = sources.accepted("exclusions")
    year = str(sources.accepted("pupils")["school_year"].max())
    need = _needs_of(sources, year)
    begins = pd.Timestamp(int(year[:4]), 9, 1)
    days = excluded["exclusion_date"]
    within = (days >= begins) & (days < begins + pd.DateOffset(years=1))
    once = pd.Series(need.index.isin(excluded.loc[within, "child_id"]), index=need.index)
    rows = [
        told({"need": name}, int(once[inside].sum()), int(inside.sum()))
        for name, inside in _each_need(need)
    ]
    return pd.DataFrame(rows).assign(period=f"school year {year}")


def standards(sources: Sources) -> pd.DataFrame:
    """Return the share of pupils who reached each standard, by need, all years put together."""
    found = sources.accepted("attainment")
    found = found[found["sen_provision"].isin(WITH_SEND) & (found["basis"] != "not_held")]
    found = found.dropna(subset=["met"])
    rows = []
    for measure, words in STANDARDS.items():
        own = found[found["measure"] == measure]
        for name, inside in _each_need(own["primary_need"].map(NEEDS)):
            labels = {"need": name, "standard": words}
            rows.append(told(labels, int(own.loc[inside, "met"].sum()), int(inside.sum())))
    return pd.DataFrame(rows)


def _needs_of(sources: Sources, year: str) -> "pd.Series[str]":
    """Return the need of each pupil with SEND in the census of a year, by child."""
    pupils = sources.accepted("pupils")
    own = pupils[(pupils["school_year"] == year) & pupils["sen_provision"].isin(WITH_SEND)]
    return own.drop_duplicates("child_id").set_index("child_id")["primary_need"].map(NEEDS)


def _each_need(need: "pd.Series[str]") -> "Iterator[tuple[str, pd.Series[bool]]]":
    """Yield all with a need as `Total`, then each need of the code list, with who has it."""
    yield TOTAL, need.notna()
    for name in NEEDS.values():
        yield name, (need == name).fillna(False).astype(bool)


_SCHOOLS = "Pupils with an EHC plan or on SEN Support in the county's schools"
_NEED = (
    "The need is the one that a school recorded first: many children have several, and two schools "
    "may name the same need differently."
)
_LINKED = (
    "Only children found in the schools' lists before the referral are counted. Who was in no "
    "school of the county, or had no NHS number recorded, is not here."
)


def _figure(
    figure_id: str,
    title: str,
    question: str,
    measure: Callable[[Sources], pd.DataFrame],
    source: tuple[str, ...],
    unit: str,
    limits: str,
    method: str = "95 % Wilson interval",
    population: str = _SCHOOLS,
    period: str = "the last school year",
    dimensions: tuple[str, ...] = ("need",),
) -> Figure:
    return Figure(
        id=figure_id, title=title, question=question, population=population,
        dimensions=dimensions, kind="statistic", unit=unit, source=source, period=period,
        geography="the county", rule="statistic", measure=measure, method=method,
        limits=f"{limits} {_NEED}",
    )  # fmt: skip


FIGURES = (
    _figure(
        "need-camhs-seen",
        "Referrals to mental health services (CAMHS) seen within 18 weeks, by need",
        "Do children with this need wait longer for mental health support?",
        camhs_seen,
        ("camhs_referrals", "pupils"),
        "percent of those referred",
        _LINKED,
        METHOD,
        f"{REFERRED}; of children whose need a school had recorded before the referral",
        PERIOD,
    ),
    _figure(
        "need-camhs-weeks",
        "Weeks until half of those referred to mental health services (CAMHS) were seen, by need",
        "How long do children with this need wait for mental health support?",
        camhs_weeks,
        ("camhs_referrals", "pupils"),
        "weeks",
        _LINKED,
        METHOD,
        f"{REFERRED}; of children whose need a school had recorded before the referral",
        PERIOD,
    ),
    _figure(
        "need-absence",
        "School missed by pupils with SEND, by need",
        "How much school do pupils with this need miss?",
        absence,
        ("attendance", "pupils"),
        "percent of a pupil's half-days",
        "Why a pupil was away is not in it: illness, exclusion and refusal look alike. Schools "
        "were closed to many in the springs of 2020 and 2021.",
        "mean over pupils of the share of possible sessions missed, with Student's 95 % t interval",
    ),
    _figure(
        "need-suspended",
        "Pupils with SEND suspended or excluded at least once in the year, by need",
        "How often are pupils with this need sent home?",
        suspended,
        ("exclusions", "pupils"),
        "percent of pupils",
        "Being sent home without it being written down is not in any list.",
    ),
    _figure(
        "need-standards",
        "Pupils with SEND who reached the standard, by need and assessment",
        "What do pupils with this need reach at school?",
        standards,
        ("attainment",),
        "percent of pupils",
        "Assessments at 5, 7 and 11 were cancelled in 2020 and 2021; GCSE grades of those years "
        "were given by teachers. A standard says little of what a child has learned beside it.",
        period="all school years with an assessment by the edition's day, together",
        dimensions=("need", "standard"),
    ),
)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {}
