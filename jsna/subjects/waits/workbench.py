"""The analyses of waits for an analyst: exact tables under a choice of clock, group and day.

Internal only: these tables are not protected. What proves its worth becomes a figure.
"""

from dataclasses import replace
from datetime import date

import pandas as pd

from jsna.sources import Sources
from jsna.stats.estimate import Estimate
from jsna.stats.hazard_checks import proportional
from jsna.subjects.waits.clocks import CLOCKS, ENDS, Rules, waits
from jsna.subjects.waits.estimates import by_group
from jsna.subjects.waits.prepared import Prepared, prepared
from jsna.subjects.waits.send_ratio import flagged, hazard, modelled, strata_of, with_bounds
from jsna.subjects.waits.variation import variation

NO_DAY = ""
"""What stands for "as the edition has it" where a day may be given."""


def chosen(sources: Sources, as_of: str = NO_DAY, since: str = NO_DAY, weeks: int = 0) -> Prepared:
    """Return the prepared referrals with the census day, first day or weeks of one's own choice."""
    of = prepared(sources)
    return replace(
        of,
        as_of=date.fromisoformat(as_of) if as_of else of.as_of,
        since=date.fromisoformat(since) if since else of.since,
        weeks=weeks or of.weeks,
    )


def cohort(
    of: Prepared, clock: str, adjusted: bool = False, taken_over: bool = False
) -> pd.DataFrame:
    """Return the waits; `taken_over` keeps those from before the last change, entering late."""
    if clock not in CLOCKS:
        raise ValueError(f"The clock is one of {', '.join(CLOCKS)}, not '{clock}'.")
    since = None if taken_over else of.since
    return waits(of.referrals, Rules(clock, of.as_of, since, adjusted))


def by(found: pd.DataFrame, of: Prepared, group: str) -> pd.DataFrame:
    """Return one row a group: n, ends, the share seen in time and the weeks, with limits."""
    if group not in of.groups:
        raise ValueError(f"The group is one of {', '.join(map(str, of.groups))}, not '{group}'.")
    rows: list[dict[str, object]] = []
    for name, one in by_group(found, of.groups[group]):
        if one is None:
            rows.append({group: name})
            continue
        row: dict[str, object] = {
            group: name,
            "n": one.n,
            **_limits("seen in time", one.seen_by(of.day), 100),
        }
        row |= _limits("weeks until half seen", one.half_seen, 1 / 7)
        row |= _limits("weeks until nine in ten off the list", one.off_the_list(0.9), 1 / 7)
        rows.append(row)
    return pd.DataFrame(rows).set_index(group)


def ends(found: pd.DataFrame, of: Prepared, group: str) -> pd.DataFrame:
    """Return how many waits stand how, one row a group and one column an end."""
    names = found["cause"].map(dict(enumerate(ENDS)))
    return pd.crosstab(of.groups[group].reindex(found.index).astype("str"), names)


def differ(found: pd.DataFrame, of: Prepared, group: str) -> pd.DataFrame:
    """Return whether the groups differ beyond chance: one row a group, drawn towards the whole.

    The table's `attrs` hold the verdict, the index beside its null, p, spread and Theil's index.
    """
    told = variation(found, of.groups[group], of.day)
    if told is None:
        raise ValueError(f"Fewer than two groups of '{group}' can be compared.")
    rows = [
        {
            group: name,
            "n": n,
            "seen in time": 100 * place.raw,
            **_limits("drawn to the whole", place.shrunken, 100),
            "chance that fewer are seen": 1 - place.chance_above,
        }
        for name, n, place in zip(told.names, told.n, told.between.places, strict=True)
    ]
    table, null = pd.DataFrame(rows).set_index(group), told.between.heterogeneity
    table.attrs = {
        "verdict": told.between.verdict,
        "index of disparity": null.index_of_disparity,
        "equal groups show": null.index_by_chance,
        "p": null.p,
        "power": null.power,
        "spread (logit)": told.between.spread.value,
        "Theil": told.theil,
        "left out": told.left_out,
    }
    return table


def send(found: pd.DataFrame, of: Prepared, draws: int = 400) -> pd.DataFrame:
    """Return every ratio of SEND to no SEND, as recorded and at both bounds of missing flags.

    The table's `attrs` hold p of the test that the hazard ratio is the same all through the wait:
    where it is small, read the means and not the one ratio.
    """
    rows = []
    for flag, told in with_bounds(found, of.groups, of.day, draws).items():
        for name, one in ({} if told is None else told.estimates()).items():
            limits = {} if one is None else _limits("ratio", one, 1.0)
            rows.append({"flag": flag, "measure": name, **limits})
    table = pd.DataFrame(rows).set_index(["measure", "flag"])
    own = of.groups.index.get_indexer(found.index)
    flags, strata = flagged(of.groups)[own], strata_of(of.groups)[own]
    fitted = hazard(found, flags, strata)
    if fitted is not None:
        steady = proportional(fitted, *modelled(found, flags, strata))
        table.attrs["the hazard ratio is steady (p)"] = steady.p
    return table


def _limits(name: str, found: Estimate | None, scale: float) -> dict[str, float]:
    if found is None:
        return {}
    told = found.scaled(scale)
    return {name: told.value, f"{name}, lower": told.lower, f"{name}, upper": told.upper}
