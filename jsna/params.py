"""One edition's choices: a params file, checked once, then frozen.

There are no defaults: a value nobody chose is a value nobody owns. Everything that is wrong
with a file is reported together.
"""

import difflib
import re
import types
import typing
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

from jsna import strict_yaml
from jsna.errors import ParamError
from jsna.project import PARAMS, ROOT, named

OPTIONAL = (
    "extracts",
    "linkage_key_file",
    "letter_file",
    "header_aliases",
    "self_evaluation_signed_by",
    "self_evaluation_signed_on",
    "self_evaluation_words",
)
"""What a params file may leave out: without extracts the made-up county stands in."""


@dataclass(frozen=True)
class Params:
    """Every value an edition may vary. Adding one: add it here and to each file in params/."""

    edition: str
    """Lower-case words joined by hyphens, such as cumbria-2021; also the report's folder."""
    edition_title: str
    """How pages name the edition."""
    edition_number: int
    """Counts up by one for each release of the needs assessment."""
    edition_state: Literal["draft", "final"]
    """Printed on every page."""
    as_of: date
    """Nothing first published after this day is used."""
    area: str
    """The area pack: params/areas/<area>.yaml."""
    previous_edition: str
    """The edition whose printed figures this one must agree with; "none" for the first."""
    trend_from: int
    """First year of the time series on pages."""
    approved_on: date
    """The day on which the Written Statement of Action was approved; targets count from it."""
    round_to: int
    """Counts of children are rounded to a multiple of this."""
    fewest_for_percent: int
    """No percentage on a denominator below this."""
    fewest_for_statistic: int
    """No median, rate or curve of fewer children than this."""
    wait_weeks: int
    """The CAMHS expectation for routine referrals, in weeks."""
    plan_weeks: int
    """The statutory time from request to EHC plan, in weeks."""
    short_breaks_eligible: str
    """Which children are counted as eligible for short breaks; see jsna.subjects.short_breaks."""
    short_breaks_regular_hours: int
    """Hours a month from which a child regularly receives short breaks."""
    judged_fewest_signs: int
    """Good signs of impact that an area needs for sufficient progress; see inspection.judgement."""
    judged_good_percent: int
    """Percent of all signs of impact that must be good."""
    judged_done_percent: int
    """Percent of an area's actions that must have been in place for long enough."""
    judged_felt_months: int
    """Months from the change to the measurement, for families to have felt it."""
    judged_fewest_places: int
    """Places that must be known before anybody may say that it is so everywhere."""
    judged_behind_percent: int
    """Percent of the county's value by which a place may be worse."""
    judged_lasting_values: int
    """Values since the plan over which an improvement must have held."""
    judged_decided_by: str
    """Who decided these seven and when; printed beside the rule."""
    extracts: Path | None
    """Folder of the extracts; None for the made-up county."""
    linkage_key_file: Path | None
    """File of the key for NHS numbers; kept outside the project. None for the made-up county."""
    letter_file: Path | None
    """Private file with the inspectors' own wording for each area; None where there is none."""

    self_evaluation_signed_by: str | None
    """Role that signed the self-evaluation off for the public; None until somebody has."""
    self_evaluation_signed_on: date | None
    """The day of it."""
    self_evaluation_words: Path | None
    """The Word file with the words that were signed; None where only the claims were."""

    header_aliases: dict[str, dict[str, str]] | None
    """Extract to header to column, for senders who use headers of their own; mostly left out."""

    @property
    def made_up(self) -> bool:
        """Whether child-level records are the made-up county's."""
        return self.extracts is None


def read(path: Path) -> Params:
    """Return the params file as frozen values, or a ParamError that lists everything wrong."""
    data, problems = strict_yaml.load(path)
    known = {field.name: field.type for field in fields(Params)}
    if data or not problems:
        hints = typing.get_type_hints(Params)
        values: dict[str, Any] = {}
        for name in data:
            if name not in known:
                close = difflib.get_close_matches(str(name), known, n=1)
                hint = f"; did you mean '{close[0]}'?" if close else "; take it out"
                problems.append(f"'{name}' is not a parameter{hint}")
        for name in known:
            if name not in data:
                values[name] = None
                if name not in OPTIONAL:
                    problems.append(f"'{name}' is missing")
                continue
            values[name], wrong = _typed(name, data[name], hints[name], path.parent)
            problems += wrong
        problems += _sense(values) if not problems else []
    if problems:
        raise ParamError(f"{named(path)} cannot be used:", problems)
    return Params(**values)


def _typed(name: str, value: Any, hint: Any, folder: Path) -> tuple[Any, list[str]]:
    """Return the value as its type, and what is wrong with it."""
    options = typing.get_args(hint)
    if typing.get_origin(hint) is Literal:
        if value in options:
            return value, []
        return None, [f"'{name}' should be one of {', '.join(map(str, options))}, but is {value!r}"]
    if typing.get_origin(hint) is types.UnionType:
        hint = options[0]
    if typing.get_origin(hint) is dict:
        pairs = value.values() if isinstance(value, dict) else [None]
        if all(isinstance(one, dict) and all(map(_is_text, one.values())) for one in pairs):
            return value, []
        return None, [f"'{name}' should hold, for an extract, headers with the column each means"]
    if hint is date:
        try:
            return date.fromisoformat(value), []
        except (TypeError, ValueError):
            wanted = 'a day in quotes, such as "2021-08-31"'
            return None, [f"'{name}' should be {wanted}, but is {value!r}"]
    if hint is int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value, []
        return None, [f"'{name}' should be a whole number without quotes, but is {value!r}"]
    if not isinstance(value, str) or not value.strip():
        return None, [f"'{name}' should be text in quotes, but is {value!r}"]
    if hint is Path:
        path = Path(value).expanduser()
        path = path if path.is_absolute() else folder / path
        if not path.exists():
            return None, [
                f"'{name}' names '{value}', which does not exist; paths start from the params file"
            ]
        return path.resolve(), []
    return value, []


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _sense(values: dict[str, Any]) -> list[str]:
    """Return what is wrong with values that each have the right type."""
    problems = []
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", values["edition"]):
        problems.append(
            f"'edition' should be lower-case words joined by hyphens, but is {values['edition']!r}"
        )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", values["area"]):
        problems.append(
            f"'area' should be the name of a file in params/areas, but is {values['area']!r}"
        )
    elif not (PARAMS / "areas" / f"{values['area']}.yaml").is_file():
        there = ", ".join(sorted(p.stem for p in (PARAMS / "areas").glob("*.yaml"))) or "none"
        problems.append(f"'area' names '{values['area']}', but params/areas has only: {there}")
    if values["previous_edition"] == values["edition"]:
        problems.append(
            "'previous_edition' names this edition itself; name the one before, or \"none\""
        )
    for name in (
        "edition_number",
        "round_to",
        "fewest_for_percent",
        "fewest_for_statistic",
        "wait_weeks",
        "plan_weeks",
        "short_breaks_regular_hours",
        "judged_fewest_signs",
        "judged_felt_months",
        "judged_fewest_places",
        "judged_lasting_values",
    ):
        if values[name] < 1:
            problems.append(f"'{name}' should be 1 or more, but is {values[name]}")
    for name, least in (
        ("judged_good_percent", 51),
        ("judged_done_percent", 1),
        ("judged_behind_percent", 0),
    ):
        if not least <= values[name] <= 100:
            problems.append(f"'{name}' should be from {least} to 100, but is {values[name]}")
    if values["round_to"] < 5:
        problems.append(
            f"'round_to' should be 5 or more, but is {values['round_to']}: less protects nobody"
        )
    if values["fewest_for_statistic"] < 10:
        problems.append(
            f"'fewest_for_statistic' should be 10 or more, but is {values['fewest_for_statistic']}"
        )
    if values["fewest_for_percent"] < 20:
        problems.append(
            f"'fewest_for_percent' should be 20 or more, but is {values['fewest_for_percent']}"
        )
    if not 2000 <= values["trend_from"] <= values["as_of"].year:
        problems.append(
            f"'trend_from' should be a year from 2000 to {values['as_of'].year}, but is "
            f"{values['trend_from']}"
        )
    if bool(values["self_evaluation_signed_by"]) != bool(values["self_evaluation_signed_on"]):
        problems.append(
            "'self_evaluation_signed_by' and 'self_evaluation_signed_on' belong together: say who "
            "signed it and when, or leave both out"
        )
    if values["extracts"] is not None and values["linkage_key_file"] is None:
        problems.append(
            "'linkage_key_file' is missing: real extracts need a key of their own, kept "
            "outside the project"
        )
    if values["linkage_key_file"] is not None and values["linkage_key_file"].is_relative_to(ROOT):
        problems.append("'linkage_key_file' lies inside the project; keep the key outside it")
    return problems
