"""The law of waits of the made-up county: invented hazards, fitted once to the published year.

`benchmarks/` is not where this was fitted: `python -m jsna.demo.camhs_fit` prints these numbers
again. They are fitted so that a year's referrals fall into the published bands; the ratios are
planted, not fitted.
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
        [0.0794243, 0.0064949, 0.0043617, 0.0022392, 0.0006588],
        [0.0091736, 0.0080772, 0.0015527, 0.0018312, 0.0010725],
        [0.0456637, 0.0003173, 0.0035855, 0.0034385, 0.0004122],
        [0.0040816, 0.0040926, 0.0013283, 0.0026257, 0.0010587],
    ),
    ("01K", "2019-20"): _law(
        [0.0901396, 0.000481, 0.0058755, 0.002676, 0.0007122],
        [0.0089479, 0.0061552, 0.0011324, 0.0019484, 0.0010929],
        [0.0308973, 0.0078424, 0.0020161, 0.0033537, 0.0003108],
        [0.0039653, 0.0040065, 0.0012514, 0.0025126, 0.0010347],
    ),
    ("equal", "2019-20"): _law(
        [0.0400597, 0.0246403, 0.0014614, 0.0007854, 0.0003617],
        [0.0079834, 0.0076684, 0.0015996, 0.0014803, 0.0009801],
        [0.0346103, 9.41e-05, 0.0029534, 0.0031462, 0.0002166],
        [0.0041809, 0.0040182, 0.0012293, 0.0028712, 0.0010618],
    ),
    ("01H", "2020-21"): _law(
        [0.04072, 0.0090053, 0.0144179, 0.0141985, 7.99e-05],
        [0.0062163, 0.0033594, 0.0088249, 0.0034451, 0.0008966],
        [0.1991144, 0.0007812, 0.0003269, 4.82e-05, 2.69e-05],
        [0.0044586, 0.003766, 0.0026823, 0.0018785, 0.0009744],
    ),
    ("01K", "2020-21"): _law(
        [0.0483077, 0.0065853, 0.0044031, 0.0064065, 0.0002374],
        [0.0062648, 0.0041537, 0.001386, 0.0013301, 0.0009411],
        [0.0786514, 0.0078073, 0.0043958, 0.0009332, 0.0002287],
        [0.0036715, 0.0034062, 0.0021947, 0.0018037, 0.0009643],
    ),
    ("equal", "2020-21"): _law(
        [0.0318208, 0.010476, 0.0079869, 0.0069198, 5.54e-05],
        [0.0077392, 0.0045556, 0.0020897, 0.006135, 0.0009597],
        [0.092676, 0.0155423, 0.0004597, 6.57e-05, 3.09e-05],
        [0.0042092, 0.0039012, 0.0033679, 0.0021721, 0.0010112],
    ),
}


def _pathway(
    a_year: float, usual_age: int, start: list[float], close: list[float], course: float
) -> PathwayLaw:
    return PathwayLaw(a_year, usual_age, np.array(start), np.array(close), course)


PATHWAYS = {
    "autism": _pathway(
        620,
        11,
        [0.0005, 0.0008, 0.0016, 0.0038, 0.0052],
        [0.002, 0.0012, 0.0005, 0.0004, 0.0003],
        110,
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
