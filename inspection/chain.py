"""The chain: finding > area > action > KPI > figure > family voice > judgement, and its gaps.

    links = chain(findings(plan), plan, standings, evidence, judgements, used_figures)
    gaps(links)

A finding is the inspectors' sentence from a private file, or the area's title in our own words
where there is none. Which KPI measures which action is our reading, in kpi_measures.csv.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from inspection.claims import Ledger
from inspection.evidence import Evidence
from inspection.kpis import Standing
from inspection.plan import Plan
from inspection.register import Record
from jsna import strict_yaml
from jsna.errors import DataError

GapKind = Literal[
    "finding without action",
    "action without KPI",
    "action without finding",
    "KPI without action",
    "KPI without figure",
    "figure without use",
    "claim without family",
    "area without family voice",
]
KINDS: dict[GapKind, str] = {
    "finding without action": "a finding that no action answers",
    "action without finding": "an action that answers no finding",
    "action without KPI": "an action that no KPI measures",
    "KPI without action": "a KPI that measures no action",
    "KPI without figure": "a KPI that no figure feeds",
    "figure without use": "a figure of the catalogue that nobody uses",
    "claim without family": "a claim of impact that no family confirms",
    "area without family voice": "an area on which no family was heard since the plan",
}


@dataclass(frozen=True)
class Finding:
    """One sentence of the inspectors."""

    finding_no: str
    area_no: int
    text: str
    official: bool
    """Whether it is the letter's own wording, which only a private file holds."""


@dataclass(frozen=True)
class AreaLinks:
    """Everything that hangs together under one area."""

    area_no: int
    title: str
    findings: tuple[Finding, ...]
    records: tuple[Record, ...]
    standings: tuple[Standing, ...]
    figures: tuple[str, ...]
    voices: tuple[Evidence, ...]
    """What families said, the newest first."""
    judgement: str
    """The answer in force; empty where the area was not judged."""
    measured_by: Mapping[str, tuple[str, ...]]
    """The KPI rows that measure each action, by the action's uid."""
    claims_without_family: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A missing link."""

    kind: GapKind
    area_no: int
    what: str
    refs: tuple[str, ...]
    owner_role: str = ""

    @property
    def sentence(self) -> str:
        """The gap in words."""
        return f"{KINDS[self.kind]}: {self.what}"


def findings(plan: Plan, letter: Path | None = None) -> tuple[Finding, ...]:
    """Return the findings of each area: the letter's own sentences, or the area's title.

    The private file holds `areas:` with a list of sentences for each area number.
    """
    if letter is None:
        return tuple(
            Finding(f"{area.area_no}.1", area.area_no, area.title, official=False)
            for area in plan.areas
        )
    data, problems = strict_yaml.load(letter)
    areas = data.get("areas", {})
    numbers = {area.area_no for area in plan.areas}
    if not isinstance(areas, dict):
        areas, problems = {}, [*problems, "'areas' should hold each area's sentences"]
    for number, sentences in areas.items():
        if number not in numbers:
            problems.append(f"it speaks of area {number}, which the plan does not have")
        elif not isinstance(sentences, list) or not all(isinstance(one, str) for one in sentences):
            problems.append(f"area {number} should hold a list of sentences")
    problems += [f"area {number} has no sentence" for number in sorted(numbers - set(areas))]
    if problems:
        raise DataError(f"{letter.name} cannot be used as the letter:", problems)
    return tuple(
        Finding(f"{number}.{place}", number, sentence, official=True)
        for number in sorted(areas)
        for place, sentence in enumerate(areas[number], start=1)
    )


def chain(
    found: Sequence[Finding],
    plan: Plan,
    records: Sequence[Record],
    standings: Sequence[Standing],
    evidence: Mapping[str, Evidence],
    judgements: Mapping[int, str],
    claims_without_family: Mapping[int, Sequence[str]] | None = None,
) -> tuple[AreaLinks, ...]:
    """Return the links of each area."""
    links = []
    for area in plan.areas:
        number = area.area_no
        ours = tuple(one for one in records if number in one.action.area_nos)
        measures = tuple(one for one in standings if number in one.kpi.area_nos)
        voices = [
            one
            for one in evidence.values()
            if number in one.area_nos
            and one.of_families
            and one.effective_on > plan.dated
            and one.usable(plan.as_of)
        ]
        links.append(
            AreaLinks(
                number,
                area.title,
                tuple(one for one in found if one.area_no == number),
                ours,
                measures,
                tuple(
                    dict.fromkeys(
                        one.measure.figure_id for one in measures if one.measure.figure_id
                    )
                ),
                tuple(sorted(voices, key=lambda one: one.effective_on, reverse=True)),
                judgements.get(number, ""),
                {one.action.uid: _measured_by(one, standings) for one in ours},
                tuple((claims_without_family or {}).get(number, ())),
            )
        )
    return tuple(links)


def gaps(
    links: Sequence[AreaLinks],
    plan: Plan,
    standings: Sequence[Standing],
    catalogue: Collection[str] = (),
    used: Collection[str] = (),
) -> tuple[Gap, ...]:
    """Return every missing link, forwards and backwards.

    `catalogue` names every figure there is and `used` those on a page, in a claim or a question.
    """
    return (*_forwards(links), *_backwards(links, plan, standings, catalogue, used))


def claims_without_family(
    ledger: Ledger, evidence: Mapping[str, Evidence], on: date
) -> dict[int, tuple[str, ...]]:
    """Return the claims of impact of each area that rest on no word of a family, by their ids."""
    found: dict[int, list[str]] = {}
    for claim in ledger.claims:
        heard = [
            name
            for name in claim.evidence
            if name in evidence and evidence[name].of_families and evidence[name].usable(on)
        ]
        if claim.kind == "impact" and not heard:
            found.setdefault(claim.area, []).append(claim.id)
    return {area: tuple(ids) for area, ids in found.items()}


def _forwards(links: Sequence[AreaLinks]) -> list[Gap]:
    found: list[Gap] = []
    seen: set[str] = set()
    for area in links:
        if not area.records:
            found += [
                Gap("finding without action", area.area_no, one.text, (one.finding_no,))
                for one in area.findings
            ]
        for record in area.records:
            uid = record.action.uid
            if not area.measured_by[uid] and uid not in seen:
                what = f"{uid}, {record.action.summary}"
                owner = record.action.lead_role
                found.append(Gap("action without KPI", area.area_no, what, (uid,), owner))
            seen.add(uid)
        for standing in area.standings:
            row_id = standing.kpi.row_id
            fed = standing.measure.figure_id or standing.readings
            if not fed and row_id not in seen:
                what = f"{row_id}, {standing.kpi.indicator}"
                owner = standing.measure.owner_role
                found.append(Gap("KPI without figure", area.area_no, what, (row_id,), owner))
            seen.add(row_id)
        if not area.voices:
            found.append(Gap("area without family voice", area.area_no, area.title, ()))
        found += [
            Gap("claim without family", area.area_no, one, (one,))
            for one in area.claims_without_family
        ]
    return found


def _backwards(
    links: Sequence[AreaLinks],
    plan: Plan,
    standings: Sequence[Standing],
    catalogue: Collection[str],
    used: Collection[str],
) -> list[Gap]:
    answered = {area.area_no for area in links if area.findings}
    found = [
        Gap(
            "action without finding",
            action.area_nos[0] if action.area_nos else 0,
            f"{action.uid}, {action.summary}",
            (action.uid,),
            action.lead_role,
        )
        for action in plan.actions
        if not set(action.area_nos) & answered
    ]
    measuring = {row_id for area in links for rows in area.measured_by.values() for row_id in rows}
    found += [
        Gap(
            "KPI without action",
            one.kpi.area_nos[0] if one.kpi.area_nos else 0,
            f"{one.kpi.row_id}, {one.kpi.indicator}",
            (one.kpi.row_id,),
            one.measure.owner_role,
        )
        for one in standings
        if one.kpi.row_id not in measuring
    ]
    feeding = {one.measure.figure_id for one in standings} | set(used)
    found += [
        Gap("figure without use", 0, figure, (figure,))
        for figure in sorted(catalogue)
        if figure not in feeding
    ]
    return found


def _feeding(measures: Sequence[Standing]) -> tuple[str, ...]:
    named = (one.measure.figure_id for one in measures)
    return tuple(dict.fromkeys(figure for figure in named if figure))


def _measured_by(record: Record, standings: Sequence[Standing]) -> tuple[str, ...]:
    """Return the KPI rows that measure an action, or the action that it is a part of."""
    uid, part_of = record.action.uid, record.action.part_of
    return tuple(
        one.kpi.row_id
        for one in standings
        if uid in one.measure.measures_actions or part_of in one.measure.measures_actions
    )
