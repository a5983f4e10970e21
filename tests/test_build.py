"""A report is built whole, quickly a second time, and the last good one survives a failure."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from jsna.errors import BuildError
from jsna.project import NOTEBOOKS, PARAMS, ROOT
from jsna.run import build, folders, unchanged
from jsna.run.checksums import of_file
from jsna.run.store import files

PARAMS_2021 = PARAMS / "cumbria-2021.yaml"


def quiet(text: str) -> None:
    """Tell nobody."""


def sums(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): of_file(p) for p in files(folder)}


def test_the_report_has_what_is_promised(built: Path) -> None:
    public = built / "public"
    assert (public / "index.html").is_file()
    assert len(list((public / "pages").rglob("*.html"))) >= 16
    assert (public / "tables" / "datapackage.json").is_file()
    assert (
        (public / "tables" / "hierarchy.csv")
        .read_text(encoding="utf-8")
        .startswith("dim,parent,child\n")
    )
    assert list((public / "notebooks").glob("*.ipynb"))


def test_the_record_of_the_run_lists_every_file(built: Path) -> None:
    for audience in [folder for folder in built.iterdir() if folder.is_dir()]:
        record = json.loads((audience / "run.json").read_text(encoding="utf-8"))
        there = sums(audience)
        del there["run.json"]
        assert record["outputs"] == there
        assert record["as_of"] == "2021-08-31"
        assert record["versions"]["pandas"].startswith("3.")
        assert record["missing_pages"] == []
        assert "params/cumbria-2021.yaml" in record["inputs"]


def test_no_page_asks_the_network_or_knows_this_machine(built: Path) -> None:
    for page in built.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert str(ROOT) not in text
        for needle in ('src="http', "src='http", "@import", 'rel="stylesheet"', "//cdn"):
            assert needle not in text, f"{page.name} holds {needle}"


def test_every_notebook_of_the_report_holds_no_path_and_no_error(built: Path) -> None:
    for notebook in built.rglob("*.ipynb"):
        text = notebook.read_text(encoding="utf-8")
        assert str(ROOT) not in text
        assert '"output_type": "error"' not in text


def two_cells() -> nbformat.NotebookNode:
    """Return a notebook with one question and one picture of a published figure."""
    cells = [
        nbformat.v4.new_markdown_cell("# How many pupils are on SEN Support?"),
        nbformat.v4.new_code_cell('edition: str = "cumbria-2021"'),
        nbformat.v4.new_code_cell(
            "from jsna.edition import Edition\nfrom jsna.show import charts\n\n"
            'pupils = Edition.open(edition).figure("pupils-with-sen")'
        ),
        nbformat.v4.new_markdown_cell("## Is the share rising?"),
        nbformat.v4.new_code_cell(
            'charts.line(pupils.where(provision="SEN Support", phase="All schools"), x="year", '
            'series="area", title="Pupils on SEN Support, all schools")'
        ),
    ]
    cells[1].metadata["tags"] = ["parameters"]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Send builds of a report with two quick pages of published figures to `tmp_path`."""
    from jsna import catalogue
    from jsna.run import assemble, contents

    published = [entry for entry in catalogue.FIGURES if entry.rule == "published"]
    monkeypatch.setattr(catalogue, "FIGURES", tuple(published))
    monkeypatch.setattr(assemble, "entry_points", lambda group: [])
    books = tmp_path / "notebooks"
    books.mkdir()
    shutil.copy(NOTEBOOKS / "10-children.ipynb", books / "one.ipynb")
    nbformat.write(two_cells(), books / "two.ipynb")
    (books / "contents.yaml").write_text(
        'sections:\n  - section: "A"\n    pages:\n'
        f'      - {{notebook: "{(books / "one.ipynb").as_posix()}", page: "one", title: "One?"}}\n'
        f'      - {{notebook: "{(books / "two.ipynb").as_posix()}", page: "two", title: "Two?"}}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(contents, "CONTENTS", books / "contents.yaml")
    monkeypatch.setattr(build, "CONTENTS", books / "contents.yaml")
    return tmp_path


def make(small: Path, **options: object) -> build.Outcome:
    chosen = build.Options(out=small / "out", **options)  # type: ignore[arg-type]
    return build.build(PARAMS_2021, chosen, quiet)


def edit(notebook: Path, old: str, new: str) -> None:
    text = notebook.read_text(encoding="utf-8")
    assert old in text
    notebook.write_text(text.replace(old, new), encoding="utf-8")


def test_a_second_build_makes_nothing(small: Path) -> None:
    first = make(small)
    assert (first.made, first.kept) == (2, 0)
    before = sums(small / "out" / "cumbria-2021")
    second = make(small)
    assert (second.made, second.kept) == (0, 2)
    assert sums(small / "out" / "cumbria-2021") == before
    said = unchanged.holds(PARAMS_2021, small / "out", "*", "public")
    assert said is not None
    assert (said["kept"], len(said["rows"])) == (2, 2)
    assert all(row["fresh"] for row in build.listing(PARAMS_2021, build.Options(out=small / "out")))


def test_a_forced_build_gives_the_same_bytes(small: Path) -> None:
    make(small)
    before = sums(small / "out" / "cumbria-2021")
    assert make(small, force=True, workers=1).made == 2
    assert sums(small / "out" / "cumbria-2021") == before


def test_only_the_changed_page_is_made_again(small: Path) -> None:
    make(small)
    edit(small / "notebooks" / "two.ipynb", "## Is the share rising?", "## Does the share rise?")
    again = make(small)
    assert (again.made, again.kept) == (1, 1)
    page = small / "out" / "cumbria-2021" / "public" / "pages" / "two.html"
    assert "Does the share rise?" in page.read_text(encoding="utf-8")


def test_an_edited_report_is_put_right(small: Path) -> None:
    make(small)
    assert unchanged.holds(PARAMS_2021, small / "out", "*", "public") is not None
    page = small / "out" / "cumbria-2021" / "public" / "pages" / "one.html"
    good = page.read_bytes()
    page.write_bytes(b"edited")
    assert unchanged.holds(PARAMS_2021, small / "out", "*", "public") is None
    make(small)
    assert page.read_bytes() == good


def test_a_failing_page_is_named_and_the_last_good_report_stays(small: Path) -> None:
    make(small)
    before = sums(small / "out" / "cumbria-2021")
    edit(small / "notebooks" / "two.ipynb", '.figure(\\"pupils-with-sen\\")', "(1 / 0)")
    failed = make(small)
    assert failed.report is None
    ((page, cause),) = failed.failed
    assert page == "two"
    assert "ZeroDivisionError: division by zero" in cause
    assert "from jsna.edition import Edition" in cause
    copy = Path(cause.split("the copy as far as it ran: ")[1])
    assert "ZeroDivisionError" in copy.read_text(encoding="utf-8")
    assert sums(small / "out" / "cumbria-2021") == before


def test_a_partial_report_says_what_is_missing(small: Path) -> None:
    edit(small / "notebooks" / "two.ipynb", '.figure(\\"pupils-with-sen\\")', "(1 / 0)")
    partial = make(small, partial=True)
    assert partial.report is not None
    record = json.loads((partial.report / "public" / "run.json").read_text(encoding="utf-8"))
    assert record["missing_pages"] == ["two"]
    assert not (partial.report / "public" / "pages" / "two.html").exists()


def test_shards_together_make_what_one_build_makes(small: Path) -> None:
    for part in (1, 2):
        shard = make(small, shard=(part, 2))
        assert (shard.made, shard.report) == (1, None)
    whole = make(small)
    assert (whole.made, whole.kept) == (0, 2)
    assert whole.report is not None


def test_only_shards_make_their_pages_beside_each_other(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free: list[bool] = []
    pages = build._make_pages

    def looking(crew: build.Crew, folder: Path, stale: list) -> list:
        with (folder / "lock").open("a+") as file:
            free.append(folders._locked(file.fileno()))
        return pages(crew, folder, stale)

    monkeypatch.setattr(build, "_make_pages", looking)
    make(small, shard=(2, 2))
    make(small)
    assert free == [True, False]


def test_a_params_file_that_no_notebook_would_find_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "mine.yaml"
    elsewhere.write_text(PARAMS_2021.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "areas").mkdir()
    pack = PARAMS / "areas" / "cumbria.yaml"
    (tmp_path / "areas" / "cumbria.yaml").write_bytes(pack.read_bytes())
    with pytest.raises(BuildError) as caught:
        build.build(elsewhere, build.Options(out=tmp_path / "out"), lambda _: None)
    assert caught.value.problems == [
        "a notebook opens an edition by its name: save the file as params/cumbria-2021.yaml"
    ]


def test_no_page_of_that_name_is_an_error_with_the_names(small: Path) -> None:
    with pytest.raises(BuildError) as caught:
        make(small, only="three")
    assert caught.value.problems == ["the pages are: one, two"]


@pytest.fixture
def begun(built: Path, tmp_path: Path) -> Path:
    """Return a folder for builds in which the figures are made already, and no page is."""
    made = built.parent / ".work" / "cumbria-2021"
    work = tmp_path / ".work" / "cumbria-2021"
    shutil.copytree(made / "figures", work / "figures")
    shutil.copy(made / "figures.json", work / "figures.json")
    return tmp_path


def command(out: Path, *more: str) -> list[str]:
    start = [sys.executable, "-m", "jsna", "build", str(PARAMS_2021), "--out", str(out)]
    return [*start, "--only", "places/*", "--partial", *more]


def finish(out: Path) -> str:
    """Build to the end; return what was told."""
    done = subprocess.run(
        command(out), cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.slow
def test_another_engine_crew_folder_zone_locale_and_hash_seed_make_the_same_bytes(
    begun: Path, built: Path
) -> None:
    place = begun / "another folder" / "with spaces"
    shutil.copytree(begun / ".work", place / ".work")
    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "tr_TR", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        # A shard makes pages and no report, whose making benchmarks/builds.py compares.
        command(place, "--engine", "spawn", "--workers", "3", "--shard", "1/1"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | elsewhere,
    )
    assert done.returncode == 0, done.stderr
    pages = "public/pages/places"
    made = (place / ".work" / "cumbria-2021" / "pages").glob("places--*.html")
    found = {path.name.split(".")[0].removeprefix("places--"): of_file(path) for path in made}
    assert {f"{name}.html": checksum for name, checksum in found.items()} == sums(built / pages)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_stopped_build_leaves_nothing_half_made_and_goes_on(begun: Path) -> None:
    slowly = command(begun, "--workers", "1")  # or a busy machine has it end before the signal
    started = subprocess.Popen(slowly, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert started.stderr is not None
    for line in started.stderr:
        if line.startswith("made 1"):
            break
    started.send_signal(signal.SIGINT)
    rest = started.stderr.read()
    assert started.wait(60) == 130
    started.stderr.close()
    assert "stopped" in rest
    assert not (begun / "cumbria-2021").exists()
    time.sleep(0.5)
    assert not [p for p in (begun / ".work").rglob("*") if ".partial" in p.name]
    told = finish(begun)
    assert "0 failed" in told
    assert "0 still fresh" not in told


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("victim", ["a worker", "the dispatcher"])
def test_every_page_is_right_or_absent_whoever_is_killed(begun: Path, victim: str) -> None:
    import psutil

    whole = begun / "whole"
    shutil.copytree(begun / ".work", whole / ".work")
    finish(whole)
    wanted = sums(whole / "cumbria-2021" / "public" / "pages")
    out = begun / victim.replace(" ", "-")
    shutil.copytree(begun / ".work", out / ".work")
    for _ in range(3):
        started = subprocess.Popen(
            command(out), cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(2.5)
        own = psutil.Process(started.pid)
        below = own.children(recursive=True)
        targets = [own] if victim == "the dispatcher" else below
        for target in targets[-1:]:
            with_care(target.kill)
        started.wait(120)
        for process in below:
            with_care(process.kill)
        for page in (out / ".work" / "cumbria-2021" / "pages").glob("*.html"):
            name = page.name.split(".")[0].replace("--", "/") + ".html"
            assert of_file(page) == wanted[name], "a page is half made"
        shutil.rmtree(out / ".work" / "cumbria-2021" / "manifests", ignore_errors=True)
    finish(out)
    assert sums(out / "cumbria-2021" / "public" / "pages") == wanted


def with_care(act: object) -> None:
    """Do it, unless the process has ended already."""
    import psutil

    with contextlib.suppress(psutil.NoSuchProcess):
        act()  # type: ignore[operator]
