"""Tables that a screen reader can walk: caption, scope, units in the header, states in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from jsna.disclosure.safe import Safe
from jsna.errors import DisclosureError
from jsna.figures import MEASURES, SHOWN, TOTAL
from jsna.show.chosen import ORDERED, Chosen, choose, get, in_order, label_of, name_of, percent_of
from jsna.show.framed import MADE_UP, identity, links, notes, subtitle
from jsna.show.markup import attribute, words
from jsna.show.numbers import cell, written
from jsna.show.shown import Shown
from jsna.show.sourced import source_line

_MEASURES = {
    "value": "{unit}",
    "percent": "%",
    "percent_of": "Out of (n)",
    "lower": "Likely range (95%)",
    "upper": "Highest likely",
    "n": "How many it rests on (n)",
}
RANGE = "\u2029"
"""Stands between a number and its range in the text of a cell; no text of a figure holds it."""


def write(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numeric: frozenset[int] = frozenset(),
    figure: str = "",
    what: str = "",
) -> str:
    """Return a table; the first cell of each row is its heading, all cells are plain text.

    `what` is counted, where and when: it stands behind the title, less strong.
    `numeric` are the numbers of the columns that stand on the right; `figure` is the id of the
    safe figure whose numbers these are. A row shorter than the header ends in a state, such as
    `too few to show`, which spans the rest.
    """
    head = "".join(
        f'<th scope="col"{_side(number, numeric)}>{words(name)}</th>'
        for number, name in enumerate(header)
    )
    body = "".join(_row(row, len(header), numeric) for row in rows)
    traced = f' data-figure="{attribute(figure)}"' if figure else ""
    name = f"{caption}. {what}" if what else caption
    said = f'{words(caption)}. <span class="what">{words(what)}</span>' if what else words(caption)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="Table: {attribute(name)}">'
        f"<table{traced}><caption><span>{said}</span></caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Sequence[str], width: int, numeric: frozenset[int]) -> str:
    """Return one row; the last cell of a short one, the state of a number, spans the rest."""
    heading = f'<th scope="row">{words(row[0])}</th>'
    cells = [
        f"<td{_side(number, numeric)}>{_with_range(text)}</td>"
        for number, text in enumerate(row[1:], 1)
    ]
    if len(row) < width:
        cells[-1] = f'<td colspan="{width - len(row) + 1}">{words(row[-1])}</td>'
    return f"<tr>{heading}{''.join(cells)}</tr>"


def _with_range(text: str) -> str:
    """Return a cell's text; a range after its number keeps together, on a narrow screen below."""
    number, apart, limits = text.partition(RANGE)
    return words(number) + (f' <span class="range">{words(limits)}</span>' if apart else "")


def _side(number: int, numeric: frozenset[int]) -> str:
    return ' class="number"' if number in numeric else ""


def long_table(chosen: Chosen, dimensions: Sequence[str], caption: str, what: str = "") -> str:
    """Return one row a cell with every measure that the figure has, its interval in one column."""
    figure = chosen.safe.figure
    columns = _columns(chosen)
    header = [name_of(name) for name in dimensions]
    header += [
        _MEASURES[name].format(unit=_first_capital(figure.unit) or "Value") for name in columns
    ]
    rows = []
    for _, row in chosen.cells.iterrows():
        texts = [label_of(name, row[name]) for name in dimensions]
        state = str(row["status"])
        if state != SHOWN:
            rows.append([*texts, state])
            continue
        rows.append([*texts, *(_one(row, name, chosen) for name in columns)])
    first = len(dimensions)
    numeric = frozenset(range(first, first + len(columns)))
    return write(caption, header, rows, numeric=numeric, figure=figure.id, what=what)


def _columns(chosen: Chosen) -> list[str]:
    """Return the measures to show; a base that says the same as n is shown once."""
    cells, figure = chosen.cells, chosen.safe.figure
    found = [name for name in MEASURES if name in cells.columns and cells[name].notna().any()]
    if figure.kind == "percentage" and figure.unit == "%" and "percent" in found:
        found = [name for name in found if name != "value"]
    if (
        chosen.measure == "value"
        and "percent" in found
        and (cells["percent"].dropna() == 100).all()
    ):
        found = [name for name in found if name not in {"percent", "percent_of"}]
    if {"n", "percent_of"} <= set(found) and cells["n"].equals(cells["percent_of"]):
        found.remove("n")
    if {"lower", "upper"} <= set(found):
        found.remove("upper")
    return found or ["value"]


def _one(row: "pd.Series[Any]", name: str, chosen: Chosen) -> str:
    percent = name == "percent" or (name == "lower" and chosen.measure == "percent")
    own = chosen.safe.figure.unit
    counted = name in {"percent_of", "n"}
    unit = percent_of(chosen.safe) if percent else "" if counted or not _sign(own) else own
    number = get(row, name)
    if number is None:
        return "not applicable"
    upper = get(row, "upper") if name == "lower" else None
    return written(number, unit) + (f" to {written(upper, unit)}" if upper is not None else "")


def _sign(unit: str) -> bool:
    return unit == "%" or unit.startswith("ratio")


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def table(
    safe: Safe,
    rows: str,
    columns: str | None = None,
    *,
    title: str,
    measure: str | None = None,
    total: bool = True,
    ranges: bool = False,
) -> Shown:
    """Return a table by one dimension, or by one across another.

    Without `columns` every measure of the figure has its column. With `ranges` each number of a
    crossed table has its likely range in brackets, where there is one.
    """
    asked = (rows,) if columns is None else (rows, columns)
    chosen = choose(safe, *asked, measure=measure, asker="tables.table", total=total)
    what = subtitle(chosen, title)
    if columns is None:
        return piece(chosen, title, long_table(chosen, asked, title, what))
    chosen, empty = _without_empty(chosen, columns)
    said = (f"Left out, as no row has any: {', '.join(empty)}.",) if empty else ()
    inner = crossed(chosen, rows, columns, title, what, ranges=ranges)
    return piece(chosen, title, inner, said)


def _without_empty(chosen: Chosen, columns: str) -> tuple[Chosen, list[str]]:
    """Return the cells without the columns that hold nothing but 0, and their names.

    Places and steps of time or age stay: that there is none in a year is something to see.
    """
    cells = chosen.cells
    nothing = (cells["status"] == SHOWN) & (cells[chosen.measure] == 0)
    every = nothing.groupby(cells[columns]).all()
    found = [str(name) for name in every[every].index if name != TOTAL]
    empty = [] if columns in ORDERED | {"area"} or len(found) >= len(every) - 1 else found
    kept = cells[~cells[columns].isin(empty)].reset_index(drop=True)
    return replace(chosen, cells=kept), [label_of(columns, name) for name in empty]


def crossed(
    chosen: Chosen, rows: str, columns: str, caption: str, what: str = "", *, ranges: bool = False
) -> str:
    """Return one dimension down and one across, of one measure, with ranges where asked for.

    A unit of several words is said once, above the table: in each heading it would push columns
    off a phone, and be heard with each number.
    """
    cells = chosen.cells
    across = _ordered(cells[columns], columns)
    down = _ordered(cells[rows], rows)
    unit = chosen.unit if chosen.unit == "%" or chosen.unit.startswith("ratio") else ""
    known = {
        (row[rows], row[columns]): cell(get(row, chosen.measure), str(row["status"]), unit)
        + (_range(row, unit) if ranges else "")
        for _, row in cells.iterrows()
    }
    once = " " in chosen.unit
    said = f" ({chosen.unit})" if chosen.unit and not once else ""
    notes_above = [f"Unit: {chosen.unit}."] if once else []
    notes_above += ["In brackets the likely range (95%)."] if ranges else []
    what = " ".join([what, *notes_above]).strip()
    header = [name_of(rows), *(f"{label_of(columns, value)}{said}" for value in across)]
    body = [
        [label_of(rows, value), *(known.get((value, other), "not collected") for other in across)]
        for value in down
    ]
    numeric = frozenset(range(1, len(across) + 1))
    return write(caption, header, body, numeric=numeric, figure=chosen.safe.figure.id, what=what)


def _range(row: "pd.Series[Any]", unit: str) -> str:
    """Return the likely range of a number in brackets; one without an upper end says so."""
    lower, upper = get(row, "lower"), get(row, "upper")
    if row["status"] != SHOWN or lower is None:
        return ""
    if upper is None:
        return f"{RANGE}({written(lower, unit)} or more)"
    return f"{RANGE}({written(lower, unit)} to {written(upper, unit)})"


def _ordered(values: Iterable[object], dimension: str) -> list[str]:
    return in_order(dict.fromkeys(str(value) for value in values), dimension)


def piece(chosen: Chosen, title: str, inner: str, more: Iterable[str] = ()) -> Shown:
    """Return a table as a piece of the page: made-up label, notes, source and links around it."""
    safe, name = chosen.safe, identity("table", title, chosen)
    said = notes(chosen, "likely ranges")
    said = [*(part.replace(" and not drawn; they are", "; that is") for part in said), *more]
    made_up = f'<p class="made-up">{words(MADE_UP)}</p>' if safe.made_up else ""
    note = f'<p class="note">{words(" ".join(said))}</p>' if said else ""
    html = (
        f'<div class="shown table" id="{name}" data-figure="{attribute(safe.figure.id)}"'
        f"{' data-made-up' if safe.made_up else ''}>{made_up}{inner}{note}"
        f'<p class="source">{source_line(safe)} {links(chosen, name, title)}</p></div>'
    )
    text = "\n".join(
        f"{' / '.join(label_of(d, row[d]) for d in safe.figure.dimensions)}: "
        f"{cell(get(row, chosen.measure), str(row['status']), chosen.unit)}"
        for _, row in chosen.cells.iterrows()
    )
    return Shown(html, f"{title}\n{text}")


def register(
    records: Iterable[Mapping[str, str]], columns: Mapping[str, str], *, title: str, note: str = ""
) -> Shown:
    """Return a table of text from a register, such as actions of the plan.

    `columns` gives the heading of each key. Numbers are refused: they come from safe figures.
    """
    listed = list(records)
    wrong = sorted(
        {k for record in listed for k in columns if not isinstance(record.get(k, ""), str)}
    )
    if wrong:
        raise DisclosureError(
            f"The table '{title}' was given numbers in a register of text:",
            [f"'{key}': show numbers with tables.table from a safe figure" for key in wrong],
        )
    rows = [[record.get(key, "") or "not recorded" for key in columns] for record in listed]
    html = _stacking(write(title, list(columns.values()), rows), list(columns.values()))
    said = f'<p class="note">{words(note)}</p>' if note else ""
    text = "\n".join(" | ".join(row) for row in rows)
    return Shown(f'<div class="shown register">{html}{said}</div>', f"{title}\n{text}")


def _stacking(html: str, header: list[str]) -> str:
    """Say roles and headings in each cell, so that a phone can show rows one under the other.

    A browser forgets that it is a table once its rows are laid out otherwise; roles keep it one.
    """
    for tag, role in (
        ("<table", "table"), ("<thead", "rowgroup"), ("<tbody", "rowgroup"), ("<tr", "row"),
        ('<th scope="col"', "columnheader"), ('<th scope="row"', "rowheader"),
    ):  # fmt: skip
        html = html.replace(tag, f'{tag} role="{role}"')
    cells = html.split("<td>")
    made = cells[0]
    for number, rest in enumerate(cells[1:]):
        name = header[1 + number % (len(header) - 1)] if len(header) > 1 else ""
        made += f'<td role="cell" data-label="{attribute(name)}">{rest}'
    return made
