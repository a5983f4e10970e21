"""The browser that prints pages and takes their pictures, where the machine has one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jsna.errors import BuildError

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def found() -> Path | None:
    """Return where Chromium or a kin of it is, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return Path(path)
    return None


@contextmanager
def browser() -> Iterator[Any]:
    """Give a running browser without a network; refused where there is none."""
    path = found()
    if path is None:
        raise BuildError(
            "There is no browser to print with:",
            ["install Chromium (on Debian: apt install chromium), or print from your own browser"],
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = running.new_context(
            viewport={"width": 640, "height": 900}, device_scale_factor=2, offline=True
        )
        yield context
        running.close()
