"""Which places there are, when, and which holds which: read from an area pack.

    pack = places.read_pack(PARAMS / "areas" / "cumbria.yaml")
    pack.places.all("unitary", date(2021, 8, 31))

Records carry the finest place, an atom: the part of a district that lies in one clinical
commissioning group. A district in one group only is its own atom and keeps its name. All other
places are sums of atoms. Nothing of any county stands in this module.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.dimensions import NOT_RECORDED, OUTSIDE, TOTAL
from jsna.errors import ParamError
from jsna.project import DATA, named

if TYPE_CHECKING:
    import pandas as pd

OPEN = date(9999, 12, 31)
"""The last day of a place that still stands."""
BEYOND = "Beyond the border"
"""Where a site lies that serves the area from outside."""


@dataclass(frozen=True)
class Place:
    """A place with its days. Two places may share their ground, or their name at other times."""

    name: str
    kind: str
    """One of the pack's kinds, such as district, unitary or ccg."""
    code: str
    first: date
    last: date
    made_of: tuple[str, ...]
    """The places or atoms it is the sum of; empty for an atom."""
    atoms: tuple[str, ...]
    """The finest parts it is the sum of."""

    def stands(self, on: date) -> bool:
        """Say whether the place exists on a day."""
        return self.first <= on <= self.last


@dataclass(frozen=True)
class Lsoa:
    """A small area of the lookup, and the atom it lies in."""

    code: str
    name: str
    district: str
    ccg_code: str
    atom: str


@dataclass(frozen=True)
class Places:
    """All places of an area, whatever their days."""

    area: Place
    """The whole area."""
    kinds: Mapping[str, str]
    """A kind to how a heading names it."""
    items: tuple[Place, ...]
    """Every place but the whole, in the order of the pack."""
    lsoas: tuple[Lsoa, ...]
    """Every small area, in the order of its code."""

    @property
    def atoms(self) -> tuple[str, ...]:
        """The finest places that records carry, in the order of the districts."""
        return self.area.atoms

    def all(self, kind: str, on: date) -> tuple[Place, ...]:
        """Return the places of a kind that stand on a day."""
        return tuple(place for place in self.items if place.kind == kind and place.stands(on))

    def place(self, name: str) -> Place:
        """Return a place by its name, the whole area included."""
        for place in (self.area, *self.items):
            if place.name == name:
                return place
        raise ParamError(
            f"The area pack of {self.area.name} has no place '{name}':",
            ["it has " + ", ".join(place.name for place in self.items)],
        )

    def code(self, name: str) -> str:
        """Return the code of a place."""
        return self.place(name).code

    def children_of(self, name: str) -> tuple[str, ...]:
        """Return the parts of a place: side by side, adding up to it; none for an atom."""
        return self.place(name).made_of if name not in self._split_parts else ()

    def hierarchy(self, on: date | None = None) -> list[tuple[str, str]]:
        """Return `(parent, child)`; the children of one parent add up to it.

        `Total` is the sum of the districts, of children from outside and of those whose home is
        not recorded. With a day, only the places that stand on it are parents.
        """
        districts = [place.name for place in self.items if place.kind == "district"]
        rows = [(TOTAL, name) for name in (*districts, OUTSIDE, NOT_RECORDED)]
        for place in self.items:
            if on is None or place.stands(on) or place.kind == "district":
                rows += [(place.name, part) for part in place.made_of]
        return rows

    def atom_of(self, lsoa_code: str) -> str:
        """Return the atom a small area lies in; `Outside the county` for any other code."""
        return next((lsoa.atom for lsoa in self.lsoas if lsoa.code == lsoa_code), OUTSIDE)

    def lsoa_table(self, on: date) -> "pd.DataFrame":
        """Return one row an LSOA: code, name, atom, and for each kind its place that day."""
        import pandas as pd

        table = pd.DataFrame(
            {
                "lsoa_code": [lsoa.code for lsoa in self.lsoas],
                "lsoa": [lsoa.name for lsoa in self.lsoas],
                "atom": [lsoa.atom for lsoa in self.lsoas],
            }
        )
        for kind in self.kinds:
            holder = {atom: place.name for place in self.all(kind, on) for atom in place.atoms}
            table[kind] = [holder.get(lsoa.atom, "") for lsoa in self.lsoas]
        return table

    @property
    def _split_parts(self) -> set[str]:
        return set(self.atoms) - {place.name for place in self.items}


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
    )


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
