"""Sentences of the page that sums up: what a Board member can repeat."""

import pandas as pd

from jsna.disclosure import protect
from jsna.disclosure.safe import Safe
from jsna.show import gap_table
from jsna.subjects import inequity_summary

FIGURES = {figure.id: figure for figure in inequity_summary.FIGURES}
FIRST, BREAKS = "CAMHS: first contact within 18 weeks", "Short breaks: regular, 18 to 25"
SPEECH = "Speech and language therapy: started within 18 weeks"
WEST = "West Cumbria"
LINKS = {"CAMHS": "../waits/places.html", "": "short-breaks.html"}


def safe(rows: list[tuple[str, str, str, float]], figure: str = "who-goes-without") -> Safe:
    cells = pd.DataFrame(rows, columns=["service", "area", "verdict", "value"])
    limits = {"lower": cells["value"] - 2, "upper": cells["value"] + 2}
    return protect.statistic(FIGURES[figure], cells.assign(n=400.0, status="shown", **limits))


def nothing() -> Safe:
    cells = pd.DataFrame(
        [{"service": FIRST, "area": WEST, "verdict": "cannot tell", "status": "not applicable"}]
    ).assign(value=float("nan"), lower=float("nan"), upper=float("nan"), n=float("nan"))
    return protect.statistic(FIGURES["who-goes-without-since"], cells)


def test_real_gaps_are_one_sentence_in_plain_words():
    found = safe([(FIRST, WEST, "real", -5.0), (BREAKS, WEST, "real", -12.0)])
    assert gap_table.real_gaps(found, [WEST], "In West Cumbria fewer are served").text == (
        "In West Cumbria fewer are served: 5 in 100 fewer (likely 3 to 7) for CAMHS (first contact "
        "within 18 weeks) and 12 in 100 fewer (likely 10 to 14) for short breaks (regular, 18 to "
        "25). These gaps are real, more than chance would give."
    )


def test_one_gap_is_said_as_one_and_a_lead_is_no_gap():
    found = safe([(FIRST, WEST, "real", -5.0), (BREAKS, WEST, "real", 7.0)])
    assert gap_table.real_gaps(found, [WEST], "West").text == (
        "West: 5 in 100 fewer (likely 3 to 7) for CAMHS (first contact within 18 weeks). This gap "
        "is real, more than chance would give."
    )


def test_what_is_not_sure_is_never_called_a_gap():
    found = safe([(FIRST, WEST, "cannot tell", -5.0)])
    said = gap_table.real_gaps(found, [WEST], "In West Cumbria").text
    assert said == "In West Cumbria: in no service is a gap to the county sure."


def test_services_without_a_sure_difference_are_named_together():
    found = safe([(FIRST, WEST, "real", -5.0), (SPEECH, WEST, "cannot tell", 1.0),
                  (BREAKS, WEST, "could be chance", 0.0)])  # fmt: skip
    assert gap_table.no_gap(found, "Not everything differs").text == (
        "Not everything differs: for speech and language therapy (started within 18 weeks) and "
        "short breaks (regular, 18 to 25), differences could be chance, or these numbers cannot "
        "tell."
    )


def test_without_an_earlier_edition_the_page_says_so_and_shows_no_table():
    shown = gap_table.since(nothing(), "none", LINKS, title="Since the last edition")
    assert shown.text.startswith("No earlier edition printed these numbers")
    assert "<table" not in shown.html


def test_what_changed_since_the_last_edition_is_a_sentence_and_a_table():
    found = safe([(FIRST, "Copeland", "real", 6.0), (FIRST, WEST, "cannot tell", 1.0)],
                 "who-goes-without-since")  # fmt: skip
    shown = gap_table.since(found, "cumbria-2020", LINKS, title="Since the last edition")
    assert shown.text.startswith(
        "Since the edition cumbria-2020, places against the county: 6 in 100 more for CAMHS "
        "(first contact within 18 weeks) in Copeland. That is more than chance would give."
    )
    assert "<table" in shown.html


def test_whether_a_place_has_moved_is_one_sentence_for_the_board():
    still = safe([(FIRST, WEST, "cannot tell", -1.0)], "who-goes-without-since")
    assert gap_table.moved(still, "cumbria-2020").text == (
        "Since the edition cumbria-2020 no place has come nearer to the county, or fallen further "
        "behind it, by more than chance would give."
    )
    assert gap_table.moved(nothing(), "none").text == (
        "No earlier edition printed how far places lie from the county."
    )


def test_the_place_that_the_plan_names_stands_first():
    found = safe([(FIRST, "Eden", "real", 6.0), (FIRST, WEST, "real", -5.0)])
    html = gap_table.gap_table(found, LINKS, title="Places", first=WEST).html
    assert html.index(f">{WEST}<") < html.index(">Eden<")


def test_nothing_changed_is_said_in_words():
    found = safe([(FIRST, WEST, "cannot tell", 1.0)])
    assert gap_table.changed(found, "Since then").text == (
        "Since then: nothing changed by more than chance would give."
    )
