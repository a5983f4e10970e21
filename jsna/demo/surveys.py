"""Four yearly surveys of the made-up families.

The parents of children with plans who are not content answer more often than those who are: the
planted bias. What the whole group thinks is therefore known and differs from what those who
answer say.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Flags, Ints, choose, days, stream
from jsna.demo.needs import PLAN, SUPPORT
from jsna.demo.plan_source import PlanSources
from jsna.demo.population import YEARS
from jsna.demo.shape import coded, dates, frame, numbered, whole_or_blank

ARMS = ("parents_ehcp", "young_people_ehcp", "parents_sen_support", "young_people_sen_support")


AGE_GROUPS = ("0-4", "5-10", "11-15", "16-19", "20-25")


_STARTS = np.array([0, 5, 11, 16, 20, 26])


SURVEY_YEARS = (2019, 2020)


_ANSWERS = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree")


QUESTIONS = {
    "trust": "I trust the local services that support my child",
    "heard": "I felt heard while the plan was written",
    "contribute": "My child could contribute to the plan",
    "review": "I was supported to take part in the annual review",
    "wellbeing": "My child's emotional wellbeing needs are met properly",
    "informed": "I know where to find out about support",
}
"""Question to its words in 2019. `informed` was asked anew in 2020, so it has another id."""


_CHANGED = {"informed": ("informed-2", "The Local Offer tells me what I need to know")}


_PLAN_ONLY = ("heard", "contribute", "review")


@dataclass(frozen=True)
class Arm:
    """What is true of one arm of the surveys, in a year."""

    content: float
    """Share of the whole group that agrees they can trust services."""
    answers_content: float
    """Chance that one who agrees answers."""
    answers_not: float
    """Chance that one who does not agree answers."""


def arms(inequities: bool) -> dict[str, tuple[Arm, Arm]]:
    """Return the truth of each arm in 2019 and 2020."""
    low = 0.55 if inequities else 1.0
    return {
        "parents_ehcp": (Arm(0.50, 0.115 * low, 0.115), Arm(0.54, 0.15 * low, 0.15)),
        "young_people_ehcp": (Arm(0.62, 0.06, 0.06), Arm(0.63, 0.07, 0.07)),
        "parents_sen_support": (Arm(0.46, 0.02, 0.02), Arm(0.48, 0.024, 0.024)),
        "young_people_sen_support": (Arm(0.58, 0.011, 0.011), Arm(0.58, 0.013, 0.013)),
    }


@dataclass(frozen=True)
class Surveys:
    """Everyone who could have answered, and what they thought."""

    person: Ints
    arm: Ints
    year: Ints
    """Position in `SURVEY_YEARS`."""
    content: Flags
    answered: Flags


def surveys(source: PlanSources, true: dict[str, tuple[Arm, Arm]]) -> Surveys:
    """Return the whole group of each arm and year, with who answered."""
    people, rolls = source.people, source.rolls
    draw = stream(source.seed, "surveys")
    parts = []
    for number, year in enumerate(SURVEY_YEARS):
        step = YEARS.index(year)
        age = people.ages_present(step)
        for arm, name in enumerate(ARMS):
            kind = PLAN if name.endswith("ehcp") else SUPPORT
            here = (rolls.provision[:, step] == kind) & (age >= 0) & (age <= 25)
            if name.startswith("young"):
                here &= age >= 11
            person = np.flatnonzero(here)
            truth = true[name][number]
            content = draw.random(len(person)) < truth.content
            chance = np.where(content, truth.answers_content, truth.answers_not)
            parts.append((person, np.full(len(person), arm), np.full(len(person), number), content,
                          draw.random(len(person)) < chance))  # fmt: skip
    return Surveys(*(np.concatenate([part[n] for part in parts]) for n in range(5)))


def _age_group(source: PlanSources, made: Surveys) -> Ints:
    age = np.zeros(len(made.person), dtype="int64")
    for number, year in enumerate(SURVEY_YEARS):
        rows = made.year == number
        age[rows] = source.people.start_year_offset(year)[made.person[rows]]
    return np.searchsorted(_STARTS, age, side="right") - 1


def invited(source: PlanSources, made: Surveys) -> pd.DataFrame:
    """Return how many were invited: the plan arms have a list, the SEN Support arms none."""
    table = pd.DataFrame(
        {
            "survey_year": np.array(SURVEY_YEARS)[made.year],
            "arm": coded(made.arm, ARMS),
            "home_district": source.people.of_place("district")[made.person].astype(str),
            "age_group": coded(_age_group(source, made), AGE_GROUPS),
            "primary_need": coded(source.plan_need(made.person)[0], NEEDS),
        }
    )
    known = (made.arm == 0) | (made.arm == 1)
    keys = list(table.columns)
    counted = table[known].groupby(keys).size().rename("invited").reset_index()
    counted["frame_known"] = "Y"
    blank = table[~known].drop_duplicates(keys[:4]).copy()
    blank["primary_need"] = None
    blank = blank.sort_values(keys[:4]).assign(frame_known="N", invited=np.nan)
    joined = pd.concat([counted, blank], ignore_index=True)
    joined["invited"] = joined["invited"].astype("Int64")
    return joined[[*keys, "frame_known", "invited"]]


def answers(source: PlanSources, made: Surveys) -> pd.DataFrame:
    """Return one row an answer of those who answered."""
    draw = stream(source.seed, "answers")
    rows = np.flatnonzero(made.answered)
    response = np.arange(len(rows)) + 1
    place = pd.Series(source.people.of_place("district")[made.person[rows]].astype(str))
    place = place.where(draw.random(len(rows)) > 0.06, other="Not recorded")
    group = _age_group(source, made)[rows]
    first_day = np.array([days(year, 11, 12) for year in SURVEY_YEARS])[made.year[rows]]
    answered_on = first_day + draw.integers(0, 35, len(rows))
    mode = choose(draw, len(rows), [0.7, 0.26, 0.04])
    mode = np.where((made.arm[rows] >= 2) & (mode == 1), 0, mode)
    parts = []
    for name, words in QUESTIONS.items():
        for year in range(len(SURVEY_YEARS)):
            asks = made.year[rows] == year
            if name in _PLAN_ONLY:
                asks &= made.arm[rows] <= 1
            chosen = np.flatnonzero(asks)
            given, text = (name, words) if year == 0 else _CHANGED.get(name, (name, words))
            young = made.arm[rows[chosen]] % 2 == 1
            shown = np.where(young, 1, 0)
            content = made.content[rows[chosen]]
            lean = 0 if name == "trust" else 0.14
            other = draw.random(len(chosen)) < lean
            answer = _scale(draw, content ^ other)
            parts.append(
                {
                    "row": chosen,
                    "question_id": np.full(len(chosen), given, dtype=object),
                    "question_text": np.where(
                        shown == 1, text.replace("my child", "me").replace("My child's", "My")
                        .replace("My child", "I"), text
                    ).astype(object),
                    "answer": answer,
                }
            )  # fmt: skip
    open_rows = np.flatnonzero(draw.random(len(rows)) < 0.22)
    row = np.concatenate([*(part["row"] for part in parts), open_rows])
    question = np.concatenate(
        [*(part["question_id"] for part in parts), np.full(len(open_rows), "say", dtype=object)]
    )
    wording = np.concatenate(
        [*(part["question_text"] for part in parts),
         np.full(len(open_rows), "What else would you like to say?", dtype=object)]
    )  # fmt: skip
    given_answers = np.concatenate(
        [*(part["answer"] for part in parts), np.full(len(open_rows), -1)]
    )
    comments = np.full(len(row), -1)
    comments[len(row) - len(open_rows) :] = draw.integers(0, len(COMMENTS), len(open_rows))
    order = np.lexsort((question.astype(str), row))
    row = row[order]
    return frame(
        {
            "survey_year": whole_or_blank(
                np.array(SURVEY_YEARS, dtype="float64")[made.year[rows[row]]]
            ),
            "arm": coded(made.arm[rows[row]], ARMS),
            "response_id": numbered("V", response[row], 6),
            "response_date": dates(answered_on[row]),
            "survey_mode": coded(mode[row], ("online", "post", "supported")),
            "home_district": place.iloc[row],
            "age_group": coded(group[row], AGE_GROUPS),
            "primary_need": coded(source.plan_need(made.person[rows])[0][row], NEEDS),
            "question_id": pd.Series(question[order].astype(str)),
            "question_text": pd.Series(wording[order].astype(str)),
            "answer": coded(given_answers[order], _ANSWERS),
            "free_text": coded(comments[order], COMMENTS),
        }
    )


FORUM_QUESTIONS = {
    "F1": ("I trust the local services that support my child", (0.44, 0.47)),
    "F2": ("I felt heard while the plan was written", (0.47, 0.50)),
    "F3": ("I know where to find out about support", (0.52, 0.55)),
    "F4": ("Services act on what parents tell them", (0.31, 0.34)),
}
"""Reference of the forum's question to its words and the share of its members who agree.

The first two are asked in the council's words; the council changed the third in 2020; the fourth
is the forum's own.
"""
_FORUM_ANSWERS = (96, 148)
_FORUM_MEMBERS = (np.nan, 412.0)
"""In 2019 the forum used an open link; in 2020 it wrote to its members."""


def forum(seed: int, scale: float) -> pd.DataFrame:
    """Return the totals of the parent carer forum's own survey, one row a question and year."""
    draw = stream(seed, "forum")
    rows = []
    for number, year in enumerate(SURVEY_YEARS):
        answered = round(_FORUM_ANSWERS[number] * scale)
        for question, (words, truth) in FORUM_QUESTIONS.items():
            rows.append(
                {
                    "survey_year": year,
                    "question_id": question,
                    "question_text": words,
                    "invited": _FORUM_MEMBERS[number] * scale,
                    "answered": answered,
                    "agreed": int(draw.binomial(answered, truth[number])),
                }
            )
    table = pd.DataFrame(rows)
    return table.assign(invited=table["invited"].round().astype("Int64"))


def _scale(draw: np.random.Generator, content: Flags) -> Ints:
    """Return answers on the scale: those content agree, the others are neutral or disagree."""
    chance = draw.random(len(content))
    good = np.where(chance < 0.3, 0, 1)
    poor = np.where(chance < 0.3, 2, np.where(chance < 0.72, 3, 4))
    return np.where(content, good, poor)


COMMENTS = (
    "Made up: we waited a long time before anyone rang us back.",
    "Made up: the school listened and it made a difference.",
    "Made up: nobody told us what would happen next.",
    "Made up: the travel is too far for a weekday appointment.",
    "Made up: we had the same worker all year, which helped.",
    "Made up: we do not know what there will be after school.",
    "Made up: the plan says it, but it does not happen.",
    "Made up: the group on Saturdays is the best part of the week.",
)
