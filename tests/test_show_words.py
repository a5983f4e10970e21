import re

import pytest
from show_figures import ROUNDED, needs, on_time, plans, safe

from jsna.errors import DisclosureError, FigureError
from jsna.show import tables, words


def test_a_change_says_both_numbers_and_the_difference():
    said = words.change(plans(), "2020", "2021", area="Cumbria", what="EHC plans")
    assert said.text == (
        "EHC plans in Cumbria: 3,500 plans in 2021, up from 3,173 in 2020, which is 327 more (10%)."
    )


def test_every_number_of_a_sentence_says_which_figure_it_is():
    html = words.change(plans(), "2020", "2021", area="Cumbria").html
    outside = re.sub(r"<data.*?</data>", "", html)
    assert re.sub(r"in 20\d\d", "", outside) == re.sub(r"\d", "", re.sub(r"in 20\d\d", "", outside))
    assert html.count('data-figure="ehc-plans-by-year"') == 4
    assert 'data-derived="difference" data-operands="3500 3173" value="327"' in html


def test_a_difference_of_percentages_is_in_points():
    rates = safe(
        [
            {"year": "2019", "value": 84.7, "percent": 84.7, "percent_of": 529.0},
            {"year": "2020", "value": 78.1, "percent": 78.1, "percent_of": 602.0},
        ],
        dimensions=("year",),
        kind="percentage",
        unit="%",
    )
    assert words.change(rates, "2019", "2020", what="On time").text == (
        "On time: 78.1% in 2020 (n 602), down from 84.7% in 2019 (n 529), "
        "which is 6.6 percentage points lower."
    )


def test_two_places_are_compared_with_n_and_with_chance():
    assert words.compare(on_time(), "Eden", "Copeland").text == (
        "New plans issued within 20 weeks: 88.0% in Eden (n 34), higher than 61.0% in Copeland "
        "(n 82). The difference is more than chance would give."
    )


def test_overlapping_places_could_be_chance_and_without_intervals_we_cannot_tell():
    assert words.verdict(on_time(), "Allerdale", "Eden") == "could be chance"
    assert words.verdict(on_time(), "Copeland", "Eden") == "real"
    assert words.verdict(on_time(), "Copeland", "Eden", among=1_000_000) == "could be chance"
    assert words.verdict(plans(), "Cumbria", "England", year="2021") == "cannot tell"


def test_under_ten_we_cannot_tell():
    few = safe(
        [
            {"area": "A", "percent": 0.0, "value": 0.0, "lower": 0.0, "upper": 30.0, "n": 9.0},
            {"area": "B", "percent": 90.0, "value": 90.0, "lower": 85.0, "upper": 94.0, "n": 90.0},
        ],
        dimensions=("area",),
        kind="percentage",
        unit="%",
    )
    assert words.verdict(few, "A", "B") == "cannot tell"


def test_the_largest_group_is_named_with_its_share_and_rounding_is_said():
    assert words.largest(needs(), "need", what="Needs").text == (
        "Needs: the largest group is autism, about 520 of 1,000 (52%). Counts are rounded."
    )
    assert words.largest(needs(), "need", what="The need recorded most often").text == (
        "The need recorded most often: Autism, about 520 of 1,000 (52%). Counts are rounded."
    )


def test_the_highest_share_is_named_by_its_place_and_no_count_is_spoken_of():
    assert words.largest(on_time(), "area", what="Plans in time, by district").text == (
        "Plans in time, by district: the highest is in Eden, 88.0%."
    )


def test_what_was_not_recorded_is_never_the_largest_group():
    groups = safe(
        [
            {"sex": "Total", "value": 100.0},
            {"sex": "Female", "value": 30.0},
            {"sex": "Not recorded", "value": 70.0},
        ],
        dimensions=("sex",),
    )
    assert words.largest(groups, "sex").text.split(": ")[1] == (
        "the largest group is girls and young women, 30 of 100 (30%)."
    )


def found(**shares: tuple[float, float, float]):
    rows = [
        {"group": name, "percent": value, "lower": lower, "upper": upper, "n": 500.0}
        for name, (value, lower, upper) in shares.items()
    ]
    rows.append({"group": "Total", "percent": 85.0, "lower": 84.0, "upper": 86.0, "n": 1500.0})
    return safe(rows, dimensions=("group",), kind="percentage", unit="%")


def test_a_group_whose_range_meets_no_other_is_said_to_lie_apart():
    told = words.apart(
        found(Eden=(92.0, 90.0, 94.0), Barrow=(75.0, 72.0, 78.0), Carlisle=(90.0, 88.0, 92.0)),
        "group", what="Found",
    )  # fmt: skip
    assert told.text == (
        "Found: Barrow, 75.0% (n 500), is lower than every other. That is more than chance would "
        "give."
    )


def test_groups_whose_ranges_meet_are_not_called_different():
    equal = found(Eden=(92.0, 90.0, 94.0), Barrow=(90.0, 87.0, 93.0), Carlisle=(91.0, 89.0, 93.0))
    assert words.apart(equal, "group", what="Found").text == (
        "Found: none lies apart from all others."
    )


def test_of_two_groups_none_is_said_to_lie_apart():
    two = found(Eden=(92.0, 90.0, 94.0), Barrow=(70.0, 67.0, 73.0))
    assert words.apart(two, "group", what="Found").text == (
        "Found: too few can be shown to say whether one lies apart."
    )


def test_a_withheld_number_is_never_read_as_nought():
    assert words.single(needs(), need="Vision").text == (
        "Pupils with SEN, vision: there is no number to give (too few to show)."
    )


def test_parts_that_are_not_all_shown_are_said_not_to_add_up():
    assert words.adds_up(needs(), by="need").text == (
        "The 3 parts add up to 1,000, which is the total shown."
    )
    gap = safe(
        [
            {"need": "Total", "value": 100.0},
            {"need": "A", "value": 90.0},
            {"need": "B", "value": None, "status": "not collected"},
        ],
        dimensions=("need",),
    )
    assert words.adds_up(gap, by="need").text == (
        "The 1 part adds up to 90; the total is 100, 10 more. 1 part is not shown."
    )


def test_an_unknown_value_is_refused_with_the_known_ones():
    with pytest.raises(FigureError) as caught:
        words.single(on_time(), area="Edne")
    assert caught.value.problems == [
        "'area' is never 'Edne'; it is Allerdale, Copeland, Eden, Total"
    ]


def test_sources_name_publisher_and_how_a_figure_was_made_safe():
    text = words.sources([plans(), needs()]).text
    assert "Department for Education" in text
    assert "Used for: Pupils with SEN." in text
    assert "- Pupils with SEN: January 2021; controlled rounding." in text


def test_limits_say_each_sentence_once():
    limited = safe([{"area": "A", "year": "2020", "value": 1.0}], limits="It counts plans only.")
    assert words.limits(limited, limited.figure).text == (
        "What this does not tell us\n- It counts plans only."
    )


def test_a_table_has_a_caption_scope_and_units_and_no_empty_heading():
    from lxml import html

    tree = html.fromstring(tables.table(plans(), "area", "year", title="Plans").html)
    assert tree.xpath("//caption")[0].text_content().startswith("Plans. Children")
    assert all(head.get("scope") in {"col", "row"} for head in tree.xpath("//th"))
    assert [head.text_content() for head in tree.xpath("//thead//th")] == [
        "Place", "2019 (plans)", "2020 (plans)", "2021 (plans)",
    ]  # fmt: skip
    assert [cell.text_content() for cell in tree.xpath("//tbody/tr[1]/td")] == [
        "2,927", "3,173", "3,500",
    ]  # fmt: skip


def test_a_unit_of_several_words_is_said_once_above_the_table():
    from lxml import html

    children = safe(
        [{"area": "A", "year": "2020", "value": 5.0}, {"area": "A", "year": "2021", "value": 7.0}],
        unit="children and young people",
    )
    tree = html.fromstring(tables.table(children, "area", "year", title="Seen").html)
    assert [head.text_content() for head in tree.xpath("//thead//th")] == ["Place", "2020", "2021"]
    said = tree.xpath("//caption//span[@class='what']")[0].text_content()
    assert said.endswith("Unit: children and young people.")


def test_a_cell_that_a_figure_does_not_have_is_not_nought():
    part = safe(
        [{"area": "A", "year": "2020", "value": 4.0}, {"area": "B", "year": "2021", "value": 5.0}]
    )
    text = tables.table(part, "area", "year", title="x").html
    assert text.count("not collected") == 2
    assert ">0<" not in text


def test_a_register_of_text_refuses_numbers():
    with pytest.raises(DisclosureError) as caught:
        tables.register([{"ref": "1.1", "n": 5}], {"ref": "Ref", "n": "Number"}, title="Actions")  # type: ignore[dict-item]
    assert caught.value.problems == ["'n': show numbers with tables.table from a safe figure"]


def test_a_place_beside_itself_is_stated_alone():
    assert words.compare(on_time(), "Eden", "Eden", what="On time").text.startswith(
        "On time in Eden: 88.0%, likely between "
    )


def test_a_box_of_key_points_says_what_it_rests_on():
    point = words.single(needs(), need="Autism")
    box = words.key_points([point], heading="In short: what made-up records say")
    assert box.text.startswith("In short: what made-up records say\n- ")
    assert 'aria-label="In short: what made-up records say"' in box.html
    assert words.key_points([point]).text.startswith("In short\n")


def rounded_shares(by: str, *values: str):
    rows = [
        {by: value, "value": 90.0 - place, "percent": 60.0 - place, "percent_of": 150.0}
        for place, value in enumerate(values)
    ]
    return safe(rows, dimensions=(by,), kind="percentage", unit="pupils", protection=ROUNDED)


def test_years_are_compared_in_and_groups_in_words_that_fit_a_sentence():
    years = rounded_shares("year", "2021", "2020")
    assert words.compare(years, "2021", "2020", by="year", what="On time").text == (
        "On time: about 60% in 2021 (n 150), higher than about 59% in 2020 (n 150)."
    )
    send = rounded_shares("send", "With SEND", "No SEND")
    assert words.compare(send, "With SEND", "No SEND", by="send", what="Seen").text == (
        "Seen: about 60% for children with SEND (n 150), higher than about 59% for children "
        "without SEND (n 150)."
    )
    west = rounded_shares("area", "West Cumbria", "Rest of the county")
    assert (
        "in the rest of the county"
        in words.compare(west, "West Cumbria", "Rest of the county", what="Seen").text
    )
