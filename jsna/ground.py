"""Which places there are, when, and which holds which.

Records carry the finest place, an atom: the part of a district that lies in one clinical
commissioning group. A district in one group only is its own atom and keeps its name. All other
places are sums of atoms. `jsna.places` reads them from an area pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jsna.dimensions import NOT_RECORDED, OUTSIDE, TOTAL
from jsna.errors import ParamError

if TYPE_CHECKING:
    import pandas as pd


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

    def of_whole_districts(self, on: date) -> dict[str, tuple[str, ...]]:
        """Return each place that is a sum of districts, and which; not those that divide one.

        Lists that know no finer home than the district can be told of these places too.
        """
        districts = self.all("district", on)
        found = {}
        for place in self.items:
            inside = [one for one in districts if set(one.atoms) <= set(place.atoms)]
            covered = {atom for one in inside for atom in one.atoms}
            if place.kind != "district" and place.stands(on) and covered == set(place.atoms):
                found[place.name] = tuple(one.name for one in inside)
        return found

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
