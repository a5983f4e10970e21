"""Every dimension once: its values in the order they are shown, and the groups they form.

Records carry the finest values, never null: what was not recorded is `Not recorded`, a value
like any other. Words are those a reader sees, the same in data, charts and text; the codes
that extracts carry lead to them. Places and providers come from the area pack.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from jsna import needs
from jsna.code_words import LISTS

if TYPE_CHECKING:
    from jsna.places import AreaPack

TOTAL = "Total"
NOT_RECORDED = "Not recorded"
OUTSIDE = "Outside the county"
"""The area of children on the county's rolls or lists whose home lies elsewhere."""


@dataclass(frozen=True)
class Dimension:
    """One dimension: a column of records, figures and tables."""

    name: str
    label: str
    """How a heading names it."""
    values: tuple[str, ...]
    """The finest values in order, `Not recorded` last; empty where the area pack has them."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """The code of an extract to the value it stands for."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A group to the values it holds; the total is not among them."""

    def value(self, code: str) -> str:
        """Return the value a code stands for; what is not known is `Not recorded`."""
        return self.codes.get(code, NOT_RECORDED)


_NEEDS = needs.read()
NEEDS = {need.code: need.name for need in _NEEDS}
"""DfE code of a primary need to its name, in the order of the list beside the area packs."""
_BROAD_AREAS = {
    broad: tuple(need.name for need in _NEEDS if need.broad_area == broad)
    for broad in dict.fromkeys(need.broad_area for need in _NEEDS if need.broad_area)
}

AGE_GROUPS = {
    "Under 5": range(0, 5),
    "5 to 10": range(5, 11),
    "11 to 15": range(11, 16),
    "16 to 19": range(16, 20),
    "20 to 25": range(20, 26),
}
"""The bands in which EHC plans are published, and the single years of age in each."""

_ETHNICITIES = {
    "White British": ("WBRI",),
    "Other White": ("WIRI", "WIRT", "WROM", "WOTH"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian": ("AIND", "APKN", "ABAN", "AOTH", "CHNE"),
    "Black": ("BCRB", "BAFR", "BOTH"),
    "Other ethnic group": ("OOTH",),
    NOT_RECORDED: ("REFU", "NOBT"),
}

_PLACEMENTS = {
    "early_years": "Early years setting",
    "mainstream": "Mainstream school",
    "unit": "SEN unit or resourced provision",
    "special": "Special school",
    "independent": "Independent or non-maintained",
    "ap": "Alternative provision",
    "college": "Further education",
    "special_post_16": "Special post-16 institution",
    "eotas": "Educated elsewhere",
    "neet": "Not in education, employment or training",
    "awaiting": "Awaiting placement",
    "other": "Other",
}

_PHASES = {
    "nursery": "Nursery",
    "primary": "Primary",
    "secondary": "Secondary",
    "all-through": "All-through",
    "special": "Special",
    "ap": "Alternative provision",
    "post-16": "Post-16",
    "independent": "Independent",
}

_YEAR_GROUPS = {
    **dict.fromkeys(("E1", "E2", "N1", "N2"), "Nursery"),
    "R": "Reception",
    **{str(year): f"Year {year}" for year in range(1, 15)},
    "X": "Not by year group",
}

_URGENCIES = {
    "emergency": "Emergency",
    "very_urgent": "Very urgent",
    "urgent": "Urgent",
    "routine": "Routine",
}

_FIFTHS = ("1 (most deprived)", "2", "3", "4", "5 (least deprived)")


def age_group(age: int) -> str:
    """Return the band of a single year of age; beyond 25 or below 0, `Not recorded`."""
    return next((name for name, ages in AGE_GROUPS.items() if age in ages), NOT_RECORDED)


def fifth(decile: int) -> str:
    """Return the fifth of a tenth of deprivation: 1 and 2 are the most deprived fifth."""
    return _FIFTHS[(decile - 1) // 2] if 1 <= decile <= 10 else NOT_RECORDED


def _yes_no(name: str, label: str, yes: str, no: str) -> Dimension:
    return Dimension(name, label, (yes, no, NOT_RECORDED), {"yes": yes, "no": no})


def _coded(name: str, label: str, codes: Mapping[str, str], **more: object) -> Dimension:
    values = tuple(dict.fromkeys(value for value in codes.values() if value != NOT_RECORDED))
    return Dimension(name, label, (*values, NOT_RECORDED), codes, **more)  # type: ignore[arg-type]


_ALL = (
    Dimension("area", "Area", ()),
    Dimension("year", "Year", ()),
    Dimension(
        "age",
        "Age",
        (*map(str, range(26)), NOT_RECORDED),
        groups={name: tuple(map(str, ages)) for name, ages in AGE_GROUPS.items()},
    ),
    Dimension(
        "age_group",
        "Age group",
        (*AGE_GROUPS, NOT_RECORDED),
        groups={
            "0 to 15": ("Under 5", "5 to 10", "11 to 15"),
            "16 to 25": ("16 to 19", "20 to 25"),
        },
    ),
    Dimension(
        "sex",
        "Sex",
        ("Female", "Male", NOT_RECORDED),
        {"F": "Female", "M": "Male", "U": NOT_RECORDED},
    ),
    Dimension(
        "ethnicity",
        "Ethnic group",
        tuple(_ETHNICITIES),
        {code: name for name, codes in _ETHNICITIES.items() for code in codes},
        {"Ethnic minority": ("Other White", "Mixed", "Asian", "Black", "Other ethnic group")},
    ),
    _coded(
        "need",
        "Primary need",
        NEEDS,
        groups=_BROAD_AREAS,
    ),
    Dimension(
        "provision",
        "Provision",
        ("EHC plan", "SEN Support", "No SEN", NOT_RECORDED),
        {"E": "EHC plan", "K": "SEN Support", "N": "No SEN"},
        {"All SEN": ("EHC plan", "SEN Support")},
    ),
    _coded("phase", "Phase of school", _PHASES),
    _coded(
        "placement",
        "Placement",
        _PLACEMENTS,
        groups={
            "Mainstream": (_PLACEMENTS["mainstream"], _PLACEMENTS["unit"]),
            "Special": (_PLACEMENTS["special"], _PLACEMENTS["independent"]),
            "After 16": (_PLACEMENTS["college"], _PLACEMENTS["special_post_16"]),
            "Without a place": (_PLACEMENTS["neet"], _PLACEMENTS["awaiting"]),
        },
    ),
    Dimension(
        "second_need",
        "Second need",
        (*NEEDS.values(), "None recorded", NOT_RECORDED),
        NEEDS,
    ),
    _coded(
        "year_group",
        "Year group",
        _YEAR_GROUPS,
        groups={
            "Early years": ("Nursery", "Reception"),
            "Key stage 1": ("Year 1", "Year 2"),
            "Key stage 2": ("Year 3", "Year 4", "Year 5", "Year 6"),
            "Key stage 3": ("Year 7", "Year 8", "Year 9"),
            "Key stage 4": ("Year 10", "Year 11"),
            "After 16": ("Year 12", "Year 13", "Year 14"),
        },
    ),
    _yes_no("free_meals", "Free school meals", "Eligible", "Not eligible"),
    _yes_no("first_language", "First language", "English", "Other than English"),
    _yes_no("looked_after", "Looked after", "Looked after", "Not looked after"),
    Dimension(
        "deprivation",
        "Deprivation fifth",
        (*_FIFTHS, NOT_RECORDED),
        {str(decile): fifth(decile) for decile in range(1, 11)},
    ),
    _yes_no("send", "SEND", "With SEND", "No SEND"),
    _yes_no("autism", "Autism", "Autistic", "Not known to be autistic"),
    _coded("urgency", "Urgency", _URGENCIES),
    Dimension("life_stage", "Age on 1 April", ("Under 18", "18 to 25", NOT_RECORDED)),
    Dimension(
        "breaks",
        "Short breaks in the year",
        ("Regular breaks", "Some breaks, not regular", "No breaks", NOT_RECORDED),
        groups={"Any breaks": ("Regular breaks", "Some breaks, not regular")},
    ),
    Dimension("provider", "Provider", ()),
    *(_coded(name, words.label, words.codes, groups=words.groups) for name, words in LISTS.items()),
)

DIMENSIONS: Mapping[str, Dimension] = MappingProxyType({each.name: each for each in _ALL})
"""Every dimension by its name."""

EXPLORER = (
    "area",
    "age_group",
    "ethnicity",
    "need",
    "sex",
    "provision",
    "phase",
    "placement",
    "free_meals",
    "first_language",
    "looked_after",
    "deprivation",
)
"""The dashboard's 12 categories: the four that the papers name, and ours."""


def values(name: str, pack: "AreaPack") -> tuple[str, ...]:
    """Return the finest values of a dimension in order, those of the area pack included."""
    if name == "area":
        return (*pack.places.atoms, OUTSIDE, NOT_RECORDED)
    if name == "provider":
        return (*(provider.short_name for provider in pack.providers), NOT_RECORDED)
    return DIMENSIONS[name].values


def hierarchy(pack: "AreaPack") -> list[tuple[str, str, str]]:
    """Return `(dimension, parent, child)`: the children of one parent never overlap.

    Parents may (a clinical commissioning group and a district). The total of a dimension is
    the sum of its finest values; of areas, that of districts, outside and not recorded.
    """
    return [*_group_rows(pack), *(("area", *row) for row in pack.places.hierarchy())]


def _group_rows(pack: "AreaPack") -> Iterator[tuple[str, str, str]]:
    for name, dimension in DIMENSIONS.items():
        if name != "area":
            yield from ((name, TOTAL, value) for value in values(name, pack))
        for group, members in dimension.groups.items():
            yield from ((name, group, member) for member in members)
