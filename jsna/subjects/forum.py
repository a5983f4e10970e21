"""The parent carer forum's own survey beside the council's, question by question.

The arms stay apart, and only questions in the same words of the same year stand side by side: a
question in other words is another question. Where the forum's survey did not come, its column
says so, and the council's stand as they are.
"""

import numpy as np
import pandas as pd

from jsna.figures import NOT_COLLECTED, Figure
from jsna.sources import Sources
from jsna.subjects import voice
from jsna.subjects.waits.cells import Cell, too_few

EXTRACT = "forum_survey"
FORUM = "Forum: its members"
COUNCIL = {
    voice.ARMS["parents_ehcp"]: "Council: parents, child with an EHC plan",
    voice.ARMS["parents_sen_support"]: "Council: parents, child on SEN Support",
}
"""The council's arms that ask parents, and what they are called beside the forum's."""


def beside(sources: Sources) -> pd.DataFrame:
    """Return the share that agreed by question, survey and year; limits where a frame is known.

    A survey that did not ask a question in these words that year is not applicable; the forum's
    is not collected where its extract did not come.
    """
    council = voice.shares(sources)
    council = council[council["arm"].isin(COUNCIL)]
    council = council.assign(survey=council["arm"].map(COUNCIL)).drop(columns="arm")
    forum = _forum(sources) if sources.came(EXTRACT) else _nobody(council)
    found: dict[tuple[str, str, str], Cell] = {
        (str(row["asked"]), str(row["year"]), str(row["survey"])): {
            str(name): value for name, value in row.items()
        }
        for table in (forum, council)
        for row in table.to_dict("records")
    }
    pairs = dict.fromkeys((asked, year) for asked, year, _ in found)
    rows: list[Cell] = []
    for asked, year in pairs:
        for survey in (FORUM, *COUNCIL.values()):
            labels = {"asked": asked, "year": year, "survey": survey}
            rows.append({**found.get((asked, year, survey), voice.nothing(labels)), **labels})
    return pd.DataFrame(rows)


def _forum(sources: Sources) -> pd.DataFrame:
    rows = []
    for one in sources.accepted(EXTRACT).to_dict("records"):
        labels = {
            "asked": str(one["question_text"]),
            "year": str(one["survey_year"]),
            "survey": FORUM,
        }
        agreed = pd.Series(np.arange(int(one["answered"])) < int(one["agreed"]))
        frame = None if pd.isna(one["invited"]) else float(one["invited"])
        rows.append(voice.told(labels, agreed, frame))
    return pd.DataFrame(rows)


def _nobody(council: pd.DataFrame) -> pd.DataFrame:
    """Return a row that nobody collected for each question that the council asked."""
    rows = [
        {**too_few({"asked": str(asked), "year": str(year), "survey": FORUM}),
         "status": NOT_COLLECTED}
        for asked, year in council[["asked", "year"]].drop_duplicates().to_numpy()
    ]  # fmt: skip
    return pd.DataFrame(rows)


FIGURES = (
    Figure(
        id="forum-beside-council",
        title="Parents who agreed, in the forum's survey and in the council's",
        question="Do families tell the forum what they tell the council?",
        population="Parents and carers who answered a survey, each survey apart",
        dimensions=("asked", "survey", "year"),
        kind="statistic",
        unit="percent of answers",
        source=("survey_answers", "survey_invited", EXTRACT),
        period="autumn of each year",
        geography="the county",
        rule="statistic",
        measure=beside,
        method=(
            "share that agreed of all who answered the question; design-based interval (Korn and "
            "Graubard) where everybody who could answer is known, none where an open link was used"
        ),
        limits=(
            "Members of the forum chose to join: they are no sample of all parents, and some "
            "answered both surveys. A question that one of them asked in other words, or not at "
            "all, is not applicable there."
        ),
    ),
)

POPULATIONS: dict = {}
