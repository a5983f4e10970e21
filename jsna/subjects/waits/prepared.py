"""The referrals of an edition with their groups, and the choices all figures of waits share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from jsna.figures import TOTAL
from jsna.sources import Sources
from jsna.subjects.waits import drive
from jsna.subjects.waits.clocks import Rules, waits
from jsna.subjects.waits.groups import Ground, ground, groups
from jsna.subjects.waits.wording import in_words

SERVICE = "camhs"


@dataclass(frozen=True, eq=False)
class Prepared:
    """What every analysis of waits starts from; equal to itself alone, so that it can be a key."""

    referrals: pd.DataFrame
    groups: pd.DataFrame
    ground: Ground
    as_of: date
    since: date | None
    """The last documented change of the service: the cohort is of clocks started since."""
    weeks: int
    """The expectation, in weeks."""

    @property
    def period(self) -> str:
        """The days between which clocks of the cohort started, in words."""
        if self.since is None:
            return f"to {in_words(self.as_of)}"
        return f"{in_words(self.since)} to {in_words(self.as_of)}"

    @property
    def day(self) -> int:
        """The last day that counts as within the expectation: 18 weeks are 126 days, `<=`."""
        return 7 * self.weeks

    def cohort(self, clock: str, *, adjusted: bool = False) -> pd.DataFrame:
        """Return the waits whose clock started since the last documented change."""
        return _waits(self, Rules(clock, self.as_of, self.since, adjusted))

    def everyone(self, clock: str, as_of: date | None = None) -> pd.DataFrame:
        """Return all waits, those taken over from an earlier provider entering late."""
        return _waits(self, Rules(clock, as_of or self.as_of))

    def places(self) -> Iterator[tuple[str, "pd.Series[bool]"]]:
        """Yield each place with who lives there: the county first, districts, then the others."""
        yield TOTAL, pd.Series(True, index=self.groups.index)
        done = {TOTAL}
        for kind in ("district", "locality", "camhs_area", "ccg", "unitary"):
            for name in self.ground.places[kind]:
                if name not in done:
                    yield name, self.groups[kind] == name
                    done.add(name)


@lru_cache(maxsize=8)
def _waits(of: Prepared, rules: Rules) -> pd.DataFrame:
    """Return the waits under some rules; most figures ask for the same."""
    return waits(of.referrals, rules)


def measure(
    analysis: Callable[..., pd.DataFrame], *arguments: object
) -> Callable[[Sources], pd.DataFrame]:
    """Return the measure of a figure: an analysis of the edition's referrals, with its period."""

    def cells(sources: Sources) -> pd.DataFrame:
        of = prepared(sources)
        return analysis(of, *arguments).assign(period=of.period)

    return cells


def prepared(sources: Sources) -> Prepared:
    """Return the accepted referrals of an edition, ready for every figure of waits."""
    return _once(_Same(sources))


class _Same:
    """One `Sources`, equal to itself alone: its referrals are prepared once for all figures."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    def __hash__(self) -> int:
        return id(self.sources)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.sources is self.sources


@lru_cache(maxsize=1)
def _once(same: _Same) -> Prepared:
    sources = same.sources
    params, pack = sources.params, sources.area
    referrals = sources.accepted("camhs_referrals")
    of = ground(
        pack,
        params.as_of,
        sources.published("deprivation"),
        sources.published("lsoas"),
        drive.minutes(pack.sites, SERVICE),
    )
    changes = [c.date for c in pack.changes if c.service == SERVICE and c.date <= params.as_of]
    return Prepared(
        referrals,
        groups(referrals, of),
        of,
        params.as_of,
        max(changes, default=None),
        params.wait_weeks,
    )
