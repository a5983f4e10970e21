"""Fit the law of CAMHS waits to the published years: `python -m jsna.demo.camhs_fit`.

Run once; its output stands in `camhs_laws.LAWS`. The planted ratios are given, the baseline
hazards are sought with which a year's referrals are expected in the published bands. It takes
some minutes.
"""

import sys

import numpy as np
from scipy.optimize import least_squares

from jsna.demo import calibration
from jsna.demo.calibration import WAIT_BANDS, Targets
from jsna.demo.camhs_laws import MIXTURE, RATIOS, Ratios
from jsna.demo.draws import Floats
from jsna.demo.hazards import EDGES, Baseline, fates

_SEND = 0.315
"""Share of referrals with SEND, as the county's draws give it; likewise the west's share."""
_WEST = {"01H": 0.495, "01K": 0.055, "equal": 0.37}
_TURNS_18 = 0.00021
"""Referred children who turn 18 on a day: they close untreated."""
_START = np.log([0.045, 0.012, 0.004, 0.003, 0.002, 0.008, 0.006, 0.002, 0.0015, 0.001,
                 0.055, 0.012, 0.003, 0.003, 0.002, 0.004, 0.004, 0.003, 0.002, 0.001])  # fmt: skip
_HELD = np.array([0.05] * 5 + [0.25] * 5 + [0.05] * 5 + [0.25] * 5)
"""How strongly each hazard is held to where it starts: ends more than contacts."""


def groups(west: float, ratios: Ratios) -> tuple[Floats, Floats, Floats]:
    """Return the ratios of first and second contact of each group of children, and its share."""
    rows = [
        (
            urgent * (ratios.west_first if in_west else 1) * (ratios.send_first if send else 1),
            urgent**0.5
            * (ratios.west_second if in_west else 1)
            * (ratios.send_second if send else 1),
            (west if in_west else 1 - west) * (_SEND if send else 1 - _SEND) * share,
        )
        for in_west in (True, False)
        for send in (True, False)
        for share, urgent in zip(MIXTURE.share, MIXTURE.ratio, strict=True)
    ]
    first, second, weight = np.array(rows).T
    return first, second, weight


def fit(target: dict[str, float], west: float, ratios: Ratios) -> Baseline:
    """Return the baseline hazards with which a year is expected to look as published."""
    bands = np.array([target[band] for band in WAIT_BANDS])
    bands = bands / bands.sum()
    children = groups(west, ratios)

    def away(x: Floats) -> Floats:
        expected = fates(_baseline(x), *children, leaving=_TURNS_18)
        return np.concatenate(
            [
                30 * (expected[:9] - bands) / np.sqrt(bands),
                [30 * (expected[9] - target["mean"]) / target["mean"]],
                _HELD * (x - _START),
            ]
        )

    found = least_squares(away, _START, max_nfev=25)
    return _baseline(found.x)


def _baseline(x: Floats) -> Baseline:
    pieces = np.exp(x).reshape(4, len(EDGES))
    return Baseline(*pieces)


def both(targets: Targets, year: str) -> dict[str, float]:
    """Return the published year of both groups together, as far as they lie in the county."""
    share = targets.ccg_in_county
    parts = [(targets.camhs[(group, year)], share[group]) for group in ("01H", "01K")]
    joined = {band: sum(part[band] * weight for part, weight in parts) for band in WAIT_BANDS}
    seen = [sum(part[band] for band in WAIT_BANDS[:6]) * weight for part, weight in parts]
    joined["mean"] = sum(
        part["mean"] * count for (part, _), count in zip(parts, seen, strict=True)
    ) / sum(seen)
    return joined


def main() -> None:
    """Print the laws as `camhs_laws` holds them."""
    targets = calibration.read()
    for year in ("2019-20", "2020-21"):
        for group in ("01H", "01K", "equal"):
            target = both(targets, year) if group == "equal" else targets.camhs[(group, year)]
            ratios = Ratios() if group == "equal" else RATIOS
            law = fit(target, _WEST[group], ratios)
            lines = [
                f"        {[round(float(value), 7) for value in values]},"
                for values in (law.first, law.close_first, law.second, law.close_second)
            ]
            sys.stdout.write(
                f'    ("{group}", "{year}"): _law(\n' + "\n".join(lines) + "\n    ),\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
