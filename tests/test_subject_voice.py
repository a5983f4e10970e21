"""What families say: surveys apart, no margin without a frame, no change across changed words."""

import pandas as pd

from jsna import demo, params
from jsna.project import PARAMS
from jsna.sources import Sources
from jsna.subjects import voice

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
PARENTS = "Parents, child with an EHC plan"
SUPPORT = "Parents, child on SEN Support"
TRUST = "I trust local services"


def cell(cells: pd.DataFrame, **labels: str) -> pd.Series:
    for name, value in labels.items():
        cells = cells[cells[name] == value]
    assert len(cells) == 1, f"{len(cells)} cells for {labels}"
    return cells.iloc[0]


def answers(
    *groups: tuple[int, str, str, str, int], invited: int = 200, words: str = ""
) -> Sources:
    """Return (year, arm, question, answer, how many) as answers; plans have a frame of invited."""
    rows = [group for group in groups for _ in range(group[4])]
    table = pd.DataFrame(
        {
            "survey_year": [row[0] for row in rows],
            "arm": [row[1] for row in rows],
            "response_id": [f"V{number}" for number in range(len(rows))],
            "home_district": "Eden",
            "age_group": "5-10",
            "question_id": [row[2] for row in rows],
            "question_text": [
                words if words and row[0] == 2020 else TRUST if row[2] == "trust" else row[2]
                for row in rows
            ],
            "answer": [row[3] for row in rows],
        }
    )
    arms = ["parents_ehcp", "parents_sen_support"]
    frame = pd.DataFrame(
        {
            "survey_year": [2019, 2019, 2020, 2020],
            "arm": arms * 2,
            "home_district": "Eden",
            "age_group": "5-10",
            "frame_known": pd.array([True, False] * 2, dtype="boolean"),
            "invited": pd.array([invited, None] * 2, dtype="Int64"),
        }
    )
    return Sources(EDITION, lambda: {"survey_answers": table, "survey_invited": frame})


TWO_YEARS = (
    (2019, "parents_ehcp", "trust", "agree", 20),
    (2019, "parents_ehcp", "trust", "disagree", 30),
    (2020, "parents_ehcp", "trust", "strongly_agree", 30),
    (2020, "parents_ehcp", "trust", "neither", 20),
    (2019, "parents_sen_support", "trust", "agree", 10),
    (2019, "parents_sen_support", "trust", "disagree", 10),
    (2020, "parents_sen_support", "trust", "agree", 15),
    (2020, "parents_sen_support", "trust", "disagree", 5),
)


def test_agree_and_strongly_agree_count_of_all_who_answered():
    found = voice.shares(answers(*TWO_YEARS))
    assert cell(found, arm=PARENTS, year="2019")["value"] == 40.0
    assert cell(found, arm=PARENTS, year="2020")["value"] == 60.0


def test_the_four_surveys_are_never_put_together():
    found = voice.shares(answers(*TWO_YEARS))
    assert set(found["arm"]) == {PARENTS, SUPPORT}
    assert "Total" not in set(found["arm"])


def test_without_a_known_frame_there_is_no_margin_and_no_response_rate():
    given = answers(*TWO_YEARS)
    row = cell(voice.shares(given), arm=SUPPORT, year="2020")
    assert row["value"] == 75.0
    assert pd.isna(row["lower"])
    assert pd.isna(row["upper"])
    rate = cell(voice.response(given), arm=SUPPORT, year="2020")
    assert rate["status"] == "not applicable"
    assert pd.isna(rate["value"])
    assert SUPPORT not in set(voice.bounds(given)["arm"])


def test_the_response_rate_is_of_those_invited():
    rate = cell(voice.response(answers(*TWO_YEARS)), arm=PARENTS, year="2020")
    assert (rate["value"], rate["n"]) == (25.0, 200.0)


def test_the_bounds_hold_whatever_those_who_kept_silent_think():
    found = voice.bounds(answers(*TWO_YEARS))
    own = {"arm": PARENTS, "year": "2020"}
    assert cell(found, **own, bound=voice.ANSWERED)["value"] == 60.0
    assert cell(found, **own, bound=voice.LOWEST)["value"] == 15.0  # 30 of 200
    assert cell(found, **own, bound=voice.HIGHEST)["value"] == 90.0  # 30 and 150 silent of 200


def test_a_change_has_an_interval_where_the_frame_is_known_and_none_elsewhere():
    found = voice.changes(answers(*TWO_YEARS))
    parents = cell(found, arm=PARENTS)
    assert round(parents["value"], 6) == 20.0
    # Newcombe by hand, 30 of 50 against 20 of 50: 20 less and more root 2 times 13.82 and 12.39.
    assert round(parents["lower"], 1) == 0.5
    assert round(parents["upper"], 1) == 37.5
    support = cell(found, arm=SUPPORT)
    assert support["value"] == 25.0
    assert pd.isna(support["lower"])


def test_a_question_in_other_words_is_not_compared():
    found = voice.changes(answers(*TWO_YEARS, words="The Local Offer helps me"))
    assert set(found["status"]) == {"not applicable"}
    assert found["value"].isna().all()


def test_a_question_under_another_reference_is_not_compared():
    changed = tuple(
        (year, arm, "trust-2" if year == 2020 else question, answer, many)
        for year, arm, question, answer, many in TWO_YEARS
    )
    assert set(voice.changes(answers(*changed))["status"]) == {"not applicable"}


def test_fewer_than_ten_answers_are_too_few():
    few = voice.shares(answers((2020, "parents_ehcp", "trust", "agree", 9)))
    assert few.iloc[0]["status"] == "too few to show"


def test_a_theme_counts_once_a_person_confirmed_it_and_complaints_are_left_out():
    items = pd.DataFrame(
        {
            "received_month": pd.to_datetime(["2021-01-01"] * 3),
            "theme": ["waiting", "waiting", "staff"],
            "theme_confirmed": pd.array([True, False, True], dtype="boolean"),
            "service": "camhs",
            "tone": "negative",
            "answered_date": pd.to_datetime([None, "2021-03-01", None]),
            "is_complaint": pd.array([False, None, True], dtype="boolean"),
        }
    )
    found = voice.post_box(Sources(EDITION, lambda: {"post_box": items}))
    assert found["theme"].tolist() == ["Waiting", "Not yet confirmed by a person"]
    assert found["answered"].tolist() == ["No answer yet", "An answer was published"]


def test_the_made_up_county_shows_the_planted_bias_and_the_changed_question():
    made, true = demo.tables(), demo.truths()["surveys"]["arms"]["parents_ehcp"]["2020"]
    invited = made["survey_invited"]
    invited = invited.assign(frame_known=invited["frame_known"].map({"Y": True, "N": False}))
    invited["frame_known"] = invited["frame_known"].astype("boolean")
    given = Sources(
        EDITION,
        lambda: {"survey_answers": made["survey_answers"], "survey_invited": invited},
    )
    trust = "I trust the local services that support my child"
    found = cell(voice.shares(given), arm=PARENTS, year="2020", asked=trust)
    assert found["lower"] <= 100 * true["expected_share_content_of_those_who_answer"]
    assert 100 * true["expected_share_content_of_those_who_answer"] <= found["upper"]
    # Those who answer are less content than all: the interval misses it, the bounds do not.
    everybody = 100 * true["share_content_of_the_whole_group"]
    assert found["upper"] < everybody
    bounds = voice.bounds(given)
    own = {"arm": PARENTS, "year": "2020", "asked": trust}
    assert cell(bounds, **own, bound=voice.LOWEST)["value"] < everybody
    assert everybody < cell(bounds, **own, bound=voice.HIGHEST)["value"]
    change = voice.changes(given)
    informed = change[change["asked"] == "I know where to find out about support"]
    assert set(informed["status"]) == {"not applicable"}
