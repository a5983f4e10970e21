"""Packed files (Word, spreadsheets) without the moment of their writing.

A zip file notes for each member when it was written, in local time: two builds of the same
words would differ.
"""

import io
import zipfile
from collections.abc import Callable

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first day that the format can say."""


def _as_it_is(name: str, data: bytes) -> bytes:
    return data


def pack_again(content: bytes, change: Callable[[str, bytes], bytes] = _as_it_is) -> bytes:
    """Return the packed file with every member as `change` gives it, and no time of writing.

    `change` takes a member's name and its bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for item in given.infolist():
            entry = zipfile.ZipInfo(item.filename, BEGINNING)
            made.writestr(entry, change(item.filename, given.read(item)), item.compress_type)
    return out.getvalue()
