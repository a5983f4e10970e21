"""An area pack: its places, neighbours, providers, sites and thresholds, each with its days.

    pack = places.read_pack(PARAMS / "areas" / "cumbria.yaml")
    pack.places.all("unitary", date(2021, 8, 31))

Nothing of any county stands in the code: another area is another pack. What a place is, and how
places add up, is in `jsna.ground`; what can be wrong with a pack, in `jsna.pack_check`.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jsna import kept
from jsna.errors import ParamError
from jsna.ground import Lsoa, Place, Places
from jsna.project import DATA, PARAMS, named

__all__ = ["AreaPack", "Lsoa", "Place", "Places", "read_pack"]

OPEN = date(9999, 12, 31)
"""The last day of a place that still stands."""
BEYOND = "Beyond the border"
"""Where a site lies that serves the area from outside."""


@dataclass(frozen=True)
class Neighbour:
    """A statistical neighbour; `first` is the day from which the authority exists."""

    name: str
    code: str
    dfe_number: str
    rank: int
    first: date


@dataclass(frozen=True)
class Provider:
    """An organisation, what it provides, where and when."""

    short_name: str
    name: str
    code: str
    service: str
    serves: str
    """A place of the pack, or the whole area."""
    first: date
    last: date


@dataclass(frozen=True)
class Site:
    """Where a service is given."""

    name: str
    service: str
    town: str
    lies_in: str
    """A district, or `Beyond the border`."""
    latitude: float
    longitude: float
    illustrative: bool
    """True where the town is real and the site is not."""


@dataclass(frozen=True)
class Change:
    """A day across which a series of a service may not be joined."""

    date: date
    service: str
    what: str


@dataclass(frozen=True)
class Threshold:
    """A value that somebody decided."""

    value: float
    unit: str
    decided_by: str


@dataclass(frozen=True)
class AreaPack:
    """Everything about an area that is not data of a year."""

    name: str
    code: str
    dfe_number: str
    boundary_year: str
    comparators: tuple[str, ...]
    places: Places
    neighbours: tuple[Neighbour, ...]
    providers: tuple[Provider, ...]
    changes: tuple[Change, ...]
    sites: tuple[Site, ...]
    thresholds: Mapping[str, Threshold]
    path: Path
    tell_us: str = ""
    """Where people can answer, for every page and the form; '' where nobody said."""

    def neighbours_on(self, on: date) -> tuple[str, ...]:
        """Return the names of the statistical neighbours that exist on a day, nearest first."""
        found = sorted(self.neighbours, key=lambda neighbour: neighbour.rank)
        return tuple(neighbour.name for neighbour in found if neighbour.first <= on)

    def providers_on(self, service: str, on: date) -> tuple[Provider, ...]:
        """Return who provides a service on a day."""
        return tuple(
            provider
            for provider in self.providers
            if provider.service == service and provider.first <= on <= provider.last
        )


def read_pack(path: Path) -> AreaPack:
    """Return the area pack in a file, or a ParamError that lists all that is wrong with it."""
    from jsna import pack_check, strict_yaml

    data, problems = strict_yaml.load(path)
    if data:
        problems += pack_check.shape_problems(data)
    if problems:
        raise ParamError(f"{named(path)} cannot be used:", problems)
    rows = read_lookup(data["lookup"], path.parent)
    problems = pack_check.place_problems(data, rows) + pack_check.other_problems(data)
    if problems:
        raise ParamError(f"{named(path)} cannot be used:", problems)
    return AreaPack(
        name=data["name"],
        code=data["code"],
        dfe_number=data["dfe_number"],
        boundary_year=data["boundary_year"],
        comparators=tuple(data["comparators"]),
        places=_places(data, rows),
        neighbours=tuple(
            Neighbour(e["name"], e["code"], e["dfe_number"], e["rank"], day(e["from"]))
            for e in data["neighbours"]
        ),
        providers=tuple(
            Provider(
                e["short_name"],
                e["name"],
                e["code"],
                e["service"],
                e["serves"],
                day(e["from"]),
                day(e["to"]),
            )
            for e in data["providers"]
        ),
        changes=tuple(Change(day(e["date"]), e["service"], e["what"]) for e in data["changes"]),
        sites=tuple(
            Site(
                e["name"],
                e["service"],
                e["town"],
                e["in"],
                e["latitude"],
                e["longitude"],
                e["illustrative"],
            )
            for e in data["sites"]
        ),
        thresholds={
            name: Threshold(e["value"], e["unit"], e["decided_by"])
            for name, e in data["thresholds"].items()
        },
        path=path,
        tell_us=data.get("tell_us", ""),
    )


def _understand_packs() -> None:
    for path in sorted((PARAMS / "areas").glob("*.yaml")):
        read_pack(path)


kept.ahead(_understand_packs)


def read_lookup(lookup: str, folder: Path) -> list[dict[str, str]]:
    """Return the rows of the lookup: a table of data/published, or a CSV file beside the pack."""
    path = folder / lookup if lookup.endswith(".csv") else DATA / "published" / f"{lookup}.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        raise ParamError(
            "The lookup of small areas cannot be read:",
            [f"'lookup' names '{lookup}', but there is no {named(path)}"],
        ) from None
    except UnicodeDecodeError:
        raise ParamError(
            "The lookup of small areas cannot be read:",
            [f"{named(path)} is not UTF-8 text; save it as UTF-8"],
        ) from None
    needed = ("lsoa_code", "lsoa", "district_code", "district", "ccg_code")
    missing = [name for name in needed if not rows or name not in rows[0]]
    if missing:
        raise ParamError(
            f"{named(path)} is no lookup of small areas:",
            [f"column '{name}' is missing" for name in missing],
        )
    return rows


def day(text: str) -> date:
    """Return a day written as 2021-08-31; `open` is a day that never comes."""
    return OPEN if text == "open" else date.fromisoformat(text)


def atoms_of_lookup(data: Mapping, rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], str]:  # type: ignore[type-arg]
    """Return the name of each (district code, group code) that holds a small area."""
    groups = {e["code"]: e["name"] for e in data["places"] if e["kind"] == "ccg"}
    pairs = sorted({(row["district_code"], row["ccg_code"]) for row in rows})
    names = {row["district_code"]: row["district"] for row in rows}
    found = {}
    for district, group in pairs:
        parts = [pair for pair in pairs if pair[0] == district]
        whole = names[district]
        part = f"{whole} ({groups.get(group, group).split(' (')[0]})"
        found[district, group] = whole if len(parts) == 1 else part
    return found


def _places(data: Mapping, rows: list[dict[str, str]]) -> Places:  # type: ignore[type-arg]
    atoms = atoms_of_lookup(data, rows)
    parts: dict[str, tuple[str, ...]] = {}
    items = []
    for entry in data["places"]:
        made_of = tuple(entry.get("made_of", ()))
        if made_of:
            fine = tuple(atom for name in made_of for atom in parts[name])
        else:
            at = 0 if entry["kind"] == "district" else 1
            fine = tuple(name for pair, name in atoms.items() if pair[at] == entry["code"])
            made_of = () if fine == (entry["name"],) else fine
        parts[entry["name"]] = fine
        items.append(
            Place(
                entry["name"],
                entry["kind"],
                entry["code"],
                day(entry["from"]),
                day(entry["to"]),
                made_of,
                fine,
            )
        )
    districts = [place for place in items if place.kind == "district"]
    everything = tuple(atom for place in districts for atom in place.atoms)
    first, last = min(p.first for p in districts), max(p.last for p in districts)
    whole = Place(
        data["name"],
        "area",
        data["code"],
        first,
        last,
        tuple(p.name for p in districts),
        everything,
    )
    lsoas = tuple(
        Lsoa(
            row["lsoa_code"],
            row["lsoa"],
            row["district"],
            row["ccg_code"],
            atoms[row["district_code"], row["ccg_code"]],
        )
        for row in sorted(rows, key=lambda row: row["lsoa_code"])
    )
    kinds = {name: entry["label"] for name, entry in data["kinds"].items()}
    return Places(whole, kinds, tuple(items), lsoas)
