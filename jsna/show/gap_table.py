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
    first: str = "",
) -> Shown:
    """Return one dimension down and one across, with the verdict in words in each cell.

    `links` leads from the beginning of a row's name to its page, relative to this one. The column
    `first` stands before the others: on a phone the rest are behind a swipe.
    """
    cells = must_be_safe(safe, "gap_table.gap_table").cells
    down, across = (list(dict.fromkeys(cells[name])) for name in (rows, columns))
    across.sort(key=lambda name: name != first)
    known = {(row[rows], row[columns]): row for _, row in cells.iterrows()}
    figure = safe.figure
    period = f"{figure.period[:1].upper()}{figure.period[1:]}"
    caption = f"{title}. {figure.title}. {period} ({figure.unit})"
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
        found += (
            f'<br><span class="range">({_number(safe, lower)} to {_number(safe, upper)})</span>'
        )
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
    told: list[list[Part]] = []
    for _, row in found.iterrows():
        value = float(row["value"])
        # Said in words that it is fewer, so without its sign.
        number = Number(safe.figure.id, value, written(abs(value)))
        where = "" if len(places) == 1 else f" in {label_of('area', row['area'])}"
        told.append(
            [number, f" in 100 fewer{where}", *_range(safe, row), f" for {_spoken(row['service'])}"]
        )
    which = "This gap is" if len(told) == 1 else "These gaps are"
    return sentence(f"{start}: ", *_listed(told), f". {which} real, more than chance would give.")


def _range(safe: Safe, row: "pd.Series[Any]") -> list[Part]:
    """Return the range of a gap that is said in words to be fewer, so without its signs."""
    lower, upper = (get(row, name) for name in ("lower", "upper"))
    if lower is None or upper is None:
        return []
    low, high = (Number(safe.figure.id, end, written(abs(end))) for end in (upper, lower))
    return [" (likely ", low, " to ", high, ")"]


def _spoken(service: str) -> str:
    """Return a row's name as it is said in a sentence.

    >>> _spoken("CAMHS: first contact within 18 weeks"), _spoken("Physiotherapy: started in time")
    ('CAMHS (first contact within 18 weeks)', 'physiotherapy (started in time)')
    """
    name, _, what = service.partition(": ")
    name = name if name.isupper() else f"{name[:1].lower()}{name[1:]}"
    return f"{name} ({what})" if what else name


def _listed(told: Sequence[Sequence[Part]]) -> list[Part]:
    """Return pieces of a sentence with commas between them, and `and` before the last."""
    parts: list[Part] = []
    for position, piece in enumerate(told):
        between = " and " if position == len(told) - 1 else ", "
        parts += [between, *piece] if position else piece
    return parts


def no_gap(safe: Safe, start: str) -> Shown:
    """Return which services show no sure difference between any of their places."""
    cells = must_be_safe(safe, "gap_table.no_gap").cells
    services = list(dict.fromkeys(cells["service"]))
    real = set(cells.loc[cells["verdict"] == REAL, "service"])
    rest = [name for name in services if name not in real]
    if not rest:
        return sentence(f"{start}: every service differs from place to place for sure.")
    named: list[list[Part]] = [[_spoken(name)] for name in rest]
    return sentence(
        f"{start}: for ", *_listed(named),
        ", differences could be chance, or these numbers cannot tell.",
    )  # fmt: skip


def changed(safe: Safe, start: str) -> Shown:
    """Return what changed beyond chance from what a figure compares, in words."""
    cells = must_be_safe(safe, "gap_table.changed").cells
    found = cells[(cells["verdict"] == REAL) & (cells["status"] == SHOWN)]
    if found.empty:
        return sentence(f"{start}: nothing changed by more than chance would give.")
    told: list[list[Part]] = []
    for _, row in found.iterrows():
        where = "the county" if row["area"] == TOTAL else str(row["area"])
        value = float(row["value"])
        more = "more" if value > 0 else "fewer"
        number = Number(safe.figure.id, value, written(abs(value)))
        told.append([number, f" in 100 {more} for {_spoken(str(row['service']))} in {where}"])
    return sentence(f"{start}: ", *_listed(told), ". That is more than chance would give.")


def moved(safe: Safe, previous_edition: str) -> Shown:
    """Return in one sentence what changed since the edition before.

    `safe` holds what this edition prints less what that one printed.
    """
    cells = must_be_safe(safe, "gap_table.moved").cells
    if not (cells["status"] == SHOWN).any():
        return sentence("No earlier edition printed how far places lie from the county.")
    if (cells["verdict"] == REAL).any():
        return changed(safe, f"Since the edition {previous_edition}, places against the county")
    return sentence(
        f"Since the edition {previous_edition} no place has come nearer to the county, or fallen "
        "further behind it, by more than chance would give."
    )


def since(
    safe: Safe, previous_edition: str, links: Mapping[str, str], *, title: str, first: str = ""
) -> Shown:
    """Return what changed since the edition before: a sentence, and the table where there is one.

    `safe` holds what this edition prints less what that one printed.
    """
    cells = must_be_safe(safe, "gap_table.since").cells
    if not (cells["status"] == SHOWN).any():
        return sentence(
            "No earlier edition printed these numbers, so there is no change since the last "
            "edition to tell; change from year to year stands below."
        )
    told = moved(safe, previous_edition)
    found = gap_table(safe, links, title=title, first=first)
    # Most of it says that nothing changed, so it is opened by who wants it.
    summary = f"<summary>See the numbers: {words(title)}</summary>"
    return told + Shown(f"<details>{summary}{found.html}</details>", found.text)


__all__ = ["changed", "gap_table", "moved", "no_gap", "real_gaps", "since"]
