"""What intake needs to know of an edition, and nothing more."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from jsna.dimensions import NOT_RECORDED, OUTSIDE

__all__ = ["NOT_RECORDED", "OUTSIDE", "IntakeSettings", "Limits", "from_params"]

GIGABYTE = 1024**3


@dataclass(frozen=True)
class Limits:
    """How much one file may hold before it is refused unopened."""

    file_bytes: int = 4 * GIGABYTE
    unpacked_bytes: int = 4 * GIGABYTE
    """Of a workbook, which is a zip archive."""
    ratio: int = 250
    """Unpacked to packed, of one part of a workbook over a megabyte. Real sheets reach some 30."""
    parts: int = 5_000
    cells: int = 60_000_000
    """Of the rectangle that a sheet spans."""


@dataclass(frozen=True)
class IntakeSettings:
    """The choices of an edition that decide what is accepted."""

    edition: str
    as_of: date
    made_up: bool
    """Whether the extracts are the made-up county's: only then is the kept key used."""
    districts: Mapping[str, str] = field(default_factory=dict)
    """ONS code to name of each district of the county."""
    lsoa_districts: Mapping[str, str] = field(default_factory=dict)
    """LSOA to the name of the district that holds it; empty: the rule is not run, and says so."""
    postcode_districts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Outward part of a postcode to the districts that hold part of it; empty: not run."""
    header_aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Extract to header to column, for senders who use headers of their own."""
    linkage_key_file: Path | None = None
    expected: tuple[str, ...] | None = None
    """Extracts that should come; None for all."""
    limits: Limits = Limits()

    def but(self, **changes: Any) -> "IntakeSettings":
        """Return the same settings with some changed."""
        return replace(self, **changes)


def from_params(params: Any) -> IntakeSettings:
    """Return the settings that an edition's params and area pack decide.

    Settings are returned as they are, so that a caller may hold either.
    """
    if isinstance(params, IntakeSettings):
        return params
    from jsna import places, strict_yaml
    from jsna.project import PARAMS

    pack = places.read_pack(PARAMS / "areas" / f"{params.area}.yaml").places
    postcodes = Path(__file__).parent / "postcodes" / f"{params.area}.yaml"
    outward = strict_yaml.load(postcodes)[0] if postcodes.is_file() else {}
    return IntakeSettings(
        edition=params.edition,
        as_of=params.as_of,
        made_up=params.extracts is None,
        districts={place.code: place.name for place in pack.items if place.kind == "district"},
        lsoa_districts={lsoa.code: lsoa.district for lsoa in pack.lsoas},
        postcode_districts={part: frozenset(names) for part, names in outward.items()},
        header_aliases=getattr(params, "header_aliases", None) or {},
        linkage_key_file=params.linkage_key_file,
    )
