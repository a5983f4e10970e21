"""The referrals of an edition with their groups, and the choices all figures of waits share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from jsna.sources import Sources
from jsna.subjects.waits import drive
from jsna.subjects.waits.clocks import Rules, waits
from jsna.subjects.waits.counted import Counted, Homes, counted, homes
from jsna.subjects.waits.estimates import Wait
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

    @cached_property
    def homes(self) -> Homes:
        """Which places hold each referral's home."""
        return homes(self.groups, self.ground.places)

    def rows(self, found: pd.DataFrame) -> np.ndarray:
        """Return which referral each wait is of."""
        return np.asarray(self.groups.index.get_indexer(found.index))

    def counted(self, found: pd.DataFrame, group: str = "") -> Counted:
        """Return waits counted by home, and by a column of `groups` where one is named."""
        rows = self.rows(found)
        if not group:
            return counted(found, self.homes, rows)
        column = self.groups[group].cat
        value = column.codes.to_numpy()[rows]
        return counted(found, self.homes, rows, value, len(column.categories))

    def in_places(self, clock: str) -> dict[str, Wait | None]:
        """Return the waits of the cohort of a clock in each place, counted once."""
        return _in_places(self, clock)


@lru_cache(maxsize=8)
def _waits(of: Prepared, rules: Rules) -> pd.DataFrame:
    """Return the waits under some rules; most figures ask for the same."""
    return waits(of.referrals, rules)


@lru_cache(maxsize=4)
def _in_places(of: Prepared, clock: str) -> dict[str, Wait | None]:
    return dict(of.counted(of.cohort(clock)).places())


def measure(
    analysis: Callable[..., pd.DataFrame], *arguments: object
) -> Callable[[Sources], pd.DataFrame]:
    """Return the measure of a figure: an analysis of the edition's referrals, with its period.

    That is the cohort's, unless the analysis names one of its own.
    """

    def cells(sources: Sources) -> pd.DataFrame:
        of = prepared(sources)
        found = analysis(of, *arguments)
        return found if "period" in found else found.assign(period=of.period)

    return cells


@lru_cache(maxsize=1)
def prepared(sources: Sources) -> Prepared:
    """Return the accepted referrals of an edition, ready for every figure of waits."""
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
