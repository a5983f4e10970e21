"""All that stands beside the pages of the public folder, and how the start page names it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jsna.disclosure.safe import Safe
from jsna.project import GAPS
from jsna.publish import accessibility, capture, explorer, you_said
from jsna.publish.index import Edition, Listed, Offer
from jsna.publish.opendocument import write_ods
from jsna.publish.workbook import write_xlsx

EXPLORER = "explorer-"
"""The ids of the explorer's figures start so."""


def write_tables(
    folder: Path,
    figures: Mapping[str, Safe],
    edition: Edition,
    places: Mapping[str, Sequence[str]] | None = None,
) -> list[Offer]:
    """Write explorer and spreadsheets, which rest on the figures alone; return what is offered."""
    own = {name: safe for name, safe in figures.items() if name.startswith(EXPLORER)}
    offers = []
    if own:
        _page(folder / "explorer.html", explorer.render(own, edition, places))
        offers.append(
            Offer(
                "explorer.html", "Explore the figures",
                "Show children with SEND by one of twelve categories, and filter by two.",
            )
        )  # fmt: skip
    write_xlsx(folder / "workbook.xlsx", figures, edition)
    write_ods(folder / "workbook.ods", figures, edition)
    return [
        *offers,
        Offer(
            "workbook.xlsx", "All tables as a spreadsheet (Excel)",
            "One table a sheet, with a list of contents and notes.",
        ),
        Offer(
            "workbook.ods", "All tables as a spreadsheet (OpenDocument)",
            "The same for LibreOffice and others.",
        ),
        Offer(
            "tables/datapackage.json", "All tables as data (CSV with a description)",
            "For other programs: what each table holds, from where, and how it was made safe.",
        ),
    ]  # fmt: skip


def write_papers(
    folder: Path,
    edition: Edition,
    pages: Sequence[Listed],
    *,
    themes: Sequence[str] = (),
    tell_us: str = "",
    register: Path = GAPS,
) -> list[Offer]:
    """Write the form, what came of it, and the statement; return what the start page offers."""
    _page(folder / "capture.html", capture.form(pages, edition, themes, tell_us))
    _page(folder / "you-said.html", you_said.render(edition, you_said.read(register)))
    statement = accessibility.render(edition, accessibility.read(), pages)
    _page(folder / "accessibility.html", statement)
    return [
        Offer(
            "capture.html", "Tell us what is missing or wrong",
            "A form that sends nothing: it saves a file to hand in, or is filled in on paper.",
        ),
        Offer(
            "you-said.html", "You said, we did",
            "What came of what people said, and how long each answer took.",
        ),
        Offer(
            "accessibility.html", "Accessibility",
            "What was tested, what was not, and what we know is not good enough.",
        ),
    ]  # fmt: skip


def _page(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
