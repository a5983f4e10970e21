"""A drawing with all that belongs to it: caption, its numbers, its source, a link to keep."""

import hashlib

import pandas as pd

from jsna.disclosure.safe import Protection
from jsna.figures import NOT_APPLICABLE, NOT_COLLECTED, TOO_FEW, TOTAL
from jsna.show.chosen import Chosen, label_of, name_of
from jsna.show.markup import attribute, slug, words
from jsna.show.shown import Shown
from jsna.show.sourced import source_line

_MOST_COLUMNS = 6
_RANGES = {"line": "shaded bands", "curves": "shaded bands", "funnel": "", "map": "", "targets": ""}
MADE_UP = "Made-up records: this shows how the workbook works, not how the county is."


def identity(kind: str, title: str, chosen: Chosen) -> str:
    """Return an id for the piece: the same figure drawn in the same way keeps it."""
    made_of = f"{kind}|{title}|{chosen.safe.figure.id}|{sorted(chosen.held.items())}"
    made_of += f"|{chosen.cells[list(chosen.safe.figure.dimensions)].to_csv(index=False)}"
    digest = hashlib.sha256(made_of.encode("utf-8")).hexdigest()[:6]
    return f"{kind}-{slug(chosen.safe.figure.id, 60)}-{digest}"


def subtitle(chosen: Chosen, title: str = "") -> str:
    """Return what is counted, for whom and when; what the title said is not said again."""
    figure = chosen.safe.figure
    said = figure.title.rstrip(".").lower() == title.rstrip(".").lower()
    parts = ["" if said else figure.title, chosen.readable(), figure.period]
    return " ".join(_sentence(part) for part in parts if part)


def notes(chosen: Chosen, ranges: str = "lines with ends") -> list[str]:
    """Return what a reader must know to read the numbers right; `ranges` is how they are drawn."""
    safe, cells = chosen.safe, chosen.cells
    said = []
    counted = chosen.measure == "value"
    if safe.protection.base > 1:
        said.append(
            f"Counts are rounded {_rounding(safe.protection)} to protect children; "
            "0 means none or very few."
            if counted
            else "Worked out from rounded counts, to protect children."
        )
    for status, meaning in (
        (TOO_FEW, "too few to show"),
        (NOT_COLLECTED, "not collected"),
        (NOT_APPLICABLE, "not applicable"),
    ):
        number = int((cells["status"] == status).sum())
        if number:
            said.append(
                f"{number} of {len(cells)} numbers {'is' if number == 1 else 'are'} {meaning} "
                "and not drawn; they are not nought."
            )
    if "provisional" in cells.columns and cells["provisional"].fillna(False).astype(bool).any():
        said.append("Some numbers are provisional and may change.")
    if ranges and chosen.bounds():
        said.append(
            f"The {ranges} show the range that chance alone could give (95%)."
            + (f" {_sentence(safe.figure.method)}" if safe.figure.method else "")
        )
    return said


def _rounding(made_safe: Protection) -> str:
    """Return to what counts are rounded, and the largest change where tables are made to add up."""
    if not made_safe.largest_change:
        return f"to the nearest {made_safe.base}"
    return f"to a multiple of {made_safe.base}, by at most {made_safe.largest_change:g},"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def file_name(chosen: Chosen) -> str:
    """Return a name for the download that says place, comparator and period."""
    figure, cells = chosen.safe.figure, chosen.cells
    parts = [figure.id]
    if "area" in figure.dimensions:
        areas = [
            label_of("area", value)
            for value in dict.fromkeys([*cells["area"]] or [chosen.held.get("area", TOTAL)])
        ]
        parts += areas[:1]
        if len(areas) == 2:
            parts += ["compared with", areas[1]]
        elif len(areas) > 2:
            parts += ["compared with", f"{len(areas) - 1} other places"]
    parts.append(figure.period)
    return slug(" ".join(parts), 150) + ".csv"


def numbers_table(chosen: Chosen, dimensions: tuple[str, ...], title: str) -> str:
    """Return the numbers behind a drawing as a table: few series stand side by side."""
    from jsna.show.tables import crossed, long_table

    caption = f"Numbers behind: {title}"
    if len(dimensions) == 2 and not chosen.bounds() and chosen.measure == "value":
        across = chosen.cells[dimensions[1]].nunique()
        if 2 <= across <= _MOST_COLUMNS:
            return crossed(chosen, dimensions[0], dimensions[1], caption)
    return long_table(chosen, dimensions, caption)


LONGEST_ON_PAPER = 60
"""A longer table is not printed under its picture: it would fill page after page."""
_ON_PAPER = (
    '<p class="note on-paper">The numbers behind this picture are too many for paper: they are in '
    "its file, and on the page on a screen.</p>"
)


def framed(
    kind: str,
    title: str,
    chosen: Chosen,
    dimensions: tuple[str, ...],
    drawing: str,
    alt: str,
    extra: tuple[str, ...] = (),
    opened: bool = False,
) -> Shown:
    """Return the drawing as a figure of the page; `opened` shows its table at once."""
    safe, name = chosen.safe, identity(kind, title, chosen)
    figure = safe.figure
    long = len(chosen.cells) > LONGEST_ON_PAPER
    kept = ' class="long"' if long else ""
    said = [
        *extra,
        *notes(chosen, _RANGES.get(kind, "lines with ends")),
    ]
    made_up = f'<p class="made-up">{words(MADE_UP)}</p>' if safe.made_up else ""
    note = f'<p class="note">{words(" ".join(said))}</p>' if said else ""
    html = (
        f'<figure class="shown {kind}" id="{name}" data-figure="{attribute(figure.id)}"'
        f"{' data-made-up' if safe.made_up else ''}>"
        f'<figcaption><strong class="title">{words(title)}</strong> '
        f'<span class="what">{words(subtitle(chosen, title))}</span></figcaption>'
        f"{made_up}{drawing}{note}"
        f"{_ON_PAPER if long else ''}<details{kept}{' open' if opened else ''}>"
        "<summary>See the numbers"
        f'<span class="hidden">: {words(title)}</span></summary>'
        f"{numbers_table(chosen, dimensions, title)}</details>"
        f'<p class="source">{source_line(safe)} {links(chosen, name, title)}</p></figure>'
    )
    label = f"{MADE_UP}\n" if safe.made_up else ""
    return Shown(html, f"{title}\n{label}{alt}\n{' '.join(said)}".rstrip())


def links(chosen: Chosen, name: str, title: str) -> str:
    """Return the two ways to take a figure along: its numbers and its address."""
    figure = chosen.safe.figure
    return (
        f'<a href="../tables/{attribute(figure.id)}.csv" '
        f'download="{attribute(file_name(chosen))}">Download all its numbers (CSV)'
        f'<span class="hidden">: {words(title)}</span></a> '
        f'<a href="#{name}" class="here">Link to this figure'
        f'<span class="hidden">: {words(title)}</span></a>'
    )


def labelled(cells: pd.DataFrame, dimension: str) -> list[str]:
    """Return the readable values of one dimension, row by row."""
    return [label_of(dimension, value) for value in cells[dimension]]


__all__ = ["file_name", "framed", "identity", "labelled", "name_of", "notes", "subtitle"]
