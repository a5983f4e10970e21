"""Write the safe figures of an edition, and open them again as they were written.

`write` makes `tables/`; `open_figures` gives them back as `Safe`, one file at a time, each
held against the checksum that was recorded when it was written.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsna import kept
from jsna.errors import DisclosureError, FigureError

if TYPE_CHECKING:
    from jsna.disclosure.pieces import PublishedTotal
    from jsna.disclosure.safe import Safe

Link = tuple[str, str, str]
"""`(dimension, parent, child)`: the child is counted in the parent."""

PACKAGE = "datapackage.json"
HIERARCHY = "hierarchy.csv"


def write(
    safes: Mapping[str, "Safe"] | Iterable["Safe"],
    folder: Path,
    places_hierarchy: Sequence[Link],
    edition: str,
    totals: "Sequence[PublishedTotal]" = (),
) -> Path:
    """Write `tables/` of every safe figure into `folder` and return its path.

    One CSV a figure, `datapackage.json` that describes them all with their checksums, and
    `hierarchy.csv`, which says which value is counted in which. `totals` are those that owners
    publish of the same children, and that the tables add up to.
    """
    from jsna.disclosure.safe import Safe

    figures = list(safes.values()) if isinstance(safes, Mapping) else list(safes)
    unsafe = [item for item in figures if not isinstance(item, Safe)]
    if unsafe:
        raise DisclosureError(
            "Something that is not a safe figure was to be released:",
            [f"a {type(item).__name__}: pass it through jsna.disclosure" for item in unsafe],
        )
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    resources = []
    for safe in sorted(figures, key=lambda item: item.figure.id):
        table = as_csv(safe).encode("utf-8")
        (tables / f"{safe.figure.id}.csv").write_bytes(table)
        resources.append(_resource(safe, table))
    links = _csv_text(("dim", "parent", "child"), dict.fromkeys(places_hierarchy)).encode("utf-8")
    (tables / HIERARCHY).write_bytes(links)
    package = {
        "profile": "data-package",
        "name": f"send-needs-{edition}".lower(),
        "title": f"Every published table of the edition {edition}",
        "edition": edition,
        "licenses": [
            {
                "name": "OGL-UK-3.0",
                "title": "Open Government Licence v3.0",
                "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            }
        ],
        "note": "Where protection is controlled rounding, 0 means none or very few.",
        "hierarchy": {"path": HIERARCHY, "hash": _hash(links)},
        "published_totals": [
            {
                "records": total.records,
                "where": dict(total.where),
                "value": total.value,
                "held": total.held,
            }
            for total in totals
        ],
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (tables / PACKAGE).write_bytes(text.encode("utf-8"))
    return tables


def as_csv(safe: "Safe") -> str:
    """Return the figure's cells as the text of its CSV file: a whole number has no decimals."""
    cells = safe.cells
    columns = [name for name in cells.columns if name not in _empty_measures(safe)]
    written = [[_printed(value) for value in cells[name].tolist()] for name in columns]
    return _csv_text(columns, zip(*written, strict=True))


def _empty_measures(safe: "Safe") -> set[str]:
    """Return the measures that no cell has and nobody expects: all but `value`."""
    from jsna.figures import MEASURES

    return {
        name
        for name in MEASURES
        if name != "value" and name in safe.cells.columns and safe.cells[name].isna().all()
    }


def _printed(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value != value:
        return ""
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(round(number, 10))


def _csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _hash(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _resource(safe: "Safe", text: bytes) -> dict[str, Any]:
    figure, protection = safe.figure, safe.protection
    first, *_ = text.split(b"\n")
    header = first.decode("utf-8").split(",")
    return {
        "name": figure.id,
        "path": f"{figure.id}.csv",
        "title": figure.title,
        "question": figure.question,
        "kind": figure.kind,
        "unit": figure.unit,
        "population": figure.population,
        "dimensions": list(figure.dimensions),
        "source": list(figure.source),
        "period": figure.period,
        "geography": figure.geography,
        "rule": figure.rule,
        "records": figure.records,
        "where": dict(figure.where),
        "share_of": figure.share_of,
        "runs_to": figure.runs_to,
        "method": figure.method,
        "limits": figure.limits,
        "made_up": safe.made_up,
        "protection": {
            "method": protection.method,
            "base": protection.base,
            "largest_change": protection.largest_change,
            "marker": protection.marker,
        },
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(text),
        "hash": _hash(text),
        "schema": {
            "fields": [{"name": name, "type": _field_type(name, safe)} for name in header],
            "missingValues": [""],
            "primaryKey": list(figure.dimensions),
        },
    }


def _field_type(name: str, safe: "Safe") -> str:
    if name in safe.figure.dimensions or name == "status":
        return "string"
    return "boolean" if name == "provisional" else "number"


class Figures(Mapping[str, "Safe"]):
    """The safe figures of one folder by id. Each file is read and checked when it is asked for."""

    def __init__(self, tables: Traversable, package: dict[str, Any]) -> None:
        """Know the tables by the descriptions in `package`; open none of them."""
        self.tables = tables
        self.edition: str = package["edition"]
        self._resources: dict[str, dict[str, Any]] = {
            resource["name"]: resource for resource in package["resources"]
        }
        self._opened: dict[str, Safe] = {}
        self._hierarchy = package["hierarchy"]
        self._totals: list[dict[str, Any]] = package.get("published_totals", [])

    def __getitem__(self, figure_id: str) -> "Safe":
        """Return the figure, read now if it was not read before."""
        if figure_id not in self._opened:
            self._opened[figure_id] = _opened(self.tables, self.describe(figure_id))
        return self._opened[figure_id]

    def __iter__(self) -> Iterator[str]:
        """Go over the ids, in the order of the datapackage."""
        return iter(self._resources)

    def __len__(self) -> int:
        """Return how many figures there are."""
        return len(self._resources)

    def __contains__(self, figure_id: object) -> bool:
        """Return whether the edition holds the figure, without opening it."""
        return figure_id in self._resources

    def get(self, figure_id: str, default: Any = None) -> Any:
        """Return the figure, or `default` where the edition does not hold it."""
        if figure_id not in self:
            return default
        return self[figure_id]

    def describe(self, figure_id: str) -> dict[str, Any]:
        """Return what `datapackage.json` says of a figure, without opening its table."""
        if figure_id not in self._resources:
            near = get_close_matches(figure_id, self._resources, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "see tables/datapackage.json"
            raise FigureError(
                f"The edition {self.edition} has no figure '{figure_id}':",
                [f"{hint} A new figure is one entry in its subject's FIGURES, then a build"],
            )
        return self._resources[figure_id]

    @property
    def hierarchy(self) -> tuple[Link, ...]:
        """Which value of which dimension is counted in which."""
        path = self.tables / HIERARCHY
        content = _checked(path, self._hierarchy["hash"])
        rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
        next(rows)
        return tuple((dim, parent, child) for dim, parent, child in rows)

    @property
    def published_totals(self) -> "tuple[PublishedTotal, ...]":
        """Totals of the same children that owners publish, and that the tables add up to."""
        from jsna.disclosure.pieces import PublishedTotal

        return tuple(PublishedTotal(**total) for total in self._totals)


def open_figures(folder: Traversable) -> Figures:
    """Return the figures of a report folder, or of its `tables/`; only the index is opened.

    The folder may lie in a zip file (`zipfile.Path`), as released editions do.
    """
    tables = folder if (folder / PACKAGE).is_file() else folder / "tables"
    path = tables / PACKAGE
    if not path.is_file():
        raise FigureError(
            f"There are no figures in {_name(folder)}:",
            ["build the edition first: jsna build params/<edition>.yaml, or make report"],
        )
    try:
        return Figures(tables, kept.json_of(path))
    except (ValueError, KeyError, TypeError) as broken:
        raise FigureError(
            f"{_name(path)} cannot be read:",
            [f"it is damaged ({type(broken).__name__}); build the edition again"],
        ) from None


def _name(path: Traversable) -> str:
    return str(path).replace("\\", "/")


def _checked(path: Traversable, recorded: str) -> bytes:
    """Return the bytes of a file that is as it was written."""
    if not path.is_file():
        problem = "it is missing"
    else:
        content = path.read_bytes()
        if _hash(content) == recorded:
            return content
        problem = "it is not the file that was written (sha256 differs)"
    raise FigureError(
        f"{path.name} cannot be used:", [f"{problem}; build the edition again, never edit it"]
    )


def opened_as(path: Path, resource: dict[str, Any]) -> "Safe":
    """Return a table that was withdrawn, with the description of the one that replaced it."""
    return _read(path.read_bytes(), resource)


def _opened(tables: Traversable, resource: dict[str, Any]) -> "Safe":
    return _read(_checked(tables / resource["path"], resource["hash"]), resource)


def _read(content: bytes, resource: dict[str, Any]) -> "Safe":
    import pandas as pd

    from jsna.disclosure.safe import Protection, _mint
    from jsna.figures import MEASURES, Figure

    cells = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, encoding="utf-8")
    for name in cells.columns:
        if name in MEASURES:
            cells[name] = pd.to_numeric(cells[name].where(cells[name] != "")).astype("float64")
        elif name == "provisional":
            cells[name] = cells[name] == "true"
    figure = Figure(
        id=resource["name"],
        title=resource["title"],
        question=resource["question"],
        population=resource["population"],
        dimensions=tuple(resource["dimensions"]),
        kind=resource["kind"],
        unit=resource["unit"],
        source=tuple(resource["source"]),
        period=resource["period"],
        geography=resource["geography"],
        rule=resource["rule"],
        records=resource["records"],
        where=resource["where"],
        share_of=resource["share_of"],
        method=resource["method"],
        runs_to=resource.get("runs_to", ""),
        limits=resource["limits"],
    )
    return _mint(figure, cells, Protection(**resource["protection"]), resource["made_up"])
