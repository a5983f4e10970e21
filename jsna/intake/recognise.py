"""Which extract a file is, and which organisation sent it."""

from fnmatch import fnmatch
from pathlib import PurePosixPath

import pandas as pd

from jsna.intake.extracts import Extract, code_lists, extracts
from jsna.intake.headers import plain

LEAST_SHARE = 0.5
"""Share of a contract's required columns below which its file name alone is not believed."""
LEAST_SHARE_UNNAMED = 0.6
"""The same for a file whose name says nothing."""


def by_name(file: str) -> tuple[str, ...]:
    """Return the extracts that a file's name speaks for, the likeliest first.

    >>> by_name("council/ehc_plans_2021.csv")
    ('ehc_plans',)
    """
    path = PurePosixPath(file)
    stem = plain(path.stem)
    exact = sorted(
        (name for name in extracts() if stem.startswith(plain(name))), key=len, reverse=True
    )
    if exact:
        return tuple(exact[:1])
    return tuple(
        name
        for name, extract in extracts().items()
        if any(fnmatch(path.name.lower(), pattern) for pattern in extract.file_names)
    )


def sender(extract: Extract, file: str, frame: pd.DataFrame) -> str:
    """Return the code of the organisation that sent a file; empty where nothing says it.

    Where one alone may send the extract, it is that one. Otherwise the folder or file name
    decides, then the provider that most rows name.
    """
    if len(extract.senders) == 1:
        return extract.senders[0]
    spellings = code_lists()["provider"].spellings
    words = plain(file)
    named = {
        code for spelling, code in spellings.items() if len(spelling) > 2 and spelling in words
    }
    from_name = [code for code in extract.senders if code in named]
    if len(from_name) == 1:
        return from_name[0]
    present = speakers(extract, frame)
    return present[0] if present else ""


def speakers(extract: Extract, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the expected senders that rows name as provider or organisation, most rows first."""
    for column in ("provider", "organisation"):
        if column in extract.column_names and column in frame:
            counts = frame[column].value_counts()
            return tuple(str(code) for code in counts.index if code in extract.senders)
    return ()
