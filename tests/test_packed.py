"""Word files and spreadsheets are the same bytes whenever and wherever they are written."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from jsna.packed import pack_again
from jsna.project import ROOT
from jsna.run.checksums import of_file

PAPERS = """
import sys
from pathlib import Path
from inspection import draft_runs
from jsna import params
known = draft_runs.known_of(params.read(Path("params/cumbria-2021.yaml")), False, {})
draft_runs.write_partnership(known, Path(sys.argv[1]))
"""
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
ELSEWHERE = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "tr_TR", "PYTHONHASHSEED": "7"}


def packed(moment: tuple[int, int, int, int, int, int]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype", moment), "a kind", zipfile.ZIP_STORED)
        made.writestr(zipfile.ZipInfo("words.xml", moment), "words " * 50, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def test_a_file_packed_at_another_moment_is_the_same_and_keeps_its_order_and_packing() -> None:
    early, late = (pack_again(packed((2021, 8, day, 1, 2, 4))) for day in (1, 31))
    assert early == late
    with zipfile.ZipFile(io.BytesIO(early)) as made:
        kinds = [(item.filename, item.compress_type) for item in made.infolist()]
        assert made.read("words.xml") == b"words " * 50
    assert kinds == [("mimetype", zipfile.ZIP_STORED), ("words.xml", zipfile.ZIP_DEFLATED)]


def test_a_part_can_be_changed_by_its_name() -> None:
    again = pack_again(
        packed((2021, 8, 31, 0, 0, 0)), lambda name, data: b"other" if "words" in name else data
    )
    with zipfile.ZipFile(io.BytesIO(again)) as made:
        assert {n: made.read(n) for n in made.namelist()} == {
            "mimetype": b"a kind",
            "words.xml": b"other",
        }


def test_the_draft_and_every_pack_are_the_same_bytes_in_another_zone_locale_and_hash_seed(
    tmp_path: Path,
) -> None:
    made = []
    for name, surroundings in (("here", HERE), ("elsewhere", ELSEWHERE)):
        folder = tmp_path / name
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", PAPERS, str(folder)],
            cwd=ROOT,
            check=True,
            env=os.environ | surroundings,
        )
        paths = [path for path in folder.rglob("*") if path.is_file()]
        made.append({path.relative_to(folder).as_posix(): of_file(path) for path in paths})
    here, elsewhere = made
    assert {"self-evaluation.docx", "packs/board-pack.docx"} <= set(here)
    assert here == elsewhere
