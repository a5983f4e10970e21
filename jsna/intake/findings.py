"""Findings: what was found in which row of which file, by which rule; never a value."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from jsna.intake.rules import BY_CODE

COLUMNS = (
    "file", "sheet", "extract", "sender", "row", "code", "severity", "fields", "reason", "rows",
)  # fmt: skip
"""`row` is 0 where a finding speaks of the whole file; `rows` is how many rows it concerns."""


@dataclass
class Findings:
    """Collects findings by table; `frame` gives them with the names that a reader knows."""

    pieces: list[pd.DataFrame] = field(default_factory=list)

    def rows(self, table: int, rows: np.ndarray, code: str, fields: str, extra: str = "") -> None:
        """Add one finding for each row number."""
        if len(rows):
            self.pieces.append(
                pd.DataFrame(
                    {"table": table, "row": rows, "code": code, "fields": fields,
                     "extra": extra, "rows": 1}
                )
            )  # fmt: skip

    def tables(self, tables: np.ndarray, rows: np.ndarray, code: str, fields: str) -> None:
        """Add one finding for each pair of table and row number."""
        if len(rows):
            self.pieces.append(
                pd.DataFrame(
                    {"table": tables, "row": rows, "code": code, "fields": fields, "extra": "",
                     "rows": 1}
                )
            )  # fmt: skip

    def whole(self, table: int, code: str, fields: str, extra: str, rows: int) -> None:
        """Add one finding for a whole file or sheet."""
        self.pieces.append(
            pd.DataFrame(
                {"table": [table], "row": 0, "code": code, "fields": fields, "extra": extra,
                 "rows": rows}
            )
        )  # fmt: skip

    def frame(self, files: pd.DataFrame) -> pd.DataFrame:
        """Return every finding; `files` has one row a table, in the order of their numbers."""
        if not self.pieces:
            return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS}).astype(
                {"row": "int64", "rows": "int64"}
            )
        found = pd.concat(self.pieces, ignore_index=True)
        about = files[["file", "sheet", "extract", "sender"]]
        found = found.join(about, on="table")
        found["severity"] = found["code"].map({code: r.severity for code, r in BY_CODE.items()})
        message = found["code"].map({code: r.message for code, r in BY_CODE.items()})
        found["reason"] = message.where(found["extra"] == "", message + ": " + found["extra"])
        return found.sort_values(["table", "row", "code"], kind="stable")[
            list(COLUMNS)
        ].reset_index(drop=True)
