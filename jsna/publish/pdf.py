"""Print copies of pages: tagged, with the words of each picture. The page stays the main format.

Chromium tags headings, lists and tables; a small repair gives pictures their alt text and takes
out dates. No standard is claimed.
"""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jsna.errors import BuildError

_UNLINK = """document.querySelectorAll('a[href]:not([href^="#"])').forEach(
  part => part.removeAttribute('href'))"""
"""A link to another page would carry the address of this machine's file."""


def write(context: Any, page: Path, target: Path, day: str) -> Path:
    """Write the page as a PDF and return it; `day` is its date, as 20210831."""
    import pikepdf

    target.parent.mkdir(parents=True, exist_ok=True)
    opened = context.new_page()
    opened.goto(page.as_uri())
    opened.evaluate(_UNLINK)
    alts = opened.evaluate(
        "[...document.querySelectorAll('main svg[role=img]')]"
        ".map(part => part.getAttribute('aria-label'))"
    )
    content = opened.pdf(tagged=True, outline=True, prefer_css_page_size=True)
    opened.close()
    with pikepdf.open(io.BytesIO(content)) as document:
        repair(document, alts, day, page.name)
        document.save(target, deterministic_id=True)
    return target


def repair(document: Any, alts: Sequence[str], day: str, name: str) -> None:
    """Give each picture its alt text; a figure that holds picture and table becomes a section."""
    import pikepdf

    pictures = []
    for element in _elements(document.Root.StructTreeRoot.K):
        kind = str(element.get("/S", ""))
        if kind != "/Figure":
            continue
        inside = {str(part.get("/S", "")) for part in _elements(element.get("/K", []))}
        if "/Figure" in inside or "/Caption" in inside:
            element.S = pikepdf.Name("/Sect")
            for part in _elements(element.get("/K", [])):
                if str(part.get("/S", "")) == "/Caption" and "/Table" not in _parents(
                    part, element
                ):
                    part.S = pikepdf.Name("/P")
        else:
            pictures.append(element)
    if len(pictures) != len(alts):
        raise BuildError(
            f"The print copy of {name} cannot be made:",
            [f"it has {len(pictures)} pictures and {len(alts)} descriptions"],
        )
    for element, alt in zip(pictures, alts, strict=True):
        element.Alt = pikepdf.String(alt)
    document.Root.Lang = pikepdf.String("en-GB")
    document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    for key in ("/CreationDate", "/ModDate"):
        document.docinfo[key] = f"D:{day}000000Z"
    document.docinfo["/Creator"] = "SEND needs assessment"
    document.docinfo["/Producer"] = "Chromium and pikepdf"


def _elements(start: Any) -> Iterator[Any]:
    """Yield the structure elements below, in the order of reading."""
    import pikepdf

    if isinstance(start, pikepdf.Array):
        for part in start:
            yield from _elements(part)
    elif isinstance(start, pikepdf.Dictionary) and "/S" in start:
        yield start
        yield from _elements(start.get("/K", []))


def _parents(element: Any, top: Any) -> set[str]:
    kinds = set()
    while "/P" in element and element.get("/P").objgen != top.objgen:
        element = element.P
        kinds.add(str(element.get("/S", "")))
    return kinds
