"""Damage files at random and read them: how many, and did any raise or lose a row?

    python benchmarks/intake_fuzz.py [RUNS]

Every run takes a good file (CSV in three encodings, Excel, OpenDocument, Parquet), damages it in
up to four places (cut, insert, overwrite, drop, shuffle lines) and reads it. Prints the runs, the
tracebacks, the rows lost in silence, and what became of the files. Exit 1 if any went wrong.
"""

import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from intake_county import SETTINGS
from intake_wreckage import WRECKS

from jsna.intake import reading
from jsna.intake.settings import Limits

GOOD = ("utf-8", "utf-16", "windows-1252", "a line break inside a cell", "a workbook",
        "OpenDocument", "Parquet")  # fmt: skip
QUIET = SETTINGS.but(expected=(), limits=Limits(unpacked_bytes=50_000_000, cells=2_000_000))
PIECES = (b'"', b",", b"\n", b"\0", b"\xff", b"\r", b";", b'""', b"PK", b"<", b"\xef\xbb\xbf", b"9")


def damaged(data: bytes, random: Random) -> bytes:
    """Return the bytes with one to four injuries."""
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(data) + 1)
        piece = random.choice(PIECES) * random.randint(1, 4)
        how = random.choice(("cut", "insert", "overwrite", "drop", "lines"))
        if how == "cut":
            data = data[:place]
        elif how == "insert":
            data = data[:place] + piece + data[place:]
        elif how == "overwrite":
            data = data[:place] + piece + data[place + len(piece) :]
        elif how == "drop":
            data = data[:place] + data[place + random.randint(1, 40) :]
        else:
            lines = data.splitlines(keepends=True)
            random.shuffle(lines)
            data = b"".join(lines)
    return data


def main(runs: int) -> int:
    """Run, print, and return the exit status."""
    random = Random(20210831)
    good = {wreck.kind: wreck for wreck in WRECKS if wreck.kind in GOOD}
    raised, lost, ends = 0, 0, Counter[str]()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        originals = {}
        for kind, wreck in good.items():
            wreck.make(Path(place) / wreck.name)
            originals[kind] = (wreck.name, (Path(place) / wreck.name).read_bytes())
            (Path(place) / wreck.name).unlink()
        for _ in range(runs):
            name, data = originals[random.choice(GOOD)]
            path = Path(place) / name
            path.write_bytes(damaged(data, random))
            try:
                files = reading.read(Path(place), QUIET).files
                lost += int((files["rows_in"] - files["accepted"] - files["set_aside"]).abs().sum())
                lost += int(len(files) == 0)
                ends["read in part or whole" if files["accepted"].sum() else "set aside"] += 1
            except Exception:
                raised += 1
                traceback.print_exc()
            path.unlink()
    seconds = time.perf_counter() - started
    print(
        f"{runs} damaged files in {seconds:.0f} s: {raised} tracebacks, {lost} rows or files lost; "
        + ", ".join(f"{count} {end}" for end, count in ends.items())
    )
    return 1 if raised or lost else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
