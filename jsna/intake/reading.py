"""Read a folder of extracts, whatever stands in it, and hand each table on to be accepted."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from jsna.errors import DataError
from jsna.intake import readers, recognise
from jsna.intake.accept import Intake, accept
from jsna.intake.extracts import extracts
from jsna.intake.header_row import count_needed
from jsna.intake.headers import match
from jsna.intake.raw import RawTable, Unread
from jsna.intake.settings import IntakeSettings

SKIPPED = (".", "_", "~$", "readme")
"""How names of files begin that are no extracts."""
ENDINGS = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet"})


def read(folder: Path, settings: IntakeSettings) -> Intake:
    """Return what a folder of extracts holds, each row of each file accounted for."""
    if not folder.is_dir():
        raise DataError(
            f"There is no folder of extracts {folder.name!r}:",
            ["put the files of the senders in a folder and name it as `extracts` in the params"],
        )
    return accept(_received(folder, settings), settings)


def _received(folder: Path, settings: IntakeSettings) -> Iterator[tuple[RawTable | Unread, str]]:
    """Yield each table of each file, and each part that holds none, with the file's checksum."""
    seen: dict[str, str] = {}
    for path in extract_files(folder):
        file = path.relative_to(folder).as_posix()
        checksum = fingerprint(path)
        if checksum and checksum in seen:
            yield Unread(file, "", "FILE-TWICE", f"it is the file {seen[checksum]}"), checksum
            continue
        seen[checksum] = file
        for part in _parts(path, file, settings):
            yield part, checksum


def extract_files(folder: Path) -> list[Path]:
    """Return what stands in a folder of extracts, folders that are named like files included."""
    return list(_walk(folder))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.lower().startswith(SKIPPED):
            continue
        if path.is_dir() and path.suffix.lower() not in ENDINGS:
            yield from _walk(path)
        else:
            yield path


def _parts(path: Path, file: str, settings: IntakeSettings) -> list[RawTable | Unread]:
    """Return the tables of one file, and its parts that hold none.

    The extracts that the file's name speaks for are tried first; when they do not fit, all are.
    """
    named = recognise.by_name(file)
    tables, unread = readers.read(
        path, file, named or None, settings.header_aliases, settings.limits
    )
    believed = not named or all(_share(table) >= recognise.LEAST_SHARE for table in tables)
    if named and (not believed or not tables):
        others, still = readers.read(path, file, None, settings.header_aliases, settings.limits)
        if others and all(_share(table) >= recognise.LEAST_SHARE_UNNAMED for table in others):
            tables, unread = others, still
    return [*tables, *unread]


def _share(table: RawTable) -> float:
    """Return the share of its contract's required columns that a table has."""
    extract = extracts()[table.extract]
    needed = count_needed(extract)
    return (needed - len(match(table.headers, extract).missing)) / max(needed, 1)


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
