"""The shapes that maps are drawn from: light outlines in `data/geography`, with their year."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsna.errors import DataError
from jsna.project import DATA

FOLDER = DATA / "geography"
YEARS = {"districts": "2021", "lsoas": "2011"}
"""The year of the boundaries in each file: districts as they stood until 2023, census areas."""
_COLUMNS = {
    "districts": {"district": "name", "district_code": "code"},
    "lsoas": {"lsoa": "name", "lsoa_code": "code"},
}


@dataclass(frozen=True)
class Outlines:
    """Shapes by name or code."""

    shapes: Any
    """A GeoDataFrame with `name`, `code` and `geometry`, in degrees."""
    year: str
    """The year of the boundaries, printed on every map."""


@lru_cache(maxsize=4)
def read(kind: str, folder: Path = FOLDER) -> Outlines:
    """Return the outlines of `districts` or `lsoas`."""
    import geopandas

    path = folder / f"{kind}.geojson"
    if not path.is_file():
        raise DataError(
            f"There are no outlines of {kind} to draw a map from:",
            [f"{path.name} is missing in data/geography; it is part of the repository"],
        )
    text = json.loads(path.read_text(encoding="utf-8"))
    shapes = geopandas.GeoDataFrame.from_features(text["features"])
    shapes = shapes.rename(columns=_COLUMNS[kind]).drop_duplicates("code")
    return Outlines(shapes, YEARS[kind])


def joined(shapes: Any, parts: Mapping[str, Sequence[str]]) -> Any:
    """Return one shape for each place, joined from the named parts: two councils from districts."""
    import geopandas

    found = []
    for place, names in parts.items():
        kept = shapes[shapes["name"].isin(names) | shapes["code"].isin(names)]
        if len(kept) != len(set(names)):
            missing = sorted(set(names) - set(kept["name"]) - set(kept["code"]))
            raise DataError(
                f"The outline of {place} cannot be made:",
                [f"there is no outline of '{name}'" for name in missing],
            )
        found.append({"name": place, "code": place, "geometry": kept.geometry.union_all()})
    return geopandas.GeoDataFrame(found, geometry="geometry")
