"""Seeded draws that give the same county on every machine.

Each part of the county draws from its own stream, named by a word, so that adding a part never
changes another. PCG64 is the bit generator; nothing here depends on the order of a dictionary.
"""

import zlib

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the stream of random numbers of one part of the county."""
    key = [seed, zlib.crc32(name.encode("utf-8"))]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


def whole(shares: npt.ArrayLike, total: int) -> Ints:
    """Return whole numbers in proportion to shares that sum to the total (largest remainder)."""
    given = np.asarray(shares, dtype="float64")
    if total == 0 or given.sum() <= 0:
        return np.zeros(len(given), dtype="int64")
    wanted = given / given.sum() * total
    counts = np.floor(wanted + 1e-9).astype("int64")
    short = total - int(counts.sum())
    order = np.argsort(-(wanted - counts), kind="stable")
    counts[order[:short]] += 1
    return counts


def pick(
    generator: np.random.Generator, where: Flags, count: int, weight: Floats | None = None
) -> Ints:
    """Return `count` row numbers out of those in `where`, by weight, without repetition.

    Exponential keys divided by the weight: the smallest are a weighted sample.
    Reference: Efraimidis and Spirakis (2006). Fewer rows are returned where fewer exist.
    """
    rows = np.flatnonzero(where)
    count = min(count, len(rows))
    if count <= 0:
        return np.zeros(0, dtype="int64")
    keys = generator.standard_exponential(len(rows))
    if weight is not None:
        keys = keys / np.maximum(weight[rows], 1e-12)
    chosen = rows if count == len(rows) else rows[np.argpartition(keys, count - 1)[:count]]
    return np.sort(chosen).astype("int64")


def highest(score: Floats, where: Flags, count: int) -> Ints:
    """Return the row numbers of the `count` highest scores out of those in `where`."""
    rows = np.flatnonzero(where)
    count = min(count, len(rows))
    if count <= 0:
        return np.zeros(0, dtype="int64")
    if count == len(rows):
        return rows.astype("int64")
    return np.sort(rows[np.argpartition(-score[rows], count - 1)[:count]]).astype("int64")


def deal(generator: np.random.Generator, counts: Ints) -> Ints:
    """Return category numbers in random order, each as often as `counts` says."""
    dealt = np.repeat(np.arange(len(counts)), counts)
    generator.shuffle(dealt)
    return dealt.astype("int64")


def choose(generator: np.random.Generator, size: int, shares: npt.ArrayLike) -> Ints:
    """Return category numbers drawn independently with these shares."""
    edges = np.cumsum(np.asarray(shares, dtype="float64"))
    drawn = np.searchsorted(edges / edges[-1], generator.random(size), side="right")
    return np.minimum(drawn, len(edges) - 1).astype("int64")


def days(year: int, month: int, day: int) -> int:
    """Return a date as days since 1 January 1970."""
    return int(np.datetime64(f"{year:04d}-{month:02d}-{day:02d}", "D").astype("int64"))


DRAWN_TO = days(2021, 12, 31)
"""What happens up to this day is drawn whatever the extracts' day, so that what was known earlier
is never drawn anew: an edition of the year before counts the same children."""


def age_on(birth: Ints, year: int, month: int, day: int) -> Ints:
    """Return ages in completed years on a date; `birth` in days since 1970."""
    dates = birth.astype("datetime64[D]")
    years = dates.astype("datetime64[Y]").astype("int64") + 1970
    months = dates.astype("datetime64[M]").astype("int64") % 12 + 1
    day_of_month = (dates - dates.astype("datetime64[M]")).astype("int64") + 1
    had = (months < month) | ((months == month) & (day_of_month <= day))
    return year - years - np.where(had, 0, 1)
