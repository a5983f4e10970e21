"""Short breaks for an analyst: exact tables under a choice of rules and groups.

Internal only: these tables are not protected. What proves its worth becomes a figure.
"""

import pandas as pd

from jsna.sources import Sources
from jsna.stats.between_places import between_places
from jsna.stats.proportions import wilson
from jsna.subjects.breaks.gaps import alike, ratio_to_the_rest
from jsna.subjects.breaks.prepared import Breaks, prepare
from jsna.subjects.waits.cells import FEWEST


def chosen(sources: Sources, eligible: str = "", regular_hours: float = 0.0) -> Breaks:
    """Return the eligible children under rules of one's own choice; none means the edition's."""
    params = sources.params
    return prepare(
        sources,
        eligible or params.short_breaks_eligible,
        regular_hours or float(params.short_breaks_regular_hours),
    )


def rows(of: Breaks, year: str = "", stage: str = "") -> pd.DataFrame:
    """Return the children of a financial year (none: the last) and of an age (none: all)."""
    kept = of.children[of.children["year"] == (year or of.year)]
    return kept if not stage else kept[kept["stage"] == stage]


def by(children: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return eligible, regular, share with limits, hours and who waits, one row a group."""
    found = []
    for name, own in children.groupby(group, observed=True):
        regular = int(own["regular"].sum())
        told = wilson(regular, len(own))
        found.append(
            {
                group: name, "eligible": len(own), "regular": regular, "share": told.value,
                "lower": told.lower, "upper": told.upper, "hours": own["hours"].mean(),
                "direct": own["direct"].mean(), "waiting": own["waiting"].mean(),
            }
        )  # fmt: skip
    return pd.DataFrame(found).set_index(group)


def differ(children: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return each group drawn towards all, with the verdict on all groups in `attrs`."""
    counted = children.groupby(group, observed=True)["regular"].agg(["sum", "size"])
    counted = counted[counted["size"] >= FEWEST]
    told = between_places(counted["sum"], counted["size"])
    found = pd.DataFrame(
        {
            "drawn": [place.shrunken.value for place in told.places],
            "gap": [place.difference.value for place in told.places],
            "lower": [place.difference.lower for place in told.places],
            "upper": [place.difference.upper for place in told.places],
            "chance_fewer": [1 - place.chance_above for place in told.places],
        },
        index=counted.index,
    )
    found.attrs = {"verdict": told.verdict, "p": told.heterogeneity.p, "spread": told.spread.value}
    return found


def against_the_rest(children: pd.DataFrame, group: str, value: str) -> pd.DataFrame:
    """Return the ratio of one group to all others, as counted and adjusted; empty for too few."""
    kinds = alike(children, group)
    inside = kinds[group].astype("str") == value
    found = {
        how: ratio_to_the_rest(kinds, inside, adjust)
        for how, adjust in (("as counted", False), ("adjusted", True))
    }
    return pd.DataFrame(
        {how: [told.value, told.lower, told.upper] for how, told in found.items() if told},
        index=["ratio", "lower", "upper"],
    ).T
