import re

import pandas as pd
import pytest
from show_figures import ROUNDED, needs, on_time, plans, safe

from jsna.errors import DisclosureError, FigureError
from jsna.show import charts, tables


def test_an_exact_table_is_refused_with_what_to_hand_over_instead():
    with pytest.raises(DisclosureError) as caught:
        charts.bars(pd.DataFrame({"value": [1]}), "need", title="x")  # type: ignore[arg-type]
    assert caught.value.problems == ["take the safe one: edition.figure('its-id')"]


def test_the_alt_text_of_a_line_says_where_it_begins_and_ends():
    shown = charts.line(plans().where(area="Cumbria"), "year", title="Plans each January")
    alt = re.search(r'aria-label="(Line[^"]*)"', shown.html)
    assert alt is not None
    assert alt[1] == (
        "Line chart of plans by year. Children and young people with an EHC plan: up from 2,927 "
        "in 2019 to 3,500 in 2021."
    )


def test_the_same_figure_is_drawn_to_the_same_bytes():
    assert charts.line(plans(), "year", "area", title="x").html == (
        charts.line(plans(), "year", "area", title="x").html
    )


def test_two_charts_of_one_figure_have_different_ids():
    one = charts.bars(needs(), "need", title="One").html
    other = charts.bars(needs(), "need", title="Other").html
    ids = [set(re.findall(r'id="([^"]+)"', html)) for html in (one, other)]
    assert ids[0] and not ids[0] & ids[1]


def test_a_withheld_number_is_said_and_has_no_bar_of_nought():
    shown = charts.bars(needs(), "need", title="Needs")
    assert "1 too few to show" in shown.text
    assert ">too few to show</text>" in shown.html
    assert '<td colspan="1">' not in shown.html
    assert re.search(r"Vision</th><td[^>]*>too few to show</td>", shown.html)


def test_a_picture_built_on_made_up_records_says_so_in_the_page_and_in_plain_text():
    shown = charts.bars(needs(), "need", title="Needs")
    assert "data-made-up" in shown.html
    assert "Made-up records" in shown.html
    assert "Made-up records" in shown.text
    assert "Made-up" not in charts.line(plans(), "year", "area", title="x").html


def test_rounded_counts_say_what_nought_means():
    assert "0 means none or very few" in charts.bars(needs(), "need", title="Needs").text


def test_no_style_script_or_date_stands_in_a_picture():
    html = charts.line(plans(), "year", "area", title="x").html
    assert "style=" not in html
    assert "<style" not in html
    assert "<metadata" not in html


def test_a_dimension_left_open_is_refused_with_the_way_to_close_it():
    with pytest.raises(FigureError) as caught:
        charts.bars(plans(), "year", title="x")
    assert caught.value.problems == [
        "'area' has 2 values here: choose one, figure.where(area='Cumbria')"
    ]


def test_more_than_two_highlighted_lines_are_refused():
    three = safe(
        [
            {"area": area, "year": year, "value": 10.0}
            for area in ("A", "B", "C")
            for year in ("2020", "2021")
        ]
    )
    with pytest.raises(FigureError) as caught:
        charts.line(three, "year", "area", title="x", highlight=["A", "B", "C"])
    assert caught.value.problems == ["3 lines are highlighted; at most two can be told apart"]


def test_a_missing_year_leaves_its_place_and_breaks_the_line():
    gap = safe([{"area": "A", "year": year, "value": 5.0} for year in ("2015", "2016", "2019")])
    full = safe(
        [{"area": "A", "year": year, "value": 5.0} for year in ("2015", "2016", "2017", "2018")]
    )
    from jsna.show.charts.series import read
    from jsna.show.chosen import choose

    chosen = choose(gap, "year", asker="test")
    assert read(chosen, "year", None, None, "test").positions == [2015.0, 2016.0, 2019.0]
    chosen = choose(full, "year", asker="test")
    assert read(chosen, "year", None, None, "test").positions == [2015.0, 2016.0, 2017.0, 2018.0]


def test_weeks_stand_in_the_order_of_numbers():
    weeks = safe(
        [{"week": week, "value": 100.0 - int(week)} for week in ("10", "2", "0")],
        dimensions=("week",),
        kind="statistic",
        unit="%",
    )
    assert "up from" not in charts.curves(weeks, "week", title="Waiting").text
    assert "down from 100.0% in 0 to 90.0% in 10" in charts.curves(weeks, "week", title="W").text


def test_bars_begin_at_nought_and_keep_their_proportions():
    html = charts.bars(needs(), "need", title="Needs").html
    bars = re.findall(r'<path d="M ([\d.]+) [\d.]+ L ([\d.]+) [^"]*"[^>]*class="f-main', html)
    lengths = [float(end) - float(start) for start, end in bars]
    assert lengths[1] / lengths[0] == pytest.approx(460 / 520, abs=0.01)
    assert lengths[2] / lengths[0] == pytest.approx(20 / 520, abs=0.01)


def test_intervals_name_who_lies_beyond_the_reference():
    shown = charts.intervals(on_time(), "area", title="On time", reference="Total")
    assert "Beyond chance: Copeland lies below" in shown.text
    assert "The dashed line is Whole county, 76.6%." in shown.text


def test_a_funnel_is_refused_without_its_baseline():
    with pytest.raises(FigureError) as caught:
        charts.funnel(on_time().where(area=["Allerdale", "Copeland", "Eden"]), title="x")
    assert caught.value.problems == ["'area' is never 'Total'; it is Allerdale, Copeland, Eden"]


def test_a_funnel_says_who_is_within_chance():
    said = charts.funnel(on_time(), title="Funnel").text
    assert "Within chance: Allerdale, Eden" in said
    assert "Beyond the outer lines: Copeland" in said


def test_a_funnel_judges_the_share_of_the_counts_not_the_whole_percent_printed():
    counts = {"Alike": (1740, 14000, 12), "Half off": (1605, 14000, 11), "Far": (1240, 14000, 9)}
    rows = [
        {"area": area, "value": value, "percent": percent, "percent_of": of}
        for area, (value, of, percent) in {**counts, "Total": (8680, 72000, 12)}.items()
    ]
    shares = safe(rows, dimensions=("area",), kind="percentage", rule="rounded", protection=ROUNDED)
    said = charts.funnel(shares, title="Funnel").text
    # 1,605 of 14,000 is 11.46 %, within 12.06 less 0.54 (19 of 20) less 8 children of 14,000;
    # the printed 11 % would lie beyond both limits.
    assert "Within chance: Alike, Half off" in said
    assert "Beyond the outer lines: Far" in said
    assert "The line is Whole county, 12%" in said


def test_a_group_is_not_drawn_beside_its_own_members():
    both = safe(
        [
            {"need": need, "value": value}
            for need, value in (
                ("Total", 50.0),
                ("Sensory or physical", 50.0),
                ("Hearing impairment", 30.0),
                ("Visual impairment", 20.0),
            )
        ],
        dimensions=("need",),
    )
    text = charts.bars(both, "need", title="x").text
    assert "2 bars" in text
    assert "Highest: Hearing impairment, 30" in text
    groups = both.where(need=["Sensory or physical"])
    assert "Sensory or physical: 50" in charts.bars(groups, "need", title="x").text


def test_a_process_chart_marks_what_is_unlikely_to_be_chance():
    steady = [50, 52, 49, 51, 50, 48, 51, 50, 52, 49, 50, 51, 50, 49, 58]
    months = [f"2019-{m:02d}" for m in range(1, 13)] + ["2020-01", "2020-02", "2020-03"]
    series = safe(
        [{"month": m, "value": float(v)} for m, v in zip(months, steady, strict=True)],
        dimensions=("month",),
        unit="days",
    )
    said = charts.xmr(series, title="Days", better="down").text
    assert "Marked: 2020-03" in said
    assert "a change for the worse" in said


def test_a_crossed_table_gives_each_number_its_range_where_asked_to():
    rows = [
        {"area": "Eden", "year": "2020", "value": 5.0, "lower": 3.0, "upper": 8.0},
        {"area": "Eden", "year": "2021", "value": 7.0, "lower": 4.0, "upper": float("nan")},
        {"area": "Carlisle", "year": "2020", "value": float("nan"), "status": "too few to show"},
        {"area": "Carlisle", "year": "2021", "value": 9.0},
    ]
    weeks = safe(rows, dimensions=("area", "year"), unit="weeks")
    html = tables.table(weeks, "area", "year", title="Weeks", ranges=True).html
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    assert [re.sub("<[^>]*>", "", text) for text in cells] == [
        "5 (3 to 8)",
        "7 (4 or more)",
        "too few to show",
        "9",
    ]
    assert "In brackets the likely range (95%)." in html
    assert '<span class="range">(3 to 8)</span>' in html
    assert "(3 to 8)" not in tables.table(weeks, "area", "year", title="Weeks").html


def test_a_long_unit_is_said_once_in_the_caption_and_not_in_every_heading():
    rows = [{"area": "Eden", "year": year, "value": 5.0} for year in ("2020", "2021")]
    shares = safe(rows, dimensions=("area", "year"), unit="percent of those referred")
    html = tables.table(shares, "area", "year", title="Seen").html
    head = re.search("<thead>.*</thead>", html)
    assert head is not None
    assert "percent" not in head[0]
    assert "Unit: percent of those referred." in html
    weeks = safe(rows, dimensions=("area", "year"), unit="weeks")
    assert "2020 (weeks)" in tables.table(weeks, "area", "year", title="Seen").html


@pytest.mark.parametrize(("steps", "printed"), [(60, True), (61, False)])
def test_a_table_of_more_than_sixty_numbers_is_left_off_paper_and_the_paper_says_so(steps, printed):
    rows = [{"week": str(step), "value": 5.0} for step in range(steps)]
    html = charts.line(safe(rows, dimensions=("week",), unit="days"), "week", title="x").html
    assert ('<details class="long">' in html) is not printed
    assert ("are too many for paper" in html) is not printed


def monthly(values):
    months = [f"2019-{m:02d}" for m in range(1, 13)] + ["2020-01", "2020-02", "2020-03"]
    return safe(
        [
            {"month": m, "value": v, "status": "shown" if v == v else "too few to show"}
            for m, v in zip(months, values, strict=True)
        ],
        dimensions=("month",),
        unit="days",
    )


def test_a_month_with_too_few_is_a_gap_in_a_process_chart_and_said_in_words():
    nothing = float("nan")
    values = [50.0, 52, 49, 51, nothing, nothing, 51, 50, 52, 49, 50, 51, 50, 49, 58]
    shown = charts.xmr(monthly(values), title="Days", better="down")
    alt = re.search(r'aria-label="(Chart[^"]*)"', shown.html)
    assert alt is not None
    said = (
        "Left blank: 2019-05, 2019-06 (too few to show). The line is not joined over a blank, "
        "and no rule counts across one."
    )
    assert said in alt[1]
    assert shown.html.count(said) == 2
    assert "Marked: 2020-03" in alt[1]


def test_a_process_chart_that_ends_in_a_gap_is_labelled_with_its_last_number():
    values = [50.0, 52, 49, 51, 50, 48, 51, 50, 52, 49, 50, 51, 50, 47, float("nan")]
    html = charts.xmr(monthly(values), title="Days", better="down").html
    assert ">47<" in html


def test_a_process_chart_without_two_months_side_by_side_is_refused():
    nothing = float("nan")
    with pytest.raises(FigureError) as caught:
        charts.xmr(monthly([50.0, nothing, 51] + [nothing] * 12), title="Days", better="down")
    assert caught.value.problems == [
        "no two months side by side have a number: take charts.line, or a table"
    ]


def test_a_download_is_named_by_place_comparator_and_period():
    html = charts.line(plans(), "year", "area", title="x").html
    assert (
        'download="ehc-plans-by-year-cumbria-compared-with-england-'
        'january-2019-to-january-2021.csv"' in html
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "=1+1",
        "\u202eevil",
        "x" * 200,
        "$a$ & 'b' \"c\"",
        "Ysgol Llŷn 😀",
        "a/b\\c",
        "]]>",
        "\x00\x07bell",
    ],
)
def test_hostile_text_stays_text_in_charts_and_tables(text):
    hostile = safe(
        [{"school": text, "value": 10.0}, {"school": "Other", "value": 5.0}],
        dimensions=("school",),
    )
    for shown in (
        charts.bars(hostile, "school", title=text),
        tables.table(hostile, "school", title=text),
        charts.intervals(hostile, "school", title=text),
    ):
        from lxml import html

        tree = html.fromstring(shown.html)
        assert not tree.xpath("//script")
        assert not [e for e in tree.iter() for name in e.attrib if name.startswith("on")]
        cell = tree.xpath("//tbody//th")[0].text_content()
        assert cell == re.sub("[\x00-\x08]", "\ufffd", text)
        assert "\x00" not in shown.html


def test_a_percentage_that_nobody_collected_is_still_shown_as_not_collected():
    empty = safe(
        [{"area": "A", "percent": None, "status": "not collected"}],
        dimensions=("area",),
        kind="percentage",
        unit="%",
    )
    assert "Not drawn: 1 not collected" in charts.bars(empty, "area", title="x").text
    assert "not collected" in tables.table(empty, "area", title="x").html


def outcomes():
    rows = [
        ("Reading", "2018", 33.7), ("Reading", "2019", 30.3), ("Reading", "2020", None),
        ("Reading", "Target", 34.0), ("English", "2018", 35.4), ("English", "2019", None),
        ("English", "2020", None), ("English", "Target", 40.5),
    ]  # fmt: skip
    return safe(
        [
            {"outcome": outcome, "printed": point, "value": value}
            | ({"status": "not collected"} if value is None else {})
            for outcome, point, value in rows
        ],
        dimensions=("outcome", "printed"),
        kind="statistic",
        unit="percent of pupils",
    )


def test_a_year_without_an_assessment_is_named_under_its_row_and_has_no_dot():
    shown = charts.targets(
        outcomes(), "outcome", points="printed", start="2018", latest="2019", target="Target",
        title="Targets",
    )  # fmt: skip
    assert "No number: 2020" in shown.html
    assert "No number: 2019; 2020" in shown.html
    assert "Reading: 33.7 (2018), 30.3 (2019), 34 (Target). English: 35.4 (2018)" in shown.text
    assert "3 of 8 numbers are not collected and not drawn; they are not nought." in shown.text
