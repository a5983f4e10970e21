"""The outlines cover the county once, add up to districts, and are light."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import shapely

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "data" / "geography"
SHARED = ROOT.parent / "shared" / "published"

# Square kilometres, from the ONS areas of December 2021, typed to the nearest ten.
AREAS = {
    "Allerdale": 1260,
    "Barrow-in-Furness": 80,
    "Carlisle": 1040,
    "Copeland": 740,
    "Eden": 2160,
    "South Lakeland": 1560,
}


def outlines(kind: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{kind}.geojson").read_text(encoding="utf-8"))


def shapes(kind: str) -> dict[str, shapely.Geometry]:
    return {
        feature["properties"]["code"]: shapely.geometry.shape(feature["geometry"])
        for feature in outlines(kind)["features"]
    }


def test_every_small_area_and_district_has_one_valid_outline():
    with (ROOT / "data" / "published" / "lsoas.csv").open(encoding="utf-8", newline="") as file:
        lookup = list(csv.DictReader(file))
    small, large = shapes("lsoas"), shapes("districts")
    assert len(small) == 321
    assert len(large) == 6
    assert set(small) == {row["lsoa_code"] for row in lookup}
    assert set(large) == {row["district_code"] for row in lookup}
    assert all(
        shape.is_valid and not shape.is_empty for shape in [*small.values(), *large.values()]
    )


def test_neighbours_share_their_border_without_gap_or_overlap():
    for kind in ("lsoas", "districts"):
        assert shapely.coverage_is_valid(list(shapes(kind).values()))


def test_small_areas_add_up_to_their_district():
    with (ROOT / "data" / "published" / "lsoas.csv").open(encoding="utf-8", newline="") as file:
        lookup = list(csv.DictReader(file))
    small, large = shapes("lsoas"), shapes("districts")
    for code, district in large.items():
        parts = [small[row["lsoa_code"]] for row in lookup if row["district_code"] == code]
        summed = shapely.union_all(parts)
        assert summed.symmetric_difference(district).area < 0.001 * district.area


def test_districts_have_the_areas_they_are_known_to_have():
    for feature in outlines("districts")["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        # A degree of latitude is 111.2 km; one of longitude shrinks with the cosine, 0.58 here.
        middle = shape.centroid.y
        kilometres = shape.area * 111.2**2 * float(cosine(middle))
        assert kilometres == pytest.approx(AREAS[feature["properties"]["name"]], rel=0.06, abs=6)


def cosine(latitude: float) -> float:
    from math import cos, radians

    return cos(radians(latitude))


def test_outlines_are_light_and_say_their_year_and_source():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.geojson")) < 400_000
    for kind, year in (("lsoas", "2011"), ("districts", "2021")):
        found = outlines(kind)
        assert found["boundary_year"] == year
        assert "Office for National Statistics" in found["source"]
        assert "Open Government Licence" in found["source"]


def test_district_outlines_lie_on_the_published_ones():
    path = SHARED / "cumbria_lad21_boundaries.geojson"
    if not path.is_file():
        pytest.skip("../shared/published is not beside the project: outlines were not compared")
    ours = shapes("districts")
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        theirs = shapely.geometry.shape(feature["geometry"]).buffer(0)
        mine = ours[feature["properties"]["ltla21_code"]]
        assert mine.intersection(theirs).area / mine.union(theirs).area > 0.88
