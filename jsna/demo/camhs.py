"""Referrals to CAMHS: every child a clock, from a law of waits that is known."""

from dataclasses import dataclass

import numpy as np

from jsna.demo import hazards
from jsna.demo.calibration import WAIT_BANDS, Targets
from jsna.demo.camhs_laws import CLOSE_LATE, LAWS, MIXTURE, RATIOS, Ratios
from jsna.demo.draws import Flags, Floats, Ints, choose, days, pick, stream, whole
from jsna.demo.needs import NO
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls

TAKEOVER = days(2019, 10, 1)


NEVER = 10**7


@dataclass(frozen=True)
class Referrals:
    """One array entry a referral that ever was; dates in days since 1970, -1 where none came."""

    person: Ints
    north: Flags
    west: Flags
    send: Flags
    """SEND known before the referral: this is what slows, not the flag."""
    urgency: Ints
    year: Ints
    """Financial year of the referral, by its first calendar year."""
    referred: Ints
    first: Ints
    second: Ints
    closed: Ints
    outcome: Ints
    """Position in `OUTCOMES`, -1 while open."""
    leaves: Ints
    """The eighteenth birthday."""


_YEARS = (2018, 2019, 2020, 2021)


def referrals(
    people: People, rolls: Rolls, targets: Targets, seed: int, scale: float, inequities: bool,
    margins: str = "exact",
) -> Referrals:  # fmt: skip
    """Return all referrals from April 2018 on.

    `margins="exact"` keeps, out of half as many again, those with which each CCG's published
    year is met in every band; `"drawn"` takes them as they fall, for studies of coverage.
    """
    draw = stream(seed, "camhs")
    ratios = RATIOS if inequities else Ratios()
    ccg = people.of_place("ccg")
    district = people.of_place("district")
    west = (district == "Allerdale") | (district == "Copeland")
    used = people.visitor.copy()
    turns_18 = birthday(people.birth, 18)
    parts = []
    for year in _YEARS:
        table_year = "2019-20" if year <= 2019 else "2020-21"
        step = min(year - YEARS[0], len(YEARS) - 1)
        ages = people.ages_present(step)
        send = rolls.provision[:, step] > NO
        keen = np.exp(0.25 * people.liability) * (1 + 1.3 * send) * _AGE_KEEN[np.clip(ages, 0, 25)]
        for group in ("01H", "01K"):
            target = targets.camhs[(group, table_year)]
            length = 365 if year < 2021 else 153
            share = scale * targets.ccg_in_county[group] * length / 365
            count = round(sum(target[band] for band in WAIT_BANDS) * share)
            wanted = (ages >= 4) & (turns_18 > days(year, 4, 20)) & (ccg == group) & ~used
            exact = margins == "exact" and inequities and year in (2019, 2020)
            person = pick(draw, wanted, int(count * (1.5 if exact else 1.0)), keen)
            law = LAWS[(group if inequities else "equal", table_year)]
            made = _histories(draw, people, person, group == "01H", west, send, year, length, law,
                              ratios)  # fmt: skip
            if exact:
                made = _thinned(draw, made, target, count)
            used[made.person] = True
            parts.append(made)
    return Referrals(*(np.concatenate([getattr(part, name) for part in parts])
                       for name in Referrals.__dataclass_fields__))  # fmt: skip


_AGE_KEEN = np.array([0, 0, 0, 0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0, 1.2, 1.5, 1.8, 2.0, 2.0,
                      1.8, 1.3] + [0] * 8, dtype="float64")  # fmt: skip


def ratios_of(made: "Referrals", ratios: Ratios) -> tuple[Floats, Floats]:
    """Return each referral's true hazard ratios of the first and of the second contact."""
    urgent = np.array(MIXTURE.ratio)[made.urgency]
    first = urgent * np.where(made.west, ratios.west_first, 1.0)
    first *= np.where(made.send, ratios.send_first, 1.0)
    second = np.sqrt(urgent) * np.where(made.west, ratios.west_second, 1.0)
    second *= np.where(made.send, ratios.send_second, 1.0)
    return first, second


def _histories(
    draw: np.random.Generator, people: People, person: Ints, north: bool, west: Flags,
    send: Flags, year: int, length: int, law: hazards.Baseline, ratios: Ratios,
) -> Referrals:  # fmt: skip
    size = len(person)
    order = draw.permutation(size)
    person = person[order]
    leaves = birthday(people.birth[person], 18)
    window = np.minimum(length, leaves - days(year, 4, 1) - 1)
    arrived = days(year, 4, 1) + (draw.random(size) * window).astype("int64")
    blank = np.zeros(size, dtype="int64")
    made = Referrals(
        person=person, north=np.full(size, north), west=west[person], send=send[person],
        urgency=choose(draw, size, MIXTURE.share), year=np.full(size, year), referred=arrived,
        first=blank, second=blank, closed=blank, outcome=blank,
        leaves=leaves,
    )  # fmt: skip
    ratio_first, ratio_second = ratios_of(made, ratios)
    one = np.ones(size)
    to_first = hazards.waits(law.first, ratio_first, _exp(draw, size))
    to_shut = hazards.waits(law.close_first, one, _exp(draw, size))
    to_second = hazards.waits(law.second, ratio_second, _exp(draw, size))
    to_shut_later = hazards.waits(law.close_second, one, _exp(draw, size))
    first = arrived + _whole_days(to_first)
    first = np.where((to_first <= to_shut) & (first < made.leaves), first, NEVER)
    seen = first < NEVER
    shut = np.where(seen, first + _whole_days(to_shut_later), arrived + _whole_days(to_shut))
    second = first + _whole_days(to_second)
    second = np.where(seen & (to_second <= to_shut_later) & (second < made.leaves), second, NEVER)
    ended = second + (20 + CLOSE_LATE * _exp(draw, size)).astype("int64")
    closed = np.where(second < NEVER, ended, shut)
    aged = closed >= made.leaves
    closed = np.minimum(closed, made.leaves)
    chance = draw.random(size)
    early = closed - arrived <= 28
    untreated = np.where(
        early & (first == NEVER),
        np.select([chance < 0.62, chance < 0.85, chance < 0.95], [1, 2, 4], 5),
        np.select([chance < 0.45, chance < 0.8, chance < 0.9], [3, 4, 2], 5),
    )
    outcome = np.where(second < NEVER, 0, untreated)
    return Referrals(
        **{
            **made.__dict__,
            "first": np.where(first < NEVER, first, -1),
            "second": np.where(second < NEVER, second, -1),
            "closed": closed,
            "outcome": np.where(aged, 6, outcome),
        }
    )


def birthday(birth: Ints, age: int) -> Ints:
    """Return the day of a birthday; 29 February becomes 1 March."""
    born = birth.astype("datetime64[D]")
    months = born.astype("datetime64[M]")
    later = (months + 12 * age).astype("datetime64[D]") + (born - months.astype("datetime64[D]"))
    return later.astype("int64")


def _whole_days(wait: Floats) -> Ints:
    """Return waits in whole days, up: so a wait is at most d days exactly where the law says."""
    return np.minimum(np.ceil(np.maximum(wait, 1e-9)), NEVER).astype("int64")


def _exp(draw: np.random.Generator, size: int) -> Floats:
    return draw.standard_exponential(size)


def state_at(made: Referrals, day: int) -> Ints:
    """Return each referral's position in `WAIT_BANDS` when looked at on a day."""
    wait = made.second - made.referred
    band = np.searchsorted(np.array([28, 42, 56, 70, 84]), wait, side="right")
    seen = (made.second >= 0) & (made.second <= day)
    shut = ~seen & (made.closed <= day)
    one = ~seen & ~shut & (made.first >= 0) & (made.first <= day)
    return np.select([seen, shut, one], [band, 6, 8], 7)


def _thinned(draw: np.random.Generator, made: Referrals, target: dict, count: int) -> Referrals:
    """Keep as many of each band as were published, with their mean wait; the rest is chance."""
    end = days(int(made.year[0]) + 1, 3, 31)
    state = state_at(made, end)
    quota = whole([target[band] for band in WAIT_BANDS], count)
    kept = np.concatenate(
        [pick(draw, state == band, int(quota[band])) for band in range(len(quota))]
    )
    wait = (made.second - made.referred).astype("float64")
    goal = target["mean"] * (state[kept] < 6).sum()
    for band in (5, 0, 4, 3, 2, 1):
        kept = _with_mean(draw, kept, state, wait, band, goal)
    kept = np.sort(kept)
    return Referrals(*(getattr(made, name)[kept] for name in Referrals.__dataclass_fields__))


def _with_mean(
    draw: np.random.Generator, kept: Ints, state: Ints, wait: Floats, band: int, goal: float
) -> Ints:
    """Return the rows kept, some of a band exchanged until all waits add up to the goal."""
    kept = kept.copy()
    spare = np.setdiff1d(np.flatnonzero(state == band), kept)
    places = np.flatnonzero(state[kept] == band)
    total = wait[kept[state[kept] < 6]].sum()
    for _ in range(400):
        gap = goal - total
        if abs(gap) < 1 or not len(spare) or not len(places):
            break
        out = draw.integers(0, len(places), 64)
        into = draw.integers(0, len(spare), 64)
        change = wait[spare[into]] - wait[kept[places[out]]]
        best = int(np.argmin(np.abs(change - np.clip(gap, -60, 60))))
        if abs(gap - change[best]) >= abs(gap):
            continue
        place = places[out[best]]
        kept[place], spare[into[best]] = spare[into[best]], kept[place]
        total += change[best]
    return kept
