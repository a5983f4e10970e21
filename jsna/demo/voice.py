"""Four yearly surveys and the Post Box of the made-up families.

The parents of children with plans who are not content answer more often than those who are: the
planted bias. What the whole frame thinks is therefore known and differs from what those who
answer say.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo.draws import Flags, Ints, choose, days, stream
from jsna.demo.plan_files import PlanSources
from jsna.demo.population import YEARS
from jsna.demo.rolls import NEEDS, PLAN, SUPPORT
from jsna.demo.shape import coded, dates, flags, frame, numbered, whole_or_blank

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
    text = np.concatenate(
        [*(part["question_text"] for part in parts),
         np.full(len(open_rows), "What else would you like to say?", dtype=object)]
    )  # fmt: skip
    answer = np.concatenate([*(part["answer"] for part in parts), np.full(len(open_rows), -1)])
    words = np.full(len(row), -1)
    words[len(row) - len(open_rows) :] = draw.integers(0, len(COMMENTS), len(open_rows))
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
            "question_text": pd.Series(text[order].astype(str)),
            "answer": coded(answer[order], _ANSWERS),
            "free_text": coded(words[order], COMMENTS),
        }
    )


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
_THEMES = ("waiting", "communication", "listening", "support_in_school", "plan_quality", "access",
           "transition", "staff", "praise", "other")  # fmt: skip
_SERVICES = ("education", "sen_team", "camhs", "therapies", "autism", "short_breaks", "social_care",
             "transport", "health", "local_offer", "other")  # fmt: skip
_TO = np.array([0, 0, 1, 2, 2, 0, 0, 0, 2, 0, 0])


def post_box(source: PlanSources, scale: float) -> pd.DataFrame:
    """Return the Post Box: a pilot from January 2021, opened to all in July, emptied monthly."""
    draw = stream(source.seed, "post box")
    months = [days(2021, month, 1) for month in range(1, 9)]
    ends = [days(2021, month + 1, 1) - 1 for month in range(1, 9)]
    counts = [round(count * max(scale, 1)) for count in (6, 8, 9, 7, 9, 12, 34, 41)]
    month = np.repeat(np.array(months), counts)
    emptied = np.repeat(np.array(ends), counts)
    known = emptied <= source.as_of
    month, emptied = month[known], emptied[known]
    size = len(month)
    theme = choose(draw, size, [18, 14, 10, 17, 9, 9, 7, 6, 6, 4])
    service = choose(draw, size, [22, 14, 19, 9, 12, 6, 3, 4, 4, 4, 3])
    routed = emptied + draw.integers(1, 12, size)
    routed = np.where(routed <= source.as_of, routed, -1)
    replied = routed + draw.integers(10, 60, size)
    replied = np.where((routed >= 0) & (replied <= source.as_of), replied, -1)
    tone = np.where(theme == 8, 0, choose(draw, size, [0.1, 0.25, 0.6, 0.05]))
    return frame(
        {
            "item_id": numbered("B", np.arange(size) + 1, 5),
            "received_month": dates(month),
            "emptied_date": dates(emptied),
            "voice_from": coded(choose(draw, size, [70, 12, 8, 10]),
                                ("parent", "young_person", "professional", "not_said")),
            "home_district": coded(choose(draw, size, [1] * 6 + [3]),
                                   (*sorted(set(source.people.places["district"])),
                                    "Not recorded")),
            "service": coded(service, _SERVICES),
            "theme": coded(theme, _THEMES),
            "theme_confirmed": flags(draw.random(size) < 0.8),
            "tone": coded(tone, ("positive", "mixed", "negative", "not_said")),
            "free_text": coded(draw.integers(0, len(COMMENTS), size), COMMENTS),
            "routed_to": coded(np.where(routed >= 0, _TO[service], -1),
                               ("council", "CNTW", "NCIC")),
            "routed_date": dates(routed),
            "answered_date": dates(replied),
            "is_complaint": flags(np.zeros(size, dtype=bool)),
        }
    )  # fmt: skip
