"""Processes that share the machine by turns, so that its own changes of speed meet them alike.

Machines that others share grow slower and quicker by a tenth within seconds: what runs first and
what runs second differ by that, whatever they do. Linux and macOS.
"""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.build_costs import below

TURN = 0.25
"""Seconds."""


class Turns:
    """A process with all below it, stopped whenever it is not its turn."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.wall = 0.0
        """Seconds of its own turns so far."""

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let it work for as long as the block lasts."""
        self.go_on()
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.wall += time.perf_counter() - begun
            self.stop()

    def stop(self) -> None:
        """Let it wait for its turn."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it work from now on."""
        self._signal(signal.SIGCONT)

    def _signal(self, which: int) -> None:
        """Send a signal to every group of its processes: what they fork meanwhile gets it too."""
        groups = set()
        for process in below(self.pid):
            with contextlib.suppress(ProcessLookupError):
                groups.add(os.getpgid(process.pid))
        for group in groups:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, which)
