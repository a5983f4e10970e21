"""Data quality: what came, what was set aside, what could be linked, and what that does to figures.

Numbers of rows and of returns are rounded to five: they count records, and records are children.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from jsna.code_words import DIFFERS
from jsna.dimensions import AGE_GROUPS, NEEDS, NOT_RECORDED, TOTAL
from jsna.figures import NOT_COLLECTED, SHOWN, TOO_FEW, Figure
from jsna.intake import effects, linkage, quarantine, reconcile
from jsna.intake.extracts import extracts
from jsna.sources import Sources
from jsna.stats import proportions
from jsna.subjects.recorded import age_on

FEWEST, ROUNDED_TO = 10, 5
COMPARED = ("ehc_plans", "new_plans", "timeliness", "pupils_with_sen")
PUBLISHED, RECORDS = "Published", "Our records"
LINKED = {"camhs_referrals": "CAMHS referrals", "short_breaks": "Short breaks"}
"""Extracts that figures link to the schools' lists, and how a page names them."""
_NONE = float("nan")


def _rounded(number: float) -> float:
    return float(ROUNDED_TO * round(number / ROUNDED_TO))


def rows(sources: Sources) -> pd.DataFrame:
    """Return rows received, accepted and set aside by extract; what did not come says so."""
    intake = sources.received()
    found: list[dict[str, object]] = []
    for row in effects.of_rows(intake).to_dict("records"):
        for measure, column in (("Received", "rows_in"), ("Used", "accepted"),
                                ("Set aside", "set_aside")):  # fmt: skip
            value = _rounded(float(row[column]))
            n = float(max(row["rows_in"], FEWEST))
            found.append({"extract": row["title"], "measure": measure, "value": value, "n": n,
                          "status": SHOWN})  # fmt: skip
    came = {str(row["extract"]) for row in found}
    for name in intake.not_received["extract"].unique():
        title = extracts()[str(name)].title
        if title not in came:
            found += [
                {"extract": title, "measure": measure, "value": _NONE, "n": _NONE,
                 "status": NOT_COLLECTED}
                for measure in ("Received", "Used", "Set aside")
            ]  # fmt: skip
    return pd.DataFrame(found)


def reasons(sources: Sources) -> pd.DataFrame:
    """Return rows set aside or to be checked by reason; one line where there are none."""
    table = quarantine.by_reason(sources.received())
    titles = {name: one.title for name, one in extracts().items()}
    found = [
        {"extract": titles.get(str(row["extract"]), "Not recognised"),
         "reason": f"{row['reason']} ({row['code']})"} | _count(float(row["rows"]))
        for row in table.to_dict("records")
    ]  # fmt: skip
    read = float(sources.received().files["rows_in"].sum())
    none = {"extract": TOTAL, "reason": "No row was set aside", "value": 0.0, "n": read,
            "status": SHOWN}  # fmt: skip
    together = pd.DataFrame(found or [none])
    return together.drop_duplicates(["extract", "reason"]).reset_index(drop=True)


def _count(number: float) -> dict[str, object]:
    if number < FEWEST:
        return {"value": _NONE, "n": _NONE, "status": TOO_FEW}
    return {"value": _rounded(number), "n": number, "status": SHOWN}


def effect(sources: Sources) -> pd.DataFrame:
    """Return by how much rows set aside can move a count or a percentage at most, by extract."""
    found = []
    for row in effects.of_rows(sources.received()).to_dict("records"):
        for measure, column in (("A count may be too low by", "count_up_to"),
                                ("A percentage may be off by", "points_up_to")):  # fmt: skip
            value = float(row[column])
            known = not np.isnan(value) and row["rows_in"] >= FEWEST
            found.append(
                {"extract": row["title"], "measure": measure, "value": value if known else _NONE,
                 "n": float(row["rows_in"]) if known else _NONE,
                 "status": SHOWN if known else TOO_FEW}
            )  # fmt: skip
    return pd.DataFrame(found)


def agreement(sources: Sources) -> pd.DataFrame:
    """Return published figures beside the same count of the records, to the nearest five."""
    compared = _compared(sources)
    known = compared[compared["verdict"] != reconcile.CANNOT_TELL]
    held = float(len(sources.accepted("ehc_plans")))
    found: list[dict[str, object]] = []
    for row in known.to_dict("records"):
        counted = row["unit"] == "count"
        name = f"{row['measure']}, {row['period']}{'' if counted else ' (%)'}"
        name += DIFFERS if row["verdict"] == reconcile.DIFFERS else ""
        for side, value in ((PUBLISHED, row["published"]), (RECORDS, row["records"])):
            shown = _rounded(value) if counted and side == RECORDS else round(float(value), 1)
            found.append({"comparison": name, "beside": side, "value": shown, "n": held})
    return pd.DataFrame(found)


def verdicts(sources: Sources) -> pd.DataFrame:
    """Return how many published figures the records agree with, and differ from."""
    said = _compared(sources)["verdict"].value_counts()
    held = float(len(sources.accepted("ehc_plans")))
    return pd.DataFrame(
        [
            {"verdict": words, "value": float(said.get(verdict, 0)), "n": held}
            for words, verdict in (
                ("The records agree", reconcile.AGREES),
                ("The records differ", reconcile.DIFFERS),
                ("No records of that year", reconcile.CANNOT_TELL),
            )
        ]
    )


def _compared(sources: Sources) -> pd.DataFrame:
    accepted = {name: sources.accepted(name) for name in ("ehc_plans", "ehc_ceased",
                "ehc_requests", "ehc_assessments", "pupils")}  # fmt: skip
    tables = {name: sources.published(name) for name in COMPARED}
    return reconcile.compare(accepted, tables, sources.area.name)


def match_rates(sources: Sources) -> pd.DataFrame:
    """Return the share of children found in the schools' lists, by place, need and age group."""
    found: list[dict[str, object]] = []
    for name, title in LINKED.items():
        children = children_of(name, sources)
        matched = linkage.linked(children, sources.accepted("pupils"))
        by = tuple(column for column in ("Place", "Need", "Age group") if column in children)
        for row in linkage.match_rates(children, matched, by).to_dict("records"):
            labels = {"list": title, "by": str(row["dimension"]), "group": str(row["value"])}
            missed = row["records"] - row["matched"]
            if min(row["matched"], missed) < FEWEST:
                numbers = dict.fromkeys(("percent", "lower", "upper", "n"), _NONE)
                found.append({**labels, **numbers, "status": TOO_FEW})
                continue
            low, high = proportions.wilson_limits([row["matched"]], [row["records"]])
            found.append(
                {**labels, "percent": 100 * row["rate"], "lower": 100 * float(low[0]),
                 "upper": 100 * float(high[0]), "n": float(row["records"]), "status": SHOWN}
            )  # fmt: skip
    return pd.DataFrame(found)


def range_of_linked(sources: Sources) -> pd.DataFrame:
    """Return the share of children referred to CAMHS who have SEND, and its worst-case range."""
    children = children_of("camhs_referrals", sources)
    pupils = sources.accepted("pupils")
    with_send = pupils[pupils["sen_provision"].isin(["E", "K"])]
    matched = linkage.linked(children, pupils).to_numpy()
    trait = linkage.linked(children, with_send).to_numpy()
    places = children["Place"].to_numpy()
    groups = [TOTAL, *sorted(set(places) - {NOT_RECORDED})]
    found: list[dict[str, object]] = []
    for group in groups:
        inside = np.ones(len(children), dtype=bool) if group == TOTAL else places == group
        counts = [int((inside & one).sum()) for one in (matched, trait)]
        records = int(inside.sum())
        if min(counts[1], counts[0] - counts[1]) < FEWEST:
            found.append({"area": group, "percent": _NONE, "lower": _NONE, "upper": _NONE,
                          "n": _NONE, "status": TOO_FEW})  # fmt: skip
            continue
        low, high = linkage.share_bounds(counts[0], counts[1], records)
        found.append(
            {"area": group, "percent": 100 * counts[1] / counts[0], "lower": 100 * low,
             "upper": 100 * high, "n": float(records), "status": SHOWN}
        )  # fmt: skip
    return pd.DataFrame(found)


def children_of(name: str, sources: Sources) -> pd.DataFrame:
    """Return each child of an extract once, with link key, place, age group and need if known."""
    listed = sources.accepted(name).drop_duplicates("child_id").reset_index(drop=True)
    places = sources.area.places
    homes = {lsoa.code: lsoa.district for lsoa in places.lsoas}
    names = {place.code: place.name for place in places.items if place.kind == "district"}
    district = listed["home_lsoa"].map(homes).map(lambda one: names.get(one, one))
    ages = age_on(listed["date_of_birth"], pd.Timestamp(sources.params.as_of))
    groups = {age: group for group, among in AGE_GROUPS.items() for age in among}
    found = {
        "link_key": listed["link_key"],
        "Place": district.fillna(NOT_RECORDED).astype("str"),
        "Age group": ages.map(groups).fillna(NOT_RECORDED).astype("str"),
    }
    if "primary_need" in listed:
        found["Need"] = listed["primary_need"].map(NEEDS).fillna(NOT_RECORDED).astype("str")
    return pd.DataFrame(found)


def _figure(
    name: str,
    title: str,
    question: str,
    dimensions: tuple[str, ...],
    unit: str,
    measure: Callable[[Sources], pd.DataFrame],
    source: tuple[str, ...],
    method: str,
    limits: str,
) -> Figure:
    return Figure(
        id=f"quality-{name}",
        title=title,
        question=question,
        population="Records received for this edition",
        dimensions=dimensions,
        kind="percentage" if unit == "%" else "statistic",
        unit=unit,
        source=source,
        period="all extracts received by the edition's day",
        geography="Cumbria",
        rule="statistic",
        measure=measure,
        method=method,
        limits=limits,
    )


_ALL = tuple(sorted(extracts()))
_LINKS = ("camhs_referrals", "short_breaks", "pupils")

FIGURES = (
    _figure(
        "rows", "Rows received, used and set aside, by list", "What came?", ("extract", "measure"),
        "rows", rows, _ALL, "rounded to five",
        "A row can be read and still be wrong: what is not known to be wrong is used.",
    ),
    _figure(
        "reasons", "Rows set aside or to be checked, by reason", "Why were rows set aside?",
        ("extract", "reason"), "rows", reasons, _ALL, "rounded to five",
        "One row can have several faults and is then counted under each.",
    ),
    _figure(
        "effect", "The most that rows set aside can change", "What does that do to the figures?",
        ("extract", "measure"), "per 100", effect, _ALL,
        "worst case: all rows set aside were good (counts), or all alike (percentages)",
        "The truth is mostly much nearer than the worst case.",
    ),
    _figure(
        "agreement", "Published figures and the same count of the records",
        "Do the records add up to what was published?", ("comparison", "beside"),
        "as the line says", agreement, (*COMPARED, "pupils", "ehc_requests", "ehc_ceased"),
        "counts of records to the nearest five",
        "The publisher counts on one day; records are corrected afterwards.",
    ),
    _figure(
        "verdicts", "Published figures that the records agree with",
        "How often do records and published figures agree?", ("verdict",), "figures", verdicts,
        (*COMPARED, "pupils", "ehc_requests", "ehc_ceased"),
        "agreement is within 1 % of a count and 1 point of a percentage",
        "Where records and published figures differ, one of the two is wrong.",
    ),
    _figure(
        "match-rates", "Children found in the schools' lists, by list and group",
        "Who can be linked to the schools' lists?", ("list", "by", "group"), "%", match_rates,
        _LINKS, "keyed hash of the NHS number on both sides; 95 % Wilson interval",
        "Children under school age or past it are not in the schools' lists at all.",
    ),
    _figure(
        "linked-range", "Children referred to CAMHS who have SEND, and the range that is left open",
        "How far may a linked figure be off?", ("area",), "%", range_of_linked, _LINKS,
        "share of those found; range: all, or none, of those not found have SEND (Manski 1990)",
        "The range is not chance: it is what nobody knows, and more children would not narrow it.",
    ),
)  # fmt: skip

POPULATIONS: dict[str, Callable[[Sources], pd.DataFrame]] = {}
