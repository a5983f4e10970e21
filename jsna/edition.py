"""What a notebook opens: the safe figures of one edition, and nothing else of the children."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jsna import params
from jsna.disclosure import release
from jsna.disclosure.safe import Safe
from jsna.errors import FigureError
from jsna.params import Params
from jsna.project import PARAMS, REPORTS
from jsna.run.reads import FIGURES

if TYPE_CHECKING:
    from jsna.places import AreaPack


@dataclass(frozen=True)
class Edition:
    """One edition's safe figures and choices."""

    params: Params
    figures: Mapping[str, Safe]
    tables: Path
    """The folder that the figures were read from."""

    @classmethod
    def open(cls, edition: str) -> "Edition":
        """Return the edition that is being built, or else its last build."""
        chosen = params.read(PARAMS / f"{edition}.yaml")
        building = os.environ.get(FIGURES)
        tables = Path(building) if building else REPORTS / edition / "public" / "tables"
        if not (tables / release.PACKAGE).is_file():
            raise FigureError(
                f"There is no build of the edition '{edition}' to take figures from:",
                [f"run: jsna build params/{edition}.yaml"],
            )
        return cls(chosen, release.open_figures(tables), tables)

    def figure(self, figure_id: str) -> Safe:
        """Return a safe figure by its id in the catalogue."""
        return self.figures[figure_id]

    @property
    def as_of(self) -> date:
        """The day up to which publications are used."""
        return self.params.as_of

    @property
    def area(self) -> "AreaPack":
        """The area pack: its places, providers, sites and thresholds."""
        from jsna import places

        return places.read_pack(PARAMS / "areas" / f"{self.params.area}.yaml")
