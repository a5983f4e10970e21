"""How long the drive to the nearest base takes, roughly, where no table of road times is out."""

import json
from functools import cache

import numpy as np
import pandas as pd

from jsna.places import Site
from jsna.project import DATA

DETOUR = 1.4
"""Road kilometres for each kilometre of straight line: our assumption, among lakes and fells."""
SPEED = 60.0
"""Kilometres an hour by road: our assumption."""
_EARTH = 6371.0


@cache
def centres() -> pd.DataFrame:
    """Return `latitude` and `longitude` of the middle of each small area, index its code."""
    from shapely.geometry import shape

    text = (DATA / "geography" / "lsoas.geojson").read_text(encoding="utf-8")
    rows = {}
    for feature in json.loads(text)["features"]:
        middle = shape(feature["geometry"]).centroid
        rows[feature["properties"]["code"]] = (middle.y, middle.x)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["latitude", "longitude"])


def minutes(sites: tuple[Site, ...], service: str) -> "pd.Series[float]":
    """Return estimated minutes from each small area to the nearest site of a service.

    Straight line times `DETOUR` at `SPEED`. It misleads wherever a lake, a fell or an estuary lies
    between: a table of road times replaces it where one was out by the edition's day.
    """
    places = centres()
    bases = [site for site in sites if site.service == service]
    if not bases:
        return pd.Series(np.nan, index=places.index)
    lines = [
        kilometres(
            places["latitude"].to_numpy(), places["longitude"].to_numpy(),
            np.array(site.latitude), np.array(site.longitude),
        )
        for site in bases
    ]  # fmt: skip
    nearest = np.min(np.column_stack(lines), axis=1)
    return pd.Series(nearest * DETOUR / SPEED * 60, index=places.index)


def kilometres(
    latitude: np.ndarray, longitude: np.ndarray, to_latitude: np.ndarray, to_longitude: np.ndarray
) -> np.ndarray:
    """Return great-circle distances (haversine) between points in degrees."""
    here, there = np.radians(latitude), np.radians(to_latitude)
    across = np.radians(longitude - to_longitude)
    half = np.sin((here - there) / 2) ** 2
    half += np.cos(here) * np.cos(there) * np.sin(across / 2) ** 2
    return np.asarray(2 * _EARTH * np.arcsin(np.sqrt(half)))
