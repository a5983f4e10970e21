"""The restricted working store: accepted tables in Parquet, kept by what they were made from.

It lies in `.restricted/<edition>/`, outside the report folders and ignored by git, and only its
owner may read it (on Windows the folder inherits the rights of the user's own profile; no more
than that is promised). A second build whose files, settings, key and code are the same reads the
store instead of the files. `forget` removes it.
"""

import hashlib
import hmac
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jsna import needs
from jsna.errors import DataError, ParamError
from jsna.intake import linkage
from jsna.intake.settings import IntakeSettings
from jsna.project import RESTRICTED

if TYPE_CHECKING:
    import pandas as pd

    from jsna.intake.accept import Intake

_LISTS = ("findings", "files", "not_received")
_ABOUT = "about.json"


def load(folder: Path | None, settings: IntakeSettings, root: Path | None = None) -> "Intake":
    """Return the intake of a folder, from the store when nothing it rests on has changed."""
    from jsna.intake import reading

    if folder is None:
        raise DataError(
            "There are no extracts to read:",
            ["name a folder as `extracts` in the params file, or write one with `jsna demo`"],
        )
    place = (root or RESTRICTED) / settings.edition
    wanted = fingerprint(folder, settings)
    if _about(place).get("fingerprint") == wanted:
        return _open(place)
    intake = reading.read(folder, settings)
    save(intake, wanted, settings.edition, root)
    return intake


def fingerprint(folder: Path, settings: IntakeSettings) -> str:
    """Return one checksum of all that an intake rests on: files, settings, key and code."""
    from jsna.intake import reading

    digest = hashlib.sha256()
    if folder.is_dir():
        for path in reading.extract_files(folder):
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{reading.fingerprint(path)}\0".encode())
    plain_settings = {
        "as_of": settings.as_of.isoformat(),
        "made_up": settings.made_up,
        "districts": dict(settings.districts),
        "lsoas": dict(settings.lsoa_districts),
        "postcodes": {part: sorted(names) for part, names in settings.postcode_districts.items()},
        "headers": {name: dict(pairs) for name, pairs in settings.header_aliases.items()},
        "expected": settings.expected,
        "limits": repr(settings.limits),
    }
    digest.update(json.dumps(plain_settings, sort_keys=True).encode())
    try:
        digest.update(hmac.digest(linkage.key(settings), b"which key", "sha256"))
    except ParamError:
        digest.update(b"no key")  # reading says so, where a number comes that needs one
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".yaml"):
            digest.update(path.read_bytes())
    digest.update(needs.LIST.read_bytes())  # the one code list that stands beside the area packs
    return digest.hexdigest()


def save(intake: "Intake", made_from: str, edition: str, root: Path | None = None) -> Path:
    """Write an intake into the store, whole or not at all, and return its folder."""
    root = root or RESTRICTED
    _private_folder(root)
    fresh = Path(tempfile.mkdtemp(prefix=f".{edition}-", dir=root))
    try:
        for name, table in intake.accepted.items():
            _write(table, fresh / f"accepted-{name}.parquet")
        for name, table in intake.markers.items():
            _write(table, fresh / f"markers-{name}.parquet")
        for name in _LISTS:
            _write(getattr(intake, name), fresh / f"{name}.parquet")
        about = {
            "fingerprint": made_from,
            "accepted": list(intake.accepted),
            "markers": list(intake.markers),
            "not_run": [list(pair) for pair in intake.not_run],
        }
        (fresh / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        _owner_only(fresh / _ABOUT)
        place = root / edition
        if place.exists():
            shutil.rmtree(place)
        try:
            fresh.rename(place)
        except OSError:
            # Another build of the edition was quicker; what it wrote is kept if it is the same.
            if _about(place).get("fingerprint") != made_from:
                raise
            shutil.rmtree(fresh)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return place


def table(edition: str, name: str, root: Path | None = None) -> "pd.DataFrame":
    """Return one accepted table of an edition as it lies in the store."""
    import pandas as pd

    path = (root or RESTRICTED) / edition / f"accepted-{name}.parquet"
    if not path.is_file():
        raise DataError(
            f"The extract '{name}' of edition '{edition}' is not in the restricted store:",
            ["run `jsna build` for the edition; docs/extracts says what the file must hold"],
        )
    # Opened by Python, so that a page which shows it is known to have read it.
    with path.open("rb") as file:
        return pd.read_parquet(file)


def not_received(edition: str, root: Path | None = None) -> list[str]:
    """Return the extracts that an edition misses, as `attainment (Cumbria County Council)`."""
    import pandas as pd

    from jsna.intake.extracts import code_lists

    senders = code_lists()["provider"].labels
    missing = pd.read_parquet((root or RESTRICTED) / edition / "not_received.parquet")
    return [
        f"{name} ({' and '.join(senders[str(sender)] for sender in rows['sender'])})"
        for name, rows in missing.groupby("extract", sort=True)
    ]


def forget(edition: str | None = None, root: Path | None = None) -> list[str]:
    """Remove what the store holds of an edition, or all of it, and return what was removed."""
    root = root or RESTRICTED
    if not root.is_dir():
        return []
    gone = []
    for place in sorted(root.iterdir()):
        ours = edition is None or place.name == edition or place.name.startswith(f".{edition}-")
        if ours and place.is_dir():
            shutil.rmtree(place)
            gone.append(place.name)
        elif ours and edition is None:
            place.unlink()
            gone.append(place.name)
    if edition is None:
        root.rmdir()
    return gone


def _open(place: Path) -> "Intake":
    import pandas as pd

    from jsna.intake.accept import Intake

    about = _about(place)
    lists = {name: pd.read_parquet(place / f"{name}.parquet") for name in _LISTS}
    return Intake(
        accepted={n: pd.read_parquet(place / f"accepted-{n}.parquet") for n in about["accepted"]},
        markers={n: pd.read_parquet(place / f"markers-{n}.parquet") for n in about["markers"]},
        not_run=tuple((code, reason) for code, reason in about["not_run"]),
        **lists,
    )


def _about(place: Path) -> dict:  # type: ignore[type-arg]
    """Return what the store says of itself; nothing where it is missing or damaged."""
    try:
        about = json.loads((place / _ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    names: Sequence[str] = [
        *(f"accepted-{name}" for name in about.get("accepted", [])),
        *(f"markers-{name}" for name in about.get("markers", [])),
        *_LISTS,
    ]
    return about if all((place / f"{name}.parquet").is_file() for name in names) else {}


def _write(frame: "pd.DataFrame", path: Path) -> None:
    frame.to_parquet(path, index=False, compression="zstd")
    _owner_only(path)


def _private_folder(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        root.chmod(0o700)


def _owner_only(path: Path) -> None:
    if os.name == "posix":
        path.chmod(0o600)
