"""A build with nothing to do is told from file stamps alone, and only when nothing was touched."""

import dataclasses
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jsna import params
from jsna.project import DATA, NOTEBOOKS, PARAMS, ROOT
from jsna.run import assemble, build, unchanged, verified
from jsna.run.store import Store

SAID = {"report": "reports/demo", "kept": 105, "rows": [{"page": "public/pages/x.html"}]}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a params file, an input folder, a report, and a record of them."""
    for name, text in {
        "demo.yaml": "edition: demo",
        "data/need.csv": "area,value",
        "data/deep/count.csv": "5",
        "reports/demo/index.html": "<p>",
        "letter.yaml": "areas:",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "reports" / ".work").mkdir()
    remember(tmp_path)
    return tmp_path


def remember(place: Path, verify: Callable[[], dict | None] = lambda: SAID) -> None:
    asked = unchanged.asked_of(place / "demo.yaml", place / "reports", "*", "public")
    folders = [place / "data", place / "reports" / "demo"]
    unchanged.remember(asked, (folders, [place / "demo.yaml", place / "letter.yaml"]), verify)


def holds(place: Path, only: str = "*", audience: str = "public") -> dict | None:
    return unchanged.holds(place / "demo.yaml", place / "reports", only, audience)


def test_nothing_touched_is_said_at_once(place: Path) -> None:
    assert holds(place) == SAID


def test_another_question_is_not_answered(place: Path) -> None:
    assert holds(place, only="x/*") is None
    assert holds(place, audience="internal") is None
    (place / "other").mkdir()
    (place / "demo.yaml").rename(place / "other" / "demo.yaml")
    assert unchanged.holds(place / "other" / "demo.yaml", place / "reports", "*", "public") is None


@pytest.mark.parametrize(
    "name",
    ["demo.yaml", "letter.yaml", "data/need.csv", "data/deep/count.csv", "reports/demo/index.html"],
)
@pytest.mark.parametrize("how", ["edited", "edited to the same size", "deleted", "replaced"])
def test_whatever_is_touched_is_noticed(place: Path, name: str, how: str) -> None:
    path = place / name
    old = path.read_bytes()
    if how == "deleted":
        path.unlink()
    elif how == "replaced":
        (place / "new").write_bytes(old)
        (place / "new").replace(path)
    else:
        path.write_bytes(old[::-1] if "same" in how else old + b" ")
    assert holds(place) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no time of change")
def test_an_edit_whose_time_was_put_back_is_noticed(place: Path) -> None:
    path = place / "data" / "need.csv"
    stat = path.stat()
    path.write_bytes(b"area,VALUE")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert holds(place) is None


def test_a_file_more_is_noticed_and_a_hidden_one_is_nobodys_input(place: Path) -> None:
    (place / "data" / ".need.csv.swp").write_bytes(b"")
    assert holds(place) == SAID
    (place / "reports" / "demo" / "stray.html").write_bytes(b"")
    assert holds(place) is None


def test_a_build_that_does_not_hold_leaves_no_record(place: Path) -> None:
    unchanged.record_of(place / "demo.yaml", place / "reports").unlink()
    remember(place, lambda: None)
    assert holds(place) is None


def test_what_is_touched_while_it_is_verified_is_not_recorded(place: Path) -> None:
    unchanged.record_of(place / "demo.yaml", place / "reports").unlink()

    def touched() -> dict:
        (place / "data" / "need.csv").write_bytes(b"late")
        return SAID

    remember(place, touched)
    assert holds(place) is None


def test_what_was_written_in_the_tick_of_the_look_is_not_recorded(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unchanged.record_of(place / "demo.yaml", place / "reports").unlink()
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    (place / "data" / "need.csv").write_bytes(b"late")
    remember(place)
    assert holds(place) is None


def test_a_damaged_record_counts_as_none(place: Path) -> None:
    unchanged.record_of(place / "demo.yaml", place / "reports").write_text("{", encoding="utf-8")
    assert holds(place) is None


def test_all_that_a_build_rests_on_is_watched(tmp_path: Path) -> None:
    path = PARAMS / "cumbria-2021.yaml"
    extracts, letter = tmp_path / "extracts", tmp_path / "letter.yaml"
    words, key = tmp_path / "words.docx", tmp_path / "key"
    chosen = dataclasses.replace(
        params.read(path),
        extracts=extracts,
        letter_file=letter,
        self_evaluation_words=words,
        linkage_key_file=key,
    )
    store, final = Store(tmp_path / "work"), tmp_path / "report"
    folders, files = verified.watched(store, chosen, path, [], final)
    inputs = [ROOT / "jsna", ROOT / "inspection", DATA, PARAMS, NOTEBOOKS, extracts]
    made = [final, *(store.folder / name for name in ("figures", "manifests", "pages"))]
    assert set(folders) == {*inputs, *made}
    pins = [ROOT / "requirements.txt", ROOT / "pyproject.toml"]
    area = [PARAMS / "areas" / name for name in ("cumbria.yaml", "needs.csv")]
    browsed = ROOT / "reports" / "browser-checks.json"
    contents = NOTEBOOKS / "contents.yaml"
    assert set(files) == {*pins, contents, path, *area, browsed, letter, words, key}


def test_each_extract_and_private_file_is_in_the_key_of_the_figures(tmp_path: Path) -> None:
    path = PARAMS / "cumbria-2021.yaml"
    extracts, letter = tmp_path / "extracts", tmp_path / "letter.yaml"
    for sender in ("CNTW", "LSCFT"):
        (extracts / sender).mkdir(parents=True)
        (extracts / sender / "returns.csv").write_text(sender, encoding="utf-8")
    letter.write_text("areas:", encoding="utf-8")
    chosen = dataclasses.replace(params.read(path), extracts=extracts, letter_file=letter)
    keys = []
    for changed in (letter, extracts / "CNTW" / "returns.csv", extracts / "LSCFT" / "returns.csv"):
        store = Store(tmp_path / "work")
        keys.append(build.figures_key(store, chosen, path))
        changed.write_text("changed", encoding="utf-8")
    keys.append(build.figures_key(store, chosen, path))
    differ = [
        {name for name in before if before[name] != after[name]}
        for before, after in itertools.pairwise(keys)
    ]
    assert differ == [
        {"the letter or our own words"},
        {"extracts/CNTW/returns.csv"},
        {"extracts/LSCFT/returns.csv"},
    ]
    assert "data/plan/actions.csv" in keys[0]


def test_what_everybody_may_read_of_the_params_names_no_folder_of_this_machine(
    tmp_path: Path,
) -> None:
    chosen = dataclasses.replace(
        params.read(PARAMS / "cumbria-2021.yaml"),
        extracts=tmp_path / "extracts",
        linkage_key_file=tmp_path / "secret" / "key",
    )
    shown = json.dumps(assemble.plain(chosen))
    assert str(tmp_path) not in shown
    assert json.loads(shown)["extracts"] == "extracts"
    assert json.loads(shown)["as_of"] == "2021-08-31"


def test_the_command_with_nothing_to_do_imports_nothing_heavy(place: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "jsna", "build"]
    done = subprocess.run(
        [*command, str(place / "demo.yaml"), "--out", str(place / "reports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stderr.splitlines()
    imported = {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time")}
    told = [line for line in lines if not line.startswith("import time")]
    assert done.returncode == 0, told
    assert told == ["0 pages made, 105 still fresh, 0 failed, in 0.0 s"]
    assert done.stdout.splitlines() == [str(Path("reports/demo/public/index.html"))]
    assert "jsna.run.unchanged" in imported
    assert not imported & {"yaml", "dataclasses", "hashlib", "jsna.run.build", "numpy", "pandas"}
