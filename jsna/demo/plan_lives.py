"""Who holds an EHC plan, from when to when, and where they learn.

Each January the plans are as many, in each age band, as were published; new plans of a calendar
year likewise. What the two leave over is made up by plans that ceased and plans that came with
a child from elsewhere.
"""

from dataclasses import dataclass

import numpy as np

from jsna.demo.calibration import AGE_BANDS, Targets
from jsna.demo.draws import Flags, Floats, Ints, days, pick, stream, whole
from jsna.demo.population import YEARS, People

PLACEMENTS = ("mainstream", "unit", "special", "independent", "ap", "early_years", "college",
              "special_post_16", "eotas", "neet", "awaiting", "other")  # fmt: skip
_ESTABLISHMENT = (
    ("Resourced", "unit"), ("SEN unit", "unit"), ("Mainstream - Independent", "independent"),
    ("Mainstream", "mainstream"), ("Special - Independent", "independent"),
    ("Special - Non-maintained", "independent"), ("Special -", "special"),
    ("AP/PRU", "ap"), ("Non-maintained early years", "early_years"),
    ("Specialist post-16", "special_post_16"), ("Sixth form college", "college"),
    ("Other FE", "college"), ("General FE", "college"), ("NEET", "neet"),
    ("Awaiting", "awaiting"), ("Elective home", "eotas"), ("Other arrangements", "eotas"),
    ("Permanently", "eotas"),
)  # fmt: skip
_BAND_START = np.array([0, 5, 11, 16, 20, 26])
_AGE_WEIGHT = np.array([0.0, 0.02, 0.12, 0.6, 1.3] + [1.0] * 11 + [1.6, 1.3, 0.8, 0.45]
                       + [1.5, 1.1, 0.8, 0.5, 0.3, 0.15])  # fmt: skip


@dataclass(frozen=True)
class PlanLives:
    """One array entry a plan, in the order of its start."""

    person: Ints
    start: Ints
    """Date of the first final plan, days since 1970."""
    end: Ints
    """Date it ceased, or -1."""
    transferred_in: Flags
    new_in: Ints
    """Calendar year in which it was new here, 0 where it is older or came from elsewhere."""
    cease_reason: Ints
    """Position in `REASONS`, -1 while it lasts."""
    held: Flags
    """One column a school year: in force on the January census."""
    placement: Ints
    """One column a school year: position in `PLACEMENTS`, -1 where not held."""
    abroad: Flags
    """One column a school year: placed beyond the county's border (set by `rolls`)."""


REASONS = ("age", "needs_met", "left_education", "transferred", "deceased", "other")


def plan_lives(people: People, targets: Targets, seed: int, scale: float) -> PlanLives:
    """Return every plan in force on or after January 2018, up to the end of 2021."""
    draw = stream(seed, "plans")
    size = len(people)
    keen = np.exp(1.5 * people.liability) * np.where(people.settled, 1.0, 0.25)
    start = np.full(size, -1, dtype="int64")
    end = np.full(size, -1, dtype="int64")
    new_in = np.zeros(size, dtype="int64")
    came = np.zeros(size, dtype=bool)
    reason = np.full(size, -1, dtype="int64")
    held = np.zeros((size, len(YEARS)), dtype=bool)

    ages = people.ages_present(0)
    for band, count in enumerate(_times(targets.plans[2018], scale)):
        chosen = pick(draw, _in_band(ages, band), count, keen * _AGE_WEIGHT[np.clip(ages, 0, 25)])
        held[chosen, 0] = True
    stock = np.flatnonzero(held[:, 0])
    start[stock] = _old_starts(draw, people.birth[stock], ages[stock])

    for step in range(1, len(YEARS)):
        year = YEARS[step]
        ages = people.ages_present(step)
        held[:, step] = held[:, step - 1] & (ages >= 0) & (ages <= 25)
        gone = np.flatnonzero(held[:, step - 1] & ~held[:, step])
        _cease(draw, end, reason, gone, year, np.where(people.academic_age(step)[gone] > 25, 0, 3))
        never = start < 0
        weight = np.minimum(_AGE_WEIGHT, 1.0)
        for band, count in enumerate(_times(targets.new_plans[year], scale)):
            fresh = pick(
                draw, _in_band(ages, band) & never, count, keen * weight[np.clip(ages, 0, 25)]
            )
            start[fresh] = _in_year(draw, year, len(fresh))
            new_in[fresh] = year
            held[fresh, step] = True
        for band, count in enumerate(_times(targets.plans[year + 1], scale)):
            inside = _in_band(ages, band)
            over = int((held[:, step] & inside).sum()) - count
            if over > 0:
                older = held[:, step] & inside & (new_in != year)
                gone = pick(draw, older, over, 1.0 / keen)
                held[gone, step] = False
                _cease(draw, end, reason, gone, year, _why(draw, ages[gone]))
            elif over < 0:
                arrived = pick(
                    draw, inside & (start < 0), -over, keen * weight[np.clip(ages, 0, 25)]
                )
                start[arrived] = _in_year(draw, year, len(arrived))
                came[arrived] = held[arrived, step] = True
    _last_year(draw, people, targets, scale, keen, held, start, end, reason, new_in)

    person = np.flatnonzero(start >= 0)
    person = person[np.lexsort((person, start[person]))]
    placement = _placements(draw, people, targets, scale, held)[person]
    return PlanLives(
        person=person,
        start=start[person],
        end=end[person],
        transferred_in=came[person],
        new_in=new_in[person],
        cease_reason=reason[person],
        held=held[person],
        placement=placement,
        abroad=np.zeros((len(person), len(YEARS)), dtype=bool),
    )


def _last_year(
    draw: np.random.Generator, people: People, targets: Targets, scale: float, keen: Floats,
    held: Flags, start: Ints, end: Ints, reason: Ints, new_in: Ints,
) -> None:  # fmt: skip
    """Add the plans issued and ceased in calendar 2021, after the last census."""
    year = YEARS[-1] + 1
    ages = np.where(people.present[:, -1], people.start_year_offset(year), -1)
    for band, count in enumerate(_times(targets.new_plans[year], scale)):
        wanted = _in_band(ages, band) & (start < 0)
        fresh = pick(draw, wanted, count, keen * _AGE_WEIGHT[np.clip(ages, 0, 25)])
        # More of them late in the year: that year's requests rose, the year before's had fallen.
        start[fresh] = _in_year(draw, year, len(fresh), 0.66)
        new_in[fresh] = year
    leaving = np.where(ages >= 19, 1.0, np.where(ages >= 16, 0.4, 0.03))
    count = round(0.045 * held[:, -1].sum())
    gone = pick(draw, held[:, -1], count, leaving)
    _cease(draw, end, reason, gone, year, _why(draw, ages[gone]))


def _times(counts: Ints, scale: float) -> Ints:
    return whole(counts, round(counts.sum() * scale))


def _in_band(ages: Ints, band: int) -> Flags:
    return (ages >= _BAND_START[band]) & (ages < _BAND_START[band + 1])


def _in_year(draw: np.random.Generator, year: int, size: int, power: float = 1.0) -> Ints:
    """Return days between one January's count of plans and the next."""
    first = days(year, 1, 18)
    length = days(year, 12, 22) - first
    return first + np.floor(draw.random(size) ** power * length).astype("int64")


def _old_starts(draw: np.random.Generator, birth: Ints, ages: Ints) -> Ints:
    """Return start dates before 2018: most in the last years, none before the second birthday."""
    earliest = birth + 760
    last = days(2017, 12, 20)
    return np.minimum(earliest + ((last - earliest) * draw.random(len(birth)) ** 0.6), last).astype(
        "int64"
    )


def _cease(
    draw: np.random.Generator, end: Ints, reason: Ints, gone: Ints, year: int, why: Ints
) -> None:
    end[gone] = np.where(
        why <= 2,
        days(year, 7, 15) + draw.integers(0, 45, len(gone)),
        _in_year(draw, year, len(gone)),
    )
    reason[gone] = why


def _why(draw: np.random.Generator, ages: Ints) -> Ints:
    chance = draw.random(len(ages))
    older = np.where(chance < 0.62, 2, np.where(chance < 0.9, 1, 5))
    younger = np.where(chance < 0.45, 1, np.where(chance < 0.93, 3, np.where(chance < 0.96, 4, 5)))
    return np.where(ages >= 16, older, younger)


def _placements(
    draw: np.random.Generator, people: People, targets: Targets, scale: float, held: Flags
) -> Ints:
    """Return where each learns each January, as many of each kind as were published."""
    severity = people.liability + 0.8 * draw.standard_normal(len(people))
    lasting = draw.standard_normal(len(people))
    placed = np.full(held.shape, -1, dtype="int64")
    for step, autumn in enumerate(YEARS):
        ages = people.ages_present(step)
        free = held[:, step].copy()
        published = dict.fromkeys(PLACEMENTS, 0)
        for name, count in targets.placements[autumn + 1].items():
            published[_kind(name)] += count
        total = int(free.sum())
        quota = dict(zip(published, whole(list(published.values()), total), strict=True))
        score = severity + 0.15 * draw.standard_normal(len(people))
        settled = lasting + 0.1 * draw.standard_normal(len(people))

        def take(kind: str, where: Flags, order: Floats, most: int) -> None:
            rows = np.flatnonzero(where & free)  # noqa: B023
            chosen = rows[np.argsort(-order[rows], kind="stable")[:most]]
            placed[chosen, step] = PLACEMENTS.index(kind)  # noqa: B023
            free[chosen] = False  # noqa: B023

        older = ages >= 16
        take("neet", older & (ages >= 17), settled, quota["neet"])
        take("special_post_16", older, score, quota["special_post_16"])
        take("college", older, ages + 0.8 * settled, quota["college"])
        take("early_years", ages < 5, -score - ages, quota["early_years"])
        school = ages < 19
        take("independent", school & (ages >= 7), score + 0.5 * settled, quota["independent"])
        take("special", school & (ages >= 3), score, quota["special"])
        take("ap", (ages >= 9) & (ages < 16), settled, quota["ap"])
        take("eotas", ages >= 5, -settled, quota["eotas"])
        take("awaiting", ages >= 4, -score, quota["awaiting"])
        take("other", ages >= 4, score, quota["other"])
        take("unit", school & (ages >= 4), -settled, quota["unit"])
        take("mainstream", school, score, len(people))
        take("college", older, score, len(people))
    return placed


def _kind(establishment: str) -> str:
    for start, kind in _ESTABLISHMENT:
        if start.lower() in establishment.lower():
            return kind
    return "other"


assert len(AGE_BANDS) == len(_BAND_START) - 1
