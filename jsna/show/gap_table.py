"""Services by places: each cell a difference with its verdict, each row a link to its page."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN, TOTAL
from jsna.show.chosen import get, label_of, must_be_safe, name_of
from jsna.show.framed import MADE_UP
from jsna.show.markup import attribute, slug, words
from jsna.show.numbers import written
from jsna.show.sentence import Number, Part, sentence
from jsna.show.shown import Shown
from jsna.show.sourced import source_line

REAL, CHANCE, UNKNOWN = "real", "could be chance", "cannot tell"


def gap_table(
    safe: Safe,
    links: Mapping[str, str],
    *,
    title: str,
    rows: str = "service",
    columns: str = "area",
) -> Shown:
    """Return one dimension down and one across, with the verdict in words in each cell.

    `links` leads from the beginning of a row's name to its page, relative to this one.
    """
    cells = must_be_safe(safe, "gap_table.gap_table").cells
    down, across = (list(dict.fromkeys(cells[name])) for name in (rows, columns))
    known = {(row[rows], row[columns]): row for _, row in cells.iterrows()}
    figure = safe.figure
    caption = f"{title}. {figure.title}. {figure.period} ({figure.unit})"
    head = "".join(
        f'<th scope="col">{words(text)}</th>'
        for text in (name_of(rows), *(label_of(columns, name) for name in across))
    )
    body = "".join(
        f'<tr><th scope="row">{_linked(service, links)}</th>'
        + "".join(f"<td>{_one(safe, known.get((service, name)))}</td>" for name in across)
        + "</tr>"
        for service in down
    )
    made_up = f'<p class="made-up">{words(MADE_UP)}</p>' if safe.made_up else ""
    name = slug(f"table {title}")
    html = (
        f'<div class="shown table" id="{name}" data-figure="{attribute(figure.id)}"'
        f"{' data-made-up' if safe.made_up else ''}>{made_up}"
        f'<div class="scroll" role="region" tabindex="0" aria-label="Table: {attribute(title)}">'
        f'<table data-figure="{attribute(figure.id)}"><caption><span>{words(caption)}</span>'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f'<p class="note">{words(figure.method)}.</p>'
        f'<p class="source">{source_line(safe)}</p></div>'
    )
    return Shown(
        html, f"{title}\n" + "\n".join(_plain(row, rows, columns) for row in known.values())
    )


def _linked(name: str, links: Mapping[str, str]) -> str:
    page = next((page for start, page in links.items() if name.startswith(start)), None)
    return words(name) if page is None else f'<a href="{attribute(page)}">{words(name)}</a>'


def _one(safe: Safe, row: "pd.Series[Any] | None") -> str:
    if row is None:
        return words("not collected")
    if row["status"] != SHOWN:
        return words(str(row["status"]))
    verdict = str(row["verdict"])
    said = f"<strong>{words(verdict)}</strong>" if verdict == REAL else words(verdict)
    lower, upper = (get(row, name) for name in ("lower", "upper"))
    found = f"{_number(safe, float(row['value']))}"
    if lower is not None and upper is not None:
        found += f"<br>({_number(safe, lower)} to {_number(safe, upper)})"
    return f"{found}<br>{said}"


def _number(safe: Safe, value: float) -> str:
    return Number(safe.figure.id, value, written(value)).html


def _plain(row: "pd.Series[Any]", rows: str, columns: str) -> str:
    value = written(float(row["value"])) if row["status"] == SHOWN else str(row["status"])
    return f"{row[rows]} / {row[columns]}: {value}, {row['verdict']}"


def real_gaps(safe: Safe, places: Sequence[str], start: str) -> Shown:
    """Return in which services fewer are served in these places than in the county, for sure.

    A sentence that a Board member can repeat; differences to the county's advantage are left out.
    """
    cells = must_be_safe(safe, "gap_table.real_gaps").cells
    own = cells[cells["area"].isin(list(places)) & (cells["status"] == SHOWN)]
    found = own[(own["verdict"] == REAL) & (own["value"] < 0)]
    if found.empty:
        return sentence(f"{start}: in no service is a gap to the county sure.")
    parts: list[Part] = [f"{start}: "]
    for position, (_, row) in enumerate(found.iterrows()):
        value = float(row["value"])
        # Said in words that it is fewer, so without its sign.
        number = Number(safe.figure.id, value, written(abs(value)))
        where = "" if len(places) == 1 else f" in {label_of('area', row['area'])}"
        parts += ["" if not position else "; ", f"{row['service']}{where}, ", number,
                  " points fewer"]  # fmt: skip
    return sentence(*parts, ". These gaps are real.")


def no_gap(safe: Safe, start: str) -> Shown:
    """Return which services show no sure difference between any of their places."""
    cells = must_be_safe(safe, "gap_table.no_gap").cells
    services = list(dict.fromkeys(cells["service"]))
    real = set(cells.loc[cells["verdict"] == REAL, "service"])
    rest = [name for name in services if name not in real]
    if not rest:
        return sentence(f"{start}: every service differs from place to place for sure.")
    return sentence(
        f"{start}: {'; '.join(rest)}. There the differences could be chance, or these numbers "
        "cannot tell."
    )


def changed(safe: Safe, start: str) -> Shown:
    """Return what changed from one year to the next beyond chance, in words."""
    cells = must_be_safe(safe, "gap_table.changed").cells
    found = cells[(cells["verdict"] == REAL) & (cells["status"] == SHOWN)]
    if found.empty:
        return sentence(f"{start}: nothing, beyond chance.")
    parts: list[Part] = [f"{start}: "]
    for position, (_, row) in enumerate(found.iterrows()):
        where = "the county" if row["area"] == TOTAL else str(row["area"])
        value = float(row["value"])
        more = "more" if value > 0 else "fewer"
        number = Number(safe.figure.id, value, written(abs(value)))
        parts += ["" if not position else "; ", f"{row['service']}, {where}, ", number,
                  f" points {more}"]  # fmt: skip
    return sentence(*parts, ". These changes are more than chance would give.")


def since(previous_edition: str) -> Shown:
    """Return what stands behind the comparison with the edition before."""
    if previous_edition == "none":
        return sentence(
            "No earlier edition holds these figures, so change is told from year to year within "
            "this one."
        )
    return sentence(
        f"The edition before is {previous_edition}; what it printed stays as printed, and change "
        "is told from year to year within this one, by the same rules for both years."
    )


__all__ = ["changed", "gap_table", "no_gap", "real_gaps", "since"]
