"""What changed beyond chance: from one year to the next, and since the edition before."""

from collections.abc import Sequence
from datetime import timedelta
from math import hypot

import pandas as pd

from jsna.figures import SHOWN, TOTAL, Figure
from jsna.sources import Sources
from jsna.stats import proportions
from jsna.stats.estimate import Estimate
from jsna.stats.multiple_comparisons import adjusted
from jsna.stats.verdicts import ALARM, on_gap, p_value
from jsna.subjects.breaks.prepared import STAGES, Breaks, west
from jsna.subjects.breaks.prepared import prepared as breaks_of
from jsna.subjects.inequity.services import REGULAR, lists, summary
from jsna.subjects.inequity.wording import PLACES, RATE, SOURCE, UNKNOWN, WHO
from jsna.subjects.waits.cells import FEWEST, Cell, cell, too_few
from jsna.subjects.waits.clocks import Rules, waits
from jsna.subjects.waits.estimates import wait
from jsna.subjects.waits.prepared import Prepared
from jsna.subjects.waits.wording import in_words

PRINTED = "who-goes-without"
ROUNDING = 0.01
"""Both editions print whole points: each may be half a point off."""
Compared = tuple[dict[str, str], Estimate | None]
"""What was compared, and by how much it changed, as a share of 1; None for too few."""


def changes(sources: Sources) -> pd.DataFrame:
    """Return the last year less the one before, county and West Cumbria, by service, verdict.

    Of waits: referrals of the last 12 months for which 18 weeks are known, less those of the 12
    months before. Of short breaks: the last financial year less the one before; most children are
    in both, so the interval is wider than need be.
    """
    found: list[Compared] = []
    for service, of, clock in lists(sources):
        last, before = years(of, clock)
        place = of.groups["locality"]
        for name in (TOTAL, *of.ground.places["locality"][:1]):
            shares = []
            for cohort in (last, before):
                own = cohort if name == TOTAL else cohort[place.reindex(cohort.index) == name]
                group = wait(own)
                shares.append(None if group is None else group.seen_by(of.day))
            found.append(({"service": service, "area": name}, _gap(shares[0], shares[1])))
    for stage in STAGES:
        found += _of_breaks(breaks_of(sources), stage)
    known, year = in_words(sources.params.as_of), breaks_of(sources).year
    return pd.DataFrame(judged(found)).assign(
        period=f"the last 12 months with a known answer on {known} against the 12 months before; "
        f"short breaks of financial year {year} against the year before"
    )


def years(of: Prepared, clock: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the waits that started in the last 12 months with a known answer, and before."""
    end = of.as_of - timedelta(days=of.day)
    middle, start = end - timedelta(days=365), end - timedelta(days=730)
    start = max(start, of.since) if of.since is not None else start
    return (
        waits(of.referrals, Rules(clock, of.as_of, since=middle, until=end)),
        waits(of.referrals, Rules(clock, of.as_of, since=start, until=middle)),
    )


def _of_breaks(of: Breaks, stage: str) -> list[Compared]:
    years = sorted(of.children["year"].unique())[-2:]
    found: list[Compared] = []
    for name in (TOTAL, *of.names["locality"][:1]):
        own = of.children[of.children["stage"] == stage]
        own = own if name == TOTAL else own[west(own)]
        shares = []
        for year in reversed(years):
            regular = own["regular"][own["year"] == year]
            part, whole = int(regular.sum()), len(regular)
            few = min(part, whole - part) < FEWEST
            shares.append(None if few else proportions.wilson(part, whole))
        shares += [None] * (2 - len(shares))
        labels = {"service": REGULAR.format(stage.lower()), "area": name}
        found.append((labels, _gap(shares[0], shares[1])))
    return found


def _gap(now: Estimate | None, before: Estimate | None) -> Estimate | None:
    return None if now is None or before is None else difference(now, before)


def judged(found: Sequence[Compared]) -> list[Cell]:
    """Return one cell a comparison with its verdict, all of the table judged together."""
    p = iter(adjusted([p_value(gap) for _, gap in found if gap is not None] or [1.0]))
    cells: list[Cell] = []
    for labels, gap in found:
        if gap is None:
            cells.append(too_few({**labels, "verdict": UNKNOWN}))
        else:
            said = on_gap(bool(next(p) < ALARM), gap.lower, gap.upper)
            cells.append(cell({**labels, "verdict": said}, gap, gap.n))
    return cells


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Return the difference of two independent estimates by the square-and-add method.

    Reference: Zou and Donner (2008), Statistics in Medicine 27, 1693-1702.
    """
    value = one.value - other.value
    lower = value - hypot(one.value - one.lower, other.upper - other.value)
    upper = value + hypot(one.upper - one.value, other.value - other.lower)
    return Estimate(value, lower, upper, min(one.n, other.n), "square and add")


def since(sources: Sources) -> pd.DataFrame:
    """Return each place's difference to the county now less what the edition before printed.

    Made of printed numbers alone, whole points as both editions show them, so anyone can check it.
    The two rest partly on the same children: the interval is wider than need be. `not
    applicable` where the edition before printed no such number, or there is none.
    """
    now, before = summary(sources), sources.printed(PRINTED)
    keys = ["service", "area"]
    then: dict[tuple[str, str], Estimate] = {}
    if before is not None:
        shown = before[before["status"] == SHOWN]
        then = {(row["service"], row["area"]): _printed(row) for _, row in shown.iterrows()}
    found: list[tuple[dict[str, str], Estimate | None]] = []
    for _, row in now.iterrows():
        place = (str(row["service"]), str(row["area"]))
        earlier = then.get(place) if row["status"] == SHOWN else None
        labels = dict(zip(keys, place, strict=True))
        found.append((labels, None if earlier is None else _widened(_printed(row), earlier)))
    cells = [
        told if told["status"] == SHOWN else cell({**labels, "verdict": UNKNOWN}, None, 0)
        for told, (labels, _) in zip(judged(found), found, strict=True)
    ]
    named = sources.params.previous_edition
    against = f"against the edition {named}" if then else "no earlier edition"
    return pd.DataFrame(cells).assign(period=f"{now['period'].iloc[0]}: {against}")


def _printed(row: "pd.Series[float]") -> Estimate:
    """Return a difference in whole points as a share of 1."""
    value, lower, upper = (round(float(row[name])) / 100 for name in ("value", "lower", "upper"))
    return Estimate(value, lower, upper, float(row["n"]), "as printed")


def _widened(now: Estimate, then: Estimate) -> Estimate:
    gap = difference(now, then)
    method = f"{gap.method}, widened by a point"
    return Estimate(gap.value, gap.lower - ROUNDING, gap.upper + ROUNDING, gap.n, method)


FIGURES = (
    Figure(
        id="who-goes-without-change",
        title="Services: the last year less the year before",
        question="What changed beyond chance?",
        population=WHO,
        dimensions=("service", "area", "verdict"),
        kind="statistic",
        unit="percentage points",
        source=SOURCE,
        period="the last 12 months known on the edition's day against the 12 months before",
        geography="The county and West Cumbria",
        rule="statistic",
        measure=changes,
        method=(
            "Difference of two shares, square-and-add interval. Real: the interval leaves out "
            "nought, also among so many questions. Could be chance: it lies within five points of "
            f"nought. Cannot tell: the rest. {RATE}"
        ),
        limits=(
            "CAMHS passed to new providers on 1 October 2019, so its year before is shorter and "
            "holds the months of the change; from March 2020 fewer were referred. A change is not "
            "yet the work of anybody."
        ),
    ),
    Figure(
        id="who-goes-without-since",
        title="Services by places: the difference to the county now less that of the last edition",
        question="What changed since the last edition, beyond chance?",
        population=WHO,
        dimensions=("service", "area", "verdict"),
        kind="statistic",
        unit="percentage points",
        source=SOURCE,
        period="this edition against the edition before",
        geography=PLACES,
        rule="statistic",
        measure=since,
        method=(
            "What this edition prints less what the one before printed; square-and-add interval "
            f"of both, one point wider for the rounding of both. {RATE}"
        ),
        limits=(
            "Minus means that a place fell further behind the county, which also happens where the "
            "others got better. Both numbers are drawn towards the county, so a change looks "
            "smaller than it is; and the later one counts many children of the earlier again."
        ),
    ),
)
