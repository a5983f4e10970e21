"""What intake needs to know of an edition, and nothing more."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

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


OUT_OF_COUNTY = "Out of county"
NOT_RECORDED = "Not recorded"
"""What `home_district` holds beside the names of the districts."""


def from_params(params: Any, places: Any = None) -> IntakeSettings:
    """Return the settings that an edition's params (and places, where there are any) decide.

    Settings are returned as they are, so that callers may hold either.
    """
    if isinstance(params, IntakeSettings):
        return params
    return IntakeSettings(
        edition=str(params.edition),
        as_of=params.as_of,
        made_up=params.extracts is None,
        districts=dict(getattr(places, "district_names", {}) or {}),
        lsoa_districts=dict(getattr(places, "lsoa_districts", {}) or {}),
        postcode_districts=dict(getattr(places, "postcode_districts", {}) or {}),
        header_aliases=getattr(params, "header_aliases", None) or {},
        linkage_key_file=getattr(params, "linkage_key_file", None),
    )
