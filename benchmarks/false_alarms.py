"""How often do these pages call a difference real where there is none, and do they find what is?

    python benchmarks/false_alarms.py                2 counties of either kind, a minute
    python benchmarks/false_alarms.py --seeds 60     what docs/short-breaks.md prints

For each seed two made-up counties are drawn, waits from their law (`margins="drawn"`): one in
which all places and children are equal, and one with the planted gaps. Of the equal one every
verdict of every page is asked; a page counts as false where it says real anywhere. For change
from year to year the waits of both years are shuffled, since the made-up service does get
quicker. Of the other county it is asked whether the planted gaps are called real, and whether
intervals hold them.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jsna import demo, params
from jsna.figures import TOTAL
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.stats.estimate import Estimate
from jsna.stats.proportions import wilson
from jsna.subjects import pathways
from jsna.subjects.breaks import gaps
from jsna.subjects.breaks.prepared import ADULT
from jsna.subjects.breaks.prepared import prepared as breaks_of
from jsna.subjects.inequity import change, services
from jsna.subjects.waits import prepared as camhs
from jsna.subjects.waits import send_ratio, send_verdicts, variation
from jsna.subjects.waits.clocks import FIRST, SECOND
from jsna.subjects.waits.estimates import wait

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
REAL = "real"
WEST = "West Cumbria"
Answer = tuple[str, bool]


def county(seed: int, inequities: bool) -> Sources:
    made = demo.tables(seed, inequities=inequities, margins="drawn")
    kept = ("camhs_referrals", "pathway_referrals", "short_breaks")
    tables = {name: made[name].rename(columns={"nhs_number": "link_key"}) for name in kept}
    return Sources(EDITION, lambda: tables)


def page(name: str, questions: list[Answer]) -> Iterator[Answer]:
    """Yield each question of a page, and whether the page says real anywhere."""
    for said, real in questions:
        yield f"{name}: {said}", real
    yield f"{name}: anywhere", any(real for _, real in questions)


def false_alarms(sources: Sources, rng: np.random.Generator) -> Iterator[Answer]:
    """Yield every verdict of a county of equal places and children."""
    of = camhs.prepared(sources)
    places = [
        (f"{labels['geography']}, {labels['clock'].lower()}", told.between.verdict == REAL)
        for labels, told in variation.every(of)
    ]
    yield from page("CAMHS by place and by SEND", [*places, *_send(of)])
    yield from page(
        "Autism pathway and therapies by place",
        [
            (f"{name}, {said}", told.between.verdict == REAL)
            for name, differences in pathways.between(sources).items()
            for said, told in differences
        ],
    )
    yield from page(
        "Short breaks by place",
        [
            (f"{said}, {stage}", told.verdict == REAL)
            for said, stage, _, told in gaps.between(breaks_of(sources))
        ],
    )
    cells = services.summary(sources)
    yield "One page: services by places", bool((cells["verdict"] == REAL).any())
    told = change.judged(list(_shuffled(sources, rng)))
    yield "One page: change from year to year", any(row["verdict"] == REAL for row in told)


def _send(of: camhs.Prepared) -> Iterator[Answer]:
    for _, row in send_verdicts.verdicts(of).iterrows():
        yield f"{row['ratio'].lower()}, {row['clock'].lower()}", row["verdict"] == REAL


def _shuffled(sources: Sources, rng: np.random.Generator) -> Iterator[change.Compared]:
    for service, of, clock in services.lists(sources):
        last, before = change.years(of, clock)
        both = pd.concat([last, before])
        mixed = both.iloc[rng.permutation(len(both))]
        west = (of.groups["locality"] == WEST).reindex(mixed.index).to_numpy()
        now = np.arange(len(mixed)) < len(last)
        for area, inside in ((TOTAL, np.ones(len(mixed), dtype=bool)), (WEST, west)):
            shares = [_seen(mixed[inside & side], of.day) for side in (now, ~now)]
            gap = change.difference(*shares)
            yield {"service": service, "area": area}, gap


def _seen(found: pd.DataFrame, day: int) -> Estimate:
    told = wait(found)
    share = None if told is None else told.seen_by(day)
    return wilson(0, 1) if share is None else share


def planted(sources: Sources, truths: dict[str, Any]) -> Iterator[Answer]:
    """Yield whether what was planted is called real, and lies in its interval."""
    cells = services.summary(sources)
    for service in (
        services.CAMHS_FIRST,
        services.CAMHS_SECOND,
        services.REGULAR.format("18 to 25"),
    ):
        own = cells[(cells["service"] == service) & (cells["area"] == WEST)]
        yield f"found real: {service}, {WEST}", bool((own["verdict"] == REAL).all() and len(own))
    of = camhs.prepared(sources)
    for clock, name in (
        (FIRST, "seen_by_day_126"),
        (SECOND, "second_within_126_days_of_first"),
    ):
        true = truths["camhs"][name]["all"]
        for area, told in of.in_places(clock).items():
            share = None if told is None else told.seen_by(of.day)
            if area in true and share is not None:
                yield f"holds: share within 18 weeks, {clock.lower()}", share.holds(true[area])
        yield from _pooled(of, clock, true)
    hazards = truths["camhs"]["hazard_ratio"]
    for clock, name in (
        (FIRST, "first contact, SEND against no SEND"),
        (SECOND, "second contact after the first, SEND against no SEND"),
    ):
        found = of.cohort(clock)
        rows = of.rows(found)
        flags, strata = send_ratio.flagged(of.groups)[rows], send_ratio.strata_of(of.groups)[rows]
        fitted = send_ratio.hazard(found, flags, strata)
        if fitted is not None:
            yield (
                f"holds: hazard ratio of SEND, {clock.lower()}",
                fitted.ratio().holds(hazards[name]),
            )
    rest = gaps.to_the_rest(breaks_of(sources))
    own = rest[(rest["life_stage"] == ADULT) & (rest["area"] == WEST)].iloc[0]
    true_gap = 100 * truths["short_breaks"]["difference_18_to_25_west"]
    yield (
        "holds: short breaks, 18 to 25, west less the rest",
        own["lower"] <= true_gap <= own["upper"],
    )


def _pooled(of: camhs.Prepared, clock: str, true: dict[str, float]) -> Iterator[Answer]:
    """Yield whether the difference drawn towards the county holds the true one."""
    for labels, told in variation.every(of):
        if labels["clock"] != clock or labels["geography"] != "Districts":
            continue
        weights = np.array([place.shrunken.n for place in told.between.places])
        county_true = float(np.average([true[name] for name in told.names], weights=weights))
        for name, place in zip(told.names, told.between.places, strict=True):
            held = place.difference.holds(true[name] - county_true)
            yield f"holds: district less county, drawn towards it, {clock.lower()}", held


def main() -> int:
    parser = argparse.ArgumentParser(description=Path(__file__).name)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first", type=int, default=100)
    asked = parser.parse_args()
    answers: dict[str, list[bool]] = defaultdict(list)
    begun = time.process_time()
    for seed in range(asked.first, asked.first + asked.seeds):
        for said, answer in false_alarms(county(seed, False), np.random.default_rng(seed)):
            answers[said].append(answer)
        for said, answer in planted(county(seed, True), demo.truths(seed, margins="drawn")):
            answers[said].append(bool(answer))
    sys.stdout.write(f"{asked.seeds} counties of either kind\n")
    for said, found in answers.items():
        told = wilson(sum(found), len(found))
        sys.stdout.write(
            f"{100 * told.value:5.1f} % ({100 * told.lower:.0f} to {100 * told.upper:.0f})"
            f" of {len(found):4d}  {said}\n"
        )
    sys.stdout.write(f"{time.process_time() - begun:.0f} s of work\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
