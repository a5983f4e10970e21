"""What is wrong with an area pack: its names and types, its places, what points to them."""

from collections.abc import Iterable, Mapping
from typing import Any

from jsna.contract import is_date, unknown_names
from jsna.places import BEYOND, OPEN, atoms_of_lookup, day

TEXTS = ("name", "code", "dfe_number", "boundary_year", "lookup")
LISTS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "places": {"name": str, "kind": str, "code": str, "from": str, "to": str},
    "neighbours": {"name": str, "code": str, "dfe_number": str, "rank": int, "from": str},
    "providers": {
        "short_name": str, "name": str, "code": str, "service": str, "serves": str, "from": str,
        "to": str,
    },
    "changes": {"date": str, "service": str, "what": str},
    "sites": {
        "name": str, "service": str, "town": str, "in": str, "latitude": (int, float),
        "longitude": (int, float), "illustrative": bool,
    },
}  # fmt: skip
MAPS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "kinds": {"label": str, "covers": str},
    "thresholds": {"value": (int, float), "unit": str, "decided_by": str},
}
OPTIONAL = {"places": ("made_of",)}
OPTIONAL_TEXTS = ("tell_us",)
"""Without it a page says only: tell the people who gave you this."""
DATES = ("from", "to", "date")


def shape_problems(data: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with names and types; nothing else is asked before they are right."""
    asked = [*TEXTS, "comparators", *LISTS, *MAPS]
    found = unknown_names(data, [*asked, *OPTIONAL_TEXTS])
    found += [f"'{name}' is missing" for name in asked if name not in data]
    found += [
        f"'{name}' should be text in quotes, but is {data[name]!r}"
        for name in (*TEXTS, *OPTIONAL_TEXTS)
        if name in data and not (isinstance(data[name], str) and data[name])
    ]
    if "comparators" in data and not _texts(data["comparators"]):
        found.append("'comparators' should be a list of texts")
    for name, fields in LISTS.items():
        entries = data.get(name, [])
        if not isinstance(entries, list):
            found.append(f"'{name}' should be a list")
            continue
        for number, entry in enumerate(entries, start=1):
            found += _entry_problems(
                f"{name}, entry {number}", entry, fields, OPTIONAL.get(name, ())
            )
    for name, fields in MAPS.items():
        entries = data.get(name, {})
        if not isinstance(entries, dict):
            found.append(f"'{name}' should hold names with values")
            continue
        for key, entry in entries.items():
            found += _entry_problems(f"{name}, '{key}'", entry, fields, ())
    return found


def place_problems(data: Mapping[str, Any], rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Return names that are unknown, repeated, dangling or circular, and ground held twice."""
    rows = list(rows)
    entries = data["places"]
    found = []
    names = [entry["name"] for entry in entries]
    found += [
        f"place '{name}' is given {names.count(name)} times"
        for name in _repeated([data["name"], *names])
    ]
    lookup = {
        "district": {row["district_code"] for row in rows},
        "ccg": {row["ccg_code"] for row in rows},
    }
    atoms = atoms_of_lookup(data, rows)
    ground: dict[str, set[str]] = {}
    for entry in entries:
        name, kind, parts = entry["name"], entry["kind"], entry.get("made_of", [])
        if kind not in data["kinds"]:
            found.append(f"place '{name}' is of the kind '{kind}', which 'kinds' does not have")
        if day(entry["from"]) > day(entry["to"]):
            found.append(f"place '{name}' ends on {entry['to']}, before it begins")
        if parts:
            if not _texts(parts):
                found.append(f"place '{name}': 'made_of' should be a list of names")
                continue
            found += [
                f"place '{name}' is made of '{part}', which is no place given above it"
                for part in parts
                if part not in ground
            ]
            known = [part for part in parts if part in ground]
            twice = sorted(_repeated([atom for part in known for atom in ground[part]]))
            found += [f"place '{name}' holds '{atom}' twice" for atom in twice]
            ground[name] = {atom for part in known for atom in ground[part]}
        elif kind in lookup and entry["code"] in lookup[kind]:
            at = 0 if kind == "district" else 1
            ground[name] = {atom for pair, atom in atoms.items() if pair[at] == entry["code"]}
        else:
            found.append(
                f"place '{name}': the lookup has no {kind} with the code '{entry['code']}'; "
                "say with 'made_of' what it is made of"
            )
    for kind, codes in lookup.items():
        given = {entry["code"] for entry in entries if entry["kind"] == kind}
        found += [
            f"the lookup has the {kind} '{code}', which no place describes"
            for code in sorted(codes - given)
        ]
    # With two places of one name, what covers what cannot be told.
    if _repeated(names):
        return found
    return found + _cover_problems(data, ground, set(atoms.values()))


def other_problems(data: Mapping[str, Any]) -> list[str]:
    """Return what names a place, or a rank, that is not there or there twice."""
    places = {data["name"], *(entry["name"] for entry in data["places"])}
    districts = {entry["name"] for entry in data["places"] if entry["kind"] == "district"}
    found = [
        f"provider '{entry['short_name']}' serves '{entry['serves']}', which is no place"
        for entry in data["providers"]
        if entry["serves"] not in places
    ]
    found += [
        f"provider '{entry['short_name']}' ends on {entry['to']}, before it begins"
        for entry in data["providers"]
        if day(entry["from"]) > day(entry["to"])
    ]
    found += [
        f"site '{entry['name']}' lies in '{entry['in']}', which is no district; "
        f"outside the area it is '{BEYOND}'"
        for entry in data["sites"]
        if entry["in"] not in districts | {BEYOND}
    ]
    for what, key in (("neighbours", "name"), ("neighbours", "rank"), ("sites", "name"),
                      ("providers", "short_name")):  # fmt: skip
        values = [entry[key] for entry in data[what]]
        found += [f"'{what}' has the {key} '{value}' twice" for value in _repeated(values)]
    return found


def _cover_problems(
    data: Mapping[str, Any], ground: Mapping[str, set[str]], atoms: set[str]
) -> list[str]:
    """Return, for kinds that promise to cover all, what they hold twice or leave out, and when."""
    found = []
    for kind, entry in data["kinds"].items():
        if entry["covers"] not in ("all", "some"):
            found.append(
                f"kind '{kind}': 'covers' should be all or some, but is '{entry['covers']}'"
            )
        if entry["covers"] != "all":
            continue
        places = [p for p in data["places"] if p["kind"] == kind and p["name"] in ground]
        for start in sorted({day(place["from"]) for place in places}):
            standing = [p for p in places if day(p["from"]) <= start <= day(p["to"])]
            held = [atom for place in standing for atom in ground[place["name"]]]
            when = "" if start == OPEN else f" from {start.isoformat()}"
            found += [
                f"kind '{kind}': '{atom}' is held by more than one place{when}"
                for atom in sorted(_repeated(held))
            ]
            found += [
                f"kind '{kind}': '{atom}' is held by no place{when}"
                for atom in sorted(atoms - set(held))
            ]
    return found


def _entry_problems(
    where: str,
    entry: Any,
    fields: Mapping[str, type | tuple[type, ...]],
    optional: tuple[str, ...],
) -> list[str]:
    if not isinstance(entry, dict):
        return [f"{where} should hold names with values"]
    found = [f"{where}: {problem}" for problem in unknown_names(entry, [*fields, *optional])]
    for name, kind in fields.items():
        if name not in entry:
            found.append(f"{where}: '{name}' is missing")
        elif not isinstance(entry[name], kind) or (isinstance(entry[name], bool) != (kind is bool)):
            found.append(f"{where}: '{name}' should be {_words(kind)}, but is {entry[name]!r}")
        elif name in DATES and not (
            is_date(entry[name]) or (name == "to" and entry[name] == "open")
        ):
            found.append(
                f"{where}: '{name}' should be a day such as 2021-08-31, but is '{entry[name]}'"
            )
    return found


def _words(kind: type | tuple[type, ...]) -> str:
    if isinstance(kind, tuple):
        return "a number without quotes"
    return {str: "text in quotes", int: "a whole number without quotes", bool: "true or false"}[
        kind
    ]


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _repeated(values: Iterable[Any]) -> list[Any]:
    values = list(values)
    return [value for value in dict.fromkeys(values) if values.count(value) > 1]
