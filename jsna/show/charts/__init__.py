"""Charts of safe figures: one language, legible on a phone and in greyscale."""

from jsna.show.charts.bars import bars
from jsna.show.charts.line import line

__all__ = ["bars", "line"]
