"""Which need is recorded of whom, and the planted drift between SEMH and NSA.

Needs follow the published mix of January 2023 by phase and sex, but for SEMH and NSA, which start
from the plan's own baseline.
"""

from dataclasses import dataclass

import numpy as np

from jsna.demo.calibration import NEEDS, PHASES, Targets
from jsna.demo.draws import Floats, Ints, whole
from jsna.demo.population import People

NO, SUPPORT, PLAN = 0, 1, 2


_ODDS = {
    "ASD": 3.0,
    "HI": 0.7,
    "MLD": 0.35,
    "MSI": 1.0,
    "NSA": 0.0,
    "OTH": 0.4,
    "PD": 1.0,
    "PMLD": 9.0,
    "SEMH": 0.75,
    "SLCN": 0.75,
    "SLD": 14.0,
    "SPLD": 0.18,
    "VI": 0.8,
}
"""Odds of a plan rather than SEN Support, by need: invented, in the order known from England."""


_ORDER = np.array(
    [
        NEEDS.index(code)
        for code in (
            "SPLD",
            "MLD",
            "SLCN",
            "HI",
            "VI",
            "PD",
            "MSI",
            "OTH",
            "SLD",
            "PMLD",
            "ASD",
            "NSA",
            "SEMH",
        )
    ]
)
"""Needs along the lasting draw. NSA stands beside SEMH: those who move are coded anew."""


@dataclass(frozen=True)
class Drift:
    """The planted drift: social, emotional and mental health need coded as NSA at first."""

    true_semh: dict[str, float]
    """By phase: the share of SEN that truly is SEMH, the same in every year."""
    coded_nsa: dict[str, tuple[float, ...]]
    """By phase: the share of true SEMH coded NSA, a value a school year."""
    semh: dict[str, tuple[float, ...]]
    """By phase: the share of SEN recorded as SEMH, a value a school year."""
    nsa: dict[str, tuple[float, ...]]
    """By phase: the share of SEN recorded as NSA, a value a school year."""


def drift(targets: Targets, inequities: bool) -> Drift:
    """Return the shares recorded: the plan's baseline in the first two years, then the drift."""
    falls = ((1.0, 1.0, 0.62, 0.31), (1.0, 1.0, 0.7, 0.4)) if inequities else ((1.0,) * 4,) * 2
    true, coded, semh, nsa = {}, {}, {}, {}
    for phase, hidden in (("primary", 0.365), ("secondary", 0.75)):
        base = targets.recorded[phase]
        moved = hidden * base["NSA"]
        true[phase] = base["SEMH"] + moved
        coded[phase] = tuple(moved * f / true[phase] for f in falls[0])
        semh[phase] = tuple(base["SEMH"] + moved * (1 - f) for f in falls[0])
        nsa[phase] = tuple(
            moved * f + (base["NSA"] - moved) * g for f, g in zip(*falls, strict=True)
        )
    return Drift(true, coded, semh, nsa)


def needs_of(
    people: People, phase: Ints, provision: Ints, step: int, targets: Targets, shares: Drift,
    lasting: Floats, visitor_need: Floats,
) -> Ints:  # fmt: skip
    """Return the need of everyone with SEND in one year."""
    need = np.full(len(people), -1, dtype="int64")
    send = provision[:, step] > NO
    where = np.where(phase[:, step] >= 0, phase[:, step], len(PHASES))
    for number in range(len(PHASES) + 1):
        group = send & (where == number)
        if not group.any():
            continue
        name = PHASES[number] if number < len(PHASES) else "beyond"
        cells = np.array(
            [[(group & (provision[:, step] == kind) & (people.male == boy)).sum()
              for kind in (SUPPORT, PLAN)] for boy in (True, False)]
        )  # fmt: skip
        table = fitted(targets, shares, name, step, cells)
        for column, boy in enumerate((True, False)):
            for kind in (SUPPORT, PLAN):
                rows = np.flatnonzero(group & (provision[:, step] == kind) & (people.male == boy))
                counts = whole(table[_ORDER, column, kind - 1], len(rows))
                order = np.argsort(lasting[rows], kind="stable")
                need[rows[order]] = np.repeat(_ORDER, counts)
    return need


def fitted(targets: Targets, shares: Drift, phase: str, step: int, cells: Ints) -> Floats:
    """Return expected pupils by need, sex (boys, girls) and provision (K, E), fitted to margins.

    Iterative proportional fitting; `cells` holds pupils by sex and provision.
    Reference: Deming and Stephan (1940).
    """
    mixture = {"beyond": targets.needs["secondary"] * 0.5 + targets.needs["special"] * 2.5}
    published = (mixture | targets.needs)[phase] + 0.02
    share = published.sum(axis=1) / published.sum()
    stage = "secondary" if phase in {"secondary", "ap", "beyond"} else "primary"
    if phase in {"primary", "secondary", "independent"}:
        fixed = {NEEDS.index("SEMH"): shares.semh[stage][step],
                 NEEDS.index("NSA"): shares.nsa[stage][step]}  # fmt: skip
        others = [number for number in range(len(NEEDS)) if number not in fixed]
        share[others] *= (1 - sum(fixed.values())) / share[others].sum()
        for number, value in fixed.items():
            share[number] = value
    elif cells[:, 0].sum() == 0:
        share[NEEDS.index("NSA")] = 0.0
        share /= share.sum()
    odds = np.array([_ODDS[code] for code in NEEDS])
    table = published[:, :, None] * np.stack([np.ones(len(NEEDS)), odds], axis=1)[:, None, :]
    need_total = share * cells.sum()
    for _ in range(60):
        rows = table.sum(axis=(1, 2))
        table *= np.divide(need_total, rows, out=np.zeros_like(rows), where=rows > 0)[:, None, None]
        columns = table.sum(axis=0)
        table *= np.divide(cells, columns, out=np.zeros_like(columns), where=columns > 0)[None]
    return table


def second_need(need: Ints, lasting: Floats, liability: Floats) -> Ints:
    """Return a second need for about a third, never the same as the first."""
    other = np.floor((lasting * 7919) % 1 * len(NEEDS)).astype("int64")
    other = np.where((other == need) | (other == NEEDS.index("NSA")), NEEDS.index("SLCN"), other)
    has = ((lasting * 104729) % 1 < 0.34) & (need >= 0) & (other != need)
    return np.where(has & (need != NEEDS.index("NSA")), other, -1)
