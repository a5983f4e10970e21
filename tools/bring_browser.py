"""Bring what the browser and paper tests need, where that is possible: Debian packages, as root.

Elsewhere it says in one line what will not be run. Called by `make test`.
"""

import os
import shutil
import subprocess
import sys

NEEDED = {
    "chromium": "chromium",
    "soffice": "libreoffice-writer libreoffice-calc",
    "pdftoppm": "poppler-utils",
}
FONTS = "fonts-dejavu fonts-liberation"


def main() -> None:
    """Install what is missing if we may; otherwise say what is missing."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if not missing:
        return
    may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may:
        packages = " ".join([NEEDED[name] for name in missing] + [FONTS]).split()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(install, check=False, env=environment, **quiet)
        missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        sys.stderr.write(
            f"not on this machine: {', '.join(missing)}; tests that need it are not run\n"
        )


if __name__ == "__main__":
    main()
