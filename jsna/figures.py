"""What a figure is: its entry in the catalogue, before it has any value.

A subject module lists its figures as plain `Figure` entries and the functions that count
them; `jsna.catalogue` puts the lists together; `jsna.disclosure` alone turns them into
`Safe` figures, which is all that a chart, a table, a sentence or a notebook may hold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

TOTAL = "Total"
"""The label of the total in every dimension."""

LATEST = "latest"
"""In a figure's `where`: the last value of that dimension among the records."""

DAY = "the edition's day"
"""In a figure's `period`: what it counts runs to that day, which the build puts in its place."""

ON_DAY = f"on {DAY}"
"""A figure's whole `period`: it counts what there is on that day alone."""

SHOWN = "shown"
TOO_FEW = "too few to show"
NOT_COLLECTED = "not collected"
NOT_APPLICABLE = "not applicable"
STATUSES = (SHOWN, TOO_FEW, NOT_COLLECTED, NOT_APPLICABLE)
"""The four states of a number. A cell that is not `shown` has no value, and is never 0."""

MEASURES = ("value", "percent", "percent_of", "lower", "upper", "n")
"""The columns of a figure's cells that hold numbers."""

Kind = Literal["count", "percentage", "statistic"]
Rule = Literal["published", "rounded", "suppressed", "statistic"]


@dataclass(frozen=True)
class Figure:
    """One figure of the catalogue. Adding one is one entry in its subject's FIGURES."""

    id: str
    """Lower-case words joined by hyphens; also the name of its file in `tables/`."""
    title: str
    """What is counted, of whom, with the unit; no value, no full stop."""
    question: str
    """The question it answers, in plain words, ending in a question mark."""
    population: str
    """Who is counted, in words a parent understands."""
    dimensions: tuple[str, ...]
    """Names from `jsna.dimensions`, in the order of the columns."""
    kind: Kind
    """A `count` adds up; a `percentage` has `percent` and `percent_of`; a `statistic` neither."""
    unit: str
    """Such as `plans`, `%`, `days`, `per 1,000 children`."""
    source: tuple[str, ...]
    """Names of published tables or of extracts."""
    period: str
    """What the figure covers, in words: `January 2015 to January 2021`."""
    geography: str
    """Which places, and of which boundary year."""
    rule: Rule
    """How it is made safe: `published` by its owner and shown exactly; `rounded` with all
    counts of the edition; `suppressed` where exact counts are required; `statistic` (n >= 10)."""
    measure: Callable[[Any], pd.DataFrame] | None = None
    """For `published`, `suppressed` and `statistic`: a function of `Sources` that returns one row
    a cell: the dimensions, then `value` and where they apply `percent`, `percent_of`, `lower`,
    `upper`, `n`, `status`, `provisional`."""
    records: str = ""
    """For `rounded`: the name of the population (a function of `Sources` in some subject's
    POPULATIONS that returns one row a child, one column a dimension)."""
    where: Mapping[str, str] = field(default_factory=dict)
    """For `rounded`: keep only the records with these values."""
    share_of: str = ""
    """For a rounded percentage: the dimension (one of `dimensions`) across which cells are
    divided by their total; `percent` is the cell's share and `percent_of` that total."""
    method: str = ""
    """How the value and its interval are made, in words; empty for a plain count."""
    published_only: bool = False
    """For `statistic`: made of published tables alone, so never of made-up records. Its measure
    is given no extracts, so that it cannot be otherwise."""
    runs_to: str = ""
    """The edition's day, as 2021-08-31, where its `period` names that day (the build says so): a
    later edition counts anew what was not over."""
    limits: str = ""
    """What it does not tell us: one or two sentences for the page."""


@dataclass(frozen=True)
class Agreement:
    """Children whose number is published too: what is shown of them adds up to what is published.

    Adding one is one entry in its subject's AGREEMENTS.
    """

    records: str
    """The name of the population."""
    where: Mapping[str, str]
    """Which of its records, besides their year."""
    totals: Callable[[Any], Mapping[str, float]]
    """A function of `Sources` that returns the published number by year, as the records name it."""
