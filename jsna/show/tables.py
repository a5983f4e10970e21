"""Tables that a screen reader can walk: caption, scope, units in the header, states in words."""

from collections.abc import Iterable, Mapping, Sequence

from jsna.disclosure.safe import Safe
from jsna.errors import DisclosureError
from jsna.figures import TOTAL
from jsna.show.chosen import ORDERED, Chosen, choose, get, label_of, name_of
from jsna.show.framed import MADE_UP, identity, links, notes, subtitle
from jsna.show.markup import attribute, words
from jsna.show.numbers import cell, written
from jsna.show.shown import Shown
from jsna.show.sourced import source_line

_MEASURES = {
    "value": "{unit}",
    "percent": "%",
    "percent_of": "out of",
    "lower": "lowest likely",
    "upper": "highest likely",
    "n": "n (children counted)",
}


def write(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numeric: frozenset[int] = frozenset(),
    figure: str = "",
) -> str:
    """Return a table; the first cell of each row is its heading, all cells are plain text.

    `numeric` are the numbers of the columns that stand on the right; `figure` is the id of the
    safe figure whose numbers these are.
    """
    head = "".join(
        f'<th scope="col"{_side(number, numeric)}>{words(name)}</th>'
        for number, name in enumerate(header)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{words(text)}</th>'
            if number == 0
            else f"<td{_side(number, numeric)}>{words(text)}</td>"
            for number, text in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    traced = f' data-figure="{attribute(figure)}"' if figure else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="Table: {attribute(caption)}">'
        f"<table{traced}><caption>{words(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _side(number: int, numeric: frozenset[int]) -> str:
    return ' class="number"' if number in numeric else ""


def long_table(chosen: Chosen, dimensions: Sequence[str], caption: str) -> str:
    """Return one row a cell with every measure that the figure has."""
    cells, figure = chosen.cells, chosen.safe.figure
    measures = [
        name for name in _MEASURES if name in cells.columns and cells[name].notna().any()
    ] or ["value"]
    if figure.kind == "percentage" and figure.unit == "%" and "percent" in measures:
        measures = [name for name in measures if name != "value"] or measures
    header = [name_of(name) for name in dimensions]
    header += [
        _MEASURES[name].format(unit=figure.unit or "value").capitalize() for name in measures
    ]
    rows = []
    for _, row in cells.iterrows():
        texts = [label_of(name, row[name]) for name in dimensions]
        for name in measures:
            unit = "%" if name == "percent" else figure.unit if name in {"lower", "upper"} else ""
            unit = "%" if name in {"lower", "upper"} and chosen.measure == "percent" else unit
            unit = "" if unit not in {"%"} and not unit.startswith("ratio") else unit
            if name == "value" and figure.unit == "%":
                unit = "%"
            number = get(row, name)
            known = number is not None or str(row["status"]) != "shown"
            texts.append(cell(number, str(row["status"]), unit) if known else "–")
        rows.append(texts)
    first = len(dimensions)
    numeric = frozenset(range(first, first + len(measures)))
    return write(caption, header, rows, numeric=numeric, figure=figure.id)


def table(
    safe: Safe,
    rows: str,
    columns: str | None = None,
    *,
    title: str,
    measure: str | None = None,
    total: bool = True,
) -> Shown:
    """Return a table by one dimension, or by one across another.

    Without `columns` every measure of the figure has its column.
    """
    asked = (rows,) if columns is None else (rows, columns)
    chosen = choose(safe, *asked, measure=measure, asker="tables.table", total=total)
    caption = f"{title}. {subtitle(chosen)}"
    if columns is None:
        inner = long_table(chosen, asked, caption)
    else:
        inner = _crossed(chosen, rows, columns, caption)
    return _piece(chosen, title, inner)


def _crossed(chosen: Chosen, rows: str, columns: str, caption: str) -> str:
    cells = chosen.cells
    across = _ordered(cells[columns], columns)
    down = _ordered(cells[rows], rows)
    unit = chosen.unit if chosen.unit == "%" or chosen.unit.startswith("ratio") else ""
    known = {
        (row[rows], row[columns]): cell(get(row, chosen.measure), str(row["status"]), unit)
        for _, row in cells.iterrows()
    }
    said = f" ({chosen.unit})" if chosen.unit else ""
    header = [name_of(rows), *(f"{label_of(columns, value)}{said}" for value in across)]
    body = [
        [label_of(rows, value), *(known.get((value, other), "not collected") for other in across)]
        for value in down
    ]
    numeric = frozenset(range(1, len(across) + 1))
    return write(caption, header, body, numeric=numeric, figure=chosen.safe.figure.id)


def _ordered(values: Iterable[object], dimension: str) -> list[str]:
    found = list(dict.fromkeys(str(value) for value in values))
    found = sorted(found) if dimension == "year" else found
    return [value for value in found if value != TOTAL] + [
        value for value in found if value == TOTAL
    ]


def _piece(chosen: Chosen, title: str, inner: str) -> Shown:
    safe, name = chosen.safe, identity("table", title, chosen)
    said = notes(chosen, "lowest and highest likely values")
    said = [part.replace(" and not drawn; they are", "; that is") for part in said]
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
    html = write(title, list(columns.values()), rows)
    said = f'<p class="note">{words(note)}</p>' if note else ""
    text = "\n".join(" | ".join(row) for row in rows)
    return Shown(f'<div class="shown register">{html}{said}</div>', f"{title}\n{text}")


__all__ = ["ORDERED", "long_table", "register", "table", "write", "written"]
