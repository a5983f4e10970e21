"""A million referrals through every analysis of who waits and who goes without.

    python benchmarks/waits.py            within 60 seconds and 4 GB on two cores

A million CAMHS referrals are those of 75 Cumbrias. With them go as many times the referrals to
the autism pathway and to therapies, and the lists of short breaks; the school census and the
plans, which other issues time, are those of one. The referrals are simulated here, quickly and
roughly: what is timed is the analysis.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from jsna import demo, params
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.subjects import access, camhs_waits, inequity_summary, pathways, short_breaks

SECONDS, GIGABYTES = 60.0, 4.0
EXTRACTS = ("camhs_referrals", "pathway_referrals", "short_breaks")
EDITION = params.read(PARAMS / "cumbria-2021.yaml")


def simulated(size: int, seed: int = 1) -> pd.DataFrame:
    """Return referrals as an accepted extract holds them."""
    draw = np.random.default_rng(seed)
    pack = Sources(EDITION).area
    homes = draw.choice([lsoa.code for lsoa in pack.places.lsoas], size)
    start = np.datetime64("2019-10-01") + draw.integers(-400, 700, size)
    first = start + np.ceil(draw.exponential(90, size)).astype(int)
    second = first + np.ceil(draw.exponential(60, size)).astype(int)
    closed = start + np.ceil(draw.exponential(300, size)).astype(int)
    census = np.datetime64(EDITION.as_of)

    def known(dates: np.ndarray, *before: np.ndarray) -> np.ndarray:
        kept = dates <= census
        for other in before:
            kept &= dates <= other
        return np.where(kept, dates, np.datetime64("NaT"))

    takeover = np.datetime64("2019-10-01")
    crisis = draw.random(size) < 0.04
    frame = pd.DataFrame(
        {
            "child_id": np.arange(size).astype(str),
            "link_key": np.arange(size).astype(str),
            "date_of_birth": np.datetime64("2002-06-01") + draw.integers(0, 4500, size),
            "sex": draw.choice(["F", "M", "U"], size, p=[0.49, 0.5, 0.01]),
            "home_lsoa": homes,
            "home_district": "Carlisle",
            "provider": draw.choice(["CNTW", "LSCFT"], size),
            "referral_date": start,
            "records_begin_date": np.where(start < takeover, takeover, np.datetime64("NaT")),
            "first_contact_date": known(first, closed),
            "second_contact_date": known(second, closed),
            "unavailable_days": pd.array(draw.integers(0, 20, size), dtype="Int64"),
            "closure_date": known(closed),
            "outcome": draw.choice(["treated", "not_accepted", "withdrawn", "moved"], size),
            "urgency": draw.choice(["routine", "urgent", "emergency"], size, p=[0.85, 0.12, 0.03]),
            "send_flag": draw.choice(["Y", "N", None], size, p=[0.26, 0.57, 0.17]),
            "send_recorded_date": start - 30,
            "autism_flag": draw.choice(["Y", "N", None], size, p=[0.05, 0.85, 0.1]),
            "crisis": np.where(crisis, "Y", "N"),
            "crisis_date": np.where(crisis, start + 10, np.datetime64("NaT")),
            "tier4": np.where(crisis & (draw.random(size) < 0.1), "Y", "N"),
            "tier4_admission_date": np.where(crisis, start + 12, np.datetime64("NaT")),
        }
    )
    return frame[frame["referral_date"] <= pd.Timestamp(EDITION.as_of)].reset_index(drop=True)


def to_pathways(size: int) -> pd.DataFrame:
    """Return referrals to the autism pathway and to therapies, as an extract holds them."""
    rows = simulated(size, seed=2).rename(
        columns={
            "first_contact_date": "pathway_start_date",
            "second_contact_date": "assessment_complete_date",
        }
    )
    draw = np.random.default_rng(3)
    return rows.assign(
        pathway=draw.choice([*pathways.PATHWAYS], len(rows), p=[0.24, 0.48, 0.16, 0.12]),
        provider="NCIC",
    )


def repeated(rows: pd.DataFrame, times: int) -> pd.DataFrame:
    """Return each child of an extract so many times, as so many children."""
    found = pd.concat([rows] * times, ignore_index=True)
    copy = np.repeat(np.arange(times), len(rows)).astype(str)
    for name in ("child_id", "link_key"):
        found[name] = found[name].str.cat(pd.Series(copy))
    return found


def counties(size: int) -> tuple[Sources, Sources]:
    """Return the accepted tables of as many counties as give so many referrals, and of one."""
    made = {
        name: table.rename(columns={"nhs_number": "link_key"})
        for name, table in demo.tables().items()
    }
    times = max(1, round(size / len(made["camhs_referrals"])))
    many = {
        **made,
        "camhs_referrals": simulated(size),
        "pathway_referrals": to_pathways(times * len(made["pathway_referrals"])),
        "short_breaks": repeated(made["short_breaks"], times),
    }
    return Sources(EDITION, lambda: many), Sources(EDITION, lambda: made)


OF_ONE_COUNTY = ("short-breaks-denominators", "short-breaks-survives")
"""Set against the census and the residents of one county."""


def every_figure(size: int) -> bool:
    """Time every figure of the pages and say whether it all keeps within the limits."""
    many, one = counties(size)
    for sources in (many, one):
        sources.accepted("short_breaks")
    begun, worked = time.perf_counter(), time.process_time()
    for subject in (camhs_waits, pathways, short_breaks, access, inequity_summary):
        since = time.process_time()
        for figure in subject.FIGURES:
            if figure.measure is not None:
                started = time.process_time()
                figure.measure(one if figure.id in OF_ONE_COUNTY else many)
                tell(f"  {figure.id}", time.process_time() - started, least=0.5)
        for name, records in subject.POPULATIONS.items():
            started = time.process_time()
            records(many)
            tell(f"  {name}", time.process_time() - started, least=0.5)
        tell(subject.__name__.rsplit(".", 1)[-1], time.process_time() - since)
    # On a machine that others use too the clock on the wall measures them: work is what counts.
    taken, wall = time.process_time() - worked, time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    kept = taken <= SECONDS and peak <= GIGABYTES
    sizes = {name: len(many.accepted(name)) for name in EXTRACTS}
    sys.stdout.write(
        f"{', '.join(f'{name} {rows:,}' for name, rows in sizes.items())}:\n{taken:.1f} s of work"
        f" of {SECONDS:.0f} ({wall:.1f} s on the wall), {peak:.2f} GB of {GIGABYTES:.0f}:"
        f" {'kept' if kept else 'NOT KEPT'}\n"
    )
    return kept


def tell(name: str, seconds: float, least: float = 0.0) -> None:
    if seconds >= least:
        sys.stdout.write(f"{name}: {seconds:.1f} s\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=Path(__file__).name)
    parser.add_argument("--size", type=int, default=1_100_000)
    return 0 if every_figure(parser.parse_args().size) else 1


if __name__ == "__main__":
    raise SystemExit(main())
