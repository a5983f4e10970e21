"""What families say: four yearly surveys, kept apart, and the always-open Post Box.

An answer is counted as agreeing where it says agree or strongly agree, of all who gave an answer to
that question. Only the two surveys of families with a plan have a list of everybody who could
answer: only these have a response rate, an interval and bounds for those who kept silent.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from jsna.dimensions import TOTAL
from jsna.figures import NOT_APPLICABLE, Figure
from jsna.sources import Sources
from jsna.stats import non_response, surveys, two_proportions
from jsna.stats.estimate import Estimate
from jsna.subjects.recorded import as_category, by_district, coded
from jsna.subjects.waits.cells import FEWEST, Cell, cell, too_few

ARMS = {
    "parents_ehcp": "Parents, child with an EHC plan",
    "young_people_ehcp": "Young people with an EHC plan",
    "parents_sen_support": "Parents, child on SEN Support",
    "young_people_sen_support": "Young people on SEN Support",
}
AGREE = ("agree", "strongly_agree")
NO_ANSWER = ("not_applicable",)
ANSWERED = "Of those who answered"
LOWEST = "If all who kept silent disagreed"
HIGHEST = "If all who kept silent agreed"


def shares(sources: Sources) -> pd.DataFrame:
    """Return the share that agreed, by survey, question and year; limits where a frame is known."""
    invited = _invited(sources)
    rows: list[Cell] = []
    for labels, agreed in _questions(sources):
        frame = invited.get((labels["arm"], labels["year"]))
        rows.append(told(labels, agreed, frame))
    return pd.DataFrame(rows)


def response(sources: Sources) -> pd.DataFrame:
    """Return the share of those invited who answered; there is none without a known frame."""
    invited, answered = _invited(sources), _respondents(sources)
    rows: list[Cell] = []
    for (arm, year), own in answered.groupby(["arm", "year"], sort=False):
        frame = invited.get((str(arm), str(year)))
        number = int(own["response_id"].nunique())
        rows.append(_rate({"arm": str(arm), "year": str(year)}, number, frame))
    return pd.DataFrame(rows)


def response_by_age(sources: Sources) -> pd.DataFrame:
    """Return the response rate by the child's age in the latest year, where a frame is known."""
    frame = _frame(sources)
    answered = _respondents(sources)
    last = answered["year"].max()
    frame, answered = frame[frame["year"] == last], answered[answered["year"] == last]
    rows = []
    for (arm, age), own in frame.groupby(["arm", "age_group"], sort=False):
        labels = {"arm": str(arm), "child_age": str(age).replace("-", " to ")}
        came = answered[(answered["arm"] == arm) & (answered["age_group"] == age)]
        number = int(came["response_id"].nunique())
        rows.append(_rate(labels, number, float(own["invited"].sum())))
    return pd.DataFrame(rows).assign(period=last)


def bounds(sources: Sources) -> pd.DataFrame:
    """Return what the share of all invited could be, whatever those who kept silent think."""
    invited = _invited(sources)
    rows: list[Cell] = []
    for labels, agreed in _questions(sources):
        frame = invited.get((labels["arm"], labels["year"]))
        if frame is None:
            continue
        if len(agreed) < FEWEST:
            rows += [too_few({**labels, "bound": bound}) for bound in (ANSWERED, LOWEST, HIGHEST)]
            continue
        found = non_response.bounds(float(agreed.sum()), len(agreed), frame)
        for bound, value in (
            (ANSWERED, found.answered),
            (LOWEST, found.lowest),
            (HIGHEST, found.highest),
        ):
            rows.append(_plain({**labels, "bound": bound}, 100 * value, len(agreed)))
    return pd.DataFrame(rows)


def changes(sources: Sources) -> pd.DataFrame:
    """Return the change in percentage points between the last two years, by survey and question.

    A question that was asked in other words, or not at all, has no change: it is not applicable.
    """
    found = {(x["arm"], x["asked"], x["year"]): (x, agreed) for x, agreed in _questions(sources)}
    years = sorted({year for _, _, year in found})
    if len(years) < 2:
        once = [nothing({"arm": arm, "asked": asked}) for arm, asked, _ in found]
        return pd.DataFrame(once).assign(period=f"none before {years[-1]}")
    before, last = years[-2:]
    known = _invited(sources)
    rows: list[Cell] = []
    for arm, asked in dict.fromkeys((arm, asked) for arm, asked, _ in found):
        labels = {"arm": arm, "asked": asked}
        if (arm, asked, last) not in found or (arm, asked, before) not in found:
            rows.append(nothing(labels))
            continue
        new, old = found[arm, asked, last][1], found[arm, asked, before][1]
        fewest = min(len(new), len(old))
        if fewest < FEWEST:
            rows.append(too_few(labels))
        elif (arm, last) in known and (arm, before) in known:
            gap = two_proportions.difference(new.sum(), len(new), old.sum(), len(old))
            rows.append(cell(labels, gap, fewest))
        else:
            rows.append(_plain(labels, 100 * float(new.mean() - old.mean()), fewest))
    return pd.DataFrame(rows).assign(period=f"{before} to {last}")


def trust_by_place(sources: Sources) -> pd.DataFrame:
    """Return the share of the latest year that agreed with each question, by place."""
    invited = _invited(sources)
    rows_of = _answers(sources)
    last = rows_of["year"].max()
    frame = _frame(sources)
    frame = frame[frame["year"] == last]
    homes = frame.groupby(["arm", "home_district"])["invited"].sum()
    sums = sources.area.places.of_whole_districts(sources.params.as_of)
    rows: list[Cell] = []
    for (arm, asked), own in rows_of[rows_of["year"] == last].groupby(["arm", "asked"], sort=False):
        labels = {"arm": str(arm), "asked": str(asked)}
        whole = invited.get((str(arm), str(last)))
        rows.append(told({**labels, "area": TOTAL}, own["agreed"], whole))
        rows += by_district(
            own, sources, partial(_of_place, labels, homes if whole else None, sums)
        )
    return pd.DataFrame(rows).assign(period=last)


def _of_place(
    labels: dict[str, str],
    homes: "pd.Series[int] | None",
    sums: dict[str, tuple[str, ...]],
    area: str,
    own: pd.DataFrame,
) -> Cell:
    """Return the cell of a place; `homes` are those invited by survey and district, if known."""
    known = None
    if homes is not None:
        parts = [(labels["arm"], part) for part in sums.get(area, (area,))]
        total = homes.reindex(parts).sum(min_count=1)
        known = None if pd.isna(total) else float(total)
    return told({**labels, "area": area}, own["agreed"], known)


def post_box(sources: Sources) -> pd.DataFrame:
    """Return one row a piece of feedback; complaints have a process of their own.

    A theme counts only where a person has read the words and confirmed it.
    """
    items = sources.accepted("post_box")
    items = items[~items["is_complaint"].fillna(False)]
    themes = items["theme"].where(items["theme_confirmed"].fillna(False), "unconfirmed")
    return pd.DataFrame(
        {
            "left_in": pd.Categorical(items["received_month"].dt.strftime("%Y-%m")),
            "theme": coded(themes, "theme", sources),
            "service": coded(items["service"], "service", sources),
            "tone": coded(items["tone"], "tone", sources),
            "answered": as_category(
                items["answered_date"]
                .notna()
                .map({True: "An answer was published", False: "No answer yet"}),
                "answered",
                sources,
            ),
        }
    )


def _answers(sources: Sources) -> pd.DataFrame:
    """Return the closed answers with `arm`, `year`, `asked` (the words) and `agreed`.

    A question is the same only while its reference and its words are the same: where the words of a
    survey changed under one reference, each wording is a question of its own.
    """
    rows = sources.accepted("survey_answers").dropna(subset=["answer"])
    rows = rows[~rows["answer"].isin(NO_ANSWER)]
    words = rows.groupby(["arm", "question_id"])["question_text"].nunique()
    changed = set(words[words > 1].index)
    # The wording of the first survey, that of parents, names the question for all.
    latest = rows.sort_values(["survey_year", "arm"], ascending=[False, True], kind="stable")
    latest = latest.drop_duplicates("question_id")
    usual = latest.set_index("question_id")["question_text"]
    own = pd.Series(
        [
            text if (arm, question) in changed else usual[question]
            for arm, question, text in zip(
                rows["arm"], rows["question_id"], rows["question_text"], strict=True
            )
        ],
        index=rows.index,
    )
    return rows.assign(
        arm=rows["arm"].map(ARMS),
        year=rows["survey_year"].astype(str),
        asked=own,
        agreed=rows["answer"].isin(AGREE),
    )


def _questions(sources: Sources) -> Iterator[tuple[dict[str, str], pd.Series]]:
    groups = _answers(sources).groupby(["arm", "asked", "year"], sort=False)
    for (arm, asked, year), own in groups:
        yield {"arm": str(arm), "asked": str(asked), "year": str(year)}, own["agreed"]


def _respondents(sources: Sources) -> pd.DataFrame:
    rows = sources.accepted("survey_answers")
    return rows.assign(arm=rows["arm"].map(ARMS), year=rows["survey_year"].astype(str))


def _frame(sources: Sources) -> pd.DataFrame:
    rows = sources.accepted("survey_invited")
    rows = rows[rows["frame_known"].fillna(False)]
    return rows.assign(arm=rows["arm"].map(ARMS), year=rows["survey_year"].astype(str))


def _invited(sources: Sources) -> dict[tuple[str, str], float]:
    """Return how many were invited, by survey and year, where that is known."""
    return {
        (str(arm), str(year)): float(own["invited"].sum())
        for (arm, year), own in _frame(sources).groupby(["arm", "year"])
    }


def told(labels: dict[str, str], agreed: pd.Series, frame: float | None) -> Cell:
    """Return the share that agreed; its interval where `frame`, all who could answer, is known."""
    n = len(agreed)
    if n < FEWEST:
        return too_few(labels)
    if frame is None or not frame >= n:
        return _plain(labels, 100 * float(agreed.mean()), n)
    found: Estimate = surveys.share(
        surveys.design(np.full(n, frame / n), population_of_stratum=np.full(n, frame)),
        agreed.to_numpy(dtype=float),
    )
    return cell(labels, found, n)


def _rate(labels: dict[str, str], number: int, frame: float | None) -> Cell:
    if frame is None:
        return nothing(labels)
    if min(number, frame - number) < FEWEST:
        return too_few(labels)
    return _plain(labels, 100 * number / frame, frame)


def _plain(labels: dict[str, str], value: float, n: float) -> Cell:
    """Return a number without limits: it is no sample, or it is itself a limit."""
    missing = {"lower": float("nan"), "upper": float("nan")}
    return {**labels, "n": float(n), "value": value, **missing, "status": "shown"}


def nothing(labels: dict[str, str]) -> Cell:
    """Return a cell of what was not asked."""
    return {**too_few(labels), "status": NOT_APPLICABLE}


_SURVEYED = "Parents and young people who answered the yearly survey, each of the four apart"
_SOURCE = ("survey_answers", "survey_invited")
_METHOD = (
    "share that agreed of all who answered the question; design-based interval (Korn and Graubard) "
    "where everybody who could answer is known, none where an open link was used"
)
_SILENT = (
    "Those who answer may differ from those who do not. Families on SEN Support have no list of "
    "addresses: nobody knows how many could have answered, and chance cannot be worked out."
)
_POST_BOX = "Feedback left in the Post Box, formal complaints left out"
_VOLUME = (
    "More feedback is neither better nor worse service. Whoever writes chose to; it is no sample "
    "of families."
)


def _survey(
    figure_id: str,
    title: str,
    question: str,
    dimensions: tuple[str, ...],
    measure: Callable[[Sources], pd.DataFrame],
    unit: str = "percent of answers",
    method: str = _METHOD,
    limits: str = _SILENT,
) -> Figure:
    return Figure(
        id=figure_id,
        title=title,
        question=question,
        population=_SURVEYED,
        dimensions=dimensions,
        kind="statistic",
        unit=unit,
        source=_SOURCE,
        period="autumn of each year",
        geography="districts of 2021, and places made of whole districts"
        if "area" in dimensions
        else "the county",
        rule="statistic",
        measure=measure,
        method=method,
        limits=limits,
    )


def _feedback(
    figure_id: str, title: str, question: str, dimensions: tuple[str, ...], limits: str = _VOLUME
) -> Figure:
    return Figure(
        id=figure_id,
        title=title,
        question=question,
        population=_POST_BOX,
        dimensions=dimensions,
        kind="count",
        unit="pieces of feedback",
        source=("post_box",),
        period="since the Post Box opened, to the edition's day",
        geography="the county",
        rule="rounded",
        records="post_box",
        limits=limits,
    )


FIGURES = (
    _survey(
        "survey-answers",
        "Families who agreed, by survey, question and year",
        "What do families say of the help they get?",
        ("arm", "asked", "year"),
        shares,
    ),
    _survey(
        "survey-response",
        "Families who answered, of all who were invited",
        "How many answer?",
        ("arm", "year"),
        response,
        unit="percent of those invited",
        method="answers over invitations; not applicable where nobody knows who could answer",
    ),
    _survey(
        "survey-response-by-age",
        "Families who answered, of all who were invited, by age of the child",
        "Who does not answer?",
        ("arm", "child_age"),
        response_by_age,
        unit="percent of those invited",
        method="answers over invitations",
    ),
    _survey(
        "survey-bounds",
        "What all invited families might say, whatever those who kept silent think",
        "Could those who kept silent turn the answer?",
        ("arm", "asked", "year", "bound"),
        bounds,
        unit="percent of all invited",
        method="worst-case bounds of non-response (Manski)",
        limits="The bounds are wide because most did not answer; only more answers narrow them.",
    ),
    _survey(
        "survey-change",
        "Change in those who agreed since the survey before, in percentage points",
        "Do families say more good than a year ago?",
        ("arm", "asked"),
        changes,
        unit="percentage points",
        method="difference of two shares with Newcombe's interval, where a list of all is known",
        limits=(
            "A question asked in other words than the year before is not applicable: the two "
            f"cannot be compared. {_SILENT}"
        ),
    ),
    _survey(
        "survey-answers-by-place",
        "Families who agreed, by place, survey and question",
        "Do families say the same everywhere?",
        ("arm", "asked", "area"),
        trust_by_place,
    ),
    _feedback(
        "post-box-by-month",
        "Feedback in the Post Box by month",
        "How much feedback comes?",
        ("left_in",),
    ),
    _feedback(
        "post-box-by-theme",
        "Feedback in the Post Box by theme, as confirmed by a person",
        "What is the feedback about?",
        ("theme", "tone"),
        f"{_VOLUME} Themes that nobody has confirmed yet stand apart.",
    ),
    _feedback(
        "post-box-by-service",
        "Feedback in the Post Box by service",
        "Which service is the feedback about?",
        ("service", "tone"),
    ),
    _feedback(
        "post-box-answered",
        "Feedback in the Post Box by service and whether an answer was published",
        "Did anybody answer?",
        ("service", "answered"),
        f"{_VOLUME} An answer is not yet a change.",
    ),
)

POPULATIONS = {"post_box": post_box}
