"""Turn raw tables into accepted rows, and account for every row that was not accepted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from jsna.intake import apply_rules, columns, linkage, recognise
from jsna.intake.extracts import Column, Extract, extracts
from jsna.intake.findings import Findings
from jsna.intake.headers import IDENTIFIERS_NOT_WANTED, Matched, match, plain
from jsna.intake.raw import RawTable, Unread
from jsna.intake.rules import BY_CODE, SETS_ASIDE, STOPS
from jsna.intake.settings import IntakeSettings


@dataclass(frozen=True)
class Intake:
    """What a folder of extracts held."""

    accepted: dict[str, pd.DataFrame]
    """Extract to its accepted rows, in the columns and types of the contract. NHS numbers are
    gone: `link_key` (keyed hash) and `link_status` stand in their place. Home postcodes too."""
    findings: pd.DataFrame
    """Every finding: see jsna.intake.findings."""
    files: pd.DataFrame
    """One row a table: file, sheet, extract, sender, rows_in, accepted, set_aside, stopped,
    unused (headers that mean nothing here), sha256."""
    not_received: pd.DataFrame
    """Extract, sender, title, frequency, chapters, and `state`: not received or not usable."""
    markers: dict[str, pd.DataFrame] = field(default_factory=dict)
    """Extract to `position` (row of the accepted table), `column` and the state a marker means."""
    not_run: tuple[tuple[str, str], ...] = ()
    """Rules that could not be run, each with the reason."""

    @property
    def set_aside(self) -> pd.DataFrame:
        """The findings that set rows, or whole files, aside."""
        return self.findings[self.findings["severity"].isin([SETS_ASIDE, STOPS])]

    @property
    def warned(self) -> pd.DataFrame:
        """The findings on rows that were accepted all the same."""
        return self.findings[~self.findings["severity"].isin([SETS_ASIDE, STOPS])]


@dataclass
class _Gathered:
    """What has been read so far."""

    files: list[dict[str, object]] = field(default_factory=list)
    frames: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    states: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    secret: bytes | None = None


def accept(received: Iterable[tuple[RawTable | Unread, str]], settings: IntakeSettings) -> Intake:
    """Return what tables hold, each row of each accounted for.

    `received` gives each table, or part that is none, with the checksum of its file; a table is
    let go as soon as its values are taken.
    """
    gathered = _Gathered()
    for part, checksum in received:
        if isinstance(part, Unread):
            _note_unread(part, checksum, gathered)
        else:
            _read_table(part, checksum, settings, gathered)
    tables = {name: _joined(frames) for name, frames in gathered.frames.items()}
    gathered.frames.clear()
    not_run = apply_rules.run(tables, settings, gathered.findings)
    files = _counted(gathered, tables)
    accepted, markers = {}, {}
    for name in list(tables):
        states = gathered.states.get(name, [])
        accepted[name], markers[name] = _accepted(name, tables.pop(name), states)
    return Intake(
        accepted=accepted,
        findings=gathered.findings.frame(files),
        files=files.drop(columns=["speakers"]),
        not_received=_not_received(files, settings),
        markers={name: table for name, table in markers.items() if len(table)},
        not_run=tuple(not_run),
    )


def _note_unread(part: Unread, checksum: str, gathered: _Gathered) -> None:
    """Account for a file or sheet of which nothing is accepted."""
    number = len(gathered.files)
    rows = part.rows or 0
    named = recognise.by_name(part.file)
    extract = extracts()[named[0]] if len(named) == 1 else None
    gathered.files.append(
        {"file": part.file, "sheet": part.sheet, "extract": extract.name if extract else "",
         "sender": recognise.sender(extract, part.file, pd.DataFrame()) if extract else "",
         "speakers": (), "rows_in": rows, "stopped": True, "unused": "", "sha256": checksum}
    )  # fmt: skip
    gathered.findings.whole(number, part.code, "", part.reason, rows)


def _read_table(
    raw: RawTable, checksum: str, settings: IntakeSettings, gathered: _Gathered
) -> None:
    """Turn one table into values, and note what its cells and rows break."""
    number = len(gathered.files)
    extract = extracts()[raw.extract]
    matched = match(raw.headers, extract, settings.header_aliases.get(extract.name))
    unwanted = [name for name in matched.unknown if plain(name) in IDENTIFIERS_NOT_WANTED]
    about: dict[str, object] = {
        "file": raw.file, "sheet": raw.sheet, "extract": extract.name, "sender": "",
        "speakers": (), "rows_in": raw.rows_in, "stopped": False,
        "unused": ", ".join(name[:60] for name in matched.unknown if name), "sha256": checksum,
    }  # fmt: skip
    gathered.files.append(about)
    if unwanted:
        gathered.findings.whole(number, "FILE-NAMES", ", ".join(unwanted), "", 0)
    why = _why_stopped(raw, matched)
    if why:
        about["stopped"] = True
        about["sender"] = recognise.sender(extract, raw.file, pd.DataFrame())
        for code, fields in why:
            gathered.findings.whole(number, code, fields, fields, raw.rows_in)
        return
    frame, states = _values(raw, extract, matched, settings, gathered, number)
    about["sender"] = recognise.sender(extract, raw.file, frame)
    about["speakers"] = (*recognise.speakers(extract, frame), about["sender"])
    gathered.frames.setdefault(extract.name, []).append(frame)
    gathered.states.setdefault(extract.name, []).extend(states)


def _why_stopped(raw: RawTable, matched: Matched) -> list[tuple[str, str]]:
    """Return the rules by which a whole table is set aside, with the columns concerned."""
    why = []
    if matched.missing:
        why.append(("FILE-COLUMNS", ", ".join(matched.missing)))
    if matched.twice:
        why.append(("FILE-COLUMN-TWICE", ", ".join(matched.twice)))
    if not why and raw.rows_in == 0:
        why.append(("FILE-NO-ROWS", ""))
    return why


def _values(
    raw: RawTable,
    extract: Extract,
    matched: Matched,
    settings: IntakeSettings,
    gathered: _Gathered,
    number: int,
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Return the columns of a table as values, with the states that markers mean."""
    faulty = np.zeros(len(raw.rows), dtype=bool)
    series: dict[str, pd.Series] = {}
    states = []
    for column in extract.columns:
        place = matched.columns.get(column.name)
        if column.kind == "nhs_number":
            series |= _links(
                None if place is None else raw, place, len(raw.rows), settings, gathered
            )
            continue
        if place is None:
            series[column.name] = _absent(column, len(raw.rows))
            continue
        parsed = columns.parse(raw.cells[place], column, settings)
        series[column.name] = parsed.values
        for code, mask in parsed.faults.items():
            gathered.findings.rows(number, raw.rows[mask], code, column.name)
            if BY_CODE[code].severity == SETS_ASIDE:
                faulty |= mask
        if parsed.marked is not None and parsed.states is not None:
            states.append(
                pd.DataFrame(
                    {"_table": number, "_row": raw.rows[parsed.marked], "column": column.name,
                     "state": parsed.states[parsed.marked]}
                )
            )  # fmt: skip
    for code in sorted(set(raw.faulty.rows.values())):
        rows = np.array(sorted(row for row, why in raw.faulty.rows.items() if why == code))
        gathered.findings.rows(number, rows, code, "")
    if raw.faulty.rows:
        faulty |= np.isin(raw.rows, np.fromiter(raw.faulty.rows, dtype=np.int64))
    frame = pd.DataFrame(series)
    frame["_table"] = np.int32(number)
    frame["_row"] = raw.rows
    frame["_faulty"] = faulty
    return frame, states


def _links(
    raw: RawTable | None,
    place: int | None,
    rows: int,
    settings: IntakeSettings,
    gathered: _Gathered,
) -> dict[str, pd.Series]:
    """Return `link_key` and `link_status` in place of the NHS numbers."""
    if raw is None or place is None:
        return {
            "link_key": pd.Series(pd.array([None] * rows, dtype="str")),
            "link_status": pd.Series(pd.array([linkage.MISSING] * rows, dtype="str")),
        }
    if gathered.secret is None:
        gathered.secret = linkage.key(settings)
    key, status = linkage.at_the_door(raw.cells[place], gathered.secret)
    return {"link_key": key, "link_status": status}


def _absent(column: Column, rows: int) -> pd.Series:
    """Return a column that was not sent: all missing, in its type."""
    kinds = {"flag": "boolean", "whole": "Int64", "number": "float64",
             "date": "datetime64[us]", "month": "datetime64[us]"}  # fmt: skip
    return pd.Series([None] * rows, dtype=kinds.get(column.kind, "str"), name=column.name)


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the tables of one extract as one."""
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _accepted(
    name: str, table: pd.DataFrame, states: list[pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the accepted rows and what markers say in them."""
    kept = table[~table["_aside"].to_numpy()]
    dropped = ["_table", "_row", "_faulty", "_aside"]
    dropped += [c.name for c in extracts()[name].kinds("postcode") if c.personal]
    markers = pd.DataFrame({"position": [], "column": [], "state": []})
    if states:
        place = kept[["_table", "_row"]].assign(position=np.arange(len(kept)))
        markers = pd.concat(states).merge(place, on=["_table", "_row"])
        markers = markers[["position", "column", "state"]].reset_index(drop=True)
    accepted = kept.drop(columns=dropped).reset_index(drop=True)
    accepted.attrs = {}
    return accepted, markers


def _counted(gathered: _Gathered, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the list of files, and prove for each that no row was lost.

    Rows set aside are counted from the findings, rows accepted from the tables: two ways that
    meet only if every row went one of the two.
    """
    files = pd.DataFrame(
        gathered.files,
        columns=["file", "sheet", "extract", "sender", "speakers", "rows_in", "stopped", "unused",
                 "sha256"],
    )  # fmt: skip
    accepted = pd.Series(0, index=files.index)
    for table in tables.values():
        counts = table.loc[~table["_aside"].to_numpy(), "_table"].value_counts()
        accepted = accepted.add(counts, fill_value=0)
    files["accepted"] = accepted.astype("int64")
    aside = pd.Series(0, index=files.index)
    severity = {code: rule.severity for code, rule in BY_CODE.items()}
    pieces = [
        piece[["table", "row"]]
        for piece in gathered.findings.pieces
        if severity[piece["code"].iloc[0]] == SETS_ASIDE
    ]
    if pieces:
        distinct = pd.concat(pieces).drop_duplicates()
        aside = aside.add(distinct["table"].value_counts(), fill_value=0)
    files["set_aside"] = aside.astype("int64").where(~files["stopped"], files["rows_in"])
    lost = files[files["rows_in"] != files["accepted"] + files["set_aside"]]
    if len(lost):
        raise RuntimeError(
            f"rows of {len(lost)} file(s) are neither accepted nor set aside: "
            + ", ".join(lost["file"])
        )
    return files


def _not_received(files: pd.DataFrame, settings: IntakeSettings) -> pd.DataFrame:
    """Return each extract that an organisation should have sent and that cannot be used."""
    used: set[tuple[str, str]] = set()
    tried: set[tuple[str, str]] = set()
    for name, sender, codes, rows in zip(
        files["extract"], files["sender"], files["speakers"], files["accepted"], strict=True
    ):
        tried.add((name, sender))
        if rows:
            used.update((name, code) for code in codes)
    missing = []
    for name, extract in extracts().items():
        if settings.expected is not None and name not in settings.expected:
            continue
        for code in extract.senders:
            if (name, code) not in used:
                state = "not usable" if (name, code) in tried else "not received"
                chapters = ", ".join(extract.chapters)
                missing.append((name, code, extract.title, extract.frequency, chapters, state))
    return pd.DataFrame(
        missing, columns=["extract", "sender", "title", "frequency", "chapters", "state"]
    )
