"""Notebooks run alike in a forked child, a spawned worker and a real kernel."""

import json
import os
import sys
from pathlib import Path

import nbformat
import pytest

from jsna.run.contents import Job
from jsna.run.dispatch import Dispatcher, Ended, Engine
from jsna.run.store import Store

ENGINES = [*(["fork"] if sys.platform == "linux" else []), "spawn", "kernel"]

SAYS_ITS_PLACE = """
import random
from pathlib import Path
from jsna.project import DATA
from jsna.show.shown import Shown
letters = len((DATA / "plan" / "areas.csv").read_text(encoding="utf-8"))
Shown(f"<p>{place} {sorted([3, 1, 2])} {letters > 0}</p>", place)
"""


def a_notebook(path: Path, code: str) -> Path:
    parameters = nbformat.v4.new_code_cell('place: str = "Carlisle"  # where', id="p")
    parameters.metadata["tags"] = ["parameters"]
    cells = [
        nbformat.v4.new_markdown_cell("# Where?", id="t"),
        parameters,
        nbformat.v4.new_code_cell(code.strip(), id="c"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.write(notebook, path)
    return path


def jobs(notebook: Path, places: list[str]) -> list[Job]:
    return [
        Job(
            notebook=str(notebook),
            parameters={"place": place},
            page=f"places/{place.lower()}",
            title=f"Where is {place}?",
            section="Places",
            group="",
            audience="public",
            edition="demo",
            edition_title="Demo",
            edition_state="draft",
            as_of="2021-08-31",
            previous=None,
            next=None,
        )
        for place in places
    ]


def run(work: Path, engine: Engine, all_jobs: list[Job], time_limit: float = 60) -> list[Ended]:
    dispatcher = Dispatcher(2, engine, time_limit)
    try:
        return list(dispatcher.run(work, all_jobs, lambda job: None))
    finally:
        dispatcher.close()


def test_all_engines_make_the_same_bytes(work: Path, tmp_path: Path) -> None:
    notebook = a_notebook(tmp_path / "where.ipynb", SAYS_ITS_PLACE)
    wanted = jobs(notebook, ["Eden", "Copeland"])
    made = {}
    for engine in ENGINES:
        assert [end.problem for end in run(work, engine, wanted)] == [None, None]  # type: ignore[arg-type]
        pages = sorted((work / "pages").iterdir())
        manifests = sorted((work / "manifests").iterdir())
        made[engine] = {p.name: p.read_bytes() for p in [*pages, *manifests]}
    assert len(made["spawn"]) == 6
    assert all(files == made["spawn"] for files in made.values())


def test_a_folder_may_have_braces_in_its_name(work: Path, tmp_path: Path) -> None:
    folder = tmp_path / "{place} {}"
    folder.mkdir()
    (job,) = jobs(a_notebook(folder / "where.ipynb", SAYS_ITS_PLACE), ["Eden"])
    assert [end.problem for end in run(work, "spawn", [job])] == [None]


def test_a_page_remembers_the_files_its_notebook_opened(work: Path, tmp_path: Path) -> None:
    notebook = a_notebook(tmp_path / "where.ipynb", SAYS_ITS_PLACE)
    (job,) = jobs(notebook, ["Eden"])
    run(work, "spawn", [job])
    entry = Store(work).entry(job)
    assert entry is not None
    assert list(entry.manifest["reads"]) == ["data/plan/areas.csv", "data/plan/glossary.csv"]
    assert "Eden [1, 2, 3] True" in entry.html.read_text(encoding="utf-8")


def test_a_page_is_of_the_source_that_its_process_imported(work: Path) -> None:
    assert Store(work, code="as it was imported").code() == "as it was imported"
    assert len(Store(work).code()) == 32


@pytest.mark.skipif(sys.platform != "linux", reason="forking is for Linux")
def test_a_forked_run_has_nothing_left_to_import(work: Path, tmp_path: Path) -> None:
    code = """
import sys
from jsna.show.shown import Shown
wanted = {"matplotlib.backends.backend_svg", "seaborn", "pandera.pandas", "nbformat"}
Shown(f"<p>to import: {sorted(wanted - set(sys.modules))}</p>", place)
"""
    (job,) = jobs(a_notebook(tmp_path / "where.ipynb", code), ["Eden"])
    assert [end.problem for end in run(work, "fork", [job])] == [None]
    entry = Store(work).entry(job)
    assert entry is not None
    assert "to import: []" in entry.html.read_text(encoding="utf-8")


def test_what_a_cluster_sets_for_its_own_memory_is_not_passed_on(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "65536")
    monkeypatch.setenv("OF_SOMEBODY_ELSE", "passed on")
    code = """
import os
from jsna.show.shown import Shown
Shown(f"<p>{os.environ.get('MALLOC_TRIM_THRESHOLD_')} {os.environ['OF_SOMEBODY_ELSE']}</p>", place)
"""
    (job,) = jobs(a_notebook(tmp_path / "where.ipynb", code), ["Eden"])
    assert [end.problem for end in run(work, "spawn", [job])] == [None]
    entry = Store(work).entry(job)
    assert entry is not None
    assert "<p>None passed on</p>" in entry.html.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no link without a right")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_figure_is_heard_though_its_folder_is_reached_by_a_link(
    engine: Engine, work: Path, tmp_path: Path
) -> None:
    (work / "figures" / "need.csv").write_text("area,value\n", encoding="utf-8")
    resource = {"name": "need", "path": "need.csv", "made_up": True}
    package = work / "figures" / "datapackage.json"
    package.write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    code = """
import json
import os
from pathlib import Path
from jsna import project
from jsna.show.shown import Shown
text = (Path(os.environ["JSNA_FIGURES"]) / "need.csv").read_text(encoding="utf-8")
Shown(f"<p>{text}</p>", place)
"""
    (job,) = jobs(a_notebook(tmp_path / "where.ipynb", code), ["Eden"])
    link = tmp_path / "link"
    link.symlink_to(work, target_is_directory=True)
    assert [end.problem for end in run(link, engine, [job])] == [None]
    entry = Store(work).entry(job)
    assert entry is not None
    assert list(entry.manifest["reads"]) == ["data/plan/glossary.csv", "figures/need.csv"]
    assert entry.manifest["made_up"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_failing_cell_is_named_and_its_copy_kept(
    engine: Engine, work: Path, tmp_path: Path
) -> None:
    notebook = a_notebook(tmp_path / "where.ipynb", "x = 1\nx / 0")
    (end,) = run(work, engine, jobs(notebook, ["Eden"]))
    assert end.problem is not None
    assert end.problem["source"] == "x = 1"
    assert end.problem["cause"] == "ZeroDivisionError: division by zero"
    assert "ZeroDivisionError" in Path(end.problem["copy"]).read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("engine", [e for e in ENGINES if e != "kernel"])
def test_a_run_killed_once_is_tried_again(engine: Engine, work: Path, tmp_path: Path) -> None:
    once = tmp_path / "once"
    code = f"""
import json
import os
from pathlib import Path
from jsna.show.shown import Shown
first = not Path({str(once)!r}).exists() and place == "Eden"
Path({str(once)!r}).touch()
os.kill(os.getpid(), 9) if first else None
Shown(f"<p>{{place}}</p>", place)
"""
    notebook = a_notebook(tmp_path / "where.ipynb", code)
    ends = run(work, engine, jobs(notebook, ["Eden", "Carlisle", "Copeland"]))
    assert [end.problem for end in ends] == [None, None, None]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("engine", [e for e in ENGINES if e != "kernel"])
def test_a_run_killed_twice_is_named_and_the_rest_goes_on(
    engine: Engine, work: Path, tmp_path: Path
) -> None:
    code = """
import json
import os
from jsna.show.shown import Shown
os.kill(os.getpid(), 9) if place == "Eden" else None
Shown(f"<p>{place}</p>", place)
"""
    notebook = a_notebook(tmp_path / "where.ipynb", code)
    ends = {e.job.page: e.problem for e in run(work, engine, jobs(notebook, ["Eden", "Carlisle"]))}
    assert ends["places/carlisle"] is None
    assert ends["places/eden"] is not None
    assert "twice" in ends["places/eden"]["fault"]


@pytest.mark.parametrize("engine", [e for e in ENGINES if e != "kernel"])
def test_a_run_over_its_time_is_stopped(engine: Engine, work: Path, tmp_path: Path) -> None:
    code = 'import time\ntime.sleep(120 if place == "Eden" else 0)'
    notebook = a_notebook(tmp_path / "where.ipynb", code)
    ends = run(work, engine, jobs(notebook, ["Eden", "Carlisle"]), time_limit=20)
    problems = {end.job.page: end.problem for end in ends}
    assert problems["places/carlisle"] is None
    assert problems["places/eden"] is not None


def test_the_dispatcher_leaves_no_process_behind(work: Path, tmp_path: Path) -> None:
    dispatcher = Dispatcher(2, "spawn")
    processes = [hand.process for hand in dispatcher._hands]
    dispatcher.close()
    assert len(processes) == 2
    assert all(process.poll() is not None for process in processes)


@pytest.mark.skipif(sys.platform != "linux", reason="forking is for Linux")
def test_with_two_threads_nothing_is_forked(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jsna.run import dispatch

    # pyarrow starts a thread of its own when it is not told otherwise.
    monkeypatch.delitem(dispatch.SETTLED, "JE_ARROW_MALLOC_CONF")
    monkeypatch.delitem(os.environ, "JE_ARROW_MALLOC_CONF", raising=False)
    notebook = a_notebook(tmp_path / "where.ipynb", SAYS_ITS_PLACE)
    dispatcher = Dispatcher(2, "fork")
    ends = list(dispatcher.run(work, jobs(notebook, ["Eden"]), lambda job: None))
    dispatcher.close()
    assert [end.problem for end in ends] == [None]
    assert "spawned workers made the pages" in dispatcher.notes[0]
