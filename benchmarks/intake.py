"""How long intake takes, and how much memory, from ten thousand rows of each of two extracts on.

    python benchmarks/intake.py [ROWS ...]

Each size runs in a process of its own, so that its memory is its own. Files are written first
and not counted. One line a size: rows of each extract, seconds, processor
seconds, rows a second, peak memory.
"""

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from jsna.intake import reading
from jsna.intake.extracts import code_lists
from jsna.intake.settings import IntakeSettings

SIZES = (10_000, 100_000, 1_000_000)
DISTRICTS = {"E07000026": "Allerdale", "E07000027": "Barrow-in-Furness", "E07000028": "Carlisle"}
LSOAS = {f"E0101{9000 + n}": list(DISTRICTS.values())[n % 3] for n in range(321)}
SETTINGS = IntakeSettings(
    edition="benchmark",
    as_of=date(2021, 8, 31),
    made_up=True,
    districts=DISTRICTS,
    lsoa_districts=LSOAS,
    expected=("pupils", "camhs_referrals", "schools"),
)


def nhs_numbers(stems: np.ndarray) -> np.ndarray:
    """Return numbers of the range 999 with their check digit; a few have none and stay wrong."""
    digits = (999_000_000 + stems)[:, None] // 10 ** np.arange(8, -1, -1) % 10
    check = (11 - (digits * np.arange(10, 1, -1)).sum(axis=1) % 11) % 11
    return (999_000_000 + stems) * 10 + check % 10


def write(folder: Path, rows: int) -> None:
    """Write pupils, referrals and schools: one row in a hundred breaks a rule."""
    random = np.random.default_rng(1)
    lsoas = np.array(list(LSOAS))
    home = random.integers(0, len(lsoas), rows)
    born = np.datetime64("2003-09-01") + random.integers(0, 4700, rows)
    base = pd.DataFrame({
        "child_id": [f"P{n:08d}" for n in range(rows)],
        "nhs_number": nhs_numbers(np.arange(rows) % 1_000_000),
        "date_of_birth": pd.Series(born).dt.strftime("%d/%m/%Y"),
        "sex": random.choice(["M", "F"], rows),
        "ethnicity": random.choice(["WBRI", "WOTH", "NOBT"], rows),
        "home_lsoa": lsoas[home],
        "home_district": pd.Series(lsoas[home]).map(LSOAS),
    })  # fmt: skip
    needs = list(code_lists()["need"].labels)
    sen = random.choice(["N", "K"], rows, p=[0.85, 0.15])
    pupils = base.assign(
        school_year="2020/21",
        first_language="English",
        school_urn=random.integers(100_000, 100_320, rows),
        enrolment_status="C",
        year_group=random.choice([str(n) for n in range(1, 12)], rows),
        entry_date="01/09/2016",
        free_meals=random.choice(["Y", "N"], rows),
        sen_provision=sen,
        primary_need=np.where(sen == "K", random.choice(needs, rows), ""),
        part_time_timetable="N",
        no_school_place="N",
    )
    pupils.loc[::100, "home_district"] = "Nowhere"
    pupils.to_csv(folder / "pupils.csv", index=False)
    referred = np.datetime64("2018-01-01") + random.integers(0, 900, rows)
    first = referred + random.integers(5, 300, rows)
    second = first + random.integers(5, 60, rows)
    closed = second + random.integers(5, 90, rows)
    referrals = base.assign(
        referral_id=[f"R{n:08d}" for n in range(rows)],
        child_id=[f"H{n:08d}" for n in range(rows)],
        provider=random.choice(["CNTW", "LSCFT"], rows),
        referral_date=pd.Series(referred).dt.strftime("%Y-%m-%d"),
        first_contact_date=pd.Series(first).dt.strftime("%Y-%m-%d"),
        second_contact_date=pd.Series(second).dt.strftime("%Y-%m-%d"),
        unavailable_days=random.integers(0, 4, rows),
        closure_date=pd.Series(closed).dt.strftime("%Y-%m-%d"),
        outcome="treated",
        urgency="routine",
        send_flag=random.choice(["Y", "N", ""], rows),
        send_recorded_date="",
        autism_flag=random.choice(["Y", "N"], rows),
        crisis="N",
        tier4="N",
    )
    referrals.loc[::100, "closure_date"] = "1901-01-01"
    referrals.to_csv(folder / "camhs_referrals.csv", index=False)
    pd.DataFrame({
        "school_urn": np.arange(100_000, 100_320), "school_name": "School",
        "phase": "primary", "school_district": "Carlisle",
    }).to_csv(folder / "schools.csv", index=False)  # fmt: skip


def measure(folder: Path) -> None:
    """Read a folder and print seconds, rows and peak memory in megabytes."""
    started, worked = time.perf_counter(), time.process_time()
    intake = reading.read(folder, SETTINGS)
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", None) or _peak_of_unix()
    rows = int(intake.files["rows_in"].sum())
    aside = int(intake.files["set_aside"].sum())
    print(f"{seconds:.1f} {cpu:.1f} {rows} {aside} {peak / 1e6:.0f}")


def _peak_of_unix() -> int:
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main(sizes: tuple[int, ...]) -> None:
    """Print a line for each size."""
    heads = ("seconds", "CPU s", "rows/s", "set aside", "peak MB")
    print(f"{'rows of each':>14}" + "".join(f"{head:>11}" for head in heads))
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            write(Path(place), size)
            done = subprocess.run(
                [sys.executable, __file__, "--measure", place],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        seconds, cpu, rows, aside, peak = done.stdout.split()
        speed = float(rows) / max(float(seconds), 0.1)
        values = (seconds, cpu, f"{speed:,.0f}", f"{int(aside):,}", peak)
        print(f"{size:>14,}" + "".join(f"{value:>11}" for value in values))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]))
    else:
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
