"""The claim ledger as a file: read whole, with every problem of its writing listed.

A claim in YAML:

    - id: area-1-plans-rose
      area: 1
      section: where we are
      kind: need
      text: "EHC plans rose from {then} in January 2018 to {now} in January 2021."
      figures:
        then: {figure: published/ehc_plans, where: {area: Cumbria, period: "2018"}}
        now: {figure: published/ehc_plans, where: {area: Cumbria, period: "2021"}, newest: true}
      says:
        - {words: rose, of: [then, now]}
"""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from inspection.claim_render import FORMATS
from inspection.claims import KINDS, SECTIONS, STATES, Binding, Claim, Ledger, Says, SignOff
from inspection.plan import PLAN
from jsna import strict_yaml
from jsna.errors import DataError

_CLAIM = (
    "id",
    "area",
    "section",
    "kind",
    "text",
    "figures",
    "says",
    "evidence",
    "actions",
    "kpis",
    "places",
    "sign_offs",
)
_BINDING = ("figure", "where", "shown_as", "newest", "age_limit_days")
_SAYS = ("words", "of", "good", "against", "limit")
_SIGN_OFF = ("state", "role", "on", "fingerprint")


def read(path: Path = PLAN / "claims.yaml") -> Ledger:
    """Return the ledger, or a DataError that lists everything wrong with the file."""
    data, problems = strict_yaml.load(path)
    problems += _unknown("the file", data, ("terms", "claims"))
    rows = data.get("claims", [])
    if not isinstance(rows, list):
        rows, problems = [], [*problems, "'claims' should be a list of claims"]
    claims: list[Claim] = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            problems.append(f"claim {number} should hold names with values")
            continue
        claim, wrong = _claim(row, f"claim '{row.get('id', number)}'")
        problems += wrong
        if claim is not None:
            claims.append(claim)
    ids = [claim.id for claim in claims]
    problems += [
        f"two claims have the id '{one}'" for one in sorted(set(ids)) if ids.count(one) > 1
    ]
    if problems:
        raise DataError(f"{path.name} is no claim ledger we can use:", problems)
    terms = {str(term): str(why) for term, why in (data.get("terms") or {}).items()}
    return Ledger(tuple(claims), terms)


def _claim(row: Mapping[str, Any], where: str) -> tuple[Claim | None, list[str]]:
    problems = _unknown(where, row, _CLAIM)
    problems += [
        f"{where}: '{name}' is missing"
        for name in ("id", "area", "section", "kind", "text")
        if name not in row
    ]
    problems += _one_of(where, "section", row.get("section"), SECTIONS)
    problems += _one_of(where, "kind", row.get("kind"), KINDS)
    area = row.get("area")
    if "area" in row and not (isinstance(area, int) and 0 <= area <= 9):
        problems.append(f"{where}: 'area' should be a whole number from 0 to 9, but is {area!r}")
    figures = row.get("figures") or {}
    says = row.get("says") or []
    signed = row.get("sign_offs") or []
    for name, binding in figures.items():
        problems += _unknown(f"{where}, figure '{name}'", binding, _BINDING)
        problems += _one_of(
            f"{where}, figure '{name}'", "shown_as", binding.get("shown_as", "number"), FORMATS
        )
        if "figure" not in binding:
            problems.append(f"{where}, figure '{name}': 'figure' is missing")
    for one in says:
        problems += _unknown(f"{where}, says", one, _SAYS)
    for one in signed:
        problems += _unknown(f"{where}, sign-off", one, _SIGN_OFF)
        problems += _one_of(f"{where}, sign-off", "state", one.get("state"), STATES)
        problems += [
            f"{where}, sign-off: '{key}' is missing" for key in _SIGN_OFF if key not in one
        ]
    if problems:
        return None, problems
    return (
        Claim(
            id=str(row["id"]),
            area=row["area"],
            section=row["section"],
            text=str(row["text"]),
            kind=row["kind"],
            figures=tuple(_binding(str(name), one) for name, one in figures.items()),
            says=tuple(_says(one) for one in says),
            evidence=_texts(row.get("evidence")),
            actions=_texts(row.get("actions")),
            kpis=_texts(row.get("kpis")),
            places=_texts(row.get("places")),
            sign_offs=tuple(
                SignOff(
                    one["state"],
                    str(one["role"]),
                    date.fromisoformat(str(one["on"])),
                    str(one["fingerprint"]),
                )
                for one in signed
            ),
        ),
        [],
    )


def _binding(name: str, one: Mapping[str, Any]) -> Binding:
    return Binding(
        name,
        str(one["figure"]),
        {str(key): str(value) for key, value in (one.get("where") or {}).items()},
        str(one.get("shown_as", "number")),
        one.get("newest") is True,
        one.get("age_limit_days"),
    )


def _says(one: Mapping[str, Any]) -> Says:
    limit = one.get("limit")
    return Says(
        str(one.get("words", "")),
        _texts(one.get("of")),
        one.get("good", ""),
        str(one.get("against", "")),
        float(limit) if limit is not None else None,
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value or ())


def _unknown(where: str, row: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    found = []
    for name in row:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            advice = f"; did you mean '{near[0]}'?" if near else "; take it out"
            found.append(f"{where}: '{name}' is not a name we know{advice}")
    return found


def _one_of(where: str, name: str, value: Any, options: tuple[str, ...]) -> list[str]:
    if value is None or value in options:
        return []
    return [f"{where}: '{name}' should be one of {', '.join(options)}, but is {value!r}"]
