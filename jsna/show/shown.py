"""What a chart, a map, a table or a sentence returns: HTML for the page, text for everyone else."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """A piece of a page. Jupyter and the page exporter read the same two texts."""

    html: str
    """Markup with no style, script or address outside the report."""
    text: str
    """The same in plain words."""

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}

    def __add__(self, other: "Shown") -> "Shown":
        """Put one piece under the other."""
        return Shown(f"{self.html}\n{other.html}", f"{self.text}\n{other.text}")
