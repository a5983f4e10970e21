"""The made-up residents: as many in each LSOA, of each age, in each year as were estimated.

A person is a row that lasts: in a year in which fewer of the same LSOA and birth cohort were
counted than before, the last of them are away. So margins hold exactly and lives last.
Nobody here is a person of Cumbria: only the counts are real.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from jsna.demo.calibration import Targets
from jsna.demo.draws import Flags, Floats, Ints, choose, days, stream

YEARS = (2017, 2018, 2019, 2020)
"""The autumns of the four school years; the population is that of the mid-year before."""

_COHORTS = tuple(range(YEARS[0] - 25, YEARS[-1] + 1))
_ETHNICITY = {
    "WBRI": 0.938, "WIRI": 0.001, "WIRT": 0.001, "WROM": 0.001, "WOTH": 0.022, "MWBC": 0.003,
    "MWBA": 0.002, "MWAS": 0.004, "MOTH": 0.004, "AIND": 0.003, "APKN": 0.001, "ABAN": 0.003,
    "AOTH": 0.004, "BCRB": 0.0005, "BAFR": 0.002, "BOTH": 0.0005, "CHNE": 0.002, "OOTH": 0.003,
    "REFU": 0.002, "NOBT": 0.003,
}  # fmt: skip
ETHNICITY_CODES = tuple(_ETHNICITY)
_NOT_ENGLISH = np.array([code in {"WROM", "WOTH", "AIND", "APKN", "ABAN", "AOTH", "BAFR", "CHNE",
                                  "OOTH"} for code in ETHNICITY_CODES])  # fmt: skip


_BEYOND = {"lsoa": "", "district": "Out of county", "ccg": "", "rural": False, "decile": 5,
           "deprivation_rank": 0.5, "minutes": 45.0}  # fmt: skip
_VISITORS = 0.011
"""Children from beyond the border in the county's schools, for each child aged 2 to 17."""


@dataclass(frozen=True)
class People:
    """Everyone aged 0-25 who lived in the county in one of the years; one array entry each."""

    places: pd.DataFrame
    """The LSOAs, in the order that `lsoa` counts them; see `calibration.Targets.places`."""
    lsoa: Ints
    """Row of `places`; one more than the last for those who live beyond the border."""
    birth: Ints
    """Date of birth, in days since 1970."""
    cohort: Ints
    """The autumn before which a person was 0 on 31 August."""
    present: Flags
    """One column a school year of `YEARS`: living in the county."""
    male: Flags
    ethnicity: Ints
    """Position in `ETHNICITY_CODES`."""
    english_second: Flags
    poor: Floats
    """A lasting draw between 0 and 1: the lowest are eligible for free school meals."""
    settled: Flags
    """Living in the county in all years of `YEARS` since birth."""
    looked_after: Flags
    """One column a school year: looked after by the local authority on 31 March."""
    visitor: Flags
    """Lives beyond the border and goes to school in the county; never counted as a resident."""
    liability: Floats
    """How likely SEND is to be found, on a scale of its own; it never changes."""
    nhs_number: npt.NDArray[np.int64]
    """Ten digits beginning 99, with a valid check digit: a range that is never issued."""

    def __len__(self) -> int:
        """How many people there are."""
        return len(self.birth)

    def academic_age(self, year_index: int) -> Ints:
        """Ages on 31 August before the school year."""
        return self.start_year_offset(YEARS[year_index])

    def start_year_offset(self, autumn: int) -> Ints:
        """Ages on 31 August of a year."""
        return autumn - self.cohort

    def of_place(self, column: str) -> npt.NDArray[np.object_]:
        """Return a column of `places` for each person."""
        values = np.append(self.places[column].to_numpy(dtype=object), [_BEYOND[column]])
        return values[self.lsoa]

    def ages_present(self, year_index: int) -> Ints:
        """Ages on 31 August of those in the county that year; -1 for the others."""
        return np.where(self.present[:, year_index], self.academic_age(year_index), -1)


def people(targets: Targets, seed: int, scale: float) -> People:
    """Return the residents of the made-up county, `scale` times as many as were estimated."""
    draw = stream(seed, "population")
    counts = _scaled(_cohort_counts(targets), scale)
    most = counts.max(axis=2)
    flat = most.ravel()
    group = np.repeat(np.arange(flat.size), flat)
    position = np.arange(len(group)) - np.repeat(np.cumsum(flat) - flat, flat)
    present = position[:, None] < counts.reshape(-1, len(YEARS))[group]
    lsoa, cohort = np.divmod(group, len(_COHORTS))
    visitors = round(_VISITORS * 1.7 * counts[:, 8:, -1].sum() * 16 / 26)
    beyond = len(targets.places)
    lsoa = np.concatenate([lsoa, np.full(visitors, beyond)])
    cohort = np.concatenate([cohort, draw.integers(8, len(_COHORTS), visitors)])
    present = np.concatenate([present, np.zeros((visitors, len(YEARS)), dtype=bool)])
    order = draw.permutation(len(lsoa))
    lsoa, cohort, present = lsoa[order], cohort[order], present[order]
    born_from = np.array([days(year - 1, 7, 1) for year in _COHORTS])
    length = np.array([days(year, 7, 1) - days(year - 1, 7, 1) for year in _COHORTS])
    birth = born_from[cohort] + (draw.random(len(lsoa)) * length[cohort]).astype("int64")
    ranks = np.append(targets.places["deprivation_rank"].to_numpy(), 0.5)
    deprived = 1 - ranks[lsoa]
    ethnicity = choose(draw, len(lsoa), list(_ETHNICITY.values()))
    born = np.array(_COHORTS)[cohort]
    male = draw.random(len(lsoa)) < 0.512
    care = _looked_after(draw, targets, born, present, deprived)
    summer = (born_from[cohort] + 300 < birth) | (birth - born_from[cohort] < 62)
    return People(
        places=targets.places,
        lsoa=lsoa,
        birth=birth,
        cohort=school_cohort(birth),
        present=present,
        male=male,
        ethnicity=ethnicity,
        english_second=_NOT_ENGLISH[ethnicity] & (draw.random(len(lsoa)) < 0.62),
        poor=draw.random(len(lsoa)) ** (0.5 + 2.2 * deprived),
        settled=np.asarray((present | (born[:, None] > np.array(YEARS)[None, :])).all(axis=1)),
        looked_after=care,
        visitor=lsoa == beyond,
        liability=draw.standard_normal(len(lsoa))
        + 0.55 * male
        + 0.9 * (deprived - 0.5)
        + 1.1 * care.any(axis=1)
        + 0.15 * summer,
        nhs_number=nhs_numbers(len(lsoa)),
    )


def _looked_after(
    draw: np.random.Generator, targets: Targets, born: Ints, present: Flags, deprived: Floats
) -> Flags:
    """Return who is looked after in each school year: few, more where deprived, most for years."""
    risk = (0.25 + 1.5 * deprived) * targets.looked_after_rate
    lasting = draw.random(len(born))
    child = present & (np.array(YEARS)[None, :] - born[:, None] < 18)
    moving = 0.002 * np.arange(len(YEARS))[None, :]
    return child & ((lasting[:, None] + moving) % 1.0 < risk[:, None])


def school_cohort(birth: Ints) -> Ints:
    """Return the year in which a person is 0 on 31 August: born from September before to then."""
    months = birth.astype("datetime64[D]").astype("datetime64[M]").astype("int64")
    return months // 12 + 1970 + (months % 12 >= 8)


def nhs_numbers(count: int) -> npt.NDArray[np.int64]:
    """Return different ten-digit numbers in a range never issued, with a valid check digit.

    Reference: NHS Data Dictionary, NHS number: weights 10 to 2, modulus 11, check 10 refused.
    """
    tried = np.arange(int(count * 1.11) + 1000, dtype="int64")
    body = 990_000_000 + tried * 7_368_787 % 10_000_000
    weighted = np.zeros(len(body), dtype="int64")
    for place in range(9):
        weighted = weighted + body // 10**place % 10 * (place + 2)
    check = 11 - weighted % 11
    check[check == 11] = 0
    return (body * 10 + check)[check < 10][:count]


def _cohort_counts(targets: Targets) -> Ints:
    """Return people by LSOA, birth cohort and year; mid-2018 is halfway (it was not published)."""
    table = targets.population
    place = table["place"].to_numpy()
    held = np.zeros((len(targets.places), len(_COHORTS), len(YEARS)))
    known = np.zeros((len(_COHORTS), len(YEARS)), dtype=bool)
    for column, year in enumerate(YEARS):
        rows = (table["year"] == year).to_numpy()
        if rows.any():
            cohort = year - table["age"].to_numpy()[rows] - _COHORTS[0]
            np.add.at(held[:, :, column], (place[rows], cohort), table["people"].to_numpy()[rows])
            known[cohort, column] = True
    middle = YEARS.index(2018)
    for number, born in enumerate(_COHORTS):
        if not 0 <= 2018 - born <= 25:
            continue
        beside = [column for column in (middle - 1, middle + 1) if known[number, column]]
        held[:, number, middle] = held[:, number, beside].mean(axis=1)
    return np.rint(held).astype("int64")


def _scaled(counts: Ints, scale: float) -> Ints:
    """Return counts times the scale, rounded along the county so that totals keep within one."""
    if scale == 1:
        return counts
    running = np.cumsum(counts.reshape(-1, counts.shape[2]) * scale, axis=0)
    steps = np.diff(np.rint(running), axis=0, prepend=0)
    return steps.reshape(counts.shape).astype("int64")
