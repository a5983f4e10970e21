"""The form on which people say what is missing, and its way back into the gaps register.

The form sends nothing: it saves a file that is handed in, or is printed and filled in by hand.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from jsna.errors import DataError
from jsna.publish.html import whole
from jsna.publish.index import Edition, Listed, as_data
from jsna.publish.page import Page

FORMAT = "jsna-capture-1"
KINDS = {
    "missing": "Something is missing",
    "wrong": "Something looks wrong",
    "unclear": "I do not understand something",
    "experience": "It is different for us",
    "idea": "An idea of what to do",
}
WHO = {
    "parent": "Parent or carer",
    "young person": "Young person",
    "school": "School, college or early years",
    "health": "Health",
    "social care": "Social care",
    "other": "Someone else",
    "not said": "I would rather not say",
}
LONGEST = 2000
_PRIVATE = {
    "an NHS number": re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b"),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "a telephone number": re.compile(r"(?<!\d)(?:\+44|0)(?:[ -]?\d){9,10}(?!\d)"),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.I),
    "a date of birth": re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}\b"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that somebody said."""

    id: str
    """Made by the form; the same file handed in twice gives the same entries."""
    edition: str
    received: str
    """The day it was written, as 2021-09-14."""
    page: str
    """Path of the page it is about, or empty for the whole report."""
    figure: str
    """Number of the figure on that page, or empty."""
    kind: str
    theme: str
    who: str
    text: str


@dataclass(frozen=True)
class Captured:
    """What was read from files that people handed in."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]
    """What could not be taken, by file and entry; never the words themselves."""


def form(
    pages: Sequence[Listed], edition: Edition, themes: Sequence[str] = (), tell_us: str = ""
) -> str:
    """Return the form as one page: to fill in on a screen, or by hand once printed."""
    day = edition.as_of
    page = Page(
        path="capture.html", title="Tell us what is missing or wrong", section="",
        edition=edition.edition, as_of=f"{day.day} {day:%B %Y}", at_top=True,
        draft=edition.edition_state == "draft", tell_us=tell_us,
    )  # fmt: skip
    listed = [(one.path.removeprefix("pages/"), one.title) for one in pages]
    return whole(
        "capture.html.j2", "capture.js", page=page, pages=listed, kinds=KINDS, who=WHO,
        themes=list(themes), longest=LONGEST,
        data=as_data({"format": FORMAT, "edition": edition.edition}),
    )  # fmt: skip


def read(files: Iterable[Path], pages: Sequence[str] = ()) -> Captured:
    """Return the entries of the files; `pages` are the paths that an entry may be about."""
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    for path in files:
        for number, given in enumerate(_given(path, problems), 1):
            where = f"{path.name}, entry {number}"
            wrong = _wrong(given, pages)
            if wrong:
                problems += [f"{where}: {problem}" for problem in wrong]
                continue
            entry = Entry(**{field.name: str(given[field.name]) for field in fields(Entry)})
            entries[entry.id] = entry
    return Captured(tuple(sorted(entries.values(), key=_order)), tuple(problems))


def _order(entry: Entry) -> tuple[str, str]:
    return entry.received, entry.id


def _given(path: Path, problems: list[str]) -> list[Mapping[str, object]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        problems.append(f"{path.name}: it is not a file that the form saved; ask for it again")
        return []
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        problems.append(f"{path.name}: it does not say '{FORMAT}'; only the form's files are read")
        return []
    entries = content.get("entries")
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        problems.append(f"{path.name}: it holds no list of entries")
        return []
    edition = content.get("edition", "")
    return [{"edition": edition, **one} for one in entries]


def _wrong(given: Mapping[str, object], pages: Sequence[str]) -> list[str]:
    wanted = {field.name for field in fields(Entry)}
    problems = [f"'{name}' is missing" for name in sorted(wanted - set(given))]
    problems += [f"'{name}' is not a field of the form" for name in sorted(set(given) - wanted)]
    problems += [
        f"'{name}' is not text"
        for name in sorted(wanted & set(given))
        if not isinstance(given[name], str)
    ]
    if problems:
        return problems
    values = {name: str(value) for name, value in given.items()}
    if not re.fullmatch(r"[0-9a-f-]{8,40}", values["id"]):
        problems.append("'id' is not one that the form makes")
    if not _is_day(values["received"]):
        problems.append("'received' is not a day such as 2021-09-14")
    if pages and values["page"] and values["page"] not in pages:
        problems.append("'page' is not a page of this report")
    if values["figure"] and not re.fullmatch(r"\d{1,3}", values["figure"]):
        problems.append("'figure' is not the number of a figure")
    if values["kind"] not in KINDS:
        problems.append(f"'kind' should be one of {', '.join(KINDS)}")
    if values["who"] not in WHO:
        problems.append(f"'who' should be one of {', '.join(WHO)}")
    text = values["text"]
    if not text.strip():
        problems.append("nothing was written")
    if len(text) > LONGEST:
        problems.append(f"the text is longer than {LONGEST} characters")
    problems += [
        f"the text holds what looks like {name}; take it out of the file and read it again"
        for name in looks_private(text)
    ]
    return problems


def looks_private(text: str) -> list[str]:
    """Return what a text seems to hold that could name a person."""
    return [name for name, pattern in _PRIVATE.items() if pattern.search(text)]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


ANSWER = ("status", "printed", "answer", "answered")
"""What the register adds: `new`, `in hand` or `done`; the words that a person has agreed to print,
empty until then; what was done; the day that was said."""
STATES = ("new", "in hand", "done")
COLUMNS = (*(field.name for field in fields(Entry)), *ANSWER)


def added(register: Path, entries: Sequence[Entry]) -> str:
    """Return the register with the new entries; what was answered already stays as it stands."""
    rows = registered(register) if register.is_file() else []
    known = {row["id"] for row in rows}
    rows += [
        {**asdict(entry), "status": "new", **dict.fromkeys(ANSWER[1:], "")}
        for entry in entries
        if entry.id not in known
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _no_formula(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def registered(register: Path) -> list[dict[str, str]]:
    """Return the rows of the register, or a DataError listing what is wrong with it."""
    with register.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(
                f"{register.name} is not a gaps register:",
                [f"its columns should be {', '.join(COLUMNS)}"],
            )
        rows = [{name: _with_formula(value) for name, value in row.items()} for row in reader]
    problems = [
        f"line {number}: {problem}" for number, row in enumerate(rows, 2) for problem in _unfit(row)
    ]
    if problems:
        raise DataError(f"{register.name} cannot be used:", problems)
    return rows


def _unfit(row: Mapping[str, str]) -> list[str]:
    """Return what is wrong with one row of the register."""
    found = []
    if row["status"] not in STATES:
        found.append(f"'status' should be one of {', '.join(STATES)}")
    if row["status"] == "done" and not (row["answer"].strip() and row["answered"].strip()):
        found.append("'done' without an answer or the day it was given")
    days = [row["received"], *([row["answered"]] if row["answered"] else [])]
    if not all(_is_day(day) for day in days):
        found.append("a day is not written as 2021-09-14")
    elif row["answered"] and row["answered"] < row["received"]:
        found.append("it was answered before it was said")
    for column in ("printed", "answer"):
        found += [
            f"'{column}' holds what looks like {name}, and it will be printed; take it out"
            for name in looks_private(row[column])
        ]
    return found


def _no_formula(value: str) -> str:
    """Return text that a spreadsheet does not run: an apostrophe goes before =, +, - and @."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _with_formula(value: str) -> str:
    return (
        value[1:] if value[:1] == "'" and value[1:2] in {"=", "+", "-", "@", "\t", "\r"} else value
    )


def answers(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return `you said, we did` as text, with how long each answer took; the oldest first.

    Only what a person has agreed to print is among it.
    """
    return [
        {
            "received": row["received"],
            "said": row["printed"],
            "did": row["answer"] or "not answered yet",
            "took": in_days(days_taken(row)) if row["answered"] else "not answered yet",
        }
        for row in sorted(rows, key=lambda row: (row["received"], row["id"]))
        if row["printed"].strip()
    ]


def days_taken(row: Mapping[str, str]) -> int:
    """Return the days from what was said to its answer."""
    return (date.fromisoformat(row["answered"]) - date.fromisoformat(row["received"])).days


def in_days(days: int) -> str:
    """Return a number of days in words."""
    return "the same day" if days == 0 else "1 day" if days == 1 else f"{days} days"
