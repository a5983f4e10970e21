"""Charts of safe figures: one language, legible on a phone and in greyscale."""

from jsna.show.charts.bars import bars
from jsna.show.charts.funnel import funnel
from jsna.show.charts.intervals import intervals
from jsna.show.charts.line import curves, line
from jsna.show.charts.targets import targets
from jsna.show.charts.xmr import xmr

__all__ = ["bars", "curves", "funnel", "intervals", "line", "targets", "xmr"]
