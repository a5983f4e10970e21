"""Write requirements.txt from requirements.in: every package, exact version, hashes, no address.

Run by `make pins`. uv is fetched into a folder of its own, since only this script needs it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """\
# Written by `make pins` from requirements.in. Every package with its exact version and the
# hashes of its files, so that another machine installs the same bytes. Holds no addresses.
"""


def main() -> None:
    """Resolve for every system and Python from 3.11 on, and write the pins."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "uv"]
        subprocess.run(pip, check=True)
        uv = next(
            p for p in Path(folder).rglob("uv*") if p.name in ("uv", "uv.exe") and p.is_file()
        )
        asked = "--generate-hashes --no-emit-index-url --no-header --no-annotate --universal"
        command = [str(uv), "pip", "compile", "--quiet", *asked.split(), "--python-version", "3.11"]
        pins = subprocess.run(
            [*command, "requirements.in"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout
    (ROOT / "requirements.txt").write_text(HEAD + pins, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
