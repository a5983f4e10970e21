"""A drafted letter to each sender that asks for exactly what is missing or wrong."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from jsna.intake.accept import Intake
from jsna.intake.extracts import code_lists, extracts
from jsna.intake.report import row_words

MOST_ROWS = 60
"""Row numbers of one rule in a letter; the workbook holds the rest."""


@dataclass(frozen=True)
class Letter:
    """One letter, as Markdown that Word and a mail program take in."""

    sender: str
    """Code of the organisation; empty for files whose sender is not known."""
    to: str
    text: str


def letters(intake: Intake, as_of: date) -> list[Letter]:
    """Return a letter for each organisation of which something is missing or wrong."""
    names = code_lists()["provider"].labels
    concerned = {*intake.findings["sender"], *intake.not_received["sender"]}
    return [
        Letter(sender, names.get(sender, "Sender to be found"), _text(intake, sender, as_of))
        for sender in sorted(concerned)
    ]


def write(folder: Path, intake: Intake, as_of: date) -> list[Path]:
    """Write each letter as `letter-<sender>.md` and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for letter in letters(intake, as_of):
        path = folder / f"letter-{letter.sender or 'unknown'}.md"
        path.write_text(letter.text, encoding="utf-8")
        paths.append(path)
    return paths


def _text(intake: Intake, sender: str, as_of: date) -> str:
    to = code_lists()["provider"].labels.get(sender, "whoever sent the files named below")
    found = intake.findings[intake.findings["sender"] == sender]
    gaps = intake.not_received[intake.not_received["sender"] == sender]
    lines = [
        "DRAFT: to be read and signed before it is sent",
        "",
        f"To: {to}",
        "",
        f"# SEND needs assessment: what we ask of your extracts (as at {as_of.isoformat()})",
        "",
        "Thank you for your extracts. Below is what we could not use as it stood, by file and row.",
        "No child's details are in this letter; please send none back by e-mail.",
    ]
    if len(gaps):
        lines += ["", "## Not received, or not usable", ""]
        for gap in gaps.itertuples():
            lines.append(
                f"- **{gap.title}** ({gap.state}; {gap.frequency}). One row is "
                f"{extracts()[str(gap.extract)].one_row_is}. Needed for: {gap.chapters}."
            )
    for severity, heading, ask in (
        ("stops", "Files that could not be used", "Please send them again, mended as said."),
        (
            "sets aside",
            "Rows that were set aside",
            "Please send them mended, or the file whole.",
        ),
        ("warns", "Rows that were used, but look wrong", "Please check, and tell us or mend."),
    ):
        part = found[found["severity"] == severity]
        if len(part):
            lines += ["", f"## {heading}", "", ask]
            lines += _by_file(part)
    lines += ["", "What each column must hold is said in the description of each extract.", ""]
    return "\n".join(lines)


def _by_file(part: pd.DataFrame) -> list[str]:
    lines = []
    for (file, sheet), group in part.groupby(["file", "sheet"], sort=True):
        where = f"{file}, sheet {sheet}" if sheet else str(file)
        lines += ["", f"### {_as_text(where)}", ""]
        for (code, fields, reason), rows in group.groupby(["code", "fields", "reason"], sort=True):
            numbers = [int(row) for row in rows["row"] if row]
            place = f" {row_words(numbers, MOST_ROWS)}" if numbers else " the whole file"
            columns = f" Columns: {_as_text(str(fields))}." if fields else ""
            lines.append(f"- {code}:{place}. {_as_text(str(reason))}.{columns}")
    return lines


def _as_text(words: str) -> str:
    """Return words that Markdown shows as they stand, whatever a file was named."""
    for mark in "\\`*_<>[]#|":
        words = words.replace(mark, f"\\{mark}")
    return " ".join(words.split())
