"""How long a group waits: the share seen in time, the median, when nine in ten are off the list."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from jsna.stats import competing_risks, survival
from jsna.stats.competing_risks import Incidence
from jsna.stats.estimate import Estimate
from jsna.stats.risk_counts import risk_counts
from jsna.stats.risk_table import RiskTable, risk_table
from jsna.subjects.waits.cells import FEWEST
from jsna.subjects.waits.clocks import ENDS

CAUSES = len(ENDS) - 1


@dataclass(frozen=True)
class Wait:
    """One group's waits; times in days."""

    n: int
    table: RiskTable
    seen: Incidence
    """The share of everyone referred that was seen by each day; other ends compete."""

    def seen_by(self, day: int) -> Estimate | None:
        """Return the share seen by a day, that day included; None where it is not yet known."""
        if day > self.table.times[-1] and self._waiting() > 0:
            return None
        return self.seen.by(day)

    def _waiting(self) -> float:
        """Return the share whose wait had not ended, in whatever way, by the last day known."""
        return float(survival.of_table(self.table).waiting[-1])

    @property
    def half_seen(self) -> Estimate:
        """The day by which half of everyone referred was seen; `nan` where it never is."""
        return self.seen.as_curve().quantile(0.5)

    def off_the_list(self, share: float) -> Estimate:
        """Return the day by which a share was off the list, seen or closed in any way."""
        return survival.of_table(self.table).quantile(share)

    def ended(self, cause: int, day: int) -> Estimate | None:
        """Return the share whose wait had ended by `cause` by a day."""
        if day > self.table.times[-1]:
            return None
        return competing_risks.of_table(self.table, cause).by(day)


def wait(found: pd.DataFrame) -> Wait | None:
    """Return one group's waits, or None where fewer than ten were followed.

    Aalen-Johansen: of everyone referred, how many were seen by each day, those who left counted
    as not seen; those still waiting count for as long as is known.
    """
    return of_table(
        risk_table(
            found["time"].to_numpy(),
            found["cause"].to_numpy(),
            found["entry"].to_numpy(),
            causes=CAUSES,
        )
        if len(found)
        else None
    )


def of_table(table: RiskTable | None) -> Wait | None:
    """Return the waits of a table; None where it holds fewer than ten, or begins with nobody."""
    if table is None or table.n < FEWEST or _starts_empty(table):
        return None
    return Wait(int(table.n), table, competing_risks.of_table(table))


def _starts_empty(table: RiskTable) -> bool:
    """Whether everyone had ended before later entries arrive: no curve can be drawn then."""
    emptied = (table.all_events >= table.at_risk) & (table.all_events > 0)
    return bool((emptied[:-1] & (table.at_risk[1:] > 0)).any())


def by_group(found: pd.DataFrame, group: "pd.Series[str]") -> Iterator[tuple[str, Wait | None]]:
    """Yield each group of the code list with its waits, in the list's order."""
    column = group.reindex(found.index).astype(group.dtype).cat
    names = [str(name) for name in column.categories]
    counts = risk_counts(
        found["time"].to_numpy(),
        found["cause"].to_numpy(),
        column.codes.to_numpy(),
        len(names),
        CAUSES,
        found["entry"].to_numpy(),
    )
    for number, name in enumerate(names):
        yield name, of_table(counts.table(number))
