"""How a child appears in an extract: each organisation's own pseudonym, dates, codes, home.

An organisation writes the same child the same way in all of its files, and nobody else's
pseudonym can be turned into it; only the NHS number joins council and NHS, where it was
recorded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from jsna.demo.draws import Flags, Ints, stream
from jsna.demo.population import ETHNICITY_CODES, People

_PRIME = 99_999_989
Codes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Organisation:
    """How one sender names children, and how often it holds their NHS number."""

    prefix: str
    linked: float
    """Share of children whose NHS number it holds."""
    worse_in: str = ""
    """District in which it holds fewer: the planted one."""
    linked_there: float = 1.0


@dataclass
class Writer:
    """Turns rows of people into the columns that extracts share."""

    people: People
    organisation: Organisation
    seed: int
    _ids: "pd.Series | None" = field(default=None, repr=False)

    def ids(self, person: Ints) -> "pd.Series":
        """Return the organisation's pseudonyms of these people."""
        scramble = int(stream(self.seed, "ids" + self.organisation.prefix).integers(10**6, 10**7))
        number = (person.astype("int64") * scramble + 7_919) % _PRIME
        return numbered(self.organisation.prefix, number, 8)

    def child(self, person: Ints, columns: Iterable[str]) -> dict[str, "pd.Series"]:
        """Return the columns that describe the child and its home, as asked for."""
        people = self.people
        made = {
            "child_id": lambda: self.ids(person),
            "nhs_number": lambda: self._nhs(person),
            "date_of_birth": lambda: dates(people.birth[person]),
            "sex": lambda: coded(np.where(people.male[person], 0, 1), ("M", "F")),
            "ethnicity": lambda: coded(people.ethnicity[person], ETHNICITY_CODES),
            "home_lsoa": lambda: coded(people.lsoa[person], [*people.places["lsoa"], ""]),
            "home_district": lambda: coded(
                people.lsoa[person], [*people.places["district"], "Out of county"]
            ),
        }
        return {column: made[column]() for column in columns}

    def linked(self) -> Flags:
        """Return for everyone whether this organisation holds the NHS number."""
        draw = stream(self.seed, "linked" + self.organisation.prefix)
        share = np.full(len(self.people), self.organisation.linked)
        if self.organisation.worse_in:
            there = self.people.of_place("district") == self.organisation.worse_in
            share[there] = self.organisation.linked_there
        return draw.random(len(self.people)) < share

    def _nhs(self, person: Ints) -> "pd.Series":
        known = self.linked()[person]
        text = pd.Series(self.people.nhs_number[person]).astype("str")
        return text.where(known, other=None)


def numbered(prefix: str, number: Ints, width: int) -> "pd.Series":
    """Return references such as `C00001234`, quickly."""
    text = pd.Series(number.astype("int64") + 10**width).astype("str")
    return prefix + text.str.slice(1)


def coded(position: Ints, codes: Iterable[str]) -> "pd.Series":
    """Return codes by position; -1 and the empty code are blank. They are kept as categories."""
    values = list(codes)
    kept = list(dict.fromkeys(code for code in values if code))
    place = {code: number for number, code in enumerate(kept)}
    # The last entry stands for -1.
    lookup = np.array([*(place.get(code, -1) for code in values), -1], dtype="int32")
    positions: npt.NDArray[np.int32] = lookup[position]
    return pd.Series(pd.Categorical.from_codes(positions, dtype=pd.CategoricalDtype(kept)))


def dates(day: Ints) -> "pd.Series":
    """Return dates from days since 1970; negative numbers are blank."""
    values = day.astype("datetime64[D]").astype("datetime64[s]")
    values[day < 0] = np.datetime64("NaT")
    return pd.Series(values)


def flags(value: Flags, known: "Flags | None" = None) -> "pd.Series":
    """Return `Y`, `N`, or blank where it is not known."""
    position = np.where(value, 0, 1)
    return coded(position if known is None else np.where(known, position, -1), ("Y", "N"))


def whole_or_blank(value: npt.NDArray[np.float64]) -> "pd.Series":
    """Return whole numbers, blank where the value is missing."""
    return pd.Series(value).round().astype("Int64")


def frame(columns: Mapping[str, "pd.Series"]) -> pd.DataFrame:
    """Return the columns side by side."""
    return pd.DataFrame({name: column.array for name, column in columns.items()})


def as_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its codes as text, as an extract that was read would hold them."""
    return table.astype(
        {
            name: "str"
            for name in table.columns
            if isinstance(table[name].dtype, pd.CategoricalDtype)
        }
    )


SCHOOL_YEARS = ("2017/18", "2018/19", "2019/20", "2020/21")
YEAR_GROUPS = ("E1", "E2", "N1", "N2", "R", *(str(number) for number in range(1, 15)))


def year_group(academic_age: Ints) -> "pd.Series":
    """Return the national curriculum year of pupils by their age on 31 August; blank over 18."""
    return coded(np.where(academic_age <= 18, np.clip(academic_age, 0, 18), -1), YEAR_GROUPS)
