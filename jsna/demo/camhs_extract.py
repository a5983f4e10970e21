"""What the two trusts send of their referrals to CAMHS.

Their records begin on 1 October 2019, when they took the service over: earlier referrals are
there only if they were still open that day (late entry). What happens after the extract's date
is not in it: those children are still waiting.
"""

import numpy as np
import pandas as pd

from jsna.demo.calibration import NEEDS
from jsna.demo.camhs import TAKEOVER, Referrals
from jsna.demo.draws import choose, stream
from jsna.demo.population import YEARS
from jsna.demo.rolls import Rolls
from jsna.demo.shape import Writer, coded, dates, flags, frame, numbered, whole_or_blank

URGENCY = ("emergency", "urgent", "routine")


OUTCOMES = ("treated", "not_accepted", "signposted", "did_not_attend", "withdrawn", "moved",
            "adult_services")  # fmt: skip


def extract(
    made: Referrals, rolls: Rolls, writers: dict[str, Writer], seed: int, as_of: int,
    late_send: bool,
) -> pd.DataFrame:  # fmt: skip
    """Return what each trust sends: its referrals as they stood at the end of a day."""
    keep = (made.referred <= as_of) & ((made.referred >= TAKEOVER) | (made.closed >= TAKEOVER))
    made = Referrals(*(getattr(made, name)[keep] for name in Referrals.__dataclass_fields__))
    order = np.lexsort((made.person, made.referred))
    made = Referrals(*(getattr(made, name)[order] for name in Referrals.__dataclass_fields__))
    draw = stream(seed, "camhs extract")
    columns = _columns(draw, made, rolls, as_of, late_send)
    sent = []
    senders = ("CNTW", "LSCFT")
    for number, provider in enumerate(senders):
        rows = np.flatnonzero(made.north == (number == 0))
        child = writers[provider].child(
            made.person[rows],
            ["child_id", "nhs_number", "date_of_birth", "sex", "ethnicity", "home_lsoa",
             "home_district"],
        )  # fmt: skip
        table = {"referral_id": numbered(f"{provider[0]}R", rows + 1, 8), **child,
                 "provider": coded(np.full(len(rows), number), senders)}  # fmt: skip
        table |= {name: column.iloc[rows] for name, column in columns.items()}
        sent.append(frame(table))
    return pd.concat(sent, ignore_index=True)


def _columns(
    draw: np.random.Generator, made: Referrals, rolls: Rolls, as_of: int, late_send: bool
) -> dict[str, pd.Series]:
    size = len(made.person)
    first = np.where(made.first <= as_of, made.first, -1)
    second = np.where(made.second <= as_of, made.second, -1)
    closed = np.where(made.closed <= as_of, made.closed, -1)
    until = np.where(closed >= 0, closed, as_of)
    step = np.clip(made.year - YEARS[0], 0, len(YEARS) - 1)
    asd = NEEDS.index("ASD")
    autism = (rolls.need[made.person, step] == asd) | (rolls.second[made.person, step] == asd)
    learning = np.isin(
        rolls.need[made.person, step], [NEEDS.index(code) for code in ("SLD", "PMLD")]
    )
    # Found while waiting: only a child who still waits can be found so (immortal time).
    found = made.referred + 15 + (draw.random(size) * 200).astype("int64")
    still = np.where(first >= 0, first, until)
    later = late_send & ~made.send & (draw.random(size) < 0.10) & (found < still) & (found <= as_of)
    known = draw.random(size) >= np.where(made.north, 0.14, 0.24)
    before = np.maximum(
        made.referred - 30 - (draw.random(size) * 900).astype("int64"), made.leaves - 6000
    )
    recorded = np.where(made.send, np.minimum(before, made.referred), np.where(later, found, -1))
    away = np.where(draw.random(size) < 0.09, 7 + (draw.random(size) * 35).astype("int64"), 0)
    away = np.where(second >= 0, np.minimum(away, (second - made.referred) // 2), 0)
    crisis = draw.random(size) < 0.03 + 0.02 * made.send + 0.25 * (made.urgency == 0)
    crisis_day = made.referred + (draw.random(size) * np.maximum(until - made.referred, 1)).astype(
        "int64"
    )
    tier4 = crisis & (draw.random(size) < 0.12)
    reason = choose(draw, size, [30, 16, 14, 4, 10, 12, 1, 5, 3, 5])
    reason = np.where(autism & (draw.random(size) < 0.6), 5, reason)
    admitted = np.minimum(crisis_day + 3, until)
    return {
        "team": _teams(made),
        "referral_date": dates(made.referred),
        "records_begin_date": dates(np.where(made.referred < TAKEOVER, TAKEOVER, -1)),
        "first_contact_date": dates(first),
        "second_contact_date": dates(second),
        "unavailable_days": whole_or_blank(away.astype("float64")),
        "closure_date": dates(closed),
        "outcome": coded(np.where(closed >= 0, made.outcome, -1), OUTCOMES),
        "urgency": coded(made.urgency, URGENCY),
        "referral_reason": coded(reason, REASONS),
        "send_flag": flags(made.send | later, known),
        "send_recorded_date": dates(np.where(known, recorded, -1)),
        "autism_flag": flags(autism, draw.random(size) < 0.9),
        "learning_disability_flag": flags(learning, known),
        "crisis": flags(crisis),
        "crisis_date": dates(np.where(crisis, np.minimum(crisis_day, until), -1)),
        "tier4": flags(tier4),
        "tier4_admission_date": dates(np.where(tier4, admitted, -1)),
    }


REASONS = ("anxiety", "depression", "self_harm", "eating", "conduct", "neurodevelopmental",
           "psychosis", "trauma", "crisis", "other")  # fmt: skip


def _teams(made: Referrals) -> pd.Series:
    team = np.where(made.north, np.where(made.west, 0, 1), 2)
    return coded(team, ("Made-up West base", "Made-up East base", "Made-up South base"))
