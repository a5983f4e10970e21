"""SEN Support in schools: part-time timetables, no school place, the schools return, outcomes.

What was not recorded comes first: a count that rises when more schools record it says nothing.
"""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from jsna.dimensions import NOT_RECORDED, TOTAL
from jsna.figures import NOT_COLLECTED, Figure
from jsna.sources import Sources
from jsna.stats import means, proportions
from jsna.subjects.recorded import area_of, by_district, coded
from jsna.subjects.waits.cells import FEWEST, Cell, cell, share, too_few

STANDARDS = {
    "EYFSP_GLD": "Early years: good level of development",
    "PHONICS": "Year 1: phonics standard",
    "KS1_READ": "Key stage 1: reading",
    "KS1_WRITE": "Key stage 1: writing",
    "KS1_MATHS": "Key stage 1: maths",
    "KS2_RWM": "Key stage 2: reading, writing and maths",
    "KS4_EM94": "GCSE: English and maths at 9 to 4",
}
SCORES = {
    "KS2_READ_PROGRESS": "Key stage 2: progress in reading",
    "KS2_WRITE_PROGRESS": "Key stage 2: progress in writing",
    "KS2_MATHS_PROGRESS": "Key stage 2: progress in maths",
    "KS4_A8": "GCSE: Attainment 8",
    "KS4_P8": "GCSE: Progress 8",
}
QUESTIONS = {
    "trained_handbook": "Trained on the SEND Handbook",
    "senco_network": "Took part in SENCO network meetings",
    "asked_for_support": "Asked for SEND support",
    "tailored_response": "Got a tailored response, of those that asked",
    "governors_trained": "Governing body trained",
    "language_trained": "Trained in speech, language and communication",
}
"""Columns of the schools return to the words of the page."""


def timetables(sources: Sources) -> pd.DataFrame:
    """Return one row a pupil and year in which the census asked for part-time timetables."""
    pupils = sources.accepted("pupils")
    asked = pupils.groupby("school_year")["part_time_timetable"].count()
    pupils = pupils[pupils["school_year"].isin(asked[asked > 0].index)]
    known = pupils["part_time_timetable"].notna().astype("boolean")
    return pd.DataFrame(
        {
            "year": pd.Categorical(pupils["school_year"]),
            "area": area_of(pupils["home_lsoa"], sources),
            "provision": coded(pupils["sen_provision"], "provision", sources),
            "timetable": coded(pupils["part_time_timetable"], "timetable", sources),
            "timetable_known": coded(known, "timetable_known", sources),
        }
    )


def without_place(sources: Sources) -> pd.DataFrame:
    """Return one row a pupil with SEND and year, with or without a school place in January."""
    pupils = sources.accepted("pupils")
    pupils = pupils[pupils["sen_provision"].isin(["K", "E"])]
    return pd.DataFrame(
        {
            "year": pd.Categorical(pupils["school_year"]),
            "area": area_of(pupils["home_lsoa"], sources),
            "school_place": coded(pupils["no_school_place"], "school_place", sources),
        }
    )


def part_time_rate(sources: Sources) -> pd.DataFrame:
    """Return pupils on a part-time timetable per 1,000 for whom it was recorded, by year."""
    pupils = sources.accepted("pupils").dropna(subset=["part_time_timetable"])
    rows = []
    for year, own in pupils.groupby("school_year"):
        part, labels = int(own["part_time_timetable"].sum()), {"year": str(year)}
        rows.append(
            too_few(labels)
            if part < FEWEST
            else cell(labels, proportions.wilson(part, len(own)), len(own), 1000.0)
        )
    return pd.DataFrame(rows)


def returned(sources: Sources) -> pd.DataFrame:
    """Return the share of schools whose yearly return came, by district and year."""
    rows: list[Cell] = []
    for labels, own in _of_districts(_schools(sources)):
        rows.append(of_schools(labels, int(own["returned_date"].count()), len(own)))
    return pd.DataFrame(rows)


def answers(sources: Sources) -> pd.DataFrame:
    """Return the share of schools that said yes to each question, of those that answered it."""
    rows: list[Cell] = []
    for labels, own in _of_districts(_schools(sources)):
        for column, words in QUESTIONS.items():
            said = own[column].dropna()
            asked = {**labels, "asked": words}
            rows.append(of_schools(asked, int(said.sum()), len(said)))
    return pd.DataFrame(rows)


def _schools(sources: Sources) -> pd.DataFrame:
    returns = sources.accepted("schools_return")
    schools = sources.accepted("schools").drop_duplicates("school_urn").set_index("school_urn")
    district = schools["school_district"].reindex(returns["school_urn"]).set_axis(returns.index)
    return returns.assign(area=district.fillna(NOT_RECORDED), year=returns["school_year"])


def _of_districts(rows: pd.DataFrame) -> Iterator[tuple[dict[str, str], pd.DataFrame]]:
    for year, of_year in rows.groupby("year"):
        yield {"area": TOTAL, "year": str(year)}, of_year
        for area, own in of_year.groupby("area"):
            yield {"area": str(area), "year": str(year)}, own


def standards(sources: Sources) -> pd.DataFrame:
    """Return the share of SEN Support pupils who reached each standard, by year."""
    return _by_year(
        sources, STANDARDS, "met", lambda labels, met: told(labels, int(met.sum()), len(met))
    )


def standards_by_area(sources: Sources) -> pd.DataFrame:
    """Return the same by place of home, all years with an assessment put together."""
    found = _attainment(sources)
    held = found[found["measure"].isin(STANDARDS) & (found["basis"] != "not_held")]
    held = held.dropna(subset=["met"])
    rows: list[Cell] = []
    for measure, of_measure in held.groupby("measure"):

        def tell(area: str, own: pd.DataFrame, standard: str = STANDARDS[str(measure)]) -> Cell:
            labels = {"area": area, "standard": standard}
            return told(labels, int(own["met"].sum()), len(own))

        rows += [tell(TOTAL, of_measure), *by_district(of_measure, sources, tell)]
    return _in_order(rows, STANDARDS)


def scores(sources: Sources) -> pd.DataFrame:
    """Return the mean score of SEN Support pupils in each measure of points, by year."""
    return _by_year(sources, SCORES, "score", _mean)


def _mean(labels: dict[str, str], held: "pd.Series[float]") -> Cell:
    if len(held) < FEWEST:
        return too_few(labels)
    return cell(labels, means.mean(held.to_numpy()), len(held), 1.0)


def _by_year(
    sources: Sources,
    names: dict[str, str],
    column: str,
    tell: Callable[[dict[str, str], pd.Series], Cell],
) -> pd.DataFrame:
    """Return one cell an assessment and year; a year in which it was not held has no number."""
    found = _attainment(sources)
    found = found[found["measure"].isin(names)]
    rows: list[Cell] = []
    for (measure, year), own in found.groupby(["measure", "school_year"]):
        labels = {"standard": names[str(measure)], "year": str(year)}
        held = own[own["basis"] != "not_held"][column].dropna()
        rows.append(_not_held(labels) if held.empty else tell(labels, held))
    return _in_order(rows, names)


def _attainment(sources: Sources) -> pd.DataFrame:
    found = sources.accepted("attainment")
    return found[found["sen_provision"] == "K"]


def _not_held(labels: dict[str, str]) -> Cell:
    nothing = dict.fromkeys(("value", "lower", "upper", "n"), float("nan"))
    return {**labels, **nothing, "status": NOT_COLLECTED}


def _in_order(rows: list[Cell], names: dict[str, str]) -> pd.DataFrame:
    order = {name: place for place, name in enumerate(names.values())}
    cells = pd.DataFrame(rows)
    return cells.sort_values("standard", key=lambda s: s.map(order), kind="stable")


def of_schools(labels: Mapping[str, str], part: int, whole: int) -> Cell:
    """Return a share of schools, which are not children: also where nearly all or none did."""
    if whole < FEWEST:
        return too_few(labels)
    return cell(labels, proportions.wilson(part, whole), whole)


def told(labels: Mapping[str, str], part: int, whole: int) -> Cell:
    """Return a share with its Wilson interval; of under ten, or with under ten in it, too few."""
    if whole < FEWEST:
        return too_few(labels)
    return share(labels, proportions.wilson(part, whole), whole)


_COUNTED = "share of rounded counts, with a 95 % Wilson interval widened by the rounding"
_WILSON = "95 % Wilson interval"
_PLACES = "Districts, the two new councils and CCG parts of the county, boundaries of 2021"
_DISTRICTS = "districts of 2021"
_SUMS = "districts of 2021, and places made of whole districts"
_RECORDING = (
    "Schools began to record it only lately: more schools that record it raise the count, "
    "whatever happens to children."
)
_RETURN = "Schools and settings of the county that were asked for the yearly return"
_RETURN_LIMITS = (
    "Schools say it of themselves, and those that sent no return are not in the answers. A "
    "training that took place is not yet a child helped."
)
_PUPILS = "Pupils on SEN Support in the county's schools"
_OUTCOME_LIMITS = (
    "Assessments at 5, 7 and 11 were cancelled in 2020 and 2021 and Progress 8 was not published: "
    "there is no number. GCSE grades of those years were given by teachers and do not compare."
)

FIGURES = (
    Figure(
        id="timetables-recorded",
        title="Pupils for whom a part-time timetable, or that there is none, is recorded",
        question="Of how many pupils do we know whether they are on a part-time timetable?",
        population="Pupils on the roll of the county's schools in January",
        dimensions=("area", "year", "timetable_known"),
        kind="percentage",
        unit="pupils",
        source=("pupils",),
        period="each January in which it was asked",
        geography=_PLACES,
        rule="rounded",
        records="timetables",
        share_of="timetable_known",
        method=_COUNTED,
        limits="A school that writes no for every pupil counts as one that records.",
    ),
    Figure(
        id="part-time-timetables",
        title="Pupils on a part-time timetable",
        question="How many pupils are on a part-time timetable?",
        population="Pupils on the roll of the county's schools in January",
        dimensions=("area", "year", "timetable"),
        kind="count",
        unit="pupils",
        source=("pupils",),
        period="each January in which it was asked",
        geography=_PLACES,
        rule="rounded",
        records="timetables",
        limits=_RECORDING,
    ),
    Figure(
        id="part-time-timetables-by-provision",
        title="Pupils on a part-time timetable by SEN provision",
        question="Do pupils with SEN have part-time timetables more often?",
        population="Pupils on the roll of the county's schools in January",
        dimensions=("provision", "year", "timetable"),
        kind="count",
        unit="pupils",
        source=("pupils",),
        period="each January in which it was asked",
        geography="the county",
        rule="rounded",
        records="timetables",
        limits=_RECORDING,
    ),
    Figure(
        id="part-time-rate",
        title="Pupils on a part-time timetable in each 1,000 for whom it is recorded",
        question="Is a part-time timetable more common than a year ago?",
        population="Pupils for whom a part-time timetable, or that there is none, is recorded",
        dimensions=("year",),
        kind="statistic",
        unit="per 1,000 pupils",
        source=("pupils",),
        period="each January in which it was asked",
        geography="the county",
        rule="statistic",
        measure=part_time_rate,
        method=_WILSON,
        limits="Schools that began to record later may differ from those that did so first.",
    ),
    Figure(
        id="no-school-place",
        title="Pupils with SEND known to have no school place",
        question="How many children with SEND have no school place?",
        population="Pupils with an EHC plan or on SEN Support in January",
        dimensions=("area", "year", "school_place"),
        kind="count",
        unit="pupils",
        source=("pupils",),
        period="each January",
        geography=_PLACES,
        rule="rounded",
        records="without_place",
        limits=(
            "Only children whom the council knows are counted. A rounded 0 may be up to 4 "
            "children, and a falling count may be falling recording."
        ),
    ),
    Figure(
        id="schools-return-received",
        title="Schools whose yearly return came",
        question="How many schools sent their return?",
        population=_RETURN,
        dimensions=("area", "year"),
        kind="statistic",
        unit="percent of schools",
        source=("schools_return", "schools"),
        period="school years",
        geography=_DISTRICTS,
        rule="statistic",
        measure=returned,
        method=_WILSON,
        limits="Of under ten schools no share is given. Schools are not named.",
    ),
    Figure(
        id="schools-return-answers",
        title="Schools that said yes, of those that answered",
        question="What do schools say they have done for pupils with SEND?",
        population=f"{_RETURN} and that answered",
        dimensions=("area", "year", "asked"),
        kind="statistic",
        unit="percent of schools",
        source=("schools_return", "schools"),
        period="school years",
        geography=_DISTRICTS,
        rule="statistic",
        measure=answers,
        method=_WILSON,
        limits=_RETURN_LIMITS,
    ),
    Figure(
        id="sen-support-standards",
        title="Pupils on SEN Support who reached the standard, by assessment and year",
        question="Do pupils on SEN Support reach what is expected at their age?",
        population=_PUPILS,
        dimensions=("standard", "year"),
        kind="statistic",
        unit="percent of pupils",
        source=("attainment",),
        period="school years",
        geography="the county",
        rule="statistic",
        measure=standards,
        method=_WILSON,
        limits=_OUTCOME_LIMITS,
    ),
    Figure(
        id="sen-support-standards-by-area",
        title="Pupils on SEN Support who reached the standard, by place",
        question="Do pupils on SEN Support do as well everywhere?",
        population=_PUPILS,
        dimensions=("area", "standard"),
        kind="statistic",
        unit="percent of pupils",
        source=("attainment",),
        period="all school years with an assessment by the edition's day, together",
        geography=_SUMS,
        rule="statistic",
        measure=standards_by_area,
        method=_WILSON,
        limits=_OUTCOME_LIMITS,
    ),
    Figure(
        id="sen-support-scores",
        title="Mean scores of pupils on SEN Support, by assessment and year",
        question="Do pupils on SEN Support make as much progress as others?",
        population=_PUPILS,
        dimensions=("standard", "year"),
        kind="statistic",
        unit="points",
        source=("attainment",),
        period="school years",
        geography="the county",
        rule="statistic",
        measure=scores,
        method="mean with Student's 95 % t interval",
        limits=f"{_OUTCOME_LIMITS} A progress score is set against pupils with the same start.",
    ),
)

POPULATIONS = {"timetables": timetables, "without_place": without_place}
