"""Which pages the report has: notebooks/contents.yaml, read with the params into jobs.

A page is a notebook run with parameters. Imports nothing heavy: this is read even when
nothing has changed.
"""

import ast
import csv
import json
import string
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from jsna import strict_yaml
from jsna.dimensions import DIMENSIONS
from jsna.errors import ParamError
from jsna.params import Params
from jsna.project import DATA, NOTEBOOKS, PARAMS, named
from jsna.run import related

CONTENTS = NOTEBOOKS / "contents.yaml"
NO_EDITION = "none"
"""What a params file says where no edition was released before."""
AUDIENCES = ("public", "partnership", "internal")
_SECTION_KEYS = {"section", "about", "audience", "pages"}
_PAGE_KEYS = {"notebook", "page", "title", "for_each", "group", "published_from"}
_EACH_KEYS = {"table", "pack", "params", "dimension", "fixed", "columns", "where"}


@dataclass(frozen=True)
class Job:
    """One notebook run: all that decides what the page will be, in plain values."""

    notebook: str
    """Path from notebooks/, with slashes."""
    parameters: dict[str, Any]
    """Only what the notebook's parameters cell declares."""
    page: str
    """Path of the page from pages/, without .html."""
    title: str
    section: str
    group: str
    """Heading under which the index lists pages that one notebook makes."""
    audience: str
    edition: str
    edition_title: str
    edition_state: str
    as_of: str
    previous: tuple[str, str] | None
    """Path and title of the page before, for the reader who goes through all."""
    next: tuple[str, str] | None
    related: tuple[tuple[str, str], ...] = ()
    """Pages on the same place, need or area, or in the same part of the report."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Pages that ask the same question of another place, need or theme."""
    tell_us: str = ""
    """How to answer, in the words of the area pack."""
    previous_edition: str = NO_EDITION
    """The edition that the page says what changed since."""

    def as_text(self) -> str:
        """Return the job as JSON: the same text for the same job."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)


def jobs(params: Params, audiences: tuple[str, ...] = ("public", "partnership")) -> list[Job]:
    """Return the report's pages in reading order, or a ParamError listing everything wrong."""
    data, problems = strict_yaml.load(CONTENTS)
    rows: list[dict[str, Any]] = []
    for section in data.get("sections", []):
        problems += [
            f"section '{section.get('section')}': '{key}' is not known"
            for key in section
            if key not in _SECTION_KEYS
        ]
        audience = section.get("audience", "public")
        if audience not in AUDIENCES:
            problems.append(
                f"section '{section.get('section')}': audience '{audience}' is not known"
            )
        for entry in section.get("pages", []):
            rows += _pages(entry, section, audience, params, problems)
    seen: dict[str, str] = {}
    for row in rows:
        if row["page"] in seen:
            problems.append(f"the page '{row['page']}' is made twice; change its path in one place")
        seen[row["page"]] = row["notebook"]
    if problems:
        raise ParamError(f"{named(CONTENTS)} cannot be used:", problems)
    rows = [row for row in rows if row["audience"] in audiences]
    tell_us = _tell_us(params)
    return [
        Job(
            **{name: value for name, value in row.items() if name != "values"},
            edition=params.edition,
            edition_title=params.edition_title,
            edition_state=params.edition_state,
            as_of=params.as_of.isoformat(),
            previous=_link(rows, index - 1, row["audience"]),
            next=_link(rows, index + 1, row["audience"]),
            related=related.of(row, rows, data.get("together", ())),
            elsewhere=related.elsewhere(row, rows),
            tell_us=tell_us,
            previous_edition=params.previous_edition,
        )
        for index, row in enumerate(rows)
    ]


def paths(params: Params) -> tuple[str, ...]:
    """Return the paths of the public pages, as the form names them: `places/eden.html`."""
    return tuple(f"{job.page}.html" for job in jobs(params, ("public",)))


def _tell_us(params: Params) -> str:
    pack, _ = strict_yaml.load(_pack(params))
    return str(pack.get("tell_us", ""))


def _pack(params: Params) -> Path:
    return PARAMS / "areas" / f"{params.area}.yaml"


def _link(rows: list[dict[str, Any]], index: int, audience: str) -> tuple[str, str] | None:
    if 0 <= index < len(rows) and rows[index]["audience"] == audience:
        return rows[index]["page"], rows[index]["title"]
    return None


def _pages(
    entry: dict[str, Any],
    section: dict[str, Any],
    audience: str,
    params: Params,
    problems: list[str],
) -> Iterator[dict[str, Any]]:
    name = entry.get("notebook", "(no notebook)")
    problems += [f"{name}: '{key}' is not known" for key in entry if key not in _PAGE_KEYS]
    problems += [
        f"{name}: '{key}' is missing" for key in ("notebook", "page", "title") if key not in entry
    ]
    if name.startswith("workbench/") and audience != "internal":
        problems.append(f"{name}: the workbench shows exact counts, and is no page of a report")
        return
    if entry.get("published_from", "") > params.as_of.isoformat():
        return  # what it shows had not been published on the edition's day
    path = NOTEBOOKS / name
    if not path.is_file():
        problems.append(f"there is no notebook '{named(path)}'")
        return
    declared, wrong = signature(path)
    problems += wrong
    known = _plain(params)
    for values in _each(entry.get("for_each"), params, name, problems):
        offered = known | values
        unknown = [n for n in declared if n not in offered]
        problems += [
            f"{named(path)} asks for '{n}', which neither the params nor the contents name"
            for n in unknown
        ]
        try:
            page = entry["page"].format(**{k: slug(str(v)) for k, v in offered.items()})
            title = entry["title"].format(**offered)
        except (KeyError, IndexError) as error:
            problems.append(f"{name}: the page or title asks for {error}, which is not known")
            return
        yield {
            "notebook": name,
            "parameters": {n: offered[n] for n in declared if n in offered},
            "page": page,
            "title": title,
            "section": section["section"],
            "group": entry.get("group", ""),
            "audience": audience,
            "values": values,
        }


def _plain(params: Params) -> dict[str, Any]:
    """Return the params as the plain values that a notebook can be given."""
    plain: dict[str, Any] = {}
    for field in fields(params):
        value = getattr(params, field.name)
        if isinstance(value, date):
            plain[field.name] = value.isoformat()
        elif value is None or isinstance(value, str | int | float | bool):
            plain[field.name] = value
    return plain


def _each(
    rule: dict[str, Any] | None, params: Params, name: str, problems: list[str]
) -> list[dict[str, Any]]:
    """Return the values of each page that the notebook is run for."""
    if rule is None:
        return [{}]
    problems += [
        f"{name}: 'for_each' has an unknown '{key}'" for key in rule if key not in _EACH_KEYS
    ]
    fixed: dict[str, Any] = rule.get("fixed", {})  # the same for each page of the line
    if set(rule) == {"fixed"}:
        return [dict(fixed)]
    columns: dict[str, str] = rule.get("columns", {})
    if "table" in rule:
        path = DATA / rule["table"]
        if not path.is_file():
            problems.append(
                f"{name}: 'for_each' names the table '{named(path)}', which is not there"
            )
            return []
        with path.open(encoding="utf-8", newline="") as file:
            found: list[dict[str, Any]] = list(csv.DictReader(file))
    elif "dimension" in rule:
        entry = DIMENSIONS.get(rule["dimension"])
        if entry is None:
            problems.append(f"{name}: 'for_each' names the dimension '{rule['dimension']}'")
            return []
        found = [{"code": code, "value": value} for code, value in entry.codes.items()]
    elif "params" in rule:  # a list in params/, under the name of its file
        path = PARAMS / rule["params"]
        if not path.is_file():
            problems.append(f"{name}: 'for_each' names '{named(path)}', which is not there")
            return []
        chosen, wrong = strict_yaml.load(path)
        problems += wrong
        found = chosen.get(path.stem, [])
    else:
        pack, wrong = strict_yaml.load(_pack(params))
        problems += wrong
        found = pack.get(rule.get("pack", ""), [])
        if not found:
            problems.append(f"{name}: the area pack has no '{rule.get('pack')}'")
    for column, value in rule.get("where", {}).items():
        wanted = value if isinstance(value, list) else [value]
        found = [row for row in found if row.get(column) in wanted]
    if "pack" in rule:  # a place is there from its first day to its last
        day = params.as_of.isoformat()
        found = [r for r in found if r.get("from", day) <= day <= _open_end(r.get("to"))]
    missing = [column for column in columns.values() if found and column not in found[0]]
    problems += [f"{name}: 'for_each' asks for the column '{column}'" for column in missing]
    if missing:
        return []
    return [
        fixed | {parameter: row[column] for parameter, column in columns.items()} for row in found
    ]


def _open_end(last: str | None) -> str:
    return "9999" if last in (None, "open") else last


def signature(notebook: Path) -> tuple[list[str], list[str]]:
    """Return the names that the notebook's parameters cell declares, and what is wrong with it."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError) as error:
        return [], [f"{named(notebook)} is not a notebook: {error}"]
    tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        return [], [
            f"{named(notebook)} should have one cell tagged 'parameters', not {len(tagged)}"
        ]
    declared = []
    for node in ast.parse("".join(tagged[0]["source"])).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            declared.append(node.target.id)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            declared.append(node.targets[0].id)
    return declared, []


def slug(text: str) -> str:
    """Return text as a piece of a path: lower-case letters, digits and hyphens."""
    kept = string.ascii_lowercase + string.digits
    spaced = "".join(c if c in kept else " " for c in text.lower().replace("'", ""))
    return "-".join(spaced.split()) or "page"
