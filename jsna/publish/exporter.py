"""The page as an nbconvert exporter, for whoever holds a notebook and no build.

`jupyter nbconvert --to jsna.publish.exporter.PageExporter executed.ipynb`
"""

from pathlib import PurePath
from typing import Any

from nbconvert.exporters import Exporter

from jsna.publish.html import render
from jsna.publish.page import Page


class PageExporter(Exporter):
    """Renders as the build does; what no page may have is refused in the same way."""

    export_from_notebook = "SEND needs assessment page"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any | None = None, **kwargs: Any
    ) -> tuple[str, Any]:
        """Return the page and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        name = resources.get("metadata", {}).get("name", "notebook")
        page = Page(
            path=f"{PurePath(name).name}.html", title=_title(nb) or name, section="",
            edition="not built", as_of="the day it was run", at_top=True,
        )  # fmt: skip
        return render(nb, page), resources


def _title(notebook: Any) -> str:
    """Return the notebook's own first heading, without its number."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.splitlines()[0][2:]).strip()
    return ""
