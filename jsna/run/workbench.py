"""Run the workbench: an analyst's notebooks on accepted records, into a folder of their own.

They show exact counts. So they never come near a report: their folder is not in the edition's,
every file in it carries its marking in its name, and the gate refuses the marking anywhere else.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from jsna.errors import BuildError
from jsna.params import Params
from jsna.project import NOTEBOOKS, ROOT, named
from jsna.publish.page import MARKINGS

FOLDER = NOTEBOOKS / "workbench"
MARKING = MARKINGS["internal"]
_PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{marking}: {title}</title></head>
<body><p><strong>{marking}: exact counts, for analysts alone. Do not send on.</strong></p>
<main>{body}</main><p><strong>{marking}</strong></p></body></html>
"""


def folder_of(params: Params, out: Path) -> Path:
    """Return where an edition's internal pages are put: beside no report."""
    return out / "internal" / params.edition


def run(params: Params, out: Path, tell: Callable[[str], None]) -> Path:
    """Run each notebook of the workbench with papermill; return the folder of what came out.

    The folder appears whole or not at all, and only its owner may read it.
    """
    final = folder_of(params, out)
    partial = final.with_name(f"{final.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    failed = []
    for notebook in sorted(FOLDER.glob("*.ipynb")):
        tell(f"workbench: {notebook.stem}")
        problem = _run(notebook, partial, params)
        failed += [f"{named(notebook)}: {problem}"] if problem else []
    if failed:
        shutil.rmtree(partial)
        raise BuildError("The workbench did not run:", failed)
    shutil.rmtree(final, ignore_errors=True)
    partial.replace(final)
    return final


def _run(notebook: Path, folder: Path, params: Params) -> str:
    """Write the executed notebook and its page; return what went wrong, if anything did."""
    import nbformat
    import papermill
    from nbconvert import HTMLExporter

    target = folder / f"{MARKING}-{notebook.name}"
    try:
        papermill.execute_notebook(
            notebook,
            target,
            {"edition": params.edition, "audience": "internal"},
            kernel_name="python3",
            cwd=ROOT,
            progress_bar=False,
        )
    except papermill.PapermillExecutionError as error:
        return f"cell {error.cell_index}: {error.ename}: {error.evalue}"
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(
        nbformat.read(target, as_version=4)
    )
    page = _PAGE.format(marking=MARKING, title=notebook.stem, body=body)
    target.with_suffix(".html").write_text(page, encoding="utf-8", newline="\n")
    return ""
