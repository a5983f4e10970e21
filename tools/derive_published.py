"""Derive data/published from the third-party files that it was taken from.

    python tools/derive_published.py ../shared/published

Run by hand when a source file is replaced; nothing in a build runs it. The figures carry
over, the files and their layout do not. Each description keeps its words; only the sha256 of
the table it describes is written anew.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from jsna.contract import fingerprint  # noqa: E402  (run as a script, from anywhere)
from tools.published import attainment, dfe, health, people, plans, schools, wider  # noqa: E402


def tables(source: Path) -> dict[str, Callable[[], pd.DataFrame]]:
    """Return what makes each table, by its name."""
    lait = dfe.read_lait(source)
    return {
        "population": lambda: people.population(source),
        "population_lsoa": lambda: people.population_lsoa(source),
        "population_ccg": lambda: people.population_ccg(source),
        "lsoas": lambda: people.lsoas(source),
        "deprivation": lambda: people.deprivation(source),
        "deprivation_district": lambda: people.deprivation_district(source),
        "drive_times": lambda: people.drive_times(source),
        "ehc_plans": lambda: plans.ehc_plans(source, lait),
        "ehc_placements": lambda: plans.ehc_placements(source),
        "new_plans": lambda: plans.new_plans(source),
        "timeliness": lambda: plans.timeliness(source, lait),
        "ehc_process": lambda: plans.ehc_process(source, lait),
        "appeals": lambda: plans.appeals(source, lait),
        "pupils_with_sen": lambda: schools.pupils_with_sen(lait),
        "pupils_mainstream": lambda: schools.pupils_mainstream(source),
        "pupils_by_school_type": lambda: schools.pupils_by_school_type(source),
        "need_by_phase": lambda: schools.need_by_phase(source),
        "attainment": lambda: attainment.attainment(lait),
        "attainment_counts": lambda: attainment.attainment_counts(source),
        "attainment_8": lambda: attainment.attainment_8(source),
        "destinations": lambda: attainment.destinations(source, lait),
        "absence": lambda: wider.absence(source),
        "spending": lambda: wider.spending(source, lait),
        "wider_measures": lambda: wider.wider_measures(lait),
        "statistical_neighbours": lambda: wider.statistical_neighbours(source),
        "camhs_waits": lambda: health.camhs_waits(source),
        "camhs_access": lambda: health.camhs_access(source),
        "autism_waits": lambda: health.autism_waits(source),
    }


def write(name: str, frame: pd.DataFrame, folder: Path) -> None:
    """Write a table, and its fingerprint into its description."""
    path = folder / f"{name}.csv"
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    description = folder / f"{name}.yaml"
    if description.is_file():
        text = description.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^sha256: .*$", f'sha256: "{fingerprint(path)}"', text)
        description.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(f"{path.name} has no description yet: write {description.name}")
    print(f"{path.name}: {len(frame)} rows, {path.stat().st_size // 1024} kB")


def main() -> None:
    """Derive every table from the folder named on the command line."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python tools/derive_published.py FOLDER-OF-THE-SOURCE-FILES")
    for name, make in tables(Path(sys.argv[1])).items():
        write(name, make(), ROOT / "data" / "published")


if __name__ == "__main__":
    main()
