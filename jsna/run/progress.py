"""Tell a person at a terminal what is being made, and how long it may still take."""

import sys
import time
from typing import TextIO


class Progress:
    """One line that names the page being made and the time left; plain lines in a log."""

    def __init__(self, total: int, out: TextIO = sys.stderr) -> None:
        """Start counting `total` pages."""
        self.total, self.out, self.done = total, out, 0
        self.begun = time.monotonic()
        self.moves = out.isatty()

    def started(self, page: str) -> None:
        """Show that a page is being made."""
        if self.moves:
            self._line(f"making {page}")

    def ended(self, page: str, seconds: float | None, went_well: bool) -> None:
        """Count a page that was made, or that could not be."""
        self.done += 1
        if self.moves:
            self._line(f"made {page}" if went_well else f"FAILED {page}")
        else:
            word = "made" if went_well else "FAILED"
            took = "" if seconds is None else f" ({seconds:.1f} s)"
            self.out.write(f"{word} {self.done} of {self.total}: {page}{took}\n")

    def close(self) -> None:
        """Leave the line."""
        if self.moves:
            self.out.write("\r\033[K")
            self.out.flush()

    def _line(self, what: str) -> None:
        width = 20
        full = width * self.done // max(self.total, 1)
        bar = "#" * full + "." * (width - full)
        text = f"[{bar}] {self.done} of {self.total}  {what}{self._left()}"
        self.out.write(f"\r\033[K{text[:110]}")
        self.out.flush()

    def _left(self) -> str:
        if not self.done or self.done == self.total:
            return ""
        left = (time.monotonic() - self.begun) / self.done * (self.total - self.done)
        return f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"
