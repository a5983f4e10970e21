"""Join the records of one child without keeping the number that joins them.

An NHS number is checked by its last digit and turned, while the file is being read, into a
keyed hash (HMAC-SHA256). The number itself is never written, logged or shown. The key lies
outside the project; only the made-up county runs on the key kept beside this module, in a file
whose name says NOT-SECRET, and real extracts refuse that key wherever it lies.

Reference: NHS Data Dictionary, NHS number (modulus 11 check).
"""

import hashlib
import hmac
import os
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jsna.errors import ParamError
from jsna.intake.settings import IntakeSettings
from jsna.project import ROOT

KEPT_KEY = Path(__file__).parent / "made-up-county.NOT-SECRET.key"
LEAST_BYTES = 32
LEAST_DIFFERENT = 12
"""Different bytes that a key must hold; 32 random bytes hold 26 to 32, 64 hex figures 12 to 16."""

VALID, MISSING, FAILED = "valid", "missing", "failed the check"


def key(settings: IntakeSettings) -> bytes:
    """Return the key for this edition's numbers; a ParamError says how to make one."""
    if settings.made_up:
        return KEPT_KEY.read_bytes().strip()
    path = settings.linkage_key_file
    advice = (
        "make one outside the project with: "
        'python -c "import secrets; print(secrets.token_hex(32))" '
        "and name its file as linkage_key_file in the params file"
    )
    if path is None:
        raise ParamError("Real extracts hold NHS numbers, and no key is named for them:", [advice])
    problems = _weaknesses(path)
    if problems:
        raise ParamError("The key for NHS numbers cannot be used:", [*problems, advice])
    return path.read_bytes().strip()


def _weaknesses(path: Path) -> list[str]:
    """Return what is wrong with a key file; never a word of what it holds."""
    if not path.is_file():
        return ["linkage_key_file names a file that is not there"]
    found = path.read_bytes().strip()
    problems = []
    if len(found) < LEAST_BYTES:
        problems.append(f"it holds fewer than {LEAST_BYTES} characters")
    elif len(set(found)) < LEAST_DIFFERENT or _repeats(found):
        problems.append("it is too regular to be random")
    if hmac.compare_digest(found, KEPT_KEY.read_bytes().strip()):
        problems.append("it is the made-up county's key, which everyone can read")
    if path.resolve().is_relative_to(ROOT):
        problems.append("it lies inside the project; keep it outside")
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        problems.append("others may read it; run: chmod 600 on it")
    return problems


def _repeats(found: bytes) -> bool:
    """Return whether a key is one short piece over and over."""
    return any(
        found == (found[:length] * (len(found) // length + 1))[: len(found)]
        for length in range(1, len(found) // 2 + 1)
    )


def check_digits(numbers: np.ndarray) -> np.ndarray:
    """Return which rows of digits, shape (n, 10), are NHS numbers by their last digit.

    The first nine are weighted 10 down to 2; eleven less the remainder of their sum by eleven is
    the check digit, 11 counting as 0 and 10 never occurring.

    >>> check_digits(np.array([[9, 4, 3, 4, 7, 6, 5, 9, 1, 9], [9, 4, 3, 4, 7, 6, 5, 9, 1, 8]]))
    array([ True, False])
    """
    expected = 11 - (numbers[:, :9] * np.arange(10, 1, -1)).sum(axis=1) % 11
    expected = np.where(expected == 11, 0, expected)
    return (expected == numbers[:, 9]) & (expected != 10)


def at_the_door(raw: pa.ChunkedArray, secret: bytes) -> tuple[pd.Series, pd.Series]:
    """Return `link_key` (blank where there is none) and `link_status` for a column of numbers."""
    bare = pc.replace_substring_regex(raw, r"[\s\-]", "").combine_chunks()
    if isinstance(bare, pa.ChunkedArray):
        bare = bare.chunk(0) if bare.num_chunks else pa.array([], pa.string())
    shaped = pc.match_substring_regex(bare, r"^\d{10}$").to_numpy(zero_copy_only=False)
    empty = pc.equal(bare, "").to_numpy(zero_copy_only=False)
    valid = np.zeros(len(bare), dtype=bool)
    candidates = bare.filter(pa.array(shaped))
    if len(candidates):
        joined = "".join(candidates.to_pylist()).encode("ascii")
        digits = (np.frombuffer(joined, dtype=np.uint8) - 48).reshape(-1, 10).astype(np.int32)
        same = (digits == digits[:, :1]).all(axis=1)  # 0000000000 passes the sum and is nobody's
        valid[np.flatnonzero(shaped)] = check_digits(digits) & ~same
    keys: list[str | None] = [None] * len(bare)
    for place, number in zip(
        np.flatnonzero(valid), bare.filter(pa.array(valid)).to_pylist(), strict=True
    ):
        keys[place] = hmac.digest(secret, number.encode("ascii"), hashlib.sha256).hex()[:32]
    status = np.select([valid, empty], [VALID, MISSING], FAILED)
    return (
        pd.Series(pd.array(keys, dtype="str"), name="link_key"),
        pd.Series(pd.array(status, dtype="str"), name="link_status"),
    )


def match_rates(records: pd.DataFrame, matched: pd.Series, by: tuple[str, ...]) -> pd.DataFrame:
    """Return records, matched and the rate for each value of each dimension, and in total.

    Columns: `dimension`, `value`, `records`, `matched`, `rate` (0 to 1). Exact counts: for
    internal use, or through disclosure control.
    """
    pieces = [("Total", pd.Series("Total", index=records.index))]
    pieces += [(name, records[name].fillna("Not recorded").astype("str")) for name in by]
    tables = []
    for name, values in pieces:
        counts = matched.astype("int64").groupby(values.rename("value")).agg(["size", "sum"])
        table = counts.rename(columns={"size": "records", "sum": "matched"}).reset_index()
        table.insert(0, "dimension", name)
        tables.append(table)
    result = pd.concat(tables, ignore_index=True)
    result["rate"] = result["matched"] / result["records"]
    return result


def share_bounds(matched: int, with_trait: int, records: int) -> tuple[float, float]:
    """Return the least and greatest share with a trait, whatever the unmatched records hold.

    Nothing is assumed of the records without a match: all of them may have the trait, or none
    (worst-case bounds).

    Reference: Manski CF (1990), Nonparametric bounds on treatment effects, AER 80(2), 319-323.

    >>> share_bounds(matched=90, with_trait=18, records=100)
    (0.18, 0.28)
    """
    if not 0 <= with_trait <= matched <= records or records == 0:
        raise ValueError("with_trait <= matched <= records, and at least one record")
    return with_trait / records, (with_trait + records - matched) / records


def linked(left: pd.DataFrame, right: pd.DataFrame) -> pd.Series:
    """Return which rows of `left` have a record in `right`, by `link_key`."""
    known = right["link_key"].dropna().unique()
    return (left["link_key"].notna() & left["link_key"].isin(known)).rename("matched")
