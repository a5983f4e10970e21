"""How far it is to services, and how many places of care there are within reach.

Road times were out for no edition so far, so minutes are an estimate from straight lines (see
`jsna.subjects.waits.drive`): it misleads wherever a lake, a fell or an estuary lies between.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from jsna.figures import NOT_APPLICABLE, SHOWN, TOTAL, Figure
from jsna.sources import Sources
from jsna.stats import catchment
from jsna.subjects.waits import drive
from jsna.subjects.waits.groups import Ground, ground
from jsna.subjects.waits.wording import in_words

SERVICES: Mapping[str, str] = {
    "camhs": "CAMHS base",
    "short_breaks": "Short-breaks site",
    "autism": "Autism assessment site",
    "therapies": "Therapy base",
}
"""The code of a service in the list of sites and its name on pages."""
ALL_SITES, INSIDE = "All sites", "Only sites in the county"
STEPS = ((10.0, 1.0), (20.0, 0.68), (30.0, 0.22))
"""Weights of minutes in the enhanced two-step floating catchment (Luo and Qi 2009)."""
MEAN, WITHIN, PER = "mean", "within", "places"


@dataclass(frozen=True, eq=False)
class Reach:
    """One service: its sites, the children it is for, and the minutes between them."""

    children: pd.Series
    """Children of the ages served, index the small area."""
    places: np.ndarray
    """Places or whole-time staff of each site; nan where the list does not say."""
    inside: np.ndarray
    """Whether each site lies in the county."""
    minutes: np.ndarray
    """Estimated minutes, one row a small area, one column a site."""

    def nearest(self, only_inside: bool) -> np.ndarray:
        """Return each small area's minutes to its nearest site."""
        return np.asarray(self._minutes(only_inside).min(axis=1))

    def per_child(self, only_inside: bool) -> np.ndarray:
        """Return the places of care that each child of a small area can reach."""
        chosen = self.inside if only_inside else np.ones_like(self.inside)
        weights = catchment.decay(self._minutes(only_inside), STEPS)
        found = catchment.two_step(self.children.to_numpy(), self.places[chosen], weights)
        return np.asarray(found.per_child)

    def _minutes(self, only_inside: bool) -> np.ndarray:
        return self.minutes[:, self.inside] if only_inside else self.minutes


@lru_cache(maxsize=1)
def _ready(sources: Sources) -> tuple[dict[str, Reach], Ground]:
    """Return each service's reach and the lookups of homes."""
    of = ground(
        sources.area,
        sources.params.as_of,
        sources.published("deprivation"),
        sources.published("lsoas"),
        drive.minutes(sources.area.sites, "camhs"),
    )
    people = sources.published("population_lsoa")
    people = people[people["period"] == people["period"].max()].set_index("lsoa_code")
    return reaches(sources.accepted("service_sites"), people, sources), of


def reaches(sites: pd.DataFrame, people: pd.DataFrame, sources: Sources) -> dict[str, Reach]:
    """Return each service by its name; `people` has one column `age_0` to `age_25` an age.

    Sites that have closed, or are not open yet, are left out; so are services without a site.
    """
    day = pd.Timestamp(sources.params.as_of)
    closed = sites["closed_date"]
    is_open = ~(sites["opened_date"] > day) & ~(closed <= day)
    # What lies beyond the border comes in more than one word: the districts are ours.
    here = [place.name for place in sources.area.places.all("district", sources.params.as_of)]
    placed = sites["easting"].notna() & sites["northing"].notna()
    centres = drive.centres()
    grid = on_grid(centres).loc[people.index]
    found = {}
    for code, name in SERVICES.items():
        own = sites[is_open & placed & (sites["service"] == code)]
        if own.empty:
            continue
        youngest, oldest = int(own["age_from"].min()), int(own["age_to"].max())
        children = people[[f"age_{age}" for age in range(youngest, oldest + 1)]].sum(axis=1)
        found[name] = Reach(
            children.astype(float),
            own["capacity"].to_numpy(dtype=float),
            own["site_district"].isin(here).to_numpy(),
            minutes(grid, own),
        )
    return found


def on_grid(centres: pd.DataFrame) -> pd.DataFrame:
    """Return latitudes and longitudes as eastings and northings of the National Grid, metres."""
    from pyproj import Transformer

    turn = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    east, north = turn.transform(centres["longitude"].to_numpy(), centres["latitude"].to_numpy())
    return pd.DataFrame({"easting": east, "northing": north}, index=centres.index)


def minutes(grid: pd.DataFrame, sites: pd.DataFrame) -> np.ndarray:
    """Return estimated minutes between small areas (rows) and sites (columns).

    Straight line times `drive.DETOUR` at `drive.SPEED`, as for the waits.
    """
    across = grid["easting"].to_numpy()[:, None] - sites["easting"].to_numpy(dtype=float)
    along = grid["northing"].to_numpy()[:, None] - sites["northing"].to_numpy(dtype=float)
    kilometres = np.hypot(across, along) / 1000
    return np.asarray(kilometres * drive.DETOUR / drive.SPEED * 60)


def _groups(of: Ground, index: pd.Index) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the county, districts, West Cumbria and the rest, each with its small areas."""
    yield TOTAL, np.ones(len(index), dtype=bool)
    district = of.lsoas["district"].reindex(index)
    for name in of.places["district"]:
        yield name, (district == name).to_numpy()
    locality = of.lsoas["locality"].reindex(index)
    for name in of.places["locality"]:
        yield name, (locality == name).to_numpy()


def _rows(sources: Sources, what: str) -> pd.DataFrame:
    """Return a measure of reach by service, place, and whether sites beyond the border count."""
    found, of = _ready(sources)
    limit = sources.area.thresholds["drive_minutes"].value
    rows = []
    for service, reach in found.items():
        for sites, only in ((ALL_SITES, False), (INSIDE, True)):
            if only and not reach.inside.any():
                continue
            per = None if np.isnan(reach.places).any() else reach.per_child(only)
            for name, inside in _groups(of, reach.children.index):
                own = reach.children.to_numpy()[inside]
                value = _measured(what, reach.nearest(only)[inside], own, per, inside, limit)
                labels = {"service": service, "sites": sites, "area": name}
                rows.append({**labels, **_cell(value, own.sum())})
    return pd.DataFrame(rows).assign(period=period(sources))


def period(sources: Sources) -> str:
    """Return the year of the children and the day of the sites, in words."""
    year = sources.published("population_lsoa")["period"].max()
    return f"children in mid-{year}, sites open on {in_words(sources.params.as_of)}"


def _measured(
    what: str, near: np.ndarray, own: np.ndarray, per: np.ndarray | None, inside: np.ndarray,
    limit: float,
) -> float | None:  # fmt: skip
    if what == MEAN:
        return float(round(catchment.weighted_time(own, near)))
    if what == WITHIN:
        return float(100 * own[near <= limit].sum() / own.sum())
    return None if per is None else float(1000 * (own @ per[inside]) / own.sum())


def _cell(value: float | None, n: float) -> dict[str, object]:
    if value is None:
        return {"value": np.nan, "n": np.nan, "status": NOT_APPLICABLE}
    return {"value": value, "n": float(n), "status": SHOWN}


def drive_minutes(sources: Sources) -> pd.DataFrame:
    """Return the mean minutes of a child to the nearest site."""
    return _rows(sources, MEAN)


def within_reach(sources: Sources) -> pd.DataFrame:
    """Return the percent of children within the pack's `drive_minutes` of a site."""
    return _rows(sources, WITHIN)


def places_per_child(sources: Sources) -> pd.DataFrame:
    """Return places of care within reach for each 1,000 children (two-step catchment)."""
    return _rows(sources, PER)


def by_deprivation(sources: Sources) -> pd.DataFrame:
    """Return the mean minutes of a child by deprivation fifth, and by rural or urban home."""
    found, of = _ready(sources)
    rows = []
    for service, reach in found.items():
        near, own = reach.nearest(False), reach.children.to_numpy()
        for column in ("deprivation", "rural_urban"):
            groups = of.lsoas[column].reindex(reach.children.index)
            for name in sorted(groups.dropna().unique()):
                inside = (groups == name).to_numpy()
                value = float(round(catchment.weighted_time(own[inside], near[inside])))
                said = f"Fifth {name}" if column == "deprivation" else str(name)
                labels = {"service": service, "home": said}
                rows.append({**labels, **_cell(value, own[inside].sum())})
    return pd.DataFrame(rows).assign(period=period(sources))


def by_small_area(sources: Sources) -> pd.DataFrame:
    """Return the minutes from each small area to the nearest CAMHS base and short-breaks site."""
    found, _ = _ready(sources)
    rows = []
    for code in ("camhs", "short_breaks"):
        reach = found.get(SERVICES[code])
        if reach is not None:
            near = reach.nearest(False)
            rows += [
                {
                    "service": SERVICES[code],
                    "lsoa": lsoa,
                    **_cell(float(round(value)), reach.children[lsoa]),
                }
                for lsoa, value in zip(reach.children.index.astype(str), near, strict=True)
            ]
    return pd.DataFrame(rows).assign(period=period(sources))


_APPROXIMATE = (
    f"Straight line to the site times {drive.DETOUR:g} at {drive.SPEED:g} km an hour, children of "
    "each small area at its middle"
)
_LIMITS = (
    "Minutes are an estimate, not a road time: they mislead wherever a lake, a fell or an estuary "
    "lies between, and say nothing of buses or of families without a car. The sites of the "
    "made-up county are invented."
)
_EDGE = (
    "Children beyond the border who use the same sites are not counted, so places near it look "
    "better served than they are; without the sites beyond it they look worse. The truth lies "
    "between the two."
)


def _figure(
    name: str, title: str, question: str, dimensions: tuple[str, ...], unit: str, **more: object
) -> Figure:
    own = str(more.pop("limits", ""))
    return Figure(
        id=f"access-{name}",
        title=title,
        question=question,
        population="Children and young people of the ages that a service is for, where they live",
        dimensions=dimensions,
        kind="statistic",
        unit=unit,
        source=("service_sites", "population_lsoa", "lsoas", "deprivation"),
        period="children mid-year, sites open on the edition's day",
        geography="Districts of 2021 and West Cumbria, from 321 small areas (LSOAs of 2011)",
        rule="statistic",
        limits=f"{own} {_LIMITS}".strip(),
        **more,  # type: ignore[arg-type]
    )


FIGURES = (
    _figure(
        "drive",
        "Estimated minutes from a child's home to the nearest site, mean of all children",
        "How far is it to the nearest site?",
        ("service", "sites", "area"),
        "minutes",
        measure=drive_minutes,
        method=_APPROXIMATE,
    ),
    _figure(
        "within-reach",
        "Children within about 30 minutes of the nearest site",
        "How many children live within reach?",
        ("service", "sites", "area"),
        "percent of children",
        measure=within_reach,
        method=f"{_APPROXIMATE}; the limit is the area pack's",
    ),
    _figure(
        "places",
        "Places or staff within reach for each 1,000 children",
        "How much is there within reach, shared among all who can reach it?",
        ("service", "sites", "area"),
        "per 1,000 children",
        measure=places_per_child,
        method=(
            f"Enhanced two-step floating catchment, weights 1, 0.68 and 0.22 within 10, 20 and 30 "
            f"minutes; {_APPROXIMATE}"
        ),
        limits=_EDGE,
    ),
    _figure(
        "by-home",
        "Estimated minutes to the nearest site, by deprivation and by rural or urban home",
        "Is it farther for poor or for rural families?",
        ("service", "home"),
        "minutes",
        measure=by_deprivation,
        method=_APPROXIMATE,
    ),
    _figure(
        "by-small-area",
        "Estimated minutes from each small area to the nearest site",
        "From which places is it far?",
        ("service", "lsoa"),
        "minutes",
        measure=by_small_area,
        method=_APPROXIMATE,
    ),
)

POPULATIONS: dict = {}
