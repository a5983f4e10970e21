"""How needs are named: the shares without an assessed need, and as SEMH; and town and country.

Two of the plan's measures (WG6.20 and WG6.21) ask for shares of recorded need. Where the share
without an assessed need falls, other needs rise whether or not children have changed.
"""

from collections.abc import Callable

import pandas as pd

from jsna.dimensions import NEEDS
from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.school_support import told
from jsna.subjects.waits.groups import RURAL_URBAN

PHASES = {"primary": "Primary", "secondary": "Secondary"}
MEASURED = ("SEMH", "NSA")
"""The needs of which the plan's measures take the share."""
PROVISIONS = {"E": "EHC plan", "K": "SEN Support"}


def named(sources: Sources) -> pd.DataFrame:
    """Return the share of pupils with SEN of a recorded need that is SEMH, or not assessed."""
    pupils = sources.accepted("pupils")
    schools = sources.accepted("schools").drop_duplicates("school_urn").set_index("school_urn")
    known = pupils[pupils["sen_provision"].isin(PROVISIONS) & pupils["primary_need"].notna()]
    phase = known["school_urn"].map(schools["phase"])
    rows = []
    for code, words in PHASES.items():
        for year, own in known[phase == code].groupby("school_year"):
            for need in MEASURED:
                labels = {"phase": words, "need": NEEDS[need], "year": str(year)}
                rows.append(told(labels, int((own["primary_need"] == need).sum()), len(own)))
    return pd.DataFrame(rows)


def town_and_country(sources: Sources) -> pd.DataFrame:
    """Return the share of pupils with a plan, and on SEN Support, by rural or urban home."""
    pupils = sources.accepted("pupils")
    year = str(pupils["school_year"].max())
    pupils = pupils[pupils["school_year"] == year]
    kinds = sources.published("lsoas").set_index("lsoa_code")["rural_urban"]
    home = pupils["home_lsoa"].map(kinds)
    rows = []
    for kind in RURAL_URBAN[:2]:
        own = pupils.loc[home == kind, "sen_provision"]
        for code, words in PROVISIONS.items():
            labels = {"rural_urban": kind, "provision": words}
            rows.append(told(labels, int((own == code).sum()), len(own)))
    return pd.DataFrame(rows).assign(period=f"January of {year}")


def _figure(
    figure_id: str,
    title: str,
    question: str,
    measure: Callable[[Sources], pd.DataFrame],
    dimensions: tuple[str, ...],
    source: tuple[str, ...],
    population: str,
    unit: str,
    limits: str,
) -> Figure:
    return Figure(
        id=figure_id, title=title, question=question, population=population,
        dimensions=dimensions, kind="statistic", unit=unit, source=source,
        period="each January", geography="the county", rule="statistic", measure=measure,
        method="95 % Wilson interval", limits=limits,
    )  # fmt: skip


FIGURES = (
    _figure(
        "need-named",
        "Pupils with SEN whose need is recorded as SEMH, or as not assessed",
        "Are needs named alike from year to year?",
        named,
        ("phase", "need", "year"),
        ("pupils", "schools"),
        "Pupils with an EHC plan or on SEN Support, in primary and secondary schools, for whom a "
        "need is recorded",
        "percent of pupils with SEN",
        "It says what schools write down. When fewer needs are left without an assessment, other "
        "needs are written down more often, whether or not there are more of them.",
    ),
    _figure(
        "sen-by-rural-urban",
        "Pupils with SEN by rural or urban home",
        "Do more pupils have SEN in town or in the country?",
        town_and_country,
        ("rural_urban", "provision"),
        ("pupils", "lsoas"),
        "Pupils on the roll of the county's schools in January who live in the county",
        "percent of pupils",
        "Rural is the classification of the neighbourhood of 2011: small towns count as urban.",
    ),
)

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {}
