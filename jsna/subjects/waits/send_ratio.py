"""Do children with SEND wait longer (WG5.5)? Ratios, with bounds where the flag is missing.

SEND is what was recorded by the day of the referral. The aim of every ratio is 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from jsna.figures import Figure
from jsna.stats import restricted_mean
from jsna.stats.estimate import Estimate
from jsna.stats.hazard_ratio import Cox, cox
from jsna.stats.wait_ratio import DRAWS, WaitRatio, wait_ratio
from jsna.subjects.waits.by_place import curve
from jsna.subjects.waits.cells import FEWEST, Cell, cell, share, too_few
from jsna.subjects.waits.clocks import ENDS, FIRST, SECOND, SEEN
from jsna.subjects.waits.estimates import by_group
from jsna.subjects.waits.prepared import Prepared, measure
from jsna.subjects.waits.readings import rounded_share
from jsna.subjects.waits.wording import GEOGRAPHY, PERIOD, REFERRED, SOURCE, SOURCE_PLACES

SAID_CLOCKS = (FIRST, SECOND)
YEAR = 364
"""52 weeks: no wait counts for more in a restricted mean."""

MEDIANS = "Weeks until half were seen"
SHARES = "Share seen within 18 weeks"
HAZARD = "Chance of being seen next: same place, age and urgency"
AIM = "No difference (the aim)"
MEANS = "Mean weeks waited, up to 52"
RATIOS = (MEDIANS, MEANS, SHARES, HAZARD)

RECORDED = "As recorded at referral"
ALL_NO = "Not recorded taken as no SEND"
ALL_YES = "Not recorded taken as SEND"
EITHER_WAY = "Whatever is not recorded"
FLAGS = (RECORDED, ALL_NO, ALL_YES, EITHER_WAY)

AT_REFERRAL = "SEND as known at the referral"
AS_IT_STANDS = "SEND as known today"


@dataclass(frozen=True)
class SendRatio:
    """Children with SEND against children without, in several measures of a wait."""

    of_medians: Estimate
    of_means: Estimate | None
    """Restricted to 52 weeks; None where nothing is known so far."""
    of_shares: Estimate
    hazard: Estimate | None
    """Adjusted, by Cox's model within place, age and urgency; None where it does not settle."""

    def estimates(self) -> dict[str, Estimate | None]:
        """Return each ratio by its name on pages."""
        return {
            MEDIANS: self.of_medians,
            MEANS: self.of_means,
            SHARES: self.of_shares,
            HAZARD: self.hazard,
        }


def send_ratio(
    found: pd.DataFrame,
    send: np.ndarray,
    day: int,
    strata: np.ndarray | None = None,
    draws: int = DRAWS,
) -> SendRatio | None:
    """Return the ratios of waits with SEND to those without; None where either has under ten.

    `send` is 1, 0 or nan for each wait, nan left out; `strata` (place by age by urgency) for the
    adjusted hazard ratio. A ratio of medians or of means above 1: children with SEND wait longer;
    of shares or hazards below 1: they are seen less or later.
    """
    yes, no = send == 1, send == 0
    if min(yes.sum(), no.sum()) < FEWEST:
        return None
    time, cause = found["time"].to_numpy(), found["cause"].to_numpy()
    entry = found["entry"].to_numpy()
    entries = tuple(entry[rows] if entry.any() else None for rows in (yes, no))
    ratios = wait_ratio(
        (time[yes], cause[yes]),
        (time[no], cause[no]),
        day,
        entries,  # type: ignore[arg-type]
        draws=draws,
    )
    fitted = hazard(found, send, strata)
    adjusted = None if fitted is None else fitted.ratio()
    return SendRatio(ratios.of_medians, _means(ratios), ratios.of_shares, adjusted)


def _means(ratios: WaitRatio) -> Estimate | None:
    for one in (ratios.first, ratios.second):
        if one.table.times[-1] < YEAR:
            return None
    return restricted_mean.ratio(ratios.first, ratios.second, YEAR)


def hazard(found: pd.DataFrame, send: np.ndarray, strata: np.ndarray | None = None) -> Cox | None:
    """Return Cox's model of being seen with SEND against without; None with under ten seen."""
    time, event, flags, inside, late = modelled(found, send, strata)
    if min(event[flags == 1].sum(), event[flags == 0].sum()) < FEWEST:
        return None
    return cox(time, event, flags, inside, late)


def modelled(
    found: pd.DataFrame, send: np.ndarray, strata: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]:
    """Return time, event, SEND, stratum and late entry of the waits whose flag is known."""
    known = ~np.isnan(send)
    rows = found[known]
    entry = rows["entry"].to_numpy(dtype=float)
    return (
        rows["time"].to_numpy(dtype=float),
        (rows["cause"] == ENDS.index(SEEN)).to_numpy(),
        send[known],
        np.zeros(len(rows), dtype=np.int64) if strata is None else strata[known],
        entry if entry.any() else None,
    )


def flagged(groups: pd.DataFrame, column: str = "send") -> np.ndarray:
    """Return SEND as 1, 0 or nan."""
    codes = groups[column].cat.codes.to_numpy()
    return np.select([codes == 0, codes == 1], [1.0, 0.0], np.nan)


def strata_of(groups: pd.DataFrame) -> np.ndarray:
    """Return the stratum of each referral: district by age group by urgency."""
    found = np.zeros(len(groups), dtype=np.int64)
    for name in ("district", "age_group", "urgency"):
        column = groups[name].cat
        found = found * len(column.categories) + column.codes.to_numpy()
    return found


def with_bounds(
    found: pd.DataFrame, groups: pd.DataFrame, day: int, draws: int = DRAWS
) -> dict[str, SendRatio | None]:
    """Return the ratios as recorded and at both bounds of the missing flags.

    A missing flag is not "no SEND": all of them one way, then all the other.
    """
    own = groups.index.get_indexer(found.index)
    send, strata = flagged(groups)[own], strata_of(groups)[own]
    return {
        name: send_ratio(found, np.where(np.isnan(send), filled, send), day, strata, draws)
        for name, filled in ((RECORDED, np.nan), (ALL_NO, 0.0), (ALL_YES, 1.0))
    }


def either_way(ratios: Mapping[str, SendRatio | None], name: str) -> Estimate | None:
    """Return a ratio with limits that hold at both bounds of the missing flags."""
    each = [None if told is None else told.estimates()[name] for told in ratios.values()]
    known = [one for one in each if one is not None]
    if len(known) < len(each) or not known:
        return None
    low, high = min(one.lower for one in known), max(one.upper for one in known)
    method = f"{known[0].method}, at both bounds of the missing flag"
    return Estimate(known[0].value, low, high, known[0].n, method, known[0].confidence)


@lru_cache(maxsize=2)
def in_all(of: Prepared, clock: str) -> Mapping[str, SendRatio | None]:
    """Return the county's ratios of a clock, as recorded and at both bounds of missing flags."""
    return with_bounds(of.cohort(clock), of.groups, of.day)


def of_page(of: Prepared) -> dict[tuple[str, str], Estimate | None]:
    """Return each ratio that the page asks about, whatever is not recorded, by clock and name."""
    return {
        (clock, name): either_way(in_all(of, clock), name)
        for clock in SAID_CLOCKS
        for name in RATIOS
    }


def ratios(of: Prepared) -> pd.DataFrame:
    """Return every ratio by clock, measure and what is made of missing flags."""
    rows: list[Cell] = []
    for clock in SAID_CLOCKS:
        told = in_all(of, clock)
        for name in RATIOS:
            for flag, one in told.items():
                labels = {"clock": clock, "ratio": name, "flag": flag}
                rows.append(of_ratio(labels, None if one is None else one.estimates()[name]))
            labels = {"clock": clock, "ratio": name, "flag": EITHER_WAY}
            rows.append(of_ratio(labels, either_way(told, name)))
        for flag in FLAGS:
            # A line to read the others against, and no estimate.
            aim = Estimate(1.0, np.nan, np.nan, len(of.cohort(clock)), "")
            rows.append(of_ratio({"clock": clock, "ratio": AIM, "flag": flag}, aim))
    return pd.DataFrame(rows)


def of_ratio(labels: Mapping[str, str], found: Estimate | None) -> Cell:
    """Return a ratio as a cell; none is too few."""
    return too_few(labels) if found is None else cell(labels, found, found.n, 1.0)


def by_place(of: Prepared) -> pd.DataFrame:
    """Return the ratios to the first contact in each place, flags as recorded at referral."""
    found = of.cohort(FIRST)
    own = of.rows(found)
    send, strata = flagged(of.groups)[own], strata_of(of.groups)[own]
    rows: list[Cell] = []
    for name, here in of.homes.places(of.homes.cell[own]):
        one = send_ratio(found[here], send[here], of.day, strata[here], draws=400)
        for ratio in RATIOS:
            labels = {"area": name, "ratio": ratio}
            rows.append(of_ratio(labels, None if one is None else one.estimates()[ratio]))
    return pd.DataFrame(rows)


def guard(of: Prepared) -> pd.DataFrame:
    """Return the ratio of shares with SEND as known at the referral, and as known today.

    The second is wrong: only a child who still waits can be found to have SEND while waiting, so
    long waits gather among those found. It is shown so that nobody makes it by mistake.
    """
    found = of.cohort(FIRST)
    own = of.rows(found)
    rows: list[Cell] = []
    for name, column in ((AT_REFERRAL, "send"), (AS_IT_STANDS, "send_now")):
        one = send_ratio(found, flagged(of.groups, column)[own], of.day, draws=400)
        rows.append(of_ratio({"known": name}, None if one is None else one.of_shares))
    return pd.DataFrame(rows)


def flags_recorded(of: Prepared) -> pd.DataFrame:
    """Return for how many referrals a SEND flag is recorded, by place."""
    found = of.cohort(FIRST)
    own = of.rows(found)
    cell = of.homes.cell[own]
    known = dict(of.homes.sums(cell[~np.isnan(flagged(of.groups)[own])]))
    rows: list[Cell] = []
    for name, whole in of.homes.sums(cell):
        rows.append(_known(known[name], whole, {"area": name}))
    return pd.DataFrame(rows)


def _known(known: int, whole: int, labels: dict[str, str]) -> Cell:
    if whole < 2 * FEWEST:
        return too_few(labels)
    found = rounded_share(known, whole)
    return share(labels, found, found.n)


def curves(of: Prepared) -> pd.DataFrame:
    """Return the share seen by each week, with and without SEND at the referral."""
    rows: list[Cell] = []
    for name, group in by_group(of.cohort(FIRST), of.groups["send"]):
        rows += curve(group, {"send": name})
    return pd.DataFrame(rows)


RATIO_METHOD = (
    "Ratio of children with SEND at the referral to those without; medians and shares: percentiles "
    "of 1,000 seeded resamples; hazard: Cox model within district, age and urgency, Efron ties; "
    "means: area under the curve to 52 weeks, those never seen count in full"
)
RATIO_LIMITS = (
    "A ratio falls too when the others wait longer. A missing flag is not 'no SEND': the bounds "
    "take all missing flags one way and then the other; a mix chosen child by child could go "
    "further."
)

FIGURES = (
    Figure(
        id="camhs-send-ratio",
        title="Waits of children with SEND against those without, as a ratio",
        question="Do children with SEND wait longer?",
        population=REFERRED,
        dimensions=("clock", "ratio", "flag"),
        kind="statistic",
        unit="ratio",
        source=SOURCE,
        period=PERIOD,
        geography="the county",
        rule="statistic",
        measure=measure(ratios),
        method=RATIO_METHOD,
        limits=RATIO_LIMITS,
    ),
    Figure(
        id="camhs-send-ratio-by-place",
        title="Waits of children with SEND against those without, by place",
        question="Where do children with SEND wait longer?",
        population=REFERRED,
        dimensions=("area", "ratio"),
        kind="statistic",
        unit="ratio",
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(by_place),
        method=RATIO_METHOD.replace("1,000", "400"),
        limits=RATIO_LIMITS,
    ),
    Figure(
        id="camhs-send-guard",
        title="Ratio of shares seen within 18 weeks, by when SEND was recorded",
        question="Does it matter when SEND was recorded?",
        population=REFERRED,
        dimensions=("known",),
        kind="statistic",
        unit="ratio",
        source=SOURCE,
        period=PERIOD,
        geography="the county",
        rule="statistic",
        measure=measure(guard),
        method="Percentiles of 400 seeded resamples",
        limits=(
            "Only a child who still waits can be found to have SEND while waiting, so the flag of "
            "today makes waits with SEND look longer than they are."
        ),
    ),
    Figure(
        id="camhs-send-recorded",
        title="Referrals for which it is recorded whether the child had SEND at the referral",
        question="How complete is the SEND flag?",
        population=REFERRED,
        dimensions=("area",),
        kind="statistic",
        unit="percent of those referred",
        source=SOURCE_PLACES,
        period=PERIOD,
        geography=GEOGRAPHY,
        rule="statistic",
        measure=measure(flags_recorded),
        method="Counts rounded to five, Wilson interval widened for it",
        limits="A flag that is there may still be wrong.",
    ),
    Figure(
        id="camhs-send-over-time",
        title="Referrals that had a first contact by each week, by SEND at the referral",
        question="How soon are children with SEND seen?",
        population=REFERRED,
        dimensions=("send", "week"),
        kind="statistic",
        unit="percent of those referred",
        source=SOURCE,
        period=PERIOD,
        geography="the county",
        rule="statistic",
        measure=measure(curves),
        method="Aalen-Johansen; log-log interval",
        limits=RATIO_LIMITS,
    ),
)
