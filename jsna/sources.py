"""What a subject may read: published tables and accepted extracts of one edition."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from jsna import published
from jsna.errors import FigureError, NotReceivedError
from jsna.params import Params
from jsna.project import DATA, PARAMS

if TYPE_CHECKING:
    import pandas as pd

    from jsna.intake.accept import Intake
    from jsna.places import AreaPack


@dataclass(eq=False)
class Sources:
    """The tables of one edition; each is read once.

    Equal to itself alone: so what is worked out from it once can be kept by it (`lru_cache`).
    """

    params: Params
    open_extracts: "Callable[[], dict[str, pd.DataFrame]]" = dict
    """Returns the accepted tables by the name of their contract; asked only when one is needed."""
    open_intake: "Callable[[], Intake] | None" = None
    """Returns what the senders' files held, rows set aside included: for data quality alone."""
    _published: "dict[str, pd.DataFrame]" = field(default_factory=dict)

    def published(self, name: str) -> "pd.DataFrame":
        """Return the rows of a published table that were out by the edition's date."""
        if name not in self._published:
            self._published[name] = published.read(name, self.params.as_of)
        return self._published[name].copy()

    def accepted(self, name: str) -> "pd.DataFrame":
        """Return an accepted extract, one row as its contract says; or a NotReceivedError."""
        if name not in self._extracts:
            raise NotReceivedError(
                f"The extract '{name}' was not received:",
                [
                    f"put the file into the extracts folder; docs/extracts/{name}.md says what"
                    " it holds"
                ],
            )
        return self._extracts[name]

    def came(self, name: str) -> bool:
        """Return whether an extract was received and could be read."""
        return name in self._extracts

    def printed(self, figure_id: str) -> "pd.DataFrame | None":
        """Return the cells that the edition before printed of a figure; None where it did not."""
        from jsna.disclosure.released import TABLES, on_made_up, remembered

        folder = DATA / "released" / self.params.previous_edition
        if not (folder / TABLES).is_file():
            return None
        figures = remembered(folder)
        if on_made_up(figures) != self.params.made_up:
            return None  # a rehearsal is no past of real records
        return figures[figure_id].cells.copy() if figure_id in figures else None

    def received(self) -> "Intake":
        """Return what was received, accepted and set aside."""
        if self.open_intake is None:
            raise FigureError(
                "What the senders' files held is not known here:",
                ["open the figures of an edition: jsna build params/your-edition.yaml"],
            )
        return self.open_intake()

    @cached_property
    def _extracts(self) -> "dict[str, pd.DataFrame]":
        return self.open_extracts()

    @cached_property
    def area(self) -> "AreaPack":
        """The area pack: its places, providers, sites and thresholds."""
        from jsna import places

        return places.read_pack(PARAMS / "areas" / f"{self.params.area}.yaml")
