"""The law of waits of the made-up county: invented hazards, fitted once to the published year.

`benchmarks/` is not where this was fitted: `python -m jsna.demo.camhs_fit` prints these numbers again. They are
fitted so that a year's referrals fall into the published bands; the ratios are planted, not fitted.
"""

from dataclasses import dataclass

import numpy as np

from jsna.demo.hazards import Baseline, PathwayLaw


@dataclass(frozen=True)
class Ratios:
    """Planted hazard ratios: below 1 is slower. The defaults are a county of equal places."""

    west_first: float = 1.0
    west_second: float = 1.0
    send_first: float = 1.0
    send_second: float = 1.0


RATIOS = Ratios(west_first=0.72, west_second=0.60, send_first=0.80, send_second=0.85)


@dataclass(frozen=True)
class Mixture:
    """Urgency at referral: shares, and the hazard ratio of the first contact (its root later)."""

    share: tuple[float, ...]
    ratio: tuple[float, ...]


MIXTURE = Mixture(share=(0.03, 0.12, 0.85), ratio=(5.0, 2.2, 1.0))
CLOSE_LATE = 150.0
"""Mean days of treatment after the second contact."""


def _law(
    first: list[float], close_first: list[float], second: list[float], close_second: list[float]
) -> Baseline:
    return Baseline(
        np.array(first), np.array(close_first), np.array(second), np.array(close_second)
    )


LAWS = {
    ("01H", "2019-20"): _law(
        [0.0776297, 0.0043061, 0.0044598, 0.0034238, 0.0007706],
        [0.0097117, 0.0095373, 0.0015064, 0.0019949, 0.0010977],
        [0.0490729, 0.0004054, 0.0037252, 0.0030654, 0.0005087],
        [0.0041054, 0.0041748, 0.0013062, 0.0027798, 0.0010707],
    ),
    ("01K", "2019-20"): _law(
        [0.0892749, 8.45e-05, 0.0084052, 0.0005168, 0.0001229],
        [0.0104534, 0.005405, 0.0010328, 0.0030821, 0.0012206],
        [0.0061527, 0.0185458, 0.0010828, 0.0040314, 4.8e-05],
        [0.0038024, 0.0038271, 0.0016263, 0.0025822, 0.0009562],
    ),
    ("equal", "2019-20"): _law(
        [0.0399935, 0.0204638, 0.0024321, 0.0015712, 0.0004668],
        [0.0091626, 0.0080209, 0.0016027, 0.0018016, 0.0010519],
        [0.036681, 0.0002612, 0.002928, 0.0028689, 0.0002593],
        [0.004193, 0.0042286, 0.0012894, 0.0030226, 0.001073],
    ),
    ("01H", "2020-21"): _law(
        [0.0466016, 0.0060886, 0.0149998, 0.0145703, 9.51e-05],
        [0.0062723, 0.0039381, 0.0101799, 0.0016363, 0.0009027],
        [0.2000725, 0.0005495, 0.0017035, 6.77e-05, 3.92e-05],
        [0.0043284, 0.003625, 0.0024397, 0.0018163, 0.0009633],
    ),
    ("01K", "2020-21"): _law(
        [0.0459914, 0.0071989, 0.0044723, 0.0065381, 0.0003488],
        [0.0069464, 0.0047787, 0.0015095, 0.0014322, 0.0009709],
        [0.077011, 0.0090557, 0.0044621, 0.0008106, 0.0003271],
        [0.003808, 0.0036255, 0.0023353, 0.00191, 0.000983],
    ),
    ("equal", "2020-21"): _law(
        [0.0296988, 0.0114489, 0.0085416, 0.0071792, 7.04e-05],
        [0.0085421, 0.0053624, 0.0025618, 0.0043252, 0.0009652],
        [0.0902918, 0.0153409, 0.0006755, 0.0001002, 4.2e-05],
        [0.0043947, 0.004234, 0.0039794, 0.0024193, 0.0010274],
    ),
}


def _pathway(
    a_year: float, usual_age: int, start: list[float], close: list[float], course: float
) -> PathwayLaw:
    return PathwayLaw(a_year, usual_age, np.array(start), np.array(close), course)


PATHWAYS = {
    "autism": _pathway(
        620, 11, [0.0005, 0.0008, 0.0016, 0.0038, 0.0052], [0.002, 0.0012, 0.0005, 0.0004, 0.0003], 110
    ),
    "speech_language": _pathway(
        1250, 7, [0.002, 0.006, 0.013, 0.017, 0.012], [0.004, 0.002, 0.0008, 0.0006, 0.0005], 150
    ),
    "occupational": _pathway(
        420, 10, [0.001, 0.003, 0.007, 0.010, 0.008], [0.004, 0.002, 0.0008, 0.0006, 0.0005], 120
    ),
    "physiotherapy": _pathway(
        300, 10, [0.003, 0.010, 0.020, 0.020, 0.015], [0.003, 0.002, 0.0008, 0.0006, 0.0005], 100
    ),
}
"""Invented throughout: no published waits of therapies by place were found."""
